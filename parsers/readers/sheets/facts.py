"""What a workbook's own parts say beyond calamine: numbers as shown, borders, the used area, charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from parsers.readers.date_formats import BUILT_IN_DATES, render_date
from parsers.readers.marks import LeftOut
from parsers.readers.number_formats import BUILT_IN, is_date, only_colour_says_negative, plain, render

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
    #: Texts of shapes that lie over the cells.
    boxes: list[str] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    #: Forms in which negative amounts are shown that only their colour tells from others.
    red: list[str] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Notes that a cell with a value stands at (row, column)."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)

    def show(self, place: Place, value: str, style: CellStyle, *, since_1904: bool = False) -> None:
        """Notes what the numeric cell at ``place`` shows; the sign that only its colour tells is stated."""
        text = style.show(value, since_1904=since_1904)
        if style.hides_sign(value):
            self.red.append(text.removeprefix("-"))
        self.shown[place] = text


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What the style of a cell means for reading."""

    number_format: str | None = None
    bordered: bool = False
    struck: bool = False
    white: bool = False

    def show(self, value: str, *, since_1904: bool = False) -> str:
        """The stored number ``value`` as the cell shows it."""
        if self.number_format is not None and is_date(self.number_format):
            return render_date(plain(value), self.number_format, since_1904=since_1904)
        shown = render(value, self.number_format)
        return f"-{shown}" if self.hides_sign(value) else shown

    def hides_sign(self, value: str) -> bool:
        """True where the cell shows the negative ``value`` in red, without a minus."""
        return only_colour_says_negative(value, self.number_format)


def built_in_format(number: int) -> str | None:
    return BUILT_IN.get(number) or BUILT_IN_DATES.get(number)
