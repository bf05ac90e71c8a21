"""Numbers as a spreadsheet or chart shows them: a stored value and a number format give the printed text.

Covers what disclosure workbooks use: ``General``, fixed decimals, thousands separators, per cent, sections for
negative and zero, quoted literals, text. A format outside that (fractions, dates, scientific) leaves the stored value
in plain notation, which is exact.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

#: Built-in format ids of Excel (ECMA-376 18.8.30) that stand in no style sheet.
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;-"¥"#,##0', 6: '"¥"#,##0;-"¥"#,##0',
    7: '"¥"#,##0.00;-"¥"#,##0.00', 8: '"¥"#,##0.00;-"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_GENERAL_DIGITS = 11
_TOKEN = re.compile(
    r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]|[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+,*|%|General|G/通用格式|[^"\\!_*\[#0?%]',
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_UNKNOWN = re.compile(r"[EeYyDdHhSsMm年月日]|/|@")
_GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
_PLACES = "#0?."
#: Beginnings of tokens that are text, space or a condition.
_QUIET = '"\\!_*['
#: No spreadsheet program takes a longer format; no number has more digits in one of them than the context holds.
_LONGEST_FORMAT = 255
_EVERY_DIGIT = Context(prec=700)


def plain(value: str) -> str:
    """A stored number in plain decimal notation without floating-point dust: ``233.67000000000002`` -> ``233.67``."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    rounded = Decimal(f"{number:.15g}")
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def render(value: str, number_format: str | None) -> str:
    """``value`` (a stored number as text) as ``number_format`` shows it; anything but a number comes back unchanged."""
    try:
        number = Decimal(plain(value))
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    if number_format is None or number_format.strip().lower() in ("", "general", "@", "g/通用格式", "g/標準"):
        return _general(number)
    if len(number_format) > _LONGEST_FORMAT:
        return _general(number)
    section, signed = _section(number_format, number)
    shown = _apply(section, number if signed else abs(number))
    return _general(number) if shown is None else shown


#: A colour of a section; the first eight have names in each language of the program.
_COLOUR = re.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|颜色\s*\d+)\]",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[-－−–—(（△▲▼负减]")


def only_colour_says_negative(value: str, number_format: str | None) -> bool:
    """True where a negative number is shown in a colour of its own and without a sign: ``0.00_);[Red]0.00``."""
    sections = _split(number_format or "")
    if len(sections) < 2 or any(map(_CONDITION.search, sections)) or len(number_format or "") > _LONGEST_FORMAT:
        return False
    colours = [_COLOUR.findall(section.lower()) for section in sections[:2]]
    try:
        negative = Decimal(plain(value)) < 0
    except InvalidOperation:
        return False
    bare = re.sub(r"_.|\*.|\[[^\]]*\]", "", sections[1])
    digits = any(char in "123456789" for char in render(value, number_format))
    return negative and digits and bool(colours[1]) and colours[0] != colours[1] and not _SIGNED.search(bare)


def _general(number: Decimal) -> str:
    """At most eleven characters of digits, as a cell of format General shows."""
    whole = len(str(abs(int(number))))
    decimals = max(_GENERAL_DIGITS - 1 - whole, 0)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return plain(str(number))


def _section(number_format: str, number: Decimal) -> tuple[str, bool]:
    """The section of the format that applies, and whether the sign is still to be printed."""
    sections = _split(number_format)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(number, condition.group(1), Decimal(condition.group(2))):
                return section, True
        return "General", True
    if number > 0 or len(sections) == 1:
        return sections[0], True
    if number < 0:
        return sections[1], False
    return sections[2 if len(sections) > 2 else 0], True


@lru_cache(maxsize=512)
def _split(number_format: str) -> tuple[str, ...]:
    """The sections between semicolons that stand outside quotes (at most three; the fourth is for text)."""
    sections, quoted, escaped = [""], False, False
    for char in number_format:
        if char == ";" and not quoted and not escaped:
            sections.append("")
            continue
        escaped = not escaped and not quoted and char in "\\!_*"
        quoted = quoted != (char == '"' and not escaped)
        sections[-1] += char
    return tuple(sections[:3])


def is_date(number_format: str | None) -> bool:
    """True for formats that show a serial number as a date or time."""
    if number_format is None:
        return False
    bare = re.sub(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.|General|G/通用格式', "", number_format, flags=re.IGNORECASE)
    return bool(re.search(r"[ymdhs]", bare, re.IGNORECASE)) and not re.search(r"[0#?]", bare.replace("s.0", "s"))


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit,
        "=": number == limit, "<>": number != limit,
    }[sign]  # fmt: skip


def _apply(section: str, number: Decimal) -> str | None:
    """The number in one section, or ``None`` when the section is not one we render exactly."""
    tokens = _TOKEN.findall(section)
    if _UNKNOWN.search("".join(token for token in tokens if token[0] not in _QUIET and not _GENERAL.fullmatch(token))):
        return None
    pattern = "".join(token for token in tokens if token[0] in _PLACES)
    if pattern.count(".") > 1:
        return None
    number *= Decimal(100) ** tokens.count("%")
    digits = _places(pattern, number) if pattern else []
    shown: list[str] = []
    for token in tokens:
        if token[0] in _PLACES:
            shown.extend(digits.pop(0) for _ in range(sum(char != "," for char in token)))
        elif _GENERAL.fullmatch(token):
            shown.append(_general(abs(number)))
        elif token[0] == '"':
            shown.append(token[1:-1])
        elif token[0] in "\\!":
            shown.append(token[1:])
        elif token.startswith("[$"):
            shown.append(token[2:-1].split("-")[0])
        elif token[0] not in "_*[":
            shown.append(token)
    text = "".join(shown).strip()
    return "-" + text if number < 0 and (pattern or _GENERAL.search(section)) else text


def _places(pattern: str, number: Decimal) -> list[str]:
    """What each place of the pattern (``#``, ``0``, ``?`` or the point) shows; digits that lead the number go to the
    first place, as literals may stand between places: ``0!.0000`` shows 2336700 as 233.6700.
    """
    whole, point, fraction = pattern.partition(".")
    bare, decimal_places = whole.rstrip(","), fraction.replace(",", "")
    # Commas at the end of the digits, before the point or after the decimals, divide by a thousand each.
    thousands = len(whole) - len(bare) + len(fraction) - len(fraction.rstrip(","))
    scaled = abs(number) / Decimal(1000) ** thousands
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimal_places)), rounding=ROUND_HALF_UP, context=_EVERY_DIGIT)
    integer, _, decimals = format(rounded, "f").partition(".")
    places = bare.replace(",", "")
    minimum = places.count("0")
    integer = integer.rjust(minimum, "0") if minimum else integer.lstrip("0")
    digits = _grouped(integer) if "," in bare else list(integer)
    lead = len(digits) - len(places) + 1
    if not places:
        digits, before = [], integer
    elif lead > 1:
        digits, before = ["".join(digits[:lead]), *digits[lead:]], ""
    else:
        digits, before = [""] * (1 - lead) + digits, ""
    required = len(decimal_places.rstrip("#?"))
    while len(decimals) > required and decimals.endswith("0"):
        decimals = decimals[:-1]
    if point:
        digits.append(before + ("." if decimals else ""))
    return [*digits, *decimals, *[""] * (len(decimal_places) - len(decimals))]


def _grouped(integer: str) -> list[str]:
    """Digits with the comma that follows each third from the right."""
    last = len(integer) - 1
    return [digit + ("," if index != last and (last - index) % 3 == 0 else "") for index, digit in enumerate(integer)]
