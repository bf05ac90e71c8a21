"""A row that nobody read is no mistake of its document: the check that fails for it draws no conclusion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.records import Check, Fact, Measure, Origin, Statement, Verdict
from parsers.model import ReportContext
from parsers.parse import ParseResult, Source, parse_report
from parsers.reconcile import without_own_gaps

PAGE = """<html><head><meta charset="utf-8"></head><body><p>江州县信访局2024年度部门决算</p>
<p>收入支出决算总表</p><p>单位：万元</p><table>
<tr><td>收入</td><td>决算数</td><td>支出</td><td>决算数</td></tr>
<tr><td>一、一般公共预算财政拨款收入</td><td>95.00</td><td>一、一般公共服务支出</td><td>90.00</td></tr>
<tr><td>二、其他收入</td><td>0.00</td><td>{label}</td><td>{left}</td></tr>
<tr><td>本年收入合计</td><td>95.00</td><td>本年支出合计</td><td>{total}</td></tr>
</table></body></html>"""
FINAL = ReportContext(fiscal_year=2024, report_type="final_accounts")


def _parsed(label: str, left: str, total: str) -> ParseResult:
    page = PAGE.format(label=label, left=left, total=total)
    return parse_report([Source(page.encode(), "a.html")], FINAL, report_id="r")


def _sum_of_classes(result: ParseResult) -> Check:
    (check,) = (one for one in result.checks if one.rule == "I03" and "一般公共服务支出" in one.message_zh)
    return check


def test_a_difference_that_is_just_an_unread_row_accuses_nobody() -> None:
    result = _parsed("某项从未见过的安排", "5.00", "95.00")
    check = _sum_of_classes(result)
    assert [row for row in result.unused_rows if "某项从未见过的安排" in row]
    assert (check.verdict, check.difference) == (Verdict.INFO, Decimal(50000))
    assert check.message_zh.endswith("（差额恰为未能读出的数，故不作结论）。")
    assert check.message_en.endswith("so that nothing follows from it.)")


def test_another_difference_stays_a_mistake_although_a_row_was_not_read() -> None:
    assert _sum_of_classes(_parsed("某项从未见过的安排", "5.00", "96.00")).verdict is Verdict.ERROR


def test_a_row_that_was_read_excuses_nothing() -> None:
    assert _sum_of_classes(_parsed("二、教育支出", "5.00", "100.00")).verdict is Verdict.ERROR


def _fact(name: str, table: int | None, document: str = "d") -> Fact:
    return Fact(
        fact_id=name, document_id=document, statement=Statement.SUMMARY, item="本年支出合计",
        item_printed="本年支出合计", measure=Measure.AMOUNT, amount=Decimal(1), printed="1", origin=Origin.TABLE,
        table_no=table, row_no=1, column_no=1, quote="1",
    )  # fmt: skip


def _check(verdict: Verdict, difference: int) -> Check:
    return Check(
        rule="I03",
        verdict=verdict,
        difference=Decimal(difference),
        fact_ids=("a",),
        message_zh="差。",
        message_en="Off.",
    )


@pytest.mark.parametrize(
    ("left_over", "verdict"),
    [
        ({("d", 1): [Decimal(7)]}, Verdict.INFO),
        ({("d", 1): [Decimal(3), Decimal(4)]}, Verdict.INFO),
        ({("d", 1): [Decimal(6)]}, Verdict.ERROR),
        ({("d", 2): [Decimal(7)]}, Verdict.ERROR),
        ({("e", 1): [Decimal(7)]}, Verdict.ERROR),
        ({("d", 1): [Decimal(number) / 2 for number in range(5, 9)] * 3}, Verdict.ERROR),
        ({}, Verdict.ERROR),
    ],
    ids=["one", "two together", "another", "another table", "another document", "too many to pair", "none"],
)
def test_only_figures_of_the_tables_of_the_check_explain_it(
    left_over: dict[tuple[str, int], list[Decimal]], verdict: Verdict
) -> None:
    (check,) = without_own_gaps([_check(Verdict.ERROR, -7)], [_fact("a", 1), _fact("b", 2)], left_over)
    assert check.verdict is verdict


def test_what_agrees_stays_as_it_is() -> None:
    agreed = _check(Verdict.PASS, 0)
    assert without_own_gaps([agreed], [_fact("a", 1)], {("d", 1): [Decimal(7)]}) == (agreed,)


REST = """<p>某页</p><table><tr><td>{code}</td><td>住房保障支出</td><td>22.00</td><td>22.00</td><td></td></tr>
<tr><td>{code}01</td><td>住房改革支出</td><td>22.00</td><td>22.00</td><td></td></tr></table>"""
BY_FUNCTION = """<html><head><meta charset="utf-8"></head><body><p>江州县信访局2024年度部门决算</p>
<p>支出决算表</p><p>单位：万元</p><table>
<tr><td>科目编码</td><td>科目名称</td><td>本年支出合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>95.00</td><td>75.00</td><td>20.00</td></tr>
<tr><td>201</td><td>一般公共服务支出</td><td>73.00</td><td>53.00</td><td>20.00</td></tr>
<tr><td>20103</td><td>政府办公厅（室）及相关机构事务</td><td>73.00</td><td>53.00</td><td>20.00</td></tr>
<tr><td>2010308</td><td>信访事务</td><td>73.00</td><td>53.00</td><td>20.00</td></tr></table>{rest}</body></html>"""


@pytest.mark.parametrize(("code", "verdict"), [("221", Verdict.INFO), ("第一项", Verdict.ERROR)])
def test_rows_with_codes_in_a_table_nobody_knows_may_be_the_rest_of_this_one(code: str, verdict: Verdict) -> None:
    """A page without its head; words in the place of codes tell nothing."""
    page = BY_FUNCTION.format(rest=REST.format(code=code))
    result = parse_report([Source(page.encode(), "a.html")], FINAL, report_id="r")
    assert len(result.unrecognised) == 1
    checks = [one for one in result.checks if one.rule == "I05" and one.difference == Decimal(220000)]
    assert {one.verdict for one in checks} == {verdict}
