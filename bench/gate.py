"""Rows a second and peak memory of the two judges of a package: ``python -m bench.gate [ROWS …]``.

The facts of a made-up dataset are written as CSV, with their reports, documents and reference tables; each judge looks
at them in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from publish.gate import PartFile, check_files, judge_tables
from publish.package import write_csv
from publish.schemas import Row, load_schemas
from publish.tables.reference import reference_tables

FACTS_IN_A_REPORT = 130


def facts_of(count: int) -> Iterator[tuple[Row, Row, list[Row]]]:
    """Reports with one document and some facts each, in the order of their keys."""
    divisions = [row["code"] for row in reference_tables()["divisions"] if row["level"] == "county"]
    empty = {name: dict.fromkeys(load_schemas()[name].columns, "") for name in ("reports", "documents", "facts")}
    for number in range(count // FACTS_IN_A_REPORT):
        code, nth = divisions[number % len(divisions)], number // len(divisions)
        report_id = f"{code}-{2016 + nth % 10}-final-{number:08x}"
        address = f"https://www.example.gov.cn/{report_id}.html"
        document = f"{number:064x}"
        key = {"report_id": report_id}
        report = (
            empty["reports"] | key | {"division_code": code, "province": "省", "level": "county", "agency": "信访局"}
        )
        report |= {"agency_kind": "信访局", "scope": "department", "fiscal_year": str(2016 + nth % 10)}
        report |= {"report_type": "final_accounts", "first_seen_on": "2026-11-20", "page_url": address}
        report |= {"portal_id": "example", "state": "complete", "revision": "1"}
        file = empty["documents"] | key | {"document_id": document, "url": address, "page_url": address}
        file |= {"media_type": "text/html", "bytes": "1", "fetched_at": "2026-11-20T00:00:00Z", "archive_key": "raw"}
        file |= {"reader": "html", "ocr": "false"}
        shared = empty["facts"] | key | {"document_id": document, "statement": "expenditure_by_function"}
        shared |= {"item": "信访事务/基本支出", "item_printed": "信访事务", "code": "2010308", "measure": "amount"}
        shared |= {"printed_unit": "万元", "cell_state": "value", "origin": "table", "page": "3", "table_no": "3"}
        shared |= {"method": "text", "confidence": "1.00", "agreement": "single", "bbox": "72,100.13,120.5,112"}
        facts = [
            shared
            | {"fact_id": f"f-{line:016x}", "amount": f"{line}0000.00", "printed": f"{line}.00", "row_no": str(line)}
            | {"quote": f"2010308\t信访事务\t{line}.00"}
            for line in range(1, FACTS_IN_A_REPORT + 1)
        ]
        yield report, file, facts


def write(folder: Path, rows: int) -> list[PartFile]:
    tables: dict[str, list[Row]] = {"reports": [], "documents": [], "facts": [], "corrections": []}
    for report, document, facts in sorted(facts_of(rows), key=lambda one: one[0]["report_id"]):
        tables["reports"].append(report)
        tables["documents"].append(document)
        tables["facts"] += facts
    tables["divisions"] = sorted(reference_tables()["divisions"], key=load_schemas()["divisions"].sort_key)
    files = []
    for name, several in tables.items():
        path = folder / f"{name}.csv"
        path.write_bytes(write_csv(load_schemas()[name].columns, several))
        files.append(PartFile(name, "all", path, len(several)))
    return files


def measure(judge: str, files: list[PartFile]) -> tuple[float, float, float, int]:
    """Seconds, seconds of processors, peak MB and problems of one judge; runs in a process of its own."""
    judges = {"gate": lambda: check_files(files, whole=False), "frictionless": lambda: judge_tables(files)}
    start, cpu = time.perf_counter(), time.process_time()
    problems = sum(1 for _ in judges[judge]())
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return seconds, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, problems


def main(sizes: list[int]) -> None:
    heads = ("seconds", "cpu s", "rows/s", "/cpu s", "peak MB", "problems")
    print(f"{'facts':>9} {'judge':<13} " + " ".join(f"{head:>9}" for head in heads))
    context = multiprocessing.get_context("spawn")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="xinfang-bench-") as folder:
            with context.Pool(1) as pool:
                files = pool.apply(write, (Path(folder), size))
            rows = sum(part.rows for part in files)
            for judge in ("gate", "frictionless"):
                with context.Pool(1) as pool:
                    seconds, cpu, peak, problems = pool.apply(measure, (judge, files))
                print(
                    f"{size:>9} {judge:<13} {seconds:>9.1f} {cpu:>9.1f} {rows / seconds:>9.0f} {rows / cpu:>9.0f} "
                    f"{peak:>9.0f} {problems:>9}"
                )


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [100_000])
