"""One item from its row to an archived disclosure: decide, look at the page where needed, fetch, remember.

The failure of one item is that item's own: it is remembered with a named state and looked at again when that may help.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from domain.agencies import find_agency
from domain.divisions import Divisions
from domain.ports import Clock, StoreError
from domain.redaction import redact, redact_title
from scrapers.adapters.dates import BEIJING
from scrapers.addresses import identity, is_front_page
from scrapers.answers import Answer
from scrapers.archive import Archive
from scrapers.attachments import is_file_address
from scrapers.case import ambiguous
from scrapers.classify import decide
from scrapers.client import PoliteClient
from scrapers.decision import GATHERED, Candidate, Decision
from scrapers.declaration import Portal
from scrapers.departures import look_after
from scrapers.detail import Detail, with_beside
from scrapers.disclosure import Disclosure
from scrapers.documents import NAME_CONFLICT, DocumentFetcher, Fetched, Trouble, state_of
from scrapers.filenames import readable
from scrapers.followed import earlier, followed, is_next_report
from scrapers.gathered import gathered, together
from scrapers.item_page import PageReader
from scrapers.ledger import Ledger
from scrapers.other_places import other_place
from scrapers.outcomes import next_look
from scrapers.refusals import FetchError, FilesUnread, NotFound, SoftNotFound, Unreachable, Wall
from scrapers.review import reviewed
from scrapers.rules import Entry
from scrapers.state import DocumentProblem, ItemDecision, ItemState, ItemVerdict
from scrapers.titles import printed_title, without_extension
from scrapers.verdicts import is_markup
from scrapers.walked import Listed
from scrapers.whose_file import Expected
from scrapers.yearly import declared_entry

log = logging.getLogger("xinfang.scrapers")

#: Pages looked at in one visit only to decide; the rest waits for the next visit.
MAX_LOOKS = 40


@dataclass(slots=True)
class Tally:
    """What the items of one visit came to."""

    pages: int = 0
    files: int = 0
    not_modified: int = 0
    looks: int = 0
    changed: dict[str, Disclosure] = field(default_factory=dict)


@dataclass(slots=True)
class ItemReader:
    portal: Portal
    client: PoliteClient
    archive: Archive
    ledger: Ledger
    divisions: Divisions
    clock: Clock
    tally: Tally = field(default_factory=Tally)
    _scripts: dict[str, str] = field(default_factory=dict)

    def together(self, listed: Iterable[Listed], entry: Entry) -> list[Listed]:
        """``listed`` with the files of one printed row that are one report as one item."""
        return together(listed, self.portal, entry, self.divisions)

    def register(self, listed: Listed, entry: Entry) -> ItemState:
        """Remember a row and what it says; a row that changed is decided and fetched anew."""
        now, key = self.clock.now(), listed.row.key
        known = self.ledger.items.get(key)
        row = listed.row
        title = redact_title(row.title)
        fresh = ItemState(
            url=row.url,
            title=title,
            listed_on=row.date,
            publisher=row.publisher,
            file_name=redact_title(row.file_name) if row.file_name else None,
            beside=tuple((url, redact_title(name)) for url, name in row.beside),
            entry=entry.url,
            listed_at=listed.page_url,
            site=listed.site,
            column=listed.column or entry.name,
            decision=ItemDecision(verdict=ItemVerdict.LEAVE, reason="no_title"),
            first_seen=now,
            last_seen=now,
        )
        same = known is not None and (redact_title(known.title), known.listed_on) == (title, row.date)
        if known is not None and same and known.beside == fresh.beside:
            item = known.model_copy(update={"last_seen": now, "title": title, "file_name": fresh.file_name})
        elif known is not None:
            redated = _is_redated(known, row.date)
            # The portal itself says that something changed: a server that compares nothing is not believed.
            for url in (known.url, *(one.url for one in (known.disclosure.documents if known.disclosure else ()))):
                self.ledger.doubt(identity(url), now=now, redated=redated)
            carried = {name: getattr(known, name) for name in ("first_seen", "disclosure", "report", "review")}
            item = self._decided(fresh.model_copy(update=carried), entry)
        else:
            item = self._decided(fresh, entry)
        self.ledger.items[key] = item
        return item

    def decide_again(self, key: str, entry: Entry) -> None:
        """Apply new rules to a remembered row; where they decide otherwise, its page is read anew."""
        item = self.ledger.items[key]
        if item.is_followed:
            return
        again = self._decided(item, entry)
        if again.decision.verdict is ItemVerdict.LEAVE:
            again = again.model_copy(update={"disclosure": None, "report": None, "problems": ()})
        if again.decision.verdict is not item.decision.verdict or again.decision.look:
            self.ledger.items[key] = again.model_copy(update={"fetched_at": None})

    def is_due(self, item: ItemState, *, full: bool) -> bool:
        """True when the item's page or files should be asked for at this visit."""
        if item.is_followed or (item.decision.verdict is not ItemVerdict.TAKE and not item.decision.look):
            return False
        now = self.clock.now()
        if any(problem.waits(now) for problem in item.problems) and not full:
            return False
        if item.fetched_at is None or item.problems or full:
            return True
        # One that was fetched in the future was so by a clock that was wrong.
        return not timedelta(0) <= now - item.fetched_at < look_after(item, self.portal, now)

    def fetch(self, key: str, entry: Entry) -> None:
        """Fetch one item. Raises only what ends the whole run (a challenge, a rate limit, the budget)."""
        item = self.ledger.items[key]
        if item.decision.look:
            if self.tally.looks >= MAX_LOOKS:
                return
            self.tally.looks += 1
        try:
            if is_file_address(item.url, self.portal.attachments):
                self._fetch_file(key, item, entry)
            else:
                self._fetch_page(key, item, entry)
        except FetchError as error:
            trouble = Trouble(error.url or item.url, state_of(error), error.message)
            self._remember(key, item, None, [trouble], fetched=not isinstance(error, Unreachable))
            if error.ends_run or (isinstance(error, Wall) and error.challenge):
                raise
        except StoreError:
            raise  # nothing can be kept: not this item's fault
        except Exception as problem:
            # Pages come from anywhere; one that breaks the reader is that item's problem and is told as such.
            log.exception("%s: reading the item failed", item.url)
            self._remember(key, item, None, [Trouble(item.url, "unreadable_page", repr(problem))])

    def _decided(self, item: ItemState, entry: Entry) -> ItemState:
        return item.model_copy(update={"decision": _short(self._by_row(item, entry))})

    def _by_row(self, item: ItemState, entry: Entry) -> Decision:
        return reviewed(decide(self._candidate(item), self.portal, entry, self.divisions), item)

    def _candidate(self, item: ItemState) -> Candidate:
        return Candidate(
            title=item.title,
            url=item.url,
            listed_on=item.listed_on,
            publisher=item.publisher,
            column=item.column,
            site=item.site,
        )

    def _fetch_file(self, key: str, item: ItemState, entry: Entry) -> None:
        """A row that is a file: its title is all there is to decide by."""
        decision = self._by_row(item, entry)
        if decision.look:  # there is no page: the row and its column are all that will ever be said
            bare = replace(self._candidate(item), body="")
            decision = reviewed(decide(bare, self.portal, entry, self.divisions), item)
        if not decision.taken:
            undecided = _short(decision).model_copy(update={"look": False})
            self.ledger.items[key] = item.model_copy(update={"decision": undecided, "fetched_at": self.clock.now()})
            return
        page_url = item.listed_at or entry.url
        files = ((item.url, readable((item.file_name, item.title))), *item.beside)
        fetched = self._documents(decision).of_files(files, page_url, earlier(item, decision))
        self._count(item, fetched)
        disclosure = self._disclosure(item, decision, None, fetched, page_url)
        self._remember(key, item, disclosure, fetched.troubles, decision=decision)

    def _fetch_page(self, key: str, item: ItemState, entry: Entry) -> None:
        page = self._pages().page(item.url, item.listed_at or entry.url)
        if not is_markup(page.body):
            self._fetch_file(key, item, entry)  # an address without a telling form, and the answer is a file
            return
        shown = page
        detail, page = self._pages().followed(page, item.url)
        if is_front_page(page.final_url) and not is_front_page(item.url):
            zh, en = "条目已被带到首页，内容不在了", "the item leads to the front page: what it held is gone"
            raise SoftNotFound(page.final_url, zh, en)
        self._pages().check(detail, page, item.title)
        decision = self._decided_by_page(item, detail, entry)
        if not decision.taken:
            if decision.reason == GATHERED and not self._gather(page, item, entry) and find_agency(detail.text):
                decision = ambiguous("gathered_unclear")
            self._remember(key, item, None, [], decision=decision)
            return
        # What a call answered is shown by the page that asks it.
        page_url = page.final_url if is_markup(page.body) else item.url
        unread: list[Trouble] = []
        try:
            detail = self._pages().with_files(detail, shown, item.url)
        except FilesUnread as error:
            if item.disclosure is not None:
                raise  # what was found before stays
            unread.append(Trouble(error.url, error.state, error.message))
        parts = self._pages().with_parts(with_beside(detail, item.beside), page)
        detail = parts.detail
        lost = [one for one in parts.failed if not isinstance(one, NotFound)]
        if lost and item.disclosure is not None:
            raise lost[0]  # what was found before stays
        documents = self._documents(decision)
        fetched = documents.of_page(
            page,
            detail,
            page_url=page_url,
            before=earlier(item, decision),
        )
        for part in parts.pages:
            documents.add_part(part, fetched, earlier(item, decision))
        unread += [Trouble(one.url, state_of(one), one.message) for one in parts.failed]
        if not unread and not fetched.documents and self._pages().is_drawn_otherwise(shown, item.url):
            message = "页面由脚本绘制，请求没有写明 a page drawn by script, whose calls are not stated whole"
            unread.append(Trouble(item.url, "drawn_by_script", message))
        if unread or fetched.documents:
            fetched.troubles = [one for one in fetched.troubles if one.state != "no_document"] + unread
        self._count(item, fetched)
        disclosure = self._disclosure(item, decision, detail, fetched, page_url)
        self._remember(key, item, disclosure, fetched.troubles, decision=decision)

    def _gather(self, page: Answer, item: ItemState, entry: Entry) -> bool:
        """Register and fetch what is ours of a page that gathers many departments; False where nothing is."""
        ours = self.together(gathered(self._pages().source_of(page), item, self.portal, entry, self.divisions), entry)
        for listed in ours:
            known = self.ledger.items.get(listed.row.key)
            if known is None or [url for url, _ in known.beside] != [url for url, _ in listed.row.beside]:
                self.register(listed, entry)
                self.fetch(listed.row.key, entry)
        return bool(ours)

    def _decided_by_page(self, item: ItemState, detail: Detail, entry: Entry) -> Decision:
        candidate = Candidate(
            title=item.title,
            url=item.url,
            listed_on=item.listed_on or detail.published_on,
            publisher=detail.publisher or item.publisher,
            column=item.column or detail.column,
            site=item.site,
            page_title=detail.title,
            body=detail.text,
            file_names=tuple(file.name for file in detail.files if file.name),
        )
        return reviewed(decide(candidate, self.portal, entry, self.divisions), item)

    def _pages(self) -> PageReader:
        return PageReader(self.portal, self.client, self.archive, self.ledger, self.clock, self.tally, self._scripts)

    def _documents(self, decision: Decision) -> DocumentFetcher:
        of_another = partial(other_place, code=decision.division_code, year=decision.fiscal_year, known=self.divisions)
        expected = Expected(decision.fiscal_year, decision.report_type, of_another)
        return DocumentFetcher(self.client, self.archive, self.ledger, self.clock, expected)

    def _count(self, item: ItemState, fetched: Fetched) -> None:
        """Count what was fetched. What was told of a file stands while its server calls it unchanged."""
        self.tally.files += fetched.files
        self.tally.not_modified += fetched.not_modified
        fetched.troubles += [
            Trouble(one.url, one.state, one.message)
            for one in item.problems
            if one.state == NAME_CONFLICT and one.url in fetched.unchanged
        ]

    def _disclosure(
        self, item: ItemState, decision: Decision, detail: Detail | None, fetched: Fetched, page_url: str
    ) -> Disclosure:
        identity_of = (decision.division_code, decision.agency, decision.agency_kind)
        division_code, agency, agency_kind = (part or "" for part in identity_of)
        assert decision.fiscal_year is not None
        assert decision.report_type is not None
        title = printed_title(item.title, detail.title) if detail else item.title
        published = item.listed_on or (detail.published_on if detail else None)
        notes = list(detail.notes) if detail else []
        if detail and item.listed_on and detail.published_on and item.listed_on != detail.published_on:
            notes.append(f"date_conflict: list {item.listed_on}, page {detail.published_on}")
        return Disclosure(
            division_code=division_code,
            agency=agency,
            agency_kind=agency_kind,
            scope=decision.scope,
            fiscal_year=decision.fiscal_year,
            report_type=decision.report_type,
            title=without_extension(title) if title else None,
            published_on=published,
            page_url=page_url,
            portal_id=self.portal.id,
            first_seen_on=self._first_seen(item, decision),
            documents=tuple(fetched.documents),
            notes=tuple(map(redact, (*decision.evidence, *notes))),
        )

    def _first_seen(self, item: ItemState, decision: Decision) -> date:
        known = earlier(item, decision)
        if known is not None:
            return known.first_seen_on
        return _day(item.first_seen if item.disclosure is None else self.clock.now())

    def _remember(
        self,
        key: str,
        item: ItemState,
        disclosure: Disclosure | None,
        troubles: list[Trouble],
        *,
        decision: Decision | None = None,
        fetched: bool = True,
    ) -> None:
        """Write the item back. A failed look keeps the disclosure of an earlier one."""
        now = self.clock.now()
        if disclosure is not None and is_next_report(item.disclosure, disclosure):
            before, old = followed(key, self.ledger.before.items.get(key, item))
            self.ledger.items[before] = old
            item = item.model_copy(update={"report": None})
        kept = disclosure or (item.disclosure if decision is None else None)
        if disclosure is not None and not disclosure.documents and item.disclosure and item.disclosure.documents:
            kept = item.disclosure
        report_id = kept.report_id if kept else self._by_row(item, declared_entry(self.portal, item.entry)).report_id
        problems = tuple(self._problem(trouble, item, report_id, now) for trouble in troubles)
        # A page that gathers many departments may be added to: it is looked at again as reports are.
        again = decision is not None and decision.reason == GATHERED
        settled = _short(decision).model_copy(update={"look": again}) if decision else item.decision
        self.ledger.items[key] = item.model_copy(
            update={
                "decision": settled,
                "fetched_at": now if fetched else item.fetched_at,
                "disclosure": kept,
                "report": item.report if kept is not None else None,
                "problems": problems,
            }
        )
        if kept is not None and kept.documents and (item.disclosure is None or _differs(kept, item.disclosure)):
            self.tally.changed[key] = kept

    @staticmethod
    def _problem(trouble: Trouble, item: ItemState, report_id: str, now: datetime) -> DocumentProblem:
        known = next((one for one in item.problems if (one.url, one.state) == (trouble.url, trouble.state)), None)
        looks = known.looks + 1 if known else 1
        return DocumentProblem(
            report_id=report_id,
            url=trouble.url,
            state=trouble.state,
            message=redact(trouble.message),
            first_seen=known.first_seen if known else now,
            last_seen=now,
            looks=looks,
            next_look=next_look(trouble.state, looks, now),
        )


def _short(decision: Decision) -> ItemDecision:
    return ItemDecision(
        verdict=decision.verdict, reason=decision.reason, look=decision.look, report_id=decision.report_id
    )


def _differs(now: Disclosure, before: Disclosure) -> bool:
    return now.contents != before.contents or now.report_id != before.report_id or now.title != before.title


def _day(moment: datetime) -> date:
    """The day in Beijing, where the portals are."""
    return moment.astimezone(BEIJING).date()


def _is_redated(known: ItemState, day: date | None) -> bool:
    """True where the list shows a later day than before, and did not print that of the visit: some always do."""
    before = known.listed_on
    return before is not None and day is not None and before < day and before != _day(known.last_seen)
