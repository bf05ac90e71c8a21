"""The version log: numbered descriptors that are only ever created, and the pointers that follow them.

How a version comes to be, so that nothing tears and nobody waits for anybody:

1. The table parts are written; they are named by their content and shared.
2. ``versions/{n}/claim.json`` is created if absent. Whoever creates it decides what version ``n`` is: the claim holds
   the descriptor and all files of the version, or names the part they are copies of.
3. :func:`complete` writes the files under ``versions/{n}/`` and then ``v{n}.datapackage.json``, the commit. Every step
   is create-if-absent with bytes that the claim fixes, so any publisher can finish a version that another one left
   behind, and two that do it at once write the same.
4. The pointers (``datapackage.json``, ``versions.json``) are rolled forward; they are hints and can always be mended.

A publisher that meets a claim of somebody else finishes that version, reads the store again and claims the next number.
A number is never skipped and never given twice, and no file of an unfinished version can pass for one of another.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.identifiers import sha256_hex
from domain.ports import ObjectExists, Store, StoreError, SwapConflict
from publish.descriptor import descriptor_key, parts_of, to_compact_json
from publish.package import Part, join_parts
from publish.store.keys import content_type_of

POINTER = "datapackage.json"
_PATIENCE = 100
#: Lists of files shrink to a sixth at any level of gzip; higher ones only take longer.
_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Version:
    """A committed version: its number and its descriptor, as bytes and parsed."""

    number: int
    data: bytes
    descriptor: dict[str, Any]

    @property
    def sha256(self) -> str:
        return sha256_hex(self.data)

    @property
    def name(self) -> str:
        """Calendar version, ``YYYY.M.D`` or ``YYYY.M.D.N``."""
        return str(self.descriptor["version"])

    @property
    def rows(self) -> dict[str, int]:
        return dict(self.descriptor["release"]["rows"])

    def parts(self, resource: str) -> tuple[Part, ...]:
        """The files of ``resource`` in order; empty if the version has no such resource."""
        for described in self.descriptor["resources"]:
            if described["name"] == resource:
                return parts_of(described)
        return ()

    @property
    def indexes(self) -> dict[str, str]:
        """Province (two digits) to the key of its index."""
        return dict(self.descriptor["release"]["indexes"])


@dataclass(frozen=True, slots=True)
class Claim:
    """Everything that version ``number`` consists of besides its parts: enough for anybody to finish it."""

    number: int
    run_id: str
    descriptor: bytes
    #: Name below ``versions/{n}/`` to content.
    files: Mapping[str, bytes]
    #: Name below ``versions/{n}/`` to the keys of table parts that are its content, put together under one header.
    copies: Mapping[str, Sequence[str]]

    def to_bytes(self) -> bytes:
        """Who claims what in plain JSON, the files packed: once decided, they are written a second time."""
        contents = to_compact_json(
            {
                "files": {name: _as_text(data) for name, data in sorted(self.files.items())},
                "descriptor": _as_text(self.descriptor),
            }
        )
        return to_compact_json(
            {
                "number": self.number,
                "run_id": self.run_id,
                "copies": {name: list(keys) for name, keys in sorted(self.copies.items())},
                "packed": base64.b64encode(gzip.compress(contents, _LEVEL, mtime=0)).decode(),
            }
        )

    @staticmethod
    def from_bytes(data: bytes) -> Claim:
        """A claim as :meth:`to_bytes` writes it, or as earlier programs did, its contents unpacked."""
        held = json.loads(data)
        contents = json.loads(gzip.decompress(base64.b64decode(held["packed"]))) if "packed" in held else held
        return Claim(
            number=held["number"],
            run_id=held["run_id"],
            descriptor=_from_text(contents["descriptor"]),
            files={name: _from_text(text) for name, text in contents["files"].items()},
            copies=dict(held["copies"]),
        )


def claim_key(number: int) -> str:
    return f"versions/{number}/claim.json"


def put_once(store: Store, key: str, data: bytes) -> None:
    """Create the object; the same bytes being there already is fine, other bytes are a :class:`StoreError`."""
    try:
        store.put_new(key, data, content_type=content_type_of(key))
    except ObjectExists:
        present = store.get(key)
        if present is None or present.data != data:
            raise StoreError(
                f"不可变对象内容不符，数据目录可能已损坏 / an immutable object holds other bytes, "
                f"the store may be damaged: {key} in {store.location}"
            ) from None


def put_part(store: Store, key: str, data: bytes) -> None:
    """Create a part named by its hash; if it is there already, somebody wrote the same."""
    try:
        store.put_new(key, data, content_type=content_type_of(key))
    except ObjectExists:
        return


def read_version(store: Store, number: int) -> Version | None:
    """Version ``number``, or ``None`` if it is not committed."""
    stored = store.get(descriptor_key(number))
    return Version(number, stored.data, json.loads(stored.data)) if stored else None


def read_head(store: Store) -> Version | None:
    """The newest committed version; ``None`` for a store without any. Starts at the pointer and rolls forward."""
    head = read_version(store, _hinted_number(store) or 1)
    if head is None:
        # The pointer leads nowhere, or there is none: the log itself decides.
        head = read_version(store, 1)
    while head is not None:
        following = read_version(store, head.number + 1)
        if following is None:
            break
        head = following
    return head


def all_versions(store: Store) -> Iterator[Version]:
    """Every version from the first on."""
    number = 1
    while (version := read_version(store, number)) is not None:
        yield version
        number += 1


def try_claim(store: Store, claim: Claim) -> bool:
    """True if version ``claim.number`` is now what ``claim`` says; False if somebody else decided it before."""
    data = claim.to_bytes()
    try:
        store.put_new(claim_key(claim.number), data, content_type=content_type_of("claim.json"))
    except ObjectExists:
        present = store.get(claim_key(claim.number))
        return present is not None and present.data == data
    return True


def complete(store: Store, claim: Claim) -> Version:
    """Write the files of a claimed version and commit it. Safe to repeat, and to do at the same time as others."""
    for name, data in sorted(claim.files.items()):
        put_once(store, f"versions/{claim.number}/{name}", data)
    for name, sources in sorted(claim.copies.items()):
        put_once(store, f"versions/{claim.number}/{name}", join_parts([_original(store, key) for key in sources]))
    put_once(store, descriptor_key(claim.number), claim.descriptor)
    return Version(claim.number, claim.descriptor, json.loads(claim.descriptor))


def _original(store: Store, key: str) -> bytes:
    stored = store.get(key)
    if stored is None:
        raise StoreError(f"缺少对象 / the store lacks {key}, which a version copies")
    return stored.data


def settled_head(store: Store) -> Version | None:
    """The newest version, after finishing every version that a stopped publisher left claimed but not committed."""
    head = read_head(store)
    while True:
        stored = store.get(claim_key((head.number if head else 0) + 1))
        if stored is None:
            return head
        head = complete(store, Claim.from_bytes(stored.data))


def roll_pointer(store: Store, head: Version) -> None:
    """Make ``datapackage.json`` the copy of ``head``, unless it is that or newer."""
    for _ in range(_PATIENCE):
        present = store.get(POINTER)
        if present is not None and (number_in(present.data) or 0) >= head.number:
            return
        try:
            store.swap(POINTER, head.data, tag=present.tag if present else None)
        except SwapConflict:
            continue
        return
    raise StoreError(f"多次尝试后仍无法更新 / could not update {POINTER} in {store.location} after many tries")


def _hinted_number(store: Store) -> int | None:
    present = store.get(POINTER)
    return number_in(present.data) if present else None


def number_in(descriptor: bytes) -> int | None:
    """The number a descriptor states; ``None`` for a pointer that was damaged by hand."""
    try:
        number = json.loads(descriptor)["release"]["number"]
    except (ValueError, LookupError, TypeError):
        return None
    return number if isinstance(number, int) and number > 0 else None


def _as_text(data: bytes) -> str | dict[str, str]:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _from_text(held: str | dict[str, str]) -> bytes:
    return held.encode() if isinstance(held, str) else base64.b64decode(held["base64"])
