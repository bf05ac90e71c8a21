"""Rows of the tables that hold records as they are: reports, documents, facts, checks, coverage, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.records import Check, Correction, CoverageCell, Document, Fact, ParsedReport
from publish.schemas import Row
from publish.tables.cells import (
    box_cell,
    date_cell,
    decimal_cell,
    flag_cell,
    integer_cell,
    moment_cell,
    plain_cell,
    source_cell,
)


def report_row(parsed: ParsedReport, record_sha256: str = "") -> Row:
    """The row of ``reports``; the counts are those of the rows that are published with it."""
    report = parsed.report
    return {
        "report_id": report.report_id,
        "division_code": report.division_code,
        "province": plain_cell(report.province),
        "city": plain_cell(report.city),
        "county": plain_cell(report.county),
        "level": report.level.value,
        "agency": source_cell(report.agency),
        "agency_kind": plain_cell(report.agency_kind),
        "scope": report.scope.value,
        "fiscal_year": str(report.fiscal_year),
        "report_type": report.report_type.value,
        "title": source_cell(report.title),
        "published_on": date_cell(report.published_on),
        "first_seen_on": date_cell(report.first_seen_on),
        "page_url": plain_cell(report.page_url),
        "portal_id": plain_cell(report.portal_id),
        "printed_unit": plain_cell(report.printed_unit),
        "template": plain_cell(report.template),
        "tables_found": str(report.tables_found),
        "tables_declared_empty": str(report.tables_declared_empty),
        "state": report.state.value,
        "facts": str(len(parsed.facts)),
        "checks_failed": str(sum(check.verdict.failed for check in parsed.checks)),
        "revision": str(report.revision),
        "supersedes": plain_cell(report.supersedes),
        "record_sha256": record_sha256,
    }


def document_rows(documents: Iterable[Document]) -> Iterator[Row]:
    """One row per file of the report; the same bytes met at several addresses are one document (the first met)."""
    seen: set[str] = set()
    for document in documents:
        if document.document_id in seen:
            continue
        seen.add(document.document_id)
        yield {
            "document_id": document.document_id,
            "report_id": document.report_id,
            "role": document.role.value,
            "url": plain_cell(document.url),
            "page_url": plain_cell(document.page_url),
            "file_name": source_cell(document.file_name),
            "media_type": plain_cell(document.media_type),
            "bytes": str(document.bytes),
            "pages": integer_cell(document.pages),
            "text_sha256": plain_cell(document.text_sha256),
            "rows_sha256": plain_cell(document.rows_sha256),
            "fetched_at": moment_cell(document.fetched_at),
            "last_modified": plain_cell(document.last_modified),
            "archive_key": plain_cell(document.archive_key),
            "reader": plain_cell(document.reader),
            "ocr": flag_cell(document.ocr),
            "transport": plain_cell(document.transport),
            "redactions": str(document.redactions),
        }


def fact_row(fact: Fact) -> Row:
    """The row of ``facts``; the project of a performance fact is the first part of its published item.

    ``_value_`` is what ``value`` gives in five times the time, which is told for seven words of ten million facts.
    """
    item = f"{fact.project}/{fact.item}" if fact.project else fact.item
    return {
        "fact_id": fact.fact_id,
        "report_id": fact.report_id,
        "document_id": fact.document_id,
        "statement": fact.statement._value_,
        "item": source_cell(item),
        "item_printed": source_cell(fact.item_printed),
        "code": source_cell(fact.code),
        "measure": fact.measure._value_,
        "amount": decimal_cell(fact.amount),
        "value": decimal_cell(fact.value),
        "text": source_cell(fact.text),
        "printed": source_cell(fact.printed),
        "printed_unit": source_cell(fact.printed_unit),
        "cell_state": fact.cell_state._value_,
        "origin": fact.origin._value_,
        "page": integer_cell(fact.page),
        "table_no": integer_cell(fact.table_no),
        "row_no": integer_cell(fact.row_no),
        "column_no": integer_cell(fact.column_no),
        "bbox": box_cell(fact.bbox),
        "paragraph": integer_cell(fact.paragraph),
        "quote": source_cell(fact.quote),
        "method": fact.method._value_,
        "confidence": decimal_cell(fact.confidence),
        "agreement": fact.agreement._value_,
        "correction_id": plain_cell(fact.correction_id),
    }


def check_row(check: Check) -> Row:
    return {
        "check_id": check.check_id,
        "report_id": check.report_id,
        "rule": check.rule,
        "verdict": check.verdict.value,
        "expected": decimal_cell(check.expected),
        "found": decimal_cell(check.found),
        "difference": decimal_cell(check.difference),
        "tolerance": decimal_cell(check.tolerance),
        "fact_ids": " ".join(check.fact_ids),
        "message_zh": source_cell(check.message_zh),
        "message_en": source_cell(check.message_en),
    }


def coverage_row(cell: CoverageCell) -> Row:
    return {
        "division_code": cell.division_code,
        "fiscal_year": str(cell.fiscal_year),
        "report_type": cell.report_type.value,
        "state": cell.state.value,
        "due_on": date_cell(cell.due_on),
        "report_id": plain_cell(cell.report_id),
        "last_checked_at": moment_cell(cell.last_checked_at),
        "evidence": plain_cell(cell.evidence),
        "note": plain_cell(cell.note),
    }


def correction_row(correction: Correction) -> Row:
    return {
        "correction_id": correction.correction_id,
        "report_id": correction.report_id,
        "fact_id": plain_cell(correction.fact_id),
        "statement": correction.statement.value,
        "item": source_cell(correction.item),
        "measure": correction.measure.value,
        "expect": source_cell(correction.expect),
        "value": decimal_cell(correction.value),
        "reason": source_cell(correction.reason),
        "reported_on": date_cell(correction.reported_on),
        "status": correction.status.value,
    }
