"""Forms of the country at large: approved accounts, operating information, one side below the other, several units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.model import ReportContext
from tests.parsers.statements.documents import BUDGET, figures, grid, read

ONE_BELOW_THE_OTHER = """
项目|2025年预算数
收入|
一、一般公共预算拨款收入|200.00
二、其他收入|10.00
本年收入合计|210.00
上年结转|5.00
收入总计|215.00
{turn}一、一般公共服务支出|180.00
二、住房保障支出|35.00
{sum}|215.00
支出总计|215.00"""


def test_a_total_table_with_the_spending_below_the_income_is_parted_where_the_rows_change_sides():
    reading = read(
        "收支预算总表\n单位：万元",
        grid(ONE_BELOW_THE_OTHER.format(turn="支出|\n", sum="本年支出合计")),
        context=BUDGET,
    )
    assert figures(reading) == {
        ("summary", "收入/一般公共预算财政拨款收入", "amount"): "200.00",
        ("summary", "收入/其他收入", "amount"): "10.00",
        ("summary", "本年收入合计", "amount"): "210.00",
        ("summary", "上年结转", "amount"): "5.00",
        ("summary", "收入总计", "amount"): "215.00",
        ("summary", "支出/一般公共服务支出", "amount"): "180.00",
        ("summary", "支出/住房保障支出", "amount"): "35.00",
        ("summary", "本年支出合计", "amount"): "215.00",
        ("summary", "支出总计", "amount"): "215.00",
    }
    assert (reading.unused_rows, reading.unrecognised) == ((), ())


def test_a_total_that_may_belong_to_either_side_leaves_the_table_unread():
    table = "项目|金额\n一、一般公共预算拨款收入|5.00\n合计|5.00\n合计|5.00\n一、一般公共服务支出|5.00"
    reading = read("收支预算总表\n单位：万元", grid(table), context=BUDGET)
    assert reading.facts == ()
    assert [table.reason for table in reading.unrecognised] == ["the head does not fit the title"]


def test_columns_of_last_year_and_of_the_change_keep_the_item_of_the_row():
    table = """
收入|<|<|<|支出|<|<|<
项目|2024年预算数|2025年预算数|增减%|项目|2024年预算数|2025年预算数|增减%
一、一般公共预算拨款收入|190|200|5.26|一、一般公共服务支出|190|200|5.26
收入总计|190|200|5.26|支出总计|190|200|5.26"""
    reading = read("部门收支总体情况表\n单位：万元", grid(table), context=BUDGET)
    assert figures(reading) == {
        ("summary", item, measure): printed
        for item in ("收入/一般公共预算财政拨款收入", "支出/一般公共服务支出", "收入总计", "支出总计")
        for measure, printed in (("prior_amount", "190"), ("amount", "200"), ("change_pct", "5.26"))
    }


def test_a_group_of_last_year_is_not_taken_for_this_year():
    table = """
