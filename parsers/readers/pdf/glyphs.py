"""Characters of a PDF page with their advance boxes."""

from __future__ import annotations

import ctypes
import math

import pypdfium2.raw as pdfium

from parsers.readers.pages.lines import Glyph
from parsers.readers.pdf.frame import Frame

#: How many characters are asked for their angle.
_SAMPLE = 60
#: pdfium's mark for a hyphen at a line end after Latin letters.
_SOFT_BREAK = 0x02
_NO_CHARACTER = frozenset({0, 0xFFFE, 0xFFFF})


def upright_turns(text_page: object, count: int, rotation: int) -> int:
    """Quarter turns clockwise after which most text stands upright; the page's own ``/Rotate`` without text."""
    votes: dict[int, int] = {}
    for index in range(0, count, max(count // _SAMPLE, 1)):
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        if angle >= 0 and pdfium.FPDFText_GetUnicode(text_page, index) > 0x20:
            turns = round((2 * math.pi - angle) / (math.pi / 2)) % 4
            votes[turns] = votes.get(turns, 0) + 1
    return max(votes, key=lambda turns: (votes[turns], turns == rotation)) if votes else rotation


def read_glyphs(text_page: object, count: int, frame: Frame) -> tuple[list[Glyph], int]:
    """(glyphs in drawing order, how many of them the font maps to no character)."""
    glyphs: list[Glyph] = []
    unmapped = 0
    rectangle = pdfium.FS_RECTF()
    reference = ctypes.byref(rectangle)
    width, height = frame.width, frame.height
    upright, left, top = frame.turns == 0, frame.left, frame.top
    get_unicode, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for index in range(count):
        code = get_unicode(text_page, index)
        if code < 0x20 and code not in (0, _SOFT_BREAK):
            continue
        if not get_box(text_page, index, reference):
            continue
        if code == 0x20 and rectangle.right - rectangle.left <= 0:
            continue  # a space that pdfium made up; we see the gap ourselves
        if code in _NO_CHARACTER:
            unmapped += 1
            char = "\ufffd"
        else:
            char = "-" if code == _SOFT_BREAK else chr(code)
        if upright:
            box = (rectangle.left - left, top - rectangle.top, rectangle.right - left, top - rectangle.bottom)
        else:
            box = frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        x0, y0, x1, y1 = box
        if -x0 < x1 < 2 * width - x0 and -y0 < y1 < 2 * height - y0:  # its middle stands on the page
            glyphs.append(Glyph(x0, y0, x1, y1, char))
    return glyphs, unmapped
