"""What is remembered of one portal between runs: the only state of discovery (``state/portals/{portal_id}.json``).

It is written by compare-and-swap. Two runs of the same portal at once end in a merge that loses no item: for every item
and validator the later look wins, and what only one of them saw is kept.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from domain.ports import Store, StoreError, SwapConflict
from domain.records import ReportType, Scope
from scrapers.answers import Validators
from scrapers.disclosure import Disclosure
from scrapers.outcomes import Outcome
from scrapers.robots import RobotsRecord

SCHEMA_VERSION = 1
#: Tries to save while others save too.
_SWAPS = 8


class Remembered(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Seen(Remembered):
    """The last answer of one address: what to ask "changed since?" with, and the hash that proves the reply."""

    etag: str | None = None
    last_modified: str | None = None
    sha256: str
    checked_at: AwareDatetime
    #: When its bytes were last received without conditions: the answer that proves the validators honest.
    proved_at: AwareDatetime | None = None
    #: The page only leads to the list (a shell, a frame): that it has not changed says nothing about the list.
    leads: bool = False
    #: The server once said "not modified" about bytes that had changed: ask without conditions.
    dishonest: bool = False

    @property
    def validators(self) -> Validators | None:
        if self.dishonest or not (self.etag or self.last_modified):
            return None
        return Validators(self.etag, self.last_modified)


class ItemVerdict(StrEnum):
    TAKE = "take"
    LEAVE = "leave"
    AMBIGUOUS = "ambiguous"


class ItemDecision(Remembered):
    verdict: ItemVerdict
    reason: str
    #: Undecided by the row; its page is still to be looked at.
    look: bool = False
    #: The report that a taken item is, as far as was read: also where its page or files cannot be had.
    report_id: str = ""


class DocumentProblem(Remembered):
    """A document or page of an item that could not be had, in a named state, until it heals."""

    report_id: str = ""
    url: str
    state: str
    message: str
    first_seen: AwareDatetime
    last_seen: AwareDatetime
    looks: int = 1
    #: Not asked for again before this moment.
    next_look: AwareDatetime | None = None

    def waits(self, now: datetime) -> bool:
        """True until the next look at it, unless the last one was made by a clock that was ahead."""
        return self.next_look is not None and self.last_seen <= now < self.next_look


class Review(Remembered):
    """A person's decision about an item the rules could not decide. It holds while the item has this ``title``.

    ``ambiguous``: an earlier decision was taken back, and the rules decide again.
    """

    verdict: ItemVerdict
    title: str
    reviewed_at: AwareDatetime
    note: str = ""
    #: The whole identity of an item that was accepted.
    division_code: str | None = None
    agency: str | None = None
    agency_kind: str | None = None
    fiscal_year: int | None = None
    report_type: ReportType | None = None
    scope: Scope = Scope.UNKNOWN


class ReportPointer(Remembered):
    """The parsed report that was made from an item's documents."""

    report_id: str
    report_key: str
    inputs_fingerprint: str
    revision: int


class ItemState(Remembered):
    """One row of a list, ever seen. ``url`` is the address it was fetched by; the key in the state is its identity."""

    url: str
    title: str
    listed_on: date | None = None
    publisher: str | None = None
    #: What the row says that its file is called.
    file_name: str | None = None
    #: Further files of the same report that stand in its row: address and name.
    beside: tuple[tuple[str, str], ...] = ()
    #: Address of the entry and of the page the row was listed in.
    entry: str = ""
    listed_at: str = ""
    #: What the site and the column called themselves.
    site: str | None = None
    column: str | None = None
    decision: ItemDecision
    first_seen: AwareDatetime
    last_seen: AwareDatetime
    #: When its page and files were last asked for; ``None``: still to be fetched.
    fetched_at: AwareDatetime | None = None
    disclosure: Disclosure | None = None
    report: ReportPointer | None = None
    problems: tuple[DocumentProblem, ...] = ()
    review: Review | None = None
    #: Since when its column, read to the end, no longer holds the item of a published report; where the report is now.
    unlisted_since: AwareDatetime | None = None
    moved_to: str | None = None
    #: Another report stands at its address now (see ``scrapers.followed``): nothing is asked for any more.
    is_followed: bool = False


