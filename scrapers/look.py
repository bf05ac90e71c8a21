"""A short look at one column: page 1 and page 2, read by the portal's own engine, nothing archived or remembered.

``check`` and ``propose`` look; ``walk`` harvests.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from domain.ports import Clock
from scrapers.adapters.model import ListPage, PageRequest, Row, Source, UnreadableList
from scrapers.adapters.registry import engine_of
from scrapers.answers import Answer, Kind
from scrapers.client import PoliteClient
from scrapers.declaration import Portal
from scrapers.notices import is_no_list
from scrapers.outcomes import Outcome, outcome_of
from scrapers.refusals import FetchError
from scrapers.rules import Entry
from scrapers.walked import emptiness

log = logging.getLogger("xinfang.scrapers")

#: Pages that lead to the list before its first rows (a shell, a frame).
_MAX_LEADS = 3


_kept: ContextVar[dict[str, Answer] | None] = ContextVar("kept", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """While it lasts, this thread asks for no page twice: a search looks at one page under several families."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


@dataclass(slots=True)
class ColumnLook:
    """What pages 1 and 2 of a column gave, and why the look ended where it did."""

    entry: Entry
    outcome: Outcome = Outcome.OK
    pages: list[ListPage] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    note_zh: str = ""
    note_en: str = ""
    error: FetchError | None = None

    @property
    def rows(self) -> list[Row]:
        return list({row.key: row for page in self.pages for row in page.rows}.values())

    def rows_on(self, number: int) -> int | None:
        """Rows of page ``number``, ``None`` where it was not read."""
        return len(self.pages[number - 1].rows) if len(self.pages) >= number else None

    @property
    def newest(self) -> Row | None:
        dated = [row for row in self.rows if row.date is not None]
        return max(dated, key=lambda row: row.date or date.min, default=None)

    def stop(self, outcome: Outcome, zh: str, en: str) -> None:
        self.outcome, self.note_zh, self.note_en = outcome, zh, en


def look_at(client: PoliteClient, portal: Portal, entry: Entry, *, clock: Clock, pages: int = 2) -> ColumnLook:
    """Read up to ``pages`` pages of ``entry``. Never raises for what a portal does."""
    look = ColumnLook(entry)
    engine = engine_of(portal.adapter)
    request: PageRequest | None = engine.first(portal, entry)
    leads = 0
    while request is not None and len(look.pages) < pages:
        number = len(look.pages) + 1
        read = _read(client, portal, request, look, clock)
        if read is None:
            return look
        source, page = read
        if page.leads_on and leads < _MAX_LEADS:
            leads += 1
            request = page.next
            continue
        missing = [text for text in portal.expect.list_must_have if not re.search(text, source.text)]
        if missing and number == 1:
            zh, en = f"页面缺少应有内容：{missing[0]}", f"the page lacks what it always had: {missing[0]}"
            look.stop(*(is_no_list(source, None, portal.hosts) or (Outcome.DRIFT, zh, en)))
            return look
        look.pages.append(page)
        look.sources.append(source)
        notice = is_no_list(source, page, portal.hosts) if request.number == 1 else None
        if notice is not None:
            look.stop(*notice)
        if notice is not None or not _accept(look, page, request.number):
            return look
        request = page.next
    return look


def _read(
    client: PoliteClient, portal: Portal, request: PageRequest, look: ColumnLook, clock: Clock
) -> tuple[Source, ListPage] | None:
    """One page and what the portal's engine reads of it; ``None`` where ``look`` says why it ends here."""
    first = not look.pages
    source: Source | None = None
    try:
        source = fetch(client, portal, request)
        return source, engine_of(portal.adapter).read(source, request, portal, look.entry)
    except FetchError as error:
        look.error = error
        outcome = outcome_of(error, window=portal.pace.window, now=clock.now())
        look.stop(outcome if first else Outcome.PARTIAL, error.message_zh, error.message_en)
    except UnreadableList as problem:
        outcome = Outcome.DRIFT if first else Outcome.PARTIAL
        told = outcome, f"列表无法识别：{problem}", f"not a list this engine reads: {problem}"
        notice = is_no_list(source, None, portal.hosts) if first and source is not None else None
        look.stop(*(notice or told))
    except Exception as problem:
        # Pages come from anywhere; one that breaks the reader is this column's problem and is told as such.
        log.exception("%s: reading the list failed", request.url)
        look.stop(Outcome.DRIFT, f"列表读取出错：{problem!r}", f"reading the list failed: {problem!r}")
    return None


def fetch(client: PoliteClient, portal: Portal, request: PageRequest) -> Source:
    """One list page as text; within :func:`asking_once`, the one that was had before. Raises :class:`FetchError`."""
    kept = _kept.get()
    known = kept.get(request.url) if kept is not None and request.form is None else None
    if known is not None:
        answer = known
    elif request.form is None:
        answer = client.get(request.url, kind=Kind.LIST, referer=request.referer)
        if kept is not None:
            kept[request.url] = answer
    else:
        answer = client.post(
            request.url, request.form, kind=Kind.LIST, referer=request.referer, as_json=request.as_json
        )
    decoded = answer.text(portal.charset)
    return Source(decoded.text, answer.final_url, decoded.encoding)


def _accept(look: ColumnLook, page: ListPage, number: int) -> bool:
    """False when the look ends here; the words are those of a harvest."""
    before = {row.key for row in look.pages[-2].rows} if len(look.pages) > 1 else set()
    if page.number is not None and page.number != number:
        zh, en = f"请求第{number}页，返回第{page.number}页", f"asked for page {number}, got {page.number}"
        look.stop(Outcome.PAGE_IGNORED, zh, en)
    elif page.rows and {row.key for row in page.rows} <= before:
        look.stop(Outcome.PAGE_IGNORED, f"第{number}页与上一页相同", f"page {number} repeats the page before")
    elif page.rows:
        return True
    elif number > 1:
        zh, en = f"第{number}页没有内容", f"page {number} is empty although more was promised"
        look.stop(Outcome.PARTIAL, zh, en)
    else:
        look.stop(*emptiness(page))
    return False
