"""When a 预算 or 决算 is due, and what its absence means on a given day. The rules are ``reference/calendar.yaml``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from domain.divisions import Division
from domain.records import CoverageState, Level, ReportType


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    report_type: ReportType | None = None
    level: Level | None = None
    province: str | None = None
    from_year: int | None = None
    month: int
    day: int
    year_offset: int

    def fits(self, division: Division | None, fiscal_year: int, report_type: ReportType) -> bool:
        return (
            self.report_type in (None, report_type)
            and self.level in (None, division.level if division else None)
            and self.province in (None, division.province if division else None)
            and (self.from_year is None or fiscal_year >= self.from_year)
        )


class _Calendar(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    rules: tuple[_Rule, ...]
    first_fiscal_year: int
    overdue_days: int


@cache
def _calendar() -> _Calendar:
    text = resources.files("domain.reference").joinpath("calendar.yaml").read_text(encoding="utf-8")
    return _Calendar.model_validate(from_yaml(text))


def due_on(division: Division | None, fiscal_year: int, report_type: ReportType) -> date | None:
    """The last day of the usual season for this report; ``None`` for years before disclosure was general.

    ``division`` ``None`` takes the rules that hold for every level.
    """
    calendar = _calendar()
    if fiscal_year < calendar.first_fiscal_year:
        return None
    for rule in calendar.rules:
        if rule.fits(division, fiscal_year, report_type):
            return date(fiscal_year + rule.year_offset, rule.month, rule.day)
    return None


def coverage_state(due: date | None, today: date) -> CoverageState:
    """What a missing report counts as on ``today``: not due (yet, or ever), overdue, and long after: not found."""
    if due is None or today <= due:
        return CoverageState.NOT_DUE
    if today <= due + timedelta(days=_calendar().overdue_days):
        return CoverageState.OVERDUE
    return CoverageState.NOT_FOUND
