"""Part files as a table of a database: every cell as text, an empty one missing, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from publish.gate.files import PartFile
from publish.gate.rules import name, text
from publish.schemas import TableSchema

#: Longest line, in bytes: a check may name all facts of a report, a change holds a whole row.
_LINE = 16 << 20
_AT = re.compile(r"CSV Error on Line: (\d+)")
_NOT_SAID = re.compile(r"^(Original Line|Possible|\*|LINE|file =|.*Error)")


class LotError(Exception):
    """Files that are no CSV of the schema's columns; the message names the part and the line."""


def csv_source(schema: TableSchema, files: Sequence[PartFile]) -> str:
    """The files as a table expression with the columns of the schema and ``filename``."""
    paths = ", ".join(text(part.path) for part in files)
    columns = ", ".join(f"{text(column)}: 'VARCHAR'" for column in schema.columns)
    return (
        f"read_csv([{paths}], auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"new_line = '\\n', columns = {{{columns}}}, nullstr = '', strict_mode = true, null_padding = false, "
        f"ignore_errors = false, parallel = false, max_line_size = {_LINE}, filename = true)"
    )


@dataclass(frozen=True, slots=True)
class Lot:
    """Some files of a table, read into the table ``lot``: their rows, in order, each with its ``filename``."""

    db: duckdb.DuckDBPyConnection
    schema: TableSchema
    files: Sequence[PartFile]

    @staticmethod
    def read(db: duckdb.DuckDBPyConnection, schema: TableSchema, files: Sequence[PartFile]) -> Lot:
        """Raises :class:`LotError`."""
        try:
            db.execute(f"CREATE OR REPLACE TEMP TABLE lot AS SELECT * FROM {csv_source(schema, files)}")
        except duckdb.Error as error:
            message = str(error)
            part = next((part for part in files if str(part.path) in message), files[0])
            raise LotError(f"{part.label}: 无法读回 / cannot be read back: {_reason(message)}") from error
        return Lot(db, schema, files)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.db.execute(sql).fetchall())

    @property
    def shown(self) -> str:
        """SQL: the primary key of a row as a message shows it."""
        return f"concat_ws('|', {', '.join(name(column) for column in self.schema.primary_key)})"

    @property
    def report(self) -> str:
        """SQL: the report that a row belongs to."""
        return name("report_id") if "report_id" in self.schema.columns else "NULL"


def _reason(message: str) -> str:
    """What the database says, without the line it quotes and the folder it read from."""
    at = _AT.search(message)
    said = next((line for line in message.splitlines() if line and not _NOT_SAID.match(line)), "")
    return f"line {at.group(1) if at else '?'}: {said[:200]}"
