"""Work done, in prose: counts under the words they stand with, and rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.records import Measure, Statement
from domain.redaction import redact
from parsers.statements.labels import chinese
from parsers.statements.narrative.declarations import prose
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import COUNT, find_figures
from parsers.statements.narrative.spots import Spot, clause, compiled


@dataclass(frozen=True, slots=True)
class Counted:
    """The label counted last and where its words end, for 、28人次 behind 受理来访16批."""

    label: str
    end: int


def read_rates(spot: Spot, *, budget: bool) -> list[Draft]:
    """A percentage under the words before it: a target in a 预算, a result in a 决算.

    受理率、答复率均达100% says it of each; 受理率、答复率分别达100%、98% leaves open which is whose.
    """
    rules = prose().rates
    label = compiled(rules.link).sub("", compiled(prose().work.lead_in).sub("", spot.before))
    aimed = budget and compiled(rules.turn).search(label) and compiled(rules.turn_behind).search(spot.behind)
    if not 3 <= len(label) <= 40 or (not aimed and compiled(rules.unclear).search(label)):
        return []
    statement, measure = (
        (Statement.PERF_TARGET_NARRATIVE, Measure.TARGET) if budget else (Statement.WORKLOAD, Measure.RATE)
    )
    names = re.split(rules.several, label)
    if len(names) > 1 and all(len(name) >= 3 and compiled(rules.rate).search(name) for name in names):
        each = compiled(rules.each).search(spot.before) is not None
        return [spot.draft(statement, chinese(name), measure) for name in names] if each else []
    return [spot.draft(statement, chinese(label), measure)]


def read_work(spot: Spot, counted: Counted | None) -> tuple[Draft | None, Counted | None]:
    """A count of work done and what was counted. Its label is what stands before it, or the noun behind it."""
    rules = prose().work
    suffix = rules.units.get(spot.unit)
    if suffix is None:
        return None, None
    noun = compiled(rules.noun_behind).match(spot.behind)
    end = spot.figure.end + (noun.end() if noun else 0)
    if counted is not None and noun is None:
        item = _follows(spot.before, counted, suffix)
        if item is not None:
            return spot.draft(Statement.WORKLOAD, item, Measure.COUNT), replace(counted, end=end)
    label = _label(spot, noun["noun"] if noun else None)
    if label is None:
        return None, None
    item = chinese(label)
    named = item + (suffix if suffix not in item else "")
    if compiled(rules.from_).search(spot.before):
        named = chinese(compiled(rules.from_).sub("", label)) + "（原有）"
    return spot.draft(Statement.WORKLOAD, named, Measure.COUNT), Counted(item, end)


def _follows(before: str, counted: Counted, suffix: str) -> str | None:
    """The item of a figure that goes on about what was counted last: 、28人次; ，已办理110件; 减少至32人."""
    rules = prose().work
    words = before.lstrip(",、")
    if words in ("", "和", "及", "与"):
        return counted.label + chinese(suffix)
    if compiled(rules.now).match(words) and compiled(rules.from_).search(counted.label):
        return chinese(compiled(rules.from_).sub("", counted.label)) + "（现有）"
    if words.removeprefix("已") in rules.done:
        return f"{counted.label}（已{words.removeprefix('已')}）"
    return None


def _label(spot: Spot, noun: str | None) -> str | None:
    """The words that say what is counted, or ``None`` when they do not say it clearly."""
    rules = prose().work
    label = compiled(rules.link).sub("", compiled(rules.lead_in).sub("", spot.before))
    if noun is not None and spot.unit == "个" and compiled(rules.things).search(noun):
        return noun
    if noun is not None and not compiled(rules.complete).search(label):
        label += noun
    named_so = compiled(rules.people).search(label) or compiled(rules.from_).search(spot.before)
    if noun is None and spot.unit in ("个", "人", "户", "次") and not named_so:
        return None
    if redact(label) != label:
        named = compiled(rules.plight).search(spot.behind)
        label = named[1] if named else rules.plain
    if label in rules.short:
        return label
    return label if 3 <= len(label) <= 30 and not compiled(rules.unclear).search(label) else None


def work_in_cells(texts: Sequence[str]) -> list[tuple[int, Draft]]:
    """Workload in long cells of performance tables: (index of the text, draft). Single persons are left out."""
    found = []
    for index, text in enumerate(texts):
        before, counted = 0, None
        for figure in find_figures(text):
            if figure.kind == COUNT and figure.doubt is None:
                start, before, counted = next_start(text, figure.start, before, counted)
                draft, counted = read_work(Spot(text, figure, start, "work"), counted)
                if draft is not None and figure.unit != "人":
                    found.append((index, draft))
            before = figure.end
    return found


def next_start(text: str, position: int, before: int, counted: Counted | None) -> tuple[int, int, Counted | None]:
    """Where the label of the figure at ``position`` may begin, behind the one that ends at ``before``.

    Also that end, and what was counted last unless other words stand in between.
    """
    start, _ = clause(text, position)
    if text[before : before + 1] == "、" and before > start:
        start = before + 1
    if counted is not None:
        goes_on = start <= before or text[counted.end : start] in ("、", ",", "")
        counted = counted if goes_on else None
        before = max(before, counted.end) if counted else before
    return max(start, before), before, counted
