"""Dates that a list or page prints. A partial date (month and day) stays unknown; nothing is completed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from domain.text import normalise

BEIJING = timezone(timedelta(hours=8))
#: 年 is followed by 月: "2026年 09-18" is a head and, below it, a partial date.
_FULL = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.]|年(?=\s*\d{1,2}\s*月))\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
#: 18 / 2026-09: a large day above a small month.
_SPLIT = re.compile(r"^(\d{1,2})\s*(?:日)?\s*((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?$")


def find_date(text: str, *, last: bool = False) -> date | None:
    """The first (or last) full date of ``text``; ``None`` for partial, impossible or missing ones."""
    compact = normalise(text)
    found = [day for match in _FULL.finditer(compact) if (day := _day(*match.groups()))]
    if found:
        return found[-1] if last else found[0]
    split = _SPLIT.match(compact)
    return _day(split.group(2), split.group(3), split.group(1)) if split else None


def written_date(text: str, form: str) -> date | None:
    """The day of ``text`` in the declared way of writing; any full date where it is written otherwise."""
    try:
        return datetime.strptime(normalise(text).strip(), form).date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return find_date(text)


def date_of_value(value: object) -> date | None:
    """The day of a JSON field: seconds or milliseconds since 1970 (Beijing time), or printed."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if re.fullmatch(r"\d{10}(?:\d{3})?", text):
        seconds = int(text[:10])
        return datetime.fromtimestamp(seconds, UTC).astimezone(BEIJING).date()
    compact = _COMPACT.fullmatch(text)
    return _day(*compact.groups()) if compact else find_date(text)


def without_date(text: str) -> str:
    """``text`` without a full date at its end or beginning, as lists print inside links."""
    date_text = _FULL.pattern
    return re.sub(
        rf"^\s*[\[(【]?\s*{date_text}\s*[\])】]?|[\[(【]?\s*{date_text}(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\s*[\])】]?\s*$",
        "",
        text,
    ).strip()


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
