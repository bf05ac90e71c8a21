"""Amounts that stand for no single figure of the year: bounds of a range, contradictions, several years."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from domain.money import MONEY_UNITS
from parsers.statements.narrative.declarations import words

RANGE = "range or broken number"
CONTRADICTED = "two amounts that contradict each other"
OF_CURRENCY = "an amount in another currency"
OF_UNIT = "an amount in an unusual unit"
IN_NUMERALS = "an amount in numerals"
#: 12.34万元（123400元）: read where it is said first.
SAID_AGAIN = "the amount before it in another unit"
AN_EXAMPLE = "an example of how to fill it in"
SEVERAL_YEARS = "a figure of several years"
#: How far behind the beginning of a sentence its years are looked for, and how far an amount reaches.
_REACH = 200
_LONGEST_AMOUNT = 30
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_JOINED = r"(?:至|到|[~～\-−－–—]+)"
_BOUND = rf"{_NUMBER}[余多]?(?:[亿万千百]?元|[亿万])(?:\(含\)|左右)?"
_LOWER = re.compile(rf"{_BOUND}{_JOINED}$")
_UPPER = re.compile(rf"(?:\(含\)|左右)?{_JOINED}{_BOUND}")
_LOWER_BETWEEN = re.compile(rf"{_BOUND}[和与及]$")
_UPPER_BETWEEN = re.compile(rf"[和与及]{_BOUND}之间")
_BETWEEN = re.compile("(?:\\(含\\))?之间")
_SAME_AGAIN = r"(?:\((?:即|合|折合|也就是)?|,?(?:即|折合|也就是))"
_UNIT = r"(?P<unit>亿元|万元|千元|元)"
_AGAIN = re.compile(rf"{_SAME_AGAIN}(?P<number>{_NUMBER}){_UNIT}(?:整)?[),。;]")
_BEFORE = re.compile(rf"(?P<number>{_NUMBER}){_UNIT}{_SAME_AGAIN}$")


def doubt_of_amount(text: str, start: int, end: int, printed: str, unit: str) -> str | None:
    """Why the amount ``text[start:end]`` says nothing by itself, or ``None``. ``start`` is that of its number."""
    start += len(printed) - len(printed.lstrip("-−－"))
    before, behind = text[max(0, start - _LONGEST_AMOUNT) : start], text[end : end + _LONGEST_AMOUNT]
    if _LOWER.search(before) or _UPPER.match(behind):
        return RANGE
    if _UPPER_BETWEEN.match(behind) or (_LOWER_BETWEEN.search(before) and _BETWEEN.match(behind)):
        return RANGE
    first = _BEFORE.search(before) if re.match(r"整?[),。;]", behind) else None
    other = first or _AGAIN.match(behind)
    if other is None or other["unit"] == unit:
        return None
    if not _agree((printed, unit), (other["number"], other["unit"])):
        return CONTRADICTED
    return SAID_AGAIN if first is not None else None


def _agree(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """True where both are one amount within the last digit that the coarser one prints."""
    amounts, steps = [], []
    for printed, unit in (first, second):
        if unit not in MONEY_UNITS:
            return True
        value = Decimal(re.sub(r"[ ,−－-]", "", printed))
        amounts.append(value * MONEY_UNITS[unit])
        steps.append(Decimal((0, (1,), int(value.as_tuple().exponent))) * MONEY_UNITS[unit])
    return abs(amounts[0] - amounts[1]) < max(steps)


_EXAMPLE = re.compile(r"[(。;:]?(?:填报|填写|填列|填表|书写)?(?:举|示|样|范)?例(?:如|子|文)?(?:为)?:")


def is_example(text: str, position: int) -> bool:
    """True for a figure in an example of the form's makers: (例:2023年度机关运行经费支出888.88万元)."""
    start = max(text.rfind(mark, 0, position) for mark in "(。;")
    return _EXAMPLE.match(text, max(start, 0)) is not None


_OWN_LEVEL = re.compile(r"(?:局|办|委|部)(?:机关|本级)|机关本级|(?<!参)本级")
_UNITS_BELOW = re.compile(r"[^。;]*?(?:下属|所属|直属|二级)[^。;\d]{0,40}\d[\d,.]*[万亿千]?元")


def is_of_own_level(text: str, start: int, end: int) -> bool:
    """局机关运行经费5万元，下属中心7万元，合计12万元: the first amount, ``text[start:end]``, is only a part."""
    clause = max(text.rfind(mark, 0, start) for mark in ",。;:、") + 1
    return _OWN_LEVEL.search(text, clause, start) is not None and _UNITS_BELOW.match(text, end) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile("|".join(words().several_years)), re.compile("|".join(words().one_year))


def of_several_years(text: str, position: int, year: int | None) -> bool:
    """True where the sentence speaks of years before ``year`` too and has named no single one since."""
    floor = max(0, position - _REACH)
    start = max(floor, *(text.rfind(mark, floor, position) + 1 for mark in "。;!?"))
    said = text[start:position]
    several, one = _patterns()
    last = max(several.finditer(said), key=lambda match: match.end(), default=None)
    if last is None or one.search(said, last.end()):
        return False
    named = re.search(r"20\d\d", last.group())
    return named is None or year is None or int(named.group()) < year
