"""Tables that a document prints twice: a page that was scanned or bound in twice, a page for telephones beside that for
screens."""

from __future__ import annotations

from domain.text import squeeze
from parsers.statements.tables.case import TableCase

#: Rows from which on a table is told from another by what stands in it.
_LOWEST = 4

_Key = tuple[object, ...]


class PrintedTables:
    """The tables of one document that were read, by what they print."""

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}

    def earlier(self, case: TableCase) -> int | None:
        """The number of the table that prints the same under the same title, word for word; else remembers ``case``.

        Small tables and tables without figures are never taken for another: two blank forms are two forms.
        """
        if case.grid.rows < _LOWEST or not case.prints_figures():
            return None
        number = self._numbers.setdefault(_key(case), case.grid.table_no)
        return number if number != case.grid.table_no else None


def _key(case: TableCase) -> _Key:
    grid, caption = case.grid, case.caption
    title = caption.title.key if caption.title is not None else None
    cells = tuple((cell.row, cell.column, squeeze(cell.text)) for row in range(grid.rows) for cell in grid.filled(row))
    return case.declaration.table, title, caption.form, caption.unit, caption.year, case.project, cells
