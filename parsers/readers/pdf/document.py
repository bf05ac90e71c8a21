"""PDF: the text layer to blocks in reading order. Pages that hold only an image are named, not read."""

from __future__ import annotations

import pypdfium2

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout, lay_out
from parsers.readers.pdf.content import read_content
from parsers.readers.pdf.opening import open_pdf

#: A page with fewer characters than this and an image on a fifth of it is a scan.
_FEW_GLYPHS = 20
_IMAGE_SHARE = 0.2
#: Share of glyphs without a character from which the text layer is called unusable on a page.
_UNMAPPED = 0.3


def read_pdf(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of a PDF with a text layer. Raises :class:`UnreadableDocument`."""
    blocks = BlockList(limits)
    layouts: list[PageLayout] = []
    scanned = 0
    with open_pdf(data, limits) as document:
        pages = len(document)
        title = document.get_metadata_value("Title")
        for index in range(pages):
            content = _page(document, index)
            if _is_scan(content):
                scanned += 1
                blocks.note(f"page {content.number} holds only an image")
            if content.unmapped > _UNMAPPED * max(len(content.glyphs), 1):
                blocks.note(f"page {content.number}: {content.unmapped} glyphs have no character")
            layouts.append(lay_out(content))
    if scanned == pages:
        raise UnreadableDocument(
            DocumentState.SCANNED, "PDF 只有扫描图像，没有文字层 / the PDF holds only scanned images"
        )
    add_pages(blocks, layouts)
    return blocks.finish(media.PDF, "pdf", pages=pages, title=title)


def _page(document: pypdfium2.PdfDocument, index: int) -> PageContent:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(
            DocumentState.DAMAGED, f"PDF 第 {index + 1} 页已损坏 / page {index + 1} of the PDF is damaged"
        ) from error
    try:
        return read_content(page, index + 1)
    finally:
        page.close()


def _is_scan(content: PageContent) -> bool:
    return len(content.glyphs) < _FEW_GLYPHS and content.image_share >= _IMAGE_SHARE
