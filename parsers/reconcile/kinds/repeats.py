"""Cells that must print one figure: a total beside its only part, a project's budget in each of its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain.records import Measure, Statement
from parsers.reconcile.cases import SpecialCase
from parsers.reconcile.figures import Figure
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of
from parsers.reconcile.tolerance import judge_same
from parsers.reconcile.wording import amount, label, name, place, printed

_FORMS = frozenset({Statement.PERF_PROJECT, Statement.PERF_INDICATOR, Statement.PROCUREMENT_ITEM, Statement.ORG})


def in_a_row(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """One item printed twice in one row (合计 and the only column that is filled) is one figure."""
    for section in facts.sections:
        if not section.is_table or section.statement in _FORMS:
            continue
        cells: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for figure in section.figures:
            fact = figure.fact
            if fact.row_no is not None and figure.is_money:
                cells[fact.row_no, key_of(fact.item), fact.code, fact.measure].append(figure)
        for figures in cells.values():
            yield from _unequal(case, section, figures)


def _unequal(case: SpecialCase, section: Section, figures: list[Figure]) -> Iterator[Finding]:
    first, *others = figures
    for other in others:
        judged = judge_same(first, other, case.severity)
        if judged.reason != "agree":
            message = sentence(
                case,
                "repeat",
                "row",
                place=place(section.statement, section.origin),
                item=label(first),
                one=printed(first),
                two=printed(other),
                difference=amount(abs(judged.difference), (first, other)),
            )
            yield finding(judged, message, (first, other))


def project_budgets(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """The budget of a project is the same in all its procurement lines, and in the list of projects."""
    for section in facts.of_statement(Statement.PROCUREMENT_ITEM):
        budgets: dict[str, list[Figure]] = defaultdict(list)
        for figure in section.figures:
            if figure.fact.measure is Measure.BUDGET and figure.fact.project and figure.is_money:
                budgets[figure.fact.project].append(figure)
        for project, figures in budgets.items():
            listed = facts.first_near(((Statement.PROJECT_EXPENDITURE, project),), Measure.AMOUNT, section.document_id)
            yield from _same_budget(case, project, [*([listed] if listed else []), *figures])


def _same_budget(case: SpecialCase, project: str, figures: list[Figure]) -> Iterator[Finding]:
    first, *others = figures
    for other in others:
        judged = judge_same(first, other, case.severity)
        if judged.reason != "agree":
            message = sentence(
                case,
                "repeat",
                "project",
                project=project,
                item=name(other.fact.item),
                one=printed(first),
                two=printed(other),
                difference=amount(abs(judged.difference), (first, other)),
            )
            yield finding(judged, message, (first, other))
