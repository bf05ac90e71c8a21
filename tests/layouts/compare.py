"""Facts that were read, against the golden record of a layout.

A fact is **found** when it means what a golden fact of the same origin (table, sentence) means and has its value.
**Wrong** is a fact that means what golden facts mean but has the value of none of them, or that files a figure of a
table without a statement of ours under one (``ungraded_as`` names the statements that are right for it). **Extra** is a
fact the record does not hold at all; as the records hold every figure of their documents, extras count against
precision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.records import CellState, Fact
from domain.text import squeeze
from tests.layouts.model import Key
from tests.layouts.vocabulary import alternatives

Gold = dict[str, Any]


@dataclass
class Comparison:
    """How the facts of one file stand to the record of its layout."""

    found: list[tuple[Gold, Fact]] = field(default_factory=list)
    missing: list[Gold] = field(default_factory=list)
    wrong: list[tuple[Fact, Gold | None]] = field(default_factory=list)
    extra: list[Fact] = field(default_factory=list)
    #: Facts that count neither way: the same figure printed again, dashes, words beyond the
    #: record, cells of ungraded tables.
    neutral: list[Fact] = field(default_factory=list)

    @property
    def wanted(self) -> int:
        return len(self.found) + len(self.missing)

    @property
    def recall(self) -> float:
        return len(self.found) / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        read = len(self.found) + len(self.wrong) + len(self.extra)
        return len(self.found) / read if read else 1.0


def compare(record: dict[str, Any], facts: Iterable[Fact], origins: Sequence[str]) -> Comparison:
    """Match ``facts`` of one file to the golden facts of ``origins``."""
    wanted = [gold for gold in record["facts"] if gold["origin"] in origins]
    graded = [gold for gold in wanted if gold["graded"]]
    ungraded = [gold for gold in record["facts"] if not gold["graded"]]
    comparison = Comparison()
    pools: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    left = list(facts)
    for fact in left:
        pools[_meaning(fact)].append(fact)
    used: set[int] = set()
    comparison.missing += graded
    # Exact words and code first, so that a fact does not serve a golden fact that it only may mean.
    for exact, coded in ((True, True), (True, False), (False, False)):
        for gold in list(comparison.missing):
            match = next(
                (
                    fact
                    for key in _keys(gold, exact)
                    for fact in pools[key]
                    if id(fact) not in used
                    and _same(gold, fact)
                    and (not coded or (gold.get("code") or "") == squeeze(fact.code or ""))
                ),
                None,
            )
            if match is not None:
                used.add(id(match))
                comparison.found.append((gold, match))
                comparison.missing.remove(gold)
    _repeated(comparison)
    meanings: dict[tuple[str, str, str], list[Gold]] = defaultdict(list)
    for gold in record["facts"]:
        if gold["graded"]:
            for key in _keys(gold, exact=False):
                meanings[key].append(gold)
    for fact in left:
        if id(fact) not in used:
            _judge(fact, meanings[_meaning(fact)], ungraded, record, comparison)
    return comparison


def _repeated(comparison: Comparison) -> None:
    """A row that prints its one figure twice (合计 and 人员经费) states it once."""
    for gold in list(comparison.missing):
        for other, fact in comparison.found:
            if (
                gold["origin"] == "table" == other["origin"]
                and all(gold.get(name) == other.get(name) for name in ("table", "row", "code", "item", "measure"))
                and _same_value(gold, fact)
            ):
                comparison.missing.remove(gold)
                comparison.found.append((gold, fact))
                break


def _judge(fact: Fact, same: list[Gold], ungraded: list[Gold], record: dict[str, Any], comparison: Comparison) -> None:
    """Where a fact goes that no golden fact claims."""
    same = [gold for gold in same if _same_code(gold, fact)]
    allowed = {name for table in record["tables"] for name in table.get("ungraded_as", ())}
    unsure = [gold for gold in ungraded if _same_place(gold, fact)]
    neutral = (
        fact.cell_state is CellState.NOT_APPLICABLE
        or (fact.text is not None and not same)
        or any(_same_value(gold, fact) for gold in same)
        or (fact.statement.value in allowed and (unsure or fact.text is not None))
        or any(gold["statement"] == fact.statement.value for gold in unsure)
    )
    if neutral:
        comparison.neutral.append(fact)
    elif unsure:
        comparison.wrong.append((fact, unsure[0]))
    elif same:
        comparison.wrong.append((fact, same[0]))
    else:
        comparison.extra.append(fact)


def _meaning(fact: Fact) -> tuple[str, str, str]:
    return fact.statement.value, squeeze(fact.item), fact.measure.value


def _keys(gold: Gold, exact: bool) -> list[tuple[str, str, str]]:
    state = gold["cell_state"]
    key = Key(gold["statement"], gold["item"], gold["measure"])
    names = [(key.statement, key.item), *(() if exact else alternatives(key, state, gold["origin"]))]
    # 本表无数据 is a text or an amount that is not there.
    measures = ["text", "amount"] if state == "declared_empty" else [gold["measure"]]
    return [(statement, squeeze(item), measure) for statement, item in names for measure in measures]


def _same(gold: Gold, fact: Fact) -> bool:
    return gold["origin"] == fact.origin.value and _same_code(gold, fact) and _same_value(gold, fact)


def _same_code(gold: Gold, fact: Fact) -> bool:
    return not gold.get("code") or not fact.code or gold["code"] == squeeze(fact.code)


def _same_value(gold: Gold, fact: Fact) -> bool:
    if gold["cell_state"] in ("declared_empty", "not_applicable"):
        return bool(gold["cell_state"] == fact.cell_state.value)
    if "amount" in gold:
        return bool(fact.amount == gold["amount"])
    if "value" in gold:
        return bool(fact.value == gold["value"])
    if fact.text is None:
        return False
    wanted, given = squeeze(gold["text"]), squeeze(fact.text)
    return wanted in given or given in wanted or ("持平" in wanted and "持平" in given)


def _same_place(gold: Gold, fact: Fact) -> bool:
    """True when an ungraded cell and a fact print the same figure beside the same label."""
    if gold["printed"] != fact.printed or gold["origin"] != fact.origin.value:
        return False
    label = squeeze(gold.get("row", "") or gold.get("sentence", ""))
    return (
        not label
        or label in squeeze(fact.quote)
        or label == squeeze(fact.item_printed)
        or gold["origin"] == "narrative"
    )
