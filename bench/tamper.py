"""How much of what is changed in a document the checks notice: ``python -m bench.tamper [--details] [--record]``.

Every golden layout (as PDF) and every sample with tables is read once; then one thing is changed in what was read, and
statements, figures and checks are read again. A change is noticed when a check fails that did not fail before, or a
table or a row is reported as unread. The sample is drawn from a seeded generator: the same on every machine.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from bench.tampering.measure import Original, Result

ROOT = Path(__file__).parents[1]
LAYOUTS = ROOT / "tests" / "fixtures" / "layouts"
SAMPLES = ROOT / "infra" / "samples" / "files"
SAMPLE_FILES = (
    "000_etuokeqianqi_2020_final.docx",
    "001_quyang_2020_budget.doc",
    "002_maoxian_2019_final.docx",
    "003_urumqi_xinshi_2021_final.docx",
    "004_xiangyuan_2023_final.pdf",
)
#: Changes of each kind per document.
SIZES = {"cell": 15, "row": 10, "columns": 6, "unit": 4}
#: The figures that docs/quality.md shows.
RECORD = Path(__file__).parent / "tamper.json"


def documents(only: Iterable[str] = ()) -> list[Path]:
    """All documents, samples first; ``only`` keeps names that contain one of its words."""
    words = tuple(only)
    paths = [SAMPLES / name for name in SAMPLE_FILES] + sorted(LAYOUTS.glob("*.pdf"))
    return [path for path in paths if not words or any(word in path.name for word in words)]


def measure(path: Path, sizes: dict[str, int]) -> list[Result]:
    """What became of the sample of changes of one document."""
    return list(Original.of(path).results(sizes))


def shares(results: Iterable[Result]) -> dict[str, dict[str, tuple[int, int]]]:
    """Noticed and made, by kind, by statement (money cells) and by document (money cells)."""
    made: Counter[tuple[str, str]] = Counter()
    noticed: Counter[tuple[str, str]] = Counter()
    for result in results:
        keys = [("kind", result.kind)]
        if result.kind == "cell":
            keys += [
                ("how", result.how),
                ("statement", result.statement),
                ("document", result.document),
            ]
        else:
            keys.append((f"{result.kind} by statement", result.statement))
        for key in keys:
            made[key] += 1
            noticed[key] += result.noticed
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for (group, name), count in made.items():
        found.setdefault(group, {})[name] = (noticed[group, name], count)
    return found


def _line(name: str, noticed: int, made: int) -> str:
    return f"{name:40}{made:7}{noticed:9}{noticed / made:9.1%}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.tamper", description=__doc__)
    parser.add_argument("--only", nargs="*", default=(), help="names that contain one of these words")
    parser.add_argument("--cells", type=int, default=SIZES["cell"], help="money cells changed per document")
    parser.add_argument("--kinds", nargs="*", default=list(SIZES), help="cell, row, columns, unit")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--details", action="store_true", help="list the changes that went unnoticed")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}, which docs/quality.md shows")
    options = parser.parse_args()
    sizes = {kind: count for kind, count in (SIZES | {"cell": options.cells}).items() if kind in options.kinds}
    with ProcessPoolExecutor(options.jobs) as pool:
        paths = documents(options.only)
        results = [result for found in pool.map(measure, paths, repeat(sizes)) for result in found]
    found = shares(results)
    for group, names in found.items():
        print(f"{group:40}{'made':>7}{'noticed':>9}{'share':>9}")
        order = names if group == "kind" else sorted(names)
        print("\n".join(_line(name, *names[name]) for name in order), end="\n\n")
    if options.details:
        for result in results:
            if not result.noticed:
                noted = " (noted)" if result.noted else ""
                print(f"{result.document} {result.kind} {result.how} {result.statement} {result.place}{noted}")
    if options.record:
        RECORD.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
