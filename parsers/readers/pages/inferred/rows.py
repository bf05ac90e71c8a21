"""Rows of the body of a table without rules: figures mark them, wrapped labels are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from parsers.readers.pages.inferred.columns import Extent, touched_by
from parsers.readers.pages.inferred.heads import WRAPPED
from parsers.readers.pages.inferred.pieces import Piece, TextLine, parts_of

#: Lines closer than this share of the distance from row to row belong to one row.
_CLOSE = 0.8
#: What stands beside a row shares this part of the lower height.
_BESIDE = 0.3


@dataclass(slots=True)
class Block:
    """Pieces of one cell over the columns ``first`` to ``last``, and over ``rows`` rows."""

    pieces: list[Piece]
    first: int
    last: int
    rows: int = 1

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def top(self) -> float:
        return self.pieces[0].top

    @property
    def bottom(self) -> float:
        return self.pieces[-1].bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Row:
    """Blocks that stand side by side."""

    blocks: list[Block] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min(block.top for block in self.blocks)

    @property
    def bottom(self) -> float:
        return max(block.bottom for block in self.blocks)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def has_room(self, block: Block) -> bool:
        """True if no cell of the row stands in the block's columns."""
        return all(other.last < block.first or other.first > block.last for other in self.blocks)


def body_rows(
    lines: list[TextLine], extents: list[Extent], bands: list[float] | None, *, figures: bool = True
) -> list[Row]:
    """The rows of the body; ``bands`` are the heights of drawn rules between rows, where there are such.

    Unless ``figures`` mark them, rows are told by the distance from line to line alone.
    """
    blocks = _blocks(lines, extents, None if bands or not figures else _row_pitch(lines))
    if bands:
        return _rows_in_bands(blocks, bands)
    rows: list[tuple[float, float, Row]] = []  # with their tops and bottoms
    for block in sorted(blocks, key=lambda block: (not _is_figure(block), len(block.pieces), block.top)):
        top, bottom, middle = block.top, block.bottom, block.middle
        near = [
            (abs((high + low) / 2 - middle), number)
            for number, (high, low, row) in enumerate(rows)
            if high < bottom
            and low > top
            and min(bottom, low) - max(top, high) > _BESIDE * min(bottom - top, low - high)
            and row.has_room(block)
        ]
        if near:
            number = min(near)[1]
            high, low, row = rows[number]
            row.blocks.append(block)
            rows[number] = min(high, top), max(low, bottom), row
        else:
            rows.append((top, bottom, Row([block])))
    return [row for _, _, row in sorted(rows, key=lambda one: one[0] + one[1])]


def _is_figure(block: Block) -> bool:
    return block.pieces[0].is_figure


def _row_pitch(lines: list[TextLine]) -> float | None:
    """The usual least distance from one line with figures to the next."""
    middles = [line.middle for line in lines if line.figures]
    steps = sorted(low - high for high, low in pairwise(middles))
    return steps[len(steps) // 10] if steps else None


def _blocks(lines: list[TextLine], extents: list[Extent], pitch: float | None) -> list[Block]:
    """The pieces by columns; lines of a label that stand closer than rows do are one block."""
    blocks: list[Block] = []
    for line in lines:
        for piece in (part for whole in line.pieces for part in _parted(whole, extents)):
            touched = touched_by(piece, extents) or [_nearest(piece, extents)]
            above = next((block for block in reversed(blocks) if _wraps(block, piece, touched, pitch)), None)
            if above is None and pitch is None and len(line.pieces) == 1:
                above = next((block for block in reversed(blocks[-4:]) if _ends(block, piece, touched)), None)
            if above is not None:
                above.pieces.append(piece)
            else:
                blocks.append(Block([piece], touched[0], touched[-1]))
    return blocks


def _parted(piece: Piece, extents: list[Extent]) -> list[Piece]:
    """10 90.49%: figures that nearly touch and stand each in a column of its own."""
    if len(touched_by(piece, extents)) < 2:
        return [piece]
    parts = parts_of(piece)
    columns = [touched_by(part, extents) for part in parts]
    apart = all(len(found) == 1 for found in columns) and len({found[0] for found in columns}) == len(parts)
    return parts if apart and all(part.is_figure for part in parts) else [piece]


def _ends(block: Block, piece: Piece, touched: list[int]) -> bool:
    """The short last line of a text over several columns, alone on its height and flush with the lines above."""
    last = block.pieces[-1]
    inside = block.first < block.last and block.first <= touched[0] and touched[-1] <= block.last
    flush = abs(piece.x0 - block.pieces[0].x0) <= 0.5 * piece.height
    step = piece.middle - last.middle
    return inside and flush and not piece.is_figure and 0.5 * piece.height < step <= WRAPPED * piece.height


def _wraps(block: Block, piece: Piece, touched: list[int], pitch: float | None) -> bool:
    if (block.first, block.last) != (touched[0], touched[-1]) or piece.is_figure or _is_figure(block):
        return False
    step = piece.middle - block.pieces[-1].middle
    closest = WRAPPED * piece.height if pitch is None else min(WRAPPED * piece.height, _CLOSE * pitch)
    return 0.5 * piece.height < step <= closest


def _nearest(piece: Piece, extents: list[Extent]) -> int:
    middle = (piece.x0 + piece.x1) / 2
    return min(range(len(extents)), key=lambda index: abs((extents[index][0] + extents[index][1]) / 2 - middle))


def _rows_in_bands(blocks: list[Block], bands: list[float]) -> list[Row]:
    """One row for each band between two rules that holds text."""
    rows: list[Row] = []
    for upper, lower in pairwise(bands):
        inside: dict[tuple[int, int], Block] = {}
        for block in blocks:
            if upper < block.middle <= lower:
                place = block.first, block.last
                if place in inside:
                    inside[place].pieces += block.pieces
                else:
                    inside[place] = block
        if inside:
            rows.append(Row(list(inside.values())))
    return rows
