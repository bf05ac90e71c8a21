"""Every known form of a province reads exactly as recorded, and every title of the reference list is known."""

from __future__ import annotations

import csv
from collections import Counter
from importlib import resources

import pytest

from bench.forms import PAGE, render
from parsers.statements.tables.captions import Line, TitleReader
from parsers.statements.tables.declarations import library
from tests.parsers.statements.documents import BUDGET, figures, grid, read
from tests.parsers.statements.form_cases import FormCase, form_cases, said

CASES = list(form_cases())
BY_FUNCTION = """
科目编码|科目名称|合计|基本支出|项目支出
合计|<|9.00|6.00|3.00
2010308|信访事务|9.00|6.00|3.00"""
BY_ECONOMIC = """
科目编码|科目名称|合计|基本支出|项目支出
合计|<|9.00|6.00|3.00
302|商品和服务支出|9.00|6.00|3.00"""


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_known_form_reads_exactly_as_recorded(case: FormCase):
    reading = case.read()
    assert Counter(said(fact) for fact in reading.facts) == Counter(case.wanted)
    assert reading.unused_rows == case.unused
    assert [table.reason for table in reading.unrecognised] == ([case.unrecognised] if case.unrecognised else [])
    assert any("按表头识别" in note for note in reading.notes) is case.by_heads
    assert not case.by_heads or all(fact.confidence < 1 for fact in reading.facts)


def test_case_names_are_unique():
    assert [name for name, times in Counter(case.id for case in CASES).items() if times > 1] == []


def test_the_page_of_forms_is_current():
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m bench.forms > docs/forms.md"


def test_every_title_of_the_reference_list_belongs_to_a_declaration():
    declared = {one.table for one in library().declarations} | {one.id for one in library().declarations}
    titles = TitleReader(library())
    lines = resources.files("domain.reference").joinpath("table_titles.csv").read_text(encoding="utf-8").splitlines()
    strange = []
    for row in csv.DictReader(lines):
        title = titles.read(Line.of(row["printed_title"], None))
        if title is None or declared.isdisjoint({*title.tables, *title.declarations}):
            strange.append(row["printed_title"])
    assert strange == []


@pytest.mark.parametrize(
    ("title", "statement"),
    [
        ("某县2025年部门一般公共预算拨款安排的支出情况一览表", "general_by_function"),
        ("部门支出按功能分类安排表", "expenditure_by_function"),
        ("部门政府性基金拨款安排使用表", "gov_fund"),
    ],
)
def test_an_undeclared_title_is_known_by_what_it_speaks_of(title: str, statement: str):
    reading = read(f"{title}\n单位：万元", grid(BY_FUNCTION), context=BUDGET)
    assert {fact.statement.value for fact in reading.facts} == {statement}
    assert {str(fact.confidence) for fact in reading.facts} == {"0.90"}
    assert reading.notes == (f"表1: 标题“{title}”未声明，按表头识别",)


@pytest.mark.parametrize(
    "title",
    [
        "部门一般公共预算和政府性基金预算支出安排一览表",  # two kinds of money
        "部门其他资金安排一览表",  # none that is declared
        "部门债务还本付息支出安排表",
        "部门社会保险基金支出安排表",
        "省对市县专项转移支付支出安排表",
    ],
)
def test_a_title_that_speaks_of_other_money_stays_unrecognised(title: str):
    reading = read(f"{title}\n单位：万元", grid(BY_FUNCTION), context=BUDGET)
    assert (reading.facts, len(reading.unrecognised)) == ((), 1)


def test_codes_of_another_classification_contradict_a_title():
    reading = read("一般公共预算支出表\n单位：万元", grid(BY_ECONOMIC), context=BUDGET)
    assert (reading.facts, [table.reason for table in reading.unrecognised]) == (
        (),
        ["the head does not fit the title"],
    )


def test_a_column_below_an_undeclared_kind_of_money_is_reported_not_read():
    table = """
科目编码|科目名称|合计|基本支出|项目支出|地方债券转贷资金安排|<
^|^|^|^|^|人员经费|公用经费
2010308|信访事务|9.00|6.00|3.00|2.00|1.00"""
    reading = read("一般公共预算支出表\n单位：万元", grid(table), context=BUDGET)
    assert {item for _, item, _ in figures(reading)} == {"信访事务/小计", "信访事务/基本支出", "信访事务/项目支出"}
    assert len(reading.unused_rows) == 2


def test_funds_above_the_same_columns_tell_them_apart():
    table = """
科目编码|科目名称|合计|一般公共预算|<|单位资金|<
^|^|^|基本支出|项目支出|基本支出|项目支出
2010308|信访事务|9.00|5.00|2.00|1.00|1.00"""
    reading = read("部门支出总表\n单位：万元", grid(table), context=BUDGET)
    assert {item: printed for (_, item, _), printed in figures(reading).items()} == {
        "信访事务/本年支出合计": "9.00",
        "信访事务/资金来源/一般公共预算财政拨款/基本支出": "5.00",
        "信访事务/资金来源/一般公共预算财政拨款/项目支出": "2.00",
        "信访事务/资金来源/单位资金/基本支出": "1.00",
        "信访事务/资金来源/单位资金/项目支出": "1.00",
    }


def test_a_sum_that_holds_money_carried_over_is_the_grand_total():
    head = "收入|<|支出|<\n项目|预算数|项目|预算数\n一、事业收入|9.00|一、一般公共服务支出|{all}\n"
    carried = head.format(all="10.00") + "二、上年结转|1.00||\n收入合计|10.00|支出合计|10.00"
    none = head.format(all="9.00") + "二、上年结转|||\n收入合计|9.00|支出合计|9.00"
    for table, income in ((carried, "收入总计"), (none, "本年收入合计")):
        reading = read("收支总表\n单位：万元", grid(table), context=BUDGET)
        found = {item for _, item, _ in figures(reading)} - {"收入/事业收入", "支出/一般公共服务支出", "上年结转"}
        assert found == {income, "本年支出合计"}


def test_one_unknown_column_of_a_list_of_targets_does_not_hide_the_others():
    table = """
项目名称|归口科室|一级指标|二级指标|三级指标|指标值|新式栏目
信访经费|接访科|产出指标|数量指标|接访批次|300批|某值"""
    reading = read("项目支出绩效目标表\n单位：万元", grid(table), context=BUDGET)
    assert figures(reading) == {("perf_indicator", "产出指标/数量指标/接访批次", "target"): "300批"}
    assert [row.split("(")[1].split(")")[0] for row in reading.unused_rows] == ["归口科室", "新式栏目"]
