"""Blocks of code, name and amount side by side (06), with the group totals in the last row."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.statements.labels import label_key, row_name
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_parts import Role, Row
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn
from parsers.statements.tables.names import code_of, fits, split_code
from parsers.statements.tables.values import Kind, read_value


@dataclass(frozen=True, slots=True)
class Block:
    code: ResolvedColumn | None
    name: ResolvedColumn
    values: tuple[ResolvedColumn, ...]

    @property
    def first(self) -> int:
        return self.code.heading.first if self.code else self.name.heading.first

    @property
    def last(self) -> int:
        return self.values[-1].heading.last


def blocks_of(case: TableCase) -> list[Block]:
    """The blocks of the head, from left to right: each begins with a code or name column."""
    found: list[Block] = []
    code: ResolvedColumn | None = None
    name: ResolvedColumn | None = None
    values: list[ResolvedColumn] = []
    for column in (*case.header.columns, None):
        if column is None or column.role in (Role.CODE, Role.NAME):
            if name is not None and values:
                found.append(Block(code, name, tuple(values)))
                code, name, values = None, None, []
            if column is not None and column.role is Role.CODE:
                code = column
            elif column is not None:
                name = column
        elif column.role is Role.VALUE and name is not None:
            values.append(column)
    return found


def fits_blocks(case: TableCase) -> bool:
    """At least two blocks side by side."""
    return len(blocks_of(case)) >= 2


def read_blocks(case: TableCase) -> None:
    blocks = blocks_of(case)
    for row in case.data_rows():
        totals = _totals(case, row)
        if totals:
            case.used_rows += 1
            _read_totals(case, row, totals)
            continue
        used = [_read(case, block, row) for block in blocks]
        if any(used):
            case.used_rows += 1


def _totals(case: TableCase, row: int) -> list[tuple[GridCell, Row]]:
    """The declared total labels of a row (人员经费合计, 公用经费合计), wherever they stand in it."""
    found: list[tuple[GridCell, Row]] = []
    for cell in case.grid.filled(row):
        total = next((total for total in case.declaration.rows if label_key(cell.text) in total.matcher), None)
        if total is not None:
            found.append((cell, total))
    return found


def _read_totals(case: TableCase, row: int, totals: list[tuple[GridCell, Row]]) -> None:
    """The figure of a total is the only one between its label and the next label of the row."""
    cells = case.grid.filled(row)
    labels = [cell for cell, _ in totals]
    for cell, total in totals:
        following = cells[cells.index(cell) + 1 :]
        until = next((index for index, other in enumerate(following) if other in labels), len(following))
        figures = [other for other in following[:until] if read_value(other.text).kind is not Kind.BLANK]
        if len(figures) > 1:
            case.report(row, total.item)
        elif figures:
            meaning = Meaning(
                statement=case.declaration.states,
                item=case.declaration.item_prefix + total.item,
                item_printed=" ".join(cell.text.split()),
                measure=total.measure or case.declaration.measure,
                unit=_unit(case, figures[0]),
            )
            case.figure(figures[0], meaning)


def _unit(case: TableCase, cell: GridCell) -> str | None:
    return next(
        (column.unit for column in case.header.values if column.heading.first <= cell.column <= column.heading.last),
        None,
    )


def _read(case: TableCase, block: Block, row: int) -> bool:
    """Read one block of a row; False when it prints nothing."""
    try:
        code_cell = _in(case, block.code, row) if block.code else None
        name_cell = _in(case, block.name, row)
        figures = [(column, cell) for column in block.values if (cell := _in(case, column, row)) is not None]
    except Crowded as crowd:
        case.report(row, f"{crowd}")
        return True
    if code_cell is None and name_cell is None:
        if figures:
            case.report(row, figures[0][1].key)
        return bool(figures)
    code, printed = _code_and_name(code_cell, name_cell)
    if code is None or not printed or not fits(code, case.declaration.codes):
        if figures or name_cell is not None:
            case.report(row, printed or (code_cell.key if code_cell else None))
        return True
    for column, cell in figures:
        meaning = Meaning(
            statement=case.declaration.states,
            item=case.declaration.item_prefix + row_name(printed),
            item_printed=" ".join(printed.split()),
            measure=column.measure,
            code=code,
            unit=column.unit,
        )
        case.figure(cell, meaning)
    return True


def _in(case: TableCase, column: ResolvedColumn, row: int) -> GridCell | None:
    return case.grid.value_in(row, column.heading.first, column.heading.last)


def _code_and_name(code_cell: GridCell | None, name_cell: GridCell | None) -> tuple[str | None, str]:
    if code_cell is not None:
        code = code_of(code_cell.key)
        if code is None:
            joined = split_code(code_cell.key)
            return joined.code, joined.name
        return code, name_cell.text if name_cell is not None else ""
    joined = split_code(name_cell.key) if name_cell is not None else split_code("")
    return joined.code, joined.name
