"""What evaluating one case yields: verdict, numbers, the figures it rests on and the sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.records import Fact, Verdict
from parsers.reconcile.cases import CaseBase
from parsers.reconcile.declarations import WORDS
from parsers.reconcile.figures import Figure
from parsers.reconcile.tolerance import Judgement
from parsers.reconcile.wording import Words


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    message: Words
    figures: tuple[Figure, ...] = ()
    facts: tuple[Fact, ...] = ()
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None

    @property
    def fact_ids(self) -> tuple[str, ...]:
        ordered = [*sorted(self.figures, key=lambda figure: figure.order)]
        ids = [figure.fact.fact_id for figure in ordered] + [fact.fact_id for fact in self.facts]
        return tuple(dict.fromkeys(filter(None, ids)))


def sentence(case: CaseBase, kind: str, reason: str, **values: Words | str) -> Words:
    """The sentence declared for a kind of identity and an outcome, the case's own wording first."""
    pair = case.messages.get(reason) or WORDS.messages[kind][reason]
    return Words(pair.zh, pair.en).format(**values)


def finding(judgement: Judgement, message: Words, figures: Sequence[Figure], facts: Sequence[Fact] = ()) -> Finding:
    return Finding(
        verdict=judgement.verdict,
        message=message,
        figures=tuple(figures),
        facts=tuple(facts),
        expected=judgement.expected,
        found=judgement.found,
        difference=judgement.difference,
        tolerance=judgement.tolerance,
    )
