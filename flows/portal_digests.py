"""What a publish needs to know of every portal, kept beside the states, so that only states that changed are read.

A digest is made from a portal's state and stands in one of 64 objects ``state/digests/{shard}.json`` with the stamp
that the state had in the store's listing. Digests are a cache: where one is missing, damaged or older than its state,
the state is read, and a store without stamps is read whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from domain.identifiers import sha256_hex
from domain.ports import Stamped, Store, StoreError
from scrapers.departures import told_by
from scrapers.outcomes import Outcome
from scrapers.state import (
    DocumentProblem,
    EntryState,
    ItemState,
    ItemVerdict,
    PortalState,
    load_state,
    state_key,
)

#: Raised with every change of what a digest says of the same state.
FORM = 2
_SHARDS = 64
_STATES = "state/portals/"
_LONGEST_VISIT = timedelta(days=2)


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pointer(_Kept):
    """A parsed report that a portal carries, and what decides between two portals that carry it."""

    report_id: str
    report_key: str
    revision: int
    published_on: str = ""


class Withdrawal(_Kept):
    """What shows that a report was withdrawn."""

    unlisted_since: AwareDatetime
    page_missing: DocumentProblem


class ListedReport(_Kept):
    """A report that a portal lists and no record was made of: its page or files cannot be had, or were not read."""

    url: str
    #: State of the document that cannot be had, else :data:`NOT_FETCHED` or :data:`NOT_READ`.
    state: str
    message: str = ""
    since: AwareDatetime


#: Listed, and not asked for yet; fetched, and no report was read from it.
NOT_FETCHED, NOT_READ = "not_fetched", "not_read"


class PortalDigest(_Kept):
    portal_id: str
    #: That of the state in the listing; "" for a state that the listing did not have.
    stamp: str
    #: When and how the last visit ended that asked for anything; an outcome without a day where none ever did.
    last_run_at: AwareDatetime | None = None
    last_outcome: str | None = None
    #: The column of that visit that stood most in the way, and whether one was never yet read to its end.
    trouble_at: str = ""
    is_unread: bool = False
    #: By report id.
    listed: dict[str, ListedReport] = {}
    pointers: tuple[Pointer, ...] = ()
    #: Reports by id that this portal withdrew, and those that it still carries.
    withdrawn: dict[str, Withdrawal] = {}
    standing: frozenset[str] = frozenset()


class _Shard(_Kept):
    form: int
    portals: dict[str, PortalDigest]


def digest_of(state: PortalState, stamp: str = "") -> PortalDigest:
    withdrawn, standing = told_by(state)
    looked_at, looked = state.looked
    unread = _unread(state)
    return PortalDigest(
        portal_id=state.portal_id,
        stamp=stamp,
        last_run_at=looked_at,
        last_outcome=looked or state.last_outcome,
        trouble_at=next(iter(unread), "") or _worst(state),
        is_unread=bool(unread),
        listed=_listed_only(state),
        pointers=tuple(_pointers(state.items.values())),
        withdrawn={report_id: _withdrawal(item) for report_id, item in withdrawn.items()},
        standing=standing,
    )


def _pointers(items: Iterable[ItemState]) -> Iterator[Pointer]:
    for item in items:
        if item.report is not None:
            day: object = item.disclosure.published_on if item.disclosure else None
            yield Pointer(
                report_id=item.report.report_id,
                report_key=item.report.report_key,
                revision=item.report.revision,
                published_on=str(day or ""),
            )


def _last_visited(state: PortalState) -> dict[str, EntryState]:
    """The columns of the last visit; those that are no longer declared are remembered too."""
    looked_at, _ = state.looked
    if looked_at is None:
        return {}
    return {url: one for url, one in state.entries.items() if one.last_run_at > looked_at - _LONGEST_VISIT}


def _unread(state: PortalState) -> list[str]:
    """Columns that the last visit read in part and no visit has read to its end."""
    if state.looked[1] != Outcome.PARTIAL.value:
        return []
    return sorted(
        url
        for url, one in _last_visited(state).items()
        if one.last_outcome == Outcome.PARTIAL.value and not one.history_read
    )


def _worst(state: PortalState) -> str:
    failed = {
        url: Outcome(one.last_outcome).weight
        for url, one in _last_visited(state).items()
        if not Outcome(one.last_outcome).is_success
    }
    return max(sorted(failed), key=failed.__getitem__, default="")


def _listed_only(state: PortalState) -> dict[str, ListedReport]:
    found: dict[str, ListedReport] = {}
    for item in state.items.values():
        named = item.disclosure.report_id if item.disclosure else item.decision.report_id
        report_id = named or next((one.report_id for one in item.problems if one.report_id), "")
        taken = item.decision.verdict is ItemVerdict.TAKE and not item.is_followed and item.moved_to is None
        if taken and report_id and item.report is None and report_id not in found:
            found[report_id] = _listed_report(item)
    carried = {item.report.report_id for item in state.items.values() if item.report is not None}
    return {report_id: one for report_id, one in sorted(found.items()) if report_id not in carried}


def _listed_report(item: ItemState) -> ListedReport:
    if item.disclosure is not None and item.disclosure.documents:
        return ListedReport(url=item.disclosure.page_url, state=NOT_READ, since=item.first_seen)
    if not item.problems:
        return ListedReport(url=item.url, state=NOT_FETCHED, since=item.first_seen)
    problem = item.problems[0]
    return ListedReport(url=problem.url, state=problem.state, message=problem.message, since=problem.first_seen)


def _withdrawal(item: ItemState) -> Withdrawal:
    missing = next(problem for problem in item.problems if problem.url == item.url)
    since: datetime | None = item.unlisted_since
    assert since is not None, "a withdrawn item is unlisted"
    return Withdrawal(unlisted_since=since, page_missing=missing)


def read_digests(store: Store, portal_ids: Iterable[str]) -> Iterator[PortalDigest]:
    """The digest of every portal the store has a state of, and of ``portal_ids``; shard by shard.

    Raises :class:`scrapers.state.DamagedState` for a state that changed and cannot be read.
    """
    stamps = dict(_stamps(store)) if isinstance(store, Stamped) else None
    known = stamps if stamps is not None else dict.fromkeys(_listed(store), "")
    ids = sorted({*portal_ids, *known}, key=lambda one: (_shard_of(one), one))
    for shard, members in groupby(ids, key=_shard_of):
        if stamps is None:
            yield from (digest_of(load_state(store, one)[0]) for one in members)
        else:
            yield from _of_shard(store, shard, tuple(members), stamps)


def _of_shard(store: Store, shard: int, members: tuple[str, ...], stamps: dict[str, str]) -> list[PortalDigest]:
    key = f"state/digests/{shard:02}.json"
    held, tag = _held(store, key)
    found = {}
    for portal_id in members:
        stamp = stamps.get(portal_id)
        before = held.get(portal_id)
        if stamp is None:
            found[portal_id] = PortalDigest(portal_id=portal_id, stamp="")
        elif before is not None and before.stamp == stamp:
            found[portal_id] = before
        else:
            # Read after the listing: a state that changed in between is newer than its stamp, and is read again.
            found[portal_id] = digest_of(load_state(store, portal_id)[0], stamp)
    kept = {portal_id: one for portal_id, one in found.items() if one.stamp}
    if kept != held:
        data = _Shard(form=FORM, portals=kept).model_dump_json(exclude_defaults=True).encode()
        # Another publisher kept its own, which is as good; or this one may not write here: then it costs time only.
        with suppress(StoreError):
            store.swap(key, data, tag=tag)
    return list(found.values())


def _held(store: Store, key: str) -> tuple[dict[str, PortalDigest], str | None]:
    stored = store.get(key)
    if stored is None:
        return {}, None
    try:
        shard = _Shard.model_validate_json(stored.data)
    except ValidationError:
        return {}, stored.tag
    return (shard.portals if shard.form == FORM else {}), stored.tag


def _shard_of(portal_id: str) -> int:
    return int(sha256_hex(portal_id.encode())[:4], 16) % _SHARDS


def _stamps(store: Stamped) -> Iterator[tuple[str, str]]:
    for key, stamp in store.stamps(_STATES):
        if key.endswith(".json"):
            yield _portal_of(key), stamp


def _listed(store: Store) -> Iterator[str]:
    return (_portal_of(key) for key in store.list(_STATES) if key.endswith(".json"))


def _portal_of(key: str) -> str:
    portal_id = key.removeprefix(_STATES).removesuffix(".json")
    assert state_key(portal_id) == key
    return portal_id
