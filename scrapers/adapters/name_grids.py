"""Pages of one year and kind that print nothing but departments: ``2026年部门预算公开`` over 县信访局, 县水利局, ….

Several names to a row of a table, or a list of them, under headings of the branch; no titles, no days. What the links
lead to is said by the page's own name alone, so that a menu of departments on any other page is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.crumbs import crumbs_of
from scrapers.adapters.page_marks import names_body
from scrapers.adapters.page_parts import is_outside, kind_of
from scrapers.addresses import resolve
from scrapers.html import attribute, meta, text_of

#: A column of one year and kind, with or without its place; the name of a bureau before it makes it a report.
_COLUMN = re.compile(
    r"(?:[\u4e00-\u9fff]{1,8}[省市县区州盟旗])?20\d{2}年?度?[省市县区州盟旗]?(?:本级|级|直|属)?各?(?:预算)?"
    r"(?:部门|单位|[和及与、()（）])*(?:收支)?(?:预算|决算)(?:(?:[和及与、])?[“\"]?三公[”\"]?经费|(?:预算|决算)?公开|信息|情况|专栏|专题|栏目|目录|一览表?)*"
)
_SITE = re.compile(r"\s*[_|—–\-]+\s*")
_LISTS = ("table", "ul", "ol", "dl")
#: Fewer names are no list of a place's departments.
_MIN_NAMES = 5


def names_in_grid(soup: BeautifulSoup, selector: str, base: str) -> Sequence[Tag]:
    """The links of the one grid of departments, in reading order; ``()`` on any other page.

    ``selector`` finds links. Two thirds of the grid's are names and nothing else; the others are rows as well.
    """
    if not column_said(soup):
        return ()
    groups: defaultdict[tuple[str, str], list[Tag]] = defaultdict(list)
    for link in soup.select(selector):
        if text_of(link) and resolve(attribute(link, "href"), base) is not None and not is_outside(link):
            holder = link.find_parent(_LISTS) or link.parent or soup
            groups[kind_of(holder), kind_of(holder.parent) if isinstance(holder.parent, Tag) else ""].append(link)
    grids = [links for links in groups.values() if _are_departments(links)]
    return grids[0] if len(grids) == 1 else ()


def column_said(soup: BeautifulSoup) -> str:
    """The name of one year and kind by which the page calls itself; ``""`` for none, or for names of several."""
    found = [one for one in _own_names(soup) if _COLUMN.fullmatch(one)]
    told = {
        (re.findall(r"20\d{2}", one)[0], re.findall(r"预算|决算", re.sub("预算(?:部门|单位)", "", one))[0])
        for one in found
    }
    return found[0] if len(told) == 1 else ""


def _own_names(soup: BeautifulSoup) -> Iterator[str]:
    path = crumbs_of(soup)
    shown = [meta(soup, "ColumnName") or "", path[-1] if path else ""]
    shown += [text_of(one) for one in soup.find_all(["h1", "h2"])]
    shown += [_SITE.split(text_of(soup.title), maxsplit=1)[0]] if soup.title else []
    return ("".join(one.split()) for one in shown if one)


def _are_departments(links: Sequence[Tag]) -> bool:
    names = {text_of(one) for one in links if names_body(text_of(one))}
    return len(names) >= _MIN_NAMES and len(names) * 3 >= len(links) * 2
