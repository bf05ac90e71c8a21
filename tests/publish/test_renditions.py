"""Parquet, XLSX and the archive of a county hold the rows of the CSV, cell by cell, whatever stands in a cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from publish.package import read_csv, write_csv
from publish.renditions.archive import zip_file
from publish.renditions.cells import CUT, MAX_CELL
from publish.renditions.parquet import parquet_file
from publish.renditions.workbook import workbook_file
from publish.schemas import Field, Row, TwoTongues, load_schemas
from tests.publish.mutants import good_tables
from tests.publish.samples import parsed_report, tables_of

HOSTILE = [
    "=cmd|'/C calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "'=1",
    "<script>alert('x')</script>",
    '</c><c t="str"><f>1+1</f></c>',
    "&amp; & ]]>",
    "两\n行",
    "\u202e\u2066反\u2069\u202c",
    "_x000D_ 不是回车",
    'a "quoted", cell',
    "  空白  ",
    "https://www.example.gov.cn/ 与 mailto:nobody@example.org",
    "000123",
    "１２",
    "1e5",
    "TRUE",
    "=" + "长" * 500,
    "\U0001f600 𠮷",
]
TITLE = TwoTongues("襄垣县（示例）", "Xiangyuan (example)")


@cache
def hostile_tables() -> dict[str, list[Row]]:
    """Every table with rows of which every free text cell is hostile, and the rows of a whole report."""
    tables = good_tables()
    for name, schema in load_schemas().items():
        free = [
            field.name
            for field in schema.fields
            if field.type == "string" and not {"enum", "pattern"} & set(field.constraints)
        ]
        first = dict(tables[name][0])
        tables[name] += [{**first, **dict.fromkeys(free, text)} for text in HOSTILE]
        tables[name].append({**first, **{field.name: "" for field in schema.fields if not field.required}})
    for name, rows in tables_of(parsed_report()).items():
        tables[name] += rows
    return tables


def csv_of(name: str) -> bytes:
    return write_csv(load_schemas()[name].columns, hostile_tables()[name])


def typed(field: Field, cell: str) -> Any:
    """What a cell of the CSV means."""
    if not cell:
        return None
    if field.type == "boolean":
        return cell == "true"
    if field.type == "integer":
        return int(cell)
    if field.type == "number":
        return Decimal(cell)
    if field.type == "date":
        return date.fromisoformat(cell)
    if field.type == "datetime":
        return datetime.fromisoformat(cell.replace("Z", "+00:00"))
    return cell


@pytest.mark.parametrize("name", load_schemas())
def test_parquet_holds_the_cells_of_the_csv(name: str) -> None:
    schema = load_schemas()[name]
    data = csv_of(name)
    table = pq.read_table(io.BytesIO(parquet_file(schema, [data])))
    assert table.column_names == list(schema.columns)
    rows = read_csv(data)
    assert len(rows) == table.num_rows
    for field in schema.fields:
        assert table[field.name].to_pylist() == [typed(field, row[field.name]) for row in rows], field.name


def test_numbers_of_every_length_are_exact_in_parquet() -> None:
    """Long ones and short ones are read in two ways."""
    schema = load_schemas()["facts"]
    whole = ("0", "7", "99999999", "100000000", "123456789012345678901234567")
    cells = [f"{sign}{one}{part}" for sign in ("", "-") for one in whole for part in ("", ".5", ".0123456789")]
    cells = [cell for cell in cells if Decimal(cell) or not cell.startswith("-")]
    data = write_csv(schema.columns, [{**hostile_tables()["facts"][0], "amount": cell} for cell in cells])
    table = pq.read_table(io.BytesIO(parquet_file(schema, [data])))
    assert table["amount"].to_pylist() == [Decimal(cell) for cell in cells]


def test_parquet_has_the_types_of_the_schema() -> None:
    schema = load_schemas()["documents"]
    types = pq.read_schema(io.BytesIO(parquet_file(schema, [csv_of("documents")])))
    assert str(types.field("bytes").type) == "int64"
    assert str(types.field("ocr").type) == "bool"
    assert str(types.field("fetched_at").type) == "timestamp[us, tz=UTC]"
    facts = pq.read_schema(io.BytesIO(parquet_file(load_schemas()["facts"], [csv_of("facts")])))
    assert str(facts.field("amount").type) == "decimal128(38, 10)"
    assert facts.metadata[b"title"].decode() == "数据"


def test_parquet_puts_parts_together_in_order_and_always_gives_the_same_bytes() -> None:
    schema = load_schemas()["reports"]
    rows = hostile_tables()["reports"]
    parts = [write_csv(schema.columns, rows[:5]), write_csv(schema.columns, rows[5:])]
    made = parquet_file(schema, parts)
    assert made == parquet_file(schema, parts)
    assert made == parquet_file(schema, [csv_of("reports")])


def test_a_number_that_is_none_is_no_parquet() -> None:
    with pytest.raises(ValueError, match="facts"):
        parquet_file(load_schemas()["facts"], [csv_of("facts").replace(b",12.50,", b",NaN,", 1)])


def test_parquet_reads_as_it_was_written_in_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    path.write_bytes(parquet_file(load_schemas()["facts"], [csv_of("facts")]))
    total = duckdb.sql(f"SELECT sum(amount) FROM '{path}'").fetchone()
    assert total == (sum(Decimal(row["amount"]) for row in hostile_tables()["facts"] if row["amount"]),)


def workbook_of(tables: Mapping[str, Sequence[Row]]) -> bytes:
    columns = {name: {column: [row[column] for row in rows] for column in rows[0]} for name, rows in tables.items()}
    return workbook_file(TITLE, columns)


@pytest.fixture(scope="module")
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_of(hostile_tables())))


@pytest.mark.parametrize("name", load_schemas())
def test_a_workbook_holds_the_cells_of_the_csv(workbook: openpyxl.Workbook, name: str) -> None:
    schema = load_schemas()[name]
    sheet = workbook[schema.title.zh]
    lines = list(sheet.iter_rows(min_row=2))
    assert len(lines) == len(hostile_tables()[name])
    for line, row in zip(lines, hostile_tables()[name], strict=True):
        for cell, field in zip(line, schema.fields, strict=True):
            assert same(field, cell.value, row[field.name]), (field.name, cell.value, row[field.name])
            assert cell.data_type != "f"


def same(field: Field, shown: Any, cell: str) -> bool:
    meant = typed(field, cell)
    if isinstance(shown, float | int) and not isinstance(shown, bool):
        return bool(Decimal(repr(shown)) == meant)
    if isinstance(meant, datetime):
        return bool(shown.replace(tzinfo=UTC) == meant)
    if isinstance(meant, date):
        return bool(shown.date() == meant)
    return bool(shown == meant)


def test_texts_that_look_like_formulas_are_marked_as_texts(workbook: openpyxl.Workbook) -> None:
    """Marked as Excel marks them, so that they stay texts when somebody edits the cell; others are not marked."""
    sheet = workbook[load_schemas()["facts"].title.zh]
    quotes = {cell.value: cell.quotePrefix for cell in sheet[letter_of("facts", "quote")][1:]}
    for text in HOSTILE:
        assert quotes[text] == text.startswith(("=", "+", "-", "@", "\t", "'")), text


def letter_of(name: str, column: str) -> str:
    return str(openpyxl.utils.get_column_letter(load_schemas()[name].columns.index(column) + 1))


def test_no_formula_link_or_script_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_of(hostile_tables()))) as archive:
        names = archive.namelist()
        sheets = b"".join(archive.read(name) for name in names if name.startswith("xl/worksheets/"))
        assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets
    assert b"<script" not in sheets


def test_a_workbook_opens_with_its_header_frozen_and_numbers_formatted(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["主要合计"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    heads = [cell.value for cell in sheet[1]]
    assert heads[:5] == ["报告编号", "区划代码", "财政年度", "预算或决算", "收入总计（元）"]
    money = sheet[f"{letter_of('totals', 'revenue_total')}2"]
    assert (money.number_format, money.data_type) == ("#,##0.00", "n")
    year = sheet[f"{letter_of('totals', 'fiscal_year')}2"]
    assert year.number_format == "0"
    assert sheet[f"{letter_of('totals', 'division_code')}2"].data_type == "s"


def test_the_first_sheet_explains_every_column(workbook: openpyxl.Workbook) -> None:
    about = workbook.worksheets[0]
    texts = {cell for line in about.iter_rows(values_only=True) for cell in line if isinstance(cell, str)}
    for schema in load_schemas().values():
        for field in schema.fields:
            assert f"{field.title.en} ({field.name})" in texts
            assert field.description.zh in texts


def test_a_workbook_is_the_same_whenever_it_is_made() -> None:
    tables = {"totals": hostile_tables()["totals"]}
    assert workbook_of(tables) == workbook_of(tables)


def test_numbers_excel_cannot_hold_and_old_dates_stay_texts() -> None:
    row = {**hostile_tables()["totals"][0], "revenue_total": "123456789012345.67"}
    fact = {**hostile_tables()["reports"][0], "published_on": "1899-12-31"}
    book = openpyxl.load_workbook(io.BytesIO(workbook_of({"totals": [row], "reports": [fact]})))
    assert book["主要合计"][f"{letter_of('totals', 'revenue_total')}2"].value == "123456789012345.67"
    assert book["报告"][f"{letter_of('reports', 'published_on')}2"].value == "1899-12-31"


def test_a_cell_longer_than_excel_holds_says_that_it_is_cut() -> None:
    row = {**hostile_tables()["checks"][0], "message_zh": "长" * (MAX_CELL + 1)}
    book = openpyxl.load_workbook(io.BytesIO(workbook_of({"checks": [row]})))
    value = book["核对"][f"{letter_of('checks', 'message_zh')}2"].value
    assert len(value) == MAX_CELL
    assert value.endswith(CUT)


def test_a_table_with_too_many_rows_is_named_and_left_to_the_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.renditions.workbook.MAX_ROWS", 2)
    tables = {"totals": hostile_tables()["totals"][:1], "facts": hostile_tables()["facts"]}
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(tables)))
    assert book.sheetnames == ["说明 About", "主要合计"]
    texts = "\n".join(str(cell) for line in book.worksheets[0].iter_rows(values_only=True) for cell in line)
    assert "行数过多" in texts


def test_an_archive_is_the_same_whenever_it_is_made_and_holds_the_files() -> None:
    files = {"facts.csv": csv_of("facts"), "README.md": "说明".encode()}
    made = zip_file(files)
    assert made == zip_file(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.testzip() is None


def test_schemas_name_sheets_that_excel_accepts() -> None:
    titles = [schema.title.zh for schema in load_schemas().values()]
    assert len(set(titles)) == len(titles)
    for title in titles:
        assert len(title) <= 31
        assert not set(title) & set("[]:*?/\\")
