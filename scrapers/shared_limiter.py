"""The same limits for every worker on every machine that shares a store: one connection and a gap per host, and a daily
budget, kept as one small object per host that is claimed by compare-and-swap.

A worker that dies while it holds a host frees it when its lease ends.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from domain.ports import Clock, Store, SwapConflict
from scrapers.adapters.dates import BEIJING
from scrapers.limiter import DayBudgetSpent, HostLimiter

#: Longer than any single request may take (``limits.total_s``).
LEASE = timedelta(seconds=330)
#: How often a host that somebody else asks right now is looked at.
_POLL_S = 0.2
#: How far the clocks of two workers may differ.
_SKEW = timedelta(minutes=10)
#: Nobody is told to wait so long: a moment further ahead was written by a clock that was wrong.
_NONSENSE = timedelta(hours=1)
#: A host that was told to be slow is so for the rest of the day.
_SLOWEST = 16


class HostTurn(BaseModel):
    """What all workers know of one host (``state/hosts/{host}.json``)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    #: Nobody asks before this moment.
    free_at: AwareDatetime
    #: Somebody asks now, until this moment at the latest.
    held_until: AwareDatetime | None = None
    #: The gap is this many times the declared one.
    factor: int = 1
    #: Day in Beijing and requests made on it.
    day: str = ""
    asked: int = 0


def turn_key(host: str) -> str:
    return f"state/hosts/{host.replace(':', '_')}.json"


class SharedHostLimiter(HostLimiter):
    """Hands out turns to all workers that share ``store``."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._jitter = random.Random()  # noqa: S311 - spreads tries, keeps no secret

    @contextmanager
    def turn(self, host: str, gap_s: float, clock: Clock, *, per_day: int | None = None) -> Iterator[None]:
        with super().turn(host, 0.0, clock):
            held, tag = self._claim(host, clock, per_day)
            try:
                yield
            finally:
                self._release(host, held, tag, clock.now() + timedelta(seconds=gap_s * held.factor))

    def slow_down(self, host: str) -> None:
        """Double the gap of ``host`` for everybody, for the rest of the day."""
        for _ in range(8):
            known, tag = self._read(host)
            if known is None:
                return
            with suppress(SwapConflict):
                slower = known.model_copy(update={"factor": min(_SLOWEST, known.factor * 2)})
                self._write(host, slower, tag)
                return

    def _claim(self, host: str, clock: Clock, per_day: int | None) -> tuple[HostTurn, str]:
        while True:
            known, tag = self._read(host)
            now = clock.now()
            today = f"{now.astimezone(BEIJING):%Y-%m-%d}"
            known = known or HostTurn(free_at=now)
            if known.held_until is not None and now < known.held_until <= now + LEASE + _SKEW:
                clock.sleep(_POLL_S)  # released long before its lease ends, unless its worker died
                continue
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
                return held, self._write(host, held, tag)
            except SwapConflict:
                clock.sleep(0.05 + self._jitter.random() / 10)

    def _release(self, host: str, held: HostTurn, tag: str, free_at: datetime) -> None:
        released = held.model_copy(update={"free_at": free_at, "held_until": None})
        for _ in range(4):
            try:
                self._write(host, released, tag)
            except SwapConflict:
                # slow_down changed it meanwhile (or the lease had ended and another worker holds it now).
                known, now_tag = self._read(host)
                if known is None or known.held_until != held.held_until or now_tag is None:
                    return
                released = released.model_copy(update={"factor": known.factor})
                tag = now_tag
            else:
                return

    def _read(self, host: str) -> tuple[HostTurn | None, str | None]:
        stored = self._store.get(turn_key(host))
        if stored is None:
            return None, None
        try:
            return HostTurn.model_validate_json(stored.data), stored.tag
        except ValidationError:
            return None, stored.tag  # damaged: taken over

    def _write(self, host: str, turn: HostTurn, tag: str | None) -> str:
        return self._store.swap(turn_key(host), turn.model_dump_json().encode(), tag=tag)
