"""Commas that the recogniser takes for points, told by their odds or by there being no other number."""

from __future__ import annotations

import pytest

from parsers.readers.ocr.engine import Reading
from parsers.readers.ocr.separators import told_apart

pytestmark = pytest.mark.ocr


def reading(text: str, *odds: float) -> Reading:
    """A sure reading; ``odds`` of a comma for every point in turn."""
    left = list(odds)
    return Reading(
        text,
        (1.0,) * len(text),
        tuple(index / len(text) for index in range(len(text))),
        tuple(left.pop(0) if char == "." else 0.0 for char in text),
    )


@pytest.mark.parametrize(
    ("text", "odds", "settled", "sure"),
    [
        ("1.389.30", (0.4, 0.0), "1,389.30", 0.9),
        ("486.936", (0.3,), "486,936", 0.9),
        ("486.936", (0.0,), "486.936", 1.0),  # no number tells which; its form is doubted elsewhere
        ("233.67", (0.4,), "233.67", 1.0),  # no number with a comma there
        ("1.389.30", (0.0, 0.0), "1,389.30", 0.75),  # the only number of these digits and marks
        ("1.2.3", (0.0, 0.0), "1.2.3", 1.0),  # none
        ("1,389.30", (0.0,), "1,389.30", 1.0),
        ("第1.2条", (0.9,), "第1.2条", 1.0),
        ("收入486.936元，增长3.25%。", (0.3, 0.0), "收入486,936元，增长3.25%。", 0.9),
        ("收入1.389.30元", (0.0, 0.0), "收入1,389.30元", 0.75),
    ],
)
def test_marks_of_figures(text: str, odds: tuple[float, ...], settled: str, sure: float) -> None:
    found = told_apart(reading(text, *odds))
    assert (found.text, min(found.certainty)) == (settled, sure)
