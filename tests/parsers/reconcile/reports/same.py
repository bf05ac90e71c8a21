"""Reports that print one figure in two places."""

from __future__ import annotations

from domain.records import Origin
from tests.parsers.reconcile.making import cell, told
from tests.parsers.reconcile.reports import Facts


def line_budget(other: str) -> Facts:
    project = "驻访专项业务经费"
    return [
        told("project_expenditure", project, "29.58万元"),
        cell("procurement_item", "1/纸/预算资金", "29.58万元", "budget", row=1, project=project),
        cell("procurement_item", "2/印刷品/预算资金", other, "budget", row=2, project=project),
    ]


def row_twice(other: str) -> Facts:
    return [
        cell("basic_by_economic", "基本工资", "45.00万元", code="30101"),
        cell("basic_by_economic", "基本工资", other, code="30101"),
    ]


def bars(before: str, now: str, part: str) -> Facts:
    chart = Origin.CHART
    return [
        told("general_budget", "一般公共预算财政拨款支出", "382.31万元"),
        told("general_budget", "一般公共预算财政拨款支出", "72.14万元", "change"),
        told("general_by_class", "公共安全支出", "2万元"),
        told("chart", "一般公共预算拨款数/2022年度", before, origin=chart),
        told("chart", "一般公共预算拨款数/2023年度", now, origin=chart),
        told("chart", "2023年度/公共安全", part, origin=chart),
    ]


def vehicle_kinds(emergency: str) -> Facts:
    return [
        told("assets", "车辆数合计", "2辆", "count"),
        told("assets", "车辆/应急保障用车", emergency, "count"),
        told("assets", "车辆/其他用车", "1辆", "count"),
    ]


def staff(institution: str) -> Facts:
    return [
        told("staffing", "在职人员", "19名", "count"),
        told("staffing", "行政人员", "10名", "count"),
        told("staffing", "行政工勤", "1名", "count"),
        told("staffing", "事业人员", institution, "count"),
    ]


def posts(kind: str) -> Facts:
    """编外 and 离退休 stand outside the posts and the staff in post; 工勤 is a kind like any other."""
    return [
        told("staffing", "总编制", "13名", "count"),
        told("staffing", "行政编制", "6名", "count"),
        told("staffing", "老干部编制", kind, "count"),
        told("staffing", "离退休人员", "1名", "count"),
    ]


def budget_summary(total: str) -> Facts:
    return [
        cell("summary", "收入总计", total),
        cell("summary", "上年结转", "5.00万元"),
        cell("summary", "收入/一般公共预算财政拨款收入", "188.00万元"),
        cell("summary", "收入/单位资金", "2.00万元"),
        cell("summary", "收入/其他收入", "2.00万元"),
    ]


def twice(printed: str) -> Facts:
    return [
        cell("basic_by_economic", "邮电费", "0.25万元", code="30207"),
        told("basic_by_economic", "邮电费", printed),
        told("income", "其他收入", "1.23万元"),
    ]


def basic_receptions(amount: str) -> Facts:
    return [told("three_public", "公务接待费", "1.85万元"), told("basic_by_economic", "公务接待费", amount)]


def pension(amount: str) -> Facts:
    name = "机关事业单位基本养老保险缴费"
    return [
        told("general_by_item", f"{name}支出", "10.76万元", code="2080505"),
        told("basic_by_economic", name, amount),
    ]


def stock(owned: str) -> Facts:
    return [
        told("three_public_counts", "公务用车保有量", "1辆", "count"),
        told("assets", "车辆数合计", owned, "count"),
        told("assets", "车辆/应急保障用车", owned, "count"),
    ]


def no_stock(kind: str) -> Facts:
    return [
        told("three_public_counts", "公务用车保有量", "0辆", "count"),
        told("assets", "车辆数合计", "1辆", "count"),
        told("assets", f"车辆/{kind}", "1辆", "count"),
    ]


def running(cost: str) -> Facts:
    return [told("three_public", "公务用车运行维护费", cost), told("assets", "车辆数合计", "0辆", "count")]


def special_item(amount: str) -> Facts:
    return [told("expenditure", "项目支出", "75.47万元"), told("general_by_item", "信访事务", amount, code="2010308")]


def exact_budget(final: str) -> Facts:
    return [
        told("summary", "收入总计", "32.60%", "change_pct"),
        told("budget_execution", "收入", "209.00万元", "budget"),
        told("budget_execution", "收入", final),
    ]
