"""Frictionless with a memory: a cell's text that it has judged in a column is not judged again in the same column.

What Frictionless says of a cell depends on its column and its text alone, and most cells of our tables repeat (ids of
reports, statements, units). A row of which no cell is bad is taken from the memory whole; any other goes the library's
own way. Remembering takes most of its time off; uniqueness, keys and references are of rows and are looked at for
every row as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import cache
from inspect import isclass
from operator import getitem
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frictionless import Parser, Resource

#: Texts that are remembered of one column: most repeat at once or never.
_REMEMBERED = 10_000
_PLUGIN = "xinfang-memory"


#: What is wrong with a cell, and a column's reader of the library: from a text its value and notes.
_Notes = Mapping[str, str] | None
_Read = Callable[[object], tuple[object, _Notes]]


class BadCell(Exception):
    """The library has something to say of the cell."""


class Memory(dict[object, object]):
    """Text to value in one column; asked as the library asks its readers, or for the value alone."""

    def __init__(self, read: _Read) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: object) -> object:
        value, notes = self._read(cell)
        if notes:
            # They are taken apart by whoever reads them, and made anew each time.
            raise BadCell
        if len(self) < _REMEMBERED:
            self[cell] = value
        return value

    def __call__(self, cell: object) -> tuple[object, _Notes]:
        try:
            return self[cell], None
        except BadCell:
            return self._read(cell)


@contextmanager
def remembering_cells(parser: Callable[[Any], Parser] | None = None) -> Iterator[None]:
    """Within, schemas that Frictionless reads have columns that remember; its own plugin mechanism gives it them.

    Its rows are ours as well, which it has no mechanism for. ``parser`` makes the parser of a table.
    """
    from frictionless.resources import table as tables  # noqa: PLC0415  # heavy import

    table: Any = tables  # its rows are no name that it exports
    plugin = _plugin()
    own_rows, table.Row = table.Row, _remembered_row()
    plugin.active, plugin.parser = True, parser
    try:
        yield
    finally:
        table.Row = own_rows
        plugin.active, plugin.parser = False, None


@cache
def _plugin() -> Any:  # noqa: ANN401  # of a class that is made inside, once the library is loaded
    """Registered once: the library looks through all of its modules after each registration."""
    from frictionless import Plugin, system  # noqa: PLC0415  # heavy import

    class MemoryPlugin(Plugin):
        active = False
        parser: Callable[[Any], Parser] | None = None

        def select_field_class(self, kind: str | None = None) -> type | None:
            return _remembering(kind) if kind and self.active else None

        def create_parser(self, resource: Resource) -> Parser | None:
            return self.parser(resource) if self.parser else None

    plugin = MemoryPlugin()
    system.register(_PLUGIN, plugin)
    return plugin


@cache
def _remembering(kind: str) -> type | None:
    """The library's class of columns of a type, whose readers remember; ``None`` if it has none of its own."""
    from frictionless import fields  # noqa: PLC0415  # heavy import

    classes = (one for one in vars(fields).values() if isclass(one))
    base: Any = next((one for one in classes if vars(one).get("type") == kind), None)
    if base is None:
        return None

    class Remembering(base):  # type: ignore[misc]  # as above
        def create_cell_reader(self) -> Memory:
            """One for the column and for all copies that are made of it from then on."""
            held: Memory | None = self.__dict__.get("xinfang_memory")
            if held is None:
                held = self.__dict__["xinfang_memory"] = Memory(super().create_cell_reader())
            return held

        def to_copy(self, **options: object) -> object:
            """The library reads a column anew from its description for each copy, and makes one for each reference."""
            return super().to_copy(**options) if options else copy(self)

    return Remembering


@cache
def _remembered_row() -> type:
    """The library's class of rows, which at once knows a row of good cells and has nothing more to process in it."""
    from frictionless.table.row import Row  # noqa: PLC0415  # heavy import

    class Remembered(Row):
        #: The columns of the table that was read last, and their memories.
        last: tuple[Any, list[Any]] = (None, [])

        def __init__(self, cells: list[Any], *, handlers: dict[str, Any], row_number: int) -> None:
            super().__init__(cells, handlers=handlers, row_number=row_number)
            # Too few, too many, or blank cells are faults of the row.
            if len(cells) == len(handlers) and any(cells):
                columns, memories = Remembered.last
                if columns is not handlers:
                    memories = [one.reader for one in handlers.values()]
                    Remembered.last = handlers, memories
                try:
                    values = list(map(getitem, memories, cells))
                except (BadCell, TypeError):  # or a column that does not remember
                    return
                self.update(zip(handlers, values, strict=True))
                self._Row__processed = True

    return Remembered
