"""Characters of a PDF page with their advance boxes."""

from __future__ import annotations

import ctypes
import math
import re
import struct

import pypdfium2.raw as pdfium

from parsers.readers.pages.lines import Glyph
from parsers.readers.pdf.frame import Frame
from parsers.readers.pdf.native import address_of, get_angle, get_loose_box, get_unicode, has_map_error

#: How many characters are asked for their angle.
_SAMPLE = 60
#: pdfium's mark for a hyphen at a line end after Latin letters.
_SOFT_BREAK = "\x02"
_REPLACEMENT = "\ufffd"
#: Characters after which the page's text and its characters may be out of step.
_UNSTEADY = re.compile("[\x00\x02\ud800-\udfff\ufffd\ufffe\uffff]")
#: Boxes of slanted glyphs are this much higher than usual ones; an angle off the axes by this share of a quarter turn.
_TALL = 1.15
_SLANT = 0.03
_BOX = struct.Struct("4f")  # FS_RECTF: left, top, right, bottom
_make_glyph = tuple.__new__  # what Glyph() ends in, without its argument handling: this runs for every character


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
    """(visible glyphs in drawing order, how many of them the font maps to no character)."""
    if count <= 0:
        return [], 0
    address = address_of(text_page)
    boxes = ctypes.create_string_buffer(_BOX.size * count)
    start = ctypes.addressof(boxes)
    found = [get_loose_box(address, index, start + _BOX.size * index) for index in range(count)]
    glyphs: list[Glyph] = []
    indexes: list[int] = []
    unmapped = 0
    upright, left, top = frame.turns == 0, frame.left, frame.top
    across, down = 2 * frame.width, 2 * frame.height
    for index, (char, (x0, y1, x1, y0), is_there) in enumerate(
        zip(_characters(text_page, address, count), _BOX.iter_unpack(boxes.raw), found, strict=True)
    ):
        if char < " " or not is_there:
            continue  # line ends that pdfium made up
        if char == " " and x1 <= x0:
            continue  # a space that pdfium made up; we see the gap ourselves
        box = (x0 - left, top - y1, x1 - left, top - y0) if upright else frame.box(x0, y0, x1, y1)
        if 0 < box[0] + box[2] < across and 0 < box[1] + box[3] < down:  # its middle stands on the page
            unmapped += char == _REPLACEMENT
            indexes.append(index)
            glyphs.append(_make_glyph(Glyph, (*box, char)))
    return _without_slanted(glyphs, indexes, address), unmapped


def _without_slanted(glyphs: list[Glyph], indexes: list[int], address: int) -> list[Glyph]:
    """Without the glyphs of watermarks: text written at a slant. Only glyphs with high boxes can be."""
    if not glyphs:
        return glyphs
    heights = [glyph[3] - glyph[1] for glyph in glyphs]
    tall = _TALL * sorted(heights)[len(heights) // 2]
    quarter = math.pi / 2
    slanted = {
        place
        for place, height in enumerate(heights)
        if height > tall
        and (angle := get_angle(address, indexes[place])) >= 0
        and abs(angle / quarter - round(angle / quarter)) > _SLANT
    }
    return [glyph for place, glyph in enumerate(glyphs) if place not in slanted] if slanted else glyphs


def _characters(text_page: object, address: int, count: int) -> list[str]:
    """One character for every index of the text page: the hyphen mark as "-"; U+FFFD where the font maps to none.

    For such a glyph pdfium returns the font's own code, which may look like any digit.
    """
    errors = [has_map_error(address, index) for index in range(count)]
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = pdfium.FPDFText_GetText(text_page, 0, count, units)
    text = buffer.raw[: 2 * count].decode("utf-16-le", "surrogatepass")
    if written == count + 1 and len(text) == count and not _UNSTEADY.search(text) and not any(errors):
        return list(text)
    return [_REPLACEMENT if errors[index] else _character(get_unicode(address, index)) for index in range(count)]


def _character(code: int) -> str:
    code &= 0xFFFFFFFF
    if code in (0, 0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return _REPLACEMENT
    char = chr(code)
    return "-" if char == _SOFT_BREAK else char
