"""Heads of narrow columns that a form writes downwards: sign below sign, in two columns, or turned."""

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.readers import read
from tests.parsers.readers.pdf_maker import Drawing, Spec, draw_table, font, make_pdf, text_line
from tests.parsers.readers.shapes import rows_of


def stacked(canvas: Canvas, height: float, x: float, *columns: str) -> None:
    """Columns of characters from right to left."""
    for column, words in enumerate(columns):
        for index, character in enumerate(words):
            text_line(canvas, height, x - 12 * column, 75 + 11 * index, character, 9)


def turned(canvas: Canvas, height: float, x: float, y: float, words: str, angle: int) -> None:
    canvas.saveState()
    canvas.translate(x, height - y)
    canvas.rotate(angle)
    canvas.setFont(font(), 9)
    canvas.drawString(0, 0, words)
    canvas.restoreState()


@pytest.mark.parametrize(
    ("head", "draw", "how"),
    [
        ("科目编码", stacked, (60, "科目编码")),
        ("一般公共预算", stacked, (66, "一般公共", "预算")),
        ("科目编码", turned, (66, 120, "科目编码", 90)),
        ("科目编码", turned, (60, 72, "科目编码", -90)),
        ("项目", stacked, (60, "项目")),
    ],
    ids=["characters below each other", "two columns", "turned to the left", "turned to the right", "two lines"],
)
def test_a_head_written_downwards_is_read_as_written(
    head: str, draw: Callable[..., None], how: tuple[object, ...]
) -> None:
    cells = [Spec(r, c, words) for r, row in enumerate([["", "合计"], ["301", "76.61"]]) for c, words in enumerate(row)]

    def page(canvas: Canvas, height: float) -> None:
        draw_table(canvas, height, Drawing([50, 80, 200], [60, 130, 160], cells))
        draw(canvas, height, *how)

    (table,) = read(make_pdf(page)).tables
    assert rows_of(table) == [[head, "合计"], ["301", "76.61"]]
