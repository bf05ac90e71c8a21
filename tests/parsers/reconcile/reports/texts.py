"""Reports whose words, codes, projects and indicators are tried."""

from __future__ import annotations

from tests.parsers.reconcile.making import cell, told
from tests.parsers.reconcile.reports import Facts


def empty_table(printed: str) -> Facts:
    return [cell("three_public", "本表", "本表无数据", "text"), told("three_public", "三公经费", printed)]


def project(rate: str = "86.87%", rest: str = "0.331万元", score: str = "8.69分", total: str = "98.69分") -> Facts:
    name = "遗属人员补助"
    return [
        cell("perf_project", "资金总额/全年预算数", "2.52万元", "adjusted_budget", project=name),
        cell("perf_project", "资金总额/全年执行数", "2.189万元", project=name),
        cell("perf_project", "资金总额/资金结（转）余", rest, project=name),
        cell("perf_project", "资金总额/执行率", rate, "rate", project=name),
        cell("perf_project", "资金总额/得分", score, "score", project=name),
        cell("perf_indicator", "产出指标/数量指标/遗属人数", "90分", "weight", row=2, project=name),
        cell("perf_indicator", "产出指标/数量指标/遗属人数", "90分", "score", row=2, project=name),
        cell("perf_project", "总分", total, "score", row=9, project=name),
    ]


def named_projects(last: str) -> Facts:
    return [
        told("expenditure", "项目支出", "89.01万元"),
        told("project_expenditure", "驻访专项业务经费", "59.58万元"),
        told("project_expenditure", "劳务派遣人员经费", last),
    ]


def evaluated(money: str) -> Facts:
    return [told("expenditure", "项目支出", "84.33万元"), told("perf_summary", "自评涉及资金", money)]


def coded(code: str) -> Facts:
    return [told("general_by_item", "其他公共安全支出", "11.52万元", code=code)]


def named(name: str) -> Facts:
    return [cell("basic_by_economic", name, "12.05万元", code="30113")]


def item_of_project(name: str) -> Facts:
    """An economic item below a project: its own label stands beside the code."""
    fact = cell("basic_by_economic", f"社会保障缴费/{name}", "12.05万元", code="30113")
    return [fact.model_copy(update={"item_printed": f"{name}/合计"})]


def class_list(name: str, quote: str = "") -> Facts:
    statement = "general_by_class"
    listed = told(statement, name, "0.96万元")
    if quote:
        listed = listed.model_copy(update={"quote": quote})
    return [told(statement, "社会保障和就业支出", "28.00万元"), listed]


def indicator(target: str, actual: str, score: str = "5分") -> Facts:
    item, name = "产出指标/成本指标/经费总额", "信访工作经费"
    return [
        cell("perf_indicator", item, target, "target", project=name),
        cell("perf_indicator", item, actual, "actual", project=name),
        cell("perf_indicator", item, "5分", "weight", project=name),
        cell("perf_indicator", item, score, "score", project=name),
    ]


def indicator_in_pieces(relation: str, target: str, unit: str, actual: str) -> Facts:
    """The sign and the unit of the target stand in columns of their own."""
    item, name = "产出指标/数量指标/走访人数", "信访工作经费"
    wanted = cell("perf_indicator", item, target, "target", project=name)
    reached = cell("perf_indicator", item, actual, "actual", project=name)
    return [
        wanted.model_copy(update={"text": target, "value": None, "printed": target, "printed_unit": unit}),
        cell("perf_indicator", f"{item}/指标性质", relation, "text", project=name),
        reached.model_copy(update={"text": actual, "value": None, "printed": actual, "printed_unit": None}),
    ]


def project_of(name: str) -> Facts:
    return [cell("perf_project", "资金总额/全年执行数", "1.356万元", project=name)]
