"""Money of the evaluated projects: as told, as added up from the project forms, and against project expenditure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from domain.records import Measure, Statement, Verdict
from parsers.reconcile.cases import Place, SpecialCase
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.kinds.performance import projects
from parsers.reconcile.sections import Facts, Section
from parsers.reconcile.tolerance import Judgement, judge_at_most, judge_sum
from parsers.reconcile.wording import amount, label, printed


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Items that say how much money was evaluated, and items that tell the same money once more.
    evaluated: str = "涉及资金$"
    told: str = "^(?:使用项目资金|完成项目资金总金额)$"
    not_meant: str = "政府性基金|国有资本"
    #: What the form of all expenditure of a department is called instead of a project.
    whole: str = "^(?:部门|单位|本部门|本单位|部门.单位.)?整体(?:支出)?(?:绩效)?$"
    project_expenditure: tuple[Place, ...] = ()


def _named(section: Section, pattern: str, settings: Settings) -> Iterator[Figure]:
    for figure in section.figures:
        item = figure.fact.item
        is_amount = figure.is_money and figure.fact.measure is Measure.AMOUNT
        if is_amount and re.search(pattern, item) and not re.search(settings.not_meant, item):
            yield figure


def money_told(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Figures that tell the projects' money must be the sum of their budgets or of what was spent.

    Only where the forms of all projects are printed: their number is one that the text states.
    """
    settings = Settings.model_validate(case.settings)
    for section in facts.of_statement(Statement.PERF_SUMMARY):
        forms = [form for form in projects(facts) if form.document_id == section.document_id and form.budget]
        counts = {figure.number for figure in section.figures if figure.fact.measure is Measure.COUNT}
        if len(forms) < 2 or Decimal(len(forms)) not in counts:
            continue
        budgets = [figure for form in forms if (figure := form.budget) is not None]
        spent = [figure for form in forms if (figure := form.spent) is not None]
        seen = set()
        for pattern in (settings.evaluated, settings.told):
            for figure in _named(section, pattern, settings):
                if figure.number not in seen:
                    seen.add(figure.number)
                    yield _told(case, figure, budgets, spent)


def _told(case: SpecialCase, figure: Figure, budgets: list[Figure], spent: list[Figure]) -> Finding:
    outcomes = [
        (judge_sum(total(parts), figure.number, (figure, *parts), case.severity), parts)
        for parts in (spent, budgets)
        if parts
    ]
    judged, parts = next(((j, p) for j, p in outcomes if not j.verdict.failed), outcomes[0])
    message = sentence(
        case,
        "evaluated_money",
        judged.reason,
        item=label(figure),
        found=printed(figure),
        number=str(len(parts)),
        expected=amount(judged.expected, (figure, *parts)),
        difference=amount(abs(judged.difference), (figure, *parts)),
    )
    return finding(judged, message, (figure, *parts))


def coverage(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Evaluated money against project expenditure: less is stated, more is a warning."""
    settings = Settings.model_validate(case.settings)
    places = tuple((spot.statement, spot.item) for spot in settings.project_expenditure)
    told = set()
    for section in facts.of_statement(Statement.PERF_SUMMARY):
        whole = facts.first_near(places, Measure.AMOUNT, section.document_id)
        if whole is None:
            continue
        seen = set()
        for figure in _named(section, settings.evaluated, settings):
            if figure.number in seen or not figure.number:
                continue
            seen.add(figure.number)
            told.add(section.document_id)
            yield _coverage(case, figure, whole)
    for document_id in dict.fromkeys(form.document_id for form in projects(facts)):
        whole = facts.first_near(places, Measure.AMOUNT, document_id)
        if document_id not in told and whole is not None:
            yield from _forms(case, facts, document_id, whole, settings)


def _forms(case: SpecialCase, facts: Facts, document_id: str, whole: Figure, settings: Settings) -> Iterator[Finding]:
    """Where the text tells no sum, what the forms of projects say was spent; that of all expenditure is none."""
    forms = [
        one for one in projects(facts) if one.document_id == document_id and not re.search(settings.whole, one.name)
    ]
    spent = [figure for form in forms if (figure := form.spent) is not None]
    if len(spent) < 2:
        return
    judged = judge_at_most(total(spent), whole.number, (whole, *spent), case.severity)
    short = whole.number - total(spent)
    if short > judged.tolerance:
        judged = Judgement(Verdict.INFO, whole.number, total(spent), judged.tolerance, "partly")
    message = sentence(
        case,
        "forms",
        judged.reason,
        number=str(len(spent)),
        found=amount(total(spent), spent),
        whole=printed(whole),
        difference=amount(abs(short), (whole, *spent)),
    )
    yield finding(judged, message, (whole, *spent))


def _coverage(case: SpecialCase, figure: Figure, whole: Figure) -> Finding:
    judged = judge_at_most(figure.number, whole.number, (figure, whole), case.severity)
    short = whole.number - figure.number
    if short > figure.half + whole.half:
        judged = Judgement(Verdict.INFO, whole.number, figure.number, judged.tolerance, "partly")
    message = sentence(
        case,
        "coverage",
        judged.reason,
        item=label(figure),
        found=printed(figure),
        whole=printed(whole),
        difference=amount(abs(short), (figure, whole)),
    )
    return finding(judged, message, (figure, whole))
