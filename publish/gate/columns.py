"""Frictionless on whole columns: each text of a column is judged once, and few rows stand for all others.

Most of what the library does for a row it does for the rows before and after as well. Its parser, given here, reads a
table as ever and lets the library's own columns judge every text that occurs. If none is bad, every row has as many
cells as the header and no key occurs twice, then rows can only differ in where they point to: of all rows with the
same foreign keys one goes on, and the library looks for the row it points to. In any other case all rows go on.

The verdict is the library's, its places are not: who finds anything wrong asks again row by row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from publish.gate.memory import BadCell, Memory

_Cells = list[str]

#: Rows that are held at once; a longer table is judged row by row.
_MOST = 60_000


@cache
def column_parser() -> type:
    """The library's parser of CSV, which leaves out rows that cannot be wrong if others are right.

    Made with a resource and the names of the tables that others point to: of these every row is wanted.
    """
    from frictionless.formats.csv import CsvParser  # noqa: PLC0415  # heavy import

    class ColumnParser(CsvParser):
        def __init__(self, resource: Any, pointed_to: Collection[str]) -> None:  # noqa: ANN401  # as above
            super().__init__(resource)
            self._all = resource.name in pointed_to

        def read_cell_stream_create(self) -> Iterator[_Cells]:
            read: Callable[[], Iterator[_Cells]] = super().read_cell_stream_create
            stream = read()
            rows = list(islice(stream, _MOST))
            places = None if self._all or len(rows) == _MOST else telling(rows, self.resource.schema)
            if places is None:
                yield from rows
                yield from stream
            else:
                yield from (rows[place] for place in (0, *places))

    return ColumnParser


def telling(rows: Sequence[_Cells], schema: Any) -> list[int] | None:  # noqa: ANN401  # the library has no types
    """Places of the rows that stand for all; ``None`` if each must be looked at."""
    names = [one.name for one in schema.fields]
    if len(rows) < 2 or rows[0] != names or set(map(len, rows)) != {len(names)}:
        return None
    columns = dict(zip(names, zip(*rows[1:], strict=True), strict=True))
    try:
        keys = _keys(columns, schema)
        pointers = [zip(*(columns[name] for name in one["fields"]), strict=True) for one in schema.foreign_keys]
    except (BadCell, LookupError, TypeError):  # or a column of another kind than ours have
        return None
    if len(keys) < len(rows) - 1 or (None,) * len(schema.primary_key) in keys:
        return None
    return sorted({place for pairs in pointers for place in {told: at for at, told in enumerate(pairs, 1)}.values()})


def _keys(columns: dict[str, tuple[str, ...]], schema: Any) -> set[tuple[object, ...]]:  # noqa: ANN401  # as above
    """The primary keys of all rows, after every text of every column was judged. Raises :class:`BadCell`."""
    values: dict[str, dict[str, object]] = {}
    for field in schema.fields:
        read = field.create_cell_reader()
        if not isinstance(read, Memory) or "unique" in field.constraints:
            raise TypeError
        texts = set(columns[field.name])
        if field.name in schema.primary_key:
            values[field.name] = {text: read[text] for text in texts}
        else:
            deque(map(read.__getitem__, texts), maxlen=0)
    return set(zip(*(map(values[name].__getitem__, columns[name]) for name in schema.primary_key), strict=True))
