"""Columns whose rows only a browser shows: the page is watched, its call derived, and proved without the browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from domain.agencies import find_agency
from domain.ports import Clock
from scrapers.adapters.model import Row, Source
from scrapers.adapters.years import year_options
from scrapers.addresses import host_of, identity, resolve
from scrapers.attachments import is_file_address
from scrapers.case import names_other_body
from scrapers.client import PoliteClient
from scrapers.columns import ColumnLink, weight_of
from scrapers.fingerprint import Fingerprint
from scrapers.found_column import FRAGMENT, JSON, FoundColumn, Tried, is_about_budgets, try_column
from scrapers.html import parse
from scrapers.refusals import FetchError, Wall
from scrapers.titles import read_title
from scrapers.watched.derived import Derived, derive, is_next, likest, pages_of
from scrapers.watched.items import WatchedItems
from scrapers.watched.port import PageWatcher, Seen, Tab, WatchedCall
from scrapers.watched.rows import ShownList, apis_of, fragment_rows, read_rows, shown_lists

#: Pages that are opened in one search for a column.
_MAX_PAGES = 4
#: A page whose label says so little only leads to a column.
_COLUMN = 2


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One call that answers rows about budgets, and how its rows are read."""

    call: WatchedCall
    family: str
    api: dict[str, Any]
    rows: tuple[Row, ...]
    shown: ShownList | None = None


