"""The same kind of workbook in the legacy binary format, as xlwt and older programs write it."""

from __future__ import annotations

import io
from typing import Any

import xlwt

from tests.unseen.hands.book import Book, Leaf, Put
from tests.unseen.model import Design


def render(design: Design) -> bytes:
    made = Book(design, "xls_hand")
    styles: dict[tuple[str, str, bool], Any] = {}
    book = xlwt.Workbook(encoding="utf-8")
    for leaf in made.leaves:
        _sheet(book.add_sheet(leaf.name), leaf, made, styles)
    book.set_active_sheet(next((n for n, leaf in enumerate(made.leaves) if not leaf.hidden), 0))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _style(put: Put, made: Book, styles: dict[tuple[str, str, bool], Any]) -> Any:
    across = {"title": "centre", "unit": "right", "amount": "right", "head": "centre", "ordinal": "centre"}
    typed = put.number is None and put.kind in ("amount", "code")
    pattern = "@" if typed else put.pattern
    key = (put.kind, pattern, put.ruled)
    if key not in styles:
        edges = "borders: left thin, right thin, top thin, bottom thin; " if put.ruled else ""
        face = made.dice.one("font", ("宋体", "SimSun", "新宋体"))
        font = f"font: name {face}, height {320 if put.kind == 'title' else 200}"
        bold = ", bold on" if put.kind == "title" else ""
        wrap = ", wrap on" if put.kind in ("head", "label", "words", "title") else ""
        look = f"{font}{bold}; {edges}align: horiz {across.get(put.kind, 'left')}, vert centre{wrap}"
        styles[key] = xlwt.easyxf(look, num_format_str=pattern)
    return styles[key]


def _sheet(sheet: Any, leaf: Leaf, made: Book, styles: dict[tuple[str, str, bool], Any]) -> None:
    sheet.visibility = int(leaf.hidden)
    for put in leaf.puts:
        value: Any = float(put.number) if put.number is not None else put.text or None
        style = _style(put, made, styles)
        if put.rows > 1 or put.columns > 1:
            last = (put.row + put.rows - 1, put.column + put.columns - 1)
            sheet.write_merge(put.row, last[0], put.column, last[1], value, style)
        else:
            sheet.write(put.row, put.column, value, style)
    for column, width in leaf.widths.items():
        sheet.col(column).width = int(width * 256)
        sheet.col(column).hidden = column in leaf.hidden_columns
    for row in leaf.hidden_rows:
        sheet.row(row).hidden = True
    if leaf.frozen:
        sheet.panes_frozen = True
        sheet.horz_split_pos, sheet.vert_split_pos = leaf.frozen
    sheet.portrait = leaf.width <= 6
    sheet.paper_size_code = 9
    sheet.fit_num_pages = 1
    sheet.fit_width_to_pages, sheet.fit_height_to_pages = 1, 0
