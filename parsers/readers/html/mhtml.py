"""MHTML ("single file web page", which Word also writes with the suffix .doc): its HTML part."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.html.document import read_html


def read_mhtml(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of the first HTML part. Raises :class:`UnreadableDocument`."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == media.HTML:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return replace(read_html(content, limits, part.get_content_charset()), media_type=media.MHTML)
    raise UnreadableDocument(DocumentState.DAMAGED, "文件内没有网页 / the file holds no web page")
