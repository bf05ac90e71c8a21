"""Drafts to statements and items: which part of the disclosure a figure belongs to.

Most follow from subject and section (``subjects.yaml``). Three things are known only from what stands around: a total
of the general budget heads the list of classes or of items that comes after it, a figure of income or expenditure with
its budget belongs to ``budget_execution``, and a functional name without a level has the level of its list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from domain.classification import class_of_name, economic_by_name, functional_by_name, is_government_class
from domain.records import Measure, Statement
from parsers.statements.labels import row_name
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.subjects import FUNCTION_SECTIONS, FUND_SECTIONS, Context

GENERAL_TOTAL = "一般公共预算财政拨款支出"
_BUDGETED = frozenset(
    {Measure.BUDGET, Measure.ADJUSTED_BUDGET, Measure.DEVIATION, Measure.DEVIATION_PCT, Measure.COMPLETION_PCT}
)
_CHANGED = frozenset({Measure.CHANGE, Measure.CHANGE_PCT})
#: 一般公共预算财政拨款支出…，其中：基本支出…，项目支出….
_KINDS = frozenset({"基本支出", "项目支出"})
_WHOLES = {
    GENERAL_TOTAL: Statement.GENERAL_BUDGET,
    "财政拨款支出": Statement.FISCAL_SUMMARY,
    "财政拨款支出总计": Statement.FISCAL_SUMMARY,
}
#: What a list heads say of the list; the rest (share of all expenditure, change) is said of the general budget.
_OF_A_LIST = frozenset(
    {Measure.AMOUNT, Measure.BUDGET, Measure.ADJUSTED_BUDGET, Measure.COMPLETION_PCT, Measure.PRIOR_AMOUNT}
)


def resolve(drafts: Sequence[Draft], context: Context) -> list[Draft | None]:
    """The drafts in their order, each with statement and item; ``None`` for one that fits nowhere."""
    drafts = _plain_executions(drafts)
    carried = _with_carryover(drafts)
    levels = _list_levels(drafts, context)
    executions = _executions(drafts)
    drafts = _classes_of_general(drafts)
    resolved: list[Draft | None] = []
    for index, draft in enumerate(drafts):
        if draft.statement is not None:
            resolved.append(draft)
            continue
        target = (
            carried.get(index)
            or _part_of_basic(index, drafts, resolved)
            or _target(index, draft, levels, executions, context)
        )
        resolved.append(_measured(draft, context).settled(*target) if target is not None else None)
    return resolved


def _target(
    index: int, draft: Draft, levels: dict[int, str], executions: set[int], context: Context
) -> tuple[Statement, str] | None:
    subject = draft.subject
    assert subject is not None
    if subject.kind == "declared":
        if subject.name == GENERAL_TOTAL and draft.measure in _OF_A_LIST and index in levels:
            statement = Statement.GENERAL_BY_ITEM if levels[index] == "项" else Statement.GENERAL_BY_CLASS
            return statement, "合计"
        if index in executions and subject.rule is not None and subject.rule.execution:
            return Statement.BUDGET_EXECUTION, _executed(draft, subject.rule.execution)
        return _declared(draft)
    if subject.kind == "open":
        group, _, name = subject.name.rpartition("/")
        return Statement.PROJECT_EXPENDITURE, f"{group}/{row_name(name)}" if group else row_name(name)
    if subject.kind == "economic":
        return _economic(draft, context)
    return _function(draft, levels.get(index), context)


def _executed(draft: Draft, item: str) -> str:
    """In a section on fiscal money 本年支出 is that of fiscal money."""
    return f"财政拨款{item}" if draft.section == "fiscal" and not item.startswith("财政拨款") else item


#: Statements whose 基本支出 is paid with fiscal money.
_OF_FISCAL_MONEY = frozenset({Statement.BASIC_BY_ECONOMIC, Statement.GENERAL_BUDGET, Statement.FISCAL_SUMMARY})


def _part_of_basic(
    index: int, drafts: Sequence[Draft], resolved: Sequence[Draft | None]
) -> tuple[Statement, str] | None:
    """一般公共预算基本支出411万元，其中：人员经费…: parts of fiscal basic expenditure, whatever section tells of it."""
    draft = drafts[index]
    if draft.subject is None or draft.subject.family != "basic_part" or draft.section not in _SPEAK_OF_ALL:
        return None
    for before in range(index - 1, -1, -1):
        subject = drafts[before].subject
        if (drafts[before].section, drafts[before].heading) != (draft.section, draft.heading):
            return None
        if subject is not None and subject.family in ("expenditure_kind", "totals"):
            settled = resolved[before]
            of_basic = subject.name.endswith("基本支出") and settled is not None
            fiscal = of_basic and settled is not None and settled.statement in _OF_FISCAL_MONEY
            return (Statement.BASIC_BY_ECONOMIC, draft.subject.name) if fiscal else None
    return None


#: Sections in which 基本支出 and its parts are those of all money unless the sentence says otherwise.
_SPEAK_OF_ALL = frozenset({"summary", "income", "expenditure", "execution", "project", "other"})


def _declared(draft: Draft) -> tuple[Statement, str] | None:
    subject = draft.subject
    assert subject is not None
    target = subject.target(draft.section)
    if target is None:
        return None
    if draft.parent is not None and draft.parent.name in _WHOLES and subject.name in _KINDS:
        return _WHOLES[draft.parent.name], subject.name
    parent = (
        draft.parent.target(draft.section) if draft.parent is not None and draft.parent.kind == "declared" else None
    )
    changed = target[0] is Statement.EXPENDITURE and draft.measure in _CHANGED
    if changed and parent is not None and parent[1].endswith("收支总计"):
        # 收支…较上年增加…，其中：基本支出增加…: the parts of a change stay with the whole.
        return parent[0], target[1]
    return target


def economic_item(name: str, year: int | None) -> str:
    """The published name of an economic item: the reference's, which 维护（修）费 means too, else as printed."""
    known = economic_by_name(name, year)
    return known.name if known is not None and not _PATH.search(name) else row_name(name)


