"""Files that must not come back: for each a record in the store, named by the SHA-256 of its bytes.

A person asked that a file be forgotten. Its bytes can then be removed from the archive; the hash is kept, so that the
same file is neither archived nor read when the portal still shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.ports import Store

PREFIX = "takedowns/"
_HASH = re.compile(r"[0-9a-f]{64}")


class Takedown(BaseModel):
    """``reason`` says who asked and by which letter, never what the file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    reason: str = Field(min_length=1)
    recorded_at: AwareDatetime


def takedown_key(sha256: str) -> str:
    """Where the record of a file lies."""
    return f"{PREFIX}{sha256}.json"


def is_taken_down(store: Store, sha256: str) -> bool:
    """By the listing, which a harvester may always see, though it may not read what an operator wrote."""
    return any(True for _ in store.list(takedown_key(sha256)))


def taken_down(store: Store) -> frozenset[str]:
    """The hashes of all files that must not come back."""
    names = (PurePosixPath(key).stem for key in store.list(PREFIX))
    return frozenset(name for name in names if _HASH.fullmatch(name))


def takedowns(store: Store) -> Iterator[Takedown]:
    """All records, by hash. Raises ``ValidationError`` for one that was spoiled by hand."""
    for sha256 in sorted(taken_down(store)):
        stored = store.get(takedown_key(sha256))
        if stored is not None:
            yield Takedown.model_validate_json(stored.data)


def take_down(store: Store, sha256: str, *, reason: str, now: datetime) -> Takedown:
    """Record that a file must not come back.

    Raises ``ObjectExists`` if that is on record already, ``ValidationError`` for what is no SHA-256 or says no reason.
    """
    record = Takedown(sha256=sha256, reason=reason, recorded_at=now)
    data = record.model_dump_json(indent=1).encode()
    store.put_new(takedown_key(sha256), data, content_type="application/json")
    return record
