"""Which rows of a grid are its head, and what stands above every column; merged headings spread over what they span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.money import parse_number
from parsers.statements.tables.declarations import Common
from parsers.statements.tables.grid import Grid, GridCell
from parsers.statements.tables.vocabulary import THIS_YEAR, Vocabulary, heading_unit

#: Rows above the head that may hold a title, a form label, the agency and the unit.
SEARCHED_ROWS = 12
HIGHEST_HEAD = 6
_COLUMN_NUMBER = re.compile(r"^[(\[]?(\d{1,2})[)\]]?(?:栏)?(?:=[\d+\-()栏]+)?$|^[一二三四五六七八九十]{1,2}栏$")
_COLUMN_LETTER = re.compile(r"[甲乙丙丁戊己庚辛壬癸A-Za-z]")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above one logical column (grid columns ``first`` to ``last``), from top to bottom."""

    first: int
    last: int
    path: tuple[str, ...]
    unit: str | None = None


def is_line_row(grid: Grid, row: int, common: Common) -> bool:
    """True for column numbers or letters in order: ``栏次 | 1 | 2``, ``甲 | 乙 | 1 | 2``, ``1 | 2 | 3 = 1 + 2``."""
    numbers: list[int] = []
    labelled, letters = False, 0
    for cell in grid.filled(row):
        found = _COLUMN_NUMBER.match(cell.key)
        if found and found.group(1):
            numbers.append(int(found.group(1)))
        elif cell.key in common.lines or found or _COLUMN_LETTER.fullmatch(cell.key):
            labelled = True
            letters += bool(_COLUMN_LETTER.fullmatch(cell.key))
        else:
            return False
    if not numbers and letters >= 3:
        return True  # 甲 | 乙 | 丙
    return numbers == list(range(1, len(numbers) + 1)) and (len(numbers) >= 3 or (labelled and bool(numbers)))


def is_head_row(grid: Grid, row: int, vocabulary: Vocabulary, *, first: bool) -> bool:
    """Whether the cells of ``row`` are headings of this table: (nearly) all declared words, no figure."""
    cells = grid.filled(row)
    known = [cell for cell in cells if vocabulary.knows(cell.text)]
    if first and all(vocabulary.key(cell.text) == THIS_YEAR for cell in known):
        return False  # the year above the head belongs to the title
    if not known or any(_is_figure(cell) and not vocabulary.knows(cell.text) for cell in cells):
        return False
    if len(cells) == 1 and grid.columns > 2 and cells[0].column_span == grid.columns:
        return False  # 人员经费 above its rows, or a title
    if not first and _is_empty_total(grid, row, cells, vocabulary):
        return False  # an empty 合计 row, not a heading 合计
    return len(known) == len(cells) or (len(known) >= 2 and len(known) * 2 >= len(cells))


def _is_empty_total(grid: Grid, row: int, cells: Sequence[GridCell], vocabulary: Vocabulary) -> bool:
    """合计 alone, or one on each side of a form, below headings that are no groups."""
    if any(cell.key not in vocabulary.common.totals or cell.row_span > 1 for cell in cells):
        return False
    above = [grid.at(row - 1, cell.column) for cell in cells]
    return len(cells) == 1 or (cells[0].column == 0 and all(one is not None and one.column_span == 1 for one in above))


def _spanned(grid: Grid, row: int, first: int, vocabulary: Vocabulary) -> bool:
    """A row without figures that headings from above reach into, with a declared word: part of the head."""
    cells = grid.filled(row)
    reached = any(cell.row >= first and cell.row < row and not cell.blank for cell in grid.covering(row))
    return (
        reached and any(vocabulary.knows(cell.text) for cell in cells) and not any(_is_figure(cell) for cell in cells)
    )


def _is_figure(cell: GridCell) -> bool:
    return parse_number(cell.key) is not None


def head_rows(grid: Grid, vocabulary: Vocabulary) -> tuple[int, int] | None:
    first = next(
        (row for row in range(min(grid.rows, SEARCHED_ROWS)) if is_head_row(grid, row, vocabulary, first=True)), None
    )
    if first is None:
        return None
    last = first
    for row in range(first + 1, min(grid.rows, first + HIGHEST_HEAD)):
        if is_line_row(grid, row, vocabulary.common):
            break
        if grid.filled(row) and not (
            is_head_row(grid, row, vocabulary, first=False) or _spanned(grid, row, first, vocabulary)
        ):
            break
        if not grid.filled(row) and not any(cell.row < row for cell in grid.covering(row)):
            break
        last = row
    while last > first and not grid.filled(last):
        last -= 1
    return first, last


def _texts_above(grid: Grid, first: int, last: int, column: int) -> list[GridCell | None]:
    """The heading cell of every head row over ``column``; a blank one takes the group heading to its left."""
    path: list[GridCell | None] = []
    for row in range(first, last + 1):
        cell = grid.at(row, column)
        if (cell is None or cell.blank) and row < last and _has_text_below(grid, row, last, column):
            cell = _group_to_the_left(grid, first, row, column)
        path.append(cell if cell is not None and not cell.blank else None)
    return path


def _has_text_below(grid: Grid, row: int, last: int, column: int) -> bool:
    below = (grid.at(lower, column) for lower in range(row + 1, last + 1))
    return any(cell is not None and not cell.blank for cell in below)


def _group_to_the_left(grid: Grid, first: int, row: int, column: int) -> GridCell | None:
    for left in range(column - 1, -1, -1):
        if row > first and _nearest(grid, row - 1, left) is not _nearest(grid, row - 1, column):
            return None  # another group begins above
        cell = grid.at(row, left)
        if cell is not None and not cell.blank:
            return cell if cell.row_span == 1 else None
    return None


def _nearest(grid: Grid, row: int, column: int) -> GridCell | None:
    for left in range(column, -1, -1):
        cell = grid.at(row, left)
        if cell is not None and not cell.blank:
            return cell
    return None


def headings(grid: Grid, first: int, last: int, vocabulary: Vocabulary) -> list[Heading]:
    """The logical columns of the head rows ``first`` to ``last``, from left to right."""
    found: list[Heading] = []
    leaves: list[GridCell | None] = []
    for column in range(grid.columns):
        cells = _texts_above(grid, first, last, column)
        leaf = next((cell for cell in reversed(cells) if cell is not None), None)
        if leaf is not None and leaves and leaves[-1] is leaf and leaf.last_column >= column:
            found[-1] = Heading(found[-1].first, column, found[-1].path, found[-1].unit)
            continue
        leaves.append(leaf)
        distinct: list[GridCell] = []
        for cell in cells:
            if cell is not None and (not distinct or distinct[-1] is not cell):
                distinct.append(cell)
        unit = next((unit for cell in reversed(distinct) if (unit := heading_unit(cell.text))), None)
        path = tuple(key for cell in distinct for key in vocabulary.keys(cell.text))
        found.append(Heading(column, column, path, unit))
    return found
