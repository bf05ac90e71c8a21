"""Publish versions. The protocol that keeps them whole is in ``publish.log``, what they hold in ``publish.build``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.ports import Clock, Store, StoreError
from publish.additions import GENERATORS, LISTS, SHARED
from publish.build.blocks import Gate
from publish.build.change_log import ChangeLog
from publish.build.index import ProvinceIndex
from publish.build.inputs import Inputs
from publish.build.national import Builder, LastVersion, NewVersion, Workshop
from publish.build.provinces import ROWS_IN_A_PART, Standing, by_province
from publish.build.shared import Makers
from publish.build.staging import Staging, staging
from publish.build.withheld import Withheld
from publish.changes import ChangeCount
from publish.descriptor import Judged, Release, descriptor_key, make_descriptor
from publish.gate import GateError, check_parts, check_tables, judges
from publish.generators import Generator, ListGenerator, SharedGenerator, VersionContext
from publish.limits import DEFAULT_LIMITS, Limits, Loss, passed_limits
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
from publish.metadata.feeds import roll_feeds
from publish.reading import diff_versions, iter_diff, iter_table, read_table
from publish.schemas import load_schemas
from publish.site.entry import roll_entry
from publish.standing import clock_went_back, lost_versions
from publish.sums import SUMS_NAME
from publish.verify import VerifyReport, verify_version
from publish.version_files import CHANGES_NAME, version_files
from publish.version_list import Unpublished, VersionInfo, list_versions, update_list

__all__ = [
    "GateError",
    "PublishRefused",
    "PublishResult",
    "VerifyReport",
    "Version",
    "VersionInfo",
    "diff_versions",
    "iter_diff",
    "iter_table",
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
    #: Reports that the store holds and the version leaves out.
    withheld: tuple[Withheld, ...] = ()

    @property
    def rows_changed(self) -> int:
        return sum(count.rows for count in self.changes.values())

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "rows_changed": self.rows_changed}


@dataclass(frozen=True, slots=True)
class Terms:
    """How strictly a version is judged, and how long its files may be."""

    gate: Gate = check_tables
    #: Names of those who judge in ``gate``; they stand in the version.
    judges: Sequence[str] = judges()
    limits: Limits = DEFAULT_LIMITS
    rows_in_a_part: int = ROWS_IN_A_PART
    #: What is made of every province beside its tables.
    shared: Sequence[SharedGenerator] = SHARED
    #: Lists of that.
    lists: Sequence[ListGenerator] = LISTS
    #: What lies with every version beside its own description.
    generators: Sequence[Generator] = GENERATORS


DEFAULT_TERMS = Terms()


def publish_version(
    store: Store,
    *,
    inputs: Callable[[], Inputs],
    run_id: str,
    clock: Clock,
    code_version: str,
    accept: str | None = None,
    terms: Terms | None = None,
) -> PublishResult:
    """Commit what ``inputs`` are as the next version; no new rows, no version.

    ``inputs`` reads the present state of the store. It is called again whenever somebody else published meanwhile,
    always after the newest version was read: so whatever that version was made of, the new one holds it too.
    ``accept`` is a person's reason to pass the limits; it is recorded in the version. Raises
    :class:`PublishRefused` (nothing is published, the pointers stay) and :class:`StoreError`.
    """
    for _ in range(_ROUNDS):
        head = settled_head(store)
        if not accept and (problem := clock_went_back(head, clock.now())):
            raise PublishRefused(problem)
        if problem := lost_versions(store, head):
            raise PublishRefused(problem)
        if head:
            roll_pointer(store, head)
            roll_feeds(store)
            roll_entry(store, head)
        request = _Request(run_id, clock.now(), code_version, accept, terms or DEFAULT_TERMS)
        try:
            with staging(store) as staged, ChangeLog() as log:
                makers = Makers(request.terms.shared, request.terms.lists)
                workshop = Workshop(staged, log, request.terms.gate, request.terms.rows_in_a_part, makers)
                result = _attempt(store, head, inputs(), request, workshop)
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
    terms: Terms


def _attempt(
    store: Store, head: Version | None, inputs: Inputs, request: _Request, workshop: Workshop
) -> PublishResult | None:
    """One round: the result, or ``None`` if another publisher took the number."""
    staged, log = workshop.staging, workshop.log
    last = _last_version(head, staged) if head else None
    new = Builder(inputs, last, workshop).build()
    check_parts(new.parts)
    if not log.matters or (head is None and not any(part.rows for part in new.parts["reports"])):
        return _nothing_new(store, head, request, new, empty=head is None)
    _check_limits(head, new, request)
    release = _release(head, new, request)
    descriptor = make_descriptor(new.parts, release)
    context = VersionContext(
        number=release.number,
        descriptor=descriptor,
        parts=new.parts,
        indexes=new.indexes,
        statistics=new.statistics,
        changed=frozenset(log.divisions),
        staging=staged,
        previous=release.previous,
    )
    files = version_files(context, previous_sums=_sums_of(store, head), generators=request.terms.generators)
    staged.upload(put_part)
    claim = Claim(
        number=release.number,
        run_id=request.run_id,
        descriptor=descriptor,
        files=files,
        copies={CHANGES_NAME: [part.key for part in new.parts["changes"]]},
    )
    if not try_claim(store, claim):
        return None
    version = complete(store, claim)
    roll_pointer(store, version)
    update_list(store, version)
    roll_feeds(store)
    roll_entry(store, version)
    return PublishResult(
        published=True,
        number=version.number,
        name=version.name,
        descriptor_key=descriptor_key(version.number),
        reason=f"发布第 {version.number} 版 / published version {version.number} ({version.name})",
        counts=version.rows,
        changes=log.counts(),
        withheld=new.withheld,
    )


def _last_version(head: Version, staged: Staging) -> LastVersion:
    """What ``head`` holds, as the next version takes it over. Raises :class:`StoreError` if an index is missing."""
    parts = {name: head.parts(name) for name in load_schemas()}
    of_province = by_province(parts)
    indexes = {province: ProvinceIndex.from_bytes(staged.read(key)) for province, key in head.indexes.items()}
    staged.know(
        {
            *(part.key for several in parts.values() for part in several),
            *head.indexes.values(),
            *(one.key for index in indexes.values() for one in index.files.values()),
        }
    )
    return LastVersion(
        whole={name: several[0] for name, several in parts.items() if several and not load_schemas()[name].by_province},
        provinces={province: Standing(index, of_province.get(province, {})) for province, index in indexes.items()},
    )


def _nothing_new(
    store: Store, head: Version | None, request: _Request, new: NewVersion, *, empty: bool
) -> PublishResult:
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
        withheld=new.withheld,
    )


def _check_limits(head: Version | None, new: NewVersion, request: _Request) -> None:
    limits = request.terms.limits
    withheld = {one.report_id for one in new.withheld}
    loss = Loss({name: new.log.lost(name, withheld) for name in limits.dropped_pct}, len(withheld))
    passed = passed_limits(limits, head.rows, loss) if head else []
    if passed and not request.accept:
        raise PublishRefused(
            "超出发布限制，未发布 / past the limits, nothing was published:\n"
            + "\n".join(passed)
            + "\n若确属应当，请用 --accept 说明理由 / if this is right, publish with --accept and a reason"
        )


def _release(head: Version | None, new: NewVersion, request: _Request) -> Release:
    return Release(
        number=(head.number if head else 0) + 1,
        name=version_name(request.now, head.name if head else None),
        created=request.now,
        run_id=request.run_id,
        code_version=request.code_version,
        previous=head.number if head else None,
        previous_sha256=head.sha256 if head else None,
        changes=new.log.counts(),
        accepted=request.accept,
        judged=Judged(new.anew, tuple(request.terms.judges)),
        withheld=new.withheld,
        indexes={province: index.key for province, index in new.indexes.items()},
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


def _sums_of(store: Store, head: Version | None) -> bytes | None:
    stored = store.get(f"versions/{head.number}/{SUMS_NAME}") if head else None
    return stored.data if stored else None
