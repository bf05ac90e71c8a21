"""Whether an OLE file (DOC, XLS, WPS, ET) ends before what it says it holds: half of a download.

Layout after [MS-CFB]. The libraries give what is left of such a stream without a word, which would be half a report.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
#: Sector numbers from here on are marks: end of a chain, free, FAT.
_MARKS = 0xFFFFFFFA
_FREE = 0xFFFFFFFF
#: Shifts of the sectors that the format knows (512 and 4096 bytes).
_SHIFTS = (9, 12)
#: Streams that a document is read from.
_READ = frozenset({"worddocument", "0table", "1table", "data", "workbook", "book"})


def is_cut(data: bytes) -> bool:
    """True if ``data``, an OLE file, lacks sectors that its tables or its document need."""
    if len(data) < _HEADER:
        return True
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SHIFTS:
        return False  # no OLE file whose places can be reckoned
    size = 1 << shift
    (small,) = struct.unpack_from("<I", data, 60)
    (directory,) = struct.unpack_from("<I", data, 48)
    (more,) = struct.unpack_from("<I", data, 68)
    table = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _MARKS]
    if any(sector < _MARKS and (sector + 2) * size > len(data) for sector in (directory, small, more, *table)):
        return True
    cut = _document_is_cut(data)
    return _table_goes_on(data, table, size) if cut is None else cut


def _table_goes_on(data: bytes, table: list[int], size: int) -> bool:
    """True if the last sector that the table has in use lies beyond the end. Some programs fill the table up with
    what looks like use, so this is asked only where no document is found.
    """
    for number in range(len(table) - 1, -1, -1):
        start = (table[number] + 1) * size
        used = [at for at, entry in enumerate(struct.unpack_from(f"<{size // 4}I", data, start)) if entry != _FREE]
        if used:
            return (number * (size // 4) + used[-1] + 1) * size >= len(data)
    return False


def _document_is_cut(data: bytes) -> bool | None:
    """Whether a stream of the document goes on beyond the end, or ``None`` where none is found."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            read = [entry for entry in ole.root.kids if entry.name.lower() in _READ]
            if not read:
                return None
            if any(entry.size < ole.minisectorcutoff for entry in read):
                read.append(ole.root)  # small streams lie in its own
            large = [entry for entry in read if entry is ole.root or entry.size >= ole.minisectorcutoff]
            ends = (end for entry in large for end in _ends(entry.isectStart, entry.size, ole.fat, ole.sectorsize))
            return any(end > len(data) for end in ends)
    except Exception:  # noqa: BLE001 - olefile raises many kinds on damaged files; the reader names the damage
        return None


def _ends(sector: int, left: int, fat: list[int], size: int) -> Iterator[int]:
    """Where in the file each piece of a stream of ``left`` bytes ends."""
    while left > 0 and sector < len(fat):
        yield (sector + 1) * size + min(left, size)
        left -= size
        sector = fat[sector]
