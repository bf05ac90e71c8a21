"""Corrections mark the facts they select, keep the printed figure, and say what became of each of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from domain.corrections import CorrectionState, apply_corrections
from domain.records import Correction, CorrectionStatus, Fact, Measure, Origin, ParsedReport, Statement
from tests.publish.samples import parsed_report

REPORT = parsed_report()
ID = REPORT.report.report_id


def correction(**changes: object) -> Correction:
    values: dict[str, object] = {
        "correction_id": "c-1",
        "report_id": ID,
        "statement": Statement.SUMMARY,
        "item": "收入总计",
        "measure": Measure.AMOUNT,
        "expect": "12.30",
        "value": Decimal(123000),
        "reason": "发布机关来函更正",
    }
    return Correction.model_validate(values | changes)


def fact(fact_id: str, printed: str, item: str = "收入总计", project: str | None = None) -> Fact:
    return Fact(
        fact_id=fact_id,
        report_id=ID,
        statement=Statement.SUMMARY,
        item=item,
        item_printed=item,
        measure=Measure.AMOUNT,
        amount=Decimal(printed) * 10000,
        printed=printed,
        origin=Origin.TABLE,
        quote=printed,
        project=project,
    )


def report(*facts: Fact) -> ParsedReport:
    return REPORT.model_copy(update={"facts": facts})


TWICE = report(
    fact("f-0000000000000001", "12.30"),
    fact("f-0000000000000002", "12.31"),
    fact("f-0000000000000003", "12.30"),
    fact("f-0000000000000004", "12.30", "支出总计"),
)


def marks(parsed: ParsedReport, *corrections: Correction) -> tuple[list[str], list[str | None]]:
    corrected = apply_corrections([parsed], corrections)
    return [one.state.value for one in corrected.outcomes], [f.correction_id for f in corrected.reports[0].facts]


def test_a_correction_marks_every_fact_of_its_name_that_prints_what_it_expects():
    assert marks(TWICE, correction()) == (["applied"], ["c-1", None, "c-1", None])


def test_the_printed_figure_and_the_amount_stay():
    (corrected,) = apply_corrections([TWICE], [correction()]).reports
    unmarked = tuple(one.model_copy(update={"correction_id": None}) for one in corrected.facts)
    assert unmarked == TWICE.facts


def test_a_fact_id_narrows_it_to_one_of_several():
    one = correction(fact_id="f-0000000000000003")
    assert marks(TWICE, one) == (["applied"], [None, None, "c-1", None])


def test_facts_of_a_project_are_selected_by_their_published_item():
    performance = report(fact("f-0000000000000001", "12.30", "预算数", project="信访维稳"))
    assert marks(performance, correction(item="信访维稳/预算数"))[0] == ["applied"]
    assert marks(performance, correction(item="预算数"))[0] == ["no_fact"]


def test_a_source_that_prints_another_figure_is_said_in_both_languages():
    (outcome,) = apply_corrections([TWICE], [correction(expect="12.40")]).failed
    assert outcome.state is CorrectionState.SOURCE_CHANGED
    assert "“12.40”已不在原文中，原文现为“12.30、12.31”" in outcome.message_zh
    assert "expects '12.40', the source now prints '12.30、12.31'" in outcome.message_en


@pytest.mark.parametrize(
    ("changes", "state"),
    [({"item": "收入合计"}, "no_fact"), ({"report_id": "110000-2020-final-00000000"}, "no_report")],
)
def test_a_figure_or_a_report_that_is_gone_fails(changes, state):
    (outcome,) = apply_corrections([TWICE], [correction(**changes)]).failed
    assert outcome.state.value == state
    assert outcome.message_zh
    assert outcome.message_en


@pytest.mark.parametrize("status", [CorrectionStatus.RESOLVED, CorrectionStatus.REJECTED])
def test_a_closed_correction_marks_nothing_and_fails_nothing(status):
    assert marks(TWICE, correction(expect="99", status=status)) == (["closed"], [None] * 4)


def test_two_corrections_of_one_fact_are_a_conflict():
    states, _ = marks(TWICE, correction(), correction(correction_id="c-2", fact_id="f-0000000000000001"))
    assert states == ["applied", "conflict"]


def test_an_id_that_could_not_be_a_file_name_is_refused():
    with pytest.raises(ValidationError, match="correction_id"):
        correction(correction_id="../c1")
