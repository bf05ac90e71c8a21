"""How the cells of an XLS workbook look: borders, crossed-out and white letters.

Layout after [MS-XLS] 2.4.122 (Font), 2.4.188 (Palette) and 2.4.353 (XF).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from parsers.readers.sheets.facts import CellStyle

_STRUCK = 0x0008
_WHITE = b"\xff\xff\xff"
#: Numbers of colours: the eight fixed ones, the first that a palette sets, and the window's own background.
_FIXED_WHITE, _FIRST_OF_PALETTE, _USUAL_WHITE, _WINDOW = 1, 8, 9, 65
_NO_FILL, _SOLID = 0, 1
#: Length of the record of a cell's style.
_XF_SIZE = 20


@dataclass(slots=True)
class XlsStyles:
    """Records ``FONT``, ``XF`` and ``PALETTE`` of a workbook, as they stand in it."""

    fonts: list[bytes] = field(default_factory=list)
    cells: list[bytes] = field(default_factory=list)
    palette: bytes = b""

    def style(self, cell: bytes, number_format: str | None) -> CellStyle:
        """What the ``XF`` record ``cell`` means for reading."""
        number: int = struct.unpack_from("<H", cell)[0]
        font = number - (number >= 4)  # no font has the number 4
        flags, colour = struct.unpack_from("<HH", self.fonts[font], 2) if font < len(self.fonts) else (0, 0)
        white = self._is_white(colour) and len(cell) >= _XF_SIZE and self._is_clear(cell)
        return CellStyle(number_format, bool(cell[10] & 0xFF), bool(flags & _STRUCK), white)

    def _is_clear(self, cell: bytes) -> bool:
        """True for a style that leaves the cell white."""
        fill: int = struct.unpack_from("<I", cell, 14)[0] >> 26
        colour: int = struct.unpack_from("<H", cell, 18)[0] & 0x7F
        return fill == _NO_FILL or (fill == _SOLID and (colour == _WINDOW or self._is_white(colour)))

    def _is_white(self, colour: int) -> bool:
        place = 2 + 4 * (colour - _FIRST_OF_PALETTE)
        if colour >= _FIRST_OF_PALETTE and place + 3 <= len(self.palette):
            return self.palette[place : place + 3] == _WHITE
        return colour in (_FIXED_WHITE, _USUAL_WHITE)
