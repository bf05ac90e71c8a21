"""Publish a made-up national dataset into a folder: seconds, rows, memory, and what one changed report costs.

Usage: python -m bench.publish [REPORTS …]   (default: 100 1000)
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.identifiers import number_facts, report_id, sha256_hex
from domain.ports import StoredObject
from domain.records import (
    Correction,
    CoverageCell,
    Document,
    DocumentRole,
    Fact,
    Level,
    Measure,
    Origin,
    ParsedReport,
    Report,
    ReportState,
    ReportType,
    Scope,
    Statement,
)
from publish.build.inputs import ReportRef, no_checks_across
from publish.store import LocalStore
from publish.tables.reference import reference_tables
from publish.versions import PublishResult, publish_version

FACTS = 130


class Wall:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Counting:
    """A store that counts what is written."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store
        self.location = store.location
        self.objects = self.bytes = 0

    def get(self, key: str) -> StoredObject | None:
        return self._store.get(key)

    def list(self, prefix: str = "") -> Iterator[str]:
        return self._store.list(prefix)

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        self._store.put_new(key, data, content_type=content_type)
        self.objects += 1
        self.bytes += len(data)

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        self.objects += 1
        self.bytes += len(data)
        return self._store.swap(key, data, tag=tag, content_type=content_type)


def made_up(division: dict[str, str], year: int, *, first: str = "233.67") -> ParsedReport:
    agency = f"{division['name']}信访局"
    identity = report_id(division["code"], year, ReportType.FINAL_ACCOUNTS, agency, Scope.DEPARTMENT)
    document = sha256_hex(identity.encode())
    printed = [first, *(f"{number}.{number % 100:02}" for number in range(1, FACTS))]
    facts = [
        Fact(
            document_id=document,
            statement=Statement.EXPENDITURE_BY_FUNCTION,
            item=f"科目{number // 3}/{('本年支出合计', '基本支出', '项目支出')[number % 3]}",
            item_printed=f"科目{number // 3}",
            code=f"{2010000 + number // 3}",
            measure=Measure.AMOUNT,
            amount=Decimal(text) * 10000,
            printed=text,
            printed_unit="万元",
            origin=Origin.TABLE,
            page=3,
            table_no=3,
            row_no=number // 3 + 3,
            column_no=number % 3,
            bbox=(72.0, 100.0 + number, 120.5, 112.0 + number),
            quote=f"{2010000 + number // 3}\t科目{number // 3}\t{text}",
        )
        for number, text in enumerate(printed)
    ]
    address = f"https://www.example.gov.cn/{identity}.html"
    return ParsedReport(
        report=Report(
            report_id=identity,
            division_code=division["code"],
            province=division["province"],
            city=division["city"] or None,
            county=division["name"],
            level=Level.COUNTY,
            agency=agency,
            agency_kind="信访局",
            scope=Scope.DEPARTMENT,
            fiscal_year=year,
            report_type=ReportType.FINAL_ACCOUNTS,
            first_seen_on=date(2026, 11, 20),
            page_url=address,
            portal_id="example",
            state=ReportState.COMPLETE,
        ),
        documents=(
            Document(
                document_id=document,
                report_id=identity,
                role=DocumentRole.PAGE,
                url=address,
                page_url=address,
                media_type="text/html",
                bytes=1,
                fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
                archive_key=f"raw/sha256/{document[:2]}/{document}",
                reader="html",
            ),
        ),
        facts=number_facts(identity, facts),
        checks=(),
    )


def national(count: int) -> list[ParsedReport]:
    counties = [row for row in reference_tables()["divisions"] if row["level"] == "county" and not row["valid_to"]]
    step = max(1, len(counties) // count)
    reports: list[ParsedReport] = []
    for year in range(2016, 2027):
        for division in counties[::step]:
            if len(reports) == count:
                return reports
            reports.append(made_up(division, year))
    return reports


class Given:
    """All reports in memory, without coverage."""

    code_version = "bench"
    across = staticmethod(no_checks_across)
    corrections: tuple[Correction, ...] = ()
    reference = reference_tables()

    def __init__(self, reports: list[ParsedReport]) -> None:
        self._records: dict[ReportRef, bytes] = {}
        for one in reports:
            data = one.model_dump_json(exclude_none=True).encode()
            identity = one.report.report_id
            self._records[ReportRef(identity, f"reports/{identity}/{sha256_hex(data)}.json")] = data

    def divisions(self) -> dict[str, list[ReportRef]]:
        found: dict[str, list[ReportRef]] = {}
        for ref in sorted(self._records):
            found.setdefault(ref.division, []).append(ref)
        return found

    def record(self, ref: ReportRef) -> bytes:
        return self._records[ref]

    def coverage_basis(self, code: str) -> str:
        return code

    def coverage(self, *_given: object) -> tuple[CoverageCell, ...]:
        return ()


def publish(store: Counting, reports: list[ParsedReport], run_id: str) -> tuple[PublishResult, float]:
    inputs = Given(reports)
    start = time.perf_counter()
    result = publish_version(store, inputs=lambda: inputs, run_id=run_id, clock=Wall(), code_version="bench")
    return result, time.perf_counter() - start


def main(sizes: list[int]) -> None:
    heads = ("all s", "facts/s", "objects", "MB", "peak MB")
    print(f"{'reports':>8} {'facts':>9} {'step':<12} " + " ".join(f"{head:>8}" for head in heads))
    for size in sizes:
        reports = national(size)
        with tempfile.TemporaryDirectory(prefix="xinfang-bench-") as folder:
            for step in ("first", "one changed"):
                if step == "one changed":
                    old = reports[0].report
                    division = {
                        "code": old.division_code,
                        "name": old.county or "",
                        "province": old.province,
                        "city": "",
                    }
                    reports[0] = made_up(division, old.fiscal_year, first="1.00")
                store = Counting(LocalStore(folder))
                result, seconds = publish(store, reports, step)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                facts = result.counts["facts"]
                print(
                    f"{size:>8} {facts:>9} {step:<12} {seconds:>8.1f} "
                    f"{facts / seconds:>8.0f} {store.objects:>8} {store.bytes / 1e6:>8.1f} {peak:>8.0f}"
                )


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [100, 1000])
