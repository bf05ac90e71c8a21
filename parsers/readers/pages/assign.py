"""Which cell each glyph belongs to, also where text runs over the borders of its cell.

A run of glyphs belongs to the cell around it. Where a border cuts through glyphs, the text is wider or higher than
its cell (sheets printed with fixed row heights do that): then the whole run, or all lines of it, belong to one cell.
"""

from __future__ import annotations

from itertools import combinations

from parsers.readers.grid import Grid, GridCell
from parsers.readers.pages.lines import Glyph, Run, is_wide

#: A border cuts a glyph when it stands this deep inside the glyph's box (share of its width or height).
_CUT_ACROSS = 0.3
_CUT_WIDE = 0.12
_CUT_DOWN = 0.22
#: A gap of this many heights parts a figure from words.
_APART = 0.25
#: Distance from line to line, in heights, of lines of one text.
_PITCH = (0.93, 1.75)
#: Text that begins or ends this close to a border is aligned to it (points).
_ALIGNED = 6.0
_MOST_LINES = 30

Place = tuple[int, int]  # grid, cell


def assign(runs: list[Run], grids: list[Grid]) -> tuple[list[list[list[Run]]], list[Run]]:
    """(runs per cell of each grid, runs outside all grids); the smallest grid around a point has it."""
    if not grids:
        return [], runs
    return _Assignment(grids).work(runs)


