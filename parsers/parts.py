"""A part of a document of pages, and of what was read from the whole, by the pages that belong to the part.

``pages`` maps the pages of the part in the whole to their numbers in the part. Numbers of tables, rows and paragraphs
stay those of the whole. What names no page is the first part's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.records import Fact
from parsers.model import Block, DocumentModel, Table
from parsers.statements import Reading
from parsers.statements.tables import unused_place

Pages = Mapping[int, int]


def model_of(model: DocumentModel, pages: Pages) -> DocumentModel:
    """The blocks on ``pages``; a table that goes over several parts has in each the cells that stand there."""
    blocks = (_block_of(block, pages) for block in model.blocks)
    return replace(model, blocks=tuple(block for block in blocks if block is not None), pages=len(pages))


def _block_of(block: Block, pages: Pages) -> Block | None:
    if not isinstance(block, Table):
        return replace(block, page=pages[block.page]) if block.page is not None and block.page in pages else None
    cells = tuple(
        replace(cell, page=pages[cell.page]) for cell in block.cells if cell.page is not None and cell.page in pages
    )
    if not cells:
        return None
    if block.page is not None and block.page in pages:
        return replace(block, cells=cells, page=pages[block.page])
    return replace(block, cells=cells, page=cells[0].page, bbox=None)  # it begins in another part


def facts_of(facts: Iterable[Fact], pages: Pages, *, document_id: str, is_first: bool) -> tuple[Fact, ...]:
    """The facts that are printed on ``pages``, as those of the part."""
    return tuple(
        fact.model_copy(update={"document_id": document_id, "page": _number(fact.page, pages)})
        for fact in facts
        if _is_own(fact.page, pages, is_first=is_first)
    )


def reading_of(reading: Reading, model: DocumentModel, pages: Pages, *, is_first: bool) -> Reading:
    """What was seen on ``pages`` and not understood, with what the whole says; its facts are left alone.

    An amount left over is told of the part in which its table begins.
    """
    tables = {table.number: table for table in model.tables}

    def owns(page: int | None) -> bool:
        return _is_own(page, pages, is_first=is_first)

    return replace(
        reading,
        unrecognised=tuple(
            table.model_copy(update={"page": _number(table.page, pages)})
            for table in reading.unrecognised
            if owns(table.page)
        ),
        unused_rows=tuple(row for row in reading.unused_rows if owns(_page_of(tables, *unused_place(row)))),
        unread_figures=tuple(
            replace(figure, page=_number(figure.page, pages)) for figure in reading.unread_figures if owns(figure.page)
        ),
        left_over=tuple((table, amount) for table, amount in reading.left_over if owns(_page_of(tables, table, None))),
    )


def _page_of(tables: Mapping[int, Table], table_no: int, row_no: int | None) -> int | None:
    """The page of a row, or on which the table begins."""
    table = tables.get(table_no)
    if table is None:
        return None
    return next((cell.page for cell in table.cells if row_no is not None and cell.row == row_no - 1), table.page)


def _is_own(page: int | None, pages: Pages, *, is_first: bool) -> bool:
    return page in pages if page is not None else is_first


def _number(page: int | None, pages: Pages) -> int | None:
    return pages[page] if page is not None else None
