"""Columns of a table without column rules: stretches of the width in which the texts of the body stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.text import squeeze
from parsers.readers.pages.inferred.pieces import Piece, TextLine
from parsers.readers.pages.table_words import words

#: Columns are at least this far apart (points).
GAP = 1.5
#: From so many lines on, a few may have texts that reach over several columns.
_MANY_LINES = 8

Extent = tuple[float, float]


def body_columns(lines: list[TextLine], above: Sequence[TextLine] = ()) -> list[Extent]:
    """Where the texts of most ``lines`` stand, widened by the others; a text over several columns widens none.

    ``above``: lines of the same table that are no rows of its columns; they only widen what ``lines`` tell apart.
    合计 often stands in the middle of several columns and widens none.
    """
    extents = _dense([(piece.x0, piece.x1) for line in lines for piece in line.pieces], len(lines))
    for line in (*lines, *above):
        for piece in line.pieces:
            touched = touched_by(piece, extents)
            if extents and squeeze(piece.text) in words("total"):
                continue
            if not touched:
                extents = sorted([*extents, (piece.x0, piece.x1)])
            elif len(touched) == 1:
                extents[touched[0]] = _around(extents[touched[0]], piece)
    return extents


def touched_by(piece: Piece, extents: list[Extent]) -> list[int]:
    """Indexes of the columns over or under which the piece stands."""
    return [index for index, (x0, x1) in enumerate(extents) if piece.x0 < x1 - GAP / 2 and piece.x1 > x0 + GAP / 2]


def _around(extent: Extent, piece: Piece) -> Extent:
    return min(extent[0], piece.x0), max(extent[1], piece.x1)


def widened(extents: list[Extent], index: int, piece: Piece) -> list[Extent]:
    """The columns with one of them widened to hold the piece."""
    return [_around(extent, piece) if number == index else extent for number, extent in enumerate(extents)]


def without_rivals(extents: list[Extent], lines: list[TextLine], heads: list[Piece]) -> list[Extent]:
    """Neighbours that one head covers and that never have texts in one line are one column: its number is centred,
    its amounts stand to the right.
    """
    kept: list[Extent] = []
    for extent in extents:
        if kept and _are_rivals(kept[-1], extent, lines, heads):
            kept[-1] = (kept[-1][0], extent[1])
        else:
            kept.append(extent)
    return kept


def _are_rivals(left: Extent, right: Extent, lines: list[TextLine], heads: list[Piece]) -> bool:
    for line in lines:
        in_left = [piece for piece in line.pieces if _stands_in(piece, left)]
        in_right = [piece for piece in line.pieces if _stands_in(piece, right)]
        if in_left and in_right and (len(in_left) > 1 or len(in_right) > 1 or in_left[0] is not in_right[0]):
            return False
    over_left = [head for head in heads if _stands_in(head, left)]
    over_right = [head for head in heads if _stands_in(head, right)]
    if any(head is other for head in over_left for other in over_right):
        return True
    # One of them has no head: texts of one column that do not reach over each other.
    return not over_left or not over_right


def _stands_in(piece: Piece, extent: Extent) -> bool:
    return piece.x0 < extent[1] and piece.x1 > extent[0]


def borders(extents: list[Extent], left: float | None, right: float | None) -> list[float]:
    """Borders between the columns, in the middle of the white space, and around them."""
    first = extents[0][0] - GAP if left is None else min(left, extents[0][0])
    last = extents[-1][1] + GAP if right is None else max(right, extents[-1][1])
    return [first, *((low[1] + high[0]) / 2 for low, high in pairwise(extents)), last]


def _dense(extents: list[Extent], lines: int) -> list[Extent]:
    """Stretches that the texts of more than a few lines cover."""
    few = max(lines // 12, 1) if lines >= _MANY_LINES else 0
    events = sorted([*((x0 - GAP / 2, 1) for x0, _ in extents), *((x1 + GAP / 2, -1) for _, x1 in extents)])
    dense: list[Extent] = []
    depth, start = 0, 0.0
    for x, step in events:
        if depth <= few < depth + step:
            start = x
        elif depth + step <= few < depth:
            dense.append((start + GAP / 2, x - GAP / 2))
        depth += step
    return [extent for extent in dense if extent[1] > extent[0]]
