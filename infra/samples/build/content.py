"""Reads the word-processor texts (000-003): paragraphs, bookmarks, tables as one cell per line, chart data.

In these texts every table cell is a line that begins with a tab; what follows without a tab belongs to the same cell;
a blank line ends a row. Which cells are merged is declared beside each text in a ``.yaml`` file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.declared import from_yaml
from infra.samples.build.grid import Grid, parse_layout, width

CONTENT = Path(__file__).resolve().parent.parent / "content"
BOOKMARK = re.compile(r"\[bookmark: ([^\]]+)\]")


@dataclass
class Line:
    """One paragraph. ``bookmarks`` are names to be set at its start."""

    text: str
    bookmarks: list[str] = field(default_factory=list)
    page_break: bool = False
    title: bool = False


@dataclass
class ChartData:
    """``rows``: label and printed numbers. Series run down the columns unless ``by_row``."""

    kind: str
    title: str
    series: list[str]
    categories: list[str]
    values: list[list[str]]  # one list per series


Block = Line | Grid | ChartData


@dataclass
class Content:
    name: str
    blocks: list[Block]
    title: str


def declaration(name: str) -> dict[str, Any]:
    loaded = from_yaml((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise TypeError(f"{name}.yaml holds no mapping")
    return loaded


def load(name: str) -> Content:
    """Blocks of one word-processor text, in order."""
    declared = declaration(name)
    text = (CONTENT / f"{name}.txt").read_text(encoding="utf-8")
    charts: list[tuple[str, ChartData]] = []
    if "charts" in declared:
        body, tail = text.split(declared["charts_start"], 1)
        text = body.rstrip(" ") + "\n"
        charts = _charts(declared["charts_start"] + tail, declared["charts"])
    lines = text.rstrip("\n").split("\n")
    blocks: list[Block] = []
    tables = list(declared.get("tables", []))
    breaks = list(declared.get("page_breaks", []))
    position, titles = 0, declared.get("title_lines", 0)
    while position < len(lines):
        if lines[position].startswith("\t"):
            grid, position = _table(lines, position, tables.pop(0), declared.get("rows", {}))
            blocks.append(grid)
            continue
        line = lines[position]
        position += 1
        marks = BOOKMARK.findall(line)
        line = BOOKMARK.sub("", line)
        new_page = bool(breaks) and line.strip().startswith(breaks[0])
        if new_page:
            breaks.pop(0)
            line = line.lstrip(" ")
        blocks.append(Line(line, marks, new_page, title=len(blocks) < titles))
        for after, chart in charts:
            if line.strip().startswith(after):
                blocks.append(chart)
    if tables or breaks:
        raise ValueError(f"{name}: declared but not met: {len(tables)} tables, page breaks {breaks}")
    placed = sum(isinstance(block, ChartData) for block in blocks)
    if placed != len(charts):
        raise ValueError(f"{name}: {placed} of {len(charts)} charts found their paragraph")
    return Content(name, blocks, declared["title"])


def _table(lines: list[str], start: int, declared: dict[str, Any], named: dict[str, Any]) -> tuple[Grid, int]:
    layouts = []
    for entry in _flatten(declared["rows"], named):
        row, _, times = entry.partition(" *")
        layouts += [parse_layout(row)] * int(times or 1)
    columns = width(layouts[0])
    grid = Grid(columns, [float(w) for w in declared.get("widths", [1] * columns)])
    grid.header_rows = declared.get("header_rows", 0)
    position = start
    for layout in layouts:
        texts = []
        reading = [slot for slot in layout if slot.kind != "_"]
        for index, slot in enumerate(reading):
            if not lines[position].startswith("\t"):
                raise ValueError(f"line {position + 1}: no cell where row {grid.rows} wants one: {lines[position]!r}")
            cell = [lines[position][1:]]
            position += 1
            last = index == len(reading) - 1
            while position < len(lines) and not lines[position].startswith("\t"):
                if last and (not lines[position] or (layout is layouts[-1] and lines[position].startswith(" "))):
                    break
                cell.append(lines[position])
                position += 1
            text = "\n".join(cell)
            if slot.kind == "^":
                if text.strip():
                    raise ValueError(f"line {position}: merged cell holds text {text!r}")
            else:
                texts.append(text)
        grid.add_row(layout, texts)
        if position < len(lines) and not lines[position]:
            position += 1
    return grid, position


def _flatten(rows: list[str], named: dict[str, Any]) -> list[str]:
    """Row layouts with ``=name`` replaced by the list of that name."""
    flat: list[str] = []
    for row in rows:
        flat += _flatten(named[row[1:]], named) if row.startswith("=") else [row]
    return flat


def _charts(text: str, declared: list[dict[str, Any]]) -> list[tuple[str, ChartData]]:
    """Chart data as the word processor's text export left it: a matrix per chart, parted by lines with a blank."""
    matrices: list[list[list[str]]] = []
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        if line.startswith(" "):
            matrices.append([])
        if cells and "\t" in line:
            matrices[-1].append(cells)
    matrices = [matrix for matrix in matrices if matrix]
    charts = []
    for entry, matrix in zip(declared, matrices, strict=True):
        heads = [] if len(matrix[0]) == len(matrix[-1]) else matrix.pop(0)
        labels = [row[0] for row in matrix]
        numbers = [row[1:] for row in matrix]
        if entry.get("series_in", "columns") == "rows":
            chart = ChartData(entry["kind"], entry["title"], labels, heads, numbers)
        else:
            columns = [list(column) for column in zip(*numbers, strict=True)]
            chart = ChartData(entry["kind"], entry["title"], heads or [""] * len(columns), labels, columns)
        charts.append((entry["after"], chart))
    return charts
