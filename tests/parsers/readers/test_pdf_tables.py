"""Tables of PDFs, drawn in the ways office programs draw them."""

import io
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from parsers.model import Ruling, Table
from parsers.readers import read
from tests.parsers.readers.pdf_maker import A4, LANDSCAPE, Drawing, Spec, draw_table, font, make_pdf, text_line
from tests.parsers.readers.shapes import Layout, as_set, layouts, rows_of, texts

STYLES = ("lines", "rects", "dashed", "double", "path", "dots", "boxes", "thick")


def drawing(layout: Layout, style: str = "lines", **more: object) -> Drawing:
    xs = [40 + 51.0 * column for column in range(layout.columns + 1)]
    ys = [60 + 29.0 * row for row in range(layout.rows + 1)]
    return replace(Drawing(xs, ys, layout.cells, style=style), **more)  # type: ignore[arg-type]  # plain fields


def simple(rows: list[list[str]], *, top: float = 60, widths: tuple[float, ...] = (), **more: object) -> Drawing:
    """A table without merged cells."""
    xs = [50.0]
    for column in range(len(rows[0])):
        xs.append(xs[-1] + (widths[column] if widths else 90))
    cells = [Spec(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    ys = [top + 20 * row for row in range(len(rows) + 1)]
    return replace(Drawing(xs, ys, cells), **more)  # type: ignore[arg-type]  # plain fields


def only_table(data: bytes) -> Table:
    (table,) = read(data).tables
    return table


@settings(max_examples=60, deadline=None)
@given(layouts(), st.sampled_from(STYLES), st.sampled_from(["left", "right", "centre"]), st.sampled_from([0, 2]))
def test_every_cell_is_read_exactly_however_the_borders_are_drawn(
    layout: Layout, style: str, align: str, bold: int
) -> None:
    table = drawing(layout, style, align=align, fake_bold_rows=bold)
    found = read(make_pdf(lambda canvas, height: draw_table(canvas, height, table))).tables
    assert [as_set(table) for table in found] == [as_set(layout.cells)]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_rotated_page_gives_the_same_cells_and_boxes_of_the_page_as_shown(rotate: int) -> None:
    table = simple([["项目", "金额"], ["信访事务", "76.61"]])
    upright = only_table(make_pdf(lambda canvas, height: draw_table(canvas, height, table)))
    turned = only_table(make_pdf(lambda canvas, height: draw_table(canvas, height, table), rotate=rotate))
    assert as_set(turned) == as_set(upright)
    width, height = A4
    for cell, flat in zip(turned.cells, upright.cells, strict=True):
        assert cell.bbox is not None
        assert flat.bbox is not None
        x0, top, x1, bottom = flat.bbox
        shown = {
            90: (height - bottom, x0, height - top, x1),
            180: (width - x1, height - bottom, width - x0, height - top),
            270: (top, width - x1, bottom, width - x0),
        }[rotate]
        assert cell.bbox == pytest.approx(shown, abs=0.02)


def test_a_table_written_sideways_on_an_upright_page_is_read() -> None:
    table = simple([["项目", "金额", "备注"], ["信访事务", "76.61", ""]])

    def draw(canvas: Canvas, height: float) -> None:
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        draw_table(canvas, A4[0], table)

    assert as_set(only_table(make_pdf(draw))) == as_set(tuple(table.cells))


def test_boxes_are_points_from_the_top_left_also_with_a_crop_box() -> None:
    table = simple([["项目", "金额"], ["信访事务", "76.61"]])
    document = pypdfium2.PdfDocument(make_pdf(lambda canvas, height: draw_table(canvas, height, table)))
    document[0].set_cropbox(30, 100, 500, 820)
    target = io.BytesIO()
    document.save(target)
    cell = only_table(target.getvalue()).cells[0]
    left, top = 50 - 30, 60 - (A4[1] - 820)
    assert cell.bbox == pytest.approx((left, top, left + 90, top + 20), abs=0.6)
    assert cell.page == 1


def test_rules_and_text_inside_a_form_object_are_read() -> None:
    table = simple([["项目", "金额"], ["信访事务", "76.61"], ["合计", "76.61"]])

    def draw(canvas: Canvas, height: float) -> None:
        canvas.beginForm("page")
        draw_table(canvas, height, table)
        canvas.endForm()
        canvas.translate(20, -30)
        canvas.scale(0.9, 0.9)
        canvas.doForm("page")

    assert as_set(only_table(make_pdf(draw))) == as_set(tuple(table.cells))


def test_a_table_without_left_and_right_borders_keeps_all_its_columns() -> None:
    table = simple([["项目", "行次", "金额"], ["本年收入合计", "27", "233.67"], ["总计", "31", "233.67"]], sides=False)
    assert rows_of(only_table(make_pdf(lambda canvas, height: draw_table(canvas, height, table)))) == [
        ["项目", "行次", "金额"],
        ["本年收入合计", "27", "233.67"],
        ["总计", "31", "233.67"],
    ]


def test_text_wrapped_in_a_cell_is_put_together_and_real_lines_stay_apart() -> None:
    rows = [["社会保障和就业支出", "233.67"], ["第一行\n第二行", "0"]]
    table = simple(rows, widths=(60, 90), size=10)
    assert rows_of(only_table(make_pdf(lambda canvas, height: draw_table(canvas, height, table)))) == rows


def test_numbers_right_against_the_border_stay_in_their_own_cells() -> None:
    cells = [Spec(0, 0, "2010301"), Spec(0, 1, "61.49"), Spec(1, 0, "2010350"), Spec(1, 1, "49.90")]

    def draw(canvas: Canvas, height: float) -> None:
        draw_table(canvas, height, Drawing([50, 92, 160], [60, 80, 100], [replace(cell, text="") for cell in cells]))
        for cell in cells:
            y = height - 74 - 20 * cell.row
            canvas.setFont(font(), 9)
            if cell.column == 0:
                canvas.drawRightString(91.8, y, cell.text)
            else:
                canvas.drawString(92.2, y, cell.text)

    assert as_set(only_table(make_pdf(draw))) == as_set(tuple(cells))


def test_a_figure_beside_words_that_are_too_wide_stays_in_its_own_cell() -> None:
    table = simple([["基本支出总额", "", "", ""]])

    def draw(canvas: Canvas, height: float) -> None:
        draw_table(canvas, height, table)
        text_line(canvas, height, 230 - 2 - pdfmetrics.stringWidth("968.98", font(), 9), 73, "968.98", 9)
        text_line(canvas, height, 230 + 2, 73, "项目支出总额（万元）", 9.5)
        text_line(canvas, height, 360, 73, "344.75", 9)

    assert rows_of(only_table(make_pdf(draw))) == [["基本支出总额", "968.98", "项目支出总额（万元）", "344.75"]]


def test_a_text_wider_than_its_cell_stays_whole() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        draw_table(canvas, height, Drawing([50, 90, 140, 200], [60, 80, 100], [
            Spec(r, c, text) for r, row in enumerate([["", "", "1.00"], ["201", "", "2.00"]])
            for c, text in enumerate(row)
        ]))  # fmt: skip
        text_line(canvas, height, 52, 74, "公用经费合计支出数")

    assert rows_of(only_table(make_pdf(draw))) == [["公用经费合计支出数", "", "1.00"], ["201", "", "2.00"]]


def test_lines_that_overflow_a_low_row_stay_in_their_row() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        rows = [["201", "一般公共服务"], ["20103", ""], ["2010301", "行政运行"]]
        cells = [Spec(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
        draw_table(canvas, height, Drawing([50, 120, 220], [60, 74, 88, 102], cells, size=9))
        text_line(canvas, height, 123, 77.5, "政府办公厅（室）及")
        text_line(canvas, height, 123, 91.5, "相关机构事务")

    assert rows_of(only_table(make_pdf(draw))) == [
        ["201", "一般公共服务"],
        ["20103", "政府办公厅（室）及相关机构事务"],
        ["2010301", "行政运行"],
    ]


HEAD = [["科目代码", "科目名称", "合计"], ["栏次", "", "1"]]


def two_parts(first: Drawing, second: Drawing, caption: str = "") -> Table | list[Table]:
    def draw_second(canvas: Canvas, height: float) -> None:
        if caption:
            text_line(canvas, height, 60, 50, caption)
        draw_table(canvas, height, second)

    tables = read(make_pdf(lambda canvas, height: draw_table(canvas, height, first), draw_second)).tables
    return tables[0] if len(tables) == 1 else list(tables)


def test_a_table_cut_by_a_page_break_is_one_table_and_its_repeated_head_is_dropped() -> None:
    first = simple([*HEAD, ["201", "一般公共服务支出", "188.00"]])
    second = simple([*HEAD, ["208", "社会保障和就业支出", "28.00"]])
    table = two_parts(first, second)
    assert isinstance(table, Table)
    assert rows_of(table) == [*HEAD, ["201", "一般公共服务支出", "188.00"], ["208", "社会保障和就业支出", "28.00"]]
    assert [cell.page for cell in table.cells if cell.column == 0] == [1, 1, 1, 2]
    assert (table.page, table.ruling) == (1, Ruling.RULED)


def test_a_table_goes_on_without_a_repeated_head() -> None:
    first = simple([*HEAD, ["201", "一般公共服务支出", "188.00"]])
    table = two_parts(first, simple([["208", "社会保障和就业支出", "28.00"], ["合计", "", "216.00"]]))
    assert isinstance(table, Table)
    assert rows_of(table)[-2:] == [["208", "社会保障和就业支出", "28.00"], ["合计", "", "216.00"]]


def test_a_table_goes_on_after_a_line_that_says_so() -> None:
    first = simple([*HEAD, ["201", "一般公共服务支出", "188.00"]])
    second = simple([["208", "社会保障和就业支出", "28.00"]] * 2)
    table = two_parts(first, second, caption="续表")
    assert isinstance(table, Table)
    assert table.rows == 5


@pytest.mark.parametrize(
    "second",
    [
        simple([["收入", "支出", "金额"], ["甲", "乙", "1.00"]]),
        simple([["208", "社会保障和就业支出", "28.00"]] * 2, widths=(60, 120, 90)),
        simple([["208", "社会保障和就业支出"]] * 2),
    ],
    ids=["another head", "other columns", "fewer columns"],
)
def test_a_new_table_at_the_top_of_a_page_stays_a_table_of_its_own(second: Drawing) -> None:
    tables = two_parts(simple([*HEAD, ["201", "一般公共服务支出", "188.00"]]), second)
    assert isinstance(tables, list)
    assert len(tables) == 2


def sheet_page(rows: list[list[str]], *captions: str) -> Callable[[Canvas, float], None]:
    def draw(canvas: Canvas, height: float) -> None:
        for number, caption in enumerate(captions):
            text_line(canvas, height, 60, 60 + 14 * number, caption)
        draw_table(canvas, height, simple(rows, top=120))

    return draw


def test_a_sheet_printed_on_two_pages_with_its_titles_repeated_is_one_table() -> None:
    captions = ("支出决算表", "公开03表", "部门：襄垣县信访局")
    first = sheet_page([*HEAD, ["201", "一般公共服务支出", "188.00"]], *captions)
    second = sheet_page([*HEAD, ["208", "社会保障和就业支出", "28.00"]], *captions)
    model = read(make_pdf(first, second))
    (table,) = model.tables
    assert rows_of(table) == [*HEAD, ["201", "一般公共服务支出", "188.00"], ["208", "社会保障和就业支出", "28.00"]]
    assert texts(model) == list(captions)


def test_two_tables_of_one_name_with_different_heads_stay_two() -> None:
    captions = ("项目支出绩效自评表", "（2023年度）")
    tables = read(
        make_pdf(
            sheet_page([["项目名称", "维稳经费", "10"], ["执行数", "1.00", "2.00"]], *captions),
            sheet_page([["项目名称", "办案经费", "10"], ["执行数", "3.00", "4.00"]], *captions),
        )
    ).tables
    assert [table.cells[1].text for table in tables] == ["维稳经费", "办案经费"]


def test_a_caption_between_ends_a_table() -> None:
    first = simple([*HEAD, ["201", "一般公共服务支出", "188.00"]])
    tables = two_parts(first, simple([*HEAD, ["208", "社会保障和就业支出", "28.00"]]), caption="支出决算表")
    assert isinstance(tables, list)
    assert len(tables) == 2


def test_a_row_cut_by_a_page_break_is_one_row() -> None:
    first = simple([*HEAD, ["2080505", "机关事业单位基本养老", "13.08"]], widths=(90, 100, 90))
    second = simple([["", "保险缴费支出", ""], ["208", "社会保障和就业支出", "28.00"]], widths=(90, 100, 90))
    table = two_parts(first, second)
    assert isinstance(table, Table)
    assert rows_of(table)[-2:] == [
        ["2080505", "机关事业单位基本养老保险缴费支出", "13.08"],
        ["208", "社会保障和就业支出", "28.00"],
    ]


def test_a_short_row_at_the_top_of_a_page_is_no_rest_of_the_row_before() -> None:
    first = simple([*HEAD, ["2080505", "养老", "13.08"]])
    table = two_parts(first, simple([["", "其中：", ""], ["208", "社会保障和就业支出", "28.00"]]))
    assert isinstance(table, Table)
    assert rows_of(table)[-2:] == [["", "其中：", ""], ["208", "社会保障和就业支出", "28.00"]]


DIGIT = pdfmetrics.stringWidth("0", font(), 9)
#: One digit fits into the first column, six signs of an amount into the last; 3 points are white at both sides.
NARROW = (6 + 1.4 * DIGIT, 110, 6 + pdfmetrics.stringWidth("1256.5", font(), 9) + 0.4 * DIGIT)


def test_a_number_cut_by_a_page_break_is_one_number() -> None:
    """Word processors break rows, and with them numbers too wide for their cells, over pages."""
    head = [["行", "项目", "金额"], ["25", "一般公共服务", "1256.57"]]
    first = simple([*head, ["2", "本年收入合计", "1256.5"]], widths=NARROW)
    second = simple([["6", "", "7"], ["27", "总计", "1256.57"]], widths=NARROW)
    table = two_parts(replace(first, ys=[60, 90, 120, 140]), replace(second, ys=[60, 80, 110]))
    assert isinstance(table, Table)
    assert rows_of(table)[1:] == [
        ["25", "一般公共服务", "1256.57"],
        ["26", "本年收入合计", "1256.57"],
        ["27", "总计", "1256.57"],
    ]


def test_a_row_cut_below_a_repeated_head_is_one_row() -> None:
    first = simple([*HEAD, ["2080505", "机关事业单位基本养老", "13.08"]], widths=(90, 100, 90))
    second = simple([*HEAD, ["", "保险缴费支出", ""], ["208", "社会保障", "28.00"]], widths=(90, 100, 90))
    table = two_parts(first, second)
    assert isinstance(table, Table)
    assert rows_of(table)[-2:] == [
        ["2080505", "机关事业单位基本养老保险缴费支出", "13.08"],
        ["208", "社会保障", "28.00"],
    ]


@pytest.mark.parametrize(
    "second",
    [
        [["26", "", "3"], ["27", "总计", "1256.57"]],  # the next row number, and a figure of its own
        [["", "", "7.00"], ["27", "总计", "1256.57"]],  # more than what is missing
        [["6", "其他", "7"], ["27", "总计", "1256.57"]],  # a label below one that was not full
    ],
)
def test_numbers_of_two_rows_never_grow_together_over_a_page_break(second: list[list[str]]) -> None:
    first = simple(
        [["行次", "项目", "金额"], ["24", "一般公共服务", "1256.57"], ["25", "本年收入合计", "1256.57"]], widths=NARROW
    )
    table = two_parts(first, simple(second, widths=NARROW))
    assert isinstance(table, Table)
    assert rows_of(table)[2:] == [["25", "本年收入合计", "1256.57"], *second]


def test_a_number_wrapped_in_a_cell_that_is_too_narrow_is_one_number() -> None:
    rows = [["代码", "科目名称", "金额"], ["30101", "基本工资", "145.00"], ["30108", "养老保险缴费", "1.00"]]
    widths = (6 + 2.3 * DIGIT, 110, 6 + pdfmetrics.stringWidth("145.0", font(), 9) + 0.4 * DIGIT)
    table = replace(simple(rows, widths=widths), ys=[60, 100, 140, 180])
    assert rows_of(only_table(make_pdf(lambda canvas, height: draw_table(canvas, height, table)))) == rows


def test_a_merged_label_goes_on_over_the_page_break() -> None:
    first = Drawing([50, 120, 220], [60, 80, 100], [Spec(0, 0, "产出指标", 2), Spec(0, 1, "甲"), Spec(1, 1, "乙")])
    second = Drawing([50, 120, 220], [60, 80, 100], [Spec(0, 0, "", 2), Spec(0, 1, "丙"), Spec(1, 1, "丁")])
    table = two_parts(first, second)
    assert isinstance(table, Table)
    assert {(cell.text, cell.row_span) for cell in table.cells} == {
        ("产出指标", 4),
        *((text, 1) for text in "甲乙丙丁"),
    }


def test_two_tables_on_one_page_are_two_with_the_caption_between() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        draw_table(canvas, height, simple([["项目", "金额"], ["信访事务", "76.61"]]))
        text_line(canvas, height, 50, 130, "支出决算表")
        draw_table(canvas, height, simple([["项目", "金额"], ["事业运行", "49.90"]], top=140))

    model = read(make_pdf(draw, size=LANDSCAPE))
    assert [type(block).__name__ for block in model.blocks] == ["Table", "Paragraph", "Table"]
    assert texts(model) == ["支出决算表"]
    assert [table.number for table in model.tables] == [1, 2]


LEFT = [
    ["科目名称", "本年支出合计", "基本支出"],
    ["栏次", "1", "2"],
    ["信访事务", "233.67", "188.00"],
    ["合计", "233.67", "188.00"],
]
RIGHT = [
    ["项目支出", "经营支出", "上缴上级支出"],
    ["3", "4", "5"],
    ["45.67", "0.00", "0.00"],
    ["45.67", "0.00", "0.00"],
]
UNLABELLED = "page {}: a table of amounts has no labels; its rows cannot be told"


def printed(*parts: list[list[str]], tops: tuple[float, ...] = ()) -> bytes:
    """One table on each page, all columns of one width."""

    def page_of(rows: list[list[str]], top: float) -> Callable[[Canvas, float], None]:
        return lambda canvas, height: draw_table(canvas, height, simple(rows, top=top))

    return make_pdf(*(page_of(rows, top) for rows, top in zip(parts, tops or [60.0] * len(parts), strict=True)))


def test_columns_of_a_sheet_wider_than_the_paper_go_on_beside_where_their_numbers_do() -> None:
    further = [["结余", "备注数"], ["6", "7"], ["1.00", "2.00"], ["1.00", "2.00"]]
    model = read(printed(LEFT, RIGHT, further))
    (table,) = model.tables
    assert rows_of(table) == [a + b + c for a, b, c in zip(LEFT, RIGHT, further, strict=True)]
    assert {cell.page for cell in table.cells if cell.column in (3, 4, 5)} == {2}
    assert model.notes == ()


@pytest.mark.parametrize(
    ("right", "top"),
    [
        (RIGHT[2:], 60.0),
        ([RIGHT[0], *RIGHT[2:]], 60.0),
        ([RIGHT[0], ["4", "5", "6"], *RIGHT[2:]], 60.0),
        ([*RIGHT, ["0.00", "0.00", "0.00"]], 60.0),
        (RIGHT, 75.0),
    ],
    ids=["no head", "no numbers", "numbers with a gap", "another number of rows", "rows elsewhere"],
)
def test_columns_without_labels_are_never_rows_below_and_stay_alone_where_it_is_not_certain(
    right: list[list[str]], top: float
) -> None:
    model = read(printed(LEFT, right, tops=(60.0, top)))
    assert [rows_of(table) for table in model.tables] == [LEFT, right]
    assert model.notes == (UNLABELLED.format(2),)


def test_a_sheet_printed_down_and_then_over_keeps_its_rows_and_leaves_the_columns_alone() -> None:
    below, right_below = [["住房保障", "10.00", "10.00"]], [["0.00", "0.00", "0.00"]]
    model = read(printed(LEFT, below, RIGHT, right_below))
    assert [rows_of(table) for table in model.tables] == [LEFT + below, RIGHT + right_below]
    assert model.notes == (UNLABELLED.format(3),)


def test_a_column_of_remarks_may_be_blank_on_one_page_and_hold_words_on_the_next() -> None:
    first = [["科目名称", "金额", "备注"], ["信访事务", "233.67", ""]]
    second = [["住房保障", "10.00", "见说明"]]
    (table,) = read(printed(first, second)).tables
    assert rows_of(table) == first + second
