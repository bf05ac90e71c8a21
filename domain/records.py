"""The records that travel through the pipeline, as in the dataset contract (section 3).

A :class:`Report` is one published 预算 or 决算 of one agency for one fiscal year. It consists of
:class:`Document` files or pages. A :class:`Fact` is one printed number (or printed text value) with its evidence, a
:class:`Check` one accounting identity evaluated on one report. All are immutable; money is ``Decimal`` in 元.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """Base of all records: frozen, no unknown fields, so that a misspelt column is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReportType(StrEnum):
    """预算 or 决算."""

    BUDGET = "budget"
    FINAL_ACCOUNTS = "final_accounts"

    @property
    def slug(self) -> str:
        """Short form used in ``report_id``: ``budget`` or ``final``."""
        return "budget" if self is ReportType.BUDGET else "final"

    @property
    def zh(self) -> str:
        return "预算" if self is ReportType.BUDGET else "决算"


class Scope(StrEnum):
    """Which units the figures cover (domain notes c.5)."""

    DEPARTMENT = "department"  # 部门: with all subordinate units
    UNIT = "unit"  # 单位: one accounting unit
    OWN = "own"  # 本级: the bureau without subordinates
    AGGREGATE = "aggregate"  # 汇总, where printed so
    UNKNOWN = "unknown"


class Level(StrEnum):
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    ZONE = "zone"


class ReportState(StrEnum):
    COMPLETE = "complete"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"


class DocumentRole(StrEnum):
    PAGE = "page"
    ATTACHMENT = "attachment"
    IMAGE = "image"
    MEMBER = "member"


class DocumentState(StrEnum):
    """How reading one document ended; everything but READ is named in the run summary."""

    READ = "read"
    NO_FIGURES = "no_figures"  # readable, but states no figure (a landing page)
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    WRONG_TYPE = "wrong_type"  # e.g. an HTML error page named .pdf
    EMPTY = "empty"
    SCANNED = "scanned"  # images only, and no OCR installed
    UNSUPPORTED = "unsupported"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"


class Statement(StrEnum):
    """The part of the disclosure a fact belongs to (contract section 3)."""

    SUMMARY = "summary"
    INCOME = "income"
    EXPENDITURE = "expenditure"
    FISCAL_SUMMARY = "fiscal_summary"
    INCOME_BY_FUNCTION = "income_by_function"
    EXPENDITURE_BY_FUNCTION = "expenditure_by_function"
    GENERAL_BUDGET = "general_budget"
    GENERAL_BY_CLASS = "general_by_class"
    GENERAL_BY_ITEM = "general_by_item"
    GENERAL_BY_FUNCTION = "general_by_function"
    BASIC_BY_ECONOMIC = "basic_by_economic"
    THREE_PUBLIC = "three_public"
    THREE_PUBLIC_COUNTS = "three_public_counts"
    GOV_FUND = "gov_fund"
    STATE_CAPITAL = "state_capital"
    BUDGET_EXECUTION = "budget_execution"
    AGENCY_OPERATING = "agency_operating"
    PROCUREMENT = "procurement"
    PROCUREMENT_ITEM = "procurement_item"
    PROJECT_EXPENDITURE = "project_expenditure"
    ASSETS = "assets"
    STAFFING = "staffing"
    ORG = "org"
    PERF_SUMMARY = "perf_summary"
    PERF_PROJECT = "perf_project"
    PERF_INDICATOR = "perf_indicator"
    PERF_TARGET_NARRATIVE = "perf_target_narrative"
    WORKLOAD = "workload"
    CHART = "chart"


