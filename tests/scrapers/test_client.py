"""Requests of the polite client: who asks, whom, conditionally, along redirects, and what is recorded."""

from __future__ import annotations

import httpx
import pytest

from domain.identifiers import sha256_hex
from scrapers.answers import Exchange, Kind, Validators
from scrapers.refusals import (
    BudgetSpent,
    Moved,
    NotAllowed,
    RedirectLoop,
    Wall,
)
from tests.scrapers.fakes import START, Web, declare, file, open_client, page, redirect

URL = "http://www.a.test/czxx/index.html"
ROBOTS = "http://www.a.test/robots.txt"


def test_every_request_says_who_we_are() -> None:
    web = Web({URL: page("列表")})
    open_client(declare(), web, user_agent="xinfang-budgets/0.1 (+ops@example.org)").get(URL, kind=Kind.LIST)
    assert {request.headers["user-agent"] for request in web.requests} == {"xinfang-budgets/0.1 (+ops@example.org)"}
    assert [str(request.url) for request in web.requests] == [ROBOTS, URL]


def test_an_answer_carries_bytes_hash_headers_and_transport() -> None:
    web = Web({URL: page("列表", etag='"1"')})
    answer = open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert answer.body == "列表".encode()
    assert answer.sha256 == sha256_hex("列表".encode())
    assert (answer.status, answer.validators, answer.transport) == (200, Validators('"1"', None), "http")


def test_a_conditional_request_comes_back_as_not_modified() -> None:
    web = Web({URL: page("列表", etag='"1"')})
    answer = open_client(declare(), web).get(
        URL, kind=Kind.LIST, validators=Validators('"1"', "Fri, 20 Nov 2026 01:00:00 GMT")
    )
    assert (answer.not_modified, answer.body) == (True, b"")
    assert web.requests[-1].headers["if-modified-since"] == "Fri, 20 Nov 2026 01:00:00 GMT"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.b.test/x",
        "http://a.test/x",
        "http://www.a.test:8080/x",
        "ftp://www.a.test/x",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "file://www.a.test/etc/passwd",
        "gopher://www.a.test/x",
        "http://www.a.test@evil.test/x",
        "http://www.a.test.evil.test/x",
        "http://www.a.test%2eevil.test/x",
        "http://www.а.test/x",  # a Cyrillic letter
        "http://2130706433/x",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
    ],
)
def test_hosts_that_are_not_listed_are_never_asked(url: str) -> None:
    web = Web()
    with pytest.raises(NotAllowed):
        open_client(declare(), web).get(url, kind=Kind.DETAIL)
    assert web.requests == []


def test_a_portal_of_one_scheme_is_asked_in_that_scheme_only() -> None:
    web = Web({"http://www.a.test/x.html": page("x")})
    answer = open_client(declare(scheme="http"), web).get("https://www.a.test/x.html", kind=Kind.DETAIL)
    assert (answer.url, answer.final_url) == ("https://www.a.test/x.html", "http://www.a.test/x.html")


def test_redirects_are_followed_inside_the_list_of_hosts() -> None:
    portal = declare(hosts=["www.a.test", "a.test"])
    web = Web(
        {
            URL: redirect("http://a.test/new/"),
            "http://a.test/new/": redirect("index.html"),
            "http://a.test/new/index.html": page("新"),
        }
    )
    answer = open_client(portal, web).get(URL, kind=Kind.LIST)
    assert (answer.url, answer.final_url) == (URL, "http://a.test/new/index.html")


def test_a_redirect_to_another_host_is_a_move_for_a_person_to_look_at() -> None:
    web = Web({URL: redirect("http://www.elsewhere.test/index.html")})
    with pytest.raises(Moved) as caught:
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert caught.value.target == "http://www.elsewhere.test/index.html"
    assert all(request.url.host == "www.a.test" for request in web.requests)


def test_more_than_five_redirects_are_given_up() -> None:
    web = Web({URL: redirect("/1")} | {f"http://www.a.test/{n}": redirect(f"/{n + 1}") for n in range(1, 9)})
    with pytest.raises(RedirectLoop):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 6


def test_a_page_that_redirects_to_itself_for_a_cookie_is_a_wall() -> None:
    web = Web({URL: redirect(URL)})
    with pytest.raises(Wall, match="cookie_loop"):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 2


def test_a_form_is_posted_with_the_column_as_referer_and_a_303_is_fetched_by_get() -> None:
    web = Web(
        {
            "http://www.a.test/proxy.jsp": redirect("/answer.xml", 303),
            "http://www.a.test/answer.xml": file(b"<datastore/>"),
        }
    )
    open_client(declare(), web).post(
        "http://www.a.test/proxy.jsp", {"columnid": "1", "名": "值"}, kind=Kind.LIST, referer=URL
    )
    assert web.asked == ["POST http://www.a.test/proxy.jsp", "GET http://www.a.test/answer.xml"]
    assert web.requests[1].headers["referer"] == URL
    assert web.requests[1].content == b"columnid=1&%E5%90%8D=%E5%80%BC"


def test_the_requests_of_one_visit_are_limited() -> None:
    web = Web({URL: page("列表")})
    client = open_client(declare(pace={"gap_s": 0, "requests": 3}), web)
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    with pytest.raises(BudgetSpent) as caught:
        client.get(URL, kind=Kind.LIST)
    assert caught.value.ends_run


def test_every_request_is_recorded_with_its_end_and_without_cookies() -> None:
    class Kept:
        def __init__(self) -> None:
            self.records: list[Exchange] = []

        def record(self, exchange: Exchange) -> None:
            self.records.append(exchange)

    kept = Kept()
    web = Web({URL: [httpx.ReadError("reset"), page("列表", cookie="JSESSIONID=secret")]})
    client = open_client(declare(), web)
    client.recorder = kept
    client.get(URL, kind=Kind.LIST)
    assert [(one.url, one.status, one.error) for one in kept.records] == [
        (ROBOTS, 404, None),
        (URL, None, "ReadError: reset"),
        (URL, 200, None),
    ]
    assert kept.records[2].sha256 is not None
    assert "secret" not in repr(kept.records)
    assert all(one.requested_at > START for one in kept.records)
