"""Columns of 预决算 that a page links to, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from domain.answered import named
from domain.declared import from_yaml
from scrapers.adapters.bureau_choice import BUREAU
from scrapers.adapters.crumbs import crumbs_of
from scrapers.adapters.department_blocks import headings_of
from scrapers.adapters.department_rows import MORE
from scrapers.adapters.item_address import item_address
from scrapers.adapters.model import Source
from scrapers.adapters.more_links import short_lists
from scrapers.adapters.opened import with_links
from scrapers.adapters.options import options_of
from scrapers.adapters.rows import read_rows
from scrapers.adapters.scripted import scripted_links, scripted_nodes
from scrapers.adapters.tabs import SHOWN, tabs_of
from scrapers.adapters.years import year_options
from scrapers.addresses import host_of, identity, resolve
from scrapers.attachments import is_file_address
from scrapers.html import attribute, base_of, meta, parse, text_of
from scrapers.rules import AttachmentRule, ListRule

COLUMN_LABELS = Path(__file__).parent / "data" / "column_labels.yaml"
#: A label longer than this is an item's title, not a column's name.
_LABEL = 16
_YEAR = re.compile(r"20\d{2}(?:年度?)?")
#: A tab that leads to the rows of another year.
_ONLY_YEAR = re.compile(r"20\d{2}年?度?")
#: What stands between a page's own name and the site's in its title.
_SITE = re.compile(r"\s*[_|—–\-]+\s*")
_ABOUT = re.compile(r"预算|决算")
_OWN = re.compile(r"信访")
_NODE_NAMES = ("name", "text", "title", "label")
#: What such a tab counts on a page that is itself a column.
_TAB = 4


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A link that may lead to a column. ``weight`` 1: only on the way to one."""

    url: str
    label: str
    weight: int

    @property
    def is_year(self) -> bool:
        """A tab or an option that names a year and nothing else."""
        return _ONLY_YEAR.fullmatch(self.label) is not None


def column_links(
    source: Source, hosts: tuple[str, ...], *, yearly: bool = False, more: Iterable[tuple[str, str]] = ()
) -> tuple[ColumnLink, ...]:
    """Links of the page on ``hosts`` whose label names 预算, 决算 or a place where they are kept, best first.

    ``more``: names and addresses that a call of the page gave.
    Files and dated rows are items, not columns; on a page of ``yearly`` columns every link may be one.
    """
    soup: BeautifulSoup = parse(source.text)
    base = base_of(soup, source.url)
    items = (
        set()
        if yearly
        else {row.key for row in read_rows(soup, ListRule(), base, source.encoding) if row.date is not None}
    )
    tab = _TAB if _is_about_budgets(soup) else 0
    found: dict[str, ColumnLink] = {}
    with_links(soup, base)
    links = soup.select("a[href]")
    printed = [(attribute(link, "title") or text_of(link), attribute(link, "href")) for link in links]
    heads = headings_of(soup, links)  # 市信访局: … 更多
    printed += [
        (heads[id(link)].department, attribute(link, "href"))
        for link in links
        if id(link) in heads and MORE.match(text_of(link))
    ]
    for shown, href in (*printed, *scripted_links(source.text), *_chosen(source, soup, base), *more):
        label = "".join(shown.split())
        weight = tab if _ONLY_YEAR.fullmatch(label) else weight_of(label)
        target = resolve(href, base, encoding=source.encoding) if weight else None
        if target is None or host_of(target) not in hosts or identity(target) == identity(source.url):
            continue
        if identity(target) in items or is_file_address(target, AttachmentRule()):
            continue
        known = found.get(identity(target))
        if known is None or weight > known.weight:
            found[identity(target)] = ColumnLink(target, label, weight)
    for link in lists_behind_more(source, hosts, soup):
        known = found.get(identity(link.url))
        if known is None or link.weight > known.weight:
            found[identity(link.url)] = link
    return tuple(sorted(found.values(), key=lambda one: -one.weight))


