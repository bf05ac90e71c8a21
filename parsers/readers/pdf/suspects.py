"""Text objects of a PDF page that may be unseen, as their colours, the order of drawing and the layers tell."""

from __future__ import annotations

import ctypes
import re
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from parsers.readers.pdf.frame import Box
from parsers.readers.pdf.native import Address, Quads, get_fill_colour, get_render_mode, object_at
from parsers.readers.pdf.shapes import Area, Colour, Order, Shapes, Words, fill_colour

#: Colours that differ by no more than this in red, green and blue (of 255) look the same.
SAME_COLOUR = 20
_WHITE = (255, 255, 255)
_BLACK = (0, 0, 0, 255)
#: An area that hides a character is as wide as this, in points, and as high as this share of the text.
_WIDTH = 2.0
_HEIGHT = 0.3
#: Text may reach over the ground that it stands on by so many points.
_OVER = 1.0
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?\bstream\r?\n", re.DOTALL)
_LAYERS = b"/OCProperties"
_MOST_INFLATED = 20_000_000
#: Ways of drawing whose fill colour does not tell what is seen.
_UNFILLED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
_MARK = "OC"
_RGBA = struct.Struct("4I")
_colours = Quads()


@dataclass(frozen=True, slots=True)
class Text:
    """A text object; ``box`` in the frame of the page."""

    address: Address
    order: Order
    box: Box
    colour: Colour
    mode: int

    @property
    def key(self) -> int:
        """The address as a number."""
        return self.address.value or 0


def has_layers(data: bytes) -> bool:
    """True if the PDF may have layers that can be switched off."""
    if _LAYERS in data or b"/Encrypt" in data:
        return True
    for match in _OBJECT_STREAM.finditer(data):
        try:
            inflated = zlib.decompressobj().decompress(data[match.end() :], _MOST_INFLATED)
        except zlib.error:
            return True  # packed in another way
        if _LAYERS in inflated:
            return True
    return False


def is_scanners_layer(shapes: Shapes) -> bool:
    """True if most text objects of the page are drawn in the invisible mode (3) of scanners' text layers."""
    modes = [get_render_mode(item) for words in shapes.words for item in words.items]
    return 2 * modes.count(pdfium.FPDF_TEXTRENDERMODE_INVISIBLE) > len(modes)


def suspects_of(shapes: Shapes, *, layers: bool) -> list[Text]:
    """The text objects that may be unseen. ``layers``: the document has layers."""
    if not shapes.areas and not layers and all(map(_is_plain, shapes.words)):
        return []
    texts = sorted(_texts(shapes), key=_middle)
    covered, grounds = _around(texts, shapes.areas)
    return [
        text
        for text in texts
        if text.key in covered
        or text.mode in _UNFILLED
        or text.colour[3] <= SAME_COLOUR
        or _is_lost_on(text.colour, grounds.get(text.key))
        or (layers and _may_be_switched_off(text))
    ]


def overlap(one: Box, other: Box) -> tuple[float, float]:
    """Width and height that two boxes have in common; negative where they stand apart."""
    return min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])


def _is_plain(words: Words) -> bool:
    """True if all of these text objects stand out from white paper."""
    count = len(words.items)
    _colours.reserve(count)
    if not all(map(get_fill_colour, words.items, *_colours.columns)):
        return False
    colours = set(_RGBA.iter_unpack(_colours.written(count)))
    modes = set(map(get_render_mode, words.items))
    return modes.isdisjoint(_UNFILLED) and not any(
        colour[3] <= SAME_COLOUR or _is_same(colour, _WHITE) for colour in colours
    )


def _texts(shapes: Shapes) -> Iterator[Text]:
    for words in shapes.words:
        places = {id(item): place for item, place in zip(words.items, words.places, strict=True)}
        for item, box in shapes.boxes(words.items, words.matrix):
            order = (*words.order, places[id(item)])
            yield Text(item, order, box, fill_colour(item) or _BLACK, get_render_mode(item))


def _middle(text: Text) -> float:
    return text.box[1] + text.box[3]


def _around(texts: Sequence[Text], areas: Sequence[Area]) -> tuple[set[int], dict[int, Area]]:
    """(texts on which an area is drawn later, the area that each text stands on). The texts go from top to bottom."""
    covered: set[int] = set()
    grounds: dict[int, Area] = {}
    middles = [_middle(text) for text in texts]
    tallest = max((text.box[3] - text.box[1] for text in texts), default=0.0)
    for area in sorted(areas, key=lambda area: area.order):
        _, top, _, bottom = area.box
        for text in texts[bisect_left(middles, 2 * top - tallest) : bisect_right(middles, 2 * bottom + tallest)]:
            wide, high = overlap(text.box, area.box)
            if text.order < area.order:
                if wide >= _WIDTH and high >= _HEIGHT * (text.box[3] - text.box[1]):
                    covered.add(text.key)
            elif wide >= text.box[2] - text.box[0] - _OVER and high >= text.box[3] - text.box[1] - _OVER:
                grounds[text.key] = area
    return covered, grounds


def _is_lost_on(colour: Colour, ground: Area | None) -> bool:
    """True if text of that colour may not stand out from its ground: the white page, an area, a picture."""
    if ground is None or ground.colour is None or ground.colour[3] < 255 - SAME_COLOUR:
        return _is_same(colour, _WHITE)
    return _is_same(colour, ground.colour)


def _is_same(colour: Sequence[int], other: Sequence[int]) -> bool:
    return all(abs(a - b) <= SAME_COLOUR for a, b in zip(colour[:3], other[:3], strict=True))


def _may_be_switched_off(text: Text) -> bool:
    """True if the text stands in a layer, or in a form, which may belong to one."""
    if len(text.order) > 1:
        return True
    item = object_at(text.address)
    return any(
        _name(pdfium.FPDFPageObj_GetMark(item, index)) == _MARK for index in range(pdfium.FPDFPageObj_CountMarks(item))
    )


def _name(mark: object) -> str:
    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, None, 0, length)
    buffer = ctypes.create_string_buffer(max(length.value, 2))
    units = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFPageObjMark_GetName(mark, units, length.value, length)
    return buffer.raw[: length.value].decode("utf-16-le", "replace").rstrip("\x00")
