"""The date of a row: where it is declared to stand, beside its link, in it, or under the year that heads its list."""

from __future__ import annotations

from datetime import date

from bs4 import Tag

from scrapers.adapters.dates import find_date, without_date, written_date
from scrapers.adapters.other_labels import hidden_beside, shown_beside, without_other_days
from scrapers.adapters.row_titles import DATE_PARTS
from scrapers.adapters.year_heads import date_under_year
from scrapers.html import attribute, text_of
from scrapers.rules import ListRule

#: No date is longer.
_DATE_LENGTH = 16
#: A hidden card beside a title links to no more than its document and that one's files.
_CARD_LINKS = 3


def date_of(link: Tag, node: Tag, rule: ListRule) -> date | None:
    """The full date that the row ``node`` prints for its ``link``."""
    for selector in rule.date.select:
        for found in node.select(selector):
            printed = attribute(found, rule.date.attribute) if rule.date.attribute else text_of(found)
            day = written_date(printed, rule.date.format) if rule.date.format else find_date(printed)
            if day:
                return day
    if rule.date.partial:
        return date_inside(link) if node is link else None
    own = None if node is link else _own_day(node, link)
    return own or date_inside(link) or _date_beside(link, node) or date_under_year(node, link)


def _own_day(node: Tag, link: Tag) -> date | None:
    """The day that the row prints; one that is hidden, or labelled otherwise, only where no other stands beside it."""
    whole, shown = text_of(node, without=[link]), shown_beside(node, link)
    day = find_date(shown, last=True)
    if day is not None or find_date(whole) is None:
        return day or date_alone(node, link)
    return _date_beside(link, node) or find_date(without_other_days(whole), last=True) or find_date(whole, last=True)


def date_alone(node: Tag, link: Tag) -> date | None:
    """A full date that runs into its neighbour when read together: ``<b>09-20</b><i>2026-09-20</i>``."""
    for text in node.find_all(string=True):
        day = None if link in text.parents else find_date(str(text))
        if day is not None:
            return day
    # A day that stands large above its year and month: <b>18</b><span>2026-09</span>.
    around = {id(parent) for parent in link.parents}
    for part in node.find_all(True):
        if id(part) in around or part is link or link in part.parents:
            continue
        shown = text_of(part)
        day = find_date(shown) if len(shown) <= _DATE_LENGTH else None
        if day is not None:
            return day
    return None


def _date_beside(link: Tag, node: Tag) -> date | None:
    """The date that stands beside the row in an element of their own (``<li>title</li><li>date</li>``)."""
    for parent in [*node.parents][:2]:
        if parent.name in ("body", "html", "[document]"):
            return None
        links = parent.find_all("a", href=True, limit=_CARD_LINKS + 2)
        hidden = {id(one) for one in hidden_beside(parent, link)} if 1 < len(links) <= _CARD_LINKS + 1 else set()
        if sum(hidden.isdisjoint(id(up) for up in one.parents) for one in links) > 1:
            return None
        day = find_date(shown_beside(parent, link), last=True)
        if day:
            return day
    return None


def date_inside(link: Tag) -> date | None:
    """The full date that stands in ``link`` itself."""
    for tag in reversed(link.find_all(DATE_PARTS)):
        if len(text_of(tag)) <= 16:
            day = find_date(text_of(tag))
            if day:
                return day
    shown = text_of(link)
    if without_date(shown) != shown:
        return find_date(shown, last=True)
    blocks = (text_of(block) for block in link.find_all("div"))  # the whole row is one link
    return next((day for text in blocks if len(text) <= _DATE_LENGTH and (day := find_date(text))), None)
