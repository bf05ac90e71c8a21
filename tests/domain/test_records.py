"""The records: frozen, closed, and in the words of the dataset contract."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from domain.records import Fact, Measure, Origin, ReportType, Statement, Verdict


def make_fact(**changes: object) -> Fact:
    values: dict[str, object] = {
        "statement": Statement.SUMMARY,
        "item": "收入总计",
        "item_printed": "收入总计",
        "measure": Measure.AMOUNT,
        "amount": Decimal("2336700.00"),
        "printed": "233.67",
        "printed_unit": "万元",
        "origin": Origin.TABLE,
        "quote": "总计\t233.67",
    }
    return Fact.model_validate(values | changes)


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        make_fact().amount = Decimal(1)  # type: ignore[misc]  # that it is refused is the test


def test_a_misspelt_column_is_an_error() -> None:
    with pytest.raises(ValidationError, match="amuont"):
        make_fact(amuont="1")


def test_money_survives_json_to_the_last_digit() -> None:
    fact = make_fact(amount=Decimal("12.3450"))
    again = Fact.model_validate_json(fact.model_dump_json())
    assert again == fact
    assert str(again.amount) == "12.3450"


def test_the_words_of_the_contract_are_the_values_of_the_enumerations() -> None:
    assert {one.value for one in ReportType} == {"budget", "final_accounts"}
    assert (ReportType.BUDGET.slug, ReportType.FINAL_ACCOUNTS.slug) == ("budget", "final")
    assert (ReportType.BUDGET.zh, ReportType.FINAL_ACCOUNTS.zh) == ("预算", "决算")
    assert {one for one in Measure if one.is_money} == {
        Measure.AMOUNT,
        Measure.PRIOR_AMOUNT,
        Measure.CHANGE,
        Measure.BUDGET,
        Measure.ADJUSTED_BUDGET,
        Measure.DEVIATION,
        Measure.UNIT_PRICE,
    }


def test_only_warnings_and_errors_count_as_failed() -> None:
    assert {verdict for verdict in Verdict if verdict.failed} == {Verdict.WARN, Verdict.ERROR}
