"""A document that calls itself another report is an error, a single stale line a warning; other names are neither."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.identifiers import number_facts
from domain.records import Check, Verdict
from parsers.model import Limits, ReportContext
from parsers.parse import Source, parse_report
from parsers.readers.html.document import read_html
from parsers.reconcile import inspect_text
from parsers.statements import read_statements

CONTEXT = ReportContext(2023, "final_accounts", "封丘县信访局", "河南省")
TABLE = """<p>{title}</p><p>{head}</p><table border=1><tr><td>项目</td><td>金额</td><td>项目</td><td>金额</td></tr>
<tr><td>一、一般公共预算财政拨款收入</td><td>51.2{n}</td><td>一、一般公共服务支出</td><td>51.2{n}</td></tr>
<tr><td>本年收入合计</td><td>51.2{n}</td><td>本年支出合计</td><td>51.2{n}</td></tr>
<tr><td>总计</td><td>51.2{n}</td><td>总计</td><td>51.2{n}</td></tr></table>"""


def table(body: str = "封丘县信访局", year: int | str = 2023, title: str = "收入支出决算总表", n: int = 0) -> str:
    head = f"部门：{body}\t{year}年度\t金额单位：万元" if year else f"部门：{body}\t金额单位：万元"
    return TABLE.format(title=title, head=head, n=n)


def page(cover: str, *tables: str) -> bytes:
    titles = "".join(f"<p>{line}</p>" for line in cover.split("|"))
    return f"<html><body>{titles}{''.join(tables)}</body></html>".encode()


def seen(data: bytes, context: ReportContext = CONTEXT) -> list[Check]:
    model = read_html(data, Limits(), "utf-8")
    facts = number_facts("", read_statements(model, context).facts)
    return [check for check in inspect_text(model, facts, context) if check.rule == "W-identity"]


def verdicts(data: bytes, context: ReportContext = CONTEXT) -> list[Verdict]:
    return [check.verdict for check in seen(data, context)]


def test_a_document_of_the_report_is_none_of_another() -> None:
    assert seen(page("封丘县信访局2023年度部门决算", table(), table(n=1))) == []


def test_a_document_of_another_place_year_and_kind_is_three_errors() -> None:
    other = page("丰渚县信访局2019年部门预算", table("丰渚县信访局", 2019, "部门收支预算总表"))
    checks = seen(other)
    assert [check.verdict for check in checks] == [Verdict.ERROR] * 3
    assert all("丰渚县信访局" in check.message_zh and check.fact_ids for check in checks)
    assert [own in check.message_zh for check, own in zip(checks, ("封丘县信访局", "2023年", "是决算"), strict=True)]


@pytest.mark.parametrize(
    ("cover", "head"),
    [
        ("封丘县信访局2022年度部门决算", ("封丘县信访局", 2022)),
        ("封丘县信访局|二〇二二年度|部门决算", ("封丘县信访局", 2022)),
        ("长垣市信访局2023年度部门决算", ("长垣市信访局", 2023)),
        ("中共长垣市委长垣市人民政府信访局|2023年度部门决算", ("长垣市信访局", 2023)),
        ("新乡市长垣市信访局2023年部门决算公开", ("县信访局", "")),
        ("新乡市信访局2023年部门决算公开", ("新乡市信访局", 2023)),
        ("溪桥土家族自治县信访局2023年部门决算公开", ("溪桥土家族自治县信访局", 2023)),
        ("封丘县信访局2023年部门预算", ("封丘县信访局", "")),
        ("2024年度封丘县信访局部门决算", ("封丘县信访局", "")),
        # The cover says nothing: the heads of two tables do.
        ("部门概况", ("封丘县信访局", 2022)),
        ("部门概况", ("新乡县信访局", 2023)),
    ],
)
def test_titles_or_heads_throughout_are_an_error(cover: str, head: tuple[str, int | str]) -> None:
    name = "收入支出总表"
    assert verdicts(page(cover, table(*head, name), table(*head, name, n=1))) == [Verdict.ERROR]


@pytest.mark.parametrize(
    "data",
    [
        page("封丘县信访局2023年度部门决算", table(), table(year=2022, n=1)),
        page("封丘县信访局2023年度部门决算", table(), table("长垣市信访局", n=1)),
        page("封丘县信访局2022年度部门决算", table(), table(n=1)),
        page("封丘县信访局2023年度部门决算", table(year=2022)),
    ],
)
def test_a_single_stale_line_is_a_slip(data: bytes) -> None:
    assert verdicts(data) == [Verdict.WARN]


@pytest.mark.parametrize(
    "cover",
    [
        "封丘县信访局2023年度部门决算|二〇二四年九月|2024年9月12日",
        "河南省新乡市封丘县信访局2023年度部门决算",
        "县信访局2023年度部门决算",
        "信访局2023年度部门决算",
        "封丘信访局2023年度部门决算",
        "封丘县人民来访接待中心2023年度单位决算",
        "中共封丘县委社会工作部2023年度部门决算",
        "封邱县信访局2023年度部门决算",
        "部门决算公开目录|一、2023年度收入支出决算总表|二、一般公共预算财政拨款支出表",
        "封丘县信访局2023年度“三公”经费预算执行情况及部门决算",
        "",
    ],
)
def test_names_days_and_comparisons_are_no_other_report(cover: str) -> None:
    assert seen(page(cover, table(), table("封丘县信访局(本级)", n=1))) == []


@pytest.mark.parametrize(
    "cover",
    [
        "封丘县信访局2023年度部门决算和2024年部门预算合集",
        "2024年公开封丘县信访局2023年度部门决算",
        "中共封丘县委 封丘县人民政府信访局2023年度部门预决算",
    ],
)
def test_a_title_with_another_report_beside_the_own_is_noted(cover: str) -> None:
    assert verdicts(page(cover, table(), table(n=1))) == [Verdict.INFO]


@pytest.mark.parametrize("name", ["自治区信访局", "高新区信访局", "开发区信访局", "新区信访局", "地区信访局"])
def test_a_kind_of_place_is_no_place(name: str) -> None:
    assert seen(page(f"{name}2023年度部门决算", table(name), table(name, n=1))) == []
    of_its_own = ReportContext(2023, "final_accounts", name, "广西壮族自治区")
    data = page("广西壮族自治区信访局2023年度部门决算", table("广西壮族自治区信访局"))
    assert seen(data, of_its_own) == []


def test_a_place_that_was_renamed_is_the_same() -> None:
    context = ReportContext(2019, "final_accounts", "上党区信访局", "山西省", division="140404")
    assert seen(page("长治县信访局2019年度部门决算", table("长治县信访局", 2019)), context) == []
    other = page("襄垣县信访局2019年度部门决算", table("襄垣县信访局", 2019))
    assert verdicts(other, context) == [Verdict.ERROR]


def test_a_division_tells_the_place_of_an_agency_that_names_none() -> None:
    context = replace(CONTEXT, agency="县信访局", province=None)
    data = page("长垣市信访局2023年度部门决算", table("长垣市信访局"))
    assert seen(data, context) == []
    assert verdicts(data, replace(context, division="410727")) == [Verdict.ERROR]


def test_a_report_of_another_city_is_seen_though_the_county_s_name_holds_the_city_s() -> None:
    context = ReportContext(2023, "final_accounts", "新乡市信访局", "河南省", division="410700")
    assert verdicts(page("新乡市封丘县信访局2023年度部门决算", table()), context) == [Verdict.ERROR]


def test_the_figures_of_such_a_document_are_hardly_believed() -> None:
    own = page("封丘县信访局2023年度部门决算", table())
    other = page("封丘县信访局2022年度部门决算", table(year=2022, n=1))
    result = parse_report([Source(own), Source(other)], CONTEXT, report_id="410727-2023-final-00000000")
    believed = {
        name: {fact.confidence for fact in result.facts if fact.document_id == Source(data).document_id}
        for name, data in (("own", own), ("other", other))
    }
    assert min(believed["own"]) > Decimal("0.5")
    assert believed["other"] == {Decimal("0.30")}
    assert [check.verdict for check in result.checks if check.rule == "W-identity"] == [Verdict.ERROR]