def _economic(draft: Draft, context: Context) -> tuple[Statement, str]:
    """A part of basic expenditure; in a list by class (301 …, the government's 501 …) of the list's money."""
    subject = draft.subject
    assert subject is not None
    if draft.parent is not None and draft.parent.family == "operating":
        return Statement.AGENCY_OPERATING, f"{draft.parent.name}/{economic_item(subject.name, context.year)}"
    if draft.section != "economic":
        mark = "政府经济分类/" if is_government_class(subject.name) else ""
        return Statement.BASIC_BY_ECONOMIC, mark + economic_item(subject.name, context.year)
    whole = "".join((*draft.above, draft.heading, draft.parent.name if draft.parent is not None else ""))
    code = draft.code or ""
    of_government = "政府" in draft.heading or is_government_class(subject.name)
    government = code.startswith("5") or (not code and of_government)
    name = row_name(subject.name) if government else economic_item(subject.name, context.year)
    kind = "支出政府经济分类" if government else "支出经济分类"
    if "一般公共预算" in whole or "公共财政预算" in whole:
        return Statement.FISCAL_SUMMARY, f"{kind}/{name}/一般公共预算财政拨款"
    if "财政拨款" in whole:
        return Statement.FISCAL_SUMMARY, f"{kind}/{name}/合计"
    return Statement.SUMMARY, f"{kind}/{name}"


#: 资本性支出（专用设备购置）: an item named by its class stays as printed.
_PATH = re.compile(r"\([^()]{3,}\)")


def _function(draft: Draft, level: str | None, context: Context) -> tuple[Statement, str] | None:
    subject = draft.subject
    assert subject is not None
    if level == "项" and draft.section not in FUND_SECTIONS:
        return Statement.GENERAL_BY_ITEM, row_name(_without_verb(subject.name))
    known = class_of_name(subject.name, context.year) if level == "类" else None
    name = known.name if known is not None else row_name(subject.name)
    place = _FUNCTION_PLACES.get(draft.section)
    of_general = draft.parent is not None and draft.parent.name == GENERAL_TOTAL
    if place is None or of_general or (draft.section == "expenditure" and "财政" in draft.heading):
        return Statement.GENERAL_BY_CLASS, name
    return place[0], place[1].format(name)


