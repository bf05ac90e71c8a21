"""Commas and points of figures.

At the size of a table's type the recogniser takes up to every tenth comma for a point (1,389.3 → 1.389.3) and is sure
of it; but it never thinks of a comma where a point is printed. Of 900 marks at 150 and 200 dpi, the odds of a comma
were below 1 : 150 for every point, and above 1 : 70 for every comma at 200 dpi.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.readers.ocr.engine import Reading

_FIGURE = re.compile(r"^[-−]?\d[\d.,]*\d$")
_WELL_FORMED = re.compile(r"^[-−]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?$")
#: Odds from which a point was a comma.
_COMMA = 1 / 90
#: The most that is believed of a mark told by the odds, and of one told only by there being no other number of these
#: digits and marks.
_TOLD = 0.9
_ONLY_NUMBER = 0.75


def told_apart(reading: Reading) -> Reading:
    """``reading`` with commas for the points that were none, where that gives a figure the form of a number."""
    text = reading.text
    if "." not in text or not _FIGURE.match(text):
        return reading
    by_odds = "".join(
        "," if char == "." and odds >= _COMMA else char for char, odds in zip(text, reading.comma_odds, strict=True)
    )
    if by_odds != text and _WELL_FORMED.match(by_odds):
        return _settled(reading, by_odds, _TOLD)
    if not _WELL_FORMED.match(text) and (text.count(".") + text.count(",")) > 1:
        whole, _, last = text.rpartition(".")
        only = f"{whole.replace('.', ',')}.{last}"
        if _WELL_FORMED.match(only):
            return _settled(reading, only, _ONLY_NUMBER)
    return reading


def _settled(reading: Reading, text: str, most: float) -> Reading:
    certainty = tuple(
        sure if one == other else min(sure, most)
        for sure, one, other in zip(reading.certainty, reading.text, text, strict=True)
    )
    return replace(reading, text=text, certainty=certainty)
