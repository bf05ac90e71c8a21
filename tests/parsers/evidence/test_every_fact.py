"""Contract promise 8 on the sample files: every fact leads to a place whose words hold its quote."""

from __future__ import annotations

import pytest

from domain.records import Fact
from domain.text import squeeze
from parsers.evidence import NotThere, locate
from parsers.model import NOTHING_KNOWN, Chart, DocumentModel
from parsers.parse import Source, parse_report
from tests.samples.reading import FILES

NAMES = sorted(path.name for path in FILES.iterdir() if path.name.startswith("0"))


@pytest.fixture(scope="module", params=NAMES)
def read(request) -> tuple[DocumentModel, tuple[Fact, ...]]:
    source = Source((FILES / request.param).read_bytes(), request.param)
    result = parse_report([source], NOTHING_KNOWN, report_id="r", identified=False, keep_models=True)
    assert result.documents[0].model is not None
    assert len(result.facts) > 100
    return result.documents[0].model, result.facts


def _holds(text: str, quote: str) -> bool:
    words = squeeze(quote.lstrip("…"))
    return bool(words) and words in squeeze(text)


def test_every_fact_names_a_place_that_holds_its_quote(read):
    model, facts = read
    wrong = [(fact.fact_id, fact.quote) for fact in facts if not _holds(locate(model, fact).text, fact.quote)]
    assert wrong == []


def test_page_and_box_of_every_fact_are_those_of_its_place(read):
    model, facts = read
    for fact in facts:
        place = locate(model, fact)
        assert fact.page == place.page
        assert fact.bbox in (place.bbox, None)
        if model.media_type == "application/pdf" and place.cell is not None:
            assert fact.bbox is not None


def test_the_printed_figure_of_a_cell_stands_in_that_cell(read):
    model, facts = read
    for fact in facts:
        cell = locate(model, fact).cell
        if cell is not None and (fact.amount is not None or fact.value is not None):
            assert squeeze(fact.printed) in squeeze(cell.text)


def test_a_place_that_another_file_does_not_have_is_named(read):
    model, facts = read
    table = next(fact for fact in facts if fact.column_no is not None)
    nowhere = {"table_no": None, "row_no": None}
    for changes in (
        {"table_no": 999},
        {"row_no": 9999},
        {**nowhere, "paragraph": 99999},
        {**nowhere, "paragraph": None},
    ):
        with pytest.raises(NotThere, match="/"):
            locate(model, table.model_copy(update=changes))


def test_points_of_charts_are_found_among_the_samples():
    path = FILES / "002_maoxian_2019_final.docx"
    result = parse_report(
        [Source(path.read_bytes(), path.name)], NOTHING_KNOWN, report_id="r", identified=False, keep_models=True
    )
    model = result.documents[0].model
    assert model is not None
    charts = [fact for fact in result.facts if fact.origin == "chart"]
    assert charts
    assert {type(locate(model, fact).block) for fact in charts} == {Chart}
