"""Heads of a table without column rules: which columns each stands over, one level above the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb

from domain.text import squeeze
from parsers.readers.pages.inferred.columns import Extent, touched_by, widened
from parsers.readers.pages.inferred.pieces import Piece, TextLine, parts_of
from parsers.readers.pages.lines import Glyph, Run
from parsers.readers.pages.table_words import words

#: Lines this close (distance from middle to middle in heights) are one text.
WRAPPED = 1.5
#: Distance from level to level, in heights: less than rows have, more than half a row (a head beside two levels).
_LEVEL = 1.1
#: How far off the middle of its columns a head of a group may stand, and what counts as equally far, in their widths.
_OFF_MIDDLE = 0.4
_ALIKE = 0.12
#: A head belongs below another if it stands at least this share of the deepest head's distance below it.
_BELOW = 0.7
#: A head that nearly touches its neighbour has at least so many characters.
_SHORTEST = 2
#: Heads of the lowest level differ by this in height, in heights of the type.
_LOWEST = 0.4
#: Ways of cutting the columns that are tried; tables have far fewer, hostile pages may have any number.
_MOST_WAYS = 5000


@dataclass(slots=True)
class Head:
    """A text over the columns ``first`` to ``last``, on ``level`` from the top."""

    piece: Piece
    first: int
    last: int
    level: int = 0


def head_blocks(lines: list[TextLine]) -> list[Piece]:
    """Texts of the head, wrapped lines put together, from top to bottom."""
    blocks: list[Piece] = []
    for line in lines:
        for piece in line.pieces:
            above = next((block for block in reversed(blocks) if _goes_on(block, piece)), None)
            if above is None:
                blocks.append(Piece(list(piece.runs), piece.x0, piece.top, piece.x1, piece.bottom, piece.text))
                continue
            above.runs += piece.runs
            above.x0, above.x1 = min(above.x0, piece.x0), max(above.x1, piece.x1)
            above.bottom, above.text = piece.bottom, above.text + piece.text
    return blocks


def parted_heads(blocks: list[Piece], extents: list[Extent]) -> list[Piece]:
    """The heads, those that nearly touch apart: one text over several columns that is a known word over each side, or
    shows a gap between each two of them.
    """
    parted: list[Piece] = []
    for block in blocks:
        columns = touched_by(block, extents)
        gaps = _parts_over(block, extents) if len(columns) > 1 else []
        if gaps:
            parted += gaps
            continue
        cut = _known_cut(block) if len(columns) > 1 and len(block.runs) == 1 and not _is_group(block, blocks) else None
        if cut is None:
            parted.append(block)
        else:
            parted += parted_heads(list(cut), extents)
    return parted


def _parts_over(block: Piece, extents: list[Extent]) -> list[Piece]:
    """The parts of a text of one line between its gaps, where there are several and each has columns of its own."""
    if len(block.runs) != 1 or squeeze(block.text) in words("header") | words("head"):
        return []
    parts = parts_of(block)
    columns = [touched_by(part, extents) for part in parts]
    apart = len(parts) > 1 and all(len(part.text) >= _SHORTEST and part.is_label for part in parts)
    own = all(columns) and len({column for found in columns for column in found}) == sum(map(len, columns))
    return parts if apart and own else []


def _known_cut(block: Piece) -> tuple[Piece, Piece] | None:
    """The two known words that a text of one line is made of, where there is one way to part it."""
    (run,) = block.runs
    known = words("header") | words("head")
    glyphs = [glyph for glyph in run.glyphs if not glyph.char.isspace()]
    cuts = [
        (glyphs[:place], glyphs[place:])
        for place in range(2, len(glyphs) - 1)
        if {squeeze("".join(one.char for one in part)) for part in (glyphs[:place], glyphs[place:])} <= known
    ]
    if len(cuts) != 1 or squeeze(block.text) in known:
        return None
    first, second = (_part(run, part) for part in cuts[0])
    return first, second


def _part(run: Run, glyphs: list[Glyph]) -> Piece:
    part = run.part(glyphs)
    return Piece([part], part.x0, part.top, part.x1, part.bottom, part.text.strip())


def _goes_on(block: Piece, piece: Piece) -> bool:
    size = piece.height
    last = max(run.bottom for run in block.runs) - size / 2
    if not 0.5 * size < piece.middle - last <= WRAPPED * size:
        return False
    centred = abs((block.x0 + block.x1) / 2 - (piece.x0 + piece.x1) / 2) <= size
    return centred or abs(block.x0 - piece.x0) <= 0.3 * size


def lowest_heads(blocks: list[Piece]) -> list[Piece]:
    """The heads of single columns: those that stand over no other head."""
    return [block for block in blocks if not _is_group(block, blocks)]


def _is_group(block: Piece, blocks: list[Piece]) -> bool:
    """True for a head over others: one stands below it, or its neighbours on both sides are one level lower."""
    lower = [other for other in blocks if other.middle - block.middle >= _LEVEL * block.height]
    if any(other.x0 < block.x1 and other.x1 > block.x0 for other in lower):
        return True
    beside = [other for other in blocks if other.middle >= block.middle - 0.3 * block.height]
    left = max((other for other in beside if other.x1 <= block.x0), key=lambda other: other.x1, default=None)
    right = min((other for other in beside if other.x0 >= block.x1), key=lambda other: other.x0, default=None)
    return any(other is left for other in lower) and any(other is right for other in lower)


def add_head_columns(extents: list[Extent], heads: list[Piece]) -> list[Extent]:
    """The columns, with those that only a head shows; a head over one column widens it."""
    for head in heads:
        touched = touched_by(head, extents)
        if len(touched) == 1:
            extents = widened(extents, touched[0], head)
        elif not touched:
            extents = sorted([*extents, (head.x0, head.x1)])
    return extents


def place_heads(blocks: list[Piece], extents: list[Extent], edges: list[float]) -> list[Head]:
    """Heads with the columns they stand over and their levels."""
    heads: list[Head] = []
    lowest: dict[int, Piece] = {}
    groups: list[Piece] = []
    for block in sorted(blocks, key=lambda block: -block.middle):
        touched = touched_by(block, extents)
        columns = range(touched[0], touched[-1] + 1) if touched else range(0)
        if columns and not _is_group(block, blocks) and not any(column in lowest for column in columns):
            heads.append(Head(block, columns[0], columns[-1]))
            lowest.update(dict.fromkeys(columns, block))
        else:
            groups.append(block)
    rows = _levels(groups)
    for row in rows:
        heads += (_over_lowest(row, lowest, edges) if len(rows) == 1 else []) or _spread_groups(row, lowest, edges)
    _set_levels(heads)
    return heads


def _levels(groups: list[Piece]) -> list[list[Piece]]:
    """Heads of groups on one height, the lowest first."""
    rows: list[list[Piece]] = []
    for block in groups:
        if rows and abs(rows[-1][0].middle - block.middle) <= 0.6 * block.height:
            rows[-1].append(block)
        else:
            rows.append([block])
    return [sorted(row, key=lambda block: block.x0) for row in rows]


def _over_lowest(row: list[Piece], lowest: dict[int, Piece], edges: list[float]) -> list[Head]:
    """The only heads of groups over the columns whose own heads stand lowest, where each is in the very middle of
    them: a head beside both levels (合计) may stand nearly as low. Nothing where they are not.
    """
    deepest = max((head.middle for head in lowest.values()), default=0.0)
    below = {column for column, head in lowest.items() if deepest - head.middle <= _LOWEST * head.runs[0].height}
    heads: list[Head] = []
    for group, run in _runs(row, below, edges):
        tiled = _tiled(group, run, edges) if run[0] in below else []
        if not tiled or any(_misfit(head.piece, (head.first, head.last), edges) > _ALIKE for head in tiled):
            return []
        heads += tiled
    return heads


def _spread_groups(row: list[Piece], lowest: dict[int, Piece], edges: list[float]) -> list[Head]:
    """The heads of one level over neighbouring columns, each in the middle of its own."""
    deepest = max((head.middle for head in lowest.values()), default=0.0)
    below = {
        column
        for column, head in lowest.items()
        if head.middle - row[0].middle >= _BELOW * (deepest - row[0].middle) and head.middle > row[0].middle
    }
    heads: list[Head] = []
    for group, run in _runs(row, below, edges):
        heads += _tiled(group, run, edges) or _one_by_one(group, below, edges)
    return heads


def _runs(row: list[Piece], below: set[int], edges: list[float]) -> list[tuple[list[Piece], range]]:
    """Heads of one level with the unbroken columns around them whose own heads stand below; a head over no such
    column keeps its own.
    """
    runs: list[tuple[list[Piece], range]] = []
    for block in row:
        here = _column_at((block.x0 + block.x1) / 2, edges)
        reach = _reach(here, 0, len(edges) - 2, below)
        if runs and runs[-1][1] == reach:
            runs[-1][0].append(block)
        else:
            runs.append(([block], reach))
    return runs


def _tiled(row: list[Piece], run: range, edges: list[float]) -> list[Head]:
    """The heads over all columns of ``run``, one behind the other, each near the middle of its own: of several ways
    the best; nothing where there is none.
    """
    best: tuple[float, list[Head]] | None = None
    if comb(max(len(run) - 1, 0), len(row) - 1) > _MOST_WAYS:
        return []
    for cuts in combinations(range(run[0] + 1, run[-1] + 1), len(row) - 1):
        bounds = [run[0], *cuts, run[-1] + 1]
        pairs = [(first, after - 1) for first, after in pairwise(bounds)]
        misfits = [_misfit(block, pair, edges) for block, pair in zip(row, pairs, strict=True)]
        inside = all(_holds(pair, block, edges) for block, pair in zip(row, pairs, strict=True))
        if inside and max(misfits) <= _OFF_MIDDLE and (best is None or sum(misfits) < best[0]):
            best = sum(misfits), [Head(block, *pair) for block, pair in zip(row, pairs, strict=True)]
    return best[1] if best is not None else []


def _one_by_one(row: list[Piece], below: set[int], edges: list[float]) -> list[Head]:
    heads: list[Head] = []
    start = 0
    for index, block in enumerate(row):
        here = _column_at((block.x0 + block.x1) / 2, edges)
        limit = _column_at(row[index + 1].x0, edges) if index + 1 < len(row) else len(edges) - 2
        first, last = _best_range(block, here, _reach(here, start, limit, below), edges)
        heads.append(Head(block, first, last))
        start = last + 1
    return heads


def _column_at(x: float, edges: list[float]) -> int:
    return max(min(sum(edge <= x for edge in edges) - 1, len(edges) - 2), 0)


def _reach(here: int, start: int, limit: int, below: set[int]) -> range:
    """The columns around ``here`` that may belong to a head of a group: neighbours whose own heads stand below it."""
    low = high = here
    if here in below:
        while low > start and low - 1 in below:
            low -= 1
        while high < limit and high + 1 in below:
            high += 1
    return range(low, high + 1)


def _best_range(block: Piece, here: int, reach: range, edges: list[float]) -> tuple[int, int]:
    """The columns around ``here`` whose middle is nearest to the head's; of two ranges the wider. Edges of columns
    are only known to lie somewhere in the white space, so that middles are never exact.
    """
    ranges = [
        (first, last)
        for first in range(reach[0], here + 1)
        for last in range(max(here, first + 1), reach[-1] + 1)
        if _holds((first, last), block, edges)
    ]
    fitting = [pair for pair in ranges if _misfit(block, pair, edges) <= _OFF_MIDDLE]
    if not fitting:
        return here, here
    best = min(_misfit(block, pair, edges) for pair in fitting)
    return max(
        (pair for pair in fitting if _misfit(block, pair, edges) <= best + _ALIKE), key=lambda pair: pair[1] - pair[0]
    )


def _holds(columns: tuple[int, int], block: Piece, edges: list[float]) -> bool:
    return edges[columns[0]] <= block.x0 + 1 and edges[columns[1] + 1] >= block.x1 - 1


def _misfit(block: Piece, columns: tuple[int, int], edges: list[float]) -> float:
    """How far a head stands from the middle of its columns, in widths of one of them."""
    first, last = columns
    width = (edges[last + 1] - edges[first]) / (last + 1 - first)
    return abs((edges[first] + edges[last + 1]) / 2 - (block.x0 + block.x1) / 2) / width


def _set_levels(heads: list[Head]) -> None:
    """Level 0 for what stands over no other head; below that one more each."""
    for head in sorted(heads, key=lambda head: head.piece.middle):
        above = [
            other.level + 1
            for other in heads
            if other is not head
            and other.piece.middle < head.piece.middle - 0.4 * head.piece.height
            and other.first <= head.last
            and other.last >= head.first
        ]
        head.level = max(above, default=0)
