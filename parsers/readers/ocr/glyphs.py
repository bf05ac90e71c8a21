"""A line as it was read to glyphs: characters with boxes in points, as other formats state them."""

from __future__ import annotations

from itertools import pairwise

from parsers.readers.ocr.engine import Reading
from parsers.readers.ocr.regions import Box, Region
from parsers.readers.pages.lines import Glyph, is_wide

#: Height of ink in sizes of type: of Chinese characters, and of digits and letters alone.
_WIDE_INK, _NARROW_INK = 0.92, 0.72
#: Height of type in heights of a region, where the ink tells nothing (a lone dash).
_TYPE = 0.8
#: Signs that are less high than the type they belong to.
_LOW = frozenset("一二-—–－_.。，,、…·:：;；“”\"'~～=＝ ")


def glyphs_of(region: Region, reading: Reading, heights: tuple[float, float]) -> list[Glyph]:
    """The characters of a line, each up to the middle between it and the next: no gaps but printed blanks.

    ``heights`` are top and bottom of the type.
    """
    if not reading.text:
        return []
    x0, _, x1, _ = region.box
    width = x1 - x0
    places = [x0 + place * width for place in reading.places]
    half = width / len(places) / 2
    inner = [(a + b) / 2 for a, b in pairwise(places)]
    edges = [max(places[0] - half, x0), *inner, min(places[-1] + half, x1)]
    top, bottom = heights
    return [
        Glyph(left, top, right, bottom, char) for (left, right), char in zip(pairwise(edges), reading.text, strict=True)
    ]


def type_heights(region: Region, text: str, ink: Box | None) -> tuple[float, float]:
    """(top, bottom) of the type, which the box of the detector only surrounds."""
    tall = [char for char in text if char not in _LOW]
    if ink is None or not tall or region.crossed:
        middle, size = (region.box[1] + region.box[3]) / 2, _TYPE * region.height
    else:
        share = _WIDE_INK if any(is_wide(char) for char in tall) else _NARROW_INK
        middle, size = (ink[1] + ink[3]) / 2, min((ink[3] - ink[1]) / share, region.height)
    return middle - size / 2, middle + size / 2
