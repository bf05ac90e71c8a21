"""One row of figures under headings that name the items (三公): six columns of budget and six of final figures, pairs
under each heading, or budget figures alone, also with 会议费, 培训费 and 机关运行经费."""

from __future__ import annotations

from parsers.statements.labels import label_key
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn

Figures = list[tuple[ResolvedColumn, GridCell]]


def fits_matrix(case: TableCase) -> bool:
    """At least three value columns."""
    return len(case.header.values) >= 3


def read_matrix(case: TableCase) -> None:
    """The row of figures; of several (合计 and units) the total row, a unit row only if it repeats the total."""
    rows: list[tuple[int, str | None, Figures]] = []
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
            rows.append((row, _label(case, row), figures))
        elif case.grid.filled(row):
            case.report(row)
    chosen = _total(case, rows)
    for row, label, figures in rows:
        if chosen is not None and row == chosen[0]:
            case.used_rows += 1
            for column, cell in figures:
                case.figure(cell, _meaning(case, column, label))
        elif chosen is None or _texts(figures) != _texts(chosen[2]):
            case.report(row, label)
        else:
            case.used_rows += 1
            for _, cell in figures:
                case.spend(cell)


def _total(case: TableCase, rows: list[tuple[int, str | None, Figures]]) -> tuple[int, str | None, Figures] | None:
    totals = [entry for entry in rows if entry[1] is not None and label_key(entry[1]) in case.common.totals]
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


def _meaning(case: TableCase, column: ResolvedColumn, label: str | None) -> Meaning:
    return Meaning(
        statement=column.spec.statement or case.declaration.states,
        item=case.declaration.item_prefix + (column.spec.item or column.name),
        item_printed="/".join(column.heading.path) or label or column.name,
        measure=column.measure,
        unit=column.spec.unit or column.unit,
    )
