"""Documents built from text, as the readers would give them.

A table is lines with a tab between cells; ``<`` is a cell merged with the one to its left, ``^`` with the one above.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.model import Block, Cell, DocumentModel, Paragraph, ReportContext, Ruling, Table
from parsers.statements.tables import TableReading, read_tables

FINAL = ReportContext(fiscal_year=2023, report_type="final_accounts")
BUDGET = ReportContext(fiscal_year=2025, report_type="budget")


def grid(text: str, *, name: str | None = None, ruling: Ruling = Ruling.STATED, page: int | None = 1) -> Table:
    """A table of the lines of ``text``; its number is given by :func:`document`."""
    rows = [re.split(r"\t| ?\| ?", line) for line in text.strip("\n").split("\n")]
    columns = max(len(row) for row in rows)
    cells: dict[tuple[int, int], Cell] = {}
    cover: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, words in enumerate(texts):
            if words == "<":
                place = cover[row, column - 1]
            elif words == "^":
                place = cover[row - 1, column]
            else:
                place = (row, column)
                bbox = (column * 60.0, row * 20.0, column * 60.0 + 60.0, row * 20.0 + 20.0)
                cells[place] = Cell(row=row, column=column, text=words, page=page, bbox=bbox)
            cover[row, column] = place
            old = cells[place]
            cells[place] = replace(
                old,
                row_span=max(old.row_span, row - old.row + 1),
                column_span=max(old.column_span, column - old.column + 1),
            )
    return Table(
        number=0, rows=len(rows), columns=columns, cells=tuple(cells.values()), page=page, ruling=ruling, name=name
    )


def document(*parts: str | Table) -> DocumentModel:
    """Paragraphs (one a line) and tables in reading order."""
    blocks: list[Block] = []
    paragraphs = tables = 0
    for part in parts:
        if isinstance(part, Table):
            tables += 1
            blocks.append(replace(part, number=tables))
            continue
        for line in part.strip("\n").split("\n"):
            paragraphs += 1
            blocks.append(Paragraph(number=paragraphs, text=line, page=1))
    return DocumentModel(media_type="test", reader="test", blocks=tuple(blocks))


def read(*parts: str | Table, context: ReportContext = FINAL) -> TableReading:
    return read_tables(document(*parts), context)


def figures(reading: TableReading) -> dict[tuple[str, str, str], str]:
    """(statement, item, measure) → printed figure; the test fails if two facts have one name."""
    found: dict[tuple[str, str, str], str] = {}
    for fact in reading.facts:
        key = (fact.statement.value, fact.item, fact.measure.value)
        assert key not in found, key
        found[key] = fact.printed
    return found
