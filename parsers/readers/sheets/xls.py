"""BIFF8 records of an XLS workbook that calamine does not give: number formats with raw values, borders, errors.

Layout after [MS-XLS]. Older workbooks (BIFF5) have none of it and are shown with general formats.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers.sheets.facts import CellStyle, Place, SheetFacts, built_in_format
from parsers.readers.sheets.xls_styles import XlsStyles

_BOF, _EOF, _FILEPASS, _DATE1904 = 0x0809, 0x000A, 0x002F, 0x0022
_FORMAT, _XF, _BOUNDSHEET, _FONT, _PALETTE = 0x041E, 0x00E0, 0x0085, 0x0031, 0x0092
_CONDITIONS, _BACKGROUND = 0x01B0, 0x00E9
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_BLANK, _MULBLANK = 0x0201, 0x00BE
_ROW, _COLINFO, _DRAWING = 0x0208, 0x007D, 0x00EC
_TEXTS = (0x00FD, 0x0204, 0x00D6)  # LABELSST, LABEL, RSTRING
_BIFF8 = 0x0600
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_PLAIN = CellStyle()

Record = tuple[int, bytes]


def read_facts(stream: bytes) -> dict[str, SheetFacts]:
    """Sheet name -> its facts, from the ``Workbook`` stream. Raises ``UnreadableDocument(encrypted)``."""
    formats: dict[int, str] = {}
    raw = XlsStyles()
    sheets: list[tuple[str, int]] = []
    since_1904 = False
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise UnreadableDocument(DocumentState.ENCRYPTED, "文件有密码 / the file is protected by a password")
        if kind == _BOF and _version(body) != _BIFF8:
            return {}
        if kind == _DATE1904:
            since_1904 = body[:1] == b"\x01"
        elif kind == _FORMAT and len(body) > 5:
            formats[_u16(body, 0)] = _string(body[2:], wide_count=True)
        elif kind == _XF and len(body) >= 14:
            raw.cells.append(body)
        elif kind == _FONT and len(body) >= 6:
            raw.fonts.append(body)
        elif kind == _PALETTE:
            raw.palette = body
        elif kind == _BOUNDSHEET and len(body) > 8 and body[5] == 0:
            sheets.append((_string(body[6:], wide_count=False), struct.unpack_from("<I", body)[0]))
    styles = [raw.style(cell, formats.get(number := _u16(cell, 2)) or built_in_format(number)) for cell in raw.cells]
    return {name: _read_sheet(stream, start, styles, since_1904=since_1904) for name, start in sheets}


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """Records of one substream, from its BOF to its EOF."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        if kind == _EOF:
            return
        start += 4 + length


def _read_sheet(stream: bytes, start: int, styles: list[CellStyle], *, since_1904: bool) -> SheetFacts:
    facts = SheetFacts()
    unseen: list[Place] = []
    coloured = False

    def style(number: int) -> CellStyle:
        return styles[number] if number < len(styles) else _PLAIN

    for kind, body in _records(stream, start):
        if kind == _ROW and len(body) >= 16 and body[12] & 0x20:
            facts.hidden_rows.add(_u16(body, 0))
        elif kind == _COLINFO and len(body) >= 10 and (body[8] & 1 or _u16(body, 4) == 0):
            facts.hidden_columns.update(range(_u16(body, 0), _u16(body, 2) + 1))
        facts.has_drawings |= kind == _DRAWING
        coloured |= kind in (_CONDITIONS, _BACKGROUND)
        for row, column, xf, value in _cells(kind, body):
            looks = style(xf)
            if looks.bordered:
                facts.bordered.add((row, column))
            if value is not None:
                _note(facts, (row, column), value, looks, since_1904=since_1904)
                if looks.white and not looks.struck:
                    unseen.append((row, column))
    if not coloured:  # else something beside the styles of the cells may colour the ground
        facts.shown.update(dict.fromkeys(unseen, ""))
        facts.left_out.white += len(unseen)
    return facts


def _note(facts: SheetFacts, place: Place, value: float | str, style: CellStyle, *, since_1904: bool) -> None:
    """Notes what the cell at ``place`` shows."""
    facts.reach(*place)
    if style.struck:
        facts.shown[place] = ""
        facts.left_out.struck += 1
    elif isinstance(value, float):
        facts.show(place, repr(value), style, since_1904=since_1904)
    elif value:
        facts.shown[place] = value


def _cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int, float | str | None]]:
    """(row, column, style, value) of the cells one record holds; "" stands for text, ``None`` for a blank cell."""
    if len(body) < 6:
        return
    row, column, xf = struct.unpack_from("<HHH", body)
    if kind == _NUMBER and len(body) >= 14:
        yield row, column, xf, struct.unpack_from("<d", body, 6)[0]
    elif kind == _RK and len(body) >= 10:
        yield row, column, xf, _rk(struct.unpack_from("<I", body, 6)[0])
    elif kind == _MULRK:
        for index in range((len(body) - 6) // 6):
            style, number = struct.unpack_from("<HI", body, 4 + 6 * index)
            yield row, column + index, style, _rk(number)
    elif kind == _FORMULA and len(body) >= 14:
        yield row, column, xf, _formula(body[6:14])
    elif kind == _BOOLERR and len(body) >= 8:
        yield row, column, xf, _ERRORS.get(body[6], "") if body[7] else ""
    elif kind == _BLANK:
        yield row, column, xf, None
    elif kind == _MULBLANK:
        for index in range((len(body) - 6) // 2):
            yield row, column + index, _u16(body, 4 + 2 * index), None
    elif kind in _TEXTS:
        yield row, column, xf, ""


def _formula(result: bytes) -> float | str:
    if result[6:8] != b"\xff\xff":
        number: float = struct.unpack("<d", result)[0]
        return number
    return _ERRORS.get(result[2], "") if result[0] == 2 else ""


def _rk(number: int) -> float:
    """A packed number: integer or truncated double, perhaps times 0.01."""
    if number & 2:
        value = float(struct.unpack("<i", struct.pack("<I", number))[0] >> 2)
    else:
        value = struct.unpack("<d", b"\x00\x00\x00\x00" + struct.pack("<I", number & 0xFFFFFFFC))[0]
    return value / 100 if number & 1 else value


def _string(body: bytes, *, wide_count: bool) -> str:
    count = _u16(body, 0) if wide_count else body[0]
    offset = 2 if wide_count else 1
    if body[offset] & 1:
        return body[offset + 1 : offset + 1 + 2 * count].decode("utf-16-le", "replace")
    return body[offset + 1 : offset + 1 + count].decode("latin-1")


def _version(body: bytes) -> int:
    return _u16(body, 0) if len(body) >= 2 else 0


def _u16(body: bytes, offset: int) -> int:
    value: int = struct.unpack_from("<H", body, offset)[0]
    return value
