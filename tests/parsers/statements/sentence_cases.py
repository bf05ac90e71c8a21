"""The labelled sentences of ``sentences/*.yaml``: what each has to give, as multisets that are compared exactly.

``says`` maps ``statement item [code]`` to measures with values: money in 万元 (or with 元 behind it), all else as
printed (a change in vehicles with 辆), words of sameness as words. ``unread`` lists the printed figures that have to be
reported, with their unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from domain.declared import from_yaml
from domain.money import to_yuan
from domain.records import CellState, Fact
from parsers.statements.narrative import NarrativeReading
from tests.parsers.statements.narrative_documents import read

FOLDER = Path(__file__).parent / "sentences"
_MONEY = frozenset({"amount", "prior_amount", "budget", "adjusted_budget", "change", "deviation"})
_COUNTS = frozenset({"three_public_counts", "staffing", "org", "workload"})
Said = tuple[str, str, str]


@dataclass(frozen=True)
class Sentence:
    """One case: paragraphs below their headings, and what must come out of them."""

    name: str
    style: str
    paragraphs: tuple[str, ...]
    year: int
    kind: str
    agency: str
    says: tuple[Said, ...]
    unread: tuple[str, ...]

    def reading(self) -> NarrativeReading:
        title = f"{self.agency}{self.year}年{'度部门决算' if self.kind == 'final_accounts' else '部门预算'}"
        return read(title, *self.paragraphs, year=self.year, kind=self.kind, agency=self.agency)


@cache
def sentences(folder: Path = FOLDER) -> tuple[Sentence, ...]:
    return tuple(case for path in sorted(folder.glob("*.yaml")) for case in _of_file(path))


def _of_file(path: Path) -> Iterator[Sentence]:
    number = 0
    for group in from_yaml(path.read_text(encoding="utf-8"))["groups"]:
        for case in group["cases"]:
            number += 1
            merged = {"year": 2023, "kind": "final_accounts", "agency": "云岭县信访局", **group, **case}
            yield Sentence(
                name=f"{path.stem}-{number}",
                style=group["style"],
                paragraphs=(*merged["under"].splitlines(), *case["text"].splitlines()),
                year=merged["year"],
                kind=merged["kind"],
                agency=merged["agency"],
                says=tuple(said for key, value in case["says"].items() for said in _said(key, value)),
                unread=tuple(case.get("unread", ())),
            )


def _said(key: str, value: str) -> Iterator[Said]:
    statement = key.split(maxsplit=1)[0]
    for pair in value.split(", "):
        measure, words = pair.split(" ", 1)
        yield key, measure, _value(statement, measure, words)


def _value(statement: str, measure: str, words: str) -> str:
    number = re.fullmatch(r"([-+]?[\d.]+)(元|辆)?", words)
    if number is None:
        return words
    if measure in _MONEY and statement not in _COUNTS and number[2] != "辆":
        return f"{_plain(to_yuan(Decimal(number[1]), number[2] or '万元'))}元"
    return _plain(Decimal(number[1]))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def said_by(fact: Fact) -> Said:
    """A fact as a case names it."""
    key = f"{fact.statement.value} {fact.item}" + (f" {fact.code}" if fact.code else "")
    if fact.amount is not None:
        return key, fact.measure.value, f"{_plain(fact.amount)}元"
    if fact.value is not None:
        return key, fact.measure.value, _plain(fact.value)
    words = fact.cell_state.value if fact.cell_state is CellState.DECLARED_EMPTY else fact.text or ""
    return key, fact.measure.value, words


@dataclass(frozen=True)
class Outcome:
    """What a sentence lacks, what it says wrongly, and the figures reported or not reported against expectation."""

    missing: Counter[Said]
    wrong: Counter[Said]
    unreported: tuple[str, ...]
    overreported: tuple[str, ...]

    @property
    def right(self) -> bool:
        return not (self.missing or self.wrong or self.unreported or self.overreported)


def outcome(case: Sentence) -> Outcome:
    reading = case.reading()
    expected, found = Counter(case.says), Counter(said_by(fact) for fact in reading.facts)
    quotes = [figure.quote.replace(" ", "") for figure in reading.unread]
    unreported = []
    for printed in case.unread:
        match = next((quote for quote in quotes if quote.endswith(printed)), None)
        if match is None:
            unreported.append(printed)
        else:
            quotes.remove(match)
    return Outcome(expected - found, found - expected, tuple(unreported), tuple(quotes))
