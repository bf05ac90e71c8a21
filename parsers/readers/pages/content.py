"""What stands on one page, whatever format it comes from: glyphs, ruling lines, share of images."""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import BBox
from parsers.readers.grid import Rule
from parsers.readers.pages.lines import Glyph

#: A page with fewer characters than this needs recognition if images cover a fifth of it, one without any if shapes
#: abound.
_FEW_GLYPHS = 20
_IMAGE_SHARE = 0.2
_MANY_SHAPES = 60
#: Share of glyphs without a character from which the text of a page is useless.
_UNMAPPED = 0.3


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
    #: Drawn shapes that are no rules (letters turned into curves are many of them).
    drawn: int = 0
    #: True when the text is an invisible layer over an image, as scanners write it.
    is_layer: bool = False
    #: Characters that were left out because nobody sees them.
    unseen: int = 0
    #: The sheet that shows this page beside another, and where the page begins on it.
    sheet: PageContent | None = None
    left: float = 0.0

    @property
    def recognition_needed(self) -> str | None:
        """Why the page can only be read by text recognition, in a few words; ``None`` for a page with sound text."""
        if self.is_layer:
            return "holds a scanned image under an invisible text layer"
        if not self.has_sound_text:
            return f"has {self.unmapped} glyphs without a character"
        if len(self.glyphs) >= _FEW_GLYPHS:
            return None
        if self.image_share >= _IMAGE_SHARE:
            return "holds only an image"
        return "holds text drawn as curves" if not self.glyphs and self.drawn >= _MANY_SHAPES else None

    @property
    def has_sound_text(self) -> bool:
        """False when what the text layer says cannot be trusted at all."""
        return not self.is_layer and self.unmapped <= _UNMAPPED * max(len(self.glyphs), 1)

    def shown(self, box: BBox) -> BBox:
        """A box of the upright frame on the page as shown, rounded to 0.01 pt."""
        x0, top, x1, bottom = box
        if self.sheet is not None:
            return self.sheet.shown((x0 + self.left, top, x1 + self.left, bottom))
        if not self.turns:
            return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
        width, height = self.width, self.height
        for _ in range(self.turns):
            x0, top, x1, bottom = height - bottom, x0, height - top, x1
            width, height = height, width
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
