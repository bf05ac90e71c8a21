"""Where 主要原因是… and 主要用于… end again, and what only looks like a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.records import Measure
from parsers.statements.narrative.declarations import words
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import Figure
from parsers.statements.narrative.groups import Group
from parsers.statements.narrative.leads import Lead
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.measures import against_budget
from parsers.statements.narrative.state import State, is_sibling
from parsers.statements.narrative.subjects import (
    ECONOMIC_PARENTS,
    FUNCTION_SECTIONS,
    Context,
    Place,
    choose_subject,
    is_part_of,
)
from parsers.statements.narrative.tokens import Token


def names_part(lead: Lead, state: State, place: Place) -> bool:
    """公务接待费1万元，主要是国内公务接待支出1万元: a part of the subject stands behind 主要是, and no reason."""
    if len(lead.names) != 1 or lead.unknown or lead.direction is not None:
        return False
    subject = choose_subject(lead.names[0], place)
    return subject != state.subject and is_part_of(subject, state.subject)


def is_made_of(lead: Lead, state: State, place: Place) -> bool:
    """Whether 主要是 behind an amount lists what it is made of and gives no reason."""
    return state.opens_projects or names_part(lead, state, place) or _names_item(lead, state, place)


def _names_item(lead: Lead, state: State, place: Place) -> bool:
    """人员经费1万元，主要是基本工资0.6万元: an economic item behind 主要是, right behind the amount, and no reason."""
    told = state.last_measure in _TOLD and not (state.compared or state.stopped)
    if not told or state.subject is None or not _has_items(state.subject):
        return False
    if len(lead.names) != 1 or lead.unknown or lead.direction is not None or lead.base is not None or lead.share:
        return False
    subject = choose_subject(lead.names[0], replace(place, parent=state.subject, listing="list"))
    return subject is not None and subject.kind == "economic"


#: What may have been said last of what a list is of.
_TOLD = frozenset({Measure.AMOUNT, Measure.BUDGET, Measure.SHARE_PCT})


def lists_parts(lead: Lead, state: State, place: Place, figure: Figure, drafts: Sequence[Draft]) -> bool:
    """公务用车运行维护费5万元，主要用于燃油费2万元: a part or an economic item of the subject with its amount.

    The colon behind 主要用于 ends a clause of its own (主要用于：燃油费2万元). Behind 比上年增加3万元 the first
    figure must be more than what was added: else it may be a part of that.
    """
    said = [draft for draft in drafts if draft.chain == state.chain and draft.figure is not None]
    changes = [draft.figure for draft in said if draft.measure is Measure.CHANGE and draft.figure is not None]
    if any(one.unit != figure.unit or figure.value <= abs(one.value) for one in changes):
        return False
    if lead.reason != "purpose" and not (state.reason == "purpose" and state.colon and lead.reason is None):
        return False
    if _lists_classes(lead, state, place):
        return True
    if not state.amount_said or state.subject is None or lead.base is not None or lead.share:
        return False
    inside = replace(place, parent=state.subject, listing="list")
    itemised = _has_items(state.subject) and len(lead.names) == 1 and not lead.unknown
    if itemised and lead.direction is None:
        subject = choose_subject(lead.names[0], inside)
        return subject is not None and (subject.kind == "economic" or subject.family == "basic_part")
    return names_part(lead, state, inside)


def _has_items(subject: Subject) -> bool:
    """What is listed by economic item."""
    return subject.name in ECONOMIC_PARENTS or subject.family == "operating"


def _lists_classes(lead: Lead, state: State, place: Place) -> bool:
    """一般公共预算财政拨款支出主要用于：一般公共服务支出410万元，…: classes in a section on them."""
    if place.section not in _CLASSES_IN or len(lead.names) != 1 or lead.unknown or lead.direction is not None:
        return False
    subject = choose_subject(lead.names[0], place)
    of_total = state.subject is None or state.subject.family in _WHOLES
    return of_total and lead.base is None and subject is not None and subject.level == "类"


#: Sections whose spending is listed by class, and the families of what is listed.
_CLASSES_IN = FUNCTION_SECTIONS | {"summary", "expenditure", "fiscal"}
_WHOLES = frozenset({"general_total", "totals", "fiscal_totals"})


def says_what_for(lead: Lead) -> bool:
    """主要是人员工资支出: what was paid, not why it is more or less."""
    said = lead.tokens[-1].text if lead.tokens else ""
    return lead.opens == "list_or_reason" and lead.direction is None and said.endswith(_PAID)


def opens_with_care(lead: Lead) -> bool:
    """为保障机构正常运转，…: a clause that begins so only leads in where nothing was named yet."""
    first = next((token for token in lead.tokens if not token.plays("ordinal")), None)
    return first is not None and first.text.startswith(("为保障", "为了保障"))


def says_made_of(lead: Lead, state: State) -> bool:
    """政府采购支出48.2万元，均为货物采购: what the subject is made of; it is still spoken of."""
    opening = "".join(token.text for token in lead.tokens[:3])
    return state.amount_said and lead.opens is None and opening.startswith(words().made_of)


_PAID = ("支出", "经费", "费用", "费", "工资", "补助", "开支")


def only_compares(lead: Lead) -> Token | None:
    """The base of a clause that says nothing else (…，与年初预算相比，增加20万元)."""
    others = [token for token in lead.tokens if not (token.plays("base") or token.plays("filler"))]
    return lead.base if not others else None


def compared_with(lead: Lead, state: State) -> Token | None:
    """What a clause without a name compares with: it begins so, or the clause before it says nothing else."""
    return lead.tokens[0] if lead.tokens and lead.tokens[0].plays("base") else state.anew


def goes_on_unchanged(lead: Lead, state: State) -> bool:
    """…，为年中追加的驻村帮扶经费，较上年决算无变化: the words of sameness behind a plain reason are the subject's.

    Behind a change (增加0万元，主要原因是人数少，与上年持平) they are part of the reason.
    """
    if not (state.plain_reason and lead.bare and lead.no_change) or state.counted_reason or state.compared:
        return False
    plain = not lead.reason and not lead.share and lead.refusal is None and lead.direction is None
    return plain and compared_with(lead, state) is not None


def compares_anew(state: State, drafts: Sequence[Draft], base: Token, context: Context) -> bool:
    """较预算减少0.9万元，主要是压减接待；较上年减少0.3万元: the subject's second comparison, with another base.

    A figure inside the reason could be what is compared, so then it is not certain.
    """
    if state.counted_reason or not drafts or drafts[-1].chain != state.chain:
        return False
    said = {draft.measure for draft in drafts if draft.chain == state.chain}
    other, same = (_CHANGED, _EXECUTED) if against_budget(base, context) else (_EXECUTED, _CHANGED)
    return bool(said & other) and said.isdisjoint(same)


#: What compares with last year, and what with the budget.
_CHANGED = frozenset({Measure.CHANGE, Measure.CHANGE_PCT})
_EXECUTED = frozenset({Measure.DEVIATION, Measure.DEVIATION_PCT, Measure.COMPLETION_PCT})


def ends_reason(lead: Lead, state: State, place: Place, following: Token | Group | None) -> bool:
    """A clause behind a reason that begins with a sibling of the subject and is fully understood ends it.

    Behind a purpose a comparison or ``其中`` does so too (支出2万元，主要用于…，比上年减少1万元), and ``包括`` where
    the subject is listed by economic items.
    """
    if not lead.tokens or lead.share or lead.refusal:
        return False
    first = lead.tokens[0]
    resumes = lead.bare and (first.plays("completion") or compared_with(lead, state) is not None)
    itemised = lead.opens == "list" and state.subject is not None and _has_items(state.subject)
    if state.reason == "purpose" and (lead.opens == "of_which" or itemised):
        return True
    if resumes and state.plain_reason:
        return True
    if lead.unknown or len(lead.names) != 1 or first is not lead.names[0] or lead.direction is not None:
        return False
    closed = following is None or (isinstance(following, Token) and following.plays("punctuation"))
    return closed and is_sibling(choose_subject(first, place), state.subject)
