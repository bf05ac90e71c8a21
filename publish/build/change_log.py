"""The changes of a version while it is made: counted, and written to a temporary file until they become parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from types import TracebackType

from publish.build.blocks import Slice
from publish.build.cutting import cut
from publish.build.spool import Spool
from publish.build.staging import Staging
from publish.changes import ChangeCount, is_volatile
from publish.package import WHOLE, Part, header_of, part_of, write_rows
from publish.schemas import Row, load_schemas


class ChangeLog:
    """Lines of ``changes`` by resource and division; one division's lines are given once, in order of the table."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._entries: dict[tuple[str, str], Slice] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        #: Rows that came and went, by resource and report.
        self._of_reports: dict[str, Counter[tuple[str, str]]] = {"add": Counter(), "remove": Counter()}
        self._superseded: set[str] = set()
        self.divisions: set[str] = set()

    def __enter__(self) -> ChangeLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()

    def count_all(self, resource: str, code: str, rows: int) -> None:
        """Rows of a first version, which has no previous one and therefore no lines of changes."""
        self._counts[resource, "add"] += rows
        self._tell(code, rows)

    def add(self, resource: str, code: str, lines: Sequence[Row]) -> None:
        """Lines of one division (``""``: of a table that is not cut)."""
        if not lines:
            return
        ordered = sorted(lines, key=load_schemas()["changes"].sort_key)
        data = write_rows(load_schemas()["changes"].columns, ordered)
        self._entries[resource, code] = self._spool.keep_slice(Slice(len(ordered), data))
        lasting = {(line["op"], line["row_key"]) for line in ordered if not is_volatile(line)}
        self._counts.update((resource, op) for op, _ in lasting)
        for op, counted in self._of_reports.items():
            counted.update((resource, _report_of(key)) for of, key in lasting if of == op)
        if resource == "reports":
            self._superseded.update(_report_of(line["row_key"]) for line in ordered if _is_next_revision(line))
        self._tell(code, len(lasting))

    def lost(self, resource: str, but_of: Collection[str]) -> int:
        """Rows that went, without those of the reports ``but_of``.

        A report that is superseded by a new revision of itself lost only as many as it has fewer: its source changed
        the document, and the rows that came stand for those that went.
        """
        went, came = self._of_reports["remove"], self._of_reports["add"]
        return sum(
            max(0, count - came[of, report_id]) if report_id in self._superseded else count
            for (of, report_id), count in went.items()
            if of == resource and report_id not in but_of
        )

    def _tell(self, code: str, rows: int) -> None:
        if code and rows:
            self.divisions.add(code)

    @property
    def matters(self) -> bool:
        """False if nothing but volatile columns (time of the last visit) changed."""
        return bool(self.counts())

    def counts(self) -> dict[str, ChangeCount]:
        """Rows that changed, by resource; volatile columns do not count."""
        changed = {resource for (resource, _), count in self._counts.items() if count}
        return {
            resource: ChangeCount(**{op: self._counts[resource, op] for op in ("add", "remove", "change")})
            for resource in sorted(changed)
        }

    def parts(self, staging: Staging, bound: int) -> tuple[Part, ...]:
        """Stage the parts of the table: one, or if it is too long, one for each resource, cut as its rows are."""
        if sum(entry.rows for entry in self._entries.values()) <= bound:
            return (self._part(WHOLE, sorted(self._entries), staging),)
        return tuple(
            self._part(name, [(resource, code) for code in codes], staging)
            for resource, name, codes in self._groups(bound)
        )

    def _groups(self, bound: int) -> Iterator[tuple[str, str, Iterable[str]]]:
        for resource in sorted({resource for resource, _ in self._entries}):
            rows = {code: entry.rows for (of, code), entry in self._entries.items() if of == resource}
            if "" in rows:
                yield resource, resource, ("",)
            else:
                for name, codes in cut(rows, bound).items():
                    yield resource, f"{resource}.{name}", codes

    def _part(self, name: str, keys: Iterable[tuple[str, str]], staging: Staging) -> Part:
        data = [header_of(load_schemas()["changes"])]
        rows = 0
        for key in keys:
            entry = self._entries[key]
            data.append(entry.data)
            rows += entry.rows
        whole = b"".join(data)
        part = part_of("changes", name, rows, whole)
        staging.put(part.key, whole)
        return part


def _report_of(row_key: str) -> str:
    """The key of every table of the reports begins with the report's id."""
    return row_key.partition("|")[0]


def _is_next_revision(line: Row) -> bool:
    """True for the line that raises a report's revision. Bytes that are only read anew keep it."""
    return line["op"] == "change" and line["field"] == "revision" and int(line["new"]) > int(line["old"])
