"""Tables as Guangdong, Shandong, Shaanxi, Jiangsu, Gansu and Ningxia print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.parsers.statements.documents import BUDGET, figures, grid, read


def test_guangdong_prints_the_spending_by_nature_below_the_heading_of_spending():
    table = """
收入|<|支出|<
项目|2025年预算|项目|2025年预算
一、预算拨款|858|一、基本支出|600
一般公共预算|858|工资福利支出|525
二、财政专户拨款|0|商品和服务支出|75
三、其他资金|0|二、项目支出|258
本年收入合计|858|本年支出合计|858
收入总计|858|支出总计|858"""
    reading = read("收支总体情况表\n单位：万元", grid(table), context=BUDGET)
    assert {item: printed for (_, item, _), printed in figures(reading).items()} == {
        "收入/财政拨款收入": "858",
        "收入/一般公共预算财政拨款收入": "858",
        "收入/财政专户管理资金收入": "0",
        "收入/其他收入": "0",
        "本年收入合计": "858",
        "收入总计": "858",
        "支出性质/基本支出": "600",
        "支出经济分类/工资福利支出": "525",
        "支出经济分类/商品和服务支出": "75",
        "支出性质/项目支出": "258",
        "本年支出合计": "858",
        "支出总计": "858",
    }


def test_classes_of_project_spending_are_not_taken_for_those_of_basic_spending():
    table = """
收入|<|支出|<|<|<
项目|预算数|支出功能分类科目（按大类）|预算数|部门预算支出经济科目（按大类）|预算数
一、部门预算|578|一、部门预算|578|一、部门预算|578
1、财政拨款|578|1、一般公共服务支出|578|1、人员经费和公用经费支出|158
||||（2）商品和服务支出|158
||||2、专项业务经费支出|420
||||（1）商品和服务支出|420
收入总计|578|支出总计|578|支出总计|578"""
    reading = read("2025年部门综合预算收支总表\n单位：元", grid(table), context=BUDGET)
    assert {item: printed for (_, item, _), printed in figures(reading).items()} == {
        "收入/财政拨款收入": "578",
        "收入总计": "578",
        "支出/一般公共服务支出": "578",
        "支出总计": "578",
        "支出性质/基本支出": "158",
        "支出经济分类/商品和服务支出": "158",
        "支出性质/项目支出": "420",
        "支出性质/项目支出/商品和服务支出": "420",
        "支出经济分类/总计": "578",
    }
    assert reading.unused_rows == ()


def test_the_class_of_the_other_classification_beside_a_row_does_not_name_it():
    joined = """
部门预算支出经济分类科目|政府预算支出经济分类科目|2025年预算
合计||22
[302]商品和服务支出|[502]机关商品和服务支出|22
[30201]办公费|[50201]办公经费|22"""
    split = """
部门预算支出经济分类|<|<|政府预算支出经济分类|<|<|2025年基本支出|<|<
科目编码|<|科目名称|科目编码|<|科目名称|合计|人员经费|公用经费
类|款|^|类|款|^|^|^|^
||合计||||22||22
302||商品和服务支出||||22||22
|01|办公费|502|01|办公经费|22||22"""
    for table in (joined, split):
        reading = read("一般公共预算基本支出表\n单位：元", grid(table), context=BUDGET)
        named = {(fact.item, fact.code) for fact in reading.facts if fact.item != "公用经费"}
        assert named == {("基本支出", None), ("商品和服务支出", "302"), ("办公费", "30201")}
        assert reading.unused_rows == ()


def test_a_unit_cut_by_the_end_of_a_line_is_the_whole_unit():
    spending = "科目代码|科目名称|本年支出合计|基本支出|项目支出\n2010301|行政运行|1.50|1.50|"
    cut = read("支出决算表\n部门：某县信访局　金额单位：万\n元", grid(spending))
    assert {fact.amount for fact in cut.facts} == {Decimal(15000)}
    alone = read("支出决算表\n部门：某县信访局\n元", grid(spending))
    assert {fact.amount for fact in alone.facts} == {Decimal("1.50")}


def test_a_grand_total_called_a_sum_is_not_the_total_of_the_year():
    table = """
