"""Petition bodies by name: 信访局 in all its forms, with the place and committee words before it.

:func:`find_agency` finds the body that a title or a publisher's name is about; a mere mention of petition work
(信访条例, 涉法涉诉信访) or another body's petition office (公安局信访办公室) is none. The names are data:
``reference/agencies.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from domain.divisions import load_divisions
from domain.records import Scope
from domain.text import squeeze, squeeze_with_offsets

Body = Literal["department", "unit", "other"]


class AgencyKind(BaseModel):
    """One value of ``agency_kind``: labels, and whether it is a department, a subordinate unit or something wider."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str
    en: str
    body: Body


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    core: str
    kind: str
    not_followed_by: str = ""
    needs_evidence: bool = False


class _UnitGrammar(BaseModel):
    """Names of subordinate units that no list is long enough for: any of ``before``, a stem, duties, a tail."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    before: tuple[str, ...]
    stems: tuple[str, ...]
    duties: tuple[str, ...]
    tails: tuple[str, ...]
    #: Duty -> kind; the first that the name contains decides.
    kinds: dict[str, str]
    otherwise: str


class _Names(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    kinds: dict[str, AgencyKind]
    forms: tuple[_Form, ...]
    units: _UnitGrammar
    glue: tuple[str, ...]
    foreign_before: tuple[str, ...]
    scope: dict[Scope, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AgencyMatch:
    """A petition body named at ``text[start:end]``.

    ``name`` is the printed name without padding, place and committee words included. ``own_level``: the text says
    本级 or 局机关. ``scope_hint``: which units the words around the name claim to cover. ``needs_evidence``: the body
    does more than petition work (社会工作部).
    """

    name: str
    kind: str
    start: int
    end: int
    own_level: bool
    scope_hint: Scope
    needs_evidence: bool = False
    #: The body without its place and committee words (信访局), squeezed; ``name`` holds it.
    core: str = ""

    @property
    def is_bureau(self) -> bool:
        """True for a department, False for a subordinate unit or a wider body."""
        return agency_kinds()[self.kind].body == "department"


@cache
def _names() -> _Names:
    text = resources.files("domain.reference").joinpath("agencies.yaml").read_text(encoding="utf-8")
    return _Names.model_validate(from_yaml(text))


def agency_kinds() -> dict[str, AgencyKind]:
    """All values of ``agency_kind``."""
    return dict(_names().kinds)


@cache
def _cores() -> tuple[re.Pattern[str], dict[str, _Form]]:
    forms = {form.core: form for form in _names().forms}
    longest_first = sorted(forms.values(), key=lambda form: -len(form.core))
    alternatives = (
        re.escape(form.core) + (f"(?![{form.not_followed_by}])" if form.not_followed_by else "")
        for form in longest_first
    )
    return re.compile("|".join((_unit_pattern(), *alternatives))), forms


def _unit_pattern() -> str:
    """信访维稳服务中心, 人民群众来访接待中心, 信访局信访督查中心: a unit, whatever its duties are called."""
    units = _names().units
    before, stems, duties, tails = (
        "|".join(sorted(words, key=len, reverse=True))
        for words in (units.before, units.stems, units.duties, units.tails)
    )
    return f"(?:{before}){{0,3}}(?:{stems}){{1,2}}(?:{duties}){{0,6}}(?:{tails})"


def _form_of(core: str) -> _Form:
    """The listed form, else what the duties in a unit's name say."""
    listed = _cores()[1].get(core)
    if listed is not None:
        return listed
    units = _names().units
    kind = next((kind for duty, kind in units.kinds.items() if duty in core), units.otherwise)
    return _Form(core=core, kind=kind)


