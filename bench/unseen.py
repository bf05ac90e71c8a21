"""How documents nobody wrote the readers for are read: ``python -m bench.unseen [ID …] [--hand HAND] [--details]
[--json]``.

Reads the reports of ``tests/fixtures/unseen`` (several files of one report together), prints recall, wrong, misfiled
and extra facts per report and statement, recorded mistakes of the sources that no check names, and false alarms.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from domain.records import Fact
from tests.unseen.hands import measure as by_hand
from tests.unseen.hands.gold import HANDS
from tests.unseen.measure import Score, load, measure, names


def _shown(fact: Fact) -> str:
    value = fact.amount if fact.amount is not None else fact.value
    place = f"table {fact.table_no} row {fact.row_no}" if fact.table_no else f"¶{fact.paragraph}"
    meaning = f"{fact.statement.value} {fact.item} {fact.measure.value}"
    return f"{meaning} = {value} ({fact.printed} {fact.printed_unit or ''}, {place}: {fact.quote[:70]!r})"


def _said(gold: dict[str, Any]) -> str:
    place = gold.get("sentence") or f"row {gold.get('row')} column {gold.get('column')}"
    meaning = f"{gold['statement']} {gold['item']} {gold['measure']}"
    return f"{meaning} = {gold['printed'][:30]} {gold.get('unit', '')} ({gold['file']}: {place})"


def details(score: Score) -> Iterator[str]:
    """What an author of readers wants to know of one report."""
    yield from (f"identified: {line}" for line in score.identified)
    yield from (f"missing: {_said(gold)}" for gold in score.missing)
    yield from (f"wrong: {_shown(fact)}; the record says {_said(gold)}" for fact, gold in score.wrong)
    yield from (f"misfiled: {_shown(fact)}; it is {_said(gold)}" for fact, gold in score.misfiled)
    yield from (f"extra: {_shown(fact)}" for fact in score.extra)
    yield from (f"unflagged: {mistake['id']} {mistake['note']}" for mistake in score.unflagged)
    yield from (f"false alarm: {check.rule} {check.verdict.value} {check.message_zh}" for check in score.false_alarms)
    yield from (f"unrecognised: {line}" for line in score.unrecognised)
    yield from (f"unused row: {line}" for line in score.unused_rows)


def table(scores: list[Score]) -> str:
    head = f"{'report':28}{'gold':>6}{'recall':>9}{'wrong':>7}{'misf.':>7}{'extra':>7}{'flagged':>9}"
    lines = [f"{head}{'false al.':>10}  identified"]
    for score in scores:
        mistakes = len(load(score.name)["mistakes"])
        flagged = f"{score.flagged}/{mistakes}"
        known = "no" if score.identified else "yes"
        lines.append(
            f"{score.name:28}{score.wanted:6}{score.recall:9.1%}{len(score.wrong):7}{len(score.misfiled):7}"
            f"{len(score.extra):7}{flagged:>9}{len(score.false_alarms):10}  {known}"
        )
    wanted = sum(score.wanted for score in scores)
    found = sum(len(score.found) for score in scores)
    lines.append(
        f"{'all':28}{wanted:6}{found / wanted if wanted else 1:9.1%}{sum(len(score.wrong) for score in scores):7}"
        f"{sum(len(score.misfiled) for score in scores):7}{sum(len(score.extra) for score in scores):7}"
        f"{sum(score.flagged for score in scores):6}/{sum(len(load(score.name)['mistakes']) for score in scores):<2}"
        f"{sum(len(score.false_alarms) for score in scores):10}"
    )
    return "\n".join([*lines, "", *by_statement(scores)])


def by_statement(scores: list[Score]) -> Iterator[str]:
    """Recall and wrong values of each statement, sentences and tables apart."""
    yield f"{'statement':34}{'gold':>6}{'recall':>9}{'wrong':>7}"
    found = Counter(_kind(gold) for score in scores for gold in score.found)
    missing = Counter(_kind(gold) for score in scores for gold in score.missing)
    wrong = Counter(_kind(gold) for score in scores for _, gold in score.wrong)
    for kind in sorted(set(found) | set(missing)):
        count = found[kind] + missing[kind]
        yield f"{kind:34}{count:6}{found[kind] / count:9.1%}{wrong[kind]:7}"


def _kind(gold: dict[str, Any]) -> str:
    return f"{gold['statement']} ({gold['origin']})"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.unseen", description=__doc__)
    parser.add_argument("only", nargs="*", help="names that contain one of these words")
    parser.add_argument("--hand", choices=HANDS, help="written again by another program or person")
    parser.add_argument("--details", action="store_true", help="list what is missing, wrong or extra")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    options = parser.parse_args()
    chosen = [name for name in names() if not options.only or any(word in name for word in options.only)]
    scores = [by_hand.measure(name, options.hand) if options.hand else measure(name) for name in chosen]
    if options.json:
        rows = {score.name: list(details(score)) for score in scores}
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        return 0
    print(table(scores))
    if options.details:
        for score in scores:
            print("\n".join([f"\n== {score.name}", *(f"  {line}" for line in details(score))]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
