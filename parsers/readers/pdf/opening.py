"""Opens a PDF with pdfium and names what is wrong with one that does not open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument


@contextmanager
def open_pdf(data: bytes, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """The open document. Raises :class:`UnreadableDocument` (encrypted, damaged, empty, too_large)."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    try:
        pages = len(document)
        if pages == 0:
            raise UnreadableDocument(DocumentState.EMPTY, "PDF 没有页面 / the PDF has no pages")
        if pages > limits.pages:
            raise UnreadableDocument(
                DocumentState.TOO_LARGE, f"PDF 有 {pages} 页，超过 {limits.pages} 页 / the PDF has {pages} pages"
            )
        # Before a page is loaded: a field that states its value without a drawing of it gets one.
        document.init_forms()
        yield document
    finally:
        document.close()


def load_page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """Page ``index`` (from 0) with its filled fields as part of it. Raises :class:`UnreadableDocument` (damaged)."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(
            DocumentState.DAMAGED, f"PDF 第 {index + 1} 页已损坏 / page {index + 1} of the PDF is damaged"
        ) from error
    if _has_filled_fields(page) and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY):
        page.close()
        page = document[index]  # a flattened page shows its fields only when loaded again
    return page


def _has_filled_fields(page: pypdfium2.PdfPage) -> bool:
    """True if the page has form fields or text notes, whose words are no part of the page's own content."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
            return True
    return False


def _unreadable(error: pypdfium2.PdfiumError) -> UnreadableDocument:
    if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or (
        "password" in str(error).lower()
    ):
        return UnreadableDocument(DocumentState.ENCRYPTED, "PDF 有密码 / the PDF is protected by a password")
    return UnreadableDocument(DocumentState.DAMAGED, "PDF 已损坏，无法打开 / the PDF is damaged and does not open")
