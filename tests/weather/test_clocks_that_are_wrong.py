"""A clock that was set wrong for a while: no run waits for it, and nothing is left alone because of it."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from scrapers.limiter import HostLimiter
from scrapers.shared_limiter import SharedHostLimiter
from scrapers.verdicts import retry_after
from tests.scrapers.fakes import START, FakeClock, MemoryStore, page
from tests.scrapers.visits import REPORT, TITLE, World, listing, row, world

AHEAD = timedelta(days=400)


def a_portal(**replies: object) -> World:
    return world({"index.html": page(listing(row("1.html", TITLE)), etag='"l"'), **REPORT, **replies})


@pytest.mark.parametrize("shared", [False, True])
def test_a_clock_set_back_by_a_year_makes_nobody_wait_for_a_year(shared: bool) -> None:
    limiter = SharedHostLimiter(MemoryStore()) if shared else HostLimiter()
    clock = FakeClock()
    with limiter.turn("www.a.test", 6.0, clock):
        pass
    clock.moment -= AHEAD
    with limiter.turn("www.a.test", 6.0, clock):
        pass
    assert sum(clock.slept) <= 6.0


def test_a_report_fetched_by_a_clock_that_was_ahead_is_asked_for_again() -> None:
    site = a_portal()
    site.clock.moment += AHEAD
    site.visit()
    site.clock.moment -= AHEAD
    site.visit()
    assert site.asked == ["index.html", "1.html", "P0.pdf"]
    assert all("if-none-match" not in request.headers for request in site.web.requests)


def test_what_failed_by_a_clock_that_was_ahead_is_looked_at_again_at_once() -> None:
    """Missing pages are looked at after a day, and later each time: a day after a wrong day may be next year."""
    site = a_portal(**{"P0.pdf": httpx.Response(404)})
    site.clock.moment += AHEAD
    site.visit()
    site.clock.moment -= AHEAD
    site.web.replies.update(a_portal().web.replies)
    (found,) = site.visit().disclosures
    assert found.documents


def test_a_walls_rest_begun_by_a_clock_that_was_ahead_is_over() -> None:
    site = a_portal(**{"index.html": httpx.Response(412, text="x")})
    site.clock.moment += AHEAD
    assert site.visit().outcome.value == "wall"
    assert site.visit().requests == 0  # it rests, by the same clock
    site.clock.moment -= AHEAD
    site.web.replies.update(a_portal().web.replies)
    assert site.visit().outcome.value == "ok"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (b"7", 7.0),
        (b" 120 ", 120.0),
        (b"Fri, 20 Nov 2026 02:01:00 GMT", 60.0),
        (b"Fri, 20 Nov 2020 02:01:00 GMT", 0.0),
        (b"9" * 5000, float("inf")),
        (b"\xb2", None),
        (b"-5", None),
        (b"soon", None),
        (b"Fri, 31 Dec 9999 23:59:59 -2359", None),
        (b"Fri, 99 Nov 2026 99:00:00 GMT", None),
    ],
)
def test_any_wish_to_wait_is_a_number_of_seconds_or_none(said: bytes, seconds: float | None) -> None:
    answer = httpx.Response(429, headers=[(b"Retry-After", said)])
    assert retry_after(_Answered(answer.headers), START) == seconds  # type: ignore[arg-type]  # only headers are read


class _Answered:
    def __init__(self, headers: httpx.Headers) -> None:
        self.headers = headers
