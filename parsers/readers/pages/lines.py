"""Glyphs to lines of text: shared by PDF, OFD and scanned pages.

Characters keep the order in which the file draws them; where that order does not run left to right they are sorted.
Printed spaces stay one space; a gap that a person sees as a blank becomes one, a wide gap a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from parsers.readers.pages.overprint import stands_on, untold, without_copies

#: A gap of this many heights ends a run.
_RUN_GAP = 0.6
#: A glyph that begins so many heights before the end of a run may stand on one of it.
_BACK = -0.2
#: Gap, in heights of the line, that reads as a blank between Latin letters or digits / next to a wide character.
_LATIN_BLANK = 0.22
_WIDE_BLANK = 0.6
#: Gap that separates columns of text.
_COLUMN_GAP = 1.8
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f]")
_NO_LINE_START = "，。；：、！？）》」』】〉”’…,.;:!?)]}%％"
_NO_LINE_END = "（《「『【〈“‘([{￥¥"
_TOKEN = re.compile(r"[A-Za-z0-9.,%％\-—+]+")
_NUMBER_END = re.compile(r"[\d.,]$")
_NUMBER_START = re.compile(r"^[\d.,]")
_DECIMALS = re.compile(r"\.\d{2}$")
#: As many characters as the longest number or word that a line may begin with.
_HEAD = 40


class Glyph(NamedTuple):
    """A character with its advance box (not its ink), in points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float
    char: str


@dataclass(slots=True)
class Run:
    """Glyphs drawn one after the other on one line without gaps; white space stays with what stands before it."""

    glyphs: list[Glyph]
    x0: float
    top: float
    x1: float
    bottom: float
    #: False when no blank stands between its glyphs, neither printed nor seen.
    blanks: bool = True

    @property
    def text(self) -> str:
        return "".join([glyph[4] for glyph in self.glyphs])

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def part(self, glyphs: list[Glyph], x1: float | None = None) -> Run:
        """Some glyphs of the run at their own height: blanks may have tied them to a text beside them."""
        first = next((glyph for glyph in glyphs if not glyph.char.isspace()), glyphs[0])
        blanks = self.blanks or any(glyph.char.isspace() for glyph in glyphs)
        return Run(glyphs, glyphs[0].x0, first.top, glyphs[-1].x1 if x1 is None else x1, first.bottom, blanks)


@dataclass(slots=True)
class Line:
    """One line of text with the box of its glyphs; ``size`` is the usual glyph height."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    head: list[Glyph]
    #: Pieces between column gaps: (x0, x1, text).
    pieces: tuple[tuple[float, float, str], ...] = ()
    _first: float | None = None

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def first(self) -> float:
        """Width of the first piece that cannot be broken: a character with the signs bound to it, a number, a word."""
        return self._first if self._first is not None else _first_width(self.head)

    def settle(self) -> None:
        """Keeps the width of the first piece and lets the glyphs go, for lines that live as long as the document."""
        self._first = self.first
        self.head = []


def is_wide(char: str) -> bool:
    """True for Chinese characters and full-width signs, between which no blank is written."""
    return bool(_WIDE.match(char))


def make_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from top to bottom (left to right at the same height) of the given glyphs."""
    return lines_of(split_runs(glyphs))


def split_runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """The glyphs as runs in drawing order; a glyph drawn twice in a row (to look bold) counts once."""
    runs: list[Run] = []
    inside: list[Glyph] = []
    start = end = high = low = height = widest = blank = back = 0.0
    last = ""
    blanks = False
    for glyph in glyphs:
        x0, top, x1, bottom, char = glyph
        if inside:
            gap = x0 - end
            if (
                -height <= gap <= widest
                and -height <= top + bottom - high - low <= height
                and (gap > back or is_double(inside[-1], glyph) or not stands_on(inside, glyph))
            ):
                if char != last or not is_double(inside[-1], glyph):
                    inside.append(glyph)
                    last = char
                    if gap > blank or char == " ":
                        blanks = True
                    if x1 > end:  # noqa: PLR1730 - max() costs more, and this runs for every character
                        end = x1
                continue
            if char == " " and gap >= 0:
                continue
            runs.append(Run(inside, start, high, end, low, blanks))
        elif char == " ":
            continue
        inside, start, high, end, low, last, blanks = [glyph], x0, top, x1, bottom, char, False
        height = max(bottom - top, 1.0)
        widest, blank, back = _RUN_GAP * height, _LATIN_BLANK * height, _BACK * height
    if inside:
        runs.append(Run(inside, start, high, end, low, blanks))
    return runs


def is_double(one: Glyph, other: Glyph) -> bool:
    """True for the same character at (nearly) the same place."""
    if one[4] != other[4]:
        return False
    tolerance = min(max(0.12 * (one[3] - one[1]), 0.3), 1.2)
    return abs(one[0] - other[0]) <= tolerance and abs(one[1] - other[1]) <= tolerance


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """Lines from top to bottom of the given runs."""
    rows = [list(runs)] if len(runs) == 1 else _rows(runs)
    return [line for row in rows if (line := _line_of(row)) is not None]


