"""Fetching the documents of one item: its page where it states figures, its files, scans where there is nothing else.

A file that cannot be had is a named problem of that file; the others are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from domain.ports import Clock
from domain.records import DocumentRole
from domain.redaction import redact_title
from scrapers.addresses import extension, identity
from scrapers.answers import Answer, Kind
from scrapers.archive import Archive
from scrapers.attachments import FileLink
from scrapers.client import PoliteClient
from scrapers.detail import Detail
from scrapers.disclosure import Disclosure, FetchedDocument
from scrapers.filenames import (
    DOCUMENT_EXTENSIONS,
    from_disposition,
    from_url,
    name_extension,
    readable,
    with_extension,
)
from scrapers.ledger import Ledger
from scrapers.refusals import FetchError, Wall, WrongBytes
from scrapers.verdicts import are_bare_words, is_markup, is_saved_by_office
from scrapers.whose_file import Expected, tells_report

#: Forms whose files are never a few words of plain text.
_NEVER_WORDS = DOCUMENT_EXTENSIONS - {"csv", "rtf"}
#: Bytes; a table of plain text under the name of a workbook has more.
_SENTENCE = 300
#: State of a file that is kept though its server or address calls it another report's.
NAME_CONFLICT = "name_conflict"
_JSON = re.compile(rb"^\s*\{\s*[\"']")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A document that could not be had."""

    url: str
    state: str
    message: str


@dataclass(slots=True)
class Fetched:
    documents: list[FetchedDocument] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    files: int = 0
    not_modified: int = 0
    #: Addresses of files that the server said had not changed.
    unchanged: set[str] = field(default_factory=set)
    #: A file could not be had, and no other has been since.
    gap: bool = False


