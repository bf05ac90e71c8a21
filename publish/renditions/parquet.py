"""Parquet: decimals, whole numbers, dates, moments and truth values typed, an empty cell missing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from publish.schemas import DECIMAL_PLACES, Field, TableSchema

#: Rows of a group: small enough to skip, large enough to compress.
_GROUP = 122_880
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
    with tempfile.TemporaryDirectory(prefix="xinfang-parquet-") as folder, duckdb.connect() as db:
        paths = []
        for number, part in enumerate(parts):
            paths.append(Path(folder, f"{number}.csv"))
            paths[-1].write_bytes(part)
        target = Path(folder, "rows.parquet")
        # One thread: groups are written in the order in which they are read, on every machine.
        db.execute("SET threads = 1; SET preserve_insertion_order = true; SET TimeZone = 'UTC'")
        db.execute("SET enable_progress_bar = false")
        source = ", ".join(_text(str(path)) for path in paths)
        names = ", ".join(f"{_text(one.name)}: 'VARCHAR'" for one in schema.fields)
        cells = ", ".join(_typed(one) for one in schema.fields)
        try:
            db.execute(
                f"COPY (SELECT {cells} FROM read_csv([{source}], auto_detect = false, header = true, delim = ',', "
                f"quote = '\"', escape = '\"', new_line = '\\n', nullstr = '', strict_mode = true, parallel = false, "
                f"max_line_size = 16777216, columns = {{{names}}})) TO {_text(str(target))} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP}, KV_METADATA {_metadata(schema)})"
            )
        except duckdb.Error as error:
            raise ValueError(f"{schema.name}: {str(error).splitlines()[0]}") from error
        return target.read_bytes()


def _typed(field: Field) -> str:
    return f"CAST({_name(field.name)} AS {_TYPES[field.type]}) AS {_name(field.name)}"


def _metadata(schema: TableSchema) -> str:
    pairs = {"resource": schema.name, "title": schema.title.zh, "title@en": schema.title.en, "license": "CC-BY-4.0"}
    return "{" + ", ".join(f"{_text(key)}: {_text(value)}" for key, value in pairs.items()) + "}"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
