"""The page of one item: asked conditionally, followed where it is a stub or drawn by script, checked to be its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.answered import article_page
from domain.identifiers import sha256_hex
from domain.ports import Clock
from scrapers.adapters.item_calls import call_of_item
from scrapers.adapters.model import Source
from scrapers.addresses import host_of, identity, resolve
from scrapers.answers import Answer, Kind
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import Portal
from scrapers.detail import Detail, read_detail
from scrapers.ledger import Ledger
from scrapers.refusals import SoftNotFound
from scrapers.titles import clean_title


class Pages(Protocol):
    """What counts the pages of a visit."""

    pages: int
    not_modified: int


@dataclass(slots=True)
class PageReader:
    portal: Portal
    client: PoliteClient
    archive: Archive
    ledger: Ledger
    clock: Clock
    tally: Pages

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
        address = resolve(call, page.final_url) if call is not None else None
        if address is not None and host_of(address) in self.portal.hosts:
            answer = self.page(address, url)
            if article_page(answer.text(self.portal.charset).text) is None:
                raise SoftNotFound(address, "接口没有返回这条信息", "the call of the page answers no article")
            return self.read(answer), answer
        detail = self.read(page)
        if detail.leads_to is None or detail.files or detail.has_figures:
            return detail, page
        page = self.page(detail.leads_to, url)
        return self.read(page), page

    def read(self, page: Answer) -> Detail:
        return read_detail(self.source_of(page), self.portal)

    def source_of(self, page: Answer) -> Source:
        decoded = page.text(self.portal.charset)
        drawn = article_page(decoded.text) if self.portal.detail.api else None
        return Source(drawn or decoded.text, page.final_url, decoded.encoding)

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
