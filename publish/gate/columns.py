"""Frictionless on whole columns: each text of a column is judged once, and few rows stand for all others.

Most of what the library does for a row it does for the rows before and after as well. Its parser, given here, reads a
table as ever and lets the library's own columns judge every text that occurs. If none is bad, every row has as many
cells as the header and no key occurs twice, then rows can only differ in where they point to: of all rows with the
same foreign keys one goes on, and the library looks for the row it points to. Otherwise reading ends in a fault.

The verdict is the library's, its words are not: who finds anything wrong asks again row by row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from publish.gate.memory import Memory

if TYPE_CHECKING:
    from frictionless import Resource, Schema

#: Rows that are looked at together: some that the memory next to the processor holds.
_AT_ONCE = 1_000

_Cells = list[str]
#: The cells of a foreign key to the first row that has them.
_First = dict[tuple[str, ...], _Cells]


@cache
def column_parser() -> type:
    """The library's parser of CSV, which leaves out rows that cannot be wrong if others are right.

    Made with a resource and the names of the tables that others point to: of these every row goes on.
    """
    from frictionless.formats.csv import CsvParser  # noqa: PLC0415  # heavy import

    class ColumnParser(CsvParser):
        def __init__(self, resource: Resource, pointed_to: Collection[str]) -> None:
            super().__init__(resource)
            self._all = resource.name in pointed_to

        def read_cell_stream_create(self) -> Iterator[_Cells]:
            read: Callable[[], Iterator[_Cells]] = super().read_cell_stream_create
            rows = read()
            header = list(islice(rows, 1))
            yield from header
            yield from rows if self._all else _telling(rows, self.resource.schema, header)

    return ColumnParser


class _Doubtful(Exception):
    """The library has to look at each row."""


def _telling(rows: Iterator[_Cells], schema: Schema, header: Sequence[_Cells]) -> Iterator[_Cells]:
    """The rows that stand for all. Raises, as the library's columns do, what it takes for a fault of the file."""
    names = [one.name for one in schema.fields]
    keys: set[tuple[object, ...]] = set()
    pointers: list[tuple[list[str], dict[tuple[str, ...], _Cells]]] = [
        (one["fields"], {}) for one in schema.foreign_keys
    ]
    count = 0
    while several := list(islice(rows, _AT_ONCE)):
        if [names] != list(header) or set(map(len, several)) != {len(names)}:
            raise _Doubtful
        columns = dict(zip(names, zip(*several, strict=True), strict=True))
        keys.update(_keys(columns, schema))
        count += len(several)
        for fields, first in pointers:
            shown = dict(zip(zip(*(columns[name] for name in fields), strict=True), several, strict=True))
            first.update((pair, shown[pair]) for pair in shown.keys() - first.keys())
    if len(keys) < count or (None,) * len(schema.primary_key) in keys:
        raise _Doubtful
    yield from {id(row): row for _, first in pointers for row in first.values()}.values()


def _keys(columns: dict[str, tuple[str, ...]], schema: Schema) -> Iterator[tuple[object, ...]]:
    """The primary keys of the rows, after every text of every column was judged."""
    values: dict[str, dict[str, object]] = {}
    for field in schema.fields:
        read = field.create_cell_reader()
        if not isinstance(read, Memory) or "unique" in field.constraints:
            raise _Doubtful
        texts = set(columns[field.name])
        if field.name in schema.primary_key:
            values[field.name] = {text: read[text] for text in texts}
        else:
            deque(map(read.__getitem__, texts), maxlen=0)
    return zip(*(map(values[name].__getitem__, columns[name]) for name in schema.primary_key), strict=True)
