"""The five seeds: exactly the anomalies a machine can see in their figures fail, with the right verdict.

``EXPECTED`` is the whole set of failing checks per seed; each names the anomaly (domain notes b.4) it stands for.
``BEYOND`` says why a check that no listed anomaly explains is right.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.records import Check, Verdict
from parsers.reconcile import reconcile
from tests.parsers.reconcile import gold

WARN, ERROR = Verdict.WARN, Verdict.ERROR

#: (rule, verdict, difference, anomaly)
EXPECTED: dict[str, set[tuple[str, Verdict, str | None, str]]] = {
    "000": {
        ("I15", ERROR, "100", "000-A06"),
        ("I17", ERROR, "0.18", "000-A01"),
        ("W07", WARN, None, "000-A12"),
    },
    "001": {
        ("I12", ERROR, None, "001-A01"),
        ("W04", WARN, None, "001-A02"),
        ("W05", WARN, None, "001-A03"),
    },
    "002": {
        ("I09", WARN, "100.00", "002-A02"),
        ("I12", ERROR, "1", "002-A05"),
        ("I14", ERROR, "-51001.39", "002-A01"),
        ("I15", ERROR, "0.0658", "002-A03"),
        ("I15", ERROR, "0.1198", "002-A03"),
        ("I16", ERROR, "1", "002-A04"),
        ("I16", WARN, "-1", "002-A07"),
        ("W11", WARN, None, "002-A10"),
    },
    "003": {
        ("I02", WARN, "-500.00", "003-A03"),
        ("I09", ERROR, "-50000.00", "003-A01"),
        ("I17", ERROR, "-4.20", "003-A04"),
        ("I17", ERROR, "-12300.00", "003-A06"),
        ("W04", ERROR, "1", "003-A08"),
        ("W10", ERROR, None, "003-A02"),
        ("W11", ERROR, None, "003-A05"),
        ("W11", WARN, "-2100.00", "003-A09"),
        ("W11", WARN, "-150000.00", "003-A10"),
    },
    "004": {
        ("I05", ERROR, "-2700.00", "004-A01"),
        ("I09", ERROR, "2499.75", "004-A04"),
        ("I16", ERROR, "-2499.75", "004-A04"),
        ("I13", ERROR, "1.4390", "004-A02"),
        ("I17", ERROR, "13.14", "004-A16"),
        ("I17", WARN, "-0.0100", "004-A18"),
        ("I17", WARN, None, "004-A21"),
        ("W04", WARN, "1", "004-A08"),
        ("W09", WARN, "-14400.00", "004-A03"),
        ("W10", WARN, None, "004-A05"),
        ("W10", WARN, None, "004-A10"),
        ("W11", ERROR, None, "004-A14"),
    },
}

#: What is noted without failing: (rule, verdict, words of the message, anomaly).
NOTED: dict[str, list[tuple[str, Verdict, str, str]]] = {
    "000": [
        ("I09", Verdict.ROUNDING, "合计124.59万元，与人员经费124.58万元", "000-A02"),
        ("I09", Verdict.ROUNDING, "合计78.41万元，与公用经费78.42万元", "000-A03"),
        ("I15", Verdict.INFO, "基本支出占比应为97.13%，原文97.10%", "000-A04"),
        ("I13", Verdict.INFO, "收入总计变动率应为32.59%，原文32.60%", "000-A04"),
        ("I13", Verdict.INFO, "机关运行经费变动率应为20.02%，原文20.00%", "000-A04"),
        ("I14", Verdict.INFO, "因公出国（境）费预算为0.00万元，完成率无意义", "000-A05"),
        ("I15", Verdict.INFO, "授予中小企业合同金额0.00万元，政府采购支出总额0.00万元，占比无意义", "000-A05"),
        ("W11", Verdict.INFO, "成本指标的指标值没有单位", "000-A14"),
    ],
    "001": [
        ("W11", Verdict.INFO, "2个比率列入数量指标", "001-A05"),
        ("W11", Verdict.INFO, "汽油按5.00箱采购", "001-A06"),
    ],
    "002": [
        ("I12", Verdict.INFO, "在职人员19名大于总编制13名", "002-A06"),
        ("I14", Verdict.INFO, "因公出国（境）费支出0万元，未列预算，完成率0%", "002-A17"),
        ("W11", Verdict.INFO, "完成值照抄指标值", "002-A11"),
        ("W-unit", Verdict.INFO, "公务用车购置费写作0元", "002-A15"),
        ("W05", Verdict.INFO, "合计执行64.5万元，比项目支出64.90万元少0.40万元", "002-A20"),
        ("W07", Verdict.INFO, "项完成率全部为100%", "002-A21"),
    ],
    "003": [
        ("I13", Verdict.INFO, "三公经费上年为零", "003-A13"),
        ("I14", Verdict.INFO, "三公经费年初预算为0.00万元，差异率无意义", "003-A13"),
        ("W05", Verdict.INFO, "比项目支出75.47万元少7.25万元", "003-A07"),
    ],
    "004": [
        ("I05", Verdict.ROUNDING, "行政单位医疗、事业单位医疗合计5.55万元，与行政事业单位医疗5.56万元", "004-A06"),
        ("I05", Verdict.ROUNDING, "公共卫生、行政事业单位医疗合计5.63万元，与卫生健康支出5.62万元", "004-A06"),
        ("I05", Verdict.ROUNDING, "一般公共服务支出等4项的基本支出合计149.35万元，与基本支出合计149.34万元", "004-A06"),
        ("I15", Verdict.ROUNDING, "占比合计100.01%", "004-A06"),
        ("I16", Verdict.INFO, "“三公”经费支出表声明无数据，而文字列出", "004-A09"),
        ("I17", Verdict.INFO, "执行率应为86.87%，原文86.86%似为截尾", "004-A17"),
        ("W11", Verdict.INFO, "完成值照抄指标值", "004-A19"),
        ("W11", Verdict.INFO, "成本指标的指标值没有单位", "004-A20"),
        ("W05", Verdict.INFO, "涉及资金75.27万元，比项目支出84.33万元少9.06万元", "004-A22"),
        ("W08", Verdict.INFO, "905-襄垣县财政局社保股", "004-A23"),
        ("W12", Verdict.INFO, "22年信访维稳工作经费", "004-A24"),
        ("W09", Verdict.INFO, "收入总计变动21.37万元，财政拨款变动21.53万元，相差0.16万元", "004-A27"),
    ],
}

#: Anomalies with another severity in the list than the verdict here, and why.
SEVERITIES = {
    "003-A07": "less evaluated than spent is allowed by W05, so it is noted",
    "004-A22": "less evaluated than spent is allowed by W05, so it is noted",
}


def _checks(seed: str) -> tuple[Check, ...]:
    return reconcile(gold.facts(seed), gold.context(seed))


@pytest.mark.parametrize("seed", gold.SEEDS)
def test_exactly_the_listed_anomalies_fail(seed: str) -> None:
    found = {(check.rule, check.verdict, check.difference) for check in _checks(seed) if check.verdict.failed}
    expected = {(r, v, Decimal(d) if d is not None else None) for r, v, d, _ in EXPECTED[seed]}
    assert found == expected


@pytest.mark.parametrize("seed", gold.SEEDS)
def test_what_only_needs_a_note_is_noted_and_does_not_fail(seed: str) -> None:
    checks = _checks(seed)
    for rule, verdict, words, anomaly in NOTED[seed]:
        hits = [c for c in checks if c.rule == rule and c.verdict is verdict and words in c.message_zh]
        assert hits, (anomaly, words)


@pytest.mark.parametrize("seed", gold.SEEDS)
def test_the_verdict_is_the_severity_of_the_anomaly(seed: str) -> None:
    listed = gold.severities(seed)
    told = [(v, a) for _, v, _, a in EXPECTED[seed]] + [(v, a) for _, v, _, a in NOTED[seed]]
    for verdict, anomaly in told:
        severity = "info" if verdict is Verdict.ROUNDING else verdict.value
        assert severity == listed[anomaly] or anomaly in SEVERITIES, anomaly


@pytest.mark.parametrize("seed", gold.SEEDS)
def test_every_check_cites_the_facts_it_rests_on(seed: str) -> None:
    ids = {fact.fact_id for fact in gold.facts(seed)}
    for check in _checks(seed):
        assert check.fact_ids, check.message_zh
        assert set(check.fact_ids) <= ids


def test_the_checks_cite_the_right_facts() -> None:
    records = gold.fact_ids("004")
    (budgets,) = [c for c in _checks("004") if c.rule == "I05" and c.verdict is ERROR]
    parts = ("004-0291", "004-0296", "004-0301", "004-0305")
    assert set(budgets.fact_ids) == {records[record] for record in ("004-0288", *parts)}
    assert (budgets.expected, budgets.found) == (Decimal("2456200.00"), Decimal("2453500.00"))


#: Rules that the truth table of the domain notes (b.3) calls ok, with the figures that make them so.
HOLD = [
    ("000", "I01", "与收入总计209.00万元一致"),
    ("000", "I03", "与本年支出合计209.00万元一致"),
    ("000", "I10", "与三公经费预算5.27万元一致"),
    ("000", "W01", "机关运行经费78.42万元与公用经费78.42万元一致"),
    ("000", "W02", "公务用车运行维护费0.98万元未超过公务用车运行维护费0.98万元"),
    ("001", "I11", "与政府采购支出总额4.39万元一致"),
    ("001", "I18", "与收支总计增减额45.24万元一致"),
    ("001", "W05", "合计89.01万元，未超过项目支出89.01万元"),
    ("002", "I05", "与合计382.31万元一致"),
    ("002", "I10", "与三公经费5.07万元一致"),
    ("002", "I13", "上年为310.17万元"),
    ("002", "W06", "与项目支出64.90万元一致"),
    ("003", "I14", "差异率59.23%计算无误"),
    ("003", "I14", "差异率59.20%计算无误"),
    ("003", "W03", "机关事业单位基本养老保险缴费"),
    ("004", "I01", "与收入总计233.67万元一致"),
    ("004", "I06", "本年支出合计"),
    ("004", "I09", "合计149.34万元，与基本支出149.34万元一致"),
    ("004", "I14", "完成率95.24%计算无误"),
    ("004", "I11", "与政府采购支出总额18.11万元一致"),
    ("004", "W01", "机关运行经费13.19万元与公用经费13.19万元一致"),
]


@pytest.mark.parametrize(("seed", "rule", "words"), HOLD)
def test_what_agrees_is_said_to_agree(seed: str, rule: str, words: str) -> None:
    hits = [c for c in _checks(seed) if c.rule == rule and c.verdict is Verdict.PASS and words in c.message_zh]
    assert hits, [c.message_zh for c in _checks(seed) if c.rule == rule]


def test_every_sentence_reads_in_both_languages() -> None:
    for seed in gold.SEEDS:
        for check in _checks(seed):
            for message in (check.message_zh, check.message_en):
                assert message
                assert not {"{", "}"} & set(message)
                assert "None" not in message
            assert check.message_zh.endswith("。")
            assert check.message_en.endswith(".")
