"""What may go wrong with a portal, for tests: each fault is set on a host or on one address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import unquote, urlsplit

FaultKind = Literal[
    "down",  # the connection is closed without an answer
    "status",  # any status code: status=503
    "500",
    "404",
    "slow",  # the answer starts after `seconds`
    "reset",  # the connection is reset in the middle of the body
    "truncated",  # the body ends before the announced length
    "429",  # too many requests, with Retry-After: `retry_after`
    "redirect",  # 302 to `location`
    "html_for_file",  # an HTML page with status 200 in place of a file
    "empty_list",  # list pages without a row
    "soft_404",  # a "does not exist" page with status 200
]


@dataclass
class Fault:
    """One fault; ``times`` counts down with every answer, ``None`` keeps it until it is cleared."""

    kind: FaultKind
    status: int = 503
    seconds: float = 30.0
    retry_after: str = "1"
    location: str = "http://www.elsewhere.test/index.html"
    times: int | None = None


class Faults:
    """The faults in force, looked up by address first, then by host."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}

    @staticmethod
    def key(target: str) -> str:
        """``host`` or ``host/path?query``, whatever the scheme and the quoting."""
        if "://" not in target:
            return target
        parts = urlsplit(target)
        query = f"?{parts.query}" if parts.query else ""
        return f"{parts.hostname}{unquote(parts.path + query)}" if parts.path else str(parts.hostname)

    def set(self, target: str, fault: Fault) -> None:
        if fault.kind not in get_args(FaultKind):
            raise ValueError(f"unknown fault {fault.kind!r}; known: {', '.join(get_args(FaultKind))}")
        self._faults[self.key(target)] = fault

    def clear(self, target: str | None = None) -> None:
        if target is None:
            self._faults.clear()
        else:
            self._faults.pop(self.key(target), None)

    def take(self, host: str, target: str) -> Fault | None:
        """The fault for this request, counted once."""
        for key in (f"{host}{unquote(target)}", host):
            fault = self._faults.get(key)
            if fault is None:
                continue
            if fault.times is not None:
                if fault.times <= 0:
                    continue
                fault.times -= 1
            return fault
        return None
