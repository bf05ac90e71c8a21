"""Ruling lines to tables: which lines belong together, which cells they bound, with exact row and column spans.

Pure geometry in points, origin at the top left, shared by PDF, OFD and scanned pages. A border exists where a rule
covers its middle; neighbouring cells without a border between them are one merged cell. No header and no outer
border is needed: missing left/right (or top/bottom) borders are added where the ends of the rules line up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

#: Rules on one line this close to each other continue each other (dashes, cell-wise borders).
GAP = 3.0
#: Rules closer than this in parallel are one rule (double lines, cell-wise borders that differ by a hair).
NEAR = 2.0
#: A rule may stop this short of the one it is meant to meet.
REACH = 3.0
#: Ends of rules that line up further outside than this imply a border that was not drawn.
OUTSIDE = 8.0
#: Joined spans shorter than this bound no cell.
SHORTEST = 4.0


_AT, _START = itemgetter(0), itemgetter(1)


class Rule(NamedTuple):
    """A horizontal rule at y = ``at`` from x = ``start`` to ``end``; a vertical one the other way round."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class GridCell:
    """A cell of a grid: place, spans and box."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float
    #: True for a region that no border separates from the outside.
    outside: bool = False


@dataclass(slots=True)
class Grid:
    """Cells between the positions ``xs`` and ``ys``; ``owner[row][column]`` is an index into ``cells``."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    owner: list[list[int]] = field(repr=False)
    #: True when the drawn table has no border on its left or right side.
    open_sided: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def locate(self, x: float, y: float) -> int | None:
        """Index of the cell at a point, or ``None`` outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(bisect_right(self.ys, y) - 1, len(self.ys) - 2)
        column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
        return self.owner[row][column]


def find_grids(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> tuple[list[Grid], list[Rule]]:
    """(ruled tables from top to bottom, horizontal rules that belong to none of them)."""
    across = join_collinear(horizontal)
    down = join_collinear(vertical)
    groups = _connected(across, down)
    lone = [across[index] for index in range(len(across)) if index not in {i for rows, _ in groups for i in rows}]
    frames = [_Frame([across[i] for i in rows], [down[i] for i in columns]) for rows, columns in groups]
    frames = [frame for frame in frames if len(frame.horizontal) >= 2 and frame.vertical]
    lone = _adopt(frames, lone)
    grids = [grid for frame in _stack(frames) if (grid := build_grid(frame.horizontal, frame.vertical)) is not None]
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return grids, lone


def join_collinear(rules: Iterable[Rule], near: float = NEAR / 2, gap: float = GAP) -> list[Rule]:
    """Rules on one line with small gaps become one; what stays shorter than ``SHORTEST`` is dropped."""
    joined: list[Rule] = []
    for bundle in _bundles(sorted(rules), near):
        if len(bundle) == 1:
            joined.append(bundle[0])
            continue
        at = sum(map(_AT, bundle)) / len(bundle)
        bundle.sort(key=_START)
        _, start, end = bundle[0]
        for _, begins, ends in bundle:
            if begins > end + gap:
                joined.append(Rule(at, start, end))
                start, end = begins, ends
            elif ends > end:
                end = ends
        joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= SHORTEST]


def _bundles(ordered: Sequence[Rule], near: float) -> list[list[Rule]]:
    bundles: list[list[Rule]] = []
    for rule in ordered:
        if bundles and rule.at - bundles[-1][-1].at <= near and rule.at - bundles[-1][0].at <= 2 * near:
            bundles[-1].append(rule)
        else:
            bundles.append([rule])
    return bundles


@dataclass(slots=True)
class _Frame:
    horizontal: list[Rule]
    vertical: list[Rule]

    @property
    def left(self) -> float:
        return min(*(rule.start for rule in self.horizontal), *(rule.at for rule in self.vertical))

    @property
    def right(self) -> float:
        return max(*(rule.end for rule in self.horizontal), *(rule.at for rule in self.vertical))

    @property
    def top(self) -> float:
        return min(*(rule.at for rule in self.horizontal), *(rule.start for rule in self.vertical))

    @property
    def bottom(self) -> float:
        return max(*(rule.at for rule in self.horizontal), *(rule.end for rule in self.vertical))

    @property
    def open_sided(self) -> bool:
        drawn = [rule.at for rule in self.vertical]
        return min(drawn) - self.left > OUTSIDE and self.right - max(drawn) > OUTSIDE

    @property
    def row_height(self) -> float:
        positions = sorted({round(rule.at, 1) for rule in self.horizontal})
        heights = sorted(b - a for a, b in pairwise(positions) if b - a > NEAR)
        return heights[len(heights) // 2] if heights else 0.0


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[int], list[int]]]:
    """Index groups (horizontal, vertical) of rules that cross or touch."""
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for j, column in enumerate(down):
        low, high = column.start - REACH, column.end + REACH
        for i, row in enumerate(across):
            if low <= row.at <= high and row.start - REACH <= column.at <= row.end + REACH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for node in range(len(parent)):
        rows, columns = groups.setdefault(root(node), ([], []))
        if node < len(across):
            rows.append(node)
        else:
            columns.append(node - len(across))
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _adopt(frames: list[_Frame], lone: list[Rule]) -> list[Rule]:
    """Gives horizontal rules that close a full-width row of a table without side borders to that table."""
    rest: list[Rule] = []
    for rule in sorted(lone):
        for frame in frames:
            same = abs(rule.start - frame.left) <= REACH and abs(rule.end - frame.right) <= REACH
            distance = max(frame.top - rule.at, rule.at - frame.bottom)
            if frame.open_sided and same and distance <= 1.8 * max(frame.row_height, 12.0):
                frame.horizontal.append(rule)
                break
        else:
            rest.append(rule)
    return rest


def _stack(frames: list[_Frame]) -> list[_Frame]:
    """Joins parts of a table without side borders that a full-width row splits."""
    stacked: list[_Frame] = []
    for frame in sorted(frames, key=lambda frame: frame.top):
        upper = stacked[-1] if stacked else None
        if (
            upper is not None
            and upper.open_sided
            and frame.open_sided
            and abs(upper.left - frame.left) <= REACH
            and abs(upper.right - frame.right) <= REACH
            and 0 <= frame.top - upper.bottom <= 1.6 * min(upper.row_height, frame.row_height)
        ):
            upper.horizontal.extend(frame.horizontal)
            upper.vertical.extend(frame.vertical)
        else:
            stacked.append(frame)
    return stacked


def build_grid(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Grid | None:
    """The grid bounded by connected rules, or ``None`` when they bound fewer than two cells."""
    open_sided = _close_sides(across := list(horizontal), down := list(vertical))
    ys, rows = _positions(across)
    xs, columns = _positions(down)
    if len(xs) < 2 or len(ys) < 2:
        return None
    # border_above[i][c]: a rule at ys[i] covers the middle of column c; border_left[j][r] likewise.
    across_at, down_at = _middles(xs), _middles(ys)
    border_above = [_covered(spans, across_at) for spans in rows]
    border_left = [_covered(spans, down_at) for spans in columns]
    owner, regions = _regions(border_above, border_left)
    rectangles = [(*region[0], 1, 1) for region in regions if len(region) == 1]
    rectangles += [rectangle for region in regions if len(region) > 1 for rectangle in _rectangles(region)]
    if len(rectangles) < 2:
        return None
    outside = _outside(owner, border_above, border_left)
    return _compress(xs, ys, rectangles, outside=outside, owner=owner, open_sided=open_sided)


def _close_sides(across: list[Rule], down: list[Rule]) -> bool:
    """Adds the borders that ends of rules imply; True when a left or right border had to be added."""
    ys = [rule.at for rule in across]
    xs = [rule.at for rule in down]
    first_x, last_x, first_y, last_y = min(xs) - OUTSIDE, max(xs) + OUTSIDE, min(ys) - OUTSIDE, max(ys) + OUTSIDE
    lefts = [rule.start for rule in across if rule.start < first_x]
    rights = [rule.end for rule in across if rule.end > last_x]
    tops = [rule.start for rule in down if rule.start < first_y]
    bottoms = [rule.end for rule in down if rule.end > last_y]
    left, right = _lined_up(lefts, low=True), _lined_up(rights, low=False)
    top, bottom = _lined_up(tops, low=True), _lined_up(bottoms, low=False)
    down.extend(Rule(at, min(ys), max(ys)) for at in (left, right) if at is not None)
    across.extend(Rule(at, min(xs), max(xs)) for at in (top, bottom) if at is not None)
    return left is not None or right is not None


def _lined_up(ends: list[float], *, low: bool) -> float | None:
    """Where at least two of the outermost ``ends`` stand on one line (``low``: leftmost or topmost)."""
    if len(ends) < 2:
        return None
    edge = min(ends) if low else max(ends)
    near = [end for end in ends if abs(end - edge) <= NEAR + 1]
    return sum(near) / len(near) if len(near) >= 2 else None


def _positions(rules: list[Rule]) -> tuple[list[float], list[list[Rule]]]:
    bundles = _bundles(sorted(rules), NEAR)
    return [sum(rule.at for rule in bundle) / len(bundle) for bundle in bundles], bundles


def _middles(positions: list[float]) -> list[float]:
    return [(low + high) / 2 for low, high in pairwise(positions)]


def _covered(spans: list[Rule], middles: list[float]) -> list[bool]:
    """Which of the (ascending) ``middles`` a rule of the line covers."""
    covered = [False] * len(middles)
    for _, start, end in spans:
        for index in range(bisect_left(middles, start - 1), bisect_right(middles, end + 1)):
            covered[index] = True
    return covered


def _regions(above: list[list[bool]], left: list[list[bool]]) -> tuple[list[list[int]], list[list[tuple[int, int]]]]:
    """Connected atoms without a border between them: the region of every atom, and the atoms of every region."""
    height, width = len(above) - 1, len(left) - 1
    owner = [[-1] * width for _ in range(height)]
    regions: list[list[tuple[int, int]]] = []
    for row in range(height):
        for column in range(width):
            if owner[row][column] >= 0:
                continue
            number = len(regions)
            owner[row][column] = number
            if above[row][column] and above[row + 1][column] and left[column][row] and left[column + 1][row]:
                regions.append([(row, column)])
                continue
            region, waiting = [], [(row, column)]
            while waiting:
                r, c = waiting.pop()
                region.append((r, c))
                for nr, nc, blocked in (
                    (r - 1, c, above[r][c]),
                    (r + 1, c, above[r + 1][c]),
                    (r, c - 1, left[c][r]),
                    (r, c + 1, left[c + 1][r]),
                ):
                    if not blocked and 0 <= nr < height and 0 <= nc < width and owner[nr][nc] < 0:
                        owner[nr][nc] = number
                        waiting.append((nr, nc))
            regions.append(region)
    return owner, regions


def _rectangles(region: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """(row, column, row_span, column_span) of a region; one that is no rectangle is cut into bands of equal rows."""
    by_row: dict[int, list[int]] = {}
    for row, column in region:
        by_row.setdefault(row, []).append(column)
    rectangles: list[tuple[int, int, int, int]] = []
    for row in sorted(by_row):
        for start, width in _runs(sorted(by_row[row])):
            for index, (top, column, height, span) in enumerate(rectangles):
                if (column, span) == (start, width) and top + height == row:
                    rectangles[index] = (top, column, height + 1, span)
                    break
            else:
                rectangles.append((row, start, 1, width))
    return rectangles


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs


def _outside(owner: list[list[int]], above: list[list[bool]], left: list[list[bool]]) -> set[int]:
    """Regions that no border separates from the outside of the table."""
    height, width = len(owner), len(owner[0])
    open_regions: set[int] = set()
    for column in range(width):
        if not above[0][column]:
            open_regions.add(owner[0][column])
        if not above[height][column]:
            open_regions.add(owner[height - 1][column])
    for row in range(height):
        if not left[0][row]:
            open_regions.add(owner[row][0])
        if not left[width][row]:
            open_regions.add(owner[row][width - 1])
    return open_regions


def _compress(
    xs: list[float],
    ys: list[float],
    rectangles: list[tuple[int, int, int, int]],
    *,
    outside: set[int],
    owner: list[list[int]],
    open_sided: bool,
) -> Grid:
    """Drops grid lines at which no cell begins or ends (stray strokes leave such lines)."""
    row_edges = sorted({edge for row, _, height, _ in rectangles for edge in (row, row + height)})
    column_edges = sorted({edge for _, column, _, width in rectangles for edge in (column, column + width)})
    row_of = {edge: index for index, edge in enumerate(row_edges)}
    column_of = {edge: index for index, edge in enumerate(column_edges)}
    cells: list[GridCell] = []
    owners = [[-1] * (len(column_edges) - 1) for _ in range(len(row_edges) - 1)]
    for row, column, height, width in sorted(rectangles):
        r0, c0 = row_of[row], column_of[column]
        rows, columns = row_of[row + height] - r0, column_of[column + width] - c0
        for owned in owners[r0 : r0 + rows]:
            owned[c0 : c0 + columns] = [len(cells)] * columns
        box = xs[column], ys[row], xs[column + width], ys[row + height]
        cells.append(GridCell(r0, c0, rows, columns, *box, owner[row][column] in outside))
    return Grid(
        xs=[xs[edge] for edge in column_edges],
        ys=[ys[edge] for edge in row_edges],
        cells=cells,
        owner=owners,
        open_sided=open_sided,
    )
