"""Names and codes of divisions, read for a year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.division_names import Form, name_forms
from domain.divisions import AmbiguousDivision, Division, UnknownDivision, load_divisions, reference_rows
from domain.records import Level

TABLE = load_divisions()
CURRENT = tuple(row for row in TABLE.rows if row.current)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("140423", "140423"),
        ("襄垣县", "140423"),
        ("襄垣", "140423"),
        ("山西省襄垣县", "140423"),
        ("山西襄垣", "140423"),
        ("长治市襄垣县", "140423"),
        ("山西省长治市襄垣县", "140423"),
        (" 襄 垣 县 ", "140423"),
        ("鄂托克前旗", "150623"),
        ("鄂前旗", "150623"),
        ("土右旗", "150221"),
        ("土左旗", "150121"),
        ("科右前旗", "152221"),
        ("西乌旗", "152526"),
        ("达旗", "150621"),
        ("达茂旗", "150223"),
        ("鄂温克旗", "150724"),
        ("额旗", "152923"),
        ("锡盟", "152500"),
        ("阿旗", None),
        ("扎旗", None),
        ("通辽扎旗", "150526"),
        ("瀍河区", "410304"),
        ("管城", "410104"),
        ("梅里斯区", "230208"),
        ("茂县", "513223"),
        ("曲阳县", "130634"),
        ("重庆荣昌", "500153"),
        ("石柱县", "500240"),
        ("石柱土家族自治县", "500240"),
        ("黔西南州", "522300"),
        ("广西区", "450000"),
        ("内蒙古", "150000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("晋城城区", "140502"),
        ("东莞市", "441900"),
        ("嘉峪关市", "620200"),
        ("浦东", "310115"),
        ("乌鲁木齐高新区（新市区）", "650104"),
        ("乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）", "650104"),
        ("苏州工业园区", "320576"),
        ("保定高新区", "130671"),
        ("河东区", None),
        ("天津河东区", "120102"),
    ],
)
def test_a_division_is_found_by_every_written_form_of_its_name(text: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(AmbiguousDivision):
            TABLE.resolve(text)
    else:
        assert TABLE.resolve(text).code == code


def test_an_ambiguous_name_lists_all_candidates_in_both_languages() -> None:
    with pytest.raises(AmbiguousDivision) as caught:
        TABLE.resolve("朝阳区")
    assert {one.code for one in caught.value.candidates} == {"110105", "220104"}
    for message in (caught.value.message_zh, caught.value.message_en):
        assert "110105 北京市朝阳区" in message
        assert "220104 吉林省长春市朝阳区" in message
    assert "六位代码" in caught.value.message_zh
    assert "six-digit code" in caught.value.message_en


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("城关区", {"540102", "620102"}),
        ("城区", {"140302", "140502", "441502", "140202", "140402"}),  # 大同 and 长治 had one until 2017
        ("伊宁", {"654002", "654021"}),
        ("新市区", {"650104", "130602"}),
    ],
)
def test_namesakes_are_never_chosen_between(text: str, codes: set[str]) -> None:
    with pytest.raises(AmbiguousDivision) as caught:
        TABLE.resolve(text)
    assert {one.code for one in caught.value.candidates} == codes


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("朝阳区", "北京", "110105"),
        ("朝阳区", "北京市", "110105"),
        ("朝阳区", "长春市", "220104"),
        ("朝阳区", "220", "220104"),
        ("朝阳区", "220000", "220104"),
        ("朝阳区", "220100", "220104"),
        ("新市区", "新疆", "650104"),
        ("鼓楼区", "福建省福州市", "350102"),
        ("襄垣县", "140423", "140423"),
        ("海南", "青海省", "632500"),
    ],
)
def test_a_parent_decides_between_namesakes(text: str, within: str, code: str) -> None:
    assert TABLE.resolve(text, within=within).code == code


def test_a_division_of_another_place_is_unknown_there() -> None:
    with pytest.raises(UnknownDivision):
        TABLE.resolve("襄垣县", within="四川省")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("襄恒县", "140423"),
        ("襄恒", "140423"),
        ("山西省襄恒县", "140423"),
        ("茂具", "513223"),
        ("曲洋县", "130634"),
        ("鄂托克前期", "150623"),
        ("乌鲁木其市", "650100"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_near_ones(text: str, near: str) -> None:
    with pytest.raises(UnknownDivision) as caught:
        TABLE.resolve(text)
    assert near in [one.code for one in caught.value.suggestions[:2]]
    assert TABLE.get(near).full_name in caught.value.message_zh  # type: ignore[union-attr]  # near is in the table
    assert "did you mean" in caught.value.message_en


@pytest.mark.parametrize("text", ["999999", "", "县", "市辖区", "信访局", "14042"])
def test_what_is_no_division_is_unknown_and_nothing_is_suggested(text: str) -> None:
    with pytest.raises(UnknownDivision) as caught:
        TABLE.resolve(text)
    assert caught.value.suggestions == ()


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("密云县", 2014, "110228"),
        ("密云县", 2017, "110118"),
        ("密云区", 2013, "110228"),
        ("密云区", 2023, "110118"),
        ("110228", 2020, "110118"),
        ("110118", 2014, "110228"),
        ("竞秀区", 2014, "130602"),
        ("新市区", 2015, "650104"),
        ("邢台县", 2022, "130503"),
        ("荣昌县", 2022, "500153"),
        ("崇安区", 2017, "320213"),
        ("即墨市", 2021, "370215"),
        ("大同市城区", 2020, "140213"),
    ],
)
def test_a_name_of_another_year_leads_to_the_division_valid_in_the_fiscal_year(text: str, year: int, code: str) -> None:
    found = TABLE.resolve(text, year=year)
    assert found.code == code
    assert found.valid_in(year)


def test_a_merged_district_has_several_predecessors_and_none_is_chosen() -> None:
    with pytest.raises(AmbiguousDivision) as caught:
        TABLE.resolve("梁溪区", year=2014)
    assert {one.name for one in caught.value.candidates} == {"崇安区", "南长区", "北塘区"}


def test_a_recoded_name_of_the_same_code_is_told_apart_by_year() -> None:
    assert TABLE.get("130602", 2014) == next(row for row in TABLE.rows if row.code == "130602" and row.name == "新市区")
    assert TABLE.get("130602", 2020).name == "竞秀区"  # type: ignore[union-attr]  # it exists in 2020
    assert TABLE.get("130602").name == "竞秀区"  # type: ignore[union-attr]  # and today
    assert TABLE.get("110228", 2020) is None
    assert TABLE.get("123456") is None


def test_the_present_day_division_follows_the_whole_chain() -> None:
    assert TABLE.present_day("110228").name == "密云区"
    assert TABLE.present_day("140423").name == "襄垣县"
    assert TABLE.present_day("320202").name == "梁溪区"
    assert TABLE.present_day("513229").name == "马尔康市"
    with pytest.raises(UnknownDivision):
        TABLE.present_day("123456")


def test_every_division_that_ended_has_a_successor_of_today() -> None:
    ended = [row for row in TABLE.rows if not row.current]
    assert ended
    assert [row for row in ended if not TABLE.present_day(row.code).current] == []


def test_the_districts_of_yichun_lead_to_what_they_became_in_2019() -> None:
    assert {one.name for one in TABLE.predecessors(TABLE.resolve("伊美区"))} == {"伊春区", "美溪区"}
    assert {one.name for one in TABLE.predecessors(TABLE.resolve("丰林县"))} == {"新青区", "红星区", "五营区"}
    assert TABLE.present_day("230716").code == "230719"


def test_a_zone_without_a_code_of_its_own_goes_by_its_host_under_its_own_name() -> None:
    zone = TABLE.resolve("义龙试验区")
    assert (zone.code, zone.name, zone.level) == ("522300", "义龙试验区", Level.ZONE)
    assert zone.full_name == "贵州省黔西南布依族苗族自治州义龙试验区"


def test_a_full_name_repeats_no_parent() -> None:
    assert TABLE.resolve("荣昌区").full_name == "重庆市荣昌区"
    assert TABLE.resolve("长治市").full_name == "山西省长治市"
    assert TABLE.resolve("山西省").full_name == "山西省"


@given(st.sampled_from(CURRENT))
def test_the_full_name_of_every_current_division_resolves_to_it(division: Division) -> None:
    assert TABLE.resolve(division.full_name).code == division.code
    assert TABLE.resolve(division.code) == division


@given(st.sampled_from(TABLE.rows), st.integers(2013, 2026))
def test_whatever_a_code_resolves_to_is_valid_in_the_year(division: Division, year: int) -> None:
    try:
        found = TABLE.resolve(division.code, year=year)
    except (AmbiguousDivision, UnknownDivision):
        return
    assert found.valid_in(year)


def test_no_two_divisions_of_one_code_overlap_in_time() -> None:
    overlaps = [
        (one.code, one.name, other.name)
        for index, one in enumerate(TABLE.rows)
        for other in TABLE.rows[index + 1 : index + 3]
        if one.code == other.code and any(one.valid_in(year) and other.valid_in(year) for year in range(2013, 2027))
    ]
    assert overlaps == []


def test_every_change_names_divisions_of_the_table() -> None:
    unknown = [
        (row["year"], code)
        for row in reference_rows("division_changes.csv")
        for code in (row["old_code"], row["new_code"])
        # Codes that ended before 2013 stand in the changes only; 1390xx were used for two years as aliases.
        if code and row["year"] > "2013" and TABLE.get(code) is None and "province-managed" not in row["note"]
    ]
    assert unknown == []


def test_every_alias_belongs_to_a_division_and_to_one_only_and_could_not_be_derived() -> None:
    for row in reference_rows("division_aliases.csv"):
        division = TABLE.resolve(row["alias"])
        assert division.code == row["code"]
        assert row["alias"] not in [form for form, _ in name_forms(division.name)]


def test_a_short_name_of_one_division_is_the_official_name_of_one_other_that_was() -> None:
    official = {division.name: division for division in TABLE.rows}
    clashes = {
        (form, division.name)
        for division in TABLE.rows
        for form, kind in name_forms(division.name)
        if kind is Form.SHORT and form in official and official[form].name != division.name
    }
    assert clashes == {("东乡县", "东乡族自治县")}


def test_only_the_placeholder_of_a_city_without_counties_is_no_row_of_its_own() -> None:
    listed = {(row["code"], row["name"]) for row in reference_rows("divisions.csv")}
    assert listed - {(one.code, one.name) for one in TABLE.rows} == {("620201", "嘉峪关市")}
    assert TABLE.resolve("嘉峪关市").code == "620200"


def test_completion_lists_current_divisions_by_code() -> None:
    assert [one.name for one in TABLE.search("襄")] == [
        "襄都区",
        "襄垣县",
        "襄汾县",
        "襄城县",
        "襄阳市",
        "襄城区",
        "襄州区",
    ]
    assert {one.name for one in TABLE.search("襄垣")} == {"襄垣县"}
    assert [one.code for one in TABLE.search("14042")] == sorted(one.code for one in CURRENT if one.code[:5] == "14042")
    assert len(TABLE.search("1", limit=7)) == 7


def test_a_code_holds_what_its_printed_name_holds() -> None:
    """511000 is no beginning of 511102, and 500000 none of 510000."""
    places = [row for row in CURRENT if row.level in (Level.PROVINCE, Level.PREFECTURE)]
    named = [(row.code, row.province, None if row.level is Level.PROVINCE else row.name) for row in places]
    wrong = [
        (row.full_name, code)
        for row in CURRENT
        for code, province, city in named
        if TABLE.lies_within(row, code)
        != ((row.province == province and (city is None or city in (row.city, row.name))) or row.code == code)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("city", "of_another"),
    [
        ("511000", "乐山市市中区"),
        ("371000", "日照市东港区"),
        ("431000", "永州市零陵区"),
        ("411000", "漯河市源汇区"),
        ("500000", "成都市锦江区"),
    ],
)
def test_a_place_of_a_neighbour_whose_code_begins_alike_is_not_inside(city: str, of_another: str) -> None:
    assert not TABLE.lies_within(TABLE.resolve(of_another), city)
