"""Official tables of 决算 in the layouts of other years and provinces."""

from __future__ import annotations

from decimal import Decimal

from parsers.model import ReportContext
from tests.parsers.statements.documents import figures, grid, read


def amounts(reading) -> dict[str, Decimal | None]:
    """Item → 元, for tables with one measure."""
    found = {fact.item: fact.amount for fact in reading.facts}
    assert len(found) == len(reading.facts)
    return found


def test_the_total_row_may_stand_at_the_bottom():
    reading = read(
        "收入决算表\n公开02表\n金额单位：万元",
        grid(
            """
项目|<|本年收入合计|财政拨款收入|上级补助收入|事业收入|<|经营收入|附属单位上缴收入|其他收入
科目代码|科目名称|^|^|^|小计|其中：教育收费|^|^|^
栏次|<|1|2|3|4|5|6|7|8
201|一般公共服务支出|90.00|88.00||2.00|1.50|||
20103|政府办公厅（室）及相关机构事务|90.00|88.00||2.00|1.50|||
2010308|信访事务|90.00|88.00||2.00|1.50|||
合计|<|90.00|88.00||2.00|1.50|||"""
        ),
    )
    assert {
        (fact.item, fact.code, fact.amount) for fact in reading.facts if fact.item.startswith(("合计", "信访"))
    } == {
        ("信访事务/本年收入合计", "2010308", Decimal(900000)),
        ("信访事务/财政拨款收入", "2010308", Decimal(880000)),
        ("信访事务/事业收入", "2010308", Decimal(20000)),
        ("信访事务/事业收入/教育收费", "2010308", Decimal(15000)),
        ("合计/本年收入合计", None, Decimal(900000)),
        ("合计/财政拨款收入", None, Decimal(880000)),
        ("合计/事业收入", None, Decimal(20000)),
        ("合计/事业收入/教育收费", None, Decimal(15000)),
    }
    assert reading.unused_rows == ()


def test_classes_are_matched_by_name_and_take_the_name_of_the_year():
    reading = read(
        "收入支出决算总表\n公开01表\n单位：万元",
        grid(
            """
收入|<|<|支出|<|<
项目|行次|决算数|项目（按功能分类）|行次|决算数
栏次||1|栏次||2
一、财政拨款收入|1|100.00|一、一般公共服务支出|29|88.00
其中：政府性基金预算财政拨款|2|5.00|二、外交支出|30|
二、上级补助收入|3||七、文化体育与传媒支出|31|5.00
三、事业收入|4|3.00|十四、医疗卫生与计划生育支出|32|12.00
其中：教育收费|5|1.00||33|
本年收入合计|25|103.00|本年支出合计|52|105.00
用事业基金弥补收支差额|26||结余分配|53|
年初结转和结余|27|4.00|年末结转和结余|54|2.00
总计|28|107.00|总计|55|107.00"""
        ),
        context=ReportContext(fiscal_year=2017, report_type="final_accounts"),
    )
    assert amounts(reading) == {
        "收入/财政拨款收入": Decimal(1000000),
        "收入/政府性基金预算财政拨款收入": Decimal(50000),
        "收入/事业收入": Decimal(30000),
        "收入/事业收入/教育收费": Decimal(10000),
        "本年收入合计": Decimal(1030000),
        "年初结转和结余": Decimal(40000),
        "收入总计": Decimal(1070000),
        "支出/一般公共服务支出": Decimal(880000),
        "支出/文化体育与传媒支出": Decimal(50000),
        "支出/医疗卫生与计划生育支出": Decimal(120000),
        "本年支出合计": Decimal(1050000),
        "年末结转和结余": Decimal(20000),
        "支出总计": Decimal(1070000),
    }
    assert reading.unused_rows == ()


def test_carried_over_money_is_told_from_the_years_by_the_row_above_it():
    reading = read(
        "财政拨款收入支出决算总表\n金额单位：万元",
        grid(
            """
收入|<|<|支出|<|<|<|<|<
项目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一、一般公共预算财政拨款|1|90.00|一、一般公共服务支出|33|95.00|95.00||
本年收入合计|27|90.00|本年支出合计|59|95.00|95.00||
年初财政拨款结转和结余|28|6.00|年末财政拨款结转和结余|60|1.00|1.00||
一、一般公共预算财政拨款|29|6.00||61||||
二、政府性基金预算财政拨款|30|||62||||
总计|32|96.00|总计|64|96.00|96.00||"""
        ),
    )
    assert amounts(reading) == {
        "收入/一般公共预算财政拨款": Decimal(900000),
        "本年收入合计": Decimal(900000),
        "年初财政拨款结转和结余": Decimal(60000),
        "年初结转/一般公共预算财政拨款": Decimal(60000),
        "财政拨款收入总计": Decimal(960000),
        "支出/一般公共服务支出/合计": Decimal(950000),
        "支出/一般公共服务支出/一般公共预算财政拨款": Decimal(950000),
        "本年支出合计/合计": Decimal(950000),
        "本年支出合计/一般公共预算财政拨款": Decimal(950000),
        "年末财政拨款结转和结余/合计": Decimal(10000),
        "年末财政拨款结转和结余/一般公共预算财政拨款": Decimal(10000),
        "财政拨款支出总计/合计": Decimal(960000),
        "财政拨款支出总计/一般公共预算财政拨款": Decimal(960000),
    }


