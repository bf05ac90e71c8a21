"""Binary Word files (DOC, OLE-based WPS) to blocks in reading order, without an office suite."""

from __future__ import annotations

import re
import struct

from parsers.model import DocumentModel, Limits
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.doc.fib import WordFile, open_word
from parsers.readers.doc.lists import read_lists
from parsers.readers.doc.pieces import Pieces, join_surrogates, read_pieces
from parsers.readers.doc.properties import Looks, ParagraphProperties, Properties
from parsers.readers.doc.tables import OpenTable
from parsers.readers.marks import LeftOut, is_mark

_MARKS = re.compile(r"[\r\x07\x0c]")
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_SIGNS = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\t": "\t", "\xa0": "\xa0"}
_TEXT_BOXES = 6  # index of the text box part among the character counts
_PLC_SHAPES, _PLC_TEXT_BOXES = 40, 56


def read_doc(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of a DOC file. Raises :class:`UnreadableDocument`."""
    word = open_word(data)
    blocks = BlockList(limits)
    reader = _Reader(word, blocks)
    reader.read()
    return blocks.finish(media.DOC, "doc", title=word.title)


class _Reader:
    def __init__(self, word: WordFile, blocks: BlockList) -> None:
        self._word = word
        self._blocks = blocks
        self._pieces: Pieces = read_pieces(word)
        self._properties = Properties(word)
        self._lists = read_lists(word)
        self._open: list[OpenTable] = []
        self._finished_inner: list[OpenTable] = []
        self._field_depths: list[bool] = []  # per open field: True while its instruction is read
        self._boxes = _text_box_ranges(word)
        self._left_out = LeftOut()

    def read(self) -> None:
        self._read_range(0, self._word.counts[0])
        for _, start, end in self._boxes:
            self._read_range(start, end)
        for note in self._left_out.notes():
            self._blocks.note(note)

    def _read_range(self, start: int, end: int) -> None:
        end = min(end, len(self._pieces.text))
        position = start
        while position < end:
            match = _MARKS.search(self._pieces.text, position, end)
            stop = match.start() if match else end
            mark = match.group() if match else "\r"
            self._paragraph(position, stop, mark)
            self._anchored(position, stop)
            position = stop + 1
        self._close_tables(0)

    def _anchored(self, start: int, end: int) -> None:
        """Text boxes that hang on the paragraph just read, unless it stands in a table."""
        if self._open:
            return
        here = [box for box in self._boxes if start <= box[0] <= end]
        self._boxes = [box for box in self._boxes if box not in here]
        for _, first, last in here:
            self._read_range(first, last)

    def _paragraph(self, start: int, stop: int, mark: str) -> None:
        offset = self._pieces.offset(min(stop, len(self._pieces.text) - 1))
        properties = self._properties.paragraph(offset)
        text = self._text(start, stop)
        if properties.listed is not None and text.strip():
            text = self._lists.next((str(properties.listed[0]), properties.listed[1])) + text
        nesting = properties.nesting if mark != "\x0c" else 0
        if nesting == 0 and mark == "\x07":
            nesting = 1  # a cell mark stands only in tables
        self._close_tables(nesting)
        if nesting == 0:
            self._blocks.paragraph(text, level=properties.level)
            return
        while len(self._open) < nesting:
            self._open.append(OpenTable())
        self._in_table(self._open[-1], text, mark, nesting, properties)

    def _in_table(self, table: OpenTable, text: str, mark: str, nesting: int, properties: ParagraphProperties) -> None:
        row_end = properties.row_end if nesting == 1 else properties.inner_row_end
        if row_end:
            table.end_row(properties.shape)
            return
        if text.strip():
            table.lines.append(text.strip())
        if (nesting == 1 and mark == "\x07") or (nesting > 1 and properties.inner_cell):
            table.end_cell()

    def _close_tables(self, nesting: int) -> None:
        while len(self._open) > nesting:
            table = self._open.pop()
            if self._open:
                self._finished_inner.append(table)
                continue
            for finished in [table, *self._finished_inner]:
                cells, rows, columns = finished.close()
                self._blocks.table(cells, rows=rows, columns=columns)
            self._finished_inner = []

    def _text(self, start: int, stop: int) -> str:
        """Visible text between two positions."""
        shown: list[str] = []
        text = self._pieces.text
        for first, last, looks in self._seen(start, stop):
            if self._is_left_out("".join(shown), text[first:last], looks):
                continue
            for char in text[first:last]:
                if char == _FIELD_BEGIN:
                    self._field_depths.append(True)
                elif char == _FIELD_SEPARATOR:
                    if self._field_depths:
                        self._field_depths[-1] = False
                elif char == _FIELD_END:
                    if self._field_depths:
                        self._field_depths.pop()
                elif any(self._field_depths):
                    continue
                elif char >= " ":
                    shown.append(_SIGNS.get(char, char))
                else:
                    shown.append(_SIGNS.get(char, ""))
        return join_surrogates("".join(shown))

    def _is_left_out(self, before: str, text: str, looks: Looks) -> bool:
        """True for the raised mark of a note, crossed-out and white text; signs of fields are never left out."""
        if not text.strip() or any(sign in text for sign in (_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END)):
            return False
        mark = looks.raised and not looks.struck and is_mark(before, text)
        self._left_out.marks += mark
        self._left_out.struck += looks.struck
        self._left_out.white += looks.white and not looks.struck
        return mark or looks.struck or looks.white

    def _seen(self, start: int, stop: int) -> list[tuple[int, int, Looks]]:
        """Character ranges of ``start``-``stop`` that are neither deleted nor hidden, piece by piece."""
        ranges: list[tuple[int, int, Looks]] = []
        pieces = self._pieces
        bounds = [*[p for p in pieces.starts if start < p < stop], stop]
        first = start
        for bound in bounds:
            if first < bound:
                offset = pieces.offset(first)
                width = (pieces.offset(bound - 1) - offset) // (bound - first - 1) if bound - first > 1 else 2
                for low, high, looks in self._properties.seen_spans(offset, offset + (bound - first) * width):
                    left, right = first + (low - offset) // width, first + (high - offset + width - 1) // width
                    ranges.append((left, right, looks))
            first = bound
        return ranges


def _text_box_ranges(word: WordFile) -> list[tuple[int, int, int]]:
    """(anchor in the main text, start, end) of every text box, in the order of their anchors."""
    base = sum(word.counts[:_TEXT_BOXES])
    plc = word.pair(_PLC_TEXT_BOXES)
    count = (len(plc) - 4) // 26
    if word.counts[_TEXT_BOXES] <= 0 or count <= 1:
        return []
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    anchors = _anchors(word)
    boxes: list[tuple[int, int, int]] = []
    for index in range(count - 1):  # the last entry only closes the part
        shape = struct.unpack_from("<I", plc, 4 * (count + 1) + 22 * index + 14)[0]
        boxes.append((anchors.get(shape, word.counts[0]), base + positions[index], base + positions[index + 1]))
    return sorted(boxes)


def _anchors(word: WordFile) -> dict[int, int]:
    """Shape id -> character position of its anchor."""
    plc = word.pair(_PLC_SHAPES)
    count = (len(plc) - 4) // 30
    if count <= 0:
        return {}
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    return {struct.unpack_from("<I", plc, 4 * (count + 1) + 26 * index)[0]: positions[index] for index in range(count)}
