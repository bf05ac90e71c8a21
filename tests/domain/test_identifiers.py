"""Stable identifiers of reports, facts and checks."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import number_checks, number_facts, report_id, sha256_hex
from domain.records import Check, Fact, Measure, Origin, ReportType, Scope, Statement, Verdict


def fact(item: str, amount: str = "1.00", *, page: int | None = None, code: str | None = None) -> Fact:
    return Fact(
        statement=Statement.SUMMARY,
        item=item,
        item_printed=item,
        code=code,
        measure=Measure.AMOUNT,
        amount=Decimal(amount),
        printed=amount,
        printed_unit="万元",
        origin=Origin.TABLE,
        page=page,
        quote=item,
    )


def test_a_report_id_states_division_year_and_type() -> None:
    found = report_id("140423", 2023, ReportType.FINAL_ACCOUNTS, "襄垣县信访局", Scope.DEPARTMENT)
    assert found == f"140423-2023-final-{sha256_hex('襄垣县信访局|department'.encode())[:8]}"
    assert report_id("140423", 2023, ReportType.BUDGET, "襄垣县信访局", Scope.UNIT).startswith("140423-2023-budget-")


def test_a_report_id_survives_re_typing_of_the_agency() -> None:
    one = report_id("650104", 2021, ReportType.BUDGET, "乌鲁木齐高新区（新市区）信访局", Scope.UNIT)
    assert one == report_id("650104", 2021, ReportType.BUDGET, "乌鲁木齐高新区(新市区) 信 访 局", Scope.UNIT)


def test_scope_type_and_year_make_different_reports() -> None:
    ids = {
        report_id("140423", year, kind, "襄垣县信访局", scope)
        for year in (2022, 2023)
        for kind in ReportType
        for scope in Scope
    }
    assert len(ids) == 2 * len(ReportType) * len(Scope)


def test_fact_ids_do_not_depend_on_the_place_or_the_figure() -> None:
    (one,) = number_facts("r", [fact("收入总计", "1.00", page=1)])
    (other,) = number_facts("r", [fact("收入总计", "2.00", page=7)])
    assert one.fact_id == other.fact_id
    assert one.report_id == "r"


@given(st.lists(st.sampled_from(["收入总计", "支出总计", "信访事务/项目支出"]), max_size=12))
def test_no_two_facts_of_a_report_share_an_id(items: list[str]) -> None:
    numbered = number_facts("r", [fact(item) for item in items])
    assert len({one.fact_id for one in numbered}) == len(items)
    assert [one.item for one in numbered] == items


def test_a_fact_before_others_of_another_item_keeps_their_ids() -> None:
    alone = number_facts("r", [fact("支出总计")])
    together = number_facts("r", [fact("收入总计"), fact("支出总计")])
    assert alone[0].fact_id == together[1].fact_id


def test_equal_facts_are_told_apart_by_their_order_and_code() -> None:
    ids = [one.fact_id for one in number_facts("r", [fact("合计"), fact("合计"), fact("合计", code="2010308")])]
    assert len(set(ids)) == 3
    assert ids[0] != number_facts("s", [fact("合计")])[0].fact_id


def test_checks_are_numbered_by_rule_and_facts() -> None:
    checks = [
        Check(rule="I01", verdict=Verdict.PASS, fact_ids=("f-1", "f-2"), message_zh="相符", message_en="agrees"),
        Check(rule="I01", verdict=Verdict.ERROR, fact_ids=("f-1", "f-2"), message_zh="不符", message_en="differs"),
        Check(rule="I02", verdict=Verdict.PASS, fact_ids=("f-1", "f-2"), message_zh="相符", message_en="agrees"),
    ]
    numbered = number_checks("r", checks)
    assert len({check.check_id for check in numbered}) == 3
    assert {check.report_id for check in numbered} == {"r"}
    assert number_checks("r", checks[:1])[0].check_id == numbered[0].check_id
