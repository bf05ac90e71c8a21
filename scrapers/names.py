"""The body a title names, with the whole of its printed name.

``domain.agencies`` reads running text and stops at places it does not know. A title is shorter and plainer: what stands
before the body's name, between the usual words of titles and the name, belongs to the name (松陵县信访局, where only
陵县 is a known place), and so does a committee's name before it (中共松陵县委 松陵县人民政府信访局).
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.agencies import AgencyMatch, find_agency
from scrapers.titles import title_words

_UNKNOWN_BEFORE = re.compile(r"[\u4e00-\u9fff]{1,6}$")
_COMMITTEE = re.compile(r"(?:中共|中国共产党)[\u4e00-\u9fff]{2,12}(?:委员会|委)[\s、,，·]*$")
#: 县信访局所属县人民来访接待中心: the report is the unit's.
_SUBORDINATE = re.compile(r"\s*(?:所属|下属|直属)(?:事业)?(?:单位)?\s*[:：]?")
#: Words that end before a name begins, besides those of the vocabulary.
_BEFORE = ("召开", "公示", "转载", "我", "本", "该", "原")


def named_body(title: str) -> AgencyMatch | None:
    """The petition body of a title, its name extended to the left over places no table knows."""
    match = find_agency(title)
    if match is None:
        return None
    below = _SUBORDINATE.match(title, match.end)
    unit = find_agency(title[below.end() :]) if below else None
    if below is not None and unit is not None and not unit.is_bureau:
        return replace(unit, start=below.end() + unit.start, end=below.end() + unit.end)
    start = match.start
    unknown = _UNKNOWN_BEFORE.search(title[:start])
    if unknown:
        start -= len(_unfamiliar_end(unknown.group()))
    committee = _COMMITTEE.search(title[:start])
    if committee:
        start = committee.start()
    if start == match.start:
        return match
    return replace(match, start=start, name=re.sub(r"\s+", " ", title[start : match.end]))


def _unfamiliar_end(text: str) -> str:
    """The end of ``text`` after the last familiar word (``公开说明松`` → ``松``); nothing when too long for a place."""
    cut = 0
    for pattern in title_words().known_words:
        for found in pattern.finditer(text):
            cut = max(cut, found.end())
    for word in _BEFORE:
        if word in text:
            cut = max(cut, text.rfind(word) + len(word))
    rest = text[cut:]
    return rest if len(rest) <= 4 else ""
