"""Pictures on the sheets of an XLS workbook, which all lie together in its ``Workbook`` stream.

Layout after [MS-XLS] 2.4.171 (MsoDrawingGroup) and [MS-ODRAW] 2.2.20 to 2.2.28.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_GROUP, _CONTINUE, _EOF = 0x00EB, 0x003C, 0x000A
_CONTAINERS = frozenset({0xF000, 0xF001})
#: An entry of the store: fields of this length, a name, and the picture itself.
_ENTRY, _ENTRY_FIELDS, _NAME_LENGTH = 0xF007, 36, 33
#: Pictures whose bytes are a file of their own after a few fields, and how such files begin.
_PICTURES = frozenset({0xF01D, 0xF01E, 0xF029, 0xF02A})
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
_MOST_FIELDS = 40
_HEAD = struct.Struct("<HHI")


def xls_pictures(stream: bytes) -> list[bytes]:
    """Bytes of the JPEG, PNG and TIFF pictures of a workbook, in the order in which they are stored."""
    return list(_pictures(_group(stream)))


def _group(stream: bytes) -> bytes:
    """The store of pictures, put together from its records."""
    found: list[bytes] = []
    at, within = 0, False
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        within = kind == _GROUP or (within and kind == _CONTINUE)
        if within:
            found.append(stream[at + 4 : at + 4 + length])
        if kind == _EOF:
            break  # sheets follow
        at += 4 + length
    return b"".join(found)


def _pictures(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + _HEAD.size <= len(data):
        _, kind, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if kind in _CONTAINERS:
            continue  # what it holds follows at once
        if kind == _ENTRY and at + _ENTRY_FIELDS <= len(data):
            at += _ENTRY_FIELDS + data[at + _NAME_LENGTH]
            continue
        if kind in _PICTURES:
            body = data[at : at + length]
            starts = [start for mark in _BEGINNINGS if (start := body.find(mark, 0, _MOST_FIELDS)) >= 0]
            if starts:
                yield body[min(starts) :]
        at += length
