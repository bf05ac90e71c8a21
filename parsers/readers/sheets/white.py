"""Cells of an XLSX workbook whose letters are white on white: nobody sees them."""

from __future__ import annotations

from lxml import etree

from parsers.readers.packages import local

#: What may colour the ground of a cell beside its own style: tables, conditions, a picture behind the sheet.
_GROUNDS = (b"tablePart", b"conditionalFormatting", b"<picture", b":picture")


def is_white_font(font: etree._Element) -> bool:
    return any(local(mark) == "color" and _is_white(mark) for mark in font)


def is_white_fill(fill: etree._Element) -> bool:
    """True for a fill that leaves the cell white."""
    for pattern in fill:
        kind = pattern.get("patternType") or "none"
        if local(pattern) != "patternFill" or kind not in ("none", "solid"):
            return False
        if kind == "solid" and not any(local(part) == "fgColor" and _is_white(part) for part in pattern):
            return False
    return True


def may_be_coloured(sheet: bytes) -> bool:
    """True where something beside the styles of the cells may colour the sheet."""
    return any(ground in sheet for ground in _GROUNDS)


def _is_white(colour: etree._Element) -> bool:
    if colour.get("tint") not in (None, "0", "0.0"):
        return False
    return (colour.get("rgb") or "").upper() in ("FFFFFFFF", "00FFFFFF") or colour.get("theme") == "0"