class EntryState(Remembered):
    """One column: a good one never clears the failure of another."""

    last_outcome: str
    last_run_at: AwareDatetime
    last_success: AwareDatetime | None = None
    failure_streak: int = 0
    #: The whole column has been read to its end (or to where the portal lets one read).
    history_read: bool = False
    #: When that was last so, and how many pages there were.
    whole_at: AwareDatetime | None = None
    pages: int | None = None
    #: Address of the last page, where the list has its oldest rows first: what is new stands there.
    newest_at: str | None = None
    #: When the columns of all years were last asked for, where it is that of one year.
    round_at: AwareDatetime | None = None
    #: Address or index page of the declared entry that it is a column of.
    declared: str | None = None
    rows_last_seen: int | None = None
    claimed_rows: int | None = None
    note: str | None = None


class PortalState(Remembered):
    """Everything remembered of one portal. ``items`` and ``seen`` are keyed by the identity of an address."""

    schema_version: int = SCHEMA_VERSION
    portal_id: str
    entries: dict[str, EntryState] = Field(default_factory=dict)
    items: dict[str, ItemState] = Field(default_factory=dict)
    seen: dict[str, Seen] = Field(default_factory=dict)
    robots: dict[str, RobotsRecord] = Field(default_factory=dict)
    last_outcome: str | None = None
    last_run_at: AwareDatetime | None = None
    last_success: AwareDatetime | None = None
    failure_streak: int = 0
    #: When and how the last visit ended that asked for every column, where the budget kept later ones from it.
    looked_at: AwareDatetime | None = None
    looked_outcome: str | None = None
    #: After a wall: no request before this moment.
    rest_until: AwareDatetime | None = None
    wall: str | None = None
    #: Version of the deciding rules that made the items' decisions.
    rules_version: str | None = None

    @property
    def looked(self) -> tuple[datetime | None, str | None]:
        """When and how the last visit ended that asked for every column; ``None`` where there was none."""
        if self.last_outcome == Outcome.BUDGET_SPENT.value:
            return self.looked_at, self.looked_outcome
        return self.last_run_at, self.last_outcome

    def with_item(self, key: str, item: ItemState) -> PortalState:
        """A copy in which ``key`` is ``item``."""
        return self.model_copy(update={"items": {**self.items, key: item}})


class DamagedState(StoreError):
    """The stored state is not readable; nothing is guessed from it."""


def state_key(portal_id: str) -> str:
    return f"state/portals/{portal_id}.json"


def load_state(store: Store, portal_id: str) -> tuple[PortalState, str | None]:
    """The portal's state and the tag to save it with; an empty one and ``None`` for a portal never visited.

    Raises :class:`DamagedState` naming the object, what is wrong and how to mend it.
    """
    key = state_key(portal_id)
    stored = store.get(key)
    if stored is None:
        return PortalState(portal_id=portal_id), None
    # First: what a newer program added would else be taken for damage.
    written = _schema_of(stored.data)
    if written is not None and written > SCHEMA_VERSION:
        message = (
            f"{store.location}/{key}: 状态由更新的程序写入（格式 {written}，本程序只懂 {SCHEMA_VERSION}），"
            "未改动；请升级本程序。 "
            f"written by a newer program (schema {written}, this one knows {SCHEMA_VERSION}), left as it is; "
            "update this program"
        )
        raise DamagedState(message)
    try:
        state = PortalState.model_validate_json(stored.data)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = (
            f"{store.location}/{key}: 门户状态无法读取 unreadable portal state ({where}: {first['msg']}); "
            "move it away to start this portal anew, archived files are kept"
        )
        raise DamagedState(message) from invalid
    return state, stored.tag


def _schema_of(data: bytes) -> int | None:
    try:
        held = json.loads(data)
    except ValueError:
        return None
    number = held.get("schema_version") if isinstance(held, dict) else None
    return number if isinstance(number, int) else None


