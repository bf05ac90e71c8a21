"""Pictures in the text of a Word file."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from parsers.readers.packages import attribute, local

_DRAWN = {"blip": "embed", "imagedata": "id"}


def picture_parts(root: etree._Element, relations: Mapping[str, str]) -> list[str]:
    """Package parts of all pictures in reading order, each once."""
    found: dict[str, None] = {}
    for element in root.iter():
        name = _DRAWN.get(local(element))
        target = relations.get(attribute(element, name) or "") if name else None
        if target:
            found[target] = None
    return list(found)
