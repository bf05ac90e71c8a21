"""Plain readings of the built files, independent of the project's own readers."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import olefile
import openpyxl
import python_calamine
from bs4 import BeautifulSoup
from lxml import etree
from pdfplumber.pdf import PDF

SAMPLES = Path(__file__).resolve().parents[2] / "infra" / "samples"
FILES = SAMPLES / "files"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def seed(name: str) -> str:
    """The text a file was built from, without bookmark residue."""
    text = (SAMPLES / "content" / f"{name}.txt").read_text(encoding="utf-8")
    return re.sub(r"\[bookmark: [^\]]+\]", "", text)


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def numbers(text: str) -> Counter[str]:
    return Counter(NUMBER.findall(text))


def docx_tree(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def docx_text(path: Path) -> str:
    """Paragraphs of the body and its cells, one per line."""
    return "\n".join("".join(str(t) for t in p.itertext(f"{W}t")) for p in docx_tree(path).iter(f"{W}p"))


def chart_values(path: Path) -> list[list[str]]:
    """Cached texts of each chart part, names before numbers."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(n for n in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n))
        trees = [etree.fromstring(archive.read(name)) for name in names]
    return [[str(v.text) for v in tree.iter("{*}v")] for tree in trees]


def html_text(markup: str) -> str:
    soup = BeautifulSoup(f"<html><body>{markup}</body></html>", "lxml")
    for tag in soup.find_all("style"):
        tag.decompose()
    return "\n".join(p.get_text("").replace("\xa0", " ") for p in soup.find_all("p"))


def doc_text(path: Path) -> str:
    """Text of the binary file's main stream, where LibreOffice writes UTF-16."""
    with olefile.OleFileIO(str(path)) as container:
        stream: bytes = container.openstream("WordDocument").read()
    return stream.decode("utf-16-le", errors="ignore")


def pdf_words(pdf: PDF) -> list[str]:
    """Words of all pages without the page numbers."""
    found: list[str] = []
    for page in pdf.pages:
        body = page.crop((0, 0, page.width, page.height - 50))
        found += [word["text"] for word in body.extract_words(x_tolerance=2.5)]
    return found


def xlsx_texts(data: bytes) -> list[str]:
    """What each filled cell shows."""
    shown: list[str] = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    decimals = len(cell.number_format.partition(".")[2])
                    shown.append(f"{cell.value:.{decimals}f}")
                elif cell.value is not None:
                    shown.append(str(cell.value))
    return shown


def sheet_values(path: Path) -> list[list[list[object]]]:
    """Cell values of all sheets, empty rows and columns at the end left out."""
    book = python_calamine.load_workbook(str(path))
    return [[list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names]
