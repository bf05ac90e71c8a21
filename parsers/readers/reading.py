"""``read``: bytes of one file to the document model, by the type its bytes show."""

from __future__ import annotations

from collections.abc import Callable

from domain.records import DocumentState
from parsers.model import DEFAULT_LIMITS, DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.docx.document import read_docx
from parsers.readers.html.document import read_html
from parsers.readers.pdf.document import read_pdf
from parsers.readers.sheets.workbook import read_xls, read_xlsx
from parsers.readers.sniffing import sniff

Reader = Callable[[bytes, Limits], DocumentModel]

_READERS: dict[str, Reader] = {
    media.PDF: read_pdf,
    media.DOCX: read_docx,
    media.XLSX: read_xlsx,
    media.XLS: read_xls,
}


def read(
    data: bytes,
    *,
    file_name: str | None = None,
    charset: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> DocumentModel:
    """The document model of one file.

    ``file_name`` only tells what the file claims to be (a page named ``.pdf`` is an error page unless it discloses
    something); ``charset`` is the HTTP header's word on the encoding of a page. Time and memory are limited by
    ``parsers.isolation``, everything else of ``limits`` here.

    Raises :class:`UnreadableDocument` with the named state; nothing else.
    """
    try:
        return _read(data, file_name, charset, limits)
    except (RecursionError, MemoryError) as error:
        state = DocumentState.TOO_LARGE if isinstance(error, MemoryError) else DocumentState.DAMAGED
        raise UnreadableDocument(
            state, f"文件结构异常，无法读取 / the file is built in a way that cannot be read ({type(error).__name__})"
        ) from error
    except UnreadableDocument:
        raise
    except Exception as error:
        raise UnreadableDocument(
            DocumentState.DAMAGED,
            f"文件已损坏，无法读取 / the file is damaged and cannot be read ({type(error).__name__})",
        ) from error


def _read(data: bytes, file_name: str | None, charset: str | None, limits: Limits) -> DocumentModel:
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument(DocumentState.EMPTY, "文件为空 / the file is empty")
    if len(data) > limits.bytes:
        raise UnreadableDocument(
            DocumentState.TOO_LARGE, f"文件超过 {limits.bytes} 字节 / the file is larger than {limits.bytes} bytes"
        )
    media_type = sniff(data, file_name)
    if media_type == media.HTML:
        return read_html(data, limits, charset)
    reader = _READERS.get(media_type)
    if reader is None:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED, f"不支持的文件类型 {media_type} / files of type {media_type} are not supported"
        )
    return reader(data, limits)
