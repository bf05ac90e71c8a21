"""Plain pdfplumber as a second opinion on the tables of a page."""

from dataclasses import replace

from parsers.readers import read
from parsers.readers.second_opinion import agrees, tables_of_pages
from tests.parsers.readers.pdf_maker import Drawing, Spec, draw_table, make_pdf, text_line

ROWS = [["项目", "", "金额"], ["201", "一般公共服务支出", "188.00"], ["2010308", "信访事务", "76.61"]]
CELLS = [Spec(0, 0, "项目", 1, 2), Spec(0, 2, "金额")] + [
    Spec(r, c, text) for r, row in enumerate(ROWS) if r for c, text in enumerate(row)
]
PDF = make_pdf(
    lambda canvas, height: text_line(canvas, height, 50, 80, "没有表"),
    lambda canvas, height: draw_table(
        canvas, height, Drawing([50, 120, 220, 300], [60, 80, 100, 120], CELLS, fake_bold_rows=1)
    ),
)


def test_both_readings_of_a_ruled_table_agree() -> None:
    ((number, tables),) = tables_of_pages(PDF, [2])
    (ours,) = read(PDF).tables
    assert number == ours.page == 2
    assert agrees(ours, tables[0])
    assert [number for number, _ in tables_of_pages(PDF)] == [1, 2]


def test_a_difference_in_one_cell_is_seen() -> None:
    ((_, tables),) = tables_of_pages(PDF, [2])
    (ours,) = read(PDF).tables
    changed = tuple(replace(cell, text="188.01") if cell.text == "188.00" else cell for cell in ours.cells)
    assert not agrees(replace(ours, cells=changed), tables[0])
