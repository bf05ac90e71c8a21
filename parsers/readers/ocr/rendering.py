"""Pages of a PDF to pictures."""

from __future__ import annotations

import ctypes
import math

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from parsers.readers.ocr.limits import MOST_PIXELS, MOST_READ_PIXELS, too_many_pixels
from parsers.readers.ocr.picture import POINTS_PER_INCH, Picture, usual_width

#: Enough for 7 point type; more costs time and gains nothing measurable on figures.
DPI = 200.0
#: Pages of unusual length are rendered down to this.
_COARSEST = 150.0
_MAX_OBJECTS = 10_000


def render(page: PdfPage) -> Picture:
    """The page as shown, in colour. Raises ``UnreadableDocument(too_large)`` for images beyond the limit of pixels."""
    stored = _stored_pixels(page)
    if stored > MOST_PIXELS:
        raise too_many_pixels(stored)
    width, height = page.get_size()
    usual = usual_width(width, height)
    dpi = DPI
    pixels = int(usual * DPI / POINTS_PER_INCH) * int(usual * DPI / POINTS_PER_INCH * height / width)
    if pixels > MOST_READ_PIXELS:
        dpi *= math.sqrt(MOST_READ_PIXELS / pixels)
        if dpi < _COARSEST:
            raise too_many_pixels(pixels)
    zoom = dpi / POINTS_PER_INCH * usual / width
    bitmap = page.render(scale=zoom, may_draw_forms=False, fill_color=(255, 255, 255, 255), force_bitmap_format=_BGR)
    picture = Picture(bitmap.to_numpy().copy(), dpi=dpi, scale=width / usual)
    bitmap.close()
    return picture


_BGR = pdfium.FPDFBitmap_BGR


def _stored_pixels(page: PdfPage) -> int:
    """Pixels of the largest image on the page, as the file states them."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    largest = 0
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE and pdfium.FPDFImageObj_GetImagePixelSize(
            item, width, height
        ):
            largest = max(largest, width.value * height.value)
    return largest
