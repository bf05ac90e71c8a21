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
    return _tables_are_cut(data, 1 << shift) or _streams_are_cut(data)


def _tables_are_cut(data: bytes, size: int) -> bool:
    directory, small = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    table = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _MARKS]
    named = [directory, small, struct.unpack_from("<I", data, 68)[0], *table]
    if any(sector < _MARKS and (sector + 2) * size > len(data) for sector in named):
        return True
    # The last sector of the table that is in use lies within the file; a whole one missing was cut away.
    for number in range(len(table) - 1, -1, -1):
        start = (table[number] + 1) * size
        used = [at for at, entry in enumerate(struct.unpack_from(f"<{size // 4}I", data, start)) if entry != _FREE]
        if used:
            return (number * (size // 4) + used[-1] + 1) * size >= len(data)
    return False


def _streams_are_cut(data: bytes) -> bool:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            read = [entry for entry in ole.root.kids if entry.name.lower() in _READ]
            if any(entry.size < ole.minisectorcutoff for entry in read):
                read.append(ole.root)  # small streams lie in its own
            large = [entry for entry in read if entry is ole.root or entry.size >= ole.minisectorcutoff]
            ends = (end for entry in large for end in _ends(entry.isectStart, entry.size, ole.fat, ole.sectorsize))
            return any(end > len(data) for end in ends)
    except Exception:  # noqa: BLE001 - olefile raises many kinds on damaged files; the reader names the damage
        return False


def _ends(sector: int, left: int, fat: list[int], size: int) -> Iterator[int]:
    """Where in the file each piece of a stream of ``left`` bytes ends."""
    while left > 0 and sector < len(fat):
        yield (sector + 1) * size + min(left, size)
        left -= size
        sector = fat[sector]
