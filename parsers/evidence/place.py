"""A fact's place in the document model: the cell with its table, the paragraph, or the point of a chart."""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import BBox, Fact, Origin
from domain.redaction import redact, redact_cells
from domain.small_groups import without_persons
from domain.text import normalise
from parsers.model import Cell, Chart, DocumentModel, Paragraph, Table
from parsers.statements.charts import point_label


class NotThere(LookupError):
    """The file does not hold the place that the fact names: it is another file, or was read by other code."""


@dataclass(frozen=True, slots=True)
class Place:
    """The block a fact stands in, its cell in a table, its point in a chart. ``text`` is redacted."""

    block: Paragraph | Table | Chart
    text: str
    cell: Cell | None = None
    #: Index of the point of a chart.
    point: int | None = None

    @property
    def page(self) -> int | None:
        return self.cell.page if self.cell is not None else self.block.page

    @property
    def bbox(self) -> BBox | None:
        if self.cell is not None:
            return self.cell.bbox
        return None if isinstance(self.block, Chart) else self.block.bbox


def locate(model: DocumentModel, fact: Fact) -> Place:
    """The place of ``fact`` in the document it was read from. Raises :class:`NotThere`."""
    if fact.origin is Origin.CHART:
        return _in_chart(model, fact)
    if fact.table_no is not None and fact.row_no is not None and fact.column_no is not None:
        return _in_table(model, fact.table_no, fact.row_no, fact.column_no)
    if fact.paragraph is not None:
        for paragraph in model.paragraphs:
            if paragraph.number == fact.paragraph:
                return Place(paragraph, _passage(model, paragraph))
        raise NotThere(f"没有第 {fact.paragraph} 段 / the file has no paragraph {fact.paragraph}")
    raise NotThere("数据没有位置 / the fact names no place")


def _in_table(model: DocumentModel, table_no: int, row_no: int, column_no: int) -> Place:
    table = next((table for table in model.tables if table.number == table_no), None)
    if table is None:
        raise NotThere(f"没有表 {table_no} / the file has no table {table_no}")
    row, column = row_no - 1, column_no - 1
    cell = next((cell for cell in table.cells if _covers(cell, row, column)), None)
    if cell is None:
        raise NotThere(f"表 {table_no} 没有第 {row_no} 行第 {column_no} 列 / no row {row_no} column {column_no}")
    return Place(table, row_text(table, row, cell), cell)


def _covers(cell: Cell, row: int, column: int) -> bool:
    return cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span


def row_text(table: Table, row: int, own: Cell) -> str:
    """All cells that reach into ``row``, from left to right, joined by tabs and redacted; ``own`` is the fact's."""
    cells = sorted((c for c in table.cells if c.row <= row < c.row + c.row_span), key=lambda cell: cell.column)
    return "\t".join(redact_cells([cell.text if cell is own else without_persons(cell.text) for cell in cells]))


def _passage(model: DocumentModel, paragraph: Paragraph) -> str:
    """The paragraph with its neighbours: a sentence may begin in one and end in the next."""
    near = [one for one in model.paragraphs if abs(one.number - paragraph.number) <= 1]
    return redact("".join(one.text for one in near))


def _in_chart(model: DocumentModel, fact: Fact) -> Place:
    for chart in model.charts:
        for number, point in enumerate(chart.points):
            if point_label(chart, point) == fact.item and normalise(point[2]) == fact.printed:
                return Place(chart, redact("\t".join((chart.title or "", *point))), point=number)
    raise NotThere(f"图表中没有 {fact.item} / no chart shows {fact.item}")
