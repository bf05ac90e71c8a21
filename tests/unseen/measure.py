"""Reads a report as a stranger's files and compares it with its golden record.

- **found**: a golden fact that a read fact of the same origin means, with its value;
- **wrong**: a read fact that means what golden facts mean, with a value that none of them has;
- **misfiled**: a read fact that carries the figure of a golden fact under another meaning, which is then missing;
- **extra**: any other read fact that the record does not hold.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from domain.records import CellState, Check, Fact, Verdict
from domain.text import squeeze
from tests.layouts.model import Key
from tests.layouts.vocabulary import alternatives
from tests.unseen.build import record, text, written
from tests.unseen.design import FIXTURES, names, read

if TYPE_CHECKING:
    from parsers.model import ReportContext
    from parsers.parse import ParseResult, Source

__all__ = ["Score", "compare", "contents", "load", "measure", "names"]

Gold = dict[str, Any]
Meaning = tuple[str, str, str]
BRACKETS = str.maketrans("()：", "（）:")


@dataclass
class Score:
    """One report."""

    name: str
    found: list[Gold] = field(default_factory=list)
    missing: list[Gold] = field(default_factory=list)
    wrong: list[tuple[Fact, Gold]] = field(default_factory=list)
    misfiled: list[tuple[Fact, Gold]] = field(default_factory=list)
    extra: list[Fact] = field(default_factory=list)
    #: All facts that no golden fact claims, whatever they are.
    beyond: list[Fact] = field(default_factory=list)
    #: Recorded mistakes of the source that no failing check names.
    unflagged: list[Gold] = field(default_factory=list)
    flagged: int = 0
    false_alarms: list[Check] = field(default_factory=list)
    #: Year, kind or agency that was not understood.
    identified: list[str] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)
    unused_rows: list[str] = field(default_factory=list)

    @property
    def wanted(self) -> int:
        return len(self.found) + len(self.missing)

    @property
    def recall(self) -> float:
        return len(self.found) / self.wanted if self.wanted else 1.0


@cache
def load(name: str) -> Gold:
    """The golden record: amounts and values as decimals."""
    committed = FIXTURES / name / "gold.json"
    return decimals(
        json.loads(committed.read_text(encoding="utf-8") if committed.exists() else text(record(read(name))))
    )


def decimals(found: Gold) -> Gold:
    """The record as JSON holds it, with its amounts and values as decimals."""
    for fact in found["facts"]:
        fact.setdefault("graded", True)
        fact.setdefault("cell_state", "value")
        for kind in ("amount", "value"):
            if kind in fact:
                fact[kind] = Decimal(fact[kind])
    return found


def measure(name: str) -> Score:
    """Read the files of one report and judge what was read."""
    gold = load(name)
    return judged(gold, contents(name, gold["files"]))


def judged(gold: Gold, files: Iterable[tuple[str, bytes]]) -> Score:
    """What is read of ``files``, compared with their golden record."""
    result, context = _read(files)
    score = Score(gold["id"])
    compare(score, gold["facts"], result.facts)
    _judge_checks(score, gold, result.checks)
    for word, given in (
        ("fiscal_year", context.fiscal_year),
        ("report_type", context.report_type),
        ("agency", context.agency),
    ):
        wanted = gold["document"][word]
        if given != wanted and given not in gold["document"].get(f"{word}_or", ()):
            score.identified.append(f"{word}: {given} instead of {wanted}")
    score.unrecognised = [f"{table.title!r} {table.header}" for table in result.unrecognised]
    score.unused_rows = [str(row) for row in result.unused_rows]
    return score


def _read(files: Iterable[tuple[str, bytes]]) -> tuple[ParseResult, ReportContext]:
    from parsers.model import NOTHING_KNOWN
    from parsers.parse import parse_report

    sources = [source for file, data in files for source in _sources(file, data)]
    result = parse_report(sources, NOTHING_KNOWN, report_id="unseen", identified=False)
    return result, result.context


def contents(name: str, files: list[str]) -> list[tuple[str, bytes]]:
    """The files of a report with their names: as committed, or as its design is written now."""
    design = read(name)
    if design.at_test_time:
        return list({made: data for file in files for made, data in _written(name, file)}.items())
    return [(file, (FIXTURES / name / file).read_bytes()) for file in files]


@cache
def _written(name: str, file: str) -> tuple[tuple[str, bytes], ...]:
    """Several tests look at the same files."""
    return tuple(written(read(name), [file]).items())


def _sources(name: str, data: bytes) -> list[Source]:
    """The file, or what its archive holds."""
    from parsers.parse import Source
    from parsers.readers import members

    if name.endswith(".zip"):
        return [Source(data=member.data, file_name=member.name) for member in members(data) if member.data]
    return [Source(data=data, file_name=name)]


def _fold(item: str) -> str:
    return squeeze(item).translate(BRACKETS)


def _meaning(fact: Fact) -> Meaning:
    return fact.statement.value, _fold(fact.item), fact.measure.value


def _meanings(gold: Gold, *, exact: bool) -> list[Meaning]:
    """What a reader may call a golden fact; ``exact`` leaves the open words of the vocabulary out."""
    found = []
    for one in [gold, *gold.get("or", ())]:
        names = [(one["statement"], one["item"])]
        if not exact:
            key = Key(one["statement"], one["item"], one["measure"])
            names += alternatives(key, gold["cell_state"], gold["origin"])
        measures = ["text", "amount"] if gold["cell_state"] == "declared_empty" else [one["measure"]]
        found += [(statement, _fold(item), measure) for statement, item in names for measure in measures]
    return found


def _same(gold: Gold, fact: Fact) -> bool:
    return (
        (gold["origin"] == fact.origin.value or gold["cell_state"] == "declared_empty")
        and _same_value(gold, fact)
        and (not gold.get("code") or not fact.code or gold["code"] == squeeze(fact.code))
        and _same_project(gold, fact)
    )


def _same_project(gold: Gold, fact: Fact) -> bool:
    ours, theirs = _fold(gold.get("project", "")), _fold(fact.project or "")
    return not ours or (bool(theirs) and (ours in theirs or theirs in ours))


def _same_value(gold: Gold, fact: Fact) -> bool:
    if gold["cell_state"] == "declared_empty":
        return fact.cell_state is CellState.DECLARED_EMPTY
    if "amount" in gold:
        return bool(fact.amount == gold["amount"])
    if "value" in gold:
        return bool(fact.value == gold["value"])
    return _fold(gold["text"]) in (_fold(fact.text or ""), _fold(fact.printed))


def compare(score: Score, record: list[Gold], facts: Iterable[Fact]) -> None:
    """Sort ``facts`` into found, wrong, misfiled and extra; what no fact means is missing."""
    left = list(facts)
    score.missing = [gold for gold in record if gold["graded"]]
    for exact in (True, False):
        for gold in list(score.missing):
            wanted = _meanings(gold, exact=exact)
            match = next((fact for fact in left if _meaning(fact) in wanted and _same(gold, fact)), None)
            if match is not None:
                score.missing.remove(gold)
                score.found.append(gold)
                left = [fact for fact in left if fact is not match]
    _repeated(score)
    graded = [gold for gold in record if gold["graded"]]
    ungraded = Counter(gold["printed"] for gold in record if not gold["graded"])
    score.beyond = left
    for fact in left:
        _judge(score, fact, graded, ungraded)


def _repeated(score: Score) -> None:
    """A row of a table that prints its one figure in two columns (合计 and 人员经费) states it once."""
    found = {_place(gold) for gold in score.found}
    for gold in list(score.missing):
        if gold["item"].endswith(("/人员经费", "/公用经费")) and _place(gold) in found:
            score.missing.remove(gold)
            score.found.append(gold)


def _place(gold: Gold) -> tuple[str, str | None, int | None, str]:
    return gold["statement"], gold.get("file"), gold.get("row"), gold["printed"]


def _judge(score: Score, fact: Fact, graded: list[Gold], ungraded: Counter[str]) -> None:
    """Where a fact goes that no golden fact claims."""
    rivals = [gold for gold in graded if _meaning(fact) in _meanings(gold, exact=False) and _same_project(gold, fact)]
    if (
        any(_same_value(gold, fact) for gold in rivals)
        or fact.cell_state is CellState.NOT_APPLICABLE
        or (fact.amount is None and fact.value is None)
    ):
        return
    if fact.printed in ungraded:
        ungraded[fact.printed] -= 1
        return
    if rivals:
        score.wrong.append((fact, rivals[0]))
        return
    same = [
        gold
        for gold in score.missing
        if gold["origin"] == fact.origin.value and _same_value(gold, fact) and gold["printed"] == fact.printed
    ]
    if same:
        score.misfiled.append((fact, same[0]))
    else:
        score.extra.append(fact)


def _judge_checks(score: Score, record: Gold, checks: Iterable[Check]) -> None:
    failing = [check for check in checks if check.verdict in (Verdict.WARN, Verdict.ERROR)]
    for mistake in record["mistakes"]:
        if any(_names(mistake, check) for check in failing):
            score.flagged += 1
        else:
            score.unflagged.append(mistake)
    known = [*record["mistakes"], *record["deserved"]]
    score.false_alarms = [check for check in failing if not any(_names(one, check) for one in known)]


def _names(known: Gold, check: Check) -> bool:
    return check.rule in known["rules"] and all(word in check.message_zh for word in known.get("words", ()))
