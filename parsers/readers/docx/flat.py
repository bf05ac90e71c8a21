"""A Word file as one XML file (``pkg:package``, "Word XML document"): the parts of a DOCX, one after the other."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from dataclasses import replace

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.docx.document import read_docx
from parsers.readers.packages import attribute, local, parse_xml


def read_word_xml(data: bytes, limits: Limits) -> DocumentModel:
    """The document model. Raises :class:`UnreadableDocument`: unsupported for the older form of Word 2003."""
    root = parse_xml(data.strip(b"\x00 \t\r\n"))
    if local(root) != "package":
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED,
            f"读取 {media.WORD_XML} 需要安装 LibreOffice，或先另存为 DOCX / files of type {media.WORD_XML} need"
            " LibreOffice to be installed, or to be saved as DOCX first",
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in {attribute(part, "name") or "": _content(part) for part in root}.items():
            package.writestr(name.lstrip("/"), content)
    model = read_docx(target.getvalue(), limits)
    return replace(model, media_type=media.WORD_XML)


def _content(part: etree._Element) -> bytes:
    """Bytes of one part: XML as it stands there, anything else in base 64."""
    for child in part:
        if local(child) == "xmlData" and len(child):
            return etree.tostring(child[0], encoding="utf-8", with_tail=False)
        if local(child) == "binaryData":
            try:
                return base64.b64decode(child.text or "")
            except (binascii.Error, ValueError):
                return b""  # a picture that does not open is told where it is read
    return b""
