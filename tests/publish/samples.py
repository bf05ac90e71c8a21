"""Made-up reports with the shapes of real ones, and the things a publisher is given: a clock, a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.identifiers import number_checks, number_facts, report_id, sha256_hex
from domain.money import parse_number, to_yuan
from domain.ports import Store
from domain.records import (
    CellState,
    Check,
    Correction,
    CoverageCell,
    CoverageState,
    Document,
    DocumentRole,
    Fact,
    Level,
    Measure,
    Origin,
    ParsedReport,
    Report,
    ReportState,
    ReportType,
    Scope,
    Statement,
    Verdict,
)
from publish.build.inputs import Across, ReportRef, no_checks_across
from publish.gate import Problem
from publish.schemas import Row
from publish.tables import Tables, build_tables, report_tables
from publish.tables.reference import reference_tables
from publish.versions import PublishResult, Terms, publish_version

PLACES = {
    "140423": ("山西省", "长治市", "襄垣县"),
    "130634": ("河北省", "保定市", "曲阳县"),
    "513223": ("四川省", "阿坝藏族羌族自治州", "茂县"),
    "150623": ("内蒙古自治区", "鄂尔多斯市", "鄂托克前旗"),
}
DOCUMENT = sha256_hex(b"a file")


class FakeClock:
    """Starts at 02:00 of 21 November 2026 in China and stands still until it is told to go on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def fact(
    statement: str,
    item: str,
    printed: str,
    *,
    measure: str = "amount",
    unit: str | None = "万元",
    origin: str = "table",
    code: str | None = None,
    row: int | None = None,
    table: int = 1,
    project: str | None = None,
    text: str | None = None,
    state: str | None = None,
    document: str = DOCUMENT,
) -> Fact:
    """A fact as a reader makes it from ``printed``; a table fact stands in row ``row`` of table ``table``."""
    kind = Measure(measure)
    number = parse_number(printed) if text is None and state is None else None
    is_money = number is not None and kind.is_money and unit in ("元", "万元", "千元", "亿元")
    return Fact(
        document_id=document,
        statement=Statement(statement),
        item=item,
        item_printed=item,
        code=code,
        measure=kind,
        amount=to_yuan(number.value, unit or "") if number and is_money else None,
        value=number.value if number and not is_money else None,
        text=text,
        printed=printed,
        printed_unit=unit,
        cell_state=CellState(state) if state else CellState.ZERO if number and not number.value else CellState.VALUE,
        origin=Origin(origin),
        page=3 if origin == "table" else None,
        table_no=table if origin == "table" else None,
        row_no=row if origin == "table" else None,
        column_no=2 if origin == "table" else None,
        bbox=(72.0, 100.126, 120.5, 112.0) if origin == "table" else None,
        paragraph=12 if origin == "narrative" else None,
        quote=f"{item}\t{printed}",
        confidence=Decimal("1.00"),
        project=project,
    )


def narrated(statement: str, item: str, printed: str, **more: str | None) -> Fact:
    return fact(statement, item, printed, origin="narrative", **more)  # type: ignore[arg-type]


def few_facts(total: str = "233.67") -> list[Fact]:
    return [
        fact("summary", "收入总计", total, row=31),
        fact("summary", "支出总计", total, row=62),
        fact("income_by_function", "合计/本年收入合计", total, row=3),
        fact("income_by_function", "一般公共服务支出/本年收入合计", "188.00", code="201", row=4),
        fact("income_by_function", "信访事务/本年收入合计", "48.00", code="2010308", row=6),
        fact("basic_by_economic", "办公费", "1.59", code="30201", row=4),
        narrated("three_public", "三公经费", "0.5", measure="budget"),
        narrated("three_public", "三公经费", "0", measure="amount"),
        narrated("three_public_counts", "公务用车保有量", "0", measure="count", unit="辆"),
        narrated("procurement", "政府采购支出总额", "18.11"),
        narrated("staffing", "在职人员", "9", measure="count", unit="人"),
        narrated("workload", "办理网上信访", "128", measure="count", unit="件次"),
    ]


def parsed_report(
    division: str = "140423",
    year: int = 2023,
    *,
    report_type: ReportType = ReportType.FINAL_ACCOUNTS,
    facts: Iterable[Fact] | None = None,
    title: str | None = None,
) -> ParsedReport:
    province, city, county = PLACES[division]
    agency = f"{county}信访局"
    identity = report_id(division, year, report_type, agency, Scope.DEPARTMENT)
    numbered = number_facts(identity, few_facts() if facts is None else facts)
    address = f"https://www.example.gov.cn/{division}/{year}.html"
    checks = number_checks(
        identity,
        [
            Check(
                rule="I02",
                verdict=Verdict.PASS,
                expected=Decimal("2336700.00"),
                found=Decimal("2336700.00"),
                difference=Decimal("0.00"),
                tolerance=Decimal("100.00"),
                fact_ids=tuple(one.fact_id for one in numbered[:2]),
                message_zh="收入总计等于支出总计。",
                message_en="Total revenue equals total expenditure.",
            )
        ],
    )
    return ParsedReport(
        report=Report(
            report_id=identity,
            division_code=division,
            province=province,
            city=city,
            county=county,
            level=Level.COUNTY,
            agency=agency,
            agency_kind="信访局",
            scope=Scope.DEPARTMENT,
            fiscal_year=year,
            report_type=report_type,
            title=title or f"{agency}{year}年度部门{report_type.zh}公开",
            published_on=date(year + 1, 9, 12),
            first_seen_on=date(2026, 11, 20),
            page_url=address,
            portal_id="example",
            printed_unit="万元",
            state=ReportState.COMPLETE,
            facts=len(numbered),
        ),
        documents=(
            Document(
                document_id=DOCUMENT,
                report_id=identity,
                role=DocumentRole.ATTACHMENT,
                url=f"{address}.pdf",
                page_url=address,
                file_name="决算.pdf",
                media_type="application/pdf",
                bytes=1234,
                pages=20,
                fetched_at=datetime(2026, 11, 20, 17, 0, tzinfo=UTC),
                archive_key=f"raw/sha256/{DOCUMENT[:2]}/{DOCUMENT}",
                reader="pdf",
            ),
        ),
        facts=numbered,
        checks=checks,
    )


