"""Second look at the golden records: do the printed figures satisfy the identities of the disclosure forms?

``python -m tests.layouts.check_gold [ID …]`` works from the JSON alone, without the accounts and the code that made
it, and prints every identity that does not hold. A layout is right when these are exactly the ones its ``mistakes``
name in ``breaks``. A printed number of ``d`` decimals stands for ±0.5·10⁻ᵈ of its unit; a sum of n numbers may be off
by n + 1 of these halves. A blank cell counts as nothing.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from tests.layouts import gold
from tests.layouts.agreement import across, rates, sentences
from tests.layouts.build import names
from tests.layouts.identities import basic, by_function, fiscal, summary, three_public
from tests.layouts.printed import Record


def violations(record: dict[str, Any]) -> list[str]:
    """One line per identity that does not hold: id, statement and place."""
    found = Record(record)
    checks = (by_function, summary, fiscal, basic, three_public, across, sentences, rates)
    return sorted({line for check in checks for line in check(found)})


def problems(name: str) -> tuple[list[str], list[str]]:
    """Violations no mistake explains, and breaks of a mistake that do not show."""
    record = gold.load(name)
    seen = set(violations(record))
    recorded = {line for mistake in record["mistakes"] for line in mistake["breaks"]}
    return sorted(seen - recorded), sorted(recorded - seen)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.layouts.check_gold", description=__doc__)
    parser.add_argument("ids", nargs="*", help="layouts to check (default: all)")
    failed = False
    for name in parser.parse_args().ids or names():
        unexplained, unseen = problems(name)
        failed |= bool(unexplained or unseen)
        _say(f"{name}: {'ok' if not unexplained and not unseen else 'NOT OK'}")
        for line in unexplained:
            _say(f"  does not hold: {line}")
        for line in unseen:
            _say(f"  recorded but holds: {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
