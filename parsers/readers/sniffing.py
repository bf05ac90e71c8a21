"""The media type of a file from its bytes. Names and server headers lie; bytes do not."""

from __future__ import annotations

import io
import re
import zipfile

import olefile

from parsers.readers import media
from parsers.readers.compound import MAGIC
from parsers.readers.cut_zip import opened
from parsers.readers.disclosure import promises_document
from parsers.readers.packages import part_name

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", media.RAR),
    (b"7z\xbc\xaf\x27\x1c", media.SEVEN_ZIP),
    (b"\x1f\x8b", media.GZIP),
    (b"\xff\xd8\xff", media.JPEG),
    (b"\x89PNG\r\n\x1a\n", media.PNG),
    (b"GIF87a", media.GIF),
    (b"GIF89a", media.GIF),
    (b"II*\x00", media.TIFF),
    (b"MM\x00*", media.TIFF),
    (b"\x00\x00\x00\x0cjP  \r\n", media.JP2),
    (b"{\\rtf", media.RTF),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|table|div|p|style|span|link|center|font|iframe|h[1-6])\b",
    re.IGNORECASE,
)
_MHTML = re.compile(
    rb"^(?:[\x21-\x7e]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/(?:related|mixed|alternative)",
    re.IGNORECASE,
)
_OFFICE_XML = (
    (b"schemas.microsoft.com/office/word/2003", media.WORD_XML),
    (b'progid="Word.Document"', media.WORD_XML),
    (b"urn:schemas-microsoft-com:office:spreadsheet", media.EXCEL_XML),
    (b'progid="Excel.Sheet"', media.EXCEL_XML),
)
#: The last two begin archives in several parts.
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
#: Names of the parts that are the document, in the order in which they decide.
_USUAL = {
    "word/document.xml": media.DOCX,
    "xl/workbook.xml": media.XLSX,
    "xl/workbook.bin": media.XLSB,
    "ppt/presentation.xml": media.PPTX,
    "ofd.xml": media.OFD,
}
_TYPES = "[content_types].xml"
#: How much of the list of content types is looked at.
_LARGEST_TYPES = 1_000_000
#: What a package states of its main part, which may have any name.
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", media.DOCX),
    (b"wordprocessingml.template.main+xml", media.DOCX),
    (b"ms-word.document.macroenabled.main+xml", media.DOCX),
    (b"ms-word.template.macroenabledtemplate.main+xml", media.DOCX),
    (b"spreadsheetml.sheet.main+xml", media.XLSX),
    (b"spreadsheetml.template.main+xml", media.XLSX),
    (b"ms-excel.sheet.macroenabled.main+xml", media.XLSX),
    (b"ms-excel.template.macroenabled.main+xml", media.XLSX),
    (b"ms-excel.sheet.binary.macroenabled.main", media.XLSB),
    (b"presentationml.presentation.main+xml", media.PPTX),
    (b"presentationml.slideshow.main+xml", media.PPTX),
)
#: How far into a file a ``%PDF-`` header may stand (junk before it is common and harmless).
_PDF_WINDOW = 1024
_HEAD = 8192


def sniff(data: bytes, file_name: str | None = None) -> str:  # noqa: ARG001 - callers may pass it; it never decides
    """Media type of ``data`` (a constant of ``parsers.readers.media``), from the bytes alone.

    ``file_name`` is accepted so that callers can hand over what they have; it has no influence.
    An empty file is ``application/octet-stream``.
    """
    head = data[:_HEAD]
    if not head.strip(b"\x00 \t\r\n"):
        return media.UNKNOWN
    if head.startswith(MAGIC):
        return _ole(data)
    if head.startswith(_ZIP_MAGIC):
        return _zip(data)
    return _by_magic(head) or _text(head)


def _by_magic(head: bytes) -> str | None:
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":
        return media.BMP
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return media.WEBP
    return media.PDF if b"%PDF-" in head[:_PDF_WINDOW] else None


def _ole(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            # Not listdir(), which goes into storages that may hold one another.
            streams = {entry.name.lower() for entry in ole.root.kids}
    except Exception:  # noqa: BLE001 - olefile raises many kinds on damaged files; the reader names the damage
        return _ole_by_text(data)
    for stream, media_type in (
        ("encryptedpackage", media.ENCRYPTED_PACKAGE),
        ("worddocument", media.DOC),
        ("workbook", media.XLS),
        ("book", media.XLS),
        ("powerpoint document", media.PPT),
    ):
        if stream in streams:
            return media_type
    return _ole_by_text(data)


def _ole_by_text(data: bytes) -> str:
    for stream, media_type in (("WordDocument", media.DOC), ("Workbook", media.XLS)):
        if stream.encode("utf-16-le") in data:
            return media_type
    return media.OLE


def _zip(data: bytes) -> str:
    try:
        with opened(data) as archive:
            names = {part_name(info.filename).lower(): info for info in archive.infolist()}
            mimetype = _beginning(archive, names.get("mimetype"), 100).decode("ascii", "replace")
            types = b"" if _USUAL.keys() & names.keys() else _beginning(archive, names.get(_TYPES), _LARGEST_TYPES)
    except Exception:  # noqa: BLE001 - a truncated ZIP raises many kinds; its local headers still tell
        return _zip_by_text(data)
    if mimetype in (media.ODT, media.ODS):
        return mimetype
    usual = next((media_type for name, media_type in _USUAL.items() if name in names), None)
    if usual is not None:
        return usual
    if _TYPES in names:
        stated = next((media_type for mark, media_type in _MAIN_PARTS if mark in types.lower()), None)
        if stated is not None:
            return stated
        return media.DOCX if any(name.startswith("word/") for name in names) else media.ZIP
    return media.ZIP


def _beginning(archive: zipfile.ZipFile, info: zipfile.ZipInfo | None, most: int) -> bytes:
    if info is None:
        return b""
    with archive.open(info) as part:
        return part.read(most)


def _zip_by_text(data: bytes) -> str:
    length = int.from_bytes(data[26:28], "little")
    if promises_document(data[30 : 30 + length].decode("latin-1")):
        return media.ZIP  # its first member is a document itself, whose parts may be seen in it
    for mark, media_type in ((b"word/", media.DOCX), (b"xl/", media.XLSX), (b"OFD.xml", media.OFD)):
        if mark in data:
            return media_type
    return media.ZIP


def _text(head: bytes) -> str:
    body = _ascii_view(head)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if _MHTML.match(start):
        return media.MHTML
    if start[:1] in (b"{", b"[") and re.match(rb"[\[{]\s*[\"{\[\]}\d]", start):
        return media.JSON
    if start.startswith((b"<?xml", b"<?mso-application", b"<Workbook", b"<ss:Workbook")):
        office = next((media_type for mark, media_type in _OFFICE_XML if mark in start), None)
        if office is not None or not _HTML.search(start):
            return office or media.XML
    if _HTML.search(body):
        return media.HTML
    controls = sum(byte < 9 or 13 < byte < 32 for byte in body)
    return media.UNKNOWN if controls > len(body) // 100 else media.TEXT


def _ascii_view(head: bytes) -> bytes:
    """UTF-16 text as ASCII where it can be, so that one set of patterns serves all encodings."""
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(codec, "ignore").encode("ascii", "replace")
    return head
