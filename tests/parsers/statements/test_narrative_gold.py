"""Every sentence figure of the hand-checked records of the five samples, from their texts and from the real files."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from domain.records import Fact, Measure, Origin
from parsers.model import ReportContext
from parsers.readers import read
from parsers.statements.narrative import NarrativeReading, read_narrative
from tests.parsers.statements import gold_narrative
from tests.parsers.statements.gold import document
from tests.parsers.statements.test_tables_gold import FILES, SAMPLES

SEEDS = ("000", "001", "002", "003", "004")


def found(seed: str, **wanted: object) -> list[Fact]:
    facts = gold_narrative.read_seed(seed).facts
    return [fact for fact in facts if all(getattr(fact, name) == value for name, value in wanted.items())]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_figure_of_the_gold_records_is_read_and_none_is_wrong(seed):
    score = gold_narrative.score(seed, gold_narrative.read_seed(seed).facts)
    for statement, (got, wanted) in score.recall().items():
        sys.stdout.write(f"{seed} {statement} {got}/{wanted}\n")
    assert [gold.id for gold in score.missing] == []
    assert [(fact.item, fact.printed, gold.id) for fact, gold in score.wrong] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_money_figure_of_the_budget_sections_is_left_over(seed):
    assert gold_narrative.read_seed(seed).unread == ()


@pytest.mark.parametrize(("seed", "name"), [(seed, names[0]) for seed, names in SAMPLES.items()])
def test_the_real_files_say_the_same_as_their_texts(seed, name):
    about = document(seed)
    context = ReportContext(fiscal_year=about["fiscal_year"], report_type=about["report_type"])
    reading = read_narrative(read((FILES / name).read_bytes(), file_name=name), context)
    assert reading.unread == ()
    of_file, of_text = _spoken(reading), _spoken(gold_narrative.read_seed(seed))
    assert of_text <= of_file


def _spoken(reading: NarrativeReading) -> set[tuple[object, ...]]:
    """Facts of paragraphs without their place (a cell of the text's tables is a line, not a cell)."""
    return {
        (fact.statement, fact.item, fact.measure, fact.amount, fact.value, fact.code)
        for fact in reading.facts
        if fact.paragraph is not None and fact.text is None
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_fact_carries_its_evidence(seed):
    model = gold_narrative.model_of(seed)
    lines = {block.number: block for block in model.blocks}
    for fact in gold_narrative.read_seed(seed).facts:
        assert fact.origin is Origin.NARRATIVE
        assert (fact.fact_id, fact.report_id, fact.document_id) == ("", "", "")
        assert 0 < len(fact.quote) <= 120
        number = fact.paragraph if fact.paragraph is not None else fact.table_no
        assert number in lines
        if fact.amount is not None or fact.value is not None:
            assert fact.printed in "".join(fact.quote.split())


@pytest.mark.parametrize(
    ("seed", "item", "measure", "printed", "value"),
    [
        ("004", "邮电费", "amount", "0.25", "0.25"),  # 0.25元 among 万元
        ("002", "公务用车购置费", "amount", "0", "0.00"),  # 金额0元 among 万元
        ("002", "公务接待费", "completion_pct", "36", "36"),  # the share under the name of the completion
        ("000", "政府性基金自评占比", "share_pct", "100", "100"),  # of nothing
        ("002", "在职人员", "count", "19", "19"),  # the parts add to 18
        ("004", "住房保障支出", "change_pct", "23.65", "23.65"),  # 22.21 by its amounts
        ("000", "因公出国（境）费", "completion_pct", "0.00", "0.00"),
        ("000", "因公出国（境）费", "change", "0.00", "0.00"),  # 增加（减少）0.00万元
    ],
)
def test_anomalies_survive_as_printed(seed, item, measure, printed, value):
    facts = found(seed, item=item, measure=Measure(measure), printed=printed)
    assert Decimal(value) in {fact.amount if fact.amount is not None else fact.value for fact in facts}


def test_a_code_of_six_digits_stays_so():
    assert [fact.item for fact in found("003", code="204999")] == ["其他公共安全支出"]


def test_both_figures_of_a_contradiction_are_kept():
    basic = found("002", item="基本支出", measure=Measure.AMOUNT)
    assert {fact.printed for fact in basic} >= {"317.41", "317.42"}


def test_a_missing_figure_is_no_fact():
    """降低45.34万元， ，主要原因: the rate between the commas is missing."""
    goods = found("000", item="货物")
    assert {fact.measure for fact in goods} == {Measure.AMOUNT, Measure.CHANGE}
