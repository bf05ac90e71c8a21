"""Whose figures and which year: documents of different scope, projects of another department or another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from domain.records import Fact, Statement
from parsers.reconcile.cases import SpecialCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.sections import Facts, key_of

_DEPARTMENT = re.compile(r"^(\d{3,})\D")
_SHORT_YEAR = re.compile(r"^(\d{2}|20\d{2})年")


def two_stories(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Two documents of one report that differ in most of their figures, as the books of 部门 and 单位 do."""
    for pair in sorted(facts.strangers, key=sorted):
        cited = tuple(next(fact for fact in facts.facts if fact.document_id == document) for document in sorted(pair))
        yield Finding(case.severity, sentence(case, "scope", "two_stories"), facts=cited)


#: Characters two names of one project share in a row.
_SHARED = 4


def project_names(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A project that the text and the project forms of one document call by different names."""
    told: dict[str, dict[str, Fact]] = {}
    forms: dict[str, dict[str, Fact]] = {}
    for fact in facts.facts:
        if fact.statement is Statement.PROJECT_EXPENDITURE and "/" not in fact.item and fact.item != "合计":
            told.setdefault(fact.document_id, {}).setdefault(key_of(fact.item), fact)
        elif fact.statement in (Statement.PERF_PROJECT, Statement.PERF_INDICATOR) and fact.project:
            forms.setdefault(fact.document_id, {}).setdefault(key_of(fact.project), fact)
    for document_id, names in told.items():
        others = forms.get(document_id, {})
        loose = {name: fact for name, fact in others.items() if name not in names}
        for name, fact in names.items():
            near = None if name in others else _alike(name, loose)
            if near is not None:
                message = sentence(case, "scope", "project_name", one=fact.item, two=loose[near].project or "")
                yield Finding(case.severity, message, facts=(fact, loose[near]))


def _alike(name: str, others: dict[str, Fact]) -> str | None:
    """The one other name that shares a long run of characters."""
    shared = {other: SequenceMatcher(None, name, other, autojunk=False).find_longest_match().size for other in others}
    best = [other for other, size in shared.items() if size >= _SHARED and size == max(shared.values())]
    return best[0] if len(best) == 1 else None


def _texts(facts: Facts, item: str) -> dict[tuple[str, str], Fact]:
    found: dict[tuple[str, str], Fact] = {}
    for fact in facts.facts:
        if fact.statement is Statement.PERF_PROJECT and fact.item == item and fact.text and fact.project:
            found.setdefault((fact.document_id, fact.project), fact)
    return found


def other_department(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A project form whose 主管部门 has a code that the unit's own code does not begin with."""
    units = _texts(facts, "实施单位")
    for key, department in _texts(facts, "主管部门").items():
        unit = units.get(key)
        one = _DEPARTMENT.match(department.text or "")
        two = _DEPARTMENT.match(unit.text or "") if unit else None
        if unit and one and two and not two.group(1).startswith(one.group(1)):
            message = sentence(
                case, "scope", "department", project=key[1], department=department.text or "", unit=unit.text or ""
            )
            yield Finding(case.severity, message, facts=(department, unit))


def other_year(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A project named after another year than the report's."""
    if facts.context.fiscal_year is None:
        return
    seen = set()
    for fact in facts.facts:
        found = _SHORT_YEAR.match(fact.project or "")
        if not found or fact.project in seen or fact.statement is not Statement.PERF_PROJECT:
            continue
        seen.add(fact.project)
        year = int(found.group(1)) % 100
        if year != facts.context.fiscal_year % 100:
            message = sentence(case, "scope", "year", project=fact.project or "", year=str(facts.context.fiscal_year))
            yield Finding(case.severity, message, facts=(fact,))
