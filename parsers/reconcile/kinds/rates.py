"""Printed rates: growth, completion, deviation, shares. Interval arithmetic is in ``tolerance``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from domain.records import Measure, Statement, Verdict
from parsers.reconcile.cases import (
    CaseBase,
    CompletionCase,
    GrowthCase,
    ImpliedBudgetCase,
    PriorCase,
    ShareCase,
    ShareOfNothingCase,
    ShareSumCase,
)
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of, pattern_of
from parsers.reconcile.tolerance import Interval, Judgement, Ratio, judge_rate, judge_sum
from parsers.reconcile.wording import (
    Words,
    amount,
    compared,
    label,
    labels,
    measure_words,
    name,
    percent_beside,
    place,
    printed,
)

_HUNDRED = Decimal(100)
_ZERO = Decimal(0)
#: The words that say which budget a completion rate refers to.
_COMPLETED = re.compile(r"完成[^,，。;；0-9]{0,4}?(年初|全年|调整)")


def each_rate(section: Section, measure: Measure) -> Iterator[Figure]:
    """Each printed rate once per item and value."""
    seen = set()
    for figure in section.figures:
        key = (key_of(figure.fact.item), figure.number, figure.fact.row_no)
        if figure.fact.measure is measure and key not in seen:
            seen.add(key)
            yield figure


def growth(case: GrowthCase, facts: Facts) -> Iterator[Finding]:
    for section in facts.sections:
        for rate in each_rate(section, Measure.CHANGE_PCT):
            change = section.near(rate.fact.item, Measure.CHANGE, rate)
            current = _current(case, facts, section, rate)
            if change is None or current is None or not change.is_money or not current.is_money:
                continue
            base = current.number - change.number
            ratio = Ratio(change.number, change.half, base, current.half + change.half)
            # 100 % on nothing is what many offices print for growth from zero.
            on_zero = Verdict.WARN if abs(rate.number) == _HUNDRED else None
            judged = judge_rate(ratio, rate, case.severity, padded=section.document_id in facts.padded, on_zero=on_zero)
            message = sentence(
                case,
                "growth",
                judged.reason,
                item=compared(rate.fact.item),
                change=printed(change),
                current=printed(current),
                base=amount(base, (current, change)),
                rate=printed(rate),
                expected=percent_beside(judged.expected, rate),
            )
            yield finding(judged, message, (current, change, rate))


def _current(case: GrowthCase, facts: Facts, section: Section, rate: Figure) -> Figure | None:
    """The figure of the year that a change refers to: in the section, else where the case says it is printed."""
    own = _amount_like(section, rate.fact.item, rate)
    if own is not None:
        return own
    for item in _elsewhere(case.current, rate):
        statement, _, spot = item.rpartition(":")
        if not statement:
            found = _amount_like(section, spot, rate)
        else:
            found = facts.first_near(((Statement(statement), spot),), Measure.AMOUNT, section.document_id)
        if found is not None:
            return found
    return None


def _elsewhere(declared: Mapping[str, tuple[str, ...]], figure: Figure) -> Iterator[str]:
    """Items that may hold the figure belonging to this one, the variables of the matching pattern filled in."""
    for pattern, items in declared.items():
        match = pattern_of(pattern).fullmatch(key_of(figure.fact.item))
        if match:
            for item in items:
                yield item.format(**match.groupdict())


def _amount_like(section: Section, item: str, anchor: Figure) -> Figure | None:
    found = section.near(item, Measure.AMOUNT, anchor)
    if found is None and not section.all(item, Measure.COMPLETION_PCT):
        # In a budget the figure of the year is the budget.
        found = section.near(item, Measure.BUDGET, anchor)
    return found


def prior(case: PriorCase, facts: Facts) -> Iterator[Finding]:
    for section in facts.sections:
        for change in each_rate(section, Measure.CHANGE):
            current = _amount_like(section, change.fact.item, change)
            for item in _elsewhere(case.current, change):
                current = current or _amount_like(section, item, change)
            before = section.near(change.fact.item, Measure.PRIOR_AMOUNT, change)
            for item in _elsewhere(case.before, change):
                before = before or section.near(item, Measure.PRIOR_AMOUNT, change)
            if current is None or before is None or not (change.is_money and current.is_money and before.is_money):
                continue
            if section.is_table and len({f.fact.row_no for f in (change, current, before)}) > 1:
                continue
            members = (before, current, change)
            judged = judge_sum(current.number - change.number, before.number, members, case.severity)
            message = sentence(
                case,
                "prior",
                judged.reason,
                item=compared(change.fact.item),
                current=printed(current),
                change=printed(change),
                expected=amount(judged.expected, members),
                found=printed(before),
            )
            yield finding(judged, message, members)


def completion(case: CompletionCase, facts: Facts) -> Iterator[Finding]:
    for section in facts.sections:
        for rate in each_rate(section, Measure.COMPLETION_PCT):
            yield from _completion(case, facts, section, rate)


def budgets_of(section: Section, rate: Figure) -> list[Figure]:
    """The printed budgets a completion rate may refer to; the words at the rate decide where they can."""
    stated = _COMPLETED.search(rate.fact.quote)
    order = [Measure.BUDGET, Measure.ADJUSTED_BUDGET]
    if stated and stated.group(1) in ("全年", "调整"):
        order = [Measure.ADJUSTED_BUDGET, Measure.BUDGET]
    found = [section.near(rate.fact.item, measure, rate) for measure in order]
    budgets = [figure for figure in found if figure is not None and figure.is_money]
    return budgets[:1] if stated else budgets


def _completion(case: CompletionCase, facts: Facts, section: Section, rate: Figure) -> Iterator[Finding]:
    final = section.near(rate.fact.item, Measure.AMOUNT, rate)
    if final is None or not final.is_money:
        return
    budgets = budgets_of(section, rate) or _budget_of_table(facts, section, rate, final)
    if not budgets:
        if final.number == 0 and rate.number == 0:
            judged = Judgement(Verdict.INFO, _ZERO, _ZERO, _ZERO, "no_budget")
            yield rate_finding(case, judged, rate, final, None)
        return
    padded = section.document_id in facts.padded
    outcomes = [
        (judge_rate(Ratio(final.number, final.half, b.number, b.half), rate, case.severity, padded=padded), b)
        for b in budgets
    ]
    judged, budget = next(((j, b) for j, b in outcomes if not j.verdict.failed), outcomes[0])
    yield rate_finding(case, judged, rate, final, budget)


def _budget_of_table(facts: Facts, section: Section, rate: Figure, final: Figure) -> list[Figure]:
    """公务接待费支出4.13万元，完成预算的86.78%: the budget that only the form of the three public expenses prints.

    Only where the form has the same final figure, and a budget that the sentences do print is the form's as well, or
    another completion rate of theirs is that of its figures.
    """
    if section.is_table or section.statement is not Statement.THREE_PUBLIC or "年初" in rate.fact.quote:
        return []
    for table in facts.of_statement(
        Statement.THREE_PUBLIC,
        where=lambda other: other.is_table and facts.are_companions(section.document_id, other.document_id),
    ):
        budgets, finals = (table.all(rate.fact.item, measure) for measure in (Measure.BUDGET, Measure.AMOUNT))
        told = [figure for figure in section.figures if figure.fact.measure is Measure.BUDGET]
        alike = any(_agree(figure, one) for figure in told for one in table.all(figure.fact.item, Measure.BUDGET))
        meant = alike or (not told and _is_base_of_another(section, table, rate))
        if len(budgets) == len(finals) == 1 and meant and _agree(finals[0], final) and budgets[0].number:
            return list(budgets)
    return []


def _is_base_of_another(section: Section, table: Section, rate: Figure) -> bool:
    """Another rate of the sentences, not 0 or 100 %, is what the form's own two figures give."""
    for other in each_rate(section, Measure.COMPLETION_PCT):
        if key_of(other.fact.item) == key_of(rate.fact.item) or other.number in (_ZERO, _HUNDRED):
            continue
        budgets, finals = (table.all(other.fact.item, measure) for measure in (Measure.BUDGET, Measure.AMOUNT))
        if len(budgets) == len(finals) == 1 and budgets[0].number:
            ratio = Ratio(finals[0].number, finals[0].half, budgets[0].number, budgets[0].half)
            if not judge_rate(ratio, other, Verdict.ERROR, padded=False).verdict.failed:
                return True
    return False


