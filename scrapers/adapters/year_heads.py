"""Heads that are only a year (2026年) over rows that print month and day: together a full date, where that is certain.

A head may as well name the fiscal year. Final accounts of a year are published in the next: where a row under the head
is a final account of the head's year or a later one, or a budget of the head's year posted in December, the head is not
the year of publication and the day stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from bs4 import Tag

from scrapers.html import text_of

_HEAD = re.compile(r"^[\[(【]?\s*(20\d{2})\s*年?\s*[\])】]?$")
_PARTIAL = re.compile(r"^[\[(【]?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*[\])】]?$")
_REPORT = re.compile(r"(20\d{2})年?度?[^年]{0,30}?(预算|决算)")
#: How far above a row its head may stand: the row, its list, the box around the list.
_LEVELS = 3
#: Rows and blanks between a row and its head; a page that lists more under one head leaves their days unknown.
_NEAR = 120
_DECEMBER = 12


def date_under_year(node: Tag, link: Tag) -> date | None:
    """The day of the row ``node``: the one month and day it prints, in the year of the head above it."""
    printed = {found.groups() for text in _texts(node, link) if (found := _PARTIAL.match(text))}
    if len(printed) != 1:
        return None
    head = _head_over(node)
    if head is None:
        return None
    year, (month, day) = int(_HEAD.sub(r"\1", text_of(head))), printed.pop()
    if not _is_year_of_publication(head, year, int(month)):
        return None
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _texts(node: Tag, link: Tag) -> Iterator[str]:
    """What stands alone in ``node`` outside of the link's own words."""
    for text in node.find_all(string=True):
        if text.parent is not link:
            yield str(text).strip()


def _head_over(node: Tag) -> Tag | None:
    """The nearest head before ``node`` among what stands beside it, its list or the box around that."""
    for level in [node, *node.parents][:_LEVELS]:
        for before in islice(level.previous_siblings, _NEAR):
            if isinstance(before, Tag) and _may_head(before) and _HEAD.match(text_of(before)):
                return before
    return None


def _may_head(node: Tag) -> bool:
    """False, cheaply, for what begins with other words."""
    return _HEAD.match(next(node.stripped_strings, "")) is not None


def _is_year_of_publication(head: Tag, year: int, month: int) -> bool:
    links = list(islice(_links_under(head), _NEAR + 1))
    if len(links) > _NEAR:
        return False
    for link in links:
        for found in _REPORT.finditer(text_of(link)):
            fiscal, kind = int(found.group(1)), found.group(2)
            if kind == "决算" and fiscal >= year:
                return False
            if kind == "预算" and fiscal == year and month == _DECEMBER:
                return False
    return True


def _links_under(head: Tag) -> Iterator[Tag]:
    for following in head.next_siblings:
        if isinstance(following, Tag):
            if _may_head(following) and _HEAD.match(text_of(following)):
                return
            yield from [following] if following.name == "a" else following.find_all("a", href=True, limit=_NEAR + 1)
