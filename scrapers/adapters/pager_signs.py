"""Signs of further pages where none is read: words, links that go nowhere, calls with a total. They lead nowhere.

What is read of a pager is in ``pagers``. This only keeps a list from ending in silence: better one column too many that
a person looks at than pages that nobody misses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.handlers import called_by
from scrapers.adapters.page_links import NUMBERED, is_next
from scrapers.adapters.pager_texts import is_last_text
from scrapers.adapters.paging_totals import Total, scripted_total
from scrapers.html import attribute, text_of

_PAGES = re.compile(r"共\s*(\d{1,4})\s*页|/\s*(?:共\s*)?(\d{1,4})\s*页|总页数\s*[:：]?\s*(\d{1,4})")
_ROWS = re.compile(r"共(?:有|计)?\s*(\d{1,6})\s*(?:条|篇|项)|总(?:记录|条)数?\s*[:：]?\s*(\d{1,6})")
#: An element that says no more than how many rows there are, where it does not speak of pages.
_ONLY_ROWS = re.compile(r"^\W*(?:总?共(?:有|计)?)\s*\d+\s*(?:条|篇|项)(?:记录|信息|数据|结果|内容)?\W*$")
_LONGEST = 120
_MOST = 60
_OFF = re.compile(r"(?i)(?:^|[\s_-])(?:disabled?|off|no_?next|gray|grey|forbid\w*|unable|\w*_d)(?:$|[\s_-])")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CLICKABLE = ("a", "span", "li", "button", "input", "div", "em", "i", "b", "td", "label")
#: Attributes by which frameworks bind a click.
_BINDS = re.compile(r"^(?:@click|v-on:click|ng-click|data-(?:page|p|pn|num|index|to|action|url|ci-pagination-page))")
#: A link that a script of the page must have taken, for by itself it leads nowhere.
_DEAD = re.compile(r"(?i)^\s*(?:#\S*|javascript\s*:\s*(?:void\s*\(?\s*0?\s*\)?|;|return\s+false)?\s*;?)\s*$")
_PAGER_NAME = re.compile(r"(?i)pag(?:e|in)|fenye|(?:^|[\s_-])(?:fy|turn)(?:$|[\s_-])")
_DIGITS = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Promise:
    """What the page says that nothing leads to. ``pages``: at least so many; ``rows``: in all."""

    pages: int | None = None
    rows: int | None = None


def promised_beyond(source: str, soup: BeautifulSoup, *, number: int, rows: int) -> Promise | None:
    """What the list says beyond page ``number``, which has ``rows`` rows, where no way to a further page is read."""
    said = _said(soup)
    if said.pages is not None and said.pages <= number:
        return None  # 共1页: what is said decides
    if said.rows is not None and number == 1 and said.rows <= rows:
        return None
    told = scripted_total(source, number=number, rows=rows) or Total()
    if (pages := max(said.pages or 0, told.pages or 0)) > number:
        return Promise(pages=pages)
    if said.pages is None and told.pages is None and _leads_on(soup, source, number):
        return Promise(pages=number + 1)
    counted = said.rows or told.rows
    return Promise(rows=counted) if counted is not None and counted > rows else None


def blank_pager(source: str, soup: BeautifulSoup) -> str | None:
    """The id of an empty box that a script of the page fills with a pager, so that further pages are not stated."""
    for node in soup.find_all(("div", "ul", "p", "span", "nav", "td"), id=_PAGER_NAME):
        name = attribute(node, "id")
        if text_of(node) or node.find(True) is not None or _is_off(node):
            continue
        if len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", source)) > 1:  # besides the box itself
            return name
    return None


def _said(soup: BeautifulSoup) -> Total:
    """Totals in short texts that are no row: 共3页, 1/3页, 共17条."""
    pages: list[int] = []
    rows: list[int] = []
    for text in _short_texts(soup):
        found = _first(_PAGES, text)
        pages += [found] if found is not None else []
        counted = _first(_ROWS, text)
        if counted is not None and ("页" in text or _ONLY_ROWS.match(text)):
            rows.append(counted)
    # Beyond this page if any text says so: a box of news may have a pager of its own, and so may the list.
    return Total(max(pages, default=None), max(rows, default=None))


def _short_texts(soup: BeautifulSoup) -> Iterator[str]:
    seen: set[int] = set()
    for one in islice(soup.find_all(string=re.compile("[页条篇项]")), _MOST):
        if one.find_parent(["a", "script", "style", "option", "title", "h1", "h2", "h3"]) is not None:
            continue
        for holder in islice(one.parents, 2):
            text = text_of(holder) if id(holder) not in seen else ""
            seen.add(id(holder))
            if text and len(text) <= _LONGEST:
                yield text


def _leads_on(soup: BeautifulSoup, source: str, number: int) -> bool:
    """True where something to click says that it leads to a later page, and its address is not stated."""
    for node in soup.find_all(_CLICKABLE):
        said = "".join(text_of(node).split())
        numbered = NUMBERED.match(said)
        beyond = numbered is not None and int(numbered[1] or numbered[2]) == number + 1 and _in_pager(node)
        if not (is_next(node) or is_last_text(said) or beyond) or _is_off(node):
            continue
        if _calls_beyond(node, number) or (number == 1 and _is_bound(node, source)):
            return True
    return False


def _calls_beyond(node: Tag, number: int) -> bool:
    """A call of a later page by its number; or on page 1 of one that it does not name: ``nextPage()``."""
    for action in (attribute(node, "onclick"), attribute(node, "href")):
        call = called_by(action) if action and not _DEAD.match(action) else None
        if call is None or (action == attribute(node, "href") and not action.strip().lower().startswith("javascript:")):
            continue
        numbers = [int(found.group()) for one in call[1] if (found := _DIGITS.fullmatch(one.strip("\"' ")))]
        return numbers[0] > number if numbers else number == 1
    return False


def _is_bound(node: Tag, source: str) -> bool:
    """A link that leads nowhere by itself, or another element that a script of the page takes by its name."""
    bound = any(_BINDS.match(name) for name in node.attrs)
    if node.name == "a" and node.has_attr("href"):
        return bound or _DEAD.match(attribute(node, "href")) is not None
    names = [attribute(node, "id"), *attribute(node, "class").split()]
    return bound or any(
        len(name) > 2 and re.search(rf"""["'][^"'\n]{{0,40}}[#.]?{re.escape(name)}["'][^;\n]{{0,30}}click""", source)
        for name in names
    )


def _is_off(node: Tag) -> bool:
    """Marked as leading nowhere, or not shown."""
    around = [node, *islice(node.parents, 2)]
    return (
        node.has_attr("disabled")
        or attribute(node, "aria-disabled") == "true"
        or any(_OFF.search(attribute(one, "class")) for one in around[:2])
        or any(_HIDDEN.search(attribute(one, "style")) for one in around)
    )


def _in_pager(node: Tag) -> bool:
    return any(
        _PAGER_NAME.search(f"{attribute(one, 'class')} {attribute(one, 'id')}") for one in islice(node.parents, 3)
    )


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return next((int(group) for group in found.groups() if group), None) if found else None
