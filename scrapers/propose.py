"""From an address to a declaration: which CMS, which columns, how they page, whose portal, and what it would give.

Nothing is guessed in silence: a division that the site does not name without doubt is asked of a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domain.agencies import find_agency
from domain.declared import from_yaml
from domain.divisions import Division, Divisions
from domain.ports import Clock
from scrapers.adapters.crumbs import crumbs_of
from scrapers.adapters.dates import BEIJING
from scrapers.adapters.model import PageRequest, Row
from scrapers.adapters.years import YEAR_PLACE
from scrapers.addresses import host_of
from scrapers.classify import decide
from scrapers.client import PoliteClient
from scrapers.column_search import Search, search
from scrapers.columns import unreached_bureaus, unreached_years
from scrapers.decision import Candidate, Decision
from scrapers.declaration import Portal, columns_of, load_portals, portal_from
from scrapers.fingerprint import (
    serves_many_divisions,
    yearly_parameters,
)
from scrapers.found_column import FoundColumn, unread_pager
from scrapers.html import parse
from scrapers.look import ColumnLook, asking_once, fetch
from scrapers.no_list import A_FILE, article_words, is_file
from scrapers.notices import moved_to
from scrapers.own_hosts import registered_domain
from scrapers.refusals import MovedNotice
from scrapers.sample import PortalSample, take_sample
from scrapers.titles import read_title
from scrapers.watched.columns import WatchedColumns
from scrapers.watched.port import PageWatcher
from scrapers.whose import division_of
from scrapers.yearly import declared_entry

#: Columns declared at most, those of one year by themselves: the years of a column are one column.
_MAX_COLUMNS = 6
_MAX_YEARS = 12
#: A column of one year: /czyjs/2025n/, /yjs/2025/index.html. Next year's is found by the same address.
_YEAR_FOLDER = re.compile(r"/(20\d{2})(n|nd|nian|ys|js|bmys|bmjs|年|年度)?(?=/(?:index\.\w+)?$)")
_YEAR = re.compile(r"20\d{2}年?度?")
#: Parts of host names that say nothing about whose portal it is.
_COMMON_LABELS = frozenset({"www", "gov", "com", "cn", "org", "net", "test", "xxgk", "zwgk", "zfxxgk"})


class NoColumn(Exception):
    """No page with rows about 预算 or 决算 was found; ``looked`` are the addresses that were read.

    ``told``: what these pages ask for by script and state too little of. ``given``: what was given in place of a list.
    """

    def __init__(self, url: str, looked: Sequence[str], told: Sequence[str] = (), *, given: str | None = None) -> None:
        found = (
            f"没有找到预决算栏目 no column of 预决算 found from {url} ({len(looked)} pages read): give its own address"
        )
        super().__init__("\n".join([found, *filter(None, [given]), *told]))
        self.looked = tuple(looked)
        self.told = tuple(told)


@dataclass(frozen=True, slots=True)
class WouldTake:
    """One row of the looked-at pages and what would become of it, by its title alone."""

    row: Row
    decision: Decision


@dataclass(frozen=True, slots=True)
class Proposal:
    """A declaration that was tried on the live portal, with everything it was derived from."""

    portal: Portal
    declaration: dict[str, Any]
    province: str
    looks: tuple[ColumnLook, ...]
    rows: tuple[WouldTake, ...]
    sample: PortalSample
    #: Where each part of it was read, for the person who decides.
    evidence: tuple[str, ...]
    #: Hosts that rows lead to and that are not among the portal's.
    other_hosts: tuple[str, ...] = ()

    @property
    def yaml(self) -> str:
        """The declaration file."""
        division = self.evidence[-1]
        text: str = yaml.safe_dump(self.declaration, allow_unicode=True, sort_keys=False, width=1000)
        return f"# {division}\n{text}"


def propose(
    client: PoliteClient,
    url: str,
    *,
    divisions: Divisions,
    clock: Clock,
    division: Division | None = None,
    browser: PageWatcher | None = None,
) -> Proposal:
    """Propose a declaration for the portal at ``url`` (a column, or a page that links to columns).

    ``client`` is one of :func:`first_portal`; ``browser`` watches the pages where nothing is found otherwise.

    Raises :class:`NoColumn`, :class:`~scrapers.whose.DivisionUnclear` or
    :class:`~scrapers.refusals.FetchError` when the first page cannot be had.
    """
    hosts = client.portal.hosts
    with asking_once():
        first = fetch(client, client.portal, PageRequest(url))
        if is_file(first):
            raise NoColumn(url, (url,), given=A_FILE)
        found = search(client, first, hosts, clock)
    if not found.columns and browser is not None:
        _watch(found, WatchedColumns(client, clock, browser))
    columns = found.columns
    if not columns:
        elsewhere = moved_to(first, hosts)
        if elsewhere is not None:
            raise MovedNotice(url, elsewhere)
        raise NoColumn(url, found.looked, found.told, given=article_words(first, client.portal))
    family = columns[0].portal.family
    alike = _within_limits([one for one in columns if one.portal.family == family and one.api == columns[0].api])
    rows = [row for column in alike for row in column.look.rows]
    where = "--division"
    if division is None:
        drawn = [one.page for one in alike if one.watched and one.page is not None]
        read = [first, *drawn, *(page for one in alike for page in one.look.sources)]
        pages = [] if serves_many_divisions(family) else read
        division, where = division_of(pages, rows, divisions)  # a platform's own name says nothing about its division
    declaration = _declaration(alike, division, hosts, rows, clock)
    named = _publishers(declaration, alike, divisions)
    if named:
        declaration = _with_publishers(declaration, named)
    portal = portal_from(declaration)
    decided = tuple(
        WouldTake(row, _decided(row, column.look, portal, divisions)) for column in alike for row in column.look.rows
    )
    return Proposal(
        portal=portal,
        declaration=declaration,
        province=portal.id.split("-", 1)[0],
        looks=tuple(column.look for column in alike),
        rows=decided,
        sample=PortalSample(
            portal_id=portal.id,
            taken_on=clock.now().astimezone(BEIJING).date(),
            columns=tuple(take_sample(column.look) for column in alike),
        ),
        evidence=(
            f"建站系统 family {family}: {', '.join(columns[0].fingerprint.matched) or 'no marks, rows by their shape'}",
            *(f"栏目 column {column.look.entry.name or ''} {column.look.entry.url}" for column in alike),
            *(
                f"列表在同域主机 the list is on a host of the same domain: {one}"
                for one in _listing_hosts(alike, hosts)
            ),
            *found.watched,
            *_left_out(found, alike),
            f"区划 division: {where}",
            division.full_name,
        ),
        other_hosts=tuple(sorted({host_of(row.url) for row in rows} - set(portal.hosts))),
    )


def would_be_called(portal_id: str, url: str) -> bool:
    """True where the portal at ``url`` would get the name ``portal_id``, whatever its province and division."""
    return re.sub(r"-\d{6}$", "", portal_id).endswith(f"-{_label(_twins(url)[0])}")


def _watch(found: Search, watching: WatchedColumns) -> None:
    """Columns that only a browser shows; what was told of their calls before is told anew."""
    found.columns += watching.find(found.unread)
    found.watched += watching.seen
    found.told = watching.told if found.columns else [*found.told, *watching.told]


def _within_limits(columns: Sequence[FoundColumn]) -> list[FoundColumn]:
    """The columns that are declared, in their order."""
    kept = [one for one in columns if not one.of_year][:_MAX_COLUMNS]
    kept += [one for one in columns if one.of_year][:_MAX_YEARS]
    return [one for one in columns if any(one is other for other in kept)]


def _left_out(found: Search, declared: Sequence[FoundColumn]) -> list[str]:
    """What may hold reports and is not declared: a person is told, nothing is left in silence."""
    others = [one for one in found.columns if not any(one is other for other in declared)]
    lines = [f"未列入的栏目 not declared: {one.look.entry.name or ''} {one.look.entry.url}" for one in others]
    lines += found.told
    lines += [f"未查看的栏目 not looked at: {one.label} {one.url}" for one in found.left]
    lines += [line for one in declared if (line := _pager_unread(one)) is not None]
    years = {year: None for one in declared for year in _unread(one)}
    if years:
        lines.append(
            f"页面提供但没有地址可达的年份 years that the page offers and no address leads to: {', '.join(years)}"
        )
    return lines


def _pager_unread(column: FoundColumn) -> str | None:
    """A list of one page whose own page has a box that only a script fills with a pager."""
    box = unread_pager(column)
    told = "分页由脚本绘制，未写明页数，请核对是否还有下一页 a script draws the pager and states no number of pages"
    return f"{told}: #{box} {column.look.sources[0].url}" if box else None


def _unread(column: FoundColumn) -> tuple[str, ...]:
    """Years that the column's page offers and that neither an address nor the column's own request leads to."""
    return unreached_years(column.page) if column.page is not None and column.since is None else ()


def _unread_bureaus(column: FoundColumn) -> tuple[str, ...]:
    return unreached_bureaus(column.page) if column.page is not None and column.bureau is None else ()


def first_portal(url: str) -> Portal:
    """A makeshift declaration to look around with: the host of ``url`` and its twin with or without ``www``."""
    return portal_from(
        {"id": "new", "division": "000000", "family": "static", "entry": [{"url": url}], "hosts": list(_twins(url))}
    )


def write_proposal(proposal: Proposal, folder: Path) -> Path:
    """Write the declaration into ``folder/{province}/``, with the sample and the pages it was taken from beside it.

    Raises ``FileExistsError`` naming the file rather than overwrite one, or the portal that reads a column already.
    """
    path = folder / proposal.province / f"{proposal.portal.id}.yaml"
    if path.exists():
        message = f"{path} 已存在：请修改该文件，或先移走 / exists already: edit it, or move it away"
        raise FileExistsError(message)
    columns = set(columns_of(proposal.portal))
    for other in load_portals(folder) if folder.is_dir() else ():
        if not columns.isdisjoint(columns_of(other)):
            message = f"{other.id} 已采集这一栏目，未写入 / reads this column already: nothing is written"
            raise FileExistsError(message)
    beside = path.parent / f"{proposal.portal.id}.sample"
    beside.mkdir(parents=True, exist_ok=True)
    (beside / "sample.json").write_text(proposal.sample.model_dump_json(indent=1) + "\n", encoding="utf-8")
    for place, look in enumerate(proposal.looks, start=1):
        for number, source in enumerate(look.sources, start=1):
            (beside / f"column{place}-page{number}.txt").write_text(source.text, encoding="utf-8")
    path.write_text(proposal.yaml, encoding="utf-8")
    return path


def _declaration(
    columns: Sequence[FoundColumn], division: Division, hosts: tuple[str, ...], rows: Sequence[Row], clock: Clock
) -> dict[str, Any]:
    first = columns[0]
    slug = _slugs().get(division.province, "other")
    used = {host_of(column.look.entry.url) for column in columns} | {host_of(row.url) for row in rows}
    domain = registered_domain(hosts[0])
    near = sorted(host for host in used if domain is not None and registered_domain(host) == domain)
    declaration: dict[str, Any] = {
        "id": f"{slug}-{_label(hosts[0])}"
        + (f"-{division.code}" if serves_many_divisions(first.portal.family) else ""),
        "division": division.code,
        "family": first.portal.family,
        "entry": list({entry["url"]: entry for entry in map(_entry, reversed(columns))}.values())[::-1],
        "hosts": list(dict.fromkeys([*hosts, *_listing_hosts(columns, hosts), *near])),
    }
    if first.page_rule:
        declaration["page"] = first.page_rule
    if first.api:
        declaration["api"] = first.api
    if detail := _detail(first):
        declaration["detail"] = detail
    counts = {"page1": first.look.rows_on(1), "page2": first.look.rows_on(2)}
    today = clock.now().astimezone(BEIJING).date()
    declaration["verified"] = {name: count for name, count in counts.items() if count is not None} | {"on": today}
    return declaration


def _detail(column: FoundColumn) -> dict[str, Any]:
    """How the pages of its items are asked for what their scripts draw."""
    items = column.items
    calls = {"api": items.article, "files": items.files}
    beside = {"file_base": items.file_base, "scripts": list(items.scripts)}
    return {name: one.declared for name, one in calls.items() if one is not None} | {
        name: one for name, one in beside.items() if one
    }


def _listing_hosts(columns: Sequence[FoundColumn], hosts: Sequence[str]) -> list[str]:
    """Hosts of the portal's own domain that the columns' lists are asked at."""
    reached = [host for column in columns for host in column.portal.hosts]
    return [host for host in dict.fromkeys(reached) if host not in hosts]


def _entry(column: FoundColumn) -> dict[str, Any]:
    look = column.look
    bodies = sum(find_agency(row.title) is not None for row in look.rows)
    site = look.pages[0].site or ""
    own = (
        find_agency(site) is not None
        or bodies * 5 >= len(look.rows) * 4
        or "信访局" in (look.entry.name or "")
        or any(find_agency(name) is not None for name in crumbs_of(parse(look.sources[0].text)))
    )
    yearly = _yearly_address(look)
    parameters = column.parameters | dict.fromkeys(yearly_parameters(column.portal.family), YEAR_PLACE)
    asked_by_year = [name for name, value in parameters.items() if YEAR_PLACE in value]
    entry: dict[str, Any] = {
        "url": yearly,
        "role": "bureau" if own else "county_column",
        "mixed": not own,
        "name": look.entry.name if yearly == look.entry.url else _YEAR.sub("", look.entry.name or "") or None,
        "parameters": parameters or None,
        "year_in_url": True if yearly != look.entry.url or asked_by_year else None,
        "since": column.since,
        "unread": [*_unread(column), *_unread_bureaus(column)] if column.api else None,
    }
    return {name: value for name, value in entry.items() if value not in (None, [])}


def _yearly_address(look: ColumnLook) -> str:
    """The address with a place for the year, where it holds the column's: /czyjs/2025n/, /bmys-26-002/."""
    url = _YEAR_FOLDER.sub(lambda found: "/{yyyy}" + (found.group(2) or ""), look.entry.url)
    year = read_title(look.entry.name or "").fiscal_year
    if url != look.entry.url or year is None:
        return url
    return re.sub(rf"(?<=[a-z]-){year % 100:02d}(?=-\d)", "{yy}", url, count=1)


