"""Tables of a PDF page as plain pdfplumber sees them: a second opinion where checks fail, and a yardstick."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pdfplumber

from domain.text import squeeze
from parsers.model import Table

#: A table as rows of cell texts; ``None`` is a place that a merged cell covers.
Rows = list[list[str | None]]


def tables_of_pages(data: bytes, pages: Iterable[int] | None = None) -> Iterator[tuple[int, list[Rows]]]:
    """(page number from 1, its tables) for the given pages, or for all. Slow: tens of milliseconds a page."""
    with pdfplumber.open(io.BytesIO(data), pages=None if pages is None else list(pages)) as document:
        for page in document.pages:
            yield page.page_number, page.dedupe_chars(tolerance=1).extract_tables()
            page.close()


def agrees(table: Table, rows: Rows) -> bool:
    """True if both readings print the same texts in the same places, white space aside."""
    ours = {(cell.row, cell.column): squeeze(cell.text) for cell in table.cells}
    theirs = {(r, c): squeeze(text) for r, row in enumerate(rows) for c, text in enumerate(row) if text is not None}
    return {place: text for place, text in ours.items() if text} == {
        place: text for place, text in theirs.items() if text
    }
