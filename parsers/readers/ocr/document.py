"""Image files (JPEG, PNG, TIFF …) as documents: every page by text recognition."""

from __future__ import annotations

from parsers.model import DocumentModel, Limits
from parsers.readers.blocks import BlockList
from parsers.readers.ocr.availability import scanned_error
from parsers.readers.ocr.scans import Scans
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout, lay_out


def read_image(data: bytes, media_type: str, limits: Limits) -> DocumentModel:
    """The document model of an image file. Raises :class:`~parsers.model.UnreadableDocument`."""
    scans = Scans(limits)
    if not scans.installed:
        raise scanned_error("文件是图片", "the file is an image")
    from parsers.readers.ocr.images import pictures  # noqa: PLC0415 - needs the extra

    layouts: list[PageLayout] = [
        lay_out(scans.read_picture(picture, number)) for number, picture in enumerate(pictures(data, limits), start=1)
    ]
    blocks = BlockList(limits)
    add_pages(blocks, layouts)
    return scans.mark(blocks.finish(media_type, "image", pages=len(layouts)))
