"""Numbers and units in a sentence, and what only looks like a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.statements.narrative.declarations import compared
from parsers.statements.narrative.figures import BARE, COUNT, MONEY, PERCENT, find_figures


def one(text: str):
    figures = find_figures(compared(text))
    assert len(figures) == 1
    return figures[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("171.81万元", "171.81", "万元"),
        ("３，０１９．３４万元", "3019.34", "万元"),
        ("3,019.34 万元", "3019.34", "万元"),
        ("1. 5万元", "1.5", "万元"),
        ("2,104,533.20元", "2104533.20", "元"),
        ("0.0327亿元", "0.0327", "亿元"),
        ("12千元", "12", "千元"),
        ("-4.20万元", "-4.20", "万元"),
        ("0万元", "0", "万元"),
    ],
)
def test_money(text, value, unit):
    figure = one(text)
    assert (figure.kind, figure.value, figure.unit, figure.doubt) == (MONEY, Decimal(value), unit, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("占97.10%", "97.10"),
        ("占97.10％", "97.10"),
        ("占百分之四点七六", "4.76"),
        ("占百分之二十五", "25"),
        ("占百分之12.5", "12.5"),
        ("达到百分之百", "100"),
    ],
)
def test_percentages(text, value):
    figure = one(text)
    assert (figure.kind, figure.value, figure.doubt) == (PERCENT, Decimal(value), None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12辆", "12", "辆"),
        ("86人次", "86", "人次"),
        ("25批次", "25", "批次"),
        ("0台（套）", "0", "台(套)"),
        ("9名", "9", "名"),
    ],
)
def test_counts(text, value, unit):
    figure = one(text)
    assert (figure.kind, figure.value, figure.unit) == (COUNT, Decimal(value), unit)


@pytest.mark.parametrize("text", ["20余批次", "约160人次", "近30万元", "100多人次"])
def test_approximations_are_marked(text):
    assert one(text).approximate


def test_a_share_without_its_sign_is_a_bare_number():
    assert one("占76.23;").kind == BARE


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("3-5万元", "range or broken number"),
        ("1 234.5万元", "range or broken number"),
        ("单价50万元以上", "threshold or rate"),
        ("上升3个百分点", "percentage points"),
        ("支出100万元(不含基建)", "without something that belongs to it"),
    ],
)
def test_figures_that_nobody_may_use(text, doubt):
    assert doubt in {figure.doubt for figure in find_figures(text)}


@pytest.mark.parametrize(
    "text", ["2023年12月31日", "财预〔2023〕15号", "2010301行政运行", "第35条", "2023-07-01", "12个月", "0355-7221234"]
)
def test_dates_codes_and_numbers_of_documents_are_none(text):
    assert [figure for figure in find_figures(compared(text)) if figure.kind in (MONEY, PERCENT)] == []
