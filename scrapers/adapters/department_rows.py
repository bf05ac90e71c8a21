"""Rows of blocks of departments: every link of a block, and what else the list of blocks holds of reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.department_blocks import Heading
from scrapers.adapters.departments import department_of
from scrapers.adapters.model import Row
from scrapers.adapters.page_links import NUMBERED
from scrapers.adapters.page_parts import common_holder, is_outside
from scrapers.adapters.pager_texts import is_pager_text
from scrapers.adapters.report_words import words_of
from scrapers.adapters.row_dates import date_inside
from scrapers.adapters.row_titles import ABOUT, UNRENDERED, file_name_of, is_titled, rank_of, title_of
from scrapers.adapters.run_together import dates_of
from scrapers.addresses import identity, resolve
from scrapers.html import attribute
from scrapers.rules import ListRule

#: A button that leads to all that a department posts.
MORE = re.compile(r"^[^\u4e00-\u9fff\w]*(?:(?:点击|查看|阅读)?更多|more)[^\u4e00-\u9fff\w]*$", re.IGNORECASE)


def rows_of_blocks(
    soup: BeautifulSoup, heads: Mapping[int, Heading], rule: ListRule, base: str, encoding: str
) -> dict[str, Row]:
    """Rows by their keys, in reading order: the links that ``heads`` stand over and titled reports among them."""
    links = soup.select(rule.link)
    headed = [link for link in links if id(link) in heads]
    holder: Tag = reduce(lambda one, other: common_holder(one, other) or soup, headed)
    inside = [link for link in links if id(link) in heads or (_is_in(holder, link) and not is_outside(link))]
    days = dates_of(inside, holder)
    rows: dict[str, Row] = {}
    first: dict[int, str] = {}
    for link in inside:
        heading, href = heads.get(id(link)), attribute(link, "href")
        url = resolve(href, base, encoding=encoding)
        if url is None or UNRENDERED.search(href) or (rule.address and not re.search(rule.address, url)):
            continue
        title = title_as(title_of(link, link, rule), heading)
        if not _is_titled(title, heading):
            continue
        line = first.setdefault(heading.block, identity(url)) if heading is not None else None
        row = Row(
            url=url,
            title=title,
            date=date_inside(link) or days.get(id(link)),
            publisher=heading.department if heading is not None else department_of(link),
            file_name=file_name_of(link),
            line=line,
        )
        known = rows.get(row.key)
        if known is None or rank_of(row.title) > rank_of(known.title):
            rows[row.key] = row
    return rows


def with_blocks(listed: Mapping[str, Row], held: dict[str, Row]) -> dict[str, Row]:
    """``listed`` where it has all rows of the blocks; else these, and what is listed beside them of reports."""
    if held.keys() <= listed.keys():
        return dict(listed)
    return held | {key: row for key, row in listed.items() if row.publisher or ABOUT.search(row.title)}


def title_as(title: str, heading: Heading | None) -> str:
    """``title``, or what stands over the link where it says less than a year and a kind."""
    said = words_of(title) if heading is not None and heading.title else None
    return heading.title if heading is not None and said is not None and not said.is_whole else title


def _is_in(holder: Tag, link: Tag) -> bool:
    return any(parent is holder for parent in link.parents)


def _is_titled(title: str, heading: Heading | None) -> bool:
    if is_pager_text(title) or NUMBERED.match(title) or MORE.match(title):
        return False
    return heading is not None or (is_titled(title) and ABOUT.search(title) is not None)