收入|<|支出|<
项目|决算数|项目|决算数
一、财政拨款收入|40|一、一般公共服务支出|44
本年收入合计|40|本年支出合计|44
年初结转和结余|6|年末结转和结余|2
合计|46|合计|46"""
    reading = read("收入支出决算总表\n单位：元", grid(table))
    said = {item: printed for (_, item, _), printed in figures(reading).items()}
    assert (said["本年收入合计"], said["收入总计"], said["本年支出合计"], said["支出总计"]) == ("40", "46", "44", "46")
    short = read(
        "收支总表\n单位：元",
        grid("收入|<|支出|<\n项目|预算|项目|预算\n一、事业收入|4|一、一般公共服务支出|4\n合计|4|合计|4"),
    )
    assert {item for _, item, _ in figures(short)} == {
        "收入/事业收入",
        "支出/一般公共服务支出",
        "本年收入合计",
        "本年支出合计",
    }


def test_basic_spending_in_one_column_has_its_totals_below_each_group():
    table = """
人员经费|<|<
科目编码|科目名称|决算数
301|工资福利支出|75.74
人员经费合计|<|75.74
公用经费|<|<
302|商品和服务支出|20.63
公用经费合计|<|20.63
合计|<|96.37"""
    reading = read("一般公共预算财政拨款基本支出决算表\n单位：万元", grid(table))
    assert {item: printed for (_, item, _), printed in figures(reading).items()} == {
        "工资福利支出": "75.74",
        "人员经费": "75.74",
        "商品和服务支出": "20.63",
        "公用经费": "20.63",
        "基本支出": "96.37",
    }
    assert reading.unused_rows == ()


def test_counts_below_the_costs_in_the_same_frame_are_read_too():
    table = """
“三公”经费|<|<|<|会议费|培训费
合计|因公出国（境）费|公务用车运行维护费|公务接待费|^|^
1.87|0.00|0.00|1.87|0.00|3.20
相关统计数：|<|<|<|<|<
项目|<|统计数|项目|<|统计数
国内公务接待批次（个）|<|14|国内公务接待人次（人）|<|121"""
    reading = read("财政拨款“三公”经费、会议费和培训费支出决算表\n单位：万元", grid(table))
    assert {(item, measure): printed for (_, item, measure), printed in figures(reading).items()} == {
        ("三公经费", "amount"): "1.87",
        ("因公出国（境）费", "amount"): "0.00",
        ("公务用车运行维护费", "amount"): "0.00",
        ("公务接待费", "amount"): "1.87",
        ("会议费", "amount"): "0.00",
        ("培训费", "amount"): "3.20",
        ("国内接待批次", "count"): "14",
        ("国内接待人次", "count"): "121",
    }
    assert (reading.unused_rows, reading.unrecognised) == ((), ())


def test_the_total_with_meetings_and_training_in_it_is_not_that_of_the_three_public_costs():
    table = """
