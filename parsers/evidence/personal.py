"""Personal data in tables and on pages: what must be covered before anybody sees the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest

from domain.records import BBox
from domain.redaction import is_personal_label, personal_spans
from parsers.model import Block, Cell, Paragraph, Table
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.lines import Glyph

#: What a cell below the head 负责人 or 联系电话 looks like when it holds a person or a number of one.
_PERSON = re.compile(r"[\u4e00-\u9fff·•]{2,6}|(?:[\u4e00-\u9fff·•]{2,6})?[\s0-9()（）\-—+/、]{7,}")
#: Share of a glyph's height by which two glyphs of one line may stand apart, and the gap that parts words.
_SAME_LINE = 0.5
_GAP = 0.6
#: Points by which ink may stand out of its advance box.
_INK = 1.0


def personal_cells(table: Table) -> frozenset[tuple[int, int]]:
    """(row, column) of the cells that hold a person: beside or below a label such as 项目负责人."""
    by_row: dict[int, list[Cell]] = {}
    by_column: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.text.strip():
            by_row.setdefault(cell.row, []).append(cell)
            by_column.setdefault(cell.column, []).append(cell)
    found: set[tuple[int, int]] = set()
    for cells in by_row.values():
        for label, beside in pairwise(cells):
            if is_personal_label(label.text) and not is_personal_label(beside.text):
                found.add((beside.row, beside.column))
        found.update(_by_the_row(cells))
    for cells in by_column.values():
        found.update(_below(cells))
    return frozenset(found)


def _by_the_row(cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Cells in which the words of the whole row show a person."""
    ends: list[int] = []
    text = ""
    for cell in cells:
        text += ("\t" if text else "") + " ".join(cell.text.split())
        ends.append(len(text))
    for start, end in personal_spans(text):
        for cell, stop in zip(cells, ends, strict=True):
            begin = stop - len(" ".join(cell.text.split()))
            # A label in front of the name in the same cell is dealt with by redacting the cell.
            if begin < end and start < stop and start <= begin:
                yield cell.row, cell.column


def _below(cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    under = False
    for cell in cells:
        if is_personal_label(cell.text):
            under = True
        elif under and _PERSON.fullmatch("".join(cell.text.split())):
            yield cell.row, cell.column
        else:
            under = False


def personal_boxes(content: PageContent, blocks: Iterable[Block]) -> tuple[BBox, ...]:
    """Boxes, on the page as shown, of everything personal on one page."""
    found = [*_in_lines(content)]
    for block in blocks:
        if isinstance(block, Table):
            hidden = personal_cells(block)
            found += [cell.bbox for cell in block.cells if (cell.row, cell.column) in hidden and cell.bbox is not None]
            for cell in block.cells:
                if cell.bbox is not None and (cell.row, cell.column) not in hidden:
                    found += _in_block(content, cell.text, cell.bbox)
        elif isinstance(block, Paragraph) and block.bbox is not None:
            found += _in_block(content, block.text, block.bbox)
    return tuple(found)


def _in_lines(content: PageContent) -> Iterator[BBox]:
    """By the lines as a person sees them, whatever tables and paragraphs were made of them.

    Two lines are looked at together: a name may be parted by a line end.
    """
    lines = _lines(content.glyphs)
    for line, below in zip_longest(lines, lines[1:], fillvalue=list[Glyph]()):
        text, places = _line_text(line)
        more, further = _line_text(below)
        for start, end in personal_spans(text + more):
            if start < len(text):
                yield from (_inked(content, line[at]) for at in places[start:end] if at >= 0)
                yield from (_inked(content, below[at]) for at in further[: max(end - len(text), 0)] if at >= 0)
        for start, end in personal_spans(text):
            yield from (_inked(content, line[at]) for at in places[start:end] if at >= 0)


def _in_block(content: PageContent, text: str, box: BBox) -> Iterator[BBox]:
    """By the words of a cell or paragraph, which may be parted by a line end."""
    spans = personal_spans(text)
    if not spans:
        return
    inside = [glyph for line in _lines(content.glyphs) for glyph in line if _is_inside(content.shown(glyph[:4]), box)]
    printed = [glyph for glyph in inside if not glyph.char.isspace()]
    characters = "".join(glyph.char for glyph in printed)
    for start, end in spans:
        wanted = "".join(text[start:end].split())
        at = characters.find(wanted)
        if at < 0:  # the words and the characters differ: rather too much than too little
            yield box
        while at >= 0:
            for glyph in printed[at : at + len(wanted)]:
                yield _inked(content, glyph)
            at = characters.find(wanted, at + 1)


def glyph_boxes(content: PageContent, words: str, near: BBox | None) -> tuple[BBox, ...]:
    """Boxes, as shown, of the characters of ``words`` (white space left out) inside ``near``; empty if not there."""
    glyphs = [glyph for line in _lines(content.glyphs) for glyph in line if not glyph.char.isspace()]
    if near is not None:
        glyphs = [glyph for glyph in glyphs if _is_inside(content.shown(glyph[:4]), near)]
    at = "".join(glyph.char for glyph in glyphs).find("".join(words.split()))
    if at < 0 or not words.strip():
        return ()
    return tuple(content.shown(glyph[:4]) for glyph in glyphs[at : at + len("".join(words.split()))])


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line from top to bottom, each line from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0)):
        middle, height = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if lines:
            first = lines[-1][0]
            if abs((first.top + first.bottom) / 2 - middle) <= _SAME_LINE * min(height, first.bottom - first.top):
                lines[-1].append(glyph)
                continue
        lines.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.x0) for line in lines]


def _line_text(line: Sequence[Glyph]) -> tuple[str, list[int]]:
    """The line with a tab for every wide gap, and for each character the index of its glyph (-1 for a tab)."""
    text, places = "", list[int]()
    for index, glyph in enumerate(line):
        if index and glyph.x0 - line[index - 1].x1 > _GAP * (glyph.bottom - glyph.top):
            text += "\t"
            places.append(-1)
        text += glyph.char
        places += [index] * len(glyph.char)
    return text, places


def _inked(content: PageContent, glyph: Glyph) -> BBox:
    """The box of a glyph as shown, grown by what its ink may stand out of its advance box."""
    x0, top, x1, bottom = content.shown(glyph[:4])
    return x0 - _INK, top - _INK, x1 + _INK, bottom + _INK


def _is_inside(box: BBox, outer: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
