"""Figures that are possible but do not go together: each on both sides of what makes it a suspicion."""

from __future__ import annotations

import pytest

from domain.records import Fact, Verdict
from tests.parsers.reconcile.making import cell, checks, told

_PROJECT = "访惠聚队员补助"


def indicator(level: str, name: str, actual: str, *, row: int) -> list[Fact]:
    item = f"产出指标/{level}/{name}"
    return [cell("perf_indicator", item, f"={actual}", "target", row=row, project=_PROJECT), _actual(item, actual, row)]


def _actual(item: str, actual: str, row: int) -> Fact:
    return cell("perf_indicator", item, actual, "actual", row=row, project=_PROJECT).model_copy(
        update={"text": actual, "value": None, "amount": None, "printed": actual, "printed_unit": None}
    )


def form(spent: str, rate: str = "100%") -> list[Fact]:
    return [
        cell("perf_project", "年度资金总额/全年预算数", spent, "adjusted_budget", project=_PROJECT),
        cell("perf_project", "年度资金总额/全年执行数", spent, project=_PROJECT),
        cell("perf_project", "年度资金总额/执行率", rate, "rate", project=_PROJECT),
    ]


def said(facts: list[Fact], words: str) -> list[Verdict]:
    return [check.verdict for check in checks(facts) if words in check.message_zh]


@pytest.mark.parametrize(("spent", "found"), [("1.44万元", []), ("1.23万元", [Verdict.WARN])])
def test_the_cost_of_one_times_their_number_is_what_was_spent(spent: str, found: list[Verdict]) -> None:
    facts = [
        *indicator("数量指标", "发放（补助）次数", "12次", row=1),
        *indicator("数量指标", "发放（补助）人数", "1人", row=2),
        *indicator("成本指标", "每次发放（补助）资金数", "0.12万元", row=3),
        *form(spent),
    ]
    assert said(facts, "共12次，应为1.44万元") == found


def test_a_cost_by_month_is_multiplied_with_nothing() -> None:
    facts = [
        *indicator("数量指标", "发放人数", "3人", row=1),
        *indicator("成本指标", "每人每月补助标准", "650元", row=2),
        *form("2.34万元"),
    ]
    assert said(facts, "应为") == []


@pytest.mark.parametrize(("told_rate", "found"), [("95%", []), ("89.7%", [Verdict.INFO])])
def test_a_rate_of_satisfaction_is_one_of_those_reported(told_rate: str, found: list[Verdict]) -> None:
    facts = [
        told("workload", "满意率", told_rate, "rate"),
        *indicator("满意度指标", "受益人员满意度", "95%", row=1),
    ]
    assert said(facts, "文中满意率") == found


@pytest.mark.parametrize(("actual", "found"), [("100%", []), ("95%", [Verdict.INFO])])
def test_a_control_rate_is_the_execution_rate(actual: str, found: list[Verdict]) -> None:
    assert said([*indicator("成本指标", "预算控制率", actual, row=1), *form("51.99万元")], "预算控制率") == found


@pytest.mark.parametrize(("item", "found"), [("住房公积金", []), ("奖金", [Verdict.INFO])])
def test_salaries_come_with_some_insurance_or_fund(item: str, found: list[Verdict]) -> None:
    facts = [told("basic_by_economic", name, "10.00万元") for name in ("人员经费", "基本工资", item)]
    assert said(facts, "没有养老、医疗保险和住房公积金") == found


@pytest.mark.parametrize(("code", "found"), [("2210201", []), ("2010301", [Verdict.INFO])])
def test_a_housing_fund_has_its_class(code: str, found: list[Verdict]) -> None:
    facts = [
        told("basic_by_economic", "住房公积金", "18.01万元"),
        told("general_by_item", "某项", "171.81万元", code=code),
    ]
    assert said(facts, "功能分类中没有住房保障支出") == found


@pytest.mark.parametrize(
    ("goods", "services", "found"),
    [("23万元", "0万元", [Verdict.INFO]), ("20万元", "0万元", []), ("23万元", "1万元", [])],
)
def test_a_service_is_not_bought_as_goods(goods: str, services: str, found: list[Verdict]) -> None:
    name = "信访视频会议系统技术服务费"
    facts = [
        told("procurement", "货物", goods),
        told("procurement", "服务", services),
        cell("perf_project", "预算数", "23万元", "budget", project=name),
        cell("perf_project", "执行数", "23万元", project=name),
    ]
    assert said(facts, "归类存疑") == found


