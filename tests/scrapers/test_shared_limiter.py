"""Workers that share a store share its limits: one connection, one gap, one daily budget per host."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.ports import Clock
from flows.clock import SystemClock
from publish.store import open_store
from scrapers.answers import Kind
from scrapers.limiter import DayBudgetSpent, HostLimiter
from scrapers.refusals import BudgetSpent
from scrapers.shared_limiter import LEASE, HostTurn, SharedHostLimiter, turn_key
from tests.scrapers.fakes import FakeClock, MemoryStore, Web, declare, open_client, page


@dataclass
class Turns:
    """Begin and end of every turn taken."""

    spans: list[tuple[datetime, datetime]] = field(default_factory=list)

    def take(self, limiter: HostLimiter, clock: Clock, gap_s: float, *, holding: float = 0.0) -> None:
        with limiter.turn("www.a.test", gap_s, clock):
            began = clock.now()
            time.sleep(holding)
            self.spans.append((began, clock.now()))


def test_workers_on_one_store_never_overlap_and_keep_the_gap(tmp_path: Path) -> None:
    """Each worker has a limiter of its own, as on another machine; only the store is shared."""
    store, turns = open_store(str(tmp_path)), Turns()

    def work() -> None:
        limiter = SharedHostLimiter(store)
        for _ in range(3):
            turns.take(limiter, SystemClock(), 0.05, holding=0.01)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    spans = sorted(turns.spans)
    assert len(spans) == 12
    gaps = [following[0] - before[1] for before, following in itertools.pairwise(spans)]
    assert all(gap >= timedelta(seconds=0.05) for gap in gaps)


def test_other_hosts_are_not_waited_for() -> None:
    limiter, clock = SharedHostLimiter(MemoryStore()), FakeClock()
    for host in ("www.a.test", "www.b.test", "www.a.test:8080"):
        with limiter.turn(host, 60.0, clock):
            pass
    assert clock.slept == []


def test_a_sign_of_being_too_fast_slows_everybody_down_until_the_day_ends() -> None:
    store, clock = MemoryStore(), FakeClock()
    mine, other = SharedHostLimiter(store), SharedHostLimiter(store)
    with mine.turn("www.a.test", 10.0, clock):
        mine.slow_down("www.a.test")
    with other.turn("www.a.test", 10.0, clock):
        pass
    with mine.turn("www.a.test", 10.0, clock):
        pass
    assert [round(one) for one in clock.slept] == [10, 20]
    clock.sleep(86400)
    stored = store.get(turn_key("www.a.test"))
    assert stored is not None
    with mine.turn("www.a.test", 10.0, clock):
        stored = store.get(turn_key("www.a.test"))
    assert stored is not None
    assert HostTurn.model_validate_json(stored.data).factor == 1


def test_a_host_held_by_a_worker_that_died_is_free_after_its_lease() -> None:
    store, clock = MemoryStore(), FakeClock()
    now = clock.now()
    held = HostTurn(free_at=now, held_until=now + LEASE)
    store.swap(turn_key("www.a.test"), held.model_dump_json().encode(), tag=None)
    with SharedHostLimiter(store).turn("www.a.test", 1.0, clock):
        pass
    assert LEASE.total_seconds() - 5 < sum(clock.slept) < LEASE.total_seconds() + 5


@pytest.mark.parametrize("written", [{"free_at": 17.5}, {"free_at": 0, "held_until": 17.5}])
def test_a_moment_that_only_a_wrong_clock_can_have_written_is_not_waited_for(written: dict[str, float]) -> None:
    """A worker whose clock was a day ahead, or our own that was set back: no person has to mend the store."""
    store, clock = MemoryStore(), FakeClock()
    moments = {name: clock.now() + timedelta(hours=hours) for name, hours in written.items()}
    store.put_new(turn_key("www.a.test"), HostTurn.model_validate(moments).model_dump_json().encode())
    with SharedHostLimiter(store).turn("www.a.test", 60.0, clock):
        assert sum(clock.slept) < 1
    with SharedHostLimiter(store).turn("www.a.test", 60.0, clock):
        assert 59 < sum(clock.slept) < 61, "from now on the gap counts again"


def test_a_damaged_record_is_taken_over() -> None:
    store, clock = MemoryStore(), FakeClock()
    store.swap(turn_key("www.a.test"), b"no json", tag=None)
    with SharedHostLimiter(store).turn("www.a.test", 1.0, clock):
        pass
    assert clock.slept == []


@pytest.mark.parametrize("shared", [False, True])
def test_the_daily_budget_of_a_host_ends_the_visit_and_is_new_tomorrow(shared: bool) -> None:
    clock = FakeClock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    limiter = SharedHostLimiter(MemoryStore()) if shared else HostLimiter()
    portal = declare(pace={"gap_s": 0, "requests_per_day": 3})
    web = Web({"http://www.a.test/x": page("<html>x</html>")})
    with open_client(portal, web, clock, limiter=limiter) as client:
        for _ in range(2):  # robots.txt is the first request
            client.get("http://www.a.test/x", kind=Kind.DETAIL)
        with pytest.raises(BudgetSpent):
            client.get("http://www.a.test/x", kind=Kind.DETAIL)
    clock.sleep(86400)
    with open_client(portal, web, clock, limiter=limiter) as client:
        client.get("http://www.a.test/x", kind=Kind.DETAIL)
    with pytest.raises(DayBudgetSpent), limiter.turn("www.a.test", 0.0, clock, per_day=1):
        pass
