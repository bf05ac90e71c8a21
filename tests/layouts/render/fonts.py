"""Two ways a Chinese PDF names its glyphs: an embedded TrueType subset, or a standard CID font that is not embedded."""

from __future__ import annotations

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from infra.samples.build import fonts

#: Needs no font on this machine; viewers and readers bring their own.
NOT_EMBEDDED = "STSong-Light"


def register(*, embedded: bool) -> str:
    """The name of the registered font. Raises :class:`infra.samples.build.fonts.NoFont` if one is to be embedded."""
    if embedded:
        fonts.register()
        return fonts.NAME
    pdfmetrics.registerFont(UnicodeCIDFont(NOT_EMBEDDED))
    return NOT_EMBEDDED


@cache
def _width(text: str, font: str) -> float:
    return float(pdfmetrics.stringWidth(text, font, 1000))


def text_width(text: str, font: str, size: float) -> float:
    return sum(_width(char, font) for char in text) * size / 1000
