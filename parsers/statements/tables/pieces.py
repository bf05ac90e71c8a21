"""The tables of a document with the lines around them, pieces of one table joined.

Readers join tables that a page cuts; this is the second look: a table without a title of its own, with the columns of
the one before and without another head, goes on with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.model import DocumentModel, Paragraph, Table
from parsers.statements.tables.captions import Line, TitleReader, lines_of
from parsers.statements.tables.grid import Grid


@dataclass(slots=True)
class Piece:
    """A grid and the lines above (since the table before) and below it (until the next table)."""

    tables: list[Table]
    above: list[Line]
    below: list[Line] = field(default_factory=list)

    @property
    def grid(self) -> Grid:
        return Grid.of(*self.tables)


def pieces_of(model: DocumentModel, titles: TitleReader) -> list[Piece]:
    """Every table of the document in reading order; a continued one once."""
    pieces: list[Piece] = []
    lines: list[Line] = []
    for block in model.blocks:
        if isinstance(block, Paragraph):
            lines += lines_of(block.text, block.page, block.number)
        elif isinstance(block, Table):
            if pieces and _continues(pieces[-1], block, lines, titles):
                pieces[-1].tables.append(block)
            else:
                if pieces:
                    pieces[-1].below = _below(lines, titles)
                pieces.append(Piece([block], _above(lines) if pieces else lines))
            lines = []
    if pieces:
        pieces[-1].below = _below(lines, titles)
    return pieces


def _above(lines: list[Line]) -> list[Line]:
    """Lines since the last note of the table before (注：…, 说明：…)."""
    last = max(
        (index for index, line in enumerate(lines) if line.key.startswith(("注:", "备注:", "说明:"))), default=-1
    )
    return lines[last + 1 :] or lines


def _below(lines: list[Line], titles: TitleReader) -> list[Line]:
    """Lines up to the next title of a table."""
    for index, line in enumerate(lines):
        title = titles.read(line)
        if title is not None and title.known:
            return lines[:index]
    return lines


def _continues(piece: Piece, table: Table, lines: list[Line], titles: TitleReader) -> bool:
    last = piece.tables[-1]
    if last.columns != table.columns or last.name != table.name or last.ruling is not table.ruling:
        return False
    own = _title_key(piece, titles)
    for line in lines:
        title = titles.read(line)
        if title is not None and title.known and title.key == own:
            continue  # the title printed again, with 续表
        if not (titles.is_caption_line(line) or (title is not None and title.key == own)):
            return False
    if _has_title_row(table, titles):
        return False
    return _first_row(piece.tables[0]) == _first_row(table) or not _looks_like_head(table)


def _title_key(piece: Piece, titles: TitleReader) -> str | None:
    return next((found.key for line in reversed(piece.above) if (found := titles.read(line)) and found.known), None)


def _first_row(table: Table) -> list[str]:
    return [line for cell in table.cells if cell.row == 0 and (line := Line.of(cell.text, None).key)]


def _has_title_row(table: Table, titles: TitleReader) -> bool:
    """True when the first row holds a known title: a table of its own, such as the next project's form."""
    lines = [line for cell in table.cells if cell.row == 0 for line in lines_of(cell.text, None, None)]
    return any((title := titles.read(line)) is not None and title.known for line in lines)


def _looks_like_head(table: Table) -> bool:
    """True when the first row holds no figure but at least three short texts: a head of its own, or part of a form."""
    texts = _first_row(table)
    return len(texts) >= 3 and not any(any(character.isdigit() for character in text) for text in texts)