@pytest.mark.parametrize(("share", "found"), [("79%", [Verdict.INFO]), ("79.2%", []), ("79.0%", [])])
def test_shares_of_one_list_are_rounded_alike(share: str, found: list[Verdict]) -> None:
    facts = [
        told("general_by_class", "合计", "382.31万元"),
        told("general_by_class", "一般公共服务支出", "302.75万元"),
        told("general_by_class", "一般公共服务支出", share, "share_pct"),
        told("general_by_class", "社会保障和就业支出", "36.58万元"),
        told("general_by_class", "社会保障和就业支出", "9.6%", "share_pct"),
    ]
    assert said(facts, "小数位数不一") == found


def test_a_whole_number_that_is_exact_is_not_rounded_further() -> None:
    facts = [
        told("general_by_class", "合计", "100.00万元"),
        told("general_by_class", "一般公共服务支出", "79.00万元"),
        told("general_by_class", "一般公共服务支出", "79%", "share_pct"),
        told("general_by_class", "社会保障和就业支出", "9.60万元"),
        told("general_by_class", "社会保障和就业支出", "9.6%", "share_pct"),
    ]
    assert said(facts, "小数位数不一") == []


@pytest.mark.parametrize(("printed", "found"), [("维护（修）费", [Verdict.INFO]), ("维修（护）费", [])])
def test_another_order_of_characters_is_noted(printed: str, found: list[Verdict]) -> None:
    facts = [told("basic_by_economic", "维修（护）费", "4.17万元", item_printed=printed)]
    assert said(facts, "另一种写法") == found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ([], [Verdict.INFO]),
        ([("30.57%", "change_pct")], []),
        ([("147.99万元", "prior_amount")], []),
    ],
)
def test_a_change_comes_with_its_rate_or_its_base(more: list[tuple[str, str]], found: list[Verdict]) -> None:
    facts = [
        told("summary", "收支总计", "193.23万元"),
        told("summary", "收支总计", "45.24万元", "change"),
        *(told("summary", "收支总计", printed, measure) for printed, measure in more),
    ]
    assert said(facts, "未给出增减率和上年数") == found


def money_row(row: str, score: str | None, spent: str = "44.199万元") -> list[Fact]:
    cells = [("全年执行数", spent, "amount"), ("执行率", "90.28%", "rate")]
    cells += [("得分", score, "score")] if score else []
    return [
        cell("perf_project", f"{row}/{name}", printed, measure, project="维稳费") for name, printed, measure in cells
    ]


def test_the_whole_of_a_form_has_its_score_where_a_part_has_one() -> None:
    assert said([*money_row("资金总额", "9.03分"), *money_row("财政资金", "9.03分")], "缺得分") == []
    assert said([*money_row("资金总额", None), *money_row("财政资金", "9.03分")], "缺得分") == [Verdict.WARN]


def test_a_money_row_without_a_label_is_told_and_compared() -> None:
    facts = [*money_row("资金总额", "9.03分"), *money_row("资金总额（无行名）", "9.03分")]
    assert said(facts, "没有行名") == [Verdict.WARN]
    other = [*money_row("资金总额", "9.03分"), *money_row("资金总额（无行名）", "9.03分", "45.199万元")]
    assert said(other, "写作45.199万元，自评表为44.199万元") == [Verdict.ERROR]


@pytest.mark.parametrize("whole", ["部门整体支出", "整体支出", "单位整体"])
def test_the_form_of_all_expenditure_is_no_project_beside_project_expenditure(whole: str) -> None:
    spent = [("接访大厅改造", "40.00"), ("网上信访运维", "24.00"), (whole, "150.00")]
    forms = [
        cell("perf_project", "年度资金总额/全年执行数", f"{amount}万元", table=number, project=project)
        for number, (project, amount) in enumerate(spent, start=5)
    ]
    rows = cell("expenditure_by_function", "合计/项目支出", "64.00万元", table=3)
    assert said([rows, *forms], "个项目自评表合计执行") == [Verdict.PASS]


@pytest.mark.parametrize(("other", "found"), [("12名", [Verdict.PASS]), ("11名", [Verdict.ERROR])])
def test_posts_of_a_sentence_that_a_line_end_cuts_are_added_up_over_both_paragraphs(
    other: str, found: list[Verdict]
) -> None:
    facts = [
        told("staffing", "总编制", "31名", "count", paragraph=7),
        told("staffing", "行政编制", "19名", "count", paragraph=7),
        told("staffing", "事业编制", other, "count", paragraph=8),
        told("staffing", "在职人员", "28人", "count", paragraph=8),
    ]
    assert said(facts, "与总编制31名") == found
