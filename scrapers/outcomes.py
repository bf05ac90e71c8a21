"""How a visit to a portal, or to one of its columns, ended. Never an empty success."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from scrapers.adapters.dates import BEIJING
from scrapers.refusals import (
    BudgetSpent,
    Closed,
    DefaultPage,
    FetchError,
    LedToFrontPage,
    Maintenance,
    Moved,
    NotAllowed,
    NotFound,
    RateLimited,
    RobotsDenied,
    ShutDown,
    TooLarge,
    Unreachable,
    Wall,
)


class Outcome(StrEnum):
    """In order of weight: the heaviest of a portal's columns is the portal's."""

    DECLARED_EMPTY = "declared_empty"  # a list without a row that says so, and never held one
    NOT_MODIFIED = "not_modified"  # asked, nothing changed
    OK = "ok"
    PARTIAL = "partial"  # rows were read, not all that were promised
    PAGE_IGNORED = "page_ignored"  # page 2 is page 1 again
    BUDGET_SPENT = "budget_spent"  # not asked today: the host's requests of the day were used up before page 1
    EMPTY_LIST = "empty_list"  # no row, and no word why; or all that were known are gone
    CLOSED_NOW = "closed_now"  # no answer outside office hours
    GONE = "gone"  # the column's address is 404
    TOO_LARGE = "too_large"  # more bytes than a page may have, packed or not
    DRIFT = "drift"  # the page is not the list that was declared
    MOVED = "moved"  # leads to a host that is not on the list
    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    ROBOTS_DENIED = "robots_denied"
    WALL = "wall"

    @property
    def is_success(self) -> bool:
        """True when rows were read, or could have been: the portal works as declared."""
        return self in (
            Outcome.DECLARED_EMPTY,
            Outcome.NOT_MODIFIED,
            Outcome.OK,
            Outcome.PARTIAL,
            Outcome.PAGE_IGNORED,
        )

    @property
    def weight(self) -> int:
        return list(Outcome).index(self)


_OF_ERROR: tuple[tuple[type[FetchError], Outcome], ...] = (
    (Wall, Outcome.WALL),
    (RobotsDenied, Outcome.ROBOTS_DENIED),
    (RateLimited, Outcome.RATE_LIMITED),
    (Moved, Outcome.MOVED),
    (NotAllowed, Outcome.NOT_ALLOWED),
    (NotFound, Outcome.GONE),
    (ShutDown, Outcome.GONE),
    (BudgetSpent, Outcome.BUDGET_SPENT),
    (Closed, Outcome.CLOSED_NOW),
    (Maintenance, Outcome.DRIFT),
    (DefaultPage, Outcome.DRIFT),
    (LedToFrontPage, Outcome.DRIFT),
    (TooLarge, Outcome.TOO_LARGE),
    (Unreachable, Outcome.UNREACHABLE),
)

#: How long a portal rests after a wall: a script challenge is for a person to look at, a block page is met once a day.
_CHALLENGE_REST = timedelta(days=7)
_BLOCK_REST = timedelta(days=1)


def outcome_of(error: FetchError, *, window: str | None, now: datetime) -> Outcome:
    """The outcome of a column whose first page ended in ``error``."""
    outcome = next((outcome for kind, outcome in _OF_ERROR if isinstance(error, kind)), Outcome.UNREACHABLE)
    if outcome is Outcome.UNREACHABLE and window is not None and not within(window, now):
        return Outcome.CLOSED_NOW
    return outcome


def within(window: str, now: datetime) -> bool:
    """True when ``now`` lies in office hours ``HH:MM-HH:MM``, Beijing time."""
    opens, closes = window.split("-")
    here = now.astimezone(BEIJING).strftime("%H:%M")
    return opens <= here <= closes if opens <= closes else here >= opens or here <= closes


def rest_after(wall: Wall, now: datetime) -> datetime:
    """Until when nothing is asked of a portal that showed ``wall``."""
    return now + (_CHALLENGE_REST if wall.challenge else _BLOCK_REST)


#: When a document that could not be had is asked for again; states that are not named are asked for at the next visit.
_NEXT_LOOK = {
    "not_found": timedelta(days=1),
    "soft_not_found": timedelta(days=1),
    "robots_denied": timedelta(days=1),
    "wall": timedelta(days=1),
    "captcha": timedelta(days=30),
    "login": timedelta(days=7),
    "not_allowed": timedelta(days=7),
    "private_address": timedelta(days=7),
    "moved": timedelta(days=7),
    "too_large": timedelta(days=30),
    "wrong_type": timedelta(days=1),
    "empty": timedelta(days=1),
    "no_document": timedelta(days=1),
    "drift": timedelta(days=1),
    "unexpected_status": timedelta(days=1),
    "unreadable_page": timedelta(days=1),
    "maintenance": timedelta(days=1),
    "server_error": timedelta(days=1),
    "default_page": timedelta(days=1),
    "shut_down": timedelta(days=7),
    "other_report": timedelta(days=30),
    "name_conflict": timedelta(days=30),
    "files_unread": timedelta(days=7),
    "drawn_by_script": timedelta(days=7),
}


#: Visits of two nights are not a day apart to the second: what waits a day is looked at the next night, not the second.
_EARLIER = timedelta(hours=3)


def next_look(state: str, looks: int, now: datetime) -> datetime | None:
    """Waits longer with every look that changed nothing (at most thirtyfold); ``None``: at the next visit."""
    pause = _NEXT_LOOK.get(state)
    return now + pause * min(looks, 30) - _EARLIER if pause else None
