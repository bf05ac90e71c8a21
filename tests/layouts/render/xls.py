"""The tables as a workbook in the legacy binary format, one sheet per table."""

from __future__ import annotations

import io

import xlwt

from tests.layouts.model import Built
from tests.layouts.render.cells import entries, sheet_name

EDGES = "borders: left thin, right thin, top thin, bottom thin; align: vert centre, wrap on"


def render(built: Built) -> bytes:
    """The workbook; the same document gives the same bytes."""
    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[tuple[bool, str], xlwt.XFStyle] = {}
    used: set[str] = set()
    for table in built.tables:
        sheet = book.add_sheet(sheet_name(table, used))
        for column, width in enumerate(table.grid.widths):
            sheet.col(column).width = int(width * 9 * 256)
        for entry in entries(built, table):
            key = (entry.border, entry.pattern)
            if key not in styles:
                styles[key] = xlwt.easyxf(EDGES if entry.border else "", num_format_str=entry.pattern)
            value = entry.number if entry.number is not None else entry.text
            if (entry.row, entry.column) == (entry.last_row, entry.last_column):
                sheet.write(entry.row, entry.column, value, styles[key])
            else:
                place = (entry.row, entry.last_row, entry.column, entry.last_column)
                sheet.write_merge(*place, value, styles[key])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