PAIRS = """
项目|合计|<|因公出国（境）费|<|公务用车购置及运行维护费|<|<|<|<|<|公务接待费|<
^|^|^|^|^|小计|<|公务用车购置费|<|公务用车运行维护费|<|^|^
^|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
某县信访局|5.27|0.98|0.00|0.00|5.00|0.98|0.00|0.00|5.00|0.98|0.27|——"""


def test_three_public_figures_stand_in_pairs_under_each_heading():
    reading = read("一般公共预算财政拨款“三公”经费支出决算表\n单位：万元", grid(PAIRS))
    assert figures(reading) == {
        ("three_public", item, measure): printed
        for item, pair in {
            "三公经费": ("5.27", "0.98"),
            "因公出国（境）费": ("0.00", "0.00"),
            "公务用车购置及运行维护费": ("5.00", "0.98"),
            "公务用车购置费": ("0.00", "0.00"),
            "公务用车运行维护费": ("5.00", "0.98"),
            "公务接待费": ("0.27", "——"),
        }.items()
        for measure, printed in zip(("budget", "amount"), pair, strict=True)
    }
    assert {fact.cell_state.value for fact in reading.facts} == {"value", "zero", "not_applicable"}


def test_three_public_figures_in_two_halves_need_no_merged_heads():
    reading = read(
        "财政拨款“三公”经费支出决算表\n金额单位：万元",
        grid(
            """
预算数||||||决算数|||||
合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费
||小计|公务用车购 置费|公务用车 运行维护费||||小计|公务用车购 置费|公务用车 运行维护费|
1|2|3|4|5|6|7|8|9|10|11|12
5.27||5.00||5.00|0.27|0.98||0.98||0.98|"""
        ),
    )
    assert figures(reading) == {
        ("three_public", "三公经费", "budget"): "5.27",
        ("three_public", "公务用车购置及运行维护费", "budget"): "5.00",
        ("three_public", "公务用车运行维护费", "budget"): "5.00",
        ("three_public", "公务接待费", "budget"): "0.27",
        ("three_public", "三公经费", "amount"): "0.98",
        ("three_public", "公务用车购置及运行维护费", "amount"): "0.98",
        ("three_public", "公务用车运行维护费", "amount"): "0.98",
    }


def test_yunnan_prints_three_public_counts_and_operating_cost_in_one_list():
    reading = read(
        "财政拨款“三公”经费、行政参公单位机关运行经费情况表\n金额单位：万元",
        grid(
            """
项目|行次|全年预算数|决算统计数
栏次||1|2
一、“三公”经费支出|1|—|—
（一）支出合计|2|3.00|1.20
1.因公出国（境）费|3|0.00|0.00
2.公务用车购置及运行维护费|4|2.00|1.00
（1）公务用车购置费|5||
（2）公务用车运行维护费|6|2.00|1.00
3.公务接待费|7|1.00|0.20
（1）国内接待费|8|—|0.20
其中：外事接待费|9|—|
（二）相关统计数|10|—|—
1.因公出国（境）团组数（个）|11|—|0
4.公务用车保有量（辆）|12|—|1
5.国内公务接待批次（个）|13|—|6
6.国内公务接待人次（人）|14|—|31
二、机关运行经费|15|—|20.15
（一）行政单位|16|—|20.15"""
        ),
    )
    printed = {key: value for key, value in figures(reading).items() if value != "—"}
    assert printed == {
        ("three_public", "三公经费", "budget"): "3.00",
        ("three_public", "三公经费", "amount"): "1.20",
        ("three_public", "因公出国（境）费", "budget"): "0.00",
        ("three_public", "因公出国（境）费", "amount"): "0.00",
        ("three_public", "公务用车购置及运行维护费", "budget"): "2.00",
        ("three_public", "公务用车购置及运行维护费", "amount"): "1.00",
        ("three_public", "公务用车运行维护费", "budget"): "2.00",
        ("three_public", "公务用车运行维护费", "amount"): "1.00",
        ("three_public", "公务接待费", "budget"): "1.00",
        ("three_public", "公务接待费", "amount"): "0.20",
        ("three_public", "国内接待费", "amount"): "0.20",
        ("three_public_counts", "因公出国（境）团组", "count"): "0",
        ("three_public_counts", "公务用车保有量", "count"): "1",
        ("three_public_counts", "国内接待批次", "count"): "6",
        ("three_public_counts", "国内接待人次", "count"): "31",
        ("agency_operating", "机关运行经费", "amount"): "20.15",
        ("agency_operating", "机关运行经费/行政单位", "amount"): "20.15",
    }
    assert reading.unused_rows == ()


