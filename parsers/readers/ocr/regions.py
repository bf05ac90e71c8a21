"""Which rectangles of a straightened page hold one line of text each.

The detector's boxes are cut at the borders of cells, so that no line is read across a rule; ink of a cell that lies
in no box is added, so that no cell with ink stays unread. All places are in points.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from parsers.readers.grid import Grid, GridCell
from parsers.readers.ocr.picture import POINTS_PER_INCH, Pixels

Box = tuple[float, float, float, float]
#: A cell: number of its grid, number in the grid.
Place = tuple[int, int]

#: White that is kept from the borders of a cell.
_INSIDE = 1.2
#: A box reaches into a cell when this share of its height (or of the cell's) lies there.
_REACHES = 0.3
#: Smallest piece of a box, and smallest ink that is a sign of its own (a hyphen, not a decimal point).
_NARROWEST = 2.5
_SMALLEST_INK = 2.0
#: Ink this far from a line (in heights) on the same height belongs to it.
_SAME_LINE = 2.0
#: Two regions of a cell are on one line when they share this much of their height; then read as one up to this gap.
_ONE_LINE = 0.5
_TOUCHING = 0.8
#: A box up to this many usual heights high is one line of text; ink crosses a rule when it stands on both sides of it
#: over this height.
_HIGHEST_LINE = 1.5
_CROSSING = 0.8
#: Size of type in heights of a region, and of dashes in sizes of type: how thick, how long, how short; a mark nearer to
#: the border of its cell than this share of its height may be the rest of a rule.
_TYPE = 0.8
_FLAT = 0.2
_LONG_DASH = (1.4, 2.3)
_SHORT_DASH = (0.2, 0.62)
_EDGE = 0.2
#: White kept around ink that the detector missed, in heights of the line.
_AROUND = 0.2
#: Ink that reaches out of its box by this share of its height was cut off.
_CUT_OFF = 0.25
#: A box this many times higher than wide may hold signs one above the other.
_STACKED = 1.8


@dataclass(slots=True)
class Region:
    """One line of text: its box and the cell (grid, cell) it stands in."""

    box: Box
    place: Place | None = None
    #: True when a rule runs through the text, so that signs may be cut or lost.
    crossed: bool = False
    #: True when all of its ink is red: it may belong to a seal.
    red: bool = False
    #: True when only the ink speaks for it: it may be a stain.
    added: bool = False
    #: What the ink is by its form alone, without reading it: a dash that fills its cell by itself.
    form: str | None = None

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page without its rules; ``marks`` are the boxes of its connected pieces, in points.

    ``red`` is the ink of a page with red print or seals, which ``pixels`` leaves out.
    """

    pixels: Pixels
    point: float
    marks: list[Box] = field(default_factory=list)
    red: Pixels | None = None

    @classmethod
    def of(cls, pixels: Pixels, dpi: float, red: Pixels | None = None) -> Ink:
        point = POINTS_PER_INCH / dpi
        count, _, stats, _ = cv2.connectedComponentsWithStats(pixels, connectivity=8)
        marks = [
            (left * point, top * point, (left + width) * point, (top + height) * point)
            for left, top, width, height, _ in stats[1:count].tolist()
        ]
        return cls(pixels, point, marks, red)

    def within(self, box: Box) -> Pixels:
        """The pixels of a box."""
        x0, top, x1, bottom = (max(round(value / self.point), 0) for value in box)
        return self.pixels[top:bottom, x0:x1]

    def is_red(self, box: Box) -> bool:
        """True if all ink of a box is red."""
        if self.red is None:
            return False
        x0, top, x1, bottom = (max(round(value / self.point), 0) for value in box)
        return self._size(box) < _SMALLEST_INK and bool(self.red[top:bottom, x0:x1].any())

    def _size(self, box: Box) -> float:
        """The longer side of the ink in a box, in points."""
        bounds = self.bounds(box)
        return max(bounds[2] - bounds[0], bounds[3] - bounds[1]) if bounds is not None else 0.0

    def is_inked(self, box: Box) -> bool:
        """True if a box holds more than a speck."""
        return self._size(box) >= _SMALLEST_INK

    def crosses(self, x: float, top: float, bottom: float) -> bool:
        """True if ink goes on from one side of the vertical rule at ``x`` to the other."""
        left = self.within((x - 2 * _INSIDE, top, x - _INSIDE / 2, bottom)).any(axis=1)
        right = self.within((x + _INSIDE / 2, top, x + 2 * _INSIDE, bottom)).any(axis=1)
        return int((left & right).sum()) * self.point >= _CROSSING

    def bounds(self, box: Box) -> Box | None:
        """The smallest box around the ink inside ``box``; ``None`` without ink."""
        window = self.within(box)
        across, down = np.flatnonzero(window.any(axis=0)), np.flatnonzero(window.any(axis=1))
        if not len(across):
            return None
        x0, top = max(round(box[0] / self.point), 0), max(round(box[1] / self.point), 0)
        return (
            (x0 + int(across[0])) * self.point,
            (top + int(down[0])) * self.point,
            (x0 + int(across[-1]) + 1) * self.point,
            (top + int(down[-1]) + 1) * self.point,
        )


