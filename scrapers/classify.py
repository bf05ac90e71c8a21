"""Take or leave: is this item a petition body's own 预算 or 决算, whose, of which year?

Title, publisher, column and (where the row alone does not settle it) the page decide, by the vocabulary of
``data/title_words.yaml`` and the names of ``domain.agencies``. What cannot be told is ``ambiguous``, with the reason: a
state a person resolves, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from domain.agencies import AgencyMatch, find_agency
from domain.divisions import Divisions
from domain.identifiers import sha256_hex
from domain.text import squeeze
from scrapers.case import Case, ambiguous, leave, names_other_body, rest_of, subject_of, unknown_words
from scrapers.decision import GATHERED, Candidate, Decision
from scrapers.declaration import Portal
from scrapers.doubts import doubt
from scrapers.identity import agency_of, column_of, printed_name, report_type_of, scope_of, year_of
from scrapers.names import named_body
from scrapers.places import Setting, place_of
from scrapers.rules import Entry
from scrapers.state import ItemVerdict
from scrapers.titles import (
    cut_beginning,
    read_title,
    respelled,
    title_words,
    titled_part,
    whole_title,
    without_additions,
    without_noise,
)

#: 海晏县2023年度部门决算公开: of the departments of the place, no total of its government.
_OF_DEPARTMENTS = re.compile(r"部门(?:预算|决算|预决算)")
#: 县信访局财政信息: the bureau's own column on its money.
_OF_FINANCES = re.compile(r"财[政务]|资金|经费")
_PETITION_WORD = re.compile(r"信访|来信来访|群众来访|接访")

#: Why there is no year although one is printed.
_NO_ONE_YEAR = {"conflict": "year_conflict", "misprint": "impossible_year"}


def decide(candidate: Candidate, portal: Portal, entry: Entry, divisions: Divisions) -> Decision:
    """The decision on one item as far as it is known. See :class:`~scrapers.decision.Decision`."""
    spelled = replace(
        candidate,
        title=respelled(candidate.title),
        page_title=respelled(candidate.page_title or "") or None,
        publisher=respelled(candidate.publisher or "") or None,
        column=respelled(candidate.column or "") or None,
    )
    decision = _decide(spelled, portal, entry, divisions)
    if decision.agency is not None and spelled.title != candidate.title:
        place = spelled.title.find(decision.agency)
        printed = candidate.title[place : place + len(decision.agency)] if place >= 0 else decision.agency
        return replace(decision, agency=printed)
    return decision


def _decide(candidate: Candidate, portal: Portal, entry: Entry, divisions: Divisions) -> Decision:
    reading = read_title(candidate.title)
    if not reading.text or title_words().no_title.fullmatch(reading.text):
        return _untitled(candidate, portal, entry, divisions)
    beginning = cut_beginning(candidate.title)
    if beginning is not None:
        return _cut_title(candidate, beginning, portal, entry, divisions)
    case = Case(
        candidate,
        portal,
        entry,
        divisions,
        reading=reading,
        page=read_title(candidate.page_title or ""),
        named=named_body(_titled_text(candidate.title)),
    )
    refusal = _refusal(case)
    if refusal is not None:
        return refusal
    agency, where = agency_of(case)
    if agency is None:
        return _without_agency(case)
    return _unclear(case) or _identified(case, agency, where)


@cache
def rules_version() -> str:
    """Changes when the vocabulary does: remembered decisions are then made anew."""
    return sha256_hex(title_words().model_dump_json().encode())[:12]


def _titled_text(title: str) -> str:
    """The title without site names and extension, but with the spaces that stand inside printed names."""
    bare = re.sub(r"\.(?:pdf|docx?|xlsx?|ofd|wps|et|zip|rar)$", "", titled_part(title).strip(), flags=re.IGNORECASE)
    return without_additions(without_noise(bare))


def _untitled(candidate: Candidate, portal: Portal, entry: Entry, divisions: Divisions) -> Decision:
    """No title in the list: the page's own title decides, once it was read."""
    if not candidate.page_read:
        return ambiguous("no_title", look=True)
    if not candidate.page_title:
        return ambiguous("no_title")
    return decide(replace(candidate, title=candidate.page_title), portal, entry, divisions)


def _cut_title(candidate: Candidate, beginning: str, portal: Portal, entry: Entry, divisions: Divisions) -> Decision:
    """A title the list cuts (…部门整体支出绩…): what is left may refuse it, only the whole title can take it."""
    whole = whole_title(candidate.title, candidate.page_title)
    if whole != candidate.title:
        return decide(replace(candidate, title=whole), portal, entry, divisions)
    known = decide(replace(candidate, title=beginning), portal, entry, divisions)
    ours = named_body(beginning) is not None or title_words().cut_name.search(beginning)
    may_go_on = known.reason == "no_budget_word" and ours
    if known.verdict is ItemVerdict.LEAVE and not may_go_on:
        return known
    return ambiguous("cut_title", candidate.title, look=not candidate.page_read)


