"""Staff, organisation, performance and workload: figures in prose, read by the words right around them.

Looser than the grammar of budget sections: an item is what the text prints before (or behind) the figure, so nothing is
claimed beyond the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from domain.records import CellState, Measure, Statement
from domain.redaction import redact
from parsers.statements.labels import chinese
from parsers.statements.narrative.declarations import ProseRule, TextRule, compared, prose
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import BARE, COUNT, MONEY, PERCENT, Figure, find_figures

_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
#: How much of the clause behind a figure a quote shows (现设2个内设机构).
_TAIL = 30
_APPROXIMATE = Decimal("0.80")
_KINDS = {MONEY: "money", PERCENT: "percent"}


@dataclass(slots=True)
class ProseState:
    """What prose carries from passage to passage: the project spoken of."""

    project: str | None = None


@cache
def _figure_rules() -> tuple[tuple[ProseRule, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (rule, re.compile(rule.words), re.compile(rule.behind) if rule.behind else None) for rule in prose().figures
    )


@cache
def _text_rules() -> tuple[tuple[TextRule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(rule.regex)) for rule in prose().texts)


@cache
def _project_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in prose().project_names)


def read_texts(text: str, section: str, state: ProseState) -> list[Draft]:
    """Statements without a number: 空表, 本年度无此项支出, 自评结论为优秀."""
    drafts = []
    seen: set[tuple[Statement, str]] = set()
    for rule, pattern in _text_rules():
        if section not in rule.sections or (rule.statement, rule.item) in seen:
            continue
        found = pattern.search(text)
        if found is None:
            continue
        if rule.state is CellState.DECLARED_EMPTY and re.search(r"\d[\d,.]*(?:亿|万|千)?元", text):
            continue  # figures are printed after all
        seen.add((rule.statement, rule.item))
        start, _ = _clause(text, found.start())
        drafts.append(
            Draft(
                section=section,
                measure=Measure.TEXT,
                start=start,
                end=found.end(),
                position=found.start("text"),
                text=found["text"],
                state=rule.state,
                statement=rule.statement,
                item=rule.item,
                project=state.project if rule.project else None,
            )
        )
    return drafts


def read_prose(text: str, section: str, state: ProseState, *, budget: bool) -> list[Draft]:
    """Figures of one passage in prose; ``budget``: percentages of a 预算 are targets, of a 决算 results."""
    name_project(text, state)
    drafts: list[Draft] = []
    before = 0
    counted: _Counted | None = None
    for figure in find_figures(text):
        if figure.doubt is None and figure.kind != BARE:
            start, boundary = _clause(text, figure.start)
            if text[before : before + 1] == "、" and before > start:
                start = before + 1
            if counted is not None:
                goes_on = text[counted.end : start] in ("、", ",", "") if start > before else True
                counted = counted if goes_on else None
                before = max(before, counted.end) if counted else before
            draft, counted = _read(text, figure, max(start, before), section, state, counted, budget=budget)
            if draft is not None:
                drafts.append(replace(draft, end=max(draft.end, min(boundary, draft.end + _TAIL))))
        before = figure.end
    return drafts


def _clause(text: str, position: int) -> tuple[int, int]:
    """The clause (between commas, full stops, brackets) that holds ``position``."""
    start = max((text.rfind(mark, 0, position) for mark in ",。;:!?("), default=-1) + 1
    ends = [end for end in (text.find(mark, position) for mark in ",。;!?") if end >= 0]
    return start, min(ends, default=len(text))


def name_project(text: str, state: ProseState) -> None:
    """Remember the project that a heading or passage names."""
    body = re.sub(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.])+", "", text)
    for pattern in _project_patterns():
        found = pattern.search(body)
        if found:
            state.project = chinese(found["name"])
            return


@dataclass(frozen=True, slots=True)
class _Counted:
    """The label counted last, for 、28人次 behind 受理来访16批."""

    label: str
    statement: Statement
    end: int


def _read(
    text: str, figure: Figure, start: int, section: str, state: ProseState, counted: _Counted | None, *, budget: bool
) -> tuple[Draft | None, _Counted | None]:
    before, behind = text[start : figure.start], text[figure.end : figure.end + 90]
    declared = _by_rule(text, figure, before, behind, section, state)
    if declared is not None:
        return declared, None
    if figure.kind == PERCENT and section in ("performance", "work"):
        return _rate(text, figure, before, section, budget=budget), None
    if figure.kind != COUNT:
        return None, None
    if section in ("organisation", "other"):
        staff = _staff(text, figure, start, before)
        if staff is not None or section == "other":
            return staff, None
    if section in ("work", "performance"):
        return _work(figure, start, before, behind, counted)
    return None, None


def _draft(
    figure: Figure, start: int, section: str, statement: Statement, item: str, measure: Measure, project: str | None = None
) -> Draft:
    return Draft(
        section=section,
        measure=measure,
        start=start,
        end=figure.end,
        position=figure.start,
        label=(start, figure.start) if start < figure.start else None,
        figure=figure,
        statement=statement,
        item=item,
        confidence=_APPROXIMATE if figure.approximate else Decimal("1.00"),
        project=project,
    )


def _by_rule(text: str, figure: Figure, before: str, behind: str, section: str, state: ProseState) -> Draft | None:
    unit = _KINDS.get(figure.kind, compared(figure.unit or ""))
    for rule, words_before, words_behind in _figure_rules():
        if section not in rule.sections or unit not in rule.units:
            continue
        found = words_before.search(before)
        found_behind = words_behind.search(behind) if words_behind else None
        if found is None or (words_behind is not None and found_behind is None):
            continue
        groups = {**found.groupdict(), **(found_behind.groupdict() if found_behind else {})}
        sentence = text[: figure.start].rsplit("。", 1)[-1].rsplit(";", 1)[-1]
        groups["fund"] = "政府性基金" if "政府性基金" in sentence else ""
        groups["label"] = chinese(before)
        item = rule.item.format(**{key: chinese(value or "") for key, value in groups.items()})
        project = state.project if rule.project else None
        statement = rule.statement
        if rule.project and project is None:
            statement = Statement.PERF_SUMMARY
        start = figure.start - len(before)
        return _draft(figure, start, section, statement, item, rule.measure, project)
    return None


# --- staff -------------------------------------------------------------------------------------------------------------


@cache
def _staff_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = prose()
    return re.compile(rules.staff_words + "$"), re.compile(rules.staff_not), re.compile(rules.posts)


def _staff(text: str, figure: Figure, start: int, before: str) -> Draft | None:
    words, excluded, verbs = _staff_patterns()
    if compared(figure.unit or "") not in prose().staff_units:
        return None
    label = verbs.sub("", before)
    found = words.search(label)
    if found is None or excluded.search(label) or len(label) > 24:
        return None
    item = chinese(_agency_stripped(found["label"] or ""))
    if not item:
        return None
    unit = _staffed_unit(text, start)
    if unit is not None and item in ("编制", "主任", "副主任"):
        item = f"{unit}/{item}"
    return _draft(figure, start, "organisation", Statement.STAFFING, item, Measure.COUNT)


def _agency_stripped(label: str) -> str:
    """县信访局机关行政编制 → 机关行政编制."""
    return re.sub(r"^.{0,16}?(?:信访局|信访办公室|信访办|信访中心|本单位|我单位|本部门|我部门|单位|部门|我局)(?=.{2})", "", label)


def _staffed_unit(text: str, start: int) -> str | None:
    """The unit whose posts are listed: 下设襄垣县信访服务中心，设主任1名; （一）综合股（编制1名）."""
    if start > 0 and text[start - 1] == "(":
        named = re.search(r"([\u4e00-\u9fff]{2,20})\($", text[:start])
        return named[1] if named else None
    below = list(re.finditer(r"下(?:设|辖|属)([\u4e00-\u9fff]{2,24}?(?:中心|大队|站|所|办|股))[,、(]", text[:start]))
    return below[-1][1] if below else None


# --- rates and work ----------------------------------------------------------------------------------------------------------

_LEAD_IN = re.compile(
    r"^(?:其中|同时|全年|共计?|累计|现|已|并|一是|二是|三是|四是|五是|六是|截至.{0,12}|20\d\d年度?|\d{1,2}月|尽力|使得?|对|将|全县|全市|全区|,|、|我区|我县|我市|我局|信访网上)+"
)


def _rate(text: str, figure: Figure, before: str, section: str, *, budget: bool) -> Draft | None:
    """A percentage in prose, under the words that it stands with."""
    label = _LEAD_IN.sub("", before)
    label = re.sub(r"(?:分别)?(?:达到|达|为|是|在|不低于|不少于|不高于|超过|的)+$", "", label)
    if not 3 <= len(label) <= 40 or re.search(r"\d|占.*支出|增长|下降|减少|增加|较上年|比上年", label):
        return None
    statement, measure = (Statement.PERF_TARGET_NARRATIVE, Measure.TARGET) if budget else (Statement.WORKLOAD, Measure.RATE)
    del text
    return _draft(figure, figure.start - len(before), section, statement, chinese(label), measure)


@cache
def _work_not() -> re.Pattern[str]:
    return re.compile(prose().work_not)


_NOUN_BEHIND = re.compile(r"^(?P<noun>(?:[\u4e00-\u9fff]{0,14}?)(?:信访事项|信访案件|信访件|案件|积案|问题|事项|功能室|接待室|专班|诉求|纠纷|文件|会议|报告))")


#: What is counted, where the words before the figure name persons.
_PLIGHT = re.compile(r"(?:的|、|^)([\u4e00-\u9fff]{0,8}信访[\u4e00-\u9fff]{0,4}(?:问题|事项|案件|积案))")


_FROM_TO = re.compile(r"(?:由|从)(?:最初|原来|年初|上年)的?$")
_NOW = re.compile(r"^(?:减少|下降|降低|增加|上升|提高)[至到为]$")
_DONE = ("办理", "办结", "化解", "解决", "完成", "答复", "受理")


def _work(
    figure: Figure, start: int, before: str, behind: str, counted: _Counted | None
) -> tuple[Draft | None, _Counted | None]:
    """A count of work done. Its label is what stands before it, or the noun behind it (解决了2件特殊疑难信访事项)."""
    unit = compared(figure.unit or "").strip("()")
    suffix = prose().work_units.get(unit)
    if suffix is None:
        return None, None
    noun = _NOUN_BEHIND.match(behind)
    end = figure.end + (noun.end() if noun else 0)
    if counted is not None and (item := _follows(before, counted, suffix)) is not None and noun is None:
        return _draft(figure, start, "work", counted.statement, item, Measure.COUNT), replace(counted, end=end)
    label = _work_label(before, behind, unit, noun["noun"] if noun else None)
    if label is None:
        return None, None
    item = chinese(label)
    named = item + (suffix if suffix not in item else "")
    if _FROM_TO.search(before):
        named = chinese(_FROM_TO.sub("", label)) + "（原有）"
    draft = _draft(figure, start, "work", Statement.WORKLOAD, named, Measure.COUNT)
    return draft, _Counted(item, Statement.WORKLOAD, end)


def _follows(before: str, counted: _Counted, suffix: str) -> str | None:
    """The item of a figure that goes on about what was counted last: 、28人次; ，已办理110件; 减少至32人."""
    words = before.lstrip(",、")
    if words in ("", "和", "及", "与"):
        return counted.label + chinese(suffix)
    if _NOW.match(words) and _FROM_TO.search(counted.label):
        return chinese(_FROM_TO.sub("", counted.label)) + "（现有）"
    if words.removeprefix("已") in _DONE:
        return f"{counted.label}（已{words.removeprefix('已')}）"
    return None


#: Things that are counted for themselves, whatever stands before the figure (设有4个功能室).
_PLACES = re.compile(r"(?:室|专班)$")


def _work_label(before: str, behind: str, unit: str, noun: str | None) -> str | None:
    """The words that say what is counted, or ``None`` when they do not say it clearly."""
    label = re.sub(r"(?:共计?|累计|达到?|了|余|和|各|为|:)+$", "", _LEAD_IN.sub("", before))
    if unit == "个" and noun is not None and _PLACES.search(noun):
        return noun
    if noun is not None and not re.search(r"(?:案件|积案|诉求|纠纷|来访|群众)$", label):
        label += noun
    people = unit in ("个", "人", "户", "次") and noun is None
    if people and not re.search(r"(?:人员|会议|调查|督查|群众)$", label) and not _FROM_TO.search(before):
        return None
    if redact(label) != label:
        named = _PLIGHT.search(behind)
        label = named[1] if named else "信访事项"
    clear = 3 <= len(label) <= 30 and not _work_not().search(label) and not re.search(r"\d", label)
    return label if clear else None


def work_in_cells(texts: Sequence[str]) -> list[tuple[int, Draft]]:
    """Workload in long cells of performance tables: (index of the text, draft)."""
    found = []
    for index, text in enumerate(texts):
        for draft in read_prose(text, "work", ProseState(), budget=False):
            persons = draft.figure is not None and draft.figure.unit == "人"
            if draft.measure is Measure.COUNT and draft.statement is Statement.WORKLOAD and not persons:
                found.append((index, draft))
    return found
