"""Places cells with spans on a full grid, for the formats that state rows and spans (Word, HTML)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.records import BBox
from parsers.model import Cell


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of a stated grid before unused grid lines are removed."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    bbox: BBox | None = None


def compact(placed: list[Placed]) -> tuple[list[Cell], int, int]:
    """(cells, rows, columns) with the grid columns removed at which no cell begins or ends.

    Word and web pages often carry grids that are finer than any cell; a column that nothing uses is no column.
    Rows are kept as they are: a row is a row of the source even when it is blank.
    """
    edges = sorted({edge for cell in placed for edge in (cell.column, cell.column + cell.column_span)})
    position = {edge: index for index, edge in enumerate(edges)}
    cells = [
        Cell(
            row=cell.row,
            column=position[cell.column],
            text=cell.text,
            row_span=cell.row_span,
            column_span=position[cell.column + cell.column_span] - position[cell.column],
            page=cell.page,
            bbox=cell.bbox,
        )
        for cell in placed
    ]
    rows = max((cell.row + cell.row_span for cell in placed), default=0)
    return cells, rows, max(len(edges) - 1, 0)


def clip_rows(placed: list[Placed], rows: int) -> list[Placed]:
    """Cut row spans that reach below the table (``rowspan`` larger than the rows left)."""
    return [
        replace(cell, row_span=min(cell.row_span, rows - cell.row)) if cell.row + cell.row_span > rows else cell
        for cell in placed
    ]
