"""What stands around the tables of a PDF: headers over tables alone on their pages, wrapped titles, repeated rows."""

from collections.abc import Callable

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from parsers.readers import read
from tests.parsers.readers.pdf_maker import A4, Drawing, Spec, draw_table, font, make_pdf, text_line, wrapped
from tests.parsers.readers.shapes import rows_of, texts

HEAD = ["行次", "科目名称", "本年支出", "基本支出"]
Draw = Callable[[Canvas, float], None]


def grid(rows: list[list[str]], top: float = 100, width: float = 80) -> Drawing:
    xs = [60 + width * column for column in range(len(rows[0]) + 1)]
    ys = [top + 20 * row for row in range(len(rows) + 1)]
    return Drawing(xs, ys, [Spec(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)])


def page(rows: list[list[str]], *lines: tuple[float, float, str, float]) -> Draw:
    def draw(canvas: Canvas, height: float) -> None:
        for x, y, words, size in lines:
            text_line(canvas, height, x, y, words, size)
        draw_table(canvas, height, grid(rows))

    return draw


def prose(*lines: tuple[float, float, str, float]) -> Draw:
    def draw(canvas: Canvas, height: float) -> None:
        for number in range(6):
            text_line(canvas, height, 60, 100 + 20 * number, "收入比上年增加主要是人员工资调整，支出随之增加。", 11)
        for x, y, words, size in lines:
            text_line(canvas, height, x, y, words, size)

    return draw


def numbered(first: int, count: int) -> list[list[str]]:
    return [
        [str(number), f"第{number}项支出", f"{number}.50", f"{number}.50"] for number in range(first, first + count)
    ]


@pytest.mark.parametrize("line", [(60.0, 45.0), (60.0, A4[1] - 30)], ids=["at the top", "at the foot"])
def test_a_header_over_pages_that_hold_nothing_but_a_table_does_not_part_the_table(line: tuple[float, float]) -> None:
    header = (*line, "云岭县信访局2024年度部门决算", 9)
    parts = [page([HEAD, *numbered(first, 20)], header) for first in (1, 21, 41)]
    model = read(make_pdf(prose(header), prose(header), *parts))
    (table,) = model.tables
    assert rows_of(table) == [HEAD, *numbered(1, 60)]
    assert not [text for text in texts(model) if "云岭县" in text]


def test_left_and_right_pages_may_have_headers_of_their_own() -> None:
    names = ("云岭县信访局", "2024年度部门决算")
    parts = [prose((60, 45, names[number % 2], 9)) for number in range(8)]
    assert not [text for text in texts(read(make_pdf(*parts))) if text in names]


def test_the_number_of_a_form_at_the_top_of_each_page_is_no_header() -> None:
    unit = (330, 90, "单位：万元", 9)
    forms = [page([HEAD, *numbered(1, 3)], (60, 45, f"预算表{number}", 9), unit) for number in (1, 2, 3, 4)]
    assert [text for text in texts(read(make_pdf(*forms))) if "预算" in text] == [f"预算表{n}" for n in (1, 2, 3, 4)]


def test_a_line_alone_over_the_tables_of_all_pages_is_kept() -> None:
    heads = [[*HEAD[:3], words] for words in ("项目支出", "基本支出", "上缴支出", "经营支出")]
    parts = [page([head, *numbered(1, 3)], (60, 45, "信访业务费绩效情况", 9)) for head in heads]
    assert texts(read(make_pdf(*parts))) == ["信访业务费绩效情况"] * 4


def titled(title: str, size: float, *more: tuple[float, float, str, float]) -> list[str]:
    """What is read above a table of 320 points under a title wrapped at its width and centred over it."""

    def draw(canvas: Canvas, height: float) -> None:
        lines = wrapped(title, 320, size)
        for number, line in enumerate(lines):
            width = pdfmetrics.stringWidth(line, font(), size)
            text_line(canvas, height, 220 - width / 2, 50 + 1.5 * size * number, line, size)
        for x, y, words, other in more:
            text_line(canvas, height, x, y, words, other)
        draw_table(canvas, height, grid([HEAD, *numbered(1, 4)], top=110))

    return texts(read(make_pdf(draw)))


@pytest.mark.parametrize("size", [11, 14, 17])
def test_a_title_as_wide_as_its_table_is_one_title(size: float) -> None:
    title = "云岭县信访局2024年度一般公共预算财政拨款基本支出决算明细表（按经济分类）"
    assert titled(title, size) == [title]


def test_a_year_under_a_short_title_is_a_line_of_its_own() -> None:
    assert titled("部门整体支出绩效自评表", 14, (190, 71, "（2024年度）", 14)) == [
        "部门整体支出绩效自评表",
        "（2024年度）",
    ]


def test_a_year_under_a_title_that_fills_the_width_is_a_line_of_its_own() -> None:
    title = "云岭县信访局财政拨款收支预算总表"
    assert titled(title, 20, (160, 80, "（2024年度）", 20)) == [title, "（2024年度）"]


def test_a_unit_without_room_on_the_line_of_its_label_goes_with_it() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 60, 70, "部门：云岭县信访局", 9)
        text_line(canvas, height, 350, 70, "单位：", 9)
        text_line(canvas, height, 60, 84, "千元", 9)
        draw_table(canvas, height, grid([HEAD, *numbered(1, 4)]))

    assert texts(read(make_pdf(draw))) == ["部门：云岭县信访局\t单位：千元"]


def test_a_first_row_printed_again_with_the_head_of_each_page_is_read_once() -> None:
    rows = numbered(1, 6)
    model = read(make_pdf(page([HEAD, *rows[:4]]), page([HEAD, rows[0], *rows[4:]])))
    (table,) = model.tables
    assert rows_of(table) == [HEAD, *rows]


def test_the_same_row_without_a_number_is_no_repetition() -> None:
    head, row = ["品目", "单位", "金额", "备注"], ["项目甲", "台", "0.60", ""]
    model = read(make_pdf(page([head, row, ["项目乙", "台", "1.20", ""]]), page([head, row])))
    assert sum(row in rows_of(table) and rows_of(table).count(row) for table in model.tables) == 2


def test_a_text_beside_a_figure_at_another_height_stays_with_its_own_lines() -> None:
    """Browsers set a figure in the middle of its row and draw on with the blanks and words of the next cell."""

    def draw(canvas: Canvas, height: float) -> None:
        cells = [Spec(0, 0, "金额"), Spec(0, 1, "科目"), Spec(1, 0), Spec(1, 1)]
        draw_table(canvas, height, Drawing([60, 150, 230], [100, 120, 145], cells))
        figure = 112 + pdfmetrics.stringWidth("84.56", font(), 9)
        text_line(canvas, height, 112, 135.5, "84.56")
        text_line(canvas, height, figure, 131.6, "　　　机关工资福利支")
        text_line(canvas, height, figure + 18, 140.4, "出")

    (table,) = read(make_pdf(draw)).tables
    assert [text.strip().replace("\n", "") for text in rows_of(table)[1]] == ["84.56", "机关工资福利支出"]
