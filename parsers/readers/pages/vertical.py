"""Vertical writing in narrow cells: characters below each other, or text turned by a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.readers.pages.lines import Run, is_wide

#: Fewer characters below each other are lines of their own.
_FEWEST = 3
#: Characters of one column have their middles this close, in heights, and follow each other this closely.
_BESIDE = 0.5
_BELOW = 2.5


def vertical_text(runs: Sequence[Run]) -> str | None:
    """The text of a cell whose characters stand in columns, in the order in which they are drawn: downwards, or upwards
    as text turned to the left; nothing for any other cell, and where a figure is among them.
    """
    if len(runs) < _FEWEST or not all(len(run.glyphs) == 1 and is_wide(run.glyphs[0].char) for run in runs):
        return None
    columns: list[list[Run]] = [[runs[0]]]
    for before, run in pairwise(runs):
        if _is_below(before, run):
            columns[-1].append(run)
        else:
            columns.append([run])
    ways = {run.middle > before.middle for column in columns for before, run in pairwise(column)}
    # A single character may end a text; lines of one character each would all be such.
    whole = max(map(len, columns)) >= _FEWEST and all(len(column) > 1 for column in columns[:-1])
    return "".join(run.text for run in runs).strip() if len(ways) == 1 and whole else None


def _is_below(one: Run, other: Run) -> bool:
    """True for characters of one column that follow each other, downwards or upwards."""
    size = max(one.height, other.height)
    aside = abs(one.x0 + one.x1 - other.x0 - other.x1) / 2
    return aside <= _BESIDE * size and 0.5 * size < abs(one.middle - other.middle) <= _BELOW * size
