"""Which table a grid is: by title and head together, never by position; what is not known is reported."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.model import Ruling
from tests.parsers.statements.documents import BUDGET, FUND, GENERAL, INCOME, SPENDING, figures, grid, read, reasons


def test_a_table_nobody_declared_is_kept_with_its_head():
    reading = read("某某专项资金情况登记表\n单位：万元", grid("名称|甲地|乙地\n东片|1.00|2.00"))
    assert reading.facts == ()
    (table,) = reading.unrecognised
    assert (table.title, table.header, table.rows, table.reason) == (
        "某某专项资金情况登记表",
        ("名称", "甲地", "乙地"),
        2,
        "no declaration fits",
    )


def test_a_head_that_contradicts_the_title_is_reported_not_read():
    reading = read("收入决算表\n单位：万元", grid(GENERAL))
    assert (reading.facts, reasons(reading)) == ((), ["the head does not fit the title"])


def test_a_missing_title_is_made_good_by_an_unmistakable_head():
    reading = read("单位：万元", grid(SPENDING))
    assert {fact.statement.value for fact in reading.facts} == {"expenditure_by_function"}
    assert {fact.confidence for fact in reading.facts} == {Decimal("0.90")}


def test_a_head_that_several_tables_share_recognises_none_of_them():
    reading = read("单位：万元", grid(GENERAL))
    assert (reading.facts, reasons(reading)) == ((), ["no declaration fits"])


def test_an_unknown_title_that_speaks_of_other_money_forbids_reading_by_the_head():
    blocks = (
        "人员经费|<|<|公用经费|<|<\n科目编码|科目名称|金额|科目编码|科目名称|金额\n301|工资福利支出|1|302|商品和服务|2"
    )
    assert read("单位：万元", grid(blocks)).facts
    reading = read("政府性基金预算财政拨款基本支出决算表\n单位：万元", grid(blocks))
    assert (reading.facts, reasons(reading)) == ((), ["no declaration fits"])


@pytest.mark.parametrize("end", ["。", ""])
def test_a_sentence_that_ends_in_the_word_for_a_table_is_no_title_of_what_follows(end):
    form = "项目名称|<|接待场所运行费|<\n一级指标|二级指标|三级指标|年度指标值\n产出指标|数量指标|接待批次|≥20批"
    sentence = f"本部门无国有资本经营预算财政拨款支出，已公开空表{end}"
    assert {fact.item for fact in read(f"{sentence}\n单位：万元", grid(form)).facts} == {
        "项目名称",
        "产出指标/数量指标/接待批次",
    }


def test_the_totals_of_fiscal_money_are_not_mistaken_for_all_totals_when_the_title_is_missing():
    table = """
