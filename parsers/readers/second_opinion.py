"""Tables of a PDF page as plain pdfplumber sees them: a second opinion on the pages where checks fail."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.records import BBox, DocumentState
from parsers.model import UnreadableDocument

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Text of a page that stands sideways is none of pdfplumber's business: it would read every cell as nonsense.
_UPRIGHT = 0.5
#: Pages of one document that are looked at again; reading is slow (tens of milliseconds a page).
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell with text; ``bbox`` in points from the top left of the page as shown, ``page`` counts from 1."""

    page: int
    bbox: BBox
    text: str


def second_opinion(data: bytes, pages: Iterable[int]) -> tuple[SeenCell, ...]:
    """Cells with text on the given pages (the first ``MOST_PAGES`` of them).

    Raises :class:`UnreadableDocument` (damaged) where pdfplumber cannot read the file.
    """
    wanted = sorted(set(pages))[:MOST_PAGES]
    try:
        return tuple(_cells(data, wanted))
    except Exception as error:
        raise UnreadableDocument(
            DocumentState.DAMAGED, f"第二读法无法读取 / the second reader cannot read it ({type(error).__name__})"
        ) from error


def _cells(data: bytes, pages: list[int]) -> Iterator[SeenCell]:
    import pdfplumber  # noqa: PLC0415 - few reports need it, and it is slow to import

    with pdfplumber.open(io.BytesIO(data), pages=pages) as document:
        for page in document.pages:
            if _stands_upright(page):
                yield from _cells_of(page.dedupe_chars(tolerance=1))
            page.close()


def _stands_upright(page: Page) -> bool:
    return sum(bool(char["upright"]) for char in page.chars) >= _UPRIGHT * len(page.chars)


def _cells_of(page: Page) -> Iterator[SeenCell]:
    for table in page.find_tables():
        for row, texts in zip(table.rows, table.extract(), strict=True):
            for box, text in zip(row.cells, texts, strict=True):
                if box is not None and text:
                    x0, top, x1, bottom = box
                    yield SeenCell(page.page_number, (float(x0), float(top), float(x1), float(bottom)), text)
