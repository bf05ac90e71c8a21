"""One connection at a time and a gap between requests, per host, for all portals and threads of this process."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.ports import Clock


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: datetime | None = None
    #: Seconds from the end of the last turn to ``free_at``.
    longest_s: float = 0.0
    #: Doubled by every sign of being too fast, for the rest of the process.
    factor: int = 1
    day: date | None = None
    asked: int = 0


class DayBudgetSpent(Exception):
    """The requests of one day to one host are used up."""

    def __init__(self, host: str, per_day: int) -> None:
        super().__init__(f"{host}: {per_day}")
        self.per_day = per_day


class HostLimiter:
    """Hands out turns. A turn is exclusive per host; the gap counts from the end of the turn before.

    It serves one process; :mod:`scrapers.shared_limiter` serves all workers that share a store.
    """

    def __init__(self) -> None:
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, host: str, gap_s: float, clock: Clock, *, per_day: int | None = None) -> Iterator[None]:
        """Wait until ``host`` may be asked again, and keep it for the block. Raises :class:`DayBudgetSpent`."""
        with self._guard:
            state = self._hosts[host]
        with state.lock:
            today = clock.now().date()
            state.asked = state.asked + 1 if state.day == today else 1
            state.day = today
            if per_day is not None and state.asked > per_day:
                raise DayBudgetSpent(host, per_day)
            wait = (state.free_at - clock.now()).total_seconds() if state.free_at else 0.0
            if wait > 0:
                # No longer than it was meant to be: the clock may have been set back since.
                clock.sleep(min(wait, state.longest_s))
            try:
                yield
            finally:
                state.longest_s = gap_s * state.factor
                state.free_at = clock.now() + timedelta(seconds=state.longest_s)

    def slow_down(self, host: str) -> None:
        """Double the gap of ``host`` (at most sixteenfold) after a sign of being too fast."""
        with self._guard:
            state = self._hosts[host]
            state.factor = min(16, state.factor * 2)


#: All clients of a process share it, so that two portals on one host do not add up.
SHARED_LIMITER = HostLimiter()
