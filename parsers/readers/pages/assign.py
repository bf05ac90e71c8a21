"""Which cell each glyph belongs to, also where text runs over the borders of its cell.

A run of glyphs belongs to the cell around it. Where a border cuts through glyphs, the text is wider or higher than
its cell (sheets printed with fixed row heights do that): then the whole run, or all lines of it, belong to one cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parsers.readers.grid import Grid, GridCell
from parsers.readers.pages.lines import Glyph, is_wide

#: A gap of this many heights ends a run.
_RUN_GAP = 0.6
#: A border cuts a glyph when it stands this deep inside the glyph's box (share of its width or height).
_CUT_ACROSS = 0.3
_CUT_WIDE = 0.12
_CUT_DOWN = 0.22
#: Distance from line to line, in heights, of lines of one text.
_PITCH = (0.93, 1.75)
#: Text that begins or ends this close to a border is aligned to it (points).
_ALIGNED = 6.0
_MOST_LINES = 30

Place = tuple[int, int]  # grid, cell


@dataclass(slots=True)
class _Run:
    glyphs: list[Glyph]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def assign(glyphs: list[Glyph], grids: list[Grid]) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """(glyphs per cell of each grid, glyphs outside all grids); the smallest grid around a point has it."""
    if not grids:
        return [], glyphs
    return _Assignment(grids).run(_runs(glyphs))


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    """Stretches in drawing order on one line without gaps; white space stays with what stands before it."""
    runs: list[_Run] = []
    run: _Run | None = None
    for glyph in glyphs:
        x0, top, x1, bottom, char = glyph
        if run is not None:
            gap = x0 - run.x1
            height = run.bottom - run.top
            same_line = abs((top + bottom) - (run.top + run.bottom)) <= height
            if same_line and -height <= gap <= _RUN_GAP * height:
                run.glyphs.append(glyph)
                run.x1 = max(run.x1, x1)
                continue
        if char.isspace() and run is not None and char == " ":
            continue
        run = _Run([glyph], x0, top, x1, bottom)
        runs.append(run)
    return runs


class _Assignment:
    def __init__(self, grids: list[Grid]) -> None:
        self._grids = grids
        self._cells: list[list[list[Glyph]]] = [[[] for _ in grid.cells] for grid in grids]
        self._free: list[Glyph] = []
        order = sorted(range(len(grids)), key=lambda i: _area(grids[i]))
        self._boxes = [(i, *grids[i].box) for i in order]

    def run(self, runs: list[_Run]) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
        index = 0
        while index < len(runs):
            count = self._stack(runs, index) if self._is_cut_down(runs[index]) else 1
            if count > 1 or self._is_cut_down(runs[index]):
                group = runs[index : index + count]
                x0, x1 = min(run.x0 for run in group), max(run.x1 for run in group)
                place = self._locate((x0 + x1) / 2, (group[0].top + group[-1].bottom) / 2)
                for run in group:
                    self._put(place, run.glyphs)
            else:
                self._place_run(runs[index])
            index += count
        return self._cells, self._free

    def _locate(self, x: float, y: float) -> Place | None:
        for i, x0, top, x1, bottom in self._boxes:
            if x0 <= x <= x1 and top <= y <= bottom:
                cell = self._grids[i].locate(x, y)
                if cell is not None:
                    return i, cell
        return None

    def _cell(self, place: Place | None) -> GridCell | None:
        return self._grids[place[0]].cells[place[1]] if place is not None else None

    def _put(self, place: Place | None, glyphs: list[Glyph]) -> None:
        target = self._free if place is None else self._cells[place[0]][place[1]]
        target.extend(glyphs)

    def _is_cut_down(self, run: _Run) -> bool:
        """True if a horizontal border runs through the middle of the run."""
        x, depth = (run.x0 + run.x1) / 2, _CUT_DOWN * run.height
        upper, lower = self._locate(x, run.top + depth), self._locate(x, run.bottom - depth)
        return upper != lower

    def _stack(self, runs: list[_Run], index: int) -> int:
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

    def _place_run(self, run: _Run) -> None:
        first, last = run.glyphs[0], run.glyphs[-1]
        start = self._locate((first.x0 + first.x1) / 2, run.middle)
        end = self._locate((last.x0 + last.x1) / 2, run.middle)
        if start == end:
            self._put(start, run.glyphs)
            return
        places = [self._locate((glyph.x0 + glyph.x1) / 2, run.middle) for glyph in run.glyphs]
        if self._is_cut_across(run, places):
            self._put(self._owner(run, start, end), run.glyphs)
            return
        for glyph, place in zip(run.glyphs, places, strict=True):
            self._put(place, [glyph])

    def _is_cut_across(self, run: _Run, places: list[Place | None]) -> bool:
        """True if a vertical border runs through the middle of a glyph where the run changes its cell."""
        for index, place in enumerate(places):
            neighbours = places[max(index - 1, 0) : index + 2]
            if all(other == place for other in neighbours):
                continue
            glyph = run.glyphs[index]
            depth = (_CUT_WIDE if is_wide(glyph.char) else _CUT_ACROSS) * (glyph.x1 - glyph.x0)
            if self._locate(glyph.x0 + depth, run.middle) != self._locate(glyph.x1 - depth, run.middle):
                return True
        return False

    def _owner(self, run: _Run, start: Place | None, end: Place | None) -> Place | None:
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
