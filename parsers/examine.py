"""The work on a stranger's bytes: one file to facts and text checks, and the facts of a report to its checks.

Plain functions without a process around them. The pipeline runs them in a child process with limits
(``parsers.isolation``), tests and measurements in their own (``parsers.workbench``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.identifiers import number_facts, sha256_hex
from domain.records import Check, DocumentState, Fact, Method, Redaction
from parsers.digest import text_digest
from parsers.identify import identify
from parsers.model import (
    DEFAULT_LIMITS,
    NOTHING_KNOWN,
    DocumentModel,
    Limits,
    ReportContext,
    UnreadableDocument,
)
from parsers.readers import read, sniff
from parsers.reconcile import (
    doubts_of_recognition,
    inspect_text,
    mark_agreement,
    merge_checks,
    reconcile,
    weigh_recognised,
)
from parsers.statements import Reading, read_statements


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes of one file of a report. ``charset`` is what the server declared, a hint only; ``archive`` is the
    ``document_id`` of the archive that the file is a member of; ``after_gap``: something that stood before it in the
    report could not be had, so that it continues nothing.
    """

    data: bytes
    file_name: str | None = None
    charset: str | None = None
    archive: str | None = None
    after_gap: bool = False

    @property
    def document_id(self) -> str:
        return sha256_hex(self.data)

    @property
    def named(self) -> NamedFile:
        return NamedFile(self.file_name, len(self.data), self.archive)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """Name and size in bytes of a file, and the ``document_id`` of the archive that it is a member of."""

    file_name: str | None = None
    size: int = 0
    archive: str | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """How reading one document ended. ``reading`` is ``None`` unless ``state`` is read/no_figures.

    ``context`` is what the document was read with; ``text_sha256`` is the hash of its text without white space and
    personal data, ``redacted`` where and by which rule something was taken out of it, never what. Facts and
    ``text_checks`` carry ids that hold within this document only. ``model`` is kept where the caller asked for it.
    ``source`` says which file it was.

    ``series`` is the ``document_id`` of the first of the pictures that were read as one document with this one. Their
    tables, rows, paragraphs and the ids of their facts are numbered together, what the whole says (``tables_found``,
    ``template`` …) is told of each, and the checks of the text stand with the first; pages count within each picture.
    """

    document_id: str
    media_type: str
    state: DocumentState
    message: str | None = None
    context: ReportContext = NOTHING_KNOWN
    reader: str = "none"
    pages: int | None = None
    ocr: bool = False
    notes: tuple[str, ...] = ()
    #: Pages that need text recognition, where it is not installed.
    unread_pages: tuple[int, ...] = ()
    text_sha256: str | None = None
    redacted: tuple[Redaction, ...] = ()
    reading: Reading | None = None
    text_checks: tuple[Check, ...] = ()
    model: DocumentModel | None = None
    source: NamedFile = NamedFile()
    series: str | None = None

    @property
    def whole(self) -> str:
        """The document that this one is read as, or as a part of."""
        return self.series or self.document_id


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Facts with their agreement, in the order given, and what the identities say."""

    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]


def examine(
    source: Source,
    context: ReportContext,
    *,
    limits: Limits = DEFAULT_LIMITS,
    identified: bool = True,
    keep_model: bool = False,
) -> ReadDocument:
    """Read one document and inspect its text; never raises for what a stranger's bytes do.

    Unless ``identified``, what ``context`` leaves open (year, kind, agency) is taken from the document itself.
    """
    try:
        model = read(source.data, file_name=source.file_name, charset=source.charset, limits=limits)
    except UnreadableDocument as problem:
        return unreadable(source, context, problem)
    if not identified:
        context = identify(model, source.file_name, context)
    reading = read_statements(model, context)
    facts = number_facts("", (fact.model_copy(update={"document_id": source.document_id}) for fact in reading.facts))
    digest, redacted = text_digest(model)
    return ReadDocument(
        document_id=source.document_id,
        media_type=model.media_type,
        state=DocumentState.READ if facts else DocumentState.NO_FIGURES,
        context=context,
        reader=model.reader,
        pages=model.pages,
        ocr=model.method is Method.OCR or any(table.method is Method.OCR for table in model.tables),
        notes=(*model.notes, *_stale_heads(reading)),
        unread_pages=model.unread,
        text_sha256=digest,
        redacted=redacted,
        reading=replace(reading, facts=facts),
        text_checks=inspect_text(model, facts, context),
        model=model if keep_model else None,
        source=source.named,
    )


def _stale_heads(reading: Reading) -> tuple[str, ...]:
    """Why the figures of some tables are believed less: one sentence for each year that is not the report's."""
    years = dict.fromkeys(year for _, year in reading.dated)
    tables = {year: "、".join(dict.fromkeys(str(no) for no, of in reading.dated if of == year)) for year in years}
    return tuple(
        f"第{numbers}张表的表头年份为{year}年 / the head of table {numbers} names the year {year}"
        for year, numbers in tables.items()
    )


def unreadable(source: Source, context: ReportContext, problem: UnreadableDocument) -> ReadDocument:
    """The named state of a document that could not be read."""
    return ReadDocument(
        document_id=source.document_id,
        media_type=sniff(source.data, source.file_name),
        state=problem.state,
        message=problem.message,
        context=context,
        source=source.named,
    )


def evaluate(facts: Sequence[Fact], context: ReportContext) -> Reconciled:
    """Agreement, identities and the belief in recognised figures, of the numbered facts of one report."""
    marked = mark_agreement(facts)
    checks = reconcile(marked, context)
    weighed = weigh_recognised(marked, checks)
    return Reconciled(weighed, merge_checks((*checks, *doubts_of_recognition(weighed))))
