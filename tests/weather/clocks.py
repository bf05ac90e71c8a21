"""A clock whose hours pass by sleeping only, and that somebody sets wrong in the middle of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@dataclass
class WeatherClock:
    """Starts at ``moment``; a few milliseconds pass with every look. ``jumps``: after that many looks, it is set so."""

    moment: datetime = START
    jumps: dict[int, timedelta] = field(default_factory=dict)
    looks: int = 0

    def now(self) -> datetime:
        self.looks += 1
        self.moment += timedelta(milliseconds=3) + self.jumps.get(self.looks, timedelta(0))
        return self.moment

    def sleep(self, seconds: float) -> None:
        # Set back by a year in the middle of a gap, a run must not wait for a year.
        assert seconds <= 4000, f"a run would sleep for {seconds:.0f} s"
        self.moment += timedelta(seconds=seconds)
