"""Reads all tables of one document; see :func:`read_tables`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.money import MONEY_UNITS
from domain.records import CellState, Fact, Measure, UnrecognisedTable
from domain.redaction import redact, redact_cells
from parsers.model import DocumentModel, ReportContext
from parsers.statements.labels import label_key, row_name
from parsers.statements.project_lines import project_of_line
from parsers.statements.tables.captions import Line, TitleReader, is_contents_line
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declarations import Layout, Library, library
from parsers.statements.tables.document_units import document_unit
from parsers.statements.tables.facts import INFERRED, OTHER_YEAR, FactMaker, Meaning, UnitMissing, base_confidence
from parsers.statements.tables.head_rows import is_line_row
from parsers.statements.tables.layouts import LAYOUTS
from parsers.statements.tables.names import code_of
from parsers.statements.tables.pieces import Piece, pieces_of
from parsers.statements.tables.printed_again import PrintedTables
from parsers.statements.tables.recognise import Recogniser, Unknown
from parsers.statements.tables.values import Kind, read_value
from parsers.statements.tables.without_table import empty_titles

WHOLE_TABLE = "本表"
HIGHEST_BOX = 8
LONGEST_COVER = 30
_FINAL = "final_accounts"


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables of one document say.

    ``facts`` stand in reading order without ids; ``unused_rows`` are short redacted quotes with their place;
    ``tables_found`` counts recognised tables, ``tables_declared_empty`` those of them that say they hold no data;
    ``template`` is the family of forms; ``printed_unit`` the money unit most tables state; ``notes`` are remarks for a
    person (a unit taken from elsewhere in the document); ``left_over`` are the number of a table and an amount in 元
    that was not read there.
    """

    facts: tuple[Fact, ...]
    unrecognised: tuple[UnrecognisedTable, ...]
    unused_rows: tuple[str, ...]
    tables_found: int
    tables_declared_empty: int
    template: str | None
    printed_unit: str | None
    notes: tuple[str, ...] = ()
    left_over: tuple[tuple[int, Decimal], ...] = ()
    #: Tables whose head names another year than the report's, with that year.
    dated: tuple[tuple[int, int], ...] = ()


@lru_cache(maxsize=1)
def _titles() -> TitleReader:
    return TitleReader(library())


def read_tables(model: DocumentModel, context: ReportContext) -> TableReading:
    """All facts of all tables of ``model``; figures keep the printed form, money is in 元.

    ``context`` helps where the document is silent (fiscal year for class names, unit of last resort); it never adds
    or changes a figure.
    """
    return _Reader(model, context, library()).read()


