"""Dates that a list or page prints. A partial date (month and day) stays unknown; nothing is completed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

from domain.text import normalise
from scrapers.adapters.other_days import OTHERWISE, days_otherwise

BEIJING = timezone(timedelta(hours=8))
#: 年 is followed by 月: "2026年 09-18" is a head and, below it, a partial date.
_FULL = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.‐‑–—−]|年(?=\s*\d{1,2}\s*月))\s*(\d{1,2})\s*[-/.‐‑–—−月]\s*(\d{1,2})(?!\d)\s*[日号]?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
#: ``/Date(1695600000000+0800)/``, as .NET writes a moment: the zone says nothing about the moment.
_OF_NET = re.compile(r"\\?/?Date\((\d{12,13})(?:[+-]\d{4})?\)\\?/?")
#: A moment with its zone: ``2026-09-24T16:30:00.000+00:00`` is the next day in Beijing.
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_SECONDS, _MILLISECONDS = re.compile(r"\d{10}(?:\.\d+)?"), re.compile(r"\d{13}")
#: Members of an object that holds a moment: of Java's ``Date``, of a database.
_MOMENTS = ("time", "$date")
_DATE_PARTS = 3
#: Before there were portals: what systems print where they know no day (1970-01-01, 1980-01-01, 1900-01-01).
_EARLIEST = date(1995, 1, 1)
#: 18 / 2026-09: a large day above a small month.
_SPLIT = re.compile(r"^(\d{1,2})\s*(?:日)?\s*((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?$")
#: A full date in any way of writing, as a pattern.
ANY_DAY = rf"(?:{_FULL.pattern}|{OTHERWISE})"
_AT_AN_END = re.compile(
    rf"^\s*[\[(【（]?\s*{ANY_DAY}\s*[\])】）]?|"
    rf"[\[(【（]?\s*{ANY_DAY}(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*[AaPp][Mm])?)?\s*[\])】）]?\s*$"
)


def find_date(text: str, *, last: bool = False) -> date | None:
    """The first (or last) full date of ``text``; ``None`` for partial, impossible or missing ones."""
    compact = normalise(text)
    found = [day for match in _FULL.finditer(compact) if (day := _day(*match.groups()))]
    if found:
        return found[-1] if last else found[0]
    if other := days_otherwise(compact):
        return other[-1] if last else other[0]
    split = _SPLIT.match(compact)
    return _day(split.group(2), split.group(3), split.group(1)) if split else None


def day_of_portals(day: date | None) -> date | None:
    """``day``, unless it is one that a system prints where it knows none.

    Such a day still shows that a row is one, so that readers of rows find it; nothing was published on it.
    """
    return day if day is not None and day >= _EARLIEST else None


def written_date(text: str, form: str) -> date | None:
    """The day of ``text`` in the declared way of writing; any full date where it is written otherwise."""
    try:
        return datetime.strptime(normalise(text).strip(), form).date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return find_date(text)


def date_of_value(value: object) -> date | None:
    """The day of a JSON field: a moment (Beijing time), ``[2026, 9, 25, 10, 11]``, or printed."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Mapping):
        return next((date_of_value(value[name]) for name in _MOMENTS if name in value), None)
    if isinstance(value, list):
        parts = [str(one) for one in value[:_DATE_PARTS] if isinstance(one, int)]
        return _day(*parts) if len(parts) == _DATE_PARTS and len(parts[0]) == len("2026") else None
    text = str(value).strip()
    if (seconds := _seconds_of(text)) is not None:
        return datetime.fromtimestamp(seconds, UTC).astimezone(BEIJING).date()
    if _INSTANT.fullmatch(text) and (moment := _moment_of(text)) is not None:
        return moment.astimezone(BEIJING).date()
    compact = _COMPACT.fullmatch(text)
    return _day(*compact.groups()) if compact else find_date(text)


def _seconds_of(text: str) -> int | None:
    """Seconds since 1970 where ``text`` is a number of these, or of milliseconds."""
    if _SECONDS.fullmatch(text):
        return int(text.partition(".")[0])
    of_net = _OF_NET.fullmatch(text)
    milliseconds = of_net[1] if of_net is not None else text
    return int(milliseconds) // 1000 if of_net is not None or _MILLISECONDS.fullmatch(text) else None


def _moment_of(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def without_date(text: str) -> str:
    """``text`` without a full date at its end or beginning, as lists print inside links."""
    return _AT_AN_END.sub("", text).strip()


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
