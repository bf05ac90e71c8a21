"""When a portal is left alone: after a wall, and as long as the portal itself asked us to wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrapers.outcomes import Outcome, rest_after
from scrapers.refusals import FetchError, RateLimited, Wall
from scrapers.state import PortalState

#: A wish for a longer pause is a mistake of the server's; a person sees the outcome meanwhile.
_LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Resting:
    """Why nothing is asked of a portal now, in both languages."""

    outcome: Outcome
    zh: str
    en: str


def rest_until(wall: Wall | None, errors: Iterable[FetchError | None], now: datetime) -> datetime | None:
    """Until when nothing is asked: a wall's rest, or the pause that the portal asked for (Retry-After)."""
    if wall is not None:
        return rest_after(wall, now)
    waits = [error.wait_s for error in errors if isinstance(error, RateLimited) and error.wait_s is not None]
    return now + timedelta(seconds=min(max(waits), _LONGEST.total_seconds())) if waits else None


def resting(state: PortalState, now: datetime) -> Resting | None:
    """The rest that lasts at ``now``, unless it was begun by a clock that was ahead of the present one."""
    until = state.rest_until
    ahead = state.last_run_at is not None and state.last_run_at > now
    if until is None or now >= until or ahead:
        return None
    if state.wall is None:
        when = f"{until:%Y-%m-%d %H:%M} UTC"
        return Resting(Outcome.RATE_LIMITED, f"门户要求等待，{when}前不再访问", f"the portal asks to wait until {when}")
    return Resting(
        Outcome.WALL,
        f"曾遇访问限制（{state.wall}），{until:%Y-%m-%d}前不再访问",
        f"met a wall ({state.wall}) before; nothing is asked until {until:%Y-%m-%d}",
    )
