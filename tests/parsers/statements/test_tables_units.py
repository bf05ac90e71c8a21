"""The unit of a table's money and counts: its own, a heading's, the document's, the report's; never a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.model import ReportContext
from tests.parsers.statements.documents import BUDGET, GENERAL, INCOME, SPENDING, figures, grid, read, reasons


def test_title_unit_and_note_may_stand_inside_the_grid():
    inside = f"""
支出决算表|<|<|<|<|<|<|<
|||||||公开03表
部门：某县信访局|<|<|2023年度|<|<|金额单位：万元|<
{SPENDING.strip()}
注：本表反映部门本年度各项支出情况。|<|<|<|<|<|<|<"""
    reading = read(grid(inside, name="Sheet3"))
    assert figures(reading) == figures(read("支出决算表\n单位：万元", grid(SPENDING)))
    assert (reading.unused_rows, reading.printed_unit) == ((), "万元")


def test_money_without_any_stated_unit_is_not_published():
    reading = read("收入决算表", grid(INCOME))
    assert (reading.facts, reasons(reading)) == ((), ["unit missing"])


def test_an_amount_in_a_sentence_states_no_unit():
    reading = read("更新购置公务用车0辆，金额0元。\n收入决算表", grid(INCOME))
    assert (reading.facts, reasons(reading)) == ((), ["unit missing"])


def test_the_one_unit_of_the_document_serves_a_table_without_its_own_and_is_noted():
    reading = read("收入决算表\n单位：万元", grid(INCOME), "支出决算表", grid(SPENDING))
    spending = [fact for fact in reading.facts if fact.statement.value == "expenditure_by_function"]
    assert {(fact.printed_unit, fact.confidence) for fact in spending} == {("万元", Decimal("0.95"))}
    assert reading.notes == ("表2: 本表未注明金额单位，按文件其他处的“万元”",)


def test_two_units_in_a_document_serve_no_table_without_its_own():
    reading = read(
        "收入决算表\n单位：万元",
        grid(INCOME),
        "一般公共预算财政拨款支出决算表\n单位：元",
        grid(GENERAL),
        "支出决算表",
        grid(SPENDING),
    )
    assert reasons(reading) == ["unit missing"]


def test_the_unit_of_the_report_is_the_last_resort():
    context = ReportContext(fiscal_year=2023, report_type="final_accounts", default_unit="元")
    reading = read("收入决算表", grid(INCOME), context=context)
    assert {(fact.printed, fact.amount, fact.confidence) for fact in reading.facts} == {
        ("233.67", Decimal("233.67"), Decimal("0.95")),
        ("188.00", Decimal("188.00"), Decimal("0.95")),
    }


@pytest.mark.parametrize(("unit", "factor"), [("百元", 100), ("十万元", 100_000), ("万元人民币", 10_000)])
def test_rare_units_are_units(unit, factor):
    reading = read(f"收入决算表\n单位：{unit}", grid(INCOME))
    assert {fact.amount for fact in reading.facts} == {Decimal("233.67") * factor, Decimal("188.00") * factor}


def test_a_stated_unit_that_is_no_unit_of_ours_is_never_replaced_by_that_of_the_report():
    context = ReportContext(fiscal_year=2023, report_type="final_accounts", default_unit="万元")
    reading = read("收入决算表\n单位：万美元", grid(INCOME), context=context)
    assert (reading.facts, reasons(reading)) == ((), ["unit missing"])


def test_a_unit_in_a_heading_counts_for_its_column():
    reading = read("固定资产占用情况表", grid("项目|数量|价值（金额单位：千元）\n车辆（辆）|2|365.5\n资产总额|——|"))
    assert {(fact.item, fact.measure.value, fact.printed_unit, fact.amount, fact.value) for fact in reading.facts} == {
        ("车辆数合计", "count", "辆", None, Decimal(2)),
        ("车辆价值", "amount", "千元", Decimal(365500), None),
        ("资产总额", "count", None, None, None),
    }


def test_a_unit_of_one_heading_is_not_that_of_its_neighbour():
    table = "项目|数量|价值（万元）\n车辆（辆）|2|36.5\n房屋（平方米）||10"
    reading = read("固定资产占用情况表", grid(table))
    assert {(fact.item, fact.printed_unit) for fact in reading.facts} == {
        ("车辆数合计", "辆"),
        ("车辆价值", "万元"),
        ("房屋价值", "万元"),
    }


def test_a_title_may_state_its_unit_in_the_same_line():
    reading = read("表五 一般公共预算支出情况表 单位：万元", grid(GENERAL), context=BUDGET)
    assert figures(reading) == {
        ("general_by_function", "合计/小计", "amount"): "233.67",
        ("general_by_function", "合计/基本支出", "amount"): "149.34",
        ("general_by_function", "合计/项目支出", "amount"): "84.33",
    }
    assert {fact.printed_unit for fact in reading.facts} == {"万元"}


def test_the_unit_of_one_heading_counts_for_its_table_before_that_of_another_table():
    elsewhere = grid("科目编码|科目名称|本年支出合计|基本支出|项目支出\n合计|<|9.00|6.00|3.00")
    table = grid(
        "项目|上年决算数|决算数|增减（元）\n合计|400|300|-100\n公务接待费|400|300|-100\n因公出国（境）费|0|0|0"
    )
    reading = read("支出决算表\n单位：万元", elsewhere, "“三公”经费支出对比表", table)
    assert {fact.printed_unit for fact in reading.facts if fact.statement.value == "three_public"} == {"元"}
    assert any("按本表其他栏目的“元”" in note for note in reading.notes)


def test_the_unit_of_a_price_says_nothing_of_the_amounts_beside_it():
    elsewhere = grid("科目编码|科目名称|本年支出合计|基本支出|项目支出\n合计|<|9.00|6.00|3.00")
    table = grid("品目名称|数量|单价（元）|金额\n台式电脑|2|5000|1.00")
    reading = read("支出决算表\n单位：万元", elsewhere, "政府采购情况表", table)
    bought = {
        fact.measure.value: fact.printed_unit
        for fact in reading.facts
        if fact.amount is not None and fact.item.startswith("1/")
    }
    assert bought == {"unit_price": "元", "amount": "万元"}


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("（本公开材料中表格金额单位均为：万元）", "万元"),
        ("以下各表，金额单位：千元", "千元"),
        ("（二）以下表格中的数据单位均为“万元”。", "万元"),
        ("附表金额单位均为元", "元"),
        ("本部分所有公开表金额单位统一为万元。", "万元"),
        ("后附报表均以元为单位（保留两位小数）", "元"),
        ("本说明所列金额除特别说明外均以万元为单位", "万元"),
        ("本报告中数据除另有注明外，单位均为万元", "万元"),
    ],
)
def test_a_unit_stated_once_for_all_tables_serves_those_that_state_none(sentence, unit):
    reading = read(sentence, *["部门概况"] * 14, "收入决算表", grid(INCOME), "支出决算表", grid(SPENDING))
    assert {(fact.printed_unit, fact.confidence) for fact in reading.facts} == {(unit, Decimal("0.95"))}
    assert (reading.unrecognised, reading.printed_unit) == ((), unit)
    assert reading.notes[0] == f"表1: 本表未注明金额单位，按文件对各表的说明的“{unit}”"


def test_a_table_with_its_own_unit_keeps_it_whatever_is_stated_for_all():
    reading = read("附表金额单位均为万元", "收入决算表\n单位：元", grid(INCOME), "支出决算表", grid(SPENDING))
    units = {(fact.statement.value, fact.printed_unit) for fact in reading.facts}
    assert units == {("income_by_function", "元"), ("expenditure_by_function", "万元")}


def test_what_stands_below_is_the_same_unit_though_a_later_table_has_its_own():
    reading = read(
        "收入决算表\n单位：万元（下同）",
        grid(INCOME),
        "一般公共预算财政拨款支出决算表\n单位：元",
        grid(GENERAL),
        "支出决算表",
        grid(SPENDING),
    )
    units = {(fact.statement.value, fact.printed_unit) for fact in reading.facts}
    assert units == {
        ("income_by_function", "万元"),
        ("general_by_function", "元"),
        ("expenditure_by_function", "万元"),
    }


@pytest.mark.parametrize(
    "sentences",
    [
        "以下各表单位：万元\n附表金额单位均为元",
        "除政府采购表外，以下各表单位均为万元",
        "文字部分金额单位均为万元",
        "以下表格单位：万美元",
        "本表金额单位均为万元",
        "本公开单位：元氏县信访局",
        "各表单位：元谋县信访局",
        "以下表格单位：元/人",
    ],
)
def test_statements_that_disagree_or_speak_of_a_part_serve_no_table(sentences):
    reading = read(sentences, "部门概况", "目录说明", *["其他说明"] * 14, "收入决算表", grid(INCOME))
    assert (reading.facts, reasons(reading)) == ((), ["unit missing"])


def test_what_is_said_of_the_tables_counts_before_what_is_said_of_the_text():
    said = "本说明所列金额均以万元为单位\n附表金额单位均为元"
    reading = read(said, "收入决算表", grid(INCOME))
    assert {fact.printed_unit for fact in reading.facts} == {"元"}
