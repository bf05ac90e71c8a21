"""Figures and statements in prose, read by declared words right around them (``prose.yaml``).

Looser than the grammar of budget sections: an item is what a rule names, or what the text prints before the figure, so
nothing is claimed beyond the words themselves.
"""

from __future__ import annotations

import re
from functools import cache

from domain.records import CellState, Measure, Statement
from parsers.statements.labels import chinese
from parsers.statements.narrative.declarations import ProseRule, prose
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import BARE, COUNT, MONEY, PERCENT, Figure, find_figures
from parsers.statements.narrative.projects import ProseState, belongs_to_project, name_project
from parsers.statements.narrative.spots import Spot, clause, compiled
from parsers.statements.narrative.staff import read_staff
from parsers.statements.narrative.workload import Counted, next_start, read_rates, read_work

_KINDS = {MONEY: "money", PERCENT: "percent"}
_AMOUNT = re.compile(r"\d[\d,.]*(?:亿|万|千)?元")
_REACH = 600
#: How far behind the first figure of a sentence its project may be named.
_AHEAD = 20
_WORK_SECTIONS = frozenset({"work", "performance"})
_RATE_SECTIONS = _WORK_SECTIONS | {"targets"}
_STAFF_SECTIONS = frozenset({"organisation", "other"})
_LONGEST_STAFF_LABEL = 12


def read_texts(text: str, section: str, state: ProseState) -> list[Draft]:
    """Statements without a number: 空表, 本年度无此项支出, 自评结论为优秀."""
    drafts: list[Draft] = []
    for rule in prose().texts:
        found = compiled(rule.regex).search(text) if section in rule.sections else None
        if found is None or any((draft.statement, draft.item) == (rule.statement, rule.item) for draft in drafts):
            continue
        if rule.state is CellState.DECLARED_EMPTY and _AMOUNT.search(text):
            continue  # figures are printed after all
        drafts.append(
            Draft(
                section=section,
                measure=Measure.TEXT,
                start=clause(text, found.start())[0],
                end=found.end(),
                position=found.start("text"),
                text=found["text"],
                state=rule.state,
                statement=Statement.PERF_SUMMARY if rule.project and state.project is None else rule.statement,
                item=rule.item,
                project=state.project if rule.project else None,
            )
        )
    return drafts


def read_prose(text: str, section: str, state: ProseState, *, budget: bool) -> list[Draft]:
    """Figures of one passage in prose; ``budget``: percentages of a 预算 are targets, of a 决算 results."""
    drafts: list[Draft] = []
    before = 0
    sentence, stop = -1, 0
    counted: Counted | None = None
    for figure in find_figures(text):
        stop = max(stop, *(text.rfind(mark, stop, figure.start) + 1 for mark in "。;"))
        if stop != sentence:
            sentence = stop
            name_project(text[stop : min(figure.end, stop + _REACH) + _AHEAD], state)
        if figure.doubt is None and (figure.kind != BARE or _is_staff_without_unit(text, figure, section)):
            start, before, counted = next_start(text, figure.start, before, counted)
            read, counted = _read(Spot(text, figure, start, section), state, counted, budget=budget)
            drafts += read
        before = figure.end
    return drafts


def _read(
    spot: Spot, state: ProseState, counted: Counted | None, *, budget: bool
) -> tuple[list[Draft], Counted | None]:
    found = _by_rule(spot, state)
    if found is None and spot.figure.kind == PERCENT and spot.section in _RATE_SECTIONS:
        return read_rates(spot, budget=budget), None
    if found is None and spot.figure.kind in (COUNT, BARE) and spot.section in _STAFF_SECTIONS:
        found = read_staff(spot)
    elif found is None and spot.figure.kind == COUNT and spot.section in _WORK_SECTIONS:
        found, counted = read_work(spot, counted)
        return [found] if found is not None else [], counted
    return [found] if found is not None else [], None


def _is_staff_without_unit(text: str, figure: Figure, section: str) -> bool:
    """编制数39，: only behind words that can name nothing but staff."""
    before = text[max(0, figure.start - _LONGEST_STAFF_LABEL) : figure.start]
    return section in _STAFF_SECTIONS and compiled(prose().staff.unitless).search(before) is not None


def _by_rule(spot: Spot, state: ProseState) -> Draft | None:
    unit = _KINDS.get(spot.figure.kind, spot.unit)
    for rule in prose().figures:
        if spot.section in rule.sections and unit in rule.units:
            groups = _groups(rule, spot, state)
            if groups is not None:
                item = rule.item.format(**{key: chinese(value or "") for key, value in groups.items()})
                project = state.project if rule.project else None
                nameless = rule.project and project is None
                statement = Statement.PERF_SUMMARY if nameless else rule.statement
                return spot.draft(statement, item, rule.measure, project)
    return None


def _groups(rule: ProseRule, spot: Spot, state: ProseState) -> dict[str, str | None] | None:
    """What the rule's words captured, with the words every item may use; ``None`` when the rule does not fit."""
    if rule.sentence and compiled(rule.sentence).search(spot.sentence) is None:
        return None
    if rule.whole and compiled(rule.whole).search(_whole_sentence(spot)) is None:
        return None
    if "{project}" in rule.item and not state.labelled:
        return None
    before = compiled(rule.words).search(spot.before)
    behind = compiled(rule.behind).search(spot.behind) if rule.behind else None
    if before is None or (rule.behind and behind is None) or _is_of_another_year(before, state):
        return None
    if rule.project and not belongs_to_project(spot.before[: before.start()], state):
        return None
    return {
        "fund": "政府性基金" if "政府性基金" in spot.sentence else "",
        "stage": _stage(spot),
        "project": state.project,
        "label": re.sub(r"20\d\d年度?", "", chinese(spot.before)),
        **before.groupdict(),
        **(behind.groupdict() if behind else {}),
    }


def _whole_sentence(spot: Spot) -> str:
    """The sentence before the figure, with all its semicolons."""
    return spot.text[max(0, spot.figure.start - _REACH) : spot.figure.start].rsplit("。", 1)[-1]


def _stage(spot: Spot) -> str:
    """The step of performance management that the clause names, or the sentence before its semicolon."""
    whole = _whole_sentence(spot)
    named = {stage: compiled(words) for stage, words in prose().stages.items() if words}
    default = next(stage for stage in prose().stages if stage not in named)
    for said in (spot.sentence, *reversed(whole.split(";")[:-1])):
        found = next((stage for stage, words in named.items() if words.search(said)), None)
        if found is not None or default in said:
            return found or default
    return default


def _is_of_another_year(words: re.Match[str], state: ProseState) -> bool:
    year = words.groupdict().get("year")
    return year is not None and state.year is not None and int(year) != state.year


@cache
def reads_prose_too(section: str) -> bool:
    """True for a budget section in which staff or performance may stand as well."""
    return any(section in rule.sections for rule in prose().figures)