收入|<|支出|<|<
项目|金额|项目|合计|一般公共预算财政拨款
一、一般公共预算财政拨款|9.00|一、一般公共服务支出|9.00|9.00
年初财政拨款结转和结余||年末财政拨款结转和结余||
总计|9.00|总计|9.00|9.00"""
    assert {fact.statement.value for fact in read("单位：万元", grid(table)).facts} == {"fiscal_summary"}


def test_a_small_table_with_two_familiar_words_is_no_totals_table():
    reading = read("单位：万元", grid("收入|金额\n总计|5.00"))
    assert (reading.facts, len(reading.unrecognised)) == ((), 1)


@pytest.mark.parametrize(
    "title",
    [
        "支出决算表",
        "三、支出决算表",
        "附件3：某县信访局2023年度支出决算表",
        "公开03表　支出决算表",
        "《支出决算表》",
        "支出决算表（公开03表）",
        "支 出 决 算 表",
        "2023年度某县信访局（本级）支出决算总表",
    ],
)
def test_titles_may_carry_numbers_years_agencies_and_forms(title):
    reading = read(f"{title}\n单位：万元", grid(SPENDING))
    assert {(fact.statement.value, fact.confidence) for fact in reading.facts} == {
        ("expenditure_by_function", Decimal(1))
    }


def test_a_table_of_contents_titles_no_table():
    reading = read("三、支出决算表.....6\n单位：万元", grid(GENERAL))
    assert (reading.facts, len(reading.unrecognised)) == ((), 1)


def test_the_end_of_a_title_may_stand_on_the_next_line():
    for cut in ("支出决\n算表", "支出决算\n表", "支出决算\n表（公开03表）"):
        reading = read(f"{cut}\n单位：万元", grid(SPENDING))
        assert {fact.statement.value for fact in reading.facts} == {"expenditure_by_function"}
        assert {fact.confidence for fact in reading.facts} == {Decimal(1)}


def test_the_heading_of_a_section_is_no_title():
    reading = read("（二）政府采购支出情况\n六、机构设置情况\n单位：万元", grid(SPENDING))
    assert {fact.statement.value for fact in reading.facts} == {"expenditure_by_function"}


def test_a_sheet_may_be_named_after_its_table():
    reading = read(grid(f"单位：万元|<|<|<|<|<|<|<\n{SPENDING.strip()}", name="支出决算表"))
    assert {fact.confidence for fact in reading.facts} == {Decimal(1)}


def test_a_table_cut_by_a_page_goes_on_without_title_or_head():
    more = "208|社会保障和就业支出|28.00|20.35|7.65|||"
    whole = read("支出决算表\n单位：万元", grid(f"{SPENDING}\n{more}"))
    cut = read("支出决算表\n单位：万元", grid(SPENDING), "- 5 -", grid(more))
    headed = "\n".join((*SPENDING.strip().split("\n")[:3], more))
    repeated = read("支出决算表\n单位：万元", grid(SPENDING), "支出决算表（续表）", grid(headed))
    assert figures(cut) == figures(repeated) == figures(whole)
    assert (cut.tables_found, repeated.tables_found) == (1, 1)
    assert [(fact.table_no, fact.row_no) for fact in cut.facts if fact.code == "208"] == [(2, 1)] * 3


def test_two_tables_of_one_shape_stay_two():
    reading = read("支出决算表\n单位：万元", grid(SPENDING), "收入决算表\n单位：万元", grid(INCOME))
    assert reading.tables_found == 2
    assert {fact.statement.value for fact in reading.facts} == {"expenditure_by_function", "income_by_function"}


@pytest.mark.parametrize(
    "sentence",
    [
        "说明：本表无数据",
        "我单位2023年度没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。",
        "注：本部门无政府性基金预算财政拨款收入支出，本表为空表。",
        "本单位2023年度无政府性基金预算财政拨款收支，此表为空。",
    ],
)
def test_a_table_that_says_it_is_empty_gives_one_fact(sentence):
    about = "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。"
    for reading in (
        read("政府性基金预算财政拨款收入支出决算表\n公开07表\n单位：万元", grid(FUND), f"{about}\n{sentence}"),
        read("政府性基金预算财政拨款收入支出决算表\n单位：万元", grid(f"{FUND}\n{sentence}|<|<|<|<|<|<|<")),
    ):
        (fact,) = reading.facts
        assert (fact.statement.value, fact.item, fact.cell_state.value) == ("gov_fund", "本表", "declared_empty")
        assert (fact.printed, fact.text, fact.amount) == (sentence, None, None)
        assert (reading.tables_found, reading.tables_declared_empty) == (1, 1)


@pytest.mark.parametrize(
    "head",
    [
        "科目编码|科目名称|人员支出|公用支出",
        "项目名称|资金来源|金额|备注",
        "支出功能分类|<|本年支出|<\n类|款|基本|项目",
    ],
)
def test_a_form_of_another_head_than_its_title_may_still_be_declared_empty(head):
    title, rows = "国有资本经营预算支出情况表\n单位：万元", f"{head}\n合计|<||"
    sentence = "注：某县信访局2023年没有国有资本经营预算安排的支出，故此表无数据。"
    for reading in (read(title, grid(rows), sentence), read(title, grid(f"{rows}\n{sentence}|<|<|<"))):
        assert figures(reading) == {("state_capital", "本表", "text"): sentence}
        assert (reading.tables_declared_empty, reading.unrecognised) == (1, ())
    figured = read(title, grid(f"{head}\n合计|<|0.50|"), sentence)
    assert (figured.tables_declared_empty, reasons(figured)) == (0, ["the head does not fit the title"])


def test_a_title_with_its_sentence_alone_is_empty_where_the_next_table_has_a_title_of_its_own():
    fund = "政府性基金预算支出预算表\n说明：某县信访局2025年无政府性基金预算支出，此表为空表。"
    captioned = f"公开05表|<|<|<|<|<|<|<\n支出预算总表|<|<|<|<|<|<|<\n单位：万元|<|<|<|<|<|<|<\n{SPENDING.strip()}"
    reading = read(fund, grid(captioned), context=BUDGET)
    assert reading.tables_declared_empty == 1
    assert {fact.statement.value for fact in reading.facts} == {"gov_fund", "expenditure_by_function"}


def test_an_empty_table_that_says_nothing_gives_no_fact_and_is_reported():
    reading = read("政府性基金预算财政拨款收入支出决算表\n单位：万元", grid(FUND))
    assert (reading.facts, reasons(reading)) == ((), ["no figures, and no sentence says so"])


def test_the_empty_sentence_of_the_next_table_empties_no_other():
    fund = "政府性基金预算财政拨款收入支出决算表\n单位：万元"
    reading = read(
        fund, grid(FUND), "国有资本经营预算财政拨款支出决算表\n单位：万元", grid(GENERAL), "说明：本表无数据"
    )
    assert {fact.statement.value for fact in reading.facts} == {"state_capital"}
    assert reasons(reading) == ["no figures, and no sentence says so"]


def test_printed_zeros_are_figures_whatever_the_note_says():
    zeros = FUND.replace("合计|<||||||", "合计|<|0.00|0.00|0.00|0.00|0.00|0.00")
    reading = read("政府性基金预算财政拨款收入支出决算表\n单位：万元", grid(zeros), "说明：本表无数据")
    assert {(fact.cell_state.value, fact.amount) for fact in reading.facts} == {("zero", Decimal("0.00"))}


def test_rows_and_columns_without_a_declaration_are_named():
    reading = read(
        "支出决算表\n单位：万元",
        grid(
            """
