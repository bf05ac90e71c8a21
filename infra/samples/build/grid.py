"""Grids with merged cells, written down as one short line per row.

A row layout is a list of tokens, left to right: ``3`` takes the next text and spans three columns, ``^1`` continues the
cell above, ``_2`` is an empty cell of two columns that the text does not mention. ``1x4`` repeats a token four times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

TOKEN = re.compile(r"^([\^_]?)(\d+)(?:x(\d+))?$")


@dataclass(frozen=True)
class Slot:
    """One token: ``kind`` is "" (takes text), "^" (continues the cell above) or "_" (empty)."""

    kind: str
    span: int


@dataclass
class Cell:
    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass
class Grid:
    """Cells of a table; a merged cell appears once, at its top left position. ``widths`` are relative."""

    columns: int
    widths: list[float]
    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    #: Rows before which the printed document starts a new page.
    page_breaks: list[int] = field(default_factory=list)
    header_rows: int = 0

    def add_row(self, layout: list[Slot], texts: list[str]) -> None:
        """Append one row; ``texts`` has one entry for every slot that takes text."""
        row, column, waiting = self.rows, 0, list(texts)
        for slot in layout:
            if slot.kind == "^":
                self._continue(row, column, slot.span)
            else:
                text = waiting.pop(0) if slot.kind == "" else ""
                self.cells.append(Cell(row, column, text, 1, slot.span))
            column += slot.span
        if column != self.columns or waiting:
            raise ValueError(f"row {row}: {column} of {self.columns} columns, texts left {waiting!r}")
        self.rows += 1

    def _continue(self, row: int, column: int, span: int) -> None:
        for cell in self.cells:
            if cell.column == column and cell.column_span == span and cell.row + cell.row_span == row:
                cell.row_span += 1
                return
        raise ValueError(f"row {row}, column {column}: no cell above to continue")

    def in_row(self, row: int) -> list[tuple[Cell, bool]]:
        """Cells that touch ``row`` from left to right, each with "starts in this row"."""
        touching = [c for c in self.cells if c.row <= row < c.row + c.row_span]
        touching.sort(key=lambda c: c.column)
        for left, right in pairwise(touching):
            if left.column + left.column_span != right.column:
                raise ValueError(f"row {row}: hole before column {right.column}")
        return [(c, c.row == row) for c in touching]


def parse_layout(line: str) -> list[Slot]:
    """Slots of one row layout such as ``"^1 2 1x5"``."""
    slots: list[Slot] = []
    for token in line.split():
        match = TOKEN.match(token)
        if match is None:
            raise ValueError(f"not a layout token: {token!r} in {line!r}")
        kind, span, repeat = match.groups()
        slots += [Slot(kind, int(span))] * int(repeat or 1)
    return slots


def width(layout: list[Slot]) -> int:
    return sum(slot.span for slot in layout)
