"""Lists of a binary Word file ([MS-DOC] 2.9.131 LSTF, 2.9.150 LVLF, 2.9.130 LFO)."""

from __future__ import annotations

import struct

from parsers.readers.doc.fib import WordFile
from parsers.readers.list_numbers import CHINESE, ListLevel, ListNumbers, NumberedList

_LISTS, _OVERRIDES = 73, 74
_LSTF, _LVLF, _LFO = 28, 28, 16
#: Number formats (MSONFC) by the names of DOCX; Chinese counting comes in several codes.
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 18: "decimalEnclosedCircle",
    22: "decimalZero", 23: "bullet", 28: "decimalEnclosedCircleChinese", 255: "none",
    **dict.fromkeys((10, 11, 33, 35, 37, 38, 39), CHINESE),
}  # fmt: skip


def read_lists(word: WordFile) -> ListNumbers:
    """Counters for the lists of the file; keys are the numbers that paragraphs state (``sprmPIlfo``, from 1)."""
    try:
        return ListNumbers(_read(word))
    except (struct.error, IndexError):
        return ListNumbers({})  # a broken list table costs the numbers, not the text


def _read(word: WordFile) -> dict[str, NumberedList]:
    levels = _levels(word)
    overrides = word.pair(_OVERRIDES)
    if len(overrides) < 4:
        return {}
    count = min(struct.unpack_from("<I", overrides)[0], (len(overrides) - 4) // _LFO)
    lists: dict[str, NumberedList] = {}
    for index in range(count):
        identifier = struct.unpack_from("<i", overrides, 4 + _LFO * index)[0]
        changed = overrides[4 + _LFO * index + 12]  # number of levels that this list changes: it counts for itself
        counter = f"{identifier}#{index}" if changed else str(identifier)
        lists[str(index + 1)] = NumberedList(counter, levels.get(identifier, {}))
    return lists


def _levels(word: WordFile) -> dict[int, dict[int, ListLevel]]:
    """List id -> its levels. The levels stand behind the declared length of the list table."""
    offset, length = word.place(_LISTS)
    if length < 2:
        return {}
    count = struct.unpack_from("<H", word.table, offset)[0]
    place = offset + 2 + _LSTF * count
    found: dict[int, dict[int, ListLevel]] = {}
    for index in range(count):
        start = offset + 2 + _LSTF * index
        identifier = struct.unpack_from("<i", word.table, start)[0]
        simple = word.table[start + 26] & 1
        found[identifier] = {}
        for number in range(1 if simple else 9):
            found[identifier][number], place = _level(word.table, place)
    return found


def _level(table: bytes, place: int) -> tuple[ListLevel, int]:
    """(level, where the next one begins)."""
    start, form = struct.unpack_from("<iB", table, place)
    skipped = table[place + 24] + table[place + 25]
    text_at = place + _LVLF + skipped
    length = struct.unpack_from("<H", table, text_at)[0]
    units = struct.unpack_from(f"<{length}H", table, text_at + 2)
    pattern = "".join(f"%{unit + 1}" if unit < 9 else chr(unit) for unit in units)
    return ListLevel(_FORMATS.get(form, "decimal"), pattern, start), text_at + 2 + 2 * length
