"""What a version is made from, as the store's portal states, records and corrections tell it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from domain.divisions import Divisions
from domain.ports import Store
from domain.records import Correction, CoverageCell, ReportState, ReportType
from flows.code_version import publishing_code_version
from flows.coverage import CoverageBook, KnownReport
from flows.pipeline import NewestPointers
from flows.portal_digests import PortalDigest, read_digests
from parsers.reconcile import checks_across
from publish.build.inputs import Across, ReportRef
from publish.schemas import Row
from publish.tables.reference import reference_tables
from scrapers.declaration import Portal


class StoreInputs:
    """The present state of a store; read when it is made, so that what is built from it is of one moment."""

    across: Across = staticmethod(checks_across)

    def __init__(
        self,
        store: Store,
        portals: Sequence[Portal],
        divisions: Divisions,
        corrections: Sequence[Correction],
        *,
        now: datetime,
    ) -> None:
        self._store = store
        self.code_version = publishing_code_version()
        self.corrections = corrections
        self.reference: Mapping[str, Sequence[Row]] = reference_tables()
        newest = NewestPointers()

        def digests() -> Iterator[PortalDigest]:
            for digest in read_digests(store, (portal.id for portal in portals)):
                newest.take(digest)
                yield digest

        self._book = CoverageBook(portals, digests(), divisions, now=now)
        self._divisions: dict[str, list[ReportRef]] = {code: [] for code in self._book.divisions()}
        for report_id, key in newest.keys().items():
            ref = ReportRef(report_id, key)
            self._divisions.setdefault(ref.division, []).append(ref)

    def divisions(self) -> Mapping[str, Sequence[ReportRef]]:
        return self._divisions

    def record(self, ref: ReportRef) -> bytes | None:
        stored = self._store.get(ref.key)
        return stored.data if stored else None

    def coverage_basis(self, code: str) -> str:
        return self._book.basis(code)

    def coverage(self, code: str, reports: Sequence[Row], withheld: Mapping[str, str]) -> Sequence[CoverageCell]:
        return self._book.cells(code, map(_known, reports), withheld)


def _known(row: Row) -> KnownReport:
    return KnownReport(
        report_id=row["report_id"],
        fiscal_year=int(row["fiscal_year"]),
        report_type=ReportType(row["report_type"]),
        state=ReportState(row["state"]),
        page_url=row["page_url"],
    )