科目编码|科目名称|2024年预算数|<|<|2025年预算数|<|<|比上年增减|<
^|^|小计|基本支出|项目支出|小计|基本支出|项目支出|金额|%
2014001|行政运行|90|80|10|100|85|15|10|11.11"""
    reading = read("一般公共预算支出表\n单位：元", grid(table), context=BUDGET)
    assert figures(reading) == {
        ("general_by_function", "行政运行/小计", "prior_amount"): "90",
        ("general_by_function", "行政运行/基本支出", "prior_amount"): "80",
        ("general_by_function", "行政运行/项目支出", "prior_amount"): "10",
        ("general_by_function", "行政运行/小计", "amount"): "100",
        ("general_by_function", "行政运行/基本支出", "amount"): "85",
        ("general_by_function", "行政运行/项目支出", "amount"): "15",
        ("general_by_function", "行政运行/增减", "change"): "10",
        ("general_by_function", "行政运行/增减", "change_pct"): "11.11",
    }


APPROVED = """
收入|<|<|<|<|支出|<|<|<|<|支出|<|<|<|<
项目|行次|年初预算数|全年预算数|决算数|项目(按功能分类)|行次|年初预算数|全年预算数|决算数|项目(按支出性质和经济分类)|行次|年初预算数|全年预算数|决算数
栏次||1|2|3|栏次||4|5|6|栏次||7|8|9
一、一般公共预算财政拨款收入|1|180|200|200|一、一般公共服务支出|32|180|200|200|一、基本支出|59|100|110|110
四、上级补助收入|4||||二、外交支出|33||||人员经费|60|80|90|90
五、事业收入|5||||三、国防支出|34||||二、项目支出|62|80|90|90
||||||||||经济分类支出合计|68|—|—|200
||||||||||工资福利支出|69|—|—|88
总计|31|180|200|200|总计|62|180|200|200||||||"""


def test_the_approved_form_prints_plan_adjusted_plan_and_final_figures_by_function_nature_and_economic_class():
    reading = read("收入支出决算总表\n财决批复01表\n金额单位：万元", grid(APPROVED))
    three = ("budget", "adjusted_budget", "amount")
    assert figures(reading) == {
        **{
            ("summary", item, measure): printed
            for item, printed_three in {
                "收入/一般公共预算财政拨款收入": ("180", "200", "200"),
                "支出/一般公共服务支出": ("180", "200", "200"),
                "支出性质/基本支出": ("100", "110", "110"),
                "支出性质/人员经费": ("80", "90", "90"),
                "支出性质/项目支出": ("80", "90", "90"),
                "支出经济分类/合计": ("—", "—", "200"),
                "支出经济分类/工资福利支出": ("—", "—", "88"),
                "收入总计": ("180", "200", "200"),
                "支出总计": ("180", "200", "200"),
            }.items()
            for measure, printed in zip(three, printed_three, strict=True)
        }
    }
    assert reading.unused_rows == ()


OPERATING = """
项目|行次|年初预算数|全年预算数|决算数|项目|行次|统计数
栏次||1|2|3|栏次||4
一、“三公”经费支出|1|—|—|—|三、国有资产占用情况|24|—
（一）支出合计|2|4.00|4.20|3.50|（一）车辆数合计（辆）|25|1
3．公务接待费|7|1.00|1.20|0.50|3．机要通信用车|28|1
（二）相关统计数|11|—|—|—|（二）单价100万元（含）以上设备（不含车辆）（台、套）|34|2
6．国内公务接待人次（人）|18|—|—|58|四、政府采购支出信息|35|—
二、机关运行经费|21|—|—|30.00|（一）政府采购支出合计|36|20.00
（一）行政单位|22|—|—|30.00|1．政府采购货物支出|37|12.00
|||||（二）政府采购授予中小企业合同金额|40|15.00
|||||其中：授予小微企业合同金额|41|10.00"""


def test_operating_information_goes_on_from_the_left_column_to_the_right_one():
    reading = read("机构运行信息表\n金额单位：万元", grid(OPERATING))
    said = {key: value for key, value in figures(reading).items() if value != "—"}
    assert said == {
        ("three_public", "三公经费", "budget"): "4.00",
        ("three_public", "三公经费", "adjusted_budget"): "4.20",
        ("three_public", "三公经费", "amount"): "3.50",
        ("three_public", "公务接待费", "budget"): "1.00",
        ("three_public", "公务接待费", "adjusted_budget"): "1.20",
        ("three_public", "公务接待费", "amount"): "0.50",
        ("three_public_counts", "国内接待人次", "count"): "58",
        ("agency_operating", "机关运行经费", "amount"): "30.00",
        ("agency_operating", "机关运行经费/行政单位", "amount"): "30.00",
        ("assets", "车辆数合计", "count"): "1",
        ("assets", "车辆/机要通信用车", "count"): "1",
        ("assets", "设备/单价100万元（含）以上设备（不含车辆）", "count"): "2",
        ("procurement", "政府采购支出总额", "amount"): "20.00",
        ("procurement", "货物", "amount"): "12.00",
        ("procurement", "授予中小企业合同金额", "amount"): "15.00",
        ("procurement", "授予小微企业合同金额", "amount"): "10.00",
    }
    assert (reading.unused_rows, reading.unrecognised) == ((), ())


def test_three_public_rows_are_told_by_their_labels():
    rows = """
