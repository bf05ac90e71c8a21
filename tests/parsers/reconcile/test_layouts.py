"""Reports of other provinces and years, from their golden figures: nothing fails but the declared mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.identifiers import number_facts
from domain.records import CellState, Fact, Measure, Origin, Statement, Verdict
from parsers.model import ReportContext
from parsers.reconcile import reconcile

_LAYOUTS = Path(__file__).parents[2] / "fixtures" / "layouts"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in _LAYOUTS.glob("*.gold.json"))


#: What else fails, and why it is right to: (report, words of the message, reason).
RIGHT = [
    (
        "final_2020_neimenggu",
        "所列可能不全",
        "主要包括 lists that stop short of their total, and no table that could explain it",
    ),
    (
        "final_2021_shanxi",
        "机关运行经费的行政单位合计20.00万元",
        "the table prints 20.00 for 行政单位 alone, the text 22.73",
    ),
]


def _load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_LAYOUTS / f"{name}.gold.json").read_text(encoding="utf-8"))
    return document


def _facts(document: dict[str, Any]) -> Iterator[Fact]:
    tables: dict[str, int] = {}
    rows: dict[tuple[str, ...], int] = {}
    paragraphs: dict[str, int] = {}
    known = {statement.value for statement in Statement}
    for record in document["facts"]:
        if record["statement"] not in known:
            continue
        where = record["where"]
        in_table = record["origin"] == "table"
        title = where.get("table", "")
        row = (title, where.get("row", ""), record.get("code") or "", record.get("project") or "")
        text = record.get("text")
        state = CellState(record.get("cell_state", "value"))
        amount, value = record.get("amount"), record.get("value")
        yield Fact(
            document_id="d1",
            statement=Statement(record["statement"]),
            item=record["item"],
            item_printed=where.get("row") or where.get("sentence") or record["item"],
            code=record.get("code"),
            measure=Measure(record["measure"]),
            amount=Decimal(amount) if amount is not None else None,
            value=Decimal(value) if value is not None else None,
            text=text,
            printed=record["printed"],
            printed_unit=record.get("unit"),
            cell_state=state,
            origin=Origin(record["origin"]),
            table_no=tables.setdefault(title, len(tables) + 1) if in_table else None,
            row_no=rows.setdefault(row, len(rows) + 1) if in_table else None,
            paragraph=None if in_table else paragraphs.setdefault(where.get("sentence", ""), len(paragraphs) + 1),
            quote=where.get("sentence", "")[:160],
            project=record.get("project"),
        )


def _is_at(fact: Fact, place: dict[str, str]) -> bool:
    seen = {
        "statement": fact.statement.value,
        "measure": fact.measure.value,
        "origin": fact.origin.value,
        "item": fact.item,
    }
    return all(seen[key] == value for key, value in place.items() if key in seen)


@pytest.mark.parametrize("name", NAMES)
def test_only_the_declared_mistakes_of_a_report_fail(name: str) -> None:
    document = _load(name)
    context = ReportContext(
        fiscal_year=document["document"]["fiscal_year"], report_type=document["document"]["report_type"]
    )
    facts = number_facts("r", list(_facts(document)))
    failing = [check for check in reconcile(facts, context) if check.verdict.failed]
    wrong = {
        mistake["id"]: {
            fact.fact_id for fact in facts if _is_at(fact, mistake["at"]) and fact.printed == mistake["printed"]
        }
        for mistake in document["mistakes"]
    }
    unseen = [mistake for mistake, ids in wrong.items() if not any(ids & set(check.fact_ids) for check in failing)]
    assert unseen == []
    wrong_ids = set().union(*wrong.values()) if wrong else set()
    right = [words for report, words, _ in RIGHT if report == name]
    beyond = [check.message_zh for check in failing if not wrong_ids & set(check.fact_ids)]
    assert [message for message in beyond if not any(words in message for words in right)] == []
    assert all(check.verdict in (Verdict.WARN, Verdict.ERROR) for check in failing)
