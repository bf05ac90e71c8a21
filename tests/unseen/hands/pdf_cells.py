"""Tables drawn cell by cell: each cell its own rules, words wrapped in it, the head again on each page."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from tests.unseen.hands.common import Dice, broken_rows, columns, kind
from tests.unseen.hands.faces import Face
from tests.unseen.model import Cell, Table

PAD = 2.2


@dataclass
class Laid:
    """A table with its measures."""

    table: Table
    widths: list[float]
    heights: list[float]
    size: float
    words: dict[tuple[int, int], list[str]]

    @property
    def head(self) -> float:
        return sum(self.heights[: self.table.head])


class Cells:
    """Draws tables in one way for a whole report."""

    def __init__(self, dice: Dice, face: Face, rules: str) -> None:
        self.face = face
        self.rules = rules
        self.tall = dice.one("tall", (12.0, 14.25, 16.0, 19.0))
        self.gray = dice.chance("gray", 25)
        self.line = dice.one("line", (0.4, 0.5, 0.75))
        self.narrow = dice.chance("narrow", 35)
        self.middle = dice.chance("middle numbers", 12)

    def lay(self, table: Table, room: float, laid_out: float) -> Laid:
        widths, size = columns(table, room - table.width * 2, laid_out)
        if self.narrow:
            close, same = columns(table, room * 0.7 - table.width * 2, laid_out, cap=7.0)
            # Only tables that stay readable are set narrow.
            widths, size = (close, same) if same == laid_out else (widths, size)
        widths = [width + 2 for width in widths]
        leading = size * 1.2
        heights = [max(self.tall, leading + 2 * PAD)] * table.height
        words: dict[tuple[int, int], list[str]] = {}
        for cell in sorted(table.cells, key=lambda one: one.rows):
            wide = sum(widths[cell.column : cell.column + cell.columns]) - 2 * PAD
            found = self.face.wrap(cell.text, size, wide, hang=False) if cell.text else []
            words[cell.row, cell.column] = found
            missing = len(found) * leading + 2 * PAD - sum(heights[cell.row : cell.row + cell.rows])
            if missing > 0:
                heights[cell.row + cell.rows - 1] += missing
        return Laid(table, widths, heights, size, words)

    def chunks(self, laid: Laid, first: float, whole: float) -> list[tuple[int, int]]:
        """Which rows stand on which page: ``first`` is the room left on this one."""
        safe, start, room = broken_rows(laid.table) | {laid.table.height}, 0, first
        found: list[tuple[int, int]] = []
        while start < laid.table.height:
            end, used = start, laid.head if found and self.repeats(laid, whole) else 0.0
            while end < laid.table.height and used + laid.heights[end] <= room + 0.01:
                used += laid.heights[end]
                end += 1
            back = next((row for row in range(end, start, -1) if row in safe), end)
            end = max(back, start + 1)
            found.append((start, end))
            start, room = end, whole
        return found

    def repeats(self, laid: Laid, whole: float) -> bool:
        return 0 < laid.head < whole / 3

    def draw(self, canvas: Any, laid: Laid, rows: range, x: float, top: float) -> float:
        """Draws rows from ``top`` down and returns where they end."""
        rules = self._rules(laid.table)
        left = [x, *(x + step for step in itertools.accumulate(laid.widths))]
        down = {rows.start: top}
        for row in rows:
            down[row + 1] = down[row] - laid.heights[row]
        for cell in laid.table.cells:
            first, last = max(cell.row, rows.start), min(cell.row + cell.rows, rows.stop)
            if first >= last:
                continue
            box = (left[cell.column], down[last], left[cell.column + cell.columns], down[first])
            if self.gray and cell.row < laid.table.head:
                canvas.setFillGray(0.88)
                canvas.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], stroke=0, fill=1)
                canvas.setFillGray(0)
            self._edges(canvas, box, rules)
            whole = first == cell.row
            if whole or (last - first) * 2 > cell.rows:
                self._words(canvas, laid, cell, box)
        self._frame(canvas, laid, rows, (left[0], down[rows.stop], left[-1], top), rules)
        return down[rows.stop]

    def _rules(self, table: Table) -> str:
        """Only lists go without rules between rows: nobody could tell which rows a merged cell of a form covers."""
        merged = any(cell.rows > 1 and cell.row >= table.head for cell in table.cells)
        return "twice" if self.rules == "rules" and merged else self.rules

    def _edges(self, canvas: Any, box: tuple[float, float, float, float], rules: str) -> None:
        x0, y0, x1, y1 = box
        if rules == "rules":
            return
        canvas.setLineWidth(self.line)
        edges = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        for a, b, c, d in edges:
            if rules == "bars":
                half = self.line / 2
                canvas.rect(a - half, b - half, c - a + self.line, d - b + self.line, stroke=0, fill=1)
            else:
                canvas.line(a, b, c, d)

    def _frame(self, canvas: Any, laid: Laid, rows: range, box: tuple[float, float, float, float], rules: str) -> None:
        x0, y0, x1, y1 = box
        if rules == "rules":
            canvas.setLineWidth(1.1)
            canvas.line(x0, y0, x1, y0)
            canvas.line(x0, y1, x1, y1)
            canvas.setLineWidth(0.4)
            if rows.start < laid.table.head <= rows.stop:
                under = y1 - sum(laid.heights[rows.start : laid.table.head])
                canvas.line(x0, under, x1, under)
        elif rules == "heavy":
            canvas.setLineWidth(1.5)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)

    def _words(self, canvas: Any, laid: Laid, cell: Cell, box: tuple[float, float, float, float]) -> None:
        found = laid.words[cell.row, cell.column]
        x0, y0, x1, y1 = box
        leading, size = laid.size * 1.2, laid.size
        what = kind(cell, laid.table)
        y = (y0 + y1) / 2 + len(found) * leading / 2 - size * 0.98
        for line in found:
            wide = self.face.width(line, size)
            if what == "amount" and not self.middle:
                x = x1 - PAD - wide
            elif what in ("head", "ordinal", "amount") or (what == "label" and cell.columns > 1 and len(line) < 12):
                x = (x0 + x1 - wide) / 2
            else:
                x = x0 + PAD
            self.face.draw(canvas, max(x, x0 + 0.5), y, line, size)
            y -= leading
