"""The bands of a page that hold ink: where there is nothing but paper, no line of text need be looked for.

What counts as ink here is much fainter than what counts as a sign, and every band keeps white around it: a stain costs
time and nothing else.
"""

from __future__ import annotations

import cv2
import numpy as np

from parsers.readers.ocr.picture import Pixels
from parsers.readers.ocr.rules import grain

#: Neighbourhood of the threshold, in pixels of a copy of half the size; by how much darker than it ink is, in grey
#: levels and in grains of the paper.
_NEAR = 21
_DARKER = 4
_GRAINS = 2.5
#: Fewer pixels of the copy are a speck: they belong to the ink near them, or to the paper.
_SPECK = 3
#: White kept around ink, and the least height of paper between two bands, in pixels.
_AROUND = 40
_GAP = 160
#: Bands begin and end at multiples of this, like the detector's own steps.
_STEP = 32


def bands(pixels: Pixels) -> list[tuple[int, int, int, int]]:
    """Parts (x0, top, x1, bottom) with all ink of a page (height x width x 3, both multiples of 32), from above."""
    height, width = pixels.shape[:2]
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    by = max(_DARKER, round(_GRAINS * grain(grey)))
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(half, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _NEAR, by)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    ink = np.concatenate(([False], stats[1:count, cv2.CC_STAT_AREA] >= _SPECK))[pieces]
    found: list[tuple[int, int, int, int]] = []
    for top, bottom in _runs(ink.any(axis=1)):
        across = 2 * np.flatnonzero(ink[top // 2 : bottom // 2].any(axis=0))
        (x0, x1), (upper, lower) = _around(int(across[0]), int(across[-1]) + 2, width), _around(top, bottom, height)
        found.append((x0, upper, x1, lower))
    return found


def _runs(inked: Pixels) -> list[tuple[int, int]]:
    """(start, end) of ink in pixels, where less than a gap lies between; ``inked``: for every second pixel."""
    at = 2 * np.flatnonzero(inked)
    if not len(at):
        return []
    parted = np.flatnonzero(np.diff(at) > _GAP)
    starts, ends = at[np.concatenate(([0], parted + 1))], at[np.concatenate((parted, [-1]))] + 2
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _around(start: int, end: int, size: int) -> tuple[int, int]:
    """A span with white around it, out to whole steps."""
    return (
        max((start - _AROUND) // _STEP * _STEP, 0),
        min(-(-(end + _AROUND) // _STEP) * _STEP, size),
    )
