"""The text of a document as one hash, and the places where personal data was taken out of it."""

from __future__ import annotations

import hashlib
from itertools import groupby

from domain.records import Redaction
from domain.redaction import redact_with_log
from domain.text import squeeze
from parsers.model import Cell, DocumentModel, Paragraph, Table


def text_digest(model: DocumentModel) -> tuple[str, tuple[Redaction, ...]]:
    """SHA-256 of all text of a document without white space and personal data, and where that was taken out."""
    texts: list[str] = []
    log: list[Redaction] = []
    for block in model.blocks:
        if isinstance(block, Paragraph):
            redacted = redact_with_log(block.text)
            texts.append(redacted.text)
            log += (Redaction(rule=rule, page=block.page, paragraph=block.number) for rule in redacted.rules)
        elif isinstance(block, Table):
            for row, cells in groupby(sorted(block.cells, key=_place), key=lambda cell: cell.row):
                redacted = redact_with_log("\t".join(" ".join(cell.text.split()) for cell in cells))
                texts.append(redacted.text)
                log += (
                    Redaction(rule=rule, page=block.page, table_no=block.number, row_no=row + 1)
                    for rule in redacted.rules
                )
    return hashlib.sha256(squeeze("".join(texts)).encode()).hexdigest(), tuple(log)


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column
