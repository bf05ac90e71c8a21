"""Classification codes and names, read for a year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.classification import (
    Code,
    class_of_name,
    code_of,
    codes,
    economic_by_name,
    economic_group,
    economic_name,
    functional_by_name,
    functional_by_path,
    functional_name,
    group_of_name,
    is_code,
    name_agrees,
    name_key,
    normalised_code,
)

GOLD = Path(__file__).parents[1] / "fixtures" / "gold"
FUNCTIONAL = codes("functional")
ECONOMIC = codes("economic")


@pytest.mark.parametrize(
    ("printed", "year", "code", "name"),
    [
        ("一般公共服务（类）支出", 2023, "201", "一般公共服务支出"),
        ("一、一般公共服务支出", 2023, "201", "一般公共服务支出"),
        ("一般公共服务", 2023, "201", "一般公共服务支出"),
        ("一般公共服务支出（类）", 2019, "201", "一般公共服务支出"),
        ("社会保障和就业（类）", 2021, "208", "社会保障和就业支出"),
        ("八、社会保障和就业支出", 2021, "208", "社会保障和就业支出"),
        ("卫生健康(类)支出", 2019, "210", "卫生健康支出"),
        ("医疗卫生与计划生育支出", 2018, "210", "医疗卫生与计划生育支出"),
        ("医疗卫生与计划生育支出", 2023, "210", "卫生健康支出"),
        ("文化体育与传媒支出", 2025, "207", "文化旅游体育与传媒支出"),
        ("十四、资源勘探工业信息支出", 2023, "215", "资源勘探工业信息等支出"),
        ("十八、自然资源海洋气象支出", 2023, "220", "自然资源海洋气象等支出"),
        ("农林水（类）支出", 2019, "213", "农林水支出"),
        ("住房保障支出", 2020, "221", "住房保障支出"),
        ("二十三、其他支出", 2023, "229", "其他支出"),
        ("一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）", 2019, "201", "一般公共服务支出"),
    ],
)
def test_a_printed_class_has_its_code_and_the_name_of_the_year(printed: str, year: int, code: str, name: str) -> None:
    found = class_of_name(printed, year)
    assert found is not None
    assert (found.code, found.name) == (code, name)


@pytest.mark.parametrize(
    "printed", ["信访事务", "行政运行", "基本支出", "其他", "其他收入", "合计", "本年支出合计", "", "办公费"]
)
def test_what_is_no_class_has_none(printed: str) -> None:
    assert class_of_name(printed, 2023) is None


@given(st.sampled_from([row for row in FUNCTIONAL if row.level == "类"]), st.integers(2014, 2026))
def test_every_name_a_class_ever_had_leads_to_it(row: Code, year: int) -> None:
    found = class_of_name(row.name, year)
    assert found is not None
    assert found.code == row.code


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("2010308", 2023, "信访事务"),
        ("2010308", 2025, "信访事务"),
        ("20140", 2025, "信访事务"),
        ("20140", 2023, None),
        ("207", 2017, "文化体育与传媒支出"),
        ("207", 2021, "文化旅游体育与传媒支出"),
        ("2080501", 2019, "归口管理的行政单位离退休"),
        ("2080501", 2023, "行政单位离退休"),
        ("2010301", None, "行政运行"),
        ("30201", 2023, None),
        ("9999999", 2023, None),
    ],
)
def test_a_functional_code_has_the_name_of_its_year(code: str, year: int | None, name: str | None) -> None:
    assert functional_name(code, year) == name


def test_a_code_whose_meaning_changed_has_no_name_without_a_year() -> None:
    assert economic_name("30311") is None
    assert economic_name("30311", 2016) == "住房公积金"
    assert economic_name("30311", 2019) is None
    assert economic_name("30311", 2021) == "代缴社会保险费"
    assert code_of("30311") is None


def test_the_two_economic_classifications_are_not_mixed() -> None:
    assert economic_name("50101", 2023) == "工资奖金津补贴"
    assert economic_by_name("工资奖金津补贴", 2023) is None
    assert {row.system for row in codes("government_economic")} == {"government_economic"}


def test_a_name_under_several_codes_gives_them_all() -> None:
    assert [row.code for row in functional_by_name("信访事务", 2024)] == ["2010308", "20140"]
    assert [row.code for row in functional_by_name("信访事务", 2023)] == ["2010308"]
    assert [row.code for row in functional_by_name("信访事务（项）", 2024, "项")] == ["2010308"]
    assert [row.code for row in functional_by_name("行政运行", 2023, under="20103")] == ["2010301"]
    assert functional_by_name("没有的科目", 2023) == ()


def test_an_unverified_code_says_so() -> None:
    assert {row.code: row.verified for row in functional_by_name("信访事务", 2024)} == {"2010308": True, "20140": False}


@pytest.mark.parametrize(
    ("printed", "group", "code"),
    [
        ("维护（修）费", "公用经费", "30213"),
        ("维修(护)费", None, "30213"),
        ("公务用车运行费", "公用经费", "30231"),
        ("公务用车运行维护费", None, "30231"),
        ("职业年金", "人员经费", "30109"),
        ("机关事业单位养老保险缴费", "人员经费", "30108"),
        ("公务员医疗补助", "人员经费", "30111"),
        ("其他社会保障缴费", "人员经费", "30112"),
        ("住房公积金", "人员经费", "30113"),
        ("医疗费", "人员经费", "30114"),
        ("医疗费补助", "人员经费", "30307"),
        ("其他交通费", "公用经费", "30239"),
        ("其他对个人和家庭的补助支出", "人员经费", "30399"),
        ("资本性支出（专用设备购置）", "公用经费", "31003"),
        ("办公设备购置", "公用经费", "31002"),
        ("因公出国（境）费", "公用经费", "30212"),
        ("对个人和家庭的补助支出", None, "303"),
        ("工资福利支出", None, "301"),
    ],
)
def test_a_local_spelling_has_its_economic_code(printed: str, group: str | None, code: str) -> None:
    found = economic_by_name(printed, 2021, group)  # type: ignore[arg-type]  # one of the two groups
    assert found is not None
    assert found.code == code


def test_an_economic_name_is_read_for_its_year() -> None:
    by_year = {year: economic_by_name("住房公积金", year, "人员经费") for year in (2016, 2019)}
    assert {year: code.code if code else None for year, code in by_year.items()} == {2016: "30311", 2019: "30113"}
    assert getattr(economic_by_name("其他社会保障缴费", 2016), "code", None) == "30104"
    assert getattr(economic_by_name("医疗费", 2016), "code", None) == "30307"


@pytest.mark.parametrize(
    ("printed", "group"), [("其他支出", None), ("办公费", "人员经费"), ("信访事务", None), ("", None)]
)
def test_a_name_that_leaves_the_code_open_has_none(printed: str, group: str | None) -> None:
    assert economic_by_name(printed, 2021, group) is None  # type: ignore[arg-type]  # one of the two groups


def test_the_level_decides_between_a_class_and_its_item_of_one_name() -> None:
    assert getattr(economic_by_name("其他支出", 2021, level="类"), "code", None) == "399"
    assert getattr(economic_by_name("其他支出", 2021, level="款"), "code", None) == "39999"


@given(
    st.sampled_from(
        [row for row in ECONOMIC if row.verified and row.valid_in(2023) and row.code[:3] not in ("309", "311")]
    )
)
def test_every_verified_economic_name_of_basic_expenditure_leads_to_its_code_or_to_none(row: Code) -> None:
    found = economic_by_name(row.name, 2023)
    assert found is None or found.code == row.code or name_key(found.name) == name_key(row.name)


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("301", "personnel"),
        ("30101", "personnel"),
        ("30399", "personnel"),
        ("302", "public"),
        ("30299", "public"),
        ("31002", "public"),
        ("39999", "public"),
        ("30901", None),
        ("31101", None),
        ("2010308", None),
        ("50101", None),
    ],
)
def test_an_economic_code_counts_to_one_side_of_basic_expenditure(code: str, group: str | None) -> None:
    assert economic_group(code) == group


def test_a_label_can_name_a_whole_group() -> None:
    assert group_of_name("日常公用经费") == group_of_name("公用经费") == "公用经费"
    assert group_of_name("人员支出") == "人员经费"
    assert group_of_name("办公费") is None


@pytest.mark.parametrize("text", ["201", "20103", "2010308", "301", "30101", "501", "50101", "２０１"])
def test_the_digits_of_a_well_formed_code_are_one(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text", ["204999", "20", "2010", "3010101", "101", "601", "2023年", "201.03", "", "A0999", "12.50"]
)
def test_anything_else_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_a_code_belongs_to_its_own_system() -> None:
    assert is_code("30101", "economic")
    assert not is_code("30101", "functional")
    assert not is_code("2010308", "economic")


@pytest.mark.parametrize(
    ("code", "name", "year", "normalised"),
    [
        ("2010308", "信访事务", 2023, "2010308"),
        ("201-03-08", "信访事务", 2023, "2010308"),
        ("2111101", "减排专项支出", 2023, "2111101"),
        ("204999", "其他公共安全支出", 2021, "2049999"),
        ("20499999", "其他公共安全支出", 2021, "2049999"),
        ("201038", "信访事务", 2023, "2010308"),
        ("204999", "信访事务", 2021, None),
        ("2049", "没有的科目", 2021, None),
        ("A0999", "其他货物", 2021, None),
        ("", "信访事务", 2021, None),
    ],
)
def test_a_normalised_code_is_the_printed_one_or_the_one_a_digit_away_with_that_name(
    code: str, name: str, year: int, normalised: str | None
) -> None:
    assert normalised_code(code, name, year) == normalised


@given(st.sampled_from(FUNCTIONAL), st.data())
def test_no_well_formed_code_is_ever_rewritten(row: Code, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(FUNCTIONAL))
    assert normalised_code(row.code, other.name, 2023) == row.code


def test_a_name_of_any_year_agrees_with_its_code_but_not_with_another() -> None:
    assert name_agrees("2080501", "归口管理的行政单位离退休", 2025) is True
    assert name_agrees("2111101", "减排专项支出", 2025) is False
    assert name_agrees("30213", "维护（修）费", 2020) is True
    assert name_agrees("30311", "住房公积金", 2016) is True
    assert name_agrees("30311", "住房公积金", 2021) is False
    assert name_agrees("2999999", "某支出", 2021) is None


def test_every_item_stands_below_a_code_of_the_table() -> None:
    for system in ("functional", "economic", "government_economic"):
        rows = codes(system)
        known = {row.code for row in rows}
        assert [row.code for row in rows if row.parent and row.parent not in known] == []
        assert [row.code for row in rows if row.parent and not row.code.startswith(row.parent)] == []


@pytest.mark.parametrize(
    ("path", "year", "code"),
    [
        ("一般公共服务（类）政府办公厅（室）及相关机构事务）（款）行政运行（项）", 2019, "2010301"),
        ("公共安全支出（类）公安（款）一般行政管理事务（项）", 2019, "2040202"),
        ("社会保障和就业（类）行政事业单位离退休（款）归口管理的行政单位离退休（项）", 2023, "2080501"),
        ("农林水支出（类）扶贫（款）其他扶贫支出（项）", 2019, "2130599"),
        ("住房保障支出（类）住房改革支出（款）", 2023, "22102"),
        ("一、一般公共服务（类）支出", 2023, "201"),
        ("信访事务（项）", 2023, "2010308"),
        ("一般公共服务支出（类）其他共产党党事务支出（款）一般行政管理事务（项）", 2019, None),
        ("住房保障支出（类）住房改革支出（款）住房补贴（项）", 2019, None),
        ("行政运行（项）", 2019, None),
        ("信访事务", 2019, None),
    ],
)
def test_a_printed_path_leads_to_its_deepest_code_or_stays_open(path: str, year: int, code: str | None) -> None:
    assert getattr(functional_by_path(path, year), "code", None) == code


def test_every_basic_item_of_the_hand_checked_reports_has_its_code() -> None:
    wrong = []
    for file in sorted(GOLD.glob("0*.json")):
        gold = json.loads(file.read_text("utf-8"))
        for fact in gold["facts"]:
            code, name = fact.get("code"), fact["item"].split("/")[-1]
            # Classes 309 and 311 do not occur in basic expenditure, so their namesakes of 310 and 312 are meant.
            if fact["table"] == "basic_by_economic" and code and code[:3] not in ("309", "311"):
                found = economic_by_name(name, gold["fiscal_year"])
                if found is None or found.code != code:
                    wrong.append((file.name, name, code))
    assert wrong == []
