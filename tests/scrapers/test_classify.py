"""Take, leave or hand to a person: a labelled set of titles, recorded pages, and what a look at the page settles."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bench.discovery.titles import labelled, measure
from domain.declared import from_yaml
from domain.divisions import load_divisions
from domain.records import ReportType, Scope
from scrapers.classify import rules_version
from scrapers.decision import Candidate
from scrapers.titles import title_words
from tests.scrapers.deciding import decided

HERE = Path(__file__).resolve().parent
LABELLED = from_yaml((HERE / "titles" / "tuned.yaml").read_text(encoding="utf-8"))
FRESH = sorted((HERE / "titles").glob("fresh_*.yaml"))
KNOWN = list(csv.DictReader((HERE.parent / "fixtures" / "portals" / "known_pages.csv").open(encoding="utf-8")))
FORMS = list(
    csv.DictReader((resources.files("domain.reference") / "table_titles.csv").read_text(encoding="utf-8").splitlines())
)
DIVISIONS = load_divisions()


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case["t"])
def test_a_labelled_title_is_decided_as_labelled(case: dict[str, Any]) -> None:
    decision = decided(Candidate(case["t"]), division=case["in"])
    if "take" in case:
        assert decision.taken, decision
        assert decision.report_type is not None
        found = [decision.fiscal_year, decision.report_type.slug, decision.scope.value, decision.agency_kind]
        assert (found, decision.division_code) == (case["take"], case.get("at", case["in"]))
    else:
        wanted = ("leave", case["leave"]) if "leave" in case else ("ambiguous", case["unsure"])
        assert (decision.verdict.value, decision.reason) == wanted


@pytest.mark.parametrize("path", FRESH, ids=lambda path: path.stem)
def test_the_titles_of_a_fresh_set_are_decided_as_labelled(path: Path) -> None:
    """Verdict, and where a title is taken its year, kind and division."""
    score = measure(labelled(path), DIVISIONS)
    assert (score.wrong, score.met) == ((), True)


@pytest.mark.parametrize(
    "row", [row for row in KNOWN if row["title"] and row["fiscal_year"]], ids=lambda row: row["title"]
)
def test_a_recorded_page_is_taken_with_its_recorded_identity(row: dict[str, str]) -> None:
    division = DIVISIONS.resolve(row["division"])
    decision = decided(Candidate(row["title"]), division=division.code)
    assert (decision.verdict.value, str(decision.fiscal_year), decision.report_type, decision.division_code) == (
        "take",
        row["fiscal_year"],
        row["report_type"],
        division.code,
    )


def test_every_decision_has_a_reason_in_words() -> None:
    for case in LABELLED:
        decision = decided(Candidate(case["t"]), division=case["in"])
        assert decision.reason in title_words().reasons
        assert decision.message_zh
        assert decision.message_en


def test_a_declared_publisher_is_the_portals_own_body_in_its_years() -> None:
    publisher = [{"name": "望江新区群众工作部", "valid_to": 2014}]
    assert decided(Candidate("望江新区群众工作部2013年部门预算"), publisher=publisher).taken
    assert not decided(Candidate("望江新区群众工作部2018年部门预算"), publisher=publisher).taken


BUREAU = {"role": "bureau", "mixed": False}


def test_a_title_without_a_body_belongs_to_the_bureau_in_its_own_column() -> None:
    decision = decided(Candidate("2023年部门预算公开"), entry=BUREAU, publisher=["襄垣县信访局"])
    assert (decision.taken, decision.agency, decision.evidence[0]) == (
        True,
        "襄垣县信访局",
        "agency: declaration of the portal",
    )


def test_the_page_of_a_title_without_a_body_in_a_mixed_column_says_whose_it_is() -> None:
    row = Candidate("2023年部门预算公开")
    decision = decided(row)
    assert (decision.verdict.value, decision.reason, decision.look) == ("ambiguous", "no_agency", True)
    told = {
        "the page's title": replace(row, body="", page_title="襄垣县信访局2023年部门预算公开"),
        "its publisher": replace(row, body="", publisher="襄垣县信访局"),
        "a file": replace(row, body="", file_names=("附件1：襄垣县信访局2023年部门预算.pdf",)),
        "the head of its text": replace(row, body="襄垣县信访局2023年部门预算公开目录 第一部分 部门概况"),
    }
    for where, page in told.items():
        decision = decided(page)
        assert (decision.taken, decision.agency) == (True, "襄垣县信访局"), where


def test_a_year_in_the_bureaus_own_column_of_a_kind_is_a_report() -> None:
    column = {"name": "县信访局部门决算"}
    decision = decided(Candidate("2022年度"), entry=column)
    assert (decision.taken, decision.fiscal_year, decision.report_type) == (True, 2022, ReportType.FINAL_ACCOUNTS)
    assert decided(Candidate("2022年度"), entry={"name": "县财政局部门决算"}).reason == "no_budget_word"
    assert decided(Candidate("2022年度"), entry={"name": "县信访局财政信息"}).look


def test_a_page_that_only_mentions_the_bureau_is_no_report_of_it() -> None:
    row = Candidate("2023年部门预算公开")
    duties = (
        "一、主要职责。" + "负责全县政法工作的统一部署，维护社会稳定，指导基层平安建设，" * 3 + "联系襄垣县信访局。"
    )
    decision = decided(replace(row, body=duties))
    assert (decision.verdict.value, decision.reason, decision.look) == ("ambiguous", "no_agency", False)
    for page in (
        replace(row, body=duties, page_title="中共襄垣县委政法委员会2023年部门预算公开"),
        replace(row, body=duties, publisher="中共襄垣县委政法委员会"),
    ):
        assert decided(page).reason == "other_department"


def test_the_publisher_of_a_row_names_the_body() -> None:
    assert decided(Candidate("2023年部门预算公开", publisher="襄垣县信访局")).agency == "襄垣县信访局"
    assert decided(Candidate("2023年部门预算公开", publisher="襄垣县教育局")).reason == "other_department"


def test_another_body_in_the_bureaus_own_column_is_left() -> None:
    assert decided(Candidate("襄垣县教育局2023年部门预算"), entry=BUREAU).reason == "other_department"


def test_a_missing_year_is_looked_for_on_the_page_and_in_file_names() -> None:
    row = Candidate("襄垣县信访局部门决算公开")
    assert (decided(row).reason, decided(row).look) == ("no_year", True)
    titled = Candidate("襄垣县信访局部门决算公开", page_title="襄垣县信访局2022年度部门决算公开", body="")
    named = Candidate(
        "襄垣县信访局部门决算公开", page_title="襄垣县信访局部门决算公开", body="", file_names=("2022年度部门决算.pdf",)
    )
    stated = Candidate("襄垣县信访局部门决算公开", body="襄垣县信访局 2022年度部门决算 第一部分 部门概况")
    assert [decided(one).fiscal_year for one in (titled, named, stated)] == [2022, 2022, 2022]
    silent = decided(Candidate("襄垣县信访局部门决算公开", body="详见附件"))
    assert (silent.verdict.value, silent.reason, silent.look) == ("ambiguous", "no_year", False)


def test_neither_column_nor_page_chooses_among_several_years_of_a_title() -> None:
    title = "襄垣县信访局2020年、2021年部门综合预算"
    column = {"name": "2021年部门预算"}
    row = Candidate(title, column="2021年部门预算", listed_on=date(2021, 2, 5))
    page = replace(row, page_title="襄垣县信访局2021年部门预算", file_names=("2021年部门预算.pdf",))
    for candidate in (row, page):
        decision = decided(candidate, entry=column)
        assert (decision.verdict.value, decision.reason) == ("ambiguous", "several_years")


def test_a_missing_type_is_looked_for_on_the_page() -> None:
    row = Candidate("襄垣县信访局2022年度预决算公开")
    assert (decided(row).reason, decided(row).look) == ("no_type", True)
    read = Candidate("襄垣县信访局2022年度预决算公开", body="x", file_names=("襄垣县信访局2022年度部门决算.pdf",))
    assert decided(read).report_type == "final_accounts"


def test_a_missing_title_is_decided_by_the_page() -> None:
    assert (decided(Candidate("")).reason, decided(Candidate("")).look) == ("no_title", True)
    assert decided(Candidate("", page_title="襄垣县信访局2022年度部门决算", body="")).taken
    assert decided(Candidate("", page_title="", body="")).look is False


def test_a_title_the_list_cuts_is_never_taken_without_its_page() -> None:
    cut = "襄垣县信访局2022年度部门决算..."
    assert (decided(Candidate(cut)).reason, decided(Candidate(cut)).look) == ("cut_title", True)
    assert decided(Candidate(cut, page_title="襄垣县信访局2022年度部门决算公开", body="")).taken
    other = Candidate(cut, page_title="襄垣县信访局2022年度部门决算绩效评价报告", body="")
    assert decided(other).reason == "performance"
    assert decided(Candidate(cut, page_title="别的页面", body="")).look is False
    assert decided(Candidate("襄垣县教育局2022年度部门决算…")).reason == "other_department"
    assert decided(Candidate("襄垣县信访局2022年度…")).look
    assert decided(Candidate("襄垣县召开2022年信访工作…")).reason == "news"


def test_a_page_of_another_year_or_body_is_a_conflict() -> None:
    title = "襄垣县信访局2022年度部门决算"
    other_year = decided(Candidate(title, page_title="襄垣县信访局2021年度部门决算", body=""))
    other_body = decided(Candidate(title, page_title="襄垣县残疾人联合会2022年度部门决算", body=""))
    assert (other_year.reason, other_body.reason) == ("year_conflict", "other_page")


@pytest.mark.parametrize("printed", ["2052", "20225", "2204", "二〇五二", "1025"])
def test_a_year_that_no_report_has_is_mended_from_no_other_source(printed: str) -> None:
    row = Candidate(f"襄垣县信访局{printed}年部门预算", listed_on=date(2025, 2, 10))
    page = replace(row, page_title=row.title, body="襄垣县信访局2025年部门预算", file_names=("2025年部门预算.pdf",))
    titled = replace(page, page_title="襄垣县信访局2025年部门预算公开")
    for candidate in (row, page, titled):
        decision = decided(candidate, entry={"name": "2025年部门预算"})
        assert (decision.verdict.value, decision.reason, decision.look) == ("ambiguous", "impossible_year", False)
        assert f"{printed}年" in decision.evidence[0]


def test_a_page_whose_year_is_misprinted_is_a_conflict_with_its_row() -> None:
    page = Candidate("襄垣县信访局2025年部门预算", page_title="襄垣县信访局2052年部门预算", body="")
    assert decided(page).reason == "impossible_year"


@pytest.mark.parametrize("title", ["襄垣县信访局2025年部门预算（2024年1月20日）", "襄垣县信访局25年部门预算"])
def test_days_and_short_years_are_no_misprints(title: str) -> None:
    assert decided(Candidate(title, listed_on=date(2025, 2, 10))).fiscal_year == 2025


def test_a_budget_is_posted_at_most_in_the_year_before() -> None:
    title = "襄垣县信访局{}年部门预算"
    posted = {year: decided(Candidate(title.format(year), listed_on=date(2024, 12, 28))) for year in (2025, 2026, 2042)}
    assert posted[2025].taken
    assert {posted[year].reason for year in (2026, 2042)} == {"impossible_year"}


def test_a_final_account_cannot_be_older_than_its_year() -> None:
    decision = decided(Candidate("襄垣县信访局2024年度部门决算", listed_on=date(2024, 9, 24)))
    assert decision.reason == "year_after_publication"
    assert decided(Candidate("襄垣县信访局2024年部门预算", listed_on=date(2024, 2, 5))).taken


def test_unknown_words_are_settled_by_the_text_of_the_page() -> None:
    title = "襄垣县信访局2022年度部门决算公开模板"
    assert decided(Candidate(title)).look
    assert decided(Candidate(title, body="第一部分 部门概况 收入总计311.63万元")).taken
    assert not decided(Candidate(title, body="请各单位下载填写")).taken


def test_a_social_work_department_needs_evidence_of_petition_duties() -> None:
    title = "中共襄垣县委社会工作部2024年部门预算"
    assert (decided(Candidate(title)).reason, decided(Candidate(title)).look) == ("needs_evidence", True)
    assert decided(Candidate(title, body="统筹指导人民信访工作")).taken
    assert not decided(Candidate(title, body="志愿服务工作")).taken


def test_scope_words_of_the_title_reach_the_decision() -> None:
    scopes = {
        "襄垣县信访局本级2022年度部门决算": Scope.OWN,
        "襄垣县信访局（含下属单位）2022年度部门决算": Scope.AGGREGATE,
        "襄垣县信访局2022年度单位决算": Scope.UNIT,
        "襄垣县信访局2022年度决算": Scope.UNKNOWN,
    }
    assert {title: decided(Candidate(title)).scope for title in scopes} == scopes


def test_words_of_a_portal_exclude_and_include() -> None:
    assert (
        decided(Candidate("襄垣县信访局2022年部门预算（测试）"), title={"exclude": ["测试"]}).reason
        == "portal_excluded"
    )
    assert decided(Candidate("信访局公开事项"), title={"include": ["公开事项"]}).look


def test_the_version_of_the_rules_is_stable() -> None:
    assert rules_version() == rules_version.__wrapped__()  # worked out anew
    assert len(rules_version()) == 12


@pytest.mark.parametrize(
    ("column", "listed_on", "year"),
    [
        ("2023年部门决算", date(2024, 9, 1), 2023),
        ("2023年部门决算", date(2023, 9, 1), None),
        ("2023年部门决算", date(2028, 9, 1), None),
        ("2023年部门决算", None, None),
        ("2023年部门预算", date(2024, 9, 1), None),
        ("2023年部门预决算", date(2024, 9, 1), None),
        ("部门决算", date(2024, 9, 1), None),
    ],
)
def test_a_column_of_one_year_and_type_gives_the_year_that_its_day_agrees_with(
    column: str, listed_on: date | None, year: int | None
) -> None:
    decision = decided(Candidate("襄垣县信访局部门决算公开", listed_on=listed_on, column=column))
    assert (decision.fiscal_year, decision.taken) == (year, year is not None)
    assert decision.taken or decision.reason == "no_year"


def test_a_list_without_days_lets_its_column_speak_once_the_page_was_looked_at() -> None:
    row = Candidate("襄垣县信访局部门决算公开", column="2023年部门决算")
    assert decided(row).look
    assert decided(replace(row, page_title=row.title, body="")).fiscal_year == 2023
    assert decided(replace(row, page_title="襄垣县信访局2022年度部门决算公开", body="")).fiscal_year == 2022


@pytest.mark.parametrize("remark", ["模板", "审核意见", "县司法局", "沁县", "工会"])
def test_a_bracket_that_may_say_more_than_a_remark_is_for_a_person(remark: str) -> None:
    decision = decided(Candidate(f"襄垣县信访局2022年度部门决算公开（{remark}）"))
    assert decision.verdict.value == "ambiguous"


def test_a_body_printed_in_traditional_characters_keeps_its_printed_name() -> None:
    decision = decided(Candidate("黃陂區信訪局2022年部門預算公開"), division="420116")
    assert (decision.agency, decision.division_code) == ("黃陂區信訪局", "420116")


@pytest.mark.parametrize("title", ["王桥镇信访办2022年部门预算", "襄垣县古韩街道综治和信访中心2022年单位预算"])
def test_petition_desks_below_the_county_are_other_departments(title: str) -> None:
    decision = decided(Candidate(title), division="140423")
    assert (decision.verdict.value, decision.reason) == ("leave", "other_department")


@pytest.mark.parametrize("title", ["点击查看", "下载附件", "[详情]"])
def test_a_link_that_is_no_title_waits_for_its_page(title: str) -> None:
    row = Candidate(title, column="部门决算")
    assert decided(row, division="140423").look
    page = Candidate(title, column="部门决算", page_title="襄垣县信访局2021年度部门决算", body="第一部分 部门概况")
    assert decided(page, division="140423").fiscal_year == 2021


@pytest.mark.parametrize(
    ("column", "listed_on", "found"),
    [
        ("部门决算", date(2022, 9, 15), "take"),
        ("部门决算", date(2021, 9, 15), "ambiguous"),
        ("部门决算审计", date(2022, 9, 15), "leave"),
        ("部门预决算", date(2022, 9, 15), "ambiguous"),
    ],
)
def test_a_column_of_one_kind_gives_it_to_a_title_that_prints_the_year(
    column: str, listed_on: date, found: str
) -> None:
    row = Candidate("襄垣县信访局2021年公开表", listed_on=listed_on, column=column)
    assert decided(row).look
    assert decided(replace(row, body="附件下载")).verdict.value == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("县教育局（信访办）2020年部门预算", "leave"),
        ("县司法局（信访局）2020年部门预算", "ambiguous"),
        ("县信访局（信访办）2020年部门预算", "take"),
    ],
)
def test_an_office_in_brackets_belongs_to_the_body_before_them(title: str, found: str) -> None:
    assert decided(Candidate(title), division="140423").verdict.value == found


@pytest.mark.parametrize(
    ("page_title", "found"),
    [(None, "ambiguous"), ("襄垣县信访局2020年", "ambiguous"), ("襄垣县信访局2020年工作要点", "leave")],
)
def test_a_name_and_a_year_among_reports_are_not_lost_where_the_page_says_no_more(
    page_title: str | None, found: str
) -> None:
    row = Candidate("2020年信访局", listed_on=date(2020, 6, 19))
    assert decided(row).look
    assert decided(replace(row, page_title=page_title, body="附件下载")).verdict.value == found


def test_a_row_of_nothing_but_a_year_beside_the_bureaus_name_is_not_lost() -> None:
    row = Candidate("2024年", publisher="襄垣县信访局")
    assert decided(row).look
    assert decided(replace(row, page_title="2024年部门决算", body="")).report_type is ReportType.FINAL_ACCOUNTS
    assert decided(replace(row, body="")).reason == "no_type"
    assert decided(replace(row, publisher="襄垣县水利局")).verdict.value == "leave"


@pytest.mark.parametrize("word", ["部分", "部份"])
def test_a_word_that_may_be_meant_or_a_misprint_is_settled_by_the_page(word: str) -> None:
    row = Candidate(f"襄垣县信访局2023年度{word}预算公开")
    decision = decided(row)
    assert (decision.verdict.value, decision.reason, decision.look) == ("ambiguous", "unknown_words", True)
    assert decided(replace(row, body="第一部分 部门概况 收入总计311.63万元")).taken


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["printed_title"])
def test_one_table_of_the_lists_of_forms_is_never_taken_for_the_report(form: dict[str, str]) -> None:
    table, kind, bureau = form["printed_title"], form["report_type"], "襄垣县信访局"
    titles = [
        f"{bureau}2022年{table}",
        f"2022年{table}（{bureau}）",
        f"2022年度{table}——县信访局",
        f"表1：{bureau}2022年{table}",
    ]
    if "表" in table:
        titles += [f"{bureau}2022年部门{kind}公开（{table}）", f"{bureau}2022年部门{kind}公开：{table}"]
    rows = [Candidate(title) for title in titles] + [Candidate(f"2022年{table}", publisher=bureau)]
    assert [row.title for row in rows if decided(row).taken] == []


@pytest.mark.parametrize(
    "tables",
    [
        "部门预算公开表",
        "部门决算公开报表",
        "部门决算表",
        "部门预算附表",
        "部门收支预算公开表",
        "部门预算说明及收支预算总表",
    ],
)
def test_tables_that_are_the_whole_report_are_taken(tables: str) -> None:
    for title in (f"襄垣县信访局2022年{tables}", f"2022年{tables}（襄垣县信访局）"):
        assert decided(Candidate(title)).taken, title


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("2022年收入支出决算总表", "part_of_report"),
        ("2022年部门预算勘误", "correction_note"),
        ("2022年部门预算公开（送审稿）", "draft"),
    ],
)
def test_part_note_and_draft_are_for_a_person_also_where_only_the_row_names_the_body(title: str, reason: str) -> None:
    decision = decided(Candidate(title, publisher="襄垣县信访局"))
    assert (decision.verdict.value, decision.reason) == ("ambiguous", reason)


@pytest.mark.parametrize(
    "fund", ["机关运行经费", "公用经费", "会议费", "培训费", "公务接待费", "基本支出", "政府性基金"]
)
@pytest.mark.parametrize("kind", ["预算", "决算"])
def test_one_kind_of_money_is_part_of_the_report_unless_it_stands_behind_it(fund: str, kind: str) -> None:
    for title in (
        f"2018年信访局{fund}{kind}",
        f"襄垣县信访局2018年{fund}{kind}公开",
        f"襄垣县信访局2018年部门{kind}公开（{fund}{kind}）",
    ):
        decision = decided(Candidate(title))
        assert (decision.verdict.value, decision.reason) == ("ambiguous", "part_of_report"), title
    assert decided(Candidate(f"襄垣县信访局2018年部门{kind}及{fund}{kind}")).reason != "part_of_report"


@pytest.mark.parametrize("joint", ["、", "和", "与", "及", "暨", "，", " "])
def test_a_bureau_and_its_centre_are_two_bodies_and_no_news(joint: str) -> None:
    bureau, centre = "襄垣县信访局", "襄垣县联合接访中心"
    for names in (f"{bureau}{joint}{centre}", f"{centre}{joint}{bureau}"):
        for title in (f"{names}2021年部门决算", f"2021年部门决算（{names}）"):
            decision = decided(Candidate(title))
            assert (decision.verdict.value, decision.reason) == ("ambiguous", "several_bodies"), title


@pytest.mark.parametrize(
    "names", ["县信访局（县联合接访中心）", "县信访局及下属联合接访中心", "县群众工作部、县信访局"]
)
def test_a_second_name_or_a_subordinate_unit_leaves_one_body(names: str) -> None:
    assert decided(Candidate(f"{names}2021年部门决算")).taken


@pytest.mark.parametrize(
    "body", ["联合接访大厅", "信访宣传中心", "老干部活动中心", "人才交流中心", "县委政策研究室", "县委调研室"]
)
def test_a_word_of_news_inside_the_name_of_another_body_does_not_leave_what_is_ours(body: str) -> None:
    assert decided(Candidate(f"襄垣县信访局、{body}2021年部门决算")).verdict.value == "ambiguous"


@pytest.mark.parametrize("news", ["开展接访活动", "组织学习", "领导在联合接访中心接访"])
def test_news_of_the_same_words_is_left(news: str) -> None:
    decision = decided(Candidate(f"襄垣县信访局{news}，2021年部门决算公开"))
    assert (decision.verdict.value, decision.reason) == ("leave", "news")
