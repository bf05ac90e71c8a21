"""What must hold for any figures, any order of columns and any odd grid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.text import squeeze
from parsers.model import Cell, Table
from parsers.statements.tables import read_tables
from parsers.statements.tables.captions import TitleReader
from parsers.statements.tables.declarations import library
from parsers.statements.tables.pieces import pieces_of
from parsers.statements.tables.values import Kind, read_value
from tests.parsers.statements.documents import FINAL as CONTEXT
from tests.parsers.statements.documents import document, figures, grid, read

COLUMNS = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
CODES = (("201", "一般公共服务支出"), ("20103", "政府办公厅（室）及相关机构事务"), ("2010308", "信访事务"))
amounts = st.one_of(
    st.decimals(min_value=-99, max_value=99999, places=2).map(lambda number: f"{number:.2f}"),
    st.integers(min_value=0, max_value=5000).map(str),
    st.integers(min_value=1000, max_value=9_999_999).map(lambda number: f"{number:,}"),
)
cells = st.one_of(st.just(""), amounts)


def spending(values: list[list[str]], order: list[int], *, joined: bool) -> Table:
    """A 支出决算表 with its figure columns in ``order``; codes in a column of their own or before the name."""
    head = ["科目名称"] if joined else ["科目代码", "科目名称"]
    rows = ["|".join([*head, *(COLUMNS[index] for index in order)])]
    for (code, name), row in zip(CODES, values, strict=True):
        label = [code + name] if joined else [code, name]
        rows.append("|".join([*label, *(row[index] for index in order)]))
    return grid("\n".join(rows))


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.lists(cells, min_size=6, max_size=6), min_size=3, max_size=3),
    order=st.permutations(range(6)),
    joined=st.booleans(),
)
def test_every_printed_amount_is_read_under_its_heading_wherever_the_column_stands(values, order, joined):
    reading = read("支出决算表\n单位：万元", spending(values, list(order), joined=joined))
    wanted = {
        ("expenditure_by_function", f"{name}/{column}", "amount"): printed
        for (_, name), row in zip(CODES, values, strict=True)
        for column, printed in zip(COLUMNS, row, strict=True)
        if printed
    }
    assert figures(reading) == wanted
    assert {fact.amount for fact in reading.facts} == {
        Decimal(printed.replace(",", "")) * 10000 for printed in wanted.values()
    }
    assert reading.unused_rows == ()


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(3)), values=st.lists(amounts, min_size=3, max_size=3))
def test_the_blocks_of_economic_items_may_stand_in_any_order(order, values):
    blocks = [("301", "工资福利支出"), ("302", "商品和服务支出"), ("310", "资本性支出")]
    head = "|".join("科目代码|科目名称|决算数" for _ in order)
    row = "|".join(f"{blocks[index][0]}|{blocks[index][1]}|{values[index]}" for index in order)
    reading = read("一般公共预算财政拨款基本支出决算明细表\n单位：万元", grid(f"{head}\n{row}"))
    assert {(fact.code, fact.item, fact.printed) for fact in reading.facts} == {
        (code, name, value) for (code, name), value in zip(blocks, values, strict=True)
    }


KINDS = (
    "三公经费",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
HALF = "合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费"
BELOW = "^|^|小计|公务用车购置费|公务用车运行维护费|^"


@settings(max_examples=30, deadline=None)
@given(
    budget=st.lists(cells, min_size=6, max_size=6).filter(any),
    final=st.lists(cells, min_size=6, max_size=6).filter(any),
    budget_first=st.booleans(),
)
def test_budget_and_final_three_public_figures_are_told_by_their_heading(budget, final, budget_first):
    halves = [("预算数", "budget", budget), ("决算数", "amount", final)]
    if not budget_first:
        halves.reverse()
    head = "|".join(f"{name}|<|<|<|<|<" for name, _, _ in halves)
    row = "|".join("|".join(values) for _, _, values in halves)
    table = grid(f"{head}\n{HALF}|{HALF}\n{BELOW}|{BELOW}\n{row}")
    reading = read("财政拨款“三公”经费支出决算表\n单位：元", table)
    assert figures(reading) == {
        ("three_public", kind, measure): printed
        for _, measure, values in halves
        for kind, printed in zip(KINDS, values, strict=True)
        if printed
    }


_TEXTS = """
项目 行次 金额 收入 支出 合计 小计 总计 栏次 科目代码 科目名称 决算数 预算数 本年支出合计 基本支出 项目支出
本年收入合计 财政拨款收入 事业收入 201 2010301 30101 1 2 3 12.05 -3.20 100% —— 0 一、一般公共服务支出
其中：政府性基金 年初结转和结余 公务接待费 因公出国（境）费 公务用车运行维护费 人员经费合计 说明：本表无数据
支出决算表 单位：万元 项目名称 一级指标 二级指标 三级指标 指标值 得分 分值 年度资金总额 全年预算数 全年执行数
执行率 总分 优 绩效目标 数量指标 产出指标 某县信访局 联系人 详见附件 采购品目 数量 单价 价值（万元） 车辆（辆）
"""
_TITLES = "支出决算表 收入支出决算总表 三公经费预算表 项目支出绩效自评表 政府采购预算表 固定资产占用情况表"
WORDS = st.sampled_from(["", "", *_TEXTS.split()])
TITLES = st.sampled_from(["", *_TITLES.split()])


@settings(max_examples=150, deadline=None)
@given(
    rows=st.integers(1, 7).flatmap(
        lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=9)
    ),
    title=TITLES,
    unit=st.sampled_from(["", "单位：万元", "单位：元"]),
)
def test_no_grid_breaks_the_reader_and_every_figure_stands_where_the_fact_says(rows, title, unit):
    cells = tuple(Cell(row=r, column=c, text=text) for r, row in enumerate(rows) for c, text in enumerate(row))
    table = Table(number=1, rows=len(rows), columns=len(rows[0]), cells=cells)
    reading = read_tables(document(*(part for part in (title, unit) if part), replace(table)), CONTEXT)
    for fact in reading.facts:
        if fact.row_no is None or fact.column_no is None:
            continue
        printed = rows[fact.row_no - 1][fact.column_no - 1]
        if read_value(printed).kind is Kind.NUMBER:
            assert squeeze(fact.printed) in squeeze(printed)
        assert len(fact.quote) <= 160
    # A title row below rows of its own begins another table of the same grid.
    pieces = pieces_of(document(replace(table)), TitleReader(library()))
    assert reading.tables_found + len(reading.unrecognised) == len(pieces)
