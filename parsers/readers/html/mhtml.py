"""MHTML ("single file web page", which Word also writes with the suffix .doc) and mails: their HTML parts."""

from __future__ import annotations

import email
import email.policy

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.html.document import read_html


def read_mhtml(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of all HTML parts in their order (Excel writes one for each sheet); of other parts that a
    mail carries with it a note tells the name. Raises :class:`UnreadableDocument`.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    blocks = BlockList(limits)
    title: str | None = None
    pages = 0
    for part in message.walk():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_content_disposition() == "attachment":
            blocks.note(f"the attachment {part.get_filename() or 'without a name'} was not read")
        elif part.get_content_type() == media.HTML:
            pages += 1
            try:
                model = read_html(content, limits, part.get_content_charset())
            except UnreadableDocument as error:
                if error.state is not DocumentState.EMPTY:
                    raise
                continue
            title = title or model.title
            blocks.extend(model)
    if not pages:
        raise UnreadableDocument(DocumentState.DAMAGED, "文件内没有网页 / the file holds no web page")
    return blocks.finish(media.MHTML, "html", title=title)
