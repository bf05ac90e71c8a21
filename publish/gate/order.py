"""Rows stand in ascending order of the primary key over all files of a table, so that no key occurs twice."""

from __future__ import annotations

from collections.abc import Iterator

from publish.gate.lots import Lot
from publish.gate.problems import SHOWN, Problem
from publish.gate.rules import name
from publish.schemas import Row, TableSchema


class Order:
    """Goes along the lots of one table and remembers where the last one ended. ``only``: there is one lot."""

    def __init__(self, schema: TableSchema, *, only: bool) -> None:
        self._schema = schema
        self._only = only
        self._last: Row | None = None
        whole = {field.name for field in schema.fields if field.type == "integer"}
        cells = ", ".join(
            f"coalesce(try_cast({name(column)} AS HUGEINT), -1)" if column in whole else f"coalesce({name(column)}, '')"
            for column in schema.primary_key
        )
        #: SQL: the key of a row, whole numbers by value and text by code point.
        self._key = f"row({cells})"

    def problems(self, lot: Lot) -> Iterator[Problem]:
        ordered = (
            f"SELECT {lot.shown} AS shown, {lot.report} AS report, {self._key} AS key, "
            f"lag({self._key}) OVER (ORDER BY rowid) AS before FROM lot"
        )
        wrong = lot.query(
            f"SELECT shown, report, before = key FROM ({ordered}) WHERE before >= key "
            f"ORDER BY before = key LIMIT {SHOWN + 1}"
        )
        for row, report, same in wrong:
            if not same:
                yield self._out_of_order(row, report)
        if wrong:
            yield from self._doubled(lot)
        if not self._only:
            yield from self._after_the_last(lot)

    def _doubled(self, lot: Lot) -> Iterator[Problem]:
        for row, report, times in lot.query(
            f"SELECT any_value({lot.shown}), any_value({lot.report}), count(*) AS times FROM lot "
            f"GROUP BY {self._key} HAVING times > 1 LIMIT {SHOWN + 1}"
        ):
            message = f"{self._schema.name} {row}: 主键重复 {times} 次 / the primary key occurs {times} times"
            yield Problem(self._schema.name, message, report)

    def _after_the_last(self, lot: Lot) -> Iterator[Problem]:
        """The first row of this lot comes after the last row of the one before."""
        columns = ", ".join(f"coalesce({name(column)}, '')" for column in self._schema.primary_key)
        ends = [
            lot.query(f"SELECT {lot.shown}, {lot.report}, {columns} FROM lot ORDER BY rowid {way} LIMIT 1")
            for way in ("ASC", "DESC")
        ]
        if not ends[0]:
            return
        shown, report, *first = ends[0][0]
        row = dict(zip(self._schema.primary_key, first, strict=True))
        if self._last is not None and not self._less(self._last, row):
            yield self._out_of_order(shown, report)
        self._last = dict(zip(self._schema.primary_key, ends[1][0][2:], strict=True))

    def _less(self, one: Row, other: Row) -> bool:
        try:
            return self._schema.sort_key(one) < self._schema.sort_key(other)
        except ValueError:
            return True  # a key that is no number is another rule's matter

    def _out_of_order(self, row: str, report: str | None) -> Problem:
        message = f"{self._schema.name} {row}: 行序不对，应按主键排列 / the row is out of order, rows go by primary key"
        return Problem(self._schema.name, message, report)
