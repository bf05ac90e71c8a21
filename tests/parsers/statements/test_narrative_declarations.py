"""The declared words, subjects, headings and prose rules: complete, unambiguous and inside the vocabulary."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from pydantic import ValidationError

from domain.declared import from_yaml
from parsers.statements.narrative.declarations import (
    SubjectRule,
    Words,
    compared,
    headings,
    prose,
    sections,
    subject_rules,
    words,
)
from parsers.statements.narrative.state import declared

PATTERNS = Path(__file__).resolve().parents[3] / "parsers" / "statements" / "patterns"


def test_a_name_means_one_subject_in_a_section():
    meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for section in sections().sections:
        for rule in subject_rules():
            if rule.only and section not in rule.only:
                continue
            for name in rule.names:
                for rank in rule.behind or ("special" if rule.only else "general",):
                    meanings[section, f"{rank} {compared(name)}"].add(rule.subject)
    assert {place: found for place, found in meanings.items() if len(found) > 1} == {}


def test_parts_name_declared_wholes():
    names = {rule.subject for rule in subject_rules()}
    assert {rule.part_of for rule in subject_rules() if rule.part_of} <= names


def test_a_part_is_not_part_of_itself_in_the_end():
    wholes = {rule.subject: rule.part_of for rule in subject_rules() if rule.part_of}
    for subject in wholes:
        seen, name = {subject}, wholes.get(subject)
        while name is not None:
            assert name not in seen
            seen.add(name)
            name = wholes.get(name)


def test_subjects_have_a_place_in_every_section_they_are_known_in():
    known = set(sections().sections)
    for rule in subject_rules():
        assert set(rule.only) <= known
        assert set(rule.targets) - {"*"} <= known
        assert rule.targets.get("*") or all(section in rule.targets for section in rule.only)


def test_the_subjects_that_the_grammar_speaks_of_are_declared():
    for name in ("收入", "支出", "收支总计", "财政拨款收支总计", "公务用车购置费"):
        assert declared(name).rule is not None


def test_headings_open_declared_sections():
    known = set(sections().sections)
    for rule in headings():
        assert rule.section in known
        assert rule.within <= known


def test_counts_and_sentences_of_prose_are_read_in_declared_sections():
    known = set(sections().sections)
    named = [
        *(rule.sections for rule in prose().counts),
        *(rule.sections for rule in prose().texts),
        *(rule.sections for rule in prose().figures),
    ]
    for names in named:
        assert set(names) <= known


def test_every_pattern_compiles():
    for name in ("words.yaml", "sections.yaml", "prose.yaml"):
        for pattern in _regexes(from_yaml((PATTERNS / name).read_text(encoding="utf-8"))):
            re.compile(pattern)


def _regexes(node: object) -> list[str]:
    if isinstance(node, dict):
        found = [value for key, value in node.items() if key in ("regex", "behind", "words") and isinstance(value, str)]
        return found + [one for value in node.values() for one in _regexes(value)]
    if isinstance(node, list):
        return [one for value in node for one in _regexes(value)]
    return []


def test_an_unknown_key_is_refused():
    raw = from_yaml((PATTERNS / "words.yaml").read_text(encoding="utf-8"))
    with pytest.raises(ValidationError):
        Words.model_validate(raw | {"directons": {}})
    subject = from_yaml((PATTERNS / "subjects.yaml").read_text(encoding="utf-8"))[0]
    with pytest.raises(ValidationError):
        SubjectRule.model_validate(subject | {"name": []})


def test_directions_do_not_contradict_each_other():
    up, down = (set(words().directions[key]) for key in ("up", "down"))
    assert not up & down
