"""Lists that somebody typed into an article, a line for each report and no day: ``<p>1. <a>2026年部门预算</a>``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.page_parts import is_outside
from scrapers.adapters.row_files import is_document
from scrapers.adapters.row_titles import is_titled
from scrapers.addresses import identity, resolve
from scrapers.html import attribute, text_of

_REPORT = re.compile(r"20\d{2}年?度?[^年]{0,30}?(?:预算|决算)")
_LINES = ("p", "div", "h3", "h4", "h5", "dt", "section")
#: What holds lines that end with a ``<br>``.
_HOLDERS = (*_LINES, "td", "dd", "article", "main")
#: Two links to reports may stand below any article.
_MIN_LINES = 3


def typed_lines(soup: BeautifulSoup, selector: str, base: str) -> Sequence[Tag]:
    """The lines of the element that holds most of them, each with one link to a page; half of them name reports.

    ``selector`` finds links. Files below an article are its own and no list, and neither is what leaves out a report
    that the page links to elsewhere.
    """
    lines: defaultdict[int, list[Tag]] = defaultdict(list)
    reports: dict[str, Tag | None] = {}
    for link in soup.select(selector):
        target = resolve(attribute(link, "href"), base)
        if target is None or is_outside(link) or not is_titled(text_of(link)):
            continue
        line, holder = _line_of(link)
        if line is not None:
            lines[id(holder)].append(line)
        if _REPORT.search(text_of(link)) and not is_document(target):
            reports.setdefault(identity(target), line)
    found = max(lines.values(), key=len, default=[])
    known = {id(line) for line in found}
    is_list = len(reports) >= _MIN_LINES and len(reports) * 2 >= len(found)
    return found if is_list and all(id(line) in known for line in reports.values()) else []


def _line_of(link: Tag) -> tuple[Tag | None, Tag | None]:
    """The element that holds the link and no other, or the link where it has a line to itself; and what holds that."""
    line = next((one for one in link.parents if one.name in _LINES), None)
    if line is not None and len(line.find_all("a", href=True, limit=2)) == 1:
        return line, line.parent
    holder = next((one for one in link.parents if one.name in _HOLDERS), None)
    return (link, holder) if holder is not None and _is_broken_off(link, holder) else (None, None)


def _is_broken_off(link: Tag, holder: Tag) -> bool:
    """True where a ``<br>`` parts the link from those before and behind it in ``holder``."""
    for around in (link.previous_elements, link.next_elements):
        for one in around:
            if one is holder or (isinstance(one, Tag) and one.name == "br"):
                break
            if isinstance(one, Tag) and one.name == "a" and one.has_attr("href"):
                if holder in one.parents:
                    return False
                break
    return True
