"""Whether a figure that is printed in several places is the same everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.records import Agreement, Fact, Verdict
from parsers.model import ReportContext
from parsers.reconcile.cases import SameCase
from parsers.reconcile.declarations import load_rules
from parsers.reconcile.figures import Figure
from parsers.reconcile.kinds.places import mentions_of
from parsers.reconcile.sections import Facts, key_of
from parsers.reconcile.tolerance import judge_same


def mark_agreement(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts with ``agreement`` set: agreed, disputed, or single where a figure is printed once.

    Two printed forms agree when they are equal, when one is the rounding of the other, or when a figure in 元 and one
    in 万元 lie within 100 元. Figures are matched across tables, sentences and documents by the declared places of
    the rules, and across documents by statement, item, code and measure.
    """
    arranged = Facts.of(facts, ReportContext())
    agreed: set[int] = set()
    disputed: set[int] = set()
    for group in (*_declared_groups(arranged), *_repeated_groups(arranged)):
        if all(_agree(group[0], figure) for figure in group[1:]):
            agreed.update(figure.order for figure in group)
        else:
            disputed.update(figure.order for figure in group)

    def state(order: int) -> Agreement:
        if order in disputed:
            return Agreement.DISPUTED
        return Agreement.AGREED if order in agreed else Agreement.SINGLE

    return tuple(
        fact if fact.agreement is state(order) else fact.model_copy(update={"agreement": state(order)})
        for order, fact in enumerate(facts)
    )


def _agree(one: Figure, two: Figure) -> bool:
    return judge_same(one, two, Verdict.ERROR).verdict in (Verdict.PASS, Verdict.ROUNDING)


def _declared_groups(facts: Facts) -> Iterator[list[Figure]]:
    for rule in load_rules():
        for case in rule.cases:
            if isinstance(case, SameCase) and case.one_figure:
                for mentions in mentions_of(case, facts).values():
                    yield from facts.companions([mention.figure for mention in mentions])


def _repeated_groups(facts: Facts) -> Iterator[list[Figure]]:
    """Figures under one name in several documents, where each document prints one number for it."""
    found: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in facts.figures:
        fact = figure.fact
        found[fact.statement, key_of(fact.item), fact.code, fact.measure, fact.project].append(figure)
    for figures in found.values():
        numbers: dict[str, set[object]] = defaultdict(set)
        for figure in figures:
            numbers[figure.fact.document_id].add(figure.number)
        if len(numbers) > 1 and all(len(values) == 1 for values in numbers.values()):
            yield from facts.companions(figures)
