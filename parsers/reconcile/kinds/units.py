"""Units: goods that do not come in theirs, zeros in another unit, tables whose figures are too small or too large."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from domain.records import Measure, Origin, Statement
from parsers.reconcile.cases import SpecialCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.sections import Facts
from parsers.reconcile.wording import label, labels, place, printed, unit_words


class Units(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Goods → units they are sold in.
    units: dict[str, tuple[str, ...]]


def goods_units(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Goods bought in a unit they do not come in."""
    settings = Units.model_validate(case.settings)
    for section in facts.of_statement(Statement.PROCUREMENT_ITEM):
        for figure in section.figures:
            goods = figure.fact.item.rsplit("/", 1)[-1]
            unit = figure.fact.printed_unit
            if (
                figure.fact.measure is Measure.QUANTITY
                and goods in settings.units
                and unit not in (None, *settings.units[goods])
            ):
                message = sentence(case, "goods", "unit", goods=goods, quantity=printed(figure))
                yield Finding(case.severity, message, (figure,))


#: Statements whose sentences may well count in 元 (a subsidy per head, a unit price).
_SMALL_MONEY = frozenset(
    {Statement.PERF_PROJECT, Statement.PERF_INDICATOR, Statement.PERF_SUMMARY, Statement.PROCUREMENT_ITEM}
)
_MOSTLY = 10


def odd_unit(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A zero printed in 元 in a text that counts in 万元; another number in the wrong unit fails elsewhere."""
    told = [f for f in facts.figures if f.is_money and f.fact.origin is Origin.NARRATIVE]
    for document_id in dict.fromkeys(figure.fact.document_id for figure in told):
        own = [f for f in told if f.fact.document_id == document_id and f.fact.statement not in _SMALL_MONEY]
        odd = [figure for figure in own if figure.fact.printed_unit == "元" and figure.number == 0]
        if odd and len(own) >= _MOSTLY * len([figure for figure in own if figure.fact.printed_unit == "元"]):
            message = sentence(case, "odd_unit", "zero", item=labels(odd[:1]), found=printed(odd[0]))
            yield Finding(case.severity, message, tuple(odd))


class Magnitude(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: In 元: what the largest figure of a table of a whole year cannot be below, and what a bureau cannot spend.
    least: Decimal
    most: Decimal
    statements: tuple[Statement, ...]


def magnitude(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A table in 元 whose largest figure is a handful of yuan, or one in 万元 with the money of a province."""
    settings = Magnitude.model_validate(case.settings)
    for section in facts.sections:
        money = [figure for figure in section.figures if figure.is_money and figure.number]
        if not section.is_table or section.statement not in settings.statements or not money:
            continue
        largest = max(money, key=lambda figure: abs(figure.number))
        small, large = abs(largest.number) < settings.least, abs(largest.number) > settings.most
        if (small and largest.scale == 1) or (large and largest.scale > 1):
            message = sentence(
                case,
                "odd_unit",
                "small" if small else "large",
                place=place(section.statement, section.origin),
                unit=unit_words(largest.fact.printed_unit or "元"),
                item=label(largest),
                found=printed(largest),
            )
            yield Finding(case.severity, message, (largest,))
