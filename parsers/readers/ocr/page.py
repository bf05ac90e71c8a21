"""One picture of a page to glyphs and rules, with how sure each cell is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from domain.records import BBox
from parsers.readers.grid import Grid, find_grids
from parsers.readers.ocr.accounts import accounts_for
from parsers.readers.ocr.colours import Inks
from parsers.readers.ocr.engine import NOTHING, Engine, Reading, engine
from parsers.readers.ocr.formats import looks_like_figure
from parsers.readers.ocr.glyphs import glyphs_of, type_heights
from parsers.readers.ocr.picture import POINTS_PER_INCH, Picture, Pixels, ScannedContent
from parsers.readers.ocr.regions import Box, Ink, Place, Region, find_regions
from parsers.readers.ocr.rules import find_rules
from parsers.readers.ocr.separators import told_apart
from parsers.readers.ocr.straighten import Turn, skew_of, skew_of_lines

#: Resolution at which lines of text are looked for: an A4 page is then 2,000 pixels high.
_LOOK_DPI = 171.0
#: A line is long when it is this many times longer than high; a page lies on its side when most long lines stand up.
_LONG_LINE = 2.5
#: A page whose characters are less sure than this may stand on its head; it does if lines read better so by the margin.
_DOUBTFUL = 0.8
_BETTER = 0.1
#: How many lines are read both ways.
_SAMPLE = 6
#: The most that is believed of a sign that a rule runs through, and of a dash told from 一 by its column.
_CROSSED = 0.5
#: The most that is believed of a line that does not account for all of its ink.
_LEFT_OVER = 0.5
#: Ink that the detector passed over and that reads with less than this is a stain; its cell is believed no more.
_STAIN = 0.6
_STAINED = 0.5
_TOLD_APART = 0.9
_OF_FIGURES = frozenset("0123456789.,-%")


@dataclass
class ScannedPage:
    """What a picture says, and how sure it is (0 to 1)."""

    content: ScannedContent
    #: Of the cells between rules, by their box as shown.
    cells: dict[BBox, float] = field(default_factory=dict)
    #: Of every character, in the order of ``content.glyphs``.
    characters: list[float] = field(default_factory=list)
    #: Lines of cells of which nothing could be read.
    unread: int = 0

    @property
    def mean(self) -> float:
        """Mean certainty of all characters, 0 without any."""
        return sum(self.characters) / len(self.characters) if self.characters else 0.0

    def certainty(self, box: BBox) -> float:
        """How sure the reading of a cell is, whether rules bound it or not; ``box`` as shown."""
        known = self.cells.get(box)
        return known if known is not None else self._least(box)

    def figures_certainty(self, box: BBox) -> float:
        """How sure the least sure sign of a figure in ``box`` (as shown) is; 1 without any."""
        return self._least(box, _OF_FIGURES)

    def _least(self, box: BBox, signs: frozenset[str] | None = None) -> float:
        x0, top, x1, bottom = box
        found = (
            sure
            for glyph, (x, y), sure in zip(self.content.glyphs, self._middles, self.characters, strict=True)
            if x0 <= x <= x1 and top <= y <= bottom and (signs is None or glyph.char in signs)
        )
        return min(found, default=1.0)

    @cached_property
    def _middles(self) -> list[tuple[float, float]]:
        """Middles of all glyphs on the page as shown."""
        boxes = [self.content.shown(glyph[:4]) for glyph in self.content.glyphs]
        return [((x0 + x1) / 2, (top + bottom) / 2) for x0, top, x1, bottom in boxes]


@dataclass(frozen=True, slots=True)
class _View:
    """A straightened page: where its lines stand (in pixels), by how much it was turned."""

    pixels: Pixels
    quads: list[Pixels]
    skew: float
    #: Quarter turns clockwise from the page as shown.
    quarters: int = 0


def read_page(picture: Picture, number: int) -> ScannedPage:
    """Reads a page, however it was laid on the scanner; ``number`` counts from 1."""
    reader = engine()
    view = _straight(picture, reader)
    if _lies_on_side(view.quads):
        view = _turned(view, 1, picture, reader)
        if _stands_on_head(view, reader):
            view = _turned(view, 2, picture, reader)
        return _read(view, picture, number, reader)
    page = _read(view, picture, number, reader)
    if page.content.glyphs and page.mean < _DOUBTFUL and _stands_on_head(view, reader):
        return _read(_turned(view, 2, picture, reader), picture, number, reader)
    return page


def _straight(picture: Picture, reader: Engine) -> _View:
    skew = skew_of(cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY))
    turn = Turn.of(picture.pixels, skew or 0.0)
    pixels = turn.page(picture.pixels)
    quads = reader.detect(pixels, _scale(picture))
    if skew is None:
        turn = Turn.of(pixels, skew_of_lines(quads))
        pixels, quads = turn.page(pixels), [turn.places(quad) for quad in quads]
    return _View(pixels, quads, turn.skew)


def _scale(picture: Picture) -> float:
    return min(_LOOK_DPI / picture.dpi, 1.0)


def _turned(view: _View, quarters: int, picture: Picture, reader: Engine) -> _View:
    pixels = np.ascontiguousarray(np.rot90(view.pixels, -quarters))
    return _View(pixels, reader.detect(pixels, _scale(picture)), view.skew, (view.quarters + quarters) % 4)


def _lies_on_side(quads: list[Pixels]) -> bool:
    standing = lying = 0
    for x0, top, x1, bottom in map(_around, quads):
        if bottom - top > _LONG_LINE * (x1 - x0):
            standing += 1
        elif x1 - x0 > _LONG_LINE * (bottom - top):
            lying += 1
    return standing > 2 * lying


def _stands_on_head(view: _View, reader: Engine) -> bool:
    """True if the longest lines of the page read better upside down."""
    boxes = sorted(map(_around, view.quads), key=lambda box: box[0] - box[2])[:_SAMPLE]
    lines = [_crop(view.pixels, box, 1.0) for box in boxes]
    upright = sum(reading.mean for reading in reader.recognise(lines))
    flipped = sum(reading.mean for reading in reader.recognise([line[::-1, ::-1] for line in lines]))
    return flipped > upright + _BETTER * len(lines)


def _read(view: _View, picture: Picture, number: int, reader: Engine) -> ScannedPage:
    point = POINTS_PER_INCH / picture.dpi
    inks = Inks.of(view.pixels)
    ruled = find_rules(inks, picture.dpi)
    grids, _ = find_grids(ruled.horizontal, ruled.vertical)
    ink = Ink.of(ruled.ink, picture.dpi, ruled.red)
    boxes = [_in_points(_around(quad), point) for quad in view.quads]
    found = find_regions(boxes, grids, ink)
    crops = [_crop(view.pixels if region.red else inks.print_only, region.box, point) for region in found]
    readings = [told_apart(reading) for reading in _readings(found, crops, reader)]
    _tell_dashes(grids, found, readings)
    content = ScannedContent(
        number=number,
        width=view.pixels.shape[1] * point,
        height=view.pixels.shape[0] * point,
        glyphs=[],
        horizontal=ruled.horizontal,
        vertical=ruled.vertical,
        image_share=1.0,
        turns=-view.quarters % 4,
        skew=view.skew,
        scale=picture.scale,
        corner=picture.corner,
    )
    page = ScannedPage(content)
    least: list[float] = []
    for region, reading in zip(found, readings, strict=True):
        heights = type_heights(region, reading.text, ink.bounds(region.box))
        content.glyphs += glyphs_of(region, reading, heights)
        page.characters += reading.certainty
        whole = accounts_for(reading, ink.within(region.box), (heights[1] - heights[0]) / point)
        most = _CROSSED if region.crossed or region.red else 1.0 if whole else _LEFT_OVER
        least.append(min(min(reading.certainty, default=_STAINED), most))
    _judge(page, grids, found, least)
    page.unread = sum(
        1 for region, reading in zip(found, readings, strict=True) if region.place and not reading.text.strip()
    )
    return page


def _readings(found: list[Region], crops: list[Pixels], reader: Engine) -> list[Reading]:
    """What every region says.

    Ink that only the ink speaks for and that hardly reads is a stain, red words in a cell are part of a seal: both say
    nothing.
    """
    read = iter(reader.recognise([crop for region, crop in zip(found, crops, strict=True) if region.form is None]))
    readings: list[Reading] = []
    for region in found:
        if region.form is not None:
            count = len(region.form)
            places = tuple((index + 0.5) / count for index in range(count))
            readings.append(Reading(region.form, (1.0,) * count, places, (0.0,) * count))
            continue
        reading = next(read)
        stain = region.added and reading.mean < _STAIN
        seal = region.red and region.place is not None and not looks_like_figure(reading.text)
        readings.append(NOTHING if stain or seal else reading)
    return readings


def _crop(pixels: Pixels, box: Box, point: float) -> Pixels:
    x0, top, x1, bottom = (value / point for value in box)
    left, upper = max(int(x0), 0), max(int(top), 0)
    return pixels[upper : max(round(bottom), upper + 2), left : max(round(x1), left + 2)]


def _tell_dashes(grids: list[Grid], found: list[Region], readings: list[Reading]) -> None:
    """A lone 一 in a column without 二 is a dash: nothing else tells the two signs apart in many typefaces."""
    alone: dict[Place, list[int]] = {}
    for index, region in enumerate(found):
        if region.place is not None:
            alone.setdefault(region.place, []).append(index)
    lone = {place: indexes[0] for place, indexes in alone.items() if len(indexes) == 1}
    column = {place: (place[0], grids[place[0]].cells[place[1]].column) for place in lone}
    numbered = {column[place] for place, index in lone.items() if readings[index].text == "二"}
    for place, index in lone.items():
        if readings[index].text == "一" and column[place] not in numbered:
            readings[index] = Reading("—", (min(readings[index].mean, _TOLD_APART),), (0.5,), (0.0,))


def _judge(page: ScannedPage, grids: list[Grid], found: list[Region], least: list[float]) -> None:
    """Gives every cell the certainty of the least sure of its lines; a cell without ink is blank for sure."""
    sure: dict[Place, float] = {}
    for region, value in zip(found, least, strict=True):
        if region.place is not None:
            sure[region.place] = min(sure.get(region.place, 1.0), value)
    for number, grid in enumerate(grids):
        for index, cell in enumerate(grid.cells):
            box = page.content.shown((cell.x0, cell.top, cell.x1, cell.bottom))
            page.cells[box] = sure.get((number, index), 1.0)


def _around(quad: Pixels) -> Box:
    """The upright box of a (nearly upright) quadrilateral: its outer ends, its middle heights."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad.tolist()
    return min(x0, x3), (y0 + y1) / 2, max(x1, x2), (y2 + y3) / 2


def _in_points(box: Box, point: float) -> Box:
    x0, top, x1, bottom = box
    return x0 * point, top * point, x1 * point, bottom * point
