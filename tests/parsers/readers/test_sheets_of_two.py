"""Two pages side by side on a sheet are two pages; a wide page of its own stays one."""

import io

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from parsers.readers import read
from tests.parsers.readers.pdf_maker import LANDSCAPE, Drawing, Spec, draw_table, make_pdf, text_line
from tests.parsers.readers.shapes import rows_of, texts

FIRST = [
    "二、收入决算情况说明",
    "本年收入合计332.68万元，其中：财政拨款收入332.68万元，占100.00%；上级补助收入",
    "0.00万元，占0.00%；事业收入0.00万元，占0.00%；经营收入0.00万元，占0.00%；附属单位",
    "上缴收入0.00万元，占0.00%；其他收入0.00万元，占0.00%。收入较上年减少8.59万元，主要",
    "是人员减少，相应的工资福利收入减少，同时压减了办公费、差旅费和公务用车运行维护费等",
]
SECOND = [
    "一般性支出，厉行节约的要求落到实处。",
    "三、支出决算情况说明",
    "本年支出合计332.68万元，其中：基本支出274.28万元，占82.45%；项目支出58.40万元，占",
    "17.55%；上缴上级支出0.00万元，占0.00%；经营支出0.00万元，占0.00%；对附属单位补助",
    "支出0.00万元，占0.00%。支出较上年减少8.59万元，主要是人员减少，相应的基本支出减少，",
    "同时压减了办公费、差旅费和公务用车运行维护费等一般性支出，厉行节约的要求落到实处。",
]


def page(canvas: Canvas, height: float, lines: list[str], number: int) -> None:
    for index, words in enumerate(lines):
        text_line(canvas, height, 60, 100 + 22 * index, words, 12)
    text_line(canvas, height, 280, 800, f"— {number} —", 9)


def two_on_a_sheet(data: bytes) -> bytes:
    with pypdfium2.PdfDocument(data) as source:
        made = pypdfium2.PdfDocument(pypdfium2.raw.FPDF_ImportNPagesToOne(source.raw, 842, 595, 2, 1))
        stream = io.BytesIO()
        made.save(stream)
        return stream.getvalue()


def test_the_halves_of_a_sheet_are_read_one_after_the_other() -> None:
    model = read(
        two_on_a_sheet(
            make_pdf(
                lambda canvas, height: page(canvas, height, FIRST, 1),
                lambda canvas, height: page(canvas, height, SECOND, 2),
            )
        )
    )
    assert texts(model) == [FIRST[0], "".join([*FIRST[1:], SECOND[0]]), SECOND[1], "".join(SECOND[2:])]
    assert (model.pages, {paragraph.page for paragraph in model.paragraphs}) == (1, {1})
    sides = [paragraph.bbox is not None and paragraph.bbox[0] > 421 for paragraph in model.paragraphs]
    assert sides == [False, False, True, True]


def test_a_text_beside_a_table_and_a_table_over_two_halves_are_told_by_the_page_numbers() -> None:
    head, rows = ["科目名称", "本年支出合计"], [["信访事务", "274.03"], ["住房保障", "20.11"]]

    def table(canvas: Canvas, height: float, lines: list[list[str]], top: float, number: int) -> None:
        cells = [Spec(r, c, words) for r, row in enumerate(lines) for c, words in enumerate(row)]
        draw_table(canvas, height, Drawing([60, 250, 500], [top + 24 * row for row in range(len(lines) + 1)], cells))
        text_line(canvas, height, 280, 800, f"— {number} —", 9)

    def first(canvas: Canvas, height: float) -> None:
        page(canvas, height, FIRST[:2], 1)
        table(canvas, height, [head, rows[0]], 700, 1)

    model = read(two_on_a_sheet(make_pdf(first, lambda canvas, height: table(canvas, height, [rows[1]], 60, 2))))
    assert texts(model) == FIRST[:2]
    assert [rows_of(found) for found in model.tables] == [[head, *rows]]


def test_text_beside_a_table_needs_no_page_numbers() -> None:
    rows = [["科目名称", "本年支出合计"], ["信访事务", "274.03"], ["住房保障", "20.11"]]

    def text(canvas: Canvas, height: float) -> None:
        for index, words in enumerate(FIRST):
            text_line(canvas, height, 60, 100 + 22 * index, words, 12)

    def table(canvas: Canvas, height: float) -> None:
        cells = [Spec(r, c, words) for r, row in enumerate(rows) for c, words in enumerate(row)]
        text_line(canvas, height, 250, 105, "支出决算表", 12)
        draw_table(canvas, height, Drawing([60, 250, 500], [120, 144, 168, 192], cells))

    model = read(two_on_a_sheet(make_pdf(text, table)))
    assert texts(model) == [FIRST[0], "".join(FIRST[1:]), "支出决算表"]
    assert [rows_of(found) for found in model.tables] == [rows]


def test_a_wide_page_with_a_table_in_two_halves_is_one_page() -> None:
    names = ["一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出"]

    def draw(canvas: Canvas, height: float) -> None:
        for index, name in enumerate(names):
            y = 120 + 20 * index
            text_line(canvas, height, 60, y, "财政拨款收入", 9)
            text_line(canvas, height, 300, y, f"{index}10.20", 9)
            text_line(canvas, height, 470, y, name, 9)
            text_line(canvas, height, 720, y, f"{index}07.00", 9)
        text_line(canvas, height, 60, 570, "— 3 —", 9)

    (table,) = read(make_pdf(draw, size=LANDSCAPE)).tables
    assert [row[2] for row in rows_of(table)] == names


def test_a_wide_table_with_a_border_in_the_middle_of_the_page_is_one_table() -> None:
    """Its cells are boxes of their own, so that no rule crosses the middle; it even has two numbers at its foot."""
    cells = [Spec(r, c, f"第{r}行第{c}列") for r in range(3) for c in range(4)]
    xs = [61, 241, 421, 601, 781]

    def draw(canvas: Canvas, height: float) -> None:
        draw_table(canvas, height, Drawing(xs, [60, 90, 120, 150], cells, align="centre", style="boxes"))
        for x, number in ((200, 1), (621, 2)):
            text_line(canvas, height, x, 560, f"— {number} —", 9)

    (table,) = read(make_pdf(draw, size=LANDSCAPE)).tables
    assert (table.rows, table.columns) == (3, 4)
