"""Forms of targets without column rules: cells over several rows, whose texts stand in the middle of them.

数量指标 beside two targets stands between their lines, 产出指标 beside three on the second. Which rows such a text
covers follows from its place where one way to part the rows puts every text of the column in the middle of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from domain.text import squeeze
from parsers.readers.pages.inferred.heads import Head
from parsers.readers.pages.inferred.rows import Block, Row
from parsers.readers.pages.table_words import words

#: How far off the middle of its rows a text may stand, in distances from row to row.
_OFF_MIDDLE = 0.2
#: Lines nearer than this share of the distance from row to row are no two rows.
_A_ROW = 0.75
#: So many names of levels in a row are the head of targets.
LEVELS = 2

Span = tuple[int, int]  # first and last row


@dataclass(slots=True)
class _Part:
    """The rows of a form above or below the head of its targets; ``spans`` are those of blocks over several rows."""

    rows: list[Row]
    between: list[Row]
    spans: dict[int, tuple[Span, Block]]

    def put(self, block: Block, span: Span) -> None:
        self.spans[id(block)] = span, block

    def merged(self) -> list[Row] | None:
        """The rows with each block in the first of its own; nothing where a text has no rows or no room in them."""
        if any(id(block) not in self.spans for row in self.between for block in row.blocks):
            return None
        made = [Row([block for block in row.blocks if id(block) not in self.spans]) for row in self.rows]
        taken = [list(row.blocks) for row in made]
        for (first, last), block in self.spans.values():
            if not all(Row(blocks).has_room(block) for blocks in taken[first : last + 1]):
                return None
            for blocks in taken[first : last + 1]:
                blocks.append(block)
            made[first].blocks.append(replace(block, rows=last + 1 - first))
        return made


def over_rows(rows: list[Row], heads: list[Head]) -> list[Row]:
    """The rows of a form of targets, with ``Block.rows`` of the cells over several of them; as they are where that
    cannot be told, and in all other tables.
    """
    start, levels = _head_of_levels(rows, heads)
    if len(levels) < LEVELS:
        return rows
    targets = [row for row in rows[start:] if _block_in(row, levels[-1]) is not None]
    if not targets:
        return rows
    # 总分 and its points: a row below all targets belongs to none of them.
    end = max(number for number, row in enumerate(rows) if row is targets[-1]) + 1
    after = [row for row in rows[end:] if row.middle > targets[-1].bottom]
    lower = _Part(targets, [row for row in rows[start:] if row not in targets and row not in after], {})
    pitch = min((low.middle - high.middle for high, low in pairwise(targets)), default=2 * _height(targets[0]))
    # Labels at the top of their rows look like labels of one row: nothing is put into the middle without a sign.
    if not lower.between and all(_block_in(targets[0], level) is not None for level in levels):
        return rows
    upper = _labels_above(rows[: start - 1], pitch) if start else None
    below = lower.merged() if _part_targets(lower, levels, pitch) else None
    above = upper.merged() if upper is not None else []
    if below is None or above is None:
        return rows
    return [*above, *rows[start - 1 : start], *below, *after] if start else [*below, *after]


def _head_of_levels(rows: list[Row], heads: list[Head]) -> tuple[int, list[int]]:
    """(row below the head of the targets, columns of its levels), wherever the head stands."""
    above = [head.first for head in heads if squeeze(head.piece.text) in words("levels")]
    if len(above) >= LEVELS:
        return 0, sorted(above)
    for number, row in enumerate(rows, 1):
        found = sorted(block.first for block in row.blocks if squeeze(block.text) in words("levels"))
        if len(found) >= LEVELS:
            return number, found
    return 0, []


def _block_in(row: Row, column: int) -> Block | None:
    return next((block for block in row.blocks if block.first <= column <= block.last), None)


def _height(row: Row) -> float:
    return row.bottom - row.top


def _part_targets(part: _Part, levels: list[int], pitch: float) -> bool:
    """Parts the targets by the texts of each column before them, and of those behind that stand between two rows."""
    beside = [Row([block for block in row.blocks if block.first >= levels[-1]]) for row in part.rows]
    if not all(row.blocks for row in beside):
        return False  # a text over the last level and those before it
    columns = {block.first for row in (*part.rows, *part.between) for block in row.blocks}
    for column in sorted(columns - {levels[-1]}):
        blocks = _column(part, column)
        needed = column in levels or any(block in row.blocks for row in part.between for block in blocks)
        if not needed and (column > levels[-1] or blocks[0] in part.rows[0].blocks):
            continue
        spans = _parted(blocks, beside, pitch)
        if spans is None:
            return False
        for block, span in zip(blocks, spans, strict=True):
            part.put(block, span)
    return True


def _column(part: _Part, column: int) -> list[Block]:
    found = [block for row in (*part.rows, *part.between) for block in row.blocks if block.first == column]
    return sorted(found, key=lambda block: block.middle)


def _parted(blocks: list[Block], rows: list[Row], pitch: float) -> list[Span] | None:
    """The rows of each block, one behind the other, each block in the middle of its own."""
    spans: list[Span] = []
    first = 0
    for block in blocks:
        fitting = [
            last
            for last in range(first, len(rows))
            if abs((rows[first].top + rows[last].bottom) / 2 - block.middle) <= _OFF_MIDDLE * pitch
        ]
        if len(fitting) != 1:
            return None
        spans.append((first, fitting[0]))
        first = fitting[0] + 1
    return spans if first == len(rows) else None


def _labels_above(rows: list[Row], pitch: float) -> _Part | None:
    """The rows above the targets: labels before several of them (项目资金) and what stands beside such a label."""
    part = _Part([], [], {})
    for row in rows:
        near = part.rows and row.middle - part.rows[-1].middle < _A_ROW * pitch
        (part.between if near else part.rows).append(row)
    beside = [Row([block for block in row.blocks if block.first]) for row in part.rows]
    labels = _column(part, 0)
    spans = _parted(labels, beside, pitch) if all(row.blocks for row in beside) else None
    if spans is None:
        return part
    for label, span in zip(labels, spans, strict=True):
        part.put(label, span)
    for block in (block for row in part.between for block in row.blocks if block.first):
        own = [
            (first, last)
            for first, last in spans
            if abs((beside[first].top + beside[last].bottom) / 2 - block.middle) <= _OFF_MIDDLE * pitch
        ]
        if len(own) == 1:
            part.put(block, own[0])
    return part
