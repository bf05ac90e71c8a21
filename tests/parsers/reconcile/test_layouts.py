"""Reports of other provinces and years, from their golden figures: nothing fails but the declared mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from domain.identifiers import number_facts
from domain.records import CellState, Fact, Measure, Origin, Statement, Verdict
from parsers.model import ReportContext
from parsers.reconcile import reconcile
from tests.layouts.build import FIXTURES
from tests.layouts.gold import load

NAMES = sorted(path.name.removesuffix(".gold.json") for path in FIXTURES.glob("*.gold.json"))


#: What else fails, and why it is right to: (report, words of the message, reason).
RIGHT = [
    ("budget_2022_hebei", "国有资产表中车辆为空白", "running costs without a vehicle, as in seed 001"),
    ("final_2020_neimenggu", "所列可能不全", "主要包括 lists stop short of their total, and no table explains it"),
    ("final_2019_sichuan", "原文为82.2%", "217.25 of 264.47 is 82.145 %, which is 82.1"),
    ("final_2024_guizhou", "相差0.02万元", "rounded from yuan; more than 0.01 is doubtful even inside the bound"),
]


def _facts(document: dict[str, Any]) -> Iterator[Fact]:
    known = {statement.value for statement in Statement}
    rows: dict[tuple[object, ...], int] = {}
    paragraphs: dict[str, int] = {}
    for record in document["facts"]:
        if record["statement"] not in known or not record["graded"]:
            continue
        in_table = record["origin"] == "table"
        sentence = record.get("sentence", "")
        row = (record.get("table"), record.get("row"), record.get("code"), record.get("project"))
        yield Fact(
            document_id="d1",
            statement=Statement(record["statement"]),
            item=record["item"],
            item_printed=record.get("row") or record["item"],
            code=record.get("code"),
            measure=Measure(record["measure"]),
            amount=record.get("amount"),
            value=record.get("value"),
            text=record.get("text"),
            printed=record["printed"],
            printed_unit=record.get("unit"),
            cell_state=CellState(record["cell_state"]),
            origin=Origin(record["origin"]),
            table_no=record.get("table", 0) if in_table else None,
            row_no=rows.setdefault(row, len(rows) + 1) if in_table else None,
            paragraph=None if in_table else paragraphs.setdefault(sentence, len(paragraphs) + 1),
            quote=sentence[:160],
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
    document = load(name)
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
