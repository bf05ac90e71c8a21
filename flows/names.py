"""What runs are called in Prefect's UI: by the counties they are about and the year or day, not by ids alone."""

from __future__ import annotations

from collections.abc import Sequence

from domain.divisions import DivisionError, load_divisions
from flows.clock import SystemClock
from flows.county import county_of
from flows.runs import UnknownRun, find_run
from flows.settings import Settings
from flows.summary import RunSummary
from flows.tools import portals_of, store_of
from scrapers.adapters.dates import BEIJING

_MOST = 3


def today() -> str:
    """The day in Beijing, which is the day of the schedules."""
    return f"{SystemClock().now().astimezone(BEIJING):%Y-%m-%d}"


def county_and_year(county: str, year: int) -> str:
    """``襄垣县 2023`` for a name or a code; what was given where it is none: the run itself says what is wrong."""
    try:
        return f"{county_of(county, year).full_name} {year}"
    except DivisionError:
        return f"{county} {year}"


def places(portals: Sequence[str] | None, settings: object) -> str:
    """The counties of the named portals, as ``曲阳县, 襄垣县``; ``all portals`` where none is named."""
    if not portals:
        return "all portals"
    try:
        known = portals_of(_settings(settings), portals)
    except LookupError:
        return _cut(portals)
    divisions = load_divisions()
    found = [(divisions.get(one.division), one.id) for one in known]
    return _cut(list(dict.fromkeys(division.name if division else portal_id for division, portal_id in found)))


def of_run(run: str, settings: object) -> str:
    """A run by its id and what it was about: ``20261128T013000Z-3fa9c1 (rerun 襄垣县 2023)``."""
    try:
        before = find_run(store_of(_settings(settings)), run)
    except UnknownRun:
        return run
    return f"{before.run_id} ({_about(before, settings)})"


def _about(run: RunSummary, settings: object) -> str:
    county, year = run.parameters.get("county"), run.parameters.get("year", "")
    if county and year.isdecimal():
        return f"{run.flow} {county_and_year(county, int(year))}"
    named = [portal for portal in run.parameters.get("portals", "").split(",") if portal]
    return f"{run.flow} {run.parameters.get('province') or places(named, settings)}"


def _cut(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST]) + (f" … ({len(names)})" if len(names) > _MOST else "")


def _settings(given: object) -> Settings:
    """Prefect hands parameters as they were given: our object, or what JSON made of it."""
    return given if isinstance(given, Settings) else Settings.model_validate(given or {})
