"""A workbook as finance software exports and people mend it: accounting formats, sums, frozen heads, print areas."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from tests.unseen.hands.book import Book, Leaf, Put
from tests.unseen.hands.common import em
from tests.unseen.model import Design


def render(design: Design) -> bytes:
    return _Writer(design).bytes()


class _Writer:
    def __init__(self, design: Design) -> None:
        self.made = Book(design, "xlsx_hand")
        self.dice = self.made.dice
        self.font = self.dice.one("font", ("宋体", "宋体", "SimSun", "微软雅黑"))
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.stream, {"in_memory": True})
        self.book.set_properties({"created": dt.datetime(2020, 1, 1), "author": ""})  # noqa: DTZ001 - as it wants
        self.formats: dict[tuple[Any, ...], Any] = {}

    def bytes(self) -> bytes:
        for leaf in self.made.leaves:
            self._sheet(leaf)
        shown = next((n for n, leaf in enumerate(self.made.leaves) if not leaf.hidden), 0)
        self.book.worksheets()[shown].activate()
        self.book.worksheets()[shown].set_first_sheet()
        self.book.close()
        return self.stream.getvalue()

    def _format(self, put: Put) -> Any:
        across = {"title": "center", "unit": "right", "amount": "right", "head": "center", "ordinal": "center"}
        key = (put.kind, put.pattern, put.ruled)
        if key not in self.formats:
            look = {
                "font_name": self.font, "font_size": {"title": 18, "unit": 10}.get(put.kind, 10),
                "bold": put.kind == "title", "align": across.get(put.kind, "left"), "valign": "vcenter",
                "num_format": put.pattern, "text_wrap": put.kind in ("head", "label", "words", "title"),
                "border": 1 if put.ruled else 0,
            }  # fmt: skip
            if put.number is None and put.kind in ("amount", "code"):
                look["num_format"] = "@"
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def _sheet(self, leaf: Leaf) -> None:
        sheet = self.book.add_worksheet(leaf.name)
        if leaf.hidden:
            sheet.hide()
        for column, width in leaf.widths.items():
            sheet.set_column(column, column, width, None, {"hidden": column in leaf.hidden_columns})
        for put in leaf.puts:
            self._write(sheet, put)
        self._heights(sheet, leaf)
        if leaf.frozen:
            sheet.freeze_panes(*leaf.frozen)
        if leaf.height and self.dice.chance("area", 60):
            sheet.print_area(0, 0, leaf.height - 1, max(0, leaf.width - 1))
        if leaf.heads and self.dice.chance("heads", 50):
            sheet.repeat_rows(*leaf.heads)
        if leaf.width > 6:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if self.dice.chance("lines", 30):
            sheet.hide_gridlines(2)

    def _write(self, sheet: Any, put: Put) -> None:
        look = self._format(put)
        if put.rows > 1 or put.columns > 1:
            last = (put.row + put.rows - 1, put.column + put.columns - 1)
            sheet.merge_range(put.row, put.column, *last, "", look)
        if put.number is not None and put.summed:
            area = xl_range(*put.summed)
            sheet.write_formula(put.row, put.column, f"=SUM({area})", look, float(put.number))
        elif put.number is not None:
            sheet.write_number(put.row, put.column, float(put.number), look)
        elif put.text:
            sheet.write_string(put.row, put.column, put.text, look)
        else:
            sheet.write_blank(put.row, put.column, None, look)

    def _heights(self, sheet: Any, leaf: Leaf) -> None:
        high: dict[int, float] = {}
        for put in leaf.puts:
            if put.rows == 1:
                room = sum(leaf.widths.get(put.column + step, 8.4) for step in range(put.columns)) / 2.1
                wrapped = sum(max(1, math.ceil(em(line) / room)) for line in put.text.split("\n"))
                least = 30.0 if put.kind == "title" else 15.75
                high[put.row] = max(high.get(put.row, least), 13.5 * wrapped if wrapped > 1 else least)
        for row, height in high.items():
            sheet.set_row(row, height)
        for row in leaf.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
