"""One page as a column: its first rows under a family, and whether these are about 预算 or 决算."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from domain.agencies import find_agency
from domain.ports import Clock
from scrapers.adapters.dates import BEIJING
from scrapers.adapters.item_calls import ItemCalls
from scrapers.adapters.linked_pagers import linked_rules
from scrapers.adapters.model import Source
from scrapers.adapters.name_grids import column_said
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.pager_signs import blank_pager
from scrapers.adapters.registry import engine_of
from scrapers.adapters.years import YEAR_PLACE
from scrapers.addresses import host_of
from scrapers.attachments import is_file_address
from scrapers.bureau_page import is_bureaus, names_a_column
from scrapers.case import names_other_body, rest_of
from scrapers.client import PoliteClient
from scrapers.columns import ColumnLink
from scrapers.declaration import Portal, portal_from
from scrapers.detail import read_detail
from scrapers.fingerprint import Fingerprint, yearly_parameters
from scrapers.html import meta, parse, text_of
from scrapers.look import ColumnLook, look_at
from scrapers.own_hosts import is_own_host
from scrapers.rules import Adapter
from scrapers.titles import read_title

#: Years tried until a platform that is asked by year has rows.
_YEARS_TRIED = 3
#: The name of a column is no longer than this.
_COLUMN_NAME = 14
_ABOUT = re.compile(r"预算|决算|预决算")
#: The family of lists that come as JSON and are built anyhow.
JSON = "json"
#: … and of those that come as pieces of HTML.
FRAGMENT = "fragment"
_PAGE_RULES: tuple[dict[str, str], ...] = (
    {"rule": "suffix_zero_based"},
    {"rule": "suffix_one_based"},
    {"rule": "query", "parameter": "page"},
    {"rule": "path"},
)


@dataclass(slots=True)
class FoundColumn:
    """A column with its first rows, the family that reads them and what its requests need."""

    look: ColumnLook
    portal: Portal
    fingerprint: Fingerprint
    page_rule: dict[str, str] | None
    parameters: dict[str, str]
    #: The request for its rows, where the page's own script states it.
    api: dict[str, object] | None = None
    #: What the pages of its items ask for: their article where they are drawn by script, their files.
    items: ItemCalls = field(default_factory=ItemCalls)
    #: The page that it was found on, and the oldest year that this offers where its call sends the chosen one.
    page: Source | None = None
    since: int | None = None
    #: The bureau's name, where its call sends the department that a person chooses.
    bureau: str | None = None
    #: Found by a tab or an option that names a year and nothing else.
    of_year: bool = False
    #: Its call was watched in a browser.
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """One page under one family, with the parameters of one of its columns."""

    source: Source
    link: ColumnLink
    hosts: tuple[str, ...]
    fingerprint: Fingerprint
    parameters: dict[str, str]
    api: dict[str, object] | None = None
    call: PageCall | None = None
    #: Reads the script files that a page loads, for a pager that only they draw.
    scripts: Callable[[Source], Sequence[str]] | None = None


def try_column(client: PoliteClient, tried: Tried, clock: Clock, *, tell: Callable[[str], None]) -> FoundColumn | None:
    """One column with its first rows, ``None`` where the family finds none.

    Its list may be on a host of the portal's own domain, which is added to those of the column; ``tell`` is told where
    it is on another.
    """
    family, parameters, link = tried.fingerprint.family, tried.parameters, tried.link
    soup = parse(tried.source.text)
    name = parameters.get("kind") or meta(soup, "ColumnName") or link.label or column_said(soup) or None
    url = f"{link.url}#{parameters['typeid']}" if "typeid" in parameters else link.url
    base: dict[str, Any] = {"id": "new", "division": "000000", "hosts": list(tried.hosts), "family": family}
    if tried.api is not None:
        base["api"] = tried.api
    if tried.call is not None and not tried.call.is_paged and family == JSON:
        base["page"] = {"rule": "none"}
    listed = _listed_at(portal_from({**base, "entry": [{"url": url, "parameters": parameters}]}))
    if host_of(listed) not in tried.hosts:
        if not is_own_host(host_of(listed), tried.hosts[0]):
            tell(on_another_host(listed, tried.source.url))
            return None
        base["hosts"] = [*tried.hosts, host_of(listed)]
    with reaching(client, base["hosts"]):
        return _first_rows(client, tried, base, {"url": url, "name": name}, clock)


def on_another_host(address: str, page: str) -> str:
    """What a person is told of a list on a host that is not the portal's."""
    return f"列表在其他主机 a list on a host that is not the portal's: {address.split('?', 1)[0]} ({page})"


@contextmanager
def reaching(client: PoliteClient, hosts: Sequence[str]) -> Iterator[None]:
    """While it lasts ``client`` may ask ``hosts``, too."""
    before = client.portal
    client.portal = before.model_copy(update={"hosts": tuple(dict.fromkeys([*before.hosts, *hosts]))})
    try:
        yield
    finally:
        client.portal = before


def _listed_at(portal: Portal) -> str:
    """The address that the column's list is asked at."""
    return engine_of(portal.adapter).first(portal, portal.entry[0]).url