class _Reader:
    """Reads the tables of one document one after the other."""

    def __init__(self, model: DocumentModel, context: ReportContext, declared: Library) -> None:
        self.titles = _titles()
        self.pieces = [piece for piece in pieces_of(model, self.titles) if not _is_furniture(piece, declared)]
        self.model = model
        self.context = context
        self.library = declared
        self.recogniser = Recogniser(declared, self.titles, context.fiscal_year, context.report_type == _FINAL)
        self.facts: list[Fact] = []
        self.unrecognised: list[UnrecognisedTable] = []
        self.unused: list[str] = []
        self.left_over: list[tuple[int, Decimal]] = []
        self.notes: list[str] = []
        #: Tables whose head names another year than the report's.
        self.dated: list[tuple[int, int]] = []
        self.found: list[str] = []
        self.units: Counter[str] = Counter()
        self.document_unit = document_unit(model, declared.common.document_units)
        self.declared_empty = 0
        self.project: str | None = None
        self.printed = PrintedTables()

    def read(self) -> TableReading:
        cases = [(piece, self.recogniser.recognise(piece)) for piece in self.pieces]
        stated = {unit for _, case in cases if isinstance(case, TableCase) and (unit := case.caption.unit)}
        if not stated and self.document_unit.unit is not None:
            stated = {self.document_unit.unit}
        for piece, case in cases:
            if isinstance(case, Unknown):
                if not self._says_nothing(piece, case):
                    self._unknown(piece, case)
                    self.left_over += _coded_amounts(piece, stated)
            else:
                self._read(piece, case, stated)
        alone = list(empty_titles(self.model, self.titles, self.library, WHOLE_TABLE))
        self.facts += alone
        self.declared_empty += len(alone)
        self.found += [f"|{fact.statement.value}" for fact in alone]
        return TableReading(
            facts=tuple(self.facts),
            unrecognised=tuple(self.unrecognised),
            unused_rows=tuple(self.unused),
            tables_found=len(self.found),
            tables_declared_empty=self.declared_empty,
            template=self._family(),
            printed_unit=self.units.most_common(1)[0][0] if self.units else None,
            notes=tuple(self.notes),
            dated=tuple(self.dated),
            left_over=tuple(self.left_over),
        )

    def _says_nothing(self, piece: Piece, unknown: Unknown) -> bool:
        """Settle a form of another head than the title's, without a figure, beside the sentence that it is empty."""
        grid, caption = piece.grid, unknown.caption
        if caption is None or len({(one.states, one.prefix) for one in unknown.titled}) != 1:
            return False
        rows = [row for row in range(grid.rows) if not is_line_row(grid, row, self.library.common)]
        cells = [cell for row in rows for cell in grid.filled(row)]
        if any(read_value(cell.text).kind is Kind.NUMBER for cell in cells):
            return False
        inside = [Line.of(cell.text, cell.page, cell=cell) for cell in cells]
        sentence = self._empty_sentence([*inside, *caption.below, *caption.above])
        if sentence is None:
            return False
        declared = unknown.titled[0]
        printed = caption.form or unknown.title or WHOLE_TABLE
        meaning = Meaning(declared.states, declared.prefix + WHOLE_TABLE, printed, Measure.TEXT)
        maker = FactMaker(grid, self.library.common, None, INFERRED)
        self.facts.append(maker.beside(meaning, sentence.text, sentence, empty=True))
        self.found.append(f"{caption.form or ''}|{declared.table}")
        self.declared_empty += 1
        self.project = None
        return True

    def _unknown(self, piece: Piece, unknown: Unknown) -> None:
        self.project = None
        grid = piece.grid
        self.unrecognised.append(
            UnrecognisedTable(
                document_id="",
                table_no=grid.table_no,
                page=grid.page,
                title=redact(unknown.title) if unknown.title else None,
                header=tuple(redact_cells(unknown.head)),
                rows=grid.rows,
                reason=unknown.reason,
            )
        )

    def _read(self, piece: Piece, case: TableCase, stated: set[str]) -> None:
        unit, here = self._unit(case, stated)
        case.maker = FactMaker(case.grid, case.common, unit, self._confidence(case), unit_here=here)
        case.project = self._project_of(piece, case)
        if (first := self.printed.earlier(case)) is not None:
            self.notes.append(f"表{case.grid.table_no}: 与表{first}逐字相同，只读一次")
            return
        form = case.declaration.layout is Layout.PERFORMANCE
        try:
            LAYOUTS[case.declaration.layout].read(case)
        except UnitMissing:
            self._unknown(piece, Unknown("unit missing", _title(case), case.header.texts))
            return
        self.project = case.project if form else None
        if not form:
            case.report_unread()
        if not case.facts and not self._empty(piece, case):
            return
        self._settle_unit(case, unit)
        self._note_title(case)
        self.found.append(f"{case.caption.form or ''}|{case.declaration.table}")
        self.facts += [*case.facts, *self._caption_facts(case)]
        self.unused += case.unused
        if unit is not None and not form:
            self.left_over += ((case.grid.table_no, number * MONEY_UNITS[unit]) for number in case.left_over())
        self._unknown_columns(case)

    def _empty(self, piece: Piece, case: TableCase) -> bool:
        """Settle a table that gave no fact: it says that it is empty, or its rows were reported; else it is unknown."""
        near = [*case.notes, *case.caption.below, *case.caption.above]
        sentence = None if case.prints_figures() else self._empty_sentence(near)
        if sentence is not None:
            case.facts.append(self._declared_empty(case, sentence))
            case.unused.clear()  # labels of an empty form
            self.declared_empty += 1
        elif not case.unused:
            self._unknown(piece, Unknown("no figures, and no sentence says so", _title(case), case.header.texts))
            return False
        return True

    def _confidence(self, case: TableCase) -> Decimal:
        """How far the facts of a table can be trusted before a cell is read."""
        titled = case.caption.title is not None and case.caption.title.known
        confidence = base_confidence(case.grid, titled=titled)
        year = case.caption.year
        if self.context.fiscal_year is None or year is None or year == self.context.fiscal_year:
            return confidence
        self.notes.append(f"表{case.grid.table_no}: 表头年份为{year}年")
        self.dated.append((case.grid.table_no, year))
        return confidence * OTHER_YEAR

    def _unit(self, case: TableCase, stated: set[str]) -> tuple[str | None, bool]:
        """The money unit of a table and whether it is stated with the table; headings may state their own besides."""
        if case.caption.unit is not None:
            return (case.caption.unit if case.caption.unit in MONEY_UNITS else None), True
        # 上年决算数 | 决算数 | 增减额（万元）: one table counts in one unit.
        headed = _headed_units(case)
        if len(headed) == 1:
            return next(iter(headed)), False
        if self.document_unit.unit is not None or self.document_unit.disputed:
            return self.document_unit.unit, self.document_unit.disputed
        if self.context.default_unit is not None:
            return self.context.default_unit, False
        return (next(iter(stated)), False) if len(stated) == 1 else (None, True)

    def _note_title(self, case: TableCase) -> None:
        """Say so where nothing but the head (and what the title speaks of) tells which table this is."""
        title = case.caption.title
        if title is not None and not title.known:
            printed = redact(title.printed)
            self.notes.append(f"表{case.grid.table_no}: 标题“{printed}”未声明，按表头识别")

    def _settle_unit(self, case: TableCase, unit: str | None) -> None:
        """Count the unit the table states (caption or headings); note one that it borrows."""
        printed = Counter(fact.printed_unit for fact in case.facts if fact.amount is not None and fact.printed_unit)
        if case.maker.borrowed:
            headed = unit in _headed_units(case)
            of_all = unit is not None and unit == self.document_unit.unit
            where = "本表其他栏目" if headed else "文件对各表的说明" if of_all else "文件其他处"
            if of_all and not headed and unit is not None:
                self.units[unit] += 1
            self.notes.append(f"表{case.grid.table_no}: 本表未注明金额单位，按{where}的“{unit}”")
        elif printed:
            self.units[printed.most_common(1)[0][0]] += 1
        elif case.caption.unit is not None and case.facts:
            self.units[case.caption.unit] += 1

    def _project_of(self, piece: Piece, case: TableCase) -> str | None:
        """The project a form's title names, else that of the form it continues or of a title far above it."""
        title = case.caption.title
        named = row_name(dict(title.groups).get("project", "")) if title is not None else ""
        if named and not self.titles.is_prefix(named):
            return named
        if title is not None or case.declaration.layout is not Layout.PERFORMANCE:
            return self.project if title is None else None
        above = (project_of_line(line.key) for line in reversed(piece.above))
        return next((name for name in above if name is not None), self.project)

    def _empty_sentence(self, near: list[Line]) -> Line | None:
        """The sentence near a table without figures that says it holds no data."""
        empty = self.library.common.empty
        return next(
            (line for line in near if not is_contents_line(line) and any(p.search(line.key) for p in empty)), None
        )

    def _declared_empty(self, case: TableCase, line: Line) -> Fact:
        # An empty list of transfers says nothing of the projects of the same statement.
        printed = case.caption.form or _title(case) or WHOLE_TABLE
        meaning = Meaning(case.declaration.states, case.declaration.prefix + WHOLE_TABLE, printed, Measure.TEXT)
        return case.maker.beside(meaning, line.text, line, empty=True)

    def _caption_facts(self, case: TableCase) -> list[Fact]:
        """Facts that the declaration reads from the lines above the head of a table with figures, each once."""
        found: dict[str, Fact] = {}
        if all(fact.cell_state is CellState.DECLARED_EMPTY for fact in case.facts):
            return []
        for declared in case.declaration.caption_facts:
            for line in case.caption.above:
                match = declared.compiled.search(line.key)
                if match and declared.item not in found:
                    meaning = Meaning(case.declaration.states, declared.item, declared.item, Measure.TEXT)
                    found[declared.item] = case.maker.beside(meaning, match.group("text"), line)
        return list(found.values())

    def _unknown_columns(self, case: TableCase) -> None:
        """Columns of a recognised table that nobody declared, if figures stand below them."""
        for heading in case.header.unknown:
            below = [
                cell
                for row in range(case.header.last_row + 1, case.grid.rows)
                for cell in case.grid.filled(row)
                if heading.first <= cell.column <= heading.last
            ]
            if below:
                name = redact("/".join(heading.path))
                self.unused.append(f"表{case.grid.table_no} 列{heading.first + 1}: {name} ({len(below)})")

    def _family(self) -> str | None:
        for family in self.library.families:
            if all(any(re.search(pattern, entry) for entry in self.found) for pattern in family.all_of):
                return family.name
        return None


