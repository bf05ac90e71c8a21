"""How sure a recognised cell is: by its characters, and by whether what looks like a figure has the form of one.

Nothing is put right here. A figure that lost its point (23367 for 233.67) or gained one (3010.7 for 30107) keeps its
text; that its column prints figures of another form is what gives it away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.model import Cell
from parsers.readers.ocr.known_names import has_lost_first_sign

#: The most that is believed of a recognised cell, and of one whose figure has not the form of a figure.
TRUST = 0.95
MALFORMED = 0.3
#: The most that is believed of a figure with decimals where nearly all others print none, or the other way round, until
#: an identity confirms it.
UNUSUAL = 0.6

_FIGURE_SIGNS = re.compile(r"[-−–—+.,，．:：;'`%％‰()（）/ \t\nOoQDlI|SsBZz·。]")
#: Thousands are parted, or could be.
_GROUPED, _LONG = re.compile(r"^[-−]?\d{1,3}(?:,\d{3})+"), re.compile(r"^[-−]?\d{4,}")
_NUMBER = re.compile(r"^[-−]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$")
_PERCENT = re.compile(r"^[-−]?(?:0|[1-9]\d*)(?:\.\d{1,2})?[%％‰]$")
_THREE_DECIMALS = re.compile(r"(?<![\d.,])\d[\d,]*\.\d{3}(?![\d.])")
_DATE = re.compile(r"^(?:19|20)\d{2}(?:([-./])(?:0?[1-9]|1[0-2])(?:\1(?:0?[1-9]|[12]\d|3[01]))?)$")
#: Decimals an amount has unless its column prints more throughout. Three are as likely a comma taken for a point.
_MOST_DECIMALS = 2
_LIKE_THOUSANDS = 3
#: Cells that show the form of a column, and the share of its figures that must have it.
_ENOUGH = 3
_MOSTLY = 0.6
_NEARLY_ALL = 0.8
#: Digits of the codes of 类, 款 and 项 in one column.
_CODE_LENGTHS = frozenset({3, 5, 7})


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of a column's figures: codes of some lengths, or numbers of so many ``decimals`` (``None``: any)."""

    code_lengths: frozenset[int] = frozenset()
    decimals: int | None = None
    #: More than two decimals are usual here.
    most_decimals: int = _MOST_DECIMALS
    #: Thousands are parted by commas: a number without may have lost one.
    grouped: bool = False


def graded(cells: Iterable[Cell], certainty: Callable[[Cell], float | None]) -> tuple[Cell, ...]:
    """Cells of one table with their confidence; ``certainty`` says how sure the characters are (``None``: not ours)."""
    cells = tuple(cells)
    forms = _forms(cells)
    usual = _usual_decimals([cell.text for cell in cells if not forms.get(cell.column, _Form()).code_lengths])
    result: list[Cell] = []
    for cell in cells:
        sure = certainty(cell)
        if sure is None:
            result.append(cell)
            continue
        confidence = TRUST * sure
        if looks_like_figure(cell.text) and not _fits(cell.text, forms.get(cell.column, _Form())):
            confidence = min(confidence, MALFORMED)
        elif looks_like_figure(cell.text) and not _has_usual_decimals(cell.text, usual):
            confidence = min(confidence, UNUSUAL)
        elif has_lost_first_sign(cell.text):
            confidence = min(confidence, MALFORMED)
        result.append(replace(cell, confidence=round(confidence, 2)))
    return tuple(result)


def sentence_most(text: str) -> float:
    """The most that is believed of the figures of a recognised sentence: little where one has three decimals."""
    return MALFORMED if _THREE_DECIMALS.search(text) else 1.0


def looks_like_figure(text: str) -> bool:
    """True for digits with at most as many signs that stand in figures or are mistaken for digits."""
    digits = sum(char.isdigit() for char in text)
    others = [char for char in text if not char.isdigit()]
    return digits > 0 and digits * 2 >= len(text.strip()) and all(_FIGURE_SIGNS.match(char) for char in others)


def _fits(text: str, form: _Form) -> bool:
    if form.code_lengths:
        return text.isdecimal() and len(text) in form.code_lengths
    if _PERCENT.match(text) or _DATE.match(text):
        return True
    number = _NUMBER.match(text)
    if number is None or (form.grouped and _LONG.match(text)):
        return False
    decimals = len(number.group(1) or "")
    if decimals == _LIKE_THOUSANDS:
        return False
    if form.decimals is not None and decimals != form.decimals:
        # A number of so few digits has not lost the point: it is 0, or the number of a row or column.
        return sum(char.isdigit() for char in text) <= form.decimals
    return decimals <= form.most_decimals


def _forms(cells: tuple[Cell, ...]) -> dict[int, _Form]:
    columns: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda cell: cell.row):
        if cell.column_span == 1 and looks_like_figure(cell.text):
            columns.setdefault(cell.column, []).append(cell.text)
    return {column: _form(texts) for column, texts in columns.items()}


def _form(texts: list[str]) -> _Form:
    lengths = _code_lengths(texts)
    if lengths:
        return _Form(code_lengths=lengths)
    grouped = sum(1 for text in texts if _GROUPED.match(text)) > sum(1 for text in texts if _LONG.match(text))
    decimals = [match.group(1) or "" for text in texts if (match := _NUMBER.match(text)) and text != "0"]
    if len(decimals) < _ENOUGH:
        return _Form(grouped=grouped)
    usual, count = Counter(map(len, decimals)).most_common(1)[0]
    if usual == 0 or count < _MOSTLY * len(decimals):
        return _Form(grouped=grouped)
    # A number that ends in a printed 0 shows that all are printed with as many decimals.
    fixed = any(part.endswith("0") for part in decimals if len(part) == usual)
    return _Form(decimals=usual if fixed else None, most_decimals=max(usual, _MOST_DECIMALS), grouped=grouped)


def _usual_decimals(texts: list[str]) -> int | None:
    """Decimals that nearly all amounts of a table print, where thousands are parted; ``None`` if they differ."""
    amounts = [match.group(1) or "" for text in texts if _GROUPED.match(text) and (match := _NUMBER.match(text))]
    if len(amounts) < _ENOUGH:
        return None
    usual, count = Counter(map(len, amounts)).most_common(1)[0]
    return usual if count >= _NEARLY_ALL * len(amounts) else None


def _has_usual_decimals(text: str, usual: int | None) -> bool:
    """False for a number whose decimals are not those of the table's amounts; one or two digits are no amount."""
    number = _NUMBER.match(text)
    if usual is None or number is None or len(text) < _ENOUGH or _DATE.match(text):
        return True
    decimals = len(number.group(1) or "")
    return decimals == usual if usual == 0 or _GROUPED.match(text) else True


def _code_lengths(texts: list[str]) -> frozenset[int]:
    """Lengths of the codes a column prints: 类款项 in one (ascending), or the two digits of 款 or 项; else none."""
    whole = [text for text in texts if len(text) in _CODE_LENGTHS and text.isdecimal() and not text.startswith("0")]
    if len(whole) >= _ENOUGH and len(whole) >= _NEARLY_ALL * len(texts):
        rising = sum(one <= other for one, other in pairwise(whole))
        if rising >= _NEARLY_ALL * (len(whole) - 1):
            return _CODE_LENGTHS
    two = [text for text in texts if len(text) == 2 and text.isdecimal()]
    zeros = sum(text.startswith("0") for text in two)
    if len(two) >= _ENOUGH and len(two) >= _NEARLY_ALL * len(texts) and zeros * 2 >= len(two):
        return frozenset({2})
    return frozenset()
