"""Take or leave: is this item a petition body's own 预算 or 决算, whose, of which year?

Title, publisher, column and (where the row alone does not settle it) the page decide, by the vocabulary of
``data/title_words.yaml`` and the names of ``domain.agencies``. What cannot be told is ``ambiguous``, with the reason: a
state a person resolves, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.agencies import AgencyMatch, find_agency
from domain.divisions import Divisions
from domain.identifiers import sha256_hex
from domain.records import ReportType, Scope
from domain.text import squeeze
from scrapers.decision import Candidate, Decision
from scrapers.declaration import Portal
from scrapers.names import named_body
from scrapers.places import Setting, is_declared, place_of
from scrapers.rules import Entry
from scrapers.state import ItemVerdict
from scrapers.titles import TitleReading, clean_title, read_title, title_words, without_additions

#: 社会工作部 took over the guidance of petition work in 2023.
_SOCIAL_WORK_SINCE = 2023
_PETITION_WORD = re.compile(r"信访|来信来访|群众来访|接访")
_CORE_WORD = re.compile(r"信访(?:局|办)|群众(?:工作部|来访)|接访中心|信访\w{0,4}中心|信访(?:工作)?联席会议")
_PETITION_DUTY = re.compile(r"信访(?:工作|事项|事务|局|案件)|来信来访|人民信访")
#: 公安局信访办公室 and the like handle the petitions of their own body.
_FOREIGN_OFFICE = re.compile(
    r"(?:局|厅|院|公司|集团|学校|大学|银行|医院|法院|检察院|委员会|街道|办事处|镇|乡|村|社区)信访(?:局|办|处|科|室)"
)
#: What only the text of a report has.
_REPORT_TEXT = re.compile(
    r"(?:收入|支出|收支)(?:总计|合计|总表|总体情况)|财政拨款(?:收入|支出)|三公[”\"]?经费|第一部分|部门概况|单位概况"
)
#: A list that cuts its titles.
_CUT = re.compile(r"(?:\.{2,}|…+)$")
#: How much of a body is looked at for a year and a name.
_HEAD = 1200
_JOINED_PERFORMANCE = re.compile(
    r"((?:预算|决算)(?:公开)?(?:情况|说明|报告|信息|报表|表)*)(?:及|和|与|、|暨|并|含|附)\(?(?:\w{0,12})?绩效\w*"
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One item under decision, with what its titles say."""

    candidate: Candidate
    portal: Portal
    entry: Entry
    divisions: Divisions
    reading: TitleReading
    page: TitleReading
    #: The petition body the title names.
    named: AgencyMatch | None


