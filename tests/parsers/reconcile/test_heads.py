"""Whose a table or a sentence is, and the unit of its head: each finding cites the figures that are in doubt."""

from __future__ import annotations

import pytest

from domain.identifiers import number_facts
from domain.records import Check, Fact, Verdict
from parsers.model import Limits, ReportContext
from parsers.readers.html.document import read_html
from parsers.reconcile import inspect_text
from parsers.statements import read_statements

CONTEXT = ReportContext(fiscal_year=2023, report_type="final_accounts", agency="封丘县信访局", province="河南省")
OWN = "部门：封丘县信访局"
BOUGHT = """<table border=1><tr><td colspan=7>部门政府采购预算表</td></tr><tr><td colspan=7>{agency}</td></tr>
<tr><td>项目名称</td><td>采购物品名称</td><td>政府采购目录序号</td><td>计量单位</td><td>数量</td><td>单价（元）</td><td>合计（元）</td></tr>
<tr><td>设备购置</td><td>复印机</td><td>A02010105</td><td>台</td><td>2</td><td>4300</td><td>8600</td></tr></table>"""
TOTALS = """<table border=1><tr><td colspan=4>收入支出决算总表</td></tr><tr><td colspan=2>{agency}</td>
<td colspan=2>{unit}</td></tr><tr><td>项目</td><td>{head}</td><td>项目</td><td>{head}</td></tr>
<tr><td>一、一般公共预算财政拨款收入</td><td>51.20</td><td>一、一般公共服务支出</td>{first}</tr>
<tr><td>二、政府性基金预算财政拨款收入</td><td></td><td>{label}</td>{second}</tr>
<tr><td>本年收入合计</td><td>51.20</td><td>本年支出合计</td><td>51.20</td></tr>
<tr><td>总计</td><td>51.20</td><td>总计</td><td>51.20</td></tr></table>"""
PLAIN = {
    "agency": OWN,
    "unit": "金额单位：万元",
    "head": "金额",
    "first": "<td>41.20</td>",
    "label": "二、住房保障支出",
    "second": "<td>10.00</td>",
}


def seen(body: str, context: ReportContext = CONTEXT) -> tuple[list[Check], list[Fact]]:
    """Warnings on words and heads, and the facts that they cite."""
    page = f"<html><body><p>封丘县信访局2023年度部门决算</p>{body}</body></html>"
    model = read_html(page.encode(), Limits(), "utf-8")
    facts = number_facts("", read_statements(model, context).facts)
    checks = [one for one in inspect_text(model, facts, context) if one.verdict is Verdict.WARN]
    cited = {name for check in checks for name in check.fact_ids}
    return checks, [fact for fact in facts if fact.fact_id in cited]


def totals(**other: str) -> str:
    return TOTALS.format(**(PLAIN | other))


@pytest.mark.parametrize("label", ["部门：", "填报单位：", "编制单位:", "单位名称："])
def test_a_table_of_another_agency_is_named(label: str) -> None:
    checks, facts = seen(totals() + BOUGHT.format(agency=f"{label}封丘县文化广电旅游局"))
    assert [check.rule for check in checks] == ["W12"]
    assert "封丘县文化广电旅游局" in checks[0].message_zh
    assert "8600.00" in {str(fact.amount) for fact in facts}
    assert "512000.00" not in {str(fact.amount) for fact in facts}


@pytest.mark.parametrize(
    "name",
    [
        "封丘县信访局",
        "县信访局",
        "128001-封丘县信访局",
        "中共封丘县委封丘县人民政府信访局",
        "封丘县信访局（本级）",
        "信访局机关",
        "封丘县群众来访接待中心",
        "中共封丘县委社会工作部",
        "封丘县财政局",
        "",
    ],
)
def test_other_names_of_the_agency_are_no_other_agency(name: str) -> None:
    assert seen(totals() + BOUGHT.format(agency=f"部门：{name}")) == ([], [])


def test_a_unit_that_the_report_lists_is_no_other_agency() -> None:
    listed = "<p>纳入2023年度部门决算编制范围的单位包括：封丘县信访局、封丘县电子政务中心。</p>"
    table = BOUGHT.format(agency="部门：封丘县电子政务中心")
    assert len(seen(totals() + table)[0]) == 1
    assert seen(listed + totals() + table) == ([], [])


def test_without_a_table_of_its_own_no_table_is_foreign() -> None:
    assert seen(BOUGHT.format(agency="部门：封丘县文化广电旅游局")) == ([], [])


def test_the_unit_above_a_table_against_its_head() -> None:
    checks, facts = seen(totals(unit="金额单位：元", head="金额（万元）"))
    assert [check.rule for check in checks] == ["W-unit"]
    assert len(facts) >= 6
    assert seen(totals(head="金额（万元）")) == ([], [])
    assert seen(totals(unit="", head="金额（万元）")) == ([], [])
    assert seen(totals() + BOUGHT.format(agency="金额单位：万元".replace("万元", "元"))) == ([], [])


def test_an_amount_over_two_rows_is_nobodys() -> None:
    checks, facts = seen(totals(first="<td rowspan=2>51.20</td>", second=""))
    assert [check.rule for check in checks] == ["W-garbled"]
    assert [fact.item for fact in facts] == ["支出/一般公共服务支出"]
    assert seen(totals(first="<td rowspan=2>0.00</td>", second="")) == ([], [])


@pytest.mark.parametrize(
    ("told", "foreign"),
    [
        ("合阳县信访局2023年度机关运行经费支出7.40万元，比上年增加2.00万元。", True),
        ("2023年度合阳县信访局机关运行经费支出7.40万元。", True),
        ("封丘县信访局2023年度机关运行经费支出7.40万元。", False),
        ("新乡市信访局2023年度机关运行经费支出7.40万元。", False),
        ("2023年度机关运行经费支出7.40万元，主要原因是赴合阳县信访局学习。", False),
        ("学习合阳县信访局的经验。2023年度机关运行经费支出7.40万元。", False),
    ],
)
def test_a_sentence_of_a_bureau_of_another_place(told: str, foreign: bool) -> None:
    checks, facts = seen(f"<p>{told}</p>")
    assert [check.rule for check in checks] == (["W12"] if foreign else [])
    assert bool([fact for fact in facts if str(fact.amount) == "74000.00"]) is foreign
