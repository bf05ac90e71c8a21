"""Reads the text of the printed document (004): narrative, ten official tables, seven performance tables.

Here a table row is one line with a tab between cells, and a blank line inside a table is a page break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from infra.samples.build.content import CONTENT, declaration
from infra.samples.build.grid import Grid, Slot, parse_layout, width

FORM = re.compile(r"^公开\d\d表$")
PERFORMANCE = re.compile(r"项目支出绩效自评表$")
PART = re.compile(r"^第[一二三四五]部分")


@dataclass
class Text:
    """Narrative paragraph; ``cut`` tells that it goes on with the next one, which starts a new page."""

    text: str
    cut: bool = False


@dataclass
class Toc:
    entries: list[tuple[str, str]]


@dataclass
class Form:
    """One printed table with its title lines above and its notes below."""

    number: str
    title: str
    caption: list[str]  # left, middle, right
    grid: Grid
    notes: list[str]
    declared: dict[str, Any]


@dataclass
class Part:
    """A part of the document; ``body`` holds its paragraphs and tables."""

    heading: str
    body: list[Text | Form | Toc] = field(default_factory=list)


def load(name: str) -> list[Part]:
    """Parts of the document, the cover and the table of contents first."""
    declared = declaration(name)
    lines = (CONTENT / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    start = lines.index("目 录")
    body_start = next(i for i, line in enumerate(lines) if PART.match(line) and "\t" not in line)
    toc = [line.partition("\t") for line in lines[start + 1 : body_start] if line]
    parts = [
        Part("", [Text(line) for line in lines[:start] if line]),
        Part("目 录", [Toc([(left, right) for left, _, right in toc])]),
    ]
    position = body_start
    while position < len(lines):
        line = lines[position]
        if PART.match(line):
            parts.append(Part(line))
        elif PERFORMANCE.search(line):
            form, position = _performance(lines, position, declared["performance"])
            parts[-1].body.append(form)
            continue
        elif FORM.match(_next(lines, position)):
            form, position = _form(lines, position, declared["forms"])
            parts[-1].body.append(form)
            continue
        elif line:
            text = re.sub(r"^ ?- ", "", line)
            if any(text.startswith(start) for start in declared["cut_by_page"]):
                last = parts[-1].body[-1]
                assert isinstance(last, Text)
                last.cut = True
            parts[-1].body.append(Text(text))
        position += 1
    return parts


def _next(lines: list[str], position: int) -> str:
    """The next line that is not blank, if ``position`` holds one that is not."""
    if not lines[position]:
        return ""
    return next((line for line in lines[position + 1 :] if line), "")


def _take(lines: list[str], position: int, count: int) -> tuple[list[str], int]:
    """``count`` lines that are not blank."""
    taken: list[str] = []
    while len(taken) < count:
        if lines[position]:
            taken.append(lines[position])
        position += 1
    return taken, position


def _table(lines: list[str], position: int) -> tuple[list[str], int]:
    """Rows of the table that begins at or after ``position``; a blank one stands for a page break."""
    while "\t" not in lines[position]:
        position += 1
    rows: list[str] = []
    while position < len(lines):
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if "\t" not in lines[position] and not (not lines[position] and "\t" in following):
            break
        rows.append(lines[position])
        position += 1
    return rows, position


def _form(lines: list[str], position: int, declared: dict[str, Any]) -> tuple[Form, int]:
    head, position = _take(lines, position, 5)
    rows, position = _table(lines, position)
    entry = declared[head[1]]
    layouts = [parse_layout(line) for line in entry["head"]]
    body = parse_layout(entry["body"])
    grid = Grid(width(body), entry["widths"])
    for row in rows:
        if not row:
            grid.page_breaks.append(grid.rows)
            continue
        layout = layouts[grid.rows] if grid.rows < len(layouts) else _rule(row, entry.get("rules", []), "") or body
        grid.add_row(layout, _by_position(row, layout))
    for _ in range(entry.get("empty_rows", 0)):
        grid.add_row(parse_layout(f"_1x{grid.columns}"), [])
    grid.header_rows = len(layouts)
    if entry.get("spaces_are_breaks"):
        for cell in grid.cells:
            cell.text = cell.text.replace(" ", "\n")
    notes = []
    while position < len(lines) and (not lines[position] or re.match(r"^(注|说明)：", lines[position])):
        notes += [lines[position]] if lines[position] else []
        position += 1
    return Form(head[1], head[0], head[2:], grid, notes, entry), position


def _performance(lines: list[str], position: int, entry: dict[str, Any]) -> tuple[Form, int]:
    head, position = _take(lines, position, 2)
    rows, position = _table(lines, position)
    grid = Grid(len(entry["widths"]), entry["widths"])
    words = "\n".join(row.replace("\t", "\n") for row in rows)
    for row in rows:
        layout = _rule(row, entry["rules"], words)
        if layout is None:
            raise ValueError(f"no layout for {row!r}")
        texts = [text for text in row.split("\t") if text]
        slots = sum(slot.kind == "" for slot in layout)
        grid.add_row(layout, texts + [""] * (slots - len(texts)))
    notes = []
    while position < len(lines) and (not lines[position] or re.match(r"^(备注[:：]|\d\.)", lines[position])):
        notes += [lines[position]] if lines[position] else []
        position += 1
    return Form("", head[0], ["", head[1], ""], grid, notes, entry), position


def _rule(row: str, rules: list[dict[str, Any]], words: str) -> list[Slot] | None:
    joined = "|".join(text for text in row.split("\t") if text)
    for rule in rules:
        within = rule.get("within")
        if re.search(rule["when"], joined) and (within is None or re.search(within, words, re.MULTILINE)):
            return parse_layout(rule["layout"])
    return None


def _by_position(row: str, layout: list[Slot]) -> list[str]:
    """Texts for the slots that take text, each from the column where its slot begins."""
    fields = row.split("\t")
    columns = [0]
    for slot in layout:
        columns.append(columns[-1] + slot.span)
    fields += [""] * (columns[-1] - len(fields))
    texts = []
    for slot, (begin, end) in zip(layout, pairwise(columns), strict=True):
        rest = fields[begin:end] if slot.kind else fields[begin + 1 : end]
        if any(rest):
            raise ValueError(f"text where the layout has none: {rest!r} in {row!r}")
        if not slot.kind:
            texts.append(fields[begin])
    if any(fields[columns[-1] :]):
        raise ValueError(f"more cells than columns: {row!r}")
    return texts
