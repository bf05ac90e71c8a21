"""Which printed figure stands in a column of a derived table, when a report prints it in several places.

Table before narrative before chart; never an average, never a guess. Figures of the same rank that differ by no more
than their printed digits allow are one figure, and the one with the finest digits stands. Figures that contradict each
other leave the column empty: all of them are in ``facts``, and a check tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.money import MONEY_UNITS, parse_number
from domain.records import CellState, Fact, Origin
from publish.schemas import Field
from publish.tables.cells import decimal_cell, plain_cell

_RANK = {Origin.TABLE: 0, Origin.NARRATIVE: 1, Origin.CHART: 2}
_STATED = (CellState.VALUE, CellState.ZERO)


def choose(candidates: Iterable[Fact], column: Field) -> Fact | None:
    """The fact that stands in ``column``, or ``None`` if no fact fits or the best of them contradict each other."""
    fitting = [fact for fact in candidates if cell_of(fact, column)]
    if not fitting:
        return None
    best = min(_RANK[fact.origin] for fact in fitting)
    first_rank = [fact for fact in fitting if _RANK[fact.origin] == best]
    if len(first_rank) == 1:
        return first_rank[0]
    if not column.is_number:
        return first_rank[0] if len({cell_of(fact, column) for fact in first_rank}) == 1 else None
    finest = min(first_rank, key=_half_unit)
    agreed = all(abs(_number(fact) - _number(finest)) <= _half_unit(fact) + _half_unit(finest) for fact in first_rank)
    return finest if agreed else None


def cell_of(fact: Fact, column: Field) -> str:
    """What ``fact`` would put into ``column``: money into money columns, other numbers into others; "" if unfit."""
    if fact.cell_state not in _STATED:
        return ""
    if column.unit == "CNY":
        return decimal_cell(fact.amount)
    if column.is_number:
        return decimal_cell(fact.value)
    if fact.text is not None:
        return plain_cell(fact.text)
    return plain_cell(fact.printed + (fact.printed_unit or ""))


def _number(fact: Fact) -> Decimal:
    if fact.amount is not None:
        return fact.amount
    assert fact.value is not None
    return fact.value


def _half_unit(fact: Fact) -> Decimal:
    """Half of the last printed digit in the unit of the number; 0 for a form that is not one plain number."""
    printed = parse_number(fact.printed)
    if printed is None:
        return Decimal(0)
    scale = MONEY_UNITS.get(fact.printed_unit or "", Decimal(1)) if fact.amount is not None else Decimal(1)
    return printed.half_unit * scale
