"""Workers of one Prefect server ask a host one at a time: the host's slot is made, asked for strictly, and freed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import httpx
import pytest
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
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
        #: Steps during which the server does not answer.
        self.away: set[str] = set()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        pass

    def create_global_concurrency_limit(self, limit: Any) -> None:
        self._answer("create")
        self.told.append(f"create {limit.name}")
        if limit.name in self.limits:
            response = httpx.Response(409, request=httpx.Request("POST", "http://prefect.test"))
            raise ObjectAlreadyExists(
                http_exc=httpx.HTTPStatusError("409", request=response.request, response=response)
            )
        self.limits[limit.name] = limit.limit

    @contextmanager
    def concurrency(
        self, name: str, *, occupy: int, lease_duration: float, strict: bool, raise_on_lease_renewal_failure: bool
    ) -> Iterator[None]:
        assert (occupy, strict) == (1, True)
        assert lease_duration <= 60, "a worker that died keeps a host no longer than this"
        assert not raise_on_lease_renewal_failure, "a server that is away does not end a request"
        self._answer("take")
        self.told.append(f"take {name}")
        yield
        self._answer("free")
        self.told.append(f"free {name}")

    def _answer(self, step: str) -> None:
        if step in self.away:
            raise ConcurrencySlotAcquisitionError(step) from httpx.ConnectError("no server")


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


@pytest.mark.parametrize("step", ["create", "take", "free"])
def test_a_server_that_is_away_leaves_the_turns_of_the_store(server: Server, step: str) -> None:
    clock, limiter = FakeClock(), PrefectHostLimiter(HostLimiter())
    server.away = {step}
    for _ in range(2):
        with limiter.turn("www.a.test", 6.0, clock):
            server.told.append("ask")
    assert server.told.count("ask") == 2
    assert [round(seconds) for seconds in clock.slept] == [6], "the gap holds without the server"


def test_a_limit_that_somebody_removed_is_an_error(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def removed(*_: object, **__: object) -> Iterator[None]:
        raise ConcurrencySlotAcquisitionError("there is no such limit")
        yield

    monkeypatch.setattr(prefect_limiter, "concurrency", removed)
    limiter = PrefectHostLimiter(HostLimiter())
    with pytest.raises(ConcurrencySlotAcquisitionError), limiter.turn("www.a.test", 0.0, FakeClock()):
        server.told.append("ask")
    assert "ask" not in server.told


def test_what_goes_wrong_inside_a_turn_is_not_taken_for_the_server(server: Server) -> None:
    limiter = PrefectHostLimiter(HostLimiter())
    with pytest.raises(httpx.ConnectError), limiter.turn("www.a.test", 0.0, FakeClock()):
        raise httpx.ConnectError("the portal is down")
    assert server.told[-1] == "free host-www.a.test"


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
