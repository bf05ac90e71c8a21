"""Workers that share a store share its limits: one connection, one gap, one daily budget per host."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.ports import Clock, StoreError
from flows.clock import SystemClock
from publish.store import open_store
from scrapers.answers import Kind
from scrapers.heartbeat import beating
from scrapers.limiter import DayBudgetSpent, HostLimiter
from scrapers.refusals import BudgetSpent
from scrapers.shared_limiter import BEAT_S, LEASE, HostTurn, SharedHostLimiter, turn_key
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


def test_a_host_held_by_a_worker_that_died_is_free_after_its_lease(caplog: pytest.LogCaptureFixture) -> None:
    store, clock = MemoryStore(), FakeClock()
    now = clock.now()
    held = HostTurn(free_at=now, held_until=now + LEASE)
    store.swap(turn_key("www.a.test"), held.model_dump_json().encode(), tag=None)
    with SharedHostLimiter(store).turn("www.a.test", 1.0, clock):
        pass
    assert LEASE.total_seconds() - 5 < sum(clock.slept) < LEASE.total_seconds() + 5
    waiting = [one.getMessage() for one in caplog.records if "waiting" in one.getMessage()]
    assert len(waiting) == 1, "said once, not at every look"
    assert "www.a.test: 正由另一采集进程访问，等待中；若它已中断，最多再等 55 秒" in waiting[0]


class HandHeart:
    """Beats only when the test says so."""

    def __init__(self) -> None:
        self.beat: Callable[[], bool] = lambda: False

    @contextmanager
    def __call__(self, beat: Callable[[], bool], every_s: float) -> Iterator[None]:
        assert every_s * 3 <= LEASE.total_seconds(), "one sign of life may be late and one be lost"
        self.beat = beat
        yield


@dataclass
class Watcher(FakeClock):
    """The clock of a worker that waits for a host; what others do meanwhile happens while it sleeps."""

    meanwhile: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.meanwhile()


def test_a_request_that_takes_long_keeps_its_host_for_as_long_as_its_worker_lives() -> None:
    """Ten minutes of a request, and another worker that waits for the host all the while."""
    store, clock, heart = MemoryStore(), FakeClock(), HandHeart()
    waiting = Watcher()
    asking = SharedHostLimiter(store, heart=heart).turn("www.a.test", 0.0, clock)
    asking.__enter__()
    start = clock.moment
    alive_for = timedelta(minutes=10)

    def other_side() -> None:
        while clock.moment < min(waiting.moment, start + alive_for):
            clock.sleep(BEAT_S)
            assert heart.beat()

    waiting.meanwhile = other_side
    with SharedHostLimiter(store).turn("www.a.test", 0.0, waiting):
        waited = waiting.moment - start
    assert alive_for < waited <= alive_for + LEASE + timedelta(seconds=BEAT_S), (
        "and no longer than a lease after it died"
    )


@pytest.mark.parametrize("behind_s", [0, 30, 90, -90, -500])
def test_a_worker_whose_clock_differs_is_not_taken_for_dead_while_it_lives(behind_s: float) -> None:
    store, heart = MemoryStore(), HandHeart()
    waiting = Watcher()
    clock = FakeClock(waiting.moment - timedelta(seconds=behind_s))
    asking = SharedHostLimiter(store, heart=heart).turn("www.a.test", 0.0, clock)
    asking.__enter__()
    until = waiting.moment + timedelta(minutes=5)

    def other_side() -> None:
        if waiting.moment >= until:
            asking.__exit__(None, None, None)
            waiting.meanwhile = lambda: None
        elif waiting.moment - clock.moment >= timedelta(seconds=behind_s + BEAT_S):
            clock.sleep(BEAT_S)
            assert heart.beat()

    waiting.meanwhile = other_side
    with SharedHostLimiter(store).turn("www.a.test", 0.0, waiting):
        # The gap is told by the clock of who asked: one that is ahead makes others wait longer, never shorter.
        assert until <= waiting.moment < until + timedelta(seconds=max(0, -behind_s) + 1)


def test_a_run_that_is_started_anew_waits_for_no_lease_of_the_one_that_died() -> None:
    """A dead run is noticed after a minute and a half: by then its lease is long past."""
    store, clock = MemoryStore(), FakeClock()
    SharedHostLimiter(store, heart=HandHeart()).turn("www.a.test", 0.0, clock).__enter__()
    later = FakeClock(clock.moment + timedelta(seconds=120))
    with SharedHostLimiter(store).turn("www.a.test", 0.0, later):
        assert later.slept == []


def test_a_worker_that_slept_through_its_lease_neither_renews_nor_frees_the_host_of_another() -> None:
    store, clock, heart = MemoryStore(), FakeClock(), HandHeart()
    with SharedHostLimiter(store, heart=heart).turn("www.a.test", 0.0, clock):
        clock.sleep(600)
        with SharedHostLimiter(store).turn("www.a.test", 0.0, clock):
            held = store.get(turn_key("www.a.test"))
            assert not heart.beat()
            assert store.get(turn_key("www.a.test")) == held
    freed = store.get(turn_key("www.a.test"))
    assert freed is not None
    assert HostTurn.model_validate_json(freed.data).asked == 2


def test_a_store_that_is_away_for_a_beat_costs_no_lease() -> None:
    """Whether it kept the renewal before it failed or not."""
    store, clock, heart = MemoryStore(), FakeClock(), HandHeart()
    kept_all_the_same = store.swap

    def failing(key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        kept_all_the_same(key, data, tag=tag)
        raise StoreError("502 Bad Gateway")

    with SharedHostLimiter(store, heart=heart).turn("www.a.test", 0.0, clock):
        clock.sleep(BEAT_S)
        store.swap = failing  # type: ignore[method-assign]  # a store that answers with an error
        assert heart.beat()
        store.swap = kept_all_the_same  # type: ignore[method-assign]  # and is back
        clock.sleep(BEAT_S)
        assert heart.beat()
    with SharedHostLimiter(store).turn("www.a.test", 0.0, clock):
        pass
    assert clock.slept == [BEAT_S, BEAT_S], "released, and free at once"


def test_the_heart_beats_until_the_block_ends_or_there_is_nothing_to_live_for() -> None:
    beats: list[int] = []
    third = threading.Event()

    def beat() -> bool:
        beats.append(len(beats))
        if len(beats) == 3:
            third.set()
        return len(beats) < 3

    with beating(beat, 0.001):
        assert third.wait(60)
    assert beats == [0, 1, 2]
    with beating(beat, 3600.0):
        pass
    assert beats == [0, 1, 2]


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
