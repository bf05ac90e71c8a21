"""How fast documents are read: ``python -m bench.reading [--pages 100] [--rounds 3]``.

PDF, in one run and on the same file (a sample repeated to about ``--pages`` pages): our reading of everything
(tables, paragraphs, joins over page breaks), plain pdfplumber ``extract_tables`` on every page, and raw pdfium text as
the limit. Then our reading of more and more pages, the same comparison on single documents of other layouts, whole
reports from bytes to facts and checks, all formats of the samples, and scans where the extra ``[ocr]`` is installed.
Every measurement runs in a process of its own, so that its peak memory is its own; seconds are seconds of one core
(other work on the machine does not count), the median of the rounds.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "infra" / "samples" / "files"
PDF = SAMPLES / "004_xiangyuan_2023_final.pdf"
LAYOUTS = ROOT / "tests" / "fixtures" / "layouts"
DOCUMENTS = (
    SAMPLES / "004_xiangyuan_2023_final.pdf", LAYOUTS / "final_2019_sichuan.pdf", LAYOUTS / "budget_2023_yunnan.pdf",
    LAYOUTS / "budget_2025_hunan.pdf", LAYOUTS / "final_2024_shanghai.pdf",
)  # fmt: skip
GROWTH = (20, 100, 500)
#: Pages of the sample that are read as scans: prose, tables of expenditure and of economic items.
SCANNED_PAGES = [5, 9, 13, 19]
FORMATS = (
    "000_etuokeqianqi_2020_final_body.html", "000_etuokeqianqi_2020_final.docx", "001_quyang_2020_budget.doc",
    "002_maoxian_2019_final.docx", "003_urumqi_xinshi_2021_final.docx", "004_xiangyuan_2023_final.pdf",
    "004_xiangyuan_2023_final.xlsx", "004_xiangyuan_2023_final.xls",
)  # fmt: skip


def repeated(path: Path, pages: int) -> bytes:
    """The sample again and again until it has about ``pages`` pages."""
    source = pypdfium2.PdfDocument(path)
    target = pypdfium2.PdfDocument.new()
    for _ in range(max(round(pages / len(source)), 1)):
        target.import_pages(source)
    stream = io.BytesIO()
    target.save(stream)
    return stream.getvalue()


def ours(data: bytes) -> int:
    from parsers.readers import read  # noqa: PLC0415 - only this measurement pays for it

    return sum(1 for table in read(data).tables for cell in table.cells if cell.text)


def plumber(data: bytes) -> int:
    import pdfplumber  # noqa: PLC0415 - only this measurement pays for it

    cells = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            cells += sum(1 for table in page.extract_tables() for row in table for text in row if text)
            page.close()
    return cells


def raw_text(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    length = 0
    for page in document:
        text = page.get_textpage()
        length += len(text.get_text_range())
        text.close()
        page.close()
    return length


def facts(data: bytes) -> int:
    """Reads, states and checks a whole report; how many facts it has."""
    from parsers.model import NOTHING_KNOWN  # noqa: PLC0415 - only this measurement pays for it
    from parsers.parse import Source, parse_report  # noqa: PLC0415 - only this measurement pays for it

    return len(parse_report([Source(data)], NOTHING_KNOWN, report_id="bench", identified=False).facts)


METHODS: dict[str, Callable[[bytes], int]] = {
    "ours": ours,
    "pdfplumber": plumber,
    "pdfium text": raw_text,
    "facts": facts,
}


def measure(method: str, path: Path, pages: int, rounds: int) -> dict[str, float]:
    """Runs one measurement in a process of its own."""
    command = [
        sys.executable, "-m", "bench.reading", "--measure", method, "--file", str(path), "--pages", str(pages),
        "--rounds", str(rounds),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def run_measurement(method: str, path: Path, pages: int, rounds: int) -> None:
    data = repeated(path, pages) if pages else path.read_bytes()
    work = METHODS[method]
    seconds, elapsed = [], []
    cells = 0
    for _ in range(rounds):
        started, began = time.process_time(), time.perf_counter()
        cells = work(data)
        seconds.append(time.process_time() - started)
        elapsed.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    count = len(pypdfium2.PdfDocument(data)) if path.suffix == ".pdf" else 0
    found = {"seconds": statistics.median(seconds), "elapsed": statistics.median(elapsed)}
    print(json.dumps({**found, "cells": cells, "peak_mb": peak, "pages": count}))


def compare(pages: int, rounds: int) -> None:
    """Ours, pdfplumber and the limit on one long PDF."""
    results = {method: measure(method, PDF, pages, rounds) for method in ("ours", "pdfplumber", "pdfium text")}
    base, count = results["pdfplumber"]["seconds"], results["ours"]["pages"]
    print(f"PDF, {count:.0f} pages, median of {rounds} rounds\n")
    print(f"{'':14}{'seconds':>9}{'pages/s':>9}{'x pdfplumber':>14}{'peak MB':>9}{'cells with text':>17}")
    for method, result in results.items():
        cells = "" if method == "pdfium text" else f"{result['cells']:.0f}"
        print(
            f"{method:14}{result['seconds']:9.2f}{count / result['seconds']:9.0f}{base / result['seconds']:14.1f}"
            f"{result['peak_mb']:9.0f}{cells:>17}"
        )


def show_growth(rounds: int) -> None:
    """Our reading of more and more pages: time and memory grow with the pages, the time of one page does not."""
    print(f"\n{'more pages':14}{'seconds':>9}{'pages/s':>9}{'peak MB':>9}")
    for pages in GROWTH:
        result = measure("ours", PDF, pages, rounds)
        count, seconds = result["pages"], result["seconds"]
        print(f"{count:<14.0f}{seconds:9.2f}{count / seconds:9.0f}{result['peak_mb']:9.0f}")


def compare_documents(rounds: int) -> None:
    """Ours and pdfplumber on single documents."""
    print(f"\n{'each document':34}{'pages':>6}{'ms':>8}{'pdfplumber':>12}{'ratio':>7}{'cells':>7}{'pdfplumber':>12}")
    for path in DOCUMENTS:
        our, other = measure("ours", path, 0, rounds), measure("pdfplumber", path, 0, rounds)
        print(
            f"{path.stem:34}{our['pages']:6.0f}{1000 * our['seconds']:8.0f}{1000 * other['seconds']:12.0f}"
            f"{other['seconds'] / our['seconds']:7.1f}{our['cells']:7.0f}{other['cells']:12.0f}"
        )


def show_formats(rounds: int) -> None:
    """Reading alone, and the whole way from bytes to facts and checks."""
    print(f"\n{'each format':44}{'ms/file':>9}{'files/s':>9}{'peak MB':>9}{'cells with text':>17}")
    for name in FORMATS:
        result = measure("ours", SAMPLES / name, 0, rounds)
        print(
            f"{name:44}{1000 * result['seconds']:9.1f}{1 / result['seconds']:9.0f}{result['peak_mb']:9.0f}"
            f"{result['cells']:17.0f}"
        )
    print(f"\n{'bytes to facts and checks':44}{'ms/file':>9}{'files/s':>9}{'peak MB':>9}{'facts':>9}{'facts/s':>9}")
    for name in FORMATS:
        result = measure("facts", SAMPLES / name, 0, rounds)
        print(
            f"{name:44}{1000 * result['seconds']:9.1f}{1 / result['seconds']:9.1f}{result['peak_mb']:9.0f}"
            f"{result['cells']:9.0f}{result['cells'] / result['seconds']:9.0f}"
        )


def show_scans(rounds: int) -> None:
    """Scans of 200 dpi: a few pages of prose and dense tables, and three times as many."""
    from parsers.readers.ocr import installed  # noqa: PLC0415 - needed here only

    if not installed():
        return
    from tests.parsers.readers.ocr.scans import pages_of, scan_of  # noqa: PLC0415 - needs the extra [ocr]

    print(f"\n{'scanned PDF':44}{'core s/page':>12}{'s/page':>9}{'peak MB':>9}{'cells with text':>17}")
    for times in (1, 3):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(scan_of(pages_of(PDF.read_bytes(), SCANNED_PAGES * times)))
            file.flush()
            result = measure("ours", Path(file.name), 0, rounds)
        print(
            f"{result['pages']:<44.0f}{result['seconds'] / result['pages']:12.2f}"
            f"{result['elapsed'] / result['pages']:9.2f}{result['peak_mb']:9.0f}{result['cells']:17.0f}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100, help="pages of the repeated PDF")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--measure", choices=METHODS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, default=PDF, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.measure:
        run_measurement(chosen.measure, chosen.file, chosen.pages, chosen.rounds)
        return
    compare(chosen.pages, chosen.rounds)
    show_growth(chosen.rounds)
    compare_documents(chosen.rounds)
    show_formats(max(chosen.rounds, 5))
    show_scans(chosen.rounds)


if __name__ == "__main__":
    main()
