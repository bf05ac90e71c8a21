"""One page as tables and lines of text in reading order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from domain.money import parse_number
from domain.records import BBox
from domain.text import squeeze
from parsers.model import Ruling
from parsers.readers.grid import Grid, find_grids
from parsers.readers.pages.assign import assign
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.inferred import TextLine, head_at_foot, infer_tables
from parsers.readers.pages.lines import Line, Run, flow, lines_of, split_runs
from parsers.readers.pages.vertical import vertical_text

#: White space between a border and the text, on each side, in points: at most what word processors leave.
_PADDING = 5.4
#: Widths, in heights of the type, of a Chinese character with some air and of a digit.
_CHARACTER = 1.5
_DIGIT = 0.55
#: Characters of a line below a table that may be the number of the page: 第12页，共20页.
_PAGE_NUMBER = 12


@dataclass(slots=True)
class LaidCell:
    """A cell on its page; ``box`` as the page is shown."""

    row: int
    column: int
    row_span: int
    column_span: int
    page: int
    box: BBox
    text: str
    #: True when the last line fills the cell, so that its text may go on elsewhere.
    full: bool = False
    #: True when it leaves no room for one more digit, so that even a number may go on.
    tight: bool = False


@dataclass(slots=True)
class LaidTable:
    """A table, first of one page, later joined with its continuation on the next pages."""

    page: int
    xs: list[float]
    rows: int
    cells: list[LaidCell]
    top: float
    bottom: float
    box: BBox
    ruling: Ruling = Ruling.RULED
    last_page: int = 0

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def row(self, number: int) -> list[LaidCell]:
        """Cells that begin in row ``number``, from left to right."""
        return sorted((cell for cell in self.cells if cell.row == number), key=lambda cell: cell.column)


@dataclass(slots=True)
class LaidLine:
    """A line outside all tables."""

    page: int
    line: Line
    box: BBox
    #: Height of the page, to tell its margins.
    page_height: float
    page_width: float


@dataclass(slots=True)
class PageLayout:
    """Tables and lines of one page from top to bottom.

    ``number`` counts the pages as they follow each other; a ``sheet`` of the file may show two of them side by side.
    """

    number: int
    width: float
    height: float
    sheet: int
    items: list[LaidTable | LaidLine] = field(default_factory=list)
    #: The last lines, where they are the head of a table whose rows may begin the next page.
    head: list[TextLine] = field(default_factory=list)

    @property
    def lines(self) -> list[LaidLine]:
        return [item for item in self.items if isinstance(item, LaidLine)]


def lay_out(content: PageContent, before: PageLayout | None = None, number: int | None = None) -> PageLayout:
    """Assigns every glyph of the page to a cell or to a line; ``before`` is the page that it follows, whose last lines
    may turn out to be the head of the first table here. ``number``: where pages do not count as sheets do.
    """
    grids, lone = find_grids(content.horizontal, content.vertical)
    cell_runs, free = assign(split_runs(content.glyphs), grids)
    open_table = _open_table(before)
    columns, heads = (open_table.xs, _heads(open_table)) if open_table is not None else ([], frozenset[str]())
    inferred, free = infer_tables(free, lone, columns, before.head if before is not None else (), heads)
    number = content.number if number is None else number
    layout = PageLayout(number, content.width, content.height, content.number)
    items: list[tuple[float, float, LaidTable | LaidLine]] = []
    for grid, runs in zip(grids, cell_runs, strict=True):
        table = _table(grid, runs, content, number)
        if table is not None:
            items.append((table.top, grid.xs[0], table))
    for one in inferred:
        table = _table(one.grid, one.runs, content, number, one.before)
        if table is not None:
            table.ruling = Ruling.INFERRED
            items.append((table.top, one.grid.xs[0], table))
        if before is not None and one.before:
            _take_head(before)
    for line in lines_of(free):
        box = content.shown((line.x0, line.top, line.x1, line.bottom))
        line.settle()
        items.append((line.middle, line.x0, LaidLine(number, line, box, content.height, content.width)))
    items.sort(key=lambda item: (item[0], item[1]))
    layout.items = [item for _, _, item in items]
    if layout.lines and layout.items and isinstance(layout.items[-1], LaidLine):
        layout.head = head_at_foot(free, lone)
    return layout


def _take_head(page: PageLayout) -> None:
    """Takes the lines off a page that are the head of the next page's table."""
    top, bottom = page.head[0].top, page.head[-1].bottom
    page.items = [item for item in page.items if not (isinstance(item, LaidLine) and top <= item.line.middle <= bottom)]
    page.head = []


