"""Petition bodies in titles and publishers' names."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agencies import agency_kinds, find_agency, normalise_agency
from domain.declared import from_yaml
from domain.divisions import load_divisions
from domain.records import Scope

COUNTIES = tuple(row for row in load_divisions().rows if row.current and row.level.value == "county")


@pytest.mark.parametrize(
    ("title", "name", "kind", "scope"),
    [
        ("襄垣县信访局2023年度部门决算", "襄垣县信访局", "bureau", Scope.DEPARTMENT),
        ("2023年度襄垣县信访局单位决算公开", "襄垣县信访局", "bureau", Scope.UNIT),
        ("三穗县信访局本级2024年度部门决算公开报告", "三穗县信访局", "bureau", Scope.OWN),
        ("重庆市大足区信访办公室(本级)2022年部门预算情况说明", "重庆市大足区信访办公室", "office", Scope.OWN),
        ("天水市信访局2022年度部门决算信息公开(本级)", "天水市信访局", "bureau", Scope.OWN),
        ("中方县信访局机关2020年部门预算", "中方县信访局", "bureau", Scope.OWN),
        ("泸西县信访局部门2020年度部门决算", "泸西县信访局", "bureau", Scope.DEPARTMENT),
        (
            "中共湖州市委湖州市人民政府信访局(汇总) 2019年度部门决算",
            "中共湖州市委湖州市人民政府信访局",
            "bureau",
            Scope.AGGREGATE,
        ),
        (
            "乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）信访局2021年度部门决算",
            "乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）信访局",
            "bureau",
            Scope.DEPARTMENT,
        ),
        (
            "中共六安市委 六安市人民政府信访局2021年部门预算",
            "中共六安市委 六安市人民政府信访局",
            "bureau",
            Scope.DEPARTMENT,
        ),
        ("中共荣成市委、荣成市人民政府信访局", "中共荣成市委、荣成市人民政府信访局", "bureau", Scope.UNKNOWN),
        (
            "六安市人民政府信访局(中共六安市委信访局)2021年度",
            "六安市人民政府信访局(中共六安市委信访局)",
            "bureau",
            Scope.UNKNOWN,
        ),
        ("广西防城港市委市人民政府信访局 2020年部门预算", "广西防城港市委市人民政府信访局", "bureau", Scope.DEPARTMENT),
        ("奉新县委信访局2022年部门预算", "奉新县委信访局", "bureau", Scope.DEPARTMENT),
        ("奉新县委办县政府办信访局2022年部门预算", "奉新县委办县政府办信访局", "bureau", Scope.DEPARTMENT),
        ("委办县办信访局2018年部门预算", "委办县办信访局", "bureau", Scope.DEPARTMENT),
        ("【信访局】2023年部门预算公开", "信访局", "bureau", Scope.DEPARTMENT),
        ("2023年部门预算公开【信访局本级】", "信访局", "bureau", Scope.OWN),
        ("中国共产党襄垣县委员会信访局", "中国共产党襄垣县委员会信访局", "bureau", Scope.UNKNOWN),
        ("2023年厦门市湖里区人民政府信访局预算说明", "厦门市湖里区人民政府信访局", "bureau", Scope.UNKNOWN),
        ("2021年部门预算公开说明中方县信访局.", "中方县信访局", "bureau", Scope.DEPARTMENT),
        ("2018年汨罗市信访局部门决算和“三公” 经费决算公开表", "汨罗市信访局", "bureau", Scope.DEPARTMENT),
        (
            "义龙试验区群众工作部（信访局）2015年部门预算",
            "义龙试验区群众工作部（信访局）",
            "mass_work",
            Scope.DEPARTMENT,
        ),
        ("洛阳市伊滨区信访局2021年部门决算", "洛阳市伊滨区信访局", "bureau", Scope.DEPARTMENT),
        ("成都天府新区信访局2021年部门决算", "成都天府新区信访局", "bureau", Scope.DEPARTMENT),
        ("第十五师红山嘴市信访局2024年部门预算", "第十五师红山嘴市信访局", "bureau", Scope.DEPARTMENT),
        ("青岭苗族自治县信访局2018年部门预算", "青岭苗族自治县信访局", "bureau", Scope.DEPARTMENT),
        ("白原地区信访局2021年部门预算", "白原地区信访局", "bureau", Scope.DEPARTMENT),
        ("沙里木自治州信访局2019年部门决算", "沙里木自治州信访局", "bureau", Scope.DEPARTMENT),
        (
            "中共石岭市委石岭市人民政府信访局2022年部门决算",
            "中共石岭市委石岭市人民政府信访局",
            "bureau",
            Scope.DEPARTMENT,
        ),
        ("北京市西城区信访投诉受理中心2023年预算", "北京市西城区信访投诉受理中心", "complaint_centre", Scope.UNKNOWN),
        ("襄垣县群众来访接待中心2023年度单位决算", "襄垣县群众来访接待中心", "reception_centre", Scope.UNIT),
        ("曲阳县群众工作中心", "曲阳县群众工作中心", "mass_work_centre", Scope.UNKNOWN),
        ("荣昌区联合接访中心", "荣昌区联合接访中心", "joint_reception", Scope.UNKNOWN),
        ("荣成市信访服务中心", "荣成市信访服务中心", "service_centre", Scope.UNKNOWN),
        ("茂县信访信息中心", "茂县信访信息中心", "information_centre", Scope.UNKNOWN),
        ("茂县信访事务中心", "茂县信访事务中心", "affairs_centre", Scope.UNKNOWN),
        ("德清县社会矛盾纠纷调处化解中心", "德清县社会矛盾纠纷调处化解中心", "mediation_centre", Scope.UNKNOWN),
        ("茂县县长热线办", "茂县县长热线办", "hotline", Scope.UNKNOWN),
        ("国家信访局2022年度部门决算", "国家信访局", "bureau", Scope.DEPARTMENT),
        ("县委信访局", "县委信访局", "bureau", Scope.UNKNOWN),
        ("信访局2021年部门决算", "信访局", "bureau", Scope.DEPARTMENT),
    ],
)
def test_a_petition_body_is_found_with_its_whole_printed_name(title: str, name: str, kind: str, scope: Scope) -> None:
    match = find_agency(title)
    assert match is not None
    assert (match.name, match.kind, match.scope_hint) == (name, kind, scope)
    assert title[match.start : match.end] == name
    assert match.own_level == (scope is Scope.OWN)


@pytest.mark.parametrize(
    "text",
    [
        "关于召开信访工作联席会议的通知",
        "襄垣县信访工作联席会议办公室",
        "涉法涉诉信访救助资金",
        "《信访工作条例》宣传月活动",
        "推进信访法治化工作",
        "信访事项办理流程",
        "襄垣县信访办理结果",
        "当前信访局势平稳",
        "襄垣县司法局2021年度部门决算",
        "襄垣县公安局信访办公室",
        "襄垣县人民法院信访局",
        "襄垣县卫生健康委员会信访办公室",
        "中共襄垣县委政法委信访办",
        "某集团公司信访办公室",
        "襄垣县信访局长接访安排",
        "襄垣县群众工作部门会议",
        "",
    ],
)
def test_petition_work_and_other_bodies_are_no_petition_body(text: str) -> None:
    assert find_agency(text) is None


@pytest.mark.parametrize(
    "text", ["承担县信访局交办的其他事项", "现将襄垣县信访局有关情况公布如下", "能够联通县信访局的系统"]
)
def test_words_before_a_body_in_a_sentence_are_not_taken_into_its_name(text: str) -> None:
    match = find_agency(text)
    assert match is not None
    assert match.name in ("县信访局", "襄垣县信访局")


def test_a_social_work_department_needs_evidence() -> None:
    match = find_agency("中共上海市普陀区委社会工作部2024年度部门决算")
    assert match is not None
    assert match.name == "中共上海市普陀区委社会工作部"
    assert match.needs_evidence
    assert not match.is_bureau
    both = find_agency("中共襄垣县委社会工作部（信访局）")
    assert both is not None
    assert both.is_bureau
    assert not both.needs_evidence


def test_a_centre_is_a_unit_and_a_bureau_a_department() -> None:
    kinds = agency_kinds()
    assert kinds["bureau"].body == kinds["office"].body == "department"
    assert kinds["reception_centre"].body == "unit"
    assert {kind.body for kind in kinds.values()} == {"department", "unit", "other"}


def test_every_name_form_of_the_data_is_found_behind_a_county_as_its_kind() -> None:
    data = from_yaml((resources.files("domain.reference") / "agencies.yaml").read_text("utf-8"))
    missed = []
    for form in data["forms"]:
        match = find_agency(f"襄垣县{form['core']}2023年度部门决算")
        if match is None or match.kind != form["kind"] or match.name != f"襄垣县{form['core']}":
            missed.append((form["core"], match))
    assert missed == []
    assert {form["kind"] for form in data["forms"]} == set(data["kinds"])


@given(st.sampled_from(COUNTIES), st.sampled_from(["信访局", "信访办公室", "群众来访接待中心"]))
def test_every_county_can_stand_before_a_body(division: object, core: str) -> None:
    name = f"{division.full_name}{core}"  # type: ignore[attr-defined]  # a Division
    match = find_agency(f"2022年度{name}部门决算公开")
    assert match is not None
    assert match.name == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("襄垣县信访局", "襄 垣 县 信 访 局"),
        ("襄垣县信访局（本级）", "襄垣县信访局"),
        ("襄垣县信访局部门", "襄垣县信访局"),
        ("中方县信访局.", "中方县信访局"),
        ("中共六安市委、六安市人民政府信访局", "中共六安市委 六安市人民政府信访局"),
        ("乌鲁木齐高新区（新市区）信访局", "乌鲁木齐高新区(新市区)信访局"),
    ],
)
def test_one_body_printed_in_two_ways_has_one_normal_form(one: str, other: str) -> None:
    assert normalise_agency(one) == normalise_agency(other)


def test_a_bracketed_second_name_is_kept_in_the_normal_form() -> None:
    assert normalise_agency("义龙试验区群众工作部（信访局）") == "义龙试验区群众工作部(信访局)"


@given(st.text(alphabet="襄垣县信访局（本级）部门机关、. 中共市委", max_size=14))
def test_normalising_a_name_twice_changes_nothing(name: str) -> None:
    assert normalise_agency(normalise_agency(name)) == normalise_agency(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("信访维稳服务中心", "service_centre"),
        ("人民群众来访接待中心", "reception_centre"),
        ("信访矛盾纠纷调处中心", "mediation_centre"),
        ("信访局信访督查中心", "affairs_centre"),
        ("信访事项受理办理中心", "complaint_centre"),
        ("群众来访联合接待大厅", "joint_reception"),
    ],
)
def test_a_unit_is_known_whatever_its_duties_are_called(name: str, kind: str) -> None:
    match = find_agency(f"襄垣县{name}2022年度单位决算")
    assert match is not None
    assert (match.name, match.kind, match.is_bureau) == (f"襄垣县{name}", kind, False)


@pytest.mark.parametrize("owner", ["妇联", "总工会职工", "退役军人", "人民检察院", "卫生健康局", "第一中学校"])
def test_another_bodys_reception_room_is_none_of_ours(owner: str) -> None:
    assert find_agency(f"襄垣县{owner}信访接待中心2022年预算") is None
