"""Rows that a page prints again from the foot of the page before, so that the eye finds the place."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from domain.money import parse_number
from domain.text import squeeze
from parsers.readers.pages.layout import LaidCell, LaidTable

#: As many rows are printed again at most.
_MOST = 3
#: Number or code of a row, among its first two texts: two purchases may be alike, two rows of one number are one row.
_NUMBER = re.compile(r"\d{1,7}[.、．]?")
_FIRST = 2

_Row = list[tuple[int, int, str]]


def drop_repeated(table: LaidTable, start: int) -> int:
    """Takes the first rows of a part that was put below row ``start`` out of ``table``, where they are the last rows
    above it, word for word; says how many. Where rows are alike within a page, too, none is.

    A page that is in the file twice gives all its rows again, sums that bear no number among them.
    """
    if _is_page_again(table, start):
        count = table.rows - start
        _take_out(table, start, count)
        return count
    for count in range(min(_MOST, start, table.rows - start), 0, -1):
        above = [_texts(table, row) for row in range(start - count, start)]
        if all(map(_is_numbered, above)) and above == [_texts(table, row) for row in range(start, start + count)]:
            if _has_twins(table, start):
                return 0
            _take_out(table, start, count)
            return count
    return 0


def _is_page_again(table: LaidTable, start: int) -> bool:
    """True if all rows from ``start`` on are those directly above, word for word, and no two of them are alike."""
    count = table.rows - start
    if not _MOST < count <= start:
        return False
    above = [_texts(table, row) for row in range(start - count, start)]
    if sum(map(_is_numbered, above)) * 2 < count or above != [_texts(table, row) for row in range(start, table.rows)]:
        return False
    return all(one != other for one, other in pairwise(sorted(above)))


def _texts(table: LaidTable, row: int) -> _Row:
    return [(cell.column, cell.column_span, squeeze(cell.text)) for cell in table.row(row)]


def _is_numbered(row: _Row) -> bool:
    """True for a row that a number or code tells from all others, with a label and a figure beside it."""
    filled = [text for _, _, text in row if text]
    place = next((index for index, text in enumerate(filled[:_FIRST]) if _NUMBER.fullmatch(text)), None)
    if place is None:
        return False
    labels = any(char.isalpha() for text in filled[: place + 2] for char in text)
    return labels and any(parse_number(text) is not None for text in filled[place + 1 :])


def _has_twins(table: LaidTable, start: int) -> bool:
    """True if rows with figures that follow each other are alike elsewhere than at row ``start``."""
    rows = [_texts(table, row) for row in range(table.rows)]
    return any(one == other and _is_numbered(one) for row, (one, other) in enumerate(pairwise(rows), 1) if row != start)


def _take_out(table: LaidTable, start: int, count: int) -> None:
    """Takes ``count`` rows from ``start`` on out; a merged cell that began above goes on over fewer rows."""
    kept: list[LaidCell] = []
    for cell in table.cells:
        end = cell.row + cell.row_span
        if cell.row >= start + count:
            kept.append(replace(cell, row=cell.row - count))
        elif cell.row < start < end:
            kept.append(replace(cell, row_span=cell.row_span - min(count, end - start)))
        elif cell.row < start:
            kept.append(cell)
    table.cells = kept
    table.rows -= count
