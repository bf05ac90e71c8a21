"""Charts: their bars against the figures of the text and the tables, this year's and last year's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from domain.records import Measure, Statement
from parsers.reconcile.cases import Place, SpecialCase
from parsers.reconcile.classification import codes_of
from parsers.reconcile.figures import Figure
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of
from parsers.reconcile.tolerance import Judgement, judge_same, judge_sum
from parsers.reconcile.wording import amount, label, printed

_YEAR = re.compile(r"20\d\d")


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Totals a bar named by a year alone may show.
    totals: tuple[Place, ...]
    #: Bars named by an item: the start of the name → where the item is printed.
    items: dict[str, Place]


def charts(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    settings = Settings.model_validate(case.settings)
    year = facts.context.fiscal_year
    if year is None:
        return
    for section in facts.of_statement(Statement.CHART):
        for bar in section.figures:
            named = [int(found) for found in _YEAR.findall(bar.fact.item)]
            if not bar.is_money or (named and set(named) != {named[0]}):
                continue
            if named and named[0] == year - 1:
                yield from _of_last_year(case, settings, facts, section, bar)
            elif not named or named[0] == year:
                yield from _of_this_year(case, settings, facts, section, bar)


def _category(bar: Figure) -> str:
    return key_of(bar.fact.item).rpartition("/")[2]


def _of_this_year(
    case: SpecialCase, settings: Settings, facts: Facts, section: Section, bar: Figure
) -> Iterator[Finding]:
    category = _category(bar)
    shown = _item(settings, facts, section, category)
    if shown is not None:
        yield _finding(case, judge_same(shown, bar, case.severity), bar, shown)
    elif _YEAR.search(category):
        totals = [figure for spot in settings.totals if (figure := _at(facts, spot, section.document_id))]
        outcomes = [(judge_same(total, bar, case.severity), total) for total in totals]
        yield from _best(case, bar, outcomes)


def _of_last_year(
    case: SpecialCase, settings: Settings, facts: Facts, section: Section, bar: Figure
) -> Iterator[Finding]:
    """Last year's total follows from this year's and the change."""
    if not _YEAR.search(_category(bar)):
        return
    outcomes = []
    for spot in settings.totals:
        current = _at(facts, spot, section.document_id)
        changed = facts.first_near(((spot.statement, spot.item),), Measure.CHANGE, section.document_id)
        if current is not None and changed is not None and changed.is_money:
            members = (bar, current, changed)
            outcomes.append((judge_sum(current.number - changed.number, bar.number, members, case.severity), current))
    yield from _best(case, bar, outcomes, prior=True)


def _item(settings: Settings, facts: Facts, section: Section, category: str) -> Figure | None:
    for start, spot in settings.items.items():
        if category.startswith(key_of(start)):
            return _at(facts, spot, section.document_id)
    classes = [code for code in codes_of(category) if len(code) == 3]
    if not classes:
        return None
    for other in facts.of_statement(Statement.GENERAL_BY_CLASS):
        for figure in other.figures:
            if figure.fact.measure is Measure.AMOUNT and classes[0] in codes_of(figure.fact.item):
                return figure
    return None


def _at(facts: Facts, spot: Place, document_id: str) -> Figure | None:
    return facts.first_near(((spot.statement, spot.item),), Measure.AMOUNT, document_id)


def _best(
    case: SpecialCase, bar: Figure, outcomes: list[tuple[Judgement, Figure]], *, prior: bool = False
) -> Iterator[Finding]:
    """A chart does not say which total it shows: one that agrees is enough."""
    if outcomes:
        judged, shown = next(((j, f) for j, f in outcomes if not j.verdict.failed), outcomes[0])
        yield _finding(case, judged, bar, shown, prior=prior)


def _finding(case: SpecialCase, judged: Judgement, bar: Figure, shown: Figure, *, prior: bool = False) -> Finding:
    outcome = "differ" if judged.verdict.failed else "agree"
    message = sentence(
        case,
        "chart",
        f"prior_{outcome}" if prior else outcome,
        bar=bar.fact.item,
        item=label(shown),
        found=printed(bar),
        shown=printed(shown),
        expected=amount(judged.expected, (bar, shown)),
    )
    return finding(judged, message, (bar, shown))
