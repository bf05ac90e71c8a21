"""How far two printed figures may lie apart, and what it is called when they do (domain notes b.1).

Sums: a difference inside Σ ±0.5·10⁻ᵈ agrees; up to 0.01 of the printed unit it is ``rounding``, more but inside the
bound ``warn``, outside it the severity of the rule. Percentages: the interval of the ratio against the interval of
the printed rate, then once more with a padded zero taken off. Figures in 元 are exact; across units 100 元 are let go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from domain.records import Verdict
from parsers.reconcile.figures import Figure

#: Between a table in 元 and a sentence in 万元.
CROSS_UNIT = Decimal(100)
_HUNDRED = Decimal(100)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its numbers. ``difference`` = found - expected; ``reason`` names the wording of the message."""

    verdict: Verdict
    expected: Decimal
    found: Decimal
    tolerance: Decimal
    reason: str = "differ"

    @property
    def difference(self) -> Decimal:
        return self.found - self.expected


def _crosses_units(figures: Sequence[Figure]) -> bool:
    return len({figure.scale for figure in figures if figure.is_money and figure.number}) > 1


def judge_sum(
    expected: Decimal,
    found: Decimal,
    members: Sequence[Figure],
    severity: Verdict,
    *,
    small: Verdict = Verdict.ROUNDING,
) -> Judgement:
    """``expected`` is computed from ``members`` (the total among them), ``found`` is the printed total."""
    difference = abs(found - expected)
    bound = sum((figure.half for figure in members), _ZERO)
    literal = sum((figure.literal_half for figure in members), _ZERO)
    if _crosses_units(members):
        bound, literal = max(bound, CROSS_UNIT), max(literal, CROSS_UNIT)
    hundredth = max((figure.hundredth for figure in members if not figure.exact), default=_ZERO)
    if difference == 0:
        return Judgement(Verdict.PASS, expected, found, bound, "agree")
    if difference <= bound:
        verdict = (
            small if difference <= max(hundredth, CROSS_UNIT if _crosses_units(members) else _ZERO) else Verdict.WARN
        )
        return Judgement(verdict, expected, found, bound, "rounding" if verdict is Verdict.ROUNDING else "differ")
    if difference <= literal:
        return Judgement(Verdict.WARN, expected, found, literal)
    return Judgement(severity, expected, found, bound)


def judge_same(reference: Figure, other: Figure, severity: Verdict, *, small: Verdict = Verdict.WARN) -> Judgement:
    """The same figure printed twice: with equal precision it must be equal, else one must round to the other."""
    coarse, fine = (reference, other) if reference.half >= other.half else (other, reference)
    difference = abs(reference.number - other.number)
    if _crosses_units((reference, other)):
        return judge_sum(reference.number, other.number, (reference, other), severity)
    if difference and coarse.half > fine.half:
        step = Decimal(1).scaleb(-coarse.fine) * coarse.scale
        if (fine.number / step).quantize(Decimal(1), ROUND_HALF_UP) * step == coarse.number:
            return Judgement(Verdict.ROUNDING, reference.number, other.number, coarse.half, "rounding")
    return judge_sum(reference.number, other.number, (reference, other), severity, small=small)


@dataclass(frozen=True, slots=True)
class Interval:
    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, value: Decimal, half: Decimal) -> Interval:
        return cls(value - half, value + half)

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


def ratio_interval(numerator: Interval, denominator: Interval) -> Interval | None:
    """Percentages that ``numerator / denominator`` can be; ``None`` when the denominator may be 0 or less."""
    if denominator.low <= 0:
        return None
    corners = [_HUNDRED * a / b for a in (numerator.low, numerator.high) for b in (denominator.low, denominator.high)]
    return Interval(min(corners), max(corners))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator and denominator of a printed rate, each with the half width that printing leaves open."""

    numerator: Decimal
    numerator_half: Decimal
    denominator: Decimal
    denominator_half: Decimal


def judge_rate(
    ratio: Ratio, printed: Figure, severity: Verdict, *, padded: bool, on_zero: Verdict | None = None
) -> Judgement:
    """Whether ``printed`` (a percentage, its sign ignored) is ``ratio``.

    ``padded``: the document prints one decimal more than it rounds to. ``on_zero``: verdict for a rate other than 0
    on a zero base (default: ``severity``).
    """
    found = abs(printed.number)
    half = Decimal(5).scaleb(-(printed.decimals + 1))
    if ratio.denominator <= 0:
        if ratio.denominator < 0:
            return Judgement(Verdict.NOT_APPLICABLE, _ZERO, found, half, "negative_base")
        verdict = Verdict.INFO if found == 0 else (on_zero or severity)
        return Judgement(verdict, _ZERO, found, half, "zero_base" if found == 0 else "rate_on_zero")
    exact = _HUNDRED * abs(ratio.numerator) / ratio.denominator
    expected = exact.quantize(Decimal(1).scaleb(-max(printed.decimals, 2) - 2), ROUND_HALF_UP)
    verdict, tolerance, reason = _rate_verdict(ratio, exact, printed, severity, padded=padded)
    return Judgement(verdict, expected, found, tolerance, reason)


def _rate_verdict(
    ratio: Ratio, exact: Decimal, printed: Figure, severity: Verdict, *, padded: bool
) -> tuple[Verdict, Decimal, str]:
    """Rounded or inside the interval: agrees. Cut off, or with a padded zero: noted. Else the severity."""
    found, unit = abs(printed.number), Decimal(1).scaleb(-printed.decimals)
    half = unit / 2
    if exact.quantize(unit, ROUND_HALF_UP) == found:
        return Verdict.PASS, half, "agree"
    if exact.quantize(unit, ROUND_DOWN) == found:
        return Verdict.INFO, unit, "truncated"
    possible = ratio_interval(
        Interval.around(abs(ratio.numerator), ratio.numerator_half),
        Interval.around(ratio.denominator, ratio.denominator_half),
    )
    if possible is None or possible.meets(Interval.around(found, half)):
        return Verdict.PASS, half, "agree"
    wide = half * 10
    ends_in_zero = printed.decimals > 0 and str(found.quantize(unit)).endswith("0")
    if padded and ends_in_zero and possible.meets(Interval.around(found, wide)):
        return Verdict.INFO, wide, "padded"
    return severity, half, "differ"


def judge_at_most(smaller: Decimal, larger: Decimal, members: Sequence[Figure], severity: Verdict) -> Judgement:
    """``smaller`` <= ``larger`` within the rounding of ``members``."""
    bound = sum((figure.half for figure in members), _ZERO)
    if smaller <= larger:
        return Judgement(Verdict.PASS, larger, smaller, bound, "agree")
    if smaller - larger <= bound:
        return Judgement(Verdict.ROUNDING, larger, smaller, bound, "rounding")
    return Judgement(severity, larger, smaller, bound)
