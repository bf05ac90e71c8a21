"""The words of the catalogue: every sentence it says, and every word of the published vocabulary, in both languages."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest
import yaml

from publish.schemas import load_schemas
from publish.site.bundle import FRONTEND
from publish.tables.reference import reference_tables

SOURCES = FRONTEND / "src"
INTERFACE = json.loads((SOURCES / "words" / "interface.json").read_text(encoding="utf-8"))
VOCABULARY = json.loads((SOURCES / "words" / "vocabulary.json").read_text(encoding="utf-8"))
TILES = json.loads((SOURCES / "words" / "tiles.json").read_text(encoding="utf-8"))
#: Lists of the vocabulary and the columns whose values they name.
COLUMNS = {
    "statement": ("facts", "statement"),
    "measure": ("facts", "measure"),
    "cell_state": ("facts", "cell_state"),
    "origin": ("facts", "origin"),
    "method": ("facts", "method"),
    "agreement": ("facts", "agreement"),
    "verdict": ("checks", "verdict"),
    "coverage": ("coverage", "state"),
    "scope": ("reports", "scope"),
    "report_type": ("reports", "report_type"),
    "report_state": ("reports", "state"),
}


def source_texts():
    return [path.read_text(encoding="utf-8") for path in sorted(SOURCES.rglob("*.js"))]


def test_every_sentence_that_the_program_says_is_there():
    said = {key for text in source_texts() for key in re.findall(r"\bt\(\s*'([a-z_]+)'", text)}
    assert said
    assert said - INTERFACE.keys() == set()


def test_no_sentence_is_left_over():
    text = "".join(source_texts())
    quoted = set(re.findall(r"'([a-z_]+)'", text))
    prefixes = set(re.findall(r"\bt\(`([a-z_]+)\$\{", text))
    unused = {
        key
        for key in INTERFACE
        if key not in quoted and not any(key.startswith(prefix) for prefix in prefixes) and not key.endswith("_text")
    }
    assert unused == set()


@pytest.mark.parametrize("key", sorted(INTERFACE))
def test_a_sentence_has_the_same_places_for_values_in_both_languages(key):
    zh, en = INTERFACE[key]
    assert sorted(re.findall(r"\{(\w+)\}", zh)) == sorted(re.findall(r"\{(\w+)\}", en))
    assert zh
    assert en


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_value_of_a_published_column_has_a_word(name):
    resource, column = COLUMNS[name]
    assert set(VOCABULARY[name]) == set(load_schemas()[resource].field(column).constraints["enum"])


def test_totals_are_named_as_in_their_schema():
    fields = {one.name: [one.title.zh, one.title.en] for one in load_schemas()["totals"].fields}
    assert VOCABULARY["totals"] == {name: fields[name] for name in VOCABULARY["totals"]}
    assert fields.keys() - VOCABULARY["totals"].keys() == {"report_id", "division_code", "fiscal_year", "report_type"}


def test_every_rule_of_the_checks_is_named():
    folder = resources.files("parsers.reconcile.rules")
    files = [one for one in folder.iterdir() if one.name.endswith(".yaml")]
    declared = [yaml.safe_load(one.read_text(encoding="utf-8")) for one in files]
    rules = [rule for several in declared if isinstance(several, list) for rule in several]
    titles = {rule["id"]: [rule["title"]["zh"], rule["title"]["en"]] for rule in rules}
    assert VOCABULARY["rule"] == titles


def test_every_province_has_a_tile_of_its_own():
    provinces = {row["code"] for row in reference_tables()["divisions"] if row["level"] == "province"}
    assert provinces - TILES.keys() == set()
    places = [(column, row) for column, row, _ in TILES.values()]
    assert len(places) == len(set(places))
