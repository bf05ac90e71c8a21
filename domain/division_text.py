"""Divisions named in running text: titles, publishers, addresses.

``重庆市荣昌区信访办公室2022年部门预算`` names 荣昌区 and 重庆市; ``朝阳区`` alone names several places and, without a
parent in the text or a ``within``, none for certain. Ordinary words that look like names (城区, 郊区) and bare names
(襄垣) count only where the text says that a place is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from domain.division_names import Form
from domain.records import Level
from domain.text import squeeze, squeeze_with_offsets

if TYPE_CHECKING:
    from domain.divisions import Division, Divisions

_RANK = {Level.ZONE: 0, Level.COUNTY: 0, Level.PREFECTURE: 1, Level.PROVINCE: 2}


_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Characters of the longest name of a division that matters behind another.
_LONGEST_NAME = 20


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    needs_parent: frozenset[str]
    needs_boundary: frozenset[str]
    institutions: tuple[str, ...]
    first_ends: dict[str, str]
    word_ends: str
    abbreviation_word_ends: str


@cache
def _words() -> _Words:
    text = resources.files("domain.reference").joinpath("division_words.yaml").read_text(encoding="utf-8")
    return _Words.model_validate(from_yaml(text))


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name at ``text[start:end]`` and the divisions it can mean in its context (several: ambiguous)."""

    text: str
    start: int
    end: int
    candidates: tuple[Division, ...]


def mentions_in(
    table: Divisions, text: str, *, year: int | None = None, within: str | None = None
) -> tuple[Mention, ...]:
    """All place names of ``text`` in reading order, each with the divisions it can mean.

    Parents named in the text (best: right before) and ``within`` narrow the candidates, then the year. The longest
    name wins where two overlap.
    """
    squeezed, offsets = squeeze_with_offsets(text)
    spans = _spans(table, squeezed)
    if within is not None:
        spans = [
            _Span(span.start, span.end, tuple(one for one in span.options if _within(table, one, within)))
            for span in spans
        ]
    mentions = []
    for span in _in_context(squeezed, spans):
        candidates = table.for_year(span.options, year)
        if candidates:
            start, end = offsets[span.start], offsets[span.end - 1] + 1
            mentions.append(Mention(text[start:end], start, end, candidates))
    return tuple(mentions)


def find_in(table: Divisions, text: str, *, year: int | None = None, within: str | None = None) -> tuple[Division, ...]:
    """The divisions that ``text`` names without doubt, counties before their cities and provinces.

    A name that stays ambiguous is left out (see :func:`mentions_in`).
    """
    mentions = mentions_in(table, text, year=year, within=within)
    found = dict.fromkeys(mention.candidates[0] for mention in mentions if len(mention.candidates) == 1)
    return tuple(sorted(found, key=lambda one: _RANK[one.level]))


@dataclass(frozen=True, slots=True)
class _Span:
    """A place name at ``[start:end]`` of the squeezed text."""

    start: int
    end: int
    options: tuple[Division, ...]


def _within(table: Divisions, division: Division, within: str) -> bool:
    return squeeze(within) in (division.code, division.name) or table.lies_within(division, within)


def _spans(table: Divisions, squeezed: str) -> list[_Span]:
    """Non-overlapping place names from left to right, the longest at each place."""
    spans: list[_Span] = []
    position = 0
    while position < len(squeezed):
        after_name = bool(spans) and spans[-1].end == position
        printed = {squeezed[span.start : span.end] for span in spans}
        for name in table.names_from(squeezed[position]):
            if not squeezed.startswith(name, position):
                continue
            end = position + len(name)
            # 礼县县委礼县人民政府: behind 委 the name counts because it was read as a place before.
            if name not in printed and not _is_word(table, name, squeezed, position, after_name=after_name):
                continue
            options = _options(table, name, squeezed[end : end + _LONGEST_NAME])
            if options:
                spans.append(_Span(position, end, options))
                position = end
                break
        else:
            position += 1
    return spans


def _is_word(table: Divisions, name: str, squeezed: str, start: int, *, after_name: bool) -> bool:
    """False where the characters of a name are more likely part of other words."""
    if after_name:
        return True
    words = _words()
    cut = words.first_ends.get(name[0])
    if cut and squeezed.endswith(cut, 0, start):
        return False  # 中共和县委员会
    if name in words.needs_parent or (name.endswith("市") and squeezed.startswith("场", start + len(name))):
        return False
    abbreviation = len(name) == 2 and name[1] in "旗州盟县" and table.forms[name][0][0] is Form.SHORT
    if not start or not (abbreviation or name in words.needs_boundary):
        return True
    before = squeezed[start - 1]
    ends = words.word_ends + (words.abbreviation_word_ends if abbreviation else "")
    return before in ends or not _HAN.match(before)


def _options(table: Divisions, name: str, following: str) -> tuple[Division, ...]:
    """The divisions a form may mean; for a bare name (襄垣) none unless an institution or another place follows."""
    found = table.forms[name]
    best = min(form for form, _ in found)
    if best is Form.BARE:
        provinces = tuple(one for _, one in found if one.level is Level.PROVINCE)
        if provinces:
            return provinces
        if not following.startswith(_words().institutions) and not _continues(table, following):
            return ()
    # 东乡县 is a county that was and the short name of 东乡族自治县: both, until the context decides.
    return tuple(one for form, one in found if form is best or form is not Form.BARE)


def _continues(table: Divisions, following: str) -> bool:
    """True where another place name stands right behind: 长治襄垣县, 石家庄赵县."""
    return any(
        following.startswith(name) and (len(name) > 2 or name[1] == "县") for name in table.names_from(following[:1])
    )


def _in_context(squeezed: str, spans: list[_Span]) -> list[_Span]:
    """Drop options that contradict the parents named right before, else anywhere in the text."""
    certain = {one.name for span in spans for one in span.options if one.level is not Level.COUNTY}
    result: list[_Span] = []
    for span in spans:
        options = span.options
        before = result[-1] if result and result[-1].end == span.start else None
        if before is not None:
            parents = {one.name for one in before.options}
            children = tuple(one for one in options if parents & {one.city, one.province})
            if not children and squeezed[span.start : span.end] in _words().needs_parent:
                continue
            options = children or options
        if len(options) > 1:
            in_city = tuple(one for one in options if one.city in certain)
            in_province = tuple(one for one in options if one.province in certain)
            options = in_city or in_province or options
        if options:
            result.append(_Span(span.start, span.end, options))
    return result
