"""行次: printed row numbers of a form that skip one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from domain.text import squeeze
from parsers.model import Table
from parsers.reconcile.cases import ReadingCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.text.passages import Passages

#: Fewer numbers are no numbering.
_ENOUGH = 5


def row_numbers(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    for table in passages.model.tables:
        for missing, before, after in _gaps(table):
            numbers = {"missing": str(missing), "before": str(before), "after": str(after)}
            yield Finding(case.severity, sentence(case, "heading", "row", **numbers))


def _gaps(table: Table) -> Iterator[tuple[int, int, int]]:
    heads = {cell.column for cell in table.cells if squeeze(cell.text) == "行次"}
    columns: dict[int, list[int]] = defaultdict(list)
    for cell in sorted(table.cells, key=lambda cell: cell.row):
        text = squeeze(cell.text)
        if cell.column in heads and text.isascii() and text.isdigit():
            columns[cell.column].append(int(text))
    for numbers in columns.values():
        steps = [two - one for one, two in pairwise(numbers)]
        if len(numbers) >= _ENOUGH and all(step in (1, 2) for step in steps) and steps.count(2) == 1:
            place = steps.index(2)
            yield numbers[place] + 1, numbers[place], numbers[place + 1]
