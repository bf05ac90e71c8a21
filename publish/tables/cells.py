"""The canonical text form of a value in a published table: what the CSV holds, "" where nothing is known."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from domain.records import BBox
from domain.redaction import redact

_LINE_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
#: Control characters no CSV reader agrees on, and halves of surrogate pairs that UTF-8 cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def decimal_cell(value: Decimal | None) -> str:
    """Plain digits with a point, as many decimals as the value has; never an exponent or a negative zero.

    Raises ``ValueError`` for NaN and infinity: no source prints them, so they are a mistake of the program.
    """
    if value is None:
        return ""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be printed")
    return format(value if value else abs(value), "f")


def integer_cell(value: int | None) -> str:
    return "" if value is None else str(value)


def flag_cell(value: bool) -> str:
    return "true" if value else "false"


def date_cell(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def moment_cell(value: datetime | None) -> str:
    """ISO 8601 in UTC to the second, ``2026-11-21T02:00:00Z``. A moment without a time zone is UTC."""
    if value is None:
        return ""
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def box_cell(box: BBox | None) -> str:
    """``x0,top,x1,bottom`` to a hundredth of a point."""
    return "" if box is None else ",".join([_short(side) for side in box])


# The sides of a table's cells come again and again.
@lru_cache(maxsize=50_000)
def _short(side: float) -> str:
    text = f"{side:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_cell(text: str | None) -> str:
    """A text of our own (an id, an address, a name from a declaration): only made safe for CSV."""
    if not text:
        return ""
    cleaned = _UNPRINTABLE.sub("\ufffd", _LINE_BREAKS.sub("\n", text))
    return cleaned if cleaned.strip() else ""


@lru_cache(maxsize=100_000)
def source_cell(text: str | None) -> str:
    """A text that came from a document: redacted (a second time, whatever the reader did) and safe for CSV."""
    return plain_cell(redact(text)) if text else ""