项目|一般公共预算财政拨款安排的“三公”经费|<|<|<|会议费|培训费
^|小计|因公出国（境）费用|公务用车运行维护费|公务接待费|^|^
预算数|3.80|0.00|0.00|3.80|0.60|1.00
决算数|3.50|0.00|0.00|3.50|0.40|0.85"""
    reading = read("一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表\n单位：万元", grid(rows))
    assert {
        (fact.item, fact.measure.value): fact.printed for fact in reading.facts if fact.cell_state.value != "zero"
    } == {
        ("三公经费", "budget"): "3.80",
        ("公务接待费", "budget"): "3.80",
        ("会议费", "budget"): "0.60",
        ("培训费", "budget"): "1.00",
        ("三公经费", "amount"): "3.50",
        ("公务接待费", "amount"): "3.50",
        ("会议费", "amount"): "0.40",
        ("培训费", "amount"): "0.85",
    }


UNITS = """
单位名称|科目编码|科目名称|合计|基本支出|项目支出
合计|||300|200|100
某市信访局本级|||200|150|50
某市信访局本级|2010301|行政运行|150|150|
^|2010308|信访事务|50||50
某市群众来访接待中心|||100|50|50
某市群众来访接待中心|2010308|信访事务|100|50|50"""


def test_the_rows_of_several_units_are_told_apart():
    reading = read("部门支出总表\n单位：万元", grid(UNITS), context=BUDGET)
    totals = {item: printed for (_, item, _), printed in figures(reading).items() if item.endswith("本年支出合计")}
    assert totals == {
        "合计/本年支出合计": "300",
        "某市信访局本级/本年支出合计": "200",
        "某市信访局本级/行政运行/本年支出合计": "150",
        "某市信访局本级/信访事务/本年支出合计": "50",
        "某市群众来访接待中心/本年支出合计": "100",
        "某市群众来访接待中心/信访事务/本年支出合计": "100",
    }


def test_a_unit_with_its_code_is_a_unit_and_no_function():
    head = "科目编码|科目名称|合计|基本支出|项目支出\n"
    table = head + "025001|某县信访局|9|5|4\n205001|某县信访局|9|5|4\n2010308|信访事务|9|5|4"
    reading = read("部门支出总表\n单位：万元", grid(table), context=BUDGET)
    assert [(fact.item, fact.code) for fact in reading.facts if fact.item.endswith("项目支出")] == [
        ("某县信访局/项目支出", None),
        ("某县信访局/项目支出", None),
        ("信访事务/项目支出", "2010308"),
    ]


def test_functional_rows_above_projects_are_no_projects():
    table = """
科目编码|<|<|科目名称（二级项目名称）|本年支出合计|财政拨款
类|款|项|^|^|^
201|03|08|信访事务|90.00|90.00
|||信访维稳经费|60.00|60.00
|||信访信息化|30.00|30.00
合计|<|<|<|90.00|90.00"""
    reading = read("项目支出决算表\n金额单位：万元", grid(table))
    own = {item: printed for (_, item, _), printed in figures(reading).items() if "财政拨款" not in item}
    assert own == {"功能分类/信访事务": "90.00", "信访维稳经费": "60.00", "信访信息化": "30.00", "合计": "90.00"}


def test_assets_under_headings_and_projects_by_economic_item():
    assets = """
项目|行次|资产总额|流动资产|固定资产|<|<|<|在建工程
^|^|^|^|小计|房屋构筑物|车辆|其他固定资产|^
合计|1|1,234,567.00|234,567.00|1,000,000.00|500,000.00|300,000.00|200,000.00|"""
    economic = """
