"""年初收入预算380.88万元，收入决算398.52万元，增加17.64万元: against what, when the sentence does not say.

Behind a budget and its final figure a change without a base is the difference of the two where it is exactly that; the
rate behind it is then the rate of that difference. What does not fit stays a change of last year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.records import Measure
from parsers.statements.narrative.drafts import Draft

_BUDGETS = (Measure.BUDGET, Measure.ADJUSTED_BUDGET)


def settle_baseless_changes(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with every baseless change that is the difference of budget and final figure as a deviation."""
    settled = list(drafts)
    for index, change in enumerate(drafts):
        if not change.baseless or change.measure is not Measure.CHANGE or change.figure is None:
            continue
        before = [draft for draft in drafts[:index] if draft.subject == change.subject and draft.figure is not None]
        final = _last(before, (Measure.AMOUNT,))
        if final is None or _last(before, (Measure.CHANGE, Measure.PRIOR_AMOUNT, Measure.DEVIATION)) is not None:
            continue
        if not any(_is_difference(change, final, _last(before, (kind,))) for kind in _BUDGETS):
            continue
        settled[index] = replace(change, measure=Measure.DEVIATION)
        for at in range(index + 1, len(drafts)):
            rate = drafts[at]
            if rate.chain != change.chain:
                break
            if rate.baseless and rate.measure is Measure.CHANGE_PCT and rate.sign == change.sign:
                settled[at] = replace(rate, measure=Measure.DEVIATION_PCT)
    return settled


def _last(drafts: Sequence[Draft], measures: tuple[Measure, ...]) -> Draft | None:
    return next((draft for draft in reversed(drafts) if draft.measure in measures), None)


def _is_difference(change: Draft, final: Draft, budget: Draft | None) -> bool:
    if budget is None or budget.figure is None or final.figure is None or change.figure is None:
        return False
    if len({one.figure.unit for one in (change, final, budget) if one.figure is not None}) > 1:
        return False
    signed: Decimal = change.figure.value * (change.sign or 1)
    return bool(signed) and final.figure.value - budget.figure.value == signed
