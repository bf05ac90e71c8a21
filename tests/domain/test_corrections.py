"""Corrections mark facts and fail loudly when the source changed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.corrections import CorrectionMismatch, mark_corrections
from domain.records import Correction, Fact, Measure, Origin, Statement

CORRECTION = Correction(
    correction_id="c1",
    report_id="r1",
    statement=Statement.SUMMARY,
    item="收入总计",
    measure=Measure.AMOUNT,
    expect="12.30",
    value=Decimal(123000),
    reason="made up",
)


def _fact(printed: str, item: str = "收入总计") -> Fact:
    return Fact(
        report_id="r1",
        statement=Statement.SUMMARY,
        item=item,
        item_printed=item,
        measure=Measure.AMOUNT,
        amount=Decimal(printed) * 10000,
        printed=printed,
        origin=Origin.TABLE,
        quote=printed,
    )


def test_a_correction_marks_its_fact_only_and_keeps_the_printed_figure() -> None:
    marked = mark_corrections([_fact("12.30"), _fact("12.30", "支出总计")], [CORRECTION])
    assert [(fact.correction_id, fact.amount) for fact in marked] == [("c1", Decimal(123000)), (None, Decimal(123000))]


def test_a_correction_whose_expected_figure_is_gone_fails_in_both_languages() -> None:
    with pytest.raises(CorrectionMismatch, match=r"已不在原文中.*no longer in the source"):
        mark_corrections([_fact("12.40")], [CORRECTION])
