"""What checks ask of the classification: level, parent, group and spelling of a code or a name.

A thin layer over ``domain.classification``. Its tables are not complete, so a code that they lack proves nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Literal

from domain.classification import (
    Code,
    class_of_name,
    codes,
    economic_by_name,
    functional_by_name,
    functional_by_path,
    is_code,
    name_agrees,
    name_key,
    normalised_code,
)
from domain.near_names import distance
from domain.records import Fact
from domain.text import squeeze

Kind = Literal["functional", "economic"]
#: Digits of 类, 款, 项, as words for a message.
LEVELS: dict[Kind, tuple[str, str]] = {"functional": ("3、5、7", "3, 5 or 7"), "economic": ("3、5", "3 or 5")}
_CLASS_DIGITS = 3
_ITEM = "项"
#: Paths are read with the names of all years; this one only picks between the names a class had.
_ANY_YEAR = 2020

_UNIT = re.compile(r"(?:局|办公室|委员会|委|部|中心|本级|机关|单位|站|所)(?:[(（].*[)）])?$")

spelling = name_key


@lru_cache(maxsize=8192)
def codes_of(name: str, kind: Kind = "functional") -> tuple[str, ...]:
    """All codes of that name in any year, local spellings included; empty if the name is unknown."""
    if kind == "functional":
        cls = class_of_name(name, None)
        found = [*([cls.code] if cls else []), *(row.code for row in functional_by_name(name))]
        return tuple(dict.fromkeys(found))
    return _economic_codes().get(name_key(name), ())


@cache
def _economic_codes() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in codes("economic"):
        if row.code not in found[name_key(row.name)]:
            found[name_key(row.name)].append(row.code)
    return {name: tuple(same) for name, same in found.items()}


@cache
def known(code: str, kind: Kind = "functional") -> tuple[Code, ...]:
    """The names of a code over the years; empty if the reference lacks it."""
    return tuple(row for row in codes(kind) if row.code == code)


def is_well_formed(code: str, kind: Kind = "functional") -> bool:
    return is_code(code, kind)


def is_unit(code: str, name: str) -> bool:
    """True for a row that names a unit (``202001 曲阳县信访局``) in the column of function codes."""
    return code.isdigit() and bool(_UNIT.search(name)) and not codes_of(name)


def read_code(code: str, name: str, kind: Kind = "functional") -> str | None:
    """The code a row means: as printed, or by its name where a digit is missing (``204999`` → 2049999)."""
    return code if is_code(code, kind) else normalised_code(code, name, None)


@lru_cache(maxsize=4096)
def level_of(name: str) -> Literal["class", "lower"] | None:
    """Whether a name in a list of classes is a 类 or a lower level; ``None`` if the reference lacks it."""
    found = codes_of(name)
    if any(len(code) == _CLASS_DIGITS for code in found):
        return "class"
    return "lower" if found else None


def class_of(fact: Fact) -> str | None:
    """The 类 an item belongs to: from its code, or from the path printed before （类）."""
    if fact.code and fact.code[:_CLASS_DIGITS].isdigit() and len(fact.code) >= _CLASS_DIGITS:
        return fact.code[:_CLASS_DIGITS]
    if "类" in fact.item_printed:
        row = class_of_name(fact.item_printed, None)
        return row.code if row else None
    return None


def code_of_path(path: str) -> str | None:
    """The code of ``…（类）…（款）…（项）`` where the names along the path lead to one item only."""
    row = functional_by_path(path, _ANY_YEAR)
    return row.code if row is not None and row.level == _ITEM else None


@lru_cache(maxsize=4096)
def economic_group(name: str) -> Literal["人员经费", "公用经费"] | None:
    """人员经费 or 公用经费 where the name leaves no doubt (其他支出 and the like occur on both sides)."""
    personnel = economic_by_name(name, None, "人员经费") is not None
    public = economic_by_name(name, None, "公用经费") is not None
    if personnel is public:
        return None
    return "人员经费" if personnel else "公用经费"


def spells(code: str, name: str) -> Literal["official", "variant", "misprint", "other"] | None:
    """How a printed name stands to the names its code has or had; ``None`` where the reference is no proof."""
    kind: Kind = "economic" if code.startswith("3") else "functional"
    rows = [row for row in known(code, kind) if not row.note.startswith("unverified")]
    if not rows:
        return None
    printed, official = name_key(name), [name_key(row.name) for row in known(code, kind)]
    if printed in official or name_key(_without_parent(code, name)) in official:
        return "official"
    if any(len(printed) == len(other) and distance(printed, other, 1) == 1 for other in official):
        return "misprint"
    return "variant" if name_agrees(code, name, None) else "other"


def _without_parent(code: str, name: str) -> str:
    """行政运行（政府办公厅（室）及相关机构事务） of 2010301 → 行政运行: the bracket names the 款 or 类 above."""
    head, bracket, rest = squeeze(name).replace("（", "(").replace("）", ")").partition("(")
    above = rest.removesuffix(")")
    return head if bracket and any(code[:n] in codes_of(above) for n in (3, 5) if n < len(code)) else name


def economic_official(name: str) -> str | None:
    """The reference name of an economic item, where one code has it."""
    row = economic_by_name(name, None)
    return row.name if row is not None else None


def is_reordered(printed: str, official: str) -> bool:
    """The same characters in another order: 维护（修）费 and 维修（护）费."""
    one, two = squeeze(printed), squeeze(official)
    return one != two and sorted(one) == sorted(two)
