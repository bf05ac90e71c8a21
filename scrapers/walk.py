"""Walking through one column: page 1 conditionally, further pages only for what is new, every stop by name."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from domain.ports import Clock
from scrapers.adapters.dates import day_of_portals
from scrapers.adapters.model import ListEngine, ListPage, PageRequest, Source, UnreadableList
from scrapers.adapters.registry import engine_of
from scrapers.addresses import is_front_page
from scrapers.answers import Answer, Kind
from scrapers.archive import Archive
from scrapers.charset import decode
from scrapers.client import PoliteClient
from scrapers.columns import unreached_bureaus, unreached_years
from scrapers.declaration import Portal
from scrapers.ledger import Ledger
from scrapers.notices import is_no_list
from scrapers.outcomes import Outcome, outcome_of
from scrapers.refusals import FetchError, LedToFrontPage, NotFound, RateLimited, Wall
from scrapers.rereading import has_grown, is_due, is_oldest_first, is_round_due
from scrapers.rules import Entry
from scrapers.state import EntryState
from scrapers.walked import Listed, Walk, accepts
from scrapers.yearly import (
    FIRST_READ,
    WATCHED,
    address_of,
    by_index,
    by_template,
    declared_address,
    declared_entry,
    is_yearly,
)

log = logging.getLogger("xinfang.scrapers")

#: How often a list that grows while it is read is started anew.
_RESTARTS = 1
#: Pages that lead to the list before its first rows (a shell, a frame).
_MAX_LEADS = 3


@contextmanager
def _told(url: str, walk: Walk) -> Iterator[None]:
    """Pages come from anywhere; one that breaks a reader is this column's problem and is told as such."""
    try:
        yield
    except Exception as problem:
        log.exception("%s: reading the list failed", url)
        walk.stop(Outcome.DRIFT, f"列表读取出错：{problem!r}", f"reading the list failed: {problem!r}")


