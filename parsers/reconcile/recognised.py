"""How far figures that were recognised in an image can be believed, by what the identities say about them.

A recogniser is sure of most of its mistakes; an identity breaks by them. So a recognised figure is believed where an
identity holds to the last digit (unless it was hardly legible: one slip in all figures leaves sums whole), less without
one, and hardly where one fails. The figure itself stays as it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from domain.records import Check, Fact, Method, Verdict
from parsers.reconcile.cases import RecognisedCase
from parsers.reconcile.declarations import Rule, load_rules
from parsers.reconcile.engine import collapse
from parsers.reconcile.figures import Figure, figures_of
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.wording import Words, label, printed


def weigh_recognised(facts: Sequence[Fact], checks: Sequence[Check]) -> tuple[Fact, ...]:
    """The facts with the confidence of recognised figures as ``checks`` (of the same facts) demand."""
    cases = [case for _, case in _cases()]
    if not cases or all(fact.method is not Method.OCR for fact in facts):
        return tuple(facts)
    (case,) = cases
    confirmed = _cited(checks, lambda check: _confirms(check, case))
    contradicted = _cited(checks, lambda check: check.rule in case.confirming and check.verdict.failed)
    figures = {figure.order for figure in figures_of(facts) if figure.fact.method is Method.OCR}

    def believed(fact: Fact) -> Decimal:
        sure = fact.confidence
        if fact.fact_id in contradicted:
            return min(sure, case.disputed if fact.fact_id in confirmed else case.contradicted)
        if fact.fact_id in confirmed:
            return max(sure, case.confirmed) if sure >= case.legible else sure
        return min(sure, case.unconfirmed)

    return tuple(
        fact.model_copy(update={"confidence": believed(fact)}) if order in figures else fact
        for order, fact in enumerate(facts)
    )


def doubts_of_recognition(facts: Sequence[Fact]) -> tuple[Check, ...]:
    """Checks that name the recognised figures which are doubtful, and those that no identity confirms.

    ``facts`` are those of :func:`weigh_recognised`.
    """
    figures = [figure for figure in figures_of(facts) if figure.fact.method is Method.OCR]
    return collapse((rule.id, finding) for rule, case in _cases() for finding in _findings(case, figures))


def _findings(case: RecognisedCase, figures: list[Figure]) -> Iterator[Finding]:
    doubtful = [figure for figure in figures if figure.fact.confidence < case.unconfirmed]
    alone = [figure for figure in figures if figure.fact.confidence == case.unconfirmed]
    for reason, verdict, found in (("doubtful", case.severity, doubtful), ("unconfirmed", Verdict.INFO, alone)):
        if found:
            number = str(len(found))
            words = Words(
                f"{label(found[0]).zh}{printed(found[0]).zh}", f"{label(found[0]).en}, {printed(found[0]).en}"
            )
            yield Finding(verdict, sentence(case, case.kind, reason, number=number, figure=words), tuple(found))


def _cases() -> Iterator[tuple[Rule, RecognisedCase]]:
    for rule in load_rules():
        for case in rule.cases:
            if isinstance(case, RecognisedCase):
                yield rule, case


def _confirms(check: Check, case: RecognisedCase) -> bool:
    """True for an identity of at least two figures that holds exactly: a misread digit would have broken it."""
    return (
        check.rule in case.confirming
        and check.verdict is Verdict.PASS
        and check.difference == 0
        and len(check.fact_ids) > 1
    )


def _cited(checks: Sequence[Check], chosen: Callable[[Check], bool]) -> frozenset[str]:
    return frozenset(fact_id for check in checks if chosen(check) for fact_id in check.fact_ids)
