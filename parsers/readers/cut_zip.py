"""What is left of a ZIP whose end is missing: its list stands there, but every member has a head of its own.

Layout after PKWARE's APPNOTE, 4.3.7. Members are believed only where length and checksum hold.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = struct.Struct("<4sHHHHHIIIHH")
_MARK = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_ENCRYPTED, _LENGTH_FOLLOWS = 0x1, 0x8
#: A length that stands elsewhere, in archives of more than 4 GB.
_ELSEWHERE = 0xFFFFFFFF
#: How far a member may stand from the beginning: marks of archives in several parts.
_WITHIN = 16
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Left:
    """One member; ``content`` is ``None`` where it is protected by a password."""

    info: zipfile.ZipInfo
    content: bytes | None


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises ``BadZipFile`` (and what :class:`zipfile.ZipFile` raises), also where the list found at the
    end is that of a package stored inside: the archive's own is missing.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    infos = archive.infolist()
    if data.startswith(_MARK) and infos and all(info.header_offset for info in infos):
        length = int.from_bytes(data[26:28], "little")
        first = _info(data[_HEAD.size : _HEAD.size + length], int.from_bytes(data[6:8], "little")).orig_filename
        if first not in {info.orig_filename for info in infos}:
            archive.close()
            raise zipfile.BadZipFile("the list of members is missing")
    return archive


def members_left(data: bytes, most_bytes: int) -> Iterator[Left]:
    """The members from the first on, up to one that is not whole. Raises ``ValueError`` where one unpacks to more than
    ``most_bytes``.
    """
    at = data.find(_MARK, 0, _WITHIN)
    while at >= 0 and data[at : at + 4] == _MARK and at + _HEAD.size <= len(data):
        _, _, flags, method, _, _, checksum, packed, size, name_length, extra = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size + name_length + extra
        info = _info(data[at + _HEAD.size : at + _HEAD.size + name_length], flags)
        if flags & _LENGTH_FOLLOWS and not packed:
            whole = _unmeasured(data, start, method, most_bytes) if not flags & _ENCRYPTED else None
            if whole is None:
                return
            content, at = whole
            yield Left(info, content)
            continue
        at = start + packed
        if at > len(data) or _ELSEWHERE in (packed, size):
            return
        if flags & _ENCRYPTED:
            yield Left(info, None)
            continue
        unpacked = _unpacked(data[start:at], method, most_bytes)
        if unpacked is None or len(unpacked) != size or zlib.crc32(unpacked) != checksum:
            return
        yield Left(info, unpacked)


def _info(raw: bytes, flags: int) -> zipfile.ZipInfo:
    """Name and flags as :mod:`zipfile` gives them."""
    info = zipfile.ZipInfo("member")
    info.filename = info.orig_filename = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
    info.flag_bits = flags
    return info


def _unpacked(packed: bytes, method: int, most_bytes: int) -> bytes | None:
    if method == zipfile.ZIP_STORED:
        if len(packed) > most_bytes:
            raise ValueError
        return packed
    if method != zipfile.ZIP_DEFLATED:
        return None
    inflated = _inflated(memoryview(packed), most_bytes)
    return inflated[0] if inflated is not None else None


def _inflated(packed: memoryview, most_bytes: int) -> tuple[bytes, int] | None:
    """(content, length of its packed form) of a deflated stream, or ``None`` where it is not whole."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = bytearray()
    for at in range(0, len(packed), _CHUNK):  # what is given beyond its end is copied each time
        piece = packed[at : at + _CHUNK]
        try:
            content += inflater.decompress(piece, most_bytes + 1 - len(content))
        except zlib.error:
            return None
        if len(content) > most_bytes:
            raise ValueError
        if inflater.eof:
            return bytes(content), at + len(piece) - len(inflater.unused_data)
    return None


def _unmeasured(data: bytes, start: int, method: int, most_bytes: int) -> tuple[bytes, int] | None:
    """(content, where the next member begins) of a member whose length and checksum follow it."""
    if method != zipfile.ZIP_DEFLATED:
        return None
    inflated = _inflated(memoryview(data)[start:], most_bytes)
    if inflated is None:
        return None
    content, length = inflated
    at = start + length
    at += 4 if data[at : at + 4] == _DESCRIPTOR else 0
    if at + 12 > len(data):
        return None
    checksum, packed, size = struct.unpack_from("<III", data, at)
    if (checksum, packed, size) != (zlib.crc32(content), length, len(content)):
        return None
    return content, at + 12
