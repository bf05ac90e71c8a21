"""Ruling lines of a straightened page, and its ink without them.

Nothing is ever cleaned away as a speck: at low resolution a speck may be a decimal point.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.readers.grid import Rule
from parsers.readers.ocr.colours import Inks
from parsers.readers.ocr.picture import POINTS_PER_INCH, Pixels
from parsers.readers.ocr.pieces import pieces_of

#: Shortest run of ink that is a piece of a rule, in inches.
_ACROSS, _DOWN = 0.30, 0.16
#: Thickest rule, in inches.
_THICKEST = 0.05
#: A run this long (inches) is a rule. A shorter one is, if it is ink without gaps (to this share) and the strips of
#: this height (inches) above and below are not both full of ink (to this share).
_SURE = 1.5
_WHOLE = 0.88
_BESIDE = 0.03
_CROWDED = 0.5
#: Neighbourhood of the threshold in inches; by how much darker than it the ink of a rule is (of 255), and that of a
#: sign: a rule shows by its length however faint it is, a sign must stand out from the grain of the paper.
_NEAR = 0.25
_DARKER = 14
_SIGN_DARKER = 26
_RULE_GRAINS, _SIGN_GRAINS = 2.0, 4.0
#: A filter that answers to grain and not to slopes and edges; its answer to grain of one grey level.
_GRAIN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
_GRAIN_GAIN = 6.0 * 0.6745


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rules in points; ``ink`` (0 or 255) is the ink of the page without the rules, ``red`` that in red ink."""

    horizontal: list[Rule]
    vertical: list[Rule]
    ink: Pixels
    red: Pixels | None = None


def find_rules(inks: Inks, dpi: float) -> Ruled:
    """Rules and ink of a straightened page."""
    grey = inks.clear
    near = int(_NEAR * dpi) | 1
    grains = grain(grey)
    ink = _darker(grey, near, max(_DARKER, _RULE_GRAINS * grains))
    across = _straight(ink, int(_ACROSS * dpi), dpi)
    standing = np.ascontiguousarray(ink.T)
    down = _straight(standing, int(_DOWN * dpi), dpi)
    point = POINTS_PER_INCH / dpi
    signs = _darker(grey, near, max(_SIGN_DARKER, _SIGN_GRAINS * grains))
    ruled = cv2.dilate(cv2.bitwise_or(across.runs, np.ascontiguousarray(down.runs.T)), np.ones((3, 3), np.uint8))
    return Ruled(
        horizontal=[Rule(at * point, start * point, end * point) for at, start, end in across.pieces],
        vertical=[Rule(at * point, start * point, end * point) for at, start, end in down.pieces],
        ink=cv2.bitwise_and(signs, cv2.bitwise_not(ruled)),
        red=None if inks.grey is inks.clear else _darker(inks.grey, near, max(_SIGN_DARKER, _SIGN_GRAINS * grains)),
    )


def _darker(grey: Pixels, near: int, by: float) -> Pixels:
    """255 where the page is darker than its neighbourhood by at least ``by``."""
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, near, round(by))


def grain(grey: Pixels) -> float:
    """Standard deviation of the grain of the paper, in grey levels."""
    # At half size, because JPEG takes the finest grain away and leaves the rest.
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    answer = cv2.filter2D(half, cv2.CV_32F, _GRAIN)
    return 2 * float(np.median(np.abs(answer[::2, ::2]))) / _GRAIN_GAIN


@dataclass(frozen=True, slots=True)
class _Runs:
    """Straight lying ink (0 or 255) and its pieces: (middle height, left end, right end) in pixels."""

    runs: Pixels
    pieces: list[tuple[float, float, float]]


def _straight(ink: Pixels, length: int, dpi: float) -> _Runs:
    """Ink that runs straight for ``length`` pixels; a step of one pixel aside does not end a run."""
    bridged = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    pieces: list[tuple[float, float, float]] = []
    for piece in pieces_of(runs):
        short = piece.width < _SURE * dpi
        box = piece.left, piece.top, piece.width, piece.height
        if piece.area > _THICKEST * dpi * piece.width or (short and not _stands_free(ink, box, dpi)):
            window = runs[piece.top : piece.top + piece.height, piece.left : piece.left + piece.width]
            window[piece.inside] = 0
            continue
        pieces.append((piece.middle + 0.5, float(piece.left), float(piece.left + piece.width)))
    return _Runs(runs, pieces)


def _stands_free(ink: Pixels, box: tuple[int, int, int, int], dpi: float) -> bool:
    """True if a short run (``box``: left, top, width, height) is a line of its own, not strokes of text that meet."""
    left, top, width, height = box
    window = ink[top : top + height, left : left + width] > 0
    rows = window[:-1] | window[1:] if height > 1 else window
    if float(rows.mean(axis=1).max()) < _WHOLE:
        return False
    beside = max(int(_BESIDE * dpi), 1)
    above = ink[max(top - beside, 0) : top, left : left + width] > 0
    below = ink[top + height : top + height + beside, left : left + width] > 0
    crowded = [float(side.any(axis=0).mean()) > _CROWDED for side in (above, below) if side.size]
    return len(crowded) < 2 or not all(crowded)
