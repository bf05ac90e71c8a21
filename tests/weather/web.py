"""The portals' side: the invented web of ``infra.routes``, with one thing going wrong at a chosen request."""

from __future__ import annotations

import gzip
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from infra.routes.manifest import Reply, Route
from infra.routes.server import RoutesServer

_HTML = (b"Content-Type", b"text/html; charset=utf-8")


def _redirect(target: str, status: int = 302) -> Reply:
    return Reply(status, ((b"Location", target.encode()),))


def _slow_down(*headers: tuple[bytes, bytes]) -> Callable[[Reply, str], Reply]:
    return lambda _reply, _url: Reply(429, (_HTML, *headers), b"slow down")


def _pair(_reply: Reply, url: str) -> Reply:
    return _redirect(url.removesuffix("?back") if url.endswith("?back") else f"{url}?back")


def _chain(_reply: Reply, url: str) -> Reply:
    stem, _, number = url.partition("?hop=")
    return _redirect(f"{stem}?hop={int(number or 0) + 1}")


def _headers(count: int, length: int) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((f"X-{number}".encode(), b"x" * length) for number in range(count))


#: What a portal may do to one request: the honest answer and the address, and what is sent in place of it.
FAULTS: dict[str, Callable[[Reply, str], Reply]] = {
    "reset": lambda reply, _url: replace(reply, reset=True),
    "hang_up": lambda reply, _url: replace(reply, drop=True),
    "stall": lambda reply, _url: replace(reply, delay_s=1.0),
    "drip_head": lambda reply, _url: replace(reply, drip="head"),
    "drip_body": lambda reply, _url: replace(reply, drip="body", validators=False),
    "truncated": lambda reply, _url: replace(reply, cut=len(reply.body) // 2, validators=False),
    "length_too_long": lambda reply, _url: replace(reply, length=len(reply.body) + 100, validators=False),
    "length_too_short": lambda reply, _url: replace(reply, length=len(reply.body) // 2, validators=False),
    "gzip_cut": lambda reply, _url: replace(
        reply, body=gzip.compress(reply.body)[:-20], headers=(*reply.headers, (b"Content-Encoding", b"gzip"))
    ),
    "500": lambda _reply, _url: Reply(500, (_HTML,), b"<html>500</html>"),
    "502": lambda _reply, _url: Reply(502, (_HTML,), b"<html>502</html>"),
    "503": lambda _reply, _url: Reply(503, (_HTML,), b"<html>503</html>"),
    "503_retry_after": lambda _reply, _url: Reply(503, (_HTML, (b"Retry-After", b"7")), b"<html>503</html>"),
    "429": _slow_down(),
    "429_retry_after": _slow_down((b"Retry-After", b"5")),
    "429_retry_after_date": _slow_down((b"Retry-After", b"Wed, 21 Oct 2099 07:28:00 GMT")),
    "429_retry_after_nonsense": _slow_down((b"Retry-After", b"\xb2")),
    "redirect_to_itself": lambda _reply, url: _redirect(url),
    "redirect_there_and_back": _pair,
    "redirect_on_and_on": _chain,
    "redirect_away": lambda _reply, _url: _redirect("http://www.elsewhere.test/"),
    "redirect_inside": lambda _reply, _url: _redirect("http://127.0.0.1:9/"),
    "empty": lambda reply, _url: replace(reply, body=b"", validators=False),
    "huge_headers": lambda reply, _url: replace(reply, headers=(*reply.headers, *_headers(400, 1000))),
    "many_cookies": lambda reply, _url: replace(
        reply, headers=(*reply.headers, *((b"Set-Cookie", b"c%d=%s" % (n, b"x" * 20)) for n in range(1500)))
    ),
}


@dataclass(frozen=True)
class Gust:
    """From request ``first`` on, ``count`` requests meet ``fault``; or the visitor ``kill`` dies at the first one."""

    fault: str | None
    first: int
    count: int = 1
    kill: int | None = None


class FaultyWeb(RoutesServer):
    """Plays the world of the moment. ``gust`` blows at the requests of the present visitor, counted from one."""

    def __init__(self) -> None:
        super().__init__()
        self._gust: Gust | None = None
        self._count = 0
        self._counting = threading.Lock()
        self.felt = 0

    def show(self, routes: list[Route]) -> None:
        """These routes and no others."""
        self.routes.clear()
        self.hosts.clear()
        self.add(routes)

    def blow(self, gust: Gust | None) -> None:
        """A new visitor comes; ``None``: in calm weather."""
        with self._counting:
            self._gust, self._count, self.felt = gust, 0, 0

    def reply(
        self, method: str, host: str, target: str, form: Mapping[str, str], *, referer: bool
    ) -> tuple[Reply, bool]:
        honest, found = super().reply(method, host, target, form, referer=referer)
        with self._counting:
            self._count += 1
            gust = self._gust
            if gust is None or not gust.first <= self._count < gust.first + gust.count:
                return honest, found
            self.felt += 1
        if gust.kill is not None:
            os.kill(gust.kill, signal.SIGKILL)
            return replace(honest, drop=True), found
        assert gust.fault is not None
        return FAULTS[gust.fault](honest, f"http://{host}{target}"), True
