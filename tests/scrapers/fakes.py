"""A store, a clock and a web that only live in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from domain.ports import ObjectExists, StoredObject, SwapConflict
from scrapers.client import PoliteClient
from scrapers.declaration import Portal, portal_from
from scrapers.limiter import HostLimiter

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # ten in the morning in Beijing


class MemoryStore:
    location = "memory"

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, int]] = {}

    def get(self, key: str) -> StoredObject | None:
        found = self.objects.get(key)
        return StoredObject(key, found[0], str(found[1])) if found else None

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        if key in self.objects:
            raise ObjectExists(key)
        self.objects[key] = (data, 1)

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        found = self.objects.get(key)
        if (str(found[1]) if found else None) != tag:
            raise SwapConflict(key)
        version = found[1] + 1 if found else 1
        self.objects[key] = (data, version)
        return str(version)

    def list(self, prefix: str = "") -> Iterator[str]:
        return iter(sorted(key for key in self.objects if key.startswith(prefix)))


@dataclass
class FakeClock:
    """Time passes only by sleeping, and a millisecond with every look."""

    moment: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.moment += timedelta(seconds=seconds)


Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Web:
    """Answers by address; a list of replies is used up one by one, the last one stays. Everything else is 404."""

    def __init__(self, replies: Mapping[str, Reply | Sequence[Reply]] | None = None) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {
            url: list(reply) if isinstance(reply, Sequence) else reply for url, reply in (replies or {}).items()
        }
        self.requests: list[httpx.Request] = []

    @property
    def asked(self) -> list[str]:
        """Method and address of every request but those for robots.txt."""
        return [f"{one.method} {one.url}" for one in self.requests if one.url.path != "/robots.txt"]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        reply = self.replies.get(str(request.url))
        if isinstance(reply, list):
            reply = reply.pop(0) if len(reply) > 1 else reply[0]
        if reply is None:
            return httpx.Response(404, text="not here")
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, httpx.Response):
            # A response object can be read once; tests name it once and may ask twice.
            return httpx.Response(reply.status_code, headers=reply.headers.raw, content=reply.content)
        return reply(request)


def redirect(target: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"location": target})


def page(
    text: str, *, status: int = 200, etag: str | None = None, cookie: str | None = None
) -> Callable[[httpx.Request], httpx.Response]:
    """An HTML page that answers conditional requests by its ETag."""
    sent = {"content-type": "text/html; charset=utf-8"}
    if cookie:
        sent["set-cookie"] = cookie
    if etag:
        sent["etag"] = etag

    def answer(request: httpx.Request) -> httpx.Response:
        if etag and request.headers.get("if-none-match") == etag:
            return httpx.Response(304, headers={"etag": etag})
        return httpx.Response(status, headers=sent, content=text.encode())

    return answer


def file(data: bytes, *, etag: str | None = None, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    """A file that answers conditional requests by its ETag."""

    def answer(request: httpx.Request) -> httpx.Response:
        if etag and request.headers.get("if-none-match") == etag:
            return httpx.Response(304, headers={"etag": etag})
        sent = {"content-type": "application/octet-stream", **headers} | ({"etag": etag} if etag else {})
        return httpx.Response(200, headers=sent, content=data)

    return answer


def declare(**fields: Any) -> Portal:
    """A portal of 襄垣县 on ``www.a.test`` unless told otherwise."""
    base: dict[str, Any] = {
        "id": "test-portal",
        "division": "140423",
        "family": "static",
        "entry": [{"url": "http://www.a.test/czxx/index.html"}],
        "hosts": ["www.a.test"],
        "pace": {"gap_s": 0},
    }
    return portal_from(base | fields)


def open_client(portal: Portal, web: Web, clock: FakeClock | None = None, **options: Any) -> PoliteClient:
    return PoliteClient(
        portal,
        clock=clock or FakeClock(),
        limiter=options.pop("limiter", None) or HostLimiter(),
        transport=httpx.MockTransport(web),
        **options,
    )
