"""The words that may stand in the head of one declared table, and the form in which headings are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.money import MONEY_UNIT, MONEY_UNITS
from parsers.statements.labels import label_key
from parsers.statements.tables.declarations import Common, Declaration
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.names import economic_codes, economic_heading
from parsers.statements.tables.words import Words

_UNIT = re.compile(rf"[(\[](?:金额)?(?:单位)?[::]?(?:人民币)?({MONEY_UNIT})[)\]]")
_COUNT_UNIT = re.compile(r"\((%|辆|台|套|个|人|名|件|平方米|㎡)\)$")
#: 增减（%） is another column than 增减: the sign says what the figures are, not in which unit.
_CHANGE_PERCENT = re.compile(r"(?:(?<=增减|增长|增加|变动|变化|升降)|(?<=增\(减\)))\(%\)$")
_YEAR = re.compile(r"(20\d{2})年?度?(?=[^\d月]|$)")
#: The heading word that the fiscal year stands for where nothing else is printed.
THIS_YEAR = "本年"


@lru_cache(maxsize=8192)
def heading_key(text: str, year: int | None) -> str:
    """A heading as it is compared: no unit in brackets, the fiscal year left out, the year before as ``上年``."""
    key = label_key(_COUNT_UNIT.sub("", _CHANGE_PERCENT.sub("%", _UNIT.sub("", label_key(text)))))

    def relative(match: re.Match[str]) -> str:
        printed = int(match.group(1))
        if year is None or printed == year:
            return ""
        return "上年" if printed == year - 1 else match.group(0)

    return THIS_YEAR if _is_year(key, year) else _YEAR.sub(relative, key)


def _is_year(key: str, year: int | None) -> bool:
    """True for the fiscal year as a heading by itself (2023年 beside 2022年), not behind or before other words."""
    found = _YEAR.fullmatch(key)
    return found is not None and year is not None and int(found.group(1)) == year


def heading_unit(text: str) -> str | None:
    """The money unit a heading carries in brackets: ``价值（金额单位：万元）`` → ``万元``."""
    found = _UNIT.search(label_key(text))
    return found.group(1) if found and found.group(1) in MONEY_UNITS else None


class Vocabulary:
    """All words that may stand in the head of one declared table."""

    def __init__(self, declaration: Declaration, common: Common, year: int | None) -> None:
        self.declaration = declaration
        self.common = common
        self.year = year
        self.columns = declaration.all_columns(common)
        self.facets = declaration.all_facets(common)
        self.groups = declaration.all_groups(common)
        self.neutral = Words((*declaration.neutral, *(common.group_heads if self.groups else ())))
        self._known: dict[str, bool] = {}
        #: Words that say which figure is meant and may be run together with the name of a column.
        self._figures = (*declaration.facets, *(common.facets if declaration.use_common_facets else ()))

    def keys(self, text: str) -> tuple[str, ...]:
        """The words of a heading: 基本支出预算数 is 基本支出 over 预算数, where nobody declared both in one."""
        key = self.key(text)
        if not key:
            return ()
        if self.knows_key(key):
            return (key,)
        splits = ((key[:at], key[at:]) for at in range(1, len(key)))
        apart = ((one, two) if self._is_amount(one) else (two, one) for one, two in splits if self._are_apart(one, two))
        return next(apart, (key,))

    def _are_apart(self, one: str, two: str) -> bool:
        def is_figure(word: str) -> bool:
            return any(word in facet.matcher for facet in self._figures)

        return (self._is_amount(one) and is_figure(two)) or (is_figure(one) and self._is_amount(two))

    def _is_amount(self, key: str) -> bool:
        """Whether a word names a column of money, or the money of one."""
        return any(
            column.role is Role.VALUE and column.measure is None and key in column.matcher for column in self.columns
        ) or any(key in group.matcher for group in self.groups)

    def key(self, text: str) -> str:
        return heading_key(text, self.year)

    def knows(self, text: str) -> bool:
        """Whether a cell holds a heading of this table."""
        return all(self.knows_key(key) for key in self.keys(text) or ("",))

    def is_other_money(self, key: str) -> bool:
        """Whether a heading that nobody declared speaks of another kind or year of money than the columns below it."""
        return not self.knows_key(key) and bool(self.common.other_money.search(key))

    def knows_key(self, key: str) -> bool:
        if key not in self._known:
            self._known[key] = self._knows(key)
        return self._known[key]

    def _knows(self, key: str) -> bool:
        systems = {column.economic for column in self.columns if column.economic is not None}
        return bool(key) and (
            any(economic_heading((key,), system) or key in economic_codes(system) for system in systems)
            or any(
                key in column.matcher or (column.above is not None and key in column.above) for column in self.columns
            )
            or any(key in facet.matcher for facet in self.facets)
            or any(key in group.matcher for group in self.groups)
            or key in self.neutral
            or key in self.common.subtotals
            or any(key in side.matcher for side in self.declaration.sides)
        )
