"""What a Word file shows beside its body: chunks in other formats, notes, heads of pages, embedded objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from parsers.model import DocumentModel, Limits
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.html.document import read_html
from parsers.readers.html.mhtml import read_mhtml
from parsers.readers.packages import Package, attribute, local
from parsers.readers.sniffing import sniff

_CHUNKS: dict[str, Callable[[bytes, Limits], DocumentModel]] = {media.HTML: read_html, media.MHTML: read_mhtml}
_NOTES = {"footnoteReference": ("footnotes", "footnote"), "endnoteReference": ("endnotes", "endnote")}
_PAGE_PARTS = re.compile(r"(?:^|/)(?:header|footer)\d*\.xml$", re.IGNORECASE)


def add_chunk(
    reference: etree._Element, package: Package, relations: Mapping[str, str], blocks: BlockList, limits: Limits
) -> None:
    """Adds the page that a ``w:altChunk`` brings in; a chunk in a format we do not read there is noted."""
    target = relations.get(attribute(reference, "id") or "")
    if target is None or not package.has(target):
        blocks.note("a part of the text (altChunk) is missing in the file")
        return
    content = package.read(target)
    reader = _CHUNKS.get(sniff(content))
    if reader is None:
        blocks.note(f"a part of the text (altChunk, {sniff(content)}) was not read")
    else:
        blocks.extend(reader(content, limits))


def notes_of(root: etree._Element, package: Package, main: str) -> Iterator[etree._Element]:
    """``w:p`` of the footnotes and endnotes that the text of the part ``main`` refers to, in its order."""
    for mark, (part, name) in _NOTES.items():
        wanted = [attribute(element, "id") for element in root.iter("{*}" + mark)]
        where = package.related_part(main, part, f"word/{part}.xml") if wanted else None
        if where:
            notes = {attribute(note, "id"): note for note in package.xml(where) if local(note) == name}
            for identifier in wanted:
                if identifier in notes:
                    yield from notes[identifier].iter("{*}p")


def note_unread(root: etree._Element, package: Package, blocks: BlockList) -> None:
    """Notes tables in heads and feet of pages, and objects of other programs that are shown as pictures."""
    for element in root.iter("{*}OLEObject"):
        blocks.note(f"an embedded object ({attribute(element, 'ProgID') or 'unknown'}) was not read")
    for part in sorted(name for name in package.names() if _PAGE_PARTS.search(name)):
        cells = package.xml(part).iter("{*}tc")
        if any(any(char.isdigit() for text in cell.iter("{*}t") for char in text.text or "") for cell in cells):
            blocks.note(f"a table in {part} (head or foot of the pages) was not read")
