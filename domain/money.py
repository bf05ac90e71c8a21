"""Printed numbers and units. Decimal only; a float never touches an amount.

A printed number with ``d`` decimals stands for an interval of ±0.5·10⁻ᵈ in its unit (domain notes b.1); the
interval travels as :class:`Printed` so that tolerances can be derived, not assumed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.text import normalise

#: 元 per printed unit.
MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "人民币元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    # 支出0.6万: said of money, the 元 is only left out.
    "万": Decimal(10_000),
    "人民币万元": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}

#: How a unit of :data:`MONEY_UNITS` is written, without white space.
MONEY_UNIT = "(?:[十百千]?万|亿|千|百)?元"
#: A number as printed: sign, digits with or without thousands separators, decimals.
NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
#: 编制单位：元氏县 names no unit, so nothing Chinese may stick to a bare 元.
_UNIT = r"(?P<unit>(?:[十百千]\s?万|亿|万|千|百)\s?元(?!\s?/|以)|元(?!\s?/|(?!人民币)[\u4e00-\u9fff]))"
_UNIT_PATTERNS = (
    re.compile(rf"(?:单\s?位|金\s?额|币\s?种|人民币)[\s:(为是]{{0,6}}(?:人民币)?[\s:(]{{0,3}}{_UNIT}"),
    re.compile(rf"(?:^|\()\s?(?:人民币)?\s?{_UNIT}\s?(?:人民币)?(?:\)?$|\))"),
)
#: 单位：元、万元 leaves the choice to the reader.
_UNIT_ALTERNATIVES = re.compile(r"单位[\s:(]*(?:元\s?[、,/或]\s?[百千万亿]+元|[百千万亿]+元\s?[、,/或]\s?元)")
_SPACE_BETWEEN_DIGITS = re.compile(r"\d\s+\d")
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


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Printed | None:
    """The number a cell prints, or ``None`` if the cell is anything but one number.

    Full-width digits, thousands separators, a plus or minus sign, a trailing per cent sign, accounting brackets
    ``(1.23)`` = -1.23 and a space beside a sign (``1,234. 56``) are understood. Nothing is guessed: ``1.2.3``,
    ``23367 .``, ``约5`` or ``12 34``, which may be two numbers, are not numbers.
    """
    folded = normalise(text)
    if _SPACE_BETWEEN_DIGITS.search(folded):
        return None
    compact = folded.replace(" ", "").replace("−", "-").removesuffix("%")
    compact = re.sub(r"^\+(?=\d)", "", compact)
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
    amount = value * MONEY_UNITS[unit] + 0  # + 0: a printed -0.00 is no negative amount
    cents = amount.quantize(Decimal("0.01"))
    # 0.065 万元 is 650.00; a finer figure keeps its digits, the printed form lives on the fact.
    return cents if cents == amount else amount.normalize()


def money_unit(text: str) -> str | None:
    """The money unit a caption or a column head names: ``金额单位：万元``, ``单位:人民币 元``, ``预算数（万元）``.

    ``None`` if it names none, one that is not in :data:`MONEY_UNITS` (美元, 元/人) or two different ones. A
    sentence with an amount (单位支出5万元) names none.
    """
    line = normalise(text)
    if _UNIT_ALTERNATIVES.search(line):
        return None
    named = {re.sub(r"\s", "", found["unit"]) for pattern in _UNIT_PATTERNS for found in pattern.finditer(line)}
    return named.pop() if len(named) == 1 else None
