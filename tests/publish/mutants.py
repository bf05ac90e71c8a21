"""Tables made from the schemas alone, and ways to spoil them: cell by cell and byte by byte."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from publish.package import write_csv
from publish.schemas import Field, Row, TableSchema, load_schemas

ROWS = 3
#: A cell for every pattern of the schemas; ``{n}`` is the row, so that keys differ and ascend.
_EXAMPLES = {
    "report_id": "140423-2023-final-0000000{n}",
    "fact_id": "f-000000000000000{n}",
    "check_id": "c-000000000000000{n}",
    "change_id": "d-00000000000{n}",
    "division_code": "14042{n}",
    "fact_ids": "f-0000000000000000 f-000000000000000{n}",
    "bbox": "72,100.13,120.5,112",
    "url": "https://www.example.gov.cn/{n}.pdf",
    "page_url": "https://www.example.gov.cn/{n}.html",
    "document_id": "{n}" * 64,
    "text_sha256": "a" * 64,
    "rows_sha256": "b" * 64,
    "record_sha256": "c" * 64,
    "correction_id": "k-{n}",
    "code_normalised": "20{n}",
}
_BY_TABLE = {
    ("divisions", "code"): "14042{n}",
    ("function_codes", "code"): "20{n}",
    ("economic_codes", "code"): "20{n}",
    ("coverage", "report_id"): "140423-2023-final-0000000{n}",
}
_BY_TYPE = {"number": "12.50", "date": "2024-02-29", "datetime": "2026-11-20T17:00:00Z", "boolean": "true"}


def good_rows(schema: TableSchema) -> list[Row]:
    """Rows of a table that keep every rule; references find their rows in the tables made the same way."""
    return [{field.name: _good_cell(schema, field, n) for field in schema.fields} for n in range(1, ROWS + 1)]


def good_tables() -> dict[str, list[Row]]:
    return {name: good_rows(schema) for name, schema in load_schemas().items()}


def _good_cell(schema: TableSchema, field: Field, n: int) -> str:
    example = _BY_TABLE.get((schema.name, field.name)) or _EXAMPLES.get(field.name)
    if example:
        return example.format(n=n)
    if enum := field.constraints.get("enum"):
        return str(enum[0])
    if field.type == "integer":
        return str(max(field.constraints.get("minimum", 1), 1) + n)
    if field.name == "confidence":
        return "0.97"
    return _BY_TYPE.get(field.type, f"文字 {n}")


@dataclass(frozen=True)
class Mutant:
    """A spoilt (or harmlessly changed) file of ``resource``. ``rows`` is what the publisher believes it wrote."""

    kind: str
    table: TableSchema
    column: str
    data: bytes
    rows: int = ROWS

    def __str__(self) -> str:
        return f"{self.kind} in {self.table.name}.{self.column}"


_NUMBERS = {
    "unicode_digits": ["１２", "٣", "1２"],
    "not_a_number": ["NaN", "nan"],
    "wrong_type": ["INF", "-Infinity", "1e999", "1,234", "0x1F", "一百", "--5", "12 .5", "1.2.3", "∞"],
    "number_spelling": ["+5", " 5", "5 ", "007", "1_000"],
    "negative_zero": ["-0"],
    "beyond": ["99999999999999999", "-99999999999999999", "1" + "0" * 60],
}
_TYPES = {
    "integer": {**_NUMBERS, "wrong_type": [*_NUMBERS["wrong_type"], "1.5", "1e3", "true"]},
    "number": {
        **_NUMBERS,
        "number_spelling": [*_NUMBERS["number_spelling"], "1e2", "5.", ".5", "1E+2"],
        "negative_zero": ["-0", "-0.00"],
        "many_decimals": ["0.12345678901"],
        "harmless": ["0", "0.5", "0.1234567890", "1"],
    },
    "date": {
        "wrong_type": [
            "2023-02-29",
            "2024-13-01",
            "20240203",
            "2024/02/03",
            "2024年2月3日",
            "2024-02-03T00:00:00Z",
            "0000-01-01",
        ],
        "harmless": ["2024-02-28", "1999-12-31"],
    },
    "datetime": {
        "wrong_type": ["2026-11-20", "2026-11-31T10:00:00Z", "2026-11-20T25:00:00Z", "昨天", "2026-11-20T10:61:00Z"],
        "moment_spelling": ["2026-11-20T17:00:00", "2026-11-20T17:00:00+08:00", "2026-11-20T17:00:00.500Z"],
        "harmless": ["2024-02-29T23:59:59Z"],
    },
    "boolean": {"wrong_type": ["True", "1", "yes", "否", " true"], "harmless": ["false"]},
}
_HOSTILE = [
    "=cmd|'/C calc'!A1",
    "<script>alert(1)</script>",
    "\u202e反\u202c",
    'a "quoted", cell',
    "两\n行",
    "+1",
    "@x",
    "，",
]


def narrow(schema: TableSchema, column: str) -> TableSchema:
    """The table cut to its key and one column more, references aside: a judge takes long for each column."""
    kept = {*schema.primary_key, column}
    return replace(schema, fields=tuple(one for one in schema.fields if one.name in kept), foreign_keys=())


def cell_mutants(seed: int = 5) -> Iterator[Mutant]:
    """Every kind of spoilt cell in every column it can stand in; one of its spellings each, drawn by ``seed``.

    Of columns of one table that have the same type and constraints, three are taken.
    """
    draw = random.Random(seed)
    for schema in load_schemas().values():
        alike: Counter[str] = Counter()
        for field in schema.fields:
            alike[signature := f"{field.type} {field.constraints}"] += 1
            if alike[signature] > 3:
                continue
            table = narrow(schema, field.name)
            for kind, cells in _cells_for(schema, field).items():
                rows = good_rows(table)
                rows[draw.randrange(ROWS)][field.name] = draw.choice(cells)
                rows.sort(key=lambda row: _order(schema, row))
                yield Mutant(kind, table, field.name, write_csv(table.columns, rows))


def _order(schema: TableSchema, row: Row) -> list[str | int]:
    """As far as the spoilt cell lets it, the order of the primary key: the spoilt cell is to be the only fault."""
    try:
        return list(schema.sort_key(row))
    except ValueError:
        return []


def _cells_for(schema: TableSchema, field: Field) -> dict[str, list[str]]:
    is_key = field.name in schema.primary_key
    points = any(field.name in key.fields for key in schema.foreign_keys)
    kinds: dict[str, list[str]] = {}
    if field.required:
        kinds["missing"] = [""]
    elif not points:
        kinds["harmless"] = [""]
    if field.type in _TYPES and not (is_key and field.type == "integer"):
        kinds |= _TYPES[field.type] | ({"harmless": kinds.get("harmless", []) + _TYPES[field.type].get("harmless", [])})
        if field.name == "confidence":
            kinds["harmless"] = ["0", "1", "0.5"]
    if "enum" in field.constraints:
        kinds["enum"] = ["village", str(field.constraints["enum"][0]).upper(), f"{field.constraints['enum'][-1]} "]
    elif "pattern" in field.constraints:
        good = _good_cell(schema, field, 1)
        kinds["pattern"] = [f"x{good}", f"{good[:3]}", good.replace("0", "０").replace("h", "ｈ") + "…", f" {good}"]
        kinds["line_break_after_pattern"] = [f"{good}\n"]
    elif field.type == "string":
        kinds["control_character"] = ["a\x07b", "\x00", "a\x1bb"]
        if not is_key and not points:
            kinds["harmless"] = [*kinds.get("harmless", []), *_HOSTILE]
    return {kind: cells for kind, cells in kinds.items() if cells}


Spoil = Callable[[TableSchema, bytes], bytes]


def file_mutants() -> Iterator[Mutant]:
    """Every way to spoil the bytes of a file, for every table."""
    for whole in load_schemas().values():
        schema = narrow(whole, _free_text(whole))
        good = write_csv(schema.columns, good_rows(schema))
        for kind, spoil in _FILES:
            yield Mutant(kind, schema, "*", spoil(schema, good), rows=0 if kind == "header_only" else ROWS)
        yield Mutant("harmless", schema, "*", b"\n".join(good.split(b"\n")[:-2]) + b"\n", rows=ROWS - 1)


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Spoil:
    return lambda _, good: b"\n".join(change(good.split(b"\n")[:-1])) + b"\n"


def _header(change: Callable[[list[bytes]], list[bytes]]) -> Spoil:
    return _lines(lambda lines: [b",".join(change(lines[0].split(b","))), *lines[1:]])


def _free_text(schema: TableSchema) -> str:
    """A text column in which anything may stand, for faults of quoting; the last column where there is none."""
    free = [
        field.name
        for field in schema.fields
        if field.type == "string" and not {"enum", "pattern"} & set(field.constraints)
    ]
    return free[-1] if free else schema.columns[-1]


def _stray_quote(schema: TableSchema, good: bytes) -> bytes:
    return good.replace("文字 2".encode(), '文"字 2'.encode(), 1) if "文字 2".encode() in good else good[:-1] + b'"\n'


def _swallowed(schema: TableSchema, _: bytes) -> bytes:
    """The cell of the second row opens a quote that only the third row's closes: one row, valid as far as it goes."""
    rows = good_rows(schema)[:2]
    column = _free_text(schema)
    cells = list(rows[1].values())
    rows[1][column] = f"{rows[1][column]}\n{','.join(cells)}"
    return write_csv(schema.columns, rows)


