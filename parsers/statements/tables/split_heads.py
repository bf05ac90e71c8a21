"""Headings printed with their characters wide apart (项　　目) that a reader took for several cells.

Scans do so. Neighbouring cells of one row are one heading when together they are a declared word, nothing else stands
between them, and a cell of the row below covers them all: there is one column.
"""

from __future__ import annotations

from parsers.statements.tables.declarations import Common
from parsers.statements.tables.grid import Grid, GridCell
from parsers.statements.tables.head_rows import SEARCHED_ROWS

#: Marks of dust between the characters.
_SPECKS = ".,、·'-|:"


def join_split_heads(grid: Grid, common: Common) -> None:
    """Join them in ``grid``."""
    for row in range(min(grid.rows - 1, SEARCHED_ROWS)):
        cells = grid.starting(row)
        for first in list(cells):
            parts = _parts(grid, first, common)
            if parts:
                grid.join(parts, "".join(part.key for part in parts).strip(_SPECKS))


def _parts(grid: Grid, first: GridCell, common: Common) -> list[GridCell]:
    """``first`` and the cells behind it that make a declared word with it; none if there is no such word."""
    parts = [first]
    word = first.key
    while any(known.startswith(word) and known != word for known in common.spaced_heads) and word:
        last = parts[-1]
        behind = grid.at(first.row, last.last_column + 1)
        if behind is None or behind.row != first.row or behind.row_span != first.row_span:
            return []
        parts.append(behind)
        word += behind.key.strip(_SPECKS)
        if word in common.spaced_heads:
            below = grid.at(first.row + first.row_span, first.column)
            one = below is not None and below.column == first.column and below.last_column >= behind.last_column
            return parts if one else []
    return []
