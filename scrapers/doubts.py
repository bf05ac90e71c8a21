"""What may be wrong with an item whose body, year and type are known: shared bodies, unknown words, other pages."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.agencies import AgencyMatch, agency_kinds, find_agency
from domain.divisions import load_divisions
from domain.records import ReportType
from domain.text import squeeze
from scrapers.case import Case, ambiguous, leave, names_other_body, rest_of, subject_of, unknown_words
from scrapers.decision import Candidate, Decision
from scrapers.names import named_body
from scrapers.places import is_declared, past_codes
from scrapers.titles import TitleReading, read_title, title_words

#: 社会工作部 took over the guidance of petition work in 2023.
_SOCIAL_WORK_SINCE = 2023
_PETITION_DUTY = re.compile(r"信访(?:工作|事项|事务|局|办|案件)|来信来访|人民信访")
#: What stands between two bodies in one title.
_JOINTS = ("、", ",", "和", "与", "及", "暨")
#: A remark in brackets or behind a dash at the end.
_REMARK = re.compile(r"[(\[〔【][^()\[\]〔〕【】]{1,16}[)\]〕】]")
#: What only the text of a report has.
_REPORT_TEXT = re.compile(
    r"(?:收入|支出|收支)(?:总计|合计|总表|总体情况)|财政拨款(?:收入|支出)|三公[”\"]?经费|第一部分|部门概况|单位概况"
)


def doubt(case: Case, agency: AgencyMatch, year: int, report_type: ReportType) -> Decision | None:
    """What may still be wrong with an item whose body, year and type are known."""
    listed = case.candidate.listed_on
    if listed is not None and report_type is ReportType.FINAL_ACCOUNTS and year >= listed.year:
        return ambiguous("year_after_publication", f"{year} posted on {listed}")
    if listed is not None and year > listed.year + 1:
        return ambiguous("impossible_year", f"{year} posted on {listed}")
    return _doubtful_body(case, agency, year) or _doubtful_words(case, agency)


def _doubtful_body(case: Case, agency: AgencyMatch, year: int) -> Decision | None:
    candidate = case.candidate
    if case.page.types and names_other_body(case.page) and find_agency(candidate.page_title or "") is None:
        return ambiguous("other_page", f"page title: {candidate.page_title}")
    if agency.needs_evidence and not is_declared(agency.name, case.portal, year):
        if agency.kind == "social_work" and year < _SOCIAL_WORK_SINCE:
            return leave("not_a_petition_body_then", f"{agency.name} {year}")
        if not _PETITION_DUTY.search((candidate.body or "") + candidate.title):
            return ambiguous("needs_evidence", agency.name, look=not candidate.page_read)
    return None


def _doubtful_words(case: Case, agency: AgencyMatch) -> Decision | None:
    joined = title_words().joined_body.search(squeeze(agency.name))
    if joined is not None:
        return ambiguous("shared_body", agency.name)
    beside = _body_beside(case.reading.text, agency)
    if beside is not None:
        return ambiguous("several_bodies", f"{agency.name}, {beside.name}")
    reading = _without_second_name(case.reading, agency)
    rest = _without_other_names(rest_of(subject_of(reading.text), agency), agency)
    if case.named is not None and any(pattern.search(rest) for pattern in title_words().other_body):
        return ambiguous("shared_body", rest)
    unknown = _without_other_names(unknown_words(_without_remarks(reading), agency), agency)
    unknown, elsewhere = _without_places(case, unknown)
    if elsewhere:
        return ambiguous("other_division", elsewhere)
    if unknown and not _looks_like_report(case.candidate):
        return ambiguous("unknown_words", unknown, look=not case.candidate.page_read)
    return None


def _body_beside(text: str, agency: AgencyMatch) -> AgencyMatch | None:
    """The unit printed behind its bureau, or the bureau behind the unit: 荣县信访局、荣县联合接访中心 are two bodies.

    Two names of bureaus (群众工作部、信访局) are one body's, and so is a name in brackets.
    """
    _, _, behind = text.partition(squeeze(agency.name))
    second = named_body(behind[1:] if behind.startswith(_JOINTS) else behind)
    if second is None or second.start > 0:
        return None
    units = [agency_kinds()[one.kind].body == "unit" for one in (agency, second)]
    return second if units[0] != units[1] else None


def _without_second_name(reading: TitleReading, agency: AgencyMatch) -> TitleReading:
    """Without the other name that the body bears by declaration, in brackets: 信访办公室(上海市人民建议征集办公室)."""
    name, second = re.escape(squeeze(agency.name)), title_words().second_name.pattern
    return replace(
        reading,
        text=re.sub(rf"({name})\((?:[\u4e00-\u9fff]{{0,10}}[省市州县区旗盟])?(?:{second})\)", r"\1", reading.text),
    )


def _without_remarks(reading: TitleReading) -> TitleReading:
    """Without brackets that only remark on the posting: (重新上传), (9张), (经局务会审定)."""

    def kept(found: re.Match[str]) -> str:
        remark = found.group()[1:-1]
        names = (
            find_agency(remark) or load_divisions().mentions(f"{remark}政府") or title_words().no_remark.search(remark)
        )
        return found.group() if names else ""

    return replace(reading, text=_REMARK.sub(kept, reading.text))


def _without_other_names(rest: str, agency: AgencyMatch | None) -> str:
    """``rest`` without the body printed once more (…部门决算(县委信访局)), or the bureau that a unit belongs to."""
    again = find_agency(rest)
    while again is not None and agency is not None and (again.is_bureau or again.kind == agency.kind):
        rest = rest[: again.start] + rest[again.end :]
        again = find_agency(rest)
    return rest


def _without_places(case: Case, rest: str) -> tuple[str, str]:
    """``rest`` without the portal's own place, printed apart from the body (信访局2022年部门决算(炎陵县)).

    Another place is returned beside it.
    """
    own = case.divisions.get(case.portal.division)
    grounds = {own.code, *past_codes(own, case.divisions)} if own is not None else set()
    for mention in reversed(case.divisions.mentions(f"{rest}政府")):
        if own is None or mention.end > len(rest):
            continue
        mine = any(one.code in grounds or case.divisions.lies_within(own, one.code) for one in mention.candidates)
        if not mine:
            return rest, mention.text
        rest = rest[: mention.start] + rest[mention.end :]
    return (rest if len(re.findall(r"[\u4e00-\u9fff]", rest)) >= 2 else ""), ""


def _looks_like_report(candidate: Candidate) -> bool:
    if _REPORT_TEXT.search(squeeze(candidate.body or "")):
        return True
    return any(read_title(name).types for name in candidate.file_names)
