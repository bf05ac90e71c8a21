"""From a cell to a fact: money and units, states, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.money import MONEY_UNITS, to_yuan
from domain.records import CellState, Fact, Measure, Method, Origin, Statement
from domain.redaction import is_personal_label, mark_of, redact, redact_cells
from domain.small_groups import without_persons
from parsers.model import Ruling
from parsers.statements.labels import clean
from parsers.statements.tables.captions import Line
from parsers.statements.tables.declarations import Common
from parsers.statements.tables.grid import Grid, GridCell
from parsers.statements.tables.persons import person_cells
from parsers.statements.tables.values import CellValue, Kind, read_change, read_value

LONGEST_QUOTE = 160
#: Confidence of a structure that was inferred from white space, of a table recognised without its title, of a row
#: whose cells were matched to the headings in order because they stand in other columns, of a unit stated elsewhere.
INFERRED = Decimal("0.60")
UNTITLED = Decimal("0.90")
SHIFTED = Decimal("0.80")
UNIT_ELSEWHERE = Decimal("0.95")
#: Confidence of a table whose caption prints another year than the report's (often a slip of the source).
OTHER_YEAR = Decimal("0.90")
_CHANGES = (Measure.CHANGE, Measure.CHANGE_PCT)
_PERCENT = (Measure.CHANGE_PCT, Measure.SHARE_PCT, Measure.COMPLETION_PCT, Measure.DEVIATION_PCT, Measure.RATE)
_SCORES = (Measure.SCORE, Measure.WEIGHT)


class NotAFigure(Exception):
    """A cell where a figure is expected prints something else; the message quotes it."""


class UnitMissing(Exception):
    """A money figure whose unit is nowhere stated."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure is: everything of a fact that does not come from its cell."""

    statement: Statement
    item: str
    item_printed: str
    measure: Measure
    code: str | None = None
    #: Unit stated by the heading or the row; ``None``: the table's.
    unit: str | None = None
    project: str | None = None