def coverage_of(reports: Sequence[ParsedReport], checked_at: datetime | None = None) -> list[CoverageCell]:
    return [
        CoverageCell(
            division_code=one.report.division_code,
            fiscal_year=one.report.fiscal_year,
            report_type=one.report.report_type,
            state=CoverageState.PUBLISHED,
            report_id=one.report.report_id,
            last_checked_at=checked_at or datetime(2026, 11, 20, 17, 0, tzinfo=UTC),
        )
        for one in reports
    ]


def small_reference() -> dict[str, list[dict[str, str]]]:
    """Reference tables cut to what the samples use, so that a publish in a test is quick."""
    full = reference_tables()
    return {
        "divisions": [row for row in full["divisions"] if row["code"] in PLACES],
        "division_changes": list(full["division_changes"][:2]),
        "function_codes": [row for row in full["function_codes"] if row["code"] in ("201", "20103", "2010308")],
        "economic_codes": [row for row in full["economic_codes"] if row["code"] in ("301", "302", "30201", "501")],
    }


def tables_of(*reports: ParsedReport, checked_at: datetime | None = None) -> Tables:
    return build_tables(reports, coverage=coverage_of(reports, checked_at), reference=small_reference())


class GivenInputs:
    """Inputs that hold exactly ``reports``, each in its own cell of coverage."""

    code_version = "0.1.0"

    def __init__(
        self,
        *reports: ParsedReport,
        checked_at: datetime | None = None,
        corrections: Sequence[Correction] = (),
        reference: Mapping[str, Sequence[Row]] | None = None,
        across: Across = no_checks_across,
    ) -> None:
        self.across = across
        self.corrections = corrections
        self.reference = small_reference() if reference is None else reference
        self._checked_at = checked_at
        #: A record of ``None`` is missing in the store.
        self.records: dict[ReportRef, bytes | None] = {ref_of(one): one.model_dump_json().encode() for one in reports}
        self._cells = {cell.report_id: cell for cell in coverage_of(reports, checked_at)}

    def divisions(self) -> dict[str, list[ReportRef]]:
        found: dict[str, list[ReportRef]] = {}
        for ref in sorted(self.records):
            found.setdefault(ref.division, []).append(ref)
        return found

    def record(self, ref: ReportRef) -> bytes | None:
        return self.records[ref]

    def coverage_basis(self, code: str) -> str:
        return str(self._checked_at)

    def coverage(self, code: str, reports: Sequence[Row], withheld: Mapping[str, str]) -> list[CoverageCell]:
        published = {row["report_id"] for row in reports}
        cells = [cell for cell in self._cells.values() if cell.division_code == code]
        return [
            cell
            if cell.report_id in published
            else cell.model_copy(
                update={
                    "state": CoverageState.PARSE_FAILED,
                    "report_id": None,
                    "note": withheld.get(cell.report_id or ""),
                }
            )
            for cell in cells
        ]


def ref_of(parsed: ParsedReport) -> ReportRef:
    identity = parsed.report.report_id
    return ReportRef(identity, f"reports/{identity}/{sha256_hex(parsed.model_dump_json().encode())}.json")


def no_gate(tables: Mapping[str, bytes], rows: Mapping[str, int] | None = None, *, both: bool = True) -> list[Problem]:
    """Judges nothing: for tests of the protocol, many versions of which need not be judged each time."""
    return []


UNJUDGED = Terms(gate=no_gate, judges=(), shared=(), lists=(), generators=())


def publish(
    store: Store, *reports: ParsedReport, run_id: str = "run-1", clock: FakeClock | None = None, **more: Any
) -> PublishResult:
    """Publish exactly ``reports``."""
    given: dict[str, Any] = {"code_version": "0.1.0", "inputs": lambda: GivenInputs(*reports), **more}
    return publish_version(store, run_id=run_id, clock=clock or FakeClock(), **given)


def rows_of(
    resource: str, facts: Iterable[Fact], report_type: ReportType = ReportType.FINAL_ACCOUNTS
) -> list[dict[str, str]]:
    """Rows of one table of a report with ``facts``, without the columns every row of the report shares."""
    shared = ("report_id", "division_code", "fiscal_year", "report_type")
    rows = report_tables(parsed_report(report_type=report_type, facts=facts))[resource]
    return [{name: value for name, value in row.items() if value and name not in shared} for row in rows]
