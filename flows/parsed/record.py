"""One parsed file as the record that ``xinfang parse --json`` prints: one object a line, one line a file.

The schema is kept in ``docs/parse.schema.json`` (``python -m flows.parsed.record docs/parse.schema.json``). Fields may
be added; one that is removed or changes its meaning raises ``schema_version``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import Field

from domain.records import Check, DocumentState, Fact, Record, UnrecognisedTable
from flows.local_files import LocalFile


class Head(Record):
    """The file and what it says it is. ``state`` is ``read`` or why nothing was read (``message``)."""

    file: str
    document_id: str = Field(description="SHA-256 of the file")
    bytes: int
    media_type: str
    state: DocumentState
    message: str | None = None
    agency: str | None = None
    fiscal_year: int | None = None
    report_type: str | None = Field(default=None, description="budget or final_accounts")
    reader: str
    ocr: bool = Field(description="true when a part was read by text recognition")
    pages: int | None = None
    unread_pages: tuple[int, ...] = Field(default=(), description="pages that need text recognition, not installed")
    template: str | None = Field(default=None, description="family of forms")
    printed_unit: str | None = Field(default=None, description="money unit most tables state")
    tables_found: int = 0
    tables_declared_empty: int = 0
    redactions: int = Field(default=0, description="places of personal data left out")
    notes: tuple[str, ...] = ()


class Unread(Record):
    """A figure of a sentence that nobody could assign, never guessed."""

    paragraph: int
    page: int | None = None
    quote: str
    why: str


class ParsedFile(Record):
    """Everything read from one file. The number of a fact is its position in ``facts``, from 1."""

    schema_version: int = 1
    head: Head
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    unrecognised: tuple[UnrecognisedTable, ...] = ()
    unread_figures: tuple[Unread, ...] = ()
    unused_rows: tuple[str, ...] = ()

    @property
    def was_read(self) -> bool:
        return self.head.state in (DocumentState.READ, DocumentState.NO_FIGURES)


def record_of(local: LocalFile) -> ParsedFile:
    """The record of one file."""
    document, result = local.document, local.result
    reading, context = document.reading, document.context
    return ParsedFile(
        head=Head(
            file=local.name,
            document_id=document.document_id,
            bytes=len(local.source.data),
            media_type=document.media_type,
            state=document.state,
            message=document.message,
            agency=context.agency,
            fiscal_year=context.fiscal_year,
            report_type=context.report_type,
            reader=document.reader,
            ocr=document.ocr,
            pages=document.pages,
            unread_pages=document.unread_pages,
            template=reading.template if reading else None,
            printed_unit=reading.printed_unit if reading else None,
            tables_found=reading.tables_found if reading else 0,
            tables_declared_empty=reading.tables_declared_empty if reading else 0,
            redactions=len(document.redacted),
            notes=document.notes,
        ),
        facts=result.facts,
        checks=result.checks,
        unrecognised=result.unrecognised,
        unread_figures=tuple(
            Unread(paragraph=one.paragraph, page=one.page, quote=one.quote, why=one.why)
            for one in (reading.unread_figures if reading else ())
        ),
        unused_rows=result.unused_rows,
    )


def schema() -> str:
    """JSON Schema of a line, ending in one line break."""
    return json.dumps(ParsedFile.model_json_schema(mode="serialization"), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema(), encoding="utf-8")
