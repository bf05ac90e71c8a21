"""What counts as equal, on both sides of every limit (domain notes b.1)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.records import Fact, Verdict
from parsers.reconcile.figures import Figure, figures_of, padded_documents
from parsers.reconcile.tolerance import Ratio, judge_at_most, judge_rate, judge_same, judge_sum
from tests.parsers.reconcile.making import told

PASS, ROUNDING, INFO, WARN, ERROR = Verdict.PASS, Verdict.ROUNDING, Verdict.INFO, Verdict.WARN, Verdict.ERROR


def figures(*printed: str, measure: str = "amount") -> tuple[Figure, ...]:
    return figures_of([told("income", f"项{i}", text, measure) for i, text in enumerate(printed)])


def judged_sum(total: str, *parts: str) -> Verdict:
    whole, *addends = figures(total, *parts)
    expected = sum((part.number for part in addends), Decimal(0))
    return judge_sum(expected, whole.number, (whole, *addends), ERROR).verdict


@pytest.mark.parametrize(
    ("total", "parts", "verdict"),
    [
        ("5.62万元", ("2.36万元", "3.26万元"), PASS),
        ("5.63万元", ("2.36万元", "3.26万元"), ROUNDING),
        ("5.61万元", ("2.36万元", "3.26万元"), ROUNDING),
        # Two addends: 0.5·10⁻²·3 = 0.015.
        ("5.64万元", ("2.36万元", "3.26万元"), ERROR),
        # Three addends: 0.02 is inside the bound, and more than rounding of one figure.
        ("6.64万元", ("2.36万元", "3.26万元", "1.00万元"), WARN),
        ("6.65万元", ("2.36万元", "3.26万元", "1.00万元"), ERROR),
        # One decimal: ±0.05 each, so 0.1 is inside, and more than 0.01.
        ("5.7万元", ("2.3万元", "3.3万元"), WARN),
        ("5.8万元", ("2.3万元", "3.3万元"), ERROR),
        # Thousandths are meant as printed.
        ("75.27万元", ("22.865万元", "52.406万元"), ROUNDING),
        ("75.27万元", ("22.865万元", "52.415万元"), ERROR),
        ("100.00元", ("60.00元", "40.00元"), PASS),
        ("100.01元", ("60.00元", "40.00元"), ERROR),
        ("2336713元", ("1880000元", "456713元"), PASS),
        ("2336714元", ("1880000元", "456713元"), ERROR),
        ("245.35万元", ("198.32万元", "27.31万元", "7.36万元", "12.63万元"), ERROR),
    ],
)
def test_a_sum_agrees_within_the_rounding_of_its_figures(total: str, parts: tuple[str, ...], verdict: Verdict) -> None:
    assert judged_sum(total, *parts) is verdict


def test_dropped_trailing_zeros_do_not_widen_the_bound() -> None:
    # 86 stands for 86.00 beside 104.22 and 18.22.
    assert judged_sum("104.22万元", "86万元", "18.22万元") is PASS
    assert judged_sum("104.23万元", "86万元", "18.22万元") is ROUNDING


def test_a_whole_number_among_decimals_is_doubted_but_not_condemned() -> None:
    assert judged_sum("104.52万元", "86万元", "18.22万元") is WARN
    assert judged_sum("104.80万元", "86万元", "18.22万元") is ERROR


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("317.41万元", "317.41万元", PASS),
        ("317.41万元", "317.42万元", WARN),
        ("317.41万元", "317.43万元", ERROR),
        ("188.00万元", "188万元", PASS),
        ("317.4万元", "317.44万元", WARN),  # one decimal among two: a sentence that drops a digit
        ("1.228万元", "1.23万元", ROUNDING),
        ("1.228万元", "1.24万元", ERROR),
        ("3174100元", "317.41万元", PASS),
        ("3174200元", "317.41万元", ROUNDING),
        ("3174201元", "317.41万元", ERROR),
    ],
)
def test_the_same_figure_twice(one: str, two: str, verdict: Verdict) -> None:
    first, second = figures(one, two)
    assert judge_same(first, second, ERROR).verdict is verdict


def test_a_text_that_rounds_all_its_figures_agrees_with_a_finer_table() -> None:
    table, rounded, other = figures_of(
        [
            told("income", "a", "317.44万元", document_id="table"),
            told("income", "a", "317.4万元", document_id="text"),
            told("income", "b", "20.1万元", document_id="text"),
        ]
    )
    assert judge_same(table, rounded, ERROR).verdict is ROUNDING
    assert judge_same(table, other, ERROR).verdict is ERROR


def judged_rate(part: str, whole: str, rate: str, *, padded: bool = False) -> Verdict:
    numerator, denominator, printed = figures_of(
        [told("income", "a", part), told("income", "b", whole), told("income", "a", rate, "share_pct")]
    )
    ratio = Ratio(numerator.number, numerator.half, denominator.number, denominator.half)
    return judge_rate(ratio, printed, ERROR, padded=padded).verdict


@pytest.mark.parametrize(
    ("part", "whole", "rate", "verdict"),
    [
        ("188.00万元", "198.32万元", "94.80%", PASS),
        ("188.00万元", "198.32万元", "94.79%", INFO),  # 94.796: cut off
        ("188.00万元", "198.32万元", "94.81%", ERROR),
        ("188.00万元", "198.32万元", "94.78%", ERROR),
        ("16.57万元", "382.31万元", "4.3%", PASS),
        ("16.57万元", "382.31万元", "4.4%", ERROR),
        ("3.22万元", "5.07万元", "64%", PASS),
        ("3.22万元", "5.07万元", "63%", INFO),  # 63.51: cut off
        ("3.22万元", "5.07万元", "65%", ERROR),
        # 0.07 may be anything from 0.065 to 0.075 of 5.62: 1.16 % to 1.34 %.
        ("0.07万元", "5.62万元", "1.30%", PASS),
        ("0.07万元", "5.62万元", "1.40%", ERROR),
        ("0.00万元", "0.00万元", "0.00%", INFO),
        ("0.00万元", "0.00万元", "100%", ERROR),
        ("321.02万元", "0万元", "95.89%", ERROR),
        ("0.00万元", "5.27万元", "0.00%", PASS),
    ],
)
def test_a_rate_agrees_with_the_interval_of_its_figures(part: str, whole: str, rate: str, verdict: Verdict) -> None:
    assert judged_rate(part, whole, rate) is verdict


def test_a_padded_zero_is_taken_off_only_where_the_document_pads() -> None:
    assert judged_rate("203.00万元", "209.00万元", "97.10%", padded=True) is INFO
    assert judged_rate("203.00万元", "209.00万元", "97.10%", padded=False) is ERROR
    assert judged_rate("203.00万元", "209.00万元", "97.20%", padded=True) is ERROR


@pytest.mark.parametrize(
    ("rates", "padded"),
    [
        (("32.60%", "97.10%", "2.90%", "100.00%", "0.00%"), True),
        (("32.60%", "97.13%"), False),
        (("32.60%", "32.60%"), False),  # one value repeated proves nothing
        (("23%", "60%"), False),
    ],
)
def test_padding_is_known_by_repetition(rates: tuple[str, ...], padded: bool) -> None:
    facts: list[Fact] = [told("income", f"项{i}", rate, "share_pct") for i, rate in enumerate(rates)]
    assert padded_documents(figures_of(facts)) == (frozenset({"d1"}) if padded else frozenset())


@pytest.mark.parametrize(
    ("smaller", "larger", "verdict"),
    [
        ("18.10万元", "18.11万元", PASS),
        ("18.11万元", "18.11万元", PASS),
        ("18.12万元", "18.11万元", ROUNDING),
        ("18.13万元", "18.11万元", ERROR),
    ],
)
def test_at_most_allows_for_rounding(smaller: str, larger: str, verdict: Verdict) -> None:
    one, two = figures(smaller, larger)
    assert judge_at_most(one.number, two.number, (one, two), ERROR).verdict is verdict


def test_difference_is_found_less_expected() -> None:
    whole, part = figures("2.00万元", "5.00万元")
    judged = judge_sum(part.number, whole.number, (whole, part), ERROR)
    assert (judged.expected, judged.found, judged.difference) == (
        Decimal("50000.00"),
        Decimal("20000.00"),
        Decimal("-30000.00"),
    )
    assert judged.tolerance == Decimal("100")
