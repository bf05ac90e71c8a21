"""Parquet: decimals, whole numbers, dates, moments and truth values typed, an empty cell missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb

from publish.schemas import DECIMAL_PLACES, Field, TableSchema
from publish.scratch import scratch_folder

#: Rows of a group: small enough to skip, large enough to compress.
_GROUP = 122_880
#: Longest line that is read, in bytes; less for a file that is shorter: the database keeps a room of this size ready.
_LINE = 16 << 20
#: What most numbers fit is read four times as fast, and gives the same decimal.
_SMALL = f"DECIMAL(18, {DECIMAL_PLACES})"
_TYPES = {
    "integer": "BIGINT",
    # Wide enough for every number the gate lets through, so that none is rounded.
    "number": f"DECIMAL(38, {DECIMAL_PLACES})",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
    "boolean": "BOOLEAN",
    "string": "VARCHAR",
}


def parquet_file(schema: TableSchema, parts: Sequence[bytes]) -> bytes:
    """The rows of some parts (CSV with header), in order. Raises :class:`ValueError` for a cell not of its type."""
    with scratch_folder("parquet") as folder, _database().cursor() as db:
        paths = []
        for number, part in enumerate(parts):
            paths.append(folder / f"{number}.csv")
            paths[-1].write_bytes(part)
        target = folder / "rows.parquet"
        db.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        line = min(_LINE, max(len(part) for part in parts))
        source = ", ".join(_text(str(path)) for path in paths)
        names = ", ".join(f"{_text(one.name)}: 'VARCHAR'" for one in schema.fields)
        cells = ", ".join(_typed(one) for one in schema.fields)
        try:
            db.execute(
                f"COPY (SELECT {cells} FROM read_csv([{source}], auto_detect = false, header = true, delim = ',', "
                f"quote = '\"', escape = '\"', new_line = '\\n', nullstr = '', strict_mode = true, parallel = false, "
                f"max_line_size = {line}, columns = {{{names}}})) TO {_text(str(target))} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP}, KV_METADATA {_metadata(schema)})"
            )
        except duckdb.Error as error:
            raise ValueError(f"{schema.name}: {str(error).splitlines()[0]}") from error
        return target.read_bytes()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """A database with nothing in it, one for each process: making one takes longer than writing a short table.

    One thread: groups are written in the order in which they are read, on every machine.
    """
    return duckdb.connect(config={"threads": 1, "preserve_insertion_order": True})


def _typed(field: Field) -> str:
    cell, kind = _name(field.name), _TYPES[field.type]
    typed = f"CAST({cell} AS {kind})"
    if field.type == "number":
        typed = f"coalesce(CAST(try_cast({cell} AS {_SMALL}) AS {kind}), {typed})"
    return f"{typed} AS {cell}"


def _metadata(schema: TableSchema) -> str:
    pairs = {"resource": schema.name, "title": schema.title.zh, "title@en": schema.title.en, "license": "CC-BY-4.0"}
    return "{" + ", ".join(f"{_text(key)}: {_text(value)}" for key, value in pairs.items()) + "}"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
