"""Pictures of an XLSX sheet: laid over its cells, or shown in a cell by the formula ``DISPIMG`` of WPS Office."""

from __future__ import annotations

import re

from parsers.readers.docx.pictures import picture_parts
from parsers.readers.packages import Package, attribute, local

_IN_A_CELL = re.compile(rb"DISPIMG\((?:\"|&quot;)([^\"&]+)")
_SHOWN = re.compile(r"^=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)


def shows_picture(text: str) -> bool:
    """True if a cell of this text shows a picture instead."""
    return _SHOWN.match(text) is not None


def sheet_pictures(package: Package, main: str, sheet: str, content: bytes) -> list[str]:
    """Package parts of the pictures on the part ``sheet`` (bytes ``content``) of the workbook ``main``, each once."""
    drawings = [one.target for one in package.related(sheet) if one.kind in ("drawing", "vmlDrawing")]
    parts = [one.target for drawing in drawings for one in package.related(drawing) if one.kind == "image"]
    if b"DISPIMG(" in content:
        named = _named_pictures(package, main)
        parts += [
            part for name in _IN_A_CELL.findall(content) for part in named.get(name.decode("utf-8", "replace"), ())
        ]
    return list(dict.fromkeys(part for part in parts if package.has(part)))


def _named_pictures(package: Package, main: str) -> dict[str, list[str]]:
    """Name of a picture in a cell → its parts."""
    found: dict[str, list[str]] = {}
    for one in package.related(main):
        if one.kind != "cellImage" or not package.has(one.target):
            continue
        relations = package.relations(one.target)
        for picture in package.xml(one.target):
            named = next((element for element in picture.iter() if local(element) == "cNvPr"), None)
            if named is not None:
                found[attribute(named, "name") or ""] = picture_parts(picture, relations)
    return found
