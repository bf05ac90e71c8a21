"""Which county a person means: exactly one, or the candidates."""

from __future__ import annotations

import pytest

from domain.divisions import AmbiguousDivision, UnknownDivision
from flows.county import county_of


@pytest.mark.parametrize("written", ["襄垣县", "襄垣", "140423", "山西省长治市襄垣县"])
def test_a_county_is_found_by_any_of_its_written_forms(written):
    assert county_of(written, 2023).code == "140423"


@pytest.mark.parametrize("name", ["朝阳区", "新市区", "鼓楼区", "城关区"])
def test_a_name_of_several_counties_lists_all_of_them(name):
    with pytest.raises(AmbiguousDivision) as caught:
        county_of(name, 2021)
    assert len(caught.value.candidates) >= 2
    assert all(candidate.code in str(caught.value) for candidate in caught.value.candidates)


def test_a_name_with_its_parent_is_no_longer_ambiguous():
    assert county_of("乌鲁木齐市新市区", 2021).code == "650104"


def test_an_unknown_county_suggests_near_names():
    with pytest.raises(UnknownDivision) as caught:
        county_of("襄恒县", 2023)
    assert "襄垣县" in str(caught.value)
