"""Texts of a table without column rules: pieces that each stand in one cell, and the lines they form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import sub

from parsers.readers.pages.lines import Glyph, Run, is_wide

#: A gap of this many heights parts a figure from words, one of so many words from words.
_CHANGE_GAP = 0.25
#: Spread-out characters (项　　目) this many heights apart are one word.
_SPREAD = 5.0
#: Lines whose middles are so many heights apart are no two rows.
_NEAR = 1.2
#: Lines of one text are at most this far apart, in heights, and so exactly aligned; the first has so many characters.
_LEADING = 1.35
#: Lines of other cells that may stand between two lines of one text.
_LINES_ABOVE = 3
_ALIGNED = 0.2
_A_WORD = 2
#: Heads of the columns of a code in parts: words of their own.
_CODE_PARTS = "类款项"
_FIGURE = re.compile(r"^[-－−(（]?[\d,，]*\d(?:\.\d+)?%?[)）]?$|^[—－\-─]{1,3}$")
_AMOUNT = re.compile(r"^[-－−]?(?:[\d,，]*\d\.\d+%?|\d{1,3}(?:[,，]\d{3})+)$")


@dataclass(slots=True)
class Piece:
    """Runs that stand in one cell on one line."""

    runs: list[Run]
    x0: float
    top: float
    x1: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def is_figure(self) -> bool:
        return bool(_FIGURE.match(self.text))

    @property
    def is_amount(self) -> bool:
        return bool(_AMOUNT.match(self.text))

    @property
    def is_label(self) -> bool:
        return any(is_wide(char) for char in self.text)


@dataclass(slots=True)
class TextLine:
    """Pieces on one height, from left to right."""

    pieces: list[Piece]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def figures(self) -> int:
        return sum(piece.is_figure for piece in self.pieces)

    @property
    def amounts(self) -> int:
        return sum(piece.is_amount for piece in self.pieces)


def lines_of_pieces(runs: Iterable[Run]) -> list[TextLine]:
    """The runs as lines of pieces, from top to bottom."""
    lines: list[TextLine] = []
    for run in sorted(runs, key=lambda run: (run.middle, run.x0)):
        pieces = [Piece([one], one.x0, one.top, one.x1, one.bottom, one.text.strip()) for one in _split(run)]
        last = lines[-1] if lines else None
        if last is not None and run.middle < last.bottom - 0.35 * min(run.height, last.height):
            last.pieces += pieces
            last.top, last.bottom = min(last.top, run.top), max(last.bottom, run.bottom)
        else:
            lines.append(TextLine(pieces, run.top, run.bottom))
    for number, line in enumerate(lines):
        above = [piece for upper in lines[max(number - _LINES_ABOVE, 0) : number] for piece in upper.pieces]
        line.pieces = _spread_joined(sorted(line.pieces, key=lambda piece: piece.x0), above)
    return lines


def together(lines: Iterable[TextLine]) -> list[TextLine]:
    """Lines nearer to each other than rows are, as one: a text over two rows stands beside both."""
    found: list[TextLine] = []
    middle = 0.0
    for line in lines:
        if found and line.middle - middle <= _NEAR * line.height:
            last = found[-1]
            found[-1] = TextLine([*last.pieces, *line.pieces], last.top, max(last.bottom, line.bottom))
        else:
            found.append(line)
            middle = line.middle
    return found


def _piece(runs: list[Run]) -> Piece:
    return Piece(
        runs,
        min(run.x0 for run in runs),
        min(run.top for run in runs),
        max(run.x1 for run in runs),
        max(run.bottom for run in runs),
        "".join(run.text for run in runs).strip(),
    )


def parts_of(piece: Piece) -> list[Piece]:
    """The piece parted at every gap that is wider than one between the digits of a figure."""
    gap_from = _CHANGE_GAP * piece.height
    parts: list[Run] = []
    for run in piece.runs:
        glyphs: list[Glyph] = []
        for glyph in (glyph for glyph in run.glyphs if not glyph.char.isspace()):
            if glyphs and glyph.x0 - glyphs[-1].x1 > gap_from:
                parts.append(run.part(glyphs))
                glyphs = []
            glyphs.append(glyph)
        parts += [run.part(glyphs)] if glyphs else []
    return [_piece([part]) for part in parts]


def _split(run: Run) -> list[Run]:
    """The run parted where a figure stands beside words with a gap between them: two cells that nearly touch."""
    gap_from = _CHANGE_GAP * run.height
    starts, _, ends, _, chars = zip(*run.glyphs, strict=True)
    if max(map(sub, starts[1:], ends), default=0.0) <= gap_from and not any(map(str.isspace, chars)):
        return [run]  # most runs have no gap at all
    parts: list[list[Glyph]] = [[]]
    for glyph in run.glyphs:
        last = next((other for other in reversed(parts[-1]) if not other.char.isspace()), None)
        if last is not None and glyph.x0 - last.x1 > gap_from and not glyph.char.isspace():
            changes = is_wide(last.char) != is_wide(glyph.char)
            decimals = "".join(other.char for other in parts[-1][-3:])
            if changes or re.fullmatch(r"\.\d\d", decimals):
                parts.append([])
        parts[-1].append(glyph)
    if len(parts) == 1:
        return [run]
    return [run.part(part, _end(part)) for part in parts]


def _end(glyphs: list[Glyph]) -> float:
    return max((glyph.x1 for glyph in glyphs if not glyph.char.isspace()), default=glyphs[-1].x1)


def _spread_joined(pieces: list[Piece], above: list[Piece]) -> list[Piece]:
    """Single characters in a row as the one word that they spell; not those that end a word ``above``."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last is not None
            and len(piece.text) == 1
            and is_wide(piece.text)
            and all(len(run.text.strip()) == 1 for run in last.runs)
            and is_wide(last.text[:1])
            and not (piece.text in _CODE_PARTS and last.text in _CODE_PARTS)
            and piece.x0 - last.x1 <= _SPREAD * piece.height
            and not any(_ends(upper, piece) or _ends(upper, last) for upper in above)
        ):
            joined[-1] = _piece([*last.runs, *piece.runs])
        else:
            joined.append(piece)
    return joined


def _ends(above: Piece, piece: Piece) -> bool:
    """True if the character is the rest of a word right above it: in the middle below it, or at its left edge."""
    if len(above.runs) > 1 or len(above.text) < _A_WORD or not is_wide(above.text[-1]) or len(piece.text) > 1:
        return False
    middle = abs(above.x0 + above.x1 - piece.x0 - piece.x1) / 2
    return (
        0 < piece.middle - above.middle <= _LEADING * piece.height
        and min(middle, abs(above.x0 - piece.x0)) <= _ALIGNED * piece.height
    )
