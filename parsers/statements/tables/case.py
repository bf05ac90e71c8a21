"""One table being read: its grid, head, caption and declaration, and what reading it brings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from domain.records import Fact, Measure, Method
from domain.redaction import mark_of, redact, redact_cells
from domain.small_groups import without_persons
from parsers.statements.tables.captions import Caption, Line, TitleReader
from parsers.statements.tables.declarations import Common, Declaration, Layout
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.facts import FactMaker, Meaning, NotAFigure, UnitMissing
from parsers.statements.tables.grid import Grid, GridCell
from parsers.statements.tables.head_rows import is_head_row, is_line_row
from parsers.statements.tables.header import Header
from parsers.statements.tables.values import Kind, read_value
from parsers.statements.tables.vocabulary import Vocabulary

LONGEST_UNUSED = 160
#: Layouts in which no row below the head holds words in the columns of figures.
_OF_ONE_HEAD = (Layout.ROWS, Layout.LINES, Layout.TWO_SIDED, Layout.BLOCKS)
_HAN = re.compile("[\u4e00-\u9fff]")
#: How the quote of an unused row, or column, begins.
_UNUSED = re.compile(r"表(\d+)(?: 行(\d+))?")


def unused_place(quote: str) -> tuple[int, int | None]:
    """Number of the table that an unused row or column stands in, and that of the row, from 1."""
    match = _UNUSED.match(quote)
    assert match is not None
    return int(match.group(1)), int(match.group(2)) if match.group(2) else None


#: A row of another table, typed as one text: its figures stand behind wide blanks.
_TYPED_ROW = re.compile(r"\S[ \t\u00a0\u2003\u3000]{2,}-?[\d,]*\.\d+%?[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class TableCase:
    """Everything a layout needs to read one table; layouts append to ``facts`` and ``unused``."""

    grid: Grid
    header: Header
    caption: Caption
    declaration: Declaration
    common: Common
    titles: TitleReader
    maker: FactMaker
    year: int | None
    #: Project of the form before this one, for a form that goes on without a title.
    project: str | None = None
    facts: list[Fact] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    #: Rows that a layout recognised as rows of this table, with or without figures.
    used_rows: int = 0
    _read: set[int] = field(default_factory=set)
    _reported: set[int] = field(default_factory=set)
    #: Rows from the head of another table on, which a grid of rows may hold below its own.
    _beyond: range = range(0)
    _vocabulary: Vocabulary | None = None
    _rows: list[int] | None = None

    def figure(self, cell: GridCell | None, meaning: Meaning, *, certainty: Decimal = Decimal(1)) -> Fact | None:
        """Read a figure; words in its place are reported as unused, a blank cell is nothing."""
        if cell is None:
            return None
        self.spend(cell)
        try:
            fact = self.maker.figure(cell, meaning, certainty=certainty)
        except NotAFigure as problem:
            self.report(cell.row, f"{meaning.item}: {problem}")
            return None
        except UnitMissing:
            if self.declaration.layout is not Layout.PERFORMANCE:
                raise
            self.report(cell.row, f"{meaning.item}: unit missing")  # the texts and scores of the form stay
            return None
        if fact is not None:
            self.facts.append(fact)
        return fact

    def text(
        self,
        cell: GridCell | None,
        meaning: Meaning,
        text: str | None = None,
        *,
        certainty: Decimal = Decimal(1),
        unit: str | None = None,
    ) -> Fact | None:
        """Read the words of a cell, or ``text`` as a part of them; a blank cell is nothing."""
        if cell is None:
            return None
        self.spend(cell)
        fact = self.maker.text(cell, meaning, text, certainty=certainty, unit=unit)
        if fact is not None:
            self.facts.append(fact)
        return fact

    def spend(self, cell: GridCell) -> None:
        """Count a cell as read, because a fact was made of it or because it only repeats another one."""
        self._read.add(id(cell))

    def report_unread(self) -> None:
        """Report every row in which a number was left unread, whatever the reason: nothing is dropped in silence."""
        aside = self._beside_figures()
        aside |= {column for heading in self.header.unknown for column in range(heading.first, heading.last + 1)}
        for row in range(self.header.first_row):
            if any(_TYPED_ROW.search(cell.text) for cell in self.grid.filled(row)):
                self.report(row, "a row typed as text above the head")
        for row in self._beyond:
            if any(read_value(cell.text).kind is Kind.NUMBER for cell in self.grid.filled(row)):
                self.report(row, "below another head")
        for row in self.data_rows():
            if row in self._reported:
                continue
            unread = [
                cell
                for cell in self.grid.filled(row)
                if id(cell) not in self._read and cell.column not in aside and read_value(cell.text).kind is Kind.NUMBER
                if not self.maker.is_person(cell)
            ]
            if unread:
                self.report(row, ", ".join(cell.key for cell in unread))

    def left_over(self) -> tuple[Decimal, ...]:
        """The numbers other than 0 in the rows of the table that nothing was read from, as printed."""
        aside = self._beside_figures()
        cells = (cell for row in self.data_rows() for cell in self.grid.filled(row))
        unread = (read_value(cell.text) for cell in cells if id(cell) not in self._read and cell.column not in aside)
        return tuple(
            value.number.value for value in unread if value.kind is Kind.NUMBER and value.number and value.number.value
        )

    def prints_figures(self) -> bool:
        """True when any number stands in the rows of the table, read or not: such a table is not empty."""
        aside = self._beside_figures()
        return any(
            read_value(cell.text).kind is Kind.NUMBER
            for row in self.data_rows()
            for cell in self.grid.filled(row)
            if cell.column not in aside
        )

    def _beside_figures(self) -> set[int]:
        """Grid columns of codes, names, labels and line numbers."""
        return {
            column
            for resolved in self.header.columns
            if resolved.role is not Role.VALUE
            for column in range(resolved.heading.first, resolved.heading.last + 1)
        }

    def report(self, row: int, why: str | None = None) -> None:
        """Name a row that no declaration uses, as a short redacted quote with its place."""
        self._reported.add(row)
        origin = self.grid.origins[row]
        name = mark_of("name")
        filled = [name if self.maker.is_person(cell) else without_persons(cell.text) for cell in self.grid.filled(row)]
        cells = "\t".join(redact_cells(filled))
        reason = f" ({redact(why)})" if why else ""
        self.unused.append(f"表{origin.table_no} 行{origin.row_no}{reason}: {cells}"[:LONGEST_UNUSED])

    def data_rows(self, first: int | None = None) -> list[int]:
        """Rows below the head that hold something: no notes, repeated heads, titles, unit lines or column numbers."""
        if first is not None:
            return list(self._data_rows(first))
        if self._rows is None:
            self._rows = list(self._data_rows(self.header.last_row + 1))
        return self._rows

    def _data_rows(self, first: int) -> Iterator[int]:
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.declaration, self.common, self.year)
        vocabulary = self._vocabulary
        for row in range(first, self.grid.rows):
            cells = self.grid.filled(row)
            if not cells or is_line_row(self.grid, row, self.common):
                continue
            if self._is_note(cells):
                self.notes.extend(Line.of(cell.text, cell.page, cell=cell) for cell in cells)
                continue
            if self._begins_another(cells, vocabulary):
                self._beyond = range(row, self.grid.rows)
                return
            # A project form has no head of its own; its blocks have.
            repeated = self.header.last_row >= 0 and len(cells) > 1
            if self._is_caption(cells) or (repeated and is_head_row(self.grid, row, vocabulary, first=False)):
                continue
            yield row

    def _begins_another(self, cells: list[GridCell], vocabulary: Vocabulary) -> bool:
        """Whether words stand where figures would, and they are not those of the head printed again."""
        if self.declaration.layout not in _OF_ONE_HEAD or any(
            read_value(cell.text).kind is Kind.NUMBER for cell in cells
        ):
            return False
        nothing = frozenset(self.common.not_a_figure)
        words = [cell for cell in cells if self._is_below_figures(cell)]
        if any(read_value(cell.text, nothing).kind is not Kind.WORDS for cell in words):
            return False
        if len({cell.key for cell in words if _HAN.search(cell.key)}) < 2 and not any(
            vocabulary.knows(cell.text) for cell in words
        ):
            return False
        heads = [
            cell for row in range(self.header.first_row, self.header.last_row + 1) for cell in self.grid.filled(row)
        ]
        other = [
            cell
            for cell in words
            if not any(
                head.key == cell.key and head.column <= cell.last_column and cell.column <= head.last_column
                for head in heads
            )
        ]
        return len(other) > (1 if self.grid.method is Method.OCR else 0)  # a scan may be misread once

    def _is_below_figures(self, cell: GridCell) -> bool:
        return any(
            column.heading.first <= cell.column <= column.heading.last and column.measure is not Measure.TEXT
            for column in self.header.values
        )

    def _is_note(self, cells: list[GridCell]) -> bool:
        first = cells[0].key
        if first.startswith(tuple(self.common.note_prefixes)):
            return True
        return len(cells) == 1 and any(pattern.search(first) for pattern in self.common.empty)

    def _is_caption(self, cells: list[GridCell]) -> bool:
        """A title or unit line repeated inside the grid, after a page break."""
        if any(read_value(cell.text).kind is Kind.NUMBER for cell in cells):
            return False
        lines = [Line.of(cell.text, cell.page) for cell in cells]
        if all(self.titles.is_caption_line(line) for line in lines):
            return True
        if len(lines) != 1:
            return False
        title = self.titles.read(lines[0])
        return title is not None and title.known
