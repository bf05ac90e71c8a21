"""Random tables with merged cells, and short ways to look at what a reader returned."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import assume
from hypothesis import strategies as st

from parsers.model import DocumentModel, Table
from tests.parsers.readers.pdf_maker import Spec

TEXTS = ("", "", "233.67", "2010301", "一般公共服务支出", "——", "1,234.56", "社会保障和就业支出", "=4人", "0", "项目")


@dataclass(frozen=True)
class Layout:
    """A table of known cells on a grid whose every line bounds some cell."""

    rows: int
    columns: int
    cells: tuple[Spec, ...]


@st.composite
def layouts(draw: st.DrawFn, most_rows: int = 12, most_columns: int = 7) -> Layout:
    """Tables of 2 to ``most_rows`` rows with some merged cells and at least one text."""
    rows, columns = draw(st.integers(2, most_rows)), draw(st.integers(2, most_columns))
    taken: set[tuple[int, int]] = set()
    cells: list[Spec] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            height = width = 1
            if draw(st.integers(0, 6)) == 0:
                height, width = draw(st.integers(1, min(3, rows - row))), draw(st.integers(1, min(4, columns - column)))
            while any((row + i, column + j) in taken for i in range(height) for j in range(width)):
                height, width = (height, width - 1) if width > 1 else (height - 1, width)
            taken |= {(row + i, column + j) for i in range(height) for j in range(width)}
            cells.append(Spec(row, column, draw(st.sampled_from(TEXTS)), height, width))
    cells[0] = Spec(cells[0].row, cells[0].column, "项目", cells[0].row_span, cells[0].column_span)
    layout = squeezed(cells)
    assume(len(layout.cells) > 1)  # one cell is a frame, not a table
    return layout


def squeezed(cells: list[Spec]) -> Layout:
    """The same table without grid lines at which no cell begins or ends: nobody could see those."""
    ys = sorted({edge for cell in cells for edge in (cell.row, cell.row + cell.row_span)})
    xs = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.column_span)})
    row, column = ({edge: index for index, edge in enumerate(edges)} for edges in (ys, xs))
    return Layout(
        len(ys) - 1,
        len(xs) - 1,
        tuple(
            Spec(
                row[cell.row],
                column[cell.column],
                cell.text,
                row[cell.row + cell.row_span] - row[cell.row],
                column[cell.column + cell.column_span] - column[cell.column],
            )
            for cell in cells
        ),
    )


def as_set(cells: tuple[Spec, ...] | Table) -> set[tuple[int, int, str, int, int]]:
    """Cells as (row, column, text, row span, column span), to compare whole tables."""
    return {
        (cell.row, cell.column, cell.text, cell.row_span, cell.column_span)
        for cell in (cells.cells if isinstance(cells, Table) else cells)
    }


def rows_of(table: Table) -> list[list[str]]:
    """Texts row by row, each cell once."""
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def texts(model: DocumentModel) -> list[str]:
    return [paragraph.text for paragraph in model.paragraphs]
