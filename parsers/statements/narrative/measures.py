"""What a figure says about its subject, by the words before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.records import Measure
from parsers.statements.narrative.figures import BARE, MONEY, PERCENT, Figure
from parsers.statements.narrative.leads import BUDGET_CHANGE, Lead
from parsers.statements.narrative.subjects import Context
from parsers.statements.narrative.tokens import Token


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure, its sign by direction word (0: left unresolved), and whether a rate of it follows.

    ``baseless``: a change that does not say against what.
    """

    measure: Measure
    sign: int = 1
    rate_pending: bool = False
    baseless: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """No reading is certain; ``why`` in words."""

    why: str


_LAST_BUDGET = "last year's budget"
_AGAINST_LAST_BUDGET = "compared with last year's budget"
_AGAINST_ANOTHER_YEAR = "compared with another year"
#: Refusals of figures that are surely the subject's and only not published: it is still spoken of.
UNDERSTOOD = frozenset({_LAST_BUDGET, _AGAINST_LAST_BUDGET, _AGAINST_ANOTHER_YEAR, BUDGET_CHANGE})


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


def measures_of(
    lead: Lead, figure: Figure, carried_base: Token | None, context: Context, *, rate_pending: bool
) -> tuple[Reading, ...] | Refused:
    """As :func:`measure_of`; 年初预算数与决算数均为40万元 has two readings."""
    finals = lead.aspects & {"amount"}
    plans = lead.aspects & {"budget", "adjusted_budget"}
    plain = lead.direction is None and lead.base is None and not lead.completion and not lead.share
    if not (lead.each and plain and figure.kind == MONEY and finals and len(plans) == 1):
        reading = measure_of(lead, figure, carried_base, context, rate_pending=rate_pending)
        return reading if isinstance(reading, Refused) else (reading,)
    found = [_money(replace(lead, aspects=one), figure, carried_base, context) for one in (plans, finals)]
    return next((one for one in found if isinstance(one, Refused)), None) or tuple(
        one for one in found if isinstance(one, Reading)
    )


def _money(lead: Lead, figure: Figure, carried_base: Token | None, context: Context) -> Reading | Refused:
    if lead.share or lead.deviation_rate:
        return Refused("an amount where a rate is expected")
    if lead.completion:
        return Reading(Measure.BUDGET, rate_pending=True)
    if lead.direction is not None and not lead.arrived:
        return _change(lead, figure, carried_base, context)
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
        return _amount_of_base(base_with_words(lead), context)
    refusal = _refused(lead, strong, context)
    if refusal is not None:
        return Refused(refusal)
    if lead.prior or any(context.place_of(year) == "prior" for year in lead.years):
        planned = bool(strong & {"budget", "adjusted_budget"}) and not context.budget
        return Refused(_LAST_BUDGET) if planned else Measure.PRIOR_AMOUNT
    if "adjusted_budget" in strong:
        return Measure.ADJUSTED_BUDGET
    return Measure.BUDGET if "budget" in strong and not context.budget else Measure.AMOUNT


def _refused(lead: Lead, strong: set[str], context: Context) -> str | None:
    """Words that contradict each other or speak of another year."""
    years = {context.place_of(year) for year in lead.years}
    if "amount" in strong and strong & {"budget", "adjusted_budget"}:
        return "budget and final figure in one breath"
    if years - {"present", "prior"} or len(years) > 1:
        return "a figure of another year"
    if context.budget and "amount" in strong and not (lead.prior or "prior" in years):
        return "a final figure in a budget"
    return None


def base_with_words(lead: Lead) -> Token:
    """比2022年三公经费年初预算3.50万元: what is compared with stands behind the name."""
    assert lead.base is not None
    planned = bool(lead.aspects & {"budget", "adjusted_budget"})
    return replace(lead.base, what="预算") if planned and lead.base.what is None else lead.base


def _amount_of_base(base: Token, context: Context) -> Measure | Refused:
    """比上年2.08万元减少…: the amount behind a base is the one compared with."""
    place = context.place_of(base.year) if base.year is not None else None
    if base.base == "budget" or (place == "present" and base.what == "预算"):
        return Measure.BUDGET
    if base.base == "prior" or place == "prior":
        return Refused(_LAST_BUDGET) if base.what == "预算" and not context.budget else Measure.PRIOR_AMOUNT
    return Refused(_AGAINST_ANOTHER_YEAR)


def _change(lead: Lead, figure: Figure, carried_base: Token | None, context: Context) -> Reading | Refused:
    """Against last year (change) or against this year's budget (deviation), by the base; last year without one."""
    sign = lead.direction or 0
    if figure.value < 0 and sign < 0:
        return Refused("a negative decrease")
    base = lead.base or carried_base
    place = "prior"
    if base is not None and base.base != "prior":
        place = "present" if base.base == "budget" else context.place_of(base.year or 0)
    budget = base is not None and (base.base == "budget" or base.what == "预算")
    percent = figure.kind == PERCENT
    if place == "present" and budget and not (context.budget and base is not None and base.base == "year"):
        return Reading(Measure.DEVIATION_PCT if percent else Measure.DEVIATION, sign)
    if place != "prior":
        return Refused(_AGAINST_ANOTHER_YEAR)
    if budget and not context.budget:
        return Refused(_AGAINST_LAST_BUDGET)
    return Reading(Measure.CHANGE_PCT if percent else Measure.CHANGE, sign, baseless=base is None)


def against_budget(base: Token | None, context: Context) -> bool:
    """True for a comparison with this year's budget."""
    if base is None:
        return False
    present = base.year is not None and context.place_of(base.year) == "present" and not context.budget
    return base.base == "budget" or (base.what == "预算" and present)


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
        return _change(lead, figure, carried_base, context)
    return Refused("a rate of nothing that is known")


def _bare(lead: Lead, figure: Figure, context: Context) -> Reading | Refused:
    """A number without its unit: a share whose % is missing, or a zero."""
    if lead.share and not ("上年" in lead.whole or "去年" in lead.whole):
        return Reading(Measure.SHARE_PCT)
    zero = figure.value == 0 and lead.direction is None
    if zero and ((lead.aspects - {"neutral"}) or _names_money(lead)):
        measure = _amount(lead, context)
        return measure if isinstance(measure, Refused) else Reading(measure)
    return Refused("a number without a unit")


def _names_money(lead: Lead) -> bool:
    """公务用车购置费为0: a name that can only be of money."""
    return len(lead.names) == 1 and not lead.unknown and lead.names[0].text.endswith(_MONEY_NAMES)


_MONEY_NAMES = ("费", "费用", "经费", "支出", "收入", "拨款", "总额", "金额")


def takes_unit_above(lead: Lead) -> bool:
    """True for a bare number that can only be an amount: a name and no word of a rate before it."""
    rate = lead.share or lead.completion or lead.deviation_rate
    return bool(lead.names) and not lead.unknown and not rate and lead.direction is None
