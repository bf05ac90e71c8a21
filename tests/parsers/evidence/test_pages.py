"""The page of a fact: its cell is marked where a person sees it, and nothing personal is left in the picture."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from parsers.evidence import NotThere, show
from parsers.evidence import showing as showing_module
from parsers.evidence.picture import COVER, HIGHLIGHT
from parsers.model import Limits, Paragraph, UnreadableDocument
from parsers.parse import Source
from parsers.readers import read
from parsers.readers.ocr import scans
from tests.parsers.evidence.marks import box_of, fact_at, ink, is_colour, outline_of, pixels
from tests.parsers.readers.pdf_maker import Drawing, Spec, draw_table, make_pdf, text_line

SENTENCE = "二〇二三年收入总计233.67万元。"


def one_line(canvas, height):
    text_line(canvas, height, 200, 300, SENTENCE)


def shown(data: bytes, fact):
    evidence = show(Source(data, "a.pdf"), fact)
    assert evidence.media_type == "image/png"
    return pixels(evidence.data), evidence


def page_only(image, data, number=1):
    """The picture without its caption."""
    with pypdfium2.PdfDocument(data) as document:
        _, height = document[number - 1].get_size()
    return image[-int(-(-height * 130 // 72)) :, :, :]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_all_that_a_page_prints_lies_inside_the_outline_of_its_only_paragraph(rotate):
    data = make_pdf(one_line, rotate=rotate)
    (paragraph,) = read(data).paragraphs
    image, _ = shown(data, fact_at(paragraph, "233.67", "收入总计233.67万元"))
    page = page_only(image, data)
    x0, y0, x1, y1 = outline_of(page)
    a0, b0, a1, b1 = box_of(ink(page))
    assert x0 <= a0 <= a1 <= x1
    assert y0 <= b0 <= b1 <= y1
    assert (x1 - x0) * (y1 - y0) < 0.05 * page.shape[0] * page.shape[1]


def test_a_cropped_page_is_marked_where_it_is_shown():
    source = pypdfium2.PdfDocument(make_pdf(one_line))
    source[0].set_cropbox(100, 400, 500, 700)
    target = io.BytesIO()
    source.save(target)
    data = target.getvalue()
    (paragraph,) = read(data).paragraphs
    image, _ = shown(data, fact_at(paragraph, "233.67", SENTENCE))
    page = page_only(image, data)
    x0, y0, x1, y1 = outline_of(page)
    a0, b0, a1, b1 = box_of(ink(page))
    assert x0 <= a0 <= a1 <= x1
    assert y0 <= b0 <= b1 <= y1


def test_only_the_words_of_the_quote_are_highlighted():
    data = make_pdf(one_line)
    (paragraph,) = read(data).paragraphs
    image, _ = shown(data, fact_at(paragraph, "233.67", "233.67万元"))
    page = page_only(image, data)
    pen = box_of(is_colour(page, HIGHLIGHT))
    whole = box_of(ink(page))
    assert whole[0] + 40 < pen[0] < pen[2] < whole[2] + 5


def table_page(name: str, mobile: str, extra: str = ""):
    """A performance form with a person, a list with a column of persons, and a line with a contact."""
    form = Drawing(
        xs=[50, 130, 250, 330, 500],
        ys=[100, 125, 150],
        cells=[
            Spec(0, 0, "项目负责人"),
            Spec(0, 1, name),
            Spec(0, 2, "联系电话"),
            Spec(0, 3, mobile),
            Spec(1, 0, "预算数（万元）"),
            Spec(1, 1, "36.50"),
            Spec(1, 2, "执行数（万元）"),
            Spec(1, 3, "36.49"),
        ],
    )
    listed = Drawing(
        xs=[50, 150, 300, 500],
        ys=[300, 325, 350],
        cells=[
            Spec(0, 0, "项目"),
            Spec(0, 1, "负责人"),
            Spec(0, 2, "金额"),
            Spec(1, 0, "信访维稳"),
            Spec(1, 1, name),
            Spec(1, 2, "12.00"),
        ],
    )

    def draw(canvas, height):
        draw_table(canvas, height, form)
        draw_table(canvas, height, listed)
        text_line(canvas, height, 60, 500, f"联系人：{name}    电话：{mobile}{extra}")

    return make_pdf(draw)


def cell_with(data: bytes, text: str):
    model = read(data)
    return next((c, table.number) for table in model.tables for c in table.cells if c.text == text)


def test_the_picture_does_not_depend_on_who_the_persons_are():
    """Byte for byte the same whoever stands there: nothing of a name or a number is left in it."""
    one, other = table_page("王小明", "13800138000"), table_page("李小红", "13900139111")
    assert one != other
    cell, number = cell_with(one, "36.50")
    fact = fact_at(cell, "36.50", "预算数（万元）\t36.50", table_no=number)
    _, first = shown(one, fact)
    _, second = shown(other, fact)
    assert first.data == second.data
    assert first.covered >= 5


def test_the_figure_and_the_words_around_it_stay_readable():
    data = table_page("王小明", "13800138000")
    cell, number = cell_with(data, "36.50")
    image, _ = shown(data, fact_at(cell, "36.50", "36.50", table_no=number))
    x0, y0, x1, y1 = outline_of(image)
    inside = image[y0 + 8 : y1 - 7, x0 + 8 : x1 - 7]  # without the border shared with a covered neighbour
    assert ink(inside).any()
    assert not is_colour(inside, COVER).any()


def test_a_page_without_persons_is_not_covered():
    data = make_pdf(one_line)
    (paragraph,) = read(data).paragraphs
    image, evidence = shown(data, fact_at(paragraph, "233.67", SENTENCE))
    assert evidence.covered == 0
    assert not is_colour(page_only(image, data)[10:], COVER).any()


def test_a_name_that_a_line_end_parts_is_covered():
    def lines(name):
        def draw(canvas, height):
            text_line(canvas, height, 60, 200, f"本年收入总计233.67万元，项目负责人：{name[:1]}", 12)
            text_line(canvas, height, 60, 216, f"{name[1:]}，全年执行数36.50万元，完成情况良好", 12)

        return make_pdf(draw)

    pages = [lines("王小明"), lines("李小红")]
    paragraph = read(pages[0]).paragraphs[-1]
    fact = fact_at(paragraph, "36.50", "全年执行数36.50万元")
    pictures = {shown(page, fact)[1].data for page in pages}
    assert len(pictures) == 1


def test_a_figure_on_the_page_after_its_paragraph_began_is_shown_there():
    def first(canvas, height):
        text_line(canvas, height, 60, 800, "二〇二三年，本部门深入贯彻落实各项工作部署，全年收入总计", 12)

    def second(canvas, height):
        text_line(canvas, height, 60, 60, "233.67万元，与上年持平。", 12)

    data = make_pdf(first, second)
    paragraph = read(data).paragraphs[0]
    fact = fact_at(paragraph, "233.67", "全年收入总计233.67万元").model_copy(update={"page": 1})
    assert show(Source(data, "a.pdf"), fact).page == 2


def test_a_scan_without_text_recognition_shows_the_marked_cell_only(monkeypatch):
    pytest.importorskip("cv2")
    from tests.parsers.readers.ocr.scans import image_pdf, page_image

    data = table_page("王小明", "13800138000")
    other = table_page("李小红", "13900139111")
    monkeypatch.setattr(scans, "installed", lambda: False)
    cell, number = cell_with(data, "36.50")
    fact = fact_at(cell, "36.50", "36.50", table_no=number)
    pictures = [show(Source(image_pdf([page_image(one, 1, noise=0)]), "a.pdf"), fact) for one in (data, other)]
    assert "only the marked cell is shown" in pictures[0].notes[-1]
    image = pixels(pictures[0].data)
    x0, y0, x1, y1 = outline_of(image)
    outside = image[-1500:].copy()
    covered = is_colour(outside, COVER).mean()
    assert covered > 0.9
    assert ink(image[y0 + 4 : y1 - 3, x0 + 4 : x1 - 3]).any()


@pytest.mark.ocr
def test_persons_on_a_scan_are_covered_where_recognition_finds_them():
    from tests.parsers.readers.ocr.scans import image_pdf, page_image

    def draw(canvas, height):
        text_line(canvas, height, 60, 200, "本年收入总计233.67万元", 14)
        text_line(canvas, height, 60, 400, "联系电话：13800138000", 14)

    data = image_pdf([page_image(make_pdf(draw), 1)])
    paragraph = Paragraph(1, "本年收入总计233.67万元", page=1, bbox=(60.0, 185.0, 230.0, 205.0))
    image, evidence = shown(data, fact_at(paragraph, "233.67", "收入总计233.67万元"))
    assert evidence.covered >= 1
    page = page_only(image, data)
    scale = 130 / 72
    number = page[int(391 * scale) : int(399 * scale), int(140 * scale) : int(200 * scale)]
    assert is_colour(number, COVER).mean() > 0.95


@pytest.mark.ocr
@pytest.mark.parametrize(("dpi", "skew"), [(200, 0.0), (200, 1.5), (30, -1.0)])
def test_a_recognised_line_is_marked_on_skewed_pages_and_on_pages_of_any_stated_size(dpi, skew):
    from tests.parsers.readers.ocr.scans import image_pdf, page_image

    data = image_pdf([page_image(make_pdf(one_line), 1, skew=skew)], dpi=dpi)
    (paragraph,) = read(data).paragraphs
    image, _ = shown(data, fact_at(paragraph, "233.67", "233.67"))
    with pypdfium2.PdfDocument(data) as document:
        page = image[-int(document[0].get_height() * min(130 / 72, 2400 / document[0].get_height())) :]
    x0, y0, x1, y1 = outline_of(page)
    a0, b0, a1, b1 = box_of(ink(page))
    slack = 6
    assert x0 - slack <= a0 <= a1 <= x1 + slack
    assert y0 - slack <= b0 <= b1 <= y1 + slack
    assert (x1 - x0) * (y1 - y0) < 0.06 * page.shape[0] * page.shape[1]


def test_the_same_fact_gives_the_same_bytes_again():
    data = make_pdf(one_line)
    (paragraph,) = read(data).paragraphs
    fact = fact_at(paragraph, "233.67", SENTENCE)
    assert show(Source(data, "a.pdf"), fact).data == show(Source(data, "a.pdf"), fact).data


def test_a_page_for_a_browser_holds_the_picture_itself():
    data = make_pdf(one_line)
    (paragraph,) = read(data).paragraphs
    page = show(Source(data, "a.pdf"), fact_at(paragraph, "233.67", SENTENCE), kind="html")
    assert page.media_type == "text/html"
    assert b"data:image/png;base64," in page.data
    assert b"http" not in page.data.replace(b"http-equiv", b"")


def test_without_a_chinese_font_the_page_is_shown_with_an_honest_note(monkeypatch):
    monkeypatch.setattr(showing_module, "chinese_font", lambda: None)
    data = make_pdf(one_line)
    (paragraph,) = read(data).paragraphs
    _, evidence = shown(data, fact_at(paragraph, "233.67", SENTENCE))
    assert "no font with Chinese characters" in evidence.notes[-1]


def test_a_page_the_file_does_not_have_is_named():
    data = make_pdf(one_line)
    (paragraph,) = read(data).paragraphs
    fact = fact_at(paragraph, "233.67", SENTENCE)
    with pytest.raises(NotThere, match="no page 9"):
        show(Source(data, "a.pdf"), fact.model_copy(update={"page": 9}))
    with pytest.raises(NotThere, match="names no page"):
        show(Source(data, "a.pdf"), fact.model_copy(update={"page": None}))
    with pytest.raises(UnreadableDocument):
        show(Source(b"%PDF-1.4 broken", "a.pdf"), fact, limits=Limits())
