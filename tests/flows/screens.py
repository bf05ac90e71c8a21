"""Golden screens of ``xinfang parse``: two seeds as records that stay, shown at two widths.

The records are frozen, so that a better reading changes no screen: ``python -m tests.flows.screens`` writes the screens
again after a change of the display, ``--records`` the records too.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console

from flows.local_files import read_local
from flows.parsed.record import ParsedFile, record_of
from flows.parsed.screen import Screen
from parsers.isolation import ReaderPool
from tests.samples.reading import FILES

TESTS = Path(__file__).resolve().parents[1]
RECORDS = TESTS / "fixtures" / "parse"
SCREENS = TESTS / "golden" / "parse"
SEEDS = {
    "quyang-2020-budget": "001_quyang_2020_budget.doc",
    "etuokeqianqi-2020-final": "000_etuokeqianqi_2020_final.docx",
}
WIDTHS = (80, 160)


def record(seed: str) -> ParsedFile:
    return ParsedFile.model_validate_json((RECORDS / f"{seed}.json").read_bytes())


def screen(parsed: ParsedFile, width: int, **options: object) -> str:
    """What a terminal of ``width`` columns shows, without colours and blanks at line ends."""
    console = Console(file=io.StringIO(), width=width, record=True, force_terminal=True, color_system="truecolor")
    Screen(console, **options).show(parsed)  # type: ignore[arg-type]  # options by name, as a test gives them
    return "\n".join(line.rstrip() for line in console.export_text().splitlines()) + "\n"


def golden(seed: str, width: int) -> Path:
    return SCREENS / f"{seed}-{width}.txt"


def main() -> None:
    for seed, name in SEEDS.items():
        if "--records" in sys.argv[1:]:
            with ReaderPool() as pool:
                (local,) = read_local(FILES / name, pool)
            parsed = record_of(local)
            data = parsed.model_dump_json(exclude_defaults=True, indent=None)
            (RECORDS / f"{seed}.json").write_text(data + "\n", encoding="utf-8")
        for width in WIDTHS:
            golden(seed, width).write_text(screen(record(seed), width), encoding="utf-8")


if __name__ == "__main__":
    main()
