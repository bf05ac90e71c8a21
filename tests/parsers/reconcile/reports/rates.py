"""Reports with changes, shares, completion rates and deviations."""

from __future__ import annotations

from tests.parsers.reconcile.making import cell, told
from tests.parsers.reconcile.reports import Facts


def growth(rate: str) -> Facts:
    return [
        told("general_by_class", "住房保障支出", "12.05万元"),
        told("general_by_class", "住房保障支出", "2.19万元", "change"),
        told("general_by_class", "住房保障支出", rate, "change_pct"),
    ]


def from_zero(rate: str) -> Facts:
    return [
        told("general_by_class", "住房保障支出", "12.05万元"),
        told("general_by_class", "住房保障支出", "12.05万元", "change"),
        told("general_by_class", "住房保障支出", rate, "change_pct"),
    ]


def prior(before: str) -> Facts:
    return [
        cell("general_by_function", "行政运行/小计", "61.49万元"),
        cell("general_by_function", "行政运行/上年数", before, "prior_amount"),
        cell("general_by_function", "行政运行/增减", "-1.51万元", "change"),
    ]


def completion(rate: str) -> Facts:
    return [
        told("general_by_class", "合计", "245.35万元", "budget"),
        told("general_by_class", "合计", "233.67万元"),
        told("general_by_class", "合计", rate, "completion_pct"),
    ]


def deviation(rate: str) -> Facts:
    return [
        told("budget_execution", "财政拨款收入", "169.32万元", "budget"),
        told("budget_execution", "财政拨款收入", "269.61万元"),
        told("budget_execution", "财政拨款收入", rate, "deviation_pct"),
    ]


def deviation_amount(difference: str) -> Facts:
    return [
        told("budget_execution", "支出", "200.00万元", "budget"),
        told("budget_execution", "支出", "209.00万元"),
        told("budget_execution", "支出", difference, "deviation"),
    ]


def deviation_alone(rate: str) -> Facts:
    """比年初预算减少7.22万元，下降5.15%: 132.90 of a budget that is not printed."""
    return [
        told("general_by_class", "卫生健康支出", "132.90万元"),
        told("general_by_class", "卫生健康支出", "-7.22万元", "deviation"),
        told("general_by_class", "卫生健康支出", rate, "deviation_pct"),
    ]


def implied(rate: str) -> Facts:
    return [
        told("three_public", "三公经费", "5.07万元"),
        told("three_public", "三公经费", "100%", "completion_pct"),
        told("three_public", "公务用车购置及运行维护费", "3.22万元"),
        told("three_public", "公务用车购置及运行维护费", rate, "completion_pct"),
        told("three_public", "公务接待费", "1.85万元"),
        told("three_public", "公务接待费", "100%", "completion_pct"),
    ]


def share(rate: str) -> Facts:
    return [
        told("expenditure", "本年支出合计", "233.67万元"),
        told("expenditure", "基本支出", "149.34万元"),
        told("expenditure", "基本支出", rate, "share_pct"),
    ]


def share_of_basic(rate: str) -> Facts:
    """人员经费…，占基本支出的90.76%: the whole is 基本支出, not what was spent in all."""
    return [
        told("expenditure", "本年支出合计", "5402.94万元"),
        told("expenditure", "基本支出", "3096.24万元"),
        told("expenditure", "人员经费", "2810.10万元"),
        told("expenditure", "人员经费", rate, "share_pct"),
    ]


def shares(last: str) -> Facts:
    rates = [("一般公共服务支出", "80.46%"), ("社会保障和就业支出", "11.98%"), ("住房保障支出", last)]
    return [told("general_by_class", name, rate, "share_pct") for name, rate in rates]


def budget_changes(part: str) -> Facts:
    return [
        told("summary", "收支总计", "45.24万元", "change"),
        told("expenditure", "基本支出", part, "change"),
        told("expenditure", "项目支出", "28.00万元", "change"),
    ]


def class_changes(last: str) -> Facts:
    rows = [("一般公共服务支出", "188.00", "10.36"), ("社会保障和就业支出", "28.00", last)]
    return [told("general_budget", "一般公共预算财政拨款支出", "20.78万元", "change")] + [
        fact
        for name, amount, change in rows
        for fact in (
            told("general_by_class", name, f"{amount}万元"),
            told("general_by_class", name, f"{change}万元", "change"),
        )
    ]
