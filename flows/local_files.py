"""Files a person hands in: found, read in a worker process, their facts numbered from 1 as ``parse`` shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.corrections import published_item
from domain.identifiers import sha256_hex
from domain.records import DocumentState, Fact, Measure
from parsers.examine import unreadable
from parsers.isolation import ReaderPool
from parsers.model import ReportContext, UnreadableDocument
from parsers.parse import ParseResult, ReadDocument, Source, Workbench, parse_report
from parsers.readers.archives import is_archive, member_name
from parsers.series import in_series

#: Endings of what may hold a disclosure when a whole folder is given; a file named by itself may have any.
_ENDINGS = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|xlsb|docm|xlsm|csv|html?|mht|mhtml|eml|ofd|txt|rtf|odt|ods|jpe?g|png|tiff?|bmp|webp|zip|rar|7z|gz|tgz)",
    re.IGNORECASE,
)
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class LocalFile:
    """One file with what was read from it; ``name`` is ``archive.zip/member`` for a member of an archive."""

    name: str
    source: Source
    result: ParseResult

    @property
    def document(self) -> ReadDocument:
        return self.result.documents[0]


class FactChoice(LookupError):
    """No fact, or more than one, answers to what a person wrote; the message lists the candidates."""


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and of folders all files (below them too) that may hold a disclosure, by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one
                for one in path.rglob("*")
                if one.is_file() and _ENDINGS.fullmatch(one.suffix) and not one.name.startswith((".", "~$"))
            )
        else:
            yield path


def read_local(
    path: Path, workbench: ReaderPool, *, year: int | None = None, report_type: str | None = None
) -> Iterator[LocalFile]:
    """Read one file, or every member of an archive as a report of its own.

    Year and kind are taken from the file unless given. A file that cannot be read has a named state. Pictures of pages
    whose names in the archive count them are read as one document; each is given with what it prints.
    """
    data = path.read_bytes()
    context = ReportContext(fiscal_year=year, report_type=report_type)
    if not is_archive(data, path.name):
        yield from _read_together((Source(data, path.name),), context, workbench)
        return
    try:
        members = workbench.members(data)
    except UnreadableDocument as problem:
        yield _unreadable(Source(data, path.name), context, problem)
        return
    archive = sha256_hex(data)
    given: list[Source | ReadDocument] = []
    unread: dict[int, LocalFile] = {}
    for member in members:
        name = member_name(member, path.name)
        source = Source(member.data, f"{path.name}/{name}", archive=archive)
        if member.state is DocumentState.READ:
            given.append(source)
            continue
        local = _unreadable(source, context, UnreadableDocument(member.state, member.message))
        unread[id(local.document)] = local
        given.append(local.document)
    for found in in_series(given):
        if isinstance(found, ReadDocument):
            yield unread[id(found)]
        else:
            yield from _read_together(found, context, workbench)


def _read_together(sources: Sequence[Source], context: ReportContext, workbench: Workbench) -> Iterator[LocalFile]:
    """Each of ``sources`` with its own facts, and the checks that name one of them or none at all."""
    report_id = f"file-{sources[0].document_id[:12]}"
    whole = parse_report(sources, context, report_id=report_id, workbench=workbench, identified=False)
    if len(whole.documents) == 1:
        yield LocalFile(sources[0].file_name or "", sources[0], whole)
        return
    documents = {document.document_id: document for document in whole.documents}
    for source in (*sources, *_attached(sources, documents.values(), workbench)):
        facts = tuple(fact for fact in whole.facts if fact.document_id == source.document_id)
        own = {fact.fact_id for fact in facts}
        checks = tuple(check for check in whole.checks if not check.fact_ids or own.intersection(check.fact_ids))
        result = ParseResult((documents[source.document_id],), facts, checks, whole.context)
        yield LocalFile(source.file_name or "", source, result)


def _attached(sources: Sequence[Source], read: Iterable[ReadDocument], workbench: Workbench) -> Iterator[Source]:
    """The files among ``read`` that are none of ``sources`` but attached to one of them."""
    own = {source.document_id: source for source in sources}
    for document in read:
        if document.document_id not in own and document.source.archive in own:
            holder = own[document.source.archive]
            data = {sha256_hex(member.data): member.data for member in workbench.members(holder.data)}
            name = f"{holder.file_name}/{document.source.file_name}"
            yield Source(data[document.document_id], name, archive=holder.document_id)


def _unreadable(source: Source, context: ReportContext, problem: UnreadableDocument) -> LocalFile:
    result = ParseResult((unreadable(source, context, problem),), (), (), context)
    return LocalFile(source.file_name or "", source, result)


def choose_fact(facts: tuple[Fact, ...], wanted: str) -> Fact:
    """The fact a person means: its id (or the beginning of it), its number from 1, or ``statement/item/measure``.

    Raises :class:`FactChoice`.
    """
    if wanted.isdecimal():
        number = int(wanted)
        if not 1 <= number <= len(facts):
            raise FactChoice(f"只有 {len(facts)} 条数据 / there are {len(facts)} facts, not {number}")
        return facts[number - 1]
    found = [(number, fact) for number, fact in enumerate(facts, start=1) if _answers(fact, wanted)]
    if len(found) == 1:
        return found[0][1]
    if not found:
        raise FactChoice(f"没有这条数据 / no such fact: {wanted}")
    some = "\n".join(f"  {number}: {fact_name(fact)} {fact.printed} {fact.fact_id}" for number, fact in found[:_SHOWN])
    more = "\n  …" if len(found) > _SHOWN else ""
    raise FactChoice(
        f"有 {len(found)} 条，请写编号或序号 / {len(found)} facts, name one by number or id:\n{some}{more}"
    )


def fact_name(fact: Fact) -> str:
    return f"{fact.statement.value}/{published_item(fact)}/{fact.measure.value}"


def _answers(fact: Fact, wanted: str) -> bool:
    if wanted.startswith("f-"):
        return fact.fact_id.startswith(wanted)
    statement, _, rest = wanted.partition("/")
    if statement != fact.statement.value:
        return False
    item, _, measure = rest.rpartition("/")
    if item and measure in set(Measure):
        return item == published_item(fact) and measure == fact.measure.value
    return rest == published_item(fact)
