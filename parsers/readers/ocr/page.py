"""One picture of a page to glyphs and rules, with how sure each cell is."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from domain.records import BBox
from parsers.readers.grid import Grid, find_grids
from parsers.readers.ocr.engine import Engine, Reading, engine
from parsers.readers.ocr.picture import POINTS_PER_INCH, Picture, Pixels, ScannedContent
from parsers.readers.ocr.regions import Ink, Region, regions
from parsers.readers.ocr.rules import Ruled, find_rules
from parsers.readers.ocr.straighten import skew_of, straightened
from parsers.readers.pages.lines import Glyph

#: Resolution at which lines of text are looked for: an A4 page is then 2,000 pixels high.
_LOOK_DPI = 171.0


@dataclass(slots=True)
class ScannedPage:
    """What a picture says. ``certainty`` maps the box of a cell, as shown, to how sure its reading is (0 to 1)."""

    content: ScannedContent
    certainty: dict[BBox, float] = field(default_factory=dict)
    #: Cells that hold ink of which nothing could be read.
    unread: int = 0
    #: Mean certainty of all characters, 0 without any.
    mean: float = 0.0


def read_page(picture: Picture, number: int) -> ScannedPage:
    """Reads a page; ``number`` counts from 1."""
    reader = engine()
    grey = cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY)
    pixels, skew = straightened(picture.pixels, skew_of(grey) or 0.0)
    ruled = find_rules(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), picture.dpi)
    boxes = reader.detect(pixels, min(_LOOK_DPI / picture.dpi, 1.0))
    return _read(pixels, picture, ruled, boxes, number, skew, 0, reader)


def _read(pixels, picture, ruled, boxes, number, skew, turns, reader) -> ScannedPage:
    point = POINTS_PER_INCH / picture.dpi
    grids, _ = find_grids(ruled.horizontal, ruled.vertical)
    ink = Ink.of(ruled.ink, picture.dpi)
    found = regions([tuple(v * point for v in box) for box in boxes], grids, ink)
    readings = [reader.recognise(_crop(pixels, region.box, point)) for region in found]
    content = ScannedContent(
        number=number,
        width=pixels.shape[1] * point,
        height=pixels.shape[0] * point,
        glyphs=[glyph for region, reading in zip(found, readings, strict=True) for glyph in glyphs(region, reading)],
        horizontal=ruled.horizontal,
        vertical=ruled.vertical,
        image_share=1.0,
        turns=turns,
        skew=skew,
        scale=picture.scale,
    )
    page = ScannedPage(content)
    _judge(page, grids, found, readings)
    return page


def _crop(pixels: Pixels, box, point) -> Pixels:
    x0, top, x1, bottom = box
    return pixels[max(int(top / point), 0) : max(round(bottom / point), int(top / point) + 2), max(int(x0 / point), 0) : max(round(x1 / point), int(x0 / point) + 2)]


def glyphs(region: Region, reading: Reading) -> list[Glyph]:
    """The characters of a line, each up to the middle between it and the next: no gaps but printed blanks."""
    if not reading.text:
        return []
    x0, top, x1, bottom = region.box
    width = x1 - x0
    places = [x0 + place * width for place in reading.places]
    half = width / len(places) / 2
    edges = [max(places[0] - half, x0), *((a + b) / 2 for a, b in zip(places, places[1:])), min(places[-1] + half, x1)]
    return [
        Glyph(edges[i], top, edges[i + 1], bottom, char) for i, char in enumerate(reading.text)
    ]


def _judge(page: ScannedPage, grids: list[Grid], found: list[Region], readings: list[Reading]) -> None:
    sure: dict[tuple[int, int], float] = {}
    for region, reading in zip(found, readings, strict=True):
        if region.place is not None:
            least = min(reading.certainty, default=0.0)
            sure[region.place] = min(sure.get(region.place, 1.0), least)
            if not reading.text.strip():
                page.unread += 1
    for number, grid in enumerate(grids):
        for index, cell in enumerate(grid.cells):
            box = page.content.shown((cell.x0, cell.top, cell.x1, cell.bottom))
            page.certainty[box] = sure.get((number, index), 1.0)
    every = [value for reading in readings for value in reading.certainty]
    page.mean = sum(every) / len(every) if every else 0.0
