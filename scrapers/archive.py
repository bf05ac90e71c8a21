"""The raw archive: bytes once under their SHA-256, and one record of every request (dataset contract, section 4)."""

from __future__ import annotations

import contextlib
import json
from dataclasses import fields as dataclass_fields

from domain.identifiers import sha256_hex
from domain.ports import Clock, ObjectExists, Store
from domain.takedowns import is_taken_down
from scrapers.answers import Answer, Exchange


def archive_key(sha256: str) -> str:
    """Where the bytes with this SHA-256 are kept."""
    return f"raw/sha256/{sha256[:2]}/{sha256}"


class Archive:
    """Writes ``raw/``; nothing in it is ever overwritten or removed by us, and what was taken down is not written."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def keep(self, answer: Answer) -> str:
        """Archive the bytes of an answer and return their key; bytes already there are fine."""
        return self.keep_bytes(answer.body, answer.sha256, answer.content_type or "application/octet-stream")

    def keep_bytes(self, data: bytes, sha256: str, content_type: str = "application/octet-stream") -> str:
        key = archive_key(sha256)
        if is_taken_down(self._store, sha256):  # its hash stays with the item, so that nobody asks for it again
            return key
        with contextlib.suppress(ObjectExists):
            self._store.put_new(key, data, content_type=_header_safe(content_type))
        return key

    def read(self, sha256: str) -> bytes | None:
        """Archived bytes, ``None`` if they are not there."""
        stored = self._store.get(archive_key(sha256))
        return stored.data if stored else None

    def record(self, exchange: Exchange) -> None:
        """Write the record of one request under ``raw/requests/{yyyy}/{mm}/{dd}/``."""
        fields = {one.name: getattr(exchange, one.name) for one in dataclass_fields(exchange)} | {
            "schema_version": 1,
            "requested_at": exchange.requested_at.isoformat(),
            "recorded_at": self._clock.now().isoformat(),
        }
        data = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        when = exchange.requested_at
        name = f"{when:%H%M%S%f}-{exchange.portal_id}-{sha256_hex(data)[:12]}.json"
        # An existing key is the same request at the same instant with the same outcome.
        with contextlib.suppress(ObjectExists):
            self._store.put_new(f"raw/requests/{when:%Y/%m/%d}/{name}", data, content_type="application/json")


def _header_safe(content_type: str) -> str:
    """A stored object's type may be sent as a header: printable ASCII only."""
    return "".join(letter for letter in content_type if " " <= letter <= "~")[:200] or "application/octet-stream"
