"""One project, one name: sentences are compared without quotation marks, forms print them (“访惠聚”驻村工作队补助)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from domain.records import Fact, Origin, Statement

_MARKS = re.compile("[“”‘’\"'「」『』]")


def named_as_in_forms(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """``facts``, those of sentences with the names that those of tables give the same projects.

    A name that two forms print with different marks stays as it is.
    """
    forms: dict[str, set[str]] = {}
    for name in _names(fact for fact in facts if fact.origin is Origin.TABLE):
        forms.setdefault(_MARKS.sub("", name), set()).add(name)
    marked = {bare: names.pop() for bare, names in forms.items() if len(names) == 1 and names != {bare}}
    if not marked:
        return tuple(facts)
    return tuple(_renamed(fact, marked) if fact.origin is Origin.NARRATIVE else fact for fact in facts)


def _names(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        if fact.project:
            yield fact.project
        if fact.statement is Statement.PROJECT_EXPENDITURE:
            yield fact.item.partition("/")[0]


def _renamed(fact: Fact, marked: dict[str, str]) -> Fact:
    project = marked.get(fact.project or "", fact.project)
    item = fact.item
    if fact.statement is Statement.PROJECT_EXPENDITURE:
        name, slash, column = item.partition("/")
        item = f"{marked.get(name, name)}{slash}{column}"
    if (project, item) == (fact.project, fact.item):
        return fact
    return fact.model_copy(update={"project": project, "item": item})
