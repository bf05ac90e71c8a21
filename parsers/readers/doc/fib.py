"""The streams of a binary Word file and its File Information Block ([MS-DOC] 2.5)."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import olefile

from domain.records import DocumentState
from parsers.model import UnreadableDocument

_WORD = 0xA5EC
_WORD_97 = 0x00C1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
#: Where the pairs (offset, length) of the table stream begin.
_PAIRS = 0x9A
#: Character counts of the parts of the text, in the order in which they follow each other.
_COUNTS = 0x4C
#: Of the summary: where its section stands, the ids of two properties and the types of a text.
_SECTION, _CODEPAGE, _TITLE, _BYTES, _UNICODE = 44, 1, 2, 30, 31
_MOST_PROPERTIES = 256


@dataclass(frozen=True, slots=True)
class WordFile:
    """Streams and table positions of one file; ``counts`` are the characters of main text, footnotes, headers,
    macros, annotations, endnotes, text boxes and header text boxes.
    """

    main: bytes
    table: bytes
    data: bytes
    counts: tuple[int, ...]
    title: str | None

    def place(self, index: int) -> tuple[int, int]:
        """(offset, length) of pair ``index`` in the table stream."""
        offset, length = struct.unpack_from("<II", self.main, _PAIRS + 8 * index)
        return offset, length

    def pair(self, index: int) -> bytes:
        """Bytes of the table stream that pair ``index`` of ``FibRgFcLcb97`` points to."""
        offset, length = self.place(index)
        return self.table[offset : offset + length]


def open_word(data: bytes) -> WordFile:
    """The open file. Raises :class:`UnreadableDocument` (damaged, encrypted, unsupported)."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            main = ole.openstream("WordDocument").read()
            if len(main) < _PAIRS + 8 * 75 or struct.unpack_from("<H", main)[0] != _WORD:
                raise _damaged()
            flags = struct.unpack_from("<H", main, 0x0A)[0]
            if flags & _ENCRYPTED:
                raise UnreadableDocument(DocumentState.ENCRYPTED, "文件有密码 / the file is protected by a password")
            if struct.unpack_from("<H", main, 2)[0] < _WORD_97:
                raise UnreadableDocument(
                    DocumentState.UNSUPPORTED, "Word 97 以前的文件 / the file is older than Word 97"
                )
            table = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
            extra = ole.openstream("Data").read() if ole.exists("Data") else b""
            title = _title(ole)
    except (OSError, struct.error) as error:
        raise _damaged() from error
    counts = struct.unpack_from("<8i", main, _COUNTS)
    if any(count < 0 for count in counts):
        raise _damaged()
    return WordFile(main=main, table=table, data=extra, counts=counts, title=title)


def _title(ole: olefile.OleFileIO) -> str | None:
    """The title of the summary ([MS-OLEPS] 2.21). Read here, because the library reads every property and counts the
    items of a vector as far as a broken file says.
    """
    try:
        stream = ole.openstream("\x05SummaryInformation").read()
        section = stream[struct.unpack_from("<I", stream, _SECTION)[0] :]
        count = min(struct.unpack_from("<I", section, 4)[0], _MOST_PROPERTIES)
        places = dict(struct.unpack_from("<II", section, 8 + 8 * number) for number in range(count))
        codepage = struct.unpack_from("<H", section, places[_CODEPAGE] + 4)[0] if _CODEPAGE in places else 0
        kind, length = struct.unpack_from("<II", section, places[_TITLE])
    except (OSError, struct.error, KeyError):  # a broken summary must not cost the document
        return None
    start = places[_TITLE] + 8
    if kind == _UNICODE:
        return section[start : start + 2 * length].decode("utf-16-le", "replace").strip("\x00 ") or None
    if kind != _BYTES:
        return None
    encoding = {65001: "utf-8", 1200: "utf-16-le"}.get(codepage, "gb18030")
    return section[start : start + length].decode(encoding, "replace").strip("\x00 ") or None


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(DocumentState.DAMAGED, "Word 文件已损坏 / the Word file is damaged")
