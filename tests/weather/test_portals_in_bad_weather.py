"""What a portal does to a request ends in a name, heals where it can, and costs no more than its limits."""

from __future__ import annotations

import gzip
import tracemalloc
from dataclasses import replace

import pytest

from infra.routes.manifest import Reply, Route
from infra.routes.server import RoutesServer
from scrapers.answers import Kind
from scrapers.client import PoliteClient
from scrapers.limiter import HostLimiter
from scrapers.refusals import (
    EmptyBody,
    FetchError,
    Moved,
    RateLimited,
    RedirectLoop,
    TooLarge,
    TooSlow,
    Unreachable,
    Wall,
    WrongBytes,
)
from tests.scrapers.fakes import FakeClock, declare
from tests.weather.web import FAULTS, FaultyWeb, Gust
from tests.weather.world import host_of

LIST = f"http://{host_of(0)}/czyjs/index.html"
#: What comes of each fault while it lasts; ``None``: the answer is taken all the same.
WHILE_IT_LASTS: dict[str, type[FetchError] | None] = {
    "reset": Unreachable,
    "hang_up": Unreachable,
    "stall": Unreachable,
    "drip_head": TooSlow,
    "drip_body": TooSlow,
    "truncated": Unreachable,
    "length_too_long": Unreachable,
    "length_too_short": Unreachable,
    "gzip_cut": WrongBytes,
    "500": Unreachable,
    "502": Unreachable,
    "503": Unreachable,
    "503_retry_after": Unreachable,
    "429": RateLimited,
    "429_retry_after": RateLimited,
    "429_retry_after_date": RateLimited,
    "429_retry_after_nonsense": RateLimited,
    "redirect_to_itself": Wall,
    "redirect_there_and_back": Wall,
    "redirect_on_and_on": RedirectLoop,
    "redirect_away": Moved,
    "redirect_inside": Moved,
    "empty": EmptyBody,
    "huge_headers": Unreachable,
    "many_cookies": None,
}
#: Faults of a single answer that the next try overcomes within the same request.
HEALED_BY_A_TRY = {
    "reset", "hang_up", "stall", "truncated", "length_too_long", "length_too_short", "502", "503", "503_retry_after",
    "429", "429_retry_after", "429_retry_after_nonsense", "huge_headers",
}  # fmt: skip
#: Limits for what would otherwise be waited for.
SHORT: dict[str, dict[str, float]] = {
    "stall": {"read_s": 0.3},
    "drip_head": {"total_s": 0.5},
    "drip_body": {"total_s": 0.5},
}


def open_client(
    web: RoutesServer, clock: FakeClock | None = None, limits: dict[str, float] | None = None
) -> PoliteClient:
    portal = declare(hosts=[host_of(0)], entry=[{"url": LIST}], limits={"page_bytes": 10**6} | (limits or {}))
    return PoliteClient(portal, clock=clock or FakeClock(), limiter=HostLimiter(), egress=web.proxy_url)


def test_every_fault_is_expected() -> None:
    assert WHILE_IT_LASTS.keys() == FAULTS.keys()


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_that_lasts_ends_in_its_name_and_the_next_visit_reads_on(fault: str, faulty_web: FaultyWeb) -> None:
    # The first request is for robots.txt.
    faulty_web.blow(Gust(fault, first=2, count=20))
    expected = WHILE_IT_LASTS[fault]
    with open_client(faulty_web, limits=SHORT.get(fault)) as client:
        if expected is None:
            assert client.get(LIST, kind=Kind.LIST).status == 200
        else:
            with pytest.raises(expected):
                client.get(LIST, kind=Kind.LIST)
    assert 1 <= faulty_web.felt <= 6
    faulty_web.blow(None)
    with open_client(faulty_web) as client:
        assert b"2025" in client.get(LIST, kind=Kind.LIST).body


@pytest.mark.parametrize("fault", sorted(HEALED_BY_A_TRY - {"stall"}))
def test_a_fault_of_one_answer_is_overcome(fault: str, faulty_web: FaultyWeb) -> None:
    faulty_web.blow(Gust(fault, first=2, count=1))
    clock = FakeClock()
    with open_client(faulty_web, clock) as client:
        assert b"2025" in client.get(LIST, kind=Kind.LIST).body
    (waited,) = clock.slept
    assert waited >= {"429_retry_after": 5.0, "503_retry_after": 7.0}.get(fault, 1.0)


def test_ten_gigabytes_cost_no_more_than_the_limit_in_memory_and_bytes() -> None:
    """Stated, not stated, and made of ten kilobytes: the first is not begun, the others are dropped at the limit."""
    lot = b"<html>" + b"x" * (1 << 20)
    ten_gb = 10 * 1024
    packed = gzip.compress(b"0" * (8 << 20))
    plain = Reply(200, ((b"Content-Type", b"text/html"),), lot, times=ten_gb)
    packed_headers = ((b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"))
    bombs = {
        "/stated": plain,
        "/unstated": replace(plain, length=-1),
        "/packed": Reply(200, packed_headers, packed, times=ten_gb // 8, length=-1),
        "/error": replace(plain, status=404, length=-1),
    }
    web = RoutesServer(
        routes=[
            Route("GET", host_of(0), path, None, requires_referer=False, replies=[reply])
            for path, reply in bombs.items()
        ]
    )
    with web, open_client(web) as client:
        tracemalloc.start()
        try:
            for path in bombs:
                with pytest.raises(TooLarge):
                    client.get(f"http://{host_of(0)}{path}", kind=Kind.LIST)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert client.bytes_received < 1000  # robots.txt only: what is too large is not kept
    assert peak < 24 << 20
