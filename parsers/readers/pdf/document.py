"""PDF to blocks in reading order, page by page: the text layer, or text recognition where there is no sound one.

Without the extra ``[ocr]`` the pages that need recognition are named, not read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from domain.records import DocumentState
from domain.redaction import redact_title
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.ocr import Scans, scanned_error
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout
from parsers.readers.pages.sheets import lay_out_sheet
from parsers.readers.pdf.attached import attached_names
from parsers.readers.pdf.content import read_content
from parsers.readers.pdf.opening import load_page, open_pdf
from parsers.readers.pdf.suspects import has_layers

_UNSEEN = "characters that nobody sees (invisible, painted over or in a layer switched off) are left out"


def read_pdf(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of a PDF. Raises :class:`UnreadableDocument`."""
    blocks = BlockList(limits)
    layouts: list[PageLayout] = []
    scans = Scans(limits)
    unread: list[int] = []
    with _no_collection(), open_pdf(data, limits) as document:
        pages = len(document)
        title = document.get_metadata_value("Title")
        layers = has_layers(data)
        for index in range(pages):
            content = _page(document, index, scans, layers=layers)
            reason = content.recognition_needed
            if reason is not None:
                unread.append(content.number)
                blocks.note(f"page {content.number} {reason}")
            if not content.has_sound_text:
                content.glyphs = []
            elif content.unmapped:
                blocks.note(f"page {content.number} has {content.unmapped} glyphs without a character")
            if content.unseen:
                blocks.note(f"page {content.number}: {content.unseen} {_UNSEEN}")
            lay_out_sheet(content, layouts)
        attached = attached_names(data, document)
    if len(unread) == pages:
        raise scanned_error("PDF 只有扫描图像，没有文字层", "the PDF holds only scanned images")
    add_pages(blocks, layouts)
    if attached:
        names = ", ".join(redact_title(name) for name in attached)
        if not len(blocks):
            raise UnreadableDocument(
                DocumentState.EMPTY,
                f"PDF 没有正文，只有附件：{names} / the PDF holds nothing but attached files: {names}",
            )
        blocks.note(f"attached files, read only where the PDF itself gives no figure: {names}")
    return scans.mark(blocks.finish(media.PDF, "pdf", pages=pages, title=title, unread=unread))


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


def _page(document: pypdfium2.PdfDocument, index: int, scans: Scans, *, layers: bool) -> PageContent:
    """What stands on a page; where only text recognition can tell and is installed, what it says."""
    page = load_page(document, index)
    try:
        content = read_content(page, index + 1, layers=layers)
        if content.recognition_needed is None or not scans.installed:
            return content
        return scans.read_pdf_page(page, index + 1)
    finally:
        page.close()
