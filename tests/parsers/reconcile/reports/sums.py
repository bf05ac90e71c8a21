"""Reports whose totals, rows, parts and lists add up, or do not."""

from __future__ import annotations

from tests.parsers.reconcile.making import cell, table, told
from tests.parsers.reconcile.reports import Facts


def opening(total: str) -> Facts:
    return [
        told("summary", "收入总计", total),
        told("summary", "本年收入合计", "200.00万元"),
        told("summary", "使用非财政拨款结余", "4.00万元"),
        told("summary", "年初结转和结余", "5.00万元"),
    ]


def closing(total: str) -> Facts:
    return [
        cell("summary", "支出总计", total),
        cell("summary", "本年支出合计", "200.00万元"),
        cell("summary", "年末结转和结余", "9.00万元"),
    ]


def both_totals(spent: str) -> Facts:
    return [told("summary", "收入总计", "209.00万元"), told("summary", "支出总计", spent)]


def unexplained(spent: str) -> Facts:
    return [told("summary", "本年收入合计", "269.61万元"), told("summary", "本年支出合计", spent)]


def sources(total: str) -> Facts:
    return [
        told("income", "本年收入合计", total),
        told("income", "财政拨款收入", "100.00万元"),
        told("income", "一般公共预算财政拨款收入", "90.00万元"),
        told("income", "政府性基金预算财政拨款收入", "10.00万元"),
        told("income", "其他收入", "1.00万元"),
    ]


def classes_in_summary(total: str) -> Facts:
    return [
        cell("summary", "本年支出合计", total),
        cell("summary", "支出/一般公共服务支出", "188.00万元"),
        cell("summary", "支出/社会保障和就业支出", "28.00万元"),
    ]


def row(total: str) -> Facts:
    columns = {"本年支出合计": total, "基本支出": "1.57", "人员经费": "1.00", "公用经费": "0.57", "项目支出": "4.50"}
    return table("expenditure_by_function", [("2080501", "行政单位离退休", columns)])


def fund_row(rest: str) -> Facts:
    columns = {"年初结转和结余": "1.00", "本年收入": "5.00", "本年支出": "4.00", "年末结转和结余": rest}
    return table("gov_fund", [(None, "合计", columns)])


def levels(item: str) -> Facts:
    return table(
        "income_by_function",
        [
            (None, "合计", {"本年收入合计": "188.00"}),
            ("201", "一般公共服务支出", {"本年收入合计": "188.00"}),
            ("20103", "政府办公厅（室）及相关机构事务", {"本年收入合计": "188.00"}),
            ("2010301", "行政运行", {"本年收入合计": "111.39"}),
            ("2010308", "信访事务", {"本年收入合计": item}),
        ],
    )


def class_budgets(last: str) -> Facts:
    rows = [("一般公共服务支出", "198.32", "188.00"), ("卫生健康支出", "7.36", "5.62"), ("住房保障支出", last, "12.05")]
    total = [told("general_by_class", "合计", "218.31万元", "budget"), told("general_by_class", "合计", "205.67万元")]
    return total + [
        fact
        for name, budget, final in rows
        for fact in (
            told("general_by_class", name, f"{budget}万元", "budget"),
            told("general_by_class", name, f"{final}万元"),
        )
    ]


def items(last: str) -> Facts:
    return [
        told("general_by_item", "合计", "258.04万元"),
        told("general_by_item", "行政运行", "171.81万元", code="2010301"),
        told("general_by_item", "其他政府办公厅（室）及相关机构事务支出", "75.47万元", code="2010399"),
        told("general_by_item", "机关事业单位基本养老保险缴费支出", last, code="2080505"),
    ]


def summary_and_table(total: str) -> Facts:
    detail = table("expenditure_by_function", [(None, "合计", {"本年支出合计": total})], number=2)
    return [cell("summary", "本年支出合计", "233.67万元"), *detail]


def fiscal(fund: str) -> Facts:
    return [
        cell("fiscal_summary", "本年支出合计/合计", "240.00万元", row=9),
        cell("fiscal_summary", "本年支出合计/一般公共预算财政拨款", "233.67万元", row=9),
        cell("fiscal_summary", "本年支出合计/政府性基金预算财政拨款", fund, row=9),
    ]


def fiscal_totals(spent: str) -> Facts:
    return [told("fiscal_summary", "财政拨款收入总计", "233.67万元"), told("fiscal_summary", "财政拨款支出总计", spent)]


