"""Writes the files of a design: Word and workbooks directly, everything else through LibreOffice."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from tests.unseen import render_docx, render_html, render_xlsx
from tests.unseen.design import FIXTURES, read
from tests.unseen.model import Design, File

RENDERERS = {"docx": render_docx.render, "xlsx": render_xlsx.render, "html": render_html.render}
#: LibreOffice's filters by what a file is made from and what it becomes.
FILTERS = {
    "doc": "doc:MS Word 97",
    "xls": "xls:MS Excel 97",
    "pdf": "pdf",
    "docx": "docx",
    "html": "html",
    "htm": "html",
}


def build(name: str) -> None:
    """Write ``tests/fixtures/unseen/<name>/``: the files and ``gold.json``."""
    design = read(name)
    folder = FIXTURES / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in design.files:
        if "archive" in file.options:
            _packed(folder / file.options["archive"], file)
        else:
            (folder / file.name).write_bytes(content(file))
    (folder / "gold.json").write_text(text(record(design)), encoding="utf-8")


def content(file: File) -> bytes:
    """The bytes of one file; ``via`` is the format it was first made in."""
    kind = file.name.rpartition(".")[2]
    via = file.options.get("via", kind)
    data = RENDERERS[via](file)
    # Finance systems export pages under the name of a workbook.
    return data if via == kind or "renamed" in file.options else _converted(data, via, kind)


def _converted(data: bytes, via: str, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"document.{via}"
        source.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
        subprocess.run([*command, FILTERS[kind], "--outdir", folder, str(source)], check=True, capture_output=True)
        made = next(path for path in Path(folder).glob("document.*") if path != source)
        return made.read_bytes()


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
