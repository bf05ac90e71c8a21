"""Signs that a scan lost, a leading 一 or the tail of a comma: what is read without them is not believed."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pypdfium2
import pytest

from domain.records import Fact
from parsers.examine import Source
from parsers.model import ReportContext
from parsers.parse import ParseResult, parse_report
from parsers.readers import read
from parsers.readers.ocr.accounts import accounts_for
from parsers.readers.ocr.engine import Reading
from parsers.readers.ocr.known_names import has_lost_first_sign
from parsers.workbench import InProcess
from tests.parsers.readers.ocr import scans
from tests.parsers.readers.ocr.cells import SURE
from tests.parsers.readers.ocr.conftest import pdf_of

pytestmark = pytest.mark.ocr
CONTEXT = ReportContext(fiscal_year=2026, report_type="budget", agency="上海市信访办公室", province="上海市")
#: The table of income by function (in yuan, thousands parted by commas).
PAGE = 5
Window = tuple[slice, slice]


def window_of(data: bytes, words: str, sign: int) -> Window:
    """Rows and columns of the pixels of one sign of ``words``, where they are first printed on the page."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[PAGE - 1]
        text = page.get_textpage()
        found = text.search(words).get_next()
        assert found is not None
        left, low, right, high = text.get_charbox(found[0] + sign)
        height = page.get_height()
    scale = scans.DPI / 72
    return (
        slice(int((height - high) * scale) - 1, int((height - low) * scale) + 2),
        slice(int(left * scale) - 1, int(right * scale) + 1),
    )


@pytest.fixture(scope="module")
def damaged() -> ParseResult:
    """A page whose 一般公共服务支出 lost its 一, and whose 486,936 lost the tails of its commas."""
    data = pdf_of("budget_2026_shanghai")
    image = scans.clean_image(data, PAGE)
    image[window_of(data, "一般公共服务支出", 0)] = 255
    rows, columns = window_of(data, "486,936", 3)
    # The font draws a comma at the left of its box, its tail in the lower half.
    image[rows.start : rows.stop, columns.start - 3 : columns.start + 3] = 255
    image[rows.stop - 7 : rows.stop - 4, columns.start - 2 : columns.start + 1] = 0
    scan = scans.image_pdf([scans.scanned(image, skew=0.3)])
    return parse_report([Source(scan, "scan.pdf")], CONTEXT, report_id="r", workbench=InProcess())


def doubted(result: ParseResult) -> set[str]:
    """Ids of the facts that the report says to compare with the document."""
    checks = [check for check in result.checks if check.rule == "W-recognised" and check.verdict.failed]
    return {fact_id for check in checks for fact_id in check.fact_ids}


def assert_flagged(facts: list[Fact], result: ParseResult) -> None:
    assert facts
    assert max(fact.confidence for fact in facts) < Decimal(str(SURE))
    assert {fact.fact_id for fact in facts} <= doubted(result)


def test_figures_of_a_name_without_its_first_sign_are_not_believed(damaged: ParseResult) -> None:
    assert_flagged([fact for fact in damaged.facts if fact.item_printed.startswith("般")], damaged)


def test_a_comma_that_looks_like_a_point_is_not_believed(damaged: ParseResult) -> None:
    assert_flagged([fact for fact in damaged.facts if fact.printed == "486.936"], damaged)


def test_a_leading_stroke_that_touches_the_next_sign_is_read() -> None:
    data = pdf_of("budget_2026_shanghai")
    image = scans.page_image(data, PAGE, skew=-0.6, seed=PAGE)
    scan = read(scans.image_pdf([image[: image.shape[0] // 2]]))
    names = {cell.text for table in scan.tables for cell in table.cells if "般" in cell.text}
    assert names == {"一般公共服务支出", "一般行政管理事务"}


@pytest.mark.parametrize(
    ("label", "lost"),
    [
        ("般公共服务支出", True),
        ("般行政管理事务", True),
        ("般公共预算财政拨款收入", True),
        ("访事务", True),
        ("一般公共服务支出", False),
        ("（一）一般公共服务（类）支出", False),
        ("退休费", False),  # the rest of 离退休费, and a name of its own
        ("办公费", False),
        ("县信访局", False),
        ("", False),
    ],
)
def test_names_that_lost_their_first_sign(label: str, lost: bool) -> None:
    assert has_lost_first_sign(label) is lost


@pytest.mark.parametrize(("first_ink", "whole"), [(0, False), (24, True)])
def test_a_stroke_before_the_first_sign_that_was_read_is_left_over(first_ink: int, whole: bool) -> None:
    text = "般公共服务支出"
    ink = np.zeros((32, 192), dtype=np.uint8)
    ink[4:28, 24:] = 1
    ink[15:17, first_ink:24] = 1
    places = tuple((36 + 24 * index) / 192 for index in range(len(text)))
    reading = Reading(text, (1.0,) * len(text), places, (0.0,) * len(text))
    assert accounts_for(reading, ink, 24.0) is whole
