"""Ruling lines of a straightened page, and its ink without them.

Nothing is ever cleaned away as a speck: at low resolution a speck may be a decimal point.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.readers.grid import Rule
from parsers.readers.ocr.picture import POINTS_PER_INCH, Pixels

#: Shortest run of ink that is a piece of a rule, in inches.
_ACROSS, _DOWN = 0.30, 0.16
#: Thickest rule, in inches.
_THICKEST = 0.05
#: Neighbourhood of the threshold in inches, and by how much darker than it ink is (of 255).
_NEAR = 0.25
_DARKER = 14


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rules in points; ``ink`` (0 or 255) is the ink of the page without the rules."""

    horizontal: list[Rule]
    vertical: list[Rule]
    ink: Pixels


def find_rules(grey: Pixels, dpi: float) -> Ruled:
    """Rules and ink of a straightened grey page."""
    near = int(_NEAR * dpi) | 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, near, _DARKER)
    across = _runs(ink, int(_ACROSS * dpi), lying=True)
    down = _runs(ink, int(_DOWN * dpi), lying=False)
    point = POINTS_PER_INCH / dpi
    thickest = _THICKEST * dpi
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))))
    return Ruled(
        horizontal=[Rule(at * point, start * point, end * point) for at, start, end in _pieces(across, thickest)],
        vertical=[
            Rule(at * point, start * point, end * point)
            for at, start, end in _pieces(np.ascontiguousarray(down.T), thickest)
        ],
        ink=rest,
    )


def _runs(ink: Pixels, length: int, *, lying: bool) -> Pixels:
    """Ink that runs straight for ``length`` pixels; a step of one pixel aside does not end a run."""
    aside, along = ((3, 1), (1, length)) if lying else ((1, 3), (length, 1))
    bridged = cv2.dilate(ink, np.ones(aside, np.uint8))
    runs = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    return cv2.bitwise_and(runs, cv2.dilate(ink, np.ones(aside, np.uint8)))


def _pieces(runs: Pixels, thickest: float) -> list[tuple[float, float, float]]:
    """(middle height, left end, right end) of lying runs, in pixels."""
    count, _, stats, centroids = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found: list[tuple[float, float, float]] = []
    for label in range(1, count):
        left, _, width, _, area = (int(value) for value in stats[label])
        if area <= thickest * width:
            found.append((float(centroids[label][1]) + 0.5, float(left), float(left + width)))
    return found
