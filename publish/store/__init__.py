"""The only state of the project: a folder or an S3 bucket behind the four verbs of :class:`domain.ports.Store`."""

from __future__ import annotations

from publish.store.format import WrongFormat, claim_format
from publish.store.local import LocalStore
from publish.store.opening import NoSuchStore, open_existing, open_store

__all__ = ["LocalStore", "NoSuchStore", "WrongFormat", "claim_format", "open_existing", "open_store"]
