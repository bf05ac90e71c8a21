"""What a cell of the coverage table says after each way a visit can end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.divisions import load_divisions
from domain.records import CoverageState, ReportType
from flows.coverage import coverage_cells
from scrapers.disclosure import Disclosure
from scrapers.outcomes import Outcome
from scrapers.state import DocumentProblem, ItemDecision, ItemState, ItemVerdict, PortalState, save_state
from tests.publish.samples import parsed_report
from tests.scrapers.fakes import MemoryStore, declare

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def states_after(*outcomes: Outcome | None) -> dict[tuple[int, ReportType], CoverageState]:
    """Cells of one division whose portals ended so; ``None``: never visited."""
    store = MemoryStore()
    portals = [declare(id=f"test-{place}") for place, _ in enumerate(outcomes)]
    for portal, outcome in zip(portals, outcomes, strict=True):
        if outcome is not None:
            save_state(store, PortalState(portal_id=portal.id, last_outcome=outcome.value, last_run_at=NOW), None)
    cells = coverage_cells(portals, (), store, load_divisions(), now=NOW)
    assert {cell.division_code for cell in cells} == {"140423"}
    return {(cell.fiscal_year, cell.report_type): cell.state for cell in cells}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.WALL, CoverageState.BLOCKED),
        (Outcome.ROBOTS_DENIED, CoverageState.BLOCKED),
        (Outcome.RATE_LIMITED, CoverageState.BLOCKED),
        (Outcome.NOT_ALLOWED, CoverageState.BLOCKED),
        (Outcome.UNREACHABLE, CoverageState.UNREACHABLE),
        (Outcome.CLOSED_NOW, CoverageState.UNREACHABLE),
        (Outcome.MOVED, CoverageState.UNREACHABLE),
        (Outcome.GONE, CoverageState.UNREACHABLE),
        (Outcome.DRIFT, CoverageState.UNREACHABLE),
        (Outcome.EMPTY_LIST, CoverageState.UNREACHABLE),
    ],
)
def test_what_stood_in_the_way_is_no_missing_report(outcome: Outcome, state: CoverageState) -> None:
    assert set(states_after(outcome).values()) == {state}


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.NOT_MODIFIED, Outcome.PARTIAL, Outcome.PAGE_IGNORED])
def test_a_portal_that_was_read_without_the_report_means_missing_by_date(outcome: Outcome) -> None:
    states = states_after(outcome)
    assert states[2020, ReportType.FINAL_ACCOUNTS] is CoverageState.NOT_FOUND
    assert states[2025, ReportType.FINAL_ACCOUNTS] is CoverageState.OVERDUE
    assert states[2026, ReportType.FINAL_ACCOUNTS] is CoverageState.NOT_DUE


def test_every_outcome_has_a_state() -> None:
    named = {outcome: set(states_after(outcome).values()) for outcome in Outcome}
    assert not any(CoverageState.NOT_WATCHED in states for states in named.values())


def test_a_portal_never_visited_is_not_watched() -> None:
    assert set(states_after(None).values()) == {CoverageState.NOT_WATCHED}


def test_a_good_portal_outweighs_a_blocked_one_of_the_same_division() -> None:
    assert CoverageState.BLOCKED not in states_after(Outcome.WALL, Outcome.OK).values()
    assert CoverageState.BLOCKED not in states_after(Outcome.OK, Outcome.WALL).values()


def test_a_withdrawn_report_keeps_its_row_and_its_cell_says_what_was_seen() -> None:
    parsed = parsed_report(year=2023)
    head, url = parsed.report, "https://www.a.test/1.html"
    lost = NOW - timedelta(days=3)
    item = ItemState(
        url=url,
        title=head.title or "",
        decision=ItemDecision(verdict=ItemVerdict.TAKE, reason="report"),
        first_seen=lost,
        last_seen=lost,
        unlisted_since=lost,
        disclosure=Disclosure(
            division_code=head.division_code,
            agency=head.agency,
            agency_kind="bureau",
            scope=head.scope,
            fiscal_year=head.fiscal_year,
            report_type=head.report_type,
            page_url=url,
            portal_id="test",
            first_seen_on=lost.date(),
        ),
        problems=(DocumentProblem(url=url, state="not_found", message="404", first_seen=lost, last_seen=NOW, looks=3),),
    )
    states = {}
    for name, items in {"lost": {"1": item}, "listed": {"1": item.model_copy(update={"unlisted_since": None})}}.items():
        store, portal = MemoryStore(), declare(id="test")
        save_state(store, PortalState(portal_id="test", last_outcome="ok", last_run_at=NOW, items=items), None)
        cells = coverage_cells([portal], [parsed], store, load_divisions(), now=NOW)
        states[name] = next(cell for cell in cells if cell.report_id == head.report_id)
    assert states["lost"].state is CoverageState.WITHDRAWN
    assert "2026-11-17起不再列出" in (states["lost"].note or "")
    assert (states["listed"].state, states["listed"].note) == (CoverageState.PUBLISHED, None)