class Measure(StrEnum):
    """What a number of a fact says about its item."""

    AMOUNT = "amount"
    PRIOR_AMOUNT = "prior_amount"
    CHANGE = "change"
    CHANGE_PCT = "change_pct"
    SHARE_PCT = "share_pct"
    BUDGET = "budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    COMPLETION_PCT = "completion_pct"
    DEVIATION = "deviation"
    DEVIATION_PCT = "deviation_pct"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    COUNT = "count"
    SCORE = "score"
    WEIGHT = "weight"
    TARGET = "target"
    ACTUAL = "actual"
    RATE = "rate"
    TEXT = "text"

    @property
    def is_money(self) -> bool:
        """True for the measures whose number is an amount of money when the unit is one of money."""
        return self in _MONEY_MEASURES


_MONEY_MEASURES = frozenset(
    {
        Measure.AMOUNT,
        Measure.PRIOR_AMOUNT,
        Measure.CHANGE,
        Measure.BUDGET,
        Measure.ADJUSTED_BUDGET,
        Measure.DEVIATION,
        Measure.UNIT_PRICE,
    }
)


class CellState(StrEnum):
    """Four states that must not be confused (domain notes c.2), and the ordinary one."""

    VALUE = "value"
    ZERO = "zero"  # printed 0
    BLANK = "blank"  # nothing printed
    NOT_APPLICABLE = "not_applicable"  # a dash
    DECLARED_EMPTY = "declared_empty"  # 本表无数据 / 空表


class Origin(StrEnum):
    TABLE = "table"
    NARRATIVE = "narrative"
    CHART = "chart"


class Method(StrEnum):
    TEXT = "text"
    OCR = "ocr"


class Agreement(StrEnum):
    """Whether the same figure, printed in several places of one report, is the same everywhere."""

    AGREED = "agreed"
    SINGLE = "single"
    DISPUTED = "disputed"


class Verdict(StrEnum):
    PASS = "pass"
    ROUNDING = "rounding"
    INFO = "info"
    WARN = "warn"
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"

    @property
    def failed(self) -> bool:
        """True for the verdicts a reader must be told about."""
        return self in (Verdict.WARN, Verdict.ERROR)


#: (x0, top, x1, bottom) in points from the top left corner of the page.
BBox = tuple[float, float, float, float]


class Fact(Record):
    """One printed number (or text value) with its evidence.

    ``amount`` is exact money in 元, ``value`` any other number, ``text`` a printed text; exactly one of the three is
    set when ``cell_state`` is ``value`` or ``zero``, none otherwise. ``printed`` and ``printed_unit`` keep the form
    of the source.
    """

    fact_id: str = ""
    report_id: str = ""
    document_id: str = ""
    statement: Statement
    item: str
    item_printed: str
    code: str | None = None
    measure: Measure
    amount: Decimal | None = None
    value: Decimal | None = None
    text: str | None = None
    printed: str
    printed_unit: str | None = None
    cell_state: CellState = CellState.VALUE
    origin: Origin
    page: int | None = None
    table_no: int | None = None
    row_no: int | None = None
    column_no: int | None = None
    bbox: BBox | None = None
    paragraph: int | None = None
    quote: str
    method: Method = Method.TEXT
    confidence: Decimal = Decimal("1.00")
    agreement: Agreement = Agreement.SINGLE
    correction_id: str | None = None
    #: Name of the project a performance fact belongs to; part of ``item`` in the published table.
    project: str | None = Field(default=None)


class Check(Record):
    """One accounting identity or cross-check evaluated on one report."""

    check_id: str = ""
    report_id: str = ""
    rule: str
    verdict: Verdict
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    fact_ids: tuple[str, ...] = ()
    message_zh: str
    message_en: str


class Redaction(Record):
    """A place of a document where ``rule`` dropped something: never what. Numbers count from 1 as those of facts."""

    rule: str
    page: int | None = None
    paragraph: int | None = None
    table_no: int | None = None
    row_no: int | None = None