@dataclass(slots=True)
class FactMaker:
    """Makes the facts of one table.

    ``unit`` is the money unit in force, ``unit_here`` whether the table itself states it; ``borrowed`` tells
    afterwards whether a figure had to rely on a unit stated elsewhere.
    """

    grid: Grid
    common: Common
    unit: str | None
    confidence: Decimal = Decimal("1.00")
    unit_here: bool = True
    borrowed: bool = False
    _persons: frozenset[tuple[int, int]] | None = None

    def is_person(self, cell: GridCell) -> bool:
        """True for a cell that a label beside it or above its column makes a person's (项目负责人, 联系电话)."""
        if self._persons is None:
            self._persons = person_cells(self.grid)
        return (cell.row, cell.column) in self._persons

    def figure(self, cell: GridCell, meaning: Meaning, *, certainty: Decimal = Decimal(1)) -> Fact | None:
        """The fact a figure cell prints; ``None`` for a blank cell.

        Raises :class:`NotAFigure` for words, or for a unit that contradicts the measure.
        """
        read = read_change if meaning.measure in _CHANGES else read_value
        value = read(cell.text, frozenset(self.common.not_a_figure))
        if value.kind is Kind.BLANK:
            return None
        if value.kind is Kind.WORDS:
            raise NotAFigure(value.printed)
        if value.kind is Kind.DASH:
            return self._fact(cell, meaning, value, certainty, state=CellState.NOT_APPLICABLE, unit=meaning.unit)
        assert value.number is not None
        unit = self._unit(value, meaning)
        if unit in MONEY_UNITS and value.unit is None and meaning.unit is None and not self.unit_here:
            self.borrowed = True
            certainty *= UNIT_ELSEWHERE
        state = CellState.VALUE if value.number.value else CellState.ZERO
        if unit in MONEY_UNITS:
            amount = to_yuan(value.number.value, unit)
            return self._fact(cell, meaning, value, certainty, state=state, unit=unit, amount=amount)
        return self._fact(cell, meaning, value, certainty, state=state, unit=unit, number=value.number.value)

    def text(
        self,
        cell: GridCell,
        meaning: Meaning,
        text: str | None = None,
        *,
        certainty: Decimal = Decimal(1),
        unit: str | None = None,
    ) -> Fact | None:
        """The fact a cell of words (or ``text``, a part of it) prints; ``None`` for a blank cell.

        A dash is ``not_applicable``. ``unit`` is printed beside the cell.
        """
        printed = " ".join((cell.text if text is None else text).split())
        if not printed:
            return None
        value = read_value(printed)
        if value.kind is Kind.DASH:
            return self._fact(cell, meaning, value, certainty, state=CellState.NOT_APPLICABLE)
        shown = mark_of("name") if self.is_person(cell) else redact(without_persons(printed))
        words = CellValue(Kind.WORDS, shown)
        return self._fact(cell, meaning, words, certainty, state=CellState.VALUE, text=words.printed, unit=unit)

    def part(self, cell: GridCell, meaning: Meaning, printed: str, unit: str | None, clause: str) -> Fact:
        """The fact of a number inside the words of a cell; ``clause`` is the short text around it."""
        value = read_value(printed)
        if value.number is None:
            raise NotAFigure(printed)
        state = CellState.VALUE if value.number.value else CellState.ZERO
        figure = CellValue(Kind.NUMBER, printed, value.number, unit)
        if unit in MONEY_UNITS:
            amount = to_yuan(value.number.value, unit)
            fact = self._fact(cell, meaning, figure, Decimal(1), state=state, unit=unit, amount=amount)
        else:
            fact = self._fact(cell, meaning, figure, Decimal(1), state=state, unit=unit, number=value.number.value)
        return fact.model_copy(update={"quote": redact(clause)[:LONGEST_QUOTE]})

    def beside(self, meaning: Meaning, printed: str, line: Line, *, empty: bool = False) -> Fact:
        """A fact of the lines around the table: a date of its caption, or (``empty``) that it holds no data."""
        words = redact(printed)[:LONGEST_QUOTE]
        cell = line.cell
        origin = self.grid.origins[cell.row] if cell is not None else None
        return Fact(
            statement=meaning.statement,
            item=meaning.item,
            item_printed=redact(meaning.item_printed),
            measure=meaning.measure,
            text=None if empty else words,
            printed=words,
            cell_state=CellState.DECLARED_EMPTY if empty else CellState.VALUE,
            origin=Origin.TABLE,
            page=line.page if line.page is not None else self.grid.page,
            table_no=origin.table_no if origin is not None else self.grid.table_no,
            row_no=origin.row_no if origin is not None else None,
            column_no=cell.column + 1 if cell is not None else None,
            bbox=cell.bbox if cell is not None else None,
            paragraph=line.paragraph,
            quote=redact(line.text)[:LONGEST_QUOTE],
            method=self.grid.method,
            confidence=self.confidence.quantize(Decimal("0.01")),
        )

    def _unit(self, value: CellValue, meaning: Meaning) -> str | None:
        """The unit of a number: printed beside it, else of its heading or row, else the table's."""
        if meaning.measure in _PERCENT:
            return self._agree(value, "%")
        if meaning.measure in _SCORES:
            return self._agree(value, "分")
        money = meaning.measure.is_money and (meaning.unit is None or meaning.unit in MONEY_UNITS)
        if not money:
            return value.unit or meaning.unit
        if value.unit is not None:
            if value.money_unit is None:
                raise NotAFigure(value.printed + value.unit)
            return value.money_unit
        unit = meaning.unit or self.unit
        if unit is None:
            raise UnitMissing(meaning.item)
        return unit

    @staticmethod
    def _agree(value: CellValue, unit: str) -> str:
        if value.unit not in (None, unit):
            raise NotAFigure(value.printed + (value.unit or ""))
        return unit

    def _fact(
        self,
        cell: GridCell,
        meaning: Meaning,
        value: CellValue,
        certainty: Decimal,
        *,
        state: CellState,
        unit: str | None = None,
        amount: Decimal | None = None,
        text: str | None = None,
        number: Decimal | None = None,
    ) -> Fact:
        origin = self.grid.origins[cell.row]
        sure = min(cell.confidence, self._label_confidence(cell, meaning))
        confidence = self.confidence * certainty * Decimal(str(sure))
        return Fact(
            statement=meaning.statement,
            item=redact(meaning.item),
            item_printed=_shown_label(meaning),
            code=meaning.code,
            measure=meaning.measure,
            amount=amount,
            value=number,
            text=text,
            printed=value.printed,
            printed_unit=unit,
            cell_state=state,
            origin=Origin.TABLE,
            page=cell.page,
            table_no=origin.table_no,
            row_no=origin.row_no,
            column_no=cell.column + 1,
            bbox=cell.bbox,
            quote=self.quote(cell),
            method=self.grid.method,
            confidence=confidence.quantize(Decimal("0.01")),
            project=redact(meaning.project) if meaning.project else None,
        )

    def _label_confidence(self, cell: GridCell, meaning: Meaning) -> float:
        """How sure the words of the row are that name the figure; 1 where nothing was recognised."""
        if self.grid.method is not Method.OCR:
            return 1.0
        named = clean(meaning.item_printed)
        return min(
            (
                other.confidence
                for other in self.grid.covering(cell.row)
                if other is not cell and len(other.key) > 1 and other.key in named
            ),
            default=1.0,
        )

    def quote(self, cell: GridCell) -> str:
        """The cells of the row joined by tabs, at most 160 characters around ``cell``, redacted.

        Cells under or beside a label of personal data (项目负责人, 联系电话) are left out.
        """
        shown: list[str] = []
        own, personal = 0, False
        for other in self.grid.starting(cell.row):
            if personal and not other.blank:
                personal = False
                continue
            if is_personal_label(other.text):
                personal = True
                continue
            if other is cell:
                own = len(shown)
            if other is cell or not self.is_person(other):
                shown.append(without_persons(other.text))
        parts = redact_cells(shown)
        return window("\t".join(parts), sum(len(part) + 1 for part in parts[:own]), len(cell.text))


def _shown_label(meaning: Meaning) -> str:
    """The label of a figure, redacted with the words before it where they tell that it is a person (救助对象/…)."""
    item = redact(meaning.item)
    if item != meaning.item and meaning.item.endswith(f"/{meaning.item_printed}"):
        return item.rpartition("/")[2]
    return redact(meaning.item_printed)


def window(text: str, start: int, length: int) -> str:
    """At most 160 characters of ``text`` around the piece that begins at ``start``."""
    if len(text) <= LONGEST_QUOTE:
        return text.strip("\t")
    room = max(0, LONGEST_QUOTE - length)
    begin = max(0, min(start - room // 2, len(text) - LONGEST_QUOTE))
    return text[begin : begin + LONGEST_QUOTE].strip("\t")


def base_confidence(grid: Grid, *, titled: bool) -> Decimal:
    """Confidence of a table's facts from how its structure and its meaning are known."""
    confidence = INFERRED if grid.ruling is Ruling.INFERRED else Decimal("1.00")
    return confidence if titled else confidence * UNTITLED
