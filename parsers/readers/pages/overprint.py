"""Two texts on one place of a page: nobody can say which of them is meant, and none is read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsers.readers.pages.lines import Glyph, Run

#: What stands for a character that cannot be told.
UNTOLD = "\ufffd"
#: A glyph stands on another's place if it begins within this share of the narrower one's width.
_SAME_PLACE = 0.4
#: Glyphs of the same line share this much of the lower one's height.
_SAME_LINE = 0.5
#: A glyph of which other texts cover more than this share of the width cannot be told. Boxes of glyphs side by side may
#: overlap by half, where a font states no widths.
_HIDDEN = 0.55
#: As many glyphs as stand within the height of the last one.
_NEAR = 8
_OF_NUMBERS = frozenset("0123456789.,%％-—－+.，")


def stands_on(glyphs: Sequence[Glyph], glyph: Glyph) -> bool:
    """True if a glyph stands on the place of one of the last ``glyphs``, both letters or digits."""
    x0, _, x1, _, char = glyph
    return char.isalnum() and any(
        abs(other[0] - x0) < _SAME_PLACE * min(x1 - x0, other[2] - other[0])
        and other[4].isalnum()
        and _same_line(other, glyph)
        for other in glyphs[-_NEAR:]
    )


def without_copies(row: Sequence[Run]) -> list[Run]:
    """The runs of a line without those that say the same at (nearly) the same place: shadows of letters."""
    kept: list[Run] = []
    for run in row:
        near = 0.5 * run.height
        if not any(
            abs(other.x0 - run.x0) < near and abs(other.top - run.top) < near and other.text == run.text
            for other in kept
        ):
            kept.append(run)
    return kept


def untold(row: Sequence[Run]) -> dict[Glyph, Glyph]:
    """The glyphs of overlapping runs on one line that cannot be told, and what stands for each: those on the place of
    other ones, and the whole numbers that they are part of."""
    glyphs = sorted(
        (place for number, run in enumerate(row) for place in _places(run, number)), key=lambda place: place[0]
    )
    hidden = [0.0] * len(glyphs)
    for index, (_, x1, glyph, run) in enumerate(glyphs):
        for later in range(index + 1, len(glyphs)):
            start, end, other, its_run = glyphs[later]
            if start >= x1:
                break
            if run != its_run and glyph[4] != other[4] and _same_line(glyph, other):
                shared = min(x1, end) - start
                hidden[index] += shared
                hidden[later] += shared
    lost = [shared > _HIDDEN * max(x1 - x0, 0.1) for shared, (x0, x1, _, _) in zip(hidden, glyphs, strict=True)]
    if not any(lost):
        return {}
    for order in (range(1, len(glyphs)), range(len(glyphs) - 2, -1, -1)):
        step = order.step
        for index in order:
            of_number = {glyphs[index][2][4], glyphs[index - step][2][4]} <= _OF_NUMBERS
            lost[index] = lost[index] or (lost[index - step] and of_number)
    return {place[2]: place[2]._replace(char=UNTOLD) for place, is_lost in zip(glyphs, lost, strict=True) if is_lost}


def _places(run: Run, number: int) -> list[tuple[float, float, Glyph, int]]:
    """(start, end, glyph, number of the run) of its letters, digits and signs of numbers. Where the boxes of a run
    overlap, the font states no widths and each ends where the next begins."""
    inked = [glyph for glyph in run.glyphs if glyph[4].isalnum() or glyph[4] in _OF_NUMBERS]
    if not inked:
        return []
    ends = [min(one[2], other[0]) if other[0] > one[0] else one[2] for one, other in pairwise(inked)]
    wide = (
        median([end - one[0] for one, end in zip(inked, ends, strict=False)]) if ends else inked[-1][2] - inked[-1][0]
    )
    overlapping = any(end < one[2] - 0.3 * (one[2] - one[0]) for one, end in zip(inked, ends, strict=False))
    last = inked[-1][0] + wide if overlapping else inked[-1][2]
    return [(glyph[0], end, glyph, number) for glyph, end in zip(inked, [*ends, last], strict=True)]


def _same_line(one: Glyph, other: Glyph) -> bool:
    lower = min(one[3] - one[1], other[3] - other[1])
    return min(one[3], other[3]) - max(one[1], other[1]) > _SAME_LINE * lower