def _first_rows(
    client: PoliteClient, tried: Tried, base: dict[str, Any], named: dict[str, str | None], clock: Clock
) -> FoundColumn | None:
    family, parameters, link = tried.fingerprint.family, tried.parameters, tried.link
    since = tried.call.since if tried.call is not None else None
    for filled in _in_recent_years(family, parameters, clock, since):
        entry = {**named, "parameters": filled}
        portal = portal_from({**base, "entry": [entry]})
        look = look_at(client, portal, portal.entry[0], clock=clock)
        if look.rows or look.error is not None:
            break
    if not look.rows:
        return None
    rule: dict[str, str] | None = base.get("page")
    unread = portal.adapter is Adapter.STATIC_LIST and _page_2_is_missing(look)
    if unread and (is_about_budgets(look) or holds_own_reports(tried.source, look)):
        files = tried.scripts(look.sources[0]) if tried.scripts is not None else ()
        drawn = linked_rules(look.sources[0].text, files, rows=len(look.pages[0].rows))
        rule, look = _page_rule(client, {**base, "entry": [entry]}, look, clock, (*drawn, *_PAGE_RULES))
    return FoundColumn(
        look,
        portal,
        tried.fingerprint,
        rule,
        parameters,
        tried.api,
        of_year=link.is_year,
        page=tried.source,
        since=since,
    )


def _in_recent_years(
    family: str, parameters: dict[str, str], clock: Clock, since: int | None
) -> Iterator[dict[str, str]]:
    """``parameters`` with the year that the family's requests, or the page's own call, ask for, newest first."""
    asked = parameters | dict.fromkeys(yearly_parameters(family), YEAR_PLACE)
    if not any(YEAR_PLACE in value for value in asked.values()):
        yield parameters
        return
    this_year = clock.now().astimezone(BEIJING).year
    for year in range(this_year, max(this_year - _YEARS_TRIED, (since or 0) - 1), -1):
        yield {name: value.replace(YEAR_PLACE, str(year)) for name, value in asked.items()}


def is_about_budgets(look: ColumnLook) -> bool:
    """Rows of reports, or a column that says that it holds them."""
    about = sum(read_title(row.title).is_about_budgets for row in look.rows)
    named = bool(look.entry.name and _ABOUT.search(look.entry.name))
    return about * 3 >= len(look.rows) or (named and (about > 0 or _only_names(look)))


def holds_own_reports(source: Source, look: ColumnLook) -> bool:
    """A column of the bureau's own, some rows of which are reports by their titles."""
    soup = parse(source.text)
    if not (names_a_column(soup) and is_bureaus(soup)):
        return False
    titles = [read_title(row.title) for row in look.rows]
    return any(one.fiscal_year is not None and one.report_type is not None for one in titles)


def is_item(source: Source, column: FoundColumn) -> bool:
    """A page whose rows are all files and whose own title names a body, a year and a kind: a report, no column."""
    rule = column.portal.attachments
    if not all(is_file_address(row.url, rule) for row in column.look.rows):
        return False
    title = read_title(read_detail(source, column.portal).title or "")
    named = find_agency(title.text) is not None or names_other_body(title)
    return named and title.fiscal_year is not None and title.report_type is not None


def only_leads(look: ColumnLook) -> bool:
    """Rows that are columns themselves (2026年部门预算, 2025年部门决算): no date, no body, only year and kind."""
    readings = [read_title(row.title) for row in look.rows]
    return all(
        row.date is None
        and row.publisher is None
        and len(row.title) <= _COLUMN_NAME
        and not rest_of(reading.text, None)
        for row, reading in zip(look.rows, readings, strict=True)
    )


def _only_names(look: ColumnLook) -> bool:
    """Rows that are nothing but departments, in a column of one year and type: 2025年部门决算 / 县信访局, 县水利局 …"""
    column = read_title(look.entry.name or "")
    if column.fiscal_year is None or column.report_type is None:
        return False
    bodies = sum(find_agency(row.title) is not None or names_other_body(read_title(row.title)) for row in look.rows)
    return bodies * 3 >= len(look.rows) * 2


def ends_early(column: FoundColumn) -> bool:
    """True for a list of plain pages that promises a second one to which nothing was found to lead."""
    if column.portal.adapter is not Adapter.STATIC_LIST:
        return False
    return _page_2_is_missing(column.look) or unread_pager(column) is not None


def unread_pager(column: FoundColumn) -> str | None:
    """The box of a list of one page that only a script fills with a pager."""
    if column.page is None or column.api is not None or len(column.look.sources) != 1:
        return None
    return blank_pager(column.page.text, parse(column.page.text))


def _page_2_is_missing(look: ColumnLook) -> bool:
    page = look.pages[0]
    promised = (page.claimed_pages or 1) > 1 or (page.claimed_rows or 0) > len(page.rows)
    return promised and (not look.outcome.is_success or look.rows_on(2) in (None, 0) or bool(look.note_en))


def _page_rule(
    client: PoliteClient, base: dict[str, Any], look: ColumnLook, clock: Clock, rules: Sequence[dict[str, str]]
) -> tuple[dict[str, str] | None, ColumnLook]:
    """The first of ``rules`` under which page 2 has other rows; the look as it was where none does."""
    for rule in rules:
        portal = portal_from({**base, "page": rule})
        tried = look_at(client, portal, portal.entry[0], clock=clock)
        if tried.rows_on(2) and not tried.note_en and (rule["rule"] != "path" or _are_headed_alike(tried.sources)):
            return rule, tried
        if tried.error is not None and tried.error.ends_run:
            break
    return None, look


def _are_headed_alike(pages: Sequence[Source]) -> bool:
    """True where the pages call themselves the same: beside ``index.html``, ``2.html`` may as well be an article."""
    heads = {re.sub(r"[\d第页\s_-]", "", text_of(head)) for one in pages if (head := parse(one.text).title) is not None}
    return len(heads) <= 1
