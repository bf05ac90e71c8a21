"""One PDF page as glyphs, rules and images."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers.pages.content import PageContent
from parsers.readers.pdf.frame import Box, Frame
from parsers.readers.pdf.glyphs import read_glyphs, upright_turns
from parsers.readers.pdf.shapes import Shapes
from parsers.readers.pdf.suspects import is_scanners_layer, suspects_of
from parsers.readers.pdf.unseen import Unseen

#: Characters of one page; a page of A3 full of the smallest type has a tenth of them.
MOST_GLYPHS = 300_000
#: Share of the page that an image covers when the text over it may be a scanner's.
_COVERED = 0.5


def read_content(page: PdfPage, number: int, *, layers: bool = True) -> PageContent:
    """What stands on ``page`` (``number`` counts from 1). ``layers``: the document may have layers."""
    rotation = pdfium.FPDFPage_GetRotation(page.raw) % 4
    text_page = page.get_textpage()
    try:
        count = _count(text_page, number)
        upright = upright_turns(text_page.raw, count, rotation)
        frame = Frame(_visible_box(page.raw), upright)
        shapes = Shapes(frame)
        shapes.collect(page.raw)
        area = frame.width * frame.height
        image_share = min(shapes.image_area / area, 1.0) if area else 0.0
        is_layer = image_share >= _COVERED and count > 0 and is_scanners_layer(shapes)
        suspects = [] if is_layer else suspects_of(shapes, layers=layers)
        unseen = Unseen(page, suspects)
        left_out: set[int] = set()
        if suspects:
            if unseen.take_off(text_page.raw, count):
                text_page.close()
                text_page = page.get_textpage()
                count = _count(text_page, number)
            left_out = unseen.partly(text_page.raw, count)
        glyphs, unmapped = read_glyphs(text_page.raw, count, frame, left_out)
    finally:
        text_page.close()
    return PageContent(
        number=number,
        width=frame.width,
        height=frame.height,
        glyphs=glyphs,
        horizontal=shapes.rules.horizontal,
        vertical=shapes.rules.vertical,
        image_share=image_share,
        turns=(rotation - upright) % 4,
        unmapped=unmapped,
        drawn=shapes.drawn,
        is_layer=is_layer,
        unseen=unseen.count,
    )


def _count(text_page: PdfTextPage, number: int) -> int:
    """Characters of a page. Raises :class:`UnreadableDocument` (too_large)."""
    count: int = pdfium.FPDFText_CountChars(text_page.raw)
    if count > MOST_GLYPHS:
        raise UnreadableDocument(
            DocumentState.TOO_LARGE,
            f"第 {number} 页有 {count} 个字符，超过 {MOST_GLYPHS} / page {number} has {count} characters",
        )
    return count


def _visible_box(page: object) -> Box:
    """The visible box of a page in user space: crop box within media box, inherited ones too.

    pdfium's own functions for boxes leave out inheritance or swap sides on rotated pages; its mapping of the corners
    of the shown page does neither.
    """
    scale = 10_000
    corners: list[tuple[float, float]] = []
    for corner in (0, scale):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDF_DeviceToPage(page, 0, 0, scale, scale, 0, corner, corner, x, y)
        corners.append((x.value, y.value))
    (ax, ay), (bx, by) = corners
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
