"""Tables without column rules: three-line tables, tables with rules between rows only, tables without any rule.

Columns are inferred from the white space between the texts of the rows that hold figures, and from column heads that
stand over blank columns. The inferred borders go through the same grid code as drawn ones; what comes out is marked as
inferred and its facts are of low confidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from parsers.readers.grid import REACH, Grid, Rule, build_grid
from parsers.readers.pages.lines import Run, is_wide

#: Columns are at least this far apart (points).
_GAP = 2.5
#: From so many rows on, a few may have texts that reach over several columns.
_MANY_ROWS = 8
#: With more full-width rules than this share of the lines, the rows of a table are drawn.
_ROWS_DRAWN = 0.5
#: Rows with figures that make a table without rules, and the least with three rules.
_ROWS_UNRULED = 4
_ROWS_RULED = 2
#: Lines further apart than this many heights belong to different tables.
_PITCH = 3.0
_FIGURE = re.compile(r"^[-－−(（]?[\d,，]*\d(?:\.\d+)?%?[)）]?$|^[—－\-]{1,3}$")
_AMOUNT = re.compile(r"^[-－−]?[\d,，]*\d\.\d+%?$")


@dataclass(slots=True)
class _Row:
    """Runs on one height."""

    runs: list[Run]
    top: float
    bottom: float

    @property
    def figures(self) -> int:
        return sum(1 for run in self.runs if _FIGURE.match(_text(run)))

    @property
    def amounts(self) -> int:
        return sum(1 for run in self.runs if _AMOUNT.match(_text(run)))


def infer_grids(runs: list[Run], lone: list[Rule]) -> list[Grid]:
    """Grids inferred from texts outside all ruled tables and from rules that bound none."""
    rows = _rows(runs)
    grids: list[Grid] = []
    for group in _same_extent(lone):
        inside = _rows_between(rows, group)
        partial = [
            rule
            for rule in lone
            if group[0].at - REACH <= rule.at <= group[-1].at + REACH
            and group[0].start - REACH <= rule.start
            and rule.end <= group[0].end + REACH
        ]
        if _is_ruled_table(inside, group):
            grids.extend(_grid(inside, partial, group[0].start, group[0].end))
    taken = [grid.box for grid in grids]
    free = [row for row in rows if not any(box[1] <= (row.top + row.bottom) / 2 <= box[3] for box in taken)]
    for block in _unruled_blocks(free):
        grids.extend(_grid(block, [], None, None))
    return grids


def _text(run: Run) -> str:
    return run.text.strip()


def _rows(runs: list[Run]) -> list[_Row]:
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda run: (run.middle, run.x0)):
        last = rows[-1] if rows else None
        if last is not None and run.middle < last.bottom - 0.3 * run.height:
            last.runs.append(run)
            last.top, last.bottom = min(last.top, run.top), max(last.bottom, run.bottom)
        else:
            rows.append(_Row([run], run.top, run.bottom))
    for row in rows:
        row.runs.sort(key=lambda run: run.x0)
    return rows


def _same_extent(lone: list[Rule]) -> list[list[Rule]]:
    """Groups of at least three rules of one extent, from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(lone):
        for group in groups:
            if abs(group[0].start - rule.start) <= REACH and abs(group[0].end - rule.end) <= REACH:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= 3]


def _rows_between(rows: list[_Row], group: list[Rule]) -> list[_Row]:
    """The texts between the first and the last rule of the group."""
    found: list[_Row] = []
    for row in rows:
        if group[0].at <= (row.top + row.bottom) / 2 <= group[-1].at:
            runs = [run for run in row.runs if group[0].start <= (run.x0 + run.x1) / 2 <= group[0].end]
            if runs:
                found.append(_Row(runs, row.top, row.bottom))
    return found


def _is_ruled_table(rows: list[_Row], group: list[Rule]) -> bool:
    """True if the texts between the rules read as a table: figures in some rows, or several texts in most."""
    if sum(1 for row in rows if row.figures) >= _ROWS_RULED:
        return True
    return len(group) > _ROWS_RULED + 1 and sum(1 for row in rows if len(row.runs) >= 3) >= _ROWS_RULED


def _unruled_blocks(rows: list[_Row]) -> list[list[_Row]]:
    """Stretches of lines that read as a table: words on the left, figures in the same places on the right."""
    blocks: list[list[_Row]] = [[]]
    for row in rows:
        block = blocks[-1]
        if block and (len(row.runs) < 2 or row.top - block[-1].bottom > _PITCH * (row.bottom - row.top)):
            blocks.append([])
        if len(row.runs) >= 2:
            blocks[-1].append(row)
    return [block for block in map(_trimmed, blocks) if _is_table(block)]


def _trimmed(block: list[_Row]) -> list[_Row]:
    """The block without what stands above its column heads: heads have as many texts as the figures below."""
    first = next((index for index, row in enumerate(block) if row.figures), None)
    if first is None:
        return []
    start = first
    while start > 0 and len(block[start - 1].runs) >= max(len(block[first].runs) - 1, 2):
        start -= 1
    return block[start:]


