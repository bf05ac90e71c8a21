"""Characters of a PDF page with their advance boxes."""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections import Counter
from collections.abc import Collection
from itertools import repeat

import pypdfium2.raw as pdfium

from parsers.readers.pages.lines import Glyph
from parsers.readers.pdf.frame import Frame
from parsers.readers.pdf.native import Address, Quads, address_of, get_angle, get_loose_box, get_unicode, has_map_error

#: How many characters are asked for their angle.
_SAMPLE = 30
#: pdfium's mark for a hyphen at a line end after Latin letters.
_SOFT_BREAK = "\x02"
_REPLACEMENT = "\ufffd"
#: Characters after which the page's text and its characters may be out of step.
_UNSTEADY = re.compile("[\x00\x02\ud800-\udfff\ufffd\ufffe\uffff]")
#: Quads of slanted glyphs are this much higher than usual ones; an angle off the axes by this share of a quarter turn.
_TALL = 1.15
_SLANT = 0.03
_QUARTER = math.pi / 2
_BOX = struct.Struct("4f")  # FS_RECTF: left, top, right, bottom
_boxes = Quads()
_make_glyph = tuple.__new__  # what Glyph() ends in, without its argument handling: this runs for every character


def upright_turns(text_page: object, count: int, rotation: int) -> int:
    """Quarter turns clockwise after which most text stands upright; the page's own ``/Rotate`` without text."""
    address = address_of(text_page)
    sample = [index for index in range(0, count, max(count // _SAMPLE, 1)) if get_unicode(address, index) > 0x20]
    angles = [angle for angle in map(get_angle, repeat(address), sample) if angle >= 0]
    votes = Counter(round((2 * math.pi - angle) / _QUARTER) % 4 for angle in angles)
    return max(votes, key=lambda turns: (votes[turns], turns == rotation)) if votes else rotation


def read_glyphs(text_page: object, count: int, frame: Frame, left_out: Collection[int] = ()) -> tuple[list[Glyph], int]:
    """(visible glyphs in drawing order, how many of them the font maps to no character). ``left_out``: those that
    nobody sees.
    """
    if count <= 0:
        return [], 0
    address = address_of(text_page)
    _boxes.reserve(count)
    found = list(map(get_loose_box, repeat(address), range(count), _boxes.columns[0]))
    boxes = list(_BOX.iter_unpack(_boxes.written(count)))
    for index in (*_slanted(boxes, address), *left_out):
        found[index] = 0
    chars = _characters(text_page, address, count)
    left, right, bottom, top = frame.left, frame.right, frame.bottom, frame.top
    low_x, high_x, low_y, high_y = 2 * left, 2 * right, 2 * bottom, 2 * top
    # Left out: line ends and spaces that pdfium made up (we see the gap ourselves), and what stands off the page.
    glyphs = [
        _make_glyph(Glyph, (x0 - left, top - y1, x1 - left, top - y0, char))
        for char, (x0, y1, x1, y0), is_there in zip(chars, boxes, found, strict=True)
        if is_there
        and (char > " " or (char == " " and x1 > x0))
        and low_x < x0 + x1 < high_x
        and low_y < y0 + y1 < high_y
    ]
    if frame.turns:
        glyphs = [Glyph(*frame.box(x0 + left, top - y1, x1 + left, top - y0), char) for x0, y0, x1, y1, char in glyphs]
    return glyphs, chars.count(_REPLACEMENT)


def _slanted(boxes: list[tuple[float, ...]], address: Address) -> list[int]:
    """Indexes of the glyphs of watermarks: text written at a slant.

    Slanted wide glyphs have high boxes; only where one is found are all glyphs asked for their angle.
    """
    heights = [y1 - y0 for _, y1, _, y0 in boxes]
    sample = sorted(heights[:: len(heights) // _SAMPLE + 1])
    tall = _TALL * sample[len(sample) // 2]
    high = [index for index, height in enumerate(heights) if height > tall] if max(heights) > tall else []
    if any(_is_slanted(get_angle(address, index)) for index in high):
        return [index for index in range(len(heights)) if _is_slanted(get_angle(address, index))]
    return []


def _is_slanted(angle: float) -> bool:
    return angle >= 0 and abs(angle / _QUARTER - round(angle / _QUARTER)) > _SLANT


def _characters(text_page: object, address: Address, count: int) -> list[str]:
    """One character for every index of the text page: the hyphen mark as "-"; U+FFFD where the font maps to none.

    For such a glyph pdfium returns the font's own code, which may look like any digit.
    """
    errors = list(map(has_map_error, repeat(address), range(count)))
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
