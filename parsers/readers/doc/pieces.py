"""The piece table: the text of a binary Word file and where every character stands in the file ([MS-DOC] 2.4.1)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers.doc.fib import WordFile

_CLX = 33
_COMPRESSED = 0x40000000


@dataclass(frozen=True, slots=True)
class Pieces:
    """Text by character position (CP), and the file offset (FC) of each CP."""

    text: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    widths: tuple[int, ...]

    def offset(self, position: int) -> int:
        """File offset of the character at ``position``."""
        piece = bisect_right(self.starts, position) - 1
        return self.offsets[piece] + (position - self.starts[piece]) * self.widths[piece]


def read_pieces(word: WordFile) -> Pieces:
    """All text of the file. Raises ``UnreadableDocument(damaged)``."""
    plc = _piece_table(word.pair(_CLX))
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    texts: list[str] = []
    offsets: list[int] = []
    widths: list[int] = []
    for index in range(count):
        stored = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        length = positions[index + 1] - positions[index]
        if length < 0:
            raise _damaged()
        if stored & _COMPRESSED:
            offset, width = (stored & ~_COMPRESSED & 0x3FFFFFFF) // 2, 1
            raw = word.main[offset : offset + length]
            text = raw.decode("cp1252", "replace")
        else:
            offset, width = stored & 0x3FFFFFFF, 2
            raw = word.main[offset : offset + 2 * length]
            # One unit per position, also for the halves of a surrogate pair: positions must stay in step.
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
        if len(text) != length:
            raise _damaged()
        texts.append(text)
        offsets.append(offset)
        widths.append(width)
    return Pieces("".join(texts), positions[:-1], tuple(offsets), tuple(widths))


def _piece_table(clx: bytes) -> bytes:
    """The ``PlcPcd`` behind the property modifiers."""
    offset = 0
    while offset < len(clx) and clx[offset] == 1:
        offset += 3 + int(struct.unpack_from("<H", clx, offset + 1)[0])
    if offset + 5 > len(clx) or clx[offset] != 2:
        raise _damaged()
    length = struct.unpack_from("<I", clx, offset + 1)[0]
    return clx[offset + 5 : offset + 5 + length]


def join_surrogates(text: str) -> str:
    """Text with the halves of surrogate pairs put together."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(DocumentState.DAMAGED, "Word 文件的文本表已损坏 / the piece table of the file is damaged")