_FILES: list[tuple[str, Spoil]] = [
    ("byte_order_mark", lambda _, good: b"\xef\xbb\xbf" + good),
    ("crlf", lambda _, good: good.replace(b"\n", b"\r\n")),
    ("last_line_open", lambda _, good: good[:-1]),
    ("needless_quotes", _lines(lambda lines: [lines[0], b",".join(b'"%s"' % c for c in _cells(lines[1])), *lines[2:]])),
    ("stray_quote", _stray_quote),
    ("swallowed_lines", _swallowed),
    ("lost_row", _lines(lambda lines: lines[:-1])),
    ("out_of_order", _lines(lambda lines: [lines[0], *reversed(lines[1:])])),
    ("header_only", _lines(lambda lines: lines[:1])),
    ("blank_line", _lines(lambda lines: [*lines[:2], b"", *lines[2:]])),
    ("blank_line", _lines(lambda lines: [*lines, b""])),
    ("blank_line", _lines(lambda lines: [*lines[:2], b"," * lines[0].count(b","), *lines[2:]])),
    ("header", _header(lambda names: [b"x_" + names[0], *names[1:]])),
    ("header", _header(lambda names: [names[1], names[0], *names[2:]])),
    ("header", _header(lambda names: names[:-1])),
    ("header", _header(lambda names: [*names, b"extra"])),
    ("header", _header(lambda names: [names[0].upper(), *names[1:]])),
    ("header", _lines(lambda lines: lines[1:])),
    ("empty_file", lambda _, __: b""),
    ("short_row", _lines(lambda lines: [*lines[:2], b",".join(_cells(lines[2])[:-1]), *lines[3:]])),
    ("long_row", _lines(lambda lines: [*lines[:2], lines[2] + b",more", *lines[3:]])),
    ("open_quote", _lines(lambda lines: [*lines[:2], b'"' + lines[2], *lines[3:]])),
    ("delimiter", lambda _, good: good.replace(b",", b";")),
    ("encoding", lambda _, good: good.replace("文字".encode(), "文字".encode("gbk")) + b"\xff"),
    ("doubled_row", _lines(lambda lines: [*lines[:-1], lines[-2]])),
]


def _cells(line: bytes) -> list[bytes]:
    """Cells of a line; where a cell holds a comma itself, the line is left whole but for its end."""
    return line.split(b",") if b'"' not in line else [line.rpartition(b",")[0], line.rpartition(b",")[2]]
