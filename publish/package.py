"""Table parts: rows ↔ CSV bytes, named by the hash of their content.

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
from itertools import repeat
from operator import itemgetter

from domain.identifiers import sha256_hex
from publish.schemas import Row, TableSchema

#: The cells of a table by column, each column from the first row to the last.
Columns = Mapping[str, Sequence[str]]

#: The only part of a resource that is not cut by division, or that has no rows.
WHOLE = "all"

# A cell may hold a removed row as JSON, or the ids of all facts of a long table; the limit of the library is 128 kB.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


class UnreadableTable(ValueError):
    """Bytes that are not a table of the schema; the message names what differs."""


@dataclass(frozen=True, slots=True)
class Part:
    """One CSV file of a version, without its bytes: these are staged, or in the store under ``key``."""

    resource: str
    name: str
    rows: int
    bytes: int
    sha256: str

    @property
    def key(self) -> str:
        """Where the part lies in every store."""
        return f"data/{self.sha256[:2]}/{self.resource}-{self.name}-{self.sha256}.csv"


def part_of(resource: str, name: str, rows: int, data: bytes) -> Part:
    """The part that ``data`` (with its header) is."""
    return Part(resource, name, rows, len(data), sha256_hex(data))


def hash_in(key: str) -> str:
    """The SHA-256 in the name of a content-addressed file."""
    return key.rpartition("-")[2].partition(".")[0]


def header_of(schema: TableSchema) -> bytes:
    """The first line of every part of the table, with its end."""
    return write_rows(schema.columns, [dict(zip(schema.columns, schema.columns, strict=True))])


def join_parts(parts: Sequence[bytes]) -> bytes:
    """Several parts of one table as one file with one header."""
    return b"".join([parts[0], *(part[part.index(b"\n") + 1 :] for part in parts[1:])])


def write_rows(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Lines of a part without the header: UTF-8, LF, comma, quotes where RFC 4180 needs them.

    A row must have exactly ``columns``.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    listed = list(rows)
    if set(map(len, listed)) - {len(columns)}:
        other = next(row for row in listed if len(row) != len(columns))
        raise UnreadableTable(f"the row has other columns: {sorted(set(other) ^ set(columns))}")
    writer.writerows(map(itemgetter(*columns), listed))
    return buffer.getvalue().encode()


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A whole part: header row and rows, as :func:`write_rows` writes them."""
    return write_rows(columns, [dict(zip(columns, columns, strict=True))]) + write_rows(columns, rows)


def read_csv(data: bytes) -> list[Row]:
    """Rows of :func:`write_csv`. Raises :class:`UnreadableTable` for bytes that are no such table."""
    return rows_of(*read_cells(data))


def read_cells(data: bytes) -> tuple[list[str], list[list[str]]]:
    """The header and the cells of every row. Raises as :func:`read_csv`."""
    try:
        lines = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
        header = next(lines, None)
        if not header:
            raise UnreadableTable("there is no header row")
        rows = []
        for cells in lines:
            if len(cells) != len(header):
                raise UnreadableTable(f"line {lines.line_num} has {len(cells)} cells, the header {len(header)}")
            rows.append(cells)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableTable(str(error)) from error
    return header, rows


def rows_of(header: Sequence[str], cells: Iterable[Sequence[str]]) -> list[Row]:
    return [dict(zip(header, row, strict=True)) for row in cells]


def columns_of(header: Sequence[str], cells: Sequence[Sequence[str]]) -> Columns:
    columns = zip(*cells, strict=True) if cells else repeat((), len(header))
    return dict(zip(header, columns, strict=True))
