"""Budget tables of several provinces: units in 元, codes in three columns, unit rows, carried-over money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.parsers.statements.documents import BUDGET, figures, grid, read


def test_shanghai_prints_yuan_with_the_code_in_three_columns():
    reading = read(
        "2025年单位收入预算总表\n编制单位：某区信访局　　单位：元",
        grid(
            """
项目|<|<|<|收入预算|<|<|<|<
功能分类科目编码|<|<|功能分类科目名称|合计|财政拨款收入|事业收入|事业单位经营收入|其他收入
类|款|项|^|^|^|^|^|^
201|||一般公共服务支出|5,230,100|5,230,100|||
201|03|08|信访事务|5,230,100|5,230,100|||
208|||社会保障和就业支出|456,000|456,000|||
|05|05|机关事业单位基本养老保险缴费支出|304,000|304,000|||
||06|机关事业单位职业年金缴费支出|152,000|152,000|||
合计|<|<|<|5,686,100|5,686,100|||"""
        ),
        context=BUDGET,
    )
    assert {(fact.code, fact.item, fact.amount) for fact in reading.facts if fact.item.endswith("本年收入合计")} == {
        ("201", "一般公共服务支出/本年收入合计", Decimal(5230100)),
        ("2010308", "信访事务/本年收入合计", Decimal(5230100)),
        ("208", "社会保障和就业支出/本年收入合计", Decimal(456000)),
        ("2080505", "机关事业单位基本养老保险缴费支出/本年收入合计", Decimal(304000)),
        ("2080506", "机关事业单位职业年金缴费支出/本年收入合计", Decimal(152000)),
        (None, "合计/本年收入合计", Decimal(5686100)),
    }
    assert {fact.printed_unit for fact in reading.facts} == {"元"}
    assert reading.printed_unit == "元"


def test_every_table_keeps_its_own_unit_in_a_document_that_mixes_them():
    spending = grid(
        "类|款|项|名称|合计|基本支出|项目支出\n201|03|08|信访事务|345,000|0|345,000\n合计|<|<|<|345,000|0|345,000"
    )
    three = grid(
        """
“三公”经费预算数|<|<|<|<|<|机关运行经费预算数
合计|因公出国（境）费|公务接待费|公务用车购置及运行费|<|<|^
^|^|^|小计|购置费|运行费|^
3.20|0.00|0.70|2.50|0.00|2.50|30.00"""
    )
    reading = read(
        "部门支出预算总表\n单位：元",
        spending,
        "部门“三公”经费和机关运行经费预算表\n单位：万元",
        three,
        context=BUDGET,
    )
    assert {
        (fact.item, fact.measure.value, fact.amount) for fact in reading.facts if fact.cell_state.value == "value"
    } == {
        ("信访事务/本年支出合计", "amount", Decimal(345000)),
        ("信访事务/项目支出", "amount", Decimal(345000)),
        ("合计/本年支出合计", "amount", Decimal(345000)),
        ("合计/项目支出", "amount", Decimal(345000)),
        ("三公经费", "budget", Decimal(32000)),
        ("公务接待费", "budget", Decimal(7000)),
        ("公务用车购置及运行维护费", "budget", Decimal(25000)),
        ("公务用车运行维护费", "budget", Decimal(25000)),
        ("机关运行经费", "amount", Decimal(300000)),
    }


def test_basic_expenditure_in_rows_publishes_a_repeated_amount_once_and_a_contradiction_in_full():
    reading = read(
        "部门一般公共预算基本支出部门预算经济分类预算表\n单位：元",
        grid(
            """
项目|<|<|一般公共预算基本支出|<|<
经济分类科目编码|<|经济分类科目名称|合计|人员经费|公用经费
类|款|^|^|^|^
301||工资福利支出|4,000,000|4,000,000|
301|01|基本工资|1,000,000|1,000,001|
302|01|办公费|300,000||300,000
合计|<|<|4,300,000|4,000,000|300,000"""
        ),
        context=BUDGET,
    )
    assert [(fact.code, fact.item, fact.printed) for fact in reading.facts] == [
        ("301", "工资福利支出", "4,000,000"),
        ("30101", "基本工资", "1,000,000"),
        ("30101", "基本工资/人员经费", "1,000,001"),
        ("30201", "办公费", "300,000"),
        (None, "基本支出", "4,300,000"),
        (None, "人员经费", "4,000,000"),
        (None, "公用经费", "300,000"),
    ]
    assert reading.unused_rows == ()


def test_income_with_money_carried_over_keeps_the_two_totals_apart():
    reading = read(
        "部门收入总体情况表\n单位：万元",
        grid(
            """
