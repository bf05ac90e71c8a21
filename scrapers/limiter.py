"""One connection at a time and a gap between requests, per host, for all portals and threads of this process."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.ports import Clock


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: datetime | None = None
    #: Doubled by every sign of being too fast, for the rest of the process.
    factor: int = 1


class HostLimiter:
    """Hands out turns. A turn is exclusive per host; the gap counts from the end of the turn before.

    Several workers on several machines need a shared limit on top of this (Prefect's global limits); politeness inside
    one process never depends on it.
    """

    def __init__(self) -> None:
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, host: str, gap_s: float, clock: Clock) -> Iterator[None]:
        """Wait until ``host`` may be asked again, and keep it for the block."""
        with self._guard:
            state = self._hosts[host]
        with state.lock:
            wait = (state.free_at - clock.now()).total_seconds() if state.free_at else 0.0
            if wait > 0:
                clock.sleep(wait)
            try:
                yield
            finally:
                state.free_at = clock.now() + timedelta(seconds=gap_s * state.factor)

    def slow_down(self, host: str) -> None:
        """Double the gap of ``host`` (at most sixteenfold) after a sign of being too fast."""
        with self._guard:
            state = self._hosts[host]
            state.factor = min(16, state.factor * 2)


#: All clients of a process share it, so that two portals on one host do not add up.
SHARED_LIMITER = HostLimiter()
