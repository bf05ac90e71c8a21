"""Files that cannot be read end as named states, whatever they are called and however they are broken."""

import contextlib
import io
import zipfile
from pathlib import Path
from unittest import mock

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from domain.records import DocumentState
from parsers.model import DEFAULT_LIMITS, DocumentModel, Limits, UnreadableDocument
from parsers.readers import office_suite, read, sniff
from tests.parsers.hostile.blind_faults import CID_FONT, FONT, LEAF, raw_pdf, stream
from tests.parsers.readers.pdf_maker import Drawing, Spec, draw_table, font, make_pdf, text_line
from tests.parsers.readers.shapes import texts
from tests.parsers.readers.word_maker import docx, paragraph

ERROR_PAGE = (
    "<html><head><title>404</title></head><body><h1>404 您访问的页面不存在</h1><a href='/'>首页</a> "
    "<a href='/zwgk/'>部门预算决算公开</a></body></html>"
).encode()
FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"
SAMPLES_004 = Path(__file__).parents[3] / "infra" / "samples" / "files" / "004_xiangyuan_2023_final.pdf"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DISCLOSURE = (
    "<html><body><p>2023年度收入总计233.67万元，支出总计233.67万元，其中财政拨款收入188.00万元。</p></body></html>"
).encode()


def state_of(data: bytes, file_name: str | None = None, limits: Limits = DEFAULT_LIMITS) -> DocumentState:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, file_name=file_name, limits=limits)
    chinese, _, english = caught.value.message.partition(" / ")
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
    assert english
    return caught.value.state


def one_page(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 50, 80, "收入总计233.67万元")


def scan(canvas: Canvas, height: float) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, height)


def password_pdf() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, encrypt="secret")
    canvas.drawString(50, 700, "1.00")
    canvas.save()
    return target.getvalue()


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "file_name", "state"),
    [
        (b"", "a.pdf", DocumentState.EMPTY),
        (b"\x00 \r\n" * 100, "a.pdf", DocumentState.EMPTY),
        (b"<html><body><div></div></body></html>", None, DocumentState.EMPTY),
        (ERROR_PAGE, "2023年决算.pdf", DocumentState.WRONG_TYPE),
        (ERROR_PAGE, "2023年决算.doc", DocumentState.WRONG_TYPE),
        (b'{"code": 404, "msg": "not found"}', "a.xls", DocumentState.WRONG_TYPE),
        (b"Not Found", "a.pdf", DocumentState.WRONG_TYPE),
        (b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', "a.pdf", DocumentState.WRONG_TYPE),
        (archive(**{"a.txt": b"1"}), "a.docx", DocumentState.WRONG_TYPE),
        (archive(**{"a.txt": b"1"}), "a.zip", DocumentState.UNSUPPORTED),
        (b"MZ\x90\x00" + bytes(range(256)) * 10, "a.exe", DocumentState.UNSUPPORTED),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "a.png", DocumentState.DAMAGED),
        (b"%PDF-1.7\n" + b"0" * 200, "a.pdf", DocumentState.DAMAGED),
        (OLE_MAGIC + b"0" * 600 + "WordDocument".encode("utf-16-le"), "a", DocumentState.DAMAGED),
        (archive(word__document_xml=b"x"), "a.zip", DocumentState.UNSUPPORTED),
    ],
)  # fmt: skip
def test_what_is_no_document_is_named(data: bytes, file_name: str | None, state: DocumentState) -> None:
    assert state_of(data, file_name) is state


def test_a_page_named_pdf_that_discloses_figures_is_read_as_the_page_it_is() -> None:
    model = read(DISCLOSURE, file_name="2023年决算.pdf")
    assert (model.media_type, model.reader) == ("text/html", "html")
    assert len(model.paragraphs) == 1


def test_an_encrypted_pdf_is_named() -> None:
    assert state_of(password_pdf()) is DocumentState.ENCRYPTED


@pytest.mark.usefixtures("no_recognition")
def test_a_pdf_of_images_is_scanned_and_one_with_text_too_says_which_pages_are_images() -> None:
    assert state_of(make_pdf(scan, scan)) is DocumentState.SCANNED
    model = read(make_pdf(one_page, scan))
    assert model.notes == ("page 2 holds only an image",)
    assert model.pages == 2


def test_a_blank_pdf_is_empty() -> None:
    assert state_of(make_pdf(lambda canvas, height: None)) is DocumentState.EMPTY


def test_a_pdf_with_more_pages_than_allowed_is_too_large() -> None:
    assert state_of(make_pdf(*[one_page] * 4), limits=Limits(pages=3)) is DocumentState.TOO_LARGE


def test_a_file_with_more_bytes_than_allowed_is_too_large() -> None:
    assert state_of(make_pdf(one_page), limits=Limits(bytes=100)) is DocumentState.TOO_LARGE