科目代码|科目名称|金额|科目代码|科目名称|金额
303|对个人和家庭的补助|3|302|商品和服务支出|43
人员经费合计|<|3|公用经费合计|<|43"""
    reading = read(
        "国有资产使用情况表\n金额单位：元",
        grid(assets),
        "一般公共预算财政拨款项目支出决算表\n金额单位：元",
        grid(economic),
    )
    assert {(fact.item, fact.code, fact.amount) for fact in reading.facts} == {
        ("资产总额", None, Decimal(1234567)),
        ("流动资产", None, Decimal(234567)),
        ("固定资产金额", None, Decimal(1000000)),
        ("房屋价值", None, Decimal(500000)),
        ("车辆价值", None, Decimal(300000)),
        ("其他固定资产", None, Decimal(200000)),
        ("经济分类/对个人和家庭的补助", "303", Decimal(3)),
        ("经济分类/商品和服务支出", "302", Decimal(43)),
        ("经济分类/人员经费", None, Decimal(3)),
        ("经济分类/公用经费", None, Decimal(43)),
    }


def test_non_fiscal_totals_carry_their_name():
    table = "收入|<|支出|<\n项目|金额|项目|金额\n一、上级补助收入|5.00|一、一般公共服务支出|5.00\n总计|5.00|总计|5.00"
    reading = read("非财政拨款收入支出决算总表\n单位：万元", grid(table))
    assert set(figures(reading)) == {
        ("summary", f"非财政拨款/{item}", "amount")
        for item in ("收入/上级补助收入", "支出/一般公共服务支出", "收入总计", "支出总计")
    }


def test_a_list_of_the_tables_is_no_table_and_a_form_may_say_what_its_blank_means():
    contents = "序号|内容|是否空表|表格为空的理由\n1|收入支出决算总表|否|\n2|政府性基金预算支出表|是|无此项收支"
    empty = grid("科目编码|科目名称|合计|基本支出|项目支出\n||||")
    reading = read(
        "目录",
        grid(contents),
        "政府性基金预算支出表\n单位：万元",
        empty,
        "注：如本表格为空，则表示本年度未安排此项目。",
    )
    assert [(fact.item, fact.cell_state.value) for fact in reading.facts] == [("本表", "declared_empty")]
    assert reading.unrecognised == ()


def test_a_class_of_a_document_without_a_year_keeps_the_name_it_prints():
    table = grid("科目编码|科目名称|合计|基本支出|项目支出\n210|医疗卫生与计划生育支出|9|9|\n221|住房保障|1|1|")
    reading = read("支出决算表\n单位：元", table, context=ReportContext(report_type="final_accounts"))
    assert {fact.item.split("/")[0] for fact in reading.facts} == {"医疗卫生与计划生育支出", "住房保障支出"}


def test_signs_in_front_of_numbers_and_two_numbers_in_one_cell():
    table = """
科目代码|科目名称|本年支出合计|基本支出|项目支出
2010301|行政运行|1，234.56|（34.56）|△12.00
2010302|一般行政管理事务|▲5.00|＋3.00|1 234.56
2010308|信访事务|３．２０|#DIV/0!|12 34
2010350|事业运行|1,234, 567.00|1234.5 6|约5"""
    reading = read("支出决算表\n单位：元", grid(table))
    assert {(fact.code, fact.amount, fact.printed) for fact in reading.facts} == {
        ("2010301", Decimal("1234.56"), "1,234.56"),
        ("2010301", Decimal("-34.56"), "(34.56)"),
        ("2010301", Decimal(-12), "△12.00"),
        ("2010302", Decimal(-5), "▲5.00"),
        ("2010302", Decimal(3), "+3.00"),
        ("2010308", Decimal("3.20"), "3.20"),
        ("2010350", Decimal(1234567), "1,234,567.00"),
        ("2010350", Decimal("1234.56"), "1234.56"),
    }
    assert [row.split(":")[0] for row in reading.unused_rows] == [
        "表1 行3 (一般行政管理事务/项目支出",
        "表1 行4 (信访事务/基本支出",
        "表1 行4 (信访事务/项目支出",
        "表1 行5 (事业运行/项目支出",
    ]


def test_codes_may_be_printed_with_dashes_points_and_brackets():
    table = """
科目代码|科目名称|本年支出合计|基本支出|项目支出
208-05-05|机关事业单位基本养老保险缴费支出|1|1|
208.05.06|机关事业单位职业年金缴费支出|2|2|
208 05 99|其他行政事业单位养老支出|3|3|
2010308-信访事务||4|4|
[2010350]事业运行||5|5|
2010301——行政运行||6|6|"""
    reading = read("支出决算表\n单位：元", grid(table))
    assert {(fact.code, fact.item.split("/")[0], fact.printed) for fact in reading.facts} == {
        ("2080505", "机关事业单位基本养老保险缴费支出", "1"),
        ("2080506", "机关事业单位职业年金缴费支出", "2"),
        ("2080599", "其他行政事业单位养老支出", "3"),
        ("2010308", "信访事务", "4"),
        ("2010350", "事业运行", "5"),
        ("2010301", "行政运行", "6"),
    }


def test_rows_of_column_letters_and_numbers_are_no_rows_of_figures():
    lines = "栏次|<|甲|乙|丙\nA|B|1|2|3\n甲|乙|（1）|（2）|（3）\n"
    table = "科目代码|科目名称|本年支出合计|基本支出|项目支出\n" + lines + "2010301|行政运行|5|5|"
    reading = read("支出决算表\n单位：元", grid(table))
    assert ([fact.printed for fact in reading.facts], reading.unused_rows) == (["5", "5"], ())


def test_a_project_printed_for_every_economic_item_is_told_apart_by_it():
    table = """
