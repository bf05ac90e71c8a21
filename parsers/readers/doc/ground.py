"""Whether anything in a binary Word file may colour the ground behind its letters ([MS-DOC] 2.9.246 Shd, Shd80)."""

from __future__ import annotations

import struct
from collections.abc import Iterable

#: Shading of characters, paragraphs, cells and tables as Shd (10 bytes each) and as Shd80 (2 bytes each).
_SHADES = frozenset({0xCA71, 0xC64D, 0xD612, 0xD616, 0xD60C, 0xD660, 0xD670, 0xD671, 0xD672})
_OLD_SHADES = frozenset({0x4866, 0x442D, 0xD609})
_SHADE = struct.Struct("<4s4sH")
_OLD = struct.Struct("<H")
_CLEAR_GROUNDS = (b"\x00\x00\x00\xff", b"\xff\xff\xff\x00", b"\xff\xff\xff\xff")
_CLEAR_PATTERNS = (0x0000, 0xFFFF)


def colours_ground(modifiers: Iterable[tuple[int, bytes]]) -> bool:
    """True where one of the property modifiers states another ground than the white of the page."""
    return any(
        (code in _SHADES and not all(map(_is_clear, _pieces(operand, _SHADE))))
        or (code in _OLD_SHADES and not all(number in _CLEAR_PATTERNS for (number,) in _pieces(operand, _OLD)))
        for code, operand in modifiers
    )


def _pieces(operand: bytes, piece: struct.Struct) -> Iterable[tuple[object, ...]]:
    return piece.iter_unpack(operand[: len(operand) // piece.size * piece.size])


def _is_clear(shade: tuple[object, ...]) -> bool:
    _, ground, pattern = shade
    return ground in _CLEAR_GROUNDS and pattern in _CLEAR_PATTERNS