class _Assignment:
    def __init__(self, grids: list[Grid]) -> None:
        self._grids = grids
        self._cells: list[list[list[Run]]] = [[[] for _ in grid.cells] for grid in grids]
        self._free: list[Run] = []
        order = sorted(range(len(grids)), key=lambda i: _area(grids[i]))
        self._boxes = [(i, *grids[i].box) for i in order]
        self._nested = any(
            a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4] for a, b in combinations(self._boxes, 2)
        )

    def work(self, runs: list[Run]) -> tuple[list[list[list[Run]]], list[Run]]:
        index = 0
        while index < len(runs):
            run = runs[index]
            index += 1
            place = self._locate((run.glyphs[0][0] + run.glyphs[0][2]) / 2, (run.top + run.bottom) / 2)
            if place is not None and not self._nested and self._fits(run, self._grids[place[0]].cells[place[1]]):
                self._cells[place[0]][place[1]].append(run)
            elif self._is_cut_down(run):
                index += self._place_stack(runs, index - 1) - 1
            else:
                self._place_run(run, place)
        return self._cells, self._free

    @staticmethod
    def _fits(run: Run, cell: GridCell) -> bool:
        """True if the run lies in the cell, give or take what its borders may touch."""
        depth = _CUT_DOWN * (run.bottom - run.top)
        last = run.glyphs[-1]
        return (last[0] + last[2]) / 2 <= cell.x1 and run.top + depth >= cell.top and run.bottom - depth <= cell.bottom

    def _place_stack(self, runs: list[Run], index: int) -> int:
        """Puts the text whose first line is cut by a border into the cell around its middle; says how many lines."""
        group = runs[index : index + self._stack(runs, index)]
        x0, x1 = min(run.x0 for run in group), max(run.x1 for run in group)
        place = self._locate((x0 + x1) / 2, (group[0].top + group[-1].bottom) / 2)
        for run in group:
            self._put(place, run)
        return len(group)

    def _locate(self, x: float, y: float) -> Place | None:
        for i, x0, top, x1, bottom in self._boxes:
            if x0 <= x <= x1 and top <= y <= bottom:
                cell = self._grids[i].locate(x, y)
                if cell is not None:
                    return i, cell
        return None

    def _cell(self, place: Place | None) -> GridCell | None:
        return self._grids[place[0]].cells[place[1]] if place is not None else None

    def _put(self, place: Place | None, run: Run) -> None:
        target = self._free if place is None else self._cells[place[0]][place[1]]
        target.append(run)

    def _is_cut_down(self, run: Run) -> bool:
        """True if a horizontal border runs through the middle of the run."""
        x, depth = (run.x0 + run.x1) / 2, _CUT_DOWN * run.height
        upper, lower = self._locate(x, run.top + depth), self._locate(x, run.bottom - depth)
        return upper != lower

    def _stack(self, runs: list[Run], index: int) -> int:
        """How many runs from ``index`` on are lines of one text: evenly spaced, one above the other."""
        count = 1
        while index + count < len(runs) and count < _MOST_LINES:
            above, below = runs[index + count - 1], runs[index + count]
            pitch = (below.middle - above.middle) / max(above.height, 1.0)
            overlap = min(above.x1, below.x1) - max(above.x0, below.x0)
            if not _PITCH[0] <= pitch <= _PITCH[1] or overlap <= 0:
                break
            count += 1
        # The text ends with the last line that a border cuts; what follows stands in cells of its own.
        while count > 1 and not self._is_cut_down(runs[index + count - 1]):
            count -= 1
        return count

    def _place_run(self, run: Run, start: Place | None) -> None:
        last = run.glyphs[-1]
        end = self._locate((last.x0 + last.x1) / 2, run.middle)
        if start == end:
            self._put(start, run)
            return
        places = [self._locate((glyph.x0 + glyph.x1) / 2, run.middle) for glyph in run.glyphs]
        if self._is_cut_across(run, places):
            apart = next((at for at in range(1, len(places)) if self._stand_apart(run, places, at)), None)
            if apart is None:
                self._put(self._owner(run, start, end), run)
                return
            for glyphs in (run.glyphs[:apart], run.glyphs[apart:]):
                part = run.part(glyphs)
                self._place_run(part, self._locate((glyphs[0].x0 + glyphs[0].x1) / 2, run.middle))
            return
        for glyphs in _split_at_changes(run.glyphs, places):
            place = self._locate((glyphs[0].x0 + glyphs[0].x1) / 2, run.middle)
            self._put(place, run.part(glyphs))

    def _stand_apart(self, run: Run, places: list[Place | None], at: int) -> bool:
        """True if a border stands in the white space between a figure and words: texts of two cells."""
        left, right = run.glyphs[at - 1], run.glyphs[at]
        return (
            places[at - 1] != places[at]
            and is_wide(left.char) != is_wide(right.char)
            and right.x0 - left.x1 > _APART * run.height
            and self._locate(left.x1, run.middle) == places[at - 1]
            and self._locate(right.x0, run.middle) == places[at]
        )

    def _is_cut_across(self, run: Run, places: list[Place | None]) -> bool:
        """True if a vertical border runs through the middle of a glyph where the run changes its cell."""
        for index, place in enumerate(places):
            neighbours = places[max(index - 1, 0) : index + 2]
            if all(other == place for other in neighbours):
                continue
            glyph = run.glyphs[index]
            if glyph.char.isspace() and _parts_kinds(run.glyphs, index):
                continue
            depth = (_CUT_WIDE if is_wide(glyph.char) else _CUT_ACROSS) * (glyph.x1 - glyph.x0)
            if self._locate(glyph.x0 + depth, run.middle) != self._locate(glyph.x1 - depth, run.middle):
                return True
        return False

    def _owner(self, run: Run, start: Place | None, end: Place | None) -> Place | None:
        """The cell of a text that is too wide: by its alignment, else by its middle."""
        first, last = self._cell(start), self._cell(end)
        if first is not None and run.x0 - first.x0 <= _ALIGNED:
            return start
        if last is not None and last.x1 - run.x1 <= _ALIGNED:
            return end
        return self._locate((run.x0 + run.x1) / 2, run.middle)


def _area(grid: Grid) -> float:
    x0, top, x1, bottom = grid.box
    return (x1 - x0) * (bottom - top)


def _parts_kinds(glyphs: list[Glyph], blank: int) -> bool:
    """True if a figure stands on one side of a blank and words on the other: 84.56　　一般公共服务支出."""
    before = next((glyph.char for glyph in reversed(glyphs[:blank]) if not glyph.char.isspace()), "")
    after = next((glyph.char for glyph in glyphs[blank + 1 :] if not glyph.char.isspace()), "")
    return before.isdigit() and is_wide(after)


def _split_at_changes(glyphs: list[Glyph], places: list[Place | None]) -> list[list[Glyph]]:
    """The glyphs in stretches of equal places."""
    parts: list[list[Glyph]] = []
    for index, glyph in enumerate(glyphs):
        if parts and places[index] == places[index - 1]:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return parts