def _agree(one: Figure, other: Figure) -> bool:
    return abs(one.number - other.number) <= one.half + other.half


def rate_finding(
    case: CaseBase, judged: Judgement, rate: Figure, part: Figure, whole: Figure | None, *, kind: str = "completion"
) -> Finding:
    message = sentence(
        case,
        kind,
        judged.reason,
        item=name(part.fact.item),
        part=printed(part),
        whole_name=label(whole) if whole else "",
        budget=measure_words(whole) if whole else "",
        whole=printed(whole) if whole else "",
        rate=printed(rate),
        expected=percent_beside(judged.expected, rate),
    )
    return finding(judged, message, tuple(figure for figure in (part, whole, rate) if figure is not None))


def implied_budget(case: ImpliedBudgetCase, facts: Facts) -> Iterator[Finding]:
    """Budgets that are not printed follow from amount and rate; those of the parts must fit into the total's."""
    for section in facts.of_statement(case.statement):
        for rate in each_rate(section, Measure.COMPLETION_PCT):
            if key_of(rate.fact.item) != key_of(case.total) or budgets_of(section, rate):
                continue
            whole = _implied(section, rate)
            parts = [p for item in case.parts if (p := _implied_part(section, item, rate)) is not None]
            if whole is None or not parts:
                continue
            yield _implied_finding(case, section, whole, parts)