def _without_verb(name: str) -> str:
    """行政运行支出92.46万元 → 行政运行, where the reference knows the name only without 支出."""
    known = {row.name for row in functional_by_name(name)}
    short = name.removesuffix("支出")
    return short if name not in known and short in known else name


def _classes_of_general(drafts: Sequence[Draft]) -> list[Draft]:
    """财政拨款支出情况: 一般公共预算支出374万元，按功能分类：… The classes told last are those of the general budget.

    Only where that total stands for itself: as a part of fiscal money (…，其中一般公共预算支出…) it may not be meant.
    """
    found = list(drafts)
    whole: Draft | None = None
    for index, draft in enumerate(drafts):
        if draft.subject is None or draft.section != "fiscal":
            continue
        if whole is not None and (draft.heading, draft.above) != (whole.heading, whole.above):
            whole = None
        if draft.subject.family in _HEADS_OF_CLASSES:
            whole = draft
        elif whole is not None and _is_function(draft) and _is_general_itself(whole):
            found[index] = replace(draft, section="class")
    return found


def _is_general_itself(whole: Draft) -> bool:
    return whole.parent is None and whole.subject is not None and whole.subject.name == GENERAL_TOTAL


#: What a list of classes may be of.
_HEADS_OF_CLASSES = frozenset({"totals", "fiscal_totals", "income_kind", "general_total"})
#: Where a class or 款 of another section than the general budget belongs.
_FUNCTION_PLACES = {
    "summary": (Statement.SUMMARY, "支出/{}"),
    "expenditure": (Statement.SUMMARY, "支出/{}"),
    "fiscal": (Statement.FISCAL_SUMMARY, "支出/{}/合计"),
    "fund": (Statement.GOV_FUND, "{}/本年支出"),
    "capital": (Statement.STATE_CAPITAL, "{}/合计"),
}


def _measured(draft: Draft, context: Context) -> Draft:
    """The measure as published.

    In a 预算 assets are those of the end of last year, and all amounts of the three public expenses are budgets;
    全年预算 is the budget they are executed on.
    """
    subject = draft.subject
    target = subject.target(draft.section) if subject is not None else None
    if target is None:
        return draft
    if target[0] is Statement.ASSETS and context.budget and draft.measure is Measure.PRIOR_AMOUNT:
        return replace(draft, measure=Measure.AMOUNT)
    if target[0] is not Statement.THREE_PUBLIC:
        return draft
    if draft.measure is Measure.ADJUSTED_BUDGET or (context.budget and draft.measure is Measure.AMOUNT):
        return replace(draft, measure=Measure.BUDGET)
    return draft


#: Parts that make 收入 or 支出 a total with what is carried over.
_CARRYOVER = frozenset({"本年收入", "上年结转", "年初结转和结余", "本年支出", "结转下年", "年末结转和结余"})


#: Subjects that are the year's figure or a total, as their parts say.
_PLAIN_TOTALS = frozenset({"收入", "支出", "总收入", "总支出"})


def _with_carryover(drafts: Sequence[Draft]) -> dict[int, tuple[Statement, str]]:
    """收入预算308万元，其中：本年收入290万元，上年结转18万元: the whole is 收入总计."""
    wholes: dict[int, tuple[Statement, str]] = {}
    for index, draft in enumerate(drafts):
        subject = draft.subject
        if subject is None or subject.name not in _PLAIN_TOTALS or draft.section in FUNCTION_SECTIONS:
            continue
        members = _members(index, drafts)
        if any(member.subject is not None and member.subject.name in _CARRYOVER for member in members):
            fiscal = draft.section == "fiscal"
            side = subject.name.removeprefix("总")
            item = f"财政拨款{side}总计" if fiscal else f"{side}总计"
            wholes[index] = (Statement.FISCAL_SUMMARY if fiscal else Statement.SUMMARY, item)
    return wholes


