"""Text of a PDF that nobody sees, and texts printed upon each other, as a table or a line of text."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.model import DocumentModel
from parsers.readers import read
from parsers.readers.pdf.suspects import has_layers
from tests.parsers.hostile.blind_faults import CID_FONT, FONT, raw_pdf, stream
from tests.parsers.readers.pdf_maker import Drawing, Spec, draw_table, font, make_pdf

XS = (60.0, 220.0, 330.0, 440.0)
Draw = Callable[[Canvas], None]
LINE = "政府采购支出总额为512.06万元，比上年增加。"


def table(*rows: tuple[str, str, str], top: float = 100) -> Drawing:
    ys = [top + 22 * number for number in range(len(rows) + 1)]
    return Drawing(XS, ys, [Spec(y, x, text) for y, row in enumerate(rows) for x, text in enumerate(row)])


ROWS = table(("项目", "预算数", "决算数"), ("公务接待费", "3.40", "2.85"), ("会议费", "1.10", "0.95"))


def page(draw: Draw, drawn: Drawing | None = ROWS, words: str = LINE) -> DocumentModel:
    """The line, the table, then what ``draw`` adds (y from below)."""

    def one(canvas: Canvas, height: float) -> None:
        canvas.setFont(font(), 12)
        canvas.drawString(60, height - 60, words)
        if drawn is not None:
            draw_table(canvas, height, drawn)
        canvas.setFont(font(), 9)
        draw(canvas)

    return read(make_pdf(one))


def cells(model: DocumentModel) -> list[str]:
    return [cell.text for one in model.tables for cell in one.cells]


def words(model: DocumentModel) -> str:
    return "\n".join([*(one.text for one in model.paragraphs), *cells(model)])


def hidden(model: DocumentModel) -> int:
    """How many characters the notes say are not seen."""
    return sum(int(m[1]) for note in model.notes if (m := re.search(r"(\d+) characters that nobody sees", note)))


def in_colour(red: float, green: float, blue: float, alpha: float = 1.0) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(red, green, blue, alpha)
        canvas.drawString(60, 500, "会议费77.77万元")

    return draw


def upon(ground: tuple[float, float, float], text: tuple[float, float, float]) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*ground)
        canvas.rect(50, 490, 200, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(*text)
        canvas.drawString(60, 500, "会议费77.77万元")

    return draw


def in_mode(mode: int) -> Draw:
    def draw(canvas: Canvas) -> None:
        one = canvas.beginText(60, 500)
        one.setFont(font(), 9)
        one.setTextRenderMode(mode)
        one.textLine("会议费77.77万元")
        canvas.drawText(one)

    return draw


@pytest.mark.parametrize(
    "draw",
    [
        in_colour(1, 1, 1),
        in_colour(0.98, 0.99, 0.97),
        in_colour(0, 0, 0, 0.0),
        in_mode(3),
        upon((0.1, 0.2, 0.5), (0.1, 0.2, 0.5)),
        upon((0.9, 0.95, 1), (0.9, 0.95, 1)),
    ],
    ids=["white", "nearly white", "transparent", "invisible", "blue on blue", "light on light"],
)
def test_what_does_not_stand_out_is_left_out_and_counted(draw: Draw) -> None:
    model = page(draw)
    assert "77.77" not in words(model)
    assert hidden(model) == len("会议费77.77万元")
    assert "512.06" in words(model)
    assert cells(model)[4:6] == ["3.40", "2.85"]


@pytest.mark.parametrize(
    "draw",
    [
        in_colour(0.6, 0.6, 0.6),
        in_colour(1, 0, 0),
        in_colour(0, 0, 0, 0.5),
        in_mode(1),
        in_mode(2),
        upon((0.1, 0.2, 0.5), (1, 1, 1)),
        upon((1, 1, 0), (0, 0, 0)),
    ],
    ids=["grey", "red", "half transparent", "outline", "bold outline", "white on blue", "black on yellow"],
)
def test_what_stands_out_is_read(draw: Draw) -> None:
    model = page(draw)
    assert "会议费77.77万元" in words(model)
    assert hidden(model) == 0


def test_white_heads_on_dark_cells_are_read() -> None:
    def head(canvas: Canvas, height: float) -> None:
        canvas.setFillColorRGB(0.2, 0.3, 0.6)
        canvas.rect(60, height - 122, 380, 22, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        draw_table(canvas, height, table(("项目", "预算数", "决算数")))
        canvas.setFillColorRGB(0, 0, 0)
        draw_table(canvas, height, table(("公务接待费", "3.40", "2.85"), top=122))

    model = read(make_pdf(head))
    assert cells(model) == ["项目", "预算数", "决算数", "公务接待费", "3.40", "2.85"]
    assert not model.notes


def painted_over(new: str, *, left: float = 222, width: float = 106, image: bool = False) -> Draw:
    """Something white on the cell with 3.40, and ``new`` on it."""

    def draw(canvas: Canvas) -> None:
        bottom = canvas._pagesize[1] - 143
        if image:
            canvas.drawImage(ImageReader(Image.new("RGB", (40, 8), "white")), left, bottom, width, 20)
        else:
            canvas.setFillColorRGB(1, 1, 1)
            canvas.rect(left, bottom, width, 20, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(224, bottom + 6, new)

    return draw


@pytest.mark.parametrize("new", ["4.30", "3.40", "30", ""])
@pytest.mark.parametrize("image", [False, True])
def test_a_figure_painted_over_gives_way_to_the_new_one(new: str, image: bool) -> None:
    model = page(painted_over(new, image=image))
    assert cells(model)[4] == new
    assert hidden(model) == 4


def test_part_of_a_line_is_painted_over() -> None:
    def draw(canvas: Canvas) -> None:
        bottom, left = canvas._pagesize[1] - 60, 60 + 9 * 12
        width = canvas.stringWidth("512.06", font(), 12)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(left - 0.5, bottom - 4, width + 1, 18, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(font(), 12)
        canvas.drawString(left, bottom, "498.73")

    model = page(draw)
    assert LINE.replace("512.06", "498.73") in words(model)
    assert hidden(model) == 6


def test_a_marker_pen_hides_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 0, 0.4)
        canvas.rect(50, canvas._pagesize[1] - 65, 400, 20, stroke=0, fill=1)

    model = page(draw)
    assert LINE in words(model)
    assert not model.notes


@pytest.mark.parametrize(
    ("old", "new", "shift"),
    [("3.40", "4.75", 0.4), ("88", "23", 0.4), ("8", "3", 0.5), ("128.88", "233.67", 2.3), ("3.40", "12,233.67", -1.0)],
)
def test_two_figures_on_one_place_are_none(old: str, new: str, shift: float) -> None:
    rows = table(("项目", "预算数", "决算数"), ("公务接待费", old, "2.85"))

    def draw(canvas: Canvas) -> None:
        base = canvas._pagesize[1]
        spot = next(y for y in rows.ys if y > 110)
        canvas.drawString(XS[1] + 3 + shift, base - spot - 14, new)

    model = page(draw, rows)
    assert not re.search(r"\d", cells(model)[4]), cells(model)
    assert "\ufffd" in cells(model)[4]
    assert cells(model)[5] == "2.85"


def test_bold_by_drawing_twice_is_one_text() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(60 + shift, 500, "会议费77.77万元")
        for shift in (0, 0.3):
            canvas.drawString(60 + shift, 470, "11")

    model = page(draw)
    assert "会议费77.77万元" in words(model)
    assert "\ufffd" not in words(model)


# --- Layers ---------------------------------------------------------------------------------------------------------


def layered(state: str, *, form: bool = False, mark: str = "/OC /L1 BDC\n") -> bytes:
    """A line in a layer that is ``/ON`` or ``/OFF``, directly on the page or as a form of its own."""

    def shown(text: str, top: int) -> str:
        return f"BT /F1 12 Tf 1 0 0 1 60 {top} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"

    inner = shown("会议费77.77万元", 700)
    body = shown(LINE, 740) + ("/X1 Do\n" if form else mark + inner + "EMC\n")
    return raw_pdf(
        f"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [7 0 R] /D << /Order [7 0 R] {state} [7 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /Properties"
        " << /L1 7 0 R >> /XObject << /X1 8 0 R >> >> /Contents 4 0 R >>",
        stream(body.encode()),
        FONT,
        CID_FONT,
        "<< /Type /OCG /Name (old) >>",
        stream(
            inner.encode(),
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 7 0 R /Resources << /Font << /F1 5 0 R >> >>",
        ),
    )


@pytest.mark.parametrize("form", [False, True])
def test_only_layers_that_are_switched_on_are_read(form: bool) -> None:
    on, off = read(layered("/ON", form=form)), read(layered("/OFF", form=form))
    assert "77.77" in words(on)
    assert not on.notes
    assert "77.77" not in words(off)
    assert hidden(off) == len("会议费77.77万元")
    assert "512.06" in words(off)


def test_layers_are_found_in_packed_objects() -> None:
    packed = zlib.compress(b"1 0 << /Type /Catalog /OCProperties << >> >>")
    head = b"%PDF-1.5\n1 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length 60 >> stream\r\n"
    assert has_layers(head + packed + b"\nendstream endobj")
    other = zlib.compress(b"1 0 << /Type /Catalog >>")
    assert not has_layers(head + other + b"\nendstream endobj")


# --- Text layers of scanners ----------------------------------------------------------------------------------------


def test_an_invisible_layer_on_a_picture_is_the_scanners(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a stamp of the archive in visible letters on it the page still is a scan."""

    def scan(canvas: Canvas, height: float) -> None:
        sheet = io.BytesIO()
        Image.new("L", (200, 280), 200).save(sheet, "PNG")
        canvas.drawImage(ImageReader(sheet), 0, 0, 595, height)
        in_mode(3)(canvas)
        in_mode(3)(canvas)
        canvas.drawString(400, 800, "档案章")

    def text(canvas: Canvas, height: float) -> None:
        canvas.drawString(60, height - 60, LINE)

    monkeypatch.setenv("XINFANG_OCR", "off")
    model = read(make_pdf(scan, text))
    assert "77.77" not in words(model)
    assert model.unread == (1,)
