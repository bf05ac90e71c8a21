"""A layout that does not fit its text is refused: nothing is lost or shifted silently while the samples are built."""

from __future__ import annotations

import pytest

from infra.samples.build.forms import _by_position
from infra.samples.build.grid import Cell, Grid, parse_layout


def grid(columns: int) -> Grid:
    return Grid(columns, [1.0] * columns)


def test_merged_cells_are_counted_from_the_row_layouts() -> None:
    table = grid(4)
    table.add_row(parse_layout("2 1x2"), ["项目", "预算数", "决算数"])
    table.add_row(parse_layout("1x2 ^1 ^1"), ["代码", "名称"])
    assert table.cells == [
        Cell(0, 0, "项目", 1, 2),
        Cell(0, 2, "预算数", 2, 1),
        Cell(0, 3, "决算数", 2, 1),
        Cell(1, 0, "代码"),
        Cell(1, 1, "名称"),
    ]
    assert [(cell.text, starts) for cell, starts in table.in_row(1)] == [
        ("代码", True),
        ("名称", True),
        ("预算数", False),
        ("决算数", False),
    ]


@pytest.mark.parametrize(
    ("layout", "texts"),
    [("1x3", ["a", "b", "c"]), ("1x2", ["a"]), ("2", ["a", "b"]), ("^1 1", ["a"]), ("1 ?", ["a"])],
)
def test_a_row_that_does_not_fit_is_refused(layout: str, texts: list[str]) -> None:
    with pytest.raises((ValueError, IndexError)):
        grid(2).add_row(parse_layout(layout), texts)


@pytest.mark.parametrize("row", ["项目\t内含\t1", "项目\t\t1\t2"])
def test_text_inside_a_merged_cell_or_beyond_the_last_column_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match=r"text where|more cells"):
        _by_position(row, parse_layout("2 1"))
