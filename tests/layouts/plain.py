"""What a file shows, by readings that share nothing with the project's own readers."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import openpyxl
import pypdfium2
import python_calamine
from bs4 import BeautifulSoup
from lxml import etree

#: A number as a file shows it, half or full width.
NUMBER = re.compile(r"[-－]?[\d０-９][\d０-９,，]*(?:[.．][\d０-９]+)?")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


def texts(path: Path) -> list[str]:
    """Pieces of text: pages of a PDF, cells of a sheet, paragraphs of a Word file or a page."""
    kind = path.suffix[1:]
    readers = {"pdf": _pdf, "xlsx": _xlsx, "xls": _xls, "docx": _docx, "html": _html}
    return readers[kind](path)


def numbers(path: Path) -> Counter[str]:
    return Counter(folded(number) for text in texts(path) for number in NUMBER.findall(text))


def folded(number: str) -> str:
    """Full-width digits as ASCII: pdfium folds them in the text it gives."""
    return number.translate(FULL_WIDTH)


def _pdf(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def _xlsx(path: Path) -> list[str]:
    shown = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    decimals = len(cell.number_format.partition(".")[2])
                    comma = "," if "," in cell.number_format else ""
                    shown.append(f"{cell.value:{comma}.{decimals}f}")
                elif cell.value is not None:
                    shown.append(str(cell.value))
    return shown


def _xls(path: Path) -> list[str]:
    book = python_calamine.load_workbook(str(path))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    # The values come without their formats: every number of decimals and both groupings count as shown.
    return [
        form
        for row in rows
        for cell in row
        for form in (
            [f"{cell:{comma}.{n}f}" for n in (0, 1, 2, 4) for comma in ("", ",")]
            if isinstance(cell, int | float)
            else [str(cell)]
        )
    ]


def _docx(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(str(text) for text in paragraph.itertext(f"{W}t")) for paragraph in tree.iter(f"{W}p")]


def _html(path: Path) -> list[str]:
    soup = BeautifulSoup(path.read_bytes(), "lxml")
    return [paragraph.get_text("") for paragraph in soup.find_all("p")]


def content(kind: str, data: bytes) -> object:
    """A file's content without its compression, which differs between versions of zlib."""
    if kind in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if kind == "pdf":
        return [_unpacked(stream) for stream in STREAM.findall(data)]
    return data


def _unpacked(stream: bytes) -> bytes:
    try:
        packed = base64.a85decode(stream, adobe=stream.startswith(b"<~")) if stream.endswith(b"~>") else stream
        return zlib.decompress(packed)
    except (ValueError, zlib.error):
        return stream
