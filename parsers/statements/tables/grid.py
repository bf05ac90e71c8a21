"""A table as the layouts see it: a full grid with spans, joined over page breaks, with the place of every cell.

A grid may be made of several tables of the document (a table cut by a page that the reader did not join); every row
remembers the table and row it was printed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.records import BBox, Method
from parsers.model import Cell, Ruling, Table
from parsers.statements.labels import clean


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """One cell at its top left position in the grid; ``key`` is its text without spaces."""

    row: int
    column: int
    text: str
    key: str
    row_span: int
    column_span: int
    page: int | None
    bbox: BBox | None
    confidence: float

    @property
    def last_column(self) -> int:
        return self.column + self.column_span - 1

    @property
    def blank(self) -> bool:
        return not self.key


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row of the grid was printed: number of the table and row in it, from 1."""

    table_no: int
    row_no: int


@dataclass(slots=True)
class Grid:
    """``at(row, column)`` is the cell that covers a position; rows and columns count from 0."""

    rows: int
    columns: int
    origins: list[Origin]
    ruling: Ruling
    method: Method
    name: str | None
    page: int | None
    _cover: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    _starts: dict[int, list[GridCell]] = field(default_factory=dict)
    _filled: dict[int, list[GridCell]] = field(default_factory=dict)

    @classmethod
    def of(cls, *tables: Table, first_row: int = 0) -> Grid:
        """The grid of one table, or of the pieces of one table in reading order.

        ``first_row`` counts the rows that stand above the first piece in its table.
        """
        first = tables[0]
        grid = cls(
            rows=sum(table.rows for table in tables),
            columns=max(table.columns for table in tables),
            origins=[
                Origin(table.number, row + 1 + (first_row if table is first else 0))
                for table in tables
                for row in range(table.rows)
            ],
            ruling=first.ruling if len({table.ruling for table in tables}) == 1 else Ruling.INFERRED,
            method=first.method,
            name=first.name,
            page=first.page,
        )
        offset = 0
        for table in tables:
            for cell in table.cells:
                grid._put(cell, offset, table)
            offset += table.rows
        for row, cells in grid._starts.items():
            cells.sort(key=lambda cell: cell.column)
            grid._filled[row] = [cell for cell in cells if cell.key]
        return grid

    def _put(self, cell: Cell, offset: int, table: Table) -> None:
        placed = GridCell(
            row=cell.row + offset,
            column=cell.column,
            text=cell.text,
            key=clean(cell.text),
            # A span never reaches beyond its table, whatever the source claims.
            row_span=max(1, min(cell.row_span, table.rows - cell.row)),
            column_span=max(1, min(cell.column_span, table.columns - cell.column)),
            page=cell.page if cell.page is not None else table.page,
            bbox=cell.bbox,
            confidence=cell.confidence,
        )
        self._starts.setdefault(placed.row, []).append(placed)
        for row in range(placed.row, placed.row + placed.row_span):
            for column in range(placed.column, placed.column + placed.column_span):
                self._cover.setdefault((row, column), placed)

    def join(self, cells: list[GridCell], text: str) -> None:
        """Make one cell of neighbouring cells of one row and height; the least sure of them counts."""
        first, last = cells[0], cells[-1]
        boxes = [cell.bbox for cell in cells if cell.bbox is not None]
        box = (
            (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
            if len(boxes) == len(cells)
            else None
        )
        joined = replace(
            first,
            text=text,
            key=clean(text),
            column_span=last.last_column - first.column + 1,
            bbox=box,
            confidence=min(cell.confidence for cell in cells),
        )
        kept = [cell for cell in self.starting(first.row) if cell not in cells]
        self._starts[first.row] = sorted([*kept, joined], key=lambda cell: cell.column)
        for place, cell in list(self._cover.items()):
            if cell in cells:
                self._cover[place] = joined

    def at(self, row: int, column: int) -> GridCell | None:
        return self._cover.get((row, column))

    def starting(self, row: int) -> list[GridCell]:
        """Cells whose top left corner lies in ``row``, from left to right."""
        return self._starts.get(row, [])

    def filled(self, row: int) -> list[GridCell]:
        """Cells with text that start in ``row``, from left to right."""
        return self._filled.get(row, [])

    def covering(self, row: int) -> Iterator[GridCell]:
        """Every cell that covers a position of ``row``, once each, from left to right."""
        seen: GridCell | None = None
        for column in range(self.columns):
            cell = self.at(row, column)
            if cell is not None and cell is not seen:
                seen = cell
                yield cell

    def value_in(self, row: int, first: int, last: int) -> GridCell | None:
        """The cell that starts in ``row`` within columns ``first`` to ``last``; ``None`` if there is none with text.

        Raises :class:`Crowded` when two cells with text stand there: then the columns do not fit the row.
        """
        inside = [cell for cell in self.filled(row) if first <= cell.column <= last]
        if len(inside) > 1:
            raise Crowded(inside)
        return inside[0] if inside else None

    def row_text(self, row: int) -> list[str]:
        """Texts of the cells that start in ``row``, blank ones kept, white space folded."""
        return [" ".join(cell.text.split()) for cell in self.starting(row)]

    @property
    def table_no(self) -> int:
        return self.origins[0].table_no


class Crowded(Exception):
    """Two cells with text under one heading."""

    def __init__(self, cells: list[GridCell]) -> None:
        super().__init__("|".join(cell.key for cell in cells))
        self.cells = cells
