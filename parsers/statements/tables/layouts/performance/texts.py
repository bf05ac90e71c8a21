"""Figures inside the free texts of a project form, by declared patterns.

Free texts that describe single recipients of money are not published (domain notes e.3, rule 4); their declared
figures are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.records import Measure
from domain.small_groups import describes_persons
from parsers.statements.labels import chinese
from parsers.statements.tables.grid import GridCell
from parsers.statements.tables.layouts.performance.form import Form

_CLAUSE_END = re.compile("[,，。;；、:：！\n]")
_COMPACT = re.compile(r"\s+")


def read_goal(form: Form, item: str, measure: Measure, cell: GridCell, label: str) -> None:
    """The text of a goal as one fact, and the figures declared in it."""
    if not describes_persons(cell.text):
        form.case.text(cell, form.meaning(item, label, measure))
    read_figures(form, item, cell)


def read_figures(form: Form, block: str, cell: GridCell) -> None:
    """The declared figures of a text, each with its clause as quote; none is read twice."""
    text = _COMPACT.sub("", cell.text)
    taken: list[tuple[int, int]] = []
    for declared in form.declared.text_figures:
        if declared.within and block not in declared.within:
            continue
        for match in declared.compiled.finditer(text):
            place = match.span("number")
            if any(place[0] < end and start < place[1] for start, end in taken):
                continue
            taken.append(place)
            groups = {name: chinese(value or "") for name, value in match.groupdict().items()}
            unit = groups.get("unit") or declared.unit
            item = declared.item.format(**{"block": block, "label": "", "noun": "", **groups})
            meaning = form.meaning(item, match.group(0), declared.measure, unit=unit)
            if declared.statement is not None:
                meaning = replace(meaning, statement=declared.statement, project=None)
            clause = _clause(text, match.start(), match.end())
            form.case.facts.append(form.case.maker.part(cell, meaning, match.group("number"), unit, clause))


def _clause(text: str, start: int, end: int) -> str:
    """The clause around a match, without the clauses beside it."""
    before = [found.end() for found in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]
