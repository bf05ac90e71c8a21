"""A font with Chinese characters on this machine, for captions and redrawn tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

#: File that is taken before any other.
VARIABLE = "XINFANG_FONT"
_FOLDERS = (
    "~/.fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
#: Beginnings of file names of fonts with Chinese characters, best first.
_NAMES = (
    "notosanscjk", "notosanssc", "sourcehansans", "wqy-zenhei", "wqy-microhei", "pingfang", "hiragino sans gb",
    "stheiti", "msyh", "simhei", "droidsansfallback", "notoserifcjk", "sourcehanserif", "songti", "simsun", "uming",
    "ukai",
)  # fmt: skip
_ENDINGS = {".ttf", ".ttc", ".otf"}


@cache
def chinese_font() -> Path | None:
    """The font file to use, or ``None`` where the machine has none that is known to hold Chinese characters."""
    given = os.environ.get(VARIABLE)
    for path in (Path(given),) if given else _candidates():
        try:
            ImageFont.truetype(str(path), 12)
        except OSError:
            continue
        return path
    return None


def _candidates() -> Iterator[Path]:
    files = [
        path
        for folder in _FOLDERS
        for path in sorted(Path(folder).expanduser().rglob("*"))
        if path.suffix.lower() in _ENDINGS
    ]
    for name in _NAMES:
        found = [path for path in files if path.name.lower().startswith(name)]
        yield from sorted(found, key=lambda path: "regular" not in path.name.lower() and "-" in path.name)


@cache
def font(size: int) -> Font:
    """The Chinese font at ``size`` pixels; Pillow's own Latin one where there is none."""
    path = chinese_font()
    return ImageFont.truetype(str(path), size) if path is not None else ImageFont.load_default(size)