def _refusal(case: Case) -> Decision | None:
    """Reasons to leave an item (or to hand it to a person) that lie in its title alone."""
    below = _below_county(case)
    if below is not None:
        return leave("other_department", f"below the county: {below}")
    foreign = title_words().foreign_bracket.search(case.reading.text)
    if foreign is not None:
        return leave("other_department", foreign.group())
    left = _left_by_words(case, _subject(case))
    if left is not None:
        return left
    if not case.reading.types:
        return _without_type(case)
    if _is_of_departments(case):
        return replace(leave(GATHERED), look=not case.candidate.page_read)
    ours = title_words().petition_office.search(case.reading.text) and not title_words().foreign_office.search(
        case.reading.text
    )
    return _unclear(case) if case.named is not None or ours else None


def _subject(case: Case) -> str:
    """The title without its additions and its body: 联合接访中心 must not be taken for news about 接访."""
    subject = subject_of(case.reading.text)
    return subject if case.named is None else subject.replace(squeeze(case.named.name), "□", 1)


def _unclear(case: Case) -> Decision | None:
    """Part of a disclosure, a draft, several reports: for a person, wherever the body's name was read."""
    for rule in title_words().unclear:
        found = rule.pattern.search(_subject(case))
        if found:
            return ambiguous(rule.reason, found.group())
    return None


def _below_county(case: Case) -> str | None:
    """The petition desk of a town or street (王桥镇信访办); 景德镇信访局 is a city's."""
    text = case.reading.text
    if not title_words().below_county.search(text):
        return None
    for mention in reversed(case.divisions.mentions(text)):
        text = text[: mention.start] + "□" * (mention.end - mention.start) + text[mention.end :]
    found = title_words().below_county.search(text)
    return found.group() if found else None


def _left_by_words(case: Case, subject: str) -> Decision | None:
    words = title_words()
    for word in case.portal.title.exclude:
        if re.search(word, case.reading.text):
            return leave("portal_excluded", word)
    for rule in words.leave:
        found = rule.pattern.search(subject)
        if found:
            if rule.ours_unclear and case.named is not None and case.reading.types:
                return ambiguous(rule.reason, found.group())
            return leave(rule.reason, found.group())
    if case.named is None and case.reading.types:
        if _gathers_departments(case, subject):
            return replace(leave(GATHERED), look=not case.candidate.page_read)
        for pattern in words.county_total:
            found = pattern.search(subject)
            if found:
                return leave("county_total", found.group())
    return None


def _gathers_departments(case: Case, subject: str) -> bool:
    """A page of the county's departments, no report itself: what it links to is decided, link by link."""
    gathers = any(pattern.search(subject) for pattern in title_words().gathered)
    return gathers and case.entry.mixed and not names_other_body(case.reading)


def _is_of_departments(case: Case) -> bool:
    """The same under a title of a place and 部门决算, whose row names no petition body: its files may name them all."""
    if case.named is not None or not case.entry.mixed or not _OF_DEPARTMENTS.search(_subject(case)):
        return False
    row = replace(case.candidate, page_title=None, body=None, file_names=())
    return _names_divisions(case) and agency_of(replace(case, candidate=row))[0] is None


def _without_type(case: Case) -> Decision:
    """Neither 预算 nor 决算: nothing of ours, unless the title is only a body's name in a column of 预决算."""
    reading, match, entry = case.reading, case.named, case.entry
    part = title_words().part_alone.search(reading.text)
    if part is not None and (match is not None or not entry.mixed):
        return ambiguous("part_of_report", part.group())
    column = "".join(filter(None, (case.candidate.column, entry.name)))
    included = any(re.search(word, reading.text) for word in case.portal.title.include)
    about_budgets = re.search("预算|决算", column) is not None
    of_finances = about_budgets or title_words().finances.search(column + reading.text) is not None
    of_finances = of_finances or (_OF_FINANCES.search(column) is not None and named_body(column) is not None)
    own_column = not entry.mixed and (bool(reading.years) or about_budgets) and not unknown_words(reading, match)
    only_name = match is not None and not unknown_words(reading, match)
    near = title_words().near_type.search(reading.text) if match is not None and reading.years else None
    if not (included or own_column or ((only_name or _is_year_of_ours(case)) and of_finances) or near is not None):
        return leave("no_budget_word")
    told = _told_by_own_column(case)
    if told is not None:
        return told
    if not case.candidate.page_read:
        return ambiguous("no_type", look=True)
    return _typed_elsewhere(case, match if only_name else None)


def _told_by_own_column(case: Case) -> Decision | None:
    """The report of a year in the bureau's own column of one kind (县信访局部门决算: 2022年度)."""
    own = named_body(case.candidate.column or case.entry.name or "")
    if own is None or not _is_year_of_ours(case) or case.page.types or case.candidate.file_names:
        return None
    return _identified(case, own, "column") if column_of(case) is not None else None


