"""Counts in budget sections: groups and travellers, receptions, vehicles, equipment, buildings.

What is counted stands in the words before the figure, or in what was spoken of before: ``接待0批次，0人次`` behind
国内接待费 counts domestic receptions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from domain.records import Measure, Statement
from parsers.statements.labels import chinese
from parsers.statements.narrative.declarations import CountRule, compared, prose
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import Figure
from parsers.statements.narrative.leads import Lead
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.subjects import Place
from parsers.statements.narrative.tokens import Token

_VEHICLE = re.compile(
    r"(?P<kind>[\u4e00-\u9fff()]{1,20}?用车|其他车辆|(?:小)?轿车|越野车|载客汽车|旅行车|商务车|小型客车|大型客车|中型客车|面包车)(?:\([^()]*\))?(?:数|为|共)*$"
)
_NO_KIND = re.compile(r"拟|报废|处置|新增|购置|更新|购买|租用")
#: Rules see no more than this of the words before a count.
_WINDOW = 200
_LEADING = re.compile(r"^(?:其中|(?:上述|以上)?车辆中的?|,|、|:|共有|有|和|及|包括|为|:)+")
_RECEPTIONS = (
    ("外事接待", ("外事", "外宾")),
    ("国（境）外接待", ("国(境)外",)),
    ("国内接待", ("国内",)),
    ("公务接待", ("公务接待",)),
)
_BY_SUBJECT = {
    "国内接待费": "国内接待",
    "外事接待费": "外事接待",
    "国（境）外接待费": "国（境）外接待",
    "公务接待费": "公务接待",
}


#: As far behind a count stands the next one of the same things.
_NEAR = 4


@dataclass(slots=True)
class CountState:
    """``item``: what was counted last; ``prefix``: what listed kinds of vehicles belong to."""

    item: str | None = None
    #: The item counted before it, of the same subject.
    before: str | None = None
    statement: Statement | None = None
    prefix: str | None = None
    #: Where the last count ends.
    end: int = 0
    #: Something was counted since that no rule knows (轿车0辆): 金额0万元 is not the worth of ``item``.
    other_counted: bool = False
    #: Where the last of those ends.
    other_end: int = 0
    #: What was counted of this subject, and whether 其中 was said since.
    counted: frozenset[str] = frozenset()
    inside: bool = False
    #: The direction of the change that was said last (减少3批次、20人次).
    turned: int | None = None
    #: The unit in which the change of a whole was said (公务用车2辆，比上年减少1辆，其中：…).
    whole_changed: str | None = None
    #: A semicolon or full stop lies between the last count and the one before.
    parted: bool = True
    #: The subject that a count brought up (购置车辆0辆，预算为0万元).
    speaks_of: str | None = None


@cache
def _compiled() -> tuple[tuple[CountRule, re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (rule, re.compile(rule.words), frozenset(compared(unit) for unit in rule.units)) for rule in prose().counts
    )


def read_count(
    lead: Lead, figure: Figure, text: str, place: Place, state: CountState, *, in_reason: bool = False
) -> Draft | None:
    """The count as a draft (its clause is still open), or ``None`` when no rule knows it."""
    section, subject = place.section, place.before
    if not lead.tokens:
        words_before, start = "", figure.start
    else:
        words_before, start = _words(lead, text), lead.tokens[0].start
    unit = compared(figure.unit or "").strip("()") if "台" not in (figure.unit or "") else compared(figure.unit or "")
    unit = unit.removeprefix("个") or unit  # 8个批次
    if _changes_on(lead, text[state.end : figure.start], state, unit) or (
        lead.direction is not None and not lead.arrived
    ):
        return None if in_reason else _change(lead, figure, section, state, unit)
    state.turned = None
    if _goes_on_with_another(words_before, text[state.other_end : figure.start], state):
        state.other_end = figure.end
        return None
    spoken = {name for name in (subject.name if subject else None, state.item) if name}
    for rule, pattern, units in _compiled():
        if section not in rule.sections or unit not in units or (in_reason and not rule.in_reasons):
            continue
        if not pattern.search(words_before) or not _fits(rule, words_before, text[figure.end : figure.end + 10]):
            continue
        if rule.subjects and not any(_speaks_of(wanted, spoken) for wanted in rule.subjects):
            continue
        if rule.after and (state.before, state.item) != rule.after:
            continue
        item = _item(rule, words_before, lead, subject, state, goes_on="。" not in text[state.end : start])
        if item is None:
            continue
        state.inside = state.inside or (lead.opens == "of_which" and bool(state.counted))
        if state.inside and item in state.counted:
            break  # 接待3批次20人，其中接待省信访局督导组1批次5人: a part under the name of the whole
        state.counted |= {item}
        state.before, state.item = state.item or state.before, item
        state.statement, state.speaks_of = rule.statement, rule.speaks_of
        state.parted = bool(re.search("[;。]", text[state.end : start]))
        state.other_counted, state.end = False, figure.end
        if rule.opens:
            state.prefix = rule.opens
        return _draft(figure, section, start, rule.statement, item)
    state.other_counted, state.other_end = True, figure.end
    return None


def _fits(rule: CountRule, words_before: str, behind: str) -> bool:
    """Whether the words around the figure are none that the rule forbids, and those that it asks for behind it."""
    if rule.unless and re.search(rule.unless, words_before):
        return False
    return rule.behind is None or re.search(rule.behind, behind) is not None


#: Words of a count that name nothing: 、1888人次; ，共计1888人次.
_NAMELESS = re.compile("(?:共|共计|累计|合计|总计|计|,|、|和|及)*")


def _goes_on_with_another(words_before: str, between: str, state: CountState) -> bool:
    """接待来访群众320批次、1888人次: the second count is of what the first counted."""
    return state.other_counted and _NAMELESS.fullmatch(words_before) is not None and len(between) <= _NEAR


def _draft(figure: Figure, section: str, start: int, statement: Statement, item: str) -> Draft:
    return Draft(
        section=section,
        measure=Measure.COUNT,
        start=start,
        end=figure.end,
        position=figure.start,
        label=(start, figure.start) if start < figure.start else None,
        figure=figure,
        statement=statement,
        item=item,
    )


def _words(lead: Lead, text: str) -> str:
    """The lead as rules see it: an equipment threshold reads EQUIPMENT."""
    unsaid = ("year", "date", "ordinal")
    said = (token for token in lead.tokens if not any(token.plays(part) for part in unsaid))
    words_before = "".join("EQUIPMENT" if token.plays("equipment") else text[token.start : token.end] for token in said)
    return words_before[-_WINDOW:]


def _speaks_of(wanted: str, spoken: set[str]) -> bool:
    return any(name == wanted or (wanted.endswith("/") and name.startswith(wanted)) for name in spoken)


def _item(
    rule: CountRule, words_before: str, lead: Lead, subject: Subject | None, state: CountState, *, goes_on: bool
) -> str | None:
    item = rule.item
    if "{vehicle}" in item:
        kind = _VEHICLE.search(_LEADING.sub("", words_before))
        if kind is None or _NO_KIND.search(kind["kind"]):
            return None
        item = item.replace("{vehicle}", chinese(_LEADING.sub("", kind["kind"])))
        item = item.replace("{prefix}", state.prefix or "车辆")
    if "{equipment}" in item:
        token = next(token for token in lead.tokens if token.plays("equipment"))
        item = item.replace("{equipment}", _equipment_name(token))
        if item.startswith("设备/") and goes_on and (state.item or "").startswith("购置"):
            item = "购置" + item  # the list goes on: 购置车辆0辆；…设备0台
    if "{reception}" in item:
        reception = _reception(words_before, subject, state)
        if reception is None:
            return None
        item = item.replace("{reception}", reception)
    return item


def _equipment_name(token: Token) -> str:
    return chinese(token.text)


def _reception(words_before: str, subject: Subject | None, state: CountState) -> str | None:
    for name, marks in _RECEPTIONS:
        if any(mark in words_before for mark in marks):
            return name
    if state.item is not None and "接待" in state.item:
        return re.sub(r"(?:批次|人次)$", "", state.item)
    if subject is not None and subject.name in _BY_SUBJECT:
        return _BY_SUBJECT[subject.name]
    return "公务接待" if "接待" in words_before else None


def _change(lead: Lead, figure: Figure, section: str, state: CountState, unit: str) -> Draft | None:
    """比2019年增加1台: the change of what was counted last in that unit (12批次96人次，较上年减少3批次、20人次)."""
    sign = state.turned if lead.direction is None else lead.direction
    item = next((one for one in (state.item, state.before) if one is not None and _is_counted_in(one, unit)), None)
    state.turned = None
    if item is None or state.statement is None or lead.names or lead.unknown or sign is None:
        return None
    if _is_of_list(item, state, unit):
        return None
    state.turned, state.end = sign, figure.end
    state.whole_changed = state.whole_changed if "/" in item else unit
    draft = _draft(figure, section, lead.tokens[0].start if lead.tokens else figure.start, state.statement, item)
    return replace(draft, measure=Measure.CHANGE, sign=sign, label=None)


def _changes_on(lead: Lead, between: str, state: CountState, unit: str) -> bool:
    """…减少3批次、20人次; behind a comma only where people were counted before, else they are counted now."""
    if lead.tokens or state.turned is None:
        return False
    told = any(one is not None and _is_counted_in(one, unit) for one in (state.item, state.before))
    return between in _JOINING or (between == "," and told)


_JOINING = ("、", "和", "及")


def _is_of_list(item: str, state: CountState, unit: str) -> bool:
    """轿车1辆，越野车1辆，比上年减少1辆: nobody can tell whether that is said of all or of the last kind."""
    group, kind = item.rpartition("/")[::2]
    listed = group and kind and (state.before or "").startswith(f"{group}/")
    return bool(listed) and not (state.parted or state.whole_changed == unit)


_PEOPLE = ("人次", "人")


def _is_counted_in(item: str, unit: str) -> bool:
    """人次 are people, 批次 are none; whatever else is counted has its own units."""
    return item.endswith("人次") == (unit in _PEOPLE)


#: What the worth of a count is called.
_WORTH = {
    "房屋面积": (Statement.ASSETS, "房屋价值"),
    "车辆数合计": (Statement.ASSETS, "车辆价值"),
    "公务用车购置数": (Statement.THREE_PUBLIC, "公务用车购置费"),
}
#: Kinds of things whose worth is printed beside their number (一般公务用车2辆，价值45.6万元).
_WORTH_BY_KIND = {"车辆": "车辆价值", "设备": "设备价值"}


def worth_of(counted: str) -> tuple[Statement, str] | None:
    """Statement and item of the worth of what was counted, or ``None`` where none is published."""
    group, _, kind = counted.partition("/")
    if kind and group in _WORTH_BY_KIND:
        return Statement.ASSETS, f"{_WORTH_BY_KIND[group]}/{kind}"
    return _WORTH.get(counted)
