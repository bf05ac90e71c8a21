"""One module per kind of geometry; :data:`LAYOUTS` maps the declared layout to its two functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declarations import Layout
from parsers.statements.tables.layouts.blocks import fits_blocks, read_blocks
from parsers.statements.tables.layouts.lines import fits_lines, read_lines
from parsers.statements.tables.layouts.matrix import fits_matrix, read_matrix
from parsers.statements.tables.layouts.performance import read_performance
from parsers.statements.tables.layouts.rows import fits_rows, read_rows
from parsers.statements.tables.layouts.statistics import fits_statistics, read_statistics
from parsers.statements.tables.layouts.two_sided import fits_two_sided, read_two_sided


@dataclass(frozen=True, slots=True)
class LayoutReader:
    """``fits`` says whether head and rows have the geometry, ``read`` appends facts and unused rows to the case."""

    fits: Callable[[TableCase], bool]
    read: Callable[[TableCase], None]


def _always(case: TableCase) -> bool:
    return case.grid.rows > 0


LAYOUTS: dict[Layout, LayoutReader] = {
    Layout.TWO_SIDED: LayoutReader(fits_two_sided, read_two_sided),
    Layout.ROWS: LayoutReader(fits_rows, read_rows),
    Layout.BLOCKS: LayoutReader(fits_blocks, read_blocks),
    Layout.MATRIX: LayoutReader(fits_matrix, read_matrix),
    Layout.STATISTICS: LayoutReader(fits_statistics, read_statistics),
    Layout.LINES: LayoutReader(fits_lines, read_lines),
    Layout.PERFORMANCE: LayoutReader(_always, read_performance),
}
