"""What the readers have reached here; ``python -m tests.unseen.reached`` raises the marks, never lowers one.

``reached.yaml`` keeps for every report how many golden facts were found, of how many, how many values were wrong,
misfiled or extra, how many recorded mistakes a check named, how many checks failed without reason, and
how many of year, kind and agency were not understood.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from pathlib import Path

from domain.declared import from_yaml
from tests.unseen.design import outline
from tests.unseen.measure import Score, measure, names

FILE = Path(__file__).with_name("reached.yaml")
HEAD = """\
# What the readers reached: golden facts found, of how many; values wrong, misfiled or extra; recorded mistakes named by
# a check; false alarms; unidentified: year, kind or agency not understood. tests/unseen/test_unseen.py fails when a
# figure falls; `python -m tests.unseen.reached` raises the marks.
"""
#: More is better, and more is worse.
GOOD, BAD = ("found", "flagged"), ("wrong", "misfiled", "extra", "false_alarms", "unidentified")


def marks() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = from_yaml(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def mark(score: Score) -> dict[str, int]:
    return {
        "found": len(score.found),
        "of": score.wanted,
        "wrong": len(score.wrong),
        "misfiled": len(score.misfiled),
        "extra": len(score.extra),
        "flagged": score.flagged,
        "false_alarms": len(score.false_alarms),
        "unidentified": len(score.identified),
    }


def fallen(before: dict[str, int], now: dict[str, int]) -> list[str]:
    """Names of the figures that are worse than they were."""
    return [name for name in GOOD if now[name] < before[name]] + [
        name for name in BAD if now[name] > before.get(name, 0)
    ]


def is_left_to_the_soak(name: str) -> bool:
    """True for what takes long to read, and for every third of the others that are written when they are read."""
    head = outline(name)
    return head.in_the_soak or (head.at_test_time and zlib.crc32(name.encode()) % 3 == 0)


def check(before: dict[str, dict[str, int]]) -> int:
    """1 if a report that only the soak reads is read worse than before."""
    worse = 0
    for name in filter(is_left_to_the_soak, names()):
        now = mark(measure(name))
        down = fallen(before[name], now)
        sys.stdout.write(f"{name}: {'fell from ' + str(before[name]) + ' to' if down else 'as before,'} {now}\n")
        worse += bool(down)
    return 1 if worse else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.unseen.reached", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the reports that `make test` does not read")
    parser.add_argument("--lower", action="store_true", help="also lower marks (say why in the commit)")
    options = parser.parse_args()
    before, lines = marks(), []
    if options.check:
        return check(before)
    for name in names():
        now = mark(measure(name))
        if name in before and fallen(before[name], now) and not options.lower:
            sys.stdout.write(f"{name}: fell from {before[name]} to {now}, kept\n")
            now = before[name]
        figures = ", ".join(f"{figure}: {value}" for figure, value in now.items())
        lines.append(f"{name}: {{{figures}}}\n")
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
