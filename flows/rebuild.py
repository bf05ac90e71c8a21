"""A published version made once more, from the archived files on, and compared with what was published.

Only the visits to the portals cannot be made again: the coverage is taken as the version states it. Everything else,
records and rows, is read anew from ``raw/`` by the code at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.divisions import Divisions
from domain.identifiers import sha256_hex
from domain.ports import Store, StoreError
from domain.records import Correction, CoverageCell, DocumentRole, ParsedReport
from flows.assemble import Revision, assemble
from flows.code_version import publishing_code_version, reading_code_version
from parsers.parse import Workbench
from parsers.reconcile import checks_across
from publish.additions import GENERATORS, LISTS, SHARED
from publish.build.change_log import ChangeLog
from publish.build.index import ProvinceIndex
from publish.build.inputs import Across, ReportRef
from publish.build.national import Builder, NewVersion, Workshop
from publish.build.provinces import ROWS_IN_A_PART
from publish.build.shared import Makers
from publish.build.staging import Staging, staging
from publish.generators import VersionContext
from publish.log import Version
from publish.package import hash_in, write_csv
from publish.reading import iter_diff, iter_table, must_read
from publish.schemas import Row, load_schemas
from publish.sums import SUMS_NAME
from publish.tables.reference import reference_tables
from publish.version_files import CHANGES_NAME, version_files
from scrapers.disclosure import Disclosure, FetchedDocument

#: Called with the number of reports read so far and of all.
Progress = Callable[[int, int], None]


def _nobody(_done: int, _of: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came out: records and files made anew, and each that is not what was published."""

    number: int
    #: Code that made the version, and the code at hand.
    code_then: str
    code_now: str
    records: int
    files: int
    differing: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.differing

    def as_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "same": self.same,
            "code_version": self.code_then,
            "code_version_now": self.code_now,
            "records": self.records,
            "files": self.files,
            "differing": list(self.differing),
        }


@dataclass
class _Reader:
    """Reads records, by default from the archived files again, and keeps what differs."""

    store: Store
    divisions: Divisions
    workbench: Workbench | None
    from_raw: bool
    progress: Progress
    all: int = 0
    read: int = 0
    differing: list[str] = field(default_factory=list)

    def record(self, ref: ReportRef) -> bytes | None:
        self.progress(self.read, self.all)
        self.read += 1
        stored = self.store.get(ref.key)
        if stored is None:
            self.differing.append(f"{ref.key}: 缺失 / missing")
            return None
        if sha256_hex(stored.data) != ref.sha256:
            self.differing.append(f"{ref.key}: 哈希不符 / the hash differs")
        if not self.from_raw:
            return stored.data
        try:
            again = self._read_again(ParsedReport.model_validate_json(stored.data))
        except (ValueError, LookupError) as problem:
            self.differing.append(f"{ref.key}: 无法重读 / cannot be read again: {problem}")
            return stored.data
        if again != stored.data:
            self.differing.append(f"{ref.key}: 重读原件的结果不同 / reading the archived files gives another record")
        return again

    def _read_again(self, parsed: ParsedReport) -> bytes:
        contents = {}
        for document in parsed.documents:
            stored = self.store.get(document.archive_key)
            if stored is None:
                message = f"{document.archive_key} 缺失 is missing"
                raise LookupError(message)
            contents[sha256_hex(stored.data)] = stored.data
        again = assemble(
            disclosure_of(parsed, {digest: len(data) for digest, data in contents.items()}),
            contents,
            divisions=self.divisions,
            revision=Revision(parsed.report.revision, parsed.report.supersedes),
            workbench=self.workbench,
        )
        return again.model_dump_json(exclude_none=True).encode()