项目名称|部门经济科目编码|部门经济科目名称|总计|上级补助|本级安排
信访专项经费|30201|办公费|5|5|
信访专项经费|30211|差旅费|7||7
合计|||12|5|7"""
    reading = read("项目支出预算表\n单位：元", grid(table), context=BUDGET)
    assert {item: printed for (_, item, _), printed in figures(reading).items()} == {
        "信访专项经费/办公费": "5",
        "信访专项经费/办公费/上级补助": "5",
        "信访专项经费/差旅费": "7",
        "信访专项经费/差旅费/本级安排": "7",
        "合计": "12",
        "合计/上级补助": "5",
        "合计/本级安排": "7",
    }


def test_purchased_services_and_new_assets_are_lists_of_their_own():
    services = "项目名称|政府购买服务项目|政府购买服务指导性目录代码|资金总额|单位资金\n法律服务|法律顾问|B0101|3|3\n"
    services += "合计|||3|3"
    assets = "资产类别|资产名称|计量单位|数量|单价|金额\n设备|台式计算机|台|6|6,000|36,000\n合计|||||36,000"
    reading = read(
        "政府购买服务预算表\n单位：元", grid(services), "新增资产配置表\n单位：元", grid(assets), context=BUDGET
    )
    assert {key: printed for key, printed in figures(reading).items() if key[2] != "text"} == {
        ("procurement_item", "政府购买服务/1/法律顾问", "amount"): "3",
        ("procurement_item", "政府购买服务/1/法律顾问/其他来源收入", "amount"): "3",
        ("procurement", "政府购买服务支出总额", "amount"): "3",
        ("procurement", "政府购买服务支出总额/其他来源收入", "amount"): "3",
        ("assets", "新增资产/1/台式计算机", "quantity"): "6",
        ("assets", "新增资产/1/台式计算机", "unit_price"): "6,000",
        ("assets", "新增资产/1/台式计算机", "amount"): "36,000",
        ("assets", "新增资产/合计", "amount"): "36,000",
    }


def test_the_tasks_of_a_department_carry_their_money():
    table = """
部门（单位）名称|<|某县信访局|<|<
年度主要任务|任务名称|主要内容|预算金额（万元）|<|<
^|^|^|总额|财政拨款|其他资金
^|任务1|保障机构运转|115.00|115.00|
^|任务2|信访专项工作|100.00|90.00|10.00
^|金额合计|<|215.00|205.00|10.00
年度绩效指标|一级指标|二级指标|指标内容|指标值|<
^|产出指标|数量指标|接待批次|≥500批次|<"""
    reading = read("部门整体支出绩效目标表\n（2025年度）", grid(table), context=BUDGET)
    assert {
        (item, measure): printed
        for (statement, item, measure), printed in figures(reading).items()
        if statement == "perf_project" and measure == "budget"
    } == {
        ("任务/任务1/预算金额", "budget"): "115.00",
        ("任务/任务1/财政拨款", "budget"): "115.00",
        ("任务/任务2/预算金额", "budget"): "100.00",
        ("任务/任务2/财政拨款", "budget"): "90.00",
        ("任务/任务2/其他资金", "budget"): "10.00",
        ("任务合计/预算金额", "budget"): "215.00",
        ("任务合计/财政拨款", "budget"): "205.00",
        ("任务合计/其他资金", "budget"): "10.00",
    }
    assert reading.unused_rows == ()


def test_lists_of_targets_need_neither_a_flat_head_nor_levels():
    two_rows = """
