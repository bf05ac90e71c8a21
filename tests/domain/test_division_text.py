"""Divisions named in titles, publishers and running text."""

from __future__ import annotations

import pytest

from domain.divisions import load_divisions

TABLE = load_divisions()


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("重庆市荣昌区信访办公室2022年部门预算情况说明", ["荣昌区", "重庆市"]),
        ("山西省吕梁市离石区信访局2021年度部门决算", ["离石区", "吕梁市", "山西省"]),
        ("中共六安市委 六安市人民政府信访局2021年部门预算", ["六安市"]),
        ("2021年部门预算公开说明中方县信访局.", ["中方县"]),
        ("2018年汨罗市信访局部门决算和“三公” 经费决算公开表", ["汨罗市"]),
        ("内蒙古自治区鄂尔多斯市信访局2019年度决算公开报告", ["鄂尔多斯市", "内蒙古自治区"]),
        ("广西防城港市委市人民政府信访局 2020年部门预算", ["防城港市", "广西壮族自治区"]),
        ("石柱土家族自治县信访办公室 2026年部门预算情况说明", ["石柱土家族自治县"]),
        ("乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）信访局2021年度部门决算", ["新市区"]),
        ("义龙试验区群众工作部（信访局）2015年部门预算", ["义龙试验区"]),
        ("2019年度茂县信访局部门决算", ["茂县"]),
        ("襄垣信访局2023年度部门决算", ["襄垣县"]),
        ("长治襄垣县信访局", ["襄垣县", "长治市"]),
        ("云 南 省 建 水 县 信访局", ["建水县", "云南省"]),
        ("晋城市城区信访局2020年部门决算", ["城区", "晋城市"]),
        ("国家信访局2022年度部门决算", []),
        ("区直部门和直属单位预算", []),
    ],
)
def test_a_title_names_its_divisions_counties_first(title: str, names: list[str]) -> None:
    assert [one.name for one in TABLE.find_in(title)] == names


def test_a_parent_in_the_text_decides_between_namesakes() -> None:
    assert [one.code for one in TABLE.find_in("北京市朝阳区信访局")] == ["110105", "110000"]
    assert [one.code for one in TABLE.find_in("长春市朝阳区信访局")] == ["220104", "220100"]
    assert TABLE.find_in("上海市政府网站：普陀区信访局")[0].code == "310107"
    assert TABLE.find_in("朝阳区信访局", within="吉林省")[0].code == "220104"


def test_an_ambiguous_name_is_a_mention_with_all_candidates_and_no_finding() -> None:
    title = "鼓楼区信访局2021年部门决算"
    assert TABLE.find_in(title) == ()
    (mention,) = TABLE.mentions(title)
    assert mention.text == "鼓楼区"
    assert (mention.start, mention.end) == (0, 3)
    assert {one.code for one in mention.candidates} == {"320106", "320302", "350102", "410204"}


@pytest.mark.parametrize(
    "text",
    [
        "加强主城区和郊区建设",
        "经市委和县委批准",
        "完成县委交办的事项",
        "统一管理县直单位",
        "市辖区信访局",
        "规范人力资源市场秩序",
        "城区供暖，新市区建设",
        "和平稳定，长安久治",
        "全县信访工作",
    ],
)
def test_ordinary_words_are_no_divisions(text: str) -> None:
    assert TABLE.mentions(text) == ()


def test_a_name_that_was_read_as_a_place_is_one_again_where_it_would_not_be_by_itself() -> None:
    assert [one.text for one in TABLE.mentions("中共礼县县委礼县人民政府")] == ["礼县", "礼县"]
    assert TABLE.mentions("县委礼县人民政府") == ()


def test_a_market_is_not_the_city_before_it() -> None:
    assert TABLE.mentions("合作市场管理") == ()
    assert [one.name for one in TABLE.find_in("甘南州合作市信访局")] == ["合作市", "甘南藏族自治州"]


def test_the_year_decides_what_an_old_name_means() -> None:
    assert [one.code for one in TABLE.find_in("北京市密云县信访办公室", year=2013)] == ["110228", "110000"]
    assert [one.code for one in TABLE.find_in("北京市密云县信访办公室", year=2017)] == ["110118", "110000"]


def test_the_place_of_a_mention_is_one_of_the_printed_text() -> None:
    text = "关于 襄 垣 县 信访局"
    (mention,) = TABLE.mentions(text)
    assert text[mention.start : mention.end] == "襄 垣 县" == mention.text