def disclosure_of(parsed: ParsedReport, sizes: Mapping[str, int]) -> Disclosure:
    """What was fetched, from the record that was made of it. ``sizes``: bytes of the archived files by hash."""
    files: dict[str, FetchedDocument] = {}
    for document in parsed.documents:
        # A member of an archive is not a file of the portal: the archive is, under which the member is kept.
        digest = document.archive_key.rpartition("/")[2]
        member = document.role is DocumentRole.MEMBER
        files.setdefault(
            digest,
            FetchedDocument(
                sha256=digest,
                role=DocumentRole.ATTACHMENT if member else document.role,
                url=document.url,
                page_url=document.page_url,
                file_name=None if member else document.file_name,
                bytes=sizes[digest],
                fetched_at=document.fetched_at,
                last_modified=document.last_modified,
                archive_key=document.archive_key,
                transport=document.transport,
                after_gap=bool(document.after_gap),
            ),
        )
    report = parsed.report
    return Disclosure(
        division_code=report.division_code,
        agency=report.agency,
        agency_kind=report.agency_kind,
        scope=report.scope,
        fiscal_year=report.fiscal_year,
        report_type=report.report_type,
        title=report.title,
        published_on=report.published_on,
        page_url=report.page_url,
        portal_id=report.portal_id,
        first_seen_on=report.first_seen_on,
        documents=tuple(files.values()),
    )


class _VersionInputs:
    """What a version was made from, as its own tables tell it."""

    across: Across = staticmethod(checks_across)

    def __init__(self, store: Store, version: Version, reader: _Reader) -> None:
        self.code_version = publishing_code_version()
        self.reference: Mapping[str, Sequence[Row]] = reference_tables()
        self.corrections = [_correction(row) for row in iter_table(store, version, "corrections")]
        self._reader = reader
        self._coverage: dict[str, list[CoverageCell]] = {}
        for row in iter_table(store, version, "coverage"):
            self._coverage.setdefault(row["division_code"], []).append(_cell(row))
        self._refs: dict[str, list[ReportRef]] = {code: [] for code in self._coverage}
        keys = {row["report_id"]: _key(row) for row in iter_table(store, version, "reports")}
        keys |= {one["report_id"]: one["key"] for one in version.descriptor["release"]["withheld"] if one["key"]}
        for report_id, key in sorted(keys.items()):
            self._refs.setdefault(report_id[:6], []).append(ReportRef(report_id, key))
        reader.all = len(keys)

    def divisions(self) -> Mapping[str, Sequence[ReportRef]]:
        return self._refs

    def record(self, ref: ReportRef) -> bytes | None:
        return self._reader.record(ref)

    def coverage_basis(self, code: str) -> str:
        return code

    def coverage(self, code: str, _reports: Sequence[Row], _withheld: Mapping[str, str]) -> Sequence[CoverageCell]:
        return self._coverage.get(code, ())


def rebuild_version(
    store: Store,
    number: int,
    *,
    divisions: Divisions,
    workbench: Workbench | None = None,
    from_raw: bool = True,
    progress: Progress = _nobody,
) -> Rebuilt:
    """Make version ``number`` once more and compare. Nothing is written. Raises :class:`StoreError` if there is none.

    ``from_raw``: read the archived files again; otherwise the rows are made from the records of then.
    """
    version = must_read(store, number)
    indexes = _indexes(store, version)
    bound = next((one.bound for one in indexes.values()), ROWS_IN_A_PART)
    reader = _Reader(store, divisions, workbench, from_raw, progress)
    with staging(store) as staged, ChangeLog() as log:
        inputs = _VersionInputs(store, version, reader)
        new = Builder(inputs, None, Workshop(staged, log, bound=bound, makers=Makers(SHARED, LISTS))).build()
        shared = list(_shared(store, indexes, new))
        files = list(_files(store, version, new, indexes, staged))
    progress(reader.read, reader.all)
    differing = [*reader.differing, *_tables(version, new), *(key for key in (*shared, *files) if key)]
    made = sum(len(version.parts(name)) for name in load_schemas()) + len(shared) + len(files)
    then = str(version.descriptor["release"]["code_version"])
    return Rebuilt(number, then, reading_code_version(), reader.read, made, tuple(differing))


