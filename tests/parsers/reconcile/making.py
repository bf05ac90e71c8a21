"""Facts made by hand: ``told("summary", "收入总计", "209.00万元")`` in a sentence, ``cell(...)`` in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from domain.identifiers import number_facts
from domain.money import MONEY_UNITS, parse_number, to_yuan
from domain.records import CellState, Check, Fact, Measure, Origin, Statement, Verdict
from parsers.model import ReportContext
from parsers.reconcile import reconcile

FINAL = ReportContext(fiscal_year=2023, report_type="final_accounts", agency="襄垣县信访局", province="山西省")
BUDGET = ReportContext(fiscal_year=2023, report_type="budget", agency="襄垣县信访局", province="山西省")
_PRINTED = re.compile(r"^(?P<number>-?[\d,.]+)(?P<unit>.*)$")
_SIGNED = frozenset({"change", "change_pct", "deviation", "deviation_pct"})


def fact(statement: str, item: str, printed: str, measure: str = "amount", **other: object) -> Fact:
    """``printed`` is a number with its unit (``-2.04万元`` is a decrease), a dash, or words."""
    match = _PRINTED.match(printed)
    number = parse_number(match["number"]) if match else None
    unit = (match["unit"] or None) if match and number else None
    amount = to_yuan(number.value, unit) if number and unit in MONEY_UNITS else None
    value = number.value if number and amount is None else None
    state = CellState.VALUE
    if number is not None and number.value == 0:
        state = CellState.ZERO
    elif printed in ("—", "——"):
        state = CellState.NOT_APPLICABLE
    elif printed in ("本表无数据", "空表"):
        state = CellState.DECLARED_EMPTY
    is_text = number is None and state is CellState.VALUE
    digits = match["number"] if match and number else printed
    values: dict[str, object] = {
        "statement": Statement(statement),
        "item": item,
        "item_printed": item,
        "measure": Measure(measure),
        "amount": amount,
        "value": value,
        "text": printed if is_text else None,
        "printed": digits.lstrip("-") if measure in _SIGNED else digits,
        "printed_unit": unit,
        "cell_state": state,
        "document_id": "d1",
        "origin": Origin.NARRATIVE,
        "paragraph": 1,
        "quote": f"{item}{printed}",
    }
    return Fact.model_validate(values | other)


told = fact


def cell(
    statement: str, item: str, printed: str, measure: str = "amount", *, table: int = 1, row: int = 1, **other: object
) -> Fact:
    place: dict[str, object] = {"origin": Origin.TABLE, "table_no": table, "row_no": row, "paragraph": None}
    return fact(statement, item, printed, measure, **(place | other))


def table(statement: str, rows: Iterable[tuple[str | None, str, dict[str, str]]], *, number: int = 1) -> list[Fact]:
    """Rows of (code, name, column → printed) as facts ``name/column`` in 万元; an empty string is a blank cell."""
    return [
        cell(statement, f"{name}/{column}", f"{printed}万元", table=number, row=place, code=code)
        for place, (code, name, columns) in enumerate(rows, start=1)
        for column, printed in columns.items()
        if printed
    ]


def checks(facts: Sequence[Fact], rule: str | None = None, context: ReportContext = FINAL) -> list[Check]:
    numbered = number_facts("r", facts)
    return [check for check in reconcile(numbered, context) if rule in (None, check.rule)]


def verdicts(facts: Sequence[Fact], rule: str, context: ReportContext = FINAL) -> list[Verdict]:
    return [check.verdict for check in checks(facts, rule, context)]


def failing(facts: Sequence[Fact], context: ReportContext = FINAL) -> list[tuple[str, Verdict]]:
    return [(check.rule, check.verdict) for check in checks(facts, context=context) if check.verdict.failed]
