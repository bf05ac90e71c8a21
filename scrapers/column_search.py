"""Columns of 预决算 on a site: pages are read, best label first, under the family whose engine finds their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.agencies import find_agency
from domain.ports import Clock
from scrapers.adapters.calls import own_scripts, page_calls
from scrapers.adapters.dates import BEIJING
from scrapers.adapters.item_calls import ItemCalls, calls_of_item, item_address
from scrapers.adapters.model import PageRequest, Source
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.year_forms import year_form
from scrapers.adapters.years import YEAR_PLACE
from scrapers.addresses import host_of, identity, resolve
from scrapers.attachments import is_file_address
from scrapers.case import names_other_body, rest_of
from scrapers.client import PoliteClient
from scrapers.column_trees import Trees
from scrapers.columns import ColumnLink, column_links, unreached_years
from scrapers.declaration import Portal, portal_from
from scrapers.detail import read_detail
from scrapers.fingerprint import (
    Fingerprint,
    choices_of,
    fingerprints,
    parameters_of,
    sources_of_parameters,
    yearly_parameters,
)
from scrapers.html import base_of, meta, parse
from scrapers.look import ColumnLook, fetch, look_at
from scrapers.refusals import FetchError
from scrapers.rules import Adapter, ItemCall
from scrapers.titles import read_title

#: Pages looked at while searching for columns, and tabs or options of one year beside them.
_MAX_PAGES = 10
_MAX_YEARS = 12
#: Families tried on one column before the plain one.
_MAX_FAMILIES = 3
#: Years tried until a platform that is asked by year has rows.
_YEARS_TRIED = 3
#: The name of a column is no longer than this.
_COLUMN_NAME = 14
_ABOUT = re.compile(r"预算|决算|预决算")
#: The family of lists that come as JSON and are built anyhow.
_JSON = "json"
#: … and of those that come as pieces of HTML.
_FRAGMENT = "fragment"
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
    #: The call for the article of an item, where the items' pages are drawn by script.
    article: ItemCall | None = None
    files: ItemCall | None = None
    #: The page that it was found on, and the oldest year that this offers where its call sends the chosen one.
    page: Source | None = None
    since: int | None = None
    #: Found by a tab or an option that names a year and nothing else.
    of_year: bool = False


@dataclass(slots=True)
class Search:
    """What was found, the addresses that were read, and links as good as those found that were not followed."""

    columns: list[FoundColumn] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    left: list[ColumnLink] = field(default_factory=list)
    #: What the pages ask for by script and state too little of to be asked here, for a person.
    told: list[str] = field(default_factory=list)


def search(client: PoliteClient, first: Source, hosts: tuple[str, ...], clock: Clock) -> Search:
    """Columns of 预决算: the page itself and the pages it leads to, best label first."""
    found = Search()
    columns, listed, seen = found.columns, set[str](), {identity(first.url)}
    queue: list[tuple[ColumnLink, Source | None]] = [(ColumnLink(first.url, "", 5), first)]
    trees = Trees(client, told=found.told)
    room = {False: _MAX_PAGES, True: _MAX_YEARS}
    while queue:
        queue.sort(key=lambda pair: -pair[0].weight)
        link, source = queue.pop(0)
        if columns and link.weight < min(_weight_of(one) for one in columns):
            break
        if not room[link.is_year]:
            found.left.append(link)
            continue
        room[link.is_year] -= 1
        found.looked.append(link.url)
        if source is None:
            try:
                source = fetch(client, client.portal, PageRequest(link.url))
            except FetchError as error:
                if error.ends_run:
                    found.left += [link, *(one for one, _ in queue)]
                    break
                continue
        for column in _columns(client, source, link, hosts, clock):
            if any(row.key not in listed for row in column.look.rows):  # a tab may show the same rows again
                columns.append(column)
            listed |= {row.key for row in column.look.rows}
            seen |= listed
        for following in (*column_links(source, hosts), *(trees.links(source) if not columns else ())):
            if identity(following.url) not in seen:
                seen.add(identity(following.url))
                queue.append((following, None))
    least = min((_weight_of(one) for one in columns), default=0)
    found.left = [one for one in found.left if one.weight >= least]
    return found


def _weight_of(column: FoundColumn) -> int:
    """A found column ends the search for weaker ones."""
    return 4 if column.look.entry.name and "部门" in column.look.entry.name else 3


def _columns(
    client: PoliteClient, source: Source, link: ColumnLink, hosts: tuple[str, ...], clock: Clock
) -> list[FoundColumn]:
    """The page as columns under the likeliest family that reads its rows: mostly one; none when it is none."""
    by_year = _by_year(client, source, link, clock)
    if by_year:
        return by_year
    for fingerprint in _families_to_try(source):
        stated = _parameters(client, fingerprint.family, source, link.url)
        choices = choices_of(fingerprint.family, source.text)
        found = [
            column
            for choice in choices
            if (column := _column(client, _Tried(source, link, hosts, fingerprint, stated | choice), clock)) is not None
        ]
        if found:
            if any(_is_item(source, column) for column in found):
                return []
            kept = [column for column in found if _is_about_budgets(column.look) and not _only_leads(column.look)]
            return kept or _called(client, source, link, (), clock)
    # A page without any row: its own scripts may be files.
    scripts = [] if page_calls(source.text) or link.weight <= 1 else _scripts(client, source)
    return _called(client, source, link, scripts, clock)


def _by_year(client: PoliteClient, source: Source, link: ColumnLink, clock: Clock) -> list[FoundColumn]:
    """The page as a column of every year, where it offers years that only a call or a form of its own leads to."""
    if link.weight <= 1 or not unreached_years(source):
        return []
    soup = parse(source.text)
    form = year_form(source.text, soup, base_of(soup, source.url))
    calls = [form] if form is not None else [one for one in page_calls(source.text) if one.since is not None]
    made = item_address(source.text)
    if not calls:
        scripts = _scripts(client, source)
        calls = [one for one in page_calls(source.text, scripts) if one.since is not None]
        made = item_address("\n".join([source.text, *scripts]))
    return _asked(client, source, link, calls, made=made, clock=clock)


def _scripts(client: PoliteClient, source: Source) -> list[str]:
    """The texts of the scripts that the page loads from the portal's own hosts."""
    soup = parse(source.text)
    texts = []
    for address in own_scripts(soup, base_of(soup, source.url)):
        if host_of(address) in client.portal.hosts:
            try:
                texts.append(fetch(client, client.portal, PageRequest(address, referer=source.url)).text)
            except FetchError as error:
                if error.ends_run:
                    raise
    return texts


