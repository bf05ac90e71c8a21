"""Days of a list that do not say by themselves which they are: 5/3/2026, [26-09-18]. The list decides, or nobody.

All days of one list are written in one order. What is left of year-month-day, month-day-year and day-month-year, once
each that makes any of them no day, or puts a report before the year that its title names, is ruled out, is how the list
is written; a day that may still be another one stays as it is printed, and unknown.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bs4 import NavigableString, Tag

from scrapers.adapters.other_days import day_of
from scrapers.adapters.page_parts import kind_of
from scrapers.html import text_of

_PRINTED = re.compile(
    r"(?:(?<=^)|(?<=[\s\[(【（:：]))(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<c>(?:19|20)\d{2}|\d{1,2})"
    r"(?=$|[\s\])】）])"
)
_REPORT = re.compile(r"(20\d{2})年?度?[^年]{0,30}?(?:预算|决算)")
_ORDERS = ("ymd", "mdy", "dmy")
#: 26 is 2026, 98 is 1998.
_CENTURIES = ((70, 1900), (0, 2000))
#: How far around a day its link may stand, and how many links a row has.
_LEVELS = 4
_FEW = 4
#: What holds a day in one list is alike, so far around.
_HOLDERS = 4


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as printed, with the earliest year that the titles beside it leave for it."""

    text: NavigableString
    found: re.Match[str]
    earliest: int

    def read(self, order: str) -> date | None:
        """The day in this order of ``y``, ``m`` and ``d``."""
        parts = dict(zip(order, self.found.group("a", "b", "c"), strict=True))
        year = _year(parts["y"])
        day = day_of(year, int(parts["m"]), int(parts["d"])) if year is not None else None
        return day if day is not None and day.year >= self.earliest else None


def with_days_decided(page: Tag, known: str = "") -> str:
    """Write year-month-day for the days in ``page`` that their own list decides.

    Returns what was decided, for the further pages of the list to be told as ``known``: the last may be short and
    decide nothing. A list is known again by what its days stand in.
    """
    orders: dict[str, str] = json.loads(known) if known else {}
    lists: defaultdict[str, list[_Day]] = defaultdict(list)
    for text in page.find_all(string=_PRINTED):
        found = _PRINTED.search(text) if type(text) is NavigableString else None
        links = _links_beside(text) if found is not None else ()
        if found is not None and links:
            kind = " < ".join(kind_of(one) for one in islice(text.parents, _HOLDERS))
            lists[kind].append(_Day(text, found, _earliest(links)))
    for kind, days in lists.items():
        possible = [order for order in _ORDERS if all(day.read(order) is not None for day in days)]
        if orders.get(kind, "") in possible:
            possible = [orders[kind]]
        orders |= {kind: possible[0]} if len(possible) == 1 else {}
        for day in days:
            said = {day.read(order) for order in possible}
            decided = said.pop() if len(said) == 1 else None
            if decided is not None:
                before, after = day.text[: day.found.start()], day.text[day.found.end() :]
                day.text.replace_with(NavigableString(f"{before}{decided.isoformat()}{after}"))
    return json.dumps(orders, ensure_ascii=False) if orders else ""


def _year(printed: str) -> int | None:
    if len(printed) == len("26"):
        return next(century for first, century in _CENTURIES if int(printed) >= first) + int(printed)
    return int(printed) if len(printed) == len("2026") else None


def _links_beside(text: NavigableString) -> list[Tag]:
    """The links of the row that ``text`` stands in; those before and behind it where nothing holds only its row."""
    for holder in islice(text.parents, _LEVELS):
        links = [holder] if holder.name == "a" else holder.find_all("a", href=True, limit=_FEW + 1)
        if len(links) > _FEW:
            beside = (text.find_previous("a", href=True), text.find_next("a", href=True))
            return [one for one in beside if isinstance(one, Tag) and holder in one.parents]
        if links:
            return list(links)
    return []


def _earliest(links: Sequence[Tag]) -> int:
    """A budget is published in the year before its own at the earliest."""
    years = [int(year) for link in links for year in _REPORT.findall(text_of(link))]
    return min(years) - 1 if years else 0
