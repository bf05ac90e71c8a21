"""Headers and bodies as nobody should send them: every request ends as an answer or by name, there is no third way."""

from __future__ import annotations

import httpx
import pytest

from scrapers.answers import Kind, Validators
from scrapers.charset import decode
from scrapers.refusals import FetchError, NotAllowed
from tests.scrapers.fakes import Web, declare, open_client, page, redirect
from tests.weather.strangers import play

URL = "http://www.a.test/czxx/index.html"


def test_hundreds_of_malformed_answers_end_as_an_answer_or_by_name() -> None:
    """The soak plays ten thousand: ``python -m tests.weather.strangers``."""
    ended = play(seed=1, count=200)
    assert sum(ended.values()) >= 400
    assert {"answer", "Unreachable", "TooLarge", "WrongBytes", "RateLimited"} <= ended.keys()


def test_thousands_of_cookies_are_not_carried_along() -> None:
    cookies = [(b"Set-Cookie", b"c%d=%s; Path=/" % (number, b"x" * 20)) for number in range(1000)]
    odd = [(b"Set-Cookie", b"long=" + b"x" * 5000), (b"Set-Cookie", "名=值; Path=/决".encode())]

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=[(b"Content-Type", b"text/html"), *cookies, *odd], content=b"<html>x</html>")

    web = Web({URL: answer})
    with open_client(declare(), web) as client:
        for _ in range(2):
            client.get(URL, kind=Kind.LIST)
    sent = web.requests[-1].headers["cookie"]
    assert sent.count("=") == 50
    assert len(sent) < 3000
    assert "long" not in sent


def test_a_session_cookie_is_kept_and_renewed() -> None:
    web = Web({URL: [page("<html>1</html>", cookie="JSESSIONID=1"), page("<html>2</html>", cookie="JSESSIONID=2")]})
    with open_client(declare(), web) as client:
        for _ in range(3):
            client.get(URL, kind=Kind.LIST)
    assert [request.headers.get("cookie") for request in web.requests[1:]] == [None, "JSESSIONID=1", "JSESSIONID=2"]


@pytest.mark.parametrize("etag", ['"\u51b3\u7b97"'.encode(), b'"' + b"x" * 9000 + b'"', b'"\xff"'])
def test_a_validator_that_cannot_be_sent_back_is_no_validator(etag: bytes) -> None:
    answer = httpx.Response(200, headers=[(b"Content-Type", b"text/html"), (b"ETag", etag)], content=b"<html>x</html>")
    web = Web({URL: answer})
    with open_client(declare(), web) as client:
        validators = client.get(URL, kind=Kind.LIST).validators
        assert validators == Validators()
        # As an earlier version may have remembered it.
        old = Validators(etag.decode("utf-8", "replace"), None)
        assert client.get(URL, kind=Kind.LIST, validators=old).status == 200
    assert "if-none-match" not in web.requests[-1].headers


@pytest.mark.parametrize("target", ["/" + "a" * 9000, "http://www.a.test:99999/", "http://[::1", "\r\n", ""])
def test_a_redirect_that_cannot_be_followed_is_a_refusal(target: str) -> None:
    with open_client(declare(), Web({URL: redirect(target)})) as client, pytest.raises(FetchError):
        client.get(URL, kind=Kind.LIST)


def test_an_address_no_server_would_take_is_not_asked() -> None:
    web = Web()
    with open_client(declare(), web) as client, pytest.raises(NotAllowed):
        client.get("http://www.a.test/" + "a" * 70_000, kind=Kind.DETAIL)
    assert web.requests == []


@pytest.mark.parametrize("name", ["rot13", "punycode", "idna", "unicode_escape", "hex", "undefined", "utf-7", "zip"])
def test_a_page_cannot_choose_a_codec_that_is_no_charset(name: str) -> None:
    data = f"<html><meta charset='{name}'>决算 \\u0041 +AGE-</html>".encode()
    for found in (decode(data), decode(data, f"text/html; charset={name}"), decode(data, None, name)):
        assert (found.text, found.encoding) == (data.decode(), "utf-8")