def _typed_elsewhere(case: Case, named: AgencyMatch | None) -> Decision:
    """The page's title, the names of its files, or the column of a title that is only ``named`` give the type."""
    if case.page.types and case.page.text != case.reading.text:
        titled = replace(case.candidate, title=case.candidate.page_title or "")
        return decide(titled, case.portal, case.entry, case.divisions)
    files = [(name, read_title(name)) for name in case.candidate.file_names]
    reports = {(one.fiscal_year, one.report_type) for _, one in files if one.types}
    if len(reports) == 1 and not case.page.types:
        title = next(name for name, one in files if one.types)
        return decide(replace(case.candidate, title=title), case.portal, case.entry, case.divisions)
    if named is not None and not reports and column_of(case) is not None:
        return _identified(case, named, "title")
    if (named is not None or _is_year_of_ours(case)) and _stands_among_reports(case):
        return ambiguous("no_type", "neither title nor page nor column")
    return leave("no_budget_word", "the page is about no budget either")


def _is_year_of_ours(case: Case) -> bool:
    """A row of nothing but a year beside the bureau's name or in its column (县信访局: 2024年)."""
    ours = find_agency(case.candidate.publisher or "") or named_body(case.candidate.column or case.entry.name or "")
    return ours is not None and bool(case.reading.years) and not unknown_words(case.reading, None)


def _stands_among_reports(case: Case) -> bool:
    """A row of nothing but a name (2020年信访局) in 部门预决算, whose page speaks of nothing else."""
    column = read_title(case.candidate.column or case.entry.name or "")
    on_page = named_body(case.candidate.page_title or "") or case.named
    return column.is_about_budgets and not unknown_words(column, None) and not unknown_words(case.page, on_page)


def _names_only_places(case: Case) -> bool:
    """襄垣县2022年预算公开: what is left of the title is nothing but names of places."""
    rest = rest_of(case.reading.text, None)
    return any(pattern.fullmatch(rest) for pattern in title_words().zone) or _names_divisions(case)


def _names_divisions(case: Case) -> bool:
    """The same of places that the table of divisions holds."""
    rest = rest_of(case.reading.text, None)
    covered = sum(
        mention.end - mention.start for mention in case.divisions.mentions(f"{rest}政府") if mention.end <= len(rest)
    )
    return bool(rest) and covered == len(rest)


def _without_agency(case: Case) -> Decision:
    if title_words().foreign_office.search(case.reading.text):
        return leave("other_department", "another body's petition office")
    if title_words().petition_office.search(case.reading.text):
        return ambiguous("shared_body", case.reading.text)
    if names_other_body(case.reading):
        return leave("other_department")
    if _names_only_places(case):
        return leave("county_total", "a place and no body")
    other = _named_beside(case)
    return leave("other_department", other) if other else ambiguous("no_agency", look=not case.candidate.page_read)


def _named_beside(case: Case) -> str | None:
    """The other department that the publisher or the page's title names."""
    publisher = case.candidate.publisher or ""
    if publisher and case.entry.mixed and not _PETITION_WORD.search(publisher):
        return f"publisher: {publisher}"
    return f"page: {case.page.text}" if names_other_body(case.page) else None


def _identified(case: Case, agency: AgencyMatch, where: str) -> Decision:
    """A petition body is named: complete the identity or say what is missing."""
    reading, unread = case.reading, not case.candidate.page_read
    year, year_from = year_of(case)
    report_type, type_from = report_type_of(case)
    if len(reading.years) > 1 and reading.fiscal_year is None:  # no page and no column may choose one of them
        return ambiguous("two_reports" if reading.two_reports else "several_years", reading.text)
    if year is None:
        reason = _NO_ONE_YEAR.get(year_from, "no_year")
        evidence = (f"title: {reading.text}, page title: {case.page.text}",) if year_from else ()
        return ambiguous(reason, *evidence, look=reason == "no_year" and unread)
    if report_type is None:
        return ambiguous("no_type", look=unread)
    problem = doubt(case, agency, year, report_type)
    if problem is not None:
        return problem
    placed = place_of(agency, Setting(case.portal, case.entry, case.candidate.site), case.divisions, year)
    if placed.code is None:
        reason = "other_division" if placed.relation == "outside" else "division_unclear"
        return ambiguous(reason, placed.evidence)
    return Decision(
        verdict=ItemVerdict.TAKE,
        reason="report",
        division_code=placed.code,
        agency=printed_name(agency),
        agency_kind=agency.kind,
        fiscal_year=year,
        report_type=report_type,
        scope=scope_of(reading, agency, where),
        evidence=(f"agency: {where}", f"year: {year_from}", f"type: {type_from}", placed.evidence),
    )
