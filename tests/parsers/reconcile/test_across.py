"""Reports compared with one another: last year's figure implied here, the department and its units."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from domain.identifiers import number_checks, number_facts, sha256_hex
from domain.records import Check, Fact, Level, ParsedReport, Report, ReportState, ReportType, Scope, Verdict
from parsers.reconcile import checks_across
from tests.parsers.reconcile.making import told


def report(
    facts: list[Fact],
    *,
    year: int = 2023,
    scope: Scope = Scope.DEPARTMENT,
    agency: str = "0a1b2c3d",
    code: str = "140423",
) -> ParsedReport:
    report_id = f"{code}-{year}-final-{agency}"
    head = Report(
        report_id=report_id,
        division_code=code,
        province="山西省",
        level=Level.COUNTY,
        agency="襄垣县信访局",
        agency_kind="信访局",
        scope=scope,
        fiscal_year=year,
        report_type=ReportType.FINAL_ACCOUNTS,
        first_seen_on=dt.date(2024, 9, 1),
        page_url="https://www.example.gov.cn/1.html",
        portal_id="example",
        state=ReportState.COMPLETE,
    )
    own = (fact.model_copy(update={"document_id": sha256_hex(report_id.encode())}) for fact in facts)
    return ParsedReport(report=head, documents=(), facts=number_facts(report_id, own), checks=())


def total(amount: str, change: str | None = None) -> list[Fact]:
    facts = [told("summary", "收入总计", amount)]
    return facts + ([told("summary", "收入总计", change, "change")] if change else [])


def added(*reports: ParsedReport) -> dict[str, list[Check]]:
    return {one.report.report_id: list(one.checks) for one in checks_across(reports) if one.checks}


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("212.30万元", Verdict.PASS), ("212.31万元", Verdict.ROUNDING), ("212.32万元", Verdict.WARN)],
)
def test_last_years_figure_is_the_one_that_was_printed_last_year(printed: str, verdict: Verdict) -> None:
    now = report(total("233.67万元", "21.37万元"))
    before = report(total(printed), year=2022)
    ((check,),) = added(now, before).values()
    assert (check.rule, check.verdict, check.report_id) == ("W09", verdict, now.report.report_id)
    assert set(check.fact_ids) == {fact.fact_id for fact in (*now.facts, *before.facts)}


def test_a_stated_figure_of_last_year_is_compared_as_it_is_printed() -> None:
    now = report(
        [told("three_public", "三公经费", "4.00万元"), told("three_public", "三公经费", "5.00万元", "prior_amount")]
    )
    before = report([told("three_public", "三公经费", "5.20万元")], year=2022)
    ((check,),) = added(now, before).values()
    assert check.message_zh == "2023年度报告推算2022年度三公经费为5.00万元，而2022年度报告印为5.20万元，相差0.20万元。"
    assert check.message_en == (
        "The report for 2023 puts “three public” expenses of 2022 at 5.00 wan yuan, but the report for 2022 printed "
        "5.20 wan yuan: a difference of 0.20 wan yuan."
    )


def test_reports_of_another_agency_place_or_year_are_not_last_years() -> None:
    now = report(total("233.67万元", "21.37万元"))
    others = [
        report(total("1.00万元"), year=2021),
        report(total("1.00万元"), year=2022, agency="ffffffff"),
        report(total("1.00万元"), year=2022, code="140424"),
    ]
    assert added(now, *others) == {}


def units(*amounts: str) -> list[ParsedReport]:
    return [report(total(one), scope=Scope.UNIT, agency=f"unit{number}") for number, one in enumerate(amounts)]


def department(amount: str, number: int | None = None) -> ParsedReport:
    org = [told("org", "独立核算单位数", f"{number}个", "count")] if number else []
    return report([*total(amount), *org])


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [
        ("150.00万元", Verdict.PASS),
        ("150.01万元", Verdict.ROUNDING),
        ("150.02万元", Verdict.WARN),
        ("149.00万元", Verdict.WARN),
    ],
)
def test_a_department_is_the_sum_of_all_its_units(whole: str, verdict: Verdict) -> None:
    ((check,),) = added(department(whole, 2), *units("100.00万元", "50.00万元")).values()
    assert (check.rule, check.verdict) == ("W08", verdict)


@pytest.mark.parametrize(
    ("whole", "verdicts"), [("150.00万元", []), ("151.00万元", []), ("149.00万元", [Verdict.WARN])]
)
def test_units_that_may_not_be_all_are_no_more_than_the_department(whole: str, verdicts: list[Verdict]) -> None:
    found = added(department(whole, 3), *units("100.00万元", "50.00万元"))
    assert [check.verdict for checks in found.values() for check in checks] == verdicts


def test_reports_without_a_partner_are_left_as_they_are() -> None:
    alone = report(total("233.67万元", "21.37万元"))
    assert checks_across([alone]) == (alone,)
    assert checks_across([]) == ()


def in_file(document: str, amount: str, **head: Any) -> ParsedReport:
    """A report whose figures were read from one file."""
    parsed = report(total(amount), **head)
    facts = tuple(fact.model_copy(update={"document_id": document}) for fact in parsed.facts)
    return parsed.model_copy(update={"facts": facts})


def as_budget(parsed: ParsedReport) -> ParsedReport:
    name = parsed.report.report_id.replace("-final-", "-budget-")
    head = parsed.report.model_copy(update={"report_id": name, "report_type": ReportType.BUDGET})
    return parsed.model_copy(update={"report": head})


def saying_both(parsed: ParsedReport) -> ParsedReport:
    told_by = Check(
        rule="W-identity",
        verdict=Verdict.INFO,
        fact_ids=tuple(fact.fact_id for fact in parsed.facts),
        message_zh="。",
        message_en=".",
    )
    return parsed.model_copy(update={"checks": number_checks(parsed.report.report_id, [told_by])})


ONE_FILE = "a" * 64


def identities(*reports: ParsedReport) -> dict[str, list[Check]]:
    """What the comparison adds; no two checks of a report have one id."""
    own = {check.check_id for one in reports for check in one.checks}
    found = added(*reports)
    assert all(len({check.check_id for check in checks}) == len(checks) for checks in found.values())
    return {
        name: [one for one in checks if one.rule == "W-identity" and one.check_id not in own]
        for name, checks in found.items()
    }


@pytest.mark.parametrize("other", [in_file(ONE_FILE, "9.00万元", year=2022), as_budget(in_file(ONE_FILE, "9.00万元"))])
def test_one_file_as_two_reports_is_an_error_of_both_that_names_the_other(other: ParsedReport) -> None:
    one = in_file(ONE_FILE, "9.00万元")
    found = identities(one, other)
    for mine, theirs in ((one, other), (other, one)):
        (check,) = found[mine.report.report_id]
        assert check.verdict is Verdict.ERROR
        assert theirs.report.report_id in check.message_zh
        assert theirs.report.report_id in check.message_en
        assert set(check.fact_ids) == {fact.fact_id for fact in mine.facts}


def test_a_file_that_says_it_holds_both_reports_is_a_warning() -> None:
    one, other = (saying_both(in_file(ONE_FILE, "9.00万元", year=year)) for year in (2022, 2023))
    assert {check.verdict for checks in identities(one, other).values() for check in checks} == {Verdict.WARN}
    plain = in_file(ONE_FILE, "9.00万元", year=2023)
    assert {check.verdict for checks in identities(one, plain).values() for check in checks} == {Verdict.ERROR}


def test_the_file_of_department_and_unit_is_noted_and_other_files_are_not() -> None:
    one = in_file(ONE_FILE, "9.00万元")
    unit = in_file(ONE_FILE, "9.00万元", scope=Scope.UNIT, agency="ffffffff")
    assert {check.verdict for checks in identities(one, unit).values() for check in checks} == {Verdict.INFO}
    assert not any(identities(one, in_file("b" * 64, "9.00万元", year=2022)).values())