def _implied_part(section: Section, item: str, anchor: Figure) -> tuple[Interval, Decimal, Figure, Figure] | None:
    rate = section.near(item, Measure.COMPLETION_PCT, anchor)
    return _implied(section, rate) if rate is not None and not budgets_of(section, rate) else None


def _implied(section: Section, rate: Figure) -> tuple[Interval, Decimal, Figure, Figure] | None:
    final = section.near(rate.fact.item, Measure.AMOUNT, rate)
    if final is None or not final.number or not rate.number:
        return None
    half = Decimal(5).scaleb(-(rate.decimals + 1))
    low = (final.number - final.half) * _HUNDRED / (rate.number + half)
    high = (final.number + final.half) * _HUNDRED / max(rate.number - half, half)
    return Interval(low, high), final.number * _HUNDRED / rate.number, final, rate


def _implied_finding(
    case: ImpliedBudgetCase,
    section: Section,
    whole: tuple[Interval, Decimal, Figure, Figure],
    parts: Sequence[tuple[Interval, Decimal, Figure, Figure]],
) -> Finding:
    expected = sum((part[1] for part in parts), _ZERO)
    low = sum((part[0].low for part in parts), _ZERO)
    finals, rates = [part[2] for part in parts], [part[3] for part in parts]
    fits = low <= whole[0].high
    are_shares = not fits and all(
        any(share.number == rate.number for share in section.all(rate.fact.item, Measure.SHARE_PCT)) for rate in rates
    )
    reason = "agree" if fits else ("shares" if are_shares else "differ")
    tolerance = whole[0].high - whole[1] + expected - low
    exact = Decimal("0.01")
    judged = Judgement(
        Verdict.PASS if fits else case.severity,
        expected.quantize(exact),
        whole[1].quantize(exact),
        tolerance.quantize(exact),
        reason,
    )
    message = sentence(
        case,
        "implied_budget",
        reason,
        parts=labels(finals),
        rates=Words("、".join(printed(rate).zh for rate in rates), " and ".join(printed(rate).en for rate in rates)),
        expected=amount(_to_hundredth(expected, finals), finals),
        total=name(case.total),
        total_rate=printed(whole[3]),
        found=amount(_to_hundredth(whole[1], finals), finals),
    )
    return finding(judged, message, (whole[2], whole[3], *finals, *rates))


def _to_hundredth(value: Decimal, like: Sequence[Figure]) -> Decimal:
    """Rounded to 0.01 of the printed unit: an implied figure is not known any better."""
    unit = max(figure.hundredth for figure in like)
    return (value / unit).quantize(Decimal(1)) * unit


