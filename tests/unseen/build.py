"""Writes the files of a design: Word and workbooks directly, everything else through LibreOffice."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pypdfium2

from infra.samples.build.package import with_fixed_dates
from tests.parsers.readers.ocr import scans
from tests.unseen import render_docx, render_html, render_ofd, render_pdf, render_xls, render_xlsx
from tests.unseen.design import FIXTURES, read
from tests.unseen.model import Design, File

RENDERERS = {
    "docx": render_docx.render,
    "xlsx": render_xlsx.render,
    "xls": render_xls.render,
    "html": render_html.render,
    "pdf": render_pdf.render,
}
#: LibreOffice's filters by what a file is made from and what it becomes.
FILTERS = {
    "doc": "doc:MS Word 97",
    "xls": "xls:MS Excel 97",
    "pdf": "pdf",
    "docx": "docx",
    "html": "html",
    "htm": "html",
}
#: What office scanners are set to.
SCAN_DPI = 150
#: Little grain and strong compression keep the committed files small.
SCAN_NOISE, SCAN_QUALITY = 1.0, 35


def build(name: str) -> None:
    """Write ``tests/fixtures/unseen/<name>/``: the files and ``gold.json``."""
    design = read(name)
    if design.at_test_time:
        return
    folder = FIXTURES / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in design.files:
        if "archive" in file.options:
            _packed(folder / file.options["archive"], file)
        else:
            (folder / file.name).write_bytes(content(file))
    (folder / "gold.json").write_text(text(record(design)), encoding="utf-8")


def written(design: Design, only: Collection[str] | None = None) -> dict[str, bytes]:
    """The files of a design that needs no office program, by name, in their order; every time the same bytes.

    ``only``: those that the record calls so, or that are declared under this name.
    """
    return {
        name: with_fixed_dates(data) if data.startswith(b"PK") and not name.endswith(".ofd") else data
        for file in design.files
        if only is None or not {file.name, file.options.get("archive", file.name)}.isdisjoint(only)
        for name, data in _named(file)
    }


def _named(file: File) -> Iterator[tuple[str, bytes]]:
    """A file, or with ``pictures=1`` (and a name such as ``第{n}页.jpg``) one picture for each of its pages."""
    if "pictures" not in file.options:
        yield file.name, content(file)
        return
    data = RENDERERS["pdf"](file)
    with pypdfium2.PdfDocument(data) as document:
        pages = len(document)
    for page in range(1, pages + 1):
        image = scans.page_image(data, page, dpi=SCAN_DPI, skew=0.3 * (-1) ** page, noise=SCAN_NOISE)
        yield file.name.replace("{n}", str(page)), scans.jpeg(image, quality=int(file.options.get("quality", "60")))


def content(file: File) -> bytes:
    """The bytes of one file; ``via`` is the format it was first made in."""
    kind = file.name.rpartition(".")[2]
    via = file.options.get("via", kind)
    data = RENDERERS[via](file)
    if "scan" in file.options:
        return _scanned(data if via == "pdf" else _converted(data, via, "pdf"), kind)
    if kind == "ofd":
        return render_ofd.render(data)
    if "sheet" in file.options:
        return _two_on_a_sheet(data)
    # Finance systems export pages under the name of a workbook.
    return data if via == kind or "renamed" in file.options else _converted(data, via, kind)


def _two_on_a_sheet(data: bytes) -> bytes:
    """``sheet=2``: two pages side by side on each sheet, as people print to save paper."""
    with pypdfium2.PdfDocument(data) as source:
        made = pypdfium2.PdfDocument(pypdfium2.raw.FPDF_ImportNPagesToOne(source.raw, 842, 595, 2, 1))
        stream = io.BytesIO()
        made.save(stream)
        return stream.getvalue()


def _converted(data: bytes, via: str, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"document.{via}"
        source.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
        subprocess.run([*command, FILTERS[kind], "--outdir", folder, str(source)], check=True, capture_output=True)
        made = next(path for path in Path(folder).glob("document.*") if path != source)
        return made.read_bytes()


def _scanned(data: bytes, kind: str) -> bytes:
    """A PDF as a scanner returns it: again a PDF, or the picture of its one page."""
    if kind == "pdf":
        with pypdfium2.PdfDocument(data) as document:
            pages = range(1, len(document) + 1)
        turned = (
            scans.page_image(data, page, dpi=SCAN_DPI, skew=0.5 * (-1) ** page, noise=SCAN_NOISE) for page in pages
        )
        return scans.image_pdf(turned, dpi=SCAN_DPI, quality=SCAN_QUALITY)
    return scans.jpeg(scans.page_image(data, 1, dpi=SCAN_DPI, skew=0.4, noise=SCAN_NOISE), quality=SCAN_QUALITY)


def _packed(archive: Path, file: File) -> None:
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as members:
        members.writestr(zipfile.ZipInfo(file.name), content(file))


def record(design: Design) -> dict[str, Any]:
    """The golden record, ready for JSON."""
    return {
        "id": design.id,
        "about": design.about,
        "document": design.document,
        "files": list(dict.fromkeys(file.options.get("archive", file.name) for file in design.files)),
        "mistakes": design.mistakes,
        "deserved": design.deserved,
        "facts": design.facts,
    }


def text(found: dict[str, Any]) -> str:
    """JSON with one line per fact."""
    lines = []
    for name, value in found.items():
        if name == "facts":
            rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f'"{name}": [\n{rows}\n]')
        else:
            lines.append(f'"{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"
