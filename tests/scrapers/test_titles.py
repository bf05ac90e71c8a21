"""What a title says by itself: years in any script, 预算 or 决算, scope."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.records import ReportType, Scope
from scrapers.titles import clean_title, read_title, respelled, title_words, without_extension

BUDGET, FINAL = ReportType.BUDGET, ReportType.FINAL_ACCOUNTS


@pytest.mark.parametrize(
    ("title", "year", "report_type"),
    [
        ("襄垣县信访局2023年度部门决算", 2023, FINAL),
        ("２０２３年度部门决算", 2023, FINAL),
        ("二〇二三年部门预算", 2023, BUDGET),
        ("二O二三年度部门预算", 2023, BUDGET),
        ("二0二三年部门预算", 2023, BUDGET),
        ("2O23年部门预算", 2023, BUDGET),
        ("20l6年部门决算", 2016, FINAL),
        ("2OI6部门决算", 2016, FINAL),
        ("2020年、2021年部门综合预算", None, BUDGET),
        ("2020年度及2021年度信访局本级收支预算", None, BUDGET),
        ("2020年2021年部门预算", None, BUDGET),
        ("2021年公布2020年度部门决算", 2020, FINAL),
        ("23年部门预算", 2023, BUDGET),
        ("2023部门预算", 2023, BUDGET),
        ("部门决算（2023年度）", 2023, FINAL),
        ("部门预算2023", 2023, BUDGET),
        ("2023年公开2022年度部门决算", 2022, FINAL),
        ("2024年2月5日公开部门预算2024年", 2024, BUDGET),
        ("部门预算公开（20240205）", None, BUDGET),
        ("2018年部门决算和“三公” 经费决算公开表", 2018, FINAL),
        ("2022年一般公共预算部门决算", 2022, FINAL),
        ("2022年一般公共预算", 2022, BUDGET),
        ("2022年“三公”经费预算公开", 2022, None),
        ("2022年政府采购预算", 2022, None),
        ("2022年预算绩效管理", 2022, None),
        ("2022年度决算及2023年预算", None, None),
        ("2023年部门预决算公开", 2023, None),
        ("2023年部门预算、决算公开", 2023, None),
        ("第23年部门预算", None, BUDGET),
        ("90年代部门预算", None, BUDGET),
        ("部门预算公开", None, BUDGET),
        ("", None, None),
    ],
)
def test_year_and_type_are_read_and_never_guessed(title: str, year: int | None, report_type: ReportType | None) -> None:
    reading = read_title(title)
    assert (reading.fiscal_year, reading.report_type) == (year, report_type)


def test_two_reports_in_one_title_are_seen() -> None:
    assert read_title("2022年度决算及2023年预算").two_reports
    assert not read_title("2023年部门预决算公开").two_reports


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("2021年度宁乡市信访局部门决算 - 宁乡市信访局 - 宁乡市政府门户网站", "2021年度宁乡市信访局部门决算"),
        ("松陵县信访局2025年度部门决算公开_松陵县人民政府", "松陵县信访局2025年度部门决算公开"),
        ("襄垣县水利局2023年度部门决算.pdf", "襄垣县水利局2023年度部门决算"),
        ("石柱土家族自治县信访办公室 2026年部门预算", "石柱土家族自治县信访办公室2026年部门预算"),
        ("2023-2025年规划", "2023-2025年规划"),
    ],
)
def test_site_names_extensions_and_spaces_are_cut(title: str, clean: str) -> None:
    assert clean_title(title) == clean


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("黃陂區信訪局2022年部門預算公開", "黄陂区信访局2022年部门预算公开"),
        ("遵化市信访局2023年部门预箅公开", "遵化市信访局2023年部门预算公开"),
        ("乾县信访局2023年部门预算", "乾县信访局2023年部门预算"),
        ("乾安县水利局2023年部门预算", "乾安县水利局2023年部门预算"),
    ],
)
def test_traditional_characters_and_declared_misprints_are_read_as_what_they_stand_for(printed: str, read: str) -> None:
    assert respelled(printed) == read


@given(st.text(max_size=60))
def test_respelling_keeps_every_position(title: str) -> None:
    assert len(respelled(title)) == len(title)


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("2023年度部门决算（本级）", Scope.OWN),
        ("2023年度部门决算汇总", Scope.AGGREGATE),
        ("2023年度单位决算", Scope.UNIT),
        ("2023年度部门决算", Scope.DEPARTMENT),
        ("2023年度决算", Scope.UNKNOWN),
    ],
)
def test_scope_is_what_the_title_prints(title: str, scope: Scope) -> None:
    assert read_title(title).scope is scope


def test_every_reason_has_words_in_both_languages() -> None:
    words = title_words()
    used = {rule.reason for rule in (*words.leave, *words.unclear)} | {"county_total", "other_department", "report"}
    assert used <= set(words.reasons)
    assert all(reason.zh and reason.en for reason in words.reasons.values())


@given(st.text(max_size=60))
def test_no_title_makes_reading_fail(title: str) -> None:
    reading = read_title(title)
    assert reading.fiscal_year is None or reading.fiscal_year in reading.years


@given(st.integers(min_value=2010, max_value=2035), st.sampled_from(["预算", "决算"]))
def test_the_script_of_the_year_does_not_matter(year: int, word: str) -> None:
    chinese = str(year).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    wide = str(year).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    readings = {
        (one.fiscal_year, one.report_type)
        for form in (str(year), chinese, wide)
        for one in [read_title(f"襄垣县信访局{form}年度部门{word}公开")]
    }
    assert readings == {(year, BUDGET if word == "预算" else FINAL)}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("海晏县信访局2026年部门预算.pdf", "海晏县信访局2026年部门预算"),
        ("县信访局 2025年度部门决算 .DOCX", "县信访局 2025年度部门决算"),
        ("县信访局2025年部门决算.xls（点击下载）", "县信访局2025年部门决算.xls（点击下载）"),
        ("县信访局2025年部门决算.xls(点击下载)", "县信访局2025年部门决算"),
        ("县信访局2025年部门决算公开v1.0", "县信访局2025年部门决算公开v1.0"),
        (".pdf", ".pdf"),
    ],
)
def test_a_title_does_not_end_in_the_extension_of_a_file(title: str, said: str) -> None:
    assert without_extension(title) == said
