"""The time of a whole exchange is bounded, and bytes behind a counted body are seen: on a wire that is only played."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import httpcore
import httpx
import pytest

from scrapers.answers import Kind
from scrapers.client import PoliteClient
from scrapers.conversation import Conversation, ConversationBackend
from scrapers.limiter import HostLimiter
from scrapers.refusals import TooSlow, Unreachable
from scrapers.wire import _Transport
from tests.scrapers.fakes import FakeClock, declare

URL = "http://www.a.test/czxx/index.html"


@dataclass
class Played(httpcore.NetworkBackend):
    """Every connection gets the next of ``answers``, in pieces of ``piece`` bytes ``pause_s`` seconds apart."""

    answers: list[bytes]
    piece: int = 1 << 16
    pause_s: float = 0.0
    moment: float = 0.0
    written: bytearray = field(default_factory=bytearray)

    def monotonic(self) -> float:
        return self.moment

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self, self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])

    def sleep(self, seconds: float) -> None:
        self.moment += seconds


class _Stream(httpcore.NetworkStream):
    def __init__(self, played: Played, answer: bytes) -> None:
        self._played = played
        self._answer = answer

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if timeout is not None and self._played.pause_s > timeout:
            self._played.moment += timeout
            raise httpcore.ReadTimeout
        self._played.moment += self._played.pause_s
        size = min(max_bytes, self._played.piece)
        piece, self._answer = self._answer[:size], self._answer[size:]
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._played.written += buffer

    def close(self) -> None:
        pass

    def get_extra_info(self, info: str) -> object:
        return None


def ask(played: Played, monkeypatch: pytest.MonkeyPatch, **limits: float) -> bytes:
    monkeypatch.setattr("scrapers.conversation.time.monotonic", played.monotonic)
    conversation = Conversation()
    pool = httpcore.ConnectionPool(network_backend=ConversationBackend(played, conversation))
    client = PoliteClient(
        declare(limits=limits), clock=FakeClock(), limiter=HostLimiter(), transport=_Transport(pool, conversation)
    )
    with client:
        client._check_robots = lambda url: None  # type: ignore[method-assign]  # only the one answer is of interest
        return client.get(URL, kind=Kind.LIST).body


def answer(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    return b"\r\n".join([b"HTTP/1.1 " + status, b"Content-Type: text/html", *headers, b"", body])


WHOLE = answer(b"<html>whole</html>", b"Content-Length: 18")


@pytest.mark.parametrize("letters", [WHOLE, b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000])
def test_a_head_that_drips_is_left_at_the_end_of_the_total_time(
    letters: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No single pause is longer than a read may take: only the whole is."""
    played = Played([letters], piece=1, pause_s=20.0)
    with pytest.raises(TooSlow):
        ask(played, monkeypatch, total_s=300, read_s=30)
    assert 300 <= played.moment <= 330


def test_a_pause_longer_than_a_read_may_take_is_a_broken_connection_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played = Played([WHOLE], pause_s=40.0)
    with pytest.raises(Unreachable, match="ReadTimeout"):
        ask(played, monkeypatch, total_s=300, read_s=30)
    assert played.written.count(b"GET ") == 3


def test_slow_but_within_the_total_time_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(Played([WHOLE], piece=9, pause_s=10.0), monkeypatch, total_s=300) == b"<html>whole</html>"


def test_a_body_longer_than_its_length_is_never_taken_for_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    half = answer(b"<html>whole</html>", b"Content-Length: 9")
    played = Played([half, WHOLE])
    assert ask(played, monkeypatch) == b"<html>whole</html>"
    with pytest.raises(Unreachable, match="more bytes came"):
        ask(Played([half]), monkeypatch)


@pytest.mark.parametrize(
    "honest",
    [
        answer(b"<html>whole</html>\r\n", b"Content-Length: 18"),
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + WHOLE,
        answer(b"12\r\n<html>whole</html>\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"),
        answer(b"<html>whole</html>"),
    ],
)
def test_empty_lines_interim_answers_chunks_and_open_ends_are_no_surplus(
    honest: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(Played([honest]), monkeypatch) == b"<html>whole</html>"


def test_a_transport_without_a_total_time_waits_as_its_client_says(monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = Conversation()
    pool = httpcore.ConnectionPool(network_backend=ConversationBackend(Played([WHOLE], pause_s=1e6), conversation))
    with httpx.Client(transport=_Transport(pool, conversation), timeout=None) as client:
        assert client.get(URL).status_code == 200
