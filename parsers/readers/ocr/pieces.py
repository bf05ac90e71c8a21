"""Connected pieces of ink in a picture that holds little else than long straight lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.readers.ocr.picture import Pixels


@dataclass(frozen=True, slots=True)
class Piece:
    """A connected piece: its box and area in pixels, its middle height, and which pixels of its box belong to it."""

    left: int
    top: int
    width: int
    height: int
    area: int
    middle: float
    inside: Pixels


def pieces_of(ink: Pixels) -> Iterator[Piece]:
    """The pieces of ``ink`` (0 or other), from above.

    Only rows with ink are looked at, stretch by stretch: few rows of such a picture have any. ``ink`` may be changed
    where a piece that was given stands.
    """
    rows = np.flatnonzero(ink.any(axis=1))
    for stretch in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else ():
        above = int(stretch[0])
        count, labels, stats, centroids = cv2.connectedComponentsWithStats(
            ink[above : above + len(stretch)], connectivity=8
        )
        for label in range(1, count):
            left, top, width, height, area = (int(value) for value in stats[label])
            inside = labels[top : top + height, left : left + width] == label
            yield Piece(left, above + top, width, height, area, above + float(centroids[label][1]), inside)
