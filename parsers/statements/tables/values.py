"""What one cell prints: nothing, a dash, a number with or without its unit, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.money import MONEY_UNITS, NUMBER, Printed, parse_number
from domain.text import is_dash
from parsers.statements.labels import clean

_WITH_UNIT = re.compile(
    rf"^(?P<number>[(]?{NUMBER.pattern}[)]?)"
    r"(?P<unit>%|％|分|(?:人民币)?(?:百万|亿|万|千)?元|个|辆|台\(套\)|台|套|人次|人|名|批次|批|次|件次|件|家|平方米|㎡)?$"
)


#: A raised digit is a mark of a footnote and would become a digit of the number.
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]")


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
    if is_dash(key) or key in nothing or set(key) <= {"—", "-", "–", "/", "*"}:
        return CellValue(Kind.DASH, key)
    match = _WITH_UNIT.match(key.replace("−", "-"))
    if match:
        number = parse_number(match.group("number"))
        if number is not None:
            return CellValue(Kind.NUMBER, match.group("number"), number, match.group("unit"))
    return CellValue(Kind.WORDS, " ".join(text.split()))
