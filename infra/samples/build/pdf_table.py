"""Draws grids with borders: as stroked lines, or as thin filled rectangles, as office exporters do."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from infra.samples.build.grid import Cell, Grid
from infra.samples.build.pdf_text import break_lines, draw_line, text_width

THIN = 0.48
PADDING = 2.0
AMOUNT = re.compile(r"^-?[\d,]+\.\d+$")


class TableLayout:
    """Sizes of a grid for a given width; all in points."""

    def __init__(self, grid: Grid, total_width: float, size: float, least: float) -> None:
        self.grid, self.size, self.leading = grid, size, size * 1.25
        scale = total_width / sum(grid.widths)
        self.widths = [width * scale for width in grid.widths]
        self.lefts = [sum(self.widths[:i]) for i in range(grid.columns + 1)]
        self.lines: dict[int, list[str]] = {}
        self.heights = [least] * grid.rows
        for cell in grid.cells:
            room = self.lefts[cell.column + cell.column_span] - self.lefts[cell.column] - 2 * PADDING
            self.lines[id(cell)] = break_lines(cell.text, room, size) if cell.text else []
        for cell in sorted(grid.cells, key=lambda c: c.row_span):
            needed = len(self.lines[id(cell)]) * self.leading + 2 * PADDING
            spanned = range(cell.row, cell.row + cell.row_span)
            missing = needed - sum(self.heights[row] for row in spanned)
            if missing > 0:
                for row in spanned:
                    self.heights[row] += missing / cell.row_span

    def slices(self, first_room: float, other_room: float) -> list[range]:
        """Rows per page: forced breaks of the grid first, then whatever does not fit."""
        pages: list[range] = []
        start, used, room = 0, 0.0, first_room
        for row, height in enumerate(self.heights):
            if row > start and (row in self.grid.page_breaks or used + height > room):
                pages.append(range(start, row))
                start, used, room = row, 0.0, other_room
            used += height
        return [*pages, range(start, self.grid.rows)]


def draw_slice(canvas: Canvas, layout: TableLayout, rows: range, left: float, top: float, borders: str) -> float:
    """Draws ``rows`` with the upper edge at ``top``; returns the lower edge."""
    tops = [top]
    for row in rows:
        tops.append(tops[-1] - layout.heights[row])
    for cell in layout.grid.cells:
        shown = [row for row in range(cell.row, cell.row + cell.row_span) if row in rows]
        if shown:
            upper, lower = tops[shown[0] - rows.start], tops[shown[-1] - rows.start + 1]
            if shown[0] == cell.row:
                _draw_text(canvas, layout, cell, left, upper, lower)
    edges = _edges(layout, rows, tops, left)
    _strokes(canvas, edges) if borders == "lines" else _rectangles(canvas, edges)
    return tops[-1]


def _draw_text(canvas: Canvas, layout: TableLayout, cell: Cell, left: float, upper: float, lower: float) -> None:
    lines = layout.lines[id(cell)]
    x0 = left + layout.lefts[cell.column] + PADDING
    x1 = left + layout.lefts[cell.column + cell.column_span] - PADDING
    height = len(lines) * layout.leading
    baseline = (upper + lower + height) / 2 - layout.leading + (layout.leading - layout.size) / 2 + layout.size * 0.14
    for line in lines:
        wide = text_width(line, layout.size)
        if AMOUNT.match(cell.text):
            x = x1 - wide
        elif len(lines) > 2 or _is_name(cell, layout.grid.header_rows):
            x = x0
        else:
            x = (x0 + x1 - wide) / 2
        if line:
            draw_line(canvas, line, x, baseline, layout.size)
        baseline -= layout.leading


def _is_name(cell: Cell, header_rows: int) -> bool:
    """Names of revenue and expenditure stand left; heads, totals and numbers do not."""
    if header_rows and cell.row >= header_rows and cell.column_span == 1:
        return bool(re.match(r"^[一二三四五六七八九十]+、|^[^\d—]{2,}", cell.text)) and not cell.text.endswith("计")
    return bool(re.match(r"^([一二三四五六七八九十]+、|\(|\d\. )", cell.text)) or len(cell.text) > 30


Edge = tuple[float, float, float, float]


def _edges(layout: TableLayout, rows: range, tops: list[float], left: float) -> list[Edge]:
    """Border pieces between grid points, none inside a merged cell."""
    owner: dict[tuple[int, int], int] = {}
    for cell in layout.grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                owner[row, column] = id(cell)
    edges: list[Edge] = []
    columns = range(layout.grid.columns)
    for index in range(len(rows) + 1):
        for column in columns:
            above = owner.get((rows.start + index - 1, column)) if index else None
            below = owner.get((rows.start + index, column)) if index < len(rows) else None
            if above != below:
                x0, x1 = left + layout.lefts[column], left + layout.lefts[column + 1]
                edges.append((x0, tops[index], x1, tops[index]))
    for column in range(layout.grid.columns + 1):
        for index, row in enumerate(rows):
            before = owner.get((row, column - 1)) if column else None
            after = owner.get((row, column)) if column < layout.grid.columns else None
            if before != after:
                x = left + layout.lefts[column]
                edges.append((x, tops[index], x, tops[index + 1]))
    return edges


def _merged(edges: list[Edge]) -> list[Edge]:
    """Touching pieces in one line joined."""
    joined: list[Edge] = []
    for edge in edges:
        last = joined[-1] if joined else None
        if last and (last[2], last[3]) == (edge[0], edge[1]) and (last[0] == edge[2] or last[1] == edge[3]):
            joined[-1] = (last[0], last[1], edge[2], edge[3])
        else:
            joined.append(edge)
    return joined


def _strokes(canvas: Canvas, edges: list[Edge]) -> None:
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in _merged(edges):
        canvas.line(x0, y0, x1, y1)


def _rectangles(canvas: Canvas, edges: list[Edge]) -> None:
    fill: Callable[..., None] = canvas.rect
    for x0, y0, x1, y1 in edges:
        if y0 == y1:
            fill(x0, y0 - THIN, x1 - x0 + THIN, THIN, stroke=0, fill=1)
        else:
            fill(x0, y1, THIN, y0 - y1, stroke=0, fill=1)