@dataclass(slots=True)
class ListWalker:
    """Reads the columns of one portal."""

    portal: Portal
    client: PoliteClient
    archive: Archive
    ledger: Ledger
    clock: Clock
    full: bool = False
    _rounds: set[str] = field(default_factory=set)

    def columns(self, entry: Entry) -> tuple[tuple[Entry, ...], Walk | None]:
        """The columns an entry stands for: itself, or one per year. The walk tells why the index could not be read."""
        if not is_yearly(entry):
            return (entry,), None
        now = self.clock.now()
        again = self.full or is_round_due(self._columns_of(entry).values(), self.portal, now)
        back = FIRST_READ if again else WATCHED
        if again:
            self._rounds.add(address_of(entry))
        if entry.index is None:
            return by_template(entry, now, back=back), None
        walk = Walk()
        source = self._source(PageRequest(entry.index), walk, whole=True, first=True)
        if source is None:
            return (), walk
        self._remember(walk)
        found: tuple[Entry, ...] = ()
        with _told(entry.index, walk):
            found = by_index(entry, source, self.portal.hosts, now, back=back)
        if not found and walk.outcome is Outcome.OK:
            walk.stop(Outcome.DRIFT, "年度栏目索引中没有找到栏目", "the index page leads to no yearly column")
        if not found:
            return (), walk
        return found, None

    def _columns_of(self, entry: Entry) -> dict[str, EntryState]:
        """The known columns of a yearly entry."""
        return {
            url: one
            for url, one in self.ledger.entries.items()
            if (one.declared or declared_address(self.portal, url)) == address_of(entry)
        }

    def note_round(self, entry: Entry) -> None:
        """Remember that the columns of all years of ``entry`` were asked for, where they were."""
        if address_of(entry) in self._rounds:
            now = self.clock.now()
            for url, one in self._columns_of(entry).items():
                self.ledger.entries[url] = one.model_copy(update={"round_at": now})

    def walk(self, entry: Entry) -> Walk:
        """Read ``entry`` as far as there is something new (or to its end, the first time, in full and now and then)."""
        known = self.ledger.entries.get(entry.url)
        whole = self.full or is_due(known, self.portal, self.clock.now())
        if not whole and known is not None and known.newest_at is not None:
            unchanged = self._last_page(known.newest_at)
            if unchanged is not None:
                return unchanged
            whole = True
        for attempt in range(_RESTARTS + 1):
            walk = Walk(whole=whole, again=attempt > 0)
            if self._pages(entry, walk, known, last_attempt=attempt == _RESTARTS):
                break
        held = known.rows_last_seen if known else None
        if walk.outcome is Outcome.DECLARED_EMPTY and held:
            zh = f"此前有{held}条，现称暂无内容，已知条目全部消失"
            en = f"held {held} rows before and now says that it has none: all known rows are gone"
            walk.stop(Outcome.EMPTY_LIST, zh, en)
            walk.history_read = False
        unread = [*entry.unread, *(one for one in walk.offered if not self._declares(one, entry))]
        if walk.outcome is Outcome.OK and unread:
            named = "、".join(dict.fromkeys(unread))
            walk.stop(Outcome.PARTIAL, f"页面提供但未读取：{named}", f"the page offers and nothing reads: {named}")
        if walk.outcome is Outcome.OK and walk.unaddressed:
            many = walk.unaddressed
            walk.stop(Outcome.PARTIAL, f"{many}条没有地址，未读取", f"{many} rows hold no address and are not read")
        return walk

    def _last_page(self, url: str) -> Walk | None:
        """The last page of a list with its oldest rows first, in place of page 1; ``None`` where all is to be read.

        It changes with every row that is added, and with page 1's pager where a page is.
        """
        walk = Walk()
        if self._source(PageRequest(url, number=2), walk, whole=False, first=True) is None:
            ended = walk.error is not None and (walk.error.ends_run or walk.outcome is Outcome.WALL)
            walk.history_read = True
            return walk if walk.outcome is Outcome.NOT_MODIFIED or ended else None
        return None

    def _declares(self, offered: str, entry: Entry) -> bool:
        """True where another column of the portal is that year's or the bureau's, or this one is asked for by year."""
        others = [one for one in self.portal.entry if one.url != entry.url]
        of_year = offered[:4].isdigit()
        sought = offered[:4] if of_year else "信访"
        told = any(sought in f"{one.name or ''} {one.url} {' '.join(one.parameters.values())}" for one in others)
        return told or (of_year and is_yearly(declared_entry(self.portal, entry.url)))

    def _pages(self, entry: Entry, walk: Walk, known: EntryState | None, *, last_attempt: bool) -> bool:
        """Read page after page; False when the list moved under us and should be started anew."""
        engine = engine_of(self.portal.adapter)
        request: PageRequest | None = engine.first(self.portal, entry)
        before: set[str] = set()
        days: list[list[date]] = []
        leads = 0
        while request is not None:
            source = self._source(request, walk, whole=walk.whole, first=walk.read == 0)
            if source is None:
                walk.history_read = walk.history_read or not walk.whole
                return True
            page = self._read(engine, source, request, entry, walk)
            if page is None:
                return True
            if page.leads_on and leads < _MAX_LEADS:
                self._remember(walk)
                self.ledger.mark_leading(request.key, leads=True)
                leads += 1
                request = page.next
                continue
            if (
                walk.claimed_rows is not None
                and page.claimed_rows not in (None, walk.claimed_rows)
                and not last_attempt
            ):
                return False
            walk.claimed_rows = page.claimed_rows if page.claimed_rows is not None else walk.claimed_rows
            walk.claimed_pages = page.claimed_pages if page.claimed_pages is not None else walk.claimed_pages
            if not accepts(page, request.number, before, walk):
                return True
            self._remember(walk)
            if walk.read == 0 and walk.whole:
                with _told(request.url, walk):
                    walk.offered = (*unreached_years(source), *unreached_bureaus(source))
            new = self._add(page, source, walk)
            walk.unaddressed += page.unaddressed
            days.append([row.date for row in page.rows if row.date is not None])
            walk.newest_at = request.url if request.form is None and is_oldest_first(days) else None
            if page.rows:
                missing = walk.claimed_rows is not None and len(walk.rows) < walk.claimed_rows
                walk.promised = page.claimed_pages is not None or missing
            before = {row.key for row in page.rows}
            walk.read += 1
            request = self._following(page, request.number, walk, known, new=new)
        return True

    def _remember(self, walk: Walk) -> None:
        if walk.unread is not None:
            self.ledger.note(*walk.unread)
            walk.unread = None

    def _following(
        self, page: ListPage, number: int, walk: Walk, known: EntryState | None, *, new: bool
    ) -> PageRequest | None:
        whole, pages = walk.whole, self.portal.page
        if page.next is None:
            walk.history_read = True
            unread = (page.claimed_pages or 0) - number
            walk.complete = unread <= 0 and (walk.claimed_rows is None or len(walk.rows) >= walk.claimed_rows)
            if whole and unread > 0 and (walk.claimed_rows is None or len(walk.rows) < walk.claimed_rows):
                walk.stop(
                    Outcome.PARTIAL,
                    f"列表声称{page.claimed_pages}页，只找到{number}页",
                    f"the list claims {page.claimed_pages} pages, {number} were found",
                )
            elif whole and walk.claimed_rows is not None and len(walk.rows) < walk.claimed_rows:
                walk.stop(
                    Outcome.PARTIAL,
                    f"列表声称{walk.claimed_rows}条，读到{len(walk.rows)}条",
                    f"the list claims {walk.claimed_rows} rows, {len(walk.rows)} were read",
                )
            return None
        if not whole and not new and known is not None and has_grown(known, walk):
            whole = walk.whole = True
        if not whole and not new:
            walk.history_read = True
            return None
        if walk.read >= (pages.first_pages if whole else pages.max_pages):
            walk.history_read, walk.behind = True, not whole
            if whole:
                walk.stop(Outcome.PARTIAL, "达到页数上限", "the limit of pages is reached")
            return None
        return page.next

    def _known_lead(self, request: PageRequest) -> Source | None:
        """A page that only leads to the list, from the archive: asked for anew when the list is read whole or fails."""
        seen = self.ledger.seen.get(request.key)
        if seen is None or not seen.leads:
            return None
        data = self.archive.read(seen.sha256)
        if data is None:
            return None
        decoded = decode(data, None, self.portal.charset)
        return Source(decoded.text, request.url, decoded.encoding)

    def _source(self, request: PageRequest, walk: Walk, *, whole: bool, first: bool) -> Source | None:
        """The page as text; ``None`` when there is nothing to read (unchanged, or an error that is noted)."""
        lead = self._known_lead(request) if first and not whole else None
        if lead is not None:
            return lead
        seen = self.ledger.seen.get(request.key)
        leading = seen is not None and seen.leads
        quiet = first and not whole and not leading and not walk.again  # an unchanged page 1 ends the visit
        conditions = None
        if request.form is None and (first or whole):
            proof = timedelta(days=self.portal.pace.proof_days)
            conditions = self.ledger.validators(request.key, now=self.clock.now(), proof=proof)
        try:
            if request.form is None:
                answer = self.client.get(request.url, kind=Kind.LIST, validators=conditions, referer=request.referer)
                if first and is_front_page(answer.final_url) and not is_front_page(request.url):
                    raise LedToFrontPage(request.url)
            else:
                answer = self.client.post(
                    request.url, request.form, kind=Kind.LIST, referer=request.referer, as_json=request.as_json
                )
        except FetchError as error:
            self._failed(error, walk, first=first)
            return None
        if answer.not_modified:
            walk.not_modified += 1
            self.ledger.note(request.key, answer)
            if quiet:
                walk.outcome = Outcome.NOT_MODIFIED
                return None
            return self._archived(request, answer.final_url, walk, first=first)
        walk.pages += 1
        self.archive.keep(answer)
        if quiet and seen is not None and seen.sha256 == answer.sha256:
            self.ledger.note(request.key, answer)
            walk.outcome = Outcome.NOT_MODIFIED
            return None
        walk.unread = (request.key, answer)
        return self._decoded(answer)

    def _archived(self, request: PageRequest, url: str, walk: Walk, *, first: bool) -> Source | None:
        """An unchanged page from the archive, else asked for once more without conditions."""
        seen = self.ledger.seen[request.key]
        data = self.archive.read(seen.sha256)
        if data is None:
            try:
                answer = self.client.get(request.url, kind=Kind.LIST, referer=request.referer)
            except FetchError as error:
                self._failed(error, walk, first=first)
                return None
            walk.pages += 1
            self.archive.keep(answer)
            walk.unread = (request.key, answer)
            return self._decoded(answer)
        decoded = decode(data, None, self.portal.charset)
        return Source(decoded.text, url, decoded.encoding)

    def _decoded(self, answer: Answer) -> Source:
        decoded = answer.text(self.portal.charset)
        return Source(decoded.text, answer.final_url, decoded.encoding)

    def _failed(self, error: FetchError, walk: Walk, *, first: bool) -> None:
        walk.error = error
        if first:
            # What led here may lead elsewhere by now.
            for key, one in list(self.ledger.seen.items()):
                if one.leads:
                    self.ledger.mark_leading(key, leads=False)
        if first or (isinstance(error, Wall) and error.challenge) or isinstance(error, RateLimited):
            outcome = outcome_of(error, window=self.portal.pace.window, now=self.clock.now())
            walk.stop(outcome, error.message_zh, error.message_en)
        elif isinstance(error, NotFound) and not walk.promised:
            walk.history_read = True  # the page rule went on beyond the last page, which nobody had promised
        elif isinstance(error, NotFound):
            # The pager promises pages that were never published; what it lists otherwise is all there is.
            walk.history_read = True
            walk.stop(
                Outcome.PARTIAL,
                f"分页总数虚高，{error.url} 不存在",
                f"the pager promises more pages than there are: {error.url} is missing",
            )
        else:
            walk.stop(
                Outcome.PARTIAL, f"后续页读取失败：{error.message_zh}", f"a later page failed: {error.message_en}"
            )

    def _read(
        self, engine: ListEngine, source: Source, request: PageRequest, entry: Entry, walk: Walk
    ) -> ListPage | None:
        """What the page lists; ``None`` where ``walk`` says what it is instead."""
        with _told(request.url, walk):
            page, instead = self._listed(engine, source, request, entry)
            if request.number == 1 and not (page is not None and page.leads_on):
                instead = is_no_list(source, page, self.portal.hosts) or instead
            if instead is None:
                return page
            walk.stop(*instead)
        return None

    def _listed(
        self, engine: ListEngine, source: Source, request: PageRequest, entry: Entry
    ) -> tuple[ListPage | None, tuple[Outcome, str, str] | None]:
        """The page as its engine reads it, or why it does not."""
        first = request.number == 1
        missing = [text for text in self.portal.expect.list_must_have if not re.search(text, source.text)]
        if missing and first:
            zh, en = f"页面缺少应有内容：{missing[0]}", f"the page lacks what it always had: {missing[0]}"
            return None, (Outcome.DRIFT, zh, en)
        try:
            return engine.read(source, request, self.portal, entry), None
        except UnreadableList as problem:
            zh, en = f"列表无法识别：{problem}", f"not a list this engine reads: {problem}"
            return None, (Outcome.DRIFT if first else Outcome.PARTIAL, zh, en)

    def _add(self, page: ListPage, source: Source, walk: Walk) -> bool:
        """Take the rows in; True when one of them was never seen before."""
        new = False
        for row in page.rows:
            if row.key not in self.ledger.items:
                new = True
                walk.fresh += row.key not in walk.rows
            dated = replace(row, date=day_of_portals(row.date))
            walk.rows.setdefault(row.key, Listed(dated, source.url, page.site, page.column))
        return new