def find_agency(text: str) -> AgencyMatch | None:
    """The petition body that ``text`` (a title, a publisher) names; the first one with a place or committee, else
    the first one standing at the beginning or the end of the text by itself.
    """
    squeezed, offsets = squeeze_with_offsets(text)
    pattern, _ = _cores()
    bare: AgencyMatch | None = None
    for found in pattern.finditer(squeezed):
        start = _extend_left(squeezed, found.start(), titled=bool(_TITLE_BEHIND.match(squeezed, found.end())))
        if start is None:
            continue
        match = _match(text, squeezed, offsets, (start, found.end()), _form_of(found.group()))
        if start < found.start():
            return match
        if bare is None and _stands_alone(squeezed, found.start(), found.end()):
            bare = match
    return bare


#: Punctuation that ends or begins a printed name without being part of it.
_MARKS = ".,。、;:"


def normalise_agency(text: str) -> str:
    """One form of an agency's printed name for comparing: squeezed, without 本级/部门 tails and punctuation."""
    name = squeeze(text).strip(_MARKS)
    scope_words = sorted((word for words in _names().scope.values() for word in words), key=len, reverse=True)
    changed = True
    while changed:
        changed = False
        for word in scope_words:
            if name.endswith(word) and len(name) > len(word) + 2:
                name = name.removesuffix(word).rstrip(_MARKS)
                changed = True
    return re.sub(r"(?<=委)[、,·]+|[、,·]+(?=中共)", "", name)


def _match(text: str, squeezed: str, offsets: tuple[int, ...], span: tuple[int, int], form: _Form) -> AgencyMatch:
    start, end = span
    end = _include_second_name(squeezed, end)
    first, last = offsets[start], offsets[end - 1] + 1
    scope = _scope(squeezed, end)
    return AgencyMatch(
        name=re.sub(r"\s+", " ", text[first:last]),
        kind=form.kind,
        start=first,
        end=last,
        own_level=scope is Scope.OWN,
        scope_hint=scope,
        needs_evidence=form.needs_evidence,
        core=form.core,
    )


def _include_second_name(squeezed: str, end: int) -> int:
    """六安市人民政府信访局(中共六安市委信访局): the bracket holds the same body's second name."""
    bracket = re.match(r"\(([^()]+)\)", squeezed[end:])
    if bracket:
        inner = _cores()[0].search(bracket.group(1))
        if inner and inner.end() == len(bracket.group(1)):
            return end + bracket.end()
    return end


def _scope(squeezed: str, end: int) -> Scope:
    after = squeezed[end:]
    for scope, words in _names().scope.items():
        if any(after.startswith(word) for word in words):
            return scope
    for bracketed, scope in (("(本级)", Scope.OWN), ("(汇总)", Scope.AGGREGATE)):
        if bracketed in squeezed:
            return scope
    if re.search(r"单位(?:预算|决算)", squeezed):
        return Scope.UNIT
    if re.search(r"部门(?:预算|决算)", squeezed):
        return Scope.DEPARTMENT
    return Scope.UNKNOWN


#: A place the division table does not know: 天府新区, 龙寨苗族自治县, 伊滨区.
_UNLISTED_PLACE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,10}?)(?:经济技术开发区|高新技术产业开发区|经济开发区|开发区|高新区|经开区|新区|管理区|试验区|"
    r"示范区|实验区|园区|自治县|自治州|自治旗|地区|街道|镇|乡)$|(?P<short>[\u4e00-\u9fff]{2,4}?)[区县市旗盟州]$"
)
#: What a place may stand right behind in the name of a body of party and government.
_BEFORE_PLACE = re.compile("中国共产党|中共|委员会|[省市区县旗州盟地工]委")
#: A division of the Corps, whose city may be one the table does not know: 第十五师红山嘴市.
_CORPS_DIVISION = re.compile(r"第?[一二三四五六七八九十]{1,3}师")
#: What may stand behind a body of an unlisted place: in a title or a publisher's name, not in 承担县信访局交办的工作.
_TITLE_BEHIND = re.compile(r"$|[^\u4e00-\u9fff]|部门|单位|本级|机关|预算|决算|年度|关于|信息公开|政府信息")
#: No place and committee words before a core are longer (characters).
_LONGEST_PREFIX = 80
#: Characters that end the words before a name in a title (2021年部门预算公开说明…).
_BOUNDARY = re.compile(r"[^\u4e00-\u9fff]|[年度于开明的算告示录布发是为由共]")
#: A bare name begins behind these: 2021年度信访局, 012信访局, [决算]信访局.
_BEFORE_BARE = re.compile(r"[年度明:0-9)\]】〕》★●■▲·_-]")
#: What may enclose a bare name: (信访局本级), 【信访局】.
_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "「": "」", "《": "》", "“": "”"}
#: These need a place before them: 卫生健康委员会信访办公室 is not ours.
_NEEDS_PLACE = re.compile(r"^(?:委员会|人民政府|政府|党委|工委|委|办公厅|办公室|行署|行政公署|[省市县区旗州盟府两]办)")


