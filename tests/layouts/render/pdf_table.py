"""Draws a grid: strokes, thin rectangles, without outer side borders, between rows only, three rules only, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from reportlab.pdfgen.canvas import Canvas

from infra.samples.build.grid import Cell
from tests.layouts.model import DeclarationError, TableBlock
from tests.layouts.render.fonts import text_width

PADDING = 2.0
THIN = 0.48


@dataclass(frozen=True)
class Part:
    """Rows on one page. ``head`` repeats the header rows first; ``cut`` = (row, first line, last line) of a cut row."""

    rows: tuple[int, ...]
    cut: dict[int, tuple[int, int]] = field(default_factory=dict)


class Laid:
    """Sizes of a table for a given width, in points."""

    def __init__(self, block: TableBlock, total: float, size: float, font: str) -> None:
        self.block, self.grid, self.size, self.font = block, block.grid, size, font
        self.leading = size * 1.3
        scale = total / sum(self.grid.widths)
        self.widths = [width * scale for width in self.grid.widths]
        self.lefts = [sum(self.widths[:i]) for i in range(self.grid.columns + 1)]
        least = float(block.options.get("row_height", size * 1.9))
        self.heights = [least] * self.grid.rows
        self.lines: dict[tuple[int, int], list[str]] = {}
        for cell in self.grid.cells:
            room = self.lefts[cell.column + cell.column_span] - self.lefts[cell.column] - 2 * PADDING
            self.lines[cell.row, cell.column] = self._break(cell.text, room)
        for cell in sorted(self.grid.cells, key=lambda one: one.row_span):
            needed = len(self.lines[cell.row, cell.column]) * self.leading + 2 * PADDING
            spanned = range(cell.row, cell.row + cell.row_span)
            missing = needed - sum(self.heights[row] for row in spanned)
            for row in spanned:
                self.heights[row] += max(0.0, missing) / cell.row_span

    def _break(self, text: str, room: float) -> list[str]:
        if not text:
            return []
        lines = []
        for piece in text.split("\n"):
            current = ""
            for char in piece:
                if current and text_width(current + char, self.font, self.size) > room:
                    lines.append(current)
                    current = ""
                current += char
            lines.append(current)
        return lines


def slices(laid: Laid, block: TableBlock, first: float, other: float) -> Iterator[Part]:
    """Rows per page: forced breaks (``break_after``: body rows), a row cut in two (``cut_row``), what does not fit."""
    options, heads = block.options, block.grid.header_rows
    breaks = {heads + int(row) for row in options.get("break_after", [])}
    repeat = tuple(range(heads)) if options.get("repeat_head") else ()
    cut_row = heads + int(options["cut_row"]) if "cut_row" in options else -1
    if (
        cut_row >= 0
        and max(len(laid.lines[cell.row, cell.column]) for cell in block.grid.cells if cell.row == cut_row) < 2
    ):
        raise DeclarationError(f"{block.title}: row {cut_row} has one line, a page cannot cut it")
    rows: list[int] = []
    cut: dict[int, tuple[int, int]] = {}
    used, room = 0.0, first
    for row, height in enumerate(laid.heights):
        if rows and (row in breaks or used + height > room):
            yield Part(tuple(rows), cut)
            rows, cut = list(repeat), {}
            used, room = sum(laid.heights[one] for one in rows), other
        rows.append(row)
        used += height
        if row == cut_row:
            yield Part(tuple(rows), {row: (0, 1)})
            rows, cut = [row], {row: (1, 99)}
            used, room = height, other
    yield Part(tuple(rows), cut)


def draw(canvas: Canvas, laid: Laid, part: Part, left: float, top: float, borders: str) -> float:
    """Draws ``part`` with its upper edge at ``top``; returns the lower edge."""
    tops = [top]
    for row in part.rows:
        share = part.cut.get(row)
        height = laid.heights[row]
        if share:
            height = max(laid.leading + 2 * PADDING, height / 2)
        tops.append(tops[-1] - height)
    place = {row: index for index, row in enumerate(part.rows)}
    for cell in laid.grid.cells:
        shown = [row for row in range(cell.row, cell.row + cell.row_span) if row in place]
        if shown and (shown[0] == cell.row):
            upper, lower = tops[place[shown[0]]], tops[place[shown[-1]] + 1]
            lines = laid.lines[cell.row, cell.column]
            if cell.row in part.cut:
                first, last = part.cut[cell.row]
                lines = lines[first:last] if len(lines) > 1 or first == 0 else []
            _text(canvas, laid, cell, lines, left, upper, lower)
    _rules(canvas, laid, part, tops, left, borders)
    return tops[-1]


def _text(canvas: Canvas, laid: Laid, cell: Cell, lines: list[str], left: float, upper: float, lower: float) -> None:
    x0 = left + laid.lefts[cell.column] + PADDING
    x1 = left + laid.lefts[cell.column + cell.column_span] - PADDING
    heading = cell.row < laid.grid.header_rows
    amount = (cell.row, cell.column) in laid.block.decimals
    centred = heading or cell.column in laid.block.code_columns or cell.text in ("合计", "——", "—", "-")
    baseline = (upper + lower) / 2 + len(lines) * laid.leading / 2 - laid.size
    canvas.setFont(laid.font, laid.size)
    for line in lines:
        wide = text_width(line, laid.font, laid.size)
        x = (x0 + x1 - wide) / 2 if centred else x1 - wide if amount else x0
        canvas.drawString(x, baseline, line)
        if heading and laid.block.options.get("fake_bold"):
            canvas.drawString(x + 0.3, baseline, line)
        baseline -= laid.leading


def _rules(canvas: Canvas, laid: Laid, part: Part, tops: list[float], left: float, borders: str) -> None:
    owner: dict[tuple[int, int], int] = {}
    place = {row: index for index, row in enumerate(part.rows)}
    for number, cell in enumerate(laid.grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                if row in place:
                    owner[place[row], column] = number
    canvas.setLineWidth(0.5)
    if borders == "none":
        return
    rows, columns = len(part.rows), laid.grid.columns
    levels = (0, laid.grid.header_rows, rows) if borders == "three_line" else range(rows + 1)
    sides = range(1, columns) if borders == "no_sides" else range(columns + 1)
    for index, column in product(levels, range(columns)):
        if owner.get((index - 1, column)) != owner.get((index, column)):
            y = tops[index]
            _line(canvas, left + laid.lefts[column], y, left + laid.lefts[column + 1], y, borders)
    for column, index in product(() if borders in ("three_line", "rows") else sides, range(rows)):
        if owner.get((index, column - 1)) != owner.get((index, column)):
            x = left + laid.lefts[column]
            _line(canvas, x, tops[index], x, tops[index + 1], borders)


def _line(canvas: Canvas, x0: float, y0: float, x1: float, y1: float, borders: str) -> None:
    if borders != "rects":
        canvas.line(x0, y0, x1, y1)
    elif y0 == y1:
        canvas.rect(x0, y0 - THIN, x1 - x0 + THIN, THIN, stroke=0, fill=1)
    else:
        canvas.rect(x0, y1, THIN, y0 - y1, stroke=0, fill=1)
