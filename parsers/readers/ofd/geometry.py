"""Numbers of OFD attributes: boxes and matrices in millimetres, advance lists, abbreviated paths."""

from __future__ import annotations

import math

#: Points per millimetre.
POINTS = 72 / 25.4

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: Operands of the commands of ``AbbreviatedData``.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
#: No attribute of a real page lists more numbers.
_MOST = 100_000


def numbers(text: str | None) -> list[float]:
    """The finite numbers of an attribute; anything else in it is left out."""
    found: list[float] = []
    for word in (text or "").split()[:_MOST]:
        try:
            value = float(word)
        except ValueError:
            continue
        if math.isfinite(value):
            found.append(value)
    return found


def matrix_of(text: str | None) -> Matrix:
    values = numbers(text)
    if len(values) != 6:
        return IDENTITY
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def advances(text: str | None) -> list[float]:
    """``DeltaX``: distances from glyph to glyph; ``g 3 1.5`` stands for three times 1.5."""
    words = (text or "").split()[:_MOST]
    found: list[float] = []
    index = 0
    while index < len(words):
        if words[index] == "g" and index + 2 < len(words):
            count, step = numbers(words[index + 1]), numbers(words[index + 2])
            if count and step:
                found.extend(step * min(int(count[0]), _MOST))
            index += 3
        else:
            found.extend(numbers(words[index]))
            index += 1
    return found


def at(x: float, y: float) -> Matrix:
    """The matrix that moves what it is applied to."""
    return 1.0, 0.0, 0.0, 1.0, x, y


def inside(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix of ``inner`` in the frame of ``outer``: first the inner one is applied."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def place(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """A point of an object in points of the page."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS


def outlines(data: str) -> list[list[tuple[float, float]]]:
    """The straight-line runs of ``AbbreviatedData``; a curve contributes its end point."""
    runs: list[list[tuple[float, float]]] = []
    words = data.split()[:_MOST]
    index = 0
    while index < len(words):
        command = words[index]
        index += 1
        if command not in _OPERANDS:
            continue
        operands = numbers(" ".join(words[index : index + _OPERANDS[command]]))
        if len(operands) < _OPERANDS[command]:
            continue
        index += _OPERANDS[command]
        if command in ("M", "S"):
            runs.append([(operands[0], operands[1])])
        elif not runs:
            continue
        elif command == "C":
            runs[-1].append(runs[-1][0])
        else:
            runs[-1].append((operands[-2], operands[-1]))
    return runs
