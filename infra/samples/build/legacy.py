"""Turns a Word file into the legacy binary format with LibreOffice (the committed file is what counts)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


class NoLibreOffice(Exception):
    """LibreOffice is not installed; the committed ``.doc`` stays as it is."""


def to_doc(docx: bytes) -> bytes:
    """The same document as Word 97-2003 binary. Raises :class:`NoLibreOffice` without ``soffice``."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoLibreOffice("soffice was not found: install LibreOffice to rebuild the .doc file")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=300)
        return (Path(folder) / "document.doc").read_bytes()
