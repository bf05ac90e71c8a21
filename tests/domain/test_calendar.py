"""When disclosures are due and what their absence means."""

from __future__ import annotations

from datetime import date

import pytest

from domain.calendar import coverage_state, due_on
from domain.divisions import load_divisions
from domain.records import CoverageState, ReportType

COUNTY = load_divisions().get("140423")
PROVINCE = load_divisions().get("140000")


@pytest.mark.parametrize(
    ("division", "year", "report_type", "due"),
    [
        (COUNTY, 2023, ReportType.BUDGET, date(2023, 4, 30)),
        (COUNTY, 2023, ReportType.FINAL_ACCOUNTS, date(2024, 10, 31)),
        (PROVINCE, 2023, ReportType.BUDGET, date(2023, 3, 31)),
        (PROVINCE, 2023, ReportType.FINAL_ACCOUNTS, date(2024, 9, 30)),
        (None, 2023, ReportType.FINAL_ACCOUNTS, date(2024, 10, 31)),
        (COUNTY, 2014, ReportType.BUDGET, None),
    ],
)
def test_a_report_is_due_at_the_end_of_its_season(
    division: object, year: int, report_type: ReportType, due: date | None
) -> None:
    assert due_on(division, year, report_type) == due  # type: ignore[arg-type]  # a Division or None


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2024, 10, 31), CoverageState.NOT_DUE),
        (date(2024, 11, 1), CoverageState.OVERDUE),
        (date(2025, 4, 29), CoverageState.OVERDUE),
        (date(2025, 4, 30), CoverageState.NOT_FOUND),
    ],
)
def test_a_missing_report_is_not_due_then_overdue_then_not_found(today: date, state: CoverageState) -> None:
    assert coverage_state(date(2024, 10, 31), today) is state


def test_before_disclosure_was_general_nothing_is_missing() -> None:
    assert coverage_state(None, date(2026, 1, 1)) is CoverageState.NOT_DUE
