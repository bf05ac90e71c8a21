"""What the readers have reached with every hand: ``python -m tests.unseen.hands.reached [HAND …]`` raises the marks.

``reached.yaml`` keeps the marks of ``tests.unseen.reached`` for every hand and report. ``--check`` fails where one
fell: ``make soak`` looks at all, ``make test`` at a few reports of each hand.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from domain.declared import from_yaml
from tests.unseen.design import names
from tests.unseen.hands.gold import HANDS
from tests.unseen.hands.measure import measure
from tests.unseen.reached import fallen, mark

FILE = Path(__file__).with_name("reached.yaml")
HEAD = """\
# What the readers reached with the reports as other hands write them (figures as in ../reached.yaml);
# `python -m tests.unseen.hands.reached [HAND …]` raises the marks, `--check` fails when one has fallen.
"""
Marks = dict[str, dict[str, int]]


def marks() -> dict[str, Marks]:
    found: dict[str, Marks] = from_yaml(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def look(name: str, hand: str, before: Marks, *, keep: bool = False) -> tuple[dict[str, int], bool]:
    """The marks of one report now and whether they fell; with ``keep`` the earlier ones where they did."""
    now = mark(measure(name, hand))
    down = name in before and bool(fallen(before[name], now))
    if down:
        sys.stdout.write(f"{hand} {name}: fell from {before[name]} to {now}\n")
    return (before[name] if down and keep else now), down


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.unseen.hands.reached", description=__doc__)
    parser.add_argument("hands", nargs="*", choices=[*HANDS, []], help="these hands only")
    parser.add_argument("--check", action="store_true", help="only compare")
    parser.add_argument("--lower", action="store_true", help="also lower marks (say why in the commit)")
    options = parser.parse_args()
    reached, fell = marks(), False
    for hand in options.hands or HANDS:
        before = reached.get(hand, {})
        seen = {name: look(name, hand, before, keep=not options.lower) for name in names()}
        fell = fell or any(down for _, down in seen.values())
        reached[hand] = {name: now for name, (now, _) in seen.items()}
        total = {key: sum(one[key] for one in reached[hand].values()) for key in next(iter(reached[hand].values()))}
        sys.stdout.write(f"{hand}: {total}\n")
    if options.check:
        return 1 if fell else 0
    lines = [HEAD]
    for hand in (hand for hand in HANDS if hand in reached):
        lines.append(f"{hand}:\n")
        lines += [
            f"  {name}: {{{', '.join(f'{figure}: {value}' for figure, value in now.items())}}}\n"
            for name, now in reached[hand].items()
        ]
    FILE.write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
