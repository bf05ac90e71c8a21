"""The ten official tables of 004 as spreadsheets: one sheet per table, merged cells, codes as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from infra.samples.build.forms import Form, Part
from infra.samples.build.package import with_fixed_dates

NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
ABOVE = 3  # title, form number, caption


@dataclass(frozen=True)
class Entry:
    """One cell of a sheet, counted from 0; ``decimals`` is ``None`` for text."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str
    decimals: int | None = None
    border: bool = True


def forms_of(parts: list[Part]) -> list[Form]:
    return [block for part in parts for block in part.body if isinstance(block, Form) and block.number]


def sheet_name(form: Form) -> str:
    """``GK01 收入支出决算总表``, without the quotation marks a sheet name may not hold."""
    return f"GK{form.number[2:4]} {form.title}".replace("“", "").replace("”", "")[:31]


def entries(form: Form) -> Iterator[Entry]:
    """Everything on the sheet: title lines, the table, its notes."""
    last = form.grid.columns - 1
    yield Entry(0, 0, 0, last, form.title, border=False)
    yield Entry(1, last, 1, last, form.number, border=False)
    left, middle, right = form.caption
    yield Entry(2, 0, 2, 0, left, border=False)
    yield Entry(2, last // 2, 2, last // 2, middle, border=False)
    yield Entry(2, last, 2, last, right, border=False)
    codes = form.declared.get("code_columns", [])
    for cell in form.grid.cells:
        text = cell.text.replace("\n", "")
        decimals = None
        body = cell.row >= form.grid.header_rows or not codes
        if NUMBER.match(text) and not (body and cell.column in codes):
            decimals = len(text.partition(".")[2])
        row = cell.row + ABOVE
        yield Entry(row, cell.column, row + cell.row_span - 1, cell.column + cell.column_span - 1, text, decimals)
    for index, note in enumerate(form.notes):
        row = ABOVE + form.grid.rows + index
        yield Entry(row, 0, row, last, note, border=False)


def number_format(decimals: int) -> str:
    return f"0.{'0' * decimals}" if decimals else "0"


def xlsx(parts: list[Part]) -> bytes:
    """All tables as one XLSX workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    for form in forms_of(parts):
        sheet = book.create_sheet(sheet_name(form))
        for column, width in enumerate(form.grid.widths):
            sheet.column_dimensions[get_column_letter(column + 1)].width = width * 8
        for entry in entries(form):
            cell = sheet.cell(entry.row + 1, entry.column + 1)
            cell.value = Decimal(entry.text) if entry.decimals is not None else entry.text or None
            cell.number_format = "@" if entry.decimals is None else number_format(entry.decimals)
            cell.alignment = Alignment(
                horizontal=None if entry.decimals else "center", vertical="center", wrap_text=True
            )
            if entry.row == 0:
                cell.font = Font(name="宋体", size=18)
            if entry.border:
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if (entry.row, entry.column) != (entry.last_row, entry.last_column):
                sheet.merge_cells(None, entry.row + 1, entry.column + 1, entry.last_row + 1, entry.last_column + 1)
    buffer = io.BytesIO()
    book.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def xls(parts: list[Part]) -> bytes:
    """All tables as one workbook in the legacy binary format."""
    book = xlwt.Workbook(encoding="utf-8")
    edges = "borders: left thin, right thin, top thin, bottom thin; align: vert centre, wrap on"
    styles: dict[tuple[bool, int | None], xlwt.XFStyle] = {}
    for form in forms_of(parts):
        sheet = book.add_sheet(sheet_name(form))
        for column, width in enumerate(form.grid.widths):
            sheet.col(column).width = int(width * 8 * 256)
        for entry in entries(form):
            key = (entry.border, entry.decimals)
            if key not in styles:
                pattern = "@" if entry.decimals is None else number_format(entry.decimals)
                styles[key] = xlwt.easyxf(edges if entry.border else "", num_format_str=pattern)
            value = Decimal(entry.text) if entry.decimals is not None else entry.text
            place = (entry.row, entry.last_row, entry.column, entry.last_column)
            if place[0] == place[1] and place[2] == place[3]:
                sheet.write(entry.row, entry.column, value, styles[key])
            else:
                sheet.write_merge(*place, value, styles[key])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
