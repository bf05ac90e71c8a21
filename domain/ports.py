"""The doors to the world. Edges receive these objects; no module opens a clock or a store by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


class StoreError(Exception):
    """The store could not do what was asked; the message says what and how to mend it."""


class ObjectExists(StoreError):
    """``put_new`` met an object that is already there."""


class SwapConflict(StoreError):
    """``swap`` met an object that somebody else changed in the meantime: read again and repeat."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Bytes of one object and the tag that ``swap`` compares."""

    key: str
    data: bytes
    tag: str


class Store(Protocol):
    """A folder or an S3 bucket behind the same four verbs. Keys use ``/`` and never start with it."""

    #: What a person would call this store, e.g. ``./data/store`` or ``s3://bucket/prefix``.
    location: str

    def get(self, key: str) -> StoredObject | None:
        """The object, or ``None`` if there is none."""

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        """Create the object. Raises :class:`ObjectExists` if the key is taken (nothing is overwritten)."""

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        """Replace the object whose tag is ``tag`` (``None``: it must not exist) and return the new tag.

        Raises :class:`SwapConflict` when the object is another one by now.
        """

    def list(self, prefix: str = "") -> Iterator[str]:
        """Keys below ``prefix`` in ascending order."""


@runtime_checkable
class Stamped(Protocol):
    """A store that can tell from a listing alone which objects were written since an earlier one."""

    def stamps(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        """Keys below ``prefix`` in ascending order, each with a text that no earlier state of the object had."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, timezone-aware (UTC)."""

    def sleep(self, seconds: float) -> None:
        """Wait; tests pass a clock that only counts."""
