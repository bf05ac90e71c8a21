"""Where one table ends and the next begins: by captions, heads and rows that begin again."""

from __future__ import annotations

import pytest

from tests.parsers.statements.documents import BUDGET, GENERAL, SPENDING, figures, grid, read, reasons

WIDE = "|<|<|<|<|<|<|<"
#: As wide as the table of spending.
FUNDS = """
序号|项目名称|合计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金
1|来访人员疏导经费|61.00|61.00||||
2|村级信访代理员补贴|23.33|23.33||||"""
MORE = "208|社会保障和就业支出|28.00|20.35|7.65|||"


def captioned(*lines: str, table: str = SPENDING) -> str:
    return "\n".join([*(f"{line}{WIDE}" for line in lines), table.strip("\n")])


@pytest.mark.parametrize(
    "lines",
    [
        ("公开06表", "项目支出表", "编制单位：某县信访局　　　　单位：万元"),
        ("表六", "某县信访局2025年项目支出明细表"),
        ("项目支出情况统计登记表", "单位：万元"),
        ("预算06表",),
        ("金额单位：万元",),
        (),
    ],
)
def test_a_table_of_as_many_columns_with_a_caption_or_head_of_its_own_is_not_the_rest_of_the_one_before(lines):
    first = grid(captioned("预算03表", "支出总表", "单位：万元"))
    alone = read(first, context=BUDGET)
    both = read(first, grid(captioned(*lines, table=FUNDS)), context=BUDGET)
    spending = [fact for fact in both.facts if fact.statement.value == "expenditure_by_function"]
    assert {fact.table_no for fact in spending} == {1}
    assert len(spending) == len(alone.facts)
    assert both.tables_found + len(both.unrecognised) == 2


def test_rows_that_begin_again_below_the_same_head_are_another_table():
    other = SPENDING.replace("233.67", "99.00").replace("149.34", "60.00").replace("84.33", "39.00")
    reading = read("支出决算表\n单位：万元", grid(SPENDING), "单位：万元", grid(other))
    assert {fact.printed for fact in reading.facts if fact.item == "合计/本年支出合计" and fact.table_no == 1} == {
        "233.67"
    }
    assert reading.tables_found + len(reading.unrecognised) == 2


def test_two_sides_below_another_are_told_apart_by_their_head():
    totals = "收入|<|支出|<\n项目|预算数|项目|预算数\n{}|{}|一、一般公共服务支出|{}\n本年收入合计|{}|本年支出合计|{}"
    first = totals.format("一、一般公共预算拨款收入", "90.00", "95.00", "95.00", "95.00")
    second = totals.format("一、一般公共预算拨款", "90.00", "90.00", "90.00", "90.00")
    reading = read("收支预算总表\n单位：万元", grid(first), "单位：万元", grid(second), context=BUDGET)
    assert {fact.table_no for fact in reading.facts if fact.statement.value == "summary"} == {1}
    assert reading.tables_found + len(reading.unrecognised) == 2


@pytest.mark.parametrize("lines", [(), ("单位：万元",), ("公开03表", "单位：万元")])
def test_a_head_printed_again_with_its_captions_goes_on_with_the_table(lines):
    head = "\n".join(SPENDING.strip().split("\n")[:3])
    first = grid(captioned("公开03表", "支出决算表", "单位：万元"))
    reading = read(first, grid(captioned(*lines, table=f"{head}\n{MORE}")))
    assert (reading.tables_found, reading.unrecognised, reading.unused_rows) == (1, (), ())
    assert {fact.printed for fact in reading.facts if fact.code == "208"} == {"28.00", "20.35", "7.65"}


@pytest.mark.parametrize(
    "below",
    [
        "项目单位|项目名称|合计|一般公共预算|政府性基金预算|||\n合计|<|84.33|84.33||||",
        "类|款|项|合计|工资福利支出|商品和服务支出|资本性支出|其他\n合计|<|<|84.33|60.00|20.00|4.33|",
        "科目编码|科目名称|总计|本年收入|<|<|<|上年结转\n^|^|^|小计|一般公共预算|基金预算|国有资本|^\n合计|<|84.33|84.33|84.33|||",
    ],
)
def test_below_the_head_of_another_table_nothing_is_read_by_the_first_head(below):
    reading = read("支出决算表\n单位：万元", grid(f"{SPENDING.strip()}\n{below}"))
    alone = read("支出决算表\n单位：万元", grid(SPENDING))
    assert figures(reading) == figures(alone)
    (row,) = reading.unused_rows
    assert "below another head" in row
    assert "84.33" in row


