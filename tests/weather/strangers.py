"""Answers no honest server sends, by the thousand: ``python -m tests.weather.strangers [--count 10000] [--seed 1]``.

Made of true parts in wrong places, with bytes changed and ends cut off, and played to the client on a wire of memory.
Anything but an answer or a named refusal makes the command fail and is printed with its seed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter

import httpcore

from scrapers.answers import Kind
from scrapers.client import PoliteClient
from scrapers.conversation import Conversation, ConversationBackend
from scrapers.filenames import from_disposition
from scrapers.limiter import HostLimiter
from scrapers.refusals import FetchError
from scrapers.wire import _Transport
from tests.scrapers.fakes import FakeClock, declare

_STATUS = (
    b"200 OK", b"200 OK", b"302 Found", b"301", b"303 x", b"429 x", b"503 x", b"304 x", b"404 x", b"412 x", b"204 x",
    b"100 Continue", b"103 x", b"101 x", b"999 x", b"000 x", b"2000 x", b"20 x", b"200 \xff\xfe",
)  # fmt: skip
_HEADERS = (
    b"Content-Type: text/html", b"Content-Length: 5", b"Content-Length: 0005", b"Content-Length: -1",
    b"Content-Length: 99999999999999999999999999", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked",
    b"Content-Encoding: gzip", b"Content-Encoding: deflate", b"Content-Encoding: gzip, gzip", b"Content-Encoding: br",
    b"Location: /x", b"Location: http://www.a.test:99999/", b"Location: http://[::1", b"Location: //\xe4\xb8\xad",
    b"Location: http://user:pw@www.a.test/", b"Location: http:\\\\www.a.test\\x", b"Location: \xff\xfe",
    b"Location: /" + b"a" * 70000, b"Retry-After: \xb2", b"Retry-After: 9", b"Retry-After: " + b"9" * 5000,
    b"Retry-After: Mon, 01 Jan 0001 00:00:00 +2359", b"Retry-After: Fri, 99 Foo 2026", b'ETag: "\xe4\xb8\xad"',
    b"Last-Modified: \xff", b"Set-Cookie: a=b; Domain=.test; Path=/", b"Set-Cookie: \xff=\xfe",
    b"Set-Cookie: a=" + b"x" * 9000, b"Set-Cookie: a=b; Path=/\xe4; Version=1", b"Content-Type: x; charset=\xff",
    b"Content-Type: text/html; charset=nonsense-8", b"Content-Type: text/html; charset=idna",
    b"Content-Type: text/html; charset=rot13", b"Content-Type: text/html; charset=punycode",
    b"Content-Disposition: attachment; filename*=utf-16''%00", b"Content-Disposition: attachment; filename*=hex''zz",
    b"X: a\rb", b"X\x00: b", b"Connection: close", b"Connection: upgrade", b"Upgrade: h2c", b"\xff\xfe: x", b" folded",
)  # fmt: skip
_BODIES = (
    b"", b"hello", b"<html><a href='x'>y</a></html>", b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\n", b"ffffffffffffffffff\r\nx",
    b"\x1f\x8b\x08\x00junk", b"<html>" + b"x" * 200_000, b"User-agent: *\nDisallow: /\nCrawl-delay: nan\n",
    b"User-agent: *\nCrawl-delay: inf\n", b"User-agent: *\nCrawl-delay: 1e999", b"User-agent: *\nCrawl-delay: -5",
    b"\xff\xfe\x00" * 100, b"<html><meta charset=punycode>\xe5\x86\xb3</html>",
)  # fmt: skip


def play(*, seed: int, count: int) -> Counter[str]:
    """How the requests ended, by name. Raises what is neither an answer nor a refusal, with a note of its case."""
    ended: Counter[str] = Counter()
    for number in range(count):
        try:
            _case(random.Random(f"{seed}:{number}"), ended)
        except Exception as third:
            third.add_note(f"case {number} of seed {seed}")
            raise
    return ended


def _case(chance: random.Random, ended: Counter[str]) -> None:
    conversation = Conversation()
    pool = httpcore.ConnectionPool(network_backend=ConversationBackend(_Strangers(chance), conversation))
    portal = declare(limits={"page_bytes": 100_000, "file_bytes": 100_000})
    kind = chance.choice([Kind.LIST, Kind.FILE, Kind.DETAIL])
    transport = _Transport(pool, conversation)
    with PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter(), transport=transport) as client:
        for _ in range(3):
            try:
                answer = client.get("http://www.a.test/x", kind=kind)
                ended["answer"] += 1
                answer.text()
                from_disposition(answer.disposition)
                client.get("http://www.a.test/x", kind=kind, validators=answer.validators)
            except FetchError as refusal:
                ended[type(refusal).__name__] += 1


def _answer(chance: random.Random) -> bytes:
    lines = [b"HTTP/1.1 " + chance.choice(_STATUS), *chance.choices(_HEADERS, k=chance.randint(0, 6))]
    data = bytearray(b"\r\n".join([*lines, b"", chance.choice(_BODIES)]))
    if chance.random() < 0.3:
        for _ in range(chance.randint(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.15:
        del data[chance.randrange(len(data)) :]
    return bytes(data)


class _Strangers(httpcore.NetworkBackend):
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def connect_tcp(self, *_: object, **__: object) -> httpcore.NetworkStream:
        return _Stream(_answer(self._chance))

    def sleep(self, seconds: float) -> None:
        """Nobody waits here."""


class _Stream(httpcore.NetworkStream):
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        piece, self._data = self._data[:max_bytes], self._data[max_bytes:]
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """What is asked makes no difference."""

    def close(self) -> None:
        """There is nothing to close."""

    def get_extra_info(self, info: str) -> object:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.weather.strangers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    ended = play(seed=options.seed, count=options.count)
    ends = ", ".join(f"{name} {times}" for name, times in ended.most_common())
    sys.stdout.write(f"{options.count} cases of seed {options.seed}, every request ended by name: {ends}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
