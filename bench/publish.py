"""Publish a made-up nation: seconds, memory, and what one changed report costs, at several sizes.

Usage: python -m bench.publish [--json] [--bare] [--folder FOLDER] [REPORTS …]   (default: 1000 10000; 77000 takes long)

Counties drawn at random, each with 14 fiscal years of budgets and accounts, 130 facts and 20 checks in each report.
Reports are records as
they are stored, made when they are asked for (the seconds of that are told apart and not counted); they are read,
judged by both judges, written, and turned into Parquet, workbooks, archives and the catalogue as in life; only reading
documents is left out, and with ``--bare`` whatever is made beside the tables.

``one changed`` is a publish after one figure of one report changed. CPU seconds are of all processes together; the peak
is the sum of the publisher's and its workers' largest, so never less than what they held at once. With ``--folder``
the store stays, and the bench goes on with what it finds there: a second call measures three more changes without
building everything again. Progress goes to the error stream.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from domain.identifiers import number_checks, number_facts, report_id, sha256_hex
from domain.ports import StoredObject
from domain.records import (
    Check,
    Correction,
    CoverageCell,
    CoverageState,
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
    Verdict,
)
from parsers.reconcile import checks_across
from publish.build.inputs import Across, ReportRef
from publish.gate import Problem
from publish.schemas import Row
from publish.store import LocalStore
from publish.tables.reference import reference_tables
from publish.versions import PublishResult, Terms, publish_version, read_head

FACTS = 130
CHECKS = 20
YEARS = range(2014, 2028)
#: Reports between two lines of progress.
PROGRESS = 2_000
BARE = Terms(shared=(), lists=(), generators=())


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
        self._lock = threading.Lock()

    def get(self, key: str) -> StoredObject | None:
        return self._store.get(key)

    def list(self, prefix: str = "") -> Iterator[str]:
        return self._store.list(prefix)

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        self._store.put_new(key, data, content_type=content_type)
        self._count(len(data))

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        self._count(len(data))
        return self._store.swap(key, data, tag=tag, content_type=content_type)

    def _count(self, size: int) -> None:
        with self._lock:
            self.objects += 1
            self.bytes += size


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One report to be made up: a county, a fiscal year, budget or accounts."""

    code: str
    name: str
    province: str
    city: str
    year: int
    budget: bool

    @property
    def report_type(self) -> ReportType:
        return ReportType.BUDGET if self.budget else ReportType.FINAL_ACCOUNTS

    @property
    def agency(self) -> str:
        return f"{self.name}信访局"

    @property
    def report_id(self) -> str:
        return report_id(self.code, self.year, self.report_type, self.agency, Scope.DEPARTMENT)


