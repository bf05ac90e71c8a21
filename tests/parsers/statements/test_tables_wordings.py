"""Titles and heads of one form in the words that departments have for it: all of them say the same facts."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from domain.declared import from_yaml
from parsers.model import ReportContext
from parsers.statements.tables import TableReading
from tests.parsers.statements.documents import grid, read
from tests.parsers.statements.form_cases import said

FILE = Path(__file__).with_name("wordings.yaml")


@cache
def _forms() -> dict[str, dict[str, Any]]:
    return dict(from_yaml(FILE.read_text(encoding="utf-8")))


def _read(form: dict[str, Any], title: str, head: str) -> TableReading:
    kind = "final_accounts" if form.get("kind") == "决算" else "budget"
    lines = title.replace(" / ", "\n") + "\n单位：万元"
    return read(lines, grid(f"{head}\n{form['rows']}"), context=ReportContext(fiscal_year=2024, report_type=kind))


def _cases(name: str) -> list[tuple[str, str, str]]:
    """Each title above the first head, each further head below the first title."""
    form = _forms()[name]
    titles, heads = form["titles"], form["heads"]
    return [*((name, title, heads[0]) for title in titles), *((name, titles[0], head) for head in heads[1:])]


CASES = list(chain.from_iterable(_cases(name) for name in _forms() if name != "unknown"))


@pytest.mark.parametrize(("name", "title", "head"), CASES)
def test_every_wording_of_a_form_says_the_same(name: str, title: str, head: str) -> None:
    form = _forms()[name]
    reading = _read(form, title, head)
    assert [said(fact) for fact in reading.facts] == form["says"].strip().splitlines()
    assert (reading.unused_rows, reading.unrecognised) == ((), ())


@pytest.mark.parametrize("case", _forms()["unknown"]["tables"], ids=lambda case: case["title"])
def test_a_table_of_something_else_is_reported_and_not_guessed(case: dict[str, Any]) -> None:
    reading = _read({"rows": case["rows"]}, case["title"], case["head"])
    assert (reading.facts, len(reading.unrecognised)) == ((), 1)
