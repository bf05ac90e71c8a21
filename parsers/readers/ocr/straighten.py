"""How far a page lies askew, from the slopes of its long thin ink, and the page straightened."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.readers.ocr.picture import Pixels

#: Longer side of the copy in which slopes are measured.
_COPY = 1400
#: Ink counts as a rule when it is this long (share of the copy's longer side) and this many times longer than thick.
_LONG = 0.09
_SLENDER = 25
#: A slope beyond this (degrees) is a drawing, not a page laid askew.
_STEEPEST = 10.0
#: Below this (degrees) turning does more harm than good.
_LEAST = 0.03
_RUN = 9
#: A line of text tells the slope when it is this many times longer than high.
_LONG_LINE = 8.0


def skew_of(grey: Pixels) -> float | None:
    """Degrees by which the rules of a page fall to the right; ``None`` without rules."""
    height, width = grey.shape
    shrink = min(_COPY / max(height, width), 1.0)
    copy = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(copy, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    slopes = _slopes(ink)
    slopes += [(-slope, length) for slope, length in _slopes(np.ascontiguousarray(ink.T))]
    return math.degrees(math.atan(_middle(slopes))) if slopes else None


def _slopes(ink: Pixels) -> list[tuple[float, float]]:
    """(slope, length) of long thin pieces of ink that run (nearly) to the right."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _RUN), np.uint8))
    joined = cv2.dilate(runs, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    longest = _LONG * max(ink.shape)
    found: list[tuple[float, float]] = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if width < longest or height > math.tan(math.radians(_STEEPEST)) * width + 6:
            continue
        if width * width < _SLENDER * area:
            continue
        window = labels[top : top + height, left : left + width] == label
        window &= runs[top : top + height, left : left + width] > 0
        ys, xs = np.nonzero(window)
        if len(xs) >= width // 3:
            found.append((_slope(xs, ys), float(width)))
    return found


def _slope(xs: Pixels, ys: Pixels) -> float:
    centred = xs - xs.mean()
    return float((centred * ys).sum() / (centred * centred).sum())


def _middle(slopes: list[tuple[float, float]]) -> float:
    """The median of slopes weighted by length."""
    ordered = sorted(slopes)
    half = sum(length for _, length in ordered) / 2
    passed = 0.0
    for slope, length in ordered:
        passed += length
        if passed >= half:
            return slope
    return ordered[-1][0]


def skew_of_lines(quads: list[Pixels]) -> float:
    """Degrees by which lines of text fall to the right; 0 where no line is long enough to tell."""
    slopes: list[tuple[float, float]] = []
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in (quad.tolist() for quad in quads):
        width, height = (bx - ax + cx - dx) / 2, (cy - by + dy - ay) / 2
        if width > _LONG_LINE * max(height, 1.0):
            slopes.append((((by - ay) + (cy - dy)) / 2 / width, width))
    return math.degrees(math.atan(_middle(slopes))) if slopes else 0.0


def _is_grey(pixels: Pixels) -> bool:
    return all(np.array_equal(pixels[..., 0], pixels[..., other]) for other in (1, 2))


@dataclass(frozen=True, slots=True)
class Turn:
    """Turns a page back by ``skew`` degrees about its middle."""

    skew: float
    matrix: Pixels | None = None

    @classmethod
    def of(cls, pixels: Pixels, skew: float) -> Turn:
        if abs(skew) < _LEAST:
            return cls(0.0)
        height, width = pixels.shape[:2]
        return cls(skew, cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0))

    def page(self, pixels: Pixels) -> Pixels:
        """The page turned; what comes in from outside continues its edge."""
        if self.matrix is None:
            return pixels
        if _is_grey(pixels):
            return cv2.cvtColor(self._turned(cv2.extractChannel(pixels, 0)), cv2.COLOR_GRAY2BGR)
        return self._turned(pixels)

    def _turned(self, pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        assert self.matrix is not None
        return cv2.warpAffine(
            pixels, self.matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )

    def places(self, quad: Pixels) -> Pixels:
        """Points (n x 2) of the page as they stand on the turned page."""
        return quad if self.matrix is None else quad @ self.matrix[:, :2].T + self.matrix[:, 2]
