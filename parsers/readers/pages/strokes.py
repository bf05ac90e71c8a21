"""Drawn shapes to ruling lines: thin boxes, straight strokes and the edges of stroked boxes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.readers.grid import Rule

#: A shape at most this thick is a rule; a long one may be thicker (heavy outer borders).
THICKEST = 2.6
_THICKEST_LONG = 4.5
_LONG = 20.0
#: A stroke that leaves its axis by more than this is slanted.
_STRAIGHT = 0.5
#: Corners of a box: four, the first again, and one to spare.
_BOX_POINTS = 6
_make_rule = tuple.__new__  # what Rule() ends in, without its argument handling: a page has thousands of strokes


class RuleCollector:
    """Collects horizontal and vertical rules in points from the top left."""

    def __init__(self) -> None:
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []

    def thin(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Takes a box as a rule if it is thin, and says whether it did.

        A dot counts in both directions: it may continue a dotted rule of either.
        """
        width, height = x1 - x0, bottom - top
        flat = height <= THICKEST or (height <= _THICKEST_LONG and width >= _LONG * height)
        narrow = width <= THICKEST or (width <= _THICKEST_LONG and height >= _LONG * width)
        if flat:
            self.horizontal.append(_make_rule(Rule, ((top + bottom) / 2, x0, x1)))
        if narrow:
            self.vertical.append(_make_rule(Rule, ((x0 + x1) / 2, top, bottom)))
        return flat or narrow

    def outline(self, points: Sequence[tuple[float, float]], *, stroked: bool, filled: bool) -> None:
        """Takes one run of straight lines: a thin box as one rule, else every stroke along an axis."""
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if len(points) <= _BOX_POINTS and (stroked or filled) and self.thin(min(xs), min(ys), max(xs), max(ys)):
            return
        if not stroked:
            return
        for (ax, ay), (bx, by) in pairwise(points):
            if (abs(ax - bx) <= _STRAIGHT) != (abs(ay - by) <= _STRAIGHT):
                self.thin(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
