"""The tables as an XLSX workbook: one sheet per table, or all below each other on one (``xlsx: {one_sheet: true}``)."""

from __future__ import annotations

import io

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from infra.samples.build.package import with_fixed_dates
from tests.layouts.model import Built
from tests.layouts.render.cells import Entry, entries, height, sheet_name

THIN = Side(style="thin")


def render(built: Built) -> bytes:
    """The workbook; the same document gives the same bytes."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    used: set[str] = set()
    one = built.declaration.get("xlsx", {}).get("one_sheet")
    sheet: Worksheet | None = None
    row = 0
    for table in built.tables:
        if sheet is None or not one:
            sheet = book.create_sheet(sheet_name(table, used) if not one else "公开表")
            row = 0
            for column, width in enumerate(table.grid.widths):
                sheet.column_dimensions[get_column_letter(column + 1)].width = width * 9
        found = list(entries(built, table, row))
        for entry in found:
            _write(sheet, entry)
        row = height(found) + 2
    buffer = io.BytesIO()
    book.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def _write(sheet: Worksheet, entry: Entry) -> None:
    cell = sheet.cell(entry.row + 1, entry.column + 1)
    if entry.number is not None:
        cell.value = entry.number
    elif entry.text:
        cell.value = entry.text
        cell.data_type = "s"  # "=4人" is a text, not a formula
    cell.number_format = entry.pattern
    cell.alignment = Alignment(
        horizontal=None if entry.number is not None else "center", vertical="center", wrap_text=True
    )
    if not entry.border and entry.row == 0:
        cell.font = Font(name="宋体", size=16)
    if entry.border:
        cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
    if (entry.row, entry.column) != (entry.last_row, entry.last_column):
        sheet.merge_cells(None, entry.row + 1, entry.column + 1, entry.last_row + 1, entry.last_column + 1)