def _open_table(page: PageLayout | None) -> LaidTable | None:
    """The inferred table that ends a page; a number of the page may stand below it."""
    if page is None:
        return None
    below = list(takewhile(lambda item: isinstance(item, LaidLine), reversed(page.items)))
    last = page.items[-1 - len(below)] if len(below) < len(page.items) else None
    numbers = all(isinstance(item, LaidLine) and len(item.line.text.strip()) <= _PAGE_NUMBER for item in below)
    ends = isinstance(last, LaidTable) and last.ruling is Ruling.INFERRED and len(below) <= 1 and numbers
    return last if isinstance(last, LaidTable) and ends else None


def _heads(table: LaidTable) -> frozenset[str]:
    """Texts of the rows above the first figure."""
    first = min((cell.row for cell in table.cells if parse_number(cell.text) is not None), default=table.rows)
    return frozenset(squeeze(cell.text) for cell in table.cells if cell.row < first and cell.text)


def _padding(grid: Grid, runs: list[list[Run]]) -> float:
    """White space at both sides of the cells together, in points: no text of the table comes nearer to a border."""
    left = right = _PADDING
    for cell, inside in zip(grid.cells, runs, strict=True):
        for run in inside:
            if run.x0 - cell.x0 < left:
                left = max(run.x0 - cell.x0, 0.0)
            if cell.x1 - run.x1 < right:
                right = max(cell.x1 - run.x1, 0.0)
    return left + right


def _table(
    grid: Grid, runs: list[list[Run]], content: PageContent, page: int, before: Mapping[int, BBox] | None = None
) -> LaidTable | None:
    """``before``: boxes of cells that stand on the page before."""
    cells: list[LaidCell] = []
    padding = _padding(grid, runs)
    # Nearly every page is upright and alone on its sheet; then the borders are rounded once for all cells.
    borders = {} if content.turns or content.sheet is not None else {at: round(at, 2) for at in (*grid.xs, *grid.ys)}
    for index, (cell, inside) in enumerate(zip(grid.cells, runs, strict=True)):
        text, room, size = "", math.inf, 1.0
        width = cell.x1 - cell.x0 - padding
        if len(inside) == 1 and not inside[0].blanks:
            text = inside[0].text
            room, size = width - (inside[0].x1 - inside[0].x0), max(inside[0].height, 1.0)
        elif (column := vertical_text(inside)) is not None:
            text = column
        elif inside and (lines := lines_of(inside)):
            text = flow(lines, width)
            room, size = width - (lines[-1].x1 - lines[-1].x0), lines[-1].size
        if cell.outside and not text:
            continue
        edges = cell.x0, cell.top, cell.x1, cell.bottom
        x0, top, x1, bottom = edges
        box = (borders[x0], borders[top], borders[x1], borders[bottom]) if borders else content.shown(edges)
        full, tight = room < _CHARACTER * size, room < _DIGIT * size
        place = cell.row, cell.column, cell.row_span, cell.column_span
        own = page
        if before and index in before:
            own, box = page - 1, before[index]
        cells.append(LaidCell(*place, own, box, text, full, tight))
    if not any(cell.text for cell in cells):
        return None
    return LaidTable(
        page=page,
        xs=grid.xs,
        rows=len(grid.ys) - 1,
        cells=cells,
        top=grid.ys[0],
        bottom=grid.ys[-1],
        box=content.shown(grid.box),
        last_page=page,
    )
