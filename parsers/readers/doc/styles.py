"""Paragraph styles of a binary Word file ([MS-DOC] 2.9.271 STSH): their properties, with those of their bases."""

from __future__ import annotations

import struct

from parsers.readers.doc.fib import WordFile

_STYLES = 1
_PARAGRAPH = 1
_NO_BASE = 0xFFF
_DEEPEST = 20


class Styles:
    """Raw properties of the paragraph styles by number."""

    def __init__(self, word: WordFile) -> None:
        try:
            self._own = _read(word.pair(_STYLES))
        except (struct.error, IndexError):
            self._own = {}  # broken styles cost headings and list numbers, not the text

    def properties(self, number: int) -> list[bytes]:
        """Property lists of style ``number``, those of its bases first."""
        chain: list[bytes] = []
        for _ in range(_DEEPEST):
            if number not in self._own:
                break
            base, grpprl = self._own[number]
            chain.insert(0, grpprl)
            number = base
        return chain


def _read(sheet: bytes) -> dict[int, tuple[int, bytes]]:
    """Style number -> (number of its base, its paragraph properties)."""
    if len(sheet) < 6:
        return {}
    header = struct.unpack_from("<H", sheet)[0]
    count, fixed = struct.unpack_from("<HH", sheet, 2)
    styles: dict[int, tuple[int, bytes]] = {}
    offset = 2 + header
    for number in range(count):
        length = struct.unpack_from("<H", sheet, offset)[0]
        style = sheet[offset + 2 : offset + 2 + length]
        offset += 2 + length + (length & 1)
        if len(style) > fixed + 2 and style[2] & 0xF == _PARAGRAPH:
            base = struct.unpack_from("<H", style, 2)[0] >> 4
            styles[number] = (base if base != _NO_BASE else -1, _paragraph_part(style, fixed))
    return styles


def _paragraph_part(style: bytes, fixed: int) -> bytes:
    """The property list behind the name of the style (its first part is the style's own number)."""
    name_length = struct.unpack_from("<H", style, fixed)[0]
    place = fixed + 2 + 2 * name_length + 2
    place += place & 1
    if place + 4 > len(style):
        return b""
    length = struct.unpack_from("<H", style, place)[0]
    return style[place + 4 : place + 2 + length]
