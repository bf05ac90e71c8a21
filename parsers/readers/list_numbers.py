"""Numbers that Word counts by itself (一、, （一）, 1.): they stand in no text, but a person sees them.

Shared by DOCX and binary Word files, which state the same lists in different ways.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

_CHINESE = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CHINESE = "chineseCounting"
_CHINESE_FORMATS = frozenset(
    {CHINESE, "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand",
     "taiwaneseCounting", "japaneseDigitalTenThousand"}
)  # fmt: skip
_UNPRINTED = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: number format (names of DOCX), pattern with ``%1`` … ``%9`` for the levels, first number."""

    format: str
    pattern: str
    start: int


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Levels of a list; lists with the same ``counter`` count on together."""

    counter: str
    levels: Mapping[int, ListLevel]


class ListNumbers:
    """Counters of all lists of one document; ask paragraph by paragraph in document order."""

    def __init__(self, lists: Mapping[str, NumberedList]) -> None:
        self._lists = lists
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)

    def next(self, place: tuple[str | None, int] | None) -> str:
        """The printed number of the next paragraph of list ``place`` (list id, level); empty when there is none."""
        if place is None or place[0] is None or place[0] not in self._lists:
            return ""
        found, number = self._lists[place[0]], place[1]
        level = found.levels.get(number)
        if level is None:
            return ""
        counts = self._counters[found.counter]
        counts[number] = counts.get(number, level.start - 1) + 1
        for deeper in [key for key in counts if key > number]:
            del counts[deeper]
        if level.format in _UNPRINTED:
            return ""

        def shown(match: re.Match[str]) -> str:
            other = found.levels.get(int(match.group(1)) - 1, level)
            return spell(counts.get(int(match.group(1)) - 1, other.start), other.format)

        return re.sub(r"%([1-9])", shown, level.pattern)


def spell(number: int, form: str) -> str:
    """``number`` in a Word number format; an unknown format gives Arabic digits."""
    if form in _CHINESE_FORMATS:
        return _chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + number - 1)
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _chinese(number: int) -> str:
    if number < 10:
        return _CHINESE[number]
    if number < 20:
        return "十" + (_CHINESE[number % 10] if number % 10 else "")
    if number < 100:
        return _CHINESE[number // 10] + "十" + (_CHINESE[number % 10] if number % 10 else "")
    return "".join(_CHINESE[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    parts: list[str] = []
    for value, sign in signs:
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts)