科目代码|科目名称|本年支出合计|基本支出|项目支出|应急支出
合计|<|3.00|1.00|1.00|1.00
201|一般公共服务支出|3.00|1.00|详见附件|1.00
20X|某某支出|3.00|1.00|1.00|1.00"""
        ),
    )
    assert reading.unused_rows == (
        "表1 行3 (一般公共服务支出/项目支出: 详见附件): 201\t一般公共服务支出\t3.00\t1.00\t详见附件\t1.00",
        "表1 行4: 20X\t某某支出\t3.00\t1.00\t1.00\t1.00",
        "表1 列6: 应急支出 (3)",
    )
    assert {fact.item for fact in reading.facts} == {
        "合计/本年支出合计",
        "合计/基本支出",
        "合计/项目支出",
        "一般公共服务支出/本年支出合计",
        "一般公共服务支出/基本支出",
    }


def test_a_number_below_no_heading_is_reported():
    reading = read(
        "支出决算表\n单位：万元", grid("科目代码|科目名称|本年支出合计|基本支出|项目支出|\n合计|<|3.00|1.00|1.00|9.99")
    )
    assert "9.99" not in figures(reading).values()
    assert reading.unused_rows == ("表1 行2 (9.99): 合计\t3.00\t1.00\t1.00\t9.99",)


def test_two_columns_that_cannot_be_told_apart_are_both_left_unread():
    reading = read(
        "支出决算表\n单位：万元",
        grid("科目代码|科目名称|本年支出合计|基本支出|项目支出|项目支出\n合计|<|3.00|1.00|1.00|1.00"),
    )
    assert (reading.facts, reasons(reading)) == ((), ["the head does not fit the title"])


def test_government_economic_codes_are_not_read_as_departmental_ones():
    title = "财政拨款支出预算表（政府经济分类科目）\n单位：元"
    reading = read(title, grid("科目编码|科目名称|合计|基本支出|项目支出\n501|机关工资福利支出|1|1|"), context=BUDGET)
    assert {(fact.statement.value, fact.item, fact.code) for fact in reading.facts} == {
        ("fiscal_summary", "支出政府经济分类/机关工资福利支出/合计", "501"),
        ("fiscal_summary", "支出政府经济分类/机关工资福利支出/基本支出", "501"),
    }
    mixed = "科目编码|科目名称|合计|人员经费|公用经费\n501|机关工资福利支出|1|1|\n301|工资福利支出|1|1|"
    basic = read("一般公共预算基本支出表\n单位：元", grid(mixed), context=BUDGET)
    assert [fact.code for fact in basic.facts] == ["301"]
    assert len(basic.unused_rows) == 1


def test_a_structure_that_was_inferred_gives_facts_of_low_confidence():
    reading = read("支出决算表\n单位：万元", grid(SPENDING, ruling=Ruling.INFERRED))
    assert {fact.confidence for fact in reading.facts} == {Decimal("0.60")}


def test_a_caption_of_another_year_is_noted_and_lowers_confidence():
    reading = read("支出决算表\n2022年度\n单位：万元", grid(SPENDING))
    assert {fact.confidence for fact in reading.facts} == {Decimal("0.90")}
    assert reading.notes == ("表1: 表头年份为2022年",)


def test_a_figure_below_an_unknown_heading_of_a_statistic_table_belongs_to_no_known_section():
    reading = read(
        "部门决算公开相关信息统计表\n单位：万元",
        grid(
            """
