"""OFD (GB/T 33190): a ZIP of XML pages in millimetres."""

from __future__ import annotations

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument


def read_ofd(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of an OFD file."""
    raise UnreadableDocument(DocumentState.UNSUPPORTED, "暂不支持 OFD / OFD is not supported yet")
