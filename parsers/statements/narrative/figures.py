"""Numbers with their units in a sentence: amounts, percentages, counts, and what only looks like one.

A figure is ``certain`` when it can be read in one way only. Dates, ordinals, document numbers and thresholds
(``单价100万元以上``) are no figures; ranges, numbers broken by a blank and rates per head are figures nobody may use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from parsers.statements.narrative.declarations import longest_first, words
from parsers.statements.narrative.doubts import (
    AN_EXAMPLE,
    IN_NUMERALS,
    OF_CURRENCY,
    OF_UNIT,
    RANGE,
    doubt_of_amount,
    is_example,
)

MONEY, PERCENT, COUNT, BARE = "money", "percent", "count", "bare"

_NUMBER = r"(?P<number>(?:(?<![\d.\-~至])[-−－])?(?:\d{1,3}(?: ?, ?\d{3})+(?!\d)|\d+)(?: ?\. ?\d+)?)"
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` is in the printed unit. ``start``/``end`` span number, unit and what belongs to them."""

    kind: str
    value: Decimal
    printed: str
    unit: str | None
    start: int
    end: int
    #: Where the bare number stands.
    number: tuple[int, int]
    approximate: bool = False
    #: Why nobody may use it, or ``None``.
    doubt: str | None = None
    #: The unit stands in the title above (单位：万元) and not beside the number.
    unit_above: bool = False

    def moved(self, by: int) -> Figure:
        """The figure in a text that begins ``by`` characters earlier."""
        number = (self.number[0] + by, self.number[1] + by)
        return replace(self, start=self.start + by, end=self.end + by, number=number)


@cache
def _pattern() -> re.Pattern[str]:
    rules = words()
    money, percent, count = (
        longest_first(units) for units in (rules.money_units, rules.percent_units, rules.count_units)
    )
    before, behind = longest_first(rules.approximate_before), longest_first(rules.approximate_behind)
    # 节约2万元 is not about 2 万元
    inside = "".join(f"(?<!{re.escape(word[:-1])})" for word in rules.not_approximate)
    return re.compile(
        rf"(?:{inside}(?P<before>{before}))?{_NUMBER}(?P<behind>{behind})?"
        rf"(?:(?P<money>{money}|万(?=[,;。、)(\d ]|$))"
        rf"|(?P<percent>{percent}|个?百分点|‰)|\((?P<bracketed>{count})\)|(?P<count>{count}))?"
    )


@cache
def _threshold() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = words()
    return (
        re.compile(longest_first(rules.threshold_behind)),
        re.compile(f"(?:{longest_first(rules.threshold_before)})$"),
    )


#: 三个团组, 两辆, 保有量为一辆, 局长一名: counts in words, where nothing but a count can stand.
_CHINESE_COUNT = re.compile(
    r"(?<![零一二两三四五六七八九十百千第之每任])(?P<number>[零一二两三四五六七八九十]{1,3})"
    r"(?P<unit>辆|个?批次|人次|个(?=(?:出国)?团组)|(?:(?<=团组.)|(?<=批次.))个(?=[,;。、)]|$)|名(?=[,;。、)]|$))"
)
_HUNDREDTHS = re.compile(r"百分之(?P<number>\d+(?:\.\d+)?|[零一二三四五六七八九十百点]{1,9})")
_ORDINAL_UNITS = ("个", "次", "期", "项", "条")


def find_figures(text: str) -> tuple[Figure, ...]:
    """All figures of a comparing form in reading order."""
    found = [*_hundredths(text), *_numbers(text), *_counts_in_words(text), *_unreadable(text)]
    return tuple(sorted(found, key=lambda figure: figure.start))


def _unreadable(text: str) -> list[Figure]:
    """Amounts in another currency, an unusual unit or numerals: nobody may use them, but they are seen."""
    figures = []
    threshold, limit = _threshold()
    for pattern, doubt in _unreadable_amounts():
        for match in pattern.finditer(text):
            if threshold.match(text, match.end()) or limit.search(text[max(0, match.start() - 6) : match.start()]):
                continue
            span = match.span("number")
            unit = match["unit"]
            figures.append(Figure(MONEY, Decimal(0), match["number"], unit, *match.span(), span, doubt=doubt))
    return figures


@cache
def _unreadable_amounts() -> tuple[tuple[re.Pattern[str], str], ...]:
    currencies = longest_first(words().currencies)
    digits = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
    return (
        (
            re.compile(rf"(?<![\d.,])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>[百千万亿]{{0,2}}(?:{currencies}))"),
            OF_CURRENCY,
        ),
        # 3百万元, 12.34万万元: whether the second word is meant or a slip nobody can tell.
        (
            re.compile(
                r"(?<![\d.,])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>(?:百|[十百千]万|[十百]亿|万万|亿万|亿亿)[元圆])"
            ),
            OF_UNIT,
        ),
        (
            re.compile(
                rf"(?<![第\d.{digits}十百千万亿拾佰仟])(?P<number>(?:[{digits}]|[十拾](?=[{digits}万]))"
                rf"[{digits}十百千拾佰仟万亿点]{{1,20}})(?P<unit>[元圆])(?!化)"
            ),
            IN_NUMERALS,
        ),
    )