def decide(candidate: Candidate, portal: Portal, entry: Entry, divisions: Divisions) -> Decision:
    """The decision on one item as far as it is known. See :class:`~scrapers.decision.Decision`."""
    reading = read_title(candidate.title)
    if not reading.text:
        return _untitled(candidate, portal, entry, divisions)
    if _CUT.search(reading.text):
        return _cut_title(candidate, portal, entry, divisions)
    case = _Case(
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
    agency, where = _agency(case)
    if agency is None:
        return _without_agency(case)
    return _identified(case, agency, where)


def rules_version() -> str:
    """Changes when the vocabulary does: remembered decisions are then made anew."""
    return sha256_hex(title_words().model_dump_json().encode())[:12]


def _leave(reason: str, *evidence: str) -> Decision:
    return Decision(ItemVerdict.LEAVE, reason, evidence=evidence)


def _ambiguous(reason: str, *evidence: str, look: bool = False) -> Decision:
    return Decision(ItemVerdict.AMBIGUOUS, reason, evidence=evidence, look=look)


def _titled_text(title: str) -> str:
    """The title without site names and extension, but with the spaces that stand inside printed names."""
    wanted = clean_title(title)
    parts = [part for part in re.split(r"\s+[-–—_|]\s+|_", title) if clean_title(part) and clean_title(part) in wanted]
    chosen = max(parts, key=len, default=title)
    bare = re.sub(r"\.(?:pdf|docx?|xlsx?|ofd|wps|et|zip|rar)$", "", chosen.strip(), flags=re.IGNORECASE)
    return without_additions(bare)


def _untitled(candidate: Candidate, portal: Portal, entry: Entry, divisions: Divisions) -> Decision:
    """No title in the list: the page's own title decides, once it was read."""
    if not candidate.page_read:
        return _ambiguous("no_title", look=True)
    if not candidate.page_title:
        return _ambiguous("no_title")
    return decide(replace(candidate, title=candidate.page_title), portal, entry, divisions)


def _cut_title(candidate: Candidate, portal: Portal, entry: Entry, divisions: Divisions) -> Decision:
    """A title the list cuts (…部门整体支出绩…): what is left may refuse it, only the whole title can take it."""
    beginning = _CUT.sub("", clean_title(candidate.title))
    if candidate.page_title and clean_title(candidate.page_title).startswith(beginning):
        return decide(replace(candidate, title=candidate.page_title), portal, entry, divisions)
    known = decide(replace(candidate, title=beginning), portal, entry, divisions)
    may_go_on = known.reason == "no_budget_word" and named_body(beginning) is not None
    if known.verdict is ItemVerdict.LEAVE and not may_go_on:
        return known
    return _ambiguous("cut_title", candidate.title, look=not candidate.page_read)


def _refusal(case: _Case) -> Decision | None:
    """Reasons to leave an item (or to hand it to a person) that lie in its title alone."""
    subject = _subject(case.reading.text)
    if case.named is not None:
        # 联合接访中心 must not be taken for news about 接访.
        subject = subject.replace(squeeze(case.named.name), "□", 1)
    left = _left_by_words(case, subject)
    if left is not None:
        return left
    if not case.reading.types:
        return _without_type(case)
    ours = _CORE_WORD.search(case.reading.text) and not _FOREIGN_OFFICE.search(case.reading.text)
    if case.named is not None or ours:
        for rule in title_words().unclear:
            found = rule.pattern.search(subject)
            if found:
                return _ambiguous(rule.reason, found.group())
    return None


def _left_by_words(case: _Case, subject: str) -> Decision | None:
    words = title_words()
    for word in case.portal.title.exclude:
        if re.search(word, case.reading.text):
            return _leave("portal_excluded", word)
    for rule in words.leave:
        found = rule.pattern.search(subject)
        if found:
            return _leave(rule.reason, found.group())
    if case.named is None and case.reading.types:
        for pattern in words.county_total:
            found = pattern.search(subject)
            if found:
                return _leave("county_total", found.group())
    return None


def _subject(text: str) -> str:
    """The title without what it only adds: ``(含绩效目标表)``, ``及绩效自评报告`` behind the report itself."""
    return _JOINED_PERFORMANCE.sub(r"\1", without_additions(text))


def _without_type(case: _Case) -> Decision:
    """Neither 预算 nor 决算: nothing of ours, unless the title is only a body's name in a column of 预决算."""
    reading, match, entry = case.reading, case.named, case.entry
    if "三公" in reading.text and (match is not None or not entry.mixed):
        return _ambiguous("part_of_report", "三公经费")
    column = "".join(filter(None, (case.candidate.column, entry.name)))
    included = any(re.search(word, reading.text) for word in case.portal.title.include)
    own_column = not entry.mixed and bool(reading.years) and not _unknown_words(reading, match)
    only_name = match is not None and not _unknown_words(reading, match)
    if not (included or own_column or (only_name and re.search("预算|决算", column))):
        return _leave("no_budget_word")
    if not case.candidate.page_read:
        return _ambiguous("no_type", look=True)
    if case.page.types and case.page.text != reading.text:
        titled = replace(case.candidate, title=case.candidate.page_title or "")
        return decide(titled, case.portal, entry, case.divisions)
    files = [(name, read_title(name)) for name in case.candidate.file_names]
    reports = {(one.fiscal_year, one.report_type) for _, one in files if one.types}
    if len(reports) == 1 and not case.page.types:
        named = next(name for name, one in files if one.types)
        return decide(replace(case.candidate, title=named), case.portal, entry, case.divisions)
    return _leave("no_budget_word", "the page is about no budget either")


def _agency(case: _Case) -> tuple[AgencyMatch | None, str]:
    """The petition body and where its name was read: title, publisher, page, or the bureau's own column."""
    if case.named is not None:
        return case.named, "title"
    if _names_other_body(case.reading):
        return None, ""
    candidate = case.candidate
    sources = [("page title", candidate.page_title), ("publisher", candidate.publisher)]
    if candidate.body:
        sources.append(("body", candidate.body[:_HEAD]))
    sources += [("file name", name) for name in candidate.file_names]
    sources += [("column", candidate.column), ("site", candidate.site)]
    for where, text in sources:
        found = find_agency(text) if text else None
        if found is not None:
            return found, where
    if case.portal.title.body_match and not _body_names_publisher(case):
        return None, ""
    if not case.entry.mixed and case.portal.publisher:
        declared = find_agency(case.portal.publisher[0].name)
        if declared is not None:
            return declared, "declaration of the portal"
    return None, ""


def _body_names_publisher(case: _Case) -> bool:
    text = squeeze(case.candidate.body or "")
    return any(squeeze(one.name) in text for one in case.portal.publisher)


def _names_other_body(reading: TitleReading) -> bool:
    """True when the title names some body that is no petition body."""
    rest = _rest(reading.text, None)
    return any(pattern.search(rest) for pattern in title_words().other_body)


def _names_only_places(case: _Case) -> bool:
    """襄垣县2022年预算公开: what is left of the title is nothing but names of places."""
    rest = _rest(case.reading.text, None)
    if any(pattern.fullmatch(rest) for pattern in title_words().zone):
        return True
    covered = sum(
        mention.end - mention.start for mention in case.divisions.mentions(f"{rest}政府") if mention.end <= len(rest)
    )
    return bool(rest) and covered == len(rest)


def _without_agency(case: _Case) -> Decision:
    if _FOREIGN_OFFICE.search(case.reading.text):
        return _leave("other_department", "another body's petition office")
    if _CORE_WORD.search(case.reading.text):
        return _ambiguous("shared_body", case.reading.text)
    if _names_other_body(case.reading):
        return _leave("other_department")
    if _names_only_places(case):
        return _leave("county_total", "a place and no body")
    publisher = case.candidate.publisher or ""
    if publisher and case.entry.mixed and not _PETITION_WORD.search(publisher):
        return _leave("other_department", f"publisher: {publisher}")
    # A column of all departments is full of rows without a name: their pages are not asked for one by one.
    return _ambiguous("no_agency", look=not case.entry.mixed and not case.candidate.page_read)


def _identified(case: _Case, agency: AgencyMatch, where: str) -> Decision:
    """A petition body is named: complete the identity or say what is missing."""
    reading, unread = case.reading, not case.candidate.page_read
    year, year_from = _year(case)
    report_type, type_from = _report_type(case)
    if reading.two_reports and reading.fiscal_year is None:
        return _ambiguous("two_reports", reading.text)
    if year is None:
        reason = "year_conflict" if year_from == "conflict" else "no_year"
        return _ambiguous(reason, look=reason == "no_year" and unread)
    if report_type is None:
        return _ambiguous("no_type", look=unread)
    problem = _doubt(case, agency, year, report_type)
    if problem is not None:
        return problem
    placed = place_of(agency, Setting(case.portal, case.entry, case.candidate.site), case.divisions, year)
    if placed.code is None:
        reason = "other_division" if placed.relation == "outside" else "division_unclear"
        return _ambiguous(reason, placed.evidence)
    return Decision(
        verdict=ItemVerdict.TAKE,
        reason="report",
        division_code=placed.code,
        agency=_printed_name(agency),
        agency_kind=agency.kind,
        fiscal_year=year,
        report_type=report_type,
        scope=_scope(reading, agency, where),
        evidence=(f"agency: {where}", f"year: {year_from}", f"type: {type_from}", placed.evidence),
    )


def _printed_name(agency: AgencyMatch) -> str:
    return " ".join(agency.name.split())


def _scope(reading: TitleReading, agency: AgencyMatch, where: str) -> Scope:
    """What the title says beats what stands around a name that was read elsewhere; 含下属单位 beats 部门."""
    if reading.scope is Scope.AGGREGATE:
        return reading.scope
    if where == "title" and agency.scope_hint is not Scope.UNKNOWN:
        return agency.scope_hint
    return reading.scope if reading.scope is not Scope.UNKNOWN else agency.scope_hint


def _year(case: _Case) -> tuple[int | None, str]:
    """The fiscal year and where it was read; a page that prints another year is a conflict."""
    if case.reading.fiscal_year is not None:
        if case.page.types and case.page.fiscal_year not in (None, case.reading.fiscal_year):
            return None, "conflict"
        return case.reading.fiscal_year, "title"
    if case.page.fiscal_year is not None:
        return case.page.fiscal_year, "page title"
    head = squeeze(case.candidate.body or "")[:_HEAD]
    stated = {int(year) for year in re.findall(r"(20\d{2})年度?(?:部门|单位)?(?:收支)?(?:预算|决算)", head)}
    if len(stated) == 1:
        return stated.pop(), "body"
    names = [read_title(name) for name in case.candidate.file_names]
    named = {name.fiscal_year for name in names if name.fiscal_year and name.types}
    return (named.pop(), "file name") if len(named) == 1 else (None, "")


def _report_type(case: _Case) -> tuple[ReportType | None, str]:
    if case.reading.report_type is not None:
        return case.reading.report_type, "title"
    if case.page.report_type is not None:
        return case.page.report_type, "page title"
    names = [read_title(name) for name in case.candidate.file_names]
    named = {name.report_type for name in names if name.report_type}
    if len(named) == 1:
        return named.pop(), "file name"
    head = squeeze(case.candidate.body or "")[:_HEAD]
    found = {read_title(phrase).report_type for phrase in re.findall(r"20\d{2}年度?(?:部门|单位)(?:预算|决算)", head)}
    return (found.pop(), "body") if len(found) == 1 else (None, "")


def _doubt(case: _Case, agency: AgencyMatch, year: int, report_type: ReportType) -> Decision | None:
    """What may still be wrong with an item whose body, year and type are known."""
    listed = case.candidate.listed_on
    if listed is not None and report_type is ReportType.FINAL_ACCOUNTS and year >= listed.year:
        return _ambiguous("year_after_publication", f"{year} posted on {listed}")
    return _doubtful_body(case, agency, year) or _doubtful_words(case, agency)


def _doubtful_body(case: _Case, agency: AgencyMatch, year: int) -> Decision | None:
    candidate = case.candidate
    if case.page.types and _names_other_body(case.page) and find_agency(candidate.page_title or "") is None:
        return _ambiguous("other_page", f"page title: {candidate.page_title}")
    if agency.needs_evidence and not is_declared(agency.name, case.portal, year):
        if agency.kind == "social_work" and year < _SOCIAL_WORK_SINCE:
            return _leave("not_a_petition_body_then", f"{agency.name} {year}")
        if not _PETITION_DUTY.search((candidate.body or "") + candidate.title):
            return _ambiguous("needs_evidence", agency.name, look=not candidate.page_read)
    return None


def _doubtful_words(case: _Case, agency: AgencyMatch) -> Decision | None:
    rest = _without_other_names(_rest(_subject(case.reading.text), agency), agency)
    if case.named is not None and any(pattern.search(rest) for pattern in title_words().other_body):
        return _ambiguous("shared_body", rest)
    unknown = _without_other_names(_unknown_words(case.reading, agency), agency)
    unknown, elsewhere = _without_places(case, unknown)
    if elsewhere:
        return _ambiguous("other_division", elsewhere)
    if unknown and not _looks_like_report(case.candidate):
        return _ambiguous("unknown_words", unknown, look=not case.candidate.page_read)
    return None


def _without_other_names(rest: str, agency: AgencyMatch | None) -> str:
    """``rest`` without the body printed once more (…部门决算(县委信访局)), or the bureau that a unit belongs to."""
    again = find_agency(rest)
    while again is not None and agency is not None and (again.is_bureau or again.kind == agency.kind):
        rest = rest[: again.start] + rest[again.end :]
        again = find_agency(rest)
    return rest


def _without_places(case: _Case, rest: str) -> tuple[str, str]:
    """``rest`` without the portal's own place, printed apart from the body (信访局2022年部门决算(炎陵县)).

    Another place is returned beside it.
    """
    own = case.divisions.get(case.portal.division)
    for mention in reversed(case.divisions.mentions(f"{rest}政府")):
        if own is None or mention.end > len(rest):
            continue
        mine = any(one == own or case.divisions.lies_within(own, one.code) for one in mention.candidates)
        if not mine:
            return rest, mention.text
        rest = rest[: mention.start] + rest[mention.end :]
    return (rest if len(re.findall(r"[\u4e00-\u9fff]", rest)) >= 2 else ""), ""


def _looks_like_report(candidate: Candidate) -> bool:
    if _REPORT_TEXT.search(squeeze(candidate.body or "")):
        return True
    return any(read_title(name).types for name in candidate.file_names)


def _unknown_words(reading: TitleReading, agency: AgencyMatch | None) -> str:
    """What is left of a title after the body, the year, the type and the usual words are taken out."""
    rest = _rest(_subject(reading.text), agency)
    return rest if len(re.findall(r"[\u4e00-\u9fff]", rest)) >= 2 else ""


def _rest(text: str, agency: AgencyMatch | None) -> str:
    if agency is not None:
        text = text.replace(squeeze(agency.name), "□", 1)
    text = re.sub(r"20\d{2}年?度?|(?<!\d)\d{2}年度?", "□", text)
    for pattern in title_words().known_words:
        text = pattern.sub("□", text)
    return re.sub(r"□+", "", text)
