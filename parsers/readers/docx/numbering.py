"""``word/numbering.xml``: the lists of a DOCX file."""

from __future__ import annotations

from lxml import etree

from parsers.readers.list_numbers import ListLevel, ListNumbers, NumberedList
from parsers.readers.packages import attribute, local


def read_numbering(root: etree._Element | None) -> ListNumbers:
    """Counters for the lists that ``root`` (or nothing) declares."""
    abstract: dict[str, dict[int, ListLevel]] = {}
    lists: dict[str, NumberedList] = {}
    for child in root if root is not None else ():
        if local(child) == "abstractNum":
            abstract[attribute(child, "abstractNumId") or ""] = {
                _integer(attribute(level, "ilvl"), 0): _level(level) for level in child if local(level) == "lvl"
            }
    for child in root if root is not None else ():
        if local(child) == "num":
            lists[attribute(child, "numId") or ""] = _list(child, abstract)
    return ListNumbers(lists)


def _list(element: etree._Element, abstract: dict[str, dict[int, ListLevel]]) -> NumberedList:
    base = next((attribute(part, "val") or "" for part in element if local(part) == "abstractNumId"), "")
    levels = dict(abstract.get(base, {}))
    counter = base
    for override in element:
        if local(override) != "lvlOverride":
            continue
        counter = f"{base}#{attribute(element, 'numId')}"  # a list that restarts counts for itself
        number = _integer(attribute(override, "ilvl"), 0)
        for part in override:
            if local(part) == "lvl":
                levels[number] = _level(part)
            elif local(part) == "startOverride" and number in levels:
                old = levels[number]
                levels[number] = ListLevel(old.format, old.pattern, _integer(attribute(part, "val"), 1))
    return NumberedList(counter, levels)


def _level(element: etree._Element) -> ListLevel:
    values = {local(child): attribute(child, "val") for child in element}
    return ListLevel(values.get("numFmt") or "decimal", values.get("lvlText") or "", _integer(values.get("start"), 1))


def _integer(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isdigit() else default
