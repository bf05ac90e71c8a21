"""Which subject a name means at its place, and labels that nobody declared but a list vouches for.

公务接待费 is one of the three public expenses, or an economic item behind 公用经费…主要包括; 住房公积金 is an economic
item there and a functional one in the list of 类款项. The section and the open list decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from domain.classification import class_of_name, economic_by_name, functional_by_name
from parsers.statements.narrative.declarations import subject_rules, words
from parsers.statements.narrative.leads import Lead, is_clean_label, label_span
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.tokens import Token

#: Sections whose lists go by function.
FUNCTION_SECTIONS = frozenset({"general", "class", "detail"})
#: Sections of one fund, whose spending goes by function too.
FUND_SECTIONS = frozenset({"fund", "capital"})
#: Sections where a 类 may be listed among other things.
_CLASS_SECTIONS = FUNCTION_SECTIONS | FUND_SECTIONS | {"summary", "expenditure", "fiscal", "other"}
#: What 包括 lists by economic item.
ECONOMIC_PARENTS = frozenset({"人员经费", "公用经费", "基本支出", "一般公共预算基本支出"})
#: What may stand behind the last project without being one.
_BESIDE_PROJECTS = frozenset({"expenditure_kind", "basic_part", "totals", "fiscal_totals", "general_total"})
#: Codes of the two economic classifications begin so; they stand in no list of functions.
_ECONOMIC_CODES = frozenset("35")
#: In front of the funds that pay for all projects.
OF_ALL_PROJECTS = "合计/"
_BY_ITEM = "经济分类/"
_PROJECT_PARENTS = frozenset({"项目支出", "一般公共预算项目支出"})


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the report. ``budget``: it is a 预算."""

    year: int | None = None
    budget: bool = False
    #: The agency's name in comparing form, where it is known.
    agency: str = ""

    def place_of(self, year: int) -> str:
        """present, prior or other; without a fiscal year nothing is held against a year."""
        if self.year is None or year == self.year:
            return "present"
        return "prior" if year == self.year - 1 else "other"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: section, open list, and what was spoken of before it."""

    section: str
    parent: Subject | None
    listing: str | None
    before: Subject | None

    @property
    def lists_items(self) -> bool:
        """True inside 人员经费…，主要包括：…"""
        if self.section in ("basic", "economic") or self.lists_operating:
            return True
        if self.section not in ("other", "general", "expenditure", "summary"):
            return False
        return self.parent is not None and self.parent.name in ECONOMIC_PARENTS

    @property
    def lists_operating(self) -> bool:
        """True inside 机关运行经费…，其中：办公费…"""
        return self.listing is not None and self.parent is not None and self.parent.family == "operating"

    @property
    def lists_projects(self) -> bool:
        if self.listing is None or self.parent is None:
            return False
        return self.parent.name in _PROJECT_PARENTS or self.parent.name.startswith(OF_ALL_PROJECTS)


def choose_subject(token: Token, place: Place) -> Subject | None:
    """The one subject that the name means here, or ``None``."""
    if token.plays("path"):
        return token.subject
    if place.lists_projects and not any(subject.family in _BESIDE_PROJECTS for subject in token.subjects):
        return None
    if place.lists_items and any(subject.kind == "economic" for subject in token.subjects):
        return Subject("economic", token.text)
    declared = [subject for subject in token.subjects if subject.kind == "declared" and _allowed(subject, place)]
    special = [subject for subject in declared if subject.rule is not None and subject.rule.only]
    functions = [subject for subject in token.subjects if subject.kind == "function"]
    by_function = place.section in FUNCTION_SECTIONS or _beside_function(place)
    if functions and by_function and not special:
        return _function(token.text, functions)
    if not declared and (found := _class_or_row(token.text, functions, place)) is not None:
        return found
    return next(iter((*special, *declared)), None)


def _allowed(subject: Subject, place: Place) -> bool:
    """A name of certain sections is also known beside what it is part of (政府采购预算…，其中：货物类…，工程类…).

    机关运行经费38.20万元，其中：…会议费0.50万元 is only a part of all that was spent on meetings.
    """
    if subject.family == "meetings" and place.parent is not None and place.parent.family == "operating":
        return False
    if subject.rule is not None and subject.rule.behind:
        return place.before is not None and place.before.name in subject.rule.behind
    if subject.rule is None or not subject.rule.only or place.section in subject.rule.only:
        return subject.rule is not None
    return subject.part_of is not None and any(
        one is not None and subject.part_of in (one.name, one.part_of) for one in (place.parent, place.before)
    )


def _beside_function(place: Place) -> bool:
    return place.before is not None and place.before.kind == "function" and place.section != "three"


def _class_or_row(name: str, functions: list[Subject], place: Place) -> Subject | None:
    """A 类 among other things; in a section of one fund whatever it is spent on."""
    if place.section in _CLASS_SECTIONS and any(subject.level == "类" for subject in functions):
        return Subject("function", name, level="类")
    return _function(name, functions) if functions and place.section in FUND_SECTIONS else None


def _function(name: str, functions: list[Subject]) -> Subject:
    """A functional name; its level when all codes of that name agree."""
    levels = {subject.level for subject in functions}
    return Subject("function", name, level=levels.pop() if len(levels) == 1 else None)


#: 行政运行(2010301)支出: the code is no part of the name, nor what stands behind it.
_CODE_BEHIND = re.compile(r"[(\[](?:科目)?(?:编码|代码)?:?\d{3,7}[)\]](?:科目|项目|预算|决算)?(?:支出)?$")


def open_subject(lead: Lead, text: str, place: Place, context: Context) -> tuple[Subject, tuple[int, int]] | None:
    """A label that is not declared, in a list that says what it must be; ``None`` when no list does."""
    span = label_span(lead)
    if span is None:
        return None
    name = _CODE_BEHIND.sub("", text[span[0] : span[1]])
    if not is_clean_label(name) or name.endswith(words().subordinate_endings):
        return None
    if place.lists_projects:
        by_item = economic_by_name(name, context.year) is not None
        project = _BY_ITEM + name if by_item else re.sub(r"(?<=费|金|项)支出$", "", name)
        return Subject("open", project, level="project"), span
    if place.lists_items and (economic_by_name(name, context.year) or place.listing is not None):
        return Subject("economic", name), span
    if place.section in FUNCTION_SECTIONS | FUND_SECTIONS or lead.code is not None:
        return _open_function(name, lead, place, context, span)
    return None


def _is_row_of_fund(name: str, place: Place) -> bool:
    """其他国有土地使用权出让收入安排的支出, or what the list of the fund's spending names as spending."""
    if place.section not in FUND_SECTIONS:
        return False
    listed = place.listing is not None and place.parent is not None and place.parent.family == "general_total"
    return name.endswith("安排的支出") or (listed and name.endswith("支出"))