def basic_and_project(project: str) -> Facts:
    columns = {"小计": "6.07", "基本支出": "1.57", "项目支出": project}
    return table("general_by_function", [("2080501", "行政单位离退休", columns)])


def two_tables(other: str) -> Facts:
    rows = [(None, "合计", "233.67"), ("2010301", "行政运行", "61.49")]
    first = table("expenditure_by_function", [(c, n, {"本年支出合计": v}) for c, n, v in rows])
    second = table(
        "general_by_function", [(None, "合计", {"小计": "233.67"}), ("2010301", "行政运行", {"小计": other})], number=2
    )
    return first + second


def economic_table(personnel: str) -> Facts:
    rows = [
        ("301", "工资福利支出", "134.57"),
        ("30101", "基本工资", "100.00"),
        ("30102", "津贴补贴", "34.57"),
        ("303", "对个人和家庭的补助", "1.58"),
    ]
    cells = [cell("basic_by_economic", n, f"{v}万元", row=i, code=c) for i, (c, n, v) in enumerate(rows)]
    return [*cells, cell("basic_by_economic", "人员经费", personnel, row=9)]


def economic_list(salary: str) -> Facts:
    return [
        told("basic_by_economic", "基本支出", "50.00万元"),
        told("basic_by_economic", "人员经费", "45.00万元"),
        told("basic_by_economic", "基本工资", salary),
        told("basic_by_economic", "津贴补贴", "15.00万元"),
        told("basic_by_economic", "公用经费", "5.00万元"),
        told("basic_by_economic", "办公费", "5.00万元"),
    ]


def three_public(vehicles: str) -> Facts:
    return [
        told("three_public", "三公经费", "5.27万元", "budget"),
        told("three_public", "因公出国（境）费", "0.00万元", "budget"),
        told("three_public", "公务用车购置费", "0.00万元", "budget"),
        told("three_public", "公务用车运行维护费", vehicles, "budget"),
        told("three_public", "公务接待费", "0.27万元", "budget"),
    ]


def procurement(services: str) -> Facts:
    return [
        told("procurement", "政府采购支出总额", "18.11万元"),
        told("procurement", "货物", "15.88万元"),
        told("procurement", "工程", "0万元"),
        told("procurement", "服务", services),
    ]


def small_firms(micro: str) -> Facts:
    return [
        told("procurement", "政府采购支出总额", "18.11万元"),
        told("procurement", "授予中小企业合同金额", "18.00万元"),
        told("procurement", "授予小微企业合同金额", micro),
    ]


def product(amount: str) -> Facts:
    return [
        cell("procurement_item", "1/车辆维修和保养服务", "2.00次", "quantity"),
        cell("procurement_item", "1/车辆维修和保养服务", "0.15万元", "unit_price"),
        cell("procurement_item", "1/车辆维修和保养服务", amount),
    ]


def lines(last: str) -> Facts:
    return [
        told("procurement", "政府采购支出总额", "1.86万元"),
        cell("procurement_item", "1/纸", "1.00万元", row=1),
        cell("procurement_item", "2/印刷品", last, row=2),
    ]


def with_carry_over(total: str) -> Facts:
    """Some offices count the carry-over into the year's income, some do not."""
    return [
        told("income", "本年收入合计", total),
        told("income", "财政拨款收入", "188.00万元"),
        told("income", "上年结转", "5.00万元"),
    ]


def income_row(total: str) -> Facts:
    columns = {"收入总计": total, "本年收入合计": "188.00", "一般公共预算财政拨款收入": "188.00", "上年结转": "5.00"}
    return table("income_by_function", [("2010301", "行政运行", columns)])


def assets(total: str) -> Facts:
    return [cell("assets", "资产总额", total, row=1), cell("assets", "其他固定资产", "52.60万元", row=4)]


def budget_parts(public: str) -> Facts:
    return [
        told("income", "本年收入合计", "104.22万元"),
        told("expenditure", "本年支出合计", "104.22万元"),
        told("expenditure", "基本支出", "104.22万元"),
        told("expenditure", "人员经费", "86万元"),
        told("expenditure", "公用经费", public),
    ]


def budget_balance(spent: str) -> Facts:
    return [told("income", "本年收入合计", "300.05万元"), told("expenditure", "本年支出合计", spent)]


def operating(expenses: str) -> Facts:
    return [told("basic_by_economic", "公用经费", "13.19万元"), told("agency_operating", "机关运行经费", expenses)]
