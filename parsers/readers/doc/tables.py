"""Rows of a binary Word table on one grid: cell edges in twips become columns, merge flags become spans."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from parsers.model import Cell
from parsers.readers.doc.properties import RowShape
from parsers.readers.spans import Placed, compact

#: Edges of different rows closer than this (twips, 1/20 pt) are one column edge.
_SAME_EDGE = 30


@dataclass(slots=True)
class OpenTable:
    """A table while its paragraphs are read."""

    rows: list[tuple[list[str], RowShape | None]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append("\n".join(line for line in self.lines if line))
        self.lines = []

    def end_row(self, shape: RowShape | None) -> None:
        if self.lines:
            self.end_cell()
        if self.cells:
            self.rows.append((self.cells, shape))
        self.cells, self.lines = [], []

    def close(self) -> tuple[list[Cell], int, int]:
        """(cells, rows, columns) of the finished table."""
        self.end_row(None)
        return compact(place_cells(self.rows))


def place_cells(rows: list[tuple[list[str], RowShape | None]]) -> list[Placed]:
    """Cells with their places; rows without a shape get as many equal columns as they have cells."""
    columns = _columns([shape.edges for _, shape in rows if shape is not None])
    placed: list[Placed] = []
    open_merges: dict[int, int] = {}  # grid column -> index into ``placed`` of the cell that may continue down
    for number, (texts, shape) in enumerate(rows):
        merges: dict[int, int] = {}
        previous: int | None = None
        for index, text in enumerate(texts):
            start, end = _extent(columns, shape, index, len(texts))
            left = shape is not None and index < len(shape.continued_left) and shape.continued_left[index]
            above = shape is not None and index < len(shape.continued_above) and shape.continued_above[index]
            if left and previous is not None:
                before = placed[previous]
                placed[previous] = replace(
                    before, column_span=end - before.column, text=before.text + ("\n" + text if text else "")
                )
            elif above and not text and start in open_merges:
                upper = open_merges[start]
                placed[upper] = replace(placed[upper], row_span=number - placed[upper].row + 1)
                merges[start] = upper
                previous = None
            else:
                previous = len(placed)
                placed.append(Placed(number, start, text, 1, max(end - start, 1)))
                if shape is not None and index < len(shape.begins_merge) and (shape.begins_merge[index] or above):
                    merges[start] = previous
        open_merges = merges
    return placed


def _columns(all_edges: list[list[int]]) -> list[int]:
    """Distinct column edges of all rows, near ones taken together."""
    columns: list[int] = []
    for edge in sorted({edge for edges in all_edges for edge in edges}):
        if not columns or edge - columns[-1] > _SAME_EDGE:
            columns.append(edge)
    return columns


def _extent(columns: list[int], shape: RowShape | None, index: int, count: int) -> tuple[int, int]:
    """Grid columns (from, to) of cell ``index`` of a row."""
    if shape is None or index + 1 >= len(shape.edges):
        last = max(len(columns) - 1, count)
        return index, last if index == count - 1 else index + 1
    start, end = _place(columns, shape.edges[index]), _place(columns, shape.edges[index + 1])
    return start, max(end, start + 1)


def _place(columns: list[int], edge: int) -> int:
    index = bisect_left(columns, edge)
    if index > 0 and (index == len(columns) or edge - columns[index - 1] <= _SAME_EDGE):
        return index if index < len(columns) and columns[index] == edge else index - 1
    return index
