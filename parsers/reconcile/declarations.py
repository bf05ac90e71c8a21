"""The rules and the words as they are declared in ``rules/*.yaml``; a misspelt key is an error at import."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from domain.declared import from_yaml
from domain.records import Measure, Statement
from parsers.reconcile.cases import Case, Declared, Pair, StatementWords

_HERE = "parsers.reconcile.rules"


class Rule(Declared):
    """One identity or relation, with what the documentation says about it."""

    id: str
    title: Pair
    identity: Pair
    tolerance: Pair
    verdicts: Pair
    example: Pair
    cases: tuple[Case, ...] = ()


class _Words(Declared):
    """English units, names of statements and measures, and the sentences by kind and outcome."""

    units: dict[str, str]
    measures: dict[Measure, Pair]
    statements: dict[Statement, StatementWords]
    messages: dict[str, dict[str, Pair]]


_RULES = TypeAdapter(tuple[Rule, ...])


def load_yaml(name: str) -> object:
    """The content of one declaration file."""
    return from_yaml(files(_HERE).joinpath(name).read_text(encoding="utf-8"))


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules, in the order of their files and within them."""
    names = sorted(entry.name for entry in files(_HERE).iterdir() if entry.name[:2].isdigit())
    rules = [rule for name in names for rule in _RULES.validate_python(load_yaml(name))]
    ids = [rule.id for rule in rules]
    if len(ids) != len(set(ids)):
        raise ValueError(f"a rule is declared twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return tuple(rules)


WORDS = _Words.model_validate(load_yaml("words.yaml"))
NAMES = TypeAdapter(dict[str, str]).validate_python(load_yaml("names.yaml"))
