"""Coverage cells of this run's store: for every watched division, fiscal year and report type, what is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from domain.calendar import coverage_state, due_on
from domain.divisions import Divisions
from domain.ports import Store
from domain.records import CoverageCell, CoverageState, ParsedReport, Report, ReportState, ReportType
from flows.looks import Look, absence, last_seen
from flows.portal_digests import NOT_FETCHED, NOT_READ, ListedReport, PortalDigest, Withdrawal, digest_of
from scrapers.declaration import Portal
from scrapers.state import load_state
from scrapers.yearly import address_of

#: Disclosure became a duty of all departments step by step; before this year absence says nothing.
FIRST_YEAR = 2016


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A published report, as far as its coverage cell tells of it."""

    report_id: str
    fiscal_year: int
    report_type: ReportType
    state: ReportState
    page_url: str


class CoverageBook:
    """What the portals tell of every division, at the moment ``now``. ``digests`` are looked at one by one."""

    def __init__(
        self, portals: Sequence[Portal], digests: Iterable[PortalDigest], divisions: Divisions, *, now: datetime
    ) -> None:
        self._divisions = divisions
        self._now = now
        self._looks: dict[str, list[Look]] = {portal.division: [] for portal in portals}
        self._listed: dict[str, dict[str, ListedReport]] = {}
        self._withdrawn: dict[str, dict[str, Withdrawal]] = {}
        declared = {portal.id: portal for portal in portals}
        withdrawn: dict[str, tuple[str, Withdrawal]] = {}
        standing: set[str] = set()
        for digest in digests:
            if digest.portal_id in declared:
                self._take(declared[digest.portal_id], digest)
                standing |= digest.standing
                for report_id, evidence in digest.withdrawn.items():
                    # Of two portals that withdrew a report the one that is last by its id tells of it, in any order.
                    if report_id not in withdrawn or withdrawn[report_id][0] < digest.portal_id:
                        withdrawn[report_id] = (digest.portal_id, evidence)
        for report_id, (_, evidence) in sorted(withdrawn.items()):
            # One that still stands on any portal is not withdrawn.
            if report_id not in standing:
                self._withdrawn.setdefault(report_id[:6], {})[report_id] = evidence

    def _take(self, portal: Portal, digest: PortalDigest) -> None:
        url = digest.trouble_at or address_of(portal.entry[0])
        look = Look(portal.id, digest.last_run_at, digest.last_outcome, url, digest.is_unread)
        self._looks[portal.division].append(look)
        for report_id, listed in digest.listed.items():
            known = self._listed.setdefault(report_id[:6], {})
            # Of several portals that list it the address that comes first, in any order of the digests.
            if report_id not in known or listed.url < known[report_id].url:
                known[report_id] = listed

    def divisions(self) -> tuple[str, ...]:
        """Codes of the divisions that a portal is declared for, or that one lists a report of."""
        return tuple(sorted({*self._looks, *self._listed}))

    def basis(self, code: str) -> str:
        """Everything but the reports that :meth:`cells` depends on."""
        seasons = [
            (year, report_type.value, str(due), coverage_state(due, self._now.date()).value)
            for year in range(FIRST_YEAR, self._now.year + 1)
            for report_type in ReportType
            for due in (due_on(self._divisions.get(code), year, report_type),)
        ]
        gone = {report_id: _sentence(one) for report_id, one in self._withdrawn.get(code, {}).items()}
        looks = sorted(map(repr, self._looks.get(code, ())))
        listed = sorted((report_id, repr(one)) for report_id, one in self._listed.get(code, {}).items())
        return json.dumps([code in self._looks, looks, listed, gone, seasons], default=str)

    def cells(
        self, code: str, reports: Iterable[KnownReport], withheld: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[CoverageCell, ...]:
        """One cell per fiscal year and report type, in order.

        Years run from the earlier of :data:`FIRST_YEAR` and the division's first report to the present one.
        ``withheld``: reasons by the id of reports that are published by their sources and not by us.
        """
        by_cell: dict[tuple[int, ReportType], KnownReport] = {}
        for one in reports:
            by_cell.setdefault((one.fiscal_year, one.report_type), one)
        held_back = {_cell_of(report_id): reason for report_id, reason in sorted(withheld.items(), reverse=True)}
        listed = {_cell_of(report_id): report_id for report_id in sorted(self._listed.get(code, ()), reverse=True)}
        first = min([FIRST_YEAR, *(year for year, _ in (*by_cell, *held_back, *listed))])
        cells = []
        for year in range(first, self._now.year + 1):
            for report_type in ReportType:
                key = (year, report_type)
                if key in by_cell:
                    cell = self._published(code, by_cell[key])
                elif key in held_back:
                    cell = self._cell(code, key, CoverageState.PARSE_FAILED, note=held_back[key])
                elif key in listed:
                    cell = self._only_listed(code, listed[key])
                else:
                    cell = self._missing(code, key)
                cells.append(cell)
        return tuple(cells)

    def _published(self, code: str, report: KnownReport) -> CoverageCell:
        gone = self._withdrawn.get(code, {}).get(report.report_id)
        state = {
            ReportState.UNREADABLE: CoverageState.UNREADABLE,
            ReportState.WITHDRAWN: CoverageState.WITHDRAWN,
        }.get(report.state, CoverageState.PUBLISHED)
        cell = self._cell(code, (report.fiscal_year, report.report_type), state, evidence=report.page_url)
        told = {"state": CoverageState.WITHDRAWN, "note": _sentence(gone)} if gone else {}
        return cell.model_copy(update={"report_id": report.report_id, **told})

    def _only_listed(self, code: str, report_id: str) -> CoverageCell:
        """A report that its source published, and that could not be had or read."""
        key, one = _cell_of(report_id), self._listed[code][report_id]
        gone = self._withdrawn.get(code, {}).get(report_id)
        if gone is not None:
            return self._cell(code, key, CoverageState.WITHDRAWN, evidence=one.url, note=_sentence(gone))
        ours = one.state == NOT_READ
        state = CoverageState.PARSE_FAILED if ours else CoverageState.UNREADABLE
        return self._cell(code, key, state, evidence=one.url, note=_listed_words(one))

    def _missing(self, code: str, key: tuple[int, ReportType]) -> CoverageCell:
        """Nothing that is not due yet is anybody's fault, whatever stands in the way today."""
        looks = self._looks.get(code, ())
        due_state = coverage_state(self._due_on(code, key), self._now.date())
        seen = absence(looks)
        if due_state is CoverageState.NOT_DUE and seen.state is not CoverageState.NOT_WATCHED:
            return self._cell(code, key, due_state)
        cell = self._cell(code, key, seen.state or due_state, evidence=seen.evidence, note=seen.note)
        return cell.model_copy(update={"last_checked_at": seen.at})

    def _due_on(self, code: str, key: tuple[int, ReportType]) -> date | None:
        return due_on(self._divisions.get(code), *key)

    def _cell(
        self,
        code: str,
        key: tuple[int, ReportType],
        state: CoverageState,
        *,
        evidence: str | None = None,
        note: str | None = None,
    ) -> CoverageCell:
        return CoverageCell(
            division_code=code,
            fiscal_year=key[0],
            report_type=key[1],
            state=state,
            due_on=self._due_on(code, key),
            last_checked_at=last_seen(self._looks.get(code, ())),
            evidence=evidence,
            note=note,
        )


def coverage_cells(
    portals: Sequence[Portal], reports: Iterable[ParsedReport], store: Store, divisions: Divisions, *, now: datetime
) -> tuple[CoverageCell, ...]:
    """The cells of every division of a portal or a report, sorted by key."""
    digests = (digest_of(load_state(store, portal.id)[0]) for portal in portals)
    book = CoverageBook(portals, digests, divisions, now=now)
    of_division: dict[str, list[KnownReport]] = {code: [] for code in book.divisions()}
    for parsed in reports:
        of_division.setdefault(parsed.report.division_code, []).append(_known(parsed.report))
    return tuple(cell for code, known in sorted(of_division.items()) for cell in book.cells(code, known))


def _known(report: Report) -> KnownReport:
    return KnownReport(report.report_id, report.fiscal_year, report.report_type, report.state, report.page_url)


def _cell_of(report_id: str) -> tuple[int, ReportType]:
    """Fiscal year and type, which every report's id states."""
    _, year, slug, _ = report_id.split("-", 3)
    return int(year), next(one for one in ReportType if one.slug == slug)


def _sentence(one: Withdrawal) -> str:
    """What was seen, with its days: evidence that others can judge."""
    missing = one.page_missing
    return (
        f"{one.unlisted_since:%Y-%m-%d}起不再列出，页面自{missing.first_seen:%Y-%m-%d}起不存在"
        f"（截至{missing.last_seen:%Y-%m-%d}） unlisted, its page missing at {missing.looks} looks"
    )


def _listed_words(one: ListedReport) -> str:
    day = f"{one.since:%Y-%m-%d}"
    if one.state == NOT_READ:
        return f"{day}起列出，文件已取得，未读出报告 listed, its files were fetched and no report was read from them"
    if one.state == NOT_FETCHED:
        return f"{day}起列出，尚未下载 listed, not fetched yet"
    return f"已列出，{day}起未能取得 listed, not to be had: {one.state}: {one.message}"
