"""One report's files to facts and checks: read each document, then evaluate what they print together.

This is all that the pipeline, ``xinfang parse`` and a rebuild from the archive share. A document that cannot be read
ends in a named state; the others are read all the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.identifiers import number_checks, number_facts
from domain.records import Check, Fact, UnrecognisedTable
from domain.series import as_printed, as_wholes
from parsers.disputes import look_again
from parsers.examine import ReadDocument, Reconciled, Source
from parsers.model import NOTHING_KNOWN, ReportContext, UnreadableDocument
from parsers.readers import media
from parsers.reconcile import doubted, is_of_another_report, merge_checks, without_own_gaps
from parsers.series import in_series, wholes
from parsers.statements import Reading, named_as_in_forms
from parsers.unpacking import attached, unpack
from parsers.workbench import InProcess, Workbench

__all__ = ["InProcess", "ParseResult", "ReadDocument", "Source", "Workbench", "parse_report"]


@dataclass(frozen=True, slots=True)
class ParseResult:
    """Everything that the documents of one report say; facts and checks are numbered."""

    documents: tuple[ReadDocument, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    context: ReportContext = NOTHING_KNOWN

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


def parse_report(
    sources: Sequence[Source],
    context: ReportContext,
    *,
    report_id: str,
    workbench: Workbench | None = None,
    identified: bool = True,
    keep_models: bool = False,
) -> ParseResult:
    """Read all documents of one report and evaluate its identities.

    Two identical files count once; archives are followed by their members, PDFs without a
    figure by the files attached to them; pictures of pages that follow each other are
    read as one document (``parsers.series``). Facts keep the order of ``sources``; give
    the main document first. Unless ``identified``, year, kind and agency that ``context`` leaves open are taken from
    the first document that says them. Where evaluating the checks overruns its limits no fact is given either: every
    document that was read ends in that state, because figures that nobody checked must not look like checked ones.
    """
    bench = workbench or InProcess()
    documents: list[ReadDocument] = []
    pdfs: dict[str, bytes] = {}
    left = deque(in_series(_unique(unpack(sources, bench))))
    while left:
        found = left.popleft()
        if isinstance(found, ReadDocument):
            documents.append(found)
            continue
        if len(found) > 1:
            read = bench.pictures(found, context, identified=identified, keep_model=keep_models)
        else:
            read = (bench.document(found[0], context, identified=identified, keep_model=keep_models),)
            left.extendleft(reversed(in_series(_unread(attached(found[0], read[0], bench), documents, left))))
        documents += read
        pdfs |= {one.document_id: source.data for source, one in zip(found, read, strict=True) if _is_pdf(one)}
        known = [document.context for document in read if document.reading is not None]
        if not identified and known:
            context = known[-1]
    local = named_as_in_forms([fact for document in documents if document.reading for fact in document.reading.facts])
    facts = number_facts(report_id, local)
    series = wholes(documents)
    try:
        reconciled = bench.checks(as_wholes(facts, series), context)
    except UnreadableDocument as problem:
        return ParseResult(tuple(_unchecked(document, problem) for document in documents), (), (), context)
    marked = as_printed(reconciled.facts, facts)
    disputes = look_again(marked, reconciled.checks, pdfs, bench.second_opinion)
    return ParseResult(
        documents=tuple(_with_message(document, disputes.messages) for document in documents),
        facts=_doubted(disputes.facts, documents),
        checks=_checks(report_id, documents, local, reconciled),
        context=context,
    )


def _unique(sources: Iterable[Source | ReadDocument]) -> list[Source | ReadDocument]:
    return list({source.document_id: source for source in sources}.values())


def _unread(
    found: Iterable[Source | ReadDocument],
    documents: Iterable[ReadDocument],
    left: Iterable[tuple[Source, ...] | ReadDocument],
) -> list[Source | ReadDocument]:
    """Those that are neither among ``documents`` nor come yet."""
    known = {one.document_id for one in documents}
    for coming in left:
        known |= {one.document_id for one in (coming if isinstance(coming, tuple) else (coming,))}
    return [one for one in _unique(found) if one.document_id not in known]


def _is_pdf(document: ReadDocument) -> bool:
    return document.media_type == media.PDF


def _doubted(facts: Iterable[Fact], documents: Sequence[ReadDocument]) -> tuple[Fact, ...]:
    """The figures of documents that call themselves another report are believed less."""
    other = {document.whole for document in documents if is_of_another_report(document.text_checks)}
    of_others = {document.document_id for document in documents if document.whole in other}
    return tuple(doubted(fact) if fact.document_id in of_others else fact for fact in facts)


def _with_message(document: ReadDocument, messages: Mapping[str, str]) -> ReadDocument:
    message = messages.get(document.document_id)
    return replace(document, notes=(*document.notes, message)) if message else document


def _checks(
    report_id: str, documents: Sequence[ReadDocument], local: Sequence[Fact], reconciled: Reconciled
) -> tuple[Check, ...]:
    """Identities, then what the texts show; the ids a document gave its own facts become those of the report.

    ``reconciled`` names each fact by the whole that its document was read with, within which its first id holds.
    """
    pairs = zip(local, reconciled.facts, strict=True)
    names = {(new.document_id, old.fact_id): new.fact_id for old, new in pairs}
    text_checks = (
        check.model_copy(update={"fact_ids": tuple(names[document.whole, name] for name in check.fact_ids)})
        for document in documents
        for check in document.text_checks
    )
    identities = without_own_gaps(reconciled.checks, reconciled.facts, _left_over(documents))
    return number_checks(report_id, merge_checks((*identities, *text_checks)))


def _left_over(documents: Sequence[ReadDocument]) -> dict[tuple[str, int], list[Decimal]]:
    found: dict[tuple[str, int], list[Decimal]] = {}
    for document in documents:
        for table, amount in document.reading.left_over if document.reading else ():
            found.setdefault((document.whole, table), []).append(amount)
    return found


def _unchecked(document: ReadDocument, problem: UnreadableDocument) -> ReadDocument:
    if document.reading is None:
        return document
    return replace(
        document,
        state=problem.state,
        message=f"核对未能完成 / the checks could not be completed: {problem.message}",
        reading=None,
        text_checks=(),
    )
