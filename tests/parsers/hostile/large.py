"""Documents of thousands of pages and a hundred thousand cells: ``python -m tests.parsers.hostile.large`` reads each in
a child process under the usual limits and prints how it ended, in what time and memory.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import replace

import xlsxwriter

from parsers.isolation import ReaderPool
from parsers.model import DEFAULT_LIMITS, Limits, UnreadableDocument
from tests.parsers.hostile.originals import pdf_of
from tests.parsers.hostile.soak import apart
from tests.parsers.readers.test_ods import ods
from tests.parsers.readers.word_maker import docx

ROWS, COLUMNS = 5_000, 20


def pages(count: int) -> bytes:
    """A PDF of ``count`` pages that share what stands on them."""
    words = b"BT /F 12 Tf 40 700 Td (Total 233.67) Tj ET"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    return pdf_of([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count,
        b"<</Length %d>>stream\n" % len(words) + words + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * count,
    ])  # fmt: skip


def workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(ROWS):
            sheet.write_row(row, 0, [row * COLUMNS + column + 0.5 for column in range(COLUMNS)])
    return target.getvalue()


def of_rows(start: str, cell: Callable[[int], str], end: str) -> str:
    """Rows of cells between ``start`` and ``end``."""
    return "".join(
        start + "".join(cell(row * COLUMNS + column) for column in range(COLUMNS)) + end for row in range(ROWS)
    )


def page() -> bytes:
    rows = of_rows("<tr>", lambda number: f"<td>{number}.50</td>", "</tr>")
    return f"<html><body><table>{rows}</table></body></html>".encode()


def word() -> bytes:
    rows = of_rows("<w:tr>", lambda number: f"<w:tc><w:p><w:r><w:t>{number}.50</w:t></w:r></w:p></w:tc>", "</w:tr>")
    return docx(f"<w:tbl>{rows}</w:tbl>")


def opendocument() -> bytes:
    cells = of_rows(
        "<table:table-row>",
        lambda number: f"<table:table-cell><text:p>{number}.50</text:p></table:table-cell>",
        "</table:table-row>",
    )
    return ods(f'<table:table table:name="表">{cells}</table:table>')


MADE: dict[str, Callable[[], bytes]] = {"xlsx": workbook, "html": page, "docx": word, "ods": opendocument}


def ending(pool: ReaderPool, data: bytes, limits: Limits) -> str:
    try:
        model = pool.read(data, limits=limits)
    except UnreadableDocument as problem:
        return problem.state.value
    return f"read, {sum(len(table.cells) for table in model.tables)} cells, {model.pages or '-'} pages"


def main() -> None:
    many = replace(DEFAULT_LIMITS, pages=10_000)
    files = [
        ("PDF of 10,000 pages", pages(10_000), DEFAULT_LIMITS),
        ("PDF of 10,000 pages, all allowed", pages(10_000), many),
        ("PDF of 2,000 pages", pages(2_000), DEFAULT_LIMITS),
        *((f"{name} of 100,000 cells", made(), DEFAULT_LIMITS) for name, made in MADE.items()),
    ]
    with apart("text", traced=False) as world:
        for what, data, limits in files:
            with ReaderPool(module="tests.parsers.hostile.watched") as pool:
                started = time.monotonic()
                ended = ending(pool, data, limits)
                told = json.loads((world / "report").read_text("ascii").splitlines()[-1])
                seconds = time.monotonic() - started
            print(f"{what:34} {ended:34} {seconds:6.1f} s {told['cpu']:6.1f} CPU s {told['peak_mb']:6.0f} MB")


if __name__ == "__main__":
    main()
