"""Table parts: rows ↔ CSV bytes, cut by province, named by the hash of their content.

A part lies under ``data/{aa}/{resource}-{part}-{sha256}.csv`` and never changes, so versions share the parts that are
equal. Parts of one resource have the same header; put together in order (one header) they are the whole table, sorted
by primary key.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.identifiers import sha256_hex
from publish.schemas import Row, TableSchema, load_schemas

#: The only part of a resource that is not kept by province, or that has no rows.
WHOLE = "all"

# A cell may hold a removed row as JSON, or the ids of all facts of a long table; the limit of the library is 128 kB.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


class UnreadableTable(ValueError):
    """Bytes that are not a table of the schema; the message names what differs."""


@dataclass(frozen=True, slots=True)
class Part:
    """One CSV file: its rows in order and its bytes."""

    resource: str
    name: str
    rows: Sequence[Row]
    data: bytes
    sha256: str

    @property
    def key(self) -> str:
        """Where the part lies in every store."""
        return f"data/{self.sha256[:2]}/{self.resource}-{self.name}-{self.sha256}.csv"


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8, LF, comma, header row, quotes where RFC 4180 needs them. A row must have exactly ``columns``."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            raise UnreadableTable(f"the row has other columns: {sorted(set(row) ^ set(columns))}")
        writer.writerow([row[name] for name in columns])
    return buffer.getvalue().encode()


def read_csv(data: bytes) -> list[Row]:
    """Rows of :func:`write_csv`. Raises :class:`UnreadableTable` for bytes that are no such table."""
    try:
        lines = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
        header = next(lines, None)
        if not header:
            raise UnreadableTable("there is no header row")
        rows = []
        for cells in lines:
            if len(cells) != len(header):
                raise UnreadableTable(f"line {lines.line_num} has {len(cells)} cells, the header {len(header)}")
            rows.append(dict(zip(header, cells, strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableTable(str(error)) from error
    return rows


def make_part(schema: TableSchema, name: str, rows: Sequence[Row]) -> Part:
    data = write_csv(schema.columns, rows)
    return Part(schema.name, name, rows, data, sha256_hex(data))


def make_parts(tables: Mapping[str, Sequence[Row]]) -> dict[str, tuple[Part, ...]]:
    """The parts of every table that is given, in the order of the package; a table without rows has one part."""
    return {
        name: tuple(make_part(schema, part, rows) for part, rows in _cut(schema, tables[name]).items())
        for name, schema in load_schemas().items()
        if name in tables
    }


def _cut(schema: TableSchema, rows: Sequence[Row]) -> dict[str, list[Row]]:
    if not schema.by_province or not rows:
        return {WHOLE: list(rows)}
    by_province: dict[str, list[Row]] = {}
    for row in rows:
        # The report's id begins with the division's code, so that cutting keeps the order of the primary key.
        by_province.setdefault(f"{row['report_id'][:2]}0000", []).append(row)
    return dict(sorted(by_province.items()))
