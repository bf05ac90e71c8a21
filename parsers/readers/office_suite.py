"""LibreOffice as a second reader: converts a file to DOCX or XLSX and reads that. Used only where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.docx.document import read_docx
from parsers.readers.sheets.workbook import read_xlsx

_TARGETS = {
    media.DOC: ("doc", "docx"),
    media.RTF: ("rtf", "docx"),
    media.ODT: ("odt", "docx"),
    media.XLS: ("xls", "xlsx"),
    media.XLSB: ("xlsb", "xlsx"),
    media.WORD_XML: ("xml", "docx"),
    media.EXCEL_XML: ("xml", "xlsx"),
}


@cache
def suite_program() -> str | None:
    """Path of the ``soffice`` program, if one is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, media_type: str, limits: Limits) -> bytes:
    """``data`` as DOCX or XLSX. Raises ``UnreadableDocument`` (unsupported without the suite, damaged, timeout)."""
    program = suite_program()
    if program is None or media_type not in _TARGETS:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED,
            f"读取 {media_type} 需要安装 LibreOffice，或先另存为 DOCX/XLSX / files of type {media_type} need"
            " LibreOffice to be installed, or to be saved as DOCX or XLSX first",
        )
    source, target = _TARGETS[media_type]
    with tempfile.TemporaryDirectory(prefix="suite-") as folder:
        path = Path(folder, f"document.{source}")
        path.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [
            program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", target,
            "--outdir", str(Path(folder, "out")), str(path),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=limits.seconds)  # noqa: S603 - own words
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument(
                DocumentState.TIMEOUT, "LibreOffice 转换超时 / the conversion took too long"
            ) from error
        except OSError as error:
            raise UnreadableDocument(
                DocumentState.UNSUPPORTED, "LibreOffice 无法启动 / LibreOffice does not start"
            ) from error
        result = Path(folder, "out", f"document.{target}")
        if not result.exists():
            raise UnreadableDocument(DocumentState.DAMAGED, "LibreOffice 无法打开 / LibreOffice cannot open the file")
        return result.read_bytes()


def read_by_suite(data: bytes, media_type: str, limits: Limits) -> DocumentModel:
    """The document model by way of the office suite. Raises :class:`UnreadableDocument`."""
    converted = convert(data, media_type, limits)
    reader = read_docx if _TARGETS[media_type][1] == "docx" else read_xlsx
    model = reader(converted, limits)
    return replace(model, media_type=media_type, reader=f"suite+{model.reader}")
