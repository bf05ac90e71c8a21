"""Facts of one printed table arranged as it was printed: rows by row, columns by column, sides beside each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.records import Fact, Measure, Statement
from flows.parsed.words import words

#: Words longer than this are shown below the grid, as name and text.
_LONG_TEXT = 24
_CODE_LENGTHS = (3, 5, 7)
_PER_CENT = "%"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A fact with its number in the file, from 1."""

    number: int
    fact: Fact


@dataclass(slots=True)
class GridRow:
    """One printed row of one side: its label, code and depth, and its figures by column."""

    row_no: int
    label: str
    code: str | None
    depth: int
    cells: dict[int, Numbered] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return min(cell.number for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A printed column: its number, its heading, and whether it holds words."""

    number: int
    heading: str
    holds_words: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a printed table: its columns and rows in printed order."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]

    @property
    def has_codes(self) -> bool:
        return any(row.code for row in self.rows)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A printed table: ``unit`` where all money of it has one; long words stand in ``texts``."""

    table_no: int
    page: int | None
    unit: str | None
    sides: tuple[Side, ...]
    texts: tuple[Numbered, ...]
    notes: tuple[Numbered, ...]


def printed_table(facts: Sequence[Numbered]) -> PrintedTable:
    """The facts of one table and one statement, arranged."""
    placed = [one for one in facts if one.fact.row_no is not None and one.fact.column_no is not None]
    texts = [one for one in placed if _is_long(one.fact)]
    cells = [one for one in placed if not _is_long(one.fact)]
    units = Counter(one.fact.printed_unit for one in cells if one.fact.amount is not None)
    first = facts[0].fact
    named = _named(cells)
    return PrintedTable(
        table_no=first.table_no or 0,
        page=first.page,
        unit=units.most_common(1)[0][0] if units else None,
        sides=tuple(_side(columns, named) for columns in _sides(named)),
        texts=tuple(texts),
        notes=tuple(one for one in facts if one not in placed),
    )


def _is_long(fact: Fact) -> bool:
    """Words that do not fit a cell, and what a form says beside its money."""
    if fact.measure not in (Measure.TEXT, Measure.TARGET, Measure.ACTUAL) or fact.amount is not None:
        return False
    return len(fact.printed) > _LONG_TEXT or (fact.statement is Statement.PERF_PROJECT and fact.text is not None)


@dataclass(frozen=True, slots=True)
class _Named:
    """A figure with the label of its row, and the heading its reader printed behind that, if any."""

    one: Numbered
    row: str
    heading: str

    @property
    def fact(self) -> Fact:
        return self.one.fact


def _named(cells: Sequence[Numbered]) -> list[_Named]:
    """Labels as printed, without the heading of the column that readers add to some of them."""
    rows: dict[int | None, set[str]] = defaultdict(set)
    for one in cells:
        row, tail = _parts(one.fact)
        rows[one.fact.row_no].add(_squeezed(row if tail else one.fact.item_printed))
    found = []
    for one in cells:
        row, tail = _parts(one.fact)
        if not tail:  # the heading is known by the label that other columns give the row
            row, _, tail = one.fact.item_printed.rpartition("/")
        behind = row and _squeezed(row) in rows[one.fact.row_no]
        found.append(_Named(one, row, tail) if behind else _Named(one, one.fact.item_printed, ""))
    return found


def _parts(fact: Fact) -> tuple[str, str]:
    """(row, heading) where the printed label ends as the item does; (label, "") otherwise."""
    row, _, tail = fact.item_printed.rpartition("/")
    return (row, tail) if row and _squeezed(tail) == _squeezed(_tail(fact)) else (fact.item_printed, "")


def _sides(cells: Sequence[_Named]) -> list[list[int]]:
    """Columns in groups: columns that give the same rows the same label belong to one side."""
    by_column: dict[int, dict[int | None, str]] = defaultdict(dict)
    for cell in sorted(cells, key=lambda cell: cell.fact.column_no or 0):
        by_column[cell.fact.column_no or 0][cell.fact.row_no] = _squeezed(cell.row)
    sides: list[list[int]] = []
    for column, labels in by_column.items():
        for side in reversed(sides):
            others = [by_column[other] for other in side]
            shared = [labels[row] == other[row] for other in others for row in labels if row in other]
            if shared and sum(shared) * 2 > len(shared):
                side.append(column)
                break
        else:
            sides.append([column])
    return sides


def _side(columns: Sequence[int], cells: Sequence[_Named]) -> Side:
    own = [cell for cell in cells if cell.fact.column_no in columns]
    by_column: dict[int, list[_Named]] = defaultdict(list)
    rows: dict[tuple[int, str], GridRow] = {}
    for cell in sorted(own, key=lambda cell: (cell.fact.row_no or 0, cell.fact.column_no or 0)):
        fact, column = cell.fact, cell.fact.column_no or 0
        by_column[column].append(cell)
        key = (fact.row_no or 0, _squeezed(cell.row))
        if key in rows and column in rows[key].cells:  # two figures of one cell: a row for each
            key = (fact.row_no or 0, f"{key[1]}#{cell.one.number}")
        if key not in rows:
            rows[key] = GridRow(fact.row_no or 0, cell.row, fact.code, _depth(fact))
        rows[key].cells[column] = cell.one
    return Side(tuple(_column(number, facts) for number, facts in sorted(by_column.items())), tuple(rows.values()))


def _tail(fact: Fact) -> str:
    return fact.item.rpartition("/")[2]


def _column(number: int, cells: Sequence[_Named]) -> GridColumn:
    """The heading most of its facts share, else what its numbers say; rates are marked as such."""
    headings = Counter(cell.heading or (_tail(cell.fact) if "/" in cell.fact.item else "") for cell in cells)
    shared, count = headings.most_common(1)[0]
    alone = len(cells) == 1 and _squeezed(cells[0].row).endswith(_squeezed(shared))
    measure = Counter(cell.fact.measure for cell in cells).most_common(1)[0][0]
    heading = shared if shared and count * 2 > len(cells) and not alone else words().measures[measure][0]
    if all(cell.fact.printed_unit == _PER_CENT or "pct" in cell.fact.measure.value for cell in cells):
        heading = heading if _PER_CENT in heading else f"{heading} {_PER_CENT}"
    return GridColumn(number, heading, sum(cell.fact.text is not None for cell in cells) * 2 > len(cells))


def _depth(fact: Fact) -> int:
    if fact.code and fact.code.isdecimal() and len(fact.code) in _CODE_LENGTHS:
        return _CODE_LENGTHS.index(len(fact.code))
    if re.match(r"\s*(?:其中|[（(][一二三四五六七八九十]+[)）])", fact.item_printed):
        return 1
    return 2 if re.match(r"\s*\d+[.．、]", fact.item_printed) else 0


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