def fund_of_projects(lead: Lead, text: str, place: Place) -> tuple[Subject, tuple[int, int]] | None:
    """项目支出83.7万元，其中：一般公共预算拨款安排78万元: the funds that pay for all projects, and no project."""
    plain = lead.direction is None and lead.base is None and not (lead.share or lead.completion or lead.reason)
    if not place.lists_projects or not lead.tokens or not plain:
        return None
    span = lead.tokens[0].start, lead.tokens[-1].end
    said = _FUND_DRESS.sub("", text[span[0] : span[1]])
    fund = next((fund for fund, pattern in words().project_funds.items() if re.fullmatch(pattern, said)), None)
    return (Subject("open", OF_ALL_PROJECTS + fund, level="project"), span) if fund is not None else None


#: What stands around the name of a fund.
_FUND_DRESS = re.compile(
    r"^(?:其中|主要|包括|包含|20\d\d年度?|使用|由|:|、|,)+|"
    r"(?:预算)?(?:安排|资金|收入)*(?:的)?(?:项目)?(?:支出)?(?:共计|共|合计|为)?$"
)


def _open_function(
    name: str, lead: Lead, place: Place, context: Context, span: tuple[int, int]
) -> tuple[Subject, tuple[int, int]] | None:
    if lead.code is not None and lead.code[0] in _ECONOMIC_CODES:
        return None
    if lead.code is not None:
        levels = {3: "类", 5: "款"}
        return Subject("function", name, level=levels.get(len(lead.code), "项"), code=lead.code), span
    for spelling in (name, name.replace("与", "和")):
        if class_of_name(spelling, context.year) is not None:
            return Subject("function", spelling, level="类"), span
    known = functional_by_name(name)
    if known:
        found = {row.level for row in known}
        return Subject("function", name, level=found.pop() if len(found) == 1 else None), span
    beside = place.before is not None and place.before.kind == "function"
    if (name.endswith("支出") and beside) or _is_row_of_fund(name, place):
        return Subject("function", name), span
    return None


@cache
def _parents() -> dict[str, str]:
    return {rule.subject: rule.part_of for rule in subject_rules() if rule.part_of}


def is_part_of(subject: Subject | None, whole: Subject | None) -> bool:
    """True when ``subject`` is ``whole`` or a declared part of it, at any depth."""
    if subject is None or whole is None:
        return False
    if subject == whole:
        return True
    name: str | None = subject.name if subject.kind == "declared" else None
    while name is not None:
        name = _parents().get(name)
        if name == whole.name:
            return True
    return False


def item_behind_group(names: Sequence[Token]) -> Subject | None:
    """政府办公厅（室）及相关机构事务行政运行: a 款 and one of its 项 in one name are the 项."""
    if len(names) != 2 or names[0].end != names[1].start:
        return None
    levels = [{subject.level for subject in name.subjects if subject.kind == "function"} for name in names]
    return Subject("function", names[1].text, level="项") if "款" in levels[0] and "项" in levels[1] else None
