"""Regions of a page to inferred tables: columns, heads and rows as a grid with the runs of every cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.records import BBox
from domain.text import squeeze
from parsers.readers.grid import Grid, GridCell, Rule
from parsers.readers.pages.inferred.carried import CarriedHead
from parsers.readers.pages.inferred.columns import Extent, body_columns, borders, touched_by, without_rivals
from parsers.readers.pages.inferred.heads import (
    Head,
    add_head_columns,
    head_blocks,
    lowest_heads,
    parted_heads,
    place_heads,
)
from parsers.readers.pages.inferred.merged import over_rows
from parsers.readers.pages.inferred.pieces import TextLine, lines_of_pieces, together
from parsers.readers.pages.inferred.regions import (
    Region,
    is_head_of_targets,
    rows_going_on,
    ruled_regions,
    unruled_regions,
)
from parsers.readers.pages.inferred.rows import Row, body_rows
from parsers.readers.pages.lines import Run

#: A repeated head has at least so many texts.
_HEADS = 3


@dataclass(slots=True)
class InferredTable:
    """A grid and the runs of each of its cells; ``before``: boxes of the cells that stand on the page before."""

    grid: Grid
    runs: list[list[Run]]
    before: dict[int, BBox] = field(default_factory=dict)


def infer_tables(
    runs: Sequence[Run],
    lone: list[Rule],
    going_on: Sequence[float] = (),
    head: Sequence[TextLine] = (),
    heads: Collection[str] = (),
) -> tuple[list[InferredTable], list[Run]]:
    """(tables among texts outside all ruled tables and rules that bound none, the runs that stand in none of them).

    ``going_on``: edges of the columns of an inferred table that ends the page before and may have its last rows here.
    ``heads``: the heads of its columns; the first table below such heads has the same columns.
    ``head``: lines that end the page before and may be the head of rows that begin this one.
    """
    lines = lines_of_pieces(runs)
    carried = CarriedHead(head, lines)
    regions = [carried.over(region) for region in ruled_regions(lines, lone)]
    taken = [min(line.top for line in region.head + region.body) for region in regions]
    ends = [region.body[-1].bottom for region in regions]
    spans = list(zip(taken, ends, strict=True))
    outside = (*carried.lines, *lines)
    free = [line for line in outside if not any(top <= line.middle <= bottom for top, bottom in spans)]
    regions += unruled_regions(free)
    first = min(regions, key=lambda region: (region.head or region.body)[0].top, default=None)
    tables = [
        table
        for region in regions
        if (table := (region is first and _below(region, going_on, heads)) or _table(region)) is not None
    ]
    rest_of_table = rows_going_on(lines, going_on, [region.head + region.body for region in regions])
    if rest_of_table:
        extents = list(pairwise(going_on))
        rows = body_rows(rest_of_table, extents, None)
        tables.append(_Builder(list(going_on), [], rows, extents).table())
    if not tables:
        return [], list(runs)
    for table in tables:
        boxes = ((number, carried.box(own)) for number, own in enumerate(table.runs))
        table.before = {number: box for number, box in boxes if box is not None}
    inside = {id(glyph) for table in tables for cell in table.runs for run in cell for glyph in run.glyphs}
    rest = [run for run in runs if not any(id(glyph) in inside for glyph in run.glyphs)]
    return tables, rest


def _table(region: Region) -> InferredTable | None:
    """The table of one region; none when its columns cannot be told apart."""
    columns = _columns(region)
    blocks = parted_heads(head_blocks(region.head), columns)
    lowest = lowest_heads(blocks)
    extents = add_head_columns(columns, lowest)
    over = lowest or [piece for line in region.body if is_head_of_targets(line) for piece in line.pieces]
    if over:
        beside = together(region.body) if region.targets else region.body
        extents = without_rivals(extents, beside, over)
    if len(extents) < 2:
        return None
    edges = borders(extents, region.left, region.right)
    heads = place_heads(blocks, extents, edges)
    rows = body_rows(region.body, extents, region.bands, figures=not region.targets)
    if region.targets and region.bands is None:
        rows = over_rows(rows, heads)
    return _Builder(edges, heads, rows, extents).table()


def _below(region: Region, edges: Sequence[float], heads: Collection[str]) -> InferredTable | None:
    """The table of a region whose head is that of the table before, in its columns: a few rows show them badly.

    Nothing where a head is another one or a figure does not stand in one column.
    """
    texts = {squeeze(head.text) for head in head_blocks(region.head)}
    if region.targets or len(texts) < _HEADS or not texts <= set(heads):
        return None
    extents = list(pairwise(edges))
    if any(piece.is_figure and len(touched_by(piece, extents)) != 1 for line in region.body for piece in line.pieces):
        return None
    placed = place_heads(parted_heads(head_blocks(region.head), extents), extents, list(edges))
    return _Builder(list(edges), placed, body_rows(region.body, extents, region.bands), extents).table()


def _columns(region: Region) -> list[Extent]:
    """Where the texts of the body stand; names and goals above the head of targets reach over several columns."""
    start = next((number for number, line in enumerate(region.body) if is_head_of_targets(line)), 0)
    return body_columns(region.body[start:], region.body[:start])


class _Builder:
    """Puts heads and rows on a grid; every place of it belongs to a cell."""

    def __init__(self, edges: list[float], heads: list[Head], rows: list[Row], extents: list[Extent]) -> None:
        self._edges = edges
        self._heads = heads
        self._rows = rows
        self._columns = len(extents)
        self._levels = max((head.level for head in heads), default=-1) + 1
        self._ys = self._heights()
        self._taken: dict[tuple[int, int], list[Run]] = {}
        self._cells: list[tuple[GridCell, list[Run]]] = []

    def table(self) -> InferredTable:
        for head in sorted(self._heads, key=lambda head: (-head.level, head.first)):
            below = [
                other.level
                for other in self._heads
                if other.level > head.level and other.first <= head.last and other.last >= head.first
            ]
            span = min(below, default=self._levels) - head.level
            self._add(head.level, head.first, span, head.last - head.first + 1, head.piece.runs)
        for number, row in enumerate(self._rows, self._levels):
            for block in row.blocks:
                runs = [run for piece in block.pieces for run in piece.runs]
                self._add(number, block.first, block.rows, block.last - block.first + 1, runs)
        for number in range(len(self._ys) - 1):
            for column in range(self._columns):
                self._add(number, column, 1, 1, [])
        self._cells.sort(key=lambda pair: (pair[0].row, pair[0].column))
        grid = Grid(self._edges, self._ys, [cell for cell, _ in self._cells], [])
        return InferredTable(grid, [runs for _, runs in self._cells])

    def _add(self, row: int, column: int, height: int, width: int, runs: list[Run]) -> None:
        places = {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
        taken = next((self._taken[place] for place in sorted(places) if place in self._taken), None)
        if taken is not None:
            # Text without a place of its own is never lost: beside another it makes a head that nobody knows.
            taken.extend(run for run in runs if run not in taken)
            return
        runs = list(runs)
        self._taken |= dict.fromkeys(places, runs)
        box = self._edges[column], self._ys[row], self._edges[column + width], self._ys[row + height]
        self._cells.append((GridCell(row, column, height, width, *box), runs))

    def _heights(self) -> list[float]:
        """Borders between rows in the middle of the white space; levels of the head share its height evenly."""
        body = [(row.top + row.bottom) / 2 for row in self._rows]
        top = min([*(head.piece.top for head in self._heads), *(row.top for row in self._rows)]) - 1.0
        bottom = max(row.bottom for row in self._rows) + 1.0
        first = self._rows[0].top - 1.0 if self._levels else top
        levels = [top + (first - top) * level / self._levels for level in range(self._levels)] if self._levels else []
        between = [
            max((upper.bottom + lower.top) / 2, (high + low) / 2 if upper.bottom > lower.top else 0.0)
            for (upper, lower), (high, low) in zip(pairwise(self._rows), pairwise(body), strict=True)
        ]
        return [*levels, first, *between, bottom]
