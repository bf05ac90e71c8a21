"""A line of text whose cells are parted by wide blanks, tabs or ``|``: which cells it holds.

Two blanks part cells (an ideographic space is as wide as two), one blank only where nothing else is possible: behind
the code of a row, and between figures. Characters that stand alone (合　　计) are one word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from parsers.readers.typed.words import is_figure, is_heading

_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WIDE = re.compile(rf"(?:[{_BLANK}]*\t[{_BLANK}]*|[{_BLANK}]{{2,}})")
_ANY = re.compile(rf"[{_BLANK}]+")
_PARTED = re.compile(rf"[|｜│\t\u3000]|[{_BLANK}]{{2}}|\S[{_BLANK}]\S")
_IDEOGRAPHIC = re.compile("\u3000")
_LONE = re.compile(r"[\u4e00-\u9fff]")
_CODED = re.compile(rf"^(\d{{3,7}})[{_BLANK}]+(?=[^\d{_BLANK}])")
_RULE = re.compile(r"[|｜│\s:+-]+")
_CODE_HEAD = re.compile(r"(?:编码|代码|编号)$")
_PIPES = "|｜│"


class Parting(Enum):
    """What stands between the cells of the lines of one table."""

    PIPES = "pipes"  # blank cells are seen
    TABS = "tabs"  # one tab between two cells: blank cells are seen
    BLANKS = "blanks"  # blank cells are lost


def cells_of(line: str, parting: Parting) -> list[str]:
    """The cells of a line from left to right."""
    if parting is Parting.PIPES:
        text = re.sub(f"[{_PIPES}]", "|", line.strip())
        return [cell.strip() for cell in text.removeprefix("|").removesuffix("|").split("|")]
    if parting is Parting.TABS:
        return [cell.strip() for cell in line.split("\t")]
    return _figures_apart(_words_whole([piece for piece in _WIDE.split(line.strip()) if piece]))


def may_be_parted(line: str) -> bool:
    """True for a line with something in it that may part cells; most prose has nothing of it."""
    return _PARTED.search(line) is not None


def partings_of(line: str) -> list[Parting]:
    """How the cells of a line may be parted, the surest first."""
    found = [Parting.PIPES] if any(pipe in line.strip(_PIPES + " ") for pipe in _PIPES) else []
    if not found and "\t" in line.strip():
        found.append(Parting.TABS)
    return [*found, Parting.BLANKS]


def is_rule(line: str) -> bool:
    """True for the line of dashes below the head of a table drawn with signs."""
    return "-" in line and bool(_RULE.fullmatch(line))


def head_cells(line: str, parting: Parting) -> list[str]:
    """The headings of a line; two known ones that one blank parts (科目编码　科目名称) are two."""
    cells = cells_of(line, parting)
    if parting is not Parting.BLANKS:
        return cells
    if len(cells) == 1:
        parts = [part for part in _IDEOGRAPHIC.split(line.strip()) if part.strip()]
        return parts if len(parts) > 1 and all(is_heading(part) for part in parts) else cells
    apart: list[str] = []
    for cell in cells:
        parts = _ANY.split(cell)
        known = len(parts) > 1 and all(len(part) > 1 and is_heading(part) for part in parts)
        apart += parts if known else [cell]
    return apart


def code_apart(cells: list[str], head: Sequence[str]) -> list[str]:
    """The code of a row and its name as two cells, where the first heading is that of codes."""
    coded = _CODED.match(cells[0]) if cells and is_code_head(head[0]) else None
    return [coded.group(1), cells[0][coded.end() :], *cells[1:]] if coded else cells


def is_code_head(heading: str) -> bool:
    """True for the heading of a column of codes."""
    return bool(_CODE_HEAD.search(_ANY.sub("", heading)))


def is_doubtful(cell: str) -> bool:
    """True for digits with blanks between them, which may be one number or two."""
    parts = _ANY.split(cell)
    return len(parts) > 1 and any(a[-1:].isdigit() and b[:1].isdigit() for a, b in pairwise(parts))


def _words_whole(pieces: list[str]) -> list[str]:
    """合　　计 is one word: characters that stand alone belong to each other."""
    whole: list[str] = []
    lone = False
    for piece in pieces:
        if lone and _LONE.fullmatch(piece):
            whole[-1] += f"\u3000{piece}"
            continue
        lone = bool(_LONE.fullmatch(piece))
        whole.append(piece)
    return whole


def _figures_apart(pieces: list[str]) -> list[str]:
    """Figures with decimals behind each other, and a label in front of them, are cells whatever blank parts them.

    Digits without decimals in front of them (12 345.60) are left as doubtful.
    """
    apart: list[str] = []
    for piece in pieces:
        blanks = list(_ANY.finditer(piece))
        starts = [0, *(blank.end() for blank in blanks)]
        parts = _ANY.split(piece)
        figures = 0
        while figures < len(parts) and is_figure(parts[-1 - figures]) and "." in parts[-1 - figures]:
            figures += 1
        words = len(parts) - figures
        if not figures or len(parts) == 1 or (words and is_figure(parts[words - 1])):
            apart.append(piece)
            continue
        label = piece[: starts[words]].strip() if words else ""
        apart += [*([label] if label else []), *parts[words:]]
    return apart
