"""A table, paragraph or chart of a format without pages, drawn anew with the fact's cell marked."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from domain.records import Fact
from domain.redaction import redact
from domain.small_groups import without_persons
from parsers.evidence.fonts import font
from parsers.evidence.personal import personal_cells
from parsers.evidence.picture import HIGHLIGHT, MARK, wrap
from parsers.evidence.place import Place
from parsers.model import Cell, Chart, Table

COVERED = "〔…〕"
_SIZE = 18
_STEP = 26
_PAD = 6
_WIDEST = 260
_NARROWEST = 40
_PAGE = 1100
_MARGIN = 20
#: Rows of a long table that are shown: its head, and those around the fact.
_HEAD_ROWS = 4
_AROUND = 16


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with its text as it may be shown; ``marked`` is that of the fact."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """What is shown of a table: its rows (numbers of the table, ascending, with gaps) and cells."""

    rows: tuple[int, ...]
    columns: int
    cells: tuple[ShownCell, ...]


def grid_of(place: Place) -> Grid:
    """The table (or the points of the chart) around the fact, without personal data."""
    block = place.block
    if isinstance(block, Chart):
        return _chart_grid(block, place.point)
    assert isinstance(block, Table)
    hidden = personal_cells(block)
    row = place.cell.row if place.cell is not None else 0
    kept = tuple(n for n in range(block.rows) if n < _HEAD_ROWS or abs(n - row) <= _AROUND)
    cells = tuple(
        ShownCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            _shown(cell, hidden, own=cell is place.cell),
            marked=cell is place.cell,
        )
        for cell in block.cells
        if any(number in kept for number in range(cell.row, cell.row + cell.row_span))
    )
    return Grid(kept, block.columns, cells)


def _shown(cell: Cell, hidden: frozenset[tuple[int, int]], *, own: bool) -> str:
    if (cell.row, cell.column) in hidden:
        return COVERED
    return redact(cell.text if own else without_persons(cell.text))


def _chart_grid(chart: Chart, marked: int | None) -> Grid:
    cells = [
        ShownCell(row, column, 1, 1, redact(text), marked=column == 2 and row == marked)
        for row, point in enumerate(chart.points)
        for column, text in enumerate(point)
    ]
    return Grid(tuple(range(len(chart.points))), 3, tuple(cells))


def draw_place(place: Place, fact: Fact) -> Image.Image:
    """The place as a picture."""
    if isinstance(place.block, Table | Chart):
        return _draw_grid(grid_of(place))
    return _draw_paragraph(redact(place.block.text), fact)


def _draw_paragraph(text: str, fact: Fact) -> Image.Image:
    letters = font(_SIZE)
    lines = wrap(text, letters, _PAGE - 2 * _MARGIN)
    image = Image.new("RGB", (_PAGE, _STEP * len(lines) + 2 * _MARGIN), "white")
    draw = ImageDraw.Draw(image)
    start, end = quoted(text, fact.quote)
    at = 0
    for number, line in enumerate(lines):
        at = max(text.find(line[:1], at), at) if line else at
        first, last = max(start - at, 0), min(end - at, len(line))
        top = _MARGIN + number * _STEP
        if first < last:
            x0 = _MARGIN + letters.getlength(line[:first])
            x1 = _MARGIN + letters.getlength(line[:last])
            draw.rectangle((x0, top - 2, x1, top + _STEP - 4), fill=HIGHLIGHT)
        draw.text((_MARGIN, top), line, fill="black", font=letters)
        at += len(line)
    draw.rectangle((4, 4, image.width - 5, image.height - 5), outline=MARK, width=3)
    return image


def quoted(text: str, quote: str) -> tuple[int, int]:
    """Where ``quote`` stands in ``text``, white space apart; (0, 0) when it does not."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    wanted = "".join(quote.lstrip("…").split())
    at = "".join(text[place] for place in places).find(wanted)
    return (places[at], places[at + len(wanted) - 1] + 1) if wanted and at >= 0 else (0, 0)


def _draw_grid(grid: Grid) -> Image.Image:
    letters = font(_SIZE)
    widths = [_NARROWEST] * grid.columns
    for cell in grid.cells:
        if cell.column_span == 1:
            longest = max((letters.getlength(line) for line in cell.text.split("\n")), default=0)
            widths[cell.column] = max(widths[cell.column], min(int(longest) + 2 * _PAD + 2, _WIDEST))
    lefts = [_MARGIN]
    for width in widths:
        lefts.append(lefts[-1] + width)
    order = {number: at for at, number in enumerate(grid.rows)}
    texts = {cell: wrap(cell.text, letters, _right(cell, lefts) - lefts[cell.column] - 2 * _PAD) for cell in grid.cells}
    heights = [_STEP + _PAD] * len(grid.rows)
    for cell, lines in texts.items():
        if cell.row_span == 1 and cell.row in order:
            heights[order[cell.row]] = max(heights[order[cell.row]], _STEP * len(lines) + _PAD)
    tops = [_MARGIN]
    for height in heights:
        tops.append(tops[-1] + height)
    image = Image.new("RGB", (lefts[-1] + _MARGIN, tops[-1] + _MARGIN), "white")
    draw = ImageDraw.Draw(image)
    marked = None
    for cell, lines in texts.items():
        shown = [order[number] for number in range(cell.row, cell.row + cell.row_span) if number in order]
        box = (lefts[cell.column], tops[shown[0]], _right(cell, lefts), tops[shown[-1] + 1])
        draw.rectangle(box, outline=(120, 120, 120), fill=HIGHLIGHT if cell.marked else None)
        for number, line in enumerate(lines):
            draw.text((box[0] + _PAD, box[1] + _PAD // 2 + number * _STEP), line, fill="black", font=letters)
        marked = box if cell.marked else marked
    if marked is not None:
        draw.rectangle(marked, outline=MARK, width=4)
    return image


def _right(cell: ShownCell, lefts: list[int]) -> int:
    return lefts[min(cell.column + cell.column_span, len(lefts) - 1)]
