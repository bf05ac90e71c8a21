"""Columns of 预决算 on a site: pages are read, best label first, under the family whose engine finds their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.ports import Clock
from scrapers.adapters.model import PageRequest, Source
from scrapers.addresses import host_of, identity, resolve
from scrapers.client import PoliteClient
from scrapers.column_calls import CalledColumns
from scrapers.column_trees import Trees
from scrapers.columns import ColumnLink, column_links, lists_behind_more
from scrapers.fingerprint import Fingerprint, choices_of, fingerprints, parameters_of, sources_of_parameters
from scrapers.found_column import (
    FoundColumn,
    Tried,
    holds_own_reports,
    is_about_budgets,
    is_item,
    only_leads,
    try_column,
)
from scrapers.html import parse
from scrapers.look import fetch
from scrapers.refusals import FetchError

#: Pages looked at while searching for columns, and tabs or options of one year beside them.
_MAX_PAGES = 10
_MAX_YEARS = 12
#: Families tried on one column before the plain one.
_MAX_FAMILIES = 3


@dataclass(slots=True)
class Search:
    """What was found, the addresses that were read, and links as good as those found that were not followed."""

    columns: list[FoundColumn] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    left: list[ColumnLink] = field(default_factory=list)
    #: What the pages ask for by script and state too little of to be asked here, for a person.
    told: list[str] = field(default_factory=list)
    #: The given page, where it is a column of the bureau's own site that holds reports among much else: taken only
    #: where no column of 预决算 is found beside it.
    mixed: list[FoundColumn] = field(default_factory=list)
    #: Pages that may be columns whose rows a script asks for by calls that could not be read; the given page is one.
    unread: list[ColumnLink] = field(default_factory=list)
    #: What a browser was asked to watch and is declared.
    watched: list[str] = field(default_factory=list)


def search(client: PoliteClient, first: Source, hosts: tuple[str, ...], clock: Clock) -> Search:
    """Columns of 预决算: the page itself and the pages it leads to, best label first."""
    found = Search()
    columns, listed, seen = found.columns, set[str](), {identity(first.url)}
    queue: list[tuple[ColumnLink, Source | None]] = [(ColumnLink(first.url, "", 5), first)]
    behind = dict[str, set[str]]()
    trees = Trees(client, told=found.told)
    calls = CalledColumns(client, clock, told=found.told)
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
        told = calls.unread
        here = _columns(calls, trees, source, link, found.mixed if source is first else None)
        found.unread += [link] if not here and (source is first or calls.unread > told) else []
        behind[source.url] = {identity(one.url) for one in lists_behind_more(source, hosts, parse(source.text))}
        is_whole = any(identity(link.url) in lists for lists in behind.values())
        for column in here:
            # a tab may show the same rows again
            if is_whole or any(row.key not in listed for row in column.look.rows):
                columns.append(column)
            listed |= {row.key for row in column.look.rows}
            seen |= listed
        for following in (*column_links(source, hosts), *(trees.links(source) if not columns else ())):
            if identity(following.url) not in seen:
                seen.add(identity(following.url))
                queue.append((following, None))
    columns[:] = [one for one in columns if not _is_beginning(one, behind, columns)]
    columns += found.mixed if not columns else ()
    if not columns:
        found.told += calls.drawn
    least = min((_weight_of(one) for one in columns), default=0)
    found.left = [one for one in found.left if one.weight >= least]
    return found


def _is_beginning(column: FoundColumn, behind: Mapping[str, set[str]], columns: Sequence[FoundColumn]) -> bool:
    """True for a page of short lists, all found whole behind their 更多, which hold all rows that it shows."""
    lists = behind.get(column.page.url, set()) if column.page is not None and column.api is None else set()
    whole = [one for one in columns if one is not column and identity(one.look.entry.url) in lists]
    if not lists or len({identity(one.look.entry.url) for one in whole}) < len(lists):
        return False
    alike = all((one.portal.family, one.api) == (whole[0].portal.family, whole[0].api) for one in whole)
    return alike and {row.key for row in column.look.rows} <= {row.key for one in whole for row in one.look.rows}


def _weight_of(column: FoundColumn) -> int:
    """A found column ends the search for weaker ones."""
    return 4 if column.look.entry.name and "部门" in column.look.entry.name else 3


def _columns(
    calls: CalledColumns,
    trees: Trees,
    source: Source,
    link: ColumnLink,
    mixed: list[FoundColumn] | None,
) -> list[FoundColumn]:
    """The page as columns under the likeliest family that reads its rows: mostly one; none when it is none.

    ``mixed`` takes what :func:`holds_own_reports` and is no column of 预决算.
    """
    client, clock, hosts = calls.client, calls.clock, calls.client.portal.hosts
    by_bureau = calls.by_bureau(source, link, trees.records(source) if link.weight > 1 else ())
    by_call = by_bureau or calls.by_year(source, link)
    if by_call:
        return by_call
    for fingerprint in _families_to_try(source):
        stated = _parameters(client, fingerprint.family, source, link.url)
        choices = choices_of(fingerprint.family, source.text)
        tried = (Tried(source, link, hosts, fingerprint, stated | choice, scripts=calls.scripts) for choice in choices)
        found = [column for one in tried if (column := try_column(client, one, clock, tell=calls.tell)) is not None]
        if found:
            if any(is_item(source, column) for column in found):
                return []
            kept = [column for column in found if is_about_budgets(column.look) and not only_leads(column.look)]
            if mixed is not None and not kept:
                mixed += [column for column in found if holds_own_reports(source, column.look)]
            # rows that only lead to other columns may stand beside a list that a script draws
            leads = all(only_leads(column.look) for column in found)
            if kept:
                return [calls.with_later_pages(source, link, one) for one in kept]
            return calls.called(source, link, with_files=leads, has_rows=True)
    # A page without any row: its own scripts may be files.
    return calls.called(source, link, with_files=True)


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
