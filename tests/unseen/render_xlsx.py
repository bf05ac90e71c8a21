"""Blocks as a workbook: one sheet per form, merged titles and heads, numbers as numbers, pages scaled to one width."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from tests.unseen.model import Block, File, Table

THIN = Border(*(Side(style="thin") for _ in range(4)))


def render(file: File) -> bytes:
    """Options: ``font``, ``text=1`` (numbers typed as words), ``lead=1`` (an empty first column)."""
    book = Workbook()
    book.properties.created = book.properties.modified = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - as openpyxl wants
    book.remove(book.active)
    for name, hidden, blocks in sheet_blocks(file):
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if hidden else "visible"
        _sheet(sheet, blocks, file)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_blocks(file: File) -> list[tuple[str, bool, list[Block]]]:
    """Each sheet's name, whether it is hidden (``@sheet NAME hidden=1``), and what stands on it."""
    found: list[tuple[str, bool, list[Block]]] = []
    for block in file.blocks:
        if block.kind == "break" and block.style == "sheet":
            name, hidden, _ = block.text.partition(" hidden=1")
            found.append((name, bool(hidden), []))
        elif found:
            found[-1][2].append(block)
    return found


def _sheet(sheet: Any, blocks: list[Block], file: File) -> None:
    font = file.options.get("font", "AR PL UMing CN")
    left = 2 if file.options.get("lead") else 1
    width = max((block.table.width for block in blocks if block.table), default=6)
    row = 1
    for block in blocks:
        if block.kind == "text":
            cell = sheet.cell(row, left, block.text.replace("\\n", "\n"))
            cell.font = Font(name=font, size=16 if block.style == "title" else 10, bold=block.style == "title")
            across = {"title": "center", "right": "right"}.get(block.style, "left")
            alone = not any(block.table for block in blocks)
            cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=alone or "\n" in cell.value)
            if alone:
                sheet.column_dimensions["A"].width = 96
            elif width > 1 and block.style != "line":
                sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + width - 1)
            row += 1
        elif block.table:
            _table(sheet, block.table, (row, left), file, font)
            row += block.table.height
    sheet.page_setup.orientation = "landscape" if width > 5 else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _table(sheet: Any, table: Table, at: tuple[int, int], file: File, font: str) -> None:
    for cell in table.cells:
        place = sheet.cell(at[0] + cell.row, at[1] + cell.column)
        if cell.number is not None and not file.options.get("text"):
            place.value = cell.number
            zeros = "0." + "0" * cell.decimals if cell.decimals else "0"
            place.number_format = f"#,##{zeros}" if cell.thousands or file.options.get("grouped") else zeros
        elif cell.text:
            place.value = cell.text
        place.font = Font(name=font, size=float(file.options.get("size", "10")))
        middle = "right" if cell.number is not None else "center" if cell.row < table.head else "left"
        place.alignment = Alignment(horizontal=middle, vertical="center", wrap_text=True)
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(
                start_row=place.row, end_row=place.row + cell.rows - 1,
                start_column=place.column, end_column=place.column + cell.columns - 1,
            )  # fmt: skip
    for line in range(table.height):
        for column in range(table.width):
            sheet.cell(at[0] + line, at[1] + column).border = THIN
    widths = table.options.get("widths")
    for column in range(table.width):
        letter = get_column_letter(at[1] + column)
        longest = max(
            (_longest(cell.text) for cell in table.cells if cell.column == column and cell.columns == 1), default=8
        )
        sheet.column_dimensions[letter].width = (
            float(widths.split(",")[column]) * 5 if widths else min(max(9, longest * 1.9), 34)
        )
    _heights(sheet, table, at[0])


def _heights(sheet: Any, table: Table, top: int) -> None:
    """Rows as high as their words need: merged cells do not grow by themselves."""
    for row in range(table.height):
        lines = 1
        for cell in table.cells:
            if cell.row == row and cell.rows == 1:
                letters = [get_column_letter(cell.column + 1 + step) for step in range(cell.columns)]
                room = sum(sheet.column_dimensions[letter].width for letter in letters) / 2.0
                lines = max(lines, sum(max(1, math.ceil(len(line) / room)) for line in cell.text.split("\n")))
        if lines > 1:
            sheet.row_dimensions[top + row].height = 14.0 * lines


def _longest(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)
