"""Facts beyond the records, for a person to judge: ``python -m bench.beyond [--sample 200] [--seed 4] [ID …]``.

Golden records do not hold everything that is printed (titles of rows given as text, dashes, figures said twice). What
is read beside them is listed with its place and quote, drawn at random from the samples, the layouts and the blind
reports. What the last sample gave is written in ``docs/quality-notes.md``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator

from bench import accuracy
from domain.records import Fact
from tests.unseen import measure
from tests.unseen.design import read


def facts(only: list[str]) -> Iterator[tuple[str, Fact]]:
    """Document and fact; scans are left out, because their reading takes minutes."""
    for seed, file, part in accuracy.SAMPLE_FILES:
        if not only or any(word in file for word in only):
            score = accuracy.sample_score(seed, file, part, file.rpartition(".")[2])
            yield from ((file, fact) for fact in score.beyond)
    for path in sorted(accuracy.LAYOUTS.glob("*.pdf")):
        if not only or any(word in path.stem for word in only):
            yield from ((path.name, fact) for fact in accuracy.layout_score(path.stem, "pdf").beyond)
    for name in measure.names():
        scanned = any({"scan", "pictures"} & set(file.options) for file in read(name).files)
        if not scanned and (not only or any(word in name for word in only)):
            yield from ((name, fact) for fact in measure.measure(name).beyond)


def _shown(document: str, fact: Fact) -> str:
    value = fact.amount if fact.amount is not None else fact.value if fact.value is not None else fact.text
    place = (
        f"table {fact.table_no} row {fact.row_no} column {fact.column_no}" if fact.table_no else f"¶{fact.paragraph}"
    )
    meaning = f"{fact.statement.value} | {fact.item} | {fact.measure.value} | {fact.cell_state.value}"
    return f"{document}: {meaning} = {value} ({fact.printed}{fact.printed_unit or ''}) {place}: {fact.quote[:110]!r}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.beyond", description=__doc__)
    parser.add_argument("only", nargs="*", help="documents whose names contain one of these words")
    parser.add_argument("--sample", type=int, default=200, help="how many facts to draw; 0 for all")
    parser.add_argument("--seed", type=int, default=4, help="of the drawing")
    options = parser.parse_args()
    found = list(facts(options.only))
    drawn = random.Random(options.seed).sample(found, min(options.sample or len(found), len(found)))
    sys.stdout.write(f"{len(found)} facts beyond the records, {len(drawn)} drawn\n")
    for document, fact in sorted(drawn, key=lambda one: (one[0], one[1].statement.value, one[1].item)):
        sys.stdout.write(_shown(document, fact) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
