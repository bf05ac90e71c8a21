"""The tables of a document with the lines around them, pieces of one table joined.

Readers join tables that a page cuts; this is the second look: a table without a title of its own, with the columns of
the one before and without another head, goes on with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from parsers.model import Cell, DocumentModel, Paragraph, Table
from parsers.statements.tables.captions import Line, Title, TitleReader, lines_of
from parsers.statements.tables.grid import Grid


@dataclass(slots=True)
class Piece:
    """A grid and the lines above (since the table before) and below it (until the next table)."""

    tables: list[Table]
    above: list[Line]
    below: list[Line] = field(default_factory=list)
    #: Rows above this piece in its table, when several tables were drawn as one.
    first_row: int = 0

    @property
    def grid(self) -> Grid:
        return Grid.of(*self.tables, first_row=self.first_row)


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
                pieces += _stacked(block, _above(lines) if pieces else lines, titles)
            lines = []
    if pieces:
        pieces[-1].below = _below(lines, titles)
    return pieces


def _stacked(table: Table, above: list[Line], titles: TitleReader) -> list[Piece]:
    """The tables that one grid holds one below the other, each under a title row of its own.

    The title of the table itself, printed again after a page break, begins no new one; that of a project form does.
    """
    own = next((found.key for line in reversed(above) if (found := titles.read(line)) and found.known), None)
    cuts, begun = [0], False
    for row in range(table.rows):
        texts = [cell for cell in table.cells if cell.row == row and cell.text.strip()]
        title = _title_of_row(texts, titles) or _title_of_part(table, row, texts, titles)
        if title is not None and begun and (title.key != own or titles.is_form(title)):
            cuts.append(row)
            begun = False
        own = title.key if title is not None else own
        begun = begun or len(texts) >= 3 or (len(texts) == 2 and title is None)
    if len(cuts) == 1:
        return [Piece([table], above)]
    ends = [*cuts[1:], table.rows]
    return [
        Piece([_slice(table, start, end)], above if start == 0 else [], first_row=start)
        for start, end in zip(cuts, ends, strict=True)
    ]


def _title_of_row(texts: list[Cell], titles: TitleReader) -> Title | None:
    """The known title a row prints and nothing else; headings of text (机构设置情况) do not count."""
    if len(texts) != 1:
        return None
    found = (titles.read(line) for line in lines_of(texts[0].text, None, None))
    return next((title for title in found if title is not None and title.known and not title.weak), None)


def _title_of_part(table: Table, row: int, texts: list[Cell], titles: TitleReader) -> Title | None:
    """The title of a part with a head of its own, over the whole width: 相关统计数 below the three-public costs."""
    if len(texts) != 1 or texts[0].column_span < table.columns:
        return None
    below = [cell for cell in table.cells if cell.row == row + texts[0].row_span and cell.text.strip()]
    headed = len(below) >= 2 and not any(character.isdigit() for cell in below for character in cell.text)
    title = titles.read(Line.of(texts[0].text, None)) if headed else None
    return title if title is not None and title.declarations else None


def _slice(table: Table, start: int, end: int) -> Table:
    cells = tuple(
        replace(cell, row=cell.row - start, row_span=min(cell.row_span, end - cell.row))
        for cell in table.cells
        if start <= cell.row < end
    )
    return replace(table, rows=end - start, cells=cells)


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
