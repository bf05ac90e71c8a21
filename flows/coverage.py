"""Coverage cells of this run's store: for every watched division, fiscal year and report type, what is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.calendar import coverage_state, due_on
from domain.divisions import Divisions
from domain.ports import Store
from domain.records import CoverageCell, CoverageState, ParsedReport, ReportState, ReportType
from scrapers.declaration import Portal
from scrapers.departures import withdrawn_reports
from scrapers.state import ItemState, load_state

#: Disclosure became a duty of all departments step by step; before this year absence says nothing.
FIRST_YEAR = 2016

_BLOCKED = {"wall", "robots_denied", "rate_limited", "not_allowed"}
#: Also lists that came back empty or in a shape nobody knows: absence of a report cannot be told from them. The note of
#: the cell says which.
_UNREACHABLE = {"unreachable", "closed_now", "moved", "gone", "drift", "empty_list"}


def coverage_cells(
    portals: Sequence[Portal], reports: Iterable[ParsedReport], store: Store, divisions: Divisions, *, now: datetime
) -> tuple[CoverageCell, ...]:
    """One cell per (division of a portal or report, fiscal year, report type), sorted by key.

    Years run from the earlier of :data:`FIRST_YEAR` and the first report to the present fiscal year.
    """
    by_cell: dict[tuple[str, int, ReportType], ParsedReport] = {}
    for parsed in reports:
        report = parsed.report
        by_cell.setdefault((report.division_code, report.fiscal_year, report.report_type), parsed)
    watched: dict[str, list[Portal]] = {}
    for portal in portals:
        watched.setdefault(portal.division, []).append(portal)
    states = [load_state(store, portal.id)[0] for portal in portals]
    withdrawn = withdrawn_reports(states)
    codes = sorted({*watched, *(code for code, _, _ in by_cell)})
    first = min([FIRST_YEAR, *(year for _, year, _ in by_cell)])
    cells = []
    for code in codes:
        checked_at, outcome = _last_check(watched.get(code, []), store)
        for year in range(first, now.year + 1):
            for report_type in ReportType:
                parsed_report = by_cell.get((code, year, report_type))
                gone = withdrawn.get(parsed_report.report.report_id) if parsed_report else None
                due = due_on(divisions.get(code), year, report_type)
                cells.append(
                    CoverageCell(
                        division_code=code,
                        fiscal_year=year,
                        report_type=report_type,
                        state=CoverageState.WITHDRAWN
                        if gone is not None
                        else _state(
                            parsed_report, outcome, due_state=coverage_state(due, now.date()), watched=code in watched
                        ),
                        due_on=due,
                        report_id=parsed_report.report.report_id if parsed_report else None,
                        last_checked_at=checked_at,
                        evidence=parsed_report.report.page_url if parsed_report else None,
                        note=_withdrawal(gone)
                        if gone is not None
                        else (outcome if outcome not in (None, "ok", "not_modified") and not parsed_report else None),
                    )
                )
    return tuple(cells)


def _withdrawal(item: ItemState) -> str:
    """What was seen, with its days: evidence that others can judge."""
    missing = next(problem for problem in item.problems if problem.url == item.url)
    return (
        f"{item.unlisted_since:%Y-%m-%d}起不再列出，页面自{missing.first_seen:%Y-%m-%d}起不存在"
        f"（截至{missing.last_seen:%Y-%m-%d}） unlisted, its page missing at {missing.looks} looks"
    )


def _state(
    parsed: ParsedReport | None, outcome: str | None, *, due_state: CoverageState, watched: bool
) -> CoverageState:
    if parsed is not None:
        return {
            ReportState.UNREADABLE: CoverageState.UNREADABLE,
            ReportState.WITHDRAWN: CoverageState.WITHDRAWN,
        }.get(parsed.report.state, CoverageState.PUBLISHED)
    if not watched or outcome is None:
        return CoverageState.NOT_WATCHED
    if outcome in _BLOCKED:
        return CoverageState.BLOCKED
    if outcome in _UNREACHABLE:
        return CoverageState.UNREACHABLE
    return due_state


def _last_check(portals: Sequence[Portal], store: Store) -> tuple[datetime | None, str | None]:
    """When and with what outcome the division's portals were last read; a good portal outweighs a bad one."""
    checks = []
    for portal in portals:
        state, _ = load_state(store, portal.id)
        if state.last_run_at is not None:
            checks.append((state.last_outcome in ("ok", "not_modified"), state.last_run_at, state.last_outcome))
    if not checks:
        return None, None
    _, when, outcome = max(checks)
    return when, outcome
