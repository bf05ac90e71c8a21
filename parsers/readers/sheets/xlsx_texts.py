"""Texts of an XLSX workbook in pieces of different looks, and the texts of the shapes that lie over its cells."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from parsers.readers.marks import is_mark
from parsers.readers.packages import Package, local

_OFF = ("0", "false")


@dataclass(frozen=True, slots=True)
class RichText:
    """A text without the raised marks of notes and the crossed-out pieces that were left out of it."""

    shown: str
    marks: int
    struck: int


def retold_strings(package: Package, main: str) -> dict[int, RichText]:
    """The shared strings that hold a mark or a crossed-out piece, by their number."""
    name = package.related_part(main, "sharedStrings", "xl/sharedStrings.xml")
    if name is None or not any(word in package.read(name) for word in (b"strike", b"superscript")):
        return {}
    strings = (one for one in package.xml(name) if local(one) == "si")
    found = ((number, rich_text(one)) for number, one in enumerate(strings))
    return {number: text for number, text in found if text is not None}


def rich_text(item: etree._Element) -> RichText | None:
    """What an ``si`` or ``is`` shows, or ``None`` where nothing of it is left out."""
    shown, marks, struck = "", 0, 0
    for run in item:
        if local(run) == "t":
            shown += run.text or ""
        elif local(run) == "r":
            looks = next((part for part in run if local(part) == "rPr"), None)
            text = "".join(part.text or "" for part in run if local(part) == "t")
            if looks is not None and is_struck(looks):
                struck += bool(text.strip())
            elif looks is not None and _is_raised(looks) and is_mark(shown, text):
                marks += 1
            else:
                shown += text
    return RichText(shown.strip(), marks, struck) if marks or struck else None


def is_struck(font: etree._Element) -> bool:
    """True for a font, or the looks of a piece, with a line through the text."""
    return any(local(mark) == "strike" and mark.get("val") not in _OFF for mark in font)


def _is_raised(looks: etree._Element) -> bool:
    return any(local(mark) == "vertAlign" and mark.get("val") == "superscript" for mark in looks)


def sheet_boxes(package: Package, sheet: str) -> list[str]:
    """Texts of the shapes drawn over the part ``sheet``, each once."""
    found = []
    for drawing in package.related(sheet):
        if drawing.kind != "drawing" or not package.has(drawing.target):
            continue
        for body in package.xml(drawing.target).iter("{*}txBody"):
            text = " ".join("".join(piece.text or "" for piece in body.iter("{*}t")).split())
            if text:
                found.append(text)
    return list(dict.fromkeys(found))
