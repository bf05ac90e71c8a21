"""When a portal is due: driven by what is missing and when it should be there, not by the calendar alone.

An overdue report is looked for at every run of the day, one whose season is near daily, one that never came every few
days; a portal whose reports are all there rests for a week. One that lost a report from its list is asked again within
days, and one that the budget kept from asking at the next run. Due dates are the rules of ``domain.calendar``. A portal
with declared hours waits for a run within them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.calendar import coverage_state, due_on
from domain.divisions import Divisions
from domain.ports import Store
from domain.records import CoverageState, ReportType
from scrapers.adapters.dates import BEIJING
from scrapers.declaration import Portal
from scrapers.departures import is_doubted
from scrapers.outcomes import Outcome, within
from scrapers.state import PortalState, load_state

REST, NOT_FOUND, SEASON = timedelta(days=7), timedelta(days=3), timedelta(days=1)
#: A season begins so long before its last day.
_SEASON_LENGTH = timedelta(days=75)
#: Runs do not begin to the minute; a portal that is due within the hour is due.
_LATITUDE = timedelta(hours=1)


def due_portals(portals: Iterable[Portal], store: Store, divisions: Divisions, *, now: datetime) -> tuple[Portal, ...]:
    """The portals that this run should visit, in their order: due, and open by their declared hours."""
    return tuple(
        portal
        for portal in portals
        if (portal.pace.window is None or within(portal.pace.window, now))
        and next_visit(portal, load_state(store, portal.id)[0], divisions, now=now) <= now + _LATITUDE
    )


def next_visit(portal: Portal, state: PortalState, divisions: Divisions, *, now: datetime) -> datetime:
    """When ``portal`` is to be visited next; ``now`` where it never was."""
    if state.last_run_at is None:
        return now
    today = now.astimezone(BEIJING).date()
    found = {
        (one.disclosure.fiscal_year, one.disclosure.report_type)
        for one in state.items.values()
        if one.disclosure is not None and one.disclosure.documents
    }
    division = divisions.get(portal.division)
    pauses = [
        _pause(due_on(division, year, report_type), today, portal, found=(year, report_type) in found)
        for year in (today.year - 1, today.year)
        for report_type in ReportType
    ]
    if any(is_doubted(one, now) for one in state.items.values()):
        pauses.append(NOT_FOUND)
    if state.last_outcome == Outcome.BUDGET_SPENT.value:
        pauses.append(timedelta(days=1) / portal.pace.per_day)  # nothing was asked: no reason to rest
    return state.last_run_at + min(pauses)


def _pause(due: date | None, today: date, portal: Portal, *, found: bool) -> timedelta:
    if found or due is None:
        return REST
    match coverage_state(due, today):
        case CoverageState.OVERDUE:
            return timedelta(days=1) / portal.pace.per_day
        case CoverageState.NOT_FOUND:
            return NOT_FOUND
        case _:
            return SEASON if due - today <= _SEASON_LENGTH else REST
