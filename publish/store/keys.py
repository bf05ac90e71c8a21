"""Which keys a store accepts: the same in a folder and in a bucket, so that one can be copied into the other."""

from __future__ import annotations

import re

from domain.ports import StoreError

#: S3 allows 1024 bytes of UTF-8; a folder of the same layout must fit below a path of its own.
_LONGEST_KEY = 900
_LONGEST_NAME = 240
#: What nearly all keys are: names of plain letters and digits, none of them empty, hidden or too long.
_ORDINARY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,200})*")


class BadKey(StoreError):
    """A key that would leave the store, or that one of the two kinds of store could not hold."""


def checked(key: str) -> str:
    """``key`` itself, if it is a plain relative path of ``/``-separated names; raises :class:`BadKey` otherwise."""
    if len(key) <= _LONGEST_KEY and _ORDINARY.fullmatch(key):
        return key
    names = key.split("/")
    if not key or key.startswith("/") or "\\" in key:
        raise BadKey(f"不是相对路径的键 / not a relative key: {key!r}")
    if any(name in ("", ".", "..") for name in names):
        raise BadKey(f"键中有空名、. 或 .. / the key has an empty name, . or ..: {key!r}")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in key):
        raise BadKey(f"键中有控制字符 / the key holds a control character: {key!r}")
    if len(key.encode()) > _LONGEST_KEY or any(len(name.encode()) > _LONGEST_NAME for name in names):
        raise BadKey(f"键太长 / the key is too long: {key[:80]!r}…")
    return key


def content_type_of(key: str) -> str:
    """The media type of an object by the ending of its key, for readers in a browser."""
    for ending, media_type in _TYPES.items():
        if key.endswith(ending):
            return media_type
    return "application/octet-stream"


_TYPES = {
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".cff": "application/yaml; charset=utf-8",
    "SHA256SUMS": "text/plain; charset=utf-8",
    "LICENSE": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