def find_regions(boxes: list[Box], grids: list[Grid], ink: Ink) -> list[Region]:
    """Lines of text: boxes outside all tables as they are, inside cut and completed by the ink of their cells."""
    free, inside = _cut(boxes, grids, ink)
    by_place: dict[Place, list[Region]] = {}
    for region in (*free, *inside):
        region.red = ink.is_red(region.box)
    for region in inside:
        if region.red or ink.is_inked(region.box):
            assert region.place is not None
            by_place.setdefault(region.place, []).append(region)
    heights = sorted(region.height for found in by_place.values() for region in found)
    usual = heights[len(heights) // 2] if heights else 12.0
    for place, marks in _marks_of_cells(ink, grids).items():
        cell = _inside(grids[place[0]].cells[place[1]])
        found = by_place[place] = _merged(_complete(by_place.get(place, []), marks, cell, place, usual))
        if len(found) == 1:
            found[0].form = _dash(marks, cell, usual * _TYPE)
    return [*free, *(part for found in by_place.values() for region in found for part in _unstacked(region, ink))]


def _cut(boxes: list[Box], grids: list[Grid], ink: Ink) -> tuple[list[Region], list[Region]]:
    """(regions outside all tables, pieces of boxes inside cells)."""
    heights = sorted(box[3] - box[1] for box in boxes)
    one_line = _HIGHEST_LINE * heights[len(heights) // 2] if heights else 0.0
    free: list[Region] = []
    inside: list[Region] = []
    smallest_first = sorted(range(len(grids)), key=lambda index: _area(grids[index].box))
    for box in boxes:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        number = next((index for index in smallest_first if _contains(grids[index].box, x, y)), None)
        pieces = _pieces(box, grids[number], number, one_line, ink) if number is not None else []
        if pieces:
            inside.extend(pieces)
        else:
            free.append(Region(box))
    return free, inside


def _pieces(box: Box, grid: Grid, number: int, one_line: float, ink: Ink) -> list[Region]:
    """The parts of a box that lie in cells of ``grid``, each inside the borders of its cell."""
    found: list[Region] = []
    reached = [
        (index, cell)
        for index, cell in enumerate(grid.cells)
        if min(box[2], cell.x1) - max(box[0], cell.x0) >= _NARROWEST
        and min(box[3], cell.bottom) - max(box[1], cell.top) >= _REACHES * min(box[3] - box[1], cell.bottom - cell.top)
    ]
    own = grid.locate((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    if own is not None and box[3] - box[1] <= one_line and _is_cut_down(box, [cell for _, cell in reached]):
        # One line of text that stands on a rule belongs to one cell; half of it would read as something else.
        return [Region(box, (number, own), crossed=True)]
    for index, cell in reached:
        piece = _common(box, _inside(cell))
        if piece[2] - piece[0] >= _NARROWEST and piece[3] > piece[1]:
            crossed = any(box[0] < x < box[2] and ink.crosses(x, piece[1], piece[3]) for x in (cell.x0, cell.x1))
            found.append(Region(piece, (number, index), crossed=crossed))
    return found


def _is_cut_down(box: Box, cells: list[GridCell]) -> bool:
    """True if cells one above the other each hold a good part of the height of ``box``."""
    height = box[3] - box[1]
    parts = [cell for cell in cells if min(box[3], cell.bottom) - max(box[1], cell.top) >= _REACHES * height]
    return any(upper.bottom <= lower.top + 1 and _share_width(upper, lower) for upper in parts for lower in parts)


def _share_width(a: GridCell, b: GridCell) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1


def _inside(cell: GridCell) -> Box:
    return cell.x0 + _INSIDE, cell.top + _INSIDE, cell.x1 - _INSIDE, cell.bottom - _INSIDE


def _marks_of_cells(ink: Ink, grids: list[Grid]) -> dict[Place, list[Box]]:
    """Pieces of ink that are more than specks, by the cell they stand in."""
    found: dict[Place, list[Box]] = {}
    for mark in ink.marks:
        if max(mark[2] - mark[0], mark[3] - mark[1]) < _SMALLEST_INK:
            continue
        x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
        for number, grid in enumerate(grids):
            index = grid.locate(x, y)
            if index is not None:
                common = _common(mark, _inside(grid.cells[index]))
                if max(common[2] - common[0], common[3] - common[1]) >= _SMALLEST_INK:
                    found.setdefault((number, index), []).append(mark)
                break
    return found


def _complete(found: list[Region], marks: list[Box], cell: Box, place: Place, usual: float) -> list[Region]:
    """The regions of a cell widened by, or added for, the marks that lie in none of them."""
    for region in found:
        _take_in(region, marks, cell)
    missed = [mark for mark in marks if not any(_covers(region.box, mark) for region in found)]
    lost: list[Box] = []
    for mark in sorted(missed):
        line = next((region for region in found if _on_line(region, mark)), None)
        if line is None:
            lost.append(mark)
        else:
            around = _AROUND * line.height
            wider = (min(line.box[0], mark[0] - around), line.box[1], max(line.box[2], mark[2] + around), line.box[3])
            line.box = _common(wider, cell)
    for line_box in _lines(lost):
        height = line_box[3] - line_box[1]
        # A lone dash is as thin as a rule: give it the height of a line, or it fills the picture.
        grown = max(0.6 * usual - height, 0.0) / 2
        around = _AROUND * max(height, 0.6 * usual)
        box = (
            line_box[0] - around,
            line_box[1] - grown - around,
            line_box[2] + around,
            line_box[3] + grown + around,
        )
        found.append(Region(_common(box, cell), place, added=True))
    return found


def _take_in(region: Region, marks: list[Box], cell: Box) -> None:
    """Widens a region to the ends of its ink: a leading 一 that touches the next sign is one mark with it."""
    x0, top, x1, bottom = region.box
    own = [mark for mark in marks if _covers(region.box, mark)]
    left, right = min((mark[0] for mark in own), default=x0), max((mark[2] for mark in own), default=x1)
    around = _AROUND * region.height
    if x0 - left > _CUT_OFF * region.height:
        x0 = left - around
    if right - x1 > _CUT_OFF * region.height:
        x1 = right + around
    region.box = _common((x0, top, x1, bottom), cell)


def _dash(marks: list[Box], cell: Box, size: float) -> str | None:
    """The dash that the only ink of a cell is: one too long or too short for 一, lying near the middle of the cell."""
    x0, top, x1, bottom = marks[0]
    for mark in marks[1:]:
        x0, top, x1, bottom = _around((x0, top, x1, bottom), mark)
    width, middle = x1 - x0, (top + bottom) / 2
    if bottom - top > min(_FLAT * size, width / 2):
        return None
    if not cell[1] + _EDGE * (cell[3] - cell[1]) <= middle <= cell[3] - _EDGE * (cell[3] - cell[1]):
        return None
    if _LONG_DASH[0] * size <= width <= _LONG_DASH[1] * size:
        return "——"
    return "-" if _SHORT_DASH[0] * size <= width <= _SHORT_DASH[1] * size else None


def _merged(found: list[Region]) -> list[Region]:
    """Regions of a cell that share a line and touch as one: a sign at a border may lie in the boxes of two cells."""
    merged: list[Region] = []
    for region in sorted(found, key=lambda region: region.box[0]):
        for other in merged:
            common = min(region.box[3], other.box[3]) - max(region.box[1], other.box[1])
            lower = min(region.height, other.height)
            if common > _ONE_LINE * lower and region.box[0] - other.box[2] <= _TOUCHING * lower:
                other.box = _around(other.box, region.box)
                other.added = other.added and region.added
                break
        else:
            merged.append(region)
    return merged


def _lines(marks: list[Box]) -> list[Box]:
    """Marks put together that share a height."""
    lines: list[Box] = []
    for mark in sorted(marks, key=lambda mark: mark[1]):
        for index, line in enumerate(lines):
            if min(line[3], mark[3]) - max(line[1], mark[1]) > 0.3 * min(line[3] - line[1], mark[3] - mark[1]):
                lines[index] = _around(line, mark)
                break
        else:
            lines.append(mark)
    return lines


def _unstacked(region: Region, ink: Ink) -> list[Region]:
    """Signs that stand one above the other in a narrow box, each by itself."""
    width = region.box[2] - region.box[0]
    if region.height < _STACKED * width:
        return [region]
    rows = ink.within(region.box).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    runs = [(int(start) * ink.point, int(end) * ink.point) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    signs: list[tuple[float, float]] = []
    for start, end in runs:
        # The parts of one sign (二, 三) stand closer than two signs.
        if signs and end - signs[-1][0] <= 1.15 * width and start - signs[-1][1] < 0.35 * width:
            signs[-1] = (signs[-1][0], end)
        else:
            signs.append((start, end))
    if len(signs) < 2:
        return [region]
    x0, top, x1, _ = region.box
    around = _AROUND * width
    return [
        replace(region, box=(x0, max(top + start - around, top), x1, min(top + end + around, region.box[3])))
        for start, end in signs
    ]


def _on_line(region: Region, mark: Box) -> bool:
    common = min(region.box[3], mark[3]) - max(region.box[1], mark[1])
    distance = max(region.box[0] - mark[2], mark[0] - region.box[2])
    return common >= 0.5 * (mark[3] - mark[1]) and distance <= _SAME_LINE * region.height


def _covers(box: Box, mark: Box) -> bool:
    return _contains(box, (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2)


def _contains(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _common(a: Box, b: Box) -> Box:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
