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
from scrapers.adapters.dates import BEIJING
from scrapers.adapters.model import PageRequest, Row, Source
from scrapers.addresses import host_of, identity, resolve
from scrapers.case import names_other_body, rest_of
from scrapers.classify import decide
from scrapers.client import PoliteClient
from scrapers.columns import ColumnLink, column_links
from scrapers.decision import Candidate, Decision
from scrapers.declaration import Portal, portal_from
from scrapers.fingerprint import Fingerprint, fingerprints, parameters_of, sources_of_parameters
from scrapers.html import meta, parse
from scrapers.look import ColumnLook, fetch, look_at
from scrapers.refusals import FetchError
from scrapers.rules import Adapter
from scrapers.sample import PortalSample, take_sample
from scrapers.titles import read_title
from scrapers.whose import division_of
from scrapers.yearly import declared_entry

#: Pages looked at while searching for columns, and columns declared at most.
_MAX_PAGES = 10
_MAX_COLUMNS = 6
#: Families tried on one column before the plain one.
_MAX_FAMILIES = 3
#: A column of one year: /czyjs/2025n/, /yjs/2025/index.html. Next year's is found by the same address.
_YEAR_FOLDER = re.compile(r"/(20\d{2})(n|nd|nian|ys|js|bmys|bmjs|年|年度)?(?=/(?:index\.\w+)?$)")
#: The name of a column is no longer than this.
_COLUMN_NAME = 14
_ABOUT = re.compile(r"预算|决算|预决算")
_PAGE_RULES: tuple[dict[str, str], ...] = (
    {"rule": "suffix_zero_based"},
    {"rule": "suffix_one_based"},
    {"rule": "query", "parameter": "page"},
    {"rule": "path"},
)
#: Parts of host names that say nothing about whose portal it is.
_COMMON_LABELS = frozenset({"www", "gov", "com", "cn", "org", "net", "test", "xxgk", "zwgk", "zfxxgk"})


class NoColumn(Exception):
    """No page with rows about 预算 or 决算 was found; ``looked`` are the addresses that were read."""

    def __init__(self, url: str, looked: Sequence[str]) -> None:
        super().__init__(
            f"没有找到预决算栏目 no column of 预决算 found from {url} ({len(looked)} pages read): give its own address"
        )
        self.looked = tuple(looked)


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


@dataclass(slots=True)
class _Column:
    look: ColumnLook
    portal: Portal
    fingerprint: Fingerprint
    page_rule: dict[str, str] | None
    parameters: dict[str, str]


def propose(
    client: PoliteClient,
    url: str,
    *,
    divisions: Divisions,
    clock: Clock,
    division: Division | None = None,
) -> Proposal:
    """Propose a declaration for the portal at ``url`` (a column, or a page that links to columns).

    ``client`` is one of :func:`first_portal`. Raises :class:`NoColumn`, :class:`~scrapers.whose.DivisionUnclear` or
    :class:`~scrapers.refusals.FetchError` when the first page cannot be had.
    """
    hosts = client.portal.hosts
    first = fetch(client, client.portal, PageRequest(url))
    columns, looked = _search(client, first, hosts, clock)
    if not columns:
        raise NoColumn(url, looked)
    family = columns[0].portal.family
    alike = [column for column in columns if column.portal.family == family][:_MAX_COLUMNS]
    rows = [row for column in alike for row in column.look.rows]
    where = "--division"
    if division is None:
        division, where = division_of(
            [first, *(source for one in alike for source in one.look.sources)], rows, divisions
        )
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
            f"区划 division: {where}",
            division.full_name,
        ),
        other_hosts=tuple(sorted({host_of(row.url) for row in rows} - set(portal.hosts))),
    )


def first_portal(url: str) -> Portal:
    """A makeshift declaration to look around with: the host of ``url`` and its twin with or without ``www``."""
    return portal_from(
        {"id": "new", "division": "000000", "family": "static", "entry": [{"url": url}], "hosts": list(_twins(url))}
    )


def write_proposal(proposal: Proposal, folder: Path) -> Path:
    """Write the declaration into ``folder/{province}/``, with the sample and the pages it was taken from beside it.

    Raises ``FileExistsError`` naming the file rather than overwrite one.
    """
    path = folder / proposal.province / f"{proposal.portal.id}.yaml"
    if path.exists():
        message = f"{path} 已存在 exists already: edit it, or move it away"
        raise FileExistsError(message)
    beside = path.parent / f"{proposal.portal.id}.sample"
    beside.mkdir(parents=True, exist_ok=True)
    (beside / "sample.json").write_text(proposal.sample.model_dump_json(indent=1) + "\n", encoding="utf-8")
    for place, look in enumerate(proposal.looks, start=1):
        for number, source in enumerate(look.sources, start=1):
            (beside / f"column{place}-page{number}.txt").write_text(source.text, encoding="utf-8")
    path.write_text(proposal.yaml, encoding="utf-8")
    return path


