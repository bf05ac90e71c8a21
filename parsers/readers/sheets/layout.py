"""One sheet as captions, tables and notes: which rows are a table and which are lines above and below it.

Where the sheet draws borders they decide. Without borders, words do: a line is a row with one text over the width, or
a row of captions (部门名称, 金额单位, 公开01表).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from domain.text import squeeze
from parsers.model import Cell
from parsers.readers.sheets.facts import Place

Span = tuple[int, int, int, int]  # first row, first column, last row, last column

_CAPTION = re.compile(
    r"^(?:[(（]?(?:金额)?单位[:：].*|.*(?:部门|单位|编制|填报|预算)[^:：]{0,8}[:：].*|.{0,8}(?:公开|财决|附表?|预)[\w-]*表?|"
    r"\d{4}年度?|(?:人民币)?[万千亿]?元|.*(?:日期|时间)[:：].*|.*表)$"
)
#: A single text longer than this is a sentence, not the label of a row.
_LONGEST_LABEL = 30
_NOTE = re.compile(r"^(?:注|说明|备注|填表说明)[:：1-9.、]?")


@dataclass(slots=True)
class SheetTable:
    """Rows ``first`` to ``last`` (inclusive) of the sheet as one table."""

    first: int
    last: int
    cells: list[Cell] = field(default_factory=list)
    columns: int = 0


def lay_out(texts: list[list[str]], merged: list[Span], bordered: set[Place], page: int) -> list[str | SheetTable]:
    """Lines of text and tables of a sheet from top to bottom; ``page`` is the number of the sheet."""
    width = max((column + 1 for row in texts for column, text in enumerate(row) if text), default=0)
    span_of = {(top, left): (top, left, bottom, right) for top, left, bottom, right in merged}
    covered = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, min(bottom, len(texts)) + 1)
        for column in range(left, min(right, width) + 1)
        if (row, column) != (top, left)
    }
    drawn = _drawn_rows(texts, bordered, covered)
    is_table = drawn if any(drawn) else _worded_rows(texts, span_of, width)
    items: list[str | SheetTable] = []
    for number, row in enumerate(texts):
        if is_table[number]:
            last = items[-1] if items else None
            if isinstance(last, SheetTable) and last.last == number - 1:
                last.last = number
            else:
                items.append(SheetTable(number, number))
        elif any(row):
            items.append("\t".join(text for text in row if text))
    for item in items:
        if isinstance(item, SheetTable):
            _fill(item, texts, span_of, covered, page=page)
    return [item for item in items if isinstance(item, str) or item.cells]


def _drawn_rows(texts: list[list[str]], bordered: set[Place], covered: set[Place]) -> list[bool]:
    """Rows with at least two bordered cells (a merged cell over the width counts by its parts)."""
    counts = [0] * len(texts)
    for row, _ in bordered:
        if row < len(texts):
            counts[row] += 1
    drawn = [count >= 2 for count in counts]
    for row, column in covered:  # a row all of whose cells hang on a bordered cell above it
        if row < len(texts) and row > 0 and drawn[row - 1] and (row, column) in bordered:
            drawn[row] = True
    return drawn


def _worded_rows(texts: list[list[str]], span_of: dict[Place, Span], width: int) -> list[bool]:
    kinds = [_kind(row, number, span_of, width) for number, row in enumerate(texts)]
    table = [kind == "table" for kind in kinds]
    for number, kind in enumerate(kinds):
        if not (number and table[number - 1]):
            continue
        if kind == "label":
            table[number] = True
        elif kind in ("single", "blank"):
            # One text over the width or a blank row inside a table belongs to it if the table goes on below before a
            # caption or title begins the next one.
            following = next((k for k in kinds[number + 1 :] if k not in ("single", "blank", "label")), None)
            table[number] = following == "table"
    return table


def _kind(row: list[str], number: int, span_of: dict[Place, Span], width: int) -> str:
    """What a row is by its words: ``table``, ``caption``, ``note``, ``blank``, or one text: ``single`` when it is
    merged over several columns or long, ``label`` when it stands in a column.
    """
    filled = [(column, squeeze(text)) for column, text in enumerate(row) if text]
    if not filled:
        return "blank"
    if width > 1 and all(_CAPTION.match(text) or _NOTE.match(text) for _, text in filled):
        return "caption"
    if len(filled) > 1 or width == 1:
        return "table"
    column, text = filled[0]
    if _NOTE.match(text):
        return "note"
    merged = (number, column) in span_of and span_of[number, column][3] > column
    return "single" if merged or len(text) > _LONGEST_LABEL else "label"


def _fill(
    table: SheetTable,
    texts: list[list[str]],
    span_of: dict[Place, Span],
    covered: set[Place],
    *,
    page: int,
) -> None:
    """Cells of the table; blank columns at both ends are left away."""
    rows = range(table.first, table.last + 1)
    used = [column for row in rows for column, text in enumerate(texts[row]) if text]
    if not used:
        return
    left, right = min(used), max(used)
    for row in rows:
        span = max((span_of[row, c][3] for c in range(left, right + 1) if (row, c) in span_of), default=right)
        right = max(right, min(span, left + 255)) if span - right <= 3 else right
    for row in rows:
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            _, _, bottom, end = span_of.get((row, column), (row, column, row, column))
            text = texts[row][column] if column < len(texts[row]) else ""
            table.cells.append(
                Cell(
                    row=row - table.first,
                    column=column - left,
                    text=text,
                    row_span=min(bottom, table.last) - row + 1,
                    column_span=min(end, right) - column + 1,
                    page=page,
                )
            )
    table.columns = right - left + 1