def _is_table(block: list[_Row]) -> bool:
    body = [row for row in block if row.figures]
    if sum(1 for row in body if row.amounts) < _ROWS_UNRULED or len(block) - len(body) > len(body):
        return False
    labelled = sum(1 for row in body if any(is_wide(glyph.char) for glyph in row.runs[0].glyphs + row.runs[1].glyphs))
    return labelled >= 0.6 * len(body)


def _grid(rows: list[_Row], rules: list[Rule], left: float | None, right: float | None) -> list[Grid]:
    """The grid of one table; none when its columns cannot be told apart."""
    columns = _columns(rows)
    if len(columns) < 2:
        return []
    x0 = columns[0][0] - _GAP if left is None else min(left, columns[0][0])
    x1 = columns[-1][1] + _GAP if right is None else max(right, columns[-1][1])
    top, bottom = rows[0].top - 1.0, rows[-1].bottom + 1.0
    across = [*rules, *_row_rules(rows, rules, x0, x1)]
    if not rules:
        across += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
    heights = sorted({round(rule.at, 1) for rule in across})
    down = [Rule(x0, heights[0], heights[-1]), Rule(x1, heights[0], heights[-1])]
    separators = [(low[1] + high[0]) / 2 for low, high in pairwise(columns)]
    for upper, lower in pairwise(heights):
        texts = [run for row in rows for run in row.runs if upper <= run.middle <= lower]
        down += [
            Rule(x, upper, lower) for x in separators if not any(run.x0 < x - 1 and run.x1 > x + 1 for run in texts)
        ]
    grid = build_grid(across, down)
    return [grid] if grid is not None else []


def _row_rules(rows: list[_Row], rules: list[Rule], x0: float, x1: float) -> list[Rule]:
    """Borders between neighbouring lines that no drawn rule parts, unless the rows of the table are drawn."""
    full = [rule for rule in rules if rule.end - rule.start >= 0.9 * (x1 - x0)]
    if len(full) > _ROWS_DRAWN * len(rows):
        return []  # rows are drawn; lines between two rules are one row
    return [
        Rule((upper.bottom + lower.top) / 2, x0, x1)
        for upper, lower in pairwise(rows)
        if not any(upper.top < rule.at < lower.bottom for rule in full)
    ]


def _columns(rows: list[_Row]) -> list[tuple[float, float]]:
    """Extents of the columns: where texts of most rows with figures stand, widened and completed by the other texts.

    A text that reaches over several columns (a merged total, a head of a group) widens none.
    """
    body = [row for row in rows if row.figures]
    extents = _dense([(run.x0, run.x1) for row in body for run in row.runs], len(body))
    for row in [*body, *(row for row in rows if not row.figures)]:
        for run in row.runs:
            touched = [extent for extent in extents if run.x0 < extent[1] + _GAP and run.x1 > extent[0] - _GAP]
            if not touched:
                extents = sorted([*extents, (run.x0, run.x1)])
            elif len(touched) == 1:
                extents = _merged([*extents, (run.x0, run.x1)])
    return _without_rivals(extents, rows)


def _without_rivals(extents: list[tuple[float, float]], rows: list[_Row]) -> list[tuple[float, float]]:
    """Neighbours that one head covers and that never have texts in the same row are one column (its number 1 is
    centred, its amounts stand to the right).
    """
    kept: list[tuple[float, float]] = []
    for extent in extents:
        if kept and _is_rival(kept[-1], extent, rows):
            kept[-1] = (kept[-1][0], extent[1])
        else:
            kept.append(extent)
    return kept


def _is_rival(left: tuple[float, float], right: tuple[float, float], rows: list[_Row]) -> bool:
    covered = False
    for row in rows:
        in_left = [run for run in row.runs if run.x0 < left[1] and run.x1 > left[0]]
        in_right = [run for run in row.runs if run.x0 < right[1] and run.x1 > right[0]]
        both = [run for run in in_left if run in in_right]
        if both and not row.figures:
            covered = True
        elif in_left and in_right:
            return False
    return covered


def _dense(extents: list[tuple[float, float]], rows: int) -> list[tuple[float, float]]:
    """Stretches that the texts of more than a few rows cover."""
    few = max(rows // 12, 1) if rows >= _MANY_ROWS else 0
    events = sorted([*((x0 - _GAP / 2, 1) for x0, _ in extents), *((x1 + _GAP / 2, -1) for _, x1 in extents)])
    dense: list[tuple[float, float]] = []
    depth, start = 0, 0.0
    for x, step in events:
        if depth <= few < depth + step:
            start = x
        elif depth + step <= few < depth:
            dense.append((start + _GAP / 2, x - _GAP / 2))
        depth += step
    return [extent for extent in dense if extent[1] > extent[0]]


def _merged(extents: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for low, high in sorted(extents):
        if merged and low <= merged[-1][1] + _GAP:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged
