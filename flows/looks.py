"""What the last looks at the portals of one division allow to say of a report that was not found there.

A portal that was read never clears another that was not: the report may stand behind the wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.records import CoverageState
from flows.outcome_words import words_of
from scrapers.outcomes import Outcome

_BLOCKED = {Outcome.WALL, Outcome.ROBOTS_DENIED, Outcome.RATE_LIMITED, Outcome.NOT_ALLOWED}
_PLAIN = {Outcome.OK, Outcome.NOT_MODIFIED}


@dataclass(frozen=True, slots=True)
class Look:
    """When and how a portal was last asked. No ``outcome``: it never was visited; no ``at``: nothing could be asked."""

    portal_id: str
    at: datetime | None
    outcome: str | None
    #: The column that it is about.
    url: str
    #: A column was never yet read to its end.
    is_unread: bool = False

    @property
    def stands_in_the_way(self) -> bool:
        """True when absence of a report cannot be told from the look."""
        return self.outcome is not None and (self.is_unread or not Outcome(self.outcome).is_success)

    @property
    def words(self) -> str:
        told = words_of(self.outcome or "")
        return f"{self.portal_id}: {told}{'；栏目尚未读完 not read to its end yet' if self.is_unread else ''}"


@dataclass(frozen=True, slots=True)
class Absence:
    """What a missing report counts as where it is due."""

    state: CoverageState | None
    at: datetime | None = None
    evidence: str | None = None
    note: str | None = None


def absence(looks: Sequence[Look]) -> Absence:
    """``state`` is ``None`` where only the day decides: every portal that was visited was read."""
    visited = [look for look in looks if look.outcome is not None]
    if not visited:
        return Absence(CoverageState.NOT_WATCHED)
    in_the_way = [look for look in visited if look.stands_in_the_way]
    if in_the_way:
        worst = max(in_the_way, key=_rank)
        blocked = worst.outcome is not None and Outcome(worst.outcome) in _BLOCKED
        state = CoverageState.BLOCKED if blocked else CoverageState.UNREACHABLE
        return Absence(state, worst.at, worst.url, _joined(in_the_way))
    told = [look for look in visited if Outcome(look.outcome or "") not in _PLAIN]
    never = [f"{look.portal_id}: 尚未访问 never visited" for look in looks if look.outcome is None]
    note = "；".join(filter(None, [_joined(told), *sorted(never)])) or None
    return Absence(None, last_seen(visited), note=note)


def last_seen(looks: Sequence[Look]) -> datetime | None:
    """When a portal of the division was last read; where none was, when one was last asked."""
    read = [look.at for look in looks if look.at is not None and not look.stands_in_the_way]
    return max(read or [look.at for look in looks if look.at is not None], default=None)


def _rank(look: Look) -> tuple[int, float, str]:
    at = look.at.timestamp() if look.at else 0.0
    return Outcome(look.outcome or "").weight, at, look.portal_id


def _joined(looks: Sequence[Look]) -> str:
    return "；".join(look.words for look in sorted(looks, key=lambda one: one.portal_id))
