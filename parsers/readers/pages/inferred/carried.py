"""A head that the end of a page cuts off its rows: below a rule it ends the page, and the next begins with the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.records import BBox
from domain.text import squeeze
from parsers.readers.grid import Rule
from parsers.readers.pages.inferred.pieces import Piece, TextLine, lines_of_pieces
from parsers.readers.pages.inferred.regions import Region, is_caption
from parsers.readers.pages.lines import Glyph, Run
from parsers.readers.pages.table_words import words

#: A head has at most so many lines, so many known names, and this share of its texts are such.
_MOST_LINES = 9
_KNOWN = 2
_MOST = 0.5
#: Distance between the middles of the head's last line and the first below it, in heights: that of two rows.
_PITCH = 2.0
_PAGE_NUMBER = re.compile(r"[-—–－第共页/ \d]{1,14}")
_YEAR = re.compile(r"^(?:20\d\d|上|本)年度?")


def head_at_foot(runs: Sequence[Run], lone: Sequence[Rule]) -> list[TextLine]:
    """The lines below the last rules of a page that are the head of a table, where nothing but its number follows."""
    if not lone:
        return []
    lines = lines_of_pieces(runs)
    if lines and _PAGE_NUMBER.fullmatch(lines[-1].text):
        lines.pop()
    head: list[TextLine] = []
    while lines and len(head) <= _MOST_LINES and not lines[-1].figures and not is_caption(lines[-1]):
        head.insert(0, lines.pop())
        above = lines[-1].bottom if lines else 0.0
        if any(above <= rule.at <= head[0].middle for rule in lone) and _is_head(head):
            return head
    return []


def _is_head(lines: list[TextLine]) -> bool:
    texts = [_YEAR.sub("", squeeze(piece.text)) for line in lines for piece in line.pieces]
    known = sum(text in words("header") | words("head") for text in texts)
    return known >= max(_KNOWN, _MOST * len(texts))


def _repeats(lines: Sequence[TextLine], head: Sequence[TextLine]) -> bool:
    """True if the next page prints the head again."""
    printed = {squeeze(piece.text) for line in lines for piece in line.pieces}
    return all(squeeze(piece.text) in printed for line in head for piece in line.pieces)


class CarriedHead:
    """The lines of a head, moved to where they would stand above the first line of the next page."""

    def __init__(self, head: Sequence[TextLine], below: Sequence[TextLine]) -> None:
        self.lines: list[TextLine] = []
        self._first = below[0].middle if below else 0.0
        self._own: dict[int, Run] = {}
        if head and below and not _repeats(below[: len(head) + 1], head):
            move = below[0].middle - _PITCH * below[0].height - head[-1].middle
            self.lines = [self._moved(line, move) for line in head]

    def over(self, region: Region) -> Region:
        """A region between rules, with the head above it if it begins the page."""
        lines = region.head + region.body
        first = min(line.top for line in lines) <= self._first <= max(line.bottom for line in lines)
        return replace(region, head=self.lines + region.head) if self.lines and first else region

    def _moved(self, line: TextLine, move: float) -> TextLine:
        pieces = [
            Piece(
                [self._run(run, move) for run in piece.runs],
                *(piece.x0, piece.top + move, piece.x1, piece.bottom + move),
                piece.text,
            )
            for piece in line.pieces
        ]
        return TextLine(pieces, line.top + move, line.bottom + move)

    def _run(self, run: Run, move: float) -> Run:
        glyphs = [Glyph(glyph.x0, glyph.top + move, glyph.x1, glyph.bottom + move, glyph.char) for glyph in run.glyphs]
        moved = replace(run, glyphs=glyphs, top=run.top + move, bottom=run.bottom + move)
        self._own[id(moved)] = run
        return moved

    def box(self, runs: Sequence[Run]) -> BBox | None:
        """Where the texts of a cell stand on the page before; nothing if they stand on this one."""
        own = [self._own[id(run)] for run in runs if id(run) in self._own]
        if not own:
            return None
        return (
            min(run.x0 for run in own),
            min(run.top for run in own),
            max(run.x1 for run in own),
            max(run.bottom for run in own),
        )
