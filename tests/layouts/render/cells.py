"""What a spreadsheet shows of a table: title lines, caption, grid and notes as cells; shared by XLSX and XLS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.layouts.model import Built, TableBlock
from tests.layouts.numbers import value_of
from decimal import Decimal


@dataclass(frozen=True)
class Entry:
    """One cell, counted from 0. ``number`` is set when the sheet holds a number; ``pattern`` is its format."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str
    number: Decimal | None = None
    pattern: str = "@"
    border: bool = True


def sheet_name(table: TableBlock, used: set[str]) -> str:
    """The declared name, the form's number and title, or the bare title; at most 31 characters, unique."""
    wanted = str(table.options.get("sheet") or f"{table.form} {table.title}".strip() or f"Sheet{table.number}")
    wanted = "".join(char for char in wanted if char not in "[]:*?/\\“”")[:31]
    name, number = wanted, 1
    while name in used:
        number += 1
        name = f"{wanted[:28]}_{number}"
    used.add(name)
    return name


def entries(built: Built, table: TableBlock, first_row: int = 0) -> Iterator[Entry]:
    """Everything on the sheet, from ``first_row`` on."""
    options = built.declaration.get("xlsx", {})
    last = table.grid.columns - 1
    row = first_row
    for line in table.options.get("above", []):
        yield Entry(row, 0, row, 0, line, border=False)
        row += 1
    if table.form and table.options.get("form_at") == "before":
        yield Entry(row, 0, row, 0, table.form, border=False)
        row += 1
    if table.title:
        yield Entry(row, 0, row, last, table.title, border=False)
        row += 1
    if table.form and table.options.get("form_at") != "before":
        yield Entry(row, last, row, last, table.form, border=False)
        row += 1
    left, middle, right = table.caption
    if left or middle or right:
        places: dict[int, str] = {}
        for column, text in ((0, left), (last // 2, middle), (last, right)):
            if text:
                places[column] = f"{places[column]}　{text}" if column in places else text
        for column, text in places.items():
            yield Entry(row, column, row, column, text, border=False)
        row += 1
    for cell in table.grid.cells:
        text = cell.text.replace("\n", "")
        number, pattern = None, "@"
        decimals = table.decimals.get((cell.row, cell.column))
        if decimals is not None and options.get("amounts", "number") == "number":
            number = value_of(text)
            pattern = ("#,##0" if "," in text or options.get("thousands") else "0") + (
                f".{'0' * decimals}" if decimals else ""
            )
        elif cell.column in table.code_columns and options.get("codes") == "number" and text.isdigit():
            number, pattern = Decimal(text), "0"
        bottom, end = row + cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
        yield Entry(row + cell.row, cell.column, bottom, end, text, number, pattern)
    row += table.grid.rows
    for note in table.notes:
        yield Entry(row, 0, row, last, note, border=False)
        row += 1


def height(found: list[Entry]) -> int:
    return max(entry.last_row for entry in found) + 1
