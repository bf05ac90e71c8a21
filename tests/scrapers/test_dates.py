"""Days of JSON fields, in the ways in which servers write moments; what is no whole day is none."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.adapters.dates import date_of_value, day_of_portals

DAY = date(2025, 8, 19)


@pytest.mark.parametrize(
    "value",
    [
        "/Date(1755532800000)/",
        "\\/Date(1755532800000+0800)\\/",
        "/Date(1755532800000-0000)/",
        1755532800,
        "1755532800.25",
        1755532800000,
        "2025-08-18T16:00:00.000+00:00",
        "2025-08-18T16:00:00Z",
        "2025-08-19T09:30:00+0800",
        "2025-08-19T23:30:00",
        [2025, 8, 19, 9, 30],
        {"time": 1755532800000, "year": 125, "month": 7},
        {"$date": "2025-08-18T16:00:00Z"},
        "20250819",
    ],
)
def test_moments_are_days_of_beijing(value: object) -> None:
    assert date_of_value(value) == DAY


@pytest.mark.parametrize(
    "value", [None, True, "", [2025, 8], ["a", "b", "c"], [25, 8, 19], {"day": 19}, "/Date(x)/", 19]
)
def test_what_is_no_whole_day_is_none(value: object) -> None:
    assert date_of_value(value) is None


@pytest.mark.parametrize("year", [1900, 1970, 1980])
def test_a_day_that_systems_print_where_they_know_none_is_no_day_of_publication(year: int) -> None:
    assert day_of_portals(date(year, 1, 1)) is None
    assert (day_of_portals(None), day_of_portals(DAY)) == (None, DAY)