def _coded_amounts(piece: Piece, stated: set[str]) -> Iterator[tuple[int, Decimal]]:
    """Number of the table and amount in 元 of the rows with a code in a table that nobody knows, where the document
    states one unit: perhaps the rest of another table, whose head stands elsewhere."""
    if len(stated) != 1 or (scale := MONEY_UNITS.get(next(iter(stated)))) is None:
        return
    for row in range(piece.grid.rows):
        first, *others = piece.grid.filled(row) or (None,)
        if first is None or code_of(first.text) is None:
            continue
        for number in (read_value(cell.text).number for cell in others):
            if number is not None and number.value:
                yield piece.grid.table_no, number.value * scale


def _title(case: TableCase) -> str | None:
    return case.caption.title.printed if case.caption.title else None


def _is_furniture(piece: Piece, declared: Library) -> bool:
    """True for the box of index number and date on top of a portal's page, a cover and a list of the tables."""
    grid = piece.grid
    if any(label_key(cell.text) in declared.common.contents_words for cell in grid.filled(0)):
        return True
    labels = [label_key(cell.text) for row in range(min(grid.rows, LONGEST_COVER)) for cell in grid.filled(row)]
    if any(label in declared.common.cover_words for label in labels):
        return True
    if grid.rows > HIGHEST_BOX:
        return False
    keys = [label_key(cell.text).strip("[]【】") for row in range(grid.rows) for cell in grid.filled(row)]
    return sum(key in declared.common.furniture_words for key in keys) >= 2


def _headed_units(case: TableCase) -> set[str]:
    """Units of money that headings state; prices often have one of their own."""
    return {
        column.unit
        for column in case.header.columns
        if column.unit is not None and column.measure is not Measure.UNIT_PRICE
    }
