"""Pictures of the pages of one report, read as one document; what they say stays with the picture that prints it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.identifiers import number_facts
from domain.records import DocumentState, Method
from parsers.digest import text_digest
from parsers.examine import ReadDocument, Source, examine, unreadable
from parsers.identify import identify
from parsers.model import DocumentModel, Limits, ReportContext, UnreadableDocument
from parsers.parts import facts_of, model_of, reading_of
from parsers.readers import sniff
from parsers.readers.ocr import installed
from parsers.readers.ocr.series import Stretch, read_series
from parsers.reconcile import inspect_text
from parsers.statements import Reading, read_statements

#: Reads the first pictures of a series, at least one of them; and one picture by itself.
ReadSome = Callable[[Sequence[Source], ReportContext], Sequence[ReadDocument]]
ReadOne = Callable[[Source, ReportContext], ReadDocument]


class Interrupted(UnreadableDocument):
    """Reading a series was ended from outside while picture ``at`` (from 0) was read; behind the last: their text."""

    def __init__(self, state: DocumentState, message: str, at: int | None = None) -> None:
        super().__init__(state, message)
        self.at = at


def read_all(
    sources: Sequence[Source], context: ReportContext, *, some: ReadSome, one: ReadOne, limits: Limits
) -> tuple[ReadDocument, ...]:
    """One answer for each picture, whatever becomes of the others.

    Those beyond the limits of one document are read one by one. Where ``some`` is ended from outside, the picture at
    which it happened is read by itself, and so is everything where that cannot be told; what stands before and behind
    it is read anew, apart from each other.
    """
    found: list[ReadDocument] = []
    if len(sources) > limits.pages or sum(len(source.data) for source in sources) > limits.bytes:
        return _one_by_one(sources, context, one)
    left = list(sources)
    while left:
        if len(left) == 1:
            found.append(one(left.pop(), context))
            break
        try:
            read = list(some(left, context))
        except Interrupted as stop:
            if stop.at is None or stop.at >= len(left):
                read = list(_one_by_one(left, context, one))
            else:
                before = read_all(left[: stop.at], context, some=some, one=one, limits=limits)
                read = [*before, one(left[stop.at], _after(before, context))]
        except UnreadableDocument:
            read = list(_one_by_one(left, context, one))
        found += read
        context = _after(read, context)
        left = left[len(read) :]
    return tuple(found)


def _one_by_one(sources: Sequence[Source], context: ReportContext, one: ReadOne) -> tuple[ReadDocument, ...]:
    found: list[ReadDocument] = []
    for source in sources:
        found.append(one(source, context))
        context = _after(found[-1:], context)
    return tuple(found)


def _after(documents: Sequence[ReadDocument], context: ReportContext) -> ReportContext:
    """What is known of the report once ``documents`` are read."""
    return next((document.context for document in reversed(documents) if document.reading is not None), context)


def examine_pictures(
    sources: Sequence[Source],
    context: ReportContext,
    *,
    limits: Limits,
    identified: bool = True,
    keep_model: bool = False,
) -> tuple[ReadDocument, ...]:
    """As :func:`parsers.examine.examine`, of the first pictures of a series: as many as one document's time allows.

    Raises ``UnreadableDocument`` where they overrun the limits only together. Without the extra each is ``scanned``.
    """
    if not installed():
        return tuple(
            examine(source, context, limits=limits, identified=identified, keep_model=keep_model) for source in sources
        )
    series = read_series([source.data for source in sources], limits)
    found: dict[int, ReadDocument] = {}
    for stretch in series.stretches:
        known = context if identified else identify(stretch.model, sources[stretch.pictures[0]].file_name, context)
        documents = _documents(stretch, sources, known, keep_model=keep_model)
        found |= documents
        context = context if identified else known
    for at, problem in series.problems.items():
        found[at] = unreadable(sources[at], context, problem)
    return tuple(found[at] for at in range(series.looked_at))


def _documents(
    stretch: Stretch, sources: Sequence[Source], context: ReportContext, *, keep_model: bool
) -> dict[int, ReadDocument]:
    """Place of a picture → what it says, for the pictures of one stretch."""
    model, places = stretch.model, stretch.pictures
    reading = read_statements(model, context)
    facts = number_facts("", reading.facts)
    reading = replace(reading, facts=facts)
    checks = inspect_text(model, facts, context)
    first = sources[places[0]].document_id
    found: dict[int, ReadDocument] = {}
    for at in places:
        source = sources[at]
        pages = {page: within for page, (picture, within) in stretch.pages.items() if picture == at}
        media_type = sniff(source.data, source.file_name)
        part = replace(model_of(model, pages), media_type=media_type, notes=_notes(stretch, at))
        found[at] = _document(source, context, part, _own(reading, model, pages, source, is_first=at == places[0]))
        if len(places) > 1:
            found[at] = replace(found[at], series=first)
        if keep_model:
            found[at] = replace(found[at], model=part)
    found[places[0]] = replace(found[places[0]], text_checks=checks)
    return found


def _own(reading: Reading, model: DocumentModel, pages: dict[int, int], source: Source, *, is_first: bool) -> Reading:
    """The part of ``reading`` that stands on ``pages``; what stands on none of them all is told of the first."""
    own = reading_of(reading, model, pages, is_first=is_first)
    return replace(own, facts=facts_of(reading.facts, pages, document_id=source.document_id, is_first=is_first))


def _document(source: Source, context: ReportContext, part: DocumentModel, reading: Reading) -> ReadDocument:
    digest, redacted = text_digest(part)
    return ReadDocument(
        document_id=source.document_id,
        media_type=part.media_type,
        state=DocumentState.READ if reading.facts else DocumentState.NO_FIGURES,
        context=context,
        reader=part.reader,
        pages=part.pages,
        ocr=part.method is Method.OCR,
        notes=part.notes,
        text_sha256=digest,
        redacted=redacted,
        reading=reading,
        source=source.named,
    )


def _notes(stretch: Stretch, at: int) -> tuple[str, ...]:
    places = stretch.pictures
    if len(places) == 1:
        return stretch.notes[at]
    number, count = places.index(at) + 1, len(places)
    together = (
        f"{count} 张图片连续读取，此为第 {number} 张，表号、行号和段号连续 / "
        f"picture {number} of {count} that were read as one document: tables, rows and paragraphs count through them"
    )
    return (*stretch.notes[at], together)
