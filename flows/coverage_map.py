"""The coverage map of the newest version, as rows for people and machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.divisions import Division, Divisions
from domain.ports import Store
from domain.records import CoverageState, ReportType
from flows.provinces import check_province
from publish.log import read_head
from publish.package import read_csv


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
    """The coverage table of version ``number``, in the order of its key."""

    number: int
    version: str
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
    return Coverage(head.number, head.name, tuple(rows))


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


def _codes(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["division_code"] for row in rows))


def _province(division: Division | None) -> str:
    return division.province if division else ""
