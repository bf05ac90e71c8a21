"""Evaluate all declared rules on the facts of one report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from domain.records import Check, Fact
from parsers.model import ReportContext
from parsers.reconcile.cases import Case
from parsers.reconcile.declarations import Rule, load_rules
from parsers.reconcile.findings import Finding
from parsers.reconcile.kinds import deviations, gaps, levels, lists, rates, relations, same, special, sums
from parsers.reconcile.sections import Facts

#: Kinds that need facts only; ``pattern`` and ``reading`` need the text and are evaluated by ``inspect_text``.
KINDS: dict[str, Callable[[Any, Facts], Iterator[Finding]]] = {
    "sum": sums.evaluate,
    "missing_total": sums.missing_total,
    "levels": levels.evaluate,
    "level_gaps": gaps.level_gaps,
    "expected_rows": gaps.expected_rows,
    "class_list": lists.class_list,
    "item_list": lists.item_list,
    "economic_groups": lists.economic_groups,
    "same": same.evaluate,
    "growth": rates.growth,
    "prior": rates.prior,
    "completion": rates.completion,
    "deviation": deviations.deviation,
    "implied_budget": rates.implied_budget,
    "share": rates.share,
    "share_sum": rates.share_sum,
    "share_of_nothing": rates.share_of_nothing,
    "at_most": relations.at_most,
    "report_sum": relations.report_sum,
    "product": relations.product,
    "items_total": relations.items_total,
    "one_of": relations.one_of,
    "balance": relations.balance,
    "special": special.evaluate,
}


#: 188.00 in a PDF and 188 in a spreadsheet are one printed figure for a message.
_TRAILING_ZEROS = re.compile(r"(?<=\d)\.0+(?!\d)|(?<=\.\d)0+(?!\d)|(?<=\.\d\d)0+(?!\d)")


def reconcile(facts: Sequence[Fact], context: ReportContext) -> tuple[Check, ...]:
    """All checks of one report, in the order of the rules. ``check_id`` and ``report_id`` are given later.

    ``facts`` may come from several documents of the report. Amounts of a check are in 元, other numbers in the unit
    of the facts (percentage points for rates).
    """
    arranged = Facts.of(facts, context)
    found: list[tuple[str, Finding]] = []
    for rule in load_rules():
        for case in applicable(rule, context):
            evaluate = KINDS.get(case.kind)
            if evaluate is not None:
                found.extend((rule.id, finding) for finding in evaluate(case, arranged))
    return collapse(found)


def applicable(rule: Rule, context: ReportContext) -> Iterable[Case]:
    return (case for case in rule.cases if not case.report_types or context.report_type in case.report_types)


def collapse(found: Iterable[tuple[str, Finding]]) -> tuple[Check, ...]:
    """Findings as checks, each statement of fact once."""
    return merge_checks(
        Check(
            rule=rule,
            verdict=finding.verdict,
            expected=finding.expected,
            found=finding.found,
            difference=finding.difference,
            tolerance=finding.tolerance,
            fact_ids=finding.fact_ids,
            message_zh=finding.message.zh,
            message_en=finding.message.en,
        )
        for rule, finding in found
    )


def merge_checks(checks: Iterable[Check]) -> tuple[Check, ...]:
    """One check per statement of fact: what several documents print alike is one check that cites all their facts."""
    merged: dict[tuple[object, ...], Check] = {}
    for check in checks:
        message = _TRAILING_ZEROS.sub("", check.message_zh)
        key = (check.rule, check.verdict, check.expected, check.found, message)
        earlier = merged.setdefault(key, check)
        ids = tuple(dict.fromkeys((*earlier.fact_ids, *check.fact_ids)))
        merged[key] = earlier.model_copy(update={"fact_ids": ids})
    return tuple(merged.values())