@dataclass(slots=True)
class DocumentFetcher:
    client: PoliteClient
    archive: Archive
    ledger: Ledger
    clock: Clock
    #: The report that the item was taken for.
    expected: Expected

    def of_page(
        self,
        page: Answer,
        detail: Detail,
        *,
        page_url: str,
        before: Disclosure | None,
    ) -> Fetched:
        """All documents of a detail page that was just read, which people find at ``page_url``.

        ``before``: what was fetched from it earlier.
        """
        fetched = Fetched()
        if detail.has_figures:
            self._keep_page(page, page_url, fetched, before)
        for link in detail.files:
            doubt = self.expected.doubt(link.name)
            if doubt is None and not tells_report(link.name):
                doubt = self.expected.doubt(from_url(link.url))
            if doubt is not None:
                fetched.troubles.append(Trouble(link.url, "other_report", doubt))
                continue
            self._file(link, page_url, DocumentRole.ATTACHMENT, fetched, before)
        if not detail.has_figures and not detail.files and self.client.portal.attachments.images:
            for url in detail.images:
                self._file(FileLink(url, None, "image"), page_url, DocumentRole.IMAGE, fetched, before)
        if not fetched.documents and not fetched.troubles:
            message = "页面没有附件也没有数字 the page has neither files nor figures"
            fetched.troubles.append(Trouble(page.url, "no_document", message))
        return fetched

    def of_files(self, files: Iterable[tuple[str, str | None]], page_url: str, before: Disclosure | None) -> Fetched:
        """The documents of a row that is a file itself, or several: ``files`` are addresses and names."""
        fetched = Fetched()
        for url, name in files:
            self._file(FileLink(url, name, "link"), page_url, DocumentRole.ATTACHMENT, fetched, before)
        return fetched

    def add_part(self, page: Answer, fetched: Fetched, before: Disclosure | None) -> None:
        """A further part of a split article."""
        self._keep_page(page, page.final_url, fetched, before)

    def _keep_page(self, page: Answer, page_url: str, fetched: Fetched, before: Disclosure | None) -> None:
        document = FetchedDocument(
            sha256=page.sha256,
            role=DocumentRole.PAGE,
            url=page.final_url,
            page_url=page_url,
            content_type=page.content_type,
            bytes=len(page.body),
            fetched_at=page.fetched_at,
            last_modified=page.validators.last_modified,
            archive_key=self.archive.keep(page),
            transport=page.transport,
        )
        self._add(_same_as_before(document, before), fetched)

    def _file(
        self, link: FileLink, page_url: str, role: DocumentRole, fetched: Fetched, before: Disclosure | None
    ) -> None:
        known = known_document(before, link.url)
        conditions = None
        if known is not None:
            proof = timedelta(days=self.client.portal.pace.item_proof_days)
            conditions = self.ledger.validators(link.key, now=self.clock.now(), proof=proof)
        try:
            answer = self.client.get(link.url, kind=Kind.FILE, validators=conditions, referer=page_url)
            if not answer.not_modified:
                check_bytes(answer, link)
        except FetchError as error:
            fetched.troubles.append(Trouble(link.url, state_of(error), error.message))
            if known is not None:
                self._add(known, fetched)  # what is archived stays part of the report
            else:
                fetched.gap = True
            if error.ends_run or (isinstance(error, Wall) and error.challenge):
                raise
            return
        self.ledger.note(link.key, answer)
        if answer.not_modified:
            fetched.not_modified += 1
            fetched.unchanged.add(link.url)
            assert known is not None  # only known documents are asked for conditionally
            self._add(known, fetched)
            return
        fetched.files += 1
        others = (from_disposition(answer.disposition), from_url(link.url))
        doubt = next((one for name in others if (one := self.expected.doubt(name)) is not None), None)
        if doubt is not None and not tells_report(link.name):
            fetched.troubles.append(Trouble(link.url, "other_report", doubt))
            return
        if doubt is not None:  # the page says that it is this report: a person sees what the server says
            fetched.troubles.append(Trouble(link.url, NAME_CONFLICT, f"{doubt} （页面 the page: {link.name}）"))
        told = [link.name, from_disposition(answer.disposition)]
        if self.client.portal.attachments.names_from[:1] == ("header",):
            told.reverse()
        name = readable((*told, from_url(link.url)))
        if name and role is DocumentRole.ATTACHMENT:
            name = with_extension(name, told, link.url, answer.content_type)
        document = FetchedDocument(
            sha256=answer.sha256,
            role=role,
            url=link.url,
            page_url=page_url,
            file_name=redact_title(name) if name else None,
            content_type=answer.content_type,
            bytes=len(answer.body),
            fetched_at=answer.fetched_at,
            last_modified=answer.validators.last_modified,
            archive_key=self.archive.keep(answer),
            transport=answer.transport,
        )
        self._add(_same_as_before(document, before), fetched)

    @staticmethod
    def _add(document: FetchedDocument, fetched: Fetched) -> None:
        if all(document.sha256 != known.sha256 for known in fetched.documents):
            fetched.documents.append(document.model_copy(update={"after_gap": fetched.gap}))
            fetched.gap = False


def known_document(before: Disclosure | None, url: str) -> FetchedDocument | None:
    """The document an earlier visit fetched from this address."""
    documents = before.documents if before else ()
    return next((one for one in documents if identity(one.url) == identity(url)), None)


def _same_as_before(document: FetchedDocument, before: Disclosure | None) -> FetchedDocument:
    """The earlier record where the same bytes come from the same address: asking again changes no provenance."""
    known = known_document(before, document.url)
    return known if known is not None and known.sha256 == document.sha256 else document


def state_of(error: FetchError) -> str:
    """The named state of a document; a captcha and a login are told apart from other walls."""
    return error.kind if isinstance(error, Wall) and error.kind in ("captcha", "login") else error.state


def check_bytes(answer: Answer, link: FileLink) -> None:
    """Raise :class:`WrongBytes` when a file turns out to be a page or a script's answer."""
    body = answer.body
    named = {extension(link.url), name_extension(link.name), name_extension(from_disposition(answer.disposition))}
    page = is_markup(body) and not is_saved_by_office(body)
    if page and not named & {"html", "htm", "shtml", "xml", "mht"}:
        raise WrongBytes(answer.final_url, "不是文件，而是网页", "a web page in place of the file")
    if _JSON.match(body[:64]) and named & DOCUMENT_EXTENSIONS:
        raise WrongBytes(answer.final_url, "不是文件，而是接口返回", "a script's answer in place of the file")
    if are_bare_words(body) and len(body) <= _SENTENCE and named & _NEVER_WORDS and not is_markup(body):
        raise WrongBytes(answer.final_url, "不是文件，而是一句话", "a few words in place of the file")
