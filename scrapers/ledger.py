"""The state of one portal while it is visited: plain dictionaries, frozen into a :class:`PortalState` to be saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scrapers.addresses import identity
from scrapers.answers import Answer, Validators
from scrapers.robots import RobotsRecord
from scrapers.state import EntryState, ItemState, PortalState, Seen

#: What the clocks of several workers may differ by.
_SKEW = timedelta(hours=1)
_JUST_READ = timedelta(days=2)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Ledger:
    """Only what is archived is written here, so that a state never promises bytes that are not there."""

    before: PortalState
    entries: dict[str, EntryState]
    items: dict[str, ItemState]
    seen: dict[str, Seen]
    changes: dict[str, object] = field(default_factory=dict)
    #: What was not answered in full since then is asked for without conditions.
    proving_since: datetime | None = None

    @classmethod
    def open(cls, state: PortalState, *, proving_since: datetime | None = None) -> Ledger:
        return cls(state, dict(state.entries), dict(state.items), dict(state.seen), proving_since=proving_since)

    def validators(self, key: str, *, now: datetime, proof: timedelta) -> Validators | None:
        """What to ask "changed since?" with; ``None`` once in ``proof``, so that a full answer proves it honest."""
        known = self.seen.get(key)
        if known is None:
            return None
        proved = known.proved_at or known.checked_at
        if self.proving_since is not None and proved < self.proving_since:
            return None
        # An answer of the future was noted by a clock that was wrong; those of several workers differ a little.
        fresh = -_SKEW <= now - proved < proof
        return known.validators if fresh else None

    def note(self, key: str, answer: Answer) -> bool:
        """Remember an answer; True when its bytes are new. A 304 keeps what is known and moves its date."""
        known = self.seen.get(key)
        if answer.not_modified:
            if known is not None:
                self.seen[key] = known.model_copy(update={"checked_at": answer.fetched_at})
            return False
        validators = answer.validators
        dishonest = known is not None and (
            known.dishonest
            # The same tag or date for other bytes: a later 304 of this server would prove nothing.
            or (known.sha256 != answer.sha256 and _claims_no_change(known, validators))
        )
        self.seen[key] = Seen(
            etag=validators.etag,
            last_modified=validators.last_modified,
            sha256=answer.sha256,
            checked_at=answer.fetched_at,
            proved_at=answer.fetched_at,
            leads=known is not None and known.leads,
            dishonest=dishonest,
        )
        return known is None or known.sha256 != answer.sha256

    def doubt(self, key: str, *, now: datetime, redated: bool = False) -> None:
        """Ask without conditions next time: something else says that the bytes of ``key`` may have changed.

        Not of what was read whole a moment ago, since some lists print another title at every visit; but where the list
        has ``redated`` it.
        """
        known = self.seen.get(key)
        if known is not None and (redated or now - (known.proved_at or known.checked_at) >= _JUST_READ):
            self.seen[key] = known.model_copy(update={"proved_at": _NEVER})

    def mark_leading(self, key: str, *, leads: bool) -> None:
        """Remember that the page of ``key`` only leads to a list, or that it must be looked at anew."""
        known = self.seen.get(key)
        if known is not None and known.leads != leads:
            self.seen[key] = known.model_copy(update={"leads": leads})

    def sha256_of(self, url: str) -> str | None:
        known = self.seen.get(identity(url))
        return known.sha256 if known else None

    def freeze(self, *, robots: dict[str, RobotsRecord], now: datetime) -> PortalState:
        return self.before.model_copy(
            update={
                "entries": dict(self.entries),
                "items": dict(self.items),
                "seen": dict(self.seen),
                "robots": dict(robots),
                "last_run_at": now,
                **self.changes,
            }
        )


def _claims_no_change(known: Seen, validators: Validators) -> bool:
    if known.etag or validators.etag:
        return known.etag == validators.etag
    return known.last_modified is not None and known.last_modified == validators.last_modified
