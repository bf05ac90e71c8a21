"""Functional and economic classification codes, by year.

Reference: ``reference/functional_classification.csv``, ``economic_classification.csv`` (部门预算支出经济分类 301-399)
and ``economic_classification_government.csv`` (政府预算支出经济分类 501-599, never mixed with the former). The tables
were assembled from documents and memory, so :attr:`Code.verified` matters: an unverified row serves display and
suggestions, and nothing here ever rewrites a printed code (see :func:`normalised_code`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from domain.divisions import reference_rows
from domain.near_names import distance
from domain.text import squeeze

System = Literal["functional", "economic", "government_economic"]
Group = Literal["人员经费", "公用经费"]
LevelName = Literal["类", "款", "项"]

_FILES: dict[System, str] = {
    "functional": "functional_classification.csv",
    "economic": "economic_classification.csv",
    "government_economic": "economic_classification_government.csv",
}
_FIRST_DIGITS: dict[System, str] = {"functional": "2", "economic": "3", "government_economic": "5"}
_LENGTHS: dict[System, tuple[int, ...]] = {"functional": (3, 5, 7), "economic": (3, 5), "government_economic": (3, 5)}
_LEVELS: dict[str, LevelName] = {"类": "类", "款": "款", "项": "项"}
_GROUPS: dict[str, Group] = {"personnel": "人员经费", "public": "公用经费"}
_PERSONNEL = ("301", "303")
_PUBLIC = ("302", "307", "310", "312", "313", "399")


@dataclass(frozen=True, slots=True)
class Code:
    """One code with the name it has from ``valid_from`` to ``valid_to`` (budget years; ``None`` = open or unknown)."""

    system: System
    code: str
    name: str
    level: LevelName
    parent: str | None
    valid_from: int | None
    valid_to: int | None
    note: str
    #: Code and name were read together in a document.
    verified: bool

    def valid_in(self, year: int | None) -> bool:
        """True when the code has this name in ``year``; without a year, when it has it today."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


class _Spellings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    economic: dict[str, tuple[str, ...]]
    government_economic: dict[str, tuple[str, ...]]
    functional: dict[str, tuple[str, ...]]

    groups: dict[Literal["personnel", "public"], tuple[str, ...]]
    traps: frozenset[str]
    not_basic: tuple[str, ...]

    def of(self, system: System) -> dict[str, tuple[str, ...]]:
        spelt: dict[str, tuple[str, ...]] = getattr(self, system)
        return spelt


@cache
def _spellings() -> _Spellings:
    text = resources.files("domain.reference").joinpath("classification_names.yaml").read_text(encoding="utf-8")
    return _Spellings.model_validate(from_yaml(text))


@cache
def codes(system: System) -> tuple[Code, ...]:
    """All rows of one classification; a code stands once for each period with another name."""
    return tuple(
        Code(
            system=system,
            code=row["code"],
            name=row["name"],
            level=_LEVELS[row["level"]],
            parent=row["parent"] or None,
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            note=row["note"],
            verified=row["note"].startswith("verified"),
        )
        for row in reference_rows(_FILES[system])
    )


def local_names(row: Code) -> tuple[str, ...]:
    """Other spellings of a code's name."""
    return _spellings().of(row.system).get(row.code, ())


