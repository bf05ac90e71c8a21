"""收入总计288.5万元，其中年初结转和结余8.5万元，较2022年减少1.5万元，下降15%: whose change that is.

Jiangxi's form says it of what was carried over in some reports and of the whole in others. The rate printed beside it
tells: it fits only one of the two amounts. Without a rate nobody can tell, unless the sentence says more of the part,
and the change is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.records import Measure
from parsers.statements.narrative.drafts import Draft, Loose

_CARRIED_OVER = frozenset({"年初结转和结余", "年末结转和结余", "上年结转", "结转下年"})
_TOTALS = frozenset({"收入总计", "支出总计", "收支总计", "收入", "支出", "总收入", "总支出"})
_WHY = "the change of a part or of the whole"


def settle_carried_changes(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Loose]]:
    """The drafts with each such change on the amount that its rate fits, and the changes that are nobody's."""
    settled, loose = list(drafts), []
    for index, change in enumerate(drafts):
        if not _is_of_carried_part(change):
            continue
        rate = next((at for at in range(index + 1, len(drafts)) if _is_rate_of(drafts[at], change)), None)
        whole = _amount(drafts[:index], change.parent.name if change.parent else "", None)
        part = _amount(drafts[:index], change.subject.name if change.subject else "", change.chain)
        if whole is None or part is None or part.figure is None or whole.figure is None:
            continue
        if any(_is_change_of(draft, whole) for draft in drafts[:index]):
            continue  # that of the whole was said before
        if rate is None and _is_clearly_of(part, change, drafts):
            continue
        if rate is None:
            settled[index] = replace(change, subject=None)
            loose.append(Loose(change.start, change.end, change.position, _WHY))
        elif _fits(whole, change, drafts[rate]) and not _fits(part, change, drafts[rate]):
            for at in (index, rate):
                settled[at] = replace(drafts[at], subject=whole.subject, parent=None, label=None, chain=whole.chain)
    unread = {one.position for one in loose}
    return [draft for draft in settled if draft.position not in unread], loose


def _is_of_carried_part(draft: Draft) -> bool:
    return (
        draft.measure is Measure.CHANGE
        and draft.figure is not None
        and draft.subject is not None
        and draft.subject.name in _CARRIED_OVER
        and draft.parent is not None
        and draft.parent.name in _TOTALS
    )


def _is_change_of(draft: Draft, whole: Draft) -> bool:
    return draft.measure is Measure.CHANGE and draft.subject == whole.subject and draft.figure is not None


def _is_clearly_of(part: Draft, change: Draft, drafts: Sequence[Draft]) -> bool:
    """Without a rate: all of the part is new, or its share was said as well, so that the sentence speaks of it."""
    assert part.figure is not None
    assert change.figure is not None
    shared = any(draft.chain == change.chain and draft.measure is Measure.SHARE_PCT for draft in drafts)
    return shared or (change.sign > 0 and change.figure.value == part.figure.value)


def _is_rate_of(draft: Draft, change: Draft) -> bool:
    return draft.measure is Measure.CHANGE_PCT and draft.chain == change.chain and draft.figure is not None


def _amount(before: Sequence[Draft], name: str, chain: int | None) -> Draft | None:
    """The last amount of the subject, of that mention where ``chain`` is given."""
    for draft in reversed(before):
        named = draft.subject is not None and draft.subject.name == name and draft.measure is Measure.AMOUNT
        if named and draft.figure is not None and chain in (None, draft.chain):
            return draft
    return None


def _fits(amount: Draft, change: Draft, rate: Draft) -> bool:
    """True where ``rate`` is the change in percent of the amount it led to, within what was printed of all three."""
    assert amount.figure is not None
    assert change.figure is not None
    assert rate.figure is not None
    changed = abs(change.figure.value) * (change.sign or 1)
    prior = amount.figure.value - changed
    if prior <= 0 or change.figure.unit != amount.figure.unit:
        return False
    computed = abs(changed / prior * 100)
    slack = _half(rate.figure.value) + 100 * (_half(change.figure.value) + _half(amount.figure.value)) / prior
    return abs(computed - abs(rate.figure.value)) <= slack


def _half(value: Decimal) -> Decimal:
    """Half a unit of the last printed place."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
