"""Differences to the budget and their rates, also where the budget itself is not printed."""

from __future__ import annotations

from collections.abc import Iterator

from domain.records import Measure
from parsers.reconcile.cases import DeviationCase
from parsers.reconcile.figures import Figure
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.kinds.rates import each_rate, rate_finding
from parsers.reconcile.sections import Facts, Section
from parsers.reconcile.tolerance import Ratio, judge_rate, judge_sum
from parsers.reconcile.wording import amount, name, percent_beside, printed


def deviation(case: DeviationCase, facts: Facts) -> Iterator[Finding]:
    for section in facts.sections:
        for rate in each_rate(section, Measure.DEVIATION_PCT):
            yield from _rate(case, facts, section, rate)
        for difference in each_rate(section, Measure.DEVIATION):
            yield from _difference(case, section, difference)


def _rate(case: DeviationCase, facts: Facts, section: Section, rate: Figure) -> Iterator[Finding]:
    final = section.near(rate.fact.item, Measure.AMOUNT, rate)
    budget = section.near(rate.fact.item, Measure.BUDGET, rate)
    if final is None:
        return
    padded = section.document_id in facts.padded
    if budget is None:
        yield from _rate_without_budget(case, section, rate, final, padded=padded)
        return
    ratio = Ratio(final.number - budget.number, final.half + budget.half, budget.number, budget.half)
    judged = judge_rate(ratio, rate, case.severity, padded=padded)
    yield rate_finding(case, judged, rate, final, budget, kind="deviation_rate")


def _rate_without_budget(
    case: DeviationCase, section: Section, rate: Figure, final: Figure, *, padded: bool
) -> Iterator[Finding]:
    """比年初预算减少X万元，下降Y%: the budget follows from the amount and the difference."""
    difference = section.near(rate.fact.item, Measure.DEVIATION, rate)
    if difference is None or not difference.is_money or not final.is_money:
        return
    budget = final.number - difference.number
    ratio = Ratio(difference.number, difference.half, budget, final.half + difference.half)
    judged = judge_rate(ratio, rate, case.severity, padded=padded)
    message = sentence(
        case,
        "deviation_rate_alone",
        judged.reason,
        item=name(rate.fact.item),
        final=printed(final),
        difference=printed(difference),
        budget=amount(budget, (final, difference)),
        rate=printed(rate),
        expected=percent_beside(judged.expected, rate),
    )
    yield finding(judged, message, (final, difference, rate))


def _difference(case: DeviationCase, section: Section, difference: Figure) -> Iterator[Finding]:
    final = section.near(difference.fact.item, Measure.AMOUNT, difference)
    budget = section.near(difference.fact.item, Measure.BUDGET, difference)
    if final is None or budget is None or not difference.is_money:
        return
    members = (difference, final, budget)
    # Offices print the difference with or without its sign.
    expected = final.number - budget.number
    found = difference.number
    if abs(expected - found) > abs(expected + found):
        found = -found
    judged = judge_sum(expected, found, members, case.severity)
    message = sentence(
        case,
        "deviation",
        judged.reason,
        item=name(final.fact.item),
        final=printed(final),
        budget=printed(budget),
        expected=amount(expected, members),
        found=printed(difference),
    )
    yield finding(judged, message, members)
