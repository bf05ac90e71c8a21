"""XLSX for people: Chinese headers, numbers as numbers, texts that stay texts whatever they begin with.

A text cell is written as a string and marked as one (what Excel shows as a leading apostrophe), so that it is no
formula when the file is opened and none after somebody edits the cell; its value is that of the CSV. The library makes
the book and the heads of its sheets, ``sheet_rows`` puts the rows in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from publish.package import Columns
from publish.renditions.cells import Cells
from publish.renditions.sheet_rows import Filling, SharedStrings, filled, unpacked
from publish.schemas import DECIMAL_PLACES, Field, TableSchema, TwoTongues, load_schemas

#: Rows of a sheet; a longer table is named on the first sheet and left to the CSV.
MAX_ROWS = 100_000
_ABOUT = "说明 About"
#: What stands for the title of a workbook until it is known.
_TITLE = TwoTongues("〔题目〕", "〔title〕")
#: Whether it is money, and how many decimals: each has a format.
_NUMBERS = tuple((money, places) for money in (False, True) for places in range(DECIMAL_PLACES + 1))
#: The moment a workbook says it was made: none that depends on when that was.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # the library wants it without a zone
_WIDTHS = {"integer": 10, "number": 16, "date": 12, "datetime": 20, "boolean": 8, "string": 18}
_WIDE = {
    "quote": 40,
    "message_zh": 60,
    "message_en": 60,
    "title": 40,
    "text": 30,
    "item": 30,
    "name": 26,
    "project": 30,
}


@dataclass(frozen=True, slots=True)
class _Formats:
    """The formats of cells, each a place in the list of them that a sheet begins with."""

    header: Format
    text: Format
    marked: Format
    day: Format
    moment: Format
    #: By whether it is money and by decimals; thousands are apart where it is money.
    numbers: Mapping[tuple[bool, int], Format]

    def of_cells(self) -> tuple[Format, ...]:
        return (self.text, self.marked, self.day, self.moment, *self.numbers.values())


def workbook_file(title: TwoTongues, tables: Mapping[str, Columns]) -> bytes:
    """A sheet for each table that has rows, in the order of the package, after one that says what is in it."""
    rows = {name: len(next(iter(columns.values()), ())) for name, columns in tables.items()}
    shown = tuple(name for name in load_schemas() if rows.get(name))
    held = tuple(name for name in shown if rows[name] <= MAX_ROWS)

    def fill(styles: Sequence[int], strings: SharedStrings) -> dict[int, Filling]:
        cells = Cells.of(styles, _NUMBERS, strings)
        return {
            number: Filling([(tables[name][one.name], cells.inside_of(one)) for one in load_schemas()[name].fields])
            for number, name in enumerate(held, start=2)
        }

    said = {_TITLE.zh: escape(title.zh, quote=False), _TITLE.en: escape(title.en, quote=False)}
    for name in shown:
        said |= {str(_rows_of(name) + more): str(rows[name] + more) for more in (0, 1)}
    stated = re.compile("|".join(said))
    return filled({name: stated.sub(lambda found: said[found[0]], text) for name, text in _empty(shown, held)}, fill)


@lru_cache(maxsize=100)
def _empty(shown: Sequence[str], held: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The files of a workbook with marks for its title and the rows of its sheets, which take long to make.

    ``held`` are those of the tables that have a sheet.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": _TITLE.zh, "created": _MADE})
    formats = _formats(book)
    about = book.add_worksheet(_ABOUT)
    for name in held:
        schema = load_schemas()[name]
        _head(book.add_worksheet(schema.title.zh[:31]), schema, _rows_of(name), formats)
    _about(about, [(load_schemas()[name], name in held) for name in shown], formats)
    book.close()
    return tuple(unpacked(buffer.getvalue()).items())


def _rows_of(name: str) -> int:
    """What stands for the number of rows of a table: it occurs nowhere else, nor does the next one."""
    return 1_000_003 + 10 * list(load_schemas()).index(name)


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    def number(places: int, *, money: bool) -> Format:
        body = "#,##0" if money else "0"
        return book.add_format({"num_format": f"{body}.{'0' * places}" if places else body})

    return _Formats(
        header=book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True, "valign": "top"}),
        text=book.add_format({"num_format": "@"}),
        marked=book.add_format({"num_format": "@", "quote_prefix": True}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        numbers={(money, places): number(places, money=money) for money, places in _NUMBERS},
    )


def _head(sheet: Worksheet, schema: TableSchema, rows: int, formats: _Formats) -> None:
    """Everything of a sheet but its rows, and below the heads one cell of each format."""
    for column, field in enumerate(schema.fields):
        sheet.write_string(0, column, _heading(field), formats.header)
        sheet.set_column(column, column, _WIDE.get(field.name, _WIDTHS[field.type]))
    for column, one in enumerate(formats.of_cells()):
        sheet.write_blank(1, column, None, one)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(schema.fields) - 1)
    # Codes are texts of digits, and meant to be.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})


def _heading(field: Field) -> str:
    unit = {"CNY": "（元）"}.get(field.unit or "", f"（{field.unit}）" if field.unit else "")
    return field.title.zh + (unit or ("（UTC）" if field.type == "datetime" else ""))


def _about(sheet: Worksheet, tables: Sequence[tuple[TableSchema, bool]], formats: _Formats) -> None:
    """What the book holds, and what every column means, in both languages. Told of each table: whether it is held."""
    lines: list[tuple[Any, ...]] = [
        (_TITLE.zh,),
        (_TITLE.en,),
        ("CC BY 4.0。金额以元计，照录原文；原文的错误只标记，不更改。CSV 为准。",),
        ("Money in 元 (CNY) as printed; mistakes of the source are flagged, never repaired. The CSV is canonical.",),
        (),
        ("工作表", "Table", "行 rows", "说明", "Description"),
    ]
    for schema, held in tables:
        zh, en = schema.description.zh, schema.description.en
        if not held:
            zh, en = f"行数过多，请用 CSV 或 Parquet。{zh}", f"too many rows for a sheet, see the CSV or Parquet. {en}"
        lines.append((schema.title.zh, f"{schema.title.en} ({schema.name})", _rows_of(schema.name), zh, en))
    lines += [(), ("工作表", "列", "Column", "说明", "Description")]
    for schema, _ in tables:
        lines += [
            (schema.title.zh, _heading(one), f"{one.title.en} ({one.name})", one.description.zh, one.description.en)
            for one in schema.fields
        ]
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 2, 30)
    sheet.set_column(3, 4, 60)
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            else:
                heads = cells[0] == "工作表"
                sheet.write_string(row, column, cell, formats.header if heads else formats.text)
