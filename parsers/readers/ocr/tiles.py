"""Large pages part by part: the parts, and lines that were seen in two of them."""

from __future__ import annotations

import math

import numpy as np

from parsers.readers.ocr.picture import Pixels

#: Pixels the detector looks at in one go; an A4 page at its scale has 2.8 million.
_MOST = 3_200_000
#: Parts overlap by this many pixels, two lines of large type; all sides are multiples of the step.
_OVERLAP = 96
_STEP = 32
#: Two boxes show one line when they share this much of their height, and overlap.
_ONE_LINE = 0.6


def tiles(x0: int, top: int, x1: int, bottom: int) -> list[tuple[int, int, int, int]]:
    """Parts of a part of a page, which is cut across its longer side; itself where it is not larger than a page."""
    width, height = x1 - x0, bottom - top
    count = math.ceil(width * height / _MOST)
    if count == 1:
        return [(x0, top, x1, bottom)]
    length = max(width, height)
    part = math.ceil(length / count / _STEP) * _STEP
    spans = [(start, min(start + part + _OVERLAP, length)) for start in range(0, length, part)]
    if width >= height:
        return [(x0 + start, top, x0 + end, bottom) for start, end in spans]
    return [(x0, top + start, x1, top + end) for start, end in spans]


def seen_once(found: list[tuple[int, Pixels]]) -> list[Pixels]:
    """Quadrilaterals of all parts (number, 4 x 2); what two neighbouring parts saw of one line is put together."""
    kept: list[tuple[int, Pixels]] = []
    for number, quad in found:
        for index, (other_number, other) in enumerate(kept):
            if other_number == number - 1 and _is_one_line(other, quad):
                kept[index] = (number, _around(other, quad))
                break
        else:
            kept.append((number, quad))
    return [quad for _, quad in kept]


def _is_one_line(a: Pixels, b: Pixels) -> bool:
    (ax0, atop), (ax1, abottom) = a.min(axis=0), a.max(axis=0)
    (bx0, btop), (bx1, bbottom) = b.min(axis=0), b.max(axis=0)
    shared = min(abottom, bbottom) - max(atop, btop)
    lower = min(abottom - atop, bbottom - btop)
    return bool(min(ax1, bx1) > max(ax0, bx0) and shared >= _ONE_LINE * lower)


def _around(a: Pixels, b: Pixels) -> Pixels:
    (x0, top), (x1, bottom) = np.minimum(a.min(axis=0), b.min(axis=0)), np.maximum(a.max(axis=0), b.max(axis=0))
    return np.array([(x0, top), (x1, top), (x1, bottom), (x0, bottom)])