单位名称|合计|“三公”经费|<|<|<|会议费|培训费
^|^|小计|因公出国（境）费用|公务接待费|公务用车运行维护费|^|^
某县信访局|21|9|0|9|0|5|7"""
    reading = read("一般公共预算拨款“三公”经费及会议费、培训费支出预算表\n单位：元", grid(table), context=BUDGET)
    assert {item: printed for (_, item, _), printed in figures(reading).items()} == {
        "三公经费会议费培训费合计": "21",
        "三公经费": "9",
        "因公出国（境）费": "0",
        "公务接待费": "9",
        "公务用车运行维护费": "0",
        "会议费": "5",
        "培训费": "7",
    }
    assert reading.unused_rows == ()


def test_a_title_with_the_sentence_alone_declares_its_table_empty():
    said = "九、政府性基金预算支出表\n单位：万元\n注：某市信访局没有使用政府性基金预算拨款安排的支出，故本表无数据。"
    reading = read(said, context=BUDGET)
    assert [(fact.statement.value, fact.item, fact.cell_state.value, fact.paragraph) for fact in reading.facts] == [
        ("gov_fund", "本表", "declared_empty", 3)
    ]
    assert (reading.tables_found, reading.tables_declared_empty) == (1, 1)
    contents = "政府性基金预算支出表\n国有资本经营预算支出表\n第三部分 预算说明\n本单位2025年无国有资本经营预算支出。"
    assert read(contents, context=BUDGET).facts == ()
    head = grid("科目编码|科目名称|合计|基本支出|项目支出\n||||")
    once = read("政府性基金预算支出表\n单位：元\n注：本表无数据", head, context=BUDGET)
    assert len(once.facts) == 1


@pytest.mark.parametrize(
    ("title", "statement", "item"),
    [
        ("财政专户管理资金预算支出表", "expenditure_by_function", "资金来源/财政专户管理资金/本表"),
        ("单位资金支出表", "expenditure_by_function", "资金来源/单位资金/本表"),
        ("纳入预算管理的行政事业性收费预算支出表", "expenditure_by_function", "资金来源/纳入预算管理的非税收入/本表"),
        ("政府性基金预算支出表", "gov_fund", "本表"),
    ],
)
def test_an_empty_table_says_which_money_it_is_about_with_and_without_a_head(title, statement, item):
    head = grid("科目编码|科目名称|合计|基本支出|项目支出\n合计|<|||")
    for blocks in ((head, "注：本部门无此项支出，本表为空表。"), ("注：本部门无此项支出，本表为空表。",)):
        (fact,) = read(f"{title}\n单位：万元", *blocks, context=BUDGET).facts
        assert (fact.statement.value, fact.item, fact.cell_state.value) == (statement, item, "declared_empty")


@pytest.mark.parametrize(
    ("title", "statement", "item"),
    [
        ("政府采购预算表", "procurement_item", "本表"),
        ("对下转移支付预算表", "project_expenditure", "对下转移支付/本表"),
        ("政府性基金预算“三公”经费支出表", "three_public", "政府性基金预算/本表"),
    ],
)
def test_an_empty_table_of_a_group_carries_its_name(title, statement, item):
    (fact,) = read(f"{title}\n单位：万元\n注：本表无数据", context=BUDGET).facts
    assert (fact.statement.value, fact.item) == (statement, item)


def test_a_head_without_a_frame_may_stand_between_the_title_and_its_sentence():
    head = "本年支出\n科目编码\t科目名称\t年初结转和结余\t本年收入\t年末结转和结余\n小计\t基本支出\t项目支出\n合　计"
    said = "注：本部门没有政府性基金预算财政拨款收入支出，故本表为空。"
    title = "政府性基金预算财政拨款收入支出决算表\n公开08表"
    (fact,) = read(f"{title}\n{head}\n{said}").facts
    assert (fact.statement.value, fact.item, fact.cell_state.value) == ("gov_fund", "本表", "declared_empty")
    assert read(f"{title}\n{head}\n第三部分 情况说明\n{said}").facts == ()


def test_a_cover_kept_in_a_sheet_is_no_table():
    cover = grid(
        "附件2\n2025年部门综合预算公开报表\n部门名称：某县信访局\n保密审查情况：已审查\n部门主要负责人审签情况：已审签",
        name="封面",
    )
    assert read(cover, context=BUDGET).unrecognised == ()


def test_a_table_number_in_front_of_a_title_is_taken_off_and_no_more():
    table = grid("科目编码|科目名称|小计|基本支出|项目支出\n2010301|行政运行|5|5|")
    for title in (
        "表5 一般公共预算支出情况表",
        "表五一般公共预算支出表",
        "附件一般公共预算支出表",
        "表5-1一般公共预算支出表",
    ):
        reading = read(f"{title}\n单位：元", table, context=BUDGET)
        assert {fact.statement.value for fact in reading.facts} == {"general_by_function"}, title


def test_henan_and_liaoning_name_their_label_columns_by_side_and_kind():
    table = """
