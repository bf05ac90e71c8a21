"""Documents built from text, as the readers would give them.

A table is lines with a tab between cells; ``<`` is a cell merged with the one to its left, ``^`` with the one above.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.model import Block, Cell, DocumentModel, Paragraph, ReportContext, Ruling, Table
from parsers.statements.tables import TableReading, read_tables

#: Tables as they are often printed.
INCOME = """
科目代码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入
合计|<|233.67|233.67|||||
201|一般公共服务支出|188.00|188.00|||||"""
SPENDING = """
项目|<|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
科目代码|科目名称|^|^|^|^|^|^
栏次|<|1|2|3|4|5|6
合计|<|233.67|149.34|84.33|||
201|一般公共服务支出|188.00|111.39|76.61|||"""
GENERAL = "科目代码|科目名称|小计|基本支出|项目支出\n合计|<|233.67|149.34|84.33"
FUND = """
项目|<|年初结转和结余|本年收入|本年支出|<|<|年末结转和结余
科目代码|科目名称|^|^|小计|基本支出|项目支出|^
栏次|<|1|2|3|4|5|6
合计|<||||||"""


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


def reasons(reading) -> list[str | None]:
    """Why tables were not read."""
    return [table.reason for table in reading.unrecognised]