一、政府采购情况|<|<
项目|行次|统计数
合计|1|18.11
货物|2|18.11
二、政府购买服务情况|<|<
项目|行次|统计数
合计|3|7.00"""
        ),
    )
    assert figures(reading) == {
        ("procurement", "政府采购支出总额", "amount"): "18.11",
        ("procurement", "货物", "amount"): "18.11",
    }
    assert [row.split(":")[0] for row in reading.unused_rows] == ["表1 行5 (二、政府购买服务情况)", "表1 行7 (合计)"]


def test_tables_stacked_in_one_sheet_are_read_one_by_one():
    general = "一般公共预算财政拨款支出决算表|<|<|<|<|<|<|<\n单位：元|<|<|<|<|<|<|<"
    stacked = f"支出决算表|<|<|<|<|<|<|<\n单位：万元|<|<|<|<|<|<|<\n{SPENDING.strip()}\n{general}\n{GENERAL}"
    reading = read(grid(stacked, name="Sheet1"))
    assert [
        (fact.statement.value, fact.printed_unit, fact.row_no) for fact in reading.facts if fact.item == "合计/基本支出"
    ] == [
        ("expenditure_by_function", "万元", 6),
        ("general_by_function", "元", 11),
    ]
    assert (reading.tables_found, reading.unused_rows) == (2, ())


def test_a_title_printed_again_on_the_next_page_begins_no_new_table():
    more = "208|社会保障和就业支出|28.00|20.35|7.65|||"
    again = "\n".join(("支出决算表|<|<|<|<|<|<|<", *SPENDING.strip().split("\n")[:2], more))
    reading = read(grid(f"支出决算表|<|<|<|<|<|<|<\n单位：万元|<|<|<|<|<|<|<\n{SPENDING.strip()}\n{again}"))
    assert (reading.tables_found, reading.unused_rows) == (1, ())
    assert "208" in {fact.code for fact in reading.facts}


def test_common_labels_make_no_statistic_and_no_asset_table():
    reading = read("单位：万元", grid("项目|金额\n合计|5.00\n服务|5.00"), grid("项目|数量|金额\n宣传品|3|0.20"))
    assert reading.facts == ()
    assert len(reading.unrecognised) == 2


def test_three_public_money_of_another_fund_is_kept_apart():
    table = "合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费\n^|^|小计|购置费|运行费|^\n{}"
    reading = read(
        "一般公共预算“三公”经费支出预算表\n单位：元",
        grid(table.format("300|0|200|0|200|100")),
        "政府性基金预算“三公”经费支出预算表\n单位：元",
        grid(table.format("7|0|7|0|7|0")),
        context=BUDGET,
    )
    found = figures(reading)
    assert found["three_public", "三公经费", "budget"] == "300"
    assert found["three_public", "政府性基金预算/三公经费", "budget"] == "7"


def test_a_table_with_figures_nobody_could_read_is_not_called_empty():
    table = "科目代码|科目名称|合计|基本支出|项目支出\n20X|坏码支出|1.00||1.00"
    reading = read("国有资本经营预算财政拨款支出决算表\n单位：万元", grid(table), "说明：本表无数据")
    assert (reading.facts, reading.tables_declared_empty) == ((), 0)
    assert reading.unused_rows == ("表1 行2: 20X\t坏码支出\t1.00\t1.00",)


def test_the_index_box_of_a_portal_page_is_no_table_of_the_document():
    box = grid("索 引 号|000014349/2025-503628|【发布机构】|某县信访局\n名称|2025年部门预算|发布日期|2025-02-10")
    reading = read(box, "支出决算表\n单位：万元", grid(SPENDING))
    assert (reading.tables_found, reading.unrecognised) == (1, ())


def test_a_heading_that_is_only_a_year_says_whose_figures_stand_below():
    costs = grid("项目|2024年|2025年|增减额\n因公出国（境）费|0|0|0\n公务接待费|1.50|1.20|-0.30\n合计|1.50|1.20|-0.30")
    reading = read("四、“三公”经费预算情况\n单位：万元", costs, context=BUDGET)
    assert figures(reading) == {
        ("three_public", item, measure): printed
        for item, row in {
            "因公出国（境）费": "0 0 0",
            "公务接待费": "1.50 1.20 -0.30",
            "三公经费": "1.50 1.20 -0.30",
        }.items()
        for measure, printed in zip(("prior_amount", "budget", "change"), row.split(), strict=True)
    }


def test_vehicles_counted_in_columns_keep_their_kinds():
    counts = grid(
        """