def _called(
    client: PoliteClient, source: Source, link: ColumnLink, scripts: Sequence[str], clock: Clock
) -> list[FoundColumn]:
    """The page as a column whose rows its own script fetches; only where its label or address was meant to be one."""
    made = item_address("\n".join([source.text, *scripts]))
    calls = page_calls(source.text, scripts) if link.weight > 1 else ()
    return _asked(client, source, link, calls, made=made, clock=clock)


def _asked(
    client: PoliteClient,
    source: Source,
    link: ColumnLink,
    calls: Sequence[PageCall],
    *,
    made: str | None,
    clock: Clock,
) -> list[FoundColumn]:
    """The first of ``calls`` that answers rows about budgets, as JSON or as a piece of HTML."""
    hosts = client.portal.hosts
    for call in calls:
        address = resolve(call.url.split("?", 1)[0], source.url)
        if address is None or host_of(address) not in hosts:
            continue
        tries = [(_JSON, call.api), *([(_JSON, call.api | {"item_url": made})] if made else []), (_FRAGMENT, call.api)]
        for family, api in tries:
            told = Fingerprint(family, (call.url,), 1)
            column = _column(client, _Tried(source, link, hosts, told, call.parameters, api, call), clock)
            if column is not None and _is_about_budgets(column.look):
                of_items = _calls_of_items(client, column)
                column.article, column.files = of_items.article, of_items.files
                return [column]
    return []


def _calls_of_items(client: PoliteClient, column: FoundColumn) -> ItemCalls:
    """What the page of the column's first item asks for by its address: its article where it is drawn by script, files.

    What an item's page states itself is read there at every visit and is not declared.
    """
    row = column.look.rows[0]
    if host_of(row.url) not in client.portal.hosts or is_file_address(row.url):
        return ItemCalls()
    try:
        item = fetch(client, client.portal, PageRequest(row.url, referer=column.look.entry.url))
    except FetchError as error:
        if error.ends_run:
            raise
        return ItemCalls()
    calls = calls_of_item(item.text, row.url)
    if calls.article is None and calls.files is None and "?" in row.url:
        calls = calls_of_item(item.text, row.url, _scripts(client, item))
    return calls.declared


