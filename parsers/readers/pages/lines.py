"""Glyphs to lines of text: shared by PDF, OFD and scanned pages.

Characters keep the order in which the file draws them; where that order does not run left to right they are sorted.
Printed spaces stay one space; a gap that a person sees as a blank becomes one, a wide gap a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

#: Gap, in heights of the line, that reads as a blank between Latin letters or digits / next to a wide character.
_LATIN_BLANK = 0.22
_WIDE_BLANK = 0.6
#: Gap that separates columns of text.
_COLUMN_GAP = 1.8
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f]")
_NO_LINE_START = "，。；：、！？）》」』】〉”’…,.;:!?)]}%％"
_NO_LINE_END = "（《「『【〈“‘([{￥¥"
_TOKEN = re.compile(r"[A-Za-z0-9.,%％\-—+]+")


class Glyph(NamedTuple):
    """A character with its advance box (not its ink), in points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float
    char: str


@dataclass(slots=True)
class Line:
    """One line of text with the box of its glyphs; ``size`` is the usual glyph height, ``first`` the width of the
    first piece that cannot be broken (a wide character with the punctuation that must follow it, a number, a word).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    first: float
    #: Pieces between column gaps: (x0, x1, text).
    pieces: tuple[tuple[float, float, str], ...] = ()

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def is_wide(char: str) -> bool:
    """True for Chinese characters and full-width signs, between which no blank is written."""
    return bool(_WIDE.match(char))


def make_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from top to bottom (left to right at the same height) of the given glyphs."""
    return [line for group in _rows(_fragments(glyphs)) if (line := _line(group)) is not None]


def _fragments(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Runs in drawing order that go to the right on one height."""
    fragments: list[list[Glyph]] = []
    x = middle = half = 0.0
    for glyph in glyphs:
        centre = (glyph[1] + glyph[3]) / 2
        if fragments and abs(centre - middle) <= half and glyph[0] >= x - half:
            if not _is_double(fragments[-1][-1], glyph):
                fragments[-1].append(glyph)
        else:
            fragments.append([glyph])
            middle = centre
            half = max((glyph[3] - glyph[1]) * 0.5, 1.0)
        x = glyph[2]
    return fragments


def _rows(fragments: list[list[Glyph]]) -> list[list[Glyph]]:
    """Fragments on one height put together from left to right."""
    rows: list[tuple[float, float, list[list[Glyph]]]] = []
    for fragment in sorted(fragments, key=lambda run: (run[0][1] + run[0][3], run[0][0])):
        middle = (fragment[0][1] + fragment[0][3]) / 2
        height = fragment[0][3] - fragment[0][1]
        if rows and abs(rows[-1][0] - middle) <= 0.5 * max(min(rows[-1][1], height), 1.0):
            rows[-1][2].append(fragment)
        else:
            rows.append((middle, height, [fragment]))
    joined: list[list[Glyph]] = []
    for _, _, parts in rows:
        parts.sort(key=lambda run: run[0][0])
        overlapping = any(a[-1][2] > b[0][2] for a, b in pairwise(parts))
        row = [glyph for part in parts for glyph in part]
        joined.append(_sorted_once(row) if overlapping else row)
    return joined


def _sorted_once(row: list[Glyph]) -> list[Glyph]:
    """Glyphs of a line from left to right, those drawn twice (to look bold) once."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph[0]):
        if not any(_is_double(other, glyph) for other in kept[-3:]):
            kept.append(glyph)
    return kept


def _is_double(one: Glyph, other: Glyph) -> bool:
    """True for the same character at (nearly) the same place."""
    if one[4] != other[4]:
        return False
    tolerance = min(max(0.12 * (one[3] - one[1]), 0.3), 1.2)
    return abs(one[0] - other[0]) <= tolerance and abs(one[1] - other[1]) <= tolerance


def _line(glyphs: list[Glyph]) -> Line | None:
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not inked:
        return None
    heights = sorted(glyph.bottom - glyph.top for glyph in inked)
    size = max(heights[len(heights) // 2], 1.0)
    text: list[str] = []
    pieces: list[tuple[float, float, str]] = []
    piece_start, start = 0, inked[0].x0
    previous: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.char.isspace():
            spaced = spaced or previous is not None
            continue
        if previous is not None:
            blank = _blank(previous, glyph, size, spaced=spaced)
            if blank == "\t":
                pieces.append((start, previous.x1, "".join(text[piece_start:])))
                piece_start, start = len(text) + 1, glyph.x0
            if blank:
                text.append(blank)
        text.append(glyph.char)
        previous, spaced = glyph, False
    last = max(glyph.x1 for glyph in inked)
    pieces.append((start, last, "".join(text[piece_start:])))
    return Line(
        text="".join(text),
        x0=min(glyph.x0 for glyph in inked),
        top=min(glyph.top for glyph in inked),
        x1=last,
        bottom=max(glyph.bottom for glyph in inked),
        size=size,
        first=_first_width(inked),
        pieces=tuple(pieces),
    )


def _blank(left: Glyph, right: Glyph, size: float, *, spaced: bool) -> str:
    gap = right.x0 - left.x1
    if gap > _COLUMN_GAP * size:
        return "\t"
    if spaced:
        return " "
    if gap <= _LATIN_BLANK * size:
        return ""
    wide = is_wide(left.char) or is_wide(right.char)
    return " " if gap > (_WIDE_BLANK if wide else _LATIN_BLANK) * size else ""


def _first_width(inked: list[Glyph]) -> float:
    text = "".join(glyph.char for glyph in inked[:40])
    opening = 0
    while opening < len(text) - 1 and text[opening] in _NO_LINE_END:
        opening += 1
    token = _TOKEN.match(text, opening)
    length = token.end() if token else opening + 1
    while length < len(text) and text[length] in _NO_LINE_START:
        length += 1
        # No line ends between a closing bracket and a number.
        token = _TOKEN.match(text, length)
        length = token.end() if token else length
    return inked[min(length, len(inked)) - 1].x1 - inked[0].x0


def join_wrapped(first: str, second: str) -> str:
    """Two lines of one paragraph as one: a blank only between Latin words."""
    if first and second and first[-1].isascii() and second[0].isascii():
        letters = first[-1].isalpha() and second[0].isalpha()
        if letters or (first[-1] in ",.;:" and second[0].isalpha()):
            return f"{first} {second}"
    return first + second


def flow(lines: list[Line], left: float, right: float, padding: float) -> str:
    """Text of a cell or box: a line that fills the width continues, any other ends with a line break."""
    text = ""
    for index, line in enumerate(lines):
        if index == 0:
            text = line.text
            continue
        above = lines[index - 1]
        room = (right - left) - 2 * padding - (above.x1 - above.x0)
        text = join_wrapped(text, line.text) if room < line.first + 0.35 * line.size else f"{text}\n{line.text}"
    return text