def _bytes_of(state: PortalState) -> bytes:
    """Defaults are left out, which keeps the object of a busy portal small; the schema version always stands."""
    fields = {"schema_version": state.schema_version} | state.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def save_state(store: Store, state: PortalState, tag: str | None) -> tuple[PortalState, str]:
    """Save by compare-and-swap; when somebody else saved meanwhile, merge with theirs and repeat.

    Returns what was saved in the end and its new tag.
    """
    key = state_key(state.portal_id)
    for _ in range(_SWAPS):
        try:
            return state, store.swap(key, _bytes_of(state), tag=tag)
        except SwapConflict:
            theirs, tag = load_state(store, state.portal_id)
            state = merge_states(state, theirs)
    message = (
        f"{store.location}/{key}: 状态一直被其他进程修改 others kept changing it through {_SWAPS} tries; run again"
    )
    raise SwapConflict(message)


class StateSaver:
    """Saves one portal's state again and again while a visit goes on. What another visit saved meanwhile is kept.

    A visit knows nothing of the merges: each of its states is merged anew with the last one of the others.
    """

    def __init__(self, store: Store, tag: str | None) -> None:
        self._store = store
        self._tag = tag
        self._others: PortalState | None = None

    def save(self, state: PortalState) -> tuple[PortalState, str]:
        """What stands in the store now, and its tag."""
        ours = merge_states(state, self._others) if self._others is not None else state
        saved, self._tag = save_state(self._store, ours, self._tag)
        if saved is not ours:
            self._others = saved
        return saved, self._tag


def merge_states(ours: PortalState, theirs: PortalState) -> PortalState:
    """Both runs' knowledge. Commutative but for exact ties, which go to ``ours``."""
    later, earlier = (ours, theirs) if _when(ours.last_run_at) >= _when(theirs.last_run_at) else (theirs, ours)
    items = dict(theirs.items)
    for key, item in ours.items.items():
        items[key] = _merge_items(item, items[key]) if key in items else item
    seen = dict(theirs.seen)
    for key, one in ours.seen.items():
        if key not in seen or one.checked_at >= seen[key].checked_at:
            seen[key] = one
    entries = dict(earlier.entries)
    for url, entry in later.entries.items():
        known = entries.get(url)
        history = entry.history_read or (known is not None and known.history_read)
        whole = entry if known is None or _when(entry.whole_at) >= _when(known.whole_at) else known
        read = {name: getattr(whole, name) for name in ("whole_at", "pages", "newest_at", "round_at")}
        entries[url] = entry.model_copy(update={"history_read": history, **read})
    robots = dict(theirs.robots)
    for host, record in ours.robots.items():
        if host not in robots or record.fetched_at >= robots[host].fetched_at:
            robots[host] = record
    looked_at, looked = max(ours.looked, theirs.looked, key=lambda one: _when(one[0]))
    unasked = later.last_outcome == Outcome.BUDGET_SPENT.value
    successes = [one for one in (ours.last_success, theirs.last_success) if one]
    return later.model_copy(
        update={
            "items": items,
            "seen": seen,
            "entries": entries,
            "robots": robots,
            "last_success": max(successes, default=None),
            "looked_at": looked_at if unasked else None,
            "looked_outcome": looked if unasked else None,
        }
    )


def _merge_items(ours: ItemState, theirs: ItemState) -> ItemState:
    """The item that was fetched last, with the earlier first look and the newest report."""
    newer, older = (ours, theirs) if _when(ours.fetched_at) >= _when(theirs.fetched_at) else (theirs, ours)
    report = newer.report or older.report
    if newer.report and older.report and older.report.revision > newer.report.revision:
        report = older.report
    # A person's decision that only one side saw goes over what the other side decided about the same title.
    decided = newer
    if older.review and older.review.title == newer.title and _reviewed_at(older) > _reviewed_at(newer):
        decided = older
    return newer.model_copy(
        update={
            "review": decided.review,
            "decision": decided.decision,
            "fetched_at": decided.fetched_at,
            "first_seen": min(ours.first_seen, theirs.first_seen),
            "last_seen": max(ours.last_seen, theirs.last_seen),
            "disclosure": newer.disclosure or older.disclosure,
            "report": report,
        }
    )


def _reviewed_at(item: ItemState) -> float:
    return _when(item.review.reviewed_at if item.review else None)


def _when(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
