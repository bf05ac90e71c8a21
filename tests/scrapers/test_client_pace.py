"""The polite client keeps a gap, obeys robots.txt, tries again what can heal and slows down when told."""

from __future__ import annotations

import random

import httpx
import pytest

from scrapers.answers import Kind
from scrapers.limiter import HostLimiter
from scrapers.refusals import (
    RateLimited,
    RobotsDenied,
    UnexpectedStatus,
    Unreachable,
)
from tests.scrapers.fakes import FakeClock, Web, declare, file, open_client, page, redirect

URL = "http://www.a.test/czxx/index.html"
ROBOTS = "http://www.a.test/robots.txt"


def test_the_gap_is_kept_per_host_and_doubles_after_a_sign_of_being_too_fast() -> None:
    clock, limiter = FakeClock(), HostLimiter()
    web = Web({URL: page("列表"), ROBOTS: httpx.Response(404)})
    client = open_client(declare(pace={"gap_s": 6}), web, clock, limiter=limiter)
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [6, 6]
    limiter.slow_down("www.a.test")
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [6, 6, 6, 12]


def test_two_clients_on_one_host_share_its_gap() -> None:
    clock, limiter, web = FakeClock(), HostLimiter(), Web({URL: page("列表")})
    for _ in range(2):
        open_client(declare(pace={"gap_s": 6}), web, clock, limiter=limiter).get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [6, 6, 6]


def test_crawl_delay_of_robots_txt_widens_the_gap() -> None:
    clock = FakeClock()
    web = Web({URL: page("列表"), ROBOTS: file(b"User-agent: *\nCrawl-delay: 9\n")})
    client = open_client(declare(pace={"gap_s": 1}), web, clock)
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [1, 9]


def test_robots_txt_is_obeyed_and_read_once_a_day() -> None:
    clock = FakeClock()
    web = Web(
        {
            URL: page("列表"),
            ROBOTS: file(b"User-agent: *\nDisallow: /nbzl/\n"),
            "http://www.a.test/nbzl/1.html": page("内部"),
        }
    )
    client = open_client(declare(), web, clock)
    client.get(URL, kind=Kind.LIST)
    with pytest.raises(RobotsDenied):
        client.get("http://www.a.test/nbzl/1.html", kind=Kind.DETAIL)
    clock.sleep(23 * 3600)
    client.get(URL, kind=Kind.LIST)
    assert len([one for one in web.requests if one.url.path == "/robots.txt"]) == 1
    clock.sleep(2 * 3600)
    client.get(URL, kind=Kind.LIST)
    assert len([one for one in web.requests if one.url.path == "/robots.txt"]) == 2
    assert "GET http://www.a.test/nbzl/1.html" not in web.asked


def test_a_group_for_our_own_name_beats_the_one_for_all() -> None:
    web = Web(
        {URL: page("列表"), ROBOTS: file(b"User-agent: *\nAllow: /\n\nUser-agent: xinfang-budgets\nDisallow: /\n")}
    )
    with pytest.raises(RobotsDenied):
        open_client(declare(), web).get(URL, kind=Kind.LIST)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (httpx.Response(404), True),
        (httpx.Response(410), True),
        (httpx.Response(403), False),
        (httpx.Response(401), False),
        (page("<html>首页</html>"), True),  # a home page served for every address has no rules
        (redirect("http://www.elsewhere.test/robots.txt"), True),
        (file(b""), True),
    ],
)
def test_what_an_unusual_robots_txt_means(robots: object, allowed: bool) -> None:
    web = Web({URL: page("列表"), ROBOTS: robots})  # type: ignore[dict-item]  # all are replies
    client = open_client(declare(), web)
    if allowed:
        assert client.get(URL, kind=Kind.LIST).status == 200
    else:
        with pytest.raises(RobotsDenied):
            client.get(URL, kind=Kind.LIST)
        assert web.asked == []


def test_a_host_that_is_down_is_unreachable_and_not_forbidden() -> None:
    web = Web({URL: page("列表"), ROBOTS: httpx.Response(503)})
    with pytest.raises(Unreachable):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert web.asked == []


@pytest.mark.parametrize("status", [502, 503, 504])
def test_what_can_heal_is_tried_three_times_with_growing_pauses(status: int) -> None:
    clock = FakeClock()
    web = Web({URL: [httpx.Response(status), httpx.Response(status), page("列表")]})
    answer = open_client(declare(), web, clock, jitter=random.Random(1)).get(URL, kind=Kind.LIST)
    assert answer.status == 200
    assert len(web.asked) == 3
    assert 1.0 <= clock.slept[0] < 2.0 <= clock.slept[1] < 3.0


def test_a_broken_connection_is_tried_again() -> None:
    web = Web({URL: [httpx.ReadError("reset"), page("列表")]})
    assert open_client(declare(), web).get(URL, kind=Kind.LIST).status == 200


def test_three_failures_are_unreachable() -> None:
    web = Web({URL: httpx.ConnectTimeout("slow")})
    with pytest.raises(Unreachable, match="ConnectTimeout"):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 3


@pytest.mark.parametrize("status", [400, 500, 501])
def test_what_cannot_heal_is_asked_once(status: int) -> None:
    web = Web({URL: httpx.Response(status, text="x")})
    with pytest.raises((UnexpectedStatus, Unreachable)):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 1


def test_retry_after_is_honoured_in_both_forms() -> None:
    clock = FakeClock()
    late = "Fri, 20 Nov 2026 02:01:00 GMT"
    web = Web(
        {
            URL: [
                httpx.Response(429, headers={"retry-after": "7"}),
                httpx.Response(503, headers={"retry-after": late}),
                page("列表"),
            ]
        }
    )
    open_client(declare(), web, clock).get(URL, kind=Kind.LIST)
    assert clock.slept[0] == 7
    assert 50 < clock.slept[1] < 54  # until one minute after START, seven seconds of which are over


def test_a_long_retry_after_ends_the_run() -> None:
    web = Web({URL: httpx.Response(429, headers={"retry-after": "3600"})})
    with pytest.raises(RateLimited) as caught:
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert caught.value.ends_run
    assert len(web.asked) == 1


def test_three_signs_of_being_too_fast_end_the_run() -> None:
    web = Web({URL: httpx.Response(429)})
    with pytest.raises(RateLimited, match="several times"):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 3


def test_a_page_that_says_too_fast_with_status_200_is_a_rate_limit() -> None:
    web = Web({URL: page("<html><body>您的访问过于频繁，请稍后再试</body></html>")})
    with pytest.raises(RateLimited):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
