"""Rows of a table that the next page prints again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.model import DocumentModel
from parsers.readers import read
from tests.parsers.readers.pdf_maker import Drawing, Spec, draw_table, make_pdf

Rows = list[list[str]]
HEAD = ["科目编码", "科目名称", "合计", "基本支出"]


def two_pages(first: Rows, second: Rows) -> DocumentModel:
    def drawn(rows: Rows) -> Drawing:
        cells = [Spec(y, x, text) for y, row in enumerate(rows) for x, text in enumerate(row)]
        return Drawing([50 + 110.0 * x for x in range(5)], [60 + 22.0 * y for y in range(len(rows) + 1)], cells)

    def draw(rows: Rows) -> Callable[[Canvas, float], None]:
        def one(canvas: Canvas, height: float) -> None:
            draw_table(canvas, height, drawn(rows))

        return one

    return read(make_pdf(draw(first), draw(second)))


def rows_of(model: DocumentModel) -> Rows:
    (table,) = model.tables
    rows: Rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


CODED = [["2130101", "行政运行", "81.20", "81.20"], ["2130104", "事业运行", "12.40", ""], ["2130199", "其他", "7", "7"]]
LINES = [["一、本年收入", "1", "120.00", "110.00"], ["二、上年结转", "2", "", "30"], ["总计", "3", "120", "140"]]


@pytest.mark.parametrize("rows", [CODED, LINES])
@pytest.mark.parametrize("again", [1, 2])
@pytest.mark.parametrize("head", [True, False])
def test_rows_printed_again_are_read_once_and_named(rows: Rows, again: int, head: bool) -> None:
    second = ([HEAD] if head else []) + rows[2 - again :]
    model = two_pages([HEAD, *rows[:2]], second)
    assert rows_of(model) == [HEAD, *rows]
    assert any("printed again" in note and "page 2" in note for note in model.notes)


@pytest.mark.parametrize(
    "row",
    [["办公设备购置", "台式计算机", "0.45", "0.45"], ["办公设备购置", "A02010105", "2.00", "0.45"]],
)
def test_purchases_may_be_alike(row: list[str]) -> None:
    model = two_pages([HEAD, *CODED[:1], row], [HEAD, row, *CODED[2:]])
    assert rows_of(model) == [HEAD, CODED[0], row, row, CODED[2]]
    assert not model.notes


def test_where_rows_are_alike_within_a_page_none_is_taken_out() -> None:
    twin = CODED[0]
    model = two_pages([HEAD, twin, twin, CODED[1]], [HEAD, CODED[1], CODED[2]])
    assert len(rows_of(model)) == 6


@pytest.mark.parametrize("changed", [["2130104", "事业运行", "12.41", ""], ["2130104", "事业运行", "12.40", "12.40"]])
def test_a_row_with_another_figure_is_another_row(changed: list[str]) -> None:
    model = two_pages([HEAD, *CODED[:2]], [HEAD, changed, *CODED[2:]])
    assert rows_of(model) == [HEAD, *CODED[:2], changed, CODED[2]]
