"""Marks, covers and captions on a picture."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw

from domain.records import BBox
from parsers.evidence.fonts import Font, font

MARK = (204, 0, 0)
HIGHLIGHT = (255, 225, 70)
COVER = (110, 110, 110)
_CAPTION = 20
_MARGIN = 16
_NARROWEST = 700


def scaled(box: BBox, scale: float, *, pad: float = 0.0) -> tuple[int, int, int, int]:
    """A box in points as whole pixels, grown by ``pad`` points on every side."""
    x0, top, x1, bottom = box
    return (
        int((x0 - pad) * scale),
        int((top - pad) * scale),
        int((x1 + pad) * scale) + 1,
        int((bottom + pad) * scale) + 1,
    )


def highlight(image: Image.Image, boxes: Iterable[tuple[int, int, int, int]]) -> None:
    """Tint the boxes as a marker pen does: what is printed stays readable."""
    for box in boxes:
        x0, y0, x1, y1 = max(box[0], 0), max(box[1], 0), min(box[2], image.width), min(box[3], image.height)
        if x1 > x0 and y1 > y0:
            piece = image.crop((x0, y0, x1, y1))
            image.paste(ImageChops.multiply(piece, Image.new("RGB", piece.size, HIGHLIGHT)), (x0, y0))


def outline(image: Image.Image, box: tuple[int, int, int, int], *, width: int = 3) -> None:
    ImageDraw.Draw(image).rectangle(box, outline=MARK, width=width)


def cover(image: Image.Image, boxes: Iterable[tuple[int, int, int, int]]) -> None:
    """Paint the boxes over: nothing below is left in the picture."""
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle(box, fill=COVER)


def with_caption(image: Image.Image, lines: Sequence[str]) -> Image.Image:
    """``image`` below its caption."""
    letters = font(_CAPTION)
    width = max(image.width, _NARROWEST)
    wrapped = [piece for line in lines for piece in wrap(line, letters, width - 2 * _MARGIN)]
    step = int(_CAPTION * 1.5)
    head = step * len(wrapped) + 2 * _MARGIN if wrapped else 0
    whole = Image.new("RGB", (width, head + image.height), "white")
    draw = ImageDraw.Draw(whole)
    for number, line in enumerate(wrapped):
        draw.text((_MARGIN, _MARGIN + number * step), line, fill="black", font=letters)
    if head:
        draw.line((0, head - 2, width, head - 2), fill=COVER, width=2)
    whole.paste(image, ((width - image.width) // 2, head))
    return whole


def wrap(text: str, letters: Font, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` pixels, broken anywhere: Chinese has no blanks."""
    lines: list[str] = []
    for part in text.splitlines() or [""]:
        line = ""
        for character in part.replace("\t", "  "):
            if line and letters.getlength(line + character) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


def png_of(image: Image.Image) -> bytes:
    """The same bytes for the same picture: no time, no metadata."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()
