"""When a figure may belong to a subject that its own clause does not name, and when a name may not have it.

These are the rules that keep a wrong figure out: in doubt they refuse, in words for the operator.
"""

from __future__ import annotations

import re

from domain.records import Measure
from parsers.statements.narrative.declarations import words
from parsers.statements.narrative.leads import Lead
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.state import OF_THE_WHOLE, State, declared, declared_by_name, is_sibling

#: Measures that another subject could claim as well, once one was spoken of in unknown words.
AMOUNTS = frozenset({Measure.AMOUNT, Measure.PRIOR_AMOUNT, Measure.BUDGET, Measure.ADJUSTED_BUDGET})
#: Those of them that are said of the fiscal year.
PRESENT = AMOUNTS - {Measure.PRIOR_AMOUNT}
_SIDE_NAMES = ("收入", "支出")
#: What stands in front of 收入 and 支出 where the year's money is told by its two sides.
_OF_THE_YEAR = frozenset({"", "本年", "财政拨款"})
_TOTALS = frozenset({"totals", "fiscal_totals", "income_kind", "expenditure_kind"})


def refuse_named(subject: Subject, state: State, measure: Measure) -> str | None:
    """Why a subject named in the clause may not have the figure, or ``None``."""
    if state.listing == "of_which":
        if subject == state.parent and measure in AMOUNTS:
            return "a part under the name of the whole"
        if state.parent is None and subject.family == "totals":
            return "a part of a whole that is not named"
    beside = is_sibling(subject, state.subject) or _is_mirror(subject, state.subject)
    told_anew = measure is Measure.COMPLETION_PCT  # ；其中基本支出完成年初预算的90%
    if state.behind_reason and measure in OF_THE_WHOLE and not (beside or told_anew):
        return "in a reason"
    return None


def _is_mirror(subject: Subject, before: Subject | None) -> bool:
    """财政拨款支出, or 本年支出, beside 财政拨款收入: the other side."""
    names = (subject.name, before.name if before is not None else "")
    sides = {side for side in _SIDE_NAMES for name in names if side in name}
    money = {re.sub("收入|支出", "", name) for name in names}
    return len(sides) == len(_SIDE_NAMES) and (len(money) == 1 or money <= _OF_THE_YEAR)


def refuse_unit(lead: Lead, state: State) -> str | None:
    """收入1200万元，其中：局本级财政拨款收入900万元: in a list by unit a member is only a part of its name."""
    own_level = any(token.text in words().own_level for token in lead.tokens)
    return "a part of one unit" if own_level and state.listing is not None and state.parent is not None else None


def refuse_carried(lead: Lead, state: State, measure: Measure) -> str | None:
    """Why a figure without a subject of its own may not go to the one before it, or ``None``."""
    if state.behind_reason:
        return "in a reason"
    if state.blurred:
        return "another subject was named before"
    if measure in OF_THE_WHOLE:
        return _refuse_comparison(lead, state, measure)
    if measure is Measure.SHARE_PCT and state.made_of:
        return "a share of what it is made of"
    return _refuse_amount(lead, state, measure) if measure in AMOUNTS else None


def _refuse_comparison(lead: Lead, state: State, measure: Measure) -> str | None:
    """Why a change, a deviation or a rate of execution may not be that of the subject spoken of, or ``None``."""
    if state.unsaid and lead.base is None and measure in (Measure.CHANGE_PCT, Measure.DEVIATION_PCT):
        return "a rate of what is not read"
    told = state.compared or lead.each or state.is_of_whole(measure)
    if state.is_behind_list(measure) or (state.is_of_list(measure) and not told):
        return "of a list or of its last member"
    return None


_LAST_YEAR = re.compile(r"[,(]?(?:上年|去年|上年度|上一年度)(?:同期)?(?:支出|预算|决算|安排)?(?:数|额)?(?:为|是)?")


def _refuse_amount(lead: Lead, state: State, measure: Measure) -> str | None:
    """Why an amount without a name may not be that of the subject spoken of, or ``None``."""
    if lead.arrived and state.last_measure is Measure.PRIOR_AMOUNT and not state.stopped:
        return None  # 由上年的8.6万元减少到7.52万元
    if state.behind_amount and measure is Measure.PRIOR_AMOUNT and lead.opens is None:
        return None  # 收入预算239.64万元（上年251.07万元）
    if _is_last_years(lead, state, measure):
        return None
    plain = measure in (Measure.AMOUNT, Measure.PRIOR_AMOUNT) and not lead.aspects and not lead.base
    if plain and (state.stopped or not state.colon) and not _behind_share(lead, state):
        return "no subject is named"
    if state.foreign:
        return "unknown words before the figure"
    return "the amount was said" if _is_of_another(lead, state) and not _spent(lead, state, measure) else None


def _is_last_years(lead: Lead, state: State, measure: Measure) -> bool:
    """公务接待费3.20万元，上年3.50万元: nothing but 上年 stands in front, in the sentence that told the amount."""
    words_said = "".join(token.text for token in lead.tokens)
    said = state.amount_said and not (state.stopped or state.foreign)
    if state.is_behind_list(Measure.CHANGE) or state.is_of_list(Measure.CHANGE):
        return False  # 其中：公务接待费1万元、公务用车运行维护费2万元，上年3.5万元
    return measure is Measure.PRIOR_AMOUNT and said and _LAST_YEAR.fullmatch(words_said) is not None