部门（单位）代码|部门（单位）名称|合计|本年收入|<|<|上年结转结余|<
^|^|^|小计|一般公共预算|单位资金|小计|一般公共预算
|合计|120.50|110.50|110.50||10.00|10.00
152001|某市信访局|120.50|110.50|110.50||10.00|10.00"""
        ),
        context=BUDGET,
    )
    assert {item: fact.printed for fact in reading.facts for item in [fact.item] if item.startswith("合计/")} == {
        "合计/收入总计": "120.50",
        "合计/本年收入合计": "110.50",
        "合计/一般公共预算财政拨款收入": "110.50",
        "合计/上年结转": "10.00",
        "合计/上年结转/一般公共预算财政拨款": "10.00",
    }
    assert {item.split("/")[0] for fact in reading.facts for item in [fact.item]} == {"合计", "某市信访局"}


def test_sichuan_lists_units_between_the_codes():
    reading = read(
        "表1-2\n部门支出总表\n单位：元",
        grid(
            """
项目|<|<|<|<|合计|基本支出|项目支出
科目编码|<|<|单位代码|单位名称（科目）|^|^|^
类|款|项|^|^|^|^|^
||||合计|3,823,100.00|3,174,100.00|649,000.00
||||某县信访局|3,823,100.00|3,174,100.00|649,000.00
201|03|01|302301|行政运行|1,736,700.00|1,736,700.00|"""
        ),
        context=BUDGET,
    )
    assert [(fact.code, fact.item) for fact in reading.facts if fact.item.endswith("本年支出合计")] == [
        (None, "合计/本年支出合计"),
        (None, "某县信访局/本年支出合计"),
        ("2010301", "行政运行/本年支出合计"),
    ]
    assert reading.unused_rows == ()


def test_the_general_budget_is_compared_with_the_year_before():
    reading = read(
        "一般公共预算支出情况表\n单位：万元",
        grid(
            """
支出功能分类科目|<|2024年执行数|2025年预算数|<|<|2025年预算数比2024年执行数增减|<
科目编码|科目名称|^|小计|基本支出|项目支出|增减额|增减%
合计|<|90.00|100.00|80.00|20.00|10.00|11.11"""
        ),
        context=BUDGET,
    )
    assert figures(reading) == {
        ("general_by_function", "合计/上年数", "prior_amount"): "90.00",
        ("general_by_function", "合计/小计", "amount"): "100.00",
        ("general_by_function", "合计/基本支出", "amount"): "80.00",
        ("general_by_function", "合计/项目支出", "amount"): "20.00",
        ("general_by_function", "合计/增减", "change"): "10.00",
        ("general_by_function", "合计/增减", "change_pct"): "11.11",
    }


TOTALS = """
支出|预算数|收入|预算数
一、一般公共服务支出|8.00|一、一般公共预算拨款收入|10.00
二、住房保障支出|3.00|二、事业收入|1.00
本年支出合计|11.00|本年收入合计|11.00"""


def test_the_sides_of_the_totals_table_are_told_by_words_not_by_place():
    reading = read("部门收支总表\n单位：万元", grid(TOTALS), context=BUDGET)
    assert figures(reading) == {
        ("summary", "支出/一般公共服务支出", "amount"): "8.00",
        ("summary", "收入/一般公共预算财政拨款收入", "amount"): "10.00",
        ("summary", "支出/住房保障支出", "amount"): "3.00",
        ("summary", "收入/事业收入", "amount"): "1.00",
        ("summary", "本年支出合计", "amount"): "11.00",
        ("summary", "本年收入合计", "amount"): "11.00",
    }
    unnamed = grid(TOTALS.replace("支出|预算数|收入", "项目|预算数|项目"))
    assert figures(read("部门收支总表\n单位：万元", unnamed, context=BUDGET)) == figures(reading)


def test_four_ways_to_classify_expenditure_are_kept_apart():
    reading = read(
        "收支总表\n单位：万元",
        grid(
            """