def test_words_where_figures_would_stand_do_not_end_a_table():
    words = "202|外交支出|不予公开|不予公开|不予公开|||\n203|国防支出|无|无|不适用|||"
    reading = read("支出决算表\n单位：万元", grid(f"{SPENDING.strip()}\n{words}\n{MORE}"))
    assert {fact.printed for fact in reading.facts if fact.code == "208"} == {"28.00", "20.35", "7.65"}


def test_the_figures_of_a_general_budget_table_stay_with_its_title():
    first = "一般公共预算支出表\n单位：万元"
    second = grid(f"政府性基金预算支出表|<|<|<|<\n{GENERAL}")
    reading = read(first, grid(GENERAL), second, context=BUDGET)
    assert {fact.table_no for fact in reading.facts if fact.statement.value == "general_by_function"} == {1}
    assert reasons(reading) == []


@pytest.mark.parametrize("title", ["信访救助资金发放登记表", "某县信访局2023年重点任务一览"])
def test_below_a_title_nobody_declared_the_rows_of_one_grid_are_a_table_of_their_own(title):
    lines = "序号|采购项目名称|数量|单价|金额\n1|接访大厅座椅|4|250.00|1000.00"
    other = "序号|姓名|批次|标准|金额\n1|第一批|2|300.00|600.00\n2|第二批|1|300.00|300.00"
    stacked = f"政府采购预算表|<|<|<|<\n单位：元|<|<|<|<\n{lines}\n{title}|<|<|<|<\n单位：元|<|<|<|<\n{other}"
    alone = read("政府采购预算表\n单位：元", grid(lines), context=BUDGET)
    reading = read(grid(stacked), context=BUDGET)
    assert figures(reading) == figures(alone) != {}
    assert [table.title for table in reading.unrecognised] == [title]


def test_below_the_head_of_other_lines_nothing_is_read_by_the_first_head():
    lines = "序号|采购项目名称|数量|单价|金额\n1|接访大厅座椅|4|250.00|1000.00"
    other = "序号|姓名|发放批次|发放标准|发放金额\n1|第一批|2|300.00|600.00"
    alone = read("政府采购预算表\n单位：元", grid(lines), context=BUDGET)
    reading = read("政府采购预算表\n单位：元", grid(f"{lines}\n{other}"), context=BUDGET)
    assert figures(reading) == figures(alone) != {}
    assert ["below another head" in row for row in reading.unused_rows] == [True]


@pytest.mark.parametrize(
    "below",
    [
        "项目名称|资金合计|财政拨款|单位资金\n合计|12.00|12.00|",
        "收入项目|金额合计|基本支出|项目支出\n本年收入合计|70.00|12.00|58.00",
    ],
)
def test_below_the_head_of_another_table_no_row_is_one_of_two_sides(below):
    totals = "收入|<|支出|<\n项目|预算数|项目|预算数\n一、一般公共预算拨款收入|90.00|一、一般公共服务支出|90.00"
    alone = read("收支预算总表\n单位：万元", grid(totals), context=BUDGET)
    reading = read("收支预算总表\n单位：万元", grid(f"{totals}\n{below}"), context=BUDGET)
    assert figures(reading) == figures(alone) != {}
    assert ["below another head" in row for row in reading.unused_rows] == [True]


FORM = "一般公共预算基本支出表"
ECONOMIC = """
人员经费|<|<
科目编码|科目名称|预算数
301|工资福利支出|61.00
30101|基本工资|61.00
公用经费|<|<
302|商品和服务支出|9.00
30201|办公费|9.00
合计|<|70.00"""


def test_a_table_is_as_narrow_as_what_stands_in_it_whatever_it_is_stacked_with():
    stacked = (
        f"支出决算表{WIDE}\n单位：万元{WIDE}\n{SPENDING.strip()}\n{FORM}{WIDE}\n单位：万元{WIDE}\n{ECONOMIC.strip()}"
    )
    alone = figures(read(f"{FORM}\n单位：万元", grid(ECONOMIC), context=BUDGET))
    found = figures(read(grid(stacked), context=BUDGET))
    assert {key: value for key, value in found.items() if key[0] == "basic_by_economic"} == alone != {}
    assert found["expenditure_by_function", "合计/本年支出合计", "amount"] == "233.67"


