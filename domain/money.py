"""Printed numbers and units. Decimal only; a float never touches an amount.

A printed number with ``d`` decimals stands for an interval of ±0.5·10⁻ᵈ in its unit (domain notes b.1); the
interval travels as :class:`Printed` so that tolerances can be derived, not assumed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.text import normalise

#: 元 per printed unit.
MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "人民币元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "人民币万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}

#: A number as printed: sign, digits with or without thousands separators, decimals.
NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_WHOLE_NUMBER = re.compile(rf"^(?:{NUMBER.pattern})$")
_BRACKETED = re.compile(r"^\((\d[\d,]*(?:\.\d+)?)\)$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number: its exact value in the printed unit and how many decimals were printed."""

    value: Decimal
    decimals: int

    @property
    def half_unit(self) -> Decimal:
        """Half of the last printed digit: the largest rounding error one printed number can hold."""
        return Decimal(5).scaleb(-(self.decimals + 1))


def parse_number(text: str) -> Printed | None:
    """The number a cell prints, or ``None`` if the cell is anything but one number.

    Full-width digits, thousands separators, a trailing per cent sign and accounting brackets ``(1.23)`` = -1.23 are
    understood. Nothing is guessed: ``1.2.3``, ``23367 .`` or ``约5`` are not numbers.
    """
    compact = normalise(text).replace(" ", "").replace("−", "-").removesuffix("%")
    bracketed = _BRACKETED.match(compact)
    if bracketed:
        compact = "-" + bracketed.group(1)
    if not _WHOLE_NUMBER.match(compact):
        return None
    digits = compact.replace(",", "")
    decimals = len(digits.split(".", 1)[1]) if "." in digits else 0
    return Printed(Decimal(digits), decimals)


def to_yuan(value: Decimal, unit: str) -> Decimal:
    """``value`` of a printed money ``unit`` in 元, exact.

    Raises ``KeyError`` with the unit when it is not one of :data:`MONEY_UNITS`.
    """
    amount = value * MONEY_UNITS[unit]
    cents = amount.quantize(Decimal("0.01"))
    # 0.065 万元 is 650.00; a finer figure keeps its digits, the printed form lives on the fact.
    return cents if cents == amount else amount.normalize()


def money_unit(text: str) -> str | None:
    """The money unit named in a caption such as ``金额单位：万元`` or ``单位:元``; ``None`` if it names none."""
    compact = normalise(text).replace(" ", "")
    found = re.search(r"(?:单位|金额|人民币)[^,;。]{0,6}?((?:人民币)?(?:百万|亿|万|千)?元)", compact)
    if found:
        return found.group(1).removeprefix("人民币")
    alone = re.fullmatch(r"[(]?((?:百万|亿|万|千)?元)[)]?", compact)
    return alone.group(1) if alone else None
