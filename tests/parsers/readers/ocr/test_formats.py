"""Which recognised cells are believed: figures of another form than their column's are not."""

from __future__ import annotations

import pytest

from parsers.model import Cell
from parsers.readers.ocr.formats import MALFORMED, TRUST, UNUSUAL, graded, sentence_most

pytestmark = pytest.mark.ocr


def doubted(*column: str) -> set[str]:
    """Texts of a column that are believed less than their characters."""
    cells = [Cell(row, 0, text) for row, text in enumerate(column)]
    return {cell.text for cell in graded(cells, lambda _: 1.0) if cell.confidence < TRUST}


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        (("233.67", "0.07", "5.60", "188.00"), set()),
        (("233.67", "23367", "5.60", "188.00"), {"23367"}),  # a lost point
        (("233.67", "0", "5.60", "188.00"), set()),  # a printed nothing
        (("201", "20103", "2010308"), set()),
        (("201", "2010.3", "2010308", "208", "20805"), {"2010.3"}),
        (("201", "20103", "201030", "208", "20805"), {"201030"}),  # codes have 3, 5 or 7 digits
        (("1,389.30", "1.389.30", "27.40", "3.00"), {"1.389.30"}),
        (("486,936", "486.936", "23,118"), {"486.936"}),  # three decimals are a comma that was lost
        (("3,401.44", "3401.44", "1,850.00", "2,004.10"), {"3401.44"}),  # a comma that was lost
        (("100%", "97.10%", "9710%0"), {"9710%0"}),
        (("办公费", "印刷费", "咨询费"), set()),
        (("一般公共服务支出", "般公共服务支出"), {"般公共服务支出"}),
        (("6,918,047", "486,936", "720,000", "48693.6"), {"48693.6"}),  # whole yuan everywhere else
        (("6,918,047", "486,936", "720,000", "0", "12"), set()),
        (("1,389.30", "2,004.10", "1,850.00", "3,401"), {"3,401"}),
        (("O.07", "5.60", "188.00"), {"O.07"}),
        (("-2.04", "—5.60", "188.00"), {"—5.60"}),
    ],
)
def test_a_figure_that_has_not_the_form_of_its_column_is_not_believed(column: tuple[str, ...], wrong: set[str]) -> None:
    assert doubted(*column) == wrong


def test_a_cell_is_believed_as_far_as_its_least_sure_sign() -> None:
    (cell,) = graded([Cell(0, 0, "办公费")], lambda _: 0.5)
    assert cell.confidence == pytest.approx(TRUST * 0.5, abs=0.01)
    (cell,) = graded([Cell(0, 0, "1.2.3")], lambda _: 1.0)
    assert cell.confidence == MALFORMED


def test_cells_of_pages_with_text_stay_as_they_are() -> None:
    cells = [Cell(0, 0, "1.2.3"), Cell(1, 0, "233.67")]
    assert graded(cells, lambda _: None) == tuple(cells)


def test_decimals_are_compared_with_the_whole_table_where_the_column_is_short() -> None:
    texts = ["6,918,047", "486,936", "720,000", "720.00"]
    cells = [Cell(0, column, text) for column, text in enumerate(texts)]
    assert {cell.text: cell.confidence for cell in graded(cells, lambda _: 1.0)} == {
        **dict.fromkeys(texts, TRUST),
        "720.00": UNUSUAL,
    }


@pytest.mark.parametrize(
    ("sentence", "most"),
    [
        ("2026年收入预算486.936元。", MALFORMED),
        ("2026年收入预算1,486.936元。", MALFORMED),
        ("2026年收入预算486,936元，增长3.25%。", 1.0),
        ("公开时间2026.01.118。", 1.0),
    ],
)
def test_a_sentence_with_three_decimals_is_not_believed(sentence: str, most: float) -> None:
    assert sentence_most(sentence) == most
