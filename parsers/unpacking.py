"""Archives among a report's files: each member is a document of its own, files of other bodies are left out by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from domain.agencies import find_agency
from domain.records import DocumentState
from domain.text import squeeze
from parsers.examine import ReadDocument, Source
from parsers.model import UnreadableDocument
from parsers.readers import Member, media, sniff
from parsers.readers.archives import is_archive, member_name
from parsers.workbench import Workbench

#: How reading a PDF ends that is only a cover.
_COVERS = frozenset({DocumentState.NO_FIGURES, DocumentState.EMPTY, DocumentState.SCANNED})
#: A file named after one body: its name, then at most the year and what the file is.
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:局|厅|委|委员会|办|办公室|会|院|校|学|园|中心|公司|镇|乡|街道|部|站|队)"
    r"(?:本级|机关|\([^)]*\))?(?:20\d\d年?度?)?(?:部门|单位)?(?:预算|决算|预决算|$)"
)


def unpack(sources: Iterable[Source], bench: Workbench) -> Iterator[Source | ReadDocument]:
    """The sources, archives followed by their members; what needs no reading any more is a document already."""
    for source in sources:
        if not is_archive(source.data, source.file_name):
            yield source
            continue
        try:
            found = bench.members(source.data)
        except UnreadableDocument as problem:
            yield _unread(source, problem.state, problem.message)
            continue
        message = f"压缩包，含 {len(found)} 个文件 / an archive of {len(found)} files"
        yield _unread(source, DocumentState.NO_FIGURES, message)
        yield from _members(source, found)


def attached(source: Source, read: ReadDocument, bench: Workbench) -> list[Source | ReadDocument]:
    """Files that a PDF carries which itself gives no figure: a cover, or a portfolio.

    Beside a PDF with figures they are its sources or say more than was posted, and are only named.
    """
    if read.media_type != media.PDF or source.archive or read.state not in _COVERS:
        return []
    try:
        found = bench.members(source.data)
    except UnreadableDocument:
        return []  # it carries none, or does not open: its own state says so
    return list(_members(source, found))


def _members(archive: Source, found: tuple[Member, ...]) -> Iterator[Source | ReadDocument]:
    ours = any(find_agency(squeeze(member.name)) for member in found)
    for member in found:
        source = Source(member.data, member_name(member, archive.file_name), archive=archive.document_id)
        if member.state is not DocumentState.READ:
            yield _unread(source, member.state, member.message)
        elif ours and is_of_another_body(member.name):
            message = "文件名属于另一单位，未读取 / named after another body, not read"
            yield _unread(source, DocumentState.NO_FIGURES, message)
        else:
            yield source


def _unread(source: Source, state: DocumentState, message: str) -> ReadDocument:
    return ReadDocument(source.document_id, sniff(source.data), state, message, source=source.named)


def is_of_another_body(name: str) -> bool:
    """True if the file's name is that of another body than a petition bureau, e.g. ``某县财政局2023年决算.pdf``."""
    stem = squeeze(PurePosixPath(name).stem)
    return find_agency(stem) is None and _BODY.search(stem) is not None
