"""Which documents of a report tell the same story.

A report may come as PDF and spreadsheet of the same tables, or as a page that repeats the attachment: then their
figures are one. It may also carry the books of the department and of a unit in two files: then a figure of one says
nothing about the other. The documents' common figures decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from domain.text import squeeze
from parsers.reconcile.figures import Figure

#: Fewer common figures than this decide nothing; then two documents belong together.
_ENOUGH = 5
_MOSTLY = Decimal("0.5")

Pairs = frozenset[frozenset[str]]


def strangers(figures: Sequence[Figure]) -> Pairs:
    """Pairs of documents that print different numbers for most of the figures they share."""
    if len({figure.fact.document_id for figure in figures}) < 2:
        return frozenset()
    by_document: dict[str, dict[tuple[object, ...], list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        fact = figure.fact
        if figure.is_money and figure.number:
            key = (fact.statement, squeeze(fact.item), fact.code, fact.measure, fact.project)
            by_document[fact.document_id][key].append(figure)
    documents = list(by_document)
    return frozenset(
        frozenset((one, two))
        for place, one in enumerate(documents)
        for two in documents[place + 1 :]
        if _differ(by_document[one], by_document[two])
    )


def _differ(one: dict[tuple[object, ...], list[Figure]], two: dict[tuple[object, ...], list[Figure]]) -> bool:
    common = one.keys() & two.keys()
    same = sum(any(_same(first, second) for first in one[key] for second in two[key]) for key in common)
    return len(common) >= _ENOUGH and Decimal(same) / len(common) < _MOSTLY


def _same(one: Figure, two: Figure) -> bool:
    """Equal within what the rounder of the two prints: 123.46万元 and 1234567.89元."""
    return abs(one.number - two.number) <= max(one.literal_half, two.literal_half)
