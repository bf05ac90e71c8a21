"""One page as pixels, and the way from places on the straightened picture back to the page as shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from domain.records import BBox
from parsers.readers.pages.content import PageContent

Pixels = npt.NDArray[Any]

POINTS_PER_INCH = 72.0
#: Width of a page, in points, where the file does not say how large it is.
UPRIGHT_WIDTH = 595.0
LYING_WIDTH = 842.0
#: Sides of pages that are taken at their word, in points: from a slip to A2.
_SMALLEST, _LARGEST = 200.0, 1700.0


@dataclass(frozen=True, slots=True)
class Picture:
    """``pixels`` (height x width x 3, blue green red) of a page as shown.

    ``dpi`` counts pixels per inch of a page of usual size; ``scale`` is what one point of that page is in points of
    the page as the file states it (1 on nearly all pages), ``corner`` where on that page its top left corner lies.
    """

    pixels: Pixels
    dpi: float
    scale: float = 1.0
    corner: tuple[float, float] = (0.0, 0.0)


def usual_width(width: float, height: float) -> float:
    """Width in points at which type has its usual size: the stated one, or that of A4 where that cannot be true."""
    if min(width, height) >= _SMALLEST and max(width, height) <= _LARGEST:
        return width
    return a4_width(lying=width > height)


def a4_width(*, lying: bool) -> float:
    """Width in points of an A4 page, upright or lying."""
    return LYING_WIDTH if lying else UPRIGHT_WIDTH


@dataclass(slots=True)
class ScannedContent(PageContent):
    """A page read from a picture: straightened by ``skew`` (degrees clockwise of the page as shown)."""

    skew: float = 0.0
    scale: float = 1.0
    corner: tuple[float, float] = (0.0, 0.0)

    @property
    def recognition_needed(self) -> None:
        """Nothing: it is done."""
        return

    def shown(self, box: BBox) -> BBox:
        """A box of the straightened page on the page as shown, rounded to 0.01 pt."""
        x0, top, x1, bottom = PageContent.shown(self, box)
        width, height = (self.width, self.height) if self.turns % 2 == 0 else (self.height, self.width)
        angle = math.radians(self.skew)
        cosine, sine = math.cos(angle), math.sin(angle)
        corners = [
            (
                width / 2 + (x - width / 2) * cosine - (y - height / 2) * sine,
                height / 2 + (x - width / 2) * sine + (y - height / 2) * cosine,
            )
            for x in (x0, x1)
            for y in (top, bottom)
        ]
        xs = [self.corner[0] + min(max(x, 0.0), width) * self.scale for x, _ in corners]
        ys = [self.corner[1] + min(max(y, 0.0), height) * self.scale for _, y in corners]
        return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)
