"""``read``: bytes of one file to the document model, by the type its bytes show."""

from __future__ import annotations

from collections.abc import Callable

from domain.records import DocumentState
from parsers.model import DEFAULT_LIMITS, DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.answered import read_answered
from parsers.readers.archives import is_archive
from parsers.readers.compound import is_cut
from parsers.readers.disclosure import discloses, promises_document
from parsers.readers.doc.document import read_doc
from parsers.readers.docx.document import read_docx
from parsers.readers.docx.flat import read_word_xml
from parsers.readers.html.document import read_html
from parsers.readers.html.mhtml import read_mhtml
from parsers.readers.ocr import read_image
from parsers.readers.ofd.document import read_ofd
from parsers.readers.office_suite import read_by_suite
from parsers.readers.pdf.document import read_pdf
from parsers.readers.plain_text import read_text
from parsers.readers.reasons import named_states
from parsers.readers.sheets.delimited import read_delimited
from parsers.readers.sheets.ods import read_ods
from parsers.readers.sheets.workbook import read_xls, read_xlsx
from parsers.readers.sheets.xml_2003 import read_xml_2003
from parsers.readers.sniffing import sniff
from parsers.readers.typed.tables import with_typed_tables

Reader = Callable[[bytes, Limits], DocumentModel]

_READERS: dict[str, Reader] = {
    media.PDF: read_pdf,
    media.DOCX: read_docx,
    media.DOC: read_doc,
    media.XLSX: read_xlsx,
    media.XLS: read_xls,
    media.ODS: read_ods,
    media.EXCEL_XML: read_xml_2003,
    media.WORD_XML: read_word_xml,
    media.OFD: read_ofd,
    media.MHTML: read_mhtml,
    media.JSON: read_answered,
}
#: Types whose files are OLE files, which tell themselves how long they are.
_COMPOUND = frozenset({media.DOC, media.XLS, media.PPT, media.OLE, media.ENCRYPTED_PACKAGE})
#: What servers send under a document's name when they mean "not found".
_PAGES = frozenset({media.HTML, media.TEXT, media.JSON, media.XML, media.MHTML})
#: Types that only an office suite reads, and types for which it is the second try.
_SUITE_ONLY = frozenset({media.RTF, media.ODT, media.XLSB})
_SUITE_SECOND = frozenset({media.DOC, media.EXCEL_XML, media.WORD_XML})


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
    with named_states():
        return with_typed_tables(_read(data, file_name, charset, limits))


def _read(data: bytes, file_name: str | None, charset: str | None, limits: Limits) -> DocumentModel:
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument(DocumentState.EMPTY, "文件为空 / the file is empty")
    if len(data) > limits.bytes:
        raise UnreadableDocument(
            DocumentState.TOO_LARGE, f"文件超过 {limits.bytes} 字节 / the file is larger than {limits.bytes} bytes"
        )
    media_type = sniff(data, file_name)
    if media_type in _PAGES and promises_document(file_name):
        return _read_claimed(data, media_type, charset, limits)
    if media_type in _COMPOUND and is_cut(data):
        raise UnreadableDocument(
            DocumentState.DAMAGED, "文件不完整，只有前一部分 / the file is incomplete: its end is missing"
        )
    if media_type in media.ARCHIVES and not is_archive(data, file_name):
        raise UnreadableDocument(
            DocumentState.WRONG_TYPE,
            "文件名为文档，内容却是普通压缩包 / named as a document, the file is a plain archive",
        )
    return _by_type(data, media_type, charset, limits)


def _read_claimed(data: bytes, media_type: str, charset: str | None, limits: Limits) -> DocumentModel:
    """A page under a document's name: read if it discloses figures, else named for what it is."""
    try:
        model = _by_type(data, media_type, charset, limits)
    except UnreadableDocument as error:
        if media_type == media.TEXT or error.state not in (DocumentState.EMPTY, DocumentState.UNSUPPORTED):
            raise
        model = None
    if model is not None and (discloses(model) or (media_type == media.TEXT and model.tables)):
        return model
    if media_type == media.TEXT:
        message = (
            "文件名为文档，内容却是纯文本 / named as a document, the file is plain text without figures of a budget"
        )
    else:
        message = (
            f"文件名为文档，内容却是 {media_type}（错误页面） / named as a document, the file is a page ({media_type})"
        )
    raise UnreadableDocument(DocumentState.WRONG_TYPE, message)


def _by_type(data: bytes, media_type: str, charset: str | None, limits: Limits) -> DocumentModel:
    if media_type == media.HTML:
        return read_html(data, limits, charset)
    if media_type == media.TEXT:
        return read_delimited(data, limits, charset) or read_text(data, limits, charset)
    if media_type == media.ENCRYPTED_PACKAGE:
        raise UnreadableDocument(DocumentState.ENCRYPTED, "文件有密码 / the file is protected by a password")
    if media_type in media.IMAGES:
        return read_image(data, media_type, limits)
    if media_type in media.ARCHIVES:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED, "文件是压缩包，请读取其成员 / the file is an archive: read its members"
        )
    if media_type in _SUITE_ONLY:
        return read_by_suite(data, media_type, limits)
    reader = _READERS.get(media_type)
    if reader is None:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED, f"不支持的文件类型 {media_type} / files of type {media_type} are not supported"
        )
    return _with_second_try(reader, data, media_type, limits)


def _with_second_try(reader: Reader, data: bytes, media_type: str, limits: Limits) -> DocumentModel:
    """Our reader; where it fails on a type that an office suite also reads, the suite if there is one."""
    if media_type not in _SUITE_SECOND:
        return reader(data, limits)
    try:
        return reader(data, limits)
    except UnreadableDocument as error:
        if error.state not in (DocumentState.DAMAGED, DocumentState.UNSUPPORTED):
            raise
        first = error
    except Exception as error:  # noqa: BLE001 - any fault of ours is a reason to ask the suite
        first = UnreadableDocument(
            DocumentState.DAMAGED, f"文件已损坏，无法读取 / the file is damaged ({type(error).__name__})"
        )
        first.__cause__ = error
    try:
        return read_by_suite(data, media_type, limits)
    except UnreadableDocument:
        raise first from first.__cause__
