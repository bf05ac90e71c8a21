"""PDF tables without column rules: their columns are inferred, marked as such, and never made up from prose."""

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from parsers.model import Ruling, Table
from parsers.readers import read
from tests.parsers.readers.pdf_maker import font, make_pdf, text_line
from tests.parsers.readers.shapes import rows_of, texts

ROWS = [
    ["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "188.00", "111.39", "76.61"],
    ["20103", "政府办公厅（室）及相关机构事务", "188.00", "111.39", "76.61"],
    ["2010308", "信访事务", "76.61", "", "76.61"],
    ["208", "社会保障和就业支出", "28.00", "20.35", "7.65"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "13.08", "13.08", ""],
    ["210", "卫生健康支出", "5.62", "5.56", "0.07"],
    ["221", "住房保障支出", "12.05", "12.05", ""],
]
XS = [50, 100, 270, 340, 400, 460]
TOP, STEP = 100, 18


def draw_rows(canvas: Canvas, height: float, rows: list[list[str]] = ROWS) -> None:
    for number, row in enumerate(rows):
        y = TOP + STEP * number + 12
        for column, words in enumerate(row):
            width = pdfmetrics.stringWidth(words, font(), 8)
            x = XS[column] + 2
            if number == 0:
                x = (XS[column] + XS[column + 1] - width) / 2
            elif column > 1:
                x = XS[column + 1] - 2 - width
            if words:
                text_line(canvas, height, x, y, words, 8)


def rule(canvas: Canvas, height: float, row: int) -> None:
    canvas.setLineWidth(0.5)
    canvas.line(XS[0], height - TOP - STEP * row, XS[-1], height - TOP - STEP * row)


def between_three_rules(canvas: Canvas, height: float) -> None:
    draw_rows(canvas, height)
    for row in (0, 1, len(ROWS)):
        rule(canvas, height, row)


def caption(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 200, 60, "支出决算表", 14)
    text_line(canvas, height, 50, 90, "部门：襄垣县信访局", 8)
    text_line(canvas, height, 400, 90, "单位：万元", 8)
    text_line(canvas, height, 50, TOP + STEP * len(ROWS) + 30, "注：本表反映部门本年度各项支出情况。", 8)


@pytest.mark.parametrize("rules", [[0, 1, 8], list(range(9)), []], ids=["three rules", "rows ruled", "no rule"])
def test_columns_are_inferred_from_white_space_and_marked(rules: list[int]) -> None:
    def draw(canvas: Canvas, height: float) -> None:
        caption(canvas, height)
        draw_rows(canvas, height)
        for row in rules:
            rule(canvas, height, row)

    model = read(make_pdf(draw))
    (table,) = model.tables
    assert rows_of(table) == ROWS
    assert table.ruling is Ruling.INFERRED
    assert {cell.confidence for cell in table.cells} == {0.6}
    assert texts(model) == ["支出决算表", "部门：襄垣县信访局\t单位：万元", "注：本表反映部门本年度各项支出情况。"]


def test_a_head_over_a_blank_column_makes_a_column() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        draw_rows(canvas, height)
        text_line(canvas, height, 480, TOP + 12, "经营支出", 8)
        for row in (0, 1, 8):
            canvas.line(XS[0], height - TOP - STEP * row, 520, height - TOP - STEP * row)

    (table,) = read(make_pdf(draw)).tables
    assert rows_of(table) == [[*ROWS[0], "经营支出"], *[[*row, ""] for row in ROWS[1:]]]


def test_two_known_heads_that_nearly_touch_stand_over_a_column_each() -> None:
    """本年收入合计 and 财政拨款收入 run into one text where the columns are narrow; 项目支出 stays one word."""

    def draw(canvas: Canvas, height: float) -> None:
        draw_rows(canvas, height, [["科目代码", "科目名称", "", "", "项目支出"], *ROWS[1:]])
        text_line(canvas, height, XS[3] - 48, TOP + 12, "本年收入合计财政拨款收入", 8)
        for row in (0, 1, len(ROWS)):
            rule(canvas, height, row)

    (table,) = read(make_pdf(draw)).tables
    assert rows_of(table) == [["科目代码", "科目名称", "本年收入合计", "财政拨款收入", "项目支出"], *ROWS[1:]]


def test_prose_with_many_amounts_is_no_table() -> None:
    lines = [
        "基本支出149.34万元，占比63.91%；项目支出84.33万元，占比36.09%；",
        "上缴上级支出0.00万元，占比0.00%；经营支出0.00万元，占比0.00%；",
    ] * 4

    def draw(canvas: Canvas, height: float) -> None:
        for number, words in enumerate(lines):
            text_line(canvas, height, 70, 100 + 20 * number, words, 10)

    assert read(make_pdf(draw)).tables == ()


def test_the_numbers_of_a_chart_are_no_table() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        for number in range(8):
            text_line(canvas, height, 70, 100 + 20 * number, f"{400 - 50 * number}.00", 9)
            text_line(canvas, height, 200, 100 + 20 * number, f"{310 - number}.17", 9)

    assert read(make_pdf(draw)).tables == ()


def test_two_underlined_blanks_are_no_table() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        for number, words in enumerate(["单位负责人：", "填表人：", "联系电话："]):
            text_line(canvas, height, 70, 100 + 30 * number, words, 10)
            canvas.line(140, height - 102 - 30 * number, 240, height - 102 - 30 * number)

    assert read(make_pdf(draw)).tables == ()


def _draw(canvas: Canvas, height: float, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            width = pdfmetrics.stringWidth(words, font(), 8)
            x = (
                XS[column + 1] - 2 - width
                if column > 1 and number + len(rows) > 0 and words[:1].isdigit()
                else XS[column] + 2
            )
            if words:
                text_line(canvas, height, x, TOP + STEP * number + 12, words, 8)


def test_the_last_rows_of_a_table_without_column_rules_stand_on_the_next_page() -> None:
    """Two rows make no table by themselves; below the columns of the table before them they are its rest."""

    def first(canvas: Canvas, height: float) -> None:
        draw_rows(canvas, height)
        for row in (0, 1):
            rule(canvas, height, row)
        rule(canvas, height, len(ROWS))

    rest = [["230", "转移性支出", "1.00", "1.00", "0.00"], ["", "本年支出合计", "235.67", "152.34", "84.33"]]

    def second(canvas: Canvas, height: float) -> None:
        _draw(canvas, height, rest)
        text_line(canvas, height, 50, TOP + STEP * 4, "注：本表反映部门本年度各项支出情况。", 8)

    model = read(make_pdf(first, second))
    (table,) = model.tables
    assert rows_of(table) == [*ROWS, *rest]
    assert {cell.page for cell in table.cells if cell.row >= len(ROWS)} == {2}
    assert texts(model) == ["注：本表反映部门本年度各项支出情况。"]


def test_rows_without_amounts_go_on_with_those_around_them() -> None:
    """The last classes of a list are blank, and so is what is carried over: the totals below them are rows too."""

    def first(canvas: Canvas, height: float) -> None:
        draw_rows(canvas, height)
        for row in (0, 1):
            rule(canvas, height, row)

    rest = [
        ["", "二十四、债务还本支出", "", "", ""],
        ["", "二十五、债务付息支出", "", "", ""],
        ["", "本年支出合计", "235.67", "152.34", "84.33"],
        ["", "结转下年", "", "", ""],
        ["", "支出总计", "235.67", "152.34", "84.33"],
    ]

    def second(canvas: Canvas, height: float) -> None:
        _draw(canvas, height, rest)
        text_line(canvas, height, 50, TOP + STEP * 8, "二、收入决算情况说明", 8)
        text_line(canvas, height, 50, TOP + STEP * 12, "本部门2024年收入合计235.67万元。", 8)

    model = read(make_pdf(first, second))
    assert [rows_of(table) for table in model.tables] == [[*ROWS, *rest]]
    assert texts(model) == ["二、收入决算情况说明", "本部门2024年收入合计235.67万元。"]


def test_rows_below_a_head_repeated_on_the_next_page_are_read_once() -> None:
    """They make a table by themselves, which goes on with the one before: they are not its last rows as well."""

    others = [*ROWS[2:], ROWS[1]]

    def second(canvas: Canvas, height: float) -> None:
        draw_rows(canvas, height, [ROWS[0], *others])
        for row in (0, 1, len(ROWS)):
            rule(canvas, height, row)

    (table,) = read(make_pdf(between_three_rules, second)).tables
    assert rows_of(table) == [*ROWS, *others]


def test_a_page_that_is_in_the_file_twice_is_read_once_and_told() -> None:
    model = read(make_pdf(between_three_rules, between_three_rules))
    assert [rows_of(table) for table in model.tables] == [ROWS]
    assert model.notes == (f"page 2: rows of the page before are printed again: {len(ROWS) - 1}, read once",)


def test_prose_at_the_top_of_the_page_behind_a_table_stays_prose() -> None:
    def second(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 50, TOP, "本部门2024年支出合计235.67万元，其中基本支出152.34万元。", 8)
        text_line(canvas, height, 50, TOP + STEP, "比上年增加3.20万元，增长1.4%。", 8)

    model = read(make_pdf(between_three_rules, second))
    assert [rows_of(table) for table in model.tables] == [ROWS]


def test_two_heads_of_one_level_share_all_columns_below_them() -> None:
    """Two years of six columns each, with a group of three inside each of them."""
    names = ["合计", "出国费", "小计", "购置费", "运行费", "接待费"] * 2
    xs = [30, *[74 + 42 * column for column in range(12)]]  # the first text stands well inside its wide column

    def draw(canvas: Canvas, height: float) -> None:
        def put(words: str, left: float, right: float, y: float) -> None:
            width = pdfmetrics.stringWidth(words, font(), 8)
            text_line(canvas, height, (left + right - width) / 2, y, words, 8)

        for start, year in ((0, "2024年预算数"), (6, "2025年预算数")):
            put(year, xs[start], xs[start + 6], TOP + 10)
            put("公务用车购置及运行费", xs[start + 2], xs[start + 5], TOP + 28)
        for column, name in enumerate(names):
            group = column % 6 in (2, 3, 4)
            put(name, xs[column], xs[column + 1], TOP + (46 if group else 37))
        for row in range(4):
            for column in range(12):
                put(f"{column}.0{row}", xs[column], xs[column + 1], TOP + 66 + 14 * row)

    (table,) = read(make_pdf(draw)).tables
    spans = {cell.text: (cell.column, cell.column_span) for cell in table.cells if cell.row == 0}
    assert spans == {"2024年预算数": (0, 6), "2025年预算数": (6, 6)}


FORM_XS = [50, 130, 220, 400, 480]
#: (first line, lines, column, words): the cells of a form of targets; those over several lines stand in their middle.
FORM = [
    (0, 1, 0, "项目名称"), (0, 1, 1, "信访维稳专项经费"), (0, 1, 2, "主管部门"), (0, 1, 3, "安山县信访局"),
    (1, 2, 0, "项目资金（万元）"), (1, 1, 1, "年度资金总额"), (1, 1, 3, "36.00"),
    (2, 1, 1, "其中：财政拨款"), (2, 1, 3, "36.00"),
    (3, 1, 0, "年度绩效目标"), (3, 1, 1, "依法及时就地解决群众合理诉求，推动信访积案化解。"),
    (4, 1, 0, "一级指标"), (4, 1, 1, "二级指标"), (4, 1, 2, "三级指标"), (4, 1, 3, "指标值"),
    (5, 3, 0, "产出指标"), (5, 2, 1, "数量指标"), (5, 1, 2, "接待群众来访批次"), (5, 1, 3, "≥300批次"),
    (6, 1, 2, "化解信访积案"), (6, 1, 3, "≥12件"),
    (7, 1, 1, "质量指标"), (7, 1, 2, "信访事项按期办结率"), (7, 1, 3, "≥98%"),
    (8, 1, 0, "满意度指标"), (8, 1, 1, "服务对象满意度"), (8, 1, 2, "信访群众满意率"), (8, 1, 3, "≥90%"),
]  # fmt: skip


def draw_form(canvas: Canvas, height: float, *, high: bool = False) -> None:
    """Only rules above and below; ``high``: cells over several lines have their words in the first."""
    for first, lines, column, words in FORM:
        y = TOP + STEP * (first if high else first + (lines - 1) / 2) + 12
        text_line(canvas, height, FORM_XS[column] + 2, y, words, 8)
    for line in (0, 9):
        canvas.line(FORM_XS[0], height - TOP - STEP * line, 540, height - TOP - STEP * line)


def spans(table: Table) -> set[tuple[int, int, int, str]]:
    return {(cell.row, cell.row_span, cell.column, cell.text) for cell in table.cells if cell.text}


def test_a_form_of_targets_between_two_rules_is_a_table_with_cells_over_several_rows() -> None:
    (table,) = read(make_pdf(draw_form)).tables
    assert spans(table) == set(FORM)


def test_names_and_goals_over_several_columns_of_a_form_of_targets_do_not_join_them() -> None:
    """河北: the name of the project reaches into the third column, its goals into the fourth."""
    wide = {"信访维稳专项经费": "县群众来访接待中心运行维护专项经费", "安山县信访局": "", "主管部门": ""}
    cells = [(first, lines, column, wide.get(words, words)) for first, lines, column, words in FORM]

    def draw(canvas: Canvas, height: float) -> None:
        for first, lines, column, words in cells:
            text_line(canvas, height, FORM_XS[column] + 2, TOP + STEP * (first + (lines - 1) / 2) + 12, words, 8)
        for line in (0, 9):
            canvas.line(FORM_XS[0], height - TOP - STEP * line, 540, height - TOP - STEP * line)

    (table,) = read(make_pdf(draw)).tables
    assert spans(table) == {cell for cell in cells if cell[3]}
    (name,) = [cell for cell in table.cells if cell.text == wide["信访维稳专项经费"]]
    assert (name.column, name.column_span) == (1, 2)


def test_heads_with_their_unit_are_no_caption() -> None:
    """项目 | 数量 | 价值（金额单位：万元）: two rules and the foot of the page, the other rows on the next."""
    rows = [["项目", "", "数量", "", "价值（金额单位：万元）"], ["资产总额", "", "", "", "48.62"],
            ["1、房屋（平方米）", "", "0", "", "0"], ["2、车辆（台、辆）", "", "1", "", "15.80"]]  # fmt: skip
    rest = [["3、其他固定资产", "", "", "", "32.82"]]

    def first(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 50, TOP - 30, "部门固定资产占用情况表", 10)
        _draw(canvas, height, rows)
        for row in (0, 1):
            rule(canvas, height, row)

    def second(canvas: Canvas, height: float) -> None:
        _draw(canvas, height, rest)
        rule(canvas, height, len(rest))

    (table,) = read(make_pdf(first, second)).tables
    assert rows_of(table) == [[one, two, three] for one, _, two, _, three in (*rows, *rest)]


def test_labels_at_the_top_of_their_rows_are_put_in_no_middle() -> None:
    (table,) = read(make_pdf(lambda canvas, height: draw_form(canvas, height, high=True))).tables
    assert spans(table) == {(first, 1, column, words) for first, _, column, words in FORM}


def test_rules_at_the_top_and_the_foot_of_a_page_make_no_table_of_its_text() -> None:
    def draw(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 60, 120, "（二）一级指标、二级指标和三级指标按照项目内容设置，指标值应当可衡量。", 10)
        text_line(canvas, height, 60, 140, "2024年支出合计235.67万元，其中基本支出152.34万元。", 10)
        for y in (60, 780):
            canvas.line(50, height - y, 540, height - y)

    assert read(make_pdf(draw)).tables == ()


def head_at_the_foot(canvas: Canvas, height: float) -> None:
    text_line(canvas, height, 50, 300, "支出决算情况如下表所示。", 10)
    text_line(canvas, height, 200, 700, "支出决算表", 14)
    text_line(canvas, height, 400, 730, "单位：万元", 8)
    for column, words in enumerate(ROWS[0]):
        text_line(canvas, height, XS[column] + 2, 752, words, 8)
    for y in (740, 758):
        canvas.line(XS[0], height - y, XS[-1], height - y)
    text_line(canvas, height, 290, 810, "— 3 —", 9)


def test_a_head_at_the_foot_of_a_page_is_that_of_the_rows_on_the_next() -> None:
    def rows(canvas: Canvas, height: float) -> None:
        _draw(canvas, height, ROWS[1:3])
        canvas.line(XS[0], height - TOP - STEP * 2, XS[-1], height - TOP - STEP * 2)
        text_line(canvas, height, 290, 810, "— 4 —", 9)

    model = read(make_pdf(head_at_the_foot, rows))
    (table,) = model.tables
    assert rows_of(table) == ROWS[:3]
    assert {(cell.row, cell.page) for cell in table.cells} == {(0, 1), (1, 2), (2, 2)}
    assert texts(model) == ["支出决算情况如下表所示。", "支出决算表", "单位：万元"]


def test_a_head_that_the_next_page_prints_again_is_not_carried_over() -> None:
    model = read(make_pdf(head_at_the_foot, between_three_rules))
    assert [rows_of(table) for table in model.tables] == [ROWS]


def test_no_head_is_carried_over_to_text() -> None:
    def prose(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 50, TOP, "本部门2024年支出合计235.67万元，其中基本支出152.34万元。", 10)

    model = read(make_pdf(head_at_the_foot, prose))
    assert model.tables == ()
    assert "\t".join(ROWS[0]) in texts(model)
