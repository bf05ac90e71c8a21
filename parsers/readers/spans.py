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
    """(cells, rows, columns) without the grid lines at which no cell begins or ends.

    Word and web pages often carry grids that are finer than any cell; a column or row that nothing uses is none, and
    a printed page does not show it either. A blank row that has cells of its own stays.
    """
    columns = _edges([(cell.column, cell.column + cell.column_span) for cell in placed])
    rows = _edges([(cell.row, cell.row + cell.row_span) for cell in placed])
    cells = [
        Cell(
            row=rows[cell.row],
            column=columns[cell.column],
            text=cell.text,
            row_span=rows[cell.row + cell.row_span] - rows[cell.row],
            column_span=columns[cell.column + cell.column_span] - columns[cell.column],
            page=cell.page,
            bbox=cell.bbox,
        )
        for cell in placed
    ]
    return cells, max(len(rows) - 1, 0), max(len(columns) - 1, 0)


def _edges(extents: list[tuple[int, int]]) -> dict[int, int]:
    """Grid line -> its number among the lines that are used."""
    return {edge: index for index, edge in enumerate(sorted({edge for extent in extents for edge in extent}))}


def clip_rows(placed: list[Placed], rows: int) -> list[Placed]:
    """Cut row spans that reach below the table (``rowspan`` larger than the rows left)."""
    return [
        replace(cell, row_span=min(cell.row_span, rows - cell.row)) if cell.row + cell.row_span > rows else cell
        for cell in placed
    ]