收　　入|<|支　　出|<|<|<
收入项目|预算数（万元）|支出项目（按功能分类）|预算数（万元）|项目（按支出性质）|预算数（万元）
一、财政拨款收入|334.00|一、一般公共服务支出|334.00|一、基本支出|244.00
二、纳入专户管理的非税收入||二、住房保障支出||1、人员经费支出|220.00
三、其他收入||||2、公用经费支出|24.00
||||二、项目支出|90.00
本年收入小计|334.00|本年支出小计|334.00|本年支出小计|334.00"""
    reading = read("部门收支预算总表", grid(table), context=BUDGET)
    assert {item: fact for (_, item, _), fact in figures(reading).items()} == {
        "收入/财政拨款收入": "334.00",
        "支出/一般公共服务支出": "334.00",
        "支出性质/基本支出": "244.00",
        "支出性质/人员经费": "220.00",
        "支出性质/公用经费": "24.00",
        "支出性质/项目支出": "90.00",
        "本年收入合计": "334.00",
        "本年支出合计": "334.00",
        "支出性质/合计": "334.00",
    }
    assert {fact.printed_unit for fact in reading.facts} == {"万元"}
    assert reading.unused_rows == ()


def test_a_heading_that_names_the_three_public_costs_heads_their_plan():
    table = "项目|2025年“三公”经费预算数\n共计|9.60\n因公出国（境）费|0.00\n公务接待费|9.60"
    reading = read("2025年财政拨款“三公”经费支出预算表\n单位：万元", grid(table), context=BUDGET)
    assert figures(reading) == {
        ("three_public", "三公经费", "budget"): "9.60",
        ("three_public", "因公出国（境）费", "budget"): "0.00",
        ("three_public", "公务接待费", "budget"): "9.60",
    }
    assert reading.unused_rows == ()


def test_a_label_of_money_may_carry_its_unit():
    form = """
项目名称|信访业务专项经费|<|<
资金总额（万元）|66.00|<|<
一级指标|二级指标|三级指标|目标值
产出指标|数量指标|排查次数|≥12次"""
    reading = read("项目绩效目标表（2025年度）", grid(form), context=BUDGET)
    assert [(fact.item, fact.amount) for fact in reading.facts if fact.amount is not None] == [
        ("资金总额", Decimal(660000))
    ]


def test_the_nature_of_fiscal_spending_has_plain_names_in_every_province():
    """Classes by function carry their column; kinds with one amount do not, as where 陕西 prints them."""
    table = """
收入|<|支出|<|<|<
项目|预算数|项目（按功能分类）|预算数|项目（按支出性质）|预算数
一、一般公共预算拨款|334.00|一、一般公共服务支出|334.00|一、基本支出|244.00
||||二、项目支出|90.00
本年收入合计|334.00|本年支出合计|334.00|本年支出合计|334.00"""
    reading = read("财政拨款收支总表\n单位：万元", grid(table), context=BUDGET)
    assert {item for _, item, _ in figures(reading)} == {
        "收入/一般公共预算财政拨款",
        "支出/一般公共服务支出/合计",
        "支出性质/基本支出",
        "支出性质/项目支出",
        "本年收入合计",
        "本年支出合计/合计",
        "支出性质/合计",
    }


def test_carried_over_money_below_the_income_of_a_table_by_source_names_its_fund():
    table = """
项目|预算数
一、本年收入小计|300.00
（一）一般公共预算财政拨款收入|300.00
二、上年结转|26.80
其中：一般公共预算财政拨款结转|26.80
收入总计|326.80"""
    reading = read("部门收入总体情况表\n单位：万元", grid(table), context=BUDGET)
    assert {(statement, item): fact for (statement, item, _), fact in figures(reading).items()} == {
        ("income", "本年收入合计"): "300.00",
        ("income", "一般公共预算财政拨款收入"): "300.00",
        ("summary", "上年结转"): "26.80",
        ("summary", "上年结转/一般公共预算财政拨款"): "26.80",
        ("summary", "收入总计"): "326.80",
    }
    assert reading.unused_rows == ()
