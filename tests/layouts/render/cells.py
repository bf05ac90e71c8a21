"""What a spreadsheet shows of a table: title lines, caption, grid and notes as cells; shared by XLSX and XLS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.layouts.model import Built, TableBlock
from tests.layouts.numbers import value_of


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
    last = table.grid.columns - 1
    row = first_row
    for column, end, text in _above(table, last):
        for place in column:
            yield Entry(row, place, row, end if end > place else place, text[place], border=False)
        row += 1
    for cell in table.grid.cells:
        number, pattern = _number(built, table, cell.row, cell.column, cell.text)
        bottom, end = row + cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
        yield Entry(row + cell.row, cell.column, bottom, end, cell.text.replace("\n", ""), number, pattern)
    row += table.grid.rows
    for note in table.notes:
        yield Entry(row, 0, row, last, note, border=False)
        row += 1


def _above(table: TableBlock, last: int) -> Iterator[tuple[list[int], int, dict[int, str]]]:
    """Rows above the grid: filled columns, the last column of a merged one, texts by column."""
    before = table.options.get("form_at") == "before"
    for line in table.options.get("above", []):
        yield [0], 0, {0: line}
    if table.form and before:
        yield [0], 0, {0: table.form}
    if table.title:
        yield [0], last, {0: table.title}
    if table.form and not before:
        yield [last], last, {last: table.form}
    places: dict[int, str] = {}
    for column, text in zip((0, last // 2, last), table.caption, strict=True):
        if text:
            places[column] = f"{places[column]}　{text}" if column in places else text
    if places:
        yield sorted(places), 0, places


def _number(built: Built, table: TableBlock, row: int, column: int, text: str) -> tuple[Decimal | None, str]:
    """The number a cell holds and its format; none where the sheet holds text."""
    options = built.declaration.get("xlsx", {})
    decimals = table.decimals.get((row, column))
    if decimals is not None and options.get("amounts", "number") == "number":
        grouped = "," in text or options.get("thousands")
        return value_of(text), ("#,##0" if grouped else "0") + (f".{'0' * decimals}" if decimals else "")
    if column in table.code_columns and options.get("codes") == "number" and text.isdigit():
        return Decimal(text), "0"
    return None, "@"


def height(found: list[Entry]) -> int:
    return max(entry.last_row for entry in found) + 1