def _members(head: int, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of the list that the draft at ``head`` opens, in its section and up to its next mention."""
    members = []
    for index in range(head + 1, len(drafts)):
        draft = drafts[index]
        if draft.section != drafts[head].section or draft.heading != drafts[head].heading:
            break
        if draft.subject == drafts[head].subject and draft.chain != drafts[head].chain:
            break
        if draft.parent == drafts[head].subject:
            members.append(draft)
    return members


def _plain_executions(drafts: Sequence[Draft]) -> list[Draft]:
    """预算执行情况 without any budget tells of plain income and expenditure; so does a share or change without one."""
    chains: dict[int, set[Measure]] = defaultdict(set)
    for draft in drafts:
        if draft.section == "execution":
            chains[draft.chain].add(draft.measure)
    budgeted = any(measures & _BUDGETED for measures in chains.values())
    plain = {
        chain
        for chain, measures in chains.items()
        if not budgeted or (not measures & _BUDGETED and measures & (_CHANGED | {Measure.SHARE_PCT}))
    }
    return [replace(draft, section="other") if draft.chain in plain else draft for draft in drafts]


def _executions(drafts: Sequence[Draft]) -> set[int]:
    """Drafts of chains that state a budget beside the figure."""
    chains: dict[int, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if draft.subject is not None and draft.subject.rule is not None and draft.subject.rule.execution:
            chains[draft.chain].append(index)
    found: set[int] = set()
    for members in chains.values():
        measures = {drafts[index].measure for index in members}
        if not measures & _BUDGETED:
            continue
        mixed = bool(measures & _CHANGED)
        for index in members:
            measure = drafts[index].measure
            if measure in _BUDGETED or (measure == Measure.AMOUNT and not mixed):
                found.add(index)
    return found


def _list_levels(drafts: Sequence[Draft], context: Context) -> dict[int, str]:
    """Level of every functional draft, and of the list that each total of the general budget heads."""
    levels: dict[int, str] = {}
    for run in _runs(drafts):
        functions = [index for index in run if _is_function(drafts[index])]
        known = [_level(drafts[index], context) for index in functions]
        items = sum(level == "项" for level in known)
        broader = sum(level in ("类", "款") for level in known)
        common = "项" if items > broader else "类"
        for index, level in zip(functions, known, strict=True):
            levels[index] = level or common
        heads = [index for index in run if _is_general_total(drafts[index])]
        for head in heads:
            others = (index for index in heads if index > head and drafts[index].chain != drafts[head].chain)
            following = next(others, run[-1] + 1)
            members = [levels[index] for index in functions if head < index < following]
            if members and not _is_of_the_whole(head, run, drafts):
                levels[head] = "项" if members.count("项") > len(members) / 2 else "类"
    return levels


def _is_of_the_whole(head: int, run: Sequence[int], drafts: Sequence[Draft]) -> bool:
    """True for a total with its share or change, or split by 基本支出 and 项目支出: the general budget itself."""
    measures = {drafts[index].measure for index in run if drafts[index].chain == drafts[head].chain}
    if measures & (_CHANGED | {Measure.SHARE_PCT}):
        return True
    chain = drafts[head].chain
    after = (drafts[index].subject for index in run if index > head and drafts[index].chain != chain)
    following = next((subject for subject in after if subject is not None), None)
    return following is not None and following.family == "expenditure_kind"


def _runs(drafts: Sequence[Draft]) -> list[list[int]]:
    """Stretches of drafts under one heading of the general budget."""
    runs: list[list[int]] = []
    for index, draft in enumerate(drafts):
        key = (draft.section, draft.heading)
        if runs and (drafts[runs[-1][-1]].section, drafts[runs[-1][-1]].heading) == key:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _is_function(draft: Draft) -> bool:
    return draft.statement is None and draft.subject is not None and draft.subject.kind == "function"


def _is_general_total(draft: Draft) -> bool:
    return (
        draft.statement is None
        and draft.subject is not None
        and draft.subject.name == GENERAL_TOTAL
        and (draft.section in FUNCTION_SECTIONS)
    )


def _level(draft: Draft, context: Context) -> str | None:
    subject = draft.subject
    assert subject is not None
    if draft.code is not None and len(draft.code) >= 6:
        return "项"
    if subject.level in ("类", "款", "项"):
        return subject.level
    if class_of_name(subject.name, context.year) is not None:
        return "类"
    # 信访事务 was a 项 until it became a 款: the year tells.
    of_year = {row.level for row in functional_by_name(subject.name, context.year)} if context.year else set()
    return of_year.pop() if len(of_year) == 1 else None
