"""Paragraphs of PDFs: wrapped lines, page breaks, page numbers, running headers."""

from collections.abc import Callable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from parsers.readers import read
from tests.parsers.readers.pdf_maker import A4, Drawing, Spec, draw_table, font, make_pdf, text_line
from tests.parsers.readers.shapes import texts

LEFT, RIGHT, SIZE = 70.0, 525.0, 12.0
LONG = (
    "2023年度收入总计233.67万元，支出总计233.67万元。与上年相比，收入总计增加21.37万元，增长10.07%，支出总计增加"
    "21.37万元，增长10.07%。主要原因是本年度增加信访接待场所规范化建设项目和人员经费，同时压减一般性支出，严格控制"
    "公用经费的规模。"
)


def wrap(text: str) -> list[str]:
    """Lines as a word processor breaks them: indented by two characters, signs never at a line's beginning."""
    lines, line, x = [], "", LEFT + 2 * SIZE
    for char in text:
        width = pdfmetrics.stringWidth(char, font(), SIZE)
        if x + width > RIGHT and char not in "，。、；：）":
            lines.append(line)
            line, x = "", LEFT
        line += char
        x += width
    return [*lines, line]


def write(canvas: Canvas, height: float, paragraphs: list[str], top: float = 80) -> None:
    y = top
    for paragraph in paragraphs:
        for number, line in enumerate(wrap(paragraph)):
            text_line(canvas, height, LEFT if number else LEFT + 2 * SIZE, y, line, SIZE)
            y += 24


def test_wrapped_lines_are_one_paragraph_and_short_ones_stay_apart() -> None:
    paragraphs = [
        "一、收入支出决算总体情况说明",
        LONG,
        "财政拨款收入233.67万元，占比100.00%；",
        "其他收入0万元，占比0%。",
        LONG,
    ]

    def draw(canvas: Canvas, height: float) -> None:
        write(canvas, height, paragraphs)

    model = read(make_pdf(draw))
    assert texts(model) == paragraphs
    first = model.paragraphs[0]
    assert (first.number, first.page) == (1, 1)
    assert first.bbox is not None
    assert first.bbox[0] == LEFT + 2 * SIZE
    assert first.bbox[1] < 80 < first.bbox[3] + 3


def test_a_form_number_against_the_right_margin_does_not_go_on_in_the_next_line() -> None:
    note = "说明：本部门2023年度没有使用国有资本经营预算安排的支出。"

    def draw(canvas: Canvas, height: float) -> None:
        write(canvas, height, [LONG, LONG])
        number = "公开09表"
        text_line(canvas, height, RIGHT - pdfmetrics.stringWidth(number, font(), SIZE), 560, number, SIZE)
        text_line(canvas, height, LEFT, 584, note, SIZE)

    assert texts(read(make_pdf(draw)))[2:] == ["公开09表", note]


def test_a_paragraph_cut_by_a_page_break_goes_on() -> None:
    lines = wrap(LONG)

    def first(canvas: Canvas, height: float) -> None:
        write(canvas, height, [LONG])
        for number, line in enumerate(lines[:2]):
            text_line(canvas, height, LEFT if number else LEFT + 2 * SIZE, 700 + 24 * number, line, SIZE)

    def second(canvas: Canvas, height: float) -> None:
        for number, line in enumerate(lines[2:]):
            text_line(canvas, height, LEFT, 80 + 24 * number, line, SIZE)
        write(canvas, height, ["二、收入决算情况说明", LONG], top=300)

    assert texts(read(make_pdf(first, second))) == [LONG, LONG, "二、收入决算情况说明", LONG]


def test_a_paragraph_that_ends_a_page_is_not_joined_with_the_next() -> None:
    def first(canvas: Canvas, height: float) -> None:
        write(canvas, height, [LONG])

    def second(canvas: Canvas, height: float) -> None:
        write(canvas, height, ["二、收入决算情况说明", LONG])

    assert texts(read(make_pdf(first, second))) == [LONG, "二、收入决算情况说明", LONG]


