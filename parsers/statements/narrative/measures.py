"""What a figure says about its subject, by the words before it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import Measure
from parsers.statements.narrative.figures import BARE, MONEY, PERCENT, Figure
from parsers.statements.narrative.leads import Lead
from parsers.statements.narrative.subjects import Context
from parsers.statements.narrative.tokens import Token


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure, its sign by direction word (0: left unresolved), and whether a rate of it follows."""

    measure: Measure
    sign: int = 1
    rate_pending: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """No reading is certain; ``why`` in words."""

    why: str


def measure_of(
    lead: Lead, figure: Figure, carried_base: Token | None, context: Context, *, rate_pending: bool
) -> Reading | Refused:
    """The reading of a figure whose subject is known, or why there is none."""
    if figure.kind == MONEY:
        return _money(lead, figure, carried_base, context)
    if figure.kind == PERCENT:
        return _percent(lead, figure, carried_base, context, rate_pending)
    if figure.kind == BARE:
        return _bare(lead, figure, context)
    return Refused("not a kind of figure that is read here")


def _money(lead: Lead, figure: Figure, carried_base: Token | None, context: Context) -> Reading | Refused:
    if lead.share or lead.deviation_rate:
        return Refused("an amount where a rate is expected")
    if lead.completion:
        return Reading(Measure.BUDGET, rate_pending=True)
    if lead.direction is not None and not lead.arrived:
        return _change(lead, figure, carried_base, context, Measure.CHANGE, Measure.DEVIATION)
    measure = _amount(lead, context)
    if isinstance(measure, Refused):
        return measure
    return Reading(measure)


def _amount(lead: Lead, context: Context) -> Measure | Refused:
    """Budget, adjusted budget, amount or last year's amount."""
    strong = lead.aspects - {"neutral"}
    if "deviation" in strong:
        return Measure.DEVIATION
    if lead.base is not None:
        return _amount_of_base(lead.base, context)
    if {"amount", "budget"} <= strong or {"amount", "adjusted_budget"} <= strong:
        return Refused("budget and final figure in one breath")
    years = {context.place_of(year) for year in lead.years}
    if years - {"present", "prior"} or len(years) > 1:
        return Refused("a figure of another year")
    if lead.prior or "prior" in years:
        return Measure.PRIOR_AMOUNT
    if "adjusted_budget" in strong:
        return Measure.ADJUSTED_BUDGET
    if "budget" in strong:
        return Measure.AMOUNT if context.budget else Measure.BUDGET
    return Measure.AMOUNT


def _amount_of_base(base: Token, context: Context) -> Measure | Refused:
    """比上年2.08万元减少…: the amount behind a base is the one compared with."""
    if base.base == "budget":
        return Measure.BUDGET
    if base.base == "prior" or (base.year is not None and context.place_of(base.year) == "prior"):
        return Measure.PRIOR_AMOUNT
    return Refused("compared with another year")


def _change(
    lead: Lead, figure: Figure, carried_base: Token | None, context: Context, change: Measure, deviation: Measure
) -> Reading | Refused:
    assert lead.direction is not None
    sign = lead.direction
    if figure.value < 0 and sign < 0:
        return Refused("a negative decrease")
    base = lead.base or carried_base
    if base is None or base.base == "prior":
        if base is not None and base.what == "预算" and not context.budget:
            return Refused("compared with last year's budget")
        return Reading(change, sign)
    if base.base == "budget":
        return Reading(deviation, sign)
    assert base.year is not None
    if context.place_of(base.year) == "prior":
        if base.what == "预算" and not context.budget:
            return Refused("compared with last year's budget")
        return Reading(change, sign)
    if context.place_of(base.year) == "present" and base.what == "预算" and not context.budget:
        return Reading(deviation, sign)
    return Refused("compared with another year")


def _percent(
    lead: Lead, figure: Figure, carried_base: Token | None, context: Context, rate_pending: bool
) -> Reading | Refused:
    if lead.share:
        if "上年" in lead.whole or "去年" in lead.whole:
            return Refused("a share of last year's figure")
        return Reading(Measure.SHARE_PCT)
    if lead.completion or (rate_pending and lead.bare and lead.direction is None):
        return Reading(Measure.COMPLETION_PCT)
    if lead.deviation_rate:
        return Reading(Measure.DEVIATION_PCT)
    if lead.direction is not None and not lead.arrived:
        return _change(lead, figure, carried_base, context, Measure.CHANGE_PCT, Measure.DEVIATION_PCT)
    return Refused("a rate of nothing that is known")


def _bare(lead: Lead, figure: Figure, context: Context) -> Reading | Refused:
    """A number without its unit: a share whose % is missing, or a zero."""
    if lead.share and not ("上年" in lead.whole or "去年" in lead.whole):
        return Reading(Measure.SHARE_PCT)
    if figure.value == 0 and (lead.aspects - {"neutral"}) and lead.direction is None:
        measure = _amount(lead, context)
        return measure if isinstance(measure, Refused) else Reading(measure)
    return Refused("a number without a unit")
