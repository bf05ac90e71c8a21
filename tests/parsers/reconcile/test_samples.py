"""The sample files as a portal serves them, read and checked: the anomalies of figures and of words, each once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from domain.records import Check, Verdict
from parsers.parse import Source, parse_report
from tests.parsers.reconcile import gold
from tests.parsers.reconcile.test_seeds import EXPECTED

_FILES = Path(__file__).parents[3] / "infra" / "samples" / "files"
MAIN = {
    "000": "000_etuokeqianqi_2020_final.docx",
    "001": "001_quyang_2020_budget.doc",
    "002": "002_maoxian_2019_final.docx",
    "003": "003_urumqi_xinshi_2021_final.docx",
    "004": "004_xiangyuan_2023_final.pdf",
}

#: Failing checks of the words: (rule, verdict, words of the message, anomalies of domain notes b.4).
WORDS: dict[str, list[tuple[str, Verdict, str, str]]] = {
    "000": [
        ("W-placeholder", Verdict.WARN, "较上年增加(减少)0.00万元", "A07"),
        ("W-placeholder", Verdict.WARN, "必须达到100%", "A07"),
        ("W-missing-value", Verdict.WARN, "降低45.34万元", "A08"),
        ("W-heading", Verdict.WARN, "“1. 关于2020年度预算执行情”之后是“二、", "A09"),
        ("W-typo", Verdict.WARN, "鄂托前旗信访局", "A10"),
    ],
    "001": [
        ("W12", Verdict.WARN, "党的群众路线教育实践活动", "A09"),
        ("W-unit", Verdict.WARN, "百分比", "A04"),
        ("W-typo", Verdict.WARN, "限制有关部门", "A07"),
        ("W-heading", Verdict.WARN, "“五、预算绩效信息”之后是“三、工作保障措施”", "A08"),
    ],
    "002": [
        ("W10", Verdict.WARN, "其他共产党党事务支出（款）”疑有误", "A13"),
        ("W10", Verdict.WARN, "一般行政管理事务（款）”有误", "A14"),
        ("W10", Verdict.WARN, "农林水（款）”有误", "A14"),
        ("W-typo", Verdict.WARN, "2019年般公共预算", "A13"),
        ("W05", Verdict.WARN, "一处有“化解信访积案资金”", "A08"),
        ("W-heading", Verdict.WARN, "“1、 收入支出决算总体情况说明”之后是“二、", "A16"),
    ],
    "003": [
        ("W-typo", Verdict.WARN, "疑聚民心", "A16"),
        ("W-heading", Verdict.WARN, "标题说问题", "A12"),
    ],
    "004": [
        ("W12", Verdict.ERROR, "合作市委组织部", "A12"),
        ("W12", Verdict.WARN, "北京冬奥会", "A13"),
        ("W-garbled", Verdict.WARN, "≥9696", "A15"),
        ("W-typo", Verdict.WARN, "财政资金", "A25"),
        ("W-heading", Verdict.WARN, "一处为“2023年度单位决算公开”", "A11"),
        ("W-heading", Verdict.WARN, "行次由15跳到17，缺16", "A07"),
    ],
}


@cache
def checks_of(seed: str, *names: str) -> tuple[Check, ...]:
    sources = [Source((_FILES / name).read_bytes(), name) for name in names]
    return parse_report(sources, gold.context(seed), report_id=f"seed-{seed}").checks


@pytest.mark.parametrize("seed", gold.SEEDS)
def test_the_figures_as_read_fail_exactly_where_the_true_figures_do(seed: str) -> None:
    words = {(rule, text) for rule, _, text, _ in WORDS[seed]}
    found = {
        (check.rule, check.verdict, check.difference)
        for check in checks_of(seed, MAIN[seed])
        if check.verdict.failed and not any(check.rule == rule and text in check.message_zh for rule, text in words)
    }
    assert {(r, v, str(d) if d is not None else None) for r, v, d in found} == {
        (r, v, d) for r, v, d, _ in EXPECTED[seed]
    }


@pytest.mark.parametrize("seed", gold.SEEDS)
def test_the_faults_of_the_words_are_seen(seed: str) -> None:
    checks = checks_of(seed, MAIN[seed])
    for rule, verdict, text, anomaly in WORDS[seed]:
        assert [c for c in checks if c.rule == rule and c.verdict is verdict and text in c.message_zh], anomaly


def test_tables_served_twice_change_no_alarm_of_the_figures() -> None:
    alone = {(c.rule, c.message_zh) for c in checks_of("004", MAIN["004"]) if c.verdict.failed}
    both = [c for c in checks_of("004", MAIN["004"], "004_xiangyuan_2023_final.xlsx") if c.verdict.failed]
    assert {(c.rule, c.message_zh) for c in both} == alone
    figures = [(c.rule, c.message_zh) for c in both if not c.rule.startswith("W-")]
    assert len(figures) == len(set(figures))


def test_a_spreadsheet_of_tables_alone_has_only_the_faults_it_prints() -> None:
    found = [(c.rule, c.verdict) for c in checks_of("004", "004_xiangyuan_2023_final.xls") if c.verdict.failed]
    assert found == [("W10", Verdict.WARN), ("W-heading", Verdict.WARN)]


def test_no_person_appears_in_a_message() -> None:
    for seed in gold.SEEDS:
        for check in checks_of(seed, MAIN[seed]):
            for name in ("王小明", "李小红", "赵明", "13800138000", "甲某某"):
                assert name not in check.message_zh + check.message_en
