"""The words of budget sentences with the parts they can play, and the subjects a name can mean.

One surface may play several parts (支出 is a subject, or says that an amount is spent; 住房公积金 is an economic item
and a functional one); the grammar decides by section and place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from domain.classification import LevelName, System, codes, is_government_class, local_names
from domain.records import Statement
from parsers.statements.narrative.declarations import SubjectRule, compared, subject_rules, words

Kind = Literal["declared", "economic", "function", "open"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What figures are about. ``name`` is the declared id or the name as printed; ``level`` is 类, 款 or 项."""

    kind: Kind
    name: str
    rule: SubjectRule | None = None
    level: str | None = None
    code: str | None = None

    @property
    def part_of(self) -> str | None:
        return self.rule.part_of if self.rule else None

    @property
    def family(self) -> str:
        if self.rule:
            return self.rule.family or self.rule.subject
        return self.kind

    def target(self, section: str) -> tuple[Statement, str] | None:
        """Statement and item of a declared subject in ``section``."""
        if self.rule is None:
            return None
        return self.rule.targets.get(section) or self.rule.targets.get("*")


@dataclass(slots=True)
class Entry:
    """The parts one surface can play."""

    surface: str
    parts: set[str] = field(default_factory=set)
    #: Measure of an aspect word: budget, adjusted_budget, amount, deviation or neutral.
    aspect: str | None = None
    #: +1, -1, or 0 for a direction that was left unresolved.
    sign: int | None = None
    subjects: list[Subject] = field(default_factory=list)


_SIGNS = {"up": 1, "down": -1, "unresolved": 0}


#: Lists of words.yaml and the part their words play.
_PLAIN_PARTS = {
    "no_change": "no_change",
    "worth": "worth",
    "share": "share",
    "completion": "completion",
    "deviation_rate": "deviation_rate",
    "of_which": "of_which",
    "list_opening": "list",
    "list_or_reason": "list_or_reason",
    "reasons": "reason",
    "purposes": "purpose",
    "fillers": "filler",
    "distributive": "distributive",
    "other_agency": "other_agency",
    "budget_changes": "budget_change",
    "opaque": "unknown",
    "prior": "prior",
}


@cache
def lexicon() -> dict[str, tuple[tuple[int, dict[str, Entry]], ...]]:
    """For the first character of a surface: every length such surfaces have, longest first, and the entries of it."""
    entries = _Entries()
    rules = words()
    for field_name, part in _PLAIN_PARTS.items():
        for surface in getattr(rules, field_name):
            entries[surface].parts.add(part)
    for direction, surfaces in rules.directions.items():
        for surface in surfaces:
            entries[surface].parts.add("direction")
            entries[surface].sign = _SIGNS[direction]
    for aspect, surfaces in rules.aspects.items():
        for surface in surfaces:
            entries[surface].parts.add("aspect")
            entries[surface].aspect = aspect
    _add_declared(entries)
    _add_classifications(entries)
    by_first: dict[str, dict[int, dict[str, Entry]]] = {}
    for surface, found in entries.items():
        if surface:
            by_first.setdefault(surface[0], {}).setdefault(len(surface), {})[surface] = found
    return {first: tuple(sorted(found.items(), reverse=True)) for first, found in by_first.items()}


class _Entries(dict[str, Entry]):
    """Entries by the compared form of their surface, made on first use."""

    def __getitem__(self, surface: str) -> Entry:
        key = compared(surface)
        if key not in self:
            self[key] = Entry(key)
        return super().__getitem__(key)


def _add_declared(entries: _Entries) -> None:
    for rule in subject_rules():
        for name in rule.names:
            for surface in (name, f"{name}支出") if name.endswith(("费", "费用", "经费")) else (name,):
                entries[surface].parts.add("name")
                entries[surface].subjects.append(Subject("declared", rule.subject, rule))


def _add_classifications(entries: _Entries) -> None:
    systems: tuple[tuple[System, Kind], ...] = (("economic", "economic"), ("functional", "function"))
    for system, kind in systems:
        named = ((row.name, row.level) for row in codes(system))
        for name, level in (*named, *(_government_classes() if kind == "economic" else ())):
            subject = Subject(kind, name, level=level)
            for surface in _spellings(name):
                entry = entries[surface]
                entry.parts.add("name")
                if subject not in entry.subjects:
                    entry.subjects.append(subject)


def _government_classes() -> tuple[tuple[str, LevelName], ...]:
    """The classes that only the government's classification has, in every spelling, with their level."""
    return tuple(
        (name, row.level)
        for row in codes("government_economic")
        for name in (row.name, *local_names(row))
        if is_government_class(name)
    )


def _spellings(name: str) -> tuple[str, ...]:
    """A reference name with and without 支出 (费用 and the like stay)."""
    if name.endswith("支出"):
        short = name.removesuffix("支出")
        return (name, short) if len(short) > 3 else (name,)
    return (name, name + "支出")
