"""Changes on last year: those of the parts add to that of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from domain.records import Measure, Origin, Statement, Verdict
from parsers.reconcile.cases import Place, SpecialCase
from parsers.reconcile.classification import level_of
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, key_of
from parsers.reconcile.tolerance import judge_sum
from parsers.reconcile.wording import amount, label, labels, place, printed


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    totals: tuple[Place, ...]
    parts: tuple[Place, ...]


def by_part(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Needs the change of the whole and of two parts in one document; a part that is said not to change counts as 0."""
    settings = Settings.model_validate(case.settings)
    for document_id in dict.fromkeys(fact.document_id for fact in facts.facts):
        whole = _first(facts, settings.totals, document_id)
        parts: dict[str, Figure] = {}
        for spot in settings.parts:
            found = _first(facts, (spot,), document_id)
            if found is not None:
                parts.setdefault(key_of(spot.item), found)
        if whole is None or len(parts) < 2:
            continue
        figures = tuple(parts.values())
        judged = judge_sum(total(figures), whole.number, (whole, *figures), case.severity)
        message = sentence(
            case,
            "sum",
            judged.reason,
            place=place(whole.fact.statement, whole.fact.origin),
            parts=labels(figures),
            total=label(whole),
            expected=amount(judged.expected, figures),
            found=printed(whole),
            difference=amount(abs(judged.difference), figures),
        )
        yield finding(judged, message, (whole, *figures))


class ClassSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    totals: tuple[Place, ...]
    #: Words of a change that is none (无变化, 持平).
    unchanged: str


def by_class(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Changes of all classes against the change of the whole; a class of last year that is gone may be missing."""
    settings = ClassSettings.model_validate(case.settings)
    for section in facts.of_statement(Statement.GENERAL_BY_CLASS, where=lambda s: s.origin is Origin.NARRATIVE):
        whole = _first(facts, settings.totals, section.document_id)
        changes: dict[str, Figure] = {}
        for figure in section.figures:
            if figure.fact.measure is Measure.CHANGE and figure.is_money and level_of(figure.fact.item) == "class":
                changes.setdefault(figure.fact.item, figure)
        same = [fact for fact in section.others if re.search(settings.unchanged, fact.text or "")]
        classes = {
            figure.fact.item
            for figure in section.figures
            if figure.fact.measure is Measure.AMOUNT and level_of(figure.fact.item) == "class"
        }
        told = changes.keys() | {fact.item for fact in same}
        if whole is None or len(changes) < 2 or not classes <= told:
            continue
        parts = tuple(changes.values())
        judged = judge_sum(total(parts), whole.number, (whole, *parts), case.severity)
        message = sentence(
            case,
            "class_changes",
            judged.reason,
            parts=labels(parts),
            expected=amount(judged.expected, parts),
            found=printed(whole),
            difference=amount(abs(judged.difference), parts),
        )
        yield finding(judged, message, (whole, *parts), same)


class FundingSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: (item of the summary, items of the fiscal summary) that hold the same money when all of it is fiscal.
    pairs: tuple[tuple[str, tuple[str, ...]], ...]


def funding(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """All money is fiscal this year, but the changes differ: the difference was non-fiscal money last year."""
    settings = FundingSettings.model_validate(case.settings)
    for document_id in dict.fromkeys(fact.document_id for fact in facts.facts):
        for item, fiscal_items in settings.pairs:
            own = _current_and_change(facts, Statement.SUMMARY, (item,), document_id)
            fiscal = _current_and_change(facts, Statement.FISCAL_SUMMARY, fiscal_items, document_id)
            if own is None or fiscal is None or own[0].number != fiscal[0].number:
                continue
            gap = fiscal[1].number - own[1].number
            if gap == 0:
                continue
            # More fiscal money last year than money at all cannot be.
            impossible = gap < -(own[1].half + fiscal[1].half)
            message = sentence(
                case,
                "funding",
                "impossible" if impossible else "gap",
                item=label(own[0]),
                change=printed(own[1]),
                fiscal=printed(fiscal[1]),
                difference=amount(abs(gap), (own[1], fiscal[1])),
            )
            figures = (*own, *fiscal)
            verdict = case.severity if impossible else Verdict.INFO
            yield Finding(verdict, message, figures, expected=own[1].number, found=fiscal[1].number, difference=gap)
            break


def _current_and_change(
    facts: Facts, statement: Statement, items: tuple[str, ...], document_id: str
) -> tuple[Figure, Figure] | None:
    found: dict[Measure, Figure] = {}
    for measure in (Measure.AMOUNT, Measure.CHANGE):
        figure = facts.first(tuple((statement, item) for item in items), measure, document_id=document_id)
        if figure is not None and figure.is_money:
            found[measure] = figure
    return (found[Measure.AMOUNT], found[Measure.CHANGE]) if len(found) == 2 else None


def _first(facts: Facts, places: tuple[Place, ...], document_id: str) -> Figure | None:
    for spot in places:
        found = facts.first(((spot.statement, spot.item),), Measure.CHANGE, document_id=document_id)
        if found is not None and found.is_money:
            return found
    return None
