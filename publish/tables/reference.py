"""The reference tables the published keys point to, from the files of ``domain/reference``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib import resources

from domain.identifiers import sha256_hex
from publish.schemas import Row
from publish.tables.cells import flag_cell

_LEVELS = {"类": "class", "款": "section", "项": "item"}
#: Words by which the compilers of the list marked a row they could not confirm.
_DOUBTS = ("verify", "unpublished", "disagree", "secondary", "web list", "recalled")


@cache
def reference_tables() -> dict[str, tuple[Row, ...]]:
    """``divisions``, ``division_changes``, ``function_codes`` and ``economic_codes`` as published rows."""
    return {
        "divisions": tuple(_divisions()),
        "division_changes": tuple(_division_changes()),
        "function_codes": tuple(_codes("functional_classification.csv")),
        "economic_codes": (
            *_codes("economic_classification.csv", scheme="department"),
            *_codes("economic_classification_government.csv", scheme="government"),
        ),
    }


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in reference_tables()["divisions"]}


def name_of(code: str) -> str:
    """The last name of a division in ``divisions``; the code itself of one that is not there."""
    return _names().get(code, code)


def _read(name: str) -> Iterator[Row]:
    text = resources.files("domain.reference").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text), strict=True)


def _divisions() -> Iterator[Row]:
    for row in _read("divisions.csv"):
        kept = {key: row[key] for key in ("code", "name", "province", "city", "level", "valid_from", "valid_to")}
        yield {**kept, "verified": _undoubted(row["note"]), "note": row["note"]}


def _division_changes() -> Iterator[Row]:
    columns = ("year", "type", "old_code", "old_name", "new_code", "new_name")
    for row in _read("division_changes.csv"):
        kept = {key: row[key] for key in columns}
        digest = sha256_hex("|".join(kept.values()).encode())[:12]
        yield {
            "change_id": f"d-{digest}",
            **kept,
            "verified": _undoubted(f"{row['basis']} {row['note']}"),
            "basis": row["basis"],
            "note": row["note"],
        }


def _codes(name: str, **first: str) -> Iterator[Row]:
    for row in _read(name):
        yield {
            **first,
            **{key: row[key] for key in ("code", "name")},
            "level": _LEVELS[row["level"]],
            **{key: row[key] for key in ("parent", "valid_from", "valid_to")},
            "verified": flag_cell(row["note"].startswith("verified")),
            "note": row["note"],
        }


def _undoubted(words: str) -> str:
    return flag_cell(not any(doubt in words for doubt in _DOUBTS))