def _search(
    client: PoliteClient, first: Source, hosts: tuple[str, ...], clock: Clock
) -> tuple[list[_Column], list[str]]:
    """Columns of 预决算: the page itself and the pages it leads to, best label first."""
    columns: list[_Column] = []
    looked: list[str] = []
    seen = {identity(first.url)}
    queue: list[tuple[ColumnLink, Source | None]] = [(ColumnLink(first.url, "", 5), first)]
    while queue and len(looked) < _MAX_PAGES:
        queue.sort(key=lambda pair: -pair[0].weight)
        link, source = queue.pop(0)
        if columns and link.weight < min(_weight_of(one) for one in columns):
            break
        looked.append(link.url)
        if source is None:
            try:
                source = fetch(client, client.portal, PageRequest(link.url))
            except FetchError as error:
                if error.ends_run:
                    break
                continue
        column = _column(client, source, link, hosts, clock)
        if column is not None:
            columns.append(column)
            seen |= {row.key for row in column.look.rows}
        for following in column_links(source, hosts):
            if identity(following.url) not in seen:
                seen.add(identity(following.url))
                queue.append((following, None))
    return columns, looked


def _weight_of(column: _Column) -> int:
    """A found column ends the search for weaker ones."""
    return 4 if column.look.entry.name and "部门" in column.look.entry.name else 3


def _column(
    client: PoliteClient, source: Source, link: ColumnLink, hosts: tuple[str, ...], clock: Clock
) -> _Column | None:
    """The page as a column of 预决算 under the likeliest family that reads its rows; ``None`` when it is none."""
    for fingerprint in _families_to_try(source):
        parameters = _parameters(client, fingerprint.family, source, link.url)
        name = meta(parse(source.text), "ColumnName") or link.label or None
        entry = {"url": link.url, "name": name, "parameters": parameters}
        base = {"id": "new", "division": "000000", "hosts": list(hosts), "entry": [entry]}
        portal = portal_from({**base, "family": fingerprint.family})
        look = look_at(client, portal, portal.entry[0], clock=clock)
        if not look.rows:
            continue
        if not _is_about_budgets(look) or _only_leads(look):
            return None
        rule = None
        if _page_2_is_missing(look) and portal.adapter is Adapter.STATIC_LIST:
            rule, look = _page_rule(client, {**base, "family": fingerprint.family}, look, clock)
        return _Column(look, portal, fingerprint, rule, parameters)
    return None


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


def _declaration(
    columns: Sequence[_Column], division: Division, hosts: tuple[str, ...], rows: Sequence[Row], clock: Clock
) -> dict[str, Any]:
    first = columns[0]
    slug = _slugs().get(division.province, "other")
    used = {host_of(column.look.entry.url) for column in columns} | {host_of(row.url) for row in rows}
    near = sorted(host for host in used if _domain(host) == _domain(hosts[0]))
    declaration: dict[str, Any] = {
        "id": f"{slug}-{_label(hosts[0])}",
        "division": division.code,
        "family": first.portal.family,
        "entry": [_entry(column) for column in columns],
        "hosts": list(dict.fromkeys([*hosts, *near])),
    }
    if first.page_rule:
        declaration["page"] = first.page_rule
    counts = {"page1": first.look.rows_on(1), "page2": first.look.rows_on(2)}
    today = clock.now().astimezone(BEIJING).date()
    declaration["verified"] = {name: count for name, count in counts.items() if count is not None} | {"on": today}
    return declaration


def _entry(column: _Column) -> dict[str, Any]:
    look = column.look
    bodies = sum(find_agency(row.title) is not None for row in look.rows)
    site = look.pages[0].site or ""
    own = find_agency(site) is not None or bodies * 5 >= len(look.rows) * 4 or "信访局" in (look.entry.name or "")
    yearly = _YEAR_FOLDER.sub(lambda found: "/{yyyy}" + (found.group(2) or ""), look.entry.url)
    entry: dict[str, Any] = {
        "url": yearly,
        "role": "bureau" if own else "county_column",
        "mixed": not own,
        "name": look.entry.name,
        "parameters": column.parameters or None,
        "year_in_url": True if yearly != look.entry.url else None,
    }
    return {name: value for name, value in entry.items() if value is not None}


def _publishers(declaration: dict[str, Any], columns: Sequence[_Column], divisions: Divisions) -> list[str]:
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


def _domain(host: str) -> str:
    """``zfxxgk.lishi.gov.cn`` → ``lishi.gov.cn``; hosts of one domain belong to one portal."""
    labels = host.split(":", maxsplit=1)[0].split(".")
    length = 3 if labels[-2:] in (["gov", "cn"], ["org", "cn"], ["com", "cn"], ["net", "cn"]) else 2
    return ".".join(labels[-length:])


def _label(host: str) -> str:
    """The part of an id that tells the portal: ``xfj.ordos.gov.cn`` → ``xfj-ordos``."""
    labels = [part for part in re.split(r"[^a-z0-9]+", host) if part and part not in _COMMON_LABELS]
    return "-".join(labels) or re.sub(r"[^a-z0-9]+", "-", host).strip("-")


@cache
def _slugs() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "provinces.yaml"
    slugs: dict[str, str] = from_yaml(path.read_text(encoding="utf-8"))
    return slugs
