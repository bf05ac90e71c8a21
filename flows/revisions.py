"""What became of a report's documents since it was read before: three hashes tell a new upload from a correction."""

from __future__ import annotations

from enum import StrEnum

from domain.records import Document, DocumentRole, DocumentState, ParsedReport
from flows.assemble import Revision


class Change(StrEnum):
    """How the documents of a report differ from those it was read from before; the last that applies."""

    NEW = "new"  # never read before
    NONE = "none"  # the same bytes, read again
    BYTES = "bytes"  # uploaded or saved anew: the same text and the same figures
    TEXT = "text"  # another wording, the same figures
    ROWS = "rows"  # other figures, or documents more or fewer


def change_of(previous: ParsedReport | None, now: ParsedReport) -> Change:
    """Compare by SHA-256 of the bytes, of the text, and of the rows; a document without a text is only its bytes.

    A landing page that states no figure changes with every visitor it counts: it is no correction.
    """
    if previous is None:
        return Change.NEW
    posted_before, posted = ({one.document_id for one in _posted(report)} for report in (previous, now))
    if posted_before == posted:
        return Change.NONE
    if _hashes(previous, "rows_sha256") != _hashes(now, "rows_sha256"):
        return Change.ROWS
    return Change.BYTES if _hashes(previous, "text_sha256") == _hashes(now, "text_sha256") else Change.TEXT


def _posted(report: ParsedReport) -> list[Document]:
    return [one for one in report.documents if one.role is not DocumentRole.MEMBER]


def _hashes(report: ParsedReport, name: str) -> list[str]:
    """Of every document that carries the report; the members of an archive stand for it."""
    opened = {one.archive_key for one in report.documents if one.role is DocumentRole.MEMBER}
    return sorted(
        getattr(one, name) or one.document_id
        for one in report.documents
        if one.state is not DocumentState.NO_FIGURES
        and (one.role is DocumentRole.MEMBER or one.archive_key not in opened)
    )


def revised(previous: ParsedReport | None, key: str | None, now: ParsedReport) -> tuple[ParsedReport, Change]:
    """``now`` with its revision: a correction is the next one and supersedes the report kept under ``key``.

    The same file posted again, or only read again, keeps number and predecessor.
    """
    change = change_of(previous, now)
    if previous is None or key is None:
        return now, change
    revision = Revision(previous.report.revision, previous.report.supersedes)
    if change in (Change.TEXT, Change.ROWS):
        revision = Revision(previous.report.revision + 1, key.rsplit("/", 1)[-1].removesuffix(".json"))
    fields = {"revision": revision.number, "supersedes": revision.supersedes}
    return now.model_copy(update={"report": now.report.model_copy(update=fields)}), change
