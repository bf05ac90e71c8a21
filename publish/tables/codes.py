"""The code a printed line has in the classification of its year. Empty wherever that is not certain.

The printed pair stays beside it untouched: printed codes can be wrong (204999, or a code with another item's name).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from domain.text import squeeze
from publish.schemas import Row
from publish.tables.reference import reference_tables

_CODE_LEVELS = {3: "class", 5: "section", 7: "item"}
TOTAL_ROW = "合计"

_PERSONNEL = frozenset({"301", "303"})
_PUBLIC = frozenset({"302", "307", "309", "310", "311", "312", "313", "399"})
_GROUP_TOTALS = {"人员经费": "personnel", "公用经费": "public"}


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    name: str
    level: str
    first: int
    last: int

    def valid_in(self, year: int) -> bool:
        return self.first <= year <= self.last


class Classification:
    """Codes and names with the years in which they are valid."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_code: dict[str, list[_Entry]] = defaultdict(list)
        self._by_name: dict[str, list[_Entry]] = defaultdict(list)
        for row in rows:
            first, last = int(row["valid_from"] or 0), int(row["valid_to"] or 9999)
            entry = _Entry(row["code"], squeeze(row["name"]), row["level"], first, last)
            self._by_code[entry.code].append(entry)
            self._by_name[entry.name].append(entry)

    def normalised(self, code: str, name: str, year: int, levels: frozenset[str] | None = None) -> str:
        """The valid code of a printed pair, or "" if none is certain.

        A printed code that the list knows stands, unless the printed name is that of exactly other codes. Without
        such a code a name stands for the only code that has it (among ``levels``, where the statement says which).
        """
        named = {
            entry.code
            for entry in self._by_name.get(squeeze(name), ())
            if entry.valid_in(year) and (levels is None or entry.level in levels)
        }
        if any(entry.valid_in(year) for entry in self._by_code.get(code, ())):
            return code if not named or code in named else ""
        return next(iter(named)) if len(named) == 1 else ""

    def groups(self, name: str, year: int) -> set[str]:
        """Economic groups (``personnel``, ``public``) of all codes with this name."""
        return {
            group
            for entry in self._by_name.get(squeeze(name), ())
            if entry.valid_in(year) and (group := group_of(entry.code))
        }


@cache
def function_classification() -> Classification:
    return Classification(reference_tables()["function_codes"])


@cache
def economic_classification() -> Classification:
    return Classification(row for row in reference_tables()["economic_codes"] if row["scheme"] == "department")


def level_of(code: str, name: str) -> str:
    """``total``, ``class``, ``section`` or ``item``; "" when neither code nor name tells."""
    if name == TOTAL_ROW:
        return "total"
    return _CODE_LEVELS.get(len(code), "") if code.isascii() and code.isdigit() else ""


def group_of(code: str) -> str:
    """``personnel`` or ``public`` of an economic code of departments (301/303 against 302, 307 …); "" otherwise."""
    if code[:3] in _PERSONNEL:
        return "personnel"
    return "public" if code[:3] in _PUBLIC else ""


def economic_group(code: str, name: str, year: int) -> str:
    """The group of a printed line: by its code, by its total's name, or by a name that occurs in one group only."""
    if name in _GROUP_TOTALS:
        return _GROUP_TOTALS[name]
    if code:
        return group_of(code)
    groups = economic_classification().groups(name, year)
    return next(iter(groups)) if len(groups) == 1 else ""
