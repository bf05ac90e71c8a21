"""What one cell prints: nothing, a dash, a number with or without its unit, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from domain.money import MONEY_UNIT, MONEY_UNITS, NUMBER, Printed, parse_number
from domain.text import is_dash, normalise
from parsers.statements.labels import clean

_WITH_UNIT = re.compile(
    rf"^(?P<number>[(]?{NUMBER.pattern}[)]?)"
    rf"(?P<unit>%|％|分|(?:人民币)?{MONEY_UNIT}|个|辆|台\(套\)|台|套|人次|人|名|批次|批|次|件次|件|家|平方米|㎡)?$"
)


#: A raised digit is a mark of a footnote and would become a digit of the number.
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]")


#: Signs in front of a number: tables of last year's change print ▲ and △ for minus.
_SIGN = re.compile("^[−△▲+](?=[\\d(])")
_NEGATIVE = "−△▲"


def _two_numbers(text: str) -> bool:
    """True for digits on both sides of white space that may be two numbers: ``12 34``, ``3.20 4.10``.

    A number wrapped by its narrow column is one: ``1,234,`` | ``567.00``, ``1234.`` | ``56``, ``1234.5`` | ``6``.
    """
    parts = normalise(text).split(" ")
    return any(
        left[-1:].isdigit() and right[:1].isdigit() and not _wrapped(left, right)
        for left, right in pairwise(parts)
        if left and right
    )


def _wrapped(left: str, right: str) -> bool:
    """Whether ``left`` and ``right`` are one number: alone the first is none, or it lacks the last of two decimals."""
    whole, point, decimals = left.rpartition(".")
    if point and whole and right.isdigit():
        return len(decimals) + len(right) == 2
    return "," in left and parse_number(left) is None and parse_number(left + right) is not None


#: The direction of a change in words, in front of its number.
_TURN = re.compile(r"^(?:(?P<up>增加|增长|上升|提高)|(?P<down>减少|下降|降低))(?:了|额|数)?[:：]?(?=[\d.])")


def read_change(text: str, nothing: frozenset[str] = frozenset()) -> CellValue:
    """:func:`read_value` of a column of changes, where words may say the sign: 减少12.30, 增长3.2%."""
    value = read_value(text, nothing)
    turn = _TURN.match(clean(text)) if value.kind is Kind.WORDS else None
    if turn is None:
        return value
    stated = read_value(clean(text)[turn.end() :], nothing)
    if stated.number is None or stated.number.value < 0:
        return value
    number = stated.number if turn["up"] else replace(stated.number, value=-stated.number.value)
    return replace(stated, printed=turn[0] + stated.printed, number=number)


#: A target that ends in its number (300, ≥300, 90以上) and is no date: its unit can only stand beside it.
_BARE_END = re.compile(r"\d(?:及?以[上下内]|左右)?$")
_DATED = re.compile(r"\d{4}[-./年]\d")


def wants_unit(text: str) -> bool:
    """Whether words end in a number without a unit of its own."""
    key = clean(text)
    return bool(_BARE_END.search(key)) and not _DATED.search(key)


class Kind(StrEnum):
    BLANK = "blank"
    DASH = "dash"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class CellValue:
    """``number`` and ``unit`` are set for numbers; ``printed`` is the number alone, as printed."""

    kind: Kind
    printed: str
    number: Printed | None = None
    unit: str | None = None

    @property
    def money_unit(self) -> str | None:
        return self.unit if self.unit in MONEY_UNITS else None


@lru_cache(maxsize=16384)
def read_value(text: str, nothing: frozenset[str] = frozenset()) -> CellValue:
    """Read a cell; words listed in ``nothing`` (无, 不适用) count as a dash."""
    key = clean(text)
    if not key:
        return CellValue(Kind.BLANK, "")
    if _RAISED.search(text):
        return CellValue(Kind.WORDS, " ".join(text.split()))
    if _two_numbers(text):
        return CellValue(Kind.WORDS, " ".join(text.split()))
    if is_dash(key) or key in nothing or set(key) <= {"—", "-", "–", "/", "*"}:
        return CellValue(Kind.DASH, key)
    signed = _SIGN.sub(lambda found: "-" if found.group() in _NEGATIVE else "", key)
    match = _WITH_UNIT.match(signed)
    if match:
        number = parse_number(match.group("number"))
        if number is not None:
            unit = match.group("unit")
            return CellValue(Kind.NUMBER, key.removesuffix(unit) if unit else key, number, unit)
    return CellValue(Kind.WORDS, " ".join(text.split()))
