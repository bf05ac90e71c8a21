"""One item under decision: what its titles say, and what is left of a title without the words every title has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.agencies import AgencyMatch
from domain.divisions import Divisions
from domain.text import squeeze
from scrapers.decision import Candidate, Decision
from scrapers.declaration import Portal
from scrapers.rules import Entry
from scrapers.state import ItemVerdict
from scrapers.titles import TitleReading, title_words, without_additions

_JOINED_PERFORMANCE = re.compile(
    r"((?:预算|决算)(?:公开)?(?:情况|说明|报告|信息|报表|表)*)(?:及|和|与|、|暨|并|含|附)\(?(?:\w{0,12})?绩效\w*"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One item under decision, with what its titles say."""

    candidate: Candidate
    portal: Portal
    entry: Entry
    divisions: Divisions
    reading: TitleReading
    page: TitleReading
    #: The petition body the title names.
    named: AgencyMatch | None


def leave(reason: str, *evidence: str) -> Decision:
    return Decision(ItemVerdict.LEAVE, reason, evidence=evidence)


def ambiguous(reason: str, *evidence: str, look: bool = False) -> Decision:
    return Decision(ItemVerdict.AMBIGUOUS, reason, evidence=evidence, look=look)


def subject_of(text: str) -> str:
    """The title without what it only adds: ``(含绩效目标表)``, ``及绩效自评报告``, ``关于公开…的通知``."""
    announced = title_words().announced.sub(r"\g<report>", text)
    return _JOINED_PERFORMANCE.sub(r"\1", without_additions(announced))


def names_other_body(reading: TitleReading) -> bool:
    """True when the title names some body that is no petition body."""
    rest = rest_of(reading.text, None)
    return any(pattern.search(rest) for pattern in title_words().other_body)


def unknown_words(reading: TitleReading, agency: AgencyMatch | None) -> str:
    """What is left of a title after the body, the year, the type and the usual words are taken out."""
    rest = rest_of(subject_of(reading.text), agency, sections=reading.is_about_budgets)
    return rest if len(re.findall(r"[\u4e00-\u9fff]", rest)) >= 2 else ""


def rest_of(text: str, agency: AgencyMatch | None, *, sections: bool = False) -> str:
    """``text`` without the body, the year and the usual words; ``sections``: without a report's own headings too."""
    if agency is not None:
        text = text.replace(squeeze(agency.name), "□", 1)
    text = re.sub(r"20\d{2}年?度?|(?<!\d)\d{2}年度?", "□", text)
    words = title_words()
    for pattern in (*words.known_words, *(words.section_words if sections else ())):
        text = pattern.sub("□", text)
    return re.sub(r"□+", "", text)
