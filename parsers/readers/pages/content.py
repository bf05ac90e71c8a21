"""What stands on one page, whatever format it comes from: glyphs, ruling lines, share of images."""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import BBox
from parsers.readers.grid import Rule
from parsers.readers.pages.lines import Glyph


@dataclass(slots=True)
class PageContent:
    """One page in points. All places are in the frame in which the text stands upright, origin at its top left;
    ``turns`` quarter turns clockwise lead from there to the page as a person sees it (0 on nearly all pages).
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    horizontal: list[Rule]
    vertical: list[Rule]
    #: Share of the page that images cover (at most 1).
    image_share: float = 0.0
    turns: int = 0
    #: Glyphs the font maps to no character.
    unmapped: int = 0

    def shown(self, box: BBox) -> BBox:
        """A box of the upright frame on the page as shown, rounded to 0.01 pt."""
        x0, top, x1, bottom = box
        width, height = self.width, self.height
        for _ in range(self.turns):
            x0, top, x1, bottom = height - bottom, x0, height - top, x1
            width, height = height, width
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