def _publishers(declaration: dict[str, Any], columns: Sequence[FoundColumn], divisions: Divisions) -> list[str]:
    """Names under which the rows print this division's own bureau, the most frequent first."""
    portal = portal_from(declaration)
    counts: dict[str, int] = {}
    for column in columns:
        for row in column.look.rows:
            decision = _decided(row, column.look, portal, divisions)
            if decision.taken and decision.agency and decision.division_code == portal.division:
                counts[decision.agency] = counts.get(decision.agency, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))[:4]


def _with_publishers(declaration: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The names behind the family, where a reader looks for them."""
    head = {name: declaration[name] for name in ("id", "division", "family")}
    return {**head, "publisher": names, **{name: value for name, value in declaration.items() if name not in head}}


def _decided(row: Row, look: ColumnLook, portal: Portal, divisions: Divisions) -> Decision:
    entry = declared_entry(portal, look.entry.url)
    page = look.pages[0]
    candidate = Candidate(row.title, row.url, row.date, row.publisher, column=page.column or entry.name, site=page.site)
    return replace(decide(candidate, portal, entry, divisions))


def _twins(url: str) -> tuple[str, ...]:
    host = host_of(url)
    if not re.search(r"[a-z]", host):
        return (host,)
    return (host, host.removeprefix("www.")) if host.startswith("www.") else (host, f"www.{host}")


def _label(host: str) -> str:
    """The part of an id that tells the portal: ``xfj.ordos.gov.cn`` → ``xfj-ordos``."""
    labels = [part for part in re.split(r"[^a-z0-9]+", host) if part and part not in _COMMON_LABELS]
    return "-".join(labels) or re.sub(r"[^a-z0-9]+", "-", host).strip("-")


@cache
def _slugs() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "provinces.yaml"
    slugs: dict[str, str] = from_yaml(path.read_text(encoding="utf-8"))
    return slugs
