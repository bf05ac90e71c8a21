"""``versions.json``: all versions, newest first, and the last runs that published none. Derived, can be made again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.ports import Store, StoreError, SwapConflict
from publish.descriptor import descriptor_key, to_json
from publish.log import Version, read_head, read_version
from publish.tables.cells import moment_cell

LIST_KEY = "versions.json"
_RUNS_KEPT = 50
_PATIENCE = 100


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One line of the list of versions; ``changes`` is rows added, removed and changed by resource."""

    number: int
    name: str
    created: datetime
    run_id: str
    code_version: str
    descriptor: str
    sha256: str
    counts: dict[str, int]
    changes: dict[str, dict[str, int]]
    accepted: str | None = None

    @property
    def rows_changed(self) -> int:
        return sum(sum(count.values()) for count in self.changes.values())

    def as_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "version": self.name,
            "created": moment_cell(self.created),
            "run_id": self.run_id,
            "code_version": self.code_version,
            "descriptor": self.descriptor,
            "hash": f"sha256:{self.sha256}",
            "files": f"versions/{self.number}/",
            "rows": self.counts,
            "rows_changed": self.rows_changed,
            "changes": self.changes,
            "accepted": self.accepted,
        }


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A run that ended without a version: ``unchanged``, ``empty`` or ``refused``."""

    run_id: str
    at: datetime
    result: str
    reason: str

    def as_dict(self) -> dict[str, str]:
        return {"run_id": self.run_id, "at": moment_cell(self.at), "result": self.result, "reason": self.reason}


def list_versions(store: Store) -> list[VersionInfo]:
    """Every committed version, newest first, whether or not the pointers have followed."""
    head = read_head(store)
    return [_info(entry) for entry in _entries(store, head, _held(store))]


def update_list(store: Store, head: Version | None, unpublished: Unpublished | None = None) -> None:
    """Bring ``versions.json`` up to ``head`` and add a run that published nothing. Several may do it at once."""
    for _ in range(_PATIENCE):
        present = store.get(LIST_KEY)
        held = _parsed(present.data) if present else {}
        runs = [run for run in held.get("runs", []) if not unpublished or run.get("run_id") != unpublished.run_id]
        if unpublished:
            runs = [unpublished.as_dict(), *runs]
        data = to_json({"versions": _entries(store, head, held), "runs": runs[:_RUNS_KEPT]})
        if present and present.data == data:
            return
        try:
            store.swap(LIST_KEY, data, tag=present.tag if present else None)
        except SwapConflict:
            continue
        return
    raise StoreError(f"多次尝试后仍无法更新 / could not update {LIST_KEY} in {store.location} after many tries")


def _entries(store: Store, head: Version | None, held: dict[str, Any]) -> list[dict[str, Any]]:
    """Entries of all versions up to the newer of ``head`` and the list; only what the list lacks is read."""
    known = {entry["number"]: entry for entry in held.get("versions", [])}
    newest = max([head.number if head else 0, *known])
    entries = []
    for number in range(newest, 0, -1):
        entry = known.get(number)
        if entry is None:
            version = head if head and head.number == number else read_version(store, number)
            if version is None:
                raise StoreError(f"版本记录不完整 / the version log has a gap: {descriptor_key(number)}")
            entry = _entry(version)
        entries.append(entry)
    return entries


def _held(store: Store) -> dict[str, Any]:
    present = store.get(LIST_KEY)
    return _parsed(present.data) if present else {}


def _parsed(data: bytes) -> dict[str, Any]:
    """The list, or nothing for one that was damaged: it is made again from the descriptors."""
    try:
        held = json.loads(data)
        numbers = [entry["number"] for entry in held["versions"]]
    except (ValueError, LookupError, TypeError):
        return {}
    return held if all(isinstance(number, int) for number in numbers) else {}


def _entry(version: Version) -> dict[str, Any]:
    release = version.descriptor["release"]
    return VersionInfo(
        number=version.number,
        name=version.name,
        created=datetime.fromisoformat(version.descriptor["created"]),
        run_id=release["run_id"],
        code_version=release["code_version"],
        descriptor=descriptor_key(version.number),
        sha256=version.sha256,
        counts=version.rows,
        changes=dict(release["changes"]),
        accepted=release["accepted"],
    ).as_dict()


def _info(entry: dict[str, Any]) -> VersionInfo:
    return VersionInfo(
        number=entry["number"],
        name=entry["version"],
        created=datetime.fromisoformat(entry["created"]),
        run_id=entry["run_id"],
        code_version=entry["code_version"],
        descriptor=entry["descriptor"],
        sha256=entry["hash"].removeprefix("sha256:"),
        counts=entry["rows"],
        changes=entry["changes"],
        accepted=entry["accepted"],
    )
