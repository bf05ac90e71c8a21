"""Blocks as a workbook in the legacy binary format; ``@sheet NAME hidden=1`` hides a sheet."""

from __future__ import annotations

import io

import xlwt

from tests.unseen.model import File, Table
from tests.unseen.render_xlsx import sheet_blocks

EDGES = "borders: left thin, right thin, top thin, bottom thin; align: vert centre, wrap on"


def render(file: File) -> bytes:
    """Options: ``text=1`` (numbers typed as words)."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, hidden, blocks in sheet_blocks(file):
        sheet = book.add_sheet(name)
        sheet.visibility = int(hidden)
        width = max((block.table.width for block in blocks if block.table), default=6)
        row = 0
        for block in blocks:
            if block.kind == "text":
                words = block.text.replace("\\n", "\n")
                across = {"title": "centre", "right": "right"}.get(block.style, "left")
                sheet.write_merge(row, row, 0, width - 1, words, xlwt.easyxf(f"align: horiz {across}, wrap on"))
                row += 1
            elif block.table:
                _table(sheet, block.table, row, text=bool(file.options.get("text")))
                row += block.table.height
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _table(sheet: xlwt.Worksheet, table: Table, top: int, *, text: bool) -> None:
    styles: dict[str, xlwt.XFStyle] = {}
    for cell in table.cells:
        pattern = "@"
        value: object = cell.text
        if cell.number is not None and not text:
            value = cell.number
            pattern = ("#,##0" if cell.thousands else "0") + (f".{'0' * cell.decimals}" if cell.decimals else "")
        style = styles.setdefault(pattern, xlwt.easyxf(EDGES, num_format_str=pattern))
        first, left = top + cell.row, cell.column
        sheet.write_merge(first, first + cell.rows - 1, left, left + cell.columns - 1, value, style)
