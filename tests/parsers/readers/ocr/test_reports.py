"""A scanned report to facts: they say that they were recognised, and a misread figure is not believed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.records import DocumentState, Method
from parsers.examine import Source
from parsers.isolation import ReaderPool
from parsers.model import Limits, ReportContext, UnreadableDocument
from parsers.parse import ParseResult, parse_report
from parsers.readers import read
from parsers.workbench import InProcess
from tests.parsers.readers.ocr import scans
from tests.parsers.readers.ocr.cells import SURE

pytestmark = pytest.mark.ocr
CONTEXT = ReportContext(fiscal_year=2023, report_type="final_accounts", agency="襄垣县信访局", province="山西省")


@pytest.fixture(scope="module")
def with_slip(xiangyuan: bytes) -> ParseResult:
    """The table of expenditure (03) as a scan in which the print of one figure was replaced by that of another."""
    image = scans.clean_image(xiangyuan, 9)
    cells = {cell.text: cell for table in read(scans.pages_of(xiangyuan, [9])).tables for cell in table.cells}
    point = scans.DPI / 72

    def window(text: str) -> tuple[slice, slice]:
        box = cells[text].bbox
        assert box is not None
        x0, top, x1, bottom = (round(value * point) for value in box)
        return slice(top + 4, bottom - 4), slice(x0 + 4, x1 - 4)

    target, source = window("13.08"), window("12.05")
    patch = image[source]
    height, width = min(patch.shape[0], target[0].stop - target[0].start), patch.shape[1]
    image[target] = 255
    image[target[0].start : target[0].start + height, target[1].start : target[1].start + width] = patch[:height]
    scan = scans.image_pdf([scans.scanned(image, skew=0.4)])
    return parse_report([Source(scan, "scan.pdf")], CONTEXT, report_id="r", workbench=InProcess())


def test_facts_of_a_scan_say_that_they_were_recognised_and_how_sure_they_are(with_slip: ParseResult) -> None:
    (document,) = with_slip.documents
    assert (document.state, document.ocr, document.notes) == (
        DocumentState.READ,
        True,
        ("read by text recognition: page 1",),
    )
    assert len(with_slip.facts) > 50
    assert {fact.method for fact in with_slip.facts} == {Method.OCR}
    assert max(fact.confidence for fact in with_slip.facts) <= Decimal("0.95")


def test_the_figures_of_an_identity_that_fails_are_not_believed_and_the_others_are(with_slip: ParseResult) -> None:
    row = [fact for fact in with_slip.facts if fact.code == "2080505"]
    assert row
    assert {fact.printed for fact in row} == {"12.05", "13.08"}
    assert all(fact.confidence < Decimal(str(SURE)) for fact in row if fact.printed == "12.05")
    believed = [fact for fact in with_slip.facts if fact.confidence > Decimal(str(SURE))]
    assert len(believed) > len(with_slip.facts) / 2
    (doubt,) = [check for check in with_slip.checks if check.rule == "W-recognised" and check.verdict.failed]
    assert {fact.fact_id for fact in row if fact.printed == "12.05"} <= set(doubt.fact_ids)


def test_a_reader_process_gives_every_page_its_time_and_no_more(xiangyuan: bytes) -> None:
    scan = scans.image_pdf([scans.page_image(xiangyuan, 13)])
    with ReaderPool() as pool:
        with pytest.raises(UnreadableDocument) as caught:
            pool.read(scan, limits=Limits(page_seconds=0.05))
        assert caught.value.state is DocumentState.TIMEOUT
        assert len(pool.read(scan).tables) == 1
