"""Tells a page that discloses figures from an error page that a server sent under a document's name."""

from __future__ import annotations

import re

from domain.money import parse_number
from parsers.model import DocumentModel

_SUBJECT = re.compile(r"预算|决算|财政拨款|三公|收支|经费")
_AMOUNT = re.compile(r"\d(?:\.\d+)?\s*(?:百万|[千万亿])?元")
#: Amounts in sentences, or numeric cells in tables, from which a text counts as a disclosure.
_FEWEST = 2
#: Suffixes that promise a document file; anything else may well be a page.
_DOCUMENT_SUFFIX = re.compile(r"\.(?:pdf|docx?|xlsx?|csv|wps|et|ofd|rtf|zip|rar|7z|jpe?g|png|tiff?)$", re.IGNORECASE)

_PACKAGE_SUFFIX = re.compile(r"\.(?:docx|xlsx|ofd|pdf|docm|xlsm)$", re.IGNORECASE)


def promises_document(file_name: str | None) -> bool:
    """True if the name ends like a document file."""
    return bool(file_name and _DOCUMENT_SUFFIX.search(file_name.strip()))


def promises_office_file(file_name: str | None) -> bool:
    """True if the name ends like a document whose own format is a ZIP package."""
    return bool(file_name and _PACKAGE_SUFFIX.search(file_name.strip()))


def discloses(model: DocumentModel) -> bool:
    """True if the text is about budgets and states amounts."""
    texts = [paragraph.text for paragraph in model.paragraphs]
    cells = [cell.text for table in model.tables for cell in table.cells]
    if not any(_SUBJECT.search(text) for text in (*texts, *cells)):
        return False
    amounts = sum(len(_AMOUNT.findall(text)) for text in texts)
    numbers = sum(1 for text in cells if text and parse_number(text) is not None)
    return amounts >= _FEWEST or numbers >= _FEWEST
