"""A disclosure that was fetched plus what its documents say = one parsed report, ready for the store."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from domain.divisions import Divisions
from domain.identifiers import sha256_hex
from domain.records import Document, DocumentRole, DocumentState, Level, ParsedReport, Report, ReportState
from domain.redaction import redact_title
from flows.code_version import reading_code_version
from parsers.model import ReportContext
from parsers.parse import ParseResult, ReadDocument, Source, Workbench, parse_report
from scrapers.disclosure import Disclosure, FetchedDocument

_READ = {DocumentState.READ, DocumentState.NO_FIGURES}


@dataclass(frozen=True, slots=True)
class Revision:
    """Where a report stands in its history: 1 for the first, and what it replaces."""

    number: int = 1
    supersedes: str | None = None


def inputs_fingerprint(disclosure: Disclosure) -> str:
    """Changes exactly when a report must be read again: other bytes, other identity or other reading code."""
    parts = [disclosure.report_id, disclosure.title or "", reading_code_version()]
    parts += [document.sha256 + ("|" if document.after_gap else "") for document in disclosure.documents]
    return sha256_hex("|".join(parts).encode())[:32]


def assemble(
    disclosure: Disclosure,
    contents: dict[str, bytes],
    *,
    divisions: Divisions,
    revision: Revision,
    workbench: Workbench | None = None,
) -> ParsedReport:
    """Read all documents of ``disclosure`` (``contents``: bytes by SHA-256) into one :class:`ParsedReport`.

    Attachments come before the page that lists them, because they usually are the report itself.
    """
    division = divisions.get(disclosure.division_code)
    context = ReportContext(
        fiscal_year=disclosure.fiscal_year,
        report_type=disclosure.report_type.value,
        agency=disclosure.agency,
        province=division.province if division else None,
        division=disclosure.division_code,
    )
    ordered = sorted(disclosure.documents, key=lambda document: document.role is DocumentRole.PAGE)
    sources = [
        Source(contents[document.sha256], document.file_name, after_gap=document.after_gap) for document in ordered
    ]
    result = parse_report(sources, context, report_id=disclosure.report_id, workbench=workbench)
    fetched = {document.sha256: document for document in _unique(ordered)}
    documents = tuple(_document(disclosure, fetched, read) for read in result.documents)
    return ParsedReport(
        report=_report(disclosure, result, documents, divisions=divisions, revision=revision),
        documents=documents,
        facts=result.facts,
        checks=result.checks,
        unrecognised=result.unrecognised,
        unused_rows=result.unused_rows,
    )


def _unique(documents: list[FetchedDocument]) -> list[FetchedDocument]:
    return list({document.sha256: document for document in reversed(documents)}.values())[::-1]


def _document(disclosure: Disclosure, files: dict[str, FetchedDocument], read: ReadDocument) -> Document:
    """The record of one document; a member of an archive has its own name and the archive's address and key."""
    archive = read.source.archive
    fetched = files[archive or read.document_id]
    file_name = read.source.file_name if archive else fetched.file_name
    rows = "\n".join(
        f"{fact.statement}|{fact.item}|{fact.measure}|{fact.printed}"
        for fact in (read.reading.facts if read.reading else ())
    )
    return Document(
        document_id=read.document_id,
        report_id=disclosure.report_id,
        role=DocumentRole.MEMBER if archive else fetched.role,
        url=fetched.url,
        page_url=fetched.page_url,
        file_name=redact_title(file_name) if file_name else None,
        media_type=read.media_type,
        bytes=read.source.size if archive else fetched.bytes,
        pages=read.pages,
        text_sha256=read.text_sha256,
        rows_sha256=hashlib.sha256(rows.encode()).hexdigest() if read.reading else None,
        fetched_at=fetched.fetched_at,
        last_modified=fetched.last_modified,
        archive_key=fetched.archive_key,
        reader=read.reader,
        ocr=read.ocr,
        transport=fetched.transport,
        redactions=len(read.redacted),
        redacted=read.redacted,
        state=read.state,
        note=read.message or "; ".join(read.notes) or None,
        series=read.series,
        after_gap=fetched.after_gap or None,
    )


def _report(
    disclosure: Disclosure,
    result: ParseResult,
    documents: tuple[Document, ...],
    *,
    divisions: Divisions,
    revision: Revision,
) -> Report:
    division = divisions.get(disclosure.division_code, disclosure.fiscal_year) or divisions.get(
        disclosure.division_code
    )
    if division is None:
        message = f"division {disclosure.division_code} of {disclosure.page_url} is in no reference table"
        raise LookupError(message)
    units = Counter(reading.printed_unit for reading in result.readings if reading.printed_unit)
    templates = [reading.template for reading in result.readings if reading.template]
    return Report(
        report_id=disclosure.report_id,
        division_code=disclosure.division_code,
        province=division.province,
        city=division.city,
        county=division.name if division.level in (Level.COUNTY, Level.ZONE) else None,
        level=division.level,
        agency=disclosure.agency,
        agency_kind=disclosure.agency_kind,
        scope=disclosure.scope,
        fiscal_year=disclosure.fiscal_year,
        report_type=disclosure.report_type,
        title=redact_title(disclosure.title) if disclosure.title else None,
        published_on=disclosure.published_on,
        first_seen_on=disclosure.first_seen_on,
        page_url=disclosure.page_url,
        portal_id=disclosure.portal_id,
        printed_unit=units.most_common(1)[0][0] if units else None,
        template=templates[0] if templates else None,
        tables_found=max((reading.tables_found for reading in result.readings), default=0),
        tables_declared_empty=max((reading.tables_declared_empty for reading in result.readings), default=0),
        state=_state(result, documents),
        facts=len(result.facts),
        checks_failed=sum(check.verdict.failed for check in result.checks),
        revision=revision.number,
        supersedes=revision.supersedes,
    )


def _state(result: ParseResult, documents: tuple[Document, ...]) -> ReportState:
    """Complete: every document read and every table known. Unreadable: no figure came out of any of them."""
    if not result.facts:
        return ReportState.UNREADABLE
    unread = any(document.unread_pages for document in result.documents)
    if unread or result.unrecognised or result.unused_rows or any(one.state not in _READ for one in documents):
        return ReportState.PARTIAL
    return ReportState.COMPLETE
