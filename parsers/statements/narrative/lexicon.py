"""The words of budget sentences with the parts they can play, and the subjects a name can mean.

One surface may play several parts (支出 is a subject, or says that an amount is spent; 住房公积金 is an economic item
and a functional one); the grammar decides by section and place.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from domain.classification import codes
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


@cache
def lexicon() -> dict[str, tuple[Entry, ...]]:
    """Entries by the first character of their surface, longest first."""
    entries: dict[str, Entry] = {}

    def entry(surface: str) -> Entry:
        key = compared(surface)
        return entries.setdefault(key, Entry(key))

    rules = words()
    for part, surfaces in (
        ("no_change", rules.no_change),
        ("worth", rules.worth),
        ("share", rules.share),
        ("completion", rules.completion),
        ("deviation_rate", rules.deviation_rate),
        ("of_which", rules.of_which),
        ("list", rules.list_opening),
        ("list_or_reason", rules.list_or_reason),
        ("reason", rules.reasons),
        ("purpose", rules.purposes),
        ("filler", rules.fillers),
        ("distributive", rules.distributive),
        ("other_agency", rules.other_agency),
        ("prior", rules.prior),
    ):
        for surface in surfaces:
            entry(surface).parts.add(part)
    for direction, surfaces in rules.directions.items():
        for surface in surfaces:
            found = entry(surface)
            found.parts.add("direction")
            found.sign = _SIGNS[direction]
    for aspect, surfaces in rules.aspects.items():
        for surface in surfaces:
            found = entry(surface)
            found.parts.add("aspect")
            found.aspect = aspect
    for rule in subject_rules():
        for name in rule.names:
            for surface in (name, f"{name}支出") if name.endswith("费") else (name,):
                found = entry(surface)
                found.parts.add("name")
                found.subjects.append(Subject("declared", rule.subject, rule))
    _add_classifications(entry)
    by_first: dict[str, list[Entry]] = defaultdict(list)
    for surface, found in entries.items():
        if surface:
            by_first[surface[0]].append(found)
    return {
        first: tuple(sorted(found, key=lambda item: len(item.surface), reverse=True))
        for first, found in by_first.items()
    }


def _add_classifications(entry: object) -> None:
    assert callable(entry)
    for system, kind in (("economic", "economic"), ("functional", "function")):
        for row in codes("economic" if system == "economic" else "functional"):
            subject = Subject("economic" if kind == "economic" else "function", row.name, level=row.level)
            for surface in _spellings(row.name):
                found = entry(surface)
                if subject not in found.subjects:
                    found.parts.add("name")
                    found.subjects.append(subject)


def _spellings(name: str) -> tuple[str, ...]:
    """A reference name with and without 支出 (费用 and the like stay)."""
    if name.endswith("支出"):
        short = name.removesuffix("支出")
        return (name, short) if len(short) > 3 else (name,)
    return (name, name + "支出")