def lists_behind_more(source: Source, hosts: tuple[str, ...], soup: BeautifulSoup) -> tuple[ColumnLink, ...]:
    """The whole lists of which the page shows the newest rows only and 更多.

    A list that nothing names counts on a page that is itself a column of budgets, by its rows.
    """
    base = base_of(soup, source.url)
    tab = _TAB if _is_about_budgets(soup) else 0
    found = []
    for one in short_lists(soup):
        about = sum(_ABOUT.search(title) is not None for title in one.titles)
        weight = weight_of(one.name) if one.name else tab * (0 < len(one.titles) <= about * 2)
        target = resolve(one.href, base, encoding=source.encoding) if weight > 1 else None
        if target is not None and host_of(target) in hosts and identity(target) != identity(source.url):
            found.append(ColumnLink(target, one.name, weight))
    return tuple(found)


def _chosen(source: Source, soup: BeautifulSoup, base: str) -> Iterator[tuple[str, str]]:
    """Labels and addresses of options that lead to columns.

    Years of a list that holds all of them lead to nothing new, and 信息公开 is more often what a search looks through.
    """
    for option in (*options_of(source.text, soup, base, source.encoding), *tabs_of(source.text, soup, base)):
        year = _ONLY_YEAR.fullmatch(option.label) is not None
        if option.url is not None and not (year and option.narrows) and (year or weight_of(option.label) > 1):
            yield option.label, option.url


def unreached_years(source: Source) -> tuple[str, ...]:
    """Years that a column of budgets lets a person choose and that no address of the page leads to."""
    soup: BeautifulSoup = parse(source.text)
    if not _is_about_budgets(soup):
        return ()
    base = base_of(soup, source.url)
    with_links(soup, base)
    links = {"".join(text_of(link).split()) for link in soup.find_all("a", href=True) if _leads(link, base)}
    years = [one for one in year_options(source.text, soup, base, source.encoding) if not one.narrows]
    return tuple(dict.fromkeys(one.label for one in years if one.url is None and one.label not in links))


def unreached_bureaus(source: Source) -> tuple[str, ...]:
    """The bureau among the departments that a column of budgets lets a person choose, where no address leads to it."""
    soup: BeautifulSoup = parse(source.text)
    if not _is_about_budgets(soup) or any(_OWN.search(name) for name in crumbs_of(soup)):
        return ()
    base = base_of(soup, source.url)
    with_links(soup, base)
    links = {"".join(text_of(link).split()) for link in soup.find_all("a", href=True) if _leads(link, base)}
    options = options_of(source.text, soup, base, source.encoding)
    found = [one.label for one in options if one.url is None and not one.narrows]
    found += ["".join(text_of(node).split()) for node in soup.find_all(_clicked)]
    made = item_address(source.text)
    found += [str(named(node, _NODE_NAMES) or "") for node in scripted_nodes(source.text) if made is None]
    return tuple(dict.fromkeys(one for one in found if BUREAU.match(one) and one not in links))


def _clicked(node: Tag) -> bool:
    """What a script opens, but for a link and for the tab that is shown."""
    action = attribute(node, "onclick") or attribute(node, "href")
    opens = node.has_attr("onclick") or (node.name == "a" and action.lower().startswith("javascript:"))
    return opens and not SHOWN.search(attribute(node, "class")) and len(text_of(node)) <= _LABEL


def _leads(link: Tag, base: str) -> bool:
    href = attribute(link, "href").strip()
    return not href.startswith("#") and resolve(href, base) is not None


def _is_about_budgets(soup: BeautifulSoup) -> bool:
    """True for a page that calls itself a column of 预算 or 决算; a longer name is the title of an item."""
    path = crumbs_of(soup)
    titled = _SITE.split(text_of(soup.title), maxsplit=1)[0] if soup.title else ""
    named = meta(soup, "ColumnName") or (path[-1] if path else titled)
    return len(named) <= _LABEL and _ABOUT.search(named) is not None


def weight_of(label: str) -> int:
    """How much a label promises a column: 0 for none, 1 for a way to one, up to 4."""
    no_column, weights = _labels()
    name = _YEAR.sub("", label)
    if not name or len(name) > _LABEL or no_column.search(name):
        return 0
    return next((weight for pattern, weight in weights if pattern.search(name)), 0)


@cache
def _labels() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], int], ...]]:
    """What is no column, and the labels with what they promise, best first."""
    raw = from_yaml(COLUMN_LABELS.read_text(encoding="utf-8"))
    weights = tuple((re.compile(one["label"]), int(one["weight"])) for one in raw["weights"])
    return re.compile(raw["no_column"]), weights
