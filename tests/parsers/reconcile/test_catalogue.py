"""The declarations and the page made from them: complete, current, and with examples the checks really give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from domain.identifiers import number_facts
from domain.records import Check, Method
from parsers.model import Cell as GridCell
from parsers.model import DocumentModel, Paragraph, ReportContext, Table
from parsers.reconcile import doubts_of_recognition, inspect_text, reconcile, weigh_recognised
from parsers.reconcile.catalogue import render
from parsers.reconcile.declarations import WORDS, Rule, load_rules
from parsers.reconcile.engine import KINDS
from parsers.reconcile.kinds.special import CHECKS
from parsers.reconcile.text import READINGS
from tests.parsers.reconcile import gold
from tests.parsers.reconcile.making import FINAL, cell

_PAGE = Path(__file__).parents[3] / "docs" / "checks.md"


def test_the_page_is_current() -> None:
    assert _PAGE.read_text(encoding="utf-8") == render(), "run: python -m parsers.reconcile.catalogue > docs/checks.md"


def _text(*paragraphs: str, cells: tuple[str, ...] = ()) -> tuple[Check, ...]:
    blocks = [Paragraph(number, words) for number, words in enumerate(paragraphs, start=1)]
    grid = Table(1, len(cells), 1, tuple(GridCell(row, 0, words) for row, words in enumerate(cells)))
    model = DocumentModel(media_type="text/html", reader="test", blocks=(*blocks, *([grid] if cells else [])))
    context = ReportContext(fiscal_year=2020, agency="襄垣县信访局", province="山西省")
    return inspect_text(model, [], context)


def _recognised() -> tuple[Check, ...]:
    printed = {"本年收入合计": "288.67万元", "年初结转和结余": "0.00万元", "收入总计": "233.67万元"}
    facts = number_facts("r", [cell("summary", item, number, method=Method.OCR) for item, number in printed.items()])
    return doubts_of_recognition(weigh_recognised(facts, reconcile(facts, FINAL)))


def _sentences() -> set[tuple[str, str, str]]:
    """(rule, 中文, English) of the seeds' figures and of sentences as the seeds print them."""
    found: list[Check] = []
    for seed in gold.SEEDS:
        found += reconcile(gold.facts(seed), gold.context(seed))
    without_a_row = [fact for fact in gold.facts("004") if fact.code != "20103"]
    found += reconcile(without_a_row, gold.context("004"))
    found += _text(
        "第二部分 2020年度部门决算情况说明",
        "1. 关于2020年度预算执行情况分析",
        "二、关于2020年度决算情况说明",
        "全年因公出国（境）团组0个。较上年增加（减少）0.00万元，主要原因是无。工程比2019年增加（减少）0.00万元。",
        "货物支出0.00万元，比2019年降低45.34万元， ，主要原因是：2019年采购。",
        "四是专项资金的使用做到了做到一案一卷，专项资金由县联席会议审核。",
        "鄂托前旗信访局决算编报单位情况报表",
        "[bookmark: _GoBack]曲阳县信访局",
        "“就是命令。”合作市委组织部响应号召、冲锋在前。",
        cells=("≥9696", "≥97满意", "≥95百分比", "≥85百分比"),
    )
    found += _text("丰渚县信访局2019年部门预算")
    found += _recognised()
    return {(check.rule, check.message_zh, check.message_en) for check in found}


def test_every_example_is_a_sentence_the_checks_give() -> None:
    given = _sentences()
    missing = [rule.id for rule in load_rules() if (rule.id, rule.example.zh, rule.example.en) not in given]
    assert missing == []


def test_every_declared_case_has_its_code() -> None:
    for rule in load_rules():
        assert rule.cases
        for case in rule.cases:
            assert case.kind in {
                *KINDS,
                "pattern",
                "reading",
                "recognised",
                "last_year",
                "department",
                "shared_document",
            }
            if case.kind == "special":
                assert case.check in CHECKS
            if case.kind == "reading":
                assert case.check in READINGS


def test_both_languages_of_a_sentence_use_the_same_figures() -> None:
    for kind, outcomes in WORDS.messages.items():
        for reason, pair in outcomes.items():
            names = [set(re.findall(r"\{(\w+)\}", words)) - {"levels", "levels_en"} for words in (pair.zh, pair.en)]
            assert names[0] == names[1], (kind, reason)


def test_every_pattern_compiles_and_every_rule_is_declared_once() -> None:
    ids = [rule.id for rule in load_rules()]
    assert len(ids) == len(set(ids))
    assert {f"I{number:02}" for number in range(1, 19)} | {f"W{number:02}" for number in range(1, 13)} <= set(ids)
    for rule in load_rules():
        for case in rule.cases:
            if case.kind == "pattern":
                assert all(re.compile(pattern) for pattern in case.patterns)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "sum", "statements": ["summary"], "totl": "收入总计"},
        {"kind": "sum", "statements": ["sumary"], "total": "收入总计"},
        {"kind": "no_such_kind"},
        {"kind": "completion", "severity": "fatal"},
    ],
)
def test_a_misspelt_declaration_is_refused(wrong: dict[str, object]) -> None:
    pair = {"zh": "甲", "en": "a"}
    head = {"id": "X01", "title": pair, "identity": pair, "tolerance": pair, "verdicts": pair, "example": pair}
    with pytest.raises(ValidationError):
        Rule.model_validate({**head, "cases": [wrong]})