def test_page_numbers_that_run_with_the_pages_are_dropped_and_other_numbers_kept() -> None:
    def page(number: int) -> Callable[[Canvas, float], None]:
        def draw(canvas: Canvas, height: float) -> None:
            write(canvas, height, [f"第{number}段的文字，共有12.05万元。"])
            text_line(canvas, height, 290, A4[1] - 40, f"- {number} -" if number == 3 else str(number))

        return draw

    model = read(make_pdf(page(1), page(2), page(3)))
    assert texts(model) == [f"第{number}段的文字，共有12.05万元。" for number in (1, 2, 3)]

    def lonely(canvas: Canvas, height: float) -> None:
        write(canvas, height, ["车辆数（辆）"])
        text_line(canvas, height, 290, A4[1] - 40, "17")

    assert texts(read(make_pdf(lonely))) == ["车辆数（辆）", "17"]


def test_running_headers_are_dropped_but_never_captions() -> None:
    def page(number: int) -> Callable[[Canvas, float], None]:
        def draw(canvas: Canvas, height: float) -> None:
            text_line(canvas, height, 200, 40, "襄垣县信访局决算公开")
            text_line(canvas, height, 400, 90, "金额单位：万元")
            write(canvas, height, [f"第{number}段的文字。"], top=130)

        return draw

    model = read(make_pdf(*[page(number) for number in range(1, 5)]))
    assert texts(model) == [text for n in range(1, 5) for text in ("金额单位：万元", f"第{n}段的文字。")]


def test_a_title_that_every_page_of_a_form_repeats_is_no_running_header() -> None:
    def page(number: int) -> Callable[[Canvas, float], None]:
        def draw(canvas: Canvas, height: float) -> None:
            text_line(canvas, height, 200, 60, "项目支出绩效自评情况", 16)
            write(canvas, height, [f"第{number}个项目的说明。"], top=130)

        return draw

    model = read(make_pdf(*[page(number) for number in range(1, 5)]))
    assert texts(model)[::2] == ["项目支出绩效自评情况"] * 4


def test_a_running_header_of_two_lines_is_dropped_whole() -> None:
    def page(number: int) -> Callable[[Canvas, float], None]:
        def draw(canvas: Canvas, height: float) -> None:
            text_line(canvas, height, 200, 40, "襄垣县信访局", 9)
            text_line(canvas, height, 200, 54, f"2023年度决算 第{number}页", 9)
            write(canvas, height, [f"第{number}段的文字。"], top=130)

        return draw

    model = read(make_pdf(*[page(number) for number in range(1, 5)]))
    assert texts(model) == [f"第{number}段的文字。" for number in range(1, 5)]


def test_captions_on_one_line_are_separated_by_tabs() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 50, 80, "部门名称：襄垣县信访局")
        text_line(canvas, height, 280, 80, "2023年度")
        text_line(canvas, height, 460, 80, "金额单位：万元")

    assert texts(read(make_pdf(draw))) == ["部门名称：襄垣县信访局\t2023年度\t金额单位：万元"]


def test_numbers_next_to_each_other_never_grow_together() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 50, 80, "400", 9)
        text_line(canvas, height, 50 + pdfmetrics.stringWidth("400", font(), 9) + 3, 80, "382.31", 9)

    assert texts(read(make_pdf(draw))) == ["400 382.31"]


def test_a_table_of_contents_stays_line_by_line() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        for number, title in enumerate(["第一部分 概况", "一、本部门职责", "二、机构设置情况"]):
            dots = "." * int((RIGHT - LEFT - 200) / pdfmetrics.stringWidth(".", font(), 12))
            text_line(canvas, height, LEFT, 80 + 24 * number, f"{title}{dots}{number + 1}", 12)
        write(canvas, height, [LONG], top=300)

    assert [text.rstrip(".0123456789") for text in texts(read(make_pdf(draw)))[:3]] == [
        "第一部分 概况",
        "一、本部门职责",
        "二、机构设置情况",
    ]


def test_letters_wrapped_with_a_hyphen_keep_it() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        draw_table(canvas, height, Drawing([50, 120, 200], [60, 100], [Spec(0, 0, ""), Spec(0, 1, "1.00")]))
        text_line(canvas, height, 53, 74, "GK-ABCDEFG-")
        text_line(canvas, height, 53, 86, "HIJ")

    (table,) = read(make_pdf(draw)).tables
    assert table.cells[0].text.replace("\n", "") == "GK-ABCDEFG-HIJ"


def test_text_outside_the_visible_page_is_not_read() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 50, 80, "看得见")
        text_line(canvas, height, 50, -80, "看不见")
        text_line(canvas, height, -200, 80, "也看不见")

    assert texts(read(make_pdf(draw))) == ["看得见"]
