"""A fact as a figure: its exact value, and the interval that its printed form stands for.

A printed number with ``d`` decimals stands for ±0.5·10⁻ᵈ in its unit (domain notes b.1). Sentences drop trailing
zeros (``188万元`` for 188.00), so two widths are kept: the literal one, and the one by the house style of the
document, which is what all its figures of that unit show. Figures in 元 and counts are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.money import MONEY_UNITS, NUMBER, Printed, parse_number
from domain.records import CellState, Fact, Measure, Origin
from domain.text import normalise

#: No public form prints money of a larger unit with more than two decimals by habit; three are meant as printed.
_HOUSE_DECIMALS = 2
_EXACT_MEASURES = frozenset({Measure.COUNT, Measure.QUANTITY})
#: Points are given, not measured: a whole number of them is exact, a decimal one was computed.
_POINTS = frozenset({Measure.SCORE, Measure.WEIGHT})
PERCENTAGES = frozenset(
    {Measure.CHANGE_PCT, Measure.SHARE_PCT, Measure.COMPLETION_PCT, Measure.DEVIATION_PCT, Measure.RATE}
)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact that carries a number.

    ``number`` is in 元 for money, else in the unit of the value. ``scale`` is how many of those one printed unit is
    (10000 for 万元, 1 for a count). ``order`` is the place in the list of facts.
    """

    fact: Fact
    order: int
    number: Decimal
    decimals: int
    fine: int
    scale: Decimal
    exact: bool

    @property
    def half(self) -> Decimal:
        """Half of the last digit by the document's house style, in the unit of ``number``."""
        return _ZERO if self.exact else Printed(_ZERO, self.fine).half_unit * self.scale

    @property
    def literal_half(self) -> Decimal:
        """Half of the last digit that is printed, in the unit of ``number``; a printed 0 means nothing at all."""
        if self.number == 0:
            return self.half
        return _ZERO if self.exact else Printed(_ZERO, self.decimals).half_unit * self.scale

    @property
    def is_money(self) -> bool:
        return self.fact.amount is not None

    @property
    def hundredth(self) -> Decimal:
        """0.01 in the printed unit."""
        return self.scale / 100


def printed_number(fact: Fact) -> Printed | None:
    """The number as printed, also where a unit or a sign was left in the cell (``95.80分``, ``10.00 ``)."""
    whole = parse_number(fact.printed)
    if whole is not None:
        return whole
    found = NUMBER.search(normalise(fact.printed).replace(" ", ""))
    return parse_number(found.group()) if found else None


def has_number(fact: Fact) -> bool:
    return fact.cell_state in (CellState.VALUE, CellState.ZERO) and (fact.amount is not None or fact.value is not None)


def _style(fact: Fact) -> tuple[str, str | None, Origin]:
    return fact.document_id, fact.printed_unit, fact.origin


def figures_of(facts: Sequence[Fact], wanted: Callable[[Fact], bool] | None = None) -> tuple[Figure, ...]:
    """All facts with a number, or those of them that are ``wanted``, in their order."""
    printed = [(order, fact, printed_number(fact)) for order, fact in enumerate(facts) if has_number(fact)]
    house: dict[tuple[str, str | None, Origin], int] = {}
    for _, fact, number in printed:
        if number is not None and fact.amount is not None:
            key = _style(fact)
            house[key] = max(house.get(key, 0), min(number.decimals, _HOUSE_DECIMALS))
    return tuple(
        _figure(order, fact, number, house.get(_style(fact), 0))
        for order, fact, number in printed
        if wanted is None or wanted(fact)
    )


def _figure(order: int, fact: Fact, printed: Printed | None, house: int) -> Figure:
    number = fact.amount if fact.amount is not None else fact.value
    assert number is not None
    decimals = printed.decimals if printed else 0
    money = fact.amount is not None
    scale = MONEY_UNITS.get(fact.printed_unit or "元", Decimal(1)) if money else Decimal(1)
    return Figure(
        fact=fact,
        order=order,
        number=number,
        decimals=decimals,
        fine=max(decimals, house) if money else decimals,
        scale=scale,
        exact=(money and scale == 1) or fact.measure in _EXACT_MEASURES or (fact.measure in _POINTS and decimals == 0),
    )


def total(figures: Iterable[Figure]) -> Decimal:
    return sum((figure.number for figure in figures), _ZERO)


def padded_documents(figures: Iterable[Figure]) -> frozenset[str]:
    """Documents that round their percentages to one decimal less than they print (97.10 % for 97.13 %).

    Known by repetition: at least two different percentages, not 0 and not 100, and every one of them ends in 0.
    """
    seen: dict[str, set[str]] = {}
    plain: set[str] = set()
    for figure in figures:
        if figure.fact.measure not in PERCENTAGES or figure.decimals == 0 or figure.number in (0, 100):
            continue
        digits = str(abs(figure.number).quantize(Decimal(1).scaleb(-figure.decimals)))
        if digits.endswith("0"):
            seen.setdefault(figure.fact.document_id, set()).add(digits)
        else:
            plain.add(figure.fact.document_id)
    return frozenset(document for document, values in seen.items() if len(values) > 1 and document not in plain)