收入|<|支出|<|<|<|<|<
项目|本年预算|项目（按功能分类）|本年预算|项目（按部门预算经济分类）|本年预算|项目（按政府预算经济分类）|本年预算
一、一般公共预算拨款收入|10.00|一、一般公共服务支出|10.00|一、基本支出|8.00|一、机关工资福利支出|7.00
二、政府性基金预算拨款收入||二、外交支出||工资福利支出|7.00|二、机关商品和服务支出|1.00
本年收入合计|10.00|本年支出合计|10.00|本年支出合计|10.00|本年支出合计|10.00"""
        ),
        context=BUDGET,
    )
    assert figures(reading) == {
        ("summary", "收入/一般公共预算财政拨款收入", "amount"): "10.00",
        ("summary", "本年收入合计", "amount"): "10.00",
        ("summary", "支出/一般公共服务支出", "amount"): "10.00",
        ("summary", "本年支出合计", "amount"): "10.00",
        ("summary", "支出性质/基本支出", "amount"): "8.00",
        ("summary", "支出经济分类/工资福利支出", "amount"): "7.00",
        ("summary", "支出经济分类/合计", "amount"): "10.00",
        ("summary", "支出政府经济分类/机关工资福利支出", "amount"): "7.00",
        ("summary", "支出政府经济分类/机关商品和服务支出", "amount"): "1.00",
        ("summary", "支出政府经济分类/合计", "amount"): "10.00",
    }


def test_a_side_nobody_declared_lends_its_amounts_to_no_other_side():
    reading = read(
        "收支总表\n单位：万元",
        grid(
            """
收入|预算数|支出|预算数|按地区分类|预算数
一、一般公共预算拨款收入|10.00|一、一般公共服务支出|10.00|东部|7.00
本年收入合计|10.00|本年支出合计|10.00|合计|7.00"""
        ),
        context=BUDGET,
    )
    assert "7.00" not in figures(reading).values()
    assert reading.unused_rows == ("表1 列5: 按地区分类 (2)", "表1 列6: 预算数 (2)")


def test_guangxi_adds_meetings_and_training_and_the_year_before():
    reading = read(
        "财政拨款“三公”经费、会议费和培训费支出情况表\n单位：万元",
        grid(
            """
单位名称|2024年预算数|<|<|<|2025年预算数|<|<|<
^|“三公”经费合计|因公出国（境）费用|公务用车运行费|公务接待费|“三公”经费合计|因公出国（境）费用|公务用车运行费|公务接待费
合计|3.00||2.00|1.00|3.10||2.00|1.10
某市信访局|3.00||2.00|1.00|3.10||2.00|1.10"""
        ),
        context=BUDGET,
    )
    assert figures(reading) == {
        ("three_public", "三公经费", "prior_amount"): "3.00",
        ("three_public", "公务用车运行维护费", "prior_amount"): "2.00",
        ("three_public", "公务接待费", "prior_amount"): "1.00",
        ("three_public", "三公经费", "budget"): "3.10",
        ("three_public", "公务用车运行维护费", "budget"): "2.00",
        ("three_public", "公务接待费", "budget"): "1.10",
    }
    assert reading.unused_rows == ()


def test_three_public_budgets_may_stand_in_rows():
    reading = read(
        "三公经费预算表\n单位：万元",
        grid(
            """
项目|2024年预算数|2025年预算数|增减额|增减%
合计|3.00|2.50|-0.50|-16.67
1、因公出国（境）费用|0|0|0|0
2、公务接待费|1.00|0.50|-0.50|-50.00"""
        ),
        context=BUDGET,
    )
    assert {key: value for key, value in figures(reading).items() if key[1] == "三公经费"} == {
        ("three_public", "三公经费", "prior_amount"): "3.00",
        ("three_public", "三公经费", "budget"): "2.50",
        ("three_public", "三公经费", "change"): "-0.50",
        ("three_public", "三公经费", "change_pct"): "-16.67",
    }


def test_projects_are_listed_with_their_funding():
    reading = read(
        "项目支出表\n单位：万元",
        grid(
            """
