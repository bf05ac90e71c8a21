"""Texts that describe so few recipients of money that they point to persons (domain notes e.3, rule 4).

``为4名两参人员每人每月发放800元`` names nobody, and yet everybody in the county knows who is meant. Where such a text
stands in a cell the row and its figures are published and the text is not.
"""

from __future__ import annotations

import re

_FEW_PERSONS = re.compile(
    r"(?<![\d.])[1-4](?:个人|人|名|户|位)(?!次)|(?<![十百])[一二两三四](?:个人|人|名|户|位)(?!次|民)"
)
_MONEY = re.compile(r"\d(?:百|千|万|亿)?元")

#: What is published in the place of such a text.
FEW = "〔人员情况〕"


def describes_persons(text: str) -> bool:
    """True for a text that names fewer than five recipients and an amount of money."""
    return bool(_FEW_PERSONS.search(text)) and bool(_MONEY.search(text))


def without_persons(text: str) -> str:
    """The text, or :data:`FEW` in its place."""
    return FEW if describes_persons(text) else text
