"""Which cells of a table hold a person: beside a label such as 项目负责人, or below it where it heads a column."""

from __future__ import annotations

import re

from domain.redaction import heads_persons, is_personal_label, redact_cells
from parsers.statements.tables.grid import Grid, GridCell

#: The row of column numbers below a head.
_COLUMN_NUMBER = re.compile(r"\d{0,2}|栏次|[甲乙丙丁]")


def person_cells(grid: Grid) -> frozenset[tuple[int, int]]:
    """(row, column) of the cells that name a person, his number or his home."""
    found: set[tuple[int, int]] = set()
    for row in range(grid.rows):
        cells = grid.filled(row)
        for at, label in enumerate(cells):
            if not (is_personal_label(label.text) or heads_persons(label.text)):
                continue
            beside = cells[at + 1] if at + 1 < len(cells) else None
            if beside is not None and _is_person(label, beside):
                found.add((beside.row, beside.column))
            else:
                found.update(_below(grid, label))
    return frozenset(found)


def _below(grid: Grid, label: GridCell) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for row in range(label.row + label.row_span, grid.rows):
        cell = grid.at(row, label.column)
        if cell is None or _COLUMN_NUMBER.fullmatch(cell.key):
            continue
        if not _is_person(label, cell):
            break
        found.add((cell.row, cell.column))
    return found


def _is_person(label: GridCell, cell: GridCell) -> bool:
    return not is_personal_label(cell.text) and redact_cells((label.text, cell.text))[1] != cell.text
