"""Scanned pages: every figure where it stands, whatever the scanner did; what is unsure says so."""

from __future__ import annotations

import numpy as np
import pytest

from domain.records import Method
from parsers.readers import read
from tests.parsers.readers.ocr import scans
from tests.parsers.readers.ocr.cells import Count, compare, figures_of
from tests.parsers.readers.ocr.conftest import pdf_of

pytestmark = pytest.mark.ocr


def count_of(data: bytes, pages: list[int], images: list[scans.Image], *, dpi: int = scans.DPI) -> Count:
    """The cells of ``images`` as pages of a scanned PDF against the text layer of ``pages``."""
    return compare(read(scans.pages_of(data, pages)), read(scans.image_pdf(images, dpi=dpi)))


@pytest.mark.parametrize(
    ("name", "pages", "dpi", "skew"),
    [
        ("xiangyuan", [9], 200, 0.7),
        ("budget_2026_shanghai", [5], 200, -0.7),  # thousands parted by commas, in yuan
        ("budget_2022_hebei", [8], 300, 0.4),
    ],
)
def test_every_figure_of_a_scan_is_read(name: str, pages: list[int], dpi: int, skew: float) -> None:
    data = pdf_of(name)
    images = [scans.page_image(data, page, dpi=dpi, skew=skew) for page in pages]
    count = count_of(data, pages, images, dpi=dpi)
    assert (count.figures_right, count.unflagged, count.reshaped) == (count.figures, [], 0)
    assert count.figures > 50


def test_at_150_dpi_nearly_all_are_read_and_what_is_wrong_is_not_believed() -> None:
    data = pdf_of("final_2016_guangdong")
    count = count_of(data, [8], [scans.page_image(data, 8, dpi=150, skew=0.5)], dpi=150)
    assert count.share >= 0.97
    assert count.unflagged == []


@pytest.mark.parametrize(("turns", "skew"), [(1, 0.4), (2, 0.3), (3, -0.4)])
def test_a_page_laid_on_its_side_or_head_is_read_and_its_places_are_those_of_the_page_as_shown(
    xiangyuan: bytes, turns: int, skew: float
) -> None:
    image = np.ascontiguousarray(np.rot90(scans.page_image(xiangyuan, 13, skew=skew), turns))
    scan = read(scans.image_pdf([image]))
    count = compare(read(scans.pages_of(xiangyuan, [13])), scan)
    assert (count.figures_right, count.unflagged) == (count.figures, [])
    (table,) = scan.tables
    height, width = image.shape[0] * 72 / scans.DPI, image.shape[1] * 72 / scans.DPI
    first = min(table.cells, key=lambda cell: (cell.row, cell.column)).bbox
    last = max(table.cells, key=lambda cell: (cell.row, cell.column)).bbox
    assert first is not None
    assert last is not None
    assert all(0 <= x <= width and 0 <= y <= height for x, y in (first[:2], first[2:], last[:2], last[2:]))
    # From the first to the last cell one goes as the page was turned: up, to the left and up, down.
    assert (last[0] > first[0], last[1] > first[1]) == {1: (True, False), 2: (False, False), 3: (False, True)}[turns]


def test_a_photograph_with_a_shadow_is_read(xiangyuan: bytes) -> None:
    count = count_of(xiangyuan, [13], [scans.photographed(scans.clean_image(xiangyuan, 13))])
    assert (count.figures_right, count.unflagged) == (count.figures, [])


def test_print_under_a_seal_is_read(xiangyuan: bytes) -> None:
    image = scans.scanned(scans.stamped(scans.clean_image(xiangyuan, 9), (0.6, 0.45)), skew=0.3)
    count = count_of(xiangyuan, [9], [image])
    assert count.share >= 0.97
    assert (count.unflagged, count.reshaped) == ([], 0)


def test_two_pages_on_one_image_are_both_read(xiangyuan: bytes) -> None:
    both = scans.side_by_side(scans.clean_image(xiangyuan, 9), scans.clean_image(xiangyuan, 13))
    count = count_of(xiangyuan, [9, 13], [scans.scanned(both, skew=0.2)])
    assert (count.figures_right, count.unflagged) == (count.figures, [])


def test_a_file_of_text_and_scans_is_read_page_by_page(xiangyuan: bytes) -> None:
    model = read(scans.mixed_pdf(xiangyuan, 9, scans.page_image(xiangyuan, 13, skew=0.4)))
    assert [(table.page, table.method) for table in model.tables] == [(1, Method.TEXT), (2, Method.OCR)]
    first, second = model.tables
    assert {cell.confidence for cell in first.cells} == {1.0}
    assert max(cell.confidence for cell in second.cells) < 1
    assert {(paragraph.page, paragraph.method) for paragraph in model.paragraphs} == {
        (1, Method.TEXT),
        (2, Method.OCR),
    }
    assert model.notes == ("read by text recognition: page 2",)
    assert model.unread == ()
    assert list(figures_of(model)) == list(figures_of(read(scans.pages_of(xiangyuan, [9, 13]))))
