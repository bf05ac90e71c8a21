"""Properties of paragraphs and runs in a binary Word file: what of them tells tables, headings and hidden text."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from parsers.readers.doc.fib import WordFile
from parsers.readers.doc.ground import colours_ground
from parsers.readers.doc.styles import Styles

_CHPX, _PAPX = 12, 13
_PAGE = 512
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_HUGE_PAPX = (0x6646, 0x6645)
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_OUTLINE = 0x2640
_LIST, _LIST_LEVEL = 0x460B, 0x260A
_DEFINE_TABLE, _DEFINE_TABLE_10 = 0xD608, 0xD606
_MERGE, _VERTICAL_MERGE = 0x5624, 0xD62B
_CHANGE_TABS = 0xC615
_DELETED, _HIDDEN = 0x0800, 0x083C
_COLOUR_NUMBER, _COLOUR = 0x2A42, 0x6870
_WHITES = ((_COLOUR_NUMBER, b"\x08"), (_COLOUR, b"\xff\xff\xff\x00"))
_STRUCK, _DOUBLY_STRUCK, _ABOVE_OR_BELOW = 0x0837, 0x2A53, 0x2A48
#: Tables inside tables that are believed; a damaged file may state any depth.
_DEEPEST = 20
#: Style numbers 1-9 are the built-in headings in every Word file.
_HEADINGS = range(1, 10)


@dataclass(slots=True)
class RowShape:
    """Edges of the cells of a row in twips and the merge flags of each cell."""

    edges: list[int]
    continued_left: list[bool]
    continued_above: list[bool]
    begins_merge: list[bool]


@dataclass(slots=True)
class ParagraphProperties:
    """What one paragraph's properties say."""

    in_table: bool = False
    row_end: bool = False
    depth: int = 0
    inner_cell: bool = False
    inner_row_end: bool = False
    level: int | None = None
    #: (list number, list level), where Word numbers the paragraph.
    listed: tuple[int, int] | None = None
    style: int = 0
    shape: RowShape | None = None

    @property
    def nesting(self) -> int:
        """0 outside tables, 1 in a table, 2 in a table inside a table."""
        return min(max(self.depth, 1), _DEEPEST) if self.in_table or self.depth > 0 else 0


@dataclass(frozen=True, slots=True)
class Looks:
    """How the characters of a run look."""

    unseen: bool = False
    struck: bool = False
    raised: bool = False
    #: White letters, where nothing in the file colours the ground.
    white: bool = False


@dataclass(slots=True)
class _Ranges:
    """Ranges of file offsets with the raw properties that hold in them."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)

    def at(self, offset: int) -> bytes:
        index = bisect_right(self.starts, offset) - 1
        return self.values[index] if index >= 0 and offset < self.ends[index] else b""


class Properties:
    """Paragraph and run properties by file offset."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self._styles = Styles(word)
        self._paragraphs = _ranges(word, _PAPX, _papx)
        self._runs = _ranges(word, _CHPX, _chpx)
        self._known: dict[bytes, ParagraphProperties] = {}
        self._looks: dict[bytes, Looks] = {}

    def paragraph(self, offset: int) -> ParagraphProperties:
        """Properties of the paragraph whose mark stands at file ``offset``."""
        raw = self._paragraphs.at(offset)
        if raw not in self._known:
            self._known[raw] = self._read(raw)
        return self._known[raw]

    def looks(self, offset: int) -> Looks:
        """Whether the character is unseen (deleted in a tracked change, hidden), crossed out, or superscript."""
        raw = self._runs.at(offset)
        if raw not in self._looks:
            stated = dict(sprms(raw))
            on = {code for code, operand in stated.items() if operand[:1] == b"\x01"}
            self._looks[raw] = Looks(
                unseen=bool(on & {_DELETED, _HIDDEN}),
                struck=bool(on & {_STRUCK, _DOUBLY_STRUCK}),
                raised=_ABOVE_OR_BELOW in on,
                white=any(stated.get(code) == colour for code, colour in _WHITES) and not self._has_ground,
            )
        return self._looks[raw]

    @cached_property
    def _has_ground(self) -> bool:
        """Whether anything may colour the ground; a table in its style alone is not looked at and counts as none."""
        runs = (modifier for raw in set(self._runs.values) for modifier in sprms(raw))
        paragraphs = (modifier for raw in set(self._paragraphs.values) for modifier in self._modifiers(raw))
        return colours_ground(runs) or colours_ground(paragraphs)

    def _modifiers(self, raw: bytes) -> Iterator[tuple[int, bytes]]:
        """The modifiers of a paragraph, those of its style and those kept elsewhere in the file among them."""
        if len(raw) < 2:
            return
        for grpprl in (*self._styles.properties(struct.unpack_from("<H", raw)[0]), raw[2:]):
            for code, operand in sprms(grpprl):
                yield code, operand
                if code in _HUGE_PAPX:
                    yield from sprms(self._kept_elsewhere(operand))

    def _kept_elsewhere(self, operand: bytes) -> bytes:
        """The properties of a huge paragraph, which lie in the data stream at the offset ``operand``."""
        offset = struct.unpack("<I", operand)[0]
        if offset + 2 > len(self._word.data):
            return b""
        length = struct.unpack_from("<H", self._word.data, offset)[0]
        return self._word.data[offset + 2 : offset + 2 + length]

    def seen_spans(self, start: int, end: int) -> list[tuple[int, int, Looks]]:
        """Parts of the file range that are neither deleted nor hidden, with their looks."""
        runs, offset = self._runs, start
        spans: list[tuple[int, int, Looks]] = []
        while offset < end:
            index = bisect_right(runs.starts, offset) - 1
            stop = end
            if index >= 0 and offset < runs.ends[index]:
                stop = min(runs.ends[index], end)
            elif index + 1 < len(runs.starts):
                stop = min(max(runs.starts[index + 1], offset + 1), end)
            looks = self.looks(offset)
            if not looks.unseen:
                spans.append((offset, stop, looks))
            offset = stop
        return spans

    def _read(self, raw: bytes) -> ParagraphProperties:
        found = ParagraphProperties()
        if len(raw) < 2:
            return found
        found.style = struct.unpack_from("<H", raw)[0]
        if found.style in _HEADINGS:
            found.level = found.style
        for inherited in self._styles.properties(found.style):
            self._apply(found, inherited, 0)
        self._apply(found, raw[2:], 0)
        return found

    def _apply(self, found: ParagraphProperties, grpprl: bytes, nested: int) -> None:
        list_number = list_level = None
        for code, operand in sprms(grpprl):
            if code in _HUGE_PAPX and nested == 0:
                self._apply(found, self._kept_elsewhere(operand), 1)
            elif code == _LIST:
                list_number = struct.unpack("<H", operand)[0]
            elif code == _LIST_LEVEL:
                list_level = operand[0]
            else:
                _set(found, code, operand)
        if list_number is not None or list_level is not None:
            number, level = found.listed or (0, 0)
            found.listed = (number if list_number is None else list_number, level if list_level is None else list_level)


