"""The same limits for every worker on every machine that shares a store: one connection and a gap per host, and a daily
budget, kept as one small object per host that is claimed by compare-and-swap.

A worker renews its lease of a host for as long as it asks it. One that dies stops doing so, and the host is free for
whoever has seen no sign of life for :data:`LEASE`, by its own clock: the clocks of two machines need not agree.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from domain.ports import Clock, Store, StoreError, SwapConflict
from scrapers.adapters.dates import BEIJING
from scrapers.heartbeat import Heart, beating
from scrapers.limiter import DayBudgetSpent, HostLimiter

log = logging.getLogger("xinfang.limiter")

#: How long a host stays taken after the last sign of life of who asks it.
LEASE = timedelta(seconds=60)
#: Three signs of life in a lease: one may be late and one be lost.
BEAT_S = 20.0
#: How often a host that somebody else asks right now is looked at.
_POLL_S = 0.2
#: A wait that a person may wonder about.
_TOLD_AFTER = timedelta(seconds=5)
#: How far the clocks of two workers may differ.
_SKEW = timedelta(minutes=10)
#: A lease that ended so long ago, by the clock of who looks, is not watched first: its worker is gone.
_LONG_PAST = timedelta(seconds=60)
#: Nobody is told to wait so long: a moment further ahead was written by a clock that was wrong.
_NONSENSE = timedelta(hours=1)
#: A host that was told to be slow is so for the rest of the day.
_SLOWEST = 16


class HostTurn(BaseModel):
    """What all workers know of one host (``state/hosts/{host}.json``)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    #: Nobody asks before this moment.
    free_at: AwareDatetime
    #: Somebody asks now; without another sign of life until this moment at the latest.
    held_until: AwareDatetime | None = None
    #: The gap is this many times the declared one.
    factor: int = 1
    #: Day in Beijing and requests made on it.
    day: str = ""
    asked: int = 0


def turn_key(host: str) -> str:
    return f"state/hosts/{host.replace(':', '_')}.json"


class SharedHostLimiter(HostLimiter):
    """Hands out turns to all workers that share ``store``; ``heart`` renews what is held."""

    def __init__(self, store: Store, *, heart: Heart = beating) -> None:
        super().__init__()
        self._store = store
        self._heart = heart
        self._jitter = random.Random()  # noqa: S311 - spreads tries, keeps no secret

    @contextmanager
    def turn(self, host: str, gap_s: float, clock: Clock, *, per_day: int | None = None) -> Iterator[None]:
        with super().turn(host, 0.0, clock):
            held, tag = self._claim(host, clock, per_day)
            lease = _Lease(self, host, held, tag)
            try:
                with self._heart(lambda: lease.renew(clock.now()), BEAT_S):
                    yield
            finally:
                lease.release(clock.now() + timedelta(seconds=gap_s * held.factor))

    def slow_down(self, host: str) -> None:
        """Double the gap of ``host`` for everybody, for the rest of the day."""
        for _ in range(8):
            known, tag = self.read(host)
            if known is None:
                return
            with suppress(SwapConflict):
                slower = known.model_copy(update={"factor": min(_SLOWEST, known.factor * 2)})
                self.write(host, slower, tag)
                return

    def _claim(self, host: str, clock: Clock, per_day: int | None) -> tuple[HostTurn, str]:
        watched: tuple[datetime, datetime] | None = None  # a sign of life, and since when it is the last one
        told = False
        while True:
            known, tag = self.read(host)
            now = clock.now()
            today = f"{now.astimezone(BEIJING):%Y-%m-%d}"
            known = known or HostTurn(free_at=now)
            if known.held_until is not None and now - _LONG_PAST < known.held_until <= now + LEASE + _SKEW:
                if watched is None or watched[0] != known.held_until:
                    watched = (known.held_until, now)
                if now < watched[1] + LEASE:
                    told = told or self._tell_of_waiting(host, now - watched[1])
                    clock.sleep(_POLL_S)  # released long before, unless its worker died
                    continue
                log.warning("%s: taken over from a worker that has given no sign of life", host)
            wait = (known.free_at - now).total_seconds()
            if 0 < wait <= _NONSENSE.total_seconds():
                clock.sleep(wait)
                continue
            fresh = known.day != today
            asked = 0 if fresh else known.asked
            if per_day is not None and asked >= per_day:
                raise DayBudgetSpent(host, per_day)
            held = HostTurn(
                free_at=min(known.free_at, now),
                held_until=now + LEASE,
                factor=1 if fresh else known.factor,
                day=today,
                asked=asked + 1,
            )
            try:
                return held, self.write(host, held, tag)
            except SwapConflict:
                clock.sleep(0.05 + self._jitter.random() / 10)

    def _tell_of_waiting(self, host: str, silent: timedelta) -> bool:
        """Say what is waited for, once it takes longer than most requests."""
        if silent < _TOLD_AFTER:
            return False
        most = (LEASE - silent).total_seconds()
        log.warning(
            "%s: 正由另一采集进程访问，等待中；若它已中断，最多再等 %.0f 秒 / "
            "another worker is asking it, waiting; if that one died, for %.0f s at most",
            *(host, most, most),
        )
        return True

    def read(self, host: str) -> tuple[HostTurn | None, str | None]:
        stored = self._store.get(turn_key(host))
        if stored is None:
            return None, None
        try:
            return HostTurn.model_validate_json(stored.data), stored.tag
        except ValidationError:
            return None, stored.tag  # damaged: taken over

    def write(self, host: str, turn: HostTurn, tag: str | None) -> str:
        return self._store.swap(turn_key(host), turn.model_dump_json().encode(), tag=tag)


class _Lease:
    """One turn as the store knows it: renewed by the heart's thread, released by the thread that asked."""

    def __init__(self, limiter: SharedHostLimiter, host: str, held: HostTurn, tag: str) -> None:
        self._limiter, self._host = limiter, host
        self._held, self._tag = held, tag
        #: What we wrote or tried to write: a store that was away may have kept it all the same.
        self._signs = {held.held_until}
        self._guard = threading.Lock()

    def renew(self, now: datetime) -> bool:
        """Hold the host for another :data:`LEASE`; ``False`` when it is no longer ours."""
        until = now + LEASE
        self._signs.add(until)
        try:
            ours = self._change({"held_until": until})
        except StoreError as away:
            log.warning("%s: the lease could not be renewed: %s", self._host, away)
            return True  # tried again at the next beat
        if not ours:
            log.warning("%s: another worker has taken the host over, its lease was not renewed in time", self._host)
        return ours

    def release(self, free_at: datetime) -> None:
        """Free the host from ``free_at`` on. Nothing is done when another worker holds it by now."""
        self._change({"free_at": free_at, "held_until": None})

    def _change(self, update: dict[str, datetime | None]) -> bool:
        with self._guard:
            for _ in range(4):
                changed = self._held.model_copy(update=update)
                try:
                    self._tag = self._limiter.write(self._host, changed, self._tag)
                except SwapConflict:
                    # slow_down changed it meanwhile, or the lease had ended and another worker holds it now.
                    known, tag = self._limiter.read(self._host)
                    if known is None or tag is None or known.held_until not in self._signs:
                        return False
                    self._held, self._tag = known, tag
                else:
                    self._held = changed
                    return True
            return False
