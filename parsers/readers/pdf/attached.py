"""Files that a PDF carries: those of its list (a portfolio is nothing else) and those pinned to a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from domain.records import DocumentState
from parsers.model import UnreadableDocument

#: How a page says that a file is pinned to it.
_PINNED = b"FileAttachment"
#: Files of one PDF that are looked at.
_MOST = 200


def attached_names(data: bytes, document: pypdfium2.PdfDocument) -> list[str]:
    """Names of the files, as the PDF ``data`` states them."""
    return [name for name, _ in _attachments(data, document)]


def attached_files(data: bytes, document: pypdfium2.PdfDocument, most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each file. Raises ``UnreadableDocument(too_large)`` beyond ``most_bytes`` for one."""
    for name, attachment in _attachments(data, document):
        length = ctypes.c_ulong()
        if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, ctypes.byref(length)):
            yield name, b""
            continue
        if length.value > most_bytes:
            raise UnreadableDocument(
                DocumentState.TOO_LARGE, "PDF 附件过大 / a file attached to the PDF is larger than allowed"
            )
        buffer = ctypes.create_string_buffer(max(length.value, 1))
        pdfium.FPDFAttachment_GetFile(attachment, buffer, length.value, ctypes.byref(length))
        yield name, buffer.raw[: length.value]


def _attachments(data: bytes, document: pypdfium2.PdfDocument) -> list[tuple[str, pdfium.FPDF_ATTACHMENT]]:
    listed = min(pdfium.FPDFDoc_GetAttachmentCount(document.raw), _MOST)
    found = [pdfium.FPDFDoc_GetAttachment(document.raw, index) for index in range(listed)]
    if _PINNED in data:
        for index in range(len(document)):
            found += _pinned(document, index)
    return [(_name(one), one) for one in found[:_MOST] if one]


def _pinned(document: pypdfium2.PdfDocument, index: int) -> list[pdfium.FPDF_ATTACHMENT]:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return []  # its reader names the damage
    found = []
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            found.append(pdfium.FPDFAnnot_GetFileAttachment(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    page.close()
    return found


def _name(attachment: pdfium.FPDF_ATTACHMENT) -> str:
    length = pdfium.FPDFAttachment_GetName(attachment, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    pdfium.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\x00")
