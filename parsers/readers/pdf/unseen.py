"""Text of a PDF page that nobody sees: invisible, in the colour of its ground, painted over, in a layer switched off.

Colours, drawing order and layers only tell which text objects may be unseen. What decides is the picture of the page:
a character that can be taken away without changing it is not seen.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from parsers.readers.pdf.native import address_of, get_text_object, get_unicode, object_at
from parsers.readers.pdf.suspects import SAME_COLOUR, Text, overlap

#: Pixels a point in pictures of a page, and pixels of one picture.
_SCALE = 2.0
_MOST_PIXELS = 8_000_000
#: Texts that stand on each other are taken away one by one, so many of a page.
_MOST_ALONE = 20
#: Texts stand on each other from this share of the lower one's height.
_ON_ANOTHER = 0.4
_PIXEL = 4
#: Points to where no page reaches.
_AWAY = 50_000.0

Pixels = tuple[int, int, int, int]


class Unseen:
    """Takes the text off ``page`` that nobody sees; ``suspects`` are the text objects that may be unseen."""

    def __init__(self, page: PdfPage, suspects: Iterable[Text]) -> None:
        self._page = page
        self._suspects = {text.key: text for text in suspects}
        self._mixed = False
        #: Characters that were taken off the page.
        self.count = 0

    def take_off(self, text_page: object, count: int) -> bool:
        """Takes off the text objects of which no character is seen; ``True``: the text has to be loaded again."""
        indexes = self._indexes(text_page, count)
        shown, rest = _Picture(self._page), self._without(self._suspects.values())
        for key, text in list(self._suspects.items()):
            boxes = shown.boxes(text_page, indexes.get(key, ()))
            seen = [shown.differs(rest, box) for box in boxes.values()]
            if boxes and not any(seen):
                self._remove(text, len(boxes))
            elif not all(seen):
                self._mixed = True
        # One after the other, as of two texts that are alike one is seen.
        for text in self._on_another()[:_MOST_ALONE]:
            shown, rest = _Picture(self._page), self._without([text])
            boxes = shown.boxes(text_page, indexes.get(text.key, ()))
            if boxes and not any(shown.differs(rest, box) for box in boxes.values()):
                self._remove(text, len(boxes))
        return self.count > 0

    def partly(self, text_page: object, count: int) -> set[int]:
        """The unseen characters of texts of which others are seen."""
        if not self._mixed or not self._suspects:
            return set()
        indexes = self._indexes(text_page, count)
        shown, rest = _Picture(self._page), self._without(self._suspects.values())
        found: set[int] = set()
        for key in self._suspects:
            boxes = shown.boxes(text_page, indexes.get(key, ()))
            gone = {index for index, box in boxes.items() if not shown.differs(rest, box)}
            found |= {index for index in gone if _is_certain(text_page, index, gone)}
        self.count += len(found)
        return found

    def _remove(self, text: Text, characters: int) -> None:
        item = object_at(text.address)
        pdfium.FPDFPageObj_SetIsActive(item, False)
        # pdfium leaves out what is drawn upon the same text, even where that one is not active.
        pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, _AWAY, _AWAY)
        del self._suspects[text.key]
        self.count += characters

    def _on_another(self) -> list[Text]:
        texts = list(self._suspects.values())
        return [one for one in texts if any(other is not one and _stands_on(one, other) for other in texts)]

    def _without(self, texts: Iterable[Text]) -> _Picture:
        items = [object_at(text.address) for text in texts]
        for item in items:
            pdfium.FPDFPageObj_SetIsActive(item, False)
        try:
            return _Picture(self._page)
        finally:
            for item in items:
                pdfium.FPDFPageObj_SetIsActive(item, True)

    def _indexes(self, text_page: object, count: int) -> Mapping[int, Sequence[int]]:
        """Where the characters of each suspect stand among those of the page."""
        address = address_of(text_page)
        found: dict[int, list[int]] = {}
        for index, item in enumerate(map(get_text_object, repeat(address), range(count))):
            if item.value in self._suspects and not chr(get_unicode(address, index) & 0xFFFF).isspace():
                found.setdefault(item.value, []).append(index)
        return found


class _Picture:
    """The page as it is drawn now."""

    def __init__(self, page: PdfPage) -> None:
        width, height = page.get_size()
        scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, force_bitmap_format=pdfium.FPDFBitmap_BGRx)
        self._page = page.raw
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._data = bytes(bitmap.buffer)
        bitmap.close()

    def differs(self, other: _Picture, box: Pixels) -> bool:
        """True if a person sees a difference between the pictures within ``box``."""
        left, top, right, bottom = box
        for row in range(top, bottom):
            start, end = row * self._stride + _PIXEL * left, row * self._stride + _PIXEL * right
            one, two = self._data[start:end], other._data[start:end]
            if one != two and any(abs(a - b) > SAME_COLOUR for a, b in zip(one, two, strict=True)):
                return True
        return False

    def boxes(self, text_page: object, indexes: Sequence[int]) -> dict[int, Pixels]:
        """The characters of which something stands on the page, with their boxes: those of the type, as the ink of
        a font that the file does not hold is not where the file says."""
        found: dict[int, Pixels] = {}
        rect = pdfium.FS_RECTF()
        for index in indexes:
            if not pdfium.FPDFText_GetLooseCharBox(text_page, index, rect):
                continue
            (ax, ay), (bx, by) = self._pixel(rect.left, rect.bottom), self._pixel(rect.right, rect.top)
            x0, x1 = max(min(ax, bx), 0), min(max(ax, bx) + 1, self._width)
            y0, y1 = max(min(ay, by), 0), min(max(ay, by) + 1, self._height)
            if rect.left < rect.right and rect.bottom < rect.top and x0 < x1 and y0 < y1:
                found[index] = x0, y0, x1, y1
        return found

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        column, row = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page, 0, 0, self._width, self._height, 0, x, y, column, row)
        return column.value, row.value


def _is_certain(text_page: object, index: int, gone: set[int]) -> bool:
    """False for a sign between characters that are seen: it may be too small to make a difference."""
    signs = not chr(pdfium.FPDFText_GetUnicode(text_page, index) & 0xFFFF).isalnum()
    return not signs or not gone.isdisjoint((index - 1, index + 1))


def _stands_on(one: Text, other: Text) -> bool:
    wide, high = overlap(one.box, other.box)
    lower = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    return wide > 0 and high > _ON_ANOTHER * lower