def nation(count: int) -> list[Place]:
    """``count`` different reports of counties all over the country, each county with all its years as in the whole."""
    counties = [row for row in reference_tables()["divisions"] if row["level"] == "county" and not row["valid_to"]]
    kinds = [(year, budget) for year in YEARS for budget in (False, True)]
    if count > len(counties) * len(kinds):
        raise SystemExit(f"there are only {len(counties) * len(kinds)} counties × years × kinds")
    drawn = random.Random(7).sample(counties, -(-count // len(kinds)))
    places = [
        Place(row["code"], row["name"], row["province"], row["city"], year, budget)
        for row in drawn
        for year, budget in kinds
    ]
    return sorted(places[:count])


_NUMBERS = [f"{number}.{number % 100:02}" for number in range(1, FACTS)]
_MARK_ID, _MARK_DOCUMENT, _MARK_FIGURE = "000000-2000-final-00000000", "0" * 64, "31337.31"


@cache
def template(place: Place) -> bytes:
    """The record of a report with marks for its identity; made once for each county, year and kind anyway."""
    return _made_up(place).model_dump_json(exclude_none=True).encode()


def record(place: Place, figure: str) -> bytes:
    """The stored record of a report whose first figure is ``figure``; cheap, by replacing marks in one of a kind."""
    model = template(Place("000000", "某县", "某省", "某市", 2000, False))
    identity = place.report_id
    for old, new in (
        (_MARK_ID, identity),
        ('"000000"', f'"{place.code}"'),
        (_MARK_DOCUMENT, sha256_hex(identity.encode())),
        ("某县", place.name),
        ("某省", place.province),
        ("某市", place.city or "省直辖"),
        ('"fiscal_year":2000', f'"fiscal_year":{place.year}'),
        ('"final_accounts"', f'"{place.report_type.value}"'),
        ("f-0000", f"f-{sha256_hex(identity.encode())[:4]}"),
        ("c-0000", f"c-{sha256_hex(identity.encode())[:4]}"),
        (_MARK_FIGURE, figure),
    ):
        model = model.replace(old.encode(), new.encode())
    return model


def _made_up(place: Place) -> ParsedReport:
    printed = [_MARK_FIGURE, *_NUMBERS]
    facts = number_facts(
        _MARK_ID,
        [
            Fact(
                document_id=_MARK_DOCUMENT,
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
        ],
    )
    facts = tuple(one.model_copy(update={"fact_id": f"f-0000{one.fact_id[6:]}"}) for one in facts)
    checks = number_checks(
        _MARK_ID,
        [
            Check(
                rule="I05",
                verdict=Verdict.PASS,
                expected=Decimal(number),
                found=Decimal(number),
                difference=Decimal(0),
                tolerance=Decimal(100),
                fact_ids=tuple(one.fact_id for one in facts[number : number + 4]),
                message_zh=f"科目{number}的各项之和等于其合计。",
                message_en=f"The parts of item {number} add up to its total.",
            )
            for number in range(CHECKS)
        ],
    )
    checks = tuple(one.model_copy(update={"check_id": f"c-0000{one.check_id[6:]}"}) for one in checks)
    address = f"https://www.example.gov.cn/{_MARK_ID}.html"
    return ParsedReport(
        report=Report(
            report_id=_MARK_ID,
            division_code=place.code,
            province=place.province,
            city=place.city,
            county=place.name,
            level=Level.COUNTY,
            agency=place.agency,
            agency_kind="信访局",
            scope=Scope.DEPARTMENT,
            fiscal_year=place.year,
            report_type=place.report_type,
            first_seen_on=date(2026, 11, 20),
            page_url=address,
            portal_id="example",
            state=ReportState.COMPLETE,
        ),
        documents=(
            Document(
                document_id=_MARK_DOCUMENT,
                report_id=_MARK_ID,
                role=DocumentRole.PAGE,
                url=address,
                page_url=address,
                media_type="text/html",
                bytes=1,
                fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
                archive_key=f"raw/sha256/{_MARK_DOCUMENT[:2]}/{_MARK_DOCUMENT}",
                reader="html",
            ),
        ),
        facts=facts,
        checks=checks,
    )


class MadeUp:
    """Inputs whose records are made when they are asked for, each county watched."""

    code_version = "bench"
    across: Across = staticmethod(checks_across)
    corrections: tuple[Correction, ...] = ()
    reference: Mapping[str, Sequence[Row]] = reference_tables()

    def __init__(self, places: Sequence[Place], changed: Mapping[Place, str]) -> None:
        self._places = {place.report_id: place for place in places}
        self._changed = changed
        #: Seconds that went into making records, which a store has already.
        self.making = 0.0
        self._made = 0
        self._began = time.monotonic()
        self._divisions: dict[str, list[ReportRef]] = {}
        for identity, place in self._places.items():
            figure = changed.get(place, "233.67")
            digest = sha256_hex(f"{identity} {figure}".encode())
            ref = ReportRef(identity, f"reports/{identity}/{digest}.json")
            self._divisions.setdefault(place.code, []).append(ref)

    def divisions(self) -> Mapping[str, Sequence[ReportRef]]:
        return self._divisions

    def record(self, ref: ReportRef) -> bytes:
        began = time.thread_time()
        place = self._places[ref.report_id]
        data = record(place, self._changed.get(place, "233.67"))
        self.making += time.thread_time() - began
        self._made += 1
        if self._made % PROGRESS == 0:
            seconds = time.monotonic() - self._began
            sys.stderr.write(f"{self._made} of {len(self._places)} reports handed over, {seconds:.0f} s\n")
        return data

    def coverage_basis(self, code: str) -> str:
        return code

    def coverage(self, code: str, reports: Sequence[Row], withheld: Mapping[str, str]) -> list[CoverageCell]:
        assert not withheld, withheld
        known = {(int(row["fiscal_year"]), row["report_type"]): row["report_id"] for row in reports}
        return [
            CoverageCell(
                division_code=code,
                fiscal_year=year,
                report_type=kind,
                state=CoverageState.PUBLISHED if (year, kind.value) in known else CoverageState.NOT_FOUND,
                report_id=known.get((year, kind.value)),
            )
            for year in YEARS
            for kind in ReportType
        ]


def cpu_seconds() -> float:
    """Of this process and of those it has waited for."""
    return sum(
        one.ru_utime + one.ru_stime
        for one in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def not_judged(*_given: object, **_more: object) -> list[Problem]:
    return []


def publish(
    store: Counting, inputs: MadeUp, run_id: str, terms: Terms | None = None
) -> tuple[PublishResult, float, float]:
    """The result, wall seconds, and CPU seconds without those that made the records."""
    start, cpu = time.perf_counter(), cpu_seconds()
    result = publish_version(
        store, inputs=lambda: inputs, run_id=run_id, clock=Wall(), code_version="bench", terms=terms
    )
    return result, time.perf_counter() - start, cpu_seconds() - cpu - inputs.making


def peak_megabytes(processes: int) -> int:
    """An upper bound of what was held at once: the largest of the publisher plus that of each worker, in MiB."""
    own, worker = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round((own + processes * worker) / 1024)


def measure(size: int, folder: Path, terms: Terms | None = None) -> Iterator[dict[str, float | str]]:
    """The first publish of ``size`` reports, unless ``folder`` holds it, and three that each follow a change of one."""
    places = nation(size)
    changed: dict[Place, str] = {}
    head = read_head(LocalStore(folder))
    done = head.number if head else 0
    for step in range(done + 4 if done else 4):
        if step:
            changed[random.Random(step).choice(places)] = "1.00"
        if step < done:
            continue
        store = Counting(LocalStore(folder))
        inputs = MadeUp(places, changed)
        result, seconds, cpu = publish(store, inputs, f"step {step}", terms)
        assert result.published
        yield {
            "reports": size,
            "facts": result.counts["facts"],
            "rows": sum(result.counts.values()),
            "step": "one changed" if step else "full build",
            "seconds": round(seconds, 2),
            "cpu_seconds": round(cpu, 2),
            "records_seconds": round(inputs.making, 2),
            "objects": store.objects,
            "megabytes": round(store.bytes / 1e6, 2),
            "peak_megabytes": peak_megabytes(0 if step else os.cpu_count() or 1),
        }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", nargs="*", type=int, default=[1000, 10000])
    options.add_argument("--json", action="store_true")
    options.add_argument("--bare", action="store_true", help="tables only, nothing beside them")
    options.add_argument("--folder", type=Path, help="where the stores stay; a folder for each size")
    chosen = options.parse_args()
    heads = ("reports", "facts", "step", "seconds", "CPU s", "rows/CPU s", "objects", "MB", "peak MB")
    if not chosen.json:
        print("{:>8} {:>9} {:<12} {:>8} {:>8} {:>10} {:>8} {:>9} {:>8}".format(*heads))
    for size in chosen.reports:
        with tempfile.TemporaryDirectory(prefix="xinfang-bench-") as temporary:
            folder = (chosen.folder or Path(temporary)) / str(size)
            for one in measure(size, folder, BARE if chosen.bare else None):
                if chosen.json:
                    print(json.dumps(one), flush=True)
                    continue
                rate = float(one["rows"]) / float(one["cpu_seconds"]) if one["step"] != "one changed" else 0
                print(
                    f"{one['reports']:>8} {one['facts']:>9} {one['step']:<12} {one['seconds']:>8} "
                    f"{one['cpu_seconds']:>8} {rate:>10.0f} "
                    f"{one['objects']:>8} {one['megabytes']:>9} {one['peak_megabytes']:>8}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
