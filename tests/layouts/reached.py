"""What the readers have reached on the layouts; ``python -m tests.layouts.reached`` raises the marks, never lowers one.

``reached.yaml`` keeps, for every file, how many golden facts were found, of how many, and how many values were wrong.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.declared import from_yaml

if TYPE_CHECKING:
    from bench.accuracy import Score

FILE = Path(__file__).with_name("reached.yaml")
HEAD = """\
# What the readers reached: golden facts found, of how many, and wrong values (which should be 0 everywhere).
# tests/layouts/test_layouts.py fails when a figure falls; `python -m tests.layouts.reached` raises the marks.
"""


def marks() -> dict[str, dict[str, int]]:
    """File name → {found, of, wrong}."""
    found: dict[str, dict[str, int]] = from_yaml(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


@cache
def reading(name: str, kind: str) -> Score:
    """One file as it is read now; read once, whatever is asked of it."""
    from bench.accuracy import layout_score

    return layout_score(name, kind)


def score(name: str, kind: str) -> dict[str, int]:
    """The figures of one file now."""
    now = reading(name, kind)
    return {"found": sum(now.found.values()), "of": sum(now.wanted.values()), "wrong": now.wrong_values}


def fallen(mark: dict[str, int], now: dict[str, int]) -> bool:
    """True when a file is read worse than it was: fewer facts, or more wrong values."""
    return now["found"] * mark["of"] < mark["found"] * now["of"] or now["wrong"] > mark["wrong"]


def files() -> list[tuple[str, str]]:
    """Name and format of every rendered layout."""
    from tests.layouts.build import load, names

    return [(name, kind) for name in names() for kind in load(name)["formats"]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.layouts.reached", description=__doc__)
    parser.add_argument("--lower", action="store_true", help="also lower marks (say why in the commit)")
    options = parser.parse_args()
    before, after = marks(), {}
    for name, kind in files():
        file = f"{name}.{kind}"
        now = score(name, kind)
        if file in before and fallen(before[file], now) and not options.lower:
            sys.stdout.write(f"{file}: fell from {before[file]} to {now}, kept\n")
            now = before[file]
        after[file] = now
    lines = [f"{file}: {_flow(mark)}\n" for file, mark in sorted(after.items())]
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8")
    return 0


def _flow(mark: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in mark.items()) + "}"


if __name__ == "__main__":
    raise SystemExit(main())