def share(case: ShareCase, facts: Facts) -> Iterator[Finding]:
    for section in facts.of_statement(case.statement):
        for rate in each_rate(section, Measure.SHARE_PCT):
            part = section.near(rate.fact.item, Measure.AMOUNT, rate) or section.near(
                rate.fact.item, Measure.BUDGET, rate
            )
            wholes = _wholes(case, facts, section, rate)
            if part is None or not wholes:
                continue
            padded = section.document_id in facts.padded
            outcomes = [
                (judge_rate(Ratio(part.number, part.half, w.number, w.half), rate, case.severity, padded=padded), w)
                for w in wholes
            ]
            judged, whole = next(((j, w) for j, w in outcomes if not j.verdict.failed), outcomes[0])
            yield rate_finding(case, judged, rate, part, whole, kind="share")


def _wholes(case: ShareCase, facts: Facts, section: Section, rate: Figure) -> list[Figure]:
    """The figures a share may be a share of: those of the first pattern that the item fits."""
    items = next((i for pattern, i in case.wholes.items() if pattern_of(pattern).fullmatch(key_of(rate.fact.item))), ())
    found = (_whole(facts, section, rate, item) for item in items)
    return [figure for figure in found if figure is not None]


def _whole(facts: Facts, section: Section, rate: Figure, item: str) -> Figure | None:
    statement, _, spot = item.rpartition(":")
    if statement:
        return facts.first(((Statement(statement), spot),), Measure.AMOUNT, document_id=section.document_id)
    if key_of(spot) == key_of(rate.fact.item):
        return None
    return section.near(spot, Measure.AMOUNT, rate) or section.near(spot, Measure.BUDGET, rate)


def share_sum(case: ShareSumCase, facts: Facts) -> Iterator[Finding]:
    """Shares of one list add to 100 within their rounding; a list that stops short of it may be incomplete."""
    left_out = {key_of(item) for item in case.exclude}
    only = {key_of(item) for item in case.items}
    for section in facts.of_statement(case.statement):
        shares: dict[str, Figure] = {}
        for rate in each_rate(section, Measure.SHARE_PCT):
            item = key_of(rate.fact.item)
            if item not in left_out and (not only or item in only):
                shares.setdefault(item, rate)
        included = {key_of(i) for whole, parts in case.umbrella.items() if key_of(whole) in shares for i in parts}
        rates = tuple(rate for item, rate in shares.items() if item not in included)
        if len(rates) < 2 or not total(rates):
            continue
        yield _share_sum(case, section, rates)


def _share_sum(case: ShareSumCase, section: Section, rates: Sequence[Figure]) -> Finding:
    found = total(rates)
    bound = sum((rate.literal_half for rate in rates), _ZERO)
    reach = abs(found - _HUNDRED)
    if reach == 0:
        judged = Judgement(Verdict.PASS, _HUNDRED, found, bound, "agree")
    elif reach <= bound:
        judged = Judgement(Verdict.ROUNDING, _HUNDRED, found, bound, "rounding")
    elif found < _HUNDRED:
        judged = Judgement(Verdict.INFO, _HUNDRED, found, bound, "incomplete")
    else:
        judged = Judgement(case.severity, _HUNDRED, found, bound)
    message = sentence(
        case,
        "share_sum",
        judged.reason,
        place=place(section.statement, section.origin),
        parts=labels(rates),
        found=f"{found}%",
    )
    return finding(judged, message, rates)


def share_of_nothing(case: ShareOfNothingCase, facts: Facts) -> Iterator[Finding]:
    """A share other than 0 printed for an amount of 0: the whole it refers to is 0 as well."""
    for statement in case.statements:
        for section in facts.of_statement(statement):
            for rate in each_rate(section, Measure.SHARE_PCT):
                part = _preceding_amount(section, rate)
                if part is None or part.number or not rate.number:
                    continue
                judged = Judgement(case.severity, _ZERO, rate.number, _ZERO, "rate_on_zero")
                yield rate_finding(case, judged, rate, part, None, kind="share_of_nothing")


def _preceding_amount(section: Section, rate: Figure) -> Figure | None:
    """The amount the share is said of: of the same item, else the money printed just before in the same sentence."""
    own = section.near(rate.fact.item, Measure.AMOUNT, rate)
    if own is not None:
        return own
    before = [f for f in section.figures if f.is_money and f.order < rate.order]
    return before[-1] if before and before[-1].fact.paragraph == rate.fact.paragraph else None
