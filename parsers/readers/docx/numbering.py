"""Numbers that Word counts by itself (一、, （一）, 1.) and that stand in no text run.

A person sees them, so they are part of the text as printed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from parsers.readers.packages import attribute, local

_CHINESE = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand",
     "taiwaneseCounting", "japaneseDigitalTenThousand"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    pattern: str
    start: int


class Numbering:
    """Counters of all lists of one document; ask paragraph by paragraph in document order."""

    def __init__(self, root: etree._Element | None) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        for child in root if root is not None else ():
            if local(child) == "abstractNum":
                abstract[attribute(child, "abstractNumId") or ""] = _levels(child)
        for child in root if root is not None else ():
            if local(child) == "num":
                self._add(child, abstract)

    def _add(self, element: etree._Element, abstract: dict[str, dict[int, _Level]]) -> None:
        identifier = attribute(element, "numId") or ""
        base = next((attribute(part, "val") or "" for part in element if local(part) == "abstractNumId"), "")
        levels = dict(abstract.get(base, {}))
        counter = base
        for override in element:
            if local(override) != "lvlOverride":
                continue
            counter = f"{base}#{identifier}"  # a list that restarts counts for itself
            number = int(attribute(override, "ilvl") or 0)
            for part in override:
                if local(part) == "lvl":
                    levels[number] = _level(part)
                elif local(part) == "startOverride" and number in levels:
                    old = levels[number]
                    levels[number] = _Level(old.format, old.pattern, int(attribute(part, "val") or 1))
        self._lists[identifier] = (counter, levels)

    def next(self, place: tuple[str | None, int] | None) -> str:
        """The printed number of the next paragraph of list ``place`` (list id, level); empty when there is none."""
        if place is None or place[0] is None or place[0] not in self._lists:
            return ""
        counter, levels = self._lists[place[0]]
        level = levels.get(place[1])
        if level is None:
            return ""
        counts = self._counters[counter]
        counts[place[1]] = counts.get(place[1], level.start - 1) + 1
        for deeper in [key for key in counts if key > place[1]]:
            del counts[deeper]
        if level.format in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            number = int(match.group(1)) - 1
            other = levels.get(number, level)
            return spell(counts.get(number, other.start), other.format)

        return re.sub(r"%([1-9])", shown, level.pattern)


def _levels(element: etree._Element) -> dict[int, _Level]:
    return {int(attribute(child, "ilvl") or 0): _level(child) for child in element if local(child) == "lvl"}


def _level(element: etree._Element) -> _Level:
    values = {local(child): attribute(child, "val") or "" for child in element}
    start = values.get("start", "1")
    return _Level(values.get("numFmt", "decimal"), values.get("lvlText", ""), int(start) if start.isdigit() else 1)


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
