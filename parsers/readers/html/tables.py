"""HTML tables: data tables on their full grid; tables that only position other things are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from parsers.readers.html.text import is_unseen, lines, visible_length
from parsers.readers.spans import Placed, clip_rows

#: A cell with this many paragraphs of this much text is prose, not a value.
_PROSE_LINES = 6
_PROSE_LENGTH = 400
_MAX_SPAN = 1000
_NUMBER = re.compile(r"\s*\+?([0-9]{1,6})")
_FIGURE = re.compile(r"^[\s¥￥(（-]*\d[\d,，]*(?:\.\d+)?\s*%?[)）]?$")


def own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Visible rows of this table, not of tables inside it."""
    for child in table:
        if child.tag == "tr":
            if not is_unseen(child) and not _is_grid_row(child):
                yield child
        elif child.tag in ("thead", "tbody", "tfoot", "form") and not is_unseen(child):
            yield from own_rows(child)


def own_cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag in ("td", "th") and not is_unseen(child):
            yield child
        elif child.tag == "form":
            yield from own_cells(child)


def _is_grid_row(row: etree._Element) -> bool:
    """Word and Excel close a table with a row of height 0 that only fixes column widths."""
    return row.get("height") == "0" and visible_length(row) == 0


def is_layout(table: etree._Element) -> bool:
    """True if the table holds other blocks instead of values."""
    if table.get("role") == "presentation":
        return True
    rows = list(own_rows(table))
    cells = [cell for row in rows for cell in own_cells(row)]
    if len(cells) <= 1:
        return True
    if any(_FIGURE.match("".join(lines(cell))) for cell in cells):
        return False
    nested = sum(1 for cell in cells if next(cell.iter("table"), None) is not None)
    prose = sum(1 for cell in cells if _is_prose(cell))
    single_column = all(sum(1 for _ in own_cells(row)) <= 1 for row in rows)
    return bool(nested) or single_column or (prose > 0 and len(cells) <= 4 * prose)


def _is_prose(cell: etree._Element) -> bool:
    text = lines(cell)
    return len(text) >= _PROSE_LINES and sum(map(len, text)) >= _PROSE_LENGTH


def place_cells(table: etree._Element) -> list[Placed]:
    """Cells with their places by the HTML table model (a row span reserves its columns in the rows below)."""
    placed: list[Placed] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    number = 0
    for row in own_rows(table):
        column = 0
        for cell in own_cells(row):
            while taken.get(column, 0) > number:
                column += 1
            columns = min(max(_span(cell, "colspan"), 1), _MAX_SPAN)
            # Where a cell would lie over one that reaches down from above, a browser shows one upon the other: the
            # cell ends before it, so that no figure has two owners.
            columns = next((index for index in range(columns) if taken.get(column + index, 0) > number), columns)
            rows = _span(cell, "rowspan") or _MAX_SPAN  # rowspan=0 reaches to the end
            placed.append(Placed(number, column, "\n".join(lines(cell)), min(rows, _MAX_SPAN), columns))
            for covered in range(column, column + columns):
                taken[covered] = number + rows
            column += columns
        number += 1
    return _clip_columns(clip_rows(placed, number))


def _clip_columns(placed: list[Placed]) -> list[Placed]:
    """Cut spans that reach beyond the last column in which a cell begins (``colspan=1000`` over a title)."""
    width = max((cell.column for cell in placed), default=0) + 1
    return [replace(cell, column_span=min(cell.column_span, width - cell.column)) for cell in placed]


def _span(cell: etree._Element, name: str) -> int:
    """The number with which the attribute begins, as browsers read it; 1 where there is none."""
    value = _NUMBER.match(cell.get(name) or "")
    return int(value.group(1)) if value else 1
