"""Serial day numbers of spreadsheets as the dates a cell shows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

#: Built-in date formats (ECMA-376 18.8.30, with those of the zh-CN locale).
BUILT_IN_DATES: dict[int, str] = {
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 45: "mm:ss",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a date printed in a cell has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_LAST_DAY = 2_958_465
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|(y+|m+|d+|h+|s+)|(AM/PM)|_.|(.)', re.IGNORECASE)


def render_date(value: str, number_format: str, *, since_1904: bool = False) -> str:
    """``value`` (days since the epoch of the workbook) as ``number_format`` shows it; other text stays."""
    try:
        days = Decimal(value)
    except InvalidOperation:
        return value
    if not days.is_finite() or not 0 <= days <= _LAST_DAY:
        return value
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    moment = epoch + timedelta(seconds=int((days * 86_400).to_integral_value()))
    shown: list[str] = []
    previous = ""
    for quoted, escaped, token, _, literal in _TOKEN.findall(number_format.split(";", maxsplit=1)[0]):
        if token:
            shown.append(_part(moment, token.lower(), previous))
            previous = token[0].lower()
        else:
            shown.append(quoted or escaped or literal)
    return "".join(shown).replace("@", "").strip()


def _part(moment: datetime, token: str, previous: str) -> str:
    kind = "minute" if token[0] == "m" and previous in ("h", "s") else token[0]
    number = {
        "y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second,
        "minute": moment.minute,
    }[kind]  # fmt: skip
    if kind == "y" and len(token) <= 2:
        number %= 100
    return f"{number:02d}" if len(token) == 2 else str(number)
