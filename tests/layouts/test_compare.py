"""The measure itself: what counts as found, missing, wrong and extra."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.records import CellState, Fact, Measure, Origin, Statement
from tests.layouts import gold
from tests.layouts.build import names
from tests.layouts.compare import compare

KNOWN = {statement.value for statement in Statement}
BOTH = ("table", "narrative")


def fact(record: dict[str, Any], **changes: Any) -> Fact:
    """A golden fact as a reader that makes no mistake would give it."""
    fields: dict[str, Any] = {
        "statement": record["statement"],
        "item": record["item"],
        "item_printed": record.get("row", record["item"]),
        "code": record.get("code"),
        "measure": Measure(record["measure"]),
        "amount": record.get("amount"),
        "value": record.get("value"),
        "text": record.get("text"),
        "printed": record["printed"],
        "printed_unit": record.get("unit"),
        "cell_state": CellState(record["cell_state"]),
        "origin": Origin(record["origin"]),
        "quote": f"{record.get('row', '')}\t{record['printed']}",
    }
    return Fact(**(fields | changes))


def perfect(record: dict[str, Any]) -> list[Fact]:
    return [fact(one) for one in record["facts"] if one["graded"] and one["statement"] in KNOWN]


@pytest.mark.parametrize("name", names())
def test_a_faultless_reading_reaches_everything(name: str) -> None:
    record = gold.load(name)
    comparison = compare(record, perfect(record), BOTH)
    assert (comparison.missing, comparison.wrong, comparison.extra) == ([], [], [])
    assert comparison.recall == comparison.precision == 1


def test_a_figure_left_out_is_missing() -> None:
    record = gold.load("final_2020_henan")
    facts = [one for one in perfect(record) if one.statement is not Statement.GOV_FUND]
    comparison = compare(record, facts, BOTH)
    assert {one["statement"] for one in comparison.missing} == {"gov_fund"}
    assert comparison.recall < 1
    assert comparison.precision == 1


def test_another_value_under_the_same_meaning_is_wrong() -> None:
    record = gold.load("final_2020_henan")
    facts = perfect(record)
    at = next(number for number, one in enumerate(facts) if one.item == "信访事务/小计")
    facts[at] = facts[at].model_copy(update={"amount": Decimal("1.00")})
    comparison = compare(record, facts, BOTH)
    assert [one.item for one, _ in comparison.wrong] == ["信访事务/小计"]
    assert [one["item"] for one in comparison.missing] == ["信访事务/小计"]


def test_a_change_with_the_other_sign_is_wrong() -> None:
    record = gold.load("final_2014_jiangxi")
    facts = perfect(record)
    at = next(number for number, one in enumerate(facts) if one.measure is Measure.CHANGE)
    facts[at] = facts[at].model_copy(update={"amount": -(facts[at].amount or 0)})
    assert len(compare(record, facts, BOTH).wrong) == 1


def test_a_figure_the_record_does_not_hold_is_extra() -> None:
    record = gold.load("final_2020_henan")
    invented = perfect(record)[0].model_copy(update={"item": "收入/捐赠收入"})
    comparison = compare(record, [*perfect(record), invented], BOTH)
    assert comparison.extra == [invented]
    assert comparison.precision < 1


def test_a_table_without_a_statement_filed_under_another_is_wrong() -> None:
    record = gold.load("budget_2021_anhui")
    cell = next(one for one in record["facts"] if not one["graded"] and one["printed"] == "12.00")
    misfiled = fact(cell, statement=Statement.GENERAL_BY_FUNCTION, item="台式计算机/小计", amount=Decimal("120000"))
    comparison = compare(record, [*perfect(record), misfiled], BOTH)
    assert [one for one, _ in comparison.wrong] == [misfiled]


def test_the_same_figure_again_and_a_dash_count_neither_way() -> None:
    record = gold.load("final_2024_yunnan")
    facts = perfect(record)
    dash = facts[0].model_copy(
        update={"item": "收入/别的收入", "amount": None, "printed": "—", "cell_state": CellState.NOT_APPLICABLE}
    )
    again = facts[0].model_copy()
    comparison = compare(record, [*facts, again, dash], BOTH)
    assert (comparison.wrong, comparison.extra) == ([], [])
    assert comparison.neutral == [again, dash]


def test_sentences_are_not_asked_of_a_workbook() -> None:
    record = gold.load("final_2020_henan")
    facts = [one for one in perfect(record) if one.origin is Origin.TABLE]
    assert compare(record, facts, ("table",)).recall == 1
    assert compare(record, facts, BOTH).recall < 1
