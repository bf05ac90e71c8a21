"""Publish a made-up nation: seconds, memory, and what one changed report costs, at several sizes.

Usage: python -m bench.publish [--json] [--no-gate] [REPORTS …]   (default: 1000 10000; 77000 takes long)

Counties × fiscal years × budget or accounts, drawn at random, 130 facts and 20 checks each. Reports are records as
they are stored; they are read, judged and written as in life, only reading documents is left out. ``one changed`` is a
publish after one figure of one report changed; the peak is of the largest process. On a busy machine look at the CPU
seconds, of all processes together.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

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
from publish.versions import PublishResult, Terms, publish_version

FACTS = 130
CHECKS = 20
YEARS = range(2014, 2028)


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
    """``count`` different reports, anywhere in the country."""
    counties = [row for row in reference_tables()["divisions"] if row["level"] == "county" and not row["valid_to"]]
    places = [
        Place(row["code"], row["name"], row["province"], row["city"], year, budget)
        for row in counties
        for year in YEARS
        for budget in (False, True)
    ]
    if count > len(places):
        raise SystemExit(f"there are only {len(places)} counties × years × kinds")
    return sorted(random.Random(7).sample(places, count))


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
        self._divisions: dict[str, list[ReportRef]] = {}
        for identity, place in self._places.items():
            figure = changed.get(place, "233.67")
            digest = sha256_hex(f"{identity} {figure}".encode())
            ref = ReportRef(identity, f"reports/{identity}/{digest}.json")
            self._divisions.setdefault(place.code, []).append(ref)

    def divisions(self) -> Mapping[str, Sequence[ReportRef]]:
        return self._divisions

    def record(self, ref: ReportRef) -> bytes:
        place = self._places[ref.report_id]
        return record(place, self._changed.get(place, "233.67"))

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
    start, cpu = time.perf_counter(), cpu_seconds()
    result = publish_version(
        store, inputs=lambda: inputs, run_id=run_id, clock=Wall(), code_version="bench", terms=terms
    )
    return result, time.perf_counter() - start, cpu_seconds() - cpu


def measure(size: int, *, judged: bool = True) -> Iterator[dict[str, float | str]]:
    """The first publish of ``size`` reports, and three that each follow a change of one.

    ``judged`` is about the first: without it one sees sooner what a change costs beside so many reports.
    """
    places = nation(size)
    changed: dict[Place, str] = {}
    with tempfile.TemporaryDirectory(prefix="xinfang-bench-") as folder:
        for step in ("full build" if judged else "not judged", "one changed", "one changed", "one changed"):
            if step == "one changed":
                changed[random.Random(len(changed)).choice(places)] = "1.00"
            store = Counting(LocalStore(folder))
            result, seconds, cpu = publish(
                store, MadeUp(places, changed), step, Terms(gate=not_judged) if step == "not judged" else None
            )
            assert result.published
            peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
            yield {
                "reports": size,
                "facts": result.counts["facts"],
                "rows": sum(result.counts.values()),
                "step": step,
                "seconds": round(seconds, 2),
                "cpu_seconds": round(cpu, 2),
                "objects": store.objects,
                "megabytes": round(store.bytes / 1e6, 2),
                "peak_megabytes": round(peak / 1024),
            }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", nargs="*", type=int, default=[1000, 10000])
    options.add_argument("--json", action="store_true")
    options.add_argument("--no-gate", action="store_true", help="the first publish is not judged, the others are")
    chosen = options.parse_args()
    heads = ("reports", "facts", "step", "seconds", "CPU s", "rows/s", "objects", "MB", "peak MB")
    if not chosen.json:
        print("{:>8} {:>9} {:<12} {:>8} {:>8} {:>8} {:>8} {:>9} {:>8}".format(*heads))
    for size in chosen.reports:
        for one in measure(size, judged=not chosen.no_gate):
            if chosen.json:
                print(json.dumps(one), flush=True)
                continue
            rate = float(one["rows"]) / float(one["seconds"]) if one["step"] != "one changed" else 0
            print(
                f"{one['reports']:>8} {one['facts']:>9} {one['step']:<12} {one['seconds']:>8} "
                f"{one['cpu_seconds']:>8} {rate:>8.0f} "
                f"{one['objects']:>8} {one['megabytes']:>9} {one['peak_megabytes']:>8}",
                flush=True,
            )


if __name__ == "__main__":
    main()
