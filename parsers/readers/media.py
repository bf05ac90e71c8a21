"""Media types the readers know, by the names used in ``documents.media_type``."""

from __future__ import annotations

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
OLE = "application/x-ole-storage"
#: An OLE file that holds a password-protected DOCX or XLSX.
ENCRYPTED_PACKAGE = "application/x-encrypted-ooxml"
HTML = "text/html"
MHTML = "multipart/related"
XML = "text/xml"
#: Word and Excel 2003 as one XML file, often named .doc and .xls.
WORD_XML = "application/vnd.ms-word.xml"
EXCEL_XML = "application/vnd.ms-excel.xml"
JSON = "application/json"
RTF = "application/rtf"
TEXT = "text/plain"
OFD = "application/ofd"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
GZIP = "application/gzip"
JPEG = "image/jpeg"
PNG = "image/png"
GIF = "image/gif"
BMP = "image/bmp"
TIFF = "image/tiff"
WEBP = "image/webp"
JP2 = "image/jp2"
UNKNOWN = "application/octet-stream"

IMAGES = frozenset({JPEG, PNG, GIF, BMP, TIFF, WEBP, JP2})
ARCHIVES = frozenset({ZIP, RAR, SEVEN_ZIP, GZIP})