@dataclass(frozen=True, slots=True)
class _Tried:
    """One page under one family, with the parameters of one of its columns."""

    source: Source
    link: ColumnLink
    hosts: tuple[str, ...]
    fingerprint: Fingerprint
    parameters: dict[str, str]
    api: dict[str, object] | None = None
    call: PageCall | None = None


def _column(client: PoliteClient, tried: _Tried, clock: Clock) -> FoundColumn | None:
    """One column with its first rows, ``None`` where the family finds none."""
    family, parameters, link = tried.fingerprint.family, tried.parameters, tried.link
    name = parameters.get("kind") or meta(parse(tried.source.text), "ColumnName") or link.label or None
    url = f"{link.url}#{parameters['typeid']}" if "typeid" in parameters else link.url
    base: dict[str, Any] = {"id": "new", "division": "000000", "hosts": list(tried.hosts), "family": family}
    if tried.api is not None:
        base["api"] = tried.api
    if tried.call is not None and not tried.call.is_paged and family == _JSON:
        base["page"] = {"rule": "none"}
    since = tried.call.since if tried.call is not None else None
    for filled in _in_recent_years(family, parameters, clock, since):
        entry = {"url": url, "name": name, "parameters": filled}
        portal = portal_from({**base, "entry": [entry]})
        look = look_at(client, portal, portal.entry[0], clock=clock)
        if look.rows or look.error is not None:
            break
    if not look.rows:
        return None
    rule: dict[str, str] | None = base.get("page")
    if _page_2_is_missing(look) and portal.adapter is Adapter.STATIC_LIST and _is_about_budgets(look):
        rule, look = _page_rule(client, {**base, "entry": [entry]}, look, clock)
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


def _parameters(client: PoliteClient, family: str, source: Source, url: str) -> dict[str, str]:
    """What the address and the page state, else the scripts that the family keeps its constants in."""
    text = source.text
    for script in sources_of_parameters(family):
        address = resolve(script, source.url)
        if address is None or host_of(address) not in client.portal.hosts:
            continue
        try:
            text += "\n" + fetch(client, client.portal, PageRequest(address, referer=url)).text
        except FetchError as error:
            if error.ends_run:
                raise
    return parameters_of(family, text, url)


def _families_to_try(source: Source) -> tuple[Fingerprint, ...]:
    found = fingerprints(source.text, source.url)
    return (*found[:-1][:_MAX_FAMILIES], found[-1])


def _is_about_budgets(look: ColumnLook) -> bool:
    """Rows of reports, or a column that says that it holds them."""
    about = sum(read_title(row.title).is_about_budgets for row in look.rows)
    named = bool(look.entry.name and _ABOUT.search(look.entry.name))
    return about * 3 >= len(look.rows) or (named and (about > 0 or _only_names(look)))


def _is_item(source: Source, column: FoundColumn) -> bool:
    """A page whose rows are all files and whose own title names a body, a year and a kind: a report, no column."""
    rule = column.portal.attachments
    if not all(is_file_address(row.url, rule) for row in column.look.rows):
        return False
    title = read_title(read_detail(source, column.portal).title or "")
    named = find_agency(title.text) is not None or names_other_body(title)
    return named and title.fiscal_year is not None and title.report_type is not None


def _only_leads(look: ColumnLook) -> bool:
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


def _page_2_is_missing(look: ColumnLook) -> bool:
    page = look.pages[0]
    promised = (page.claimed_pages or 1) > 1 or (page.claimed_rows or 0) > len(page.rows)
    return promised and (not look.outcome.is_success or look.rows_on(2) in (None, 0) or bool(look.note_en))


def _page_rule(
    client: PoliteClient, base: dict[str, Any], look: ColumnLook, clock: Clock
) -> tuple[dict[str, str] | None, ColumnLook]:
    """The first page rule under which page 2 has other rows; the look as it was where none does."""
    for rule in _PAGE_RULES:
        portal = portal_from({**base, "page": rule})
        tried = look_at(client, portal, portal.entry[0], clock=clock)
        if tried.rows_on(2) and not tried.note_en:
            return rule, tried
        if tried.error is not None and tried.error.ends_run:
            break
    return None, look
