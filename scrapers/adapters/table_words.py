"""What the heads of a table's columns and rows say of the report that a link in a cell leads to, spans included.

``部门 | 2025年: 预算, 决算 | 2024年: 预算, 决算`` over 查看; ``年度 | 部门预算 | 部门决算`` with a row for each year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bs4 import Tag

from scrapers.adapters.report_words import Said, words_of
from scrapers.html import attribute, text_of

#: No table of reports is larger.
_MOST_ROWS = 800
_MOST_COLUMNS = 40
#: A column of years that are no fiscal years.
_OTHER_YEAR = re.compile(r"发布|公开(?:年|时)|更新|时间|日期|成立")
_Grid = list[list[Tag | None]]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as it is compared: itself, not what it says."""

    tag: Tag

    def __hash__(self) -> int:
        return id(self.tag)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Table) and other.tag is self.tag


def words_in_table(link: Tag, said: Said) -> Said | None:
    """``said`` with the year and the kind that its row and column add where they agree; ``None`` outside of a table."""
    found = _place_of(link)
    if found is None:
        return None
    grid, row, column = found
    heads = _heads(grid)
    if row < heads:
        return None
    over = _words({id(one): one for line in grid[:heads] if (one := line[column]) is not None}.values())
    beside = _words(
        {
            id(one): one
            for place, one in enumerate(grid[row])
            if one is not None and place != column and not _is_of_another_year(grid[:heads], place) and not _links(one)
        }.values()
    )
    years, kinds = ({getattr(one, part) for one in (*over, *beside)} - {""} for part in ("year", "kind"))
    return Said(
        said.year or (years.pop() if len(years) == 1 else ""), said.kind or (kinds.pop() if len(kinds) == 1 else "")
    )


def spanned_rows(cell: Tag) -> tuple[Tag, ...]:
    """The rows of the table that the cell around ``cell`` stands in, where it spans several."""
    holder = cell_of(cell)
    if holder is None or _span(holder, "rowspan") < 2:
        return ()
    row = holder.find_parent("tr")
    following = row.find_next_siblings("tr", limit=_span(holder, "rowspan") - 1) if row is not None else []
    return (row, *(one for one in following if isinstance(one, Tag))) if row is not None else ()


def cell_of(node: Tag) -> Tag | None:
    """The cell of a table that ``node`` is or stands in."""
    return node if node.name in ("td", "th") else node.find_parent(["td", "th"])


def _place_of(link: Tag) -> tuple[_Grid, int, int] | None:
    cell = cell_of(link)
    table = cell.find_parent("table") if cell is not None else None
    grid = _grid_of(_Table(table)) if table is not None else None
    for number, line in enumerate(grid or ()):
        for place, one in enumerate(line):
            if one is cell:
                # One that lies under a cell of several columns is of none of them by itself.
                return (grid or [], number, place) if sum(same is one for same in line) == 1 else None
    return None


@lru_cache(maxsize=4)
def _grid_of(table: _Table) -> _Grid | None:
    """The cells of every row by their places; ``None`` where rows are not equally wide, or too many."""
    rows = [one for one in table.tag.find_all("tr") if one.find_parent("table") is table.tag]
    if len(rows) > _MOST_ROWS:
        return None
    grid: _Grid = [[] for _ in rows]
    for number, row in enumerate(rows):
        place = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while place < len(grid[number]) and grid[number][place] is not None:
                place += 1
            for below in range(number, min(number + _span(cell, "rowspan"), len(rows))):
                line = grid[below]
                line.extend([None] * (place + _span(cell, "colspan") - len(line)))
                line[place : place + _span(cell, "colspan")] = [cell] * _span(cell, "colspan")
            if place > _MOST_COLUMNS:
                return None
    widths = {len(line) for line in grid if line}
    return [line for line in grid if line] if len(widths) == 1 else None


def _span(cell: Tag, name: str) -> int:
    told = attribute(cell, name).strip()
    return min(max(int(told), 1), _MOST_ROWS) if re.fullmatch(r"\d{1,3}", told) else 1


def _heads(grid: _Grid) -> int:
    """How many rows at the top hold no link."""
    return next((n for n, line in enumerate(grid) if any(one is not None and _links(one) for one in line)), len(grid))


def _links(cell: Tag) -> bool:
    return cell.find("a", href=True) is not None


def _words(cells: Iterable[Tag]) -> list[Said]:
    return [said for cell in cells if (said := words_of(text_of(cell))) is not None]


def _is_of_another_year(heads: Sequence[Sequence[Tag | None]], place: int) -> bool:
    return any(one is not None and _OTHER_YEAR.search(text_of(one)) for one in (line[place] for line in heads))