def _hundredths(text: str) -> list[Figure]:
    figures = []
    for match in _HUNDREDTHS.finditer(text):
        number = match["number"]
        value = Decimal(number) if number[0].isdigit() else _chinese_number(number)
        if value is not None:
            figures.append(Figure(PERCENT, value, number, "百分之", match.start(), match.end(), match.span("number")))
    return figures


def _counts_in_words(text: str) -> list[Figure]:
    figures = []
    for match in _CHINESE_COUNT.finditer(text):
        value = _chinese_whole(match["number"].replace("两", "二"))
        if value is not None:
            span = match.span("number")
            figures.append(Figure(COUNT, Decimal(value), match["number"], match["unit"], *match.span(), span))
    return figures


def _numbers(text: str) -> list[Figure]:
    figures = []
    for match in _pattern().finditer(text):
        if text[max(0, match.start("number") - 3) : match.start("number")] == "百分之":
            continue
        figure = _figure(text, match)
        if figure is not None:
            figures.append(figure)
    return figures


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    printed = match["number"]
    unit = match["money"] or match["percent"] or match["count"] or (match["bracketed"] and f"({match['bracketed']})")
    kind = MONEY if match["money"] else PERCENT if match["percent"] else COUNT if unit else BARE
    behind = text[end : end + 6]
    if kind == BARE and (not _stands_alone(text, match) or match["behind"]):
        return None
    if kind == COUNT and unit in _ORDINAL_UNITS and behind[:1] in ("月", "年", "日"):
        return None  # 12个月
    value = Decimal(re.sub(r"[ ,]", "", printed).replace("−", "-").replace("－", "-"))
    return Figure(
        kind=kind,
        value=value,
        printed=printed.replace(" ", ""),
        unit=unit,
        start=start,
        end=end,
        number=match.span("number"),
        approximate=bool(match["before"] or match["behind"]),
        doubt=_doubt(text, match, kind, unit),
    )


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """A number without a unit that is neither part of a date, a code or a name, nor an ordinal."""
    behind = text[match.end() : match.end() + 1]
    before = text[max(0, match.start("number") - 1) : match.start("number")]
    if behind and not re.match(r"[,;。:、)\s]", behind) and not re.match(r"[增减比较占完]", behind):
        return False
    if _code_head().search(text[max(0, match.start("number") - _LONGEST_HEAD) : match.start("number")]):
        return False
    return not re.match(r"[A-Za-z\d(\[〔【第.\-/~]", before or "第")


_LONGEST_HEAD = 12


@cache
def _code_head() -> re.Pattern[str]:
    return re.compile(f"(?:{longest_first(words().code_heads)}):?$")


_WITHOUT = re.compile(r"\((?:不含|不包括|未含|扣除|剔除)")


def _doubt(text: str, match: re.Match[str], kind: str, unit: str | None) -> str | None:
    start, end = match.start("number"), match.end()
    before, behind = text[max(0, start - 6) : start], text[end : end + 8]
    threshold_behind, threshold_before = _threshold()
    if is_example(text, start):
        return AN_EXAMPLE
    if kind == PERCENT and unit not in ("%", "％"):
        return "percentage points"
    if kind == MONEY and (threshold_behind.match(behind) or threshold_before.search(before)):
        return "threshold or rate"
    if kind == MONEY and _WITHOUT.match(behind):
        return "without something that belongs to it"
    if _is_part(text, match, unit):
        return RANGE
    return doubt_of_amount(text, start, end, match["number"], unit) if kind == MONEY and unit else None


def _is_part(text: str, match: re.Match[str], unit: str | None) -> bool:
    """True for a number of a range, and for a piece of a number."""
    start = match.start("number")
    before, behind = text[max(0, start - 8) : start], text[match.end() : match.end() + 2]
    if re.search(r"\d $|[~～至\-–—/]$", before) and re.search(r"\d ?(?:%|[万亿千]?元)?[~～至\-–—/ ]$", before):
        return True
    # 5万3千元 is one amount in two parts; 0.6万 at the end of a line that goes on has lost its 元.
    if (unit == "万" and re.match(r"[\d ]", behind)) or re.search(r"\d[万亿]$", before):
        return True
    return re.match(r" \d|[~～\-–—]\d", behind) is not None


def _chinese_number(text: str) -> Decimal | None:
    """二十, 九十五点五, 百 → a number; ``None`` when it is none."""
    whole, _, fraction = text.partition("点")
    value = _chinese_whole(whole)
    if value is None or any(digit not in _CHINESE_DIGITS for digit in fraction):
        return None
    decimals = "".join(str(_CHINESE_DIGITS[digit]) for digit in fraction)
    return Decimal(f"{value}.{decimals}" if decimals else value)


def _chinese_whole(text: str) -> int | None:
    if text in ("百", "一百"):
        return 100
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE_DIGITS.get(text)
    if (tens and tens not in _CHINESE_DIGITS) or (ones and ones not in _CHINESE_DIGITS):
        return None
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0)
