"""Frictionless with a memory: a cell's text that it has judged in a column is not judged again in the same column.

What Frictionless says of a cell depends on its column and its text alone, and most cells of our tables repeat (ids of
reports, statements, units). Remembering the verdict takes a third off its time; uniqueness, keys and references are of
rows and are looked at for every row as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from inspect import isclass
from typing import Any

#: Texts that are remembered of one column: most repeat at once or never.
_REMEMBERED = 10_000
_PLUGIN = "xinfang-memory"


@contextmanager
def remembering_cells() -> Iterator[None]:
    """Within, schemas that Frictionless reads have columns that remember; its own plugin mechanism gives it them."""
    from frictionless import Plugin, system  # noqa: PLC0415  # heavy import

    class Memory(Plugin):
        def select_field_class(self, type: str | None = None) -> Any:  # noqa: A002, ANN401  # the library's signature
            return _remembering(type) if type else None

    system.register(_PLUGIN, Memory())
    try:
        yield
    finally:
        system.deregister(_PLUGIN)


@cache
def _remembering(kind: str) -> Any:  # noqa: ANN401  # the library has no types
    """The library's class of columns of a type, whose readers remember; ``None`` if it has none of its own."""
    from frictionless import fields  # noqa: PLC0415  # heavy import

    classes = (one for one in vars(fields).values() if isclass(one))
    base: Any = next((one for one in classes if vars(one).get("type") == kind), None)
    if base is None:
        return None

    class Remembering(base):  # type: ignore[misc]  # as above
        def create_cell_reader(self) -> Any:  # noqa: ANN401  # as above
            read = super().create_cell_reader()
            known: dict[Any, Any] = {}

            def reader(cell: Any) -> Any:  # noqa: ANN401  # as above
                verdict = known.get(cell)
                if verdict is None:
                    verdict = read(cell)
                    # The notes of a bad cell are taken apart by whoever reads them: they are made each time.
                    if not verdict[1] and len(known) < _REMEMBERED:
                        known[cell] = verdict
                return verdict

            return reader

    return Remembering
