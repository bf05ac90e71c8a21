"""Lists in sentences: classes, items and economic items with amounts, against the total they are listed under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.classification import economic_group as economic_group_of_code
from domain.records import Measure, Origin, Statement, Verdict
from parsers.reconcile.cases import ClassListCase, GroupsCase, ItemListCase, SumCase
from parsers.reconcile.classification import class_of, code_of_path, codes_of, economic_group, level_of, spelling
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
                judged = _settled(
                    judged, anchor, classes, _table_classes(facts, section) if measure is Measure.AMOUNT else {}
                )
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
                    judged = _settled(
                        judged, anchor, items, _table_items(facts, section) if measure is Measure.AMOUNT else {}
                    )
                    yield sum_finding(as_sum, section, anchor, items, judged, listed=True)
            yield from _classes_of_items(as_sum, facts, section, measure)


def _listed_items(section: Section, measure: Measure) -> list[Figure]:
    """The items of the list: every different (item, path) once, rows that others detail left out.

    行政运行 printed without its path in two paragraphs with two figures is two items (of 社会工作事务 and 信访事务).
    """
    found: dict[tuple[object, ...], Figure] = {}
    for figure in section.figures:
        item, printed = key_of(figure.fact.item), key_of(figure.fact.item_printed)
        if figure.fact.measure is measure and item != _TOTAL:
            own = figure.number if printed == item and figure.fact.code is None else None
            found.setdefault((item, figure.fact.code, printed, own), figure)
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
            if measure is Measure.AMOUNT:
                rows = _table_items(facts, section).items()
                of_class = {key: row for key, row in rows if (row.fact.code or "").startswith(codes[0])}
                judged = _settled(judged, figure, items, of_class)
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
                    judged = judge_sum(total(parts), anchor.number, (anchor, *parts), case.severity)
                    judged = _settled(judged, anchor, parts, _table_economic(facts, section, group))
                    yield sum_finding(as_sum, section, anchor, parts, judged, listed=True)


def _settled(judged: Judgement, anchor: Figure, parts: Sequence[Figure], rows: dict[str, Figure]) -> Judgement:
    """A list that falls short by just what the table prints for the rows it leaves out names the main items only."""
    if not judged.verdict.failed or judged.difference < 0 or not rows:
        return judged
    named = {_key(part) for part in parts}
    left_out = [figure for key, figure in rows.items() if key not in named]
    whole = judge_sum(total(parts) + total(left_out), anchor.number, (anchor, *parts, *left_out), judged.verdict)
    if left_out and not whole.verdict.failed:
        return replace(judged, verdict=Verdict.PASS, reason="main_items")
    return judged


def names_main_items(facts: Facts, section: Section, parts: Sequence[Figure], group: str) -> bool:
    """Whether the table of economic items prints amounts of the group that a list in a sentence leaves out."""
    named = {spelling(part.fact.item.rpartition("/")[2]) for part in parts}
    rows = {} if section.is_table else _table_economic(facts, section, group)
    return any(figure.number and key not in named for key, figure in rows.items())


def _key(figure: Figure) -> str:
    """What a row of a table and a name in a sentence have in common."""
    code, name = figure.fact.code, figure.fact.item.split("/")[0]
    if figure.fact.statement is Statement.BASIC_BY_ECONOMIC:
        return spelling(name)
    codes = codes_of(name)
    return code or (codes[0] if len(codes) == 1 else code_of_path(figure.fact.item_printed) or spelling(name))


def _rows(facts: Facts, statement: Statement, section: Section, digits: int, column: str) -> dict[str, Figure]:
    """Rows of one level, by :func:`_key`, in the tables that tell the same story as the section."""
    tables = facts.of_statement(
        statement, where=lambda other: other.is_table and facts.are_companions(section.document_id, other.document_id)
    )
    for table in tables:
        found = [
            figure
            for figure in table.figures
            if figure.fact.measure is Measure.AMOUNT
            and len(figure.fact.code or "") == digits
            and (not column or figure.fact.item.endswith(f"/{column}"))
        ]
        if found:
            return {_key(figure): figure for figure in found}
    return {}


def _table_classes(facts: Facts, section: Section) -> dict[str, Figure]:
    return _rows(facts, Statement.GENERAL_BY_FUNCTION, section, 3, "小计")


def _table_items(facts: Facts, section: Section) -> dict[str, Figure]:
    return _rows(facts, Statement.GENERAL_BY_FUNCTION, section, 7, "小计")


def _table_economic(facts: Facts, section: Section, group: str) -> dict[str, Figure]:
    rows = _rows(facts, Statement.BASIC_BY_ECONOMIC, section, 5, "") or {}
    return {key: figure for key, figure in rows.items() if _group_of_code(figure.fact.code or "") == group}


def _group_of_code(code: str) -> str | None:
    side = economic_group_of_code(code)
    return None if side is None else _GROUPS[0] if side == "personnel" else _GROUPS[1]


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