def _tables(version: Version, new: NewVersion) -> list[str]:
    """The parts that are not what was published."""
    differing = []
    for name in load_schemas():
        if name == "changes":
            continue
        then = {part.name: part for part in version.parts(name)}
        now = {part.name: part for part in new.parts[name]}
        for part in sorted(then.keys() | now.keys()):
            if part not in now:
                differing.append(f"{then[part].key}: 未再生成 / is not made any more")
            elif part not in then:
                differing.append(f"{name} {part}: 新增部分 / a part that was not published ({now[part].rows} rows)")
            elif then[part] != now[part]:
                rows = f"{then[part].rows} → {now[part].rows} rows"
                differing.append(f"{then[part].key}: 内容不同 / differs: {rows}, {now[part].sha256}")
    return differing


def _shared(store: Store, then: Mapping[str, ProvinceIndex], new: NewVersion) -> Iterator[str]:
    """For each rendition and each file of the catalogue that versions share: what differs, or "" if nothing does."""
    for province in sorted(then.keys() | new.indexes.keys()):
        old = then[province].files if province in then else {}
        made = new.indexes[province].files if province in new.indexes else {}
        for name in sorted(old.keys() | made.keys()):
            if name not in made:
                yield f"{old[name].key}: 未再生成 / is not made any more"
            elif name not in old:
                yield f"{made[name].key}: 新增文件 / a file that was not published"
            elif old[name].key != made[name].key:
                yield f"{old[name].key}: 内容不同 / differs: {hash_in(made[name].key)}"
            else:
                yield _difference(store, old[name].key, hash_in(made[name].key))


def _files(
    store: Store, version: Version, new: NewVersion, indexes: Mapping[str, ProvinceIndex], staged: Staging
) -> Iterator[str]:
    """The same for each file under ``versions/{n}/``; what the version shares was looked at before."""
    release = version.descriptor["release"]
    previous = release["previous"]
    lines = iter_diff(store, previous, version.number) if previous is not None else ()
    changes = write_csv(load_schemas()["changes"].columns, lines)
    yield _difference(store, f"versions/{version.number}/{CHANGES_NAME}", sha256_hex(changes))
    context = VersionContext(
        number=version.number,
        descriptor=version.data,
        parts={**new.parts, "changes": version.parts("changes")},
        indexes=indexes,
        statistics=new.statistics,
        changed=frozenset(),
        staging=staged,
        previous=previous,
    )
    sums = store.get(f"versions/{previous}/{SUMS_NAME}") if previous is not None else None
    made = version_files(context, previous_sums=sums.data if sums else None, generators=GENERATORS)
    for name, data in made.items():
        yield _difference(store, f"versions/{version.number}/{name}", sha256_hex(data))


def _difference(store: Store, key: str, digest: str) -> str:
    """What is wrong with the object under a key that should have this hash; "" if nothing is."""
    stored = store.get(key)
    if stored is None:
        return f"{key}: 缺失 / missing"
    return "" if sha256_hex(stored.data) == digest else f"{key}: 内容不同 / differs"


def _indexes(store: Store, version: Version) -> dict[str, ProvinceIndex]:
    found = {}
    for province, key in version.indexes.items():
        stored = store.get(key)
        if stored is None:
            raise StoreError(f"缺少对象，数据目录可能已损坏 / an object is missing, the store may be damaged: {key}")
        found[province] = ProvinceIndex.from_bytes(stored.data)
    return found


def _key(row: Row) -> str:
    return f"reports/{row['report_id']}/{row['record_sha256']}.json"


def _cell(row: Row) -> CoverageCell:
    return CoverageCell.model_validate({name: value for name, value in row.items() if value})


def _correction(row: Row) -> Correction:
    held: dict[str, Any] = {name: value for name, value in row.items() if value}
    if "value" in held:
        held["value"] = Decimal(held["value"])
    return Correction.model_validate(held)
