"""Tampering is noticed: a fixed sample of changes of some documents, and the changes themselves.

``python -m bench.tamper`` makes the whole measure, docs/quality.md shows it. What is noticed here may not fall.
"""

from __future__ import annotations

from functools import cache

import pytest

from bench.quality import render
from bench.tamper import LAYOUTS, RECORD, SAMPLES, shares
from bench.tampering.changes import KINDS, SMALLEST, changes
from bench.tampering.measure import Original, Result
from domain.money import parse_number
from domain.records import Fact
from parsers.model import Cell, DocumentModel, Paragraph, Table
from tests.parsers.reconcile.making import cell

SIZES = {"cell": 4, "row": 2, "columns": 1, "unit": 1}
PATHS = {
    "004": SAMPLES / "004_xiangyuan_2023_final.pdf",
    "003": SAMPLES / "003_urumqi_xinshi_2021_final.docx",
    "budget": LAYOUTS / "budget_2024_jiangxi.pdf",
    "final": LAYOUTS / "final_2023_guangxi.pdf",
}


@cache
def _results(name: str) -> tuple[Result, ...]:
    return tuple(Original.of(PATHS[name], name).results(SIZES))


def _unnoticed(kind: str) -> list[tuple[str, str]]:
    return [
        (one.document, one.place) for name in PATHS for one in _results(name) if one.kind == kind and not one.noticed
    ]


@pytest.mark.parametrize("kind", ["cell", "columns", "unit"])
def test_every_changed_cell_column_and_unit_of_the_sample_is_noticed(kind: str) -> None:
    assert _unnoticed(kind) == []


def test_a_dropped_row_is_noticed_but_for_the_source_of_a_project_that_its_whole_repeats() -> None:
    assert [place for _, place in _unnoticed("row") if "财政" not in place] == []


def test_the_sample_holds_changes_of_every_kind() -> None:
    made = {kind: sum(one.kind == kind for name in PATHS for one in _results(name)) for kind in KINDS}
    assert made == {"cell": 16, "row": 8, "columns": 4, "unit": 3}


def test_what_noticed_a_change_is_said() -> None:
    for one in _results("final"):
        assert bool(one.by) is one.noticed


def test_the_page_is_current() -> None:
    page = RECORD.parents[1] / "docs" / "quality.md"
    assert page.read_text(encoding="utf-8") == render(), "run: python -m bench.quality > docs/quality.md"


def test_shares_count_what_was_noticed_of_what_was_made() -> None:
    results = [
        Result("a", "cell", "digit", "summary", "", noticed=True, noted=False, by=("I01: …",)),
        Result("a", "cell", "sign", "summary", "", noticed=False, noted=True, by=()),
        Result("b", "row", "dropped", "summary", "", noticed=True, noted=False, by=("I01: …",)),
    ]
    found = shares(results)
    assert found["kind"] == {"cell": (1, 2), "row": (1, 1)}
    assert found["document"] == {"a": (1, 2)}
    assert found["row by statement"] == {"summary": (1, 1)}


# The changes


def _model() -> DocumentModel:
    words = [
        ["项目", "预算", "决算"],
        ["合计", "12.00", "13.50"],
        ["办公费", "2.00", "0.00"],
        ["印刷费", "10.00", "13.50"],
    ]
    cells = tuple(Cell(row, column, text) for row, line in enumerate(words) for column, text in enumerate(line))
    return DocumentModel("text/html", "test", (Paragraph(1, "单位：万元"), Table(1, 4, 3, cells)))


def _facts() -> list[Fact]:
    return [
        cell("summary", f"行{row}/{column}", f"{text}万元", row=row, column_no=column)
        for row, line in enumerate([["12.00", "13.50"], ["2.00", "0.00"], ["10.00", "13.50"]], start=2)
        for column, text in enumerate(line, start=2)
    ]


def _grid(model: DocumentModel) -> list[list[str]]:
    table = model.tables[0]
    found = {(one.row, one.column): one.text for one in table.cells}
    return [[found.get((row, column), "") for column in range(3)] for row in range(table.rows)]


def test_a_changed_cell_differs_by_more_than_rounding_and_nothing_else_changes() -> None:
    before = _grid(_model())
    for seed in "abcdefgh":
        for change in changes(_model(), _facts(), {"cell": 6}, seed):
            after = _grid(change.model)
            pairs = [
                (one, two) for old, new in zip(before, after, strict=True) for one, two in zip(old, new, strict=True)
            ]
            ((one, two),) = [(one, two) for one, two in pairs if one != two]
            old, new = parse_number(one), parse_number(two)
            assert old is not None
            assert new is not None
            assert abs(old.value - new.value) >= SMALLEST


def test_a_dropped_row_leaves_the_others_in_order() -> None:
    found = {tuple(line[0] for line in _grid(one.model)) for one in changes(_model(), _facts(), {"row": 3}, "s")}
    assert found == {("项目", "办公费", "印刷费"), ("项目", "合计", "印刷费"), ("项目", "合计", "办公费")}


def test_swapped_columns_keep_their_heads() -> None:
    (change,) = changes(_model(), _facts(), {"columns": 5}, "s")
    assert _grid(change.model) == [
        ["项目", "预算", "决算"],
        ["合计", "13.50", "12.00"],
        ["办公费", "0.00", "2.00"],
        ["印刷费", "13.50", "10.00"],
    ]


def test_another_unit_is_put_above_the_table() -> None:
    (change,) = changes(_model(), _facts(), {"unit": 5}, "s")
    assert change.model.paragraphs[0].text == "单位：元"
    assert _grid(change.model) == _grid(_model())


def test_the_same_sample_is_drawn_again() -> None:
    first, second = ([one.place for one in changes(_model(), _facts(), SIZES, "s")] for _ in range(2))
    assert first == second


def test_a_cell_that_says_more_than_its_number_is_no_money_cell() -> None:
    model = DocumentModel("text/html", "test", (Table(1, 2, 1, (Cell(0, 0, "说明"), Cell(1, 0, "共12.00万元"))),))
    fact = cell("summary", "收入总计", "12.00万元", row=2, column_no=1)
    assert list(changes(model, [fact], {"cell": 5, "row": 5}, "s")) == []


def test_every_way_of_changing_a_number_occurs() -> None:
    hows = {one.how for seed in "abcdefghijkl" for one in changes(_model(), _facts(), {"cell": 6}, seed)}
    assert hows == {"digit", "swap", "sign", "point"}
