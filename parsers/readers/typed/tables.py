"""Tables that somebody typed or pasted as lines of text, as tables: paragraphs whose cells wide blanks part.

A line of known headings begins one. It is read only where every line tells its columns for certain: as many cells as
headings, figures below figures and words below words; a label in front of a figure for every column of figures stands
over the columns of code and name. Where one line does not (a blank cell is lost between blanks, a name is wrapped), the
lines are a table of :attr:`Ruling.UNCERTAIN`, which is reported and never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from domain.records import Method
from parsers.model import Block, Cell, Chart, DocumentModel, Paragraph, Ruling, Table
from parsers.readers.typed.lines import (
    Parting,
    cells_of,
    code_apart,
    head_cells,
    is_code_head,
    is_doubtful,
    is_rule,
    may_be_parted,
    partings_of,
)
from parsers.readers.typed.words import is_figure, is_heading, is_outside

_LONGEST_HEADING = 30
#: So many lines with the cells of a head make a table of a head of which one word is known.
_ENOUGH = 3
#: Lines that are no rows and may stand between rows (the rest of a wrapped name).
_BETWEEN = 2
#: So many lines without a head behind a typed table are what is left of it.
_LEFT_OVER = 2
#: So many lines are looked at first.
_NEAR = 12
_SIGNS = "。；;，,！？"


@dataclass(frozen=True, slots=True)
class _Line:
    paragraph: Paragraph
    text: str


@dataclass(frozen=True, slots=True)
class _Typed:
    """Cells of the lines of one table; each row is a list of (column, columns it spans, text)."""

    lines: Sequence[_Line]
    rows: list[list[tuple[int, int, str]]]
    head: Sequence[str]
    certain: bool


def with_typed_tables(model: DocumentModel) -> DocumentModel:
    """``model`` with its typed tables as tables; what is numbered is numbered anew where there is one."""
    if model.method is Method.OCR:
        return model
    blocks = list(_blocks(model.blocks))
    made = [block for block in blocks if isinstance(block, Table) and block.number == 0]
    if not made:
        return model
    read = sum(block.ruling is not Ruling.UNCERTAIN for block in made)
    notes = [
        f"{read}张表是以空格分列的文字行，按各行列数读取 / {read} tables are lines of text parted by blanks"
        if read
        else "",
        f"{len(made) - read}张以空格分列的表各列无法确定，未读取"
        f" / the columns of {len(made) - read} tables typed as lines of text are not certain: they were not read"
        if read < len(made)
        else "",
    ]
    return replace(model, blocks=tuple(_numbered(blocks)), notes=(*model.notes, *filter(None, notes)))


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs += 1
            yield replace(block, number=paragraphs)
        elif isinstance(block, Chart):
            yield block
        else:
            tables += 1
            yield replace(block, number=tables)


def _blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    pending: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.method is not Method.OCR:
            pending.append(block)
            continue
        yield from _parted(pending)
        pending = []
        yield block
    yield from _parted(pending)


def _parted(paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    """The paragraphs with the tables among them; a table has the number 0."""
    lines = [_Line(one, text) for one in paragraphs for text in one.text.splitlines() if text.strip()]
    at = 0
    before: list[_Line] = []
    last: _Typed | None = None
    while at < len(lines):
        typed = _typed(lines, at) or (_left_over(lines, at, last) if last is not None else None)
        last = typed or last
        if typed is None:
            before.append(lines[at])
            at += 1
            continue
        yield from _paragraphs(before)
        before = []
        yield _table(typed)
        at += len(typed.lines)
    yield from _paragraphs(before)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Paragraph]:
    """The paragraphs of the lines, as they were where all their lines are there."""
    for _, of_one in groupby(lines, key=lambda line: line.paragraph.number):
        own = list(of_one)
        whole = own[0].paragraph
        kept = len(own) == sum(bool(text.strip()) for text in whole.text.splitlines())
        yield whole if kept else replace(whole, text="\n".join(line.text for line in own), bbox=None)


def _typed(lines: Sequence[_Line], start: int) -> _Typed | None:
    """The table that begins with the line ``start``, in the first way of parting its cells that is certain."""
    found: _Typed | None = None
    if not may_be_parted(lines[start].text):
        return None
    for parting in partings_of(lines[start].text):
        head = head_cells(lines[start].text, parting)
        if not _may_be_head(head):
            continue
        known = sum(map(is_heading, head))
        # A head of which one word is known is looked at from near before its whole table is.
        near = _own_lines(lines[start : start + _NEAR], 0, len(head), parting)
        if len(near) < 2 or (known < 2 and _placed(_rows(near, parting), head) is None):
            continue
        own = _own_lines(lines, start, len(head), parting)
        placed = _placed(_rows(own, parting), head)
        if placed is not None and (known >= 2 or len(placed) >= _ENOUGH):
            return _Typed(own, [[(at, 1, text) for at, text in enumerate(head)], *placed], head, True)
        if found is None and known >= 2:
            found = _uncertain(own, head)
    return found


def _left_over(lines: Sequence[_Line], start: int, before: _Typed) -> _Typed | None:
    """Rows as wide as the typed table ``before`` that stand apart from it, without a head: reported."""
    end = start
    while end < len(lines) and not is_outside(lines[end].text):
        cells = code_apart(cells_of(lines[end].text, Parting.BLANKS), before.head)
        if len(cells) != len(before.head) or not is_figure(cells[-1]):
            break
        end += 1
    return _uncertain(lines[start:end], None) if end - start >= _LEFT_OVER else None


def _rows(own: Sequence[_Line], parting: Parting) -> list[list[str]]:
    return [cells_of(line.text, parting) for line in islice(own, 1, None) if not is_rule(line.text)]


def _may_be_head(cells: Sequence[str]) -> bool:
    words = [cell for cell in cells if cell]
    return (
        len(words) >= 2
        and len(words) == len(cells)
        and not any(is_figure(cell) or len(cell) > _LONGEST_HEADING or set(cell) & set(_SIGNS) for cell in words)
        and any(map(is_heading, words))
    )


def _own_lines(lines: Sequence[_Line], start: int, width: int, parting: Parting) -> Sequence[_Line]:
    """The lines of the table: rows, and what stands between rows and is no title, note or sentence."""
    end = start + 1
    at = end
    while at < len(lines) and at - end <= _BETWEEN:
        text = lines[at].text
        if is_outside(text) or (at > start and _may_be_head(head_cells(text, parting)) and _known(text, parting)):
            break
        at += 1
        if _is_row(text, width, parting) or (is_rule(text) and at == end + 1):
            end = at
    return lines[start:end]


def _known(line: str, parting: Parting) -> bool:
    """Whether most words of a line are headings: the head of the next table."""
    cells = head_cells(line, parting)
    return sum(map(is_heading, cells)) * 2 > len(cells)


def _is_row(line: str, width: int, parting: Parting) -> bool:
    cells = cells_of(line, parting)
    return len(cells) >= 2 and (len(cells) == width or any(is_figure(cell) for cell in cells[1:]))


def _placed(rows: Sequence[list[str]], head: list[str]) -> list[list[tuple[int, int, str]]] | None:
    """The cells of all rows with their columns; ``None`` unless every row tells them for certain."""
    width = len(head)
    cells = [code_apart(row, head) if len(row) < width else row for row in rows]
    kinds = _kinds([row for row in cells if len(row) == width], width)
    # Digits with a blank between them below figures are one cell: as two they would be more than there are headings.
    if kinds is None or any(is_doubtful(cell) and not is_figure(cell) for row in cells for cell in row):
        return None
    labels = _labels(kinds, head)
    placed: list[list[tuple[int, int, str]]] = []
    for row in cells:
        if len(row) == width:
            placed.append([(at, 1, text) for at, text in enumerate(row) if text])
        elif len(row) == 1 and row[0].endswith((":", "：")):
            placed.append([(0, 1, row[0])])  # 其中：
        elif len(row) == width - labels + 1 > 1 and _is_name(row[0]) and all(map(is_figure, row[1:])):
            placed.append([(0, labels, row[0]), *((labels + at, 1, text) for at, text in enumerate(row[1:]))])
        else:
            return None
    return placed


def _kinds(rows: Sequence[list[str]], width: int) -> list[bool | None] | None:
    """Of every column whether figures stand in it, or nothing at all; ``None`` where both words and figures do, or
    where there is no row.
    """
    kinds = [{is_figure(row[column]) for row in rows if row[column]} for column in range(width)]
    if not rows or any(len(kind) > 1 for kind in kinds):
        return None
    return [next(iter(kind), None) for kind in kinds]


def _labels(kinds: Sequence[bool | None], head: Sequence[str]) -> int:
    """How many columns on the left hold words or codes, where all the others hold figures; else 0."""
    first = 1 if is_code_head(head[0]) else 0
    words = next((at for at in range(first, len(kinds)) if kinds[at] is True), len(kinds))
    return words if all(kind is True for kind in kinds[words:]) else 0


def _is_name(label: str) -> bool:
    """Words without a code: 合　计, or the name of a row."""
    return not is_figure(label) and not label[:1].isdigit()


def _uncertain(lines: Sequence[_Line], head: Sequence[str] | None) -> _Typed:
    rows = [
        [(at, 1, text) for at, text in enumerate(cells_of(line.text, partings_of(line.text)[-1]))]
        or [(0, 1, line.text)]
        for line in lines
    ]
    if head is not None:
        rows[0] = [(at, 1, text) for at, text in enumerate(head)]
    return _Typed(lines, rows, head or [text for _, _, text in rows[0]], False)


def _table(typed: _Typed) -> Table:
    lines = [line for line in typed.lines if not (typed.certain and is_rule(line.text))]
    cells = tuple(
        Cell(row=at, column=column, text=text, column_span=span, page=line.paragraph.page, bbox=line.paragraph.bbox)
        for at, (line, row) in enumerate(zip(lines, typed.rows, strict=True))
        for column, span, text in row
    )
    return Table(
        number=0,
        rows=len(typed.rows),
        columns=max(column + span for row in typed.rows for column, span, _ in row),
        cells=cells,
        page=typed.lines[0].paragraph.page,
        ruling=Ruling.INFERRED if typed.certain else Ruling.UNCERTAIN,
    )
