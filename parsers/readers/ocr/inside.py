"""An office file whose pages are pictures: a scan that was pasted instead of typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers.blocks import BlockList
from parsers.readers.ocr.availability import scanned_error
from parsers.readers.ocr.scans import Scans
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout, lay_out

#: With fewer characters and without a table the pictures of a file are its content.
LITTLE_TEXT = 200
#: Gives the bytes of one picture.
Picture = Callable[[], bytes]


def read_pictures(
    pictures: Sequence[Picture],
    blocks: BlockList,
    limits: Limits,
    *,
    media_type: str,
    reader: str,
    pages: int = 0,
    title: str | None = None,
) -> DocumentModel:
    """The document of what was read so far and of its pictures, each a page that follows the ``pages`` of the file.

    Raises :class:`UnreadableDocument`.
    """
    scans = Scans(limits)
    count = pages + len(pictures) if pages else None
    if not scans.installed:
        if len(blocks) == 0:
            raise scanned_error("文件只有图片，没有文字", "the file holds only pictures")
        blocks.note(f"the file holds {len(pictures)} pictures and little text")
        unread = range(pages + 1, pages + len(pictures) + 1)
        return blocks.finish(media_type, reader, pages=count, title=title, unread=unread)
    layouts: list[PageLayout] = []
    for number, picture in enumerate(pictures, start=1):
        try:
            layouts.append(lay_out(scans.read_image(picture(), pages + number)))
        except UnreadableDocument as error:
            if error.state is not DocumentState.DAMAGED:
                raise
            blocks.note(f"picture {number} cannot be opened")  # a drawing (EMF, WMF) among them
    add_pages(blocks, layouts)
    return scans.mark(blocks.finish(media_type, reader, pages=count, title=title))
