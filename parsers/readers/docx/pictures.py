"""A Word file whose pages are pictures: a scan that was pasted instead of typed."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.ocr import Scans, scanned_error
from parsers.readers.packages import Package, attribute, local
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout, lay_out

#: With fewer characters and without a table the pictures of a file are its content.
LITTLE_TEXT = 200
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


def read_pictures(
    package: Package, parts: list[str], blocks: BlockList, limits: Limits, title: str | None
) -> DocumentModel:
    """The document of what was read so far and of its pictures, each a page (numbered from 1).

    Raises :class:`UnreadableDocument`.
    """
    scans = Scans(limits)
    if not scans.installed:
        if len(blocks) == 0:
            raise scanned_error("文件只有图片，没有文字", "the file holds only pictures")
        blocks.note(f"the file holds {len(parts)} pictures and little text")
        return blocks.finish(media.DOCX, "docx", title=title, unread=range(1, len(parts) + 1))
    layouts: list[PageLayout] = []
    for number, part in enumerate(parts, start=1):
        try:
            layouts.append(lay_out(scans.read_image(package.read(part), number)))
        except UnreadableDocument as error:
            if error.state is not DocumentState.DAMAGED:
                raise
            blocks.note(f"picture {number} cannot be opened")  # a drawing (EMF, WMF) among them
    add_pages(blocks, layouts)
    return scans.mark(blocks.finish(media.DOCX, "docx", title=title))
