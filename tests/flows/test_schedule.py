"""A portal is visited as often as something is missing there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.divisions import load_divisions
from domain.records import DocumentRole, ReportType, Scope
from flows.schedule import due_portals, next_visit
from scrapers.disclosure import Disclosure, FetchedDocument
from scrapers.state import ItemDecision, ItemState, ItemVerdict, PortalState, save_state
from tests.scrapers.fakes import MemoryStore, declare

DIVISIONS = load_divisions()
BUDGET, FINAL = ReportType.BUDGET, ReportType.FINAL_ACCOUNTS


def visited(at: datetime, *found: tuple[int, ReportType]) -> PortalState:
    items = {}
    for year, report_type in found:
        document = FetchedDocument(
            sha256="0" * 64, role=DocumentRole.PAGE, url="http://www.a.test/1", page_url="http://www.a.test/1", bytes=1,
            fetched_at=at, archive_key="k",
        )  # fmt: skip
        disclosure = Disclosure(
            division_code="140423", agency="襄垣县信访局", agency_kind="bureau", scope=Scope.DEPARTMENT,
            fiscal_year=year, report_type=report_type, page_url="http://www.a.test/1", portal_id="test-portal",
            first_seen_on=date(year, 1, 1), documents=(document,),
        )  # fmt: skip
        decision = ItemDecision(verdict=ItemVerdict.TAKE, reason="report")
        items[f"{year}-{report_type}"] = ItemState(
            url="http://www.a.test/1", title="t", decision=decision, first_seen=at, last_seen=at, disclosure=disclosure
        )
    return PortalState(portal_id="test-portal", last_run_at=at, items=items)


@pytest.mark.parametrize(
    ("now", "found", "hours"),
    [
        # in June the budget of the year should be there since April
        (datetime(2026, 6, 1, 2, tzinfo=UTC), [(2025, BUDGET)], 12),
        (datetime(2026, 6, 1, 2, tzinfo=UTC), [(2025, BUDGET), (2026, BUDGET)], 7 * 24),
        # the season of final accounts: daily, then twice a day, until they are there
        (datetime(2026, 9, 1, 2, tzinfo=UTC), [(2025, BUDGET), (2026, BUDGET)], 24),
        (datetime(2026, 11, 10, 2, tzinfo=UTC), [(2025, BUDGET), (2026, BUDGET)], 12),
        (datetime(2026, 11, 10, 2, tzinfo=UTC), [(2025, BUDGET), (2026, BUDGET), (2025, FINAL)], 7 * 24),
        # long overdue: now and then
        (datetime(2026, 12, 20, 2, tzinfo=UTC), [(2026, BUDGET), (2025, FINAL)], 3 * 24),
    ],
)
def test_the_pause_follows_what_is_missing_and_when_it_is_due(
    now: datetime, found: list[tuple[int, ReportType]], hours: int
) -> None:
    last = now - timedelta(hours=1)
    assert next_visit(declare(), visited(last, *found), DIVISIONS, now=now) == last + timedelta(hours=hours)


def test_a_portal_never_visited_is_due_and_a_resting_one_is_not() -> None:
    now = datetime(2026, 6, 1, 2, tzinfo=UTC)
    store = MemoryStore()
    rested = visited(now - timedelta(days=1), (2025, BUDGET), (2026, BUDGET))
    save_state(store, rested, None)
    portals = (declare(), declare(id="other-portal"))
    assert [one.id for one in due_portals(portals, store, DIVISIONS, now=now)] == ["other-portal"]
    assert [one.id for one in due_portals(portals, store, DIVISIONS, now=now + timedelta(days=7))] == [
        "test-portal",
        "other-portal",
    ]


def test_a_portal_with_declared_hours_waits_for_a_run_within_them() -> None:
    open_by_day = declare(pace={"window": "08:30-18:00"})
    for hour, due in ((2, ["test-portal"]), (22, []), (12, [])):  # in Beijing 10:00, 06:00 and 20:00
        now = datetime(2026, 6, 1, hour, tzinfo=UTC)
        assert [one.id for one in due_portals((open_by_day,), MemoryStore(), DIVISIONS, now=now)] == due, hour


def test_a_portal_that_was_not_asked_or_lost_a_report_does_not_rest() -> None:
    now = datetime(2026, 6, 1, 2, tzinfo=UTC)
    last = now - timedelta(hours=1)
    rested = visited(last, (2025, BUDGET), (2026, BUDGET))
    lost, standing = rested.items.items()
    gone = {lost[0]: lost[1].model_copy(update={"unlisted_since": last}), standing[0]: standing[1]}
    long_gone = {lost[0]: lost[1].model_copy(update={"unlisted_since": last - timedelta(days=90)})}
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"last_outcome": "budget_spent"},
        {"items": gone},
        {"items": rested.items | long_gone},
    )
    states = [rested.model_copy(update=change) for change in changes]
    pauses = [next_visit(declare(), state, DIVISIONS, now=now) - last for state in states]
    assert pauses == [timedelta(days=7), timedelta(hours=12), timedelta(days=3), timedelta(days=7)]