单位名称|年度预算申请|<|<|整体绩效目标|部门整体支出年度绩效目标|<|<
^|资金总额|基本支出|项目支出|^|一级指标|二级指标|指标值
某市信访局|228.70|160.70|68.00|推动信访问题化解|产出指标|数量指标|≥200批次"""
    one_level = "项目名称|年度绩效目标|指标名称|指标值\n信访维稳经费|做好信访保障|接访批次|≥120批次"
    reading = read(
        "整体支出绩效目标表\n金额单位：万元", grid(two_rows), "预算项目绩效目标公开表", grid(one_level), context=BUDGET
    )
    assert {(fact.project, fact.item, fact.measure.value, fact.printed) for fact in reading.facts} == {
        ("整体支出", "资金总额", "budget", "228.70"),
        ("整体支出", "基本支出", "budget", "160.70"),
        ("整体支出", "项目支出", "budget", "68.00"),
        ("整体支出", "年度目标", "target", "推动信访问题化解"),
        ("整体支出", "产出指标/数量指标", "target", "≥200批次"),
        ("信访维稳经费", "年度目标", "target", "做好信访保障"),
        ("信访维稳经费", "接访批次", "target", "≥120批次"),
    }
    assert reading.unused_rows == ()


def test_words_may_say_the_sign_of_a_change_and_of_nothing_else():
    table = """
科目编码|科目名称|2024年预算数|2025年预算数|增减额|增减%
2010301|行政运行|50.00|37.70|减少12.30|下降24.60%
2010308|信访事务|37.70|50.00|增加12.30|增长32.63
2010350|事业运行|5.00|增加5.00|减少-1.00|持平"""
    reading = read("一般公共预算支出表\n单位：万元", grid(table), context=BUDGET)
    changes = {
        (fact.code, fact.amount if fact.value is None else fact.value, fact.printed)
        for fact in reading.facts
        if fact.item.endswith("/增减")
    }
    assert changes == {
        ("2010301", Decimal(-123000), "减少12.30"),
        ("2010301", Decimal("-24.60"), "下降24.60"),
        ("2010308", Decimal(123000), "增加12.30"),
        ("2010308", Decimal("32.63"), "增长32.63"),
    }
    assert len(reading.unused_rows) == 3


@pytest.mark.parametrize(
    "head",
    [
        "科目编码|科目名称|2024年预算数|2025年预算数|增减额|增减%",
        "功能分类科目|<|2024年执行数|2025年预算数|2025年预算数比2024年执行数|<\n科目编码|科目名称|^|^|增减额|增减%",
        "科目编码|科目名称|上年预算数|本年预算数|增减额|增减率",
        "科目编码|科目名称|2024年预算|2025年预算|增减情况|<\n^|^|^|^|金额|比例",
        "科目编码|科目名称|上年数|合计|增减额|增减%",
    ],
)
@pytest.mark.parametrize(
    ("title", "total"),
    [
        ("一般公共预算支出表", "小计"),
        ("部门支出总表", "本年支出合计"),
        ("政府性基金预算支出表", "本年支出"),
        ("国有资本经营预算支出表", "合计"),
    ],
)
def test_a_short_form_compares_two_years_and_has_no_columns_of_kinds(head: str, title: str, total: str):
    rows = "2010301|行政运行|50.00|37.70|-12.30|-24.60\n2010308|信访事务|37.70|50.00|12.30|32.63"
    reading = read(f"{title}\n单位：万元", grid(f"{head}\n{rows}"), context=BUDGET)
    assert {(fact.item, fact.measure.value, fact.printed) for fact in reading.facts if fact.code == "2010301"} == {
        ("行政运行/上年数", "prior_amount", "50.00"),
        (f"行政运行/{total}", "amount", "37.70"),
        ("行政运行/增减", "change", "-12.30"),
        ("行政运行/增减", "change_pct", "-24.60"),
    }
    assert (len(reading.facts), reading.unused_rows, reading.unrecognised) == (8, (), ())


def test_economic_items_below_the_head_of_a_short_form_are_none_of_its_rows():
    head = "科目编码|科目名称|2024年预算数|2025年预算数|增减额|增减%"
    rows = "301|工资福利支出|50|37.7|-12.3|-24.6\n30101|基本工资|5|3|-2|-40"
    reading = read("一般公共预算支出表\n单位：万元", grid(f"{head}\n{rows}"), context=BUDGET)
    assert (reading.facts, len(reading.unrecognised)) == ((), 1)
