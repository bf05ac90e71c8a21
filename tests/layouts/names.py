"""Names of codes in a year, from the reference tables; a declaration may print others (``names``)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[2] / "domain" / "reference"
FILES = ("functional_classification.csv", "economic_classification.csv", "economic_classification_government.csv")


@cache
def _rows() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for name in FILES:
        with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["code"], []).append(row)
    return found


def name_of(code: str, year: int) -> str | None:
    """The reference name of ``code`` in ``year``; the nearest known one when no period fits."""
    rows = _rows().get(code)
    if not rows:
        return None
    for row in rows:
        if int(row["valid_from"] or 0) <= year <= int(row["valid_to"] or 9999):
            return row["name"]
    return rows[-1]["name"]
