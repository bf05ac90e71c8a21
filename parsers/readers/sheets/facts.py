"""What a workbook's own parts say beyond calamine: numbers as shown, borders, the used area, charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from parsers.readers.date_formats import BUILT_IN_DATES, render_date
from parsers.readers.number_formats import BUILT_IN, is_date, plain, render

Place = tuple[int, int]


@dataclass(slots=True)
class SheetFacts:
    """One sheet: texts that numeric cells show, cells with a left or right border, number of rows and columns used."""

    shown: dict[Place, str] = field(default_factory=dict)
    bordered: set[Place] = field(default_factory=set)
    rows: int = 0
    columns: int = 0
    #: Formulas whose result the file does not hold.
    uncomputed: int = 0
    #: Rows and columns that are not shown.
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    #: True if something is drawn over its cells (XLS).
    has_drawings: bool = False
    #: What gives the bytes of its pictures.
    pictures: list[Callable[[], bytes]] = field(default_factory=list)
    charts: list[tuple[str | None, list[tuple[str, str, str]]]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Notes that a cell with a value stands at (row, column)."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What the style of a cell means for reading."""

    number_format: str | None = None
    bordered: bool = False

    def show(self, value: str, *, since_1904: bool = False) -> str:
        """The stored number ``value`` as the cell shows it."""
        if self.number_format is not None and is_date(self.number_format):
            return render_date(plain(value), self.number_format, since_1904=since_1904)
        return render(value, self.number_format)


def built_in_format(number: int) -> str | None:
    return BUILT_IN.get(number) or BUILT_IN_DATES.get(number)
