"""A store in memory, for tests that publish very often."""

from __future__ import annotations

from collections.abc import Iterator

from domain.identifiers import sha256_hex
from domain.ports import ObjectExists, StoredObject, SwapConflict


class MemoryStore:
    """Keeps objects in a dictionary; the tag is the hash of the bytes, as in a folder."""

    location = "memory"

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def get(self, key: str) -> StoredObject | None:
        data = self.objects.get(key)
        return None if data is None else StoredObject(key, data, sha256_hex(data))

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        if key in self.objects:
            raise ObjectExists(key)
        self.objects[key] = data

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        present = self.get(key)
        if (present.tag if present else None) != tag:
            raise SwapConflict(key)
        self.objects[key] = data
        return sha256_hex(data)

    def list(self, prefix: str = "") -> Iterator[str]:
        yield from sorted(key for key in self.objects if key.startswith(prefix))
