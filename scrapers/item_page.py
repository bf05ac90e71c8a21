"""The page of one item: asked conditionally, followed where it is a stub or drawn by script, checked to be its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

from domain.answered import article_page
from domain.identifiers import sha256_hex
from domain.ports import Clock
from scrapers.adapters.item_calls import ItemCalls, call_of_item, calls_of_item
from scrapers.adapters.model import Source
from scrapers.adapters.pagers import read_pager
from scrapers.addresses import host_of, identity, resolve
from scrapers.answers import Answer, Kind
from scrapers.archive import Archive
from scrapers.body import MAX_PARTS, part_urls
from scrapers.client import PoliteClient
from scrapers.declaration import Portal
from scrapers.detail import Detail, read_detail
from scrapers.html import base_of, parse
from scrapers.ledger import Ledger
from scrapers.listed_files import files_listed
from scrapers.notices import moved_to
from scrapers.refusals import FetchError, FilesUnread, MovedNotice, SoftNotFound
from scrapers.rules import ItemCall
from scrapers.titles import clean_title
from scrapers.verdicts import is_markup


class Pages(Protocol):
    """What counts the pages of a visit."""

    pages: int
    not_modified: int


@dataclass(slots=True)
class Parts:
    """A split article: ``detail`` holds the files of all its parts, ``pages`` are those that state figures."""

    detail: Detail
    pages: list[Answer] = field(default_factory=list)
    failed: list[FetchError] = field(default_factory=list)


@dataclass(slots=True)
class PageReader:
    portal: Portal
    client: PoliteClient
    archive: Archive
    ledger: Ledger
    clock: Clock
    tally: Pages
    #: The texts of the script files that the declaration names.
    scripts: dict[str, str] = field(default_factory=dict)

    def page(self, url: str, referer: str) -> Answer:
        """The page, conditionally; an unchanged one comes from the archive with the headers of its 304."""
        key = identity(url)
        proof = timedelta(days=self.portal.pace.item_proof_days)
        conditions = self.ledger.validators(key, now=self.clock.now(), proof=proof)
        answer = self.client.get(url, kind=Kind.DETAIL, validators=conditions, referer=referer)
        if answer.not_modified:
            self.tally.not_modified += 1
            self.ledger.note(key, answer)
            known = self.ledger.seen[key]
            data = self.archive.read(known.sha256)
            if data is not None:
                return _with_body(answer, data)
            answer = self.client.get(url, kind=Kind.DETAIL, referer=referer)
        self.tally.pages += 1
        self.archive.keep(answer)
        self.ledger.note(key, answer)
        return answer

    def followed(self, page: Answer, url: str) -> tuple[Detail, Answer]:
        """The detail; a stub page is followed for one hop, one that is drawn by script to the call for its article."""
        call = call_of_item(self.portal.detail.api, url) if self.portal.detail.api else None
        if call is not None and self._may_ask(call, page):
            answer = self.asked(call, page, url)
            if article_page(answer.text(self.portal.charset).text) is None:
                raise SoftNotFound(answer.final_url, "接口没有返回这条信息", "the call of the page answers no article")
            return self.read(answer, url), answer
        detail = self.read(page)
        if detail.files or detail.has_figures:
            return detail, page
        elsewhere = moved_to(self.source_of(page), self.portal.hosts)
        if elsewhere is not None:
            raise MovedNotice(page.final_url, elsewhere)
        if detail.leads_to is not None:
            page = self.page(detail.leads_to, url)
            return self.read(page), page
        return self._drawn(detail, page, url)

    def _drawn(self, detail: Detail, page: Answer, url: str) -> tuple[Detail, Answer]:
        """What a page without files and figures asks for by itself; the page where that is no article."""
        call = self._calls(page, url).article
        call = call_of_item(call, url) if call is not None else None
        if call is None or not self._may_ask(call, page):
            return detail, page
        answer = self.asked(call, page, url)
        drawn = article_page(answer.text(self.portal.charset).text)
        return (self.read(answer, url), answer) if drawn is not None else (detail, page)

    def with_files(self, detail: Detail, page: Answer, url: str) -> Detail:
        """``detail`` with the files that a call of ``page`` lists. Raises :class:`FilesUnread`, other refusals too."""
        declared = self.portal.detail.files
        calls = self._calls(page, url)
        call = declared or calls.files
        call = call_of_item(call, url) if call is not None else None
        if call is None and not calls.files_unread:
            return detail
        if call is None or not self._may_ask(call, page):
            raise FilesUnread(url, "附件由脚本另行读取，页面没有写明请求", "a call that is not stated lists the files")
        source = Source(page.text(self.portal.charset).text, page.final_url)
        answer = self.asked(call, page, url)
        before = self.portal.detail.file_base
        files = files_listed(answer.text(self.portal.charset), source, self.portal.attachments, before)
        if files is None:
            raise FilesUnread(answer.final_url, "附件接口的返回无法识别", "the list of files is not understood")
        known = {file.key for file in detail.files}
        return replace(detail, files=(*detail.files, *(one for one in files if one.key not in known)))

    def with_parts(self, detail: Detail, page: Answer) -> Parts:
        """The further parts of the article ``page``, and ``detail`` with the files and pictures that they hold."""
        found, texts = Parts(detail), {detail.text}
        due, asked = list(detail.parts), {identity(page.final_url)}
        while due and len(asked) <= MAX_PARTS:
            url = due.pop(0)
            if identity(url) in asked:
                continue
            asked.add(identity(url))
            try:
                part = self.page(url, page.final_url)
            except FetchError as error:
                found.failed.append(error)
                if error.ends_run:
                    raise
                continue
            held = self.read(part)
            if held.text in texts:
                continue  # the article again: the pager was that of something else on its page
            texts.add(held.text)
            due += self._further(part, page)
            if held.has_figures or (detail.has_figures and not held.files):
                found.pages.append(part)
            known = {file.key for file in found.detail.files}
            files = (*found.detail.files, *(one for one in held.files if one.key not in known))
            images = tuple(dict.fromkeys((*found.detail.images, *held.images)))
            found.detail = replace(found.detail, files=files, images=images)
        return found

    def _further(self, part: Answer, page: Answer) -> tuple[str, ...]:
        """The parts of ``page`` that one of them names."""
        source = self.source_of(part)
        soup = parse(source.text)
        return part_urls(read_pager(source.text, soup, source.url, base_of(soup, source.url)), page.final_url)

    def is_drawn_otherwise(self, page: Answer, url: str) -> bool:
        """True for a page whose script asks for something by calls that are not stated whole."""
        return is_markup(page.body) and self._calls(page, url).unread

    def asked(self, call: ItemCall, page: Answer, url: str) -> Answer:
        """The answer to a call of the page of the item at ``url``. What was posted stands behind its address."""
        address = resolve(call.url, page.final_url) or call.url
        if call.method == "GET":
            return self.page(address, url)
        answer = self.client.post(address, call.fields, kind=Kind.DETAIL, referer=url, as_json=call.body == "json")
        sent = "&".join(f"{name}={value}" for name, value in sorted(call.fields.items()))
        answer = replace(answer, final_url=f"{answer.final_url}#{sent}")
        self.tally.pages += 1
        self.archive.keep(answer)
        self.ledger.note(f"{identity(address)}#{sent}", answer)
        return answer

    def _may_ask(self, call: ItemCall, page: Answer) -> bool:
        address = resolve(call.url, page.final_url)
        return address is not None and host_of(address) in self.portal.hosts

    def _calls(self, page: Answer, url: str) -> ItemCalls:
        if not is_markup(page.body):
            return ItemCalls()
        return calls_of_item(page.text(self.portal.charset).text, url, self._declared_scripts(page, url))

    def _declared_scripts(self, page: Answer, url: str) -> list[str]:
        """The texts of the script files that the declaration names, each asked once."""
        for one in self.portal.detail.scripts:
            address = resolve(one, page.final_url)
            if one not in self.scripts and address is not None and host_of(address) in self.portal.hosts:
                self.scripts[one] = self.page(address, url).text(self.portal.charset).text
        return [self.scripts[one] for one in self.portal.detail.scripts if one in self.scripts]

    def read(self, page: Answer, at: str | None = None) -> Detail:
        """What the page says; ``at``: where an answered article is shown, which its relative addresses begin at."""
        return read_detail(self.source_of(page, at), self.portal)

    def source_of(self, page: Answer, at: str | None = None) -> Source:
        decoded = page.text(self.portal.charset)
        drawn = None if is_markup(page.body) else article_page(decoded.text, self.portal.detail.file_base)
        url = at.partition("#")[0] if at is not None and drawn is not None else page.final_url
        return Source(drawn or decoded.text, url, decoded.encoding)

    def check(self, detail: Detail, page: Answer, title: str) -> None:
        """Some portals answer any address with their home page and status 200."""
        missing = [text for text in self.portal.expect.detail_must_have if not self._holds(page, text)]
        if missing:
            zh, en = f"页面缺少应有内容：{missing[0]}", f"the page lacks what it always had: {missing[0]}"
            raise SoftNotFound(page.final_url, zh, en)
        wanted = clean_title(title)
        if detail.is_article or not wanted or wanted[:12] in clean_title(detail.title or ""):
            return
        raise SoftNotFound(page.final_url, "返回的页面不是这条信息", "the answer is not the page of this item")

    def _holds(self, page: Answer, pattern: str) -> bool:
        return re.search(pattern, page.text(self.portal.charset).text) is not None


def _with_body(answer: Answer, data: bytes) -> Answer:
    return Answer(
        url=answer.url,
        final_url=answer.final_url,
        status=200,
        headers=answer.headers,
        body=data,
        sha256=sha256_hex(data),
        fetched_at=answer.fetched_at,
        transport=answer.transport,
    )
