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

#: White that is kept from the borders of a cell.
_INSIDE = 1.2
#: A box reaches into a cell when this share of its height (or of the cell's) lies there.
_REACHES = 0.3
#: Smallest piece of a box, and smallest ink that is a sign of its own (a hyphen, not a decimal point).
_NARROWEST = 2.5
_SMALLEST_INK = 2.6
#: Ink this far from a line (in heights) on the same height belongs to it.
_SAME_LINE = 2.0
#: White kept around ink that the detector missed, in heights of the line.
_AROUND = 0.2
#: A box this many times higher than wide may hold signs one above the other.
_STACKED = 1.8


@dataclass(slots=True)
class Region:
    """One line of text: its box and the cell (grid, cell) it stands in."""

    box: Box
    place: tuple[int, int] | None = None

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page without its rules; ``marks`` are the boxes of its connected pieces, in points."""

    pixels: Pixels
    point: float
    marks: list[Box] = field(default_factory=list)

    @classmethod
    def of(cls, pixels: Pixels, dpi: float) -> Ink:
        point = POINTS_PER_INCH / dpi
        count, _, stats, _ = cv2.connectedComponentsWithStats(pixels, connectivity=8)
        marks = [
            (left * point, top * point, (left + width) * point, (top + height) * point)
            for left, top, width, height, _ in stats[1:count].tolist()
        ]
        return cls(pixels, point, marks)

    def within(self, box: Box) -> Pixels:
        """The pixels of a box."""
        x0, top, x1, bottom = (max(round(value / self.point), 0) for value in box)
        return self.pixels[top:bottom, x0:x1]

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


def regions(boxes: list[Box], grids: list[Grid], ink: Ink) -> list[Region]:
    """Lines of text: boxes outside all tables as they are, inside cut and completed by the ink of their cells."""
    free, inside = _cut(boxes, grids)
    by_place: dict[tuple[int, int], list[Region]] = {}
    for region in inside:
        bounds = ink.bounds(region.box)
        if bounds is not None and max(bounds[2] - bounds[0], bounds[3] - bounds[1]) >= _SMALLEST_INK:
            assert region.place is not None
            by_place.setdefault(region.place, []).append(region)
    heights = sorted(region.height for found in by_place.values() for region in found)
    usual = heights[len(heights) // 2] if heights else 12.0
    for place, marks in _marks_of_cells(ink, grids).items():
        cell = _inside(grids[place[0]].cells[place[1]])
        by_place[place] = _complete(by_place.get(place, []), marks, cell, place, usual)
    return [*free, *(part for found in by_place.values() for region in found for part in _unstacked(region, ink))]


def _cut(boxes: list[Box], grids: list[Grid]) -> tuple[list[Region], list[Region]]:
    """(regions outside all tables, pieces of boxes inside cells)."""
    free: list[Region] = []
    inside: list[Region] = []
    smallest_first = sorted(range(len(grids)), key=lambda index: _area(grids[index].box))
    for box in boxes:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        number = next((index for index in smallest_first if _contains(grids[index].box, x, y)), None)
        pieces = _pieces(box, grids[number], number) if number is not None else []
        if pieces:
            inside.extend(pieces)
        else:
            free.append(Region(box))
    return free, inside


def _pieces(box: Box, grid: Grid, number: int) -> list[Region]:
    """The parts of a box that lie in cells of ``grid``, each inside the borders of its cell."""
    found: list[Region] = []
    for index, cell in enumerate(grid.cells):
        width = min(box[2], cell.x1) - max(box[0], cell.x0)
        height = min(box[3], cell.bottom) - max(box[1], cell.top)
        if width < _NARROWEST or height < _REACHES * min(box[3] - box[1], cell.bottom - cell.top):
            continue
        piece = _common(box, _inside(cell))
        if piece[2] - piece[0] >= _NARROWEST and piece[3] > piece[1]:
            found.append(Region(piece, (number, index)))
    return found


def _inside(cell: GridCell) -> Box:
    return cell.x0 + _INSIDE, cell.top + _INSIDE, cell.x1 - _INSIDE, cell.bottom - _INSIDE


def _marks_of_cells(ink: Ink, grids: list[Grid]) -> dict[tuple[int, int], list[Box]]:
    """Pieces of ink that are more than specks, by the cell they stand in."""
    found: dict[tuple[int, int], list[Box]] = {}
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


def _complete(found: list[Region], marks: list[Box], cell: Box, place: tuple[int, int], usual: float) -> list[Region]:
    """The regions of a cell widened by, or added for, the marks that lie in none of them."""
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
        found.append(Region(_common(box, cell), place))
    return found


def _lines(marks: list[Box]) -> list[Box]:
    """Marks put together that share a height."""
    lines: list[Box] = []
    for mark in sorted(marks, key=lambda mark: mark[1]):
        for index, line in enumerate(lines):
            if min(line[3], mark[3]) - max(line[1], mark[1]) > 0.3 * min(line[3] - line[1], mark[3] - mark[1]):
                lines[index] = (
                    min(line[0], mark[0]),
                    min(line[1], mark[1]),
                    max(line[2], mark[2]),
                    max(line[3], mark[3]),
                )
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


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
