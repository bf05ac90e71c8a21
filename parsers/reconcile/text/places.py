"""Authorities of other places: boilerplate that was copied from another county's report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from domain.divisions import Division, Divisions, load_divisions
from domain.records import Level
from domain.text import normalise, squeeze
from parsers.reconcile.cases import ReadingCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.text.passages import Passages


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: What makes a place name an authority: 合作市 + 委组织部.
    authorities: str
    #: Words before it that give a reason to speak of another place.
    reasons: str


_CANDIDATE = re.compile(r"[\u4e00-\u9fff]{2,12}[市县区旗州盟]")
_BEFORE = 14


def other_places(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """County or prefecture authorities outside the agency's own line of divisions; none if that line is unknown."""
    settings = Settings.model_validate(case.settings)
    authority = re.compile(settings.authorities)
    divisions = load_divisions()
    own = _own(divisions, passages)
    if not own:
        return
    seen: set[str] = set()
    for passage in passages.all:
        if not _CANDIDATE.search(passage.text):
            continue
        for mention in divisions.mentions(passage.text, year=passages.context.fiscal_year):
            tail = authority.match(passage.text, mention.end)
            before = passage.text[max(0, mention.start - _BEFORE) : mention.start]
            if tail is None or mention.text in seen or re.search(settings.reasons, before):
                continue
            if any(one.level is Level.PROVINCE or _related(one, own) for one in mention.candidates):
                continue
            seen.add(mention.text)
            place = mention.candidates[0]
            names = {"quote": mention.text + tail.group(), "place": place.full_name}
            yield Finding(case.severity, sentence(case, "heading", "place", **names))


class BureauSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: What makes a place name a body: 曲阳县 + 信访局.
    bureaus: str
    #: What may stand before the name where it is the subject of its sentence.
    opening: str


def other_bureaus(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """Sentences that tell figures of a body outside the agency's own line of divisions; none if that is unknown."""
    settings = BureauSettings.model_validate(case.settings)
    body, opening = re.compile(settings.bureaus), re.compile(settings.opening)
    divisions = load_divisions()
    own = _own(divisions, passages)
    if not own:
        return
    for passage in passages.paragraphs:
        facts = [fact for fact in passages.facts if fact.table_no is None and fact.paragraph == passage.number]
        if not facts or not _CANDIDATE.search(passage.text):
            continue
        for mention in divisions.mentions(passage.text, year=passages.context.fiscal_year):
            start = max(passage.text.rfind(mark, 0, mention.start) for mark in "。;!?") + 1
            named = body.match(passage.text, mention.end)
            if named is None or not opening.match(passage.text[start : mention.start]):
                continue
            if any(_related(one, own) for one in mention.candidates):
                continue
            end = passage.text.find("。", mention.end)
            told = squeeze(passage.text[start : end if end >= 0 else None])
            body_named = mention.text + named.group()
            quotes = ((fact, squeeze(normalise(fact.quote)).rstrip(",;。")) for fact in facts)
            # A quotation may reach back into the line before.
            cited = tuple(fact for fact, quote in quotes if quote in told or squeeze(body_named) in quote)
            if cited:
                names = {"quote": body_named, "place": mention.candidates[0].full_name}
                yield Finding(case.severity, sentence(case, "heading", "bureau", **names), facts=cited)


def _own(divisions: Divisions, passages: Passages) -> tuple[Division, ...]:
    agency, context = passages.context.agency or "", passages.context
    found = divisions.find_in(agency, year=context.fiscal_year, within=context.province)
    return found or divisions.find_in(agency, year=context.fiscal_year)


def _related(one: Division, own: tuple[Division, ...]) -> bool:
    """The same place, one that contains it, or one inside it."""
    for division in own:
        chain = {division.name, division.city, division.province}
        if one.code == division.code or (one.name in chain and one.province == division.province):
            return True
        if division.name in (one.city, one.province):
            return True
    return False
