"""Keys that references point to, and references without their row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from publish.gate.files import PartFile
from publish.gate.lots import Lot, csv_source
from publish.gate.problems import SHOWN, Problem, quoted
from publish.gate.rules import name
from publish.schemas import ForeignKey, TableSchema


class KeyTables:
    """The keys of all given tables that others point to. A table that cannot be read has none here."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        files: Mapping[str, Sequence[PartFile]],
        schemas: Mapping[str, TableSchema],
    ) -> None:
        self._tables: dict[tuple[str, tuple[str, ...]], str] = {}
        for resource in files:
            for key in schemas[resource].foreign_keys:
                there = (key.resource, key.reference)
                if key.resource in files and there not in self._tables:
                    table = f"keys_{len(self._tables)}"
                    columns = ", ".join(name(column) for column in key.reference)
                    source = csv_source(schemas[key.resource], files[key.resource])
                    try:
                        db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT DISTINCT {columns} FROM {source}")
                    except duckdb.Error:
                        continue  # whoever reads the table itself says what is wrong with it
                    self._tables[there] = table

    def broken_references(self, lot: Lot) -> Iterator[Problem]:
        """Rows of the lot that point to a row that is not there."""
        for key in lot.schema.foreign_keys:
            table = self._tables.get((key.resource, key.reference))
            if table is not None:
                yield from _missing(lot, key, table)


def _missing(lot: Lot, key: ForeignKey, table: str) -> Iterator[Problem]:
    same = " AND ".join(
        f"lot.{name(own)} = {table}.{name(there)}" for own, there in zip(key.fields, key.reference, strict=True)
    )
    given = " AND ".join(f"lot.{name(own)} IS NOT NULL" for own in key.fields)
    value = ", ".join(f"lot.{name(own)}" for own in key.fields)
    for row, report, missing in lot.query(
        f"SELECT {lot.shown}, {lot.report}, concat_ws('|', {value}) FROM lot ANTI JOIN {table} ON {same} "
        f"WHERE {given} LIMIT {SHOWN + 1}"
    ):
        pointer = f"{', '.join(key.fields)} = {quoted(missing)}"
        message = (
            f"{lot.schema.name} {row}: {key.resource} 中没有外键所指的行 / "
            f"foreign key: there is no row in {key.resource} for {pointer}"
        )
        yield Problem(lot.schema.name, message, report)
