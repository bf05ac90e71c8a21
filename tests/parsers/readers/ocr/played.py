"""Recognition that is played: a picture of one grey stands for a page with text, so that a series costs no recognition.

Everything but the reading of pixels is real: files, order, layout, statements, checks, worker processes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from parsers.readers.ocr import engine, page
from parsers.readers.ocr.page import ScannedPage
from parsers.readers.ocr.picture import Picture, ScannedContent
from parsers.readers.pdf.content import read_content
from tests.parsers.readers.expenditure import HEAD, ROWS
from tests.parsers.readers.pdf_maker import A4, Drawing, Spec, draw_table, make_pdf, text_line

#: Draws on a page of a height.
Draw = Callable[[Canvas, float], None]

#: A table of another statement: its rows go on behind a head that stands on a page of its own.
OTHERS = [["210", "卫生健康支出", "9.00", "9.00", ""], ["21011", "行政事业单位医疗", "9.00", "9.00", ""]]
_XS = [50, 110, 260, 350, 430, 510]
_STEP = 18
#: A grey that stands for no page: its reader dies of it.
DEADLY = 201
#: A page of 72 dots per inch, which is no ornament.
_SIZE = (595, 842)


def _table(canvas: Canvas, height: float, rows: list[list[str]], top: float) -> None:
    cells = [Spec(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    draw_table(canvas, height, Drawing(_XS, [top + _STEP * row for row in range(len(rows) + 1)], cells))


def _begins(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 230, 50, "支出决算表", 14)
    text_line(canvas, height, 50, 70, "部门：示例县信访局")
    text_line(canvas, height, 460, 70, "单位：万元")
    _table(canvas, height, [HEAD, *ROWS[:4]], 700)


def _goes_on(canvas: Canvas, height: float) -> None:
    _table(canvas, height, ROWS[4:], 60)


def _numbered(number: int, draw: Draw) -> Draw:
    """The page with its number at the foot."""

    def drawn(canvas: Canvas, height: float) -> None:
        draw(canvas, height)
        text_line(canvas, height, 285, 815, f"- {number} -")

    return drawn


def _title_alone(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 230, 740, "支出决算表", 14)
    text_line(canvas, height, 460, 770, "单位：万元")


def _head_and_rows(canvas: Canvas, height: float) -> None:
    _table(canvas, height, [HEAD, *ROWS], 60)


def _others(canvas: Canvas, height: float) -> None:
    _table(canvas, height, OTHERS, 60)


def _sentence_begins(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 180, 60, "示例县信访局2023年度部门决算情况说明", 14)
    text_line(canvas, height, 50, 730, "一、一般公共预算财政拨款支出决算情况说明", 12)
    text_line(canvas, height, 74, 760, "2023年度示例县信访局一般公共预算财政拨款支出决算216.00万元，与上年相比", 12)


def _sentence_ends(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 50, 60, "增加16.00万元，增长8.00%，主要原因是信访联席会议经费增加。", 12)


def _logo(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 250, 400, "示例县人民政府", 20)


PAGES = {
    "begins": _begins,
    "goes on": _goes_on,
    "begins, page 1": _numbered(1, _begins),
    "goes on, page 2": _numbered(2, _goes_on),
    "goes on, page 3": _numbered(3, _goes_on),
    "title": _title_alone,
    "table": _head_and_rows,
    "others": _others,
    "sentence begins": _sentence_begins,
    "sentence ends": _sentence_ends,
    "logo": _logo,
}


def grey(level: int, size: tuple[int, int] = _SIZE) -> bytes:
    return _png(Image.new("L", size, level))


def picture(name: str, size: tuple[int, int] = _SIZE) -> bytes:
    """The picture that stands for a page."""
    return grey(_level(name), size)


def tiff(*names: str) -> bytes:
    """One file of several pages."""
    first, *rest = (Image.new("L", _SIZE, _level(name)) for name in names)
    target = io.BytesIO()
    first.save(target, "TIFF", save_all=True, append_images=rest)
    return target.getvalue()


def illegible() -> bytes:
    """A page that is printed on, and nothing of which can be read."""
    return _png(_noise(_SIZE))


def code() -> bytes:
    """A small square of dots, to be scanned by a telephone."""
    return _png(_noise((200, 200)))


def _noise(size: tuple[int, int]) -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).integers(0, 2, size[::-1], dtype=np.uint8) * 255)


def _level(name: str) -> int:
    return 20 + 10 * list(PAGES).index(name)


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def read_page(given: Picture, number: int) -> ScannedPage:
    """In place of ``parsers.readers.ocr.page.read_page``."""
    level = round(float(np.median(given.pixels)))
    if level == DEADLY:
        os._exit(11)
    place, odd = divmod(level - 20, 10)
    if odd or not 0 <= place < len(PAGES) or given.pixels.std() > 1:
        return ScannedPage(ScannedContent(number, *A4, [], [], []))
    with pypdfium2.PdfDocument(make_pdf(list(PAGES.values())[place])) as document:
        read = read_content(document[0], number)
    content = ScannedContent(number, read.width, read.height, read.glyphs, read.horizontal, read.vertical)
    return ScannedPage(content, characters=[0.99] * len(read.glyphs))


def play(patch: Callable[..., None] = setattr) -> None:
    """Puts the played recognition in place of the real one; ``patch``: ``setattr``, or that of a monkeypatch."""
    patch(page, "read_page", read_page)
    patch(engine, "engine", lambda: None)


def main() -> None:
    """A worker process that plays."""
    from parsers import worker

    play()
    worker.main()


if __name__ == "__main__":
    main()