def _spent(lead: Lead, state: State, measure: Measure) -> bool:
    """公务用车运行维护费预算4万元，支出3万元: behind nothing but a budget."""
    words_said = "".join(token.text for token in lead.tokens)
    return measure is Measure.AMOUNT and words_said in ("支出", "实际支出") and not (state.final_said or state.stopped)


def _behind_share(lead: Lead, state: State) -> bool:
    """基本支出占80.28%，为490.04万元: the amount behind the share of the same subject."""
    share = state.last_measure is Measure.SHARE_PCT and not state.amount_said and not state.stopped
    return share and [token.text for token in lead.tokens] in (["为"], ["计"], ["共计"])


def _is_of_another(lead: Lead, state: State) -> bool:
    """合计3万元 behind the last member of a list, or 支出 behind an income, is not the figure of that subject."""
    if _side_said(lead, state) is not None:
        return True
    if lead.aspects - {"neutral"} or lead.base or lead.completion:
        return False
    return state.amount_said or any(token.text in words().sums for token in lead.tokens)


def _side_said(lead: Lead, state: State) -> str | None:
    """收入 or 支出, where the lead (支出, 支出决算) says the other side than the subject spoken of."""
    name = state.subject.name if state.subject is not None else ""
    for own, other in (_SIDE_NAMES, _SIDE_NAMES[::-1]):
        if own in name and other not in name:
            said = [token.text for token in lead.tokens if token.text.startswith(other) and token not in lead.names]
            return other if other in lead.verb or said else None
    return None


def other_side(lead: Lead, state: State) -> tuple[Subject, tuple[int, int], None] | None:
    """财政拨款收入决算182.30万元、支出决算181.02万元: the same money spent, where it is declared."""
    other = _side_said(lead, state)
    if other is None or not lead.bare or state.subject is None or state.subject.kind != "declared" or state.stopped:
        return None
    mirror = declared_by_name(re.sub("收入|支出", other, state.subject.name))
    known = mirror is not None and state.subject.family in _TOTALS
    return (mirror, (lead.tokens[0].start, lead.tokens[-1].end), None) if mirror is not None and known else None


_SECTION_TOTALS = {"income": "收入", "expenditure": "支出"}
_GENERAL_TOTAL = "一般公共预算财政拨款支出"
_HEADED_TOTALS = {"general": _GENERAL_TOTAL, "detail": _GENERAL_TOTAL}
#: Headings of a part or of another budget give no name to the total.
_OF_ALL_SPENDING = re.compile("^(?!.*(?:基本|项目|收入|收支|基金|资本)).*支出.*(?:情况|说明)$")


def section_total(lead: Lead, state: State, section: str, heading: str) -> tuple[Subject, tuple[int, int], None] | None:
    """2025年年初预算数228.70万元 at the head of 收入预算 is the total of the section.

    So is 年初预算为352.40万元 right behind ``heading`` （三）支出决算具体情况, the section's own.
    """
    if state.head is not None or state.foreign or not lead.bare:
        return None
    own = _SECTION_TOTALS.get(section)
    said = own is not None and any(token.text.startswith(own) for token in lead.tokens)  # 支出决算548万元
    if lead.direction is not None or not ("budget" in lead.aspects or (said and "amount" in lead.aspects)):
        return None
    name = own if lead.years or said else None
    if state.subject is None and _OF_ALL_SPENDING.search(heading):
        name = name or _HEADED_TOTALS.get(section)
    return (declared(name), (lead.tokens[0].start, lead.tokens[-1].end), None) if name is not None else None


#: Headings under which 2016年收入162万元 is the total.
_OF_TOTALS = re.compile(r"预算|决算|收支|收入|支出|情况说明|编制说明")


def verb_may_be_subject(lead: Lead, state: State, section: str, heading: str) -> bool:
    """收入 or 支出 alone is the total only where totals are spoken of, not in 召开会议3次，支出1.2万元."""
    said_so = bool(lead.aspects - {"neutral"}) or lead.direction is not None or len(lead.verb) > len("支出")
    of_subject = lead.verb.startswith("决算") and state.head is not None
    among_totals = state.head is None or state.head.family in _TOTALS
    if section == "other":
        opens = state.head is None and bool(lead.years) and bool(_OF_TOTALS.search(heading))
        return (said_so or opens) and among_totals and not state.foreign
    return (said_so and not of_subject) or (among_totals and not state.foreign)


#: Sections in which the base of a comparison says which side is compared.
_SIDES = frozenset({"summary", "income", "expenditure", "fiscal"})


def side_of_base(lead: Lead, state: State, section: str) -> tuple[Subject, tuple[int, int], None] | None:
    """与2022年预算收入相比增加36.50万元, before any subject was named: the change of 收入."""
    if section not in _SIDES or state.subject or state.head or state.foreign or not lead.bare or lead.direction is None:
        return None
    said = [side for side in ("收入", "支出") if lead.base is not None and side in lead.base.text]
    if lead.base is None or len(said) != 1:
        return None
    return declared(said[0]), (lead.base.start, lead.base.end), None
