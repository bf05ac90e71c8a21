"""Whether the body that a document names is of the report's own place, under whatever name."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property

from domain.agencies import find_agency
from domain.division_names import name_forms
from domain.divisions import Division, Divisions
from domain.near_names import distance
from domain.text import squeeze
from parsers.model import ReportContext

_LETTERS = re.compile(r"[^\u4e00-\u9fff]")
#: 六安市委, 六安市人民政府: what stands behind the place in the name of a body.
_COMMITTEE = re.compile(
    r"中国共产党|中共|人民政府|政府|委员会|党委|工委|(?<=[省市县区旗州盟地])委|办公厅|办公室|机关|党组|行政公署|行署"
)
#: A name of a place: its own name and what kind of place it is; names of one character (茂县) are the table's to know.
_PLACE = re.compile(
    r"(?P<root>[\u4e00-\u9fff]{2,9}?)(?:(?:[\u4e00-\u9fff]{1,4}族){0,4}自治[区州县旗]|特别行政区|地区|[省市县区旗州盟]|"
    r"(?:经济技术|高新技术产业|经济)?开发区|高新区|经开区|新区|管理区|试验区|示范区|实验区|园区)"
)
#: 县信访局, 自治区信访局, 高新区信访局: the kind of a place and no name.
_GENERIC = re.compile(
    r"(?:自治|特别行政|(?:经济|高新)(?:技术)?(?:产业)?(?:开发)?|经开|开发|管理|试验|示范|实验|工业园?|产业园?|新|园|地)?[省市县区旗州盟]"
)
#: 所属县信访局 names no place.
_NO_NAME = re.compile(r"所属|下属|直属|各|附件|部门|单位|全国|公开|本级")
#: What stands before the name of a body: years, signs, words of titles.
_BEFORE_BODY = re.compile(r".*(?:[^\u4e00-\u9fff]|20\d\d年?度?|年度|关于|公开)")
#: The Corps names its places by division and by city.
_CORPS = re.compile(r"兵团|第?[一二三四五六七八九十]{1,3}师")
#: A name misprinted or misread by this much is no other name.
_SLIP = 1
#: Names of a single character say nothing by themselves.
_SHORTEST = 2


class Whose(StrEnum):
    OWN = "own"
    OTHER = "other"
    UNKNOWN = "unknown"


class OwnPlace:
    """The place of a report: what its agency is called, and its division with all that it was and became."""

    def __init__(self, context: ReportContext, divisions: Divisions) -> None:
        self._divisions = divisions
        self._year = context.fiscal_year
        self._agency = _place_part(squeeze(context.agency or ""))
        self._own = self._found(context)

    def _found(self, context: ReportContext) -> tuple[Division, ...]:
        if context.division is not None:
            known = self._divisions.get(context.division, context.fiscal_year) or self._divisions.get(context.division)
            return (known,) if known else ()
        if _GENERIC.fullmatch(self._agency):
            return ()
        agency = context.agency or ""
        found = self._divisions.find_in(agency, year=self._year, within=context.province)
        return (found or self._divisions.find_in(agency, year=self._year))[:1]

    @cached_property
    def _roots(self) -> frozenset[str]:
        """Names of the place without its kind."""
        names = {_last(self._agency), self._agency}
        for division in self._line:
            names |= {_root(form) for form, _ in name_forms(division.name)} | {_root(division.name)}
        return frozenset(name for name in names if len(name) >= _SHORTEST and not _GENERIC.fullmatch(name))

    @cached_property
    def _line(self) -> frozenset[Division]:
        """The division, what it was before and what it became."""
        found: set[Division] = set()
        for one in self._own:
            found |= {one, *self._divisions.predecessors(one), self._divisions.present_day(one.code)}
        return frozenset(found)

    def judge(self, body: str) -> Whose:
        """Whether ``body``, a petition body as printed, is of this place. Unknown: it or the report names none."""
        place = _place_part(squeeze(body))
        if (
            not place
            or _GENERIC.fullmatch(place)
            or not self._roots
            or _CORPS.search(place)
            or _CORPS.search(self._agency)
        ):
            return Whose.UNKNOWN
        if len(self._agency) >= _SHORTEST and (place.endswith(self._agency) or self._agency.endswith(place)):
            return Whose.OWN
        last = _last(place)
        mentions = self._divisions.mentions(place + "信访局", year=self._year)
        # 邱县 is no more than a part of 封邱县.
        whole = (one for one in mentions if one.end == len(place) and one.end - one.start > len(last))
        meant = {one for mention in whole for one in mention.candidates}
        if meant & self._line or last in self._roots or place in self._roots:
            return Whose.OWN
        if not meant and (not last or any(root in place or _near(last, root) for root in self._roots)):
            return Whose.UNKNOWN
        return Whose.OTHER


def body_in(line: str) -> str | None:
    """The petition body that a line names, with everything before it that can be its place, in the table or not."""
    found = find_agency(line)
    if found is None:
        return None
    return _BEFORE_BODY.sub("", line[: found.start]) + found.name


def _near(one: str, other: str) -> bool:
    return distance(one, other, _SLIP) <= _SLIP and bool(set(one) & set(other))


def _place_part(name: str) -> str:
    """What stands before the body's own words: 丰渚县 of 中共丰渚县委丰渚县人民政府信访局."""
    found = find_agency(name)
    before = name[: found.start + found.name.find(found.core)] if found and found.core in found.name else name
    return _LETTERS.sub("", _COMMITTEE.sub(" ", before).strip().rpartition(" ")[2])


def _last(text: str) -> str:
    """The last place of ``text`` without its kind, where ``text`` ends in one."""
    found = list(_PLACE.finditer(text))
    if not found or found[-1].end() < len(text) or _GENERIC.fullmatch(found[-1].group()):
        return ""
    return "" if _NO_NAME.search(found[-1]["root"]) else found[-1]["root"]


def _root(place: str) -> str:
    found = _PLACE.fullmatch(place)
    return found["root"] if found else place
