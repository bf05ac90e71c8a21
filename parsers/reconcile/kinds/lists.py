"""Lists in sentences: classes, items and economic items with amounts, against the total they are listed under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.records import Measure, Origin, Statement, Verdict
from parsers.reconcile.classification import class_of, codes_of, economic_group, level_of
from parsers.reconcile.declarations import ClassListCase, GroupsCase, ItemListCase, SumCase
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding
from parsers.reconcile.kinds.sums import sum_finding
from parsers.reconcile.sections import Facts, Section, key_of
from parsers.reconcile.tolerance import Judgement, judge_sum

_TOTAL = "合计"
_GROUPS = ("人员经费", "公用经费")


def _as_sum(statement: Statement, severity: Verdict) -> SumCase:
    return SumCase(kind="sum", statements=(statement,), total=_TOTAL, severity=severity)


def _nearest_items(section: Section, measure: Measure, anchor: Figure) -> list[Figure]:
    items = dict.fromkeys(f.fact.item for f in section.figures if f.fact.measure is measure)
    found = (section.near(item, measure, anchor) for item in items if key_of(item) != _TOTAL)
    return [figure for figure in found if figure is not None]


def class_list(case: ClassListCase, facts: Facts) -> Iterator[Finding]:
    """合计 = sum of the classes; whether the list of budgets is whole is seen from the amounts of the same list."""
    as_sum = _as_sum(Statement.GENERAL_BY_CLASS, case.severity)
    for section in facts.of_statement(Statement.GENERAL_BY_CLASS, where=lambda s: s.origin is Origin.NARRATIVE):
        for measure in case.measures:
            for anchor in section.mentions(_TOTAL, measure):
                listed = _nearest_items(section, measure, anchor)
                classes = [figure for figure in listed if level_of(figure.fact.item) != "lower"]
                if len(classes) < 2:
                    continue
                judged = judge_sum(total(classes), anchor.number, (anchor, *classes), case.severity)
                whole = measure is not Measure.AMOUNT and _amounts_add_up(section, classes)
                yield sum_finding(as_sum, section, anchor, classes, judged, listed=not whole)


def _amounts_add_up(section: Section, classes: Sequence[Figure]) -> bool:
    amounts = [section.near(figure.fact.item, Measure.AMOUNT, figure) for figure in classes]
    known = [figure for figure in amounts if figure is not None]
    wholes = section.all(_TOTAL, Measure.AMOUNT)
    return len(known) == len(classes) and any(
        not judge_sum(total(known), whole.number, (whole, *known), Verdict.ERROR).verdict.failed for whole in wholes
    )


def item_list(case: ItemListCase, facts: Facts) -> Iterator[Finding]:
    """合计 = sum of the items, and each class of the text = sum of its items."""
    as_sum = _as_sum(Statement.GENERAL_BY_ITEM, case.severity)
    for section in facts.of_statement(Statement.GENERAL_BY_ITEM, where=lambda s: s.origin is Origin.NARRATIVE):
        for measure in case.measures:
            for anchor in section.mentions(_TOTAL, measure):
                items = _listed_items(section, measure)
                if len(items) > 1:
                    judged = judge_sum(total(items), anchor.number, (anchor, *items), case.severity)
                    yield sum_finding(as_sum, section, anchor, items, judged, listed=True)
            yield from _classes_of_items(as_sum, facts, section, measure)


def _listed_items(section: Section, measure: Measure) -> list[Figure]:
    """The items of the list: every different (item, path) once, rows that others detail left out."""
    found: dict[tuple[str, str | None, str], Figure] = {}
    for figure in section.figures:
        if figure.fact.measure is measure and key_of(figure.fact.item) != _TOTAL:
            found.setdefault((key_of(figure.fact.item), figure.fact.code, key_of(figure.fact.item_printed)), figure)
    codes = {figure.fact.code for figure in found.values() if figure.fact.code}
    return [
        figure
        for figure in found.values()
        if not any(code != figure.fact.code and code.startswith(figure.fact.code or "-") for code in codes)
    ]


def _classes_of_items(as_sum: SumCase, facts: Facts, section: Section, measure: Measure) -> Iterator[Finding]:
    by_class: dict[str, list[Figure]] = defaultdict(list)
    for figure in _listed_items(section, measure):
        code = class_of(figure.fact)
        if code is None:
            return
        by_class[code].append(figure)
    for other in facts.of_statement(Statement.GENERAL_BY_CLASS, where=lambda s: s.origin is Origin.NARRATIVE):
        if other.document_id != section.document_id:
            continue
        seen = set()
        for figure in other.figures:
            codes = [code for code in codes_of(figure.fact.item) if len(code) == 3]
            if figure.fact.measure is not measure or not codes or codes[0] not in by_class or codes[0] in seen:
                continue
            seen.add(codes[0])
            items = by_class[codes[0]]
            judged = judge_sum(total(items), figure.number, (figure, *items), as_sum.severity)
            yield sum_finding(as_sum, section, figure, items, judged, listed=True)


def economic_groups(case: GroupsCase, facts: Facts) -> Iterator[Finding]:
    """人员经费 and 公用经费 = sum of the items listed after them (or of their kind, where the name says it)."""
    as_sum = _as_sum(Statement.BASIC_BY_ECONOMIC, case.severity)
    for section in facts.of_statement(Statement.BASIC_BY_ECONOMIC, where=lambda s: s.origin is Origin.NARRATIVE):
        members = _group_members(section)
        for group in _GROUPS:
            for anchor in section.mentions(group, Measure.AMOUNT):
                parts = members[group]
                if parts:
                    judged = _judge_group(anchor, parts, case.severity)
                    yield sum_finding(as_sum, section, anchor, parts, judged, listed=True)


def _judge_group(anchor: Figure, parts: Sequence[Figure], severity: Verdict) -> Judgement:
    return judge_sum(total(parts), anchor.number, (anchor, *parts), severity)


def _group_members(section: Section) -> dict[str, list[Figure]]:
    found: dict[str, dict[str, Figure]] = {group: {} for group in _GROUPS}
    current: str | None = None
    for figure in section.figures:
        if figure.fact.measure is not Measure.AMOUNT:
            continue
        item = key_of(figure.fact.item)
        if item in _GROUPS:
            current = item
        elif item == "基本支出":
            current = None
        else:
            group = economic_group(item) or current
            if group:
                found[group].setdefault(item, figure)
    return {group: _without_classes(list(items.values())) for group, items in found.items()}


def _without_classes(figures: list[Figure]) -> list[Figure]:
    """Leave out a 类 (工资福利支出) whose own items are listed too."""
    codes = {figure.order: codes_of(figure.fact.item, "economic") for figure in figures}

    def is_detailed(figure: Figure) -> bool:
        classes = [code for code in codes[figure.order] if len(code) == 3]
        others = [codes[other.order] for other in figures if other is not figure]
        return bool(classes) and any(c.startswith(classes[0]) for names in others for c in names if len(c) > 3)

    return [figure for figure in figures if not is_detailed(figure)]
