"""Plain text files: every line a paragraph."""

from __future__ import annotations

from parsers.model import DocumentModel, Limits
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.html.decoding import decode


def read_text(data: bytes, limits: Limits, charset: str | None = None) -> DocumentModel:
    """The document model of a text file. Raises ``UnreadableDocument(empty)``."""
    text, encoding = decode(data, charset)
    blocks = BlockList(limits)
    faults = text.count("\ufffd")
    if faults:
        blocks.note(f"{faults} bytes could not be decoded as {encoding}")
    for line in text.splitlines():
        blocks.paragraph(line)
    return blocks.finish(media.TEXT, "text")
