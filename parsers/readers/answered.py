"""JSON that a portal answers in place of a page: the article in it is read as the page that its script would draw."""

from __future__ import annotations

from dataclasses import replace

from domain.answered import article_page
from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.html.decoding import decode
from parsers.readers.html.document import read_html


def read_answered(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of an answered article. Raises ``UnreadableDocument`` for JSON that holds none."""
    text, _ = decode(data)
    page = article_page(text)
    if page is None:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED, "JSON 中没有文章 / the file is JSON and holds no article with a title and a text"
        )
    return replace(read_html(page.encode("utf-8", "replace"), limits, "utf-8"), media_type=media.JSON)