def _set(found: ParagraphProperties, code: int, operand: bytes) -> None:
    flag = operand[:1] == b"\x01"
    if code == _IN_TABLE:
        found.in_table = flag
    elif code == _ROW_END:
        found.row_end = flag
    elif code == _DEPTH:
        found.depth = struct.unpack("<I", operand)[0]
    elif code == _INNER_CELL:
        found.inner_cell = flag
    elif code == _INNER_ROW_END:
        found.inner_row_end = flag
    elif code == _OUTLINE:
        found.level = operand[0] + 1 if operand[0] < 9 else None
    elif code in (_DEFINE_TABLE, _DEFINE_TABLE_10):
        found.shape = _row_shape(operand)
    elif found.shape is not None:
        _merge(found.shape, code, operand)


def _row_shape(operand: bytes) -> RowShape | None:
    """``TDefTableOperand``: number of cells, edges, one 20-byte ``TC80`` per cell (fewer may be stored)."""
    if not operand:
        return None
    count = operand[0]
    if len(operand) < 1 + 2 * (count + 1):
        return None
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    flags = [0] * count
    base = 1 + 2 * (count + 1)
    for index in range(min(count, (len(operand) - base) // 20)):
        flags[index] = struct.unpack_from("<H", operand, base + 20 * index)[0]
    return RowShape(
        edges=edges,
        continued_left=[bool(flag & 0x02) for flag in flags],
        continued_above=[bool(flag & 0x20) and not flag & 0x40 for flag in flags],
        begins_merge=[bool(flag & 0x40) for flag in flags],
    )


def _merge(shape: RowShape, code: int, operand: bytes) -> None:
    count = len(shape.continued_left)
    if code == _MERGE and len(operand) >= 2:
        for index in range(operand[0] + 1, min(operand[1], count)):
            shape.continued_left[index] = True
    elif code == _VERTICAL_MERGE and len(operand) >= 2 and operand[0] < count:
        shape.continued_above[operand[0]] = operand[1] == 1
        shape.begins_merge[operand[0]] = operand[1] == 3


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of a list of property modifiers ([MS-DOC] 2.2.5.1); stops at the first broken one."""
    offset = 0
    while offset + 2 <= len(grpprl):
        code = struct.unpack_from("<H", grpprl, offset)[0]
        offset += 2
        kind = code >> 13
        if code in (_DEFINE_TABLE, _DEFINE_TABLE_10):
            if offset + 2 > len(grpprl):
                return
            size = int(struct.unpack_from("<H", grpprl, offset)[0]) - 1
            offset += 2
        elif kind == 6:
            if offset >= len(grpprl):
                return
            size = grpprl[offset]
            offset += 1
            if code == _CHANGE_TABS and size == 255:
                return
        else:
            size = _OPERAND_SIZES[kind]
        operand = grpprl[offset : offset + size]
        if len(operand) < size:
            return
        yield code, operand
        offset += size


def _ranges(word: WordFile, index: int, read: object) -> _Ranges:
    """All formatted disk pages of one kind as sorted ranges."""
    plc = word.pair(index)
    count = (len(plc) - 4) // 8
    entries: list[tuple[int, int, bytes]] = []
    for number in range(max(count, 0)):
        page_number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
        page = word.main[page_number * _PAGE : (page_number + 1) * _PAGE]
        if len(page) == _PAGE:
            assert callable(read)
            entries.extend(read(page))
    entries.sort(key=lambda entry: entry[0])
    return _Ranges([e[0] for e in entries], [e[1] for e in entries], [e[2] for e in entries])


def _papx(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = page[511]
    if 4 * (count + 1) + 13 * count > 511:
        return
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        place = page[4 * (count + 1) + 13 * index] * 2
        value = b""
        if place:
            words = page[place]
            start, size = (place + 2, 2 * page[place + 1]) if words == 0 else (place + 1, 2 * words - 1)
            value = page[start : min(start + size, 511)]
        yield offsets[index], offsets[index + 1], value


def _chpx(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = page[511]
    if 4 * (count + 1) + count > 511:
        return
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        place = page[4 * (count + 1) + index] * 2
        value = page[place + 1 : place + 1 + page[place]] if place else b""
        yield offsets[index], offsets[index + 1], value
