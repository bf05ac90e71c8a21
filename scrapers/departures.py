"""What becomes of known reports: moved, unlisted, gone, corrected, overwritten. Nothing published vanishes silently.

A report counts as withdrawn only on evidence of three kinds: its column was read to the end without it, its own page
was missing at two looks at least a day apart, and no other item of any portal carries the same report. Until then it
stays published and the events say what was seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.records import DocumentRole
from scrapers.declaration import Portal
from scrapers.gathered import with_gathered
from scrapers.ledger import Ledger
from scrapers.state import DocumentProblem, ItemState, PortalState
from scrapers.walked import Walk

#: Problems of an item's own page that say it is not there.
_MISSING = frozenset({"not_found", "soft_not_found"})
_APART = timedelta(days=1)
#: How often, and for how long, the page of an item that is no longer listed is looked at: a little less than three
#: days, since visits of two nights are not a day apart to the second.
_DOUBTED, _DOUBT_ENDS = timedelta(days=2, hours=21), timedelta(days=60)


class Departure(StrEnum):
    MOVED = "moved"  # the same report is listed under another address
    UNLISTED = "unlisted"  # the list, read to its end, no longer holds it
    BACK = "back"  # it is listed again
    PAGE_GONE = "page_gone"  # its own page answers that it is not there
    WITHDRAWN = "withdrawn"  # all evidence is there
    CORRECTED = "corrected"  # a file of it has other bytes, or gave way to another file
    OVERWRITTEN = "overwritten"  # its address holds another report now


@dataclass(frozen=True, slots=True)
class ItemEvent:
    """What became of one report's item. ``moved_to``: where the same report is listed now."""

    kind: Departure
    report_id: str
    title: str
    url: str
    moved_to: str | None = None


def note_unlisted(ledger: Ledger, walks: Mapping[str, Walk], now: datetime) -> None:
    """Mark published items that a column read to its end no longer holds; their pages are asked for at this visit."""
    listed = with_gathered({key for walk in walks.values() for key in walk.rows}, ledger.items)
    complete = {url for url, walk in walks.items() if walk.complete}
    for key, item in list(ledger.items.items()):
        if item.is_followed:
            continue
        if key in listed and item.unlisted_since is not None:
            ledger.items[key] = item.model_copy(update={"unlisted_since": None, "moved_to": None})
        elif (
            key not in listed and item.disclosure is not None and item.entry in complete and item.unlisted_since is None
        ):
            ledger.items[key] = item.model_copy(update={"unlisted_since": now, "fetched_at": None})


def departures(ledger: Ledger) -> tuple[ItemEvent, ...]:
    """Events of this visit, after its items were read; an item that moved remembers where to."""
    events: list[ItemEvent] = []
    present = {
        one.disclosure.report_id: one.url
        for one in ledger.items.values()
        if one.disclosure is not None and one.unlisted_since is None and not _page_missing(one)
    }
    for key, item in list(ledger.items.items()):
        if item.disclosure is None:
            continue
        report_id = item.disclosure.report_id
        before = ledger.before.items.get(key)
        target = present.get(report_id)
        now = item
        if item.unlisted_since is not None and target is not None and item.moved_to != target:
            now = ledger.items[key] = item.model_copy(update={"moved_to": target})
            events.append(ItemEvent(Departure.MOVED, report_id, item.title, item.url, target))
        events += [ItemEvent(kind, report_id, now.title, now.url, now.moved_to) for kind in _changes(before, now)]
        events += _rewritten(before, now)
    return tuple(events)


def _rewritten(before: ItemState | None, now: ItemState) -> list[ItemEvent]:
    """What was published from the item's address and is not what stands there now."""
    old, new = before.disclosure if before else None, now.disclosure
    if before is None or old is None or new is None or not old.documents:
        return []
    if old.report_id != new.report_id:
        return [ItemEvent(Departure.OVERWRITTEN, old.report_id, before.title, before.url)]
    # The bytes of a page change with every visitor that it counts.
    files = {one.sha256 for one in old.documents if one.role is not DocumentRole.PAGE}
    if files <= {one.sha256 for one in new.documents}:
        return []
    return [ItemEvent(Departure.CORRECTED, new.report_id, now.title, now.url)]


def _changes(before: ItemState | None, now: ItemState) -> list[Departure]:
    if before is None:
        return []
    changes = []
    if now.moved_to is None and now.unlisted_since is not None and before.unlisted_since is None:
        changes.append(Departure.UNLISTED)
    if now.unlisted_since is None and before.unlisted_since is not None:
        changes.append(Departure.BACK)
    if _page_missing(now) is not None and _page_missing(before) is None:
        changes.append(Departure.PAGE_GONE)
    if is_withdrawn(now) and not is_withdrawn(before):
        changes.append(Departure.WITHDRAWN)
    return changes


def is_doubted(item: ItemState, now: datetime) -> bool:
    """True while it is not clear what became of an item that its column no longer lists."""
    since = item.unlisted_since
    return since is not None and item.moved_to is None and now - since < _DOUBT_ENDS


def look_after(item: ItemState, portal: Portal, now: datetime) -> timedelta:
    """How long after it was fetched an item that has no problem is asked for again."""
    usual = timedelta(days=portal.pace.recheck_days)
    return min(usual, _DOUBTED) if is_doubted(item, now) else usual


def is_withdrawn(item: ItemState) -> bool:
    """True when all evidence of a withdrawal is there."""
    missing = _page_missing(item)
    return (
        item.disclosure is not None
        and item.unlisted_since is not None
        and item.moved_to is None
        and missing is not None
        and missing.looks > 1
        and missing.last_seen - missing.first_seen >= _APART
    )


def told_by(state: PortalState) -> tuple[dict[str, ItemState], frozenset[str]]:
    """What one portal says: reports it withdrew, each with an item that shows it, and ids of those it still carries."""
    withdrawn: dict[str, ItemState] = {}
    standing: set[str] = set()
    for item in state.items.values():
        if item.disclosure is not None and is_withdrawn(item):
            withdrawn[item.disclosure.report_id] = item
        elif item.disclosure is not None and item.moved_to is None:
            standing.add(item.disclosure.report_id)
    return withdrawn, frozenset(standing)


def withdrawn_reports(states: Iterable[PortalState]) -> dict[str, ItemState]:
    """Withdrawn reports by id, each with an item that shows it; one that still stands on any portal is none."""
    withdrawn: dict[str, ItemState] = {}
    standing: set[str] = set()
    for gone, there in map(told_by, states):
        withdrawn |= gone
        standing |= there
    return {report_id: item for report_id, item in withdrawn.items() if report_id not in standing}


def _page_missing(item: ItemState) -> DocumentProblem | None:
    return next((one for one in item.problems if one.url == item.url and one.state in _MISSING), None)
