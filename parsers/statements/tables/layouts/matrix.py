"""One row of figures under headings that name the items (三公): six columns of budget and six of final figures, pairs
under each heading, or budget figures alone, also with 会议费, 培训费 and 机关运行经费."""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import Measure
from parsers.statements.labels import label_key
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn, measure_of
from parsers.statements.tables.vocabulary import heading_key

Figures = list[tuple[ResolvedColumn, GridCell]]


def fits_matrix(case: TableCase) -> bool:
    """At least three value columns."""
    return len(case.header.values) >= 3


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    label: str | None
    figures: Figures


def read_matrix(case: TableCase) -> None:
    """The row of figures.

    Of several the total row, a unit row only if it repeats the total; or one row for the plan and one for the final
    figures, told by their labels (预算数, 决算数).
    """
    rows = _rows(case)
    measures = _measures(case, rows)
    if measures:
        for row in rows:
            measure = measures.get(row.row)
            if measure is None:
                case.report(row.row, row.label)
                continue
            _read(case, row, measure)
        return
    chosen = _total(case, rows)
    for row in rows:
        if row is chosen:
            _read(case, row)
        elif chosen is None or _texts(row.figures) != _texts(chosen.figures):
            case.report(row.row, row.label)
        else:
            case.used_rows += 1
            for _, cell in row.figures:
                case.spend(cell)


def _rows(case: TableCase) -> list[_Row]:
    rows: list[_Row] = []
    for row in case.data_rows():
        try:
            figures = [
                (column, cell)
                for column in case.header.values
                if (cell := case.grid.value_in(row, column.heading.first, column.heading.last)) is not None
            ]
        except Crowded as crowd:
            case.report(row, f"{crowd}")
            continue
        if figures:
            rows.append(_Row(row, _label(case, row), figures))
        elif case.grid.filled(row):
            case.report(row)
    return rows


def _measures(case: TableCase, rows: list[_Row]) -> dict[int, Measure]:
    """The measure of every row whose label says which figure it is; none if two rows say the same or the headings
    say it already."""
    facets = case.declaration.all_facets(case.common)
    if any(key in facet.matcher for column in case.header.values for key in column.heading.path for facet in facets):
        return {}
    said = {
        row.row: [facet for facet in facets if heading_key(row.label, case.year) in facet.matcher]
        for row in rows
        if row.label is not None
    }
    beside = {facet for found in said.values() for facet in found}
    default = case.declaration.measure
    measures = {row: measure_of(found, default, beside) for row, found in said.items() if found}
    return measures if len(set(measures.values())) == len(measures) else {}


def _read(case: TableCase, row: _Row, measure: Measure | None = None) -> None:
    case.used_rows += 1
    for column, cell in row.figures:
        case.figure(cell, _meaning(case, column, row.label, measure))


def _total(case: TableCase, rows: list[_Row]) -> _Row | None:
    totals = [row for row in rows if row.label is not None and label_key(row.label) in case.common.totals]
    if len(totals) == 1:
        return totals[0]
    return rows[0] if len(rows) == 1 else None


def _label(case: TableCase, row: int) -> str | None:
    """What the label columns of a row print: 合计, the name of the unit, or nothing."""
    for column in case.header.with_role(Role.NAME, Role.AGENCY, Role.CODE, Role.LINE, Role.IGNORED):
        try:
            cell = case.grid.value_in(row, column.heading.first, column.heading.last)
        except Crowded:
            continue
        if cell is not None and not cell.key.isdigit():
            return " ".join(cell.text.split())
    return None


def _texts(figures: Figures) -> list[str]:
    return [cell.key for _, cell in figures]


def _meaning(case: TableCase, column: ResolvedColumn, label: str | None, measure: Measure | None) -> Meaning:
    return Meaning(
        statement=column.spec.statement or case.declaration.states,
        item=case.declaration.item_prefix + (column.spec.item or column.name),
        item_printed="/".join(column.heading.path) or label or column.name,
        measure=measure or column.measure,
        unit=column.spec.unit or column.unit,
    )
