"""Full dates that are not written year, month, day in figures, as far as each of them says by itself which day it is.

二〇二六年九月十八日, 26年9月18日, Fri Sep 18 09:11:00 CST 2026; 9/18/2026 and 18/9/2026, for no year has 18 months.
Which of two days 5/3/2026 is, it does not say: that is for the list to decide (``list_days``), else it stays unknown.
"""

from __future__ import annotations

import re
from datetime import date

_DIGITS = "〇○零Oo一二三四五六七八九"
_FIGURES = str.maketrans(_DIGITS, "00000123456789")
_TENS = {"十": 10, "廿": 20, "卅": 30}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_LONG_YEAR = r"(?:19|20)\d{2}"

#: 二〇二六年九月十八日, 二○二六年9月18日
_IN_WORDS = (
    rf"(?P<wy>[二2][{_DIGITS}0-9]{{3}})\s*年\s*(?P<wm>[{_DIGITS}十]{{1,3}}|\d{{1,2}})\s*月"
    rf"\s*(?P<wd>[{_DIGITS}十廿卅]{{1,4}}|\d{{1,2}})\s*[日号]"
)
#: 26年9月18日
_SHORT = r"(?<![\d第共近])(?P<sy>[0-4]\d)\s*年\s*(?P<sm>\d{1,2})\s*月\s*(?P<sd>\d{1,2})\s*[日号]"
#: Fri Sep 18 09:11:00 CST 2026, September 18, 2026
_MONTH_NAMED = (
    rf"(?<![A-Za-z])(?P<nm>{_MONTH})\.?\s+(?P<nd>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
    rf"(?:\d{{1,2}}:\d{{2}}:\d{{2}}\s+(?:[A-Z]{{3,4}}\s+)?)?(?P<ny>{_LONG_YEAR})(?!\d)"
)
#: 18 Sep 2026, 18-Sep-2026
_DAY_FIRST = rf"(?<!\d)(?P<dd>\d{{1,2}})[\s-](?P<dm>{_MONTH})\.?,?[\s-](?P<dy>{_LONG_YEAR})(?!\d)"
#: 9/18/2026, 18.9.2026
_YEAR_LAST = (
    r"(?<![\d/.-])(?P<ya>\d{1,2})(?:/(?=\d{1,2}/)|\.(?=\d{1,2}\.)|-(?=\d{1,2}-))"
    rf"(?P<yb>\d{{1,2}})[-/.](?P<yy>{_LONG_YEAR})(?![\d/-])"
)
_ANY = re.compile("|".join((_IN_WORDS, _SHORT, _MONTH_NAMED, _DAY_FIRST, _YEAR_LAST)))
#: Any of them, without groups, to be put into a larger pattern.
OTHERWISE = re.sub(r"\(\?P<\w+>", "(?:", _ANY.pattern)


def days_otherwise(text: str) -> list[date]:
    """The days in ``text`` (normalised), in their order; what may be one of two days is left out."""
    return [day for found in _ANY.finditer(text) if (day := _read(found)) is not None]


def day_of(year: int, month: int, day: int) -> date | None:
    """The day; ``None`` where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read(found: re.Match[str]) -> date | None:
    if found["wy"]:
        return day_of(int(found["wy"].translate(_FIGURES)), _number(found["wm"]), _number(found["wd"]))
    if found["sy"]:
        return day_of(2000 + int(found["sy"]), int(found["sm"]), int(found["sd"]))
    if found["nm"]:
        return day_of(int(found["ny"]), _month(found["nm"]), int(found["nd"]))
    if found["dm"]:
        return day_of(int(found["dy"]), _month(found["dm"]), int(found["dd"]))
    one, other, year = int(found["ya"]), int(found["yb"]), int(found["yy"])
    days = {day for pair in ((one, other), (other, one)) if (day := day_of(year, *pair)) is not None}
    return days.pop() if len(days) == 1 else None


def _number(words: str) -> int:
    """九, 十, 十八, 二十, 廿八, 〇九, 一八, 18; 0, which no month or day is, for what is no number."""
    tens = next((one for one in words if one in _TENS), None)
    if tens is None:
        return int(words.translate(_FIGURES))
    before, _, after = words.partition(tens)
    if len(before) > 1 or len(after) > 1 or (before and tens != "十") or any(one in _TENS for one in after):
        return 0
    return _TENS[tens] * int(before.translate(_FIGURES) or 1) + int(after.translate(_FIGURES) or 0)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1
