"""A file named after the petition bureau of another place is no file of the report."""

from __future__ import annotations

import pytest

from domain.divisions import load_divisions
from scrapers.other_places import other_place

DIVISIONS = load_divisions()


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        ("武乡县信访局2025年度部门决算.pdf", "140423", "山西省长治市武乡县"),
        ("长治市信访局2025年度部门决算.pdf", "140423", "山西省长治市"),  # the city's bureau, not the county's
        ("襄垣县信访局2025年度部门决算.pdf", "140423", None),
        ("山西省长治市襄垣县信访局2025年度部门决算.pdf", "140423", None),
        ("信访局2025年度部门决算.pdf", "140423", None),
        ("武乡县2025年度部门决算公开表.xls", "140423", None),  # a form's name, no bureau
        ("城关区信访局2025年度部门决算.pdf", "140423", None),  # there are several: nobody knows which
        ("海门市信访局2017年部门决算.pdf", "320684", None),
        ("武乡县信访局2025年度部门决算.pdf", None, None),
    ],
)
def test_a_bureau_of_another_place_is_told_by_its_name(name: str, code: str | None, found: str | None) -> None:
    year = 2017 if "2017" in name else 2025
    assert other_place(name, code=code, year=year, known=DIVISIONS) == found
