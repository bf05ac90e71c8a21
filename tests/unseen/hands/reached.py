"""What the readers have reached with every hand: ``python -m tests.unseen.hands.reached`` raises the marks.

``reached.yaml`` keeps the marks of ``tests.unseen.reached`` for some reports of every hand, which ``make test`` reads.
``--all`` reads all reports of the hands named (or of all) and fails where a value is wrong; ``make soak`` does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from domain.declared import from_yaml
from tests.unseen.design import names, outline
from tests.unseen.hands.gold import HANDS
from tests.unseen.hands.measure import measure
from tests.unseen.reached import fallen, mark

FILE = Path(__file__).with_name("reached.yaml")
HEAD = """\
# What the readers reached with some reports as other hands write them (figures as in ../reached.yaml). test_hands.py
# fails when a figure falls; `python -m tests.unseen.hands.reached` raises the marks.
"""
#: Reports of every hand that have a mark.
FEW = 5
Marks = dict[str, dict[str, int]]


def marks() -> dict[str, Marks]:
    found: dict[str, Marks] = from_yaml(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def few(hand: str) -> list[str]:
    """Other reports for every hand, spread over all, so that together they are many."""
    read = [name for name in names() if not outline(name).in_the_soak]
    own = read[HANDS.index(hand) :: len(HANDS)]
    return own[:: max(1, len(own) // FEW)][:FEW]


def look(name: str, hand: str, before: Marks) -> tuple[dict[str, int], list[str]]:
    """The marks of one report now, and what is worse than before."""
    now = mark(measure(name, hand))
    return now, fallen(before[name], now) if name in before else []


def raise_marks(*, lower: bool) -> None:
    reached = marks()
    lines = [HEAD]
    for hand in HANDS:
        before = reached.get(hand, {})
        lines.append(f"{hand}:\n")
        for name in few(hand):
            now, worse = look(name, hand, before)
            if worse and not lower:
                sys.stdout.write(f"{hand} {name}: fell from {before[name]} to {now}, kept\n")
                now = before[name]
            lines.append(f"  {name}: {{{', '.join(f'{figure}: {value}' for figure, value in now.items())}}}\n")
    FILE.write_text("".join(lines), encoding="utf-8")


def read_all(hands: list[str]) -> int:
    """The sums over all reports of each hand; 1 where a value is wrong."""
    wrong = 0
    for hand in hands:
        found = [mark(measure(name, hand)) for name in names()]
        total = {figure: sum(one[figure] for one in found) for figure in found[0]}
        sys.stdout.write(f"{hand}: {total}\n")
        wrong += total["wrong"]
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.unseen.hands.reached", description=__doc__)
    parser.add_argument("--all", nargs="*", metavar="HAND", help="read all reports of these hands, or of all hands")
    parser.add_argument("--lower", action="store_true", help="also lower marks (say why in the commit)")
    options = parser.parse_args()
    if options.all is not None:
        return read_all(options.all or list(HANDS))
    raise_marks(lower=options.lower)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
