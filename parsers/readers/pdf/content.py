"""One PDF page as glyphs, rules and images."""

from __future__ import annotations

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from parsers.readers.pages.content import PageContent
from parsers.readers.pdf.frame import Frame
from parsers.readers.pdf.glyphs import read_glyphs, upright_turns
from parsers.readers.pdf.shapes import Shapes


def read_content(page: PdfPage, number: int) -> PageContent:
    """What stands on ``page`` (``number`` counts from 1)."""
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, rectangle)
    rotation = pdfium.FPDFPage_GetRotation(page.raw) % 4
    text_page = page.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(text_page.raw)
        upright = upright_turns(text_page.raw, count, rotation)
        frame = Frame((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top), upright)
        glyphs, unmapped = read_glyphs(text_page.raw, count, frame)
    finally:
        text_page.close()
    shapes = Shapes(frame)
    shapes.collect(page.raw)
    area = frame.width * frame.height
    return PageContent(
        number=number,
        width=frame.width,
        height=frame.height,
        glyphs=glyphs,
        horizontal=shapes.rules.horizontal,
        vertical=shapes.rules.vertical,
        image_share=min(shapes.image_area / area, 1.0) if area else 0.0,
        turns=(rotation - upright) % 4,
        unmapped=unmapped,
    )
