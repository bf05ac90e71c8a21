"""PDF: the text layer to blocks in reading order. Pages that hold only an image are named, not read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout, lay_out
from parsers.readers.pdf.content import read_content
from parsers.readers.pdf.opening import load_page, open_pdf


def read_pdf(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of a PDF with a text layer. Raises :class:`UnreadableDocument`."""
    blocks = BlockList(limits)
    layouts: list[PageLayout] = []
    scanned = 0
    with _no_collection(), open_pdf(data, limits) as document:
        pages = len(document)
        title = document.get_metadata_value("Title")
        for index in range(pages):
            content = _page(document, index)
            reason = content.recognition_needed
            if reason is not None:
                scanned += 1
                blocks.note(f"page {content.number} {reason}")
            if not content.has_sound_text:
                content.glyphs = []
            elif content.unmapped:
                blocks.note(f"page {content.number} has {content.unmapped} glyphs without a character")
            layouts.append(lay_out(content))
    if scanned == pages:
        raise UnreadableDocument(
            DocumentState.SCANNED, "PDF 只有扫描图像，没有文字层 / the PDF holds only scanned images"
        )
    add_pages(blocks, layouts)
    return blocks.finish(media.PDF, "pdf", pages=pages, title=title)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keeps the garbage collector away from hundreds of thousands of small tuples that stand in no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _page(document: pypdfium2.PdfDocument, index: int) -> PageContent:
    page = load_page(document, index)
    try:
        return read_content(page, index + 1)
    finally:
        page.close()
