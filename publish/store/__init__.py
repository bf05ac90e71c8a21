"""The only state of the project: a folder or an S3 bucket behind the four verbs of :class:`domain.ports.Store`."""

from __future__ import annotations

from publish.store.local import LocalStore
from publish.store.opening import open_store

__all__ = ["LocalStore", "open_store"]
