"""Plain pdfplumber as a second opinion on the tables of a page."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from domain.records import DocumentState
from parsers.isolation import ReaderPool
from parsers.model import UnreadableDocument
from parsers.readers import read
from parsers.readers.second_opinion import MOST_PAGES, second_opinion
from tests.parsers.readers.pdf_maker import Drawing, Spec, draw_table, make_pdf, text_line

ROWS = [["项目", "", "金额"], ["201", "一般公共服务支出", "188.00"], ["2010308", "信访事务", "76.61"]]
CELLS = [Spec(0, 0, "项目", 1, 2), Spec(0, 2, "金额")] + [
    Spec(r, c, text) for r, row in enumerate(ROWS) if r for c, text in enumerate(row)
]
TABLE = Drawing([50, 120, 220, 300], [60, 80, 100, 120], CELLS, fake_bold_rows=1)
PDF = make_pdf(
    lambda canvas, height: text_line(canvas, height, 50, 80, "没有表"),
    lambda canvas, height: draw_table(canvas, height, TABLE),
)


def test_both_readings_see_the_same_cells_in_the_same_places() -> None:
    (ours,) = read(PDF).tables
    seen = second_opinion(PDF, [2])
    assert {cell.page for cell in seen} == {2}
    assert [cell.text for cell in seen] == [cell.text for cell in ours.cells if cell.text]
    for own, other in zip((cell for cell in ours.cells if cell.text), seen, strict=True):
        assert own.bbox == pytest.approx(other.bbox, abs=1)


def test_pages_without_a_table_and_pages_nobody_asked_for_give_nothing() -> None:
    assert second_opinion(PDF, [1]) == ()
    assert second_opinion(PDF, []) == ()


def test_text_that_stands_sideways_is_no_opinion() -> None:
    def sideways(canvas: Canvas, height: float) -> None:
        canvas.rotate(90)
        canvas.translate(0, -height)
        draw_table(canvas, height, TABLE)

    assert second_opinion(make_pdf(sideways), [1]) == ()


def test_only_so_many_pages_of_a_document_are_looked_at_again() -> None:
    many = make_pdf(*[lambda canvas, height: draw_table(canvas, height, TABLE)] * (MOST_PAGES + 2))
    assert {cell.page for cell in second_opinion(many, range(1, MOST_PAGES + 3))} == set(range(1, MOST_PAGES + 1))


def test_a_file_it_cannot_read_is_named() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        second_opinion(b"%PDF-1.4 nothing", [1])
    assert caught.value.state is DocumentState.DAMAGED


def test_a_child_process_gives_the_same_opinion() -> None:
    with ReaderPool() as pool:
        assert pool.second_opinion(PDF, [2]) == second_opinion(PDF, [2])