def test_yunnan_prints_income_and_expenditure_of_the_general_budget_in_one_table():
    reading = read(
        "一般公共预算财政拨款收入支出决算表\n公开05表\n金额单位：万元",
        grid(
            """
项目|<|<|<|年初结转和结余|<|<|本年收入|<|<|本年支出|<|<|<|<|年末结转和结余|<|<|<|<
支出功能分类科目编码|<|<|科目名称|合计|基本支出结转|项目支出结转和结余|合计|基本支出|项目支出|合计|基本支出|<|<|项目支出|合计|基本支出结转|项目支出结转和结余|<|<
^|^|^|^|^|^|^|^|^|^|^|小计|人员经费|公用经费|^|^|^|小计|项目支出结转|项目支出结余
类|款|项|栏次|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16
^|^|^|合计|1.00||1.00|99.00|90.00|9.00|100.00|90.00|80.00|10.00|10.00|||||
2010308|<|<|信访事务|1.00||1.00|9.00||9.00|10.00||||10.00|||||"""
        ),
    )
    assert {item: fact.printed for fact in reading.facts for item in [fact.item] if item.startswith("信访事务")} == {
        "信访事务/年初结转和结余": "1.00",
        "信访事务/年初结转和结余/项目支出": "1.00",
        "信访事务/本年收入": "9.00",
        "信访事务/本年收入/项目支出": "9.00",
        "信访事务/小计": "10.00",
        "信访事务/项目支出": "10.00",
    }
    assert reading.unused_rows == ()


def test_a_code_in_three_cells_below_one_heading_is_joined():
    reading = read(
        "支出决算表\n单位：万元",
        grid(
            """
项目|<|<|<|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
支出功能分类科目编码|<|<|科目名称|^|^|^|^|^|^
类|款|项|栏次|1|2|3|4|5|6
合计|<|<|<|10.00|8.00|2.00|||
201|||一般公共服务支出|10.00|8.00|2.00|||
201|03||政府办公厅（室）及相关机构事务|10.00|8.00|2.00|||
201|03|01|行政运行|8.00|8.00||||"""
        ),
    )
    assert [(fact.code, fact.item) for fact in reading.facts if fact.item.endswith("/基本支出")] == [
        (None, "合计/基本支出"),
        ("201", "一般公共服务支出/基本支出"),
        ("20103", "政府办公厅（室）及相关机构事务/基本支出"),
        ("2010301", "行政运行/基本支出"),
    ]


def test_a_misprinted_code_is_published_as_printed():
    reading = read(
        "支出决算表\n单位：万元",
        grid(
            "科目代码|科目名称|本年支出合计|基本支出|项目支出\n合计||11.52||11.52\n204999|其他公共安全支出|11.52||11.52"
        ),
    )
    assert ("204999", "其他公共安全支出/项目支出") in {(fact.code, fact.item) for fact in reading.facts}


def test_economic_items_stand_in_two_or_more_blocks_with_totals_below():
    reading = read(
        "一般公共预算财政拨款基本支出决算表\n单位：万元",
        grid(
            """
人员经费|<|<|公用经费|<|<
经济分类科目编码|科目名称|金额|经济分类科目编码|科目名称|金额
301|工资福利支出|10.00|302|商品和服务支出|2.00
30101|基本工资|10.00|30201|办公费|2.00
303|对个人和家庭的补助||309|资本性支出（基本建设）|——
人员经费合计|<|10.00|公用经费合计|<|2.00"""
        ),
    )
    assert [(fact.code, fact.item, fact.printed) for fact in reading.facts] == [
        ("301", "工资福利支出", "10.00"),
        ("302", "商品和服务支出", "2.00"),
        ("30101", "基本工资", "10.00"),
        ("30201", "办公费", "2.00"),
        ("309", "资本性支出（基本建设）", "——"),
        (None, "人员经费", "10.00"),
        (None, "公用经费", "2.00"),
    ]


def test_figures_of_the_year_before_are_told_by_the_year_in_the_heading():
    reading = read(
        "一般公共预算财政拨款支出决算表\n单位：万元",
        grid(
            """
科目代码|科目名称|2022年决算数|2023年决算数|<|<
^|^|^|小计|基本支出|项目支出
合计|<|9.00|10.00|8.00|2.00"""
        ),
    )
    assert figures(reading) == {
        ("general_by_function", "合计/上年数", "prior_amount"): "9.00",
        ("general_by_function", "合计/小计", "amount"): "10.00",
        ("general_by_function", "合计/基本支出", "amount"): "8.00",
        ("general_by_function", "合计/项目支出", "amount"): "2.00",
    }
