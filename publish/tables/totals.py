"""The row of ``totals`` of one report: its headline figures, each from the first declared place that prints it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from domain.records import Fact, Measure, Statement
from publish.schemas import Row, load_schemas
from publish.tables.choose import cell_of, choose
from publish.tables.declarations import totals_declaration


def totals_row(facts: Iterable[Fact]) -> Row:
    """All money and count columns of ``totals``; "" where no place prints the figure or its prints contradict."""
    schema = load_schemas()["totals"]
    places: dict[tuple[Statement, str, Measure], list[Fact]] = defaultdict(list)
    for fact in facts:
        places[(fact.statement, fact.item, fact.measure)].append(fact)
    row: Row = {}
    for column, selectors in totals_declaration().items():
        described = schema.field(column)
        row[column] = ""
        for selector in selectors:
            candidates = places.get((selector.statement, selector.item, selector.measure), [])
            if any(cell_of(fact, described) for fact in candidates):
                chosen = choose(candidates, described)
                # A contradiction does not fall through: a second-best place must not hide it.
                row[column] = cell_of(chosen, described) if chosen else ""
                break
    return row
