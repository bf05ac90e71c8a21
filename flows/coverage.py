"""Coverage cells of this run's store: for every watched division, fiscal year and report type, what is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.calendar import coverage_state, due_on
from domain.divisions import Divisions
from domain.ports import Store
from domain.records import CoverageCell, CoverageState, ParsedReport, Report, ReportState, ReportType
from flows.portal_digests import PortalDigest, Withdrawal, digest_of
from scrapers.declaration import Portal
from scrapers.state import load_state

#: Disclosure became a duty of all departments step by step; before this year absence says nothing.
FIRST_YEAR = 2016

_BLOCKED = {"wall", "robots_denied", "rate_limited", "not_allowed"}
#: Also lists that came back empty or in a shape nobody knows: absence of a report cannot be told from them. The note of
#: the cell says which.
_UNREACHABLE = {"unreachable", "closed_now", "moved", "gone", "drift", "empty_list", "too_large"}


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A published report, as far as its coverage cell tells of it."""

    report_id: str
    fiscal_year: int
    report_type: ReportType
    state: ReportState
    page_url: str


@dataclass(frozen=True, slots=True)
class Visit:
    """When and with what outcome a portal was last read."""

    at: datetime | None
    outcome: str | None


class CoverageBook:
    """What the portals tell of every division, at the moment ``now``. ``digests`` are looked at one by one."""

    def __init__(
        self, portals: Sequence[Portal], digests: Iterable[PortalDigest], divisions: Divisions, *, now: datetime
    ) -> None:
        self._divisions = divisions
        self._now = now
        self._visits: dict[str, list[Visit]] = {portal.division: [] for portal in portals}
        self._withdrawn: dict[str, dict[str, Withdrawal]] = {}
        places = {portal.id: portal.division for portal in portals}
        withdrawn: dict[str, tuple[str, Withdrawal]] = {}
        standing: set[str] = set()
        for digest in digests:
            if digest.portal_id in places:
                self._visits[places[digest.portal_id]].append(Visit(digest.last_run_at, digest.last_outcome))
                standing |= digest.standing
                for report_id, evidence in digest.withdrawn.items():
                    # Of two portals that withdrew a report the one that is last by its id tells of it, in any order.
                    if report_id not in withdrawn or withdrawn[report_id][0] < digest.portal_id:
                        withdrawn[report_id] = (digest.portal_id, evidence)
        for report_id, (_, evidence) in sorted(withdrawn.items()):
            # One that still stands on any portal is not withdrawn.
            if report_id not in standing:
                self._withdrawn.setdefault(report_id[:6], {})[report_id] = evidence

    def watched(self) -> tuple[str, ...]:
        """Codes of the divisions that a portal is declared for."""
        return tuple(sorted(self._visits))

    def basis(self, code: str) -> str:
        """Everything but the reports that :meth:`cells` depends on."""
        seasons = [
            (year, report_type.value, str(due), coverage_state(due, self._now.date()).value)
            for year in range(FIRST_YEAR, self._now.year + 1)
            for report_type in ReportType
            for due in (due_on(self._divisions.get(code), year, report_type),)
        ]
        gone = {report_id: _sentence(one) for report_id, one in self._withdrawn.get(code, {}).items()}
        return json.dumps([code in self._visits, self._last_check(code), gone, seasons], default=str)

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
        first = min([FIRST_YEAR, *(year for year, _ in (*by_cell, *held_back))])
        return tuple(
            self._cell(code, year, report_type, by_cell.get((year, report_type)), held_back.get((year, report_type)))
            for year in range(first, self._now.year + 1)
            for report_type in ReportType
        )

    def _cell(
        self, code: str, year: int, report_type: ReportType, report: KnownReport | None, withheld: str | None
    ) -> CoverageCell:
        due = due_on(self._divisions.get(code), year, report_type)
        checked_at, outcome = self._last_check(code)
        gone = self._withdrawn.get(code, {}).get(report.report_id) if report else None
        state = _state(report, outcome, due_state=coverage_state(due, self._now.date()), watched=code in self._visits)
        note = outcome if outcome not in (None, "ok", "not_modified") and not report else None
        if gone is not None:
            state, note = CoverageState.WITHDRAWN, _sentence(gone)
        elif report is None and withheld is not None:
            state, note = CoverageState.PARSE_FAILED, withheld
        return CoverageCell(
            division_code=code,
            fiscal_year=year,
            report_type=report_type,
            state=state,
            due_on=due,
            report_id=report.report_id if report else None,
            last_checked_at=checked_at,
            evidence=report.page_url if report else None,
            note=note,
        )

    def _last_check(self, code: str) -> tuple[datetime | None, str | None]:
        """When and with what outcome the division's portals were last read; a good portal outweighs a bad one."""
        checks = [
            (visit.outcome in ("ok", "not_modified"), visit.at, visit.outcome)
            for visit in self._visits.get(code, ())
            if visit.at is not None
        ]
        if not checks:
            return None, None
        _, when, outcome = max(checks)
        return when, outcome


def coverage_cells(
    portals: Sequence[Portal], reports: Iterable[ParsedReport], store: Store, divisions: Divisions, *, now: datetime
) -> tuple[CoverageCell, ...]:
    """The cells of every division of a portal or a report, sorted by key."""
    digests = (digest_of(load_state(store, portal.id)[0]) for portal in portals)
    book = CoverageBook(portals, digests, divisions, now=now)
    of_division: dict[str, list[KnownReport]] = {code: [] for code in book.watched()}
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


def _state(
    report: KnownReport | None, outcome: str | None, *, due_state: CoverageState, watched: bool
) -> CoverageState:
    if report is not None:
        return {
            ReportState.UNREADABLE: CoverageState.UNREADABLE,
            ReportState.WITHDRAWN: CoverageState.WITHDRAWN,
        }.get(report.state, CoverageState.PUBLISHED)
    if not watched or outcome is None:
        return CoverageState.NOT_WATCHED
    if outcome in _BLOCKED:
        return CoverageState.BLOCKED
    if outcome in _UNREACHABLE:
        return CoverageState.UNREACHABLE
    return due_state
