"""Workers of one Prefect server ask a host one at a time: the host's slot is made, asked for strictly, and freed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import httpx
import pytest
from prefect.exceptions import ObjectAlreadyExists

from flows import prefect_limiter
from flows.prefect_limiter import PrefectHostLimiter, limiter_of_run
from scrapers.limiter import DayBudgetSpent, HostLimiter
from tests.scrapers.fakes import FakeClock


class Server:
    """What a server is told; a limit that is there already is refused a second time."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.limits: dict[str, int] = {}

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        pass

    def create_global_concurrency_limit(self, limit: Any) -> None:
        self.told.append(f"create {limit.name}")
        if limit.name in self.limits:
            response = httpx.Response(409, request=httpx.Request("POST", "http://prefect.test"))
            raise ObjectAlreadyExists(
                http_exc=httpx.HTTPStatusError("409", request=response.request, response=response)
            )
        self.limits[limit.name] = limit.limit

    @contextmanager
    def concurrency(self, name: str, *, occupy: int, lease_duration: float, strict: bool) -> Iterator[None]:
        assert (occupy, strict, lease_duration) == (1, True, 330.0)
        self.told.append(f"take {name}")
        yield
        self.told.append(f"free {name}")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(prefect_limiter, "get_client", lambda *, sync_client: server)
    monkeypatch.setattr(prefect_limiter, "concurrency", server.concurrency)
    return server


def test_a_hosts_slot_is_made_once_and_taken_around_every_turn(server: Server) -> None:
    clock = FakeClock()
    limiter = PrefectHostLimiter(HostLimiter())
    for _ in range(2):
        with limiter.turn("www.a.test:88", 6.0, clock):
            server.told.append("ask")
    once = ["take host-www.a.test:88", "ask", "free host-www.a.test:88"]
    assert server.told == ["create host-www.a.test:88", *once, *once]
    assert server.limits == {"host-www.a.test:88": 1}
    assert [round(seconds) for seconds in clock.slept] == [6]


def test_a_slot_that_another_worker_made_is_shared(server: Server) -> None:
    server.limits["host-www.a.test"] = 1
    with PrefectHostLimiter(HostLimiter()).turn("www.a.test", 0.0, FakeClock()):
        server.told.append("ask")
    assert server.told == ["create host-www.a.test", "take host-www.a.test", "ask", "free host-www.a.test"]


def test_the_daily_budget_stays_with_the_store(server: Server) -> None:
    limiter = PrefectHostLimiter(HostLimiter())
    with limiter.turn("www.a.test", 0.0, FakeClock(), per_day=1):
        pass
    with pytest.raises(DayBudgetSpent), limiter.turn("www.a.test", 0.0, FakeClock(), per_day=1):
        server.told.append("ask")
    assert "ask" not in server.told


def test_a_run_of_its_own_needs_no_slot() -> None:
    inner = HostLimiter()
    assert limiter_of_run(inner) is inner