def test_a_truncated_pdf_is_named() -> None:
    data = make_pdf(*[one_page] * 3)
    assert state_of(data[: len(data) // 3]) in (DocumentState.DAMAGED, DocumentState.EMPTY)


def test_a_zip_bomb_in_word_clothes_is_too_large() -> None:
    bomb = docx(paragraph("一") + " " * 30_000_000)
    assert state_of(bomb, limits=Limits(unpacked_bytes=20_000_000)) is DocumentState.TOO_LARGE


def test_entities_of_the_document_are_not_resolved() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", evil)
    assert state_of(target.getvalue()) is DocumentState.EMPTY


SAMPLES = [
    make_pdf(one_page),
    docx(paragraph("收入总计233.67万元") * 5),
    DISCLOSURE,
    (FIXTURES / "features.doc").read_bytes(),
    (FIXTURES / "lists.doc").read_bytes(),
    (FIXTURES / "features.docx").read_bytes(),
    (SAMPLES_004.with_suffix(".xls")).read_bytes()[:40_000],
]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_no_mutilated_file_escapes_as_another_error(sample: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(sample)))
    noise = data.draw(st.binary(max_size=40))
    at = data.draw(st.integers(0, len(sample)))
    for broken in (sample[:cut], sample[:at] + noise + sample[at + len(noise) :]):
        with (
            contextlib.suppress(UnreadableDocument),
            mock.patch.object(office_suite, "suite_program", return_value=None),
        ):
            assert isinstance(read(broken), DocumentModel)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_have_a_media_type_and_end_as_a_model_or_a_named_state(data: bytes) -> None:
    assert "/" in sniff(data)
    with contextlib.suppress(UnreadableDocument):
        assert isinstance(read(data), DocumentModel)


def test_the_name_never_decides_the_type() -> None:
    pdf = make_pdf(one_page)
    assert sniff(pdf, "page.html") == "application/pdf"
    assert read(pdf, file_name="page.html").media_type == "application/pdf"
    assert pypdfium2.PdfDocument(pdf)[0] is not None


@pytest.mark.usefixtures("no_recognition")
def test_glyphs_the_font_maps_to_no_character_never_look_like_digits() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with reportlab; embedded as a subset with own codes

    def draw(canvas: Canvas, height: float) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(50, height - 80, "ÄÖÜäöüßéèàçñ")

    bare = make_pdf(draw).replace(b"/ToUnicode", b"/ToUnicodX")
    assert state_of(bare) is DocumentState.SCANNED

    def mixed(canvas: Canvas, height: float) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(50, height - 80, "Ä")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, height - 120, "233.67 149.34 84.33")

    model = read(make_pdf(mixed).replace(b"/ToUnicode", b"/ToUnicodX"))
    assert texts(model) == ["\ufffd", "233.67 149.34 84.33"]
    assert model.notes == ("page 1 has 1 glyphs without a character",)


@pytest.mark.usefixtures("no_recognition")
def test_a_scan_with_an_invisible_text_layer_is_a_scan() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        scan(canvas, height)
        layer = canvas.beginText(50, height - 80)
        layer.setFont(font(), 9)
        layer.setTextRenderMode(3)
        layer.textLine("收入总计288.67万元，支出总计233.61万元，以扫描仪识别的文字为准。")
        canvas.drawText(layer)

    assert state_of(make_pdf(draw)) is DocumentState.SCANNED


@pytest.mark.usefixtures("no_recognition")
def test_text_drawn_as_curves_needs_recognition() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        for number in range(80):
            path = canvas.beginPath()
            path.moveTo(50 + 6 * number, height - 80)
            path.curveTo(52 + 6 * number, height - 70, 54 + 6 * number, height - 90, 55 + 6 * number, height - 80)
            canvas.drawPath(path, stroke=0, fill=1)

    assert state_of(make_pdf(draw)) is DocumentState.SCANNED


def test_the_words_of_a_watermark_stay_out_of_the_cells() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        cells = [Spec(r, c, f"{r}{c}.50") for r in range(3) for c in range(3)]
        draw_table(canvas, height, Drawing([50, 150, 250, 350], [60, 80, 100, 120], cells))
        canvas.translate(120, height - 130)
        canvas.rotate(40)
        canvas.setFont(font(), 9)
        canvas.drawString(0, 0, "样本2023仅供参考")

    model = read(make_pdf(draw))
    assert [cell.text for cell in model.tables[0].cells] == [f"{r}{c}.50" for r in range(3) for c in range(3)]
    assert model.paragraphs == ()


def test_words_typed_into_form_fields_are_read() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 50, 80, "Total")
        canvas.acroForm.textfield(value="233.67", x=120, y=height - 84, width=80, height=14, fontSize=9, borderWidth=0)

    assert "233.67" in texts(read(make_pdf(draw)))[0]


@pytest.mark.parametrize(
    ("field", "flags", "shown"),
    [
        ("/FT /Tx", 4, True),
        ("/FT /Ch /Ff 131072 /Opt [<{value}>]", 4, True),
        ("/FT /Tx", 2, False),  # hidden
    ],
)
@pytest.mark.parametrize("wanted", ["", "/NeedAppearances true"])
def test_a_field_that_states_its_value_without_a_drawing_of_it_is_read(
    field: str, flags: int, shown: bool, wanted: str
) -> None:
    value = "feff" + "本年支出合计188.00万元".encode("utf-16-be").hex()
    words = "BT /F1 12 Tf 1 0 0 1 60 780 Tm <{}> Tj ET".format("填报表".encode("utf-16-be").hex())
    data = raw_pdf(
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] {wanted} /DR << /Font << /F1 5 0 R >> >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        LEAF.format("/Font << /F1 5 0 R >>").replace("/Contents", "/Annots [7 0 R] /Contents"),
        stream(words.encode()),
        FONT,
        CID_FONT,
        f"<< /Type /Annot /Subtype /Widget {field.format(value=value)} /T (x) /V <{value}> /DA (/F1 11 Tf)"
        f" /Rect [60 700 300 720] /F {flags} /P 3 0 R >>",
    )
    assert ("本年支出合计188.00万元" in "".join(texts(read(data)))) is shown
