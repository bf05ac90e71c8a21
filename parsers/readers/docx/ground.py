"""What a Word paragraph stands on: white letters on a white page are seen by nobody, on a coloured ground by all."""

from __future__ import annotations

from lxml import etree

from parsers.readers.docx.styles import is_shading
from parsers.readers.packages import attribute, local

#: Properties of what stands around a paragraph that may colour the ground or name a style that does.
_PROPERTIES = frozenset({"pPr", "tcPr", "trPr", "tblPr", "tblPrEx"})
#: What names the style of a paragraph or table.
_STYLED = frozenset({"pStyle", "tblStyle"})


def is_on_white(paragraph: etree._Element, unshaded: frozenset[str]) -> bool:
    """True where nothing around ``paragraph`` can be a coloured ground: no shading, no shape, no page colour.

    A style that is not among the ``unshaded`` ones counts as a coloured ground.
    """
    for outer in (paragraph, *paragraph.iterancestors()):
        name = local(outer)
        if name == "txbxContent":
            return False
        if name == "document" and any(local(child) == "background" for child in outer):
            return False
        for properties in (child for child in outer if local(child) in _PROPERTIES):
            for mark in properties:
                name = local(mark)
                if name in _STYLED and attribute(mark, "val") not in unshaded:
                    return False
                if name == "shd" and is_shading(mark):
                    return False
    return True