@dataclass(slots=True)
class WatchedColumns:
    """Watches the pages of one search. ``told`` is for a person: what was seen and cannot be declared, and why."""

    client: PoliteClient
    clock: Clock
    watcher: PageWatcher
    told: list[str] = field(default_factory=list)
    #: What was watched and declared.
    seen: list[str] = field(default_factory=list)

    def find(self, links: Sequence[ColumnLink]) -> list[FoundColumn]:
        """Columns of the pages at ``links`` and of those they show links to, best label first."""
        queue, known = sorted(links, key=lambda link: -link.weight), {identity(link.url) for link in links}
        found: list[FoundColumn] = []
        with self.watcher.watching(self.client) as tab:
            for _ in range(_MAX_PAGES):
                if not queue or (found and queue[0].weight < _COLUMN):
                    break
                link = queue.pop(0)
                try:
                    seen = tab.open(link.url)
                    found += [one for one in self._columns(tab, seen, link) if not _is_known(one, found)]
                except FetchError as error:
                    self._tell(f"看浏览器 in a browser: {error.message} ({error.url})")
                    if error.ends_run or isinstance(error, Wall):
                        break
                    continue
                known |= {row.key for one in found for row in one.look.rows}
                for shown in _links(seen, self.client.portal.hosts):
                    if identity(shown.url) not in known:
                        known.add(identity(shown.url))
                        queue.append(shown)
                queue.sort(key=lambda one: -one.weight)
            if not found:
                for line in tab.told:
                    self._tell(line)
        return found

    def _columns(self, tab: Tab, seen: Seen, link: ColumnLink) -> list[FoundColumn]:
        lists = shown_lists(seen)
        pieces = [(call, rows) for call in seen.calls if (rows := fragment_rows(call, seen.url))]
        if not lists and not pieces:
            if sum(read_title(one.text).is_about_budgets for one in seen.links) > 1:
                told = "页面显示了条目，没有看到列出它们的请求 rows are shown, no call that lists them was seen"
                self._tell(f"{told}: {seen.url}")
            return []
        call = lists[0].call if lists else pieces[0][0]
        again, later = self._again(tab, link.url, call)
        many = len(lists[0].records) if lists else len(pieces[0][1])
        if again is None:
            told = "再次打开页面，列表的请求没有得到回答 on another load the call for the list was not answered"
            self._tell(f"{told}: {call.url.split('?', 1)[0]} ({seen.url})")
            return []
        second = self._second(tab, call, again, later, many)
        since = _since(seen)
        for candidate in self._candidates(tab, seen, lists, pieces):
            derived = derive(
                candidate.call,
                again,
                second,
                page=seen.url,
                rows=len(candidate.rows),
                now=seen.at,
                since=since,
            )
            column = self._proved(seen, link, candidate, derived, (again, second)) if derived is not None else None
            if column is not None:
                items = WatchedItems(self.client, tab, self._tell)
                column.items = items.calls(column, candidate.rows)
                return [column]
        return []

    @staticmethod
    def _again(tab: Tab, url: str, call: WatchedCall) -> tuple[WatchedCall | None, Seen]:
        """The same call of another load."""
        seen = tab.open(url)
        return likest(seen.calls, call), seen

    @staticmethod
    def _second(tab: Tab, first: WatchedCall, again: WatchedCall, seen: Seen, rows: int) -> WatchedCall | None:
        """The call that asked for page 2: other rows than page 1, and best nothing else but a number."""
        otherwise = None
        for turned in chain((seen,), tab.turn()):
            for call in pages_of(turned.calls, again):
                if call.answer.text != again.answer.text:
                    if is_next(first, again, call, rows):
                        return call
                    # Of one load, other values may as well be another list.
                    otherwise = otherwise or (call if turned is not seen else None)
        return otherwise

    def _candidates(
        self, tab: Tab, seen: Seen, lists: Sequence[ShownList], pieces: Sequence[tuple[WatchedCall, tuple[Row, ...]]]
    ) -> Iterator[_Candidate]:
        for shown in lists[:1]:
            made = None if shown.links else WatchedItems(self.client, tab, self._tell).address(shown, seen.url)
            for api in apis_of(shown, seen.url, made):
                rows = read_rows(JSON, api, shown.call, seen.url).rows
                yield _Candidate(shown.call, JSON, api, rows, shown)
                return
            self._tell(
                f"条目的地址由脚本另行得出 the addresses of items are made otherwise: {shown.call.url} ({seen.url})"
            )
        for call, rows in pieces[:1]:
            yield _Candidate(call, FRAGMENT, {}, rows)

    def _proved(
        self,
        seen: Seen,
        link: ColumnLink,
        candidate: _Candidate,
        derived: Derived,
        others: tuple[WatchedCall, WatchedCall | None],
    ) -> FoundColumn | None:
        """The column where the ordinary client, with no cookie of the browser's visit, is answered the same rows."""
        self.client.close()
        call = derived.call
        source = Source(seen.html, seen.url)
        address = resolve(call.url.split("?", 1)[0].split("{", 1)[0], seen.url) or seen.url
        label = ColumnLink(seen.url, link.label, link.weight)
        fingerprint = Fingerprint(candidate.family, (call.url,), 1)
        api = call.api | candidate.api
        tried = Tried(source, label, self.client.portal.hosts, fingerprint, call.parameters, api, call)
        column = try_column(self.client, tried, self.clock, tell=self._tell)
        if column is not None and call.since is not None:
            column.since = call.since
        wrong = self._difference(column, candidate, derived, others, seen)
        if wrong is None:
            if column is not None:
                self._note(column, candidate.call, derived)
            return column
        self._tell(f"{wrong}: {address} ({seen.url})")
        return None

    def _difference(
        self,
        column: FoundColumn | None,
        candidate: _Candidate,
        derived: Derived,
        others: tuple[WatchedCall, WatchedCall | None],
        seen: Seen,
    ) -> str | None:
        """Why the declared call is not the watched one; ``None`` where it answers the same."""
        computed = ", ".join([*derived.computed, *candidate.call.own_headers])
        why = (
            f"列表的请求带有计算出的值 the call for the list carries computed values ({computed})"
            if computed
            else "列表的请求离开页面后没有返回同样的条目 asked without its page, the call answers other rows"
        )
        if column is None or not is_about_budgets(column.look):
            return why
        again, second = others
        page, watched = column.look.pages[0], {row.key for row in candidate.rows}
        if {row.key for row in page.rows} != watched or _keys(candidate, again, seen) != watched:
            return why
        following = {row.key for row in column.look.pages[1].rows} if len(column.look.pages) > 1 else set()
        if second is not None and derived.pressed and following != _keys(candidate, second, seen):
            return why
        more = (page.claimed_rows or 0) > len(page.rows) or (page.claimed_pages or 1) > 1
        if derived.call.is_paged and more and not following:
            return why
        if not derived.call.is_paged and (page.claimed_rows or 0) > len(page.rows):
            self._tell(
                f"列表有 {page.claimed_rows} 条，翻页的请求没有看到 "
                f"the list has {page.claimed_rows} rows, no call for its page 2 was seen: {seen.url}"
            )
        return None

    def _note(self, column: FoundColumn, call: WatchedCall, derived: Derived) -> None:
        column.watched = True
        left = f"，未带 without {', '.join(derived.computed)}" if derived.computed else ""
        self.seen.append(
            f"看浏览器 watched in a browser: {call.method} {call.url.split('?', 1)[0]} ({column.look.entry.url}){left}"
        )

    def _tell(self, line: str) -> None:
        if line not in self.told:
            self.told.append(line)


def _keys(candidate: _Candidate, call: WatchedCall, seen: Seen) -> set[str]:
    """The rows of another answer to the same call."""
    return {row.key for row in read_rows(candidate.family, candidate.api, call, seen.url).rows}


def _is_known(column: FoundColumn, found: Sequence[FoundColumn]) -> bool:
    known = {row.key for one in found for row in one.look.rows}
    return all(row.key in known for row in column.look.rows)


def _links(seen: Seen, hosts: Sequence[str]) -> list[ColumnLink]:
    """Links that the drawn page shows and whose label names 预算, 决算 or a place where they are kept; no reports."""
    found = []
    for link in seen.links:
        label = "".join(link.text.split())
        weight = weight_of(label)
        leads = host_of(link.url) in hosts and identity(link.url) != identity(seen.url)
        if weight and leads and not is_file_address(link.url) and not _is_report(label):
            found.append(ColumnLink(link.url, label, weight))
    return found


def _is_report(label: str) -> bool:
    title = read_title(label)
    named = find_agency(label) is not None or names_other_body(title)
    return named and title.fiscal_year is not None


def _since(seen: Seen) -> int | None:
    """The oldest year that the page offers."""
    soup = parse(seen.html)
    years = [int(one.label[:4]) for one in year_options(seen.html, soup, seen.url)]
    return min(years, default=None)
