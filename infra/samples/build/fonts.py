"""Finds a TrueType Chinese font to embed (only the glyphs that are used go into the file)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

#: Families with TrueType outlines, best first (reportlab cannot embed CFF outlines such as Noto's).
FAMILIES = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "AR PL UMing CN", "SimSun")
NAME = "SampleHei"


class NoFont(Exception):
    """No usable Chinese font was found."""


def candidates(given: str | None = None) -> list[str]:
    """Font files to try: the given one, else what fontconfig knows under the names in ``FAMILIES``."""
    if given:
        return [given]
    program = shutil.which("fc-list")
    found: list[str] = []
    for family in FAMILIES if program else ():
        answer = subprocess.run([str(program), family, "file"], capture_output=True, text=True, check=False)
        found += sorted(line.split(":")[0].strip() for line in answer.stdout.splitlines() if line.strip())
    return found


def register(given: str | None = None) -> str:
    """Registers the font under :data:`NAME` and returns its file. Raises :class:`NoFont` with what to do."""
    tried = candidates(given)
    for path in tried:
        try:
            pdfmetrics.registerFont(TTFont(NAME, path, subfontIndex=0))
        except (TTFError, OSError):
            continue
        return path
    raise NoFont(
        f"no TrueType Chinese font among {[Path(p).name for p in tried]}:"
        " install Debian's fonts-wqy-zenhei or give --font FILE"
    )