类型|项目名称|项目单位|合计|本年拨款|<|财政拨款结转结余|<|单位资金
^|^|^|^|一般公共预算|政府性基金预算|一般公共预算|政府性基金预算|^
特定目标类|信访维稳工作经费|某市信访局|20.00|18.00||2.00||
特定目标类|网上信访系统运维|某市信访局|8.50|8.50||||
合计|<|<|28.50|26.50||2.00||"""
        ),
        context=BUDGET,
    )
    assert figures(reading) == {
        ("project_expenditure", "信访维稳工作经费", "amount"): "20.00",
        ("project_expenditure", "信访维稳工作经费/一般公共预算财政拨款", "amount"): "18.00",
        ("project_expenditure", "信访维稳工作经费/上年结转/一般公共预算财政拨款", "amount"): "2.00",
        ("project_expenditure", "网上信访系统运维", "amount"): "8.50",
        ("project_expenditure", "网上信访系统运维/一般公共预算财政拨款", "amount"): "8.50",
        ("project_expenditure", "合计", "amount"): "28.50",
        ("project_expenditure", "合计/一般公共预算财政拨款", "amount"): "26.50",
        ("project_expenditure", "合计/上年结转/一般公共预算财政拨款", "amount"): "2.00",
    }


def test_a_subtotal_is_not_the_total_where_both_are_printed():
    reading = read(
        "部门支出总表\n单位：万元",
        grid(
            "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|3.00|3.00|\n小计|<|3.00|3.00|\n合计|<|5.00|5.00|"
        ),
        context=BUDGET,
    )
    assert {fact.item: fact.printed for fact in reading.facts if fact.item.endswith("本年支出合计")} == {
        "一般公共服务支出/本年支出合计": "3.00",
        "小计/本年支出合计": "3.00",
        "合计/本年支出合计": "5.00",
    }


def test_three_public_rows_may_split_the_budget_by_fund_and_end_with_counts():
    reading = read(
        "某县信访局2025年度“三公”经费预算表\n单位：元",
        grid(
            """
项目|2024年执行数|2025年预算数|<
^|^|合计|其中：公共预算财政拨款
一、支出合计||250000|250000
1、因公出国（境）费用|单位不需填列|单位不需填列|单位不需填列
2、公务接待费||150000|150000
3、公务用车费||100000|100000
其中：（1）公务用车运行维护费||100000|100000
二、相关统计数|||
4.公务用车保有量（辆）||1|
5.公务接待批次（批）||10|
6.公务接待人数（人）||500|
三、“三公”经费增减变化原因等说明||与上年相同|
备注：1、“三公”经费包括因公出国（境）费、公务用车购置及运行费和公务接待费。|<|<|<"""
        ),
        context=BUDGET,
    )
    assert {
        (fact.item, fact.measure.value, fact.printed) for fact in reading.facts if fact.cell_state.value == "value"
    } == {
        ("三公经费", "budget", "250000"),
        ("三公经费/一般公共预算财政拨款", "budget", "250000"),
        ("公务接待费", "budget", "150000"),
        ("公务接待费/一般公共预算财政拨款", "budget", "150000"),
        ("公务用车购置及运行维护费", "budget", "100000"),
        ("公务用车购置及运行维护费/一般公共预算财政拨款", "budget", "100000"),
        ("公务用车运行维护费", "budget", "100000"),
        ("公务用车运行维护费/一般公共预算财政拨款", "budget", "100000"),
        ("公务用车保有量", "count", "1"),
        ("公务接待批次", "count", "10"),
        ("公务接待人次", "count", "500"),
    }
    assert reading.unused_rows == ()


def test_hunan_groups_the_three_public_columns_under_a_named_budget():
    table = """
