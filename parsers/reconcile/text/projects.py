"""Names of projects in the words of a document: lists of one set of projects, titles of their reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from pydantic import BaseModel, ConfigDict

from domain.near_names import distance
from domain.records import Statement
from domain.text import squeeze
from parsers.reconcile.cases import ReadingCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.text.passages import Passages

_NAME = r"[“\"]?[^、,;:。()“”\"]{4,30}[”\"]?"
_LIST = re.compile(
    rf"(?:(?P<before>\d{{1,2}})个?项目\((?P<inside>{_NAME}(?:、{_NAME})+)\))"
    rf"|(?P<listed>[“\"][^“”]{{4,30}}[”\"](?:、[“\"][^“”]{{4,30}}[”\"])+)等?(?P<after>\d{{1,2}})个项目"
)


def project_lists(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """Two lists of as many projects that differ in one name: one project under two names, or another project."""
    lists: list[tuple[str, ...]] = []
    for passage in passages.paragraphs:
        for match in _LIST.finditer(passage.text):
            names = tuple(name.strip('“”" ') for name in (match["inside"] or match["listed"]).split("、"))
            number = int(match["before"] or match["after"])
            if len(set(names)) == number > 1 and names not in lists:
                lists.append(names)
    for one, two in combinations(lists, 2):
        only_one, only_two = set(one) - set(two), set(two) - set(one)
        if len(one) == len(two) and len(only_one) == len(only_two) == 1:
            message = sentence(
                case, "scope", "project_list", one=only_one.pop(), two=only_two.pop(), number=str(len(one))
            )
            yield Finding(case.severity, message)


class Titles(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: The line below a project's name on the title page of its report.
    reports: str


def project_titles(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """The title of a project's report against the names in the project forms: alike, but not the same."""
    settings = Titles.model_validate(case.settings)
    known = {
        squeeze(fact.project): fact
        for fact in passages.facts
        if fact.project and fact.statement in (Statement.PERF_PROJECT, Statement.PERF_INDICATOR)
    }
    agency = squeeze(passages.context.agency or "")
    paragraphs = passages.paragraphs
    for title, below in pairwise(paragraphs):
        name = squeeze(title.text).removeprefix(agency)
        if not re.match(settings.reports, squeeze(below.text)) or name in known or not name:
            continue
        near = [other for other in known if 0 < distance(name, other, _FEW) <= _FEW]
        if len(near) == 1:
            fact = known[near[0]]
            message = sentence(case, "scope", "project_title", one=name, two=fact.project or "")
            yield Finding(case.severity, message, facts=(fact,))


#: Characters in which a title and a name may differ.
_FEW = 4
