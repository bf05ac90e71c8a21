"""Several items in one element, each with its own date: ``[date] link <br> [date] link``, ``link date <br> …``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from bs4 import BeautifulSoup, NavigableString, Tag

from scrapers.adapters.dates import find_date

_HOLDERS = ("div", "td", "p", "dl", "dd", "section", "article", "span")


def dates_of(links: Sequence[Tag], node: Tag) -> dict[int, date]:
    """The date of each of ``links`` by ``id``: those that stand before the links where the first thing is a date.

    A link between which and its neighbour no full date stands has none.
    """
    wanted = {id(link) for link in links}
    marks: list[Tag | date] = []
    for part in node.descendants:
        if isinstance(part, Tag):
            if id(part) in wanted:
                marks.append(part)
        elif type(part) is NavigableString and not any(id(one) in wanted for one in part.parents):
            day = find_date(str(part))
            if day is not None:
                marks.append(day)
    before = bool(marks) and isinstance(marks[0], date)
    found: dict[int, date] = {}
    for place, mark in enumerate(marks):
        beside = place - 1 if before else place + 1
        neighbour = marks[beside] if 0 <= beside < len(marks) else None
        if isinstance(mark, Tag) and isinstance(neighbour, date):
            found[id(mark)] = neighbour
    return found


def element_of_items(soup: BeautifulSoup, links: Sequence[Tag]) -> Tag | None:
    """The smallest element that holds the most of ``links`` (two at least), each with its own date."""
    best, most = None, 1
    held: defaultdict[int, list[Tag]] = defaultdict(list)
    for link in links:
        for parent in link.parents:
            held[id(parent)].append(link)
    for node in soup.find_all(_HOLDERS):
        inside = held[id(node)]
        if len(inside) > 1:
            dated = len(dates_of(inside, node))
            if dated == len(inside) and (dated > most or (dated == most and best is not None and best in node.parents)):
                best, most = node, dated
    return best
