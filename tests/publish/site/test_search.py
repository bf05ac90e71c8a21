"""A division is found by the way people say, shorten and type its name."""

from __future__ import annotations

import pytest
from pypinyin import lazy_pinyin

from publish.site.search import own_readings, search_file, spoken
from publish.tables.reference import reference_tables


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("襄垣县", ["xiangyuanxian", "xiangyuan"]),
        ("六安市", ["luanshi", "luan"]),
        ("涡阳县", ["guoyangxian", "guoyang", "woyangxian", "woyang"]),
        ("单县", ["shanxian", "shan", "danxian"]),
        ("鄂托克前旗", ["etuokeqianqi", "etuokeqian"]),
        ("阿坝藏族羌族自治州", ["abazangzuqiangzuzizhizhou", "abazangzuqiangzu"]),
    ],
)
def test_a_name_is_read_with_and_without_its_kind_and_in_the_places_own_reading(name, readings):
    assert ["".join(one) for one in spoken(name)] == readings


def test_every_division_of_every_time_is_there_under_its_code():
    divisions = reference_tables()["divisions"]
    found = search_file(divisions)
    columns = found["columns"]
    rows = [dict(zip(columns, row, strict=True)) for row in found["rows"]]
    assert {(row["code"], row["name"]) for row in rows} == {(row["code"], row["name"]) for row in divisions}
    (xiangyuan,) = (row for row in rows if row["code"] == "140423")
    assert xiangyuan == {
        "code": "140423",
        "name": "襄垣县",
        "province": "山西省",
        "city": "长治市",
        "level": "county",
        "former": 0,
        "pinyin": "xiangyuanxian xiangyuan",
        "initials": "xyx xy",
    }
    assert {row["name"] for row in rows if row["former"]} >= {"密云县", "襄阳县"} & {row["name"] for row in divisions}
    assert all(row["pinyin"].isascii() and row["initials"].isascii() for row in rows)


def test_the_list_of_readings_holds_only_what_differs():
    """A reading that the library knows needs no line."""
    names = [row["name"] for row in reference_tables()["divisions"]]
    for name, syllables in own_readings().items():
        whole = [lazy_pinyin(one)[: len(name)] for one in names if one.startswith(name)]
        assert whole, name
        assert any(one != syllables for one in whole), name
