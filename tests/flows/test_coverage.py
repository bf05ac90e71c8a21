"""What a cell of the coverage table says after each way a visit can end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.divisions import load_divisions
from domain.records import CoverageCell, CoverageState, ReportType
from flows.coverage import coverage_cells
from flows.outcome_words import WORDS
from scrapers.disclosure import Disclosure
from scrapers.outcomes import Outcome
from scrapers.state import DocumentProblem, EntryState, ItemDecision, ItemState, ItemVerdict, PortalState, save_state
from tests.publish.samples import parsed_report
from tests.scrapers.fakes import MemoryStore, declare, page, redirect
from tests.scrapers.visits import ENTRY, TITLE, article, listing, row, world

PAGE = "http://www.a.test/czxx/1.html"
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


def cells_of(*states: PortalState | None) -> dict[int, CoverageCell]:
    """Cells of final accounts by year, of one division whose portals have these states (``None``: never visited)."""
    store = MemoryStore()
    portals = [declare(id=f"test-{place}") for place, _ in enumerate(states)]
    for portal, state in zip(portals, states, strict=True):
        if state is not None:
            save_state(store, state.model_copy(update={"portal_id": portal.id}), None)
    cells = coverage_cells(portals, (), store, load_divisions(), now=NOW)
    return {cell.fiscal_year: cell for cell in cells if cell.report_type is ReportType.FINAL_ACCOUNTS}


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
        (Outcome.BUDGET_SPENT, CoverageState.UNREACHABLE),
    ],
)
def test_what_stood_in_the_way_is_no_missing_report(outcome: Outcome, state: CoverageState) -> None:
    states = states_after(outcome)
    assert states.pop((2026, ReportType.FINAL_ACCOUNTS)) is CoverageState.NOT_DUE, "due in October of next year"
    assert set(states.values()) == {state}


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.is_success])
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


@pytest.mark.parametrize("outcomes", [(Outcome.WALL, Outcome.OK), (Outcome.OK, Outcome.WALL)])
def test_a_good_portal_does_not_clear_the_wall_of_another_one_of_the_division(outcomes: tuple[Outcome, ...]) -> None:
    wall = outcomes.index(Outcome.WALL)
    cell = cells_of(*(PortalState(portal_id="", last_outcome=one.value, last_run_at=NOW) for one in outcomes))[2023]
    assert (cell.state, cell.last_checked_at) == (CoverageState.BLOCKED, NOW)
    assert cell.note == f"test-{wall}: 被拦截 a wall"
    assert cell.evidence == ENTRY


def test_a_portal_that_was_never_visited_is_named_beside_one_that_was() -> None:
    cell = cells_of(PortalState(portal_id="", last_outcome="ok", last_run_at=NOW), None)[2023]
    assert (cell.state, cell.note) == (CoverageState.NOT_FOUND, "test-1: 尚未访问 never visited")


def test_the_evidence_is_the_column_that_stands_in_the_way() -> None:
    columns = {
        ENTRY: EntryState(last_outcome="ok", last_run_at=NOW, history_read=True),
        "http://www.a.test/wall/": EntryState(last_outcome="wall", last_run_at=NOW),
        "http://www.a.test/old/": EntryState(last_outcome="wall", last_run_at=NOW - timedelta(days=400)),
    }
    state = PortalState(portal_id="", last_outcome="wall", last_run_at=NOW, entries=columns)
    assert cells_of(state)[2023].evidence == "http://www.a.test/wall/"


def test_a_column_that_was_never_read_to_its_end_accuses_nobody() -> None:
    states = []
    for read in (False, True):
        column = EntryState(last_outcome="partial", last_run_at=NOW, history_read=read)
        states.append(PortalState(portal_id="", last_outcome="partial", last_run_at=NOW, entries={ENTRY: column}))
    unread, read_in_part = (cells_of(state)[2023] for state in states)
    assert (unread.state, unread.evidence) == (CoverageState.UNREACHABLE, ENTRY)
    assert "not read to its end yet" in (unread.note or "")
    assert (read_in_part.state, read_in_part.note) == (CoverageState.NOT_FOUND, "test-0: 部分 read in part")


def test_a_spent_budget_keeps_what_the_last_real_look_said() -> None:
    before = NOW - timedelta(days=3)
    spent = PortalState(portal_id="", last_outcome="budget_spent", last_run_at=NOW)
    looked = {"looked_at": before, "looked_outcome": "wall"}
    assert cells_of(spent.model_copy(update=looked))[2023].state is CoverageState.BLOCKED
    cell = cells_of(spent.model_copy(update=looked | {"looked_outcome": "not_modified"}))[2023]
    assert (cell.state, cell.last_checked_at, cell.note) == (CoverageState.NOT_FOUND, before, None)
    never = cells_of(spent)[2023]
    assert (never.state, never.last_checked_at) == (CoverageState.UNREACHABLE, None)
    assert never.note == "test-0: 今日未访问（额度用完） not asked today: daily budget spent"


def listed(**fields: Any) -> ItemState:
    decision = ItemDecision(verdict=ItemVerdict.TAKE, reason="report", report_id="140423-2023-final-0123abcd")
    known: dict[str, Any] = {"url": PAGE, "title": "t", "decision": decision, "first_seen": NOW, "last_seen": NOW}
    return ItemState(**known | fields)


def problem(state: str, **fields: Any) -> DocumentProblem:
    known: dict[str, Any] = {"url": PAGE, "state": state, "message": "说明 words", "first_seen": NOW, "last_seen": NOW}
    return DocumentProblem(**known | fields)


@pytest.mark.parametrize(
    "state", ["soft_not_found", "captcha", "drawn_by_script", "too_large", "wrong_type", "moved", "no_document"]
)
def test_a_report_that_is_listed_and_cannot_be_had_was_published(state: str) -> None:
    items = {"1": listed(problems=(problem(state),))}
    cells = cells_of(PortalState(portal_id="", last_outcome="ok", last_run_at=NOW, items=items))
    assert (cells[2023].state, cells[2023].evidence) == (CoverageState.UNREADABLE, PAGE)
    assert cells[2023].note == f"已列出，2026-11-20起未能取得 listed, not to be had: {state}: 说明 words"
    assert cells[2023].report_id is None
    assert cells[2022].state is CoverageState.NOT_FOUND


def test_an_item_of_an_older_state_is_known_by_its_problem() -> None:
    decision = ItemDecision(verdict=ItemVerdict.TAKE, reason="report")
    lost = problem("captcha", report_id="140423-2023-final-0123abcd")
    items = {"1": listed(decision=decision, problems=(lost,))}
    state = PortalState(portal_id="", last_outcome="ok", last_run_at=NOW, items=items)
    assert cells_of(state)[2023].state is CoverageState.UNREADABLE


def test_a_report_that_is_listed_and_waits_for_its_turn_is_not_missing() -> None:
    state = PortalState(portal_id="", last_outcome="partial", last_run_at=NOW, items={"1": listed()})
    cell = cells_of(state)[2023]
    assert (cell.state, cell.note) == (CoverageState.UNREADABLE, "2026-11-20起列出，尚未下载 listed, not fetched yet")


def test_rows_that_are_left_are_no_reports() -> None:
    decision = ItemDecision(verdict=ItemVerdict.LEAVE, reason="no_budget_word")
    state = PortalState(portal_id="", last_outcome="ok", last_run_at=NOW, items={"1": listed(decision=decision)})
    assert cells_of(state)[2023].state is CoverageState.NOT_FOUND


def test_every_outcome_has_words_in_both_languages() -> None:
    assert all(zh and en for zh, en in (WORDS[outcome] for outcome in Outcome))


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


CAPTCHA = page("<html><body><form>请输入验证码 <input name='codeValue'></form></body></html>")
ONE_FILE = page(article())


@pytest.mark.parametrize(
    ("name", "replies", "told"),
    [
        ("soft 404", {"1.html": page("<html><body>您访问的页面不存在或已被删除</body></html>")}, "soft_not_found"),
        ("404", {}, "not_found"),
        ("moved", {"1.html": redirect("http://www.b.test/1.html")}, "moved"),
        ("a page in place of the file", {"1.html": ONE_FILE, "P0.pdf": page("<html>出错了</html>")}, "wrong_type"),
        ("a file that is gone", {"1.html": ONE_FILE}, "not_found"),
        ("a captcha before the file", {"1.html": ONE_FILE, "P0.pdf": CAPTCHA}, "captcha"),
        ("a page of nothing", {"1.html": page(article(body="（无附件）"))}, "no_document"),
    ],
)
def test_a_county_whose_report_cannot_be_had_is_not_accused(name: str, replies: dict[str, Any], told: str) -> None:
    visit = world({"index.html": page(listing(row("1.html", TITLE))), **replies})
    harvest = visit.visit()
    assert visit.state is not None
    cells = cells_of(visit.state)
    assert harvest.outcome.is_success, name
    assert cells[2023].state is CoverageState.UNREADABLE
    assert (cells[2023].evidence or "").startswith("http://www.")
    assert f"not to be had: {told}: " in (cells[2023].note or "")


def test_a_budget_that_ends_behind_the_list_leaves_listed_reports() -> None:
    rows = [row(f"{year}.html", TITLE.replace("2023", str(year))) for year in (2023, 2022)]
    visit = world({"index.html": page(listing(*rows))}, pace={"gap_s": 0, "requests": 2})
    assert visit.visit().outcome is Outcome.PARTIAL
    assert visit.state is not None
    cells = cells_of(visit.state)
    assert {cells[2022].state, cells[2023].state} == {CoverageState.UNREADABLE}
    assert cells[2021].state is CoverageState.NOT_FOUND, "the list was read to its end"