TOTALS = "科目代码|科目名称|本年支出合计|基本支出|项目支出\n合计|<|8.00|5.00|3.00"


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("一般公共预算财政拨款支出决算表|<|<|公开05表|<", True),
        ("五、一般公共预算财政拨款支出决算表|<|<|<|单位：万元", True),
        ("一般公共预算财政拨款支出决算表－某县信访局本级|<|<|<|<", False),
    ],
)
def test_a_title_row_with_captions_beside_it_begins_a_table(title, known):
    above = f"支出决算表|<|<|<|<\n单位：万元|<|<|<|<\n{TOTALS}"
    reading = read(grid(f"{above}\n{title}\n单位：万元|<|<|<|<\n{GENERAL}"))
    found = figures(reading)
    assert found["expenditure_by_function", "合计/本年支出合计", "amount"] == "8.00"
    assert (found.get(("general_by_function", "合计/小计", "amount")) == "233.67") is known
    assert known or any("233.67" in row for row in reading.unused_rows)


@pytest.mark.parametrize("head", ["序号|项目|金额", "序号|费用名称|预算数", "类别|款项|2025年预算数"])
def test_below_a_heading_and_a_head_of_another_form_its_total_is_nobodys(head):
    fund = "国有资本经营预算支出表|<|<|<|<\n单位：万元|<|<|<|<\n科目编码|科目名称|合计|基本支出|项目支出\n合计|<|||"
    running = f"办公保障费用|<|<|<|<\n{head}||\n|合计|36.50||\n1|办公费|6.50||\n2|电费|30.00||"
    reading = read(grid(f"{fund}\n{running}"), context=BUDGET)
    assert [fact.printed for fact in reading.facts if fact.amount is not None] == []
    assert sum("36.50" in row for row in reading.unused_rows) + len(reading.unrecognised) >= 1


def test_a_table_that_is_printed_twice_is_read_once_and_told():
    title = "支出决算表\n单位：万元"
    twice = read(title, grid(SPENDING), "一、收入情况说明\n二、支出情况说明", title, grid(SPENDING))
    alone = read(title, grid(SPENDING))
    assert figures(twice) == figures(alone)
    assert twice.notes == ("表2: 与表1逐字相同，只读一次",)
    assert twice.unrecognised == ()


def test_a_table_with_one_other_figure_is_read_too():
    title, other = "支出决算表\n单位：万元", SPENDING.replace("149.34", "149.43")
    both = read(title, grid(SPENDING), "一、收入情况说明\n二、支出情况说明", title, grid(other))
    assert {fact.printed for fact in both.facts if fact.item == "合计/基本支出"} == {"149.34", "149.43"}
    assert both.notes == ()


def test_equal_rows_under_another_title_are_another_statement():
    rows = GENERAL + "\n20103|政府办公厅|233.67|149.34|84.33\n2010308|信访事务|84.33||84.33"
    first, second = "支出决算表\n单位：万元", "一般公共预算财政拨款支出决算表\n单位：万元"
    reading = read(first, grid(rows), second, grid(rows))
    assert len({fact.statement for fact in reading.facts}) == 2
    assert reading.notes == ()


def test_rows_typed_above_the_head_of_another_table_are_reported():
    """As a person merges them into its caption rows; captions themselves are no rows."""
    typed = (f"213　农林水支出　　3.00　　0.00　　3.00{WIDE}", f"合　计　　220.70　　153.50　　67.20{WIDE}")
    captions = (f"支出决算表{WIDE}", f"2023年度　　　　单位：万元{WIDE}")
    reading = read(grid("\n".join([*typed, *captions, SPENDING.strip("\n")])))
    alone = read(grid("\n".join([*captions, SPENDING.strip("\n")])))
    assert figures(reading) == figures(alone)
    assert [row.split(" (")[0] for row in reading.unused_rows] == ["表1 行1", "表1 行2"]
    assert alone.unused_rows == ()