def _line_of(row: list[Run]) -> Line | None:
    run = row[0]
    if len(row) == 1 and not run.blanks:
        text = run.text
        head = run.glyphs[:_HEAD]
        return Line(text, run.x0, run.top, run.x1, run.bottom, max(run.height, 1.0), head, ((run.x0, run.x1, text),))
    if len(row) == 1:
        return _line(run.glyphs)
    if all(left.x1 <= right.x0 for left, right in pairwise(row)):
        return _line([glyph for part in row for glyph in part.glyphs])
    row = without_copies(row)
    lost = untold(row)
    glyphs = _sorted_once([glyph for part in row for glyph in part.glyphs])
    return _line([lost.get(glyph, glyph) for glyph in glyphs] if lost else glyphs)


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs on one height put together, from left to right."""
    rows: list[list[Run]] = []
    middle = height = 0.0
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.x0)):
        at, high = (run.top + run.bottom) / 2, run.bottom - run.top
        if rows and at - middle <= 0.5 * max(min(height, high), 1.0):
            rows[-1].append(run)
        else:
            rows.append([run])
            middle, height = at, high
    for row in rows:
        row.sort(key=lambda run: run.x0)
    return rows


def _sorted_once(row: list[Glyph]) -> list[Glyph]:
    """Glyphs of a line from left to right, those drawn twice once."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph[0]):
        if not any(is_double(other, glyph) for other in kept[-3:]):
            kept.append(glyph)
    return kept


def _line(glyphs: list[Glyph]) -> Line | None:
    inked = [glyph for glyph in glyphs if glyph[4] > " " and not glyph[4].isspace()]
    if not inked:
        return None
    starts, tops, ends, bottoms, chars = zip(*inked, strict=True)
    heights = sorted(map(sub, bottoms, tops))
    size = max(heights[len(heights) // 2], 1.0)
    if len(inked) == len(glyphs) and max(map(sub, starts[1:], ends), default=0.0) <= _LATIN_BLANK * size:
        text = "".join(chars)
        pieces: tuple[tuple[float, float, str], ...] = ((starts[0], max(ends), text),)
    else:
        text, pieces = _spaced(glyphs, size)
    return Line(
        text=text,
        x0=min(starts),
        top=min(tops),
        x1=max(ends),
        bottom=max(bottoms),
        size=size,
        head=inked[:_HEAD],
        pieces=pieces,
    )


def _spaced(glyphs: list[Glyph], size: float) -> tuple[str, tuple[tuple[float, float, str], ...]]:
    """(text, pieces between column gaps) of a line with blanks in it."""
    text: list[str] = []
    pieces: list[tuple[float, float, str]] = []
    piece, start = 0, glyphs[0].x0
    previous: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.char.isspace():
            spaced = previous is not None
            continue
        if previous is None:
            start = glyph.x0
        else:
            blank = _blank(previous, glyph, size, spaced=spaced)
            if blank == "\t":
                pieces.append((start, previous.x1, "".join(text[piece:])))
                piece, start = len(text) + 1, glyph.x0
            if blank:
                text.append(blank)
        text.append(glyph.char)
        previous, spaced = glyph, False
    pieces.append((start, previous.x1 if previous is not None else start, "".join(text[piece:])))
    return "".join(text), tuple(pieces)


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
    first = inked[0].char
    if is_wide(first) and first not in _NO_LINE_END and (len(inked) == 1 or inked[1].char not in _NO_LINE_START):
        return inked[0].x1 - inked[0].x0
    size = inked[0].bottom - inked[0].top
    blank = next((i for i, (a, b) in enumerate(pairwise(inked), 1) if b.x0 - a.x1 > _LATIN_BLANK * size), len(inked))
    text = "".join(glyph.char for glyph in inked[:blank])
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


def flow(lines: list[Line], width: float) -> str:
    """Text of a cell or box whose lines may be ``width`` wide: a line that fills it continues, any other ends with a
    line break.
    """
    if len(lines) > 1 and all(len(line.text) == 1 and is_wide(line.text) for line in lines):
        return "".join(line.text for line in lines)  # a label written from top to bottom
    text = lines[0].text if lines else ""
    for above, line in pairwise(lines):
        room = width - (above.x1 - above.x0)
        text = join_wrapped(text, line.text) if _goes_on(above, line, room) else f"{text}\n{line.text}"
    return text


def _goes_on(above: Line, line: Line, room: float) -> bool:
    """True if ``line`` continues the one above it, which left ``room`` points of the width free.

    Two numbers below each other must never grow into one: a number only goes on where not one digit more had room, and
    never after two decimals.
    """
    if _NUMBER_END.search(above.text) and _NUMBER_START.match(line.text):
        digit = line.head[0].x1 - line.head[0].x0
        return room <= 0.9 * digit and not _DECIMALS.search(above.text)
    return room < line.first + 0.35 * line.size
