"""From PDF user space to the frame in which text stands upright."""

from __future__ import annotations

Box = tuple[float, float, float, float]


class Frame:
    """Maps user space to the visible page box, turned clockwise by quarter turns; origin at the top left."""

    def __init__(self, box: Box, turns: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.turns = turns
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (width, height) if turns % 2 == 0 else (height, width)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """(x0, top, x1, bottom) in the upright frame."""
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def point(self, x: float, y: float) -> tuple[float, float]:
        x0, top, _, _ = self.box(x, y, x, y)
        return x0, top