@cache
def _by_code() -> Mapping[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for system in _FILES:
        for row in codes(system):
            found[row.code].append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def is_code(text: str, system: System | None = None) -> bool:
    """True for the digits of a well-formed code: function 2xx, 2xxxx, 2xxxxxx; economic 3xx, 3xxxx (government 5…)."""
    digits = squeeze(text)
    if not (digits.isascii() and digits.isdigit()):
        return False
    systems: Iterable[System] = (system,) if system else _FILES
    return any(digits.startswith(_FIRST_DIGITS[one]) and len(digits) in _LENGTHS[one] for one in systems)


def code_of(code: str, year: int | None = None) -> Code | None:
    """The row of ``code`` in ``year`` (without a year: today's; none for a code whose meaning changed, as 30311)."""
    if year is None and code in _spellings().traps:
        return None
    return next((row for row in _by_code().get(squeeze(code), ()) if row.valid_in(year)), None)


def functional_name(code: str, year: int | None = None) -> str | None:
    """The name of a functional code in ``year``; ``None`` if the reference has none for that year."""
    return _name(code, year, "functional")


def economic_name(code: str, year: int | None = None) -> str | None:
    """The name of an economic code (departmental 3…, government 5…) in ``year``."""
    return _name(code, year, "economic") or _name(code, year, "government_economic")


def _name(code: str, year: int | None, system: System) -> str | None:
    row = code_of(code, year)
    return row.name if row and row.system == system else None


_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,4}[、.,]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.])+")
_PATH = re.compile(r"(?P<name>[^、:;]+?)\)?\((?P<level>类|款|项)\)(?:支出)?")
_LEVEL_WORDS = re.compile(r"\((?:类|款|项)\)")


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A name as it is compared: no numbering, （类）（款）（项）, brackets, quotes, 、 and closing 支出."""
    text = _LEVEL_WORDS.sub("", _NUMBERING.sub("", squeeze(name)))
    return re.sub(r"[()/、,\"'“”‘’:]", "", text).removesuffix("支出")


@cache
def _by_name(system: System) -> Mapping[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for row in codes(system):
        for name in (row.name, *local_names(row)):
            if row not in found[name_key(name)]:
                found[name_key(name)].append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def functional_by_name(
    name: str, year: int | None = None, level: LevelName | None = None, *, under: str = ""
) -> tuple[Code, ...]:
    """All functional codes that have this printed name in ``year`` (without a year: in any), by code.

    ``under``: first digits of the code, because 行政运行 stands under most 款.
    """
    rows = (
        row
        for row in _by_name("functional").get(name_key(name), ())
        if (year is None or row.valid_in(year)) and level in (None, row.level) and row.code.startswith(under)
    )
    return tuple(sorted(rows, key=lambda row: row.code))


def functional_by_path(printed: str, year: int) -> Code | None:
    """The deepest code a printed path means: 公共安全支出（类）公安（款）一般行政管理事务（项） → 2040202.

    Names of other years count, because texts lag. Where the 款 is misprinted the 项 must be the only one of that name
    in the class. ``None`` for a label without （类）（款）（项） or one that stays open.
    """
    parts = _PATH.findall(squeeze(printed))
    found: Code | None = None
    skipped = False
    for name, word in parts:
        level = _LEVELS[word]
        under = found.code if found else ""
        rows = class_of_name(name, year) if level == "类" else functional_by_name(name, level=level, under=under)
        options = {row.code for row in (rows if isinstance(rows, tuple) else (rows,)) if row}
        if len(options) == 1:
            code = options.pop()
            found = code_of(code, year) or next(iter(_by_code()[code]))
            skipped = False
        elif level == "款" and found:
            skipped = True
        else:
            return None
    return None if skipped else found


def class_of_name(printed: str, year: int | None) -> Code | None:
    """The 类 a printed label names (一、一般公共服务（类）支出, 社会保障和就业（类）), with its name of ``year``.

    A label of another year (文化体育与传媒支出 in 2025) leads to the same code's present name; a label without 等
    (自然资源海洋气象支出) too. ``None`` for anything that names no class.
    """
    label = squeeze(printed)
    key = _class_key(label.split("(类)")[0] if "(类)" in label else label)
    if key == "其他" and not re.search(r"支出|\(类\)", label):  # 其他 alone is the last row of any list
        return None
    rows = _classes().get(key, ())
    found = {row.code for row in rows}
    if len(found) != 1:
        return None
    of_code = [row for row in _by_code()[found.pop()] if row.system == "functional"]
    return next((row for row in of_code if row.valid_in(year)), rows[-1])


def _class_key(name: str) -> str:
    return re.sub(r"(?:等)?(?:支出|事务)?$", "", name_key(name))


@cache
def _classes() -> Mapping[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for row in codes("functional"):
        if row.level == "类":
            for name in (row.name, *local_names(row)):
                found[_class_key(name)].append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def economic_by_name(
    name: str, year: int | None, group: Group | None = None, *, level: LevelName | None = None
) -> Code | None:
    """The one economic code of 基本支出 that a printed name means in ``year``, local spellings included.

    ``group`` (人员经费 or 公用经费) decides between namesakes; 资本性支出（专用设备购置） names an item by its class.
    ``None`` when the name is unknown or still means several codes (其他支出: 399 and 39999, unless ``level`` tells).
    """
    rows = _economic_rows(name)
    path = re.fullmatch(r"(?P<parent>[^()]+)\((?P<item>[^()]{3,})\)", squeeze(name))
    if not rows and path:
        parents = {row.code for row in _economic_rows(path["parent"])}
        rows = tuple(row for row in _economic_rows(path["item"]) if row.parent in parents)
    fitting = [
        row
        for row in rows
        if row.valid_in(year)
        and level in (None, row.level)
        and not row.code.startswith(_spellings().not_basic)
        and (group is None or _group_name(row.code) == group)
    ]
    return fitting[0] if len({row.code for row in fitting}) == 1 else None


def is_government_class(name: str) -> bool:
    """True for a class that only the government's economic classification has (机关工资福利支出, 对企业补助 …)."""
    rows = _by_name("government_economic").get(name_key(name), ())
    return any(row.level == "类" for row in rows) and not _economic_rows(name)