class Document(Record):
    """One file or page that carries (part of) a report; ``document_id`` is the SHA-256 of its bytes."""

    document_id: str
    report_id: str
    role: DocumentRole
    url: str
    page_url: str
    file_name: str | None = None
    media_type: str
    bytes: int
    pages: int | None = None
    text_sha256: str | None = None
    rows_sha256: str | None = None
    fetched_at: datetime
    last_modified: str | None = None
    archive_key: str
    reader: str
    ocr: bool = False
    transport: str | None = None
    redactions: int = 0
    #: The log of redaction, one entry for each place; it is kept with the report and not published.
    redacted: tuple[Redaction, ...] = ()
    state: DocumentState = DocumentState.READ
    note: str | None = None
    #: ``document_id`` of the first of the pictures of pages that were read as one document; tables, their rows and
    #: paragraphs are numbered through the series. Kept with the report, not published.
    series: str | None = None
    #: True where something that stood before it could not be had, so that it continues nothing; not published.
    after_gap: bool | None = None


class Report(Record):
    """One published 预算 or 决算 of one agency for one fiscal year."""

    report_id: str
    division_code: str
    province: str
    city: str | None = None
    county: str | None = None
    level: Level
    agency: str
    agency_kind: str
    scope: Scope
    fiscal_year: int
    report_type: ReportType
    title: str | None = None
    published_on: date | None = None
    first_seen_on: date
    page_url: str
    portal_id: str
    printed_unit: str | None = None
    template: str | None = None
    tables_found: int = 0
    tables_declared_empty: int = 0
    state: ReportState
    facts: int = 0
    checks_failed: int = 0
    revision: int = 1
    supersedes: str | None = None


class CoverageState(StrEnum):
    PUBLISHED = "published"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"
    PARSE_FAILED = "parse_failed"
    NOT_WATCHED = "not_watched"


class CoverageCell(Record):
    """What is known about one division, fiscal year and report type."""

    division_code: str
    fiscal_year: int
    report_type: ReportType
    state: CoverageState
    due_on: date | None = None
    report_id: str | None = None
    last_checked_at: datetime | None = None
    evidence: str | None = None
    note: str | None = None


class CorrectionStatus(StrEnum):
    """Whether a correction is in force; one that is not stays in the table as history."""

    OPEN = "open"  # in force: its fact carries it
    RESOLVED = "resolved"  # the publisher mended the source
    REJECTED = "rejected"  # the printed figure was right after all


class Correction(Record):
    """A human correction: valid only while the source still prints ``expect``.

    ``report_id``, ``statement``, ``item`` (as published: ``<project>/<item>`` for facts of a project) and ``measure``
    select the facts, ``fact_id`` one of them where several print the same. ``value`` is the right number in the unit
    of the fact's number (元 for money); absent when the printed one is wrong and the right one unknown.
    """

    correction_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,79}$")
    report_id: str = Field(pattern=r"^[0-9]{6}-[0-9]{4}-(budget|final)-[0-9a-f]{8}$")
    fact_id: str | None = Field(default=None, pattern=r"^f-[0-9a-f]{16}$")
    statement: Statement
    item: str = Field(min_length=1)
    measure: Measure
    expect: str = Field(min_length=1)
    value: Decimal | None = None
    reason: str = Field(min_length=1)
    reported_on: date | None = None
    status: CorrectionStatus = CorrectionStatus.OPEN


class UnrecognisedTable(Record):
    """A table no declaration knows; kept and shown to a person, never dropped in silence."""

    document_id: str
    table_no: int
    page: int | None = None
    title: str | None = None
    header: tuple[str, ...] = ()
    rows: int = 0
    #: Why it was not read, e.g. "unit missing" or "the head does not fit the title".
    reason: str | None = None


class ParsedReport(Record):
    """What ``reports/{report_id}/{sha256}.json`` holds: one report with all that was read from it."""

    schema_version: int = 1
    report: Report
    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    unrecognised: tuple[UnrecognisedTable, ...] = ()
    #: Rows a recognised table holds that no declaration uses, as short redacted quotes.
    unused_rows: tuple[str, ...] = ()
