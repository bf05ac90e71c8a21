"""Checks between reports: last year's figures (W09), the department and its units (W08), one file under two reports.

They need reports that are published years apart or as files of their own, so they are evaluated when all current
reports are at hand, not when one is read. The places to compare are declared with the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from domain.identifiers import number_checks
from domain.records import Measure, ParsedReport, Report, Scope, Statement, Verdict
from parsers.reconcile.cases import DepartmentCase, LastYearCase, SharedDocumentCase
from parsers.reconcile.declarations import load_rules
from parsers.reconcile.engine import collapse
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Place, Section, key_of, sections_of
from parsers.reconcile.shared_files import shared_documents
from parsers.reconcile.tolerance import judge_at_most, judge_sum
from parsers.reconcile.wording import amount, label, printed

_WHOLE = (Scope.DEPARTMENT, Scope.AGGREGATE)
_PART = (Scope.UNIT, Scope.OWN)


class _Printed:
    """One report with its figures at ``places`` arranged, as far as they are asked for."""

    def __init__(self, parsed: ParsedReport, places: frozenset[Place]) -> None:
        self.parsed = parsed
        self._places = places

    @property
    def report(self) -> Report:
        return self.parsed.report

    @cached_property
    def sections(self) -> Mapping[Statement, tuple[Section, ...]]:
        return sections_of(self.parsed.facts, self._places)

    def figure(self, items: Sequence[str], measure: Measure) -> Figure | None:
        """The first money figure under one of the items (``statement:item``), in any document of the report."""
        for item in items:
            statement, name = _place(item)
            for section in self.sections.get(statement, ()):
                found = next((figure for figure in section.all(name, measure) if figure.is_money), None)
                if found is not None:
                    return found
        return None


def _place(item: str) -> Place:
    statement, _, name = item.partition(":")
    return Statement(statement), name


@cache
def _compared() -> frozenset[Place]:
    """Where the figures stand that the rules compare between reports, and the numbers of units."""
    places: set[Place] = set()
    for case in (case for rule in load_rules() for case in rule.cases):
        if isinstance(case, LastYearCase | DepartmentCase):
            places |= {_place(item) for items in case.figures for item in items}
        if isinstance(case, DepartmentCase):
            places |= {(Statement.ORG, item) for item in case.units}
    return frozenset((statement, key_of(item)) for statement, item in places)


def checks_across(reports: Sequence[ParsedReport]) -> tuple[ParsedReport, ...]:
    """The reports with the checks added that compare them with one another, in their order."""
    arranged = [_Printed(parsed, _compared()) for parsed in reports]
    found: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for rule in load_rules():
        for case in rule.cases:
            if isinstance(case, LastYearCase):
                pairs = _last_year(case, arranged)
            elif isinstance(case, DepartmentCase):
                pairs = _departments(case, arranged)
            elif isinstance(case, SharedDocumentCase):
                pairs = shared_documents(case, reports)
            else:
                continue
            for report_id, one in pairs:
                found[report_id].append((rule.id, one))
    return tuple(_with(parsed, found.get(parsed.report.report_id, [])) for parsed in reports)


def _with(parsed: ParsedReport, found: list[tuple[str, Finding]]) -> ParsedReport:
    if not found:
        return parsed
    added = collapse(found)
    # Numbered behind the report's own: a rule may say two things of the same figures.
    checks = number_checks(parsed.report.report_id, (*parsed.checks, *added))[-len(added) :]
    return parsed.model_copy(update={"checks": (*parsed.checks, *checks)})


def _series(report: Report) -> tuple[str, str, str]:
    """What the reports of one agency, scope and kind have in common: the id without its year."""
    division, _, kind, agency = report.report_id.split("-", 3)
    return division, kind, agency


def _last_year(case: LastYearCase, reports: Sequence[_Printed]) -> Iterator[tuple[str, Finding]]:
    """What this report implies of last year against what last year's report printed."""
    known = {(_series(one.report), one.report.fiscal_year): one for one in reports}
    for one in reports:
        before = known.get((_series(one.report), one.report.fiscal_year - 1))
        if before is None:
            continue
        for items in case.figures:
            current, change = one.figure(items, Measure.AMOUNT), one.figure(items, Measure.CHANGE)
            stated, then = one.figure(items, Measure.PRIOR_AMOUNT), before.figure(items, Measure.AMOUNT)
            implied = current.number - change.number if current is not None and change is not None else None
            members = [stated] if stated is not None else [f for f in (current, change) if f is not None]
            expected = stated.number if stated is not None else implied
            if expected is None or then is None:
                continue
            judged = judge_sum(expected, then.number, (then, *members), case.severity)
            message = sentence(
                case,
                "last_year",
                judged.reason,
                year=str(one.report.fiscal_year),
                before=str(before.report.fiscal_year),
                item=label(then),
                expected=amount(expected, (then, *members)),
                found=printed(then),
                difference=amount(abs(judged.difference), (then, *members)),
            )
            yield one.report.report_id, finding(judged, message, (*members, then))


def _departments(case: DepartmentCase, reports: Sequence[_Printed]) -> Iterator[tuple[str, Finding]]:
    """The department is the sum of its units where all of them are at hand; no unit is more than the department."""
    groups: dict[tuple[str, int, str], list[_Printed]] = defaultdict(list)
    for one in reports:
        groups[one.report.division_code, one.report.fiscal_year, one.report.report_type.value].append(one)
    for group in groups.values():
        wholes = [one for one in group if one.report.scope in _WHOLE]
        units = [one for one in group if one.report.scope in _PART]
        if len(wholes) == 1 and units:
            for items in case.figures:
                yield from _department(case, wholes[0], units, items)


def _department(
    case: DepartmentCase, whole: _Printed, units: Sequence[_Printed], items: tuple[str, ...]
) -> Iterator[tuple[str, Finding]]:
    own = whole.figure(items, Measure.AMOUNT)
    parts = [figure for unit in units if (figure := unit.figure(items, Measure.AMOUNT)) is not None]
    if own is None or len(parts) < len(units):
        return
    complete = _number_of_units(case, whole) == len(units)
    members = (own, *parts)
    if complete:
        judged = judge_sum(total(parts), own.number, members, case.severity)
    else:
        judged = judge_at_most(total(parts), own.number, members, case.severity)
        if judged.verdict is Verdict.PASS:
            return
    message = sentence(
        case,
        "department",
        judged.reason if complete or not judged.verdict.failed else "more",
        number=str(len(units)),
        item=label(own),
        expected=amount(total(parts), members),
        found=printed(own),
        difference=amount(abs(judged.difference), members),
    )
    yield whole.report.report_id, finding(judged, message, members)


def _number_of_units(case: DepartmentCase, whole: _Printed) -> int | None:
    for section in whole.sections.get(Statement.ORG, ()):
        for figure in section.figures:
            if figure.fact.item in case.units:
                return int(figure.number)
    return None
