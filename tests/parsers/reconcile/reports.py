"""The smallest reports on which one rule can be tried: each takes the figure that is varied."""

from __future__ import annotations

from domain.records import Fact, Origin
from tests.parsers.reconcile.making import cell, table, told

Facts = list[Fact]


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


def twice(printed: str) -> Facts:
    return [
        cell("basic_by_economic", "邮电费", "0.25万元", code="30207"),
        told("basic_by_economic", "邮电费", printed),
        told("income", "其他收入", "1.23万元"),
    ]


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


def budget_changes(part: str) -> Facts:
    return [
        told("summary", "收支总计", "45.24万元", "change"),
        told("expenditure", "基本支出", part, "change"),
        told("expenditure", "项目支出", "28.00万元", "change"),
    ]


def operating(expenses: str) -> Facts:
    return [told("basic_by_economic", "公用经费", "13.19万元"), told("agency_operating", "机关运行经费", expenses)]


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


def named_projects(last: str) -> Facts:
    return [
        told("expenditure", "项目支出", "89.01万元"),
        told("project_expenditure", "驻访专项业务经费", "59.58万元"),
        told("project_expenditure", "劳务派遣人员经费", last),
    ]


def evaluated(money: str) -> Facts:
    return [told("expenditure", "项目支出", "84.33万元"), told("perf_summary", "自评涉及资金", money)]


def special_item(amount: str) -> Facts:
    return [told("expenditure", "项目支出", "75.47万元"), told("general_by_item", "信访事务", amount, code="2010308")]


def exact_budget(final: str) -> Facts:
    return [
        told("summary", "收入总计", "32.60%", "change_pct"),
        told("budget_execution", "收入", "209.00万元", "budget"),
        told("budget_execution", "收入", final),
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


def coded(code: str) -> Facts:
    return [told("general_by_item", "其他公共安全支出", "11.52万元", code=code)]


def named(name: str) -> Facts:
    return [cell("basic_by_economic", name, "12.05万元", code="30113")]


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


def project_of(name: str) -> Facts:
    return [cell("perf_project", "资金总额/全年执行数", "1.356万元", project=name)]
