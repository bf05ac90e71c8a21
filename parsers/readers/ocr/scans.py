"""The scanned pages of one document: reads them, and says afterwards of the model what came from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.records import BBox, Method
from parsers.model import Block, Cell, DocumentModel, Limits, Paragraph, Table
from parsers.readers.ocr.availability import installed
from parsers.readers.ocr.formats import TRUST, graded, sentence_most
from parsers.readers.ocr.limits import Deadline, make_room
from parsers.readers.pages.content import PageContent

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from parsers.readers.ocr.page import ScannedPage
    from parsers.readers.ocr.picture import Picture

#: Characters less sure than this on average make a page worth a look.
_POOR = 0.85


class Scans:
    """Recognises the pages of a document that hold only an image.

    Give each such page to :meth:`read_pdf_page` and lay out what comes back like any other page; hand the finished
    model to :meth:`mark`, which sets the method and the confidence of what was recognised. ``installed`` is False
    without the extra: then there is nothing to give.
    """

    def __init__(self, limits: Limits) -> None:
        self.installed = installed()
        self._limits = limits
        self._deadline = Deadline(limits)
        self._pages: dict[int, ScannedPage] = {}

    def read_pdf_page(self, page: PdfPage, number: int) -> PageContent:
        """What stands on a page of a PDF (``number`` from 1). Raises ``UnreadableDocument`` (timeout, too_large)."""
        self._begin(number)
        from parsers.readers.ocr.rendering import render  # noqa: PLC0415 - needs the extra

        return self._read(render(page), number)

    def read_picture(self, picture: Picture, number: int) -> PageContent:
        """The same for a page that is a picture already."""
        self._begin(number)
        return self._read(picture, number)

    def read_image(self, data: bytes, number: int, box: BBox | None = None) -> PageContent:
        """The same for the bytes of an image; ``box``: where it lies on its page, in points.

        Raises ``UnreadableDocument`` (damaged, timeout, too_large).
        """
        self._begin(number)
        from parsers.readers.ocr.images import pictures  # noqa: PLC0415 - needs the extra
        from parsers.readers.ocr.picture import POINTS_PER_INCH  # noqa: PLC0415 - needs the extra

        picture = next(iter(pictures(data, self._limits)))
        if box is not None:
            width = picture.pixels.shape[1] * POINTS_PER_INCH / picture.dpi
            picture = replace(picture, scale=(box[2] - box[0]) / width, corner=(box[0], box[1]))
        return self._read(picture, number)

    def _begin(self, number: int) -> None:
        if not self._pages:
            make_room(self._limits)
            from parsers.readers.ocr.engine import engine  # noqa: PLC0415 - needs the extra

            engine()  # loading it takes no page's time
        self._deadline.begin(number)

    def _read(self, picture: Picture, number: int) -> PageContent:
        from parsers.readers.ocr.page import read_page  # noqa: PLC0415 - needs the extra

        page = self._pages[number] = read_page(picture, number)
        return page.content

    def mark(self, model: DocumentModel) -> DocumentModel:
        """``model`` with method, confidence and notes for what came from scanned pages; itself without any.

        A table with a cell from such a page counts as recognised.
        """
        if not self._pages:
            return model
        return replace(self.graded(model), notes=(*model.notes, *self.notes({at: at for at in self._pages})))

    def graded(self, model: DocumentModel) -> DocumentModel:
        """The same without the notes, for a model that holds a part of the pages."""
        return replace(model, blocks=tuple(self._marked(block) for block in model.blocks), method=Method.OCR)

    def _marked(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return self._marked_paragraph(block)
        if not isinstance(block, Table) or not any(cell.page in self._pages for cell in block.cells):
            return block
        return replace(block, cells=graded(block.cells, self._certainty), method=Method.OCR)

    def _marked_paragraph(self, paragraph: Paragraph) -> Paragraph:
        page = self._pages.get(paragraph.page) if paragraph.page is not None else None
        if page is None:
            return paragraph
        sure = page.figures_certainty(paragraph.bbox) if paragraph.bbox is not None else page.mean
        return replace(
            paragraph, method=Method.OCR, confidence=round(min(TRUST * sure, sentence_most(paragraph.text)), 2)
        )

    def _certainty(self, cell: Cell) -> float | None:
        page = self._pages.get(cell.page) if cell.page is not None else None
        if page is None:
            return None
        return page.certainty(cell.bbox) if cell.bbox is not None else page.mean

    def notes(self, shown: Mapping[int, int]) -> list[str]:
        """What a person should know of some pages; ``shown``: their numbers here → the numbers to name them by."""
        notes = [f"read by text recognition: page {_listed(sorted(shown.values()))}"]
        for number, named in sorted(shown.items()):
            page = self._pages[number]
            if page.content.glyphs and page.mean < _POOR:
                notes.append(f"page {named}: characters are sure to {page.mean:.2f} only")
            if page.unread:
                notes.append(f"page {named}: {page.unread} lines in cells could not be read")
        return notes


def _listed(numbers: list[int]) -> str:
    """Numbers in a few words: 1-3, 7."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
