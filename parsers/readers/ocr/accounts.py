"""Whether the signs that were read account for all the ink of their line.

A recogniser that drops a leading 一 or a minus sign says nothing about it; the ink that is left over does.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import numpy as np

from parsers.readers.ocr.engine import Reading
from parsers.readers.ocr.picture import Pixels
from parsers.readers.pages.lines import is_wide

#: From the middle of a sign to the end of its ink, at most, in heights of type: wide and narrow signs.
_WIDE_HALF, _NARROW_HALF = 1.0, 0.6
#: The same in figures, whose digits are all as wide, in widths of a digit: at an end, and half of the way to the next.
_END, _HALF_WAY = 0.95, 0.85
#: Signs from which the width of a digit can be told.
_ENOUGH = 4
_FIGURE = frozenset("0123456789.,-−%")
#: Least ink left over, in heights of type, that was a sign.
_SIGN = 0.12


def accounts_for(reading: Reading, ink: Pixels, size: float) -> bool:
    """True if no column of ``ink`` (the pixels of the line's box) lies further from a sign than a sign reaches.

    ``size`` is the height of type in pixels.
    """
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns) or not reading.text.strip() or size <= 0:
        return True
    middles = [place * ink.shape[1] for place in reading.places]
    ends, inner = _reaches(reading.text, middles, size)
    left_over = int((columns < middles[0] - ends[0]).sum()) + int((columns > middles[-1] + ends[-1]).sum())
    for (a, reach_a), (b, reach_b) in pairwise(zip(middles, inner, strict=True)):
        if b - a > reach_a + reach_b:
            left_over += int(((columns > a + reach_a) & (columns < b - reach_b)).sum())
    return left_over < _SIGN * size


def _reaches(text: str, middles: list[float], size: float) -> tuple[list[float], list[float]]:
    """How far every sign may reach if it ends the line, and within it."""
    if len(text) >= _ENOUGH and _FIGURE.issuperset(text):
        width = median(b - a for a, b in pairwise(middles))
        return [_END * width] * len(text), [_HALF_WAY * width] * len(text)
    reaches = [(_WIDE_HALF if is_wide(char) or char in "—…" else _NARROW_HALF) * size for char in text]
    return reaches, reaches
