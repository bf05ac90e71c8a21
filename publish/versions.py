"""Publish, list, read and compare versions. The protocol that keeps them whole is in ``publish.log``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.ports import Clock, Store, StoreError
from publish.changes import ChangeCount, count_changes, diff_rows, matters, sort_changes
from publish.descriptor import Release, descriptor_key, make_descriptor
from publish.gate import GateError, check_package
from publish.limits import DEFAULT_LIMITS, Limits, passed_limits
from publish.log import (
    Claim,
    Version,
    complete,
    put_part,
    read_head,
    read_version,
    roll_pointer,
    settled_head,
    try_claim,
)
from publish.package import WHOLE, Part, make_part, make_parts, read_csv
from publish.schemas import Row, TableSchema, load_schemas
from publish.tables import Tables
from publish.verify import VerifyReport, verify_version
from publish.version_files import CHANGES_NAME, SUMS_NAME, version_files
from publish.version_list import Unpublished, VersionInfo, list_versions, update_list

__all__ = [
    "GateError",
    "PublishRefused",
    "PublishResult",
    "VerifyReport",
    "Version",
    "VersionInfo",
    "diff_versions",
    "list_versions",
    "publish_version",
    "read_head",
    "read_table",
    "read_version",
    "verify_version",
]

_CHINA = ZoneInfo("Asia/Shanghai")
_ROUNDS = 200


class PublishRefused(Exception):
    """A publish that would pass the limits or break the contract; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class PublishResult:
    """How a publish ended. Without ``published`` the number, name and key are those of the version that stands."""

    published: bool
    number: int | None
    name: str | None
    descriptor_key: str | None
    reason: str
    counts: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, ChangeCount] = field(default_factory=dict)

    @property
    def rows_changed(self) -> int:
        return sum(count.rows for count in self.changes.values())

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "rows_changed": self.rows_changed}


