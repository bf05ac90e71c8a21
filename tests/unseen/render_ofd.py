"""A PDF's glyphs and rules as OFD (GB/T 33190), as offices convert before they publish."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from xml.sax.saxutils import escape

import pypdfium2
import pypdfium2.raw as pdfium

from infra.samples.build.package import zip_bytes

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MM = 25.4 / 72


def render(data: bytes) -> bytes:
    """The pages of the PDF ``data``."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [_content(page) for page in document]
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(1, len(pages) + 1))
    parts = {
        "OFD.xml": f'{HEAD}<ofd:OFD {SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1'
        "</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{HEAD}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    parts |= {f"Doc_0/Pages/Page_{number}/Content.xml": page for number, page in enumerate(pages, start=1)}
    return zip_bytes({name: text.encode() for name, text in parts.items()})


def _content(page: pypdfium2.PdfPage) -> str:
    width, height = (side * MM for side in page.get_size())
    return (
        f"{HEAD}<ofd:Page {SPACE}><ofd:Area><ofd:PhysicalBox>0 0 {width:.3f} {height:.3f}</ofd:PhysicalBox></ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="1">{"".join(_objects(page))}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _objects(page: pypdfium2.PdfPage) -> Iterator[str]:
    height = page.get_height()
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        x0, y0, x1, y1 = found.get_bounds()
        across, down = (x1 - x0) * MM, (y1 - y0) * MM
        place = f"{x0 * MM:.3f} {(height - y1) * MM:.3f} {across:.3f} {down:.3f}"
        yield (
            f'<ofd:PathObject Boundary="{place}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {across if across > down else 0:.3f} {down if down > across else 0:.3f}"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
    for line in _lines(page):
        x, y, size = line[0][1] * MM, (height - line[0][2]) * MM, line[0][3] * MM
        steps = " ".join(f"{(right[1] - left[1]) * MM:.3f}" for left, right in itertools.pairwise(line))
        words = escape("".join(glyph[0] for glyph in line))
        wide = (line[-1][1] - line[0][1]) * MM + size
        yield (
            f'<ofd:TextObject Boundary="{x:.3f} {y - size:.3f} {wide:.3f} {size * 1.3:.3f}" Font="1" Size="{size:.3f}">'
            f'<ofd:TextCode X="0" Y="{size:.3f}" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
        )


def _lines(page: pypdfium2.PdfPage) -> Iterator[list[tuple[str, float, float, float]]]:
    """Glyphs (character, x, baseline, size) that stand side by side in one line."""
    text = page.get_textpage()
    line: list[tuple[str, float, float, float]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if char in "\r\n" or pdfium.FPDFText_IsGenerated(text, index):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        size = pdfium.FPDFText_GetFontSize(text, index)
        beside = line and abs(line[-1][2] - y.value) < 0.5 and 0 < x.value - line[-1][1] < 1.6 * size
        if line and not beside:
            yield line
            line = []
        line.append((char, x.value, y.value, size))
    if line:
        yield line
