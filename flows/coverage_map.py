"""The coverage map of a store, as rows for people and machines.

Divisions that no portal watches have no row in the table: 3,300 divisions by years and types would be some 70,000 rows
that say nothing but that. They are derived here from the table of divisions, so that what is missing shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import due_on
from domain.divisions import Division, Divisions
from domain.ports import Store
from domain.records import CoverageCell, CoverageState, ReportType
from flows.coverage import FIRST_YEAR, coverage_cells
from flows.pipeline import current_reports, portal_ids
from flows.provinces import check_province
from publish.log import read_head
from publish.package import read_csv
from publish.tables.published import coverage_row
from scrapers.adapters.dates import BEIJING
from scrapers.declaration import Portal


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state is shown: one character that is told apart without colour, a colour, and words."""

    mark: str
    style: str
    zh: str
    en: str


SIGNS: Mapping[CoverageState, Sign] = {
    CoverageState.PUBLISHED: Sign("●", "green", "已公开", "published"),
    CoverageState.UNREADABLE: Sign("◐", "yellow", "已公开，无法读取", "published, unreadable"),
    CoverageState.PARSE_FAILED: Sign("◔", "yellow", "已公开，读取失败", "published, our reading failed"),
    CoverageState.WITHDRAWN: Sign("↩", "magenta", "已撤下", "withdrawn"),
    CoverageState.NOT_DUE: Sign("·", "dim", "未到期", "not due"),
    CoverageState.OVERDUE: Sign("!", "bold yellow", "逾期", "overdue"),
    CoverageState.NOT_FOUND: Sign("×", "bold red", "未找到", "not found"),
    CoverageState.BLOCKED: Sign("#", "magenta", "门户限制访问", "blocked by the portal"),
    CoverageState.UNREACHABLE: Sign("?", "red", "门户无法访问", "portal unreachable"),
    CoverageState.NOT_WATCHED: Sign("-", "dim", "未监测", "not watched"),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage table of a version, in the order of its key; of no ``version``: what the portals' states tell."""

    version: str | None
    rows: tuple[Mapping[str, str], ...]


class NoVersion(LookupError):
    """Nothing has been published in this store."""


def read_coverage(store: Store) -> Coverage:
    """The coverage table of the newest version. Raises :class:`NoVersion`, or ``LookupError`` for a missing part."""
    head = read_head(store)
    if head is None:
        message = f"{store.location} 中还没有版本 holds no version yet: run `xinfang harvest`"
        raise NoVersion(message)
    rows: list[Mapping[str, str]] = []
    for part in head.parts("coverage"):
        stored = store.get(part.key)
        if stored is None:
            message = f"{store.location}/{part.key} 缺失 is missing: run `xinfang verify`"
            raise LookupError(message)
        rows += read_csv(stored.data)
    return Coverage(f"v{head.number} ({head.name})", tuple(rows))


def unpublished_coverage(
    store: Store, portals: Sequence[Portal], divisions: Divisions, *, now: datetime
) -> Coverage | None:
    """What a store that was harvested and has no version tells; ``None`` where nothing was harvested either.

    Raises ``LookupError`` for a report that the store lacks, and :class:`scrapers.state.DamagedState`.
    """
    if not portal_ids(store):
        return None
    cells = coverage_cells(portals, current_reports(store), store, divisions, now=now)
    watched = {cell.division_code for cell in cells if cell.state is not CoverageState.NOT_WATCHED}
    return Coverage(None, tuple(coverage_row(cell) for cell in cells if cell.division_code in watched))


def unwatched(divisions: Divisions, watched: Collection[str], *, province: str) -> tuple[Division, ...]:
    """Today's divisions of ``province`` that are not ``watched``, by code."""
    found = {one.code: one for one in divisions.rows if one.current and one.province.startswith(province)}
    return tuple(one for code, one in sorted(found.items()) if code not in watched)


def with_unwatched(coverage: Coverage, divisions: Divisions, *, province: str, today: date) -> Coverage:
    """With a row for every division of the province, year and type that the table has none of."""
    years = {int(row["fiscal_year"]) for row in coverage.rows} | set(range(FIRST_YEAR, today.year + 1))
    cells = [
        CoverageCell(
            division_code=one.code,
            fiscal_year=year,
            report_type=report_type,
            state=CoverageState.NOT_WATCHED,
            due_on=due_on(one, year, report_type),
        )
        for one in unwatched(divisions, _codes(coverage.rows), province=province)
        for year in sorted(years)
        if one.valid_in(year)
        for report_type in ReportType
    ]
    rows = sorted(
        [*coverage.rows, *map(coverage_row, cells)], key=lambda row: (row["division_code"], row["fiscal_year"])
    )
    return Coverage(coverage.version, tuple(rows))


def selected(
    coverage: Coverage, divisions: Divisions, *, province: str | None = None, year: int | None = None
) -> tuple[Mapping[str, str], ...]:
    """Rows of one province (``山西`` or ``山西省``) and fiscal year. Raises ``UnknownProvince``."""
    if province is not None:
        held = {one.province for one in map(divisions.get, _codes(coverage.rows)) if one is not None}
        check_province(province, divisions, held)
    return tuple(
        row
        for row in coverage.rows
        if (year is None or row["fiscal_year"] == str(year))
        and (province is None or _province(divisions.get(row["division_code"])).startswith(province))
    )


def grid(
    rows: Iterable[Mapping[str, str]],
) -> tuple[tuple[int, ...], dict[str, dict[tuple[int, ReportType], CoverageState]]]:
    """The years of ``rows``, and for each division code the state of every (year, report type)."""
    cells: dict[str, dict[tuple[int, ReportType], CoverageState]] = {}
    for row in rows:
        key = (int(row["fiscal_year"]), ReportType(row["report_type"]))
        cells.setdefault(row["division_code"], {})[key] = CoverageState(row["state"])
    years = sorted({year for found in cells.values() for year, _ in found})
    return tuple(years), cells


def counts(rows: Iterable[Mapping[str, str]]) -> dict[CoverageState, int]:
    """Cells per state, in the order of :data:`SIGNS`; states that do not occur are left out."""
    found = [CoverageState(row["state"]) for row in rows]
    return {state: found.count(state) for state in SIGNS if state in found}


def day_of(row: Mapping[str, str]) -> str:
    """The day in Beijing on which the row's portals were last looked at; empty where they never were."""
    at = row["last_checked_at"]
    return str(datetime.fromisoformat(at).astimezone(BEIJING).date()) if at else ""


def _codes(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["division_code"] for row in rows))


def _province(division: Division | None) -> str:
    return division.province if division else ""
