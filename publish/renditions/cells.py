"""Cells of the CSV as Excel holds them: numbers as numbers where that is exact, everything else as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from publish.renditions.sheet_rows import Inside, SharedStrings
from publish.schemas import Field

#: What Excel holds in one cell.
MAX_CELL = 32_767
CUT = "……（全文见 CSV / full text in the CSV）"
#: Digits that a number of Excel holds exactly.
_EXACT = 15
_FIRST_YEAR = 1900
#: The day that Excel counts from, as far as days after February 1900 go.
_DAY_ZERO = date(1899, 12, 30)
_SECONDS = 86_400
#: A leading sign that spreadsheets take for a formula.
_SIGNS = ("=", "+", "-", "@", "\t", "'")


@dataclass(frozen=True, slots=True)
class Cells:
    """Makes the inside of cells for a workbook. Numbers are those of its formats, strings its shared strings."""

    text: int
    marked: int
    day: int
    moment: int
    numbers: Mapping[tuple[bool, int], int]
    strings: SharedStrings

    @staticmethod
    def of(styles: Sequence[int], numbers: Sequence[tuple[bool, int]], strings: SharedStrings) -> Cells:
        """``styles``: text, text that is marked as one, day, moment, then those of ``numbers``."""
        text, marked, day, moment, *others = styles
        return Cells(text, marked, day, moment, dict(zip(numbers, others, strict=True)), strings)

    def inside_of(self, field: Field) -> Inside:
        """What makes a cell of this column from its text, which is not empty."""
        if field.type == "boolean":
            return lambda cell: f' t="b"><v>{int(cell == "true")}</v></c>'
        if field.is_number:
            money = field.unit == "CNY"
            return lambda cell: self._number(cell, money=money)
        if field.type == "date":
            return self._day
        return self._moment if field.type == "datetime" else self._text

    def _number(self, cell: str, *, money: bool) -> str:
        if len(cell.strip("-").replace(".", "").lstrip("0")) > _EXACT:
            return self._text(cell)
        return f' s="{self.numbers[money, len(cell.partition(".")[2])]}"><v>{cell}</v></c>'

    def _day(self, cell: str) -> str:
        if int(cell[:4]) <= _FIRST_YEAR:
            return self._text(cell)
        return f' s="{self.day}"><v>{(date.fromisoformat(cell) - _DAY_ZERO).days}</v></c>'

    def _moment(self, cell: str) -> str:
        if int(cell[:4]) <= _FIRST_YEAR:
            return self._text(cell)
        moment = datetime.fromisoformat(cell.removesuffix("Z"))
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        return f' s="{self.moment}"><v>{(moment.date() - _DAY_ZERO).days + seconds / _SECONDS:.16G}</v></c>'

    def _text(self, cell: str) -> str:
        style = self.marked if cell.startswith(_SIGNS) else self.text
        held = cell if len(cell) <= MAX_CELL else cell[: MAX_CELL - len(CUT)] + CUT
        return f' s="{style}" t="s"><v>{self.strings.place(held)}</v></c>'
