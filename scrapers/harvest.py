"""One visit to one portal: read its columns, decide its items, fetch and archive what is new, remember all of it.

A visit never raises for what a portal does; it returns an outcome with sentences for a person. The returned state
speaks only of bytes that are in the archive, so a run that is killed loses nothing but its own unsaved progress.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from domain.divisions import Divisions
from domain.ports import Clock
from scrapers.archive import Archive
from scrapers.classify import rules_version
from scrapers.client import PoliteClient
from scrapers.declaration import Portal
from scrapers.departures import ItemEvent, departures, note_unlisted
from scrapers.disclosure import Disclosure
from scrapers.gathered import with_gathered
from scrapers.items import ItemReader, Tally
from scrapers.ledger import Ledger
from scrapers.outcomes import Outcome, outcome_of
from scrapers.refusals import BudgetSpent, FetchError, Unreachable, Wall
from scrapers.rereading import noted
from scrapers.rest import Resting, rest_until, resting
from scrapers.rules import Entry
from scrapers.state import DocumentProblem, EntryState, ItemVerdict, PortalState
from scrapers.titles import title_words
from scrapers.walk import ListWalker
from scrapers.walked import Walk
from scrapers.yearly import address_of, declared_entry, is_yearly

#: Items in a row that cannot be reached before the visit ends.
_MAX_UNREACHABLE = 3
#: Outcomes of a yearly column that was never read before and will be there, or hold something, later.
_NOTHING_YET = frozenset({Outcome.GONE, Outcome.EMPTY_LIST, Outcome.DECLARED_EMPTY})
#: Outcomes of a column that is as it was declared.
_AS_DECLARED = frozenset({Outcome.OK, Outcome.NOT_MODIFIED, Outcome.DECLARED_EMPTY})


@dataclass(frozen=True, slots=True)
class LeftItem:
    """A row that was not taken, and why."""

    title: str
    url: str
    reason: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class ColumnTrouble:
    """A column that was not read as declared: a wall, drift, a page that is missing …"""

    url: str
    name: str | None
    outcome: Outcome
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class PortalHarvest:
    """What a visit came to. Counts are of this visit; ``problems`` are all that stand."""

    portal_id: str
    outcome: Outcome
    state: PortalState
    pages_fetched: int = 0
    files_fetched: int = 0
    not_modified: int = 0
    requests: int = 0
    #: Rows listed at this visit, and how many of them are a petition body's reports.
    items_seen: int = 0
    taken: int = 0
    left: tuple[LeftItem, ...] = ()
    ambiguous: tuple[LeftItem, ...] = ()
    #: New disclosures and those whose files or identity changed, oldest first.
    disclosures: tuple[Disclosure, ...] = ()
    problems: tuple[DocumentProblem, ...] = ()
    #: Reports that moved, are no longer listed, whose page is gone, or whose files were replaced.
    events: tuple[ItemEvent, ...] = ()
    columns: tuple[ColumnTrouble, ...] = ()
    message_zh: str = ""
    message_en: str = ""


@dataclass(slots=True)
class _Visit:
    portal: Portal
    ledger: Ledger
    walks: dict[str, Walk] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    #: What ended the visit before all items were read.
    ended_by: FetchError | None = None


def harvest_portal(
    portal: Portal,
    *,
    client: PoliteClient,
    archive: Archive,
    state: PortalState,
    divisions: Divisions,
    clock: Clock,
    full: bool = False,
    proof: bool = False,
    progress: Callable[[str], None] | None = None,
    checkpoint: Callable[[PortalState], None] | None = None,
) -> PortalHarvest:
    """Visit ``portal`` and return what was found, with the state to save.

    ``full`` reads every page of every column and asks for every known item again, and does not wait for a rest to end;
    ``proof`` asks without conditions, so that what comes proves or disproves every "not modified" of before.
    ``progress`` is told what happens now; ``checkpoint`` gets the state after every item, so that a long first reading
    can be resumed.
    """
    now = clock.now()
    left_alone = resting(state, now)
    if left_alone is not None and not full:
        return _resting(portal, state, left_alone)
    client.recorder = archive
    client.robots = dict(state.robots)
    visit = _Visit(portal, Ledger.open(state, proving_since=now if proof else None))
    tell = progress or _say_nothing
    reader = ItemReader(portal, client, archive, visit.ledger, divisions, clock, visit.tally)
    walker = ListWalker(portal, client, archive, visit.ledger, clock, full=full)
    for number, declared in enumerate(portal.entry, start=1):
        if not _read_columns(visit, declared, walker, reader, tell=tell, clock=clock):
            _note_unasked(visit, portal.entry[number:])
            break
    if state.items and state.rules_version != rules_version():
        for key in visit.ledger.items:
            reader.decide_again(key, declared_entry(portal, visit.ledger.items[key].entry))
    visit.ledger.changes["rules_version"] = rules_version()
    note_unlisted(visit.ledger, visit.walks, now)
    if visit.ended_by is None and any(walk.outcome.is_success for walk in visit.walks.values()):
        _read_items(visit, reader, full=full, tell=tell, save=_saver(checkpoint, visit, client, clock))
    return _result(visit, client, clock)


def _read_columns(
    visit: _Visit,
    declared: Entry,
    walker: ListWalker,
    reader: ItemReader,
    *,
    tell: Callable[[str], None],
    clock: Clock,
) -> bool:
    """Read the columns of one declared entry; False when the visit ends here."""
    columns, failed = walker.columns(declared)
    if failed is not None:
        _note_walk(visit, declared, declared.index or declared.url, failed, clock)
        return not _ends(visit, failed)
    empty: Walk | None = None
    for entry in columns:
        tell(f"list {entry.name or entry.url}")
        walk = walker.walk(entry)
        missing = walk.outcome in _NOTHING_YET and entry.url not in visit.ledger.entries
        if missing and is_yearly(declared):
            empty = walk if walk.outcome is Outcome.DECLARED_EMPTY else empty
            continue  # this year's column does not exist yet, or holds nothing yet
        for listed in reader.together(walk.rows.values(), entry):
            reader.register(listed, entry)
        _note_walk(visit, declared, entry.url, walk, clock)
        if _ends(visit, walk):
            return False
    walker.note_round(declared)
    if columns and not any(entry.url in visit.walks for entry in columns):
        gone = empty or Walk()
        if empty is None:
            gone.stop(Outcome.GONE, "没有任何年度栏目", "no yearly column exists")
        _note_walk(visit, declared, declared.url, gone, clock)
    return True


def _note_unasked(visit: _Visit, left: Iterable[Entry]) -> None:
    """Columns that the budget left no request for; what is remembered of them stays."""
    if isinstance(visit.ended_by, BudgetSpent):
        for declared in left:
            unasked = visit.walks.setdefault(address_of(declared), Walk())
            unasked.stop(Outcome.BUDGET_SPENT, visit.ended_by.message_zh, visit.ended_by.message_en)


def _note_walk(visit: _Visit, declared: Entry, url: str, walk: Walk, clock: Clock) -> None:
    visit.walks[url] = walk
    if walk.outcome is Outcome.BUDGET_SPENT:
        return  # nothing was asked: what is remembered of the column stands
    state = _entry_state(walk, visit.ledger.entries.get(url), visit.portal, clock.now())
    visit.ledger.entries[url] = state.model_copy(update={"declared": address_of(declared)})


def _ends(visit: _Visit, walk: Walk) -> bool:
    if walk.error is not None and _ends_visit(walk.error):
        visit.ended_by = walk.error
        return True
    return False


def _say_nothing(doing: str) -> None:
    """Progress that nobody watches."""


def _saver(
    checkpoint: Callable[[PortalState], None] | None, visit: _Visit, client: PoliteClient, clock: Clock
) -> Callable[[], None]:
    def save() -> None:
        if checkpoint is not None:
            checkpoint(visit.ledger.freeze(robots=client.robots, now=clock.now()))

    return save


def _read_items(
    visit: _Visit, reader: ItemReader, *, full: bool, tell: Callable[[str], None], save: Callable[[], None]
) -> None:
    """Fetch what is due, reports before doubts, as listed; stop when the portal stops answering."""
    due = [(key, item) for key, item in visit.ledger.items.items() if reader.is_due(item, full=full)]
    due.sort(key=lambda one: one[1].decision.look)
    failures = 0
    for key, item in due:
        tell(f"item {item.title or item.url}")
        try:
            reader.fetch(key, declared_entry(visit.portal, item.entry))
        except FetchError as error:
            visit.ended_by = error
            return
        save()
        unreachable = any(problem.state == Unreachable.state for problem in visit.ledger.items[key].problems)
        failures = failures + 1 if unreachable else 0
        if failures >= _MAX_UNREACHABLE:
            problem = visit.ledger.items[key].problems[0]
            visit.ended_by = Unreachable(problem.url, "门户连续无响应", "the portal stopped answering")
            return


def _ends_visit(error: FetchError) -> bool:
    return error.ends_run or (isinstance(error, Wall) and error.challenge)


def _entry_state(walk: Walk, before: EntryState | None, portal: Portal, now: datetime) -> EntryState:
    good = walk.outcome.is_success
    return EntryState(
        **noted(walk, before, portal, now),
        last_outcome=walk.outcome.value,
        last_run_at=now,
        last_success=now if good else (before.last_success if before else None),
        failure_streak=0 if good else (before.failure_streak if before else 0) + 1,
        history_read=walk.history_read or bool(before and before.history_read),
        rows_last_seen=len(walk.rows) or (before.rows_last_seen if before else None),
        claimed_rows=walk.claimed_rows if walk.claimed_rows is not None else (before.claimed_rows if before else None),
        note=f"{walk.note_zh} {walk.note_en}".strip() or None,
    )


def _outcome(visit: _Visit, now: datetime) -> Outcome:
    outcomes = [walk.outcome for walk in visit.walks.values()]
    if isinstance(visit.ended_by, BudgetSpent):
        outcomes.append(Outcome.PARTIAL)  # a column that it left unread says so itself
    elif visit.ended_by is not None:
        outcomes.append(outcome_of(visit.ended_by, window=visit.portal.pace.window, now=now))
    heaviest = max(outcomes, key=lambda outcome: outcome.weight)
    read_anything = visit.tally.pages or visit.tally.files or visit.tally.changed
    return Outcome.OK if heaviest is Outcome.NOT_MODIFIED and read_anything else heaviest


def _result(visit: _Visit, client: PoliteClient, clock: Clock) -> PortalHarvest:
    now = clock.now()
    ledger, tally = visit.ledger, visit.tally
    outcome = _outcome(visit, now)
    listed = with_gathered({key for walk in visit.walks.values() for key in walk.rows}, ledger.items)
    by_verdict = {verdict: _items(ledger, listed, verdict) for verdict in ItemVerdict}
    wall = _wall(visit)
    events = departures(ledger)
    looked_at, looked = ledger.before.looked if outcome is Outcome.BUDGET_SPENT else (None, None)
    ledger.changes |= {
        "looked_at": looked_at,
        "looked_outcome": looked,
        "last_outcome": outcome.value,
        "last_success": now if outcome.is_success else ledger.before.last_success,
        "failure_streak": 0 if outcome.is_success else ledger.before.failure_streak + 1,
        "rest_until": rest_until(wall, [visit.ended_by, *(walk.error for walk in visit.walks.values())], now),
        "wall": wall.kind if wall else None,
    }
    disclosures = tuple(sorted(tally.changed.values(), key=lambda one: (str(one.published_on), one.page_url)))
    problems = tuple(problem for item in ledger.items.values() for problem in item.problems)
    message_zh, message_en = _sentences(visit, outcome, len(disclosures))
    if events:
        message_zh += f"；{len(events)}条报告移位、未列出、已撤下或有更正"
        message_en += f"; {len(events)} events of moved, unlisted, missing or corrected reports"
    return PortalHarvest(
        portal_id=visit.portal.id,
        outcome=outcome,
        state=ledger.freeze(robots=client.robots, now=now),
        pages_fetched=tally.pages + sum(walk.pages for walk in visit.walks.values()),
        files_fetched=tally.files,
        not_modified=tally.not_modified + sum(walk.not_modified for walk in visit.walks.values()),
        requests=client.requests_made,
        items_seen=len(listed),
        taken=len(by_verdict[ItemVerdict.TAKE]),
        left=by_verdict[ItemVerdict.LEAVE],
        ambiguous=by_verdict[ItemVerdict.AMBIGUOUS],
        disclosures=disclosures,
        problems=problems,
        events=events,
        columns=_column_troubles(visit),
        message_zh=message_zh,
        message_en=message_en,
    )


def _column_troubles(visit: _Visit) -> tuple[ColumnTrouble, ...]:
    names = {entry.url: entry.name for entry in visit.portal.entry}
    return tuple(
        ColumnTrouble(url, names.get(url), walk.outcome, walk.note_zh, walk.note_en)
        for url, walk in visit.walks.items()
        if walk.outcome not in _AS_DECLARED
    )


def _wall(visit: _Visit) -> Wall | None:
    """The wall that stood before a whole column or ended the visit."""
    errors = [visit.ended_by, *(walk.error for walk in visit.walks.values() if walk.outcome is Outcome.WALL)]
    return next((error for error in errors if isinstance(error, Wall)), None)


def _items(ledger: Ledger, keys: set[str], verdict: ItemVerdict) -> tuple[LeftItem, ...]:
    reasons = title_words().reasons
    found = []
    for key in sorted(keys):
        item = ledger.items[key]
        if item.decision.verdict is verdict:
            reason = reasons.get(item.decision.reason)
            zh, en = (reason.zh, reason.en) if reason else ("", "")
            found.append(LeftItem(item.title, item.url, item.decision.reason, zh, en))
    return tuple(found)


def _sentences(visit: _Visit, outcome: Outcome, changed: int) -> tuple[str, str]:
    """One sentence in Chinese and one in English: what was found, or what stood in the way."""
    if outcome is Outcome.NOT_MODIFIED:
        return "没有变化", "nothing changed"
    found_zh, found_en = f"新增或更新{changed}份报告", f"{changed} new or changed reports"
    stops = [(walk.note_zh, walk.note_en) for walk in visit.walks.values() if walk.note_zh]
    if visit.ended_by is not None:
        stops.append((visit.ended_by.message_zh, visit.ended_by.message_en))
    stops = list(dict.fromkeys(stops))
    if not stops:
        return found_zh, found_en
    zh, en = "；".join(one for one, _ in stops), "; ".join(one for _, one in stops)
    return (f"{found_zh}；{zh}", f"{found_en}; {en}") if changed or outcome.is_success else (zh, en)


def _resting(portal: Portal, state: PortalState, why: Resting) -> PortalHarvest:
    """Nothing is asked while a rest lasts."""
    problems = tuple(problem for item in state.items.values() for problem in item.problems)
    return PortalHarvest(
        portal_id=portal.id,
        outcome=why.outcome,
        state=state,
        problems=problems,
        message_zh=why.zh,
        message_en=why.en,
    )
