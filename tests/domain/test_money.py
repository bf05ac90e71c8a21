"""Printed numbers and units."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import MONEY_UNITS, Printed, money_unit, parse_number, to_yuan


@pytest.mark.parametrize(
    ("cell", "value", "decimals"),
    [
        ("233.67", "233.67", 2),
        ("23", "23", 0),
        ("4.2", "4.2", 1),
        ("2.189", "2.189", 3),
        ("0.00", "0.00", 2),
        ("20,323.21", "20323.21", 2),
        ("1,234,567", "1234567", 0),
        ("３，０１９．３４", "3019.34", 2),
        (" 169.81 ", "169.81", 2),
        ("1,234. 56", "1234.56", 2),
        ("-2.04", "-2.04", 2),
        ("−2.04", "-2.04", 2),
        ("- 2.04", "-2.04", 2),
        ("+3.5", "3.5", 1),
        ("(1.23)", "-1.23", 2),
        ("（1,234.5）", "-1234.5", 1),
        ("97.10%", "97.10", 2),
        ("97.10 ％", "97.10", 2),
    ],
)
def test_a_cell_with_one_number_is_read_exactly(cell: str, value: str, decimals: int) -> None:
    assert parse_number(cell) == Printed(Decimal(value), decimals)
    assert str(parse_number(cell).value) == value  # type: ignore[union-attr]  # compared above


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "-",
        "——",
        "无",
        "约5",
        "5万元",
        "1.2.3",
        "23367 .",
        ".5",
        "5.",
        "1,23",
        "12,34,567",
        "12 34",
        "12\n34",
        "1e5",
        "20余次",
        "≥95",
        "2023年",
        "3-5",
        "1/2",
        "(5",
        "5)",
        "--5",
        "+-5",
        "NaN",
        "Infinity",
        "五",
    ],
)
def test_anything_else_is_no_number(cell: str) -> None:
    assert parse_number(cell) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=2))
def test_a_number_survives_printing_and_reading(value: Decimal) -> None:
    for printed in (f"{value:f}", f"{value:,.2f}"):
        assert parse_number(printed) == Printed(value, 2)


@given(st.integers(0, 6), st.integers(-(10**6), 10**6))
def test_half_a_unit_is_half_of_the_last_printed_digit(decimals: int, scaled: int) -> None:
    printed = parse_number(f"{Decimal(scaled).scaleb(-decimals):f}")
    assert printed is not None
    assert printed.half_unit * 2 == Decimal(1).scaleb(-decimals)


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("0.065", "万元", "650.00"),
        ("233.67", "万元", "2336700.00"),
        ("2.5", "亿元", "250000000.00"),
        ("12.345", "元", "12.345"),
        ("0", "万元", "0.00"),
        ("-0.00", "万元", "0.00"),
        ("-2.04", "万元", "-20400.00"),
        ("3", "千元", "3000.00"),
        ("3", "百元", "300.00"),
        ("1.2", "十万元", "120000.00"),
    ],
)
def test_an_amount_in_yuan_is_exact(value: str, unit: str, yuan: str) -> None:
    assert str(to_yuan(Decimal(value), unit)) == yuan


def test_a_unit_that_is_no_money_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="平方米"):
        to_yuan(Decimal(1), "平方米")


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("单位：元", "元"),
        ("金额单位：万元", "万元"),
        ("（金额单位：万元）", "万元"),
        ("单位:人民币万元", "万元"),
        ("金额单位：人民币 元", "元"),
        ("单位：万元人民币", "万元"),
        ("单位：万元、%", "万元"),
        ("单位：万元 %", "万元"),
        ("单位：（万元）", "万元"),
        ("单 位：万 元", "万元"),
        ("单位∶万元", "万元"),
        ("单位：千元", "千元"),
        ("单位：亿元", "亿元"),
        ("单位：百元", "百元"),
        ("单位：十万元", "十万元"),
        ("单位：百万元", "百万元"),
        ("公开01表 编制单位：襄垣县信访局 2023年度 金额单位：万元", "万元"),
        ("部门名称：襄垣县信访局 单位：万元 项目 预算数", "万元"),
        ("预算执行情况(万元)", "万元"),
        ("价值（金额单位：万元）", "万元"),
        ("金额（元）", "元"),
        ("万元", "万元"),
        ("（元）", "元"),
    ],
)
def test_a_caption_names_its_money_unit(caption: str, unit: str) -> None:
    assert money_unit(caption) == unit
    assert unit in MONEY_UNITS


@pytest.mark.parametrize(
    "caption",
    [
        "单位：美元",
        "单位：元/人",
        "单位：元、万元",
        "单位：万元 单位：元",
        "单位：平方米",
        "单位：辆、台（套）",
        "单位预算500万元",
        "本单位支出5万元",
        "本单位万元以上项目",
        "编制单位：元氏县信访局",
        "单位：",
        "",
    ],
)
def test_a_text_that_leaves_the_unit_open_names_none(caption: str) -> None:
    assert money_unit(caption) is None
