"""How single values are written into the tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.package import read_csv, write_csv
from publish.schemas import load_schemas
from publish.tables.cells import box_cell, decimal_cell, moment_cell, source_cell
from tests.publish.samples import parsed_report


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("2336700.00"), "2336700.00"),
        (Decimal("1E+5"), "100000"),
        (Decimal("-0.00"), "0.00"),
        (Decimal("-20400.00"), "-20400.00"),
        (Decimal("0.0000001"), "0.0000001"),
        (None, ""),
    ],
)
def test_numbers_are_written_with_plain_digits(value: Decimal | None, cell: str) -> None:
    assert decimal_cell(value) == cell


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_cannot_be_written(value: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        decimal_cell(Decimal(value))


def test_boxes_and_moments_are_written_in_one_form() -> None:
    assert box_cell((72.0, 100.126, -0.001, 7.5)) == "72,100.13,0,7.5"
    assert moment_cell(parsed_report().documents[0].fetched_at) == "2026-11-20T17:00:00Z"


@given(st.text())
def test_any_text_a_source_prints_survives_the_file(text: str) -> None:
    cleaned = source_cell(text)
    columns = load_schemas()["workload"].columns
    data = write_csv(columns, [{**dict.fromkeys(columns, "x"), "item": cleaned}])
    assert read_csv(data)[0]["item"] == cleaned
    assert data.count(b"\r") == 0
