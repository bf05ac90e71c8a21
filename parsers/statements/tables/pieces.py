"""The tables of a document with the lines around them, pieces of one table joined.

Readers join tables that a page cuts; this is the second look: a table without a title of its own, with the columns of
the one before and without another head, goes on with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.money import parse_number
from parsers.model import Cell, DocumentModel, Paragraph, Table
from parsers.statements.tables.captions import LINES_ABOVE, Line, Title, TitleReader, lines_of
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
    own = _title_key(above, titles)
    cuts, begun = [0], False
    rows = _rows_of(table)
    for row, texts in enumerate(rows):
        title = (
            _title_of_row(texts, titles)
            or _title_of_part(rows[cuts[-1] :], row - cuts[-1], titles)
            or _title_of_unknown(rows, row, titles)
        )
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
    """The known title a row prints, with captions beside it; headings of text (机构设置情况) do not count."""
    named = [cell for cell in texts if not _is_caption(cell, titles)]
    if len(named) != 1:
        return None
    found = (titles.read(line) for line in lines_of(named[0].text, None, None))
    return next((title for title in found if title is not None and title.known and not title.weak), None)


def _title_of_part(rows: list[list[Cell]], row: int, titles: TitleReader) -> Title | None:
    """The title of a part with a head of its own, over the whole width: 相关统计数 below the three-public costs."""
    width = max((cell.column + 1 for cells in rows[:row] for cell in cells), default=0)
    if len(rows[row]) != 1 or rows[row][0].column_span < max(width, 2):
        return None
    following = row + rows[row][0].row_span
    below = rows[following] if following < len(rows) else []
    headed = len(below) >= 2 and not any(character.isdigit() for cell in below for character in cell.text)
    title = titles.read(Line.of(rows[row][0].text, None)) if headed else None
    return title if title is not None and title.declarations else None


def _title_of_unknown(rows: list[list[Cell]], row: int, titles: TitleReader) -> Title | None:
    """What looks like a title nobody declared, with a head below it: a table of its own, and not rows of this one."""
    named = [cell for cell in rows[row] if not _is_caption(cell, titles)]
    if len(named) != 1:
        return None
    title = titles.read(Line.of(named[0].text, None))
    if title is None or title.known or title.key.endswith("情况"):  # the heading of a section
        return None
    for cells in rows[row + 1 : row + 1 + LINES_ABOVE]:
        if not cells or any(_is_caption(cell, titles) for cell in cells):
            continue
        return title if len(cells) >= 2 and not any(_is_figure(cell.text) for cell in cells) else None
    return None


def _is_caption(cell: Cell, titles: TitleReader) -> bool:
    return titles.is_caption_line(Line.of(cell.text, None))


def _rows_of(table: Table) -> list[list[Cell]]:
    """The cells with text of every row, from left to right."""
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda one: (one.row, one.column)):
        if cell.text.strip():
            rows[cell.row].append(cell)
    return rows


def _slice(table: Table, start: int, end: int) -> Table:
    """The rows from ``start`` to before ``end``, as wide as what stands in them: another table may be wider."""
    inside = [cell for cell in table.cells if start <= cell.row < end]
    filled = Counter(cell.row for cell in inside if cell.text.strip())
    width = max((cell.column + 1 for cell in inside if cell.text.strip() and filled[cell.row] > 1), default=0)
    columns = width if width > 1 else table.columns
    cells = tuple(
        replace(
            cell,
            row=cell.row - start,
            row_span=min(cell.row_span, end - cell.row),
            column_span=min(cell.column_span, columns - cell.column),
        )
        for cell in inside
        if cell.column < columns
    )
    return replace(table, rows=end - start, columns=columns, cells=cells)


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
    begun = _Top.of(piece.tables[0], titles)
    own = _title_key([*piece.above, *begun.lines], titles)
    for line in lines:
        title = titles.read(line)
        if title is not None and title.known and title.key == own:
            continue  # the title printed again, with 续表
        if not (titles.is_caption_line(line) or (title is not None and title.key == own)):
            return False
    top = _Top.of(table, titles)
    if not top.is_head and top.head != begun.head:
        return not _is_captioned(top, piece, begun, own, titles)
    # A head printed again on the next page; rows that begin or end again are those of another table.
    return (
        top.head == begun.head and not _begins_again(begun, top) and not _is_captioned(top, piece, begun, own, titles)
    )


def _begins_again(begun: _Top, top: _Top) -> bool:
    return bool(top.first_labels) and (top.first_labels == begun.first_labels or top.last_labels == begun.last_labels)


def begins_with_title(table: Table, titles: TitleReader) -> bool:
    """Whether a known title stands in the rows above the head of ``table``."""
    return _title_key([*_Top.of(table, titles).lines], titles) is not None


def _title_key(lines: list[Line], titles: TitleReader) -> str | None:
    return next((found.key for line in reversed(lines) if (found := titles.read(line)) and found.known), None)


def _is_captioned(top: _Top, piece: Piece, begun: _Top, own: str | None, titles: TitleReader) -> bool:
    """True when the rows above the head hold a title or a form number of their own: a table of its own.

    The table's title printed again is no new one without a head; that of a project form is.
    """
    before = {line.key for line in [*piece.above, *begun.lines]}
    for line in top.lines:
        title = titles.read(line)
        if title is not None and title.known:
            if title.key != own or top.is_head or titles.is_form(title):
                return True
        elif line.key not in before and (titles.form_of(line) if title is None else not title.weak):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Top:
    """How a table begins: the lines above its head, the row below them, the labels of its first and last figures."""

    lines: tuple[Line, ...]
    head: tuple[str, ...]
    #: Whether that row only holds headings over several columns each (收入 | 支出).
    grouped: bool
    first_labels: tuple[str, ...]
    last_labels: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, titles: TitleReader) -> _Top:
        rows = _rows_of(table)
        lines: list[Line] = []
        head: tuple[str, ...] = ()
        grouped = False
        for cells in rows[:LINES_ABOVE]:
            texts = [cell.text for cell in cells]
            found = [line for text in texts for line in lines_of(text, None, None)]
            if len(texts) > 1 and not any(titles.is_caption_line(line) for line in found):
                head = tuple(Line.of(text, None).key for text in texts)
                grouped = all(cell.column_span > 1 for cell in cells)
                break
            lines += found
        rest = [texts for cells in rows if _holds_figures(texts := [cell.text for cell in cells])]
        ends = (tuple(_labels(rest[0])), tuple(_labels(rest[-1]))) if rest else ((), ())
        return cls(tuple(lines), head, grouped, *ends)

    @property
    def is_head(self) -> bool:
        """True when that row holds no figure but at least three short texts: a head of its own, or part of a form."""
        return (self.grouped or len(self.head) >= 3) and not any(
            any(character.isdigit() for character in text) for text in self.head
        )


def _holds_figures(texts: list[str]) -> bool:
    """True for a row with numbers other than those of its columns (栏次 | 1 | 2 | 3)."""
    figures = [text.strip() for text in texts if _is_figure(text)]
    return bool(figures) and figures != [str(number) for number in range(1, len(figures) + 1)]


def _labels(texts: list[str]) -> Iterator[str]:
    """The codes in front of the first words of a row, and all its words."""
    named = False
    for text in texts:
        if not _is_figure(text):
            named = True
            yield text
        elif not named and text.isdigit():
            yield text


def _is_figure(text: str) -> bool:
    return parse_number(Line.of(text, None).key) is not None
