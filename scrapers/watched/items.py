"""The items of a watched list: where a pressed row leads, and what the page of an item asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.answered import article_files, article_page, file_records
from domain.text import squeeze
from scrapers.adapters.item_calls import ItemCalls, call_of_item
from scrapers.adapters.model import PageRequest, Row
from scrapers.addresses import host_of, resolve
from scrapers.answers import Kind
from scrapers.attachments import is_file_address
from scrapers.client import PoliteClient
from scrapers.detail import read_detail
from scrapers.found_column import FoundColumn
from scrapers.html import parse, text_of
from scrapers.look import fetch
from scrapers.refusals import FetchError
from scrapers.rules import ItemCall
from scrapers.titles import read_title
from scrapers.watched.articles import article_call, files_call, sent_by
from scrapers.watched.file_links import base_of, base_of_files
from scrapers.watched.port import Seen, Tab
from scrapers.watched.rows import ShownList
from scrapers.watched.templates import relative, template_of

#: Letters of a page that only its script fills.
_SHELL = 200
#: Items by which a call is proved.
_PROVED = 2
#: Items that are asked until one has files.
_LOOKED = 4


@dataclass(slots=True)
class WatchedItems:
    client: PoliteClient
    tab: Tab
    tell: Callable[[str], None]

    def address(self, shown: ShownList, page: str) -> str | None:
        """The template of the items' addresses, learnt by pressing the first row about budgets."""
        place = shown.first_about
        title = shown.title(place)
        seen = self.tab.open(page)
        followed = self.tab.follow(title)
        if followed is None:
            return None
        record = shown.records[place]
        if followed.url not in (seen.url, page):
            return template_of(relative(followed.url, page), record, shown.records)
        call = sent_by(followed.calls, title)
        return template_of(relative(call.url, page), record, shown.records) if call is not None else None

    def calls(self, column: FoundColumn, rows: Sequence[Row]) -> ItemCalls:
        """What the page of an item asks for, proved by two items; nothing where it is an ordinary page."""
        about = [row for row in rows if read_title(row.title).is_about_budgets] or list(rows)
        row = about[0]
        if host_of(row.url) not in self.client.portal.hosts or is_file_address(row.url):
            return ItemCalls()
        try:
            if self._is_whole(row, column):
                return ItemCalls()
            seen = self.tab.open(row.url)
            article = article_call(seen, row.url, row.title)
            if article is None or not all(self._answers(article, one) for one in about[:_PROVED]):
                self._tell_unread(seen, row)
                return ItemCalls()
            return self._with_files(article, seen, about)
        except FetchError as error:
            self.tell(f"条目页未能打开 the page of an item was not opened: {error.message} ({error.url})")
            return ItemCalls()

    def _with_files(self, article: ItemCall, seen: Seen, about: Sequence[Row]) -> ItemCalls:
        """``article`` with what tells the addresses of its files: the call that lists them, what stands before them."""
        row = about[0]
        files = files_call(seen, row.url, article)
        if files is not None and self._lists(files, row):
            records = file_records(self._asked(files, row) or "") or ()
            before = base_of(records, seen)
            return ItemCalls(article, files, file_base=before or "")
        for one in about[:_LOOKED]:
            answer = self._asked(article, one) or ""
            if article_files(answer):
                shown = seen if one is row else self.tab.open(one.url)
                before = base_of_files(answer, shown)
                if before is None:
                    told = "页面没有显示附件的地址 the page of an item shows no links to its files"
                    self.tell(f"{told}: {one.url}")
                return ItemCalls(article, file_base=before or "")
        return ItemCalls(article)

    def _tell_unread(self, seen: Seen, row: Row) -> None:
        """What the page of an item asked for, where nothing of it can be declared."""
        asked = dict.fromkeys(f"{call.method} {call.url.split('?', 1)[0]}" for call in seen.calls)
        told = f" ({', '.join(asked)})" if asked else ""
        self.tell(f"条目页由脚本绘制，没有可用的请求 drawn by script, no call for an item is usable: {row.url}{told}")

    def _is_whole(self, row: Row, column: FoundColumn) -> bool:
        """True for an item whose address answers its article by itself, as a page or as JSON."""
        source = fetch(self.client, self.client.portal, PageRequest(row.url, referer=column.look.entry.url))
        drawn = article_page(source.text)
        if drawn is not None:
            return True
        detail = read_detail(source, column.portal)
        return bool(detail.files or detail.has_figures) or len(text_of(parse(source.text))) > _SHELL

    def _answers(self, call: ItemCall, row: Row) -> bool:
        """True where the call, asked without a browser, answers the article of ``row``."""
        drawn = article_page(self._asked(call, row) or "")
        head = squeeze(text_of(parse(drawn).h1 or parse(drawn))) if drawn is not None else ""
        return bool(head) and (head in squeeze(row.title) or squeeze(row.title) in head)

    def _lists(self, call: ItemCall, row: Row) -> bool:
        return bool(file_records(self._asked(call, row) or ""))

    def _asked(self, call: ItemCall, row: Row) -> str | None:
        filled = call_of_item(call, row.url)
        address = resolve(filled.url, row.url) if filled is not None else None
        if filled is None or address is None or host_of(address) not in self.client.portal.hosts:
            return None
        try:
            if filled.method == "GET":
                answer = self.client.get(address, kind=Kind.DETAIL, referer=row.url)
            else:
                answer = self.client.post(
                    address, filled.fields, kind=Kind.DETAIL, referer=row.url, as_json=filled.body == "json"
                )
        except FetchError:
            return None
        return answer.text(self.client.portal.charset).text