def _economic_rows(name: str) -> tuple[Code, ...]:
    return _by_name("economic").get(name_key(name), ())


def economic_group(code: str) -> Literal["personnel", "public"] | None:
    """The side of 基本支出 an economic code counts to (identity I09): 301 and 303 personnel; 309 and 311 neither."""
    if code.startswith(_PERSONNEL):
        return "personnel"
    return "public" if code.startswith(_PUBLIC) else None


def _group_name(code: str) -> Group | None:
    group = economic_group(code)
    return _GROUPS[group] if group else None


def group_of_name(printed: str) -> Group | None:
    """人员经费 or 公用经费 for a label that names the whole group (日常公用经费, 人员支出)."""
    key = name_key(printed)
    for group, names in _spellings().groups.items():
        if any(name_key(name) == key for name in names):
            return _GROUPS[group]
    return None


def name_agrees(code: str, name: str, year: int | None) -> bool | None:
    """Whether a printed name is one the code has (in any year: documents lag); ``None`` if the code is unknown.

    ``year`` only decides for codes whose meaning changed (30311 住房公积金 until 2017).
    """
    rows = _by_code().get(squeeze(code), ())
    if not rows:
        return None
    key = name_key(name)
    same = [row for row in rows if row in _by_name(row.system).get(key, ())]
    if code in _spellings().traps:
        same = [row for row in same if row.valid_in(year)]
    return bool(same)


def normalised_code(code: str, name: str, year: int | None) -> str | None:
    """The well-formed code a printed pair means, for a separate column; the printed code is never replaced by it.

    A well-formed code stands for itself, even beside a wrong name. A malformed one (204999 其他公共安全支出) stands for
    the code of that name and class that differs by a single digit, a missing digit before a surplus one; ``None`` if
    that is not exactly one.
    """
    digits = re.sub(r"[\s.\-]", "", squeeze(code))
    if is_code(digits):
        return digits
    if not digits.isdigit() or len(digits) < 3:
        return None
    named = [
        row.code
        for system in _FILES
        for row in _by_name(system).get(name_key(name), ())
        if row.valid_in(year) and row.code.startswith(digits[:3]) and distance(digits, row.code, 1) <= 1
    ]
    longer = {one for one in named if len(one) > len(digits)}
    meant = longer or set(named)
    return meant.pop() if len(meant) == 1 else None
