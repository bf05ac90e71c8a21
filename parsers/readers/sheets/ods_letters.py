"""Cells of an ODS workbook whose letters are white on white, or crossed out, by the styles of its content."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from parsers.readers.packages import attribute

_WHITE = "#ffffff"
#: What may colour the ground of a cell beside its own style.
_CONDITIONS = ("map", "conditional-format")


@dataclass(frozen=True, slots=True)
class Letters:
    """Names of the cell styles whose letters nobody sees, and of those whose letters are crossed out."""

    white: frozenset[str]
    struck: frozenset[str]


def letters_of(root: etree._Element) -> Letters:
    """The styles in ``content.xml``. A style that is made from another than the default may have its ground from it."""
    white: set[str] = set()
    struck: set[str] = set()
    coloured = any(root.find(f".//{{*}}{name}") is not None for name in _CONDITIONS)
    for style in root.iter("{*}style"):
        name = attribute(style, "name") or ""
        if attribute(style, "family") != "table-cell":
            continue
        said = [(attribute(part, "color"), attribute(part, "background-color")) for part in style]
        grounds = {ground for _, ground in said if ground is not None}
        if any((attribute(part, "text-line-through-style") or "none") != "none" for part in style):
            struck.add(name)
        plain = attribute(style, "parent-style-name") in (None, "Default") and grounds <= {"transparent", _WHITE}
        if plain and not coloured and any((colour or "").lower() == _WHITE for colour, _ in said):
            white.add(name)
    return Letters(frozenset(white), frozenset(struck))
