"""The division that a site states by its own name: the narrowest place it names, or none where it could be several."""

from __future__ import annotations

import pytest

from domain.divisions import load_divisions
from scrapers.adapters.model import Row, Source
from scrapers.whose import DivisionUnclear, division_of

DIVISIONS = load_divisions()


def _told(name: str, *titles: str) -> str:
    page = Source(f"<html><head><meta name='SiteName' content='{name}'></head></html>", "http://www.a.test/")
    rows = [Row(f"http://www.a.test/{place}.html", title, None) for place, title in enumerate(titles)]
    return division_of([page], rows, DIVISIONS)[0].full_name


@pytest.mark.parametrize(
    ("name", "division"),
    [
        ("上海市奉贤区人民政府", "上海市奉贤区"),
        ("上海奉贤", "上海市奉贤区"),
        ("北京朝阳政府网", "北京市朝阳区"),
        ("浙江余杭门户网站", "浙江省杭州市余杭区"),
        ("四川内江市中区", "四川省内江市市中区"),
        ("中国·襄垣", "山西省长治市襄垣县"),
        ("中国上海门户网站", "上海市"),
        ("山西省人民政府", "山西省"),
    ],
)
def test_a_site_is_of_the_narrowest_place_that_its_name_states(name: str, division: str) -> None:
    assert _told(name) == division


@pytest.mark.parametrize("name", ["江苏鼓楼", "新疆阿勒泰", "平安网", "首都之窗", "中国长安网"])
def test_a_name_of_several_places_or_of_none_is_for_a_person(name: str) -> None:
    with pytest.raises(DivisionUnclear):
        _told(name)


def test_a_site_whose_rows_are_elsewhere_is_for_a_person() -> None:
    assert _told("上海奉贤", "上海市奉贤区信访办公室2025年部门预算") == "上海市奉贤区"
    with pytest.raises(DivisionUnclear):
        _told("上海奉贤", "上海市金山区信访办公室2025年部门预算")