单位编码|单位名称|“三公”经费预算数（一般公共预算拨款）|<|<|<|<|<
^|^|合计|公务接待费|公务用车购置及运行费|<|<|因公出国（境）费
^|^|^|^|小计|公务用车购置费|公务用车运行费|^
136001|某市信访局|4.50|2.00|2.50||2.50|"""
    reading = read("一般公共预算“三公”经费支出表\n单位：万元", grid(table), context=BUDGET)
    assert figures(reading) == {
        ("three_public", "三公经费", "budget"): "4.50",
        ("three_public", "公务接待费", "budget"): "2.00",
        ("three_public", "公务用车购置及运行维护费", "budget"): "2.50",
        ("three_public", "公务用车运行维护费", "budget"): "2.50",
    }
    assert reading.unused_rows == ()


def test_hunan_splits_basic_expenditure_by_the_government_classification_too():
    title = "一般公共预算基本支出表（按政府预算经济分类）\n单位：万元"
    reading = read(title, grid("科目编码|科目名称|合计|人员经费|公用经费\n501|机关工资福利支出|7|7|"), context=BUDGET)
    assert {(fact.item, fact.code, fact.amount) for fact in reading.facts} == {
        ("政府经济分类/机关工资福利支出", "501", Decimal(70000)),
    }
    assert (reading.unrecognised, reading.unused_rows) == ((), ())


def test_economic_classes_as_columns_keep_the_two_classifications_apart():
    head = "功能科目|<|<|功能科目名称|总计|{classes}\n类|款|项|^|^|{below}\n"
    row = "201|40|01|行政运行|120.00|95.00|22.00|3.00"
    government = read(
        "支出预算分类汇总表（按政府预算经济分类）\n金额单位：万元",
        grid(
            head.format(classes="机关工资福利支出|机关商品和服务支出|对个人和家庭的补助", below="501|502|509")
            + "\n"
            + row
        ),
        context=BUDGET,
    )
    assert figures(government) == {
        ("expenditure_by_function", "行政运行/政府经济分类/合计", "amount"): "120.00",
        ("expenditure_by_function", "行政运行/政府经济分类/机关工资福利支出", "amount"): "95.00",
        ("expenditure_by_function", "行政运行/政府经济分类/机关商品和服务支出", "amount"): "22.00",
        ("expenditure_by_function", "行政运行/政府经济分类/对个人和家庭的补助", "amount"): "3.00",
    }
    basic = read(
        "一般公共预算基本支出表--公用经费（商品和服务支出）（按部门预算经济分类）\n金额单位：万元",
        grid(
            "功能科目编码|功能科目名称|总计|30201办公费|30211差旅费\n合计|<|21.90|2.15|3.55\n2014001|行政运行|21.90|2.15|3.55"
        ),
        context=BUDGET,
    )
    assert figures(basic) == {
        ("basic_by_economic", "商品和服务支出/小计", "amount"): "21.90",
        ("basic_by_economic", "行政运行/商品和服务支出/小计", "amount"): "21.90",
        ("basic_by_economic", "办公费", "amount"): "2.15",
        ("basic_by_economic", "差旅费", "amount"): "3.55",
        ("basic_by_economic", "行政运行/办公费", "amount"): "2.15",
        ("basic_by_economic", "行政运行/差旅费", "amount"): "3.55",
    }


@pytest.mark.parametrize(
    ("kind", "economic"),
    [
        ("按支出性质", "按政府预算经济分类"),
        ("按支出性质分类", "按政府预算经济分类科目"),
        ("按支出用途", "按政府经济分类"),
        ("项目（按支出性质）", "项目（按政府经济分类）"),
    ],
)
def test_spending_stands_three_times_beside_the_income(kind: str, economic: str):
    head = f"收入|<|支出|<|<|<|<|<\n项目|预算数|按功能分类|预算数|{kind}|预算数|{economic}|预算数"
    rows = """
一、一般公共预算拨款收入|233.67|一、一般公共服务支出|211.67|一、基本支出|149.34|一、机关工资福利支出|130.00
||二、住房保障支出|22.00|二、项目支出|84.33|二、机关商品和服务支出|103.67
本年收入合计|233.67|本年支出合计|233.67|本年支出合计|233.67|本年支出合计|233.67"""
    reading = read("部门收支预算总表\n单位：万元", grid(head + rows), context=BUDGET)
    assert {(fact.item, fact.printed) for fact in reading.facts} == {
        ("收入/一般公共预算财政拨款收入", "233.67"),
        ("支出/一般公共服务支出", "211.67"),
        ("支出/住房保障支出", "22.00"),
        ("支出性质/基本支出", "149.34"),
        ("支出性质/项目支出", "84.33"),
        ("支出性质/合计", "233.67"),
        ("支出政府经济分类/机关工资福利支出", "130.00"),
        ("支出政府经济分类/机关商品和服务支出", "103.67"),
        ("支出政府经济分类/合计", "233.67"),
        ("本年收入合计", "233.67"),
        ("本年支出合计", "233.67"),
    }
    assert (reading.unused_rows, reading.unrecognised) == ((), ())
