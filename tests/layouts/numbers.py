"""Numbers as they are printed, and back: exact decimals, four cell states, thousands separators, full-width digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

#: 元 per printed unit.
FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
_ASCII = str.maketrans("０１２３４５６７８９．，－％", "0123456789.,-%")
DASHES = frozenset({"-", "--", "—", "——", "－"})


def round_to(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def show(value: Decimal, decimals: int, *, thousands: bool = False, full_width: bool = False) -> str:
    """``1234.5`` with two decimals: ``1234.50``, ``1,234.50`` or ``１２３４．５０``."""
    text = f"{round_to(value, decimals):,f}" if thousands else f"{round_to(value, decimals):f}"
    return text.translate(_FULL_WIDTH) if full_width else text


def value_of(printed: str) -> Decimal:
    """The number a printed form states."""
    return Decimal(printed.translate(_ASCII).replace(",", "").removesuffix("%"))


def decimals_of(printed: str) -> int:
    return len(printed.translate(_ASCII).removesuffix("%").partition(".")[2])


def yuan_text(amount: Decimal) -> str:
    """An amount in 元 as it stands in the gold: two decimals unless the printed unit gives more."""
    cents = amount.quantize(Decimal("0.01"))
    return f"{cents:f}" if cents == amount else f"{amount.normalize():f}"
