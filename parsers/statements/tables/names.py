"""Names of classes and groups: a printed name is matched by name, never by its ordinal in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.classification import System, class_of_name, codes, local_names, name_agrees
from parsers.statements.labels import clean, label_key, row_name

_FUNCTIONAL = re.compile(r"^2\d{2}(?:\d{2}){0,2}$|^2\d{5}$")
_ECONOMIC = re.compile(r"^3\d{2}(?:\d{2})?$")
_GOVERNMENT = re.compile(r"^5\d{2}(?:\d{2})?$")
#: ``2010301``, ``[2010301]``, ``201-03-01``, ``201.03.01``; behind it, where the name follows, a dash or a colon.
_PRINTED_CODE = r"^[\[(]?(\d{3}(?:[\-.]\d{2}){1,2}|\d{3,7})[\])]?"
_CODE_AND_NAME = re.compile(_PRINTED_CODE + r"[\-—:.、]*(\D*[\u4e00-\u9fff].*)$")
_CODE = re.compile(_PRINTED_CODE + "$")


@dataclass(frozen=True, slots=True)
class CodeAndName:
    code: str | None
    name: str


def code_of(text: str) -> str | None:
    """The code a cell prints, e.g. ``2010301``, ``[2010301]`` or ``201-03-01``; ``None`` for anything else."""
    found = _CODE.match(text)
    return _digits(found.group(1)) if found else None


def split_code(text: str) -> CodeAndName:
    """``2010301行政运行`` → code and name; a text without a leading code is all name."""
    found = _CODE_AND_NAME.match(text)
    return CodeAndName(_digits(found.group(1)), found.group(2)) if found else CodeAndName(None, text)


def _digits(code: str) -> str:
    return code.replace("-", "").replace(".", "")


#: The classifications whose codes a table may print.
CLASSIFICATIONS = ("functional", "economic", "government_economic")


def fits(code: str, kind: str | None) -> bool:
    """Whether a code has the shape of the declared classification (six digits too: misprints stay as printed)."""
    if kind == "economic":
        return bool(_ECONOMIC.match(code))
    if kind == "government_economic":
        return bool(_GOVERNMENT.match(code))
    if kind == "functional":
        return bool(_FUNCTIONAL.match(code))
    return True


def published_class(label: str, year: int | None) -> str | None:
    """The reference name of the functional class (类) that ``label`` prints in any known spelling, else ``None``.

    Without a year a name that any year's classification holds stays as printed.
    """
    printed = row_name(label)
    joined = split_code(clean(label))
    if joined.code is not None and len(joined.code) == 3 and name_agrees(joined.code, joined.name, year):
        printed = row_name(joined.name)
    found = class_of_name(printed, year)
    if found is None:
        return None
    return printed if year is None and printed in _class_names() else found.name


@lru_cache(maxsize=1)
def _class_names() -> frozenset[str]:
    return frozenset(row.name for row in codes("functional") if row.level == "类")


def published_name(code: str | None, label: str, year: int | None) -> str:
    """The published name of a functional row: classes get the reference name of the year, others are as printed.

    A name under a foreign code is published as printed.
    """
    if code is not None and len(code) == 3 and name_agrees(code, row_name(label), year):
        return published_class(label, year) or row_name(label)
    return row_name(label)


@lru_cache(maxsize=4)
def _names(system: System) -> frozenset[str]:
    local = local_names if system == "government_economic" else lambda _: ()
    return frozenset(label_key(name) for row in codes(system) for name in (row.name, *local(row)))


def published_economic(label: str, system: System) -> bool:
    """True for a name of the economic classification ``system``, of any year."""
    return label_key(label) in _names(system)


def economic_heading(path: Sequence[str], system: System) -> str | None:
    """The economic name that heads a column: alone, behind its code (``501机关工资福利支出``) or above it."""
    if not path:
        return None
    leaf = split_code(path[-1])
    above = path[-2] if len(path) > 1 and code_of(path[-1]) is not None else None
    return next((name for name in (leaf.name, above) if name is not None and published_economic(name, system)), None)


@lru_cache(maxsize=4)
def economic_codes(system: System) -> frozenset[str]:
    return frozenset(row.code for row in codes(system))