项目|车辆（台、辆）|<|<|单价50万元以上通用设备（台、套）
^|合计|机要通信用车|其他用车|^
合计|2|1|1|0"""
    )
    reading = read("国有资产占用情况表\n单位：辆、台、套", counts)
    assert figures(reading) == {
        ("assets", "车辆数合计", "count"): "2",
        ("assets", "车辆/机要通信用车", "count"): "1",
        ("assets", "车辆/其他用车", "count"): "1",
        ("assets", "设备/单价50万元以上通用设备", "count"): "0",
    }


def test_codes_below_a_head_nobody_knows_show_that_the_figures_behind_them_are_of_other_rows():
    """Two sides of 科目编码|科目名称|决算数 whose second head ran together are never read as one row."""
    head = "人员经费|<|<|公用经费|<|<\n科目编码|科目名称|决算数|经济分类科目编码科目名称|<|决算数"
    body = ["301|工资福利支出|417.08|302|商品和服务支出|50.57", "30101|基本工资|109.84|30201|办公费|8.35"]
    body += ["30102|津贴补贴|61.27|30202|印刷费|2.60", "30103|奖金|86.50|30205|水费|0.72"]
    reading = read("一般公共预算财政拨款基本支出决算表\n单位：万元", grid("\n".join([head, *body])))
    assert {fact.item for fact in reading.facts if "/" in fact.item} == set()
    assert all(fact.printed not in ("50.57", "8.35") for fact in reading.facts if fact.code in ("301", "30101"))
    assert reading.facts or reading.unrecognised
