"""Undoing a compressed body within bounds: no more than the cap is ever held, whatever the ratio of the compression."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

#: What is asked for, and how zlib opens it: 47 reads gzip and zlib by their heads.
_OPENS = {"gzip": 47, "x-gzip": 47, "deflate": 47}
_RAW_DEFLATE = -15
_HEAD = 2
#: Codings that nobody asked for and that are not opened here; other words in the header are a mistake of the server's.
_NOT_OPENED = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_GZIP = b"\x1f\x8b"


class DamagedBody(ValueError):
    """A compressed body that is damaged or ends early, or in a coding that is not opened."""


class LargerThan(Exception):
    """More decoded bytes than the cap."""


def body_of(chunks: Iterable[bytes], coding: str, cap: int, *, cut: bool = False) -> bytes:
    """The decoded bytes of ``chunks``; ``coding`` is the Content-Encoding header.

    Raises :class:`LargerThan` at the first byte over ``cap``, and :class:`DamagedBody`. With ``cut`` what is within
    the cap is given instead, and nothing more is read.
    """
    names = [
        name for name in (one.strip().lower() for one in coding.split(",")) if name in _OPENS or name in _NOT_OPENED
    ]
    if len(names) > 1 or not _OPENS.keys() >= set(names):
        raise DamagedBody(f"content coding {', '.join(names)[:80]}")
    read = bytearray()
    decoder = _Decoder(names[0]) if names else None
    for chunk in chunks:
        read += decoder.feed(chunk, cap + 1 - len(read)) if decoder else chunk
        if len(read) > cap and cut:
            return bytes(read[:cap])
        if len(read) > cap:
            raise LargerThan
    if decoder:
        decoder.check_end()
    return bytes(read)


class _Decoder:
    def __init__(self, name: str) -> None:
        self._inner = zlib.decompressobj(_OPENS[name])
        #: ``deflate`` is sent with a head of two bytes and without; until they are here, which of the two is not known.
        self._head = b"" if name == "deflate" else None
        self._begun = False

    def feed(self, chunk: bytes, room: int) -> bytes:
        """At most ``room`` further decoded bytes (more of them than that are left alone: the body is too large)."""
        if self._head is not None:
            self._head += chunk
            if len(self._head) < _HEAD:
                return b""
            chunk, self._head = self._head, None
            if not _is_zlib_head(chunk):
                self._inner = zlib.decompressobj(_RAW_DEFLATE)
        if not chunk:
            return b""
        try:
            found = self._inner.decompress(chunk, room)
        except zlib.error as problem:
            raise DamagedBody(str(problem)) from problem
        self._begun = True
        if self._inner.eof and self._inner.unused_data.startswith(_GZIP) and len(found) < room:
            # A file of several members: each begins as the first did. Anything else behind the end is no content.
            rest = self._inner.unused_data
            self._inner = zlib.decompressobj(_OPENS["gzip"])
            return found + self.feed(rest, room - len(found))
        return found

    def check_end(self) -> None:
        if (self._begun or self._head) and not self._inner.eof:
            raise DamagedBody("the compressed body ends early")


def _is_zlib_head(data: bytes) -> bool:
    """RFC 1950, 2.2; or the head of gzip, which some send under the name of the other."""
    return data.startswith(_GZIP) or (data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0)
