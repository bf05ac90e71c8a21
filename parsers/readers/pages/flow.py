"""Pages to blocks: page furniture dropped, tables and paragraphs joined over page breaks, in reading order."""

from __future__ import annotations

from collections.abc import Mapping

from parsers.model import Cell, Ruling
from parsers.readers.blocks import BlockList
from parsers.readers.pages.continuation import join_tables
from parsers.readers.pages.furniture import drop_furniture
from parsers.readers.pages.layout import LaidTable, PageLayout
from parsers.readers.pages.paragraphs import find_margins, flow_paragraphs

#: Confidence of cells whose columns were inferred.
_INFERRED = 0.6


def add_pages(blocks: BlockList, pages: list[PageLayout], *, paged: bool = False) -> None:
    """Adds all pages of a document to ``blocks``. ``paged``: a paragraph ends with its page, so that each part of what
    goes on over a page has its own place (the reader of sentences joins them).
    """
    sheets = {page.number: page.sheet for page in pages}
    drop_furniture(pages)
    for note in join_tables(pages):
        blocks.note(note)
    for item in flow_paragraphs(pages, find_margins(pages), paged=paged):
        if isinstance(item, LaidTable):
            _add_table(blocks, item, sheets)
        else:
            blocks.paragraph(item.text, page=sheets[item.page], bbox=item.box)


def _add_table(blocks: BlockList, table: LaidTable, sheets: Mapping[int, int]) -> None:
    confidence = _INFERRED if table.ruling is Ruling.INFERRED else 1.0
    blocks.table(
        [
            Cell(c.row, c.column, c.text, c.row_span, c.column_span, sheets[c.page], c.box, confidence)
            for c in table.cells
        ],
        rows=table.rows,
        columns=table.columns,
        page=sheets[table.page],
        bbox=table.box,
        ruling=table.ruling,
    )
