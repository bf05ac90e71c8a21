"""Each rule on both sides of its limit: a report that agrees, and the least change that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.records import Verdict
from parsers.model import ReportContext
from parsers.reconcile.declarations import load_rules
from tests.parsers.reconcile.making import BUDGET, FINAL, cell, checks, told, verdicts
from tests.parsers.reconcile.reports import Facts, rates, same, sums, texts

PASS, ROUNDING, INFO, WARN, ERROR = Verdict.PASS, Verdict.ROUNDING, Verdict.INFO, Verdict.WARN, Verdict.ERROR


Case = tuple[str, Callable[[str], Facts], list[tuple[str, Verdict]], ReportContext]

CASES: list[Case] = [
    (
        "I01",
        sums.opening,
        [("209.00万元", PASS), ("209.01万元", ROUNDING), ("209.02万元", WARN), ("209.03万元", ERROR)],
        FINAL,
    ),
    ("I02", sums.closing, [("209.00万元", PASS), ("208.99万元", ROUNDING), ("208.98万元", ERROR)], FINAL),
    ("I02", sums.both_totals, [("209.00万元", PASS), ("209.01万元", ROUNDING), ("209.02万元", ERROR)], FINAL),
    ("I02", sums.unexplained, [("269.61万元", PASS), ("269.60万元", WARN)], FINAL),
    (
        "I03",
        sums.sources,
        [("101.00万元", PASS), ("101.01万元", ROUNDING), ("100.90万元", ERROR), ("111.00万元", WARN)],
        FINAL,
    ),
    ("I03", sums.classes_in_summary, [("216.00万元", PASS), ("216.01万元", ROUNDING), ("216.02万元", ERROR)], FINAL),
    ("I04", sums.row, [("6.07", PASS), ("6.08", ROUNDING), ("6.09", ERROR)], FINAL),
    ("I04", sums.fund_row, [("2.00", PASS), ("2.01", ROUNDING), ("2.03", ERROR)], FINAL),
    (
        "I05",
        sums.items,
        [("10.76万元", PASS), ("10.77万元", ROUNDING), ("10.78万元", WARN), ("10.79万元", ERROR), ("5.76万元", WARN)],
        FINAL,
    ),
    ("I06", sums.summary_and_table, [("233.67", PASS), ("233.68", ROUNDING), ("233.69", ERROR)], FINAL),
    ("I07", sums.fiscal, [("6.33万元", PASS), ("6.34万元", ROUNDING), ("6.35万元", ERROR)], FINAL),
    ("I07", sums.fiscal_totals, [("233.67万元", PASS), ("233.66万元", ROUNDING), ("233.65万元", ERROR)], FINAL),
    ("I08", sums.basic_and_project, [("4.50", PASS), ("4.51", ROUNDING), ("4.52", ERROR)], FINAL),
    (
        "I10",
        sums.three_public,
        [("5.00万元", PASS), ("5.01万元", ROUNDING), ("5.02万元", WARN), ("5.03万元", ERROR)],
        FINAL,
    ),
    (
        "I11",
        sums.procurement,
        [("2.23万元", PASS), ("2.24万元", ROUNDING), ("2.25万元", WARN), ("2.26万元", ERROR)],
        FINAL,
    ),
    ("I11", sums.product, [("0.30万元", PASS), ("0.31万元", ROUNDING), ("0.32万元", ERROR)], FINAL),
    ("I11", sums.lines, [("0.86万元", PASS), ("0.87万元", ROUNDING), ("0.88万元", ERROR)], FINAL),
    ("I12", same.vehicle_kinds, [("1辆", PASS), ("2辆", ERROR), ("0辆", WARN)], FINAL),
    ("I12", same.staff, [("8名", PASS), ("7名", ERROR), ("9名", ERROR)], FINAL),
    ("I12", same.posts, [("7名", PASS), ("8名", ERROR), ("6名", ERROR)], FINAL),
    ("I12", sums.assets, [("52.60万元", PASS), ("52.62万元", WARN), ("——", ERROR)], FINAL),
    ("I13", rates.growth, [("22.21%", PASS), ("22.2%", PASS), ("22%", PASS), ("23.65%", ERROR)], FINAL),
    ("I13", rates.from_zero, [("0.00%", INFO), ("100.00%", WARN), ("12.05%", ERROR)], FINAL),
    ("I13", rates.prior, [("63.00万元", PASS), ("63.01万元", ROUNDING), ("63.03万元", ERROR)], FINAL),
    ("I14", rates.completion, [("95.24%", PASS), ("95.23%", INFO), ("95.25%", ERROR)], FINAL),
    ("I14", rates.deviation, [("59.23%", PASS), ("59.21%", ERROR)], FINAL),
    ("I14", rates.deviation_alone, [("-5.15%", PASS), ("-7.15%", ERROR)], FINAL),
    (
        "I14",
        rates.deviation_amount,
        [("9.00万元", PASS), ("-9.00万元", PASS), ("9.01万元", ROUNDING), ("9.02万元", ERROR)],
        FINAL,
    ),
    ("I14", rates.implied, [("100%", PASS), ("64%", ERROR)], FINAL),
    ("I15", rates.share, [("63.91%", PASS), ("63.93%", ERROR), ("64%", PASS)], FINAL),
    ("I15", rates.share_of_basic, [("90.76%", PASS), ("52.01%", PASS), ("90.18%", ERROR)], FINAL),
    ("I15", rates.shares, [("7.56%", PASS), ("7.57%", ROUNDING), ("7.58%", ERROR), ("5.16%", INFO)], FINAL),
    ("I16", same.twice, [("0.25万元", PASS), ("0.26万元", WARN), ("0.27万元", ERROR), ("0.25元", ERROR)], FINAL),
    ("I16", texts.empty_table, [("0.00万元", INFO), ("0.02万元", ERROR)], FINAL),
    ("I18", sums.budget_balance, [("300.05万元", PASS), ("300.06万元", ROUNDING), ("300.08万元", ERROR)], BUDGET),
    ("I18", rates.budget_changes, [("17.24万元", PASS), ("17.25万元", ROUNDING), ("17.26万元", ERROR)], BUDGET),
    (
        "W01",
        sums.operating,
        [("13.19万元", PASS), ("13.20万元", ROUNDING), ("13.21万元", WARN), ("12.00万元", INFO)],
        FINAL,
    ),
    ("W02", same.basic_receptions, [("1.85万元", PASS), ("1.86万元", ROUNDING), ("1.87万元", WARN)], FINAL),
    ("W03", same.pension, [("10.76万元", PASS), ("10.77万元", ROUNDING), ("10.78万元", WARN)], FINAL),
    ("W04", same.stock, [("1辆", PASS), ("2辆", WARN), ("0辆", ERROR)], FINAL),
    ("W04", same.no_stock, [("应急保障用车", ERROR), ("其他用车", WARN)], FINAL),
    (
        "W05",
        texts.named_projects,
        [("29.43万元", PASS), ("29.44万元", ROUNDING), ("29.46万元", WARN), ("20.00万元", PASS)],
        FINAL,
    ),
    ("W05", texts.evaluated, [("84.33万元", PASS), ("84.35万元", WARN), ("75.27万元", INFO)], FINAL),
    ("W06", same.special_item, [("75.47万元", PASS), ("75.48万元", ROUNDING), ("76.61万元", INFO)], FINAL),
    ("W09", rates.class_changes, [("10.42", PASS), ("10.43", ROUNDING), ("10.45", WARN)], FINAL),
]


@pytest.mark.parametrize(
    ("rule", "make", "printed", "verdict", "context"),
    [(r, make, printed, verdict, c) for r, make, outcomes, c in CASES for printed, verdict in outcomes],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_a_rule_holds_up_to_its_limit(
    rule: str, make: Callable[[str], Facts], printed: str, verdict: Verdict, context: ReportContext
) -> None:
    found = verdicts(make(printed), rule, context)
    assert found == [verdict], [check.message_zh for check in checks(make(printed), rule, context)]


#: Rules several of whose identities the same facts touch: the one that fails, or that none does.
SEVERAL: list[Case] = [
    (
        "I05",
        sums.class_budgets,
        [("12.63", PASS), ("12.64", ROUNDING), ("12.65", WARN), ("12.90", ERROR), ("12.36", ERROR)],
        FINAL,
    ),
    ("I03", same.budget_summary, [("195.00万元", PASS), ("195.01万元", ROUNDING), ("195.05万元", ERROR)], BUDGET),
    ("I03", sums.with_carry_over, [("193.00万元", PASS), ("188.00万元", PASS), ("190.00万元", ERROR)], BUDGET),
    ("I04", sums.income_row, [("193.00", PASS), ("193.01", ROUNDING), ("193.02", ERROR)], BUDGET),
    ("I05", sums.levels, [("76.61", PASS), ("76.62", ROUNDING), ("76.63", ERROR)], FINAL),
    ("I08", sums.two_tables, [("61.49", PASS), ("61.50", ROUNDING), ("61.51", ERROR)], FINAL),
    ("I09", sums.economic_table, [("136.15万元", PASS), ("136.16万元", ROUNDING), ("136.17万元", ERROR)], FINAL),
    (
        "I09",
        sums.economic_list,
        [("30.00万元", PASS), ("30.01万元", ROUNDING), ("35.00万元", ERROR), ("20.00万元", WARN)],
        FINAL,
    ),
    ("I11", sums.small_firms, [("18.00万元", PASS), ("18.02万元", ERROR)], FINAL),
    ("I17", lambda p: texts.project(rate=p), [("86.87%", PASS), ("86.86%", INFO), ("90.00%", ERROR)], FINAL),
    ("I17", lambda p: texts.project(rest=p), [("0.331万元", PASS), ("0.35万元", ERROR)], FINAL),
    ("I17", lambda p: texts.project(score=p), [("8.69分", PASS), ("5.00分", ERROR)], FINAL),
    ("I17", lambda p: texts.project(total=p), [("98.69分", PASS), ("98.70分", ROUNDING), ("99.00分", ERROR)], FINAL),
    (
        "I18",
        sums.budget_parts,
        [("18.22万元", PASS), ("18.23万元", ROUNDING), ("18.25万元", WARN), ("19.00万元", ERROR)],
        BUDGET,
    ),
]
_ORDER = [PASS, ROUNDING, INFO, WARN, ERROR]


@pytest.mark.parametrize(
    ("rule", "make", "printed", "verdict", "context"),
    [(r, make, printed, verdict, c) for r, make, outcomes, c in SEVERAL for printed, verdict in outcomes],
)
def test_the_worst_verdict_of_related_identities(
    rule: str, make: Callable[[str], Facts], printed: str, verdict: Verdict, context: ReportContext
) -> None:
    assert max(verdicts(make(printed), rule, context), key=_ORDER.index) is verdict


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        ("W04", same.running("1.20万元"), [WARN]),
        ("W04", same.running("0.00万元"), []),
        ("W07", same.exact_budget("209.00万元"), [WARN]),
        ("W07", same.exact_budget("209.01万元"), []),
        ("I11", same.line_budget("29.58万元"), []),
        ("I11", same.line_budget("29.60万元"), [ERROR]),
        ("I16", same.row_twice("45.00万元"), []),
        ("I16", same.row_twice("45.02万元"), [ERROR]),
        ("I16", same.bars("310.17万元", "382.31万元", "2万元"), [PASS, PASS, PASS]),
        ("I16", same.bars("310.27万元", "382.31万元", "2万元"), [WARN, PASS, PASS]),
        ("I16", same.bars("310.17万元", "382.41万元", "2万元"), [PASS, WARN, PASS]),
        ("I16", same.bars("310.17万元", "382.31万元", "2.40万元"), [PASS, PASS, WARN]),
        ("W10", texts.coded("2049999"), []),
        ("W10", texts.coded("204999"), [ERROR]),
        ("W10", texts.named("住房公积金"), []),
        ("W10", texts.named("住房公积金缴费"), [INFO]),
        ("W10", texts.named("住房公积全"), [WARN]),
        ("W10", texts.named("差旅费"), [WARN]),
        ("W10", texts.item_of_project("住房公积金"), []),
        ("W10", texts.item_of_project("差旅费"), [WARN]),
        ("W10", texts.class_list("卫生健康支出"), []),
        ("W10", texts.class_list("就业补助支出"), [WARN]),
        ("W10", texts.class_list("就业补助支出", quote="“就业补助支出”（款）2023年度决算0.96万元"), []),
        ("W11", texts.indicator("<=51.99万元", "51.99万元"), []),
        ("W11", texts.indicator("<=51.99万元", "52.00万元"), [ERROR]),
        ("W11", texts.indicator("<=51.99万元", "52.00万元", "4分"), [WARN]),
        ("W11", texts.indicator("=4人", "4人"), []),
        ("W11", texts.indicator("=4人", "=99人"), [ERROR]),
        ("W11", texts.indicator(">=3件", "2件"), [WARN]),
        ("W11", texts.indicator(">=3件", "2件", "3分"), [INFO]),
        ("W11", texts.indicator(">=3件", "3件"), []),
        ("W11", texts.indicator("<=2021年12月31日", "2021年12月30日"), []),
        ("W11", texts.indicator("≤2.52万元", "≤2.52万元"), [INFO]),
        ("W11", texts.indicator_in_pieces("≥", "300", "人", "280人"), [WARN]),
        ("W11", texts.indicator_in_pieces("≤", "300", "人", "280人"), []),
        ("W11", texts.indicator_in_pieces("小于等于", "300", "人", "280人"), []),
        ("W11", texts.indicator_in_pieces("小于等于", "300", "人", "320人"), [WARN]),
        ("W11", texts.indicator_in_pieces("反向", "300", "人", "280人"), []),  # nobody says what it means
        ("W12", texts.project_of("22年信访维稳工作经费"), [INFO]),
        ("W12", texts.project_of("23年信访维稳工作经费"), []),
        ("W12", texts.project_of("2023年信访维稳工作经费"), []),
    ],
)
def test_relations_that_speak_only_when_they_fail(rule: str, facts: Facts, expected: list[Verdict]) -> None:
    assert verdicts(facts, rule) == expected


def test_a_budget_that_carries_money_over_need_not_balance_within_the_year() -> None:
    facts = [*sums.budget_balance("308.05万元"), told("summary", "上年结转", "8.00万元")]
    assert verdicts(facts, "I18", BUDGET) == []


def test_money_carried_over_is_not_all_of_the_income_where_no_subtotal_is_printed() -> None:
    facts = [
        cell("summary", "收入/财政拨款收入", "220.53万元"),
        cell("summary", "上年结转", "3.25万元"),
        cell("summary", "收入总计", "223.78万元"),
    ]
    assert verdicts(facts, "I01", BUDGET) == []
    assert verdicts(facts, "I03", BUDGET) == [PASS]


@pytest.mark.parametrize(
    ("total", "part", "expected"),
    [
        ("288.10万元", "234.43万元", []),  # this year's appropriation: the totals hold 4.60 more
        ("288.10万元", "235.43万元", []),  # another class holds the rest of it
        ("288.09万元", "234.43万元", [ERROR]),  # not explained by what is carried over
        ("288.10万元", "234.42万元", [ERROR]),
    ],
)
def test_fiscal_totals_hold_money_carried_over_that_the_appropriation_does_not(
    total: str, part: str, expected: list[Verdict]
) -> None:
    facts = [
        cell("fiscal_summary", "上年结转/一般公共预算财政拨款", "4.60万元"),
        cell("fiscal_summary", "本年支出合计/一般公共预算财政拨款", "292.70万元"),
        cell("fiscal_summary", "支出/一般公共服务支出/一般公共预算财政拨款", "239.03万元"),
        told("general_budget", "一般公共预算财政拨款支出", total),
        told("general_by_class", "一般公共服务支出", part),
    ]
    assert verdicts(facts, "I16", BUDGET) == expected


@pytest.mark.parametrize(
    ("total", "part", "expected"),
    [
        ("288.10万元", "234.43万元", []),  # this year's appropriation: the fiscal table holds 4.60 more
        ("288.10万元", "235.43万元", []),  # another class holds the rest of it
        ("292.70万元", "239.03万元", [PASS, PASS]),
        ("288.09万元", "234.43万元", [ERROR, ERROR]),  # not explained by what is carried over
        ("288.10万元", "234.42万元", [ERROR]),
        ("292.70万元", "234.43万元", [PASS, ERROR]),  # the totals hold the same money
    ],
)
def test_a_table_of_this_years_appropriation_is_less_than_fiscal_money_by_what_is_carried_over(
    total: str, part: str, expected: list[Verdict]
) -> None:
    facts = [
        cell("fiscal_summary", "上年结转", "4.60万元"),
        cell("fiscal_summary", "本年支出合计/一般公共预算财政拨款", "292.70万元"),
        cell("fiscal_summary", "支出/一般公共服务支出/一般公共预算财政拨款", "239.03万元"),
        cell("fiscal_summary", "支出/住房保障支出/一般公共预算财政拨款", "53.67万元"),
        cell("general_by_function", "合计/小计", total),
        cell("general_by_function", "一般公共服务支出/小计", part, code="201"),
    ]
    classes_add_up = PASS
    assert verdicts(facts, "I07", BUDGET) == [classes_add_up, *expected]


@pytest.mark.parametrize(("posts", "expected"), [("14人", [PASS]), ("12人", [PASS]), ("13人", [ERROR])])
def test_posts_of_service_staff_stand_among_all_posts_or_beside_them(posts: str, expected: list[Verdict]) -> None:
    facts = [
        told("staffing", "总编制", posts, "count"),
        told("staffing", "行政编制", "12人", "count"),
        told("staffing", "机关后勤服务聘用人员控制数", "2人", "count"),
    ]
    assert verdicts(facts, "I12") == expected


def test_yuan_beside_rounded_wan_yuan_balance() -> None:
    income = told("income", "本年收入合计", "2536807.52元")
    assert verdicts([income, told("expenditure", "本年支出合计", "253.68万元")], "I02") == [ROUNDING]
    assert verdicts([income, told("expenditure", "本年支出合计", "253.86万元")], "I02") == [WARN]


def test_every_rule_is_tested_on_both_sides() -> None:
    tested = {rule for rule, *_ in (*CASES, *SEVERAL)} | {"W04", "W07", "W10", "W11", "W12"}
    # W08 is in test_documents, the text rules are in test_text.
    declared = {rule.id for rule in load_rules() if not rule.id.startswith("W-")} - {"W08"}
    assert tested == declared


@pytest.mark.parametrize(("row", "verdict"), [("1.81", INFO), ("0.60", INFO), ("0.00", WARN), ("", WARN)])
def test_operating_expenses_of_which_a_sentence_names_the_main_items(row: str, verdict: Verdict) -> None:
    """What is listed falls short; the table tells whether another item is there."""
    items = [("办公费", "8.00", "30201"), ("印刷费", "5.19", "30202"), ("邮电费", row, "30207")]
    facts = [
        cell("basic_by_economic", name, f"{amount}万元", row=place, code=code)
        for place, (name, amount, code) in enumerate(items)
        if amount
    ]
    facts += [told("agency_operating", "机关运行经费", "15.00万元")]
    facts += [told("agency_operating", f"机关运行经费/{name}", f"{amount}万元") for name, amount, _ in items[:2]]
    assert [
        check.verdict
        for check in checks(facts, "I16", FINAL)
        if "相差" in check.message_zh or "不全" in check.message_zh
    ] == [verdict]
