"""Which division a report is of: its own name, the portal's place, the year, and names that several share."""

from __future__ import annotations

import pytest

from bench.discovery import places
from domain.divisions import Division, load_divisions
from scrapers.decision import Candidate
from tests.scrapers.deciding import decided

DIVISIONS = load_divisions()


def _own_name(division: Division, year: int) -> str:
    core = "信访办公室" if division.province in ("北京市", "上海市", "重庆市") else "信访局"
    return f"{division.name}{core}{year}年度部门决算公开"


@pytest.mark.parametrize(("year", "turn"), [(2015, 0), (2018, 1), (2021, 2), (2024, 3)])
def test_every_division_is_told_by_its_bare_name_on_its_own_portal(year: int, turn: int) -> None:
    """Every second in one of the years; ``python -m bench.discovery places`` asks for all of them in many ways."""
    wrong = {}
    for division in DIVISIONS.rows[turn::8]:
        if not division.valid_in(year):
            continue
        portal = DIVISIONS.present_day(division.code).code
        decision = decided(Candidate(_own_name(division, year)), division=portal)
        if (decision.verdict.value, decision.division_code) != ("take", division.code):
            wrong[division.code, division.name] = (decision.reason, decision.division_code)
    assert wrong == {}


@pytest.mark.parametrize(("year", "turn"), [(2018, 0), (2024, 1)])
def test_a_division_of_another_province_is_never_taken_for_the_portals_own(year: int, turn: int) -> None:
    wrong = {}
    for division in DIVISIONS.rows[turn::8]:
        if not division.valid_in(year) or division.province in ("山西省", "新疆维吾尔自治区"):
            continue
        elsewhere = "652325" if division.province.startswith("山") else "140423"
        decision = decided(Candidate(f"{division.full_name}信访局{year}年部门预算"), division=elsewhere)
        if decision.taken:
            wrong[division.code, division.name] = decision.division_code
    assert wrong == {}


def test_a_county_of_a_city_portal_gets_its_own_code() -> None:
    decision = decided(Candidate("襄垣县信访局2023年部门预算"), division="140400")
    assert (decision.taken, decision.division_code) == (True, "140423")


@pytest.mark.parametrize(
    ("name", "portal", "code"),
    [
        ("长治市襄垣县", "140400", "140423"),
        ("长治襄垣县", "140400", "140423"),
        ("山西省长治市襄垣县", "140000", "140423"),
        ("北京市顺义区", "110000", "110113"),
        ("吉林省吉林市", "220000", "220200"),
        ("中共长治市襄垣县委长治市襄垣县人民政府", "140400", "140423"),
        ("石家庄赵县", "130100", "130133"),
        ("长治市", "140400", "140400"),
        ("北京市", "110000", "110000"),
        ("中共长治市委长治市人民政府", "140400", "140400"),
        ("城区", "140500", "140502"),
        ("市中区区委区政府", "370103", "370103"),
        ("济南市中区", "370103", "370103"),
        ("济南市中区", "370100", "370103"),
        ("青岛市南区", "370202", "370202"),
        ("阳泉城区", "140302", "140302"),
        ("阳泉城区", "140300", "140302"),
        ("中共理县委员会理县人民政府", "513222", "513222"),
        ("中共礼县县委礼县人民政府", "621226", "621226"),
        ("中共成县县委办公室成县人民政府", "621221", "621221"),
        ("中共阿旗旗委办公室阿旗人民政府", "150421", "150421"),
    ],
)
def test_the_narrowest_place_of_a_name_is_the_bodys(name: str, portal: str, code: str) -> None:
    decision = decided(Candidate(f"{name}信访局2023年部门预算"), division=portal)
    assert (decision.taken, decision.division_code) == (True, code), decision


@pytest.mark.parametrize(
    ("name", "portal"), [("临夏广河县", "622921"), ("昌吉阜康市", "652301"), ("城区", "140000"), ("贵安新区", "520000")]
)
def test_a_neighbour_or_a_name_of_several_is_for_a_person(name: str, portal: str) -> None:
    assert not decided(Candidate(f"{name}信访局2023年部门预算"), division=portal).taken


def test_no_name_of_a_division_is_taken_for_another_one() -> None:
    """A part of the table; ``python -m bench.discovery places`` sweeps all of it."""
    sweep = places.run(every=150, start=11)
    assert sweep.divisions > 20
    assert sweep.wrong == []
    assert sweep.met


def test_another_county_on_a_county_portal_is_for_a_person() -> None:
    decision = decided(Candidate("沁县信访局2023年部门预算"))
    assert (decision.verdict.value, decision.reason) == ("ambiguous", "other_division")


def test_the_code_is_the_one_valid_in_the_fiscal_year() -> None:
    early = decided(Candidate("密云县信访办公室2013年部门预算"), division="110118")
    late = decided(Candidate("密云区信访办公室2023年部门预算"), division="110118")
    assert (early.division_code, late.division_code) == ("110228", "110118")


def test_a_place_no_table_knows_counts_when_the_site_has_that_name() -> None:
    title = "望江新区信访局2025年度部门决算"
    assert decided(Candidate(title)).reason == "division_unclear"
    decision = decided(Candidate(title, site="预算/决算-望江新区"))
    assert (decision.taken, decision.division_code) == (True, "140423")


def test_a_city_whose_short_name_ends_like_a_town_is_no_town() -> None:
    assert decided(Candidate("景德镇信访局2022年度部门决算"), division="360200").taken


@pytest.mark.parametrize(
    ("title", "portal", "code"),
    [
        ("石家庄市桥西区信访局2021年部门预算", "130100", "130104"),
        ("北京市东城区信访办公室2021年部门预算", "110000", "110101"),
        ("山西省阳泉市平定县信访局2021年部门预算", "140000", "140321"),
        ("阳泉市郊区信访局2021年部门预算", "140300", "140311"),
        ("中共舟山市委舟山市人民政府信访局2021年部门预算", "330900", "330900"),
        ("湖南省岳阳市信访局2021年部门预算", "430600", "430600"),
    ],
)
def test_on_the_portal_of_a_city_the_county_printed_behind_it_is_the_one(title: str, portal: str, code: str) -> None:
    decision = decided(Candidate(title), division=portal)
    assert (decision.taken, decision.division_code) == (True, code)


@pytest.mark.parametrize(
    ("title", "portal", "code"),
    [
        ("哈密市信访局2014年部门决算", "650500", None),
        ("哈密地区信访局2014年部门决算", "650500", "652200"),
        ("哈密市信访局2018年部门决算", "650500", "650500"),
        ("哈密市信访局2014年部门决算", "650502", "652201"),
    ],
)
def test_a_prefectures_name_that_was_a_countys_in_that_year_is_for_a_person(
    title: str, portal: str, code: str | None
) -> None:
    decision = decided(Candidate(title), division=portal)
    assert (decision.division_code, decision.taken) == (code, code is not None)
    assert decision.taken or decision.reason == "division_unclear"
