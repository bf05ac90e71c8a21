"""Pages that gather the reports of many departments (怀安县2025年度县直部门决算公开汇总): columns of one page each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from domain.divisions import Divisions
from scrapers.adapters.dates import day_of_portals
from scrapers.adapters.model import Row, Source
from scrapers.adapters.rows import rows_of_links
from scrapers.addresses import host_of, identity
from scrapers.attachments import is_file_address
from scrapers.body import body_of
from scrapers.classify import decide
from scrapers.decision import Candidate
from scrapers.declaration import Portal
from scrapers.filenames import readable
from scrapers.html import base_of, parse
from scrapers.rules import Entry
from scrapers.state import ItemState, ItemVerdict
from scrapers.titles import read_title
from scrapers.walked import Listed


def gathered(source: Source, item: ItemState, portal: Portal, entry: Entry, divisions: Divisions) -> Iterator[Listed]:
    """The links of the page of ``item`` that are ours, or that a person or their own page must decide."""
    soup = parse(source.text)
    body = body_of(soup, portal.detail.body)
    whole_page = body is soup.body  # a menu may name the bureau, too
    for row in rows_of_links(body, portal.list, base_of(soup, source.url), source.encoding) if body else ():
        if host_of(row.url) not in portal.hosts and not is_file_address(row.url, portal.attachments):
            continue
        if whole_page and not is_file_address(row.url, portal.attachments) and not read_title(row.title).types:
            continue
        listed = Listed(replace(row, date=day_of_portals(row.date) or item.listed_on), item.url, item.site, item.title)
        if _may_be_ours(listed.row, item, portal, entry, divisions):
            yield listed


def with_gathered(listed: set[str], items: Mapping[str, ItemState]) -> set[str]:
    """``listed`` and what stands on a listed item's own page: it is listed as long as that page is."""
    return listed | {key for key, item in items.items() if item.listed_at and identity(item.listed_at) in listed}


def together(listed: Iterable[Listed], portal: Portal, entry: Entry, divisions: Divisions) -> list[Listed]:
    """``listed`` with the files of one printed row that are one report as one item, the others beside the first.

    One report: the same body, year, kind and scope by their titles, and the same day (县信访局: 2025年度部门决算.pdf,
    2025年度部门决算公开表.xlsx). Any other stays an item of its own.
    """
    first: dict[object, int] = {}
    items: list[Listed] = []
    for one in listed:
        report = _report_of(one, portal, entry, divisions)
        place = first.setdefault(report, len(items)) if report is not None else len(items)
        if place == len(items):
            items.append(one)
            continue
        name = readable((one.row.file_name, one.row.title)) or ""
        row = items[place].row
        items[place] = replace(items[place], row=replace(row, beside=(*row.beside, (one.row.url, name))))
    return items


def _report_of(one: Listed, portal: Portal, entry: Entry, divisions: Divisions) -> tuple[object, ...] | None:
    """The printed row of a file and the report that it is by its title; ``None`` for any other, or alone in its row."""
    row = one.row
    if row.line is None or not is_file_address(row.url, portal.attachments):
        return None
    # There is no page to look at: the row and its column are all that will ever be said.
    known = Candidate(
        row.title, row.url, row.date, row.publisher, column=one.column or entry.name, site=one.site, body=""
    )
    told = decide(known, portal, entry, divisions)
    if not told.taken:
        return None
    body = (told.division_code, told.agency, told.agency_kind)
    return (one.page_url, row.line, row.date, *body, told.fiscal_year, told.report_type, told.scope)


def _may_be_ours(row: Row, item: ItemState, portal: Portal, entry: Entry, divisions: Divisions) -> bool:
    candidate = Candidate(row.title, row.url, row.date, row.publisher, column=item.title, site=item.site)
    decision = decide(candidate, portal, entry, divisions)
    if decision.verdict is ItemVerdict.AMBIGUOUS:
        return decision.reason != "no_agency"
    return decision.taken
