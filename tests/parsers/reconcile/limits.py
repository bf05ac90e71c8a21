"""The table of limits (``limits.yaml``): small reports with one open place, and the verdict of each number in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.declared import from_yaml
from domain.identifiers import number_facts
from domain.records import Check, Fact, Level, ParsedReport, Report, ReportState, ReportType, Scope, Verdict
from parsers.model import Block, Cell, DocumentModel, Limits, Paragraph, ReportContext, Table
from parsers.readers.html.document import read_html
from parsers.reconcile import checks_across, doubts_of_recognition, inspect_text, reconcile, weigh_recognised
from parsers.reconcile.cases import Case, PatternCase, ReadingCase
from parsers.reconcile.declarations import load_rules
from parsers.reconcile.engine import KINDS, applicable
from parsers.reconcile.findings import Finding
from parsers.reconcile.sections import Facts
from parsers.reconcile.text import READINGS, patterns
from parsers.reconcile.text.passages import Passages
from parsers.statements import read_statements
from tests.parsers.reconcile.making import BUDGET, FINAL, cell, told

_TABLE = Path(__file__).parent / "limits.yaml"
#: No check of the rule at all.
NONE = "none"
#: From holding to failing; the worst of several checks counts.
_ORDER = (Verdict.NOT_APPLICABLE, Verdict.PASS, Verdict.ROUNDING, Verdict.INFO, Verdict.WARN, Verdict.ERROR)
#: What says that an identity holds, or has nothing to say.
HOLDS = frozenset({NONE, Verdict.PASS.value, Verdict.ROUNDING.value})


class Limit(BaseModel):
    """One identity. A figure is ``statement item printed [measure] [name=value …]``; ``{x}`` is the open place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    of: str
    report: Literal["final", "budget"] = "final"
    year: int = 2023
    cells: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    grid: tuple[str, ...] = ()
    #: A web page, from which the figures are read.
    page: str = ""
    #: Figures of the report of the year before, and of reports of single units.
    before: tuple[str, ...] = ()
    units: tuple[tuple[str, ...], ...] = ()
    verdicts: dict[str, str] = Field(min_length=2)

    def worst(self, x: str) -> str:
        """The worst verdict of the rule with ``x`` in the open place."""
        found = {check.verdict for check in self.checks(x) if check.rule == self.rule}
        return max(found, key=_ORDER.index).value if found else NONE

    @property
    def context(self) -> ReportContext:
        return replace(FINAL if self.report == "final" else BUDGET, fiscal_year=self.year)

    def facts(self, x: str) -> tuple[Fact, ...]:
        if self.page:
            return number_facts("r", read_statements(self.document(x), self.context).facts)
        return number_facts("r", [*_figures(self.cells, x, table=True), *_figures(self.told, x)])

    def document(self, x: str) -> DocumentModel:
        if self.page:
            return read_html(self.page.replace("{x}", x).encode(), Limits(), "utf-8")
        return _document(self.paragraphs, self.grid, x)

    def checks(self, x: str) -> tuple[Check, ...]:
        facts, context = self.facts(x), self.context
        if self.before or self.units:
            return self._across(list(facts), x)
        if self.paragraphs or self.grid or self.page:
            return inspect_text(self.document(x), facts, context)
        checks = reconcile(facts, context)
        return (*checks, *doubts_of_recognition(weigh_recognised(facts, checks)))

    def failing_cases(self, x: str) -> frozenset[int]:
        """Places, in the rule's declaration, of the cases that do not hold with ``x`` in the open place."""
        facts = self.facts(x)
        arranged = Facts.of(facts, self.context)
        passages = Passages.of(self.document(x), facts, self.context)
        (rule,) = (rule for rule in load_rules() if rule.id == self.rule)
        known = list(applicable(rule, self.context))
        found = {
            place: [*KINDS[case.kind](case, arranged)] if case.kind in KINDS else _read(case, passages)
            for place, case in enumerate(rule.cases)
            if case in known
        }
        return frozenset(
            place for place, outcomes in found.items() if any(one.verdict.value not in HOLDS for one in outcomes)
        )

    def _across(self, facts: list[Fact], x: str) -> tuple[Check, ...]:
        reports = [_report(facts, "whole", ReportType(self.context.report_type or ""))]
        kind = reports[0].report.report_type
        if self.before:
            reports.append(_report(_figures(self.before, x), "whole", kind, year=2022))
        for number, unit in enumerate(self.units):
            reports.append(_report(_figures(unit, x), f"unit{number}", kind, scope=Scope.UNIT))
        return checks_across(reports)[0].checks


def _read(case: Case, passages: Passages) -> list[Finding]:
    if isinstance(case, PatternCase):
        return list(patterns.evaluate(case, passages))
    return list(READINGS[case.check](case, passages)) if isinstance(case, ReadingCase) else []


def _figures(lines: tuple[str, ...], x: str, *, table: bool = False) -> list[Fact]:
    """Figures of one row of a table have the beginning of their item in common."""
    facts: list[Fact] = []
    rows: dict[tuple[str, ...], int] = {}
    for line in lines:
        statement, item, printed, *rest = line.replace("{x}", x).split()
        other: dict[str, Any] = dict(word.split("=", 1) for word in rest if "=" in word)
        measure = next((word for word in rest if "=" not in word), "amount")
        if printed == "-":  # a blank cell
            continue
        if measure == "text":  # a name may begin with digits
            other |= {"text": printed, "printed_unit": None, "value": None, "amount": None}
        if not table:
            facts.append(told(statement, item, printed, measure, **other))
            continue
        name = item if statement == "perf_indicator" else item.split("/")[0]
        row = rows.setdefault((statement, name, other.get("code", ""), other.get("project", "")), len(rows) + 1)
        number = list(dict.fromkeys(line.split()[0] for line in lines)).index(statement) + 1
        facts.append(cell(statement, item, printed, measure, table=number, row=row, **other))
    return facts


def _document(paragraphs: tuple[str, ...], grid: tuple[str, ...], x: str) -> DocumentModel:
    blocks: list[Block] = [
        Paragraph(number, words.replace("{x}", x)) for number, words in enumerate(paragraphs, start=1)
    ]
    if grid:
        blocks.append(
            Table(1, len(grid), 1, tuple(Cell(row, 0, words.replace("{x}", x)) for row, words in enumerate(grid)))
        )
    return DocumentModel(media_type="text/html", reader="test", blocks=tuple(blocks))


def _report(
    facts: list[Fact], agency: str, kind: ReportType, *, year: int = 2023, scope: Scope = Scope.DEPARTMENT
) -> ParsedReport:
    report_id = f"140423-{year}-{'final' if kind is ReportType.FINAL_ACCOUNTS else 'budget'}-{agency}"
    head = Report(
        report_id=report_id,
        division_code="140423",
        province="山西省",
        level=Level.COUNTY,
        agency="襄垣县信访局",
        agency_kind="信访局",
        scope=scope,
        fiscal_year=year,
        report_type=kind,
        first_seen_on=dt.date(2024, 9, 1),
        page_url="https://www.example.gov.cn/1.html",
        portal_id="example",
        state=ReportState.COMPLETE,
    )
    return ParsedReport(report=head, documents=(), facts=number_facts(report_id, facts), checks=())


@cache
def limits() -> tuple[Limit, ...]:
    return tuple(Limit.model_validate(one) for one in from_yaml(_TABLE.read_text(encoding="utf-8")))