def _extend_left(squeezed: str, position: int, *, titled: bool) -> int | None:
    """Where the name begins whose core is at ``position``; ``None`` if another body's name stands before the core.

    ``titled``: the words behind the core let the division be one that the table does not know.
    """
    window = max(0, position - _LONGEST_PREFIX)
    before = squeezed[window:position]
    # The core behind lets a bare name (襄垣信访局) count as a place.
    mentions = load_divisions().mentions(before + "信访局")
    places = [(mention.start, mention.end) for mention in mentions if mention.end <= len(before)]
    reached = {len(before)}
    queue = [len(before)]
    while queue:
        ahead = before[: queue.pop()]
        for start in (*_steps(ahead, places), *(_unlisted(ahead, places) if titled else ())):
            if start not in reached:
                reached.add(start)
                queue.append(start)
    start = window + min(reached)
    if start == position and before.endswith(_names().foreign_before):
        return None
    while (
        start < position
        and squeezed[start] in "、,·和与及"
        and not any(window + first == start for first, _ in places)  # 和平区, 和田地区
    ):
        start += 1
    name = squeezed[start:position]
    if _NEEDS_PLACE.match(name) and start and not _BOUNDARY.match(squeezed[start - 1]):
        return None
    return start


def _steps(before: str, places: list[tuple[int, int]]) -> Iterator[int]:
    """All positions where a place, a committee word or a bracketed place that ends ``before`` begins."""
    end = len(before)
    yield from (first for first, last in places if last == end)
    yield from (end - len(glue) for glue in _names().glue if before.endswith(glue))
    yield from (found.start() for found in _CORPS_DIVISION.finditer(before) if found.end() == end)
    opening = before.rfind("(")
    if before.endswith(")") and opening > 0 and any(opening < first and last == end - 1 for first, last in places):
        yield opening


def _unlisted(before: str, places: list[tuple[int, int]]) -> Iterator[int]:
    """Where a place begins that ends ``before`` and is not in the division table."""
    unlisted = _UNLISTED_PLACE.search(before)
    if not unlisted:
        return
    last = unlisted.end("stem" if unlisted["stem"] else "short")
    bounds = [found.end() for found in _BOUNDARY.finditer(before[:last])]
    bounds += [end for _, end in places if end <= last]
    # 中共本岭市委本岭市人民政府: the second place begins behind the committee of the first.
    bounds += [found.end() for found in _BEFORE_PLACE.finditer(before[:last])]
    bounds += [found.end() for found in _CORPS_DIVISION.finditer(before[:last])]
    start = max(bounds, default=0)
    overlaps = any(first < len(before) and end > start for first, end in places)
    if not overlaps and 2 <= last - start <= (10 if unlisted["stem"] else 4):
        yield start


def _stands_alone(squeezed: str, start: int, end: int) -> bool:
    """信访局2021年部门决算, 2021年部门决算(信访局本级), or a publisher printed just as 县信访局."""
    closing = _BRACKETS.get(squeezed[start - 1 : start], "")
    closings = (closing, *(f"{word}{closing}" for words in _names().scope.values() for word in words))
    bracketed = bool(closing) and squeezed.startswith(closings, end)
    return start == 0 or end == len(squeezed) or bracketed or bool(_BEFORE_BARE.match(squeezed[start - 1]))
