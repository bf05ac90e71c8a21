"""Which code read a report: a hash over the modules and declarations that decide what is read.

A report is read again when its inputs or this hash change, so a better pattern reaches every archived document.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_READING_ROOMS = ("domain", "parsers")
_SUFFIXES = {".py", ".yaml", ".csv"}


@cache
def reading_code_version() -> str:
    """12 hex digits over all code and declarations of ``domain`` and ``parsers``, the same on every machine."""
    return _hash_of(_READING_ROOMS)


@cache
def publishing_code_version() -> str:
    """As :func:`reading_code_version`, over everything that has a say in the published rows: ``publish`` besides."""
    return _hash_of((*_READING_ROOMS, "publish"))


def _hash_of(rooms: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted((_ROOT / room).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(path.relative_to(_ROOT).as_posix().encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
