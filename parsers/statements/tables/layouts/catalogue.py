"""Entries of the catalogue of government procurement (品目): code and name in one cell, or one of them alone."""

from __future__ import annotations

import re

from parsers.statements.labels import clean
from parsers.statements.tables.names import CodeAndName

#: ``A02010105``, ``C020603``, ``020104``; several with marks between them.
_ONE = r"[A-Z]{0,2}\d[\dA-Z]*(?:[-.]\d+)*"
_CODES = re.compile(rf"{_ONE}(?:[、,;/]{_ONE})*")
#: ``A05040101 复印纸``: letter and pairs of digits before a name.
_JOINED = re.compile(r"(?P<code>[A-Z]\d{2}(?:\d{2})*)[-—_:.、]?(?P<name>[^\d\W].*)")


def split_entry(text: str) -> CodeAndName:
    """Code and name of an entry; a cell of codes has no name ("") and any other words have no code."""
    printed = " ".join(text.split())
    key = clean(printed)
    if _CODES.fullmatch(key):
        return CodeAndName(printed, "")
    found = _JOINED.fullmatch(key)
    if found is None:
        return CodeAndName(None, printed)
    name = printed
    while name and clean(name) != found["name"]:  # as printed, with its white space
        name = name[1:]
    return CodeAndName(found["code"], name.strip() or found["name"])
