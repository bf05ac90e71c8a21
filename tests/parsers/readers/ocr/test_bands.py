"""Bare paper is not searched for lines of text, whatever is printed on a page is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.readers.ocr.bands import bands
from tests.parsers.readers.ocr import scans

pytestmark = pytest.mark.ocr
HEIGHT, WIDTH = 1984, 1408


def page(lines: dict[int, tuple[int, int]], *, contrast: int = 200, noise: float = 3.0) -> scans.Image:
    """A grey page in colours with rows of strokes: height → (left, right)."""
    clean = np.full((HEIGHT, WIDTH), 235, dtype=np.uint8)
    for top, (left, right) in lines.items():
        for x in range(left, right, 8):
            clean[top : top + 20, x : x + 3] = 235 - contrast
    return cv2.cvtColor(scans.scanned(clean, noise=noise), cv2.COLOR_GRAY2BGR)


def test_the_bands_are_what_is_printed_with_white_around_it() -> None:
    found = bands(page({200: (300, 900), 260: (300, 500), 1800: (690, 720)}))
    assert found == [(256, 160, 960, 320), (640, 1760, 768, 1888)]


@pytest.mark.parametrize(("contrast", "noise"), [(10, 0.0), (20, 6.0)])
def test_faint_print_is_in_a_band(contrast: int, noise: float) -> None:
    ((x0, top, x1, bottom),) = bands(page({200: (300, 900)}, contrast=contrast, noise=noise))
    assert (x0 < 300, top < 200, x1 > 900, bottom > 220) == (True, True, True, True)


def test_a_lone_hyphen_is_in_a_band_and_the_grain_of_the_paper_is_not() -> None:
    image = page({}, noise=6.0)
    assert bands(image) == []
    image[1000:1003, 700:709] = 60
    ((x0, top, x1, bottom),) = bands(image)
    assert (x0 < 700, top < 1000, x1 > 709, bottom > 1003) == (True, True, True, True)
