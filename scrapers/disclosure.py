"""A disclosure as it was fetched: who published what for which year, and the archived documents that carry it."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.identifiers import report_id
from domain.records import DocumentRole, ReportType, Scope


class FetchedDocument(BaseModel):
    """One archived file or page. ``archive_key`` leads to its bytes as received."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    role: DocumentRole
    url: str
    page_url: str
    file_name: str | None = None
    #: Content-Type header as sent; never trusted for reading.
    content_type: str | None = None
    bytes: int
    fetched_at: AwareDatetime
    last_modified: str | None = None
    archive_key: str
    transport: str | None = None
    #: True where a file that the page names right before it could not be had.
    after_gap: bool = False


class Disclosure(BaseModel):
    """One published 预算 or 决算 of one agency for one fiscal year, with its documents in reading order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    division_code: str
    agency: str
    agency_kind: str
    scope: Scope
    fiscal_year: int
    report_type: ReportType
    title: str | None = None
    published_on: date | None = None
    page_url: str
    portal_id: str
    first_seen_on: date
    documents: tuple[FetchedDocument, ...] = ()
    #: Why identity and date are what they are, and what sources disagree on.
    notes: tuple[str, ...] = ()

    @property
    def report_id(self) -> str:
        return report_id(self.division_code, self.fiscal_year, self.report_type, self.agency, self.scope)

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """(SHA-256, role) of the documents: two disclosures with equal contents are the same files."""
        return tuple(sorted((document.sha256, document.role.value) for document in self.documents))
