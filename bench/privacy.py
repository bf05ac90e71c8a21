"""Personal data: ``python -m bench.privacy [--sets first] [--formats html,docx] [--lines] [--details]``.

Recall (personal values that went) and precision (of what was dropped, what had to go) on the labelled set of
``tests/privacy/planted``: line by line, and end to end, where made-up portals post the lines as documents of every
format, a harvest publishes them with everything a version has, and all texts outside ``raw/`` are searched. A second
harvest without redaction says what there was to leak and to lose.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.privacy.documents import FORMATS
from tests.privacy.measure import Score, harvest, leaks, left_behind, of_documents, of_lines
from tests.privacy.planted import KEEP, lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default="", help="names of the sets, all by default")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--lines", action="store_true", help="only line by line, without a harvest")
    parser.add_argument("--details", action="store_true", help="what leaked and what was lost")
    chosen = parser.parse_args()
    sets, formats = tuple(filter(None, chosen.sets.split(","))), tuple(chosen.formats.split(","))
    given = lines(*sets)
    planted = Counter(item.kind for line in given for item in line.items)
    print(f"planted: {sum(planted.values()) - planted[KEEP]} personal values, {planted[KEEP]} that must stay")
    _show("line by line", of_lines(given), details=chosen.details)
    if chosen.lines:
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        harvest(folder / "covered", sets=sets, formats=formats)
        harvest(folder / "uncovered", sets=sets, formats=formats, covered=False)
        covered, uncovered = left_behind(folder / "covered", formats), left_behind(folder / "uncovered", formats)
    for kind, score in of_documents(given, covered, uncovered).items():
        _show(f"report as {kind}", score, details=chosen.details)
    there, found = leaks(given, uncovered), leaks(given, covered)
    print(f"anywhere outside raw/: {len(found)} values leak, without redaction {len(there)}")
    for leak in found if chosen.details else ():
        print(f"  {leak}")
    sys.exit(1 if found else 0)


def _show(name: str, score: Score, *, details: bool) -> None:
    kinds = ", ".join(f"{kind} {score.right[kind]}/{score.all[kind]}" for kind in sorted(score.all))
    print(f"{name}: recall {score.recall:.3f}, precision {score.precision:.3f} ({kinds})")
    for kind, what in score.wrong if details else ():
        print(f"  {kind}: {what}")


if __name__ == "__main__":
    main()