def publish_version(
    store: Store,
    *,
    build: Callable[[], Tables],
    run_id: str,
    clock: Clock,
    code_version: str,
    accept: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> PublishResult:
    """Commit what ``build`` makes as the next version; no new rows, no version.

    ``build`` reads the present state of the store. It is called again whenever somebody else published meanwhile,
    always after the newest version was read: so whatever that version was made of, the tables hold it too.
    ``accept`` is a person's reason to pass the limits; it is recorded in the version. Raises
    :class:`PublishRefused` (nothing is published, the pointers stay) and :class:`StoreError`.
    """
    for _ in range(_ROUNDS):
        head = settled_head(store)
        if head:
            roll_pointer(store, head)
        try:
            result = _attempt(store, head, build(), _Request(run_id, clock.now(), code_version, accept, limits))
        except (PublishRefused, GateError) as refusal:
            update_list(store, head, Unpublished(run_id, clock.now(), "refused", str(refusal)))
            if isinstance(refusal, PublishRefused):
                raise
            raise PublishRefused(str(refusal)) from refusal
        if result is not None:
            return result
    raise StoreError(f"与其他发布者反复竞争未果 / other publishers were faster {_ROUNDS} times: {store.location}")


@dataclass(frozen=True, slots=True)
class _Request:
    run_id: str
    now: datetime
    code_version: str
    accept: str | None
    limits: Limits


def _attempt(store: Store, head: Version | None, tables: Tables, request: _Request) -> PublishResult | None:
    """One round: the result, or ``None`` if another publisher took the number."""
    parts = make_parts(tables)
    changes = _changes_since(store, head, parts)
    if not matters(changes) or (head is None and not tables["reports"]):
        return _nothing_new(store, head, request, empty=head is None)
    counts = count_changes(changes)
    _check_limits(head, counts, request)
    schema = load_schemas()["changes"]
    parts["changes"] = (make_part(schema, WHOLE, sort_changes(changes)),)
    parts = {name: parts[name] for name in load_schemas()}
    release = _release(head, counts, request)
    descriptor = make_descriptor(parts, release)
    check_package(descriptor, release.number, parts)
    known = _known_paths(head)
    for several in parts.values():
        for part in several:
            if part.key not in known:
                put_part(store, part.key, part.data)
    claim = Claim(
        number=release.number,
        run_id=request.run_id,
        descriptor=descriptor,
        files=version_files(descriptor, parts, previous_sums=_sums_of(store, head)),
        copies={CHANGES_NAME: parts["changes"][0].key},
    )
    if not try_claim(store, claim):
        return None
    version = complete(store, claim)
    roll_pointer(store, version)
    update_list(store, version)
    return PublishResult(
        published=True,
        number=version.number,
        name=version.name,
        descriptor_key=descriptor_key(version.number),
        reason=f"发布第 {version.number} 版 / published version {version.number} ({version.name})",
        counts=version.rows,
        changes=counts,
    )


def _nothing_new(store: Store, head: Version | None, request: _Request, *, empty: bool) -> PublishResult:
    reason = (
        "没有任何报告，未发布版本 / there is no report yet, no version was published"
        if empty
        else "没有新增或变化的数据，未发布新版本 / no row is new or changed, no version was published"
    )
    update_list(store, head, Unpublished(request.run_id, request.now, "empty" if empty else "unchanged", reason))
    return PublishResult(
        published=False,
        number=head.number if head else None,
        name=head.name if head else None,
        descriptor_key=descriptor_key(head.number) if head else None,
        reason=reason,
        counts=head.rows if head else {},
    )


def _check_limits(head: Version | None, counts: Mapping[str, ChangeCount], request: _Request) -> None:
    passed = passed_limits(request.limits, head.rows, counts) if head else []
    if passed and not request.accept:
        raise PublishRefused(
            "超出发布限制，未发布 / past the limits, nothing was published:\n"
            + "\n".join(passed)
            + "\n若确属应当，请用 --accept 说明理由 / if this is right, publish with --accept and a reason"
        )


def _release(head: Version | None, counts: Mapping[str, ChangeCount], request: _Request) -> Release:
    return Release(
        number=(head.number if head else 0) + 1,
        name=version_name(request.now, head.name if head else None),
        created=request.now,
        run_id=request.run_id,
        code_version=request.code_version,
        previous=head.number if head else None,
        previous_sha256=head.sha256 if head else None,
        changes=counts,
        accepted=request.accept,
    )


def version_name(now: datetime, previous: str | None) -> str:
    """``YYYY.M.D`` of the day in China, with ``.2`` for the second version of a day and so on; never going back."""
    today = now.astimezone(_CHINA).date()
    if previous is None:
        return _dotted(today)
    year, month, day, *nth = (int(number) for number in previous.split("."))
    before = date(year, month, day)
    if today > before:
        return _dotted(today)
    return f"{_dotted(before)}.{(nth[0] if nth else 1) + 1}"


def _dotted(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _known_paths(head: Version | None) -> set[str]:
    return {part["path"] for resource in head.descriptor["resources"] for part in resource["parts"]} if head else set()


def _sums_of(store: Store, head: Version | None) -> bytes | None:
    stored = store.get(f"versions/{head.number}/{SUMS_NAME}") if head else None
    return stored.data if stored else None


def _changes_since(store: Store, head: Version | None, parts: Mapping[str, Sequence[Part]]) -> list[Row]:
    """Differences to ``head``; parts with the same hash on both sides are neither read nor compared."""
    changes: list[Row] = []
    for name, schema in load_schemas().items():
        if name == "changes":
            continue
        old = {part["path"] for part in head.parts(name)} if head else set()
        new = {part.key: part for part in parts[name]}
        came = [row for key, part in new.items() if key not in old for row in part.rows]
        went = [row for path in sorted(old - new.keys()) for row in _rows_of(store, path)]
        changes += diff_rows(schema, went, came)
    return changes


def read_table(store: Store, version: Version, resource: str) -> list[Row]:
    """All rows of one resource of a version, sorted by primary key; none if the version has no such resource."""
    return [row for part in version.parts(resource) for row in _rows_of(store, part["path"])]


def diff_versions(store: Store, older: int, newer: int) -> list[Row]:
    """Rows of ``changes`` that lead from version ``older`` to version ``newer`` (either may be the greater number).

    Raises :class:`StoreError` if one of them does not exist.
    """
    before, after = _must_read(store, older), _must_read(store, newer)
    changes: list[Row] = []
    for name, schema in load_schemas().items():
        if name != "changes":
            changes += _diff_resource(store, schema, before, after)
    return sort_changes(changes)


def _diff_resource(store: Store, schema: TableSchema, before: Version, after: Version) -> list[Row]:
    old = [part["path"] for part in before.parts(schema.name)]
    new = [part["path"] for part in after.parts(schema.name)]
    went = [row for path in old if path not in new for row in _rows_of(store, path)]
    came = [row for path in new if path not in old for row in _rows_of(store, path)]
    return diff_rows(schema, went, came)


def _must_read(store: Store, number: int) -> Version:
    version = read_version(store, number)
    if version is None:
        raise StoreError(f"没有第 {number} 版 / there is no version {number} in {store.location}")
    return version


def _rows_of(store: Store, path: str) -> list[Row]:
    stored = store.get(path)
    if stored is None:
        raise StoreError(f"缺少对象，数据目录可能已损坏 / an object is missing, the store may be damaged: {path}")
    return read_csv(stored.data)
