"""One report's files to facts and checks: read each document, then evaluate what they print together.

This is all that the pipeline, ``xinfang parse`` and a rebuild from the archive share. A document that cannot be read
ends in a named state; the others are read all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.identifiers import number_checks, number_facts, sha256_hex
from domain.records import Check, DocumentState, Fact, UnrecognisedTable
from parsers.model import DEFAULT_LIMITS, DocumentModel, Limits, ReportContext, UnreadableDocument
from parsers.readers import read, sniff
from parsers.reconcile import inspect_text, mark_agreement, merge_checks, reconcile
from parsers.statements import Reading, read_statements

#: How bytes become a model: in this process (``read``) or in a child with limits (``ReaderPool.read``).
Reader = Callable[[bytes, str | None], DocumentModel]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes of one file of a report. ``charset`` is what the server declared, a hint only."""

    data: bytes
    file_name: str | None = None
    charset: str | None = None

    @property
    def document_id(self) -> str:
        return sha256_hex(self.data)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """How reading one document ended. ``model`` and ``reading`` are ``None`` unless ``state`` is read/no_figures."""

    document_id: str
    media_type: str
    state: DocumentState
    message: str | None = None
    model: DocumentModel | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class ParseResult:
    """Everything that the documents of one report say; facts and checks are numbered."""

    documents: tuple[ReadDocument, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]

    @property
    def unrecognised(self) -> tuple[UnrecognisedTable, ...]:
        return tuple(
            table.model_copy(update={"document_id": document.document_id})
            for document in self.documents
            if document.reading
            for table in document.reading.unrecognised
        )

    @property
    def unused_rows(self) -> tuple[str, ...]:
        return tuple(row for document in self.documents if document.reading for row in document.reading.unused_rows)

    @property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(document.reading for document in self.documents if document.reading)


def read_in_process(limits: Limits = DEFAULT_LIMITS) -> Reader:
    """A reader without a child process: for tests and for files a person hands in."""

    def reader(data: bytes, file_name: str | None) -> DocumentModel:
        return read(data, file_name=file_name, limits=limits)

    return reader


def read_document(source: Source, context: ReportContext, reader: Reader) -> ReadDocument:
    """Read one document; never raises for what a stranger's bytes do."""
    try:
        model = reader(source.data, source.file_name)
    except UnreadableDocument as problem:
        return ReadDocument(
            document_id=source.document_id,
            media_type=sniff(source.data, source.file_name),
            state=problem.state,
            message=problem.message,
        )
    reading = read_statements(model, context)
    facts = tuple(fact.model_copy(update={"document_id": source.document_id}) for fact in reading.facts)
    return ReadDocument(
        document_id=source.document_id,
        media_type=model.media_type,
        state=DocumentState.READ if facts else DocumentState.NO_FIGURES,
        model=model,
        reading=Reading(
            facts=facts,
            unrecognised=reading.unrecognised,
            unused_rows=reading.unused_rows,
            unread_figures=reading.unread_figures,
            tables_found=reading.tables_found,
            tables_declared_empty=reading.tables_declared_empty,
            template=reading.template,
            printed_unit=reading.printed_unit,
        ),
    )


def parse_report(
    sources: Sequence[Source], context: ReportContext, *, report_id: str, reader: Reader | None = None
) -> ParseResult:
    """Read all documents of one report and evaluate its identities.

    Two identical files count once. Facts keep the order of ``sources``; give the main document first.
    """
    reader = reader or read_in_process()
    unique = list({source.document_id: source for source in sources}.values())
    documents = tuple(read_document(source, context, reader) for source in unique)
    facts = number_facts(
        report_id, (fact for document in documents if document.reading for fact in document.reading.facts)
    )
    facts = mark_agreement(facts)
    by_document = {document.document_id: document.model for document in documents if document.model}
    text_checks = tuple(
        check
        for document_id, model in by_document.items()
        for check in inspect_text(model, [fact for fact in facts if fact.document_id == document_id], context)
    )
    checks = number_checks(report_id, merge_checks((*reconcile(facts, context), *text_checks)))
    return ParseResult(documents=documents, facts=facts, checks=checks)
