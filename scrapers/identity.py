"""Who, when and what: agency, fiscal year, report type and scope of an item, each with where it was read."""

from __future__ import annotations

import re

from domain.agencies import AgencyMatch, find_agency
from domain.records import ReportType, Scope
from domain.text import squeeze
from scrapers.case import Case, names_other_body, unknown_words
from scrapers.names import named_body
from scrapers.titles import TitleReading, read_title

#: How much of a body is looked at for a year and a name.
_HEAD = 1200
#: … and for the name of a body that heads it.
_HEADING = 80


def agency_of(case: Case) -> tuple[AgencyMatch | None, str]:
    """The petition body and where its name was read: title, publisher, page, or the bureau's own column."""
    if case.named is not None:
        return case.named, "title"
    if names_other_body(case.reading):
        return None, ""
    candidate = case.candidate
    sources = [("page title", candidate.page_title), ("publisher", candidate.publisher)]
    if candidate.body:
        # In a column of all departments every report may mention ours, but only ours is headed by its name.
        sources.append(("body", candidate.body[: _HEADING if case.entry.mixed else _HEAD]))
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


def _body_names_publisher(case: Case) -> bool:
    text = squeeze(case.candidate.body or "")
    return any(squeeze(one.name) in text for one in case.portal.publisher)


def printed_name(agency: AgencyMatch) -> str:
    return " ".join(agency.name.split())


def scope_of(reading: TitleReading, agency: AgencyMatch, where: str) -> Scope:
    """What the title says beats what stands around a name that was read elsewhere; 含下属单位 beats 部门."""
    if reading.scope is Scope.AGGREGATE:
        return reading.scope
    if where == "title" and agency.scope_hint is not Scope.UNKNOWN:
        return agency.scope_hint
    return reading.scope if reading.scope is not Scope.UNKNOWN else agency.scope_hint


def year_of(case: Case) -> tuple[int | None, str]:
    """The fiscal year and where it was read. A page that prints another year is a conflict, and so is a year that no
    report has (2052年), whatever page and files say: which of them is right is no machine's to guess.
    """
    if (conflict := _year_conflict(case)) is not None:
        return None, conflict
    if case.reading.fiscal_year is not None:
        return case.reading.fiscal_year, "title"
    if case.page.fiscal_year is not None:
        return case.page.fiscal_year, "page title"
    head = squeeze(case.candidate.body or "")[:_HEAD]
    stated = {int(year) for year in re.findall(r"(20\d{2})年度?(?:部门|单位)?(?:收支)?(?:预算|决算)", head)}
    if len(stated) == 1:
        return stated.pop(), "body"
    names = [read_title(name) for name in case.candidate.file_names]
    named = {name.fiscal_year for name in names if name.fiscal_year and name.types}
    if len(named) == 1:
        return named.pop(), "file name"
    column = column_of(case)
    return (column.fiscal_year, "column") if column is not None and not named and not stated else (None, "")


def _year_conflict(case: Case) -> str | None:
    if case.reading.misprinted or (case.page.types and case.page.misprinted):
        return "misprint"
    listed, on_page = case.reading.fiscal_year, case.page.fiscal_year if case.page.types else None
    return "conflict" if listed is not None and on_page not in (None, listed) else None


def column_of(case: Case) -> TitleReading | None:
    """The column, where it is of one year (2023年部门决算, 2023年) and the item's type and day agree with it.

    A column that is nothing but a kind (部门决算) counts for a title that prints the year. Where the
    list prints no day, the page must have been looked at; but a year in the bureau's own column of a kind
    (县信访局部门决算: 2022年度) says all.
    """
    column, listed = read_title(case.candidate.column or case.entry.name or ""), case.candidate.listed_on
    year, report_type = column.fiscal_year, column.report_type or case.reading.report_type
    own = named_body(column.text)
    if not column.years and column.report_type is not None and not unknown_words(column, own):
        year = case.reading.fiscal_year
        if own is not None and year is not None and case.reading.report_type in (None, report_type):
            return column
    if year is None or report_type is None or case.reading.report_type not in (None, report_type):
        return None
    if column.report_type is None and column.text.rstrip("年度") != str(year):
        return None  # 2023年预决算, 2023年工作: not a column of one year's reports
    if listed is None:
        return column if case.candidate.page_read else None
    # A budget is posted from the end of the year before; final accounts from the year after on.
    earliest = year - 1 if report_type is ReportType.BUDGET else year + 1
    return column if earliest <= listed.year <= earliest + 1 else None


def report_type_of(case: Case) -> tuple[ReportType | None, str]:
    if case.reading.report_type is not None:
        return case.reading.report_type, "title"
    if case.page.report_type is not None:
        return case.page.report_type, "page title"
    names = [read_title(name) for name in case.candidate.file_names]
    named = {name.report_type for name in names if name.report_type}
    if named:
        return (named.pop(), "file name") if len(named) == 1 else (None, "")
    head = squeeze(case.candidate.body or "")[:_HEAD]
    found = {read_title(phrase).report_type for phrase in re.findall(r"20\d{2}年度?(?:部门|单位)(?:预算|决算)", head)}
    if found:
        return (found.pop(), "body") if len(found) == 1 else (None, "")
    column = column_of(case)
    # The column alone gives a type only where the page was looked at and says nothing else, or the bureau's own does.
    told = column is not None and (case.candidate.page_read or named_body(column.text) is not None)
    return (column.report_type, "column") if column is not None and told else (None, "")
