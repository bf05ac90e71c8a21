"""Sheets wider than the paper: further columns of a table that the next page prints without its labels."""

from __future__ import annotations

from dataclasses import replace

from domain.money import parse_number
from domain.text import squeeze
from parsers.model import Ruling
from parsers.readers.pages.layout import LaidTable

#: Upper edges of a row on two pages differ by less than this, in points.
_SAME_EDGE = 1.0


def is_amount(text: str) -> bool:
    number = parse_number(text) if text else None
    return number is not None and number.decimals > 0


def kinds_of_columns(table: LaidTable) -> dict[int, str]:
    """Column -> ``label`` or ``amount``, where all that stands in it from the first row with an amount is of a kind."""
    first = min((cell.row for cell in table.cells if is_amount(cell.text)), default=0)
    found: dict[int, set[str]] = {}
    for cell in table.cells:
        if cell.row >= first and cell.column_span == 1:
            if is_amount(cell.text):
                found.setdefault(cell.column, set()).add("amount")
            elif any(char.isalpha() for char in cell.text):
                found.setdefault(cell.column, set()).add("label")
    return {column: kinds.pop() for column, kinds in found.items() if len(kinds) == 1}


def turns_labels_to_amounts(table: LaidTable, part: LaidTable) -> bool:
    """True if a column of labels would go on with amounts: no row of ``part`` stands below ``table`` then."""
    if not any(is_amount(cell.text) for cell in table.cells):
        return False  # only a head so far: its words say nothing of what stands below
    kinds, others = kinds_of_columns(table), kinds_of_columns(part)
    return any(kinds.get(column) == "label" and kind == "amount" for column, kind in others.items())


def lacks_labels(part: LaidTable) -> bool:
    """True for a table that begins with amounts and names none of its rows."""
    kinds = kinds_of_columns(part)
    return kinds.get(0) == "amount" and "label" not in kinds.values()


def put_beside(table: LaidTable, part: LaidTable) -> bool:
    """Puts the columns of ``part`` beside ``table`` if they certainly are its next ones; says whether it did.

    Certain are ruled tables without labels of their own, with rows at the same places of both pages, whose numbers of
    columns (栏次) go on.
    """
    rows = [_tops(table), _tops(part)]
    if not (
        table.ruling is part.ruling is Ruling.RULED
        and lacks_labels(part)
        and len(rows[0]) == table.rows == part.rows == len(rows[1])
        and all(abs(top - other) < _SAME_EDGE for top, other in zip(*rows, strict=True))
        and any(_goes_on(table, part, row) for row in range(table.rows))
    ):
        return False
    columns, shift = table.columns, table.xs[-1] - part.xs[0]
    table.cells.extend(replace(cell, column=cell.column + columns) for cell in part.cells)
    table.xs = [*table.xs, *(x + shift for x in part.xs[1:])]
    table.last_page = part.last_page
    return True


def _tops(table: LaidTable) -> list[float]:
    """Upper edges of the rows, from top to bottom; edges that do not descend (a page on its side) are left out."""
    tops = [min(cell.box[1] for cell in table.row(row)) for row in range(table.rows) if table.row(row)]
    return [top for index, top in enumerate(tops) if index == 0 or top > tops[index - 1]]


def _goes_on(table: LaidTable, part: LaidTable, row: int) -> bool:
    """True if the row counts columns and ``part`` counts on where ``table`` ends."""
    own = [squeeze(cell.text) for cell in table.row(row)]
    other = [squeeze(cell.text) for cell in part.row(row)]
    if len(other) != part.columns or not own or not own[-1].isdecimal():
        return False
    return other == [str(int(own[-1]) + step) for step in range(1, len(other) + 1)]
