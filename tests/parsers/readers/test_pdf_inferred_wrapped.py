"""PDF tables without column rules whose labels and heads are wrapped: a cut label never stands alone."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from parsers.model import Table
from parsers.readers import read
from parsers.readers.pages.inferred.heads import Head
from parsers.readers.pages.inferred.merged import over_rows
from parsers.readers.pages.inferred.pieces import Piece
from parsers.readers.pages.inferred.rows import Block, Row
from tests.parsers.readers.pdf_maker import font, make_pdf, text_line, wrapped
from tests.parsers.readers.shapes import rows_of

SIZE, LEADING, PAD = 9.0, 10.8, 2.5
Cell = tuple[int, int, str]
"""First column, columns and text."""
Draw = Callable[[Canvas, float], None]


class Sheet:
    """Draws rows between three rules, each text wrapped and in the vertical middle of its row."""

    def __init__(self, widths: Sequence[float], left: float = 60.0) -> None:
        self.xs = [left, *(left + step for step in accumulate(widths))]

    def lines(self, text: str, first: int, columns: int) -> list[str]:
        return wrapped(text, self.xs[first + columns] - self.xs[first] - 2 * PAD, SIZE) if text else []

    def height(self, row: Sequence[Cell]) -> float:
        return max(len(self.lines(text, first, columns)) for first, columns, text in row) * LEADING + 6

    def text(self, canvas: Canvas, page: float, cell: Cell, top: float, bottom: float, *, centred: bool) -> None:
        first, columns, text = cell
        lines = self.lines(text, first, columns)
        y = (top + bottom) / 2 - len(lines) * LEADING / 2 + SIZE
        for line in lines:
            width = pdfmetrics.stringWidth(line, font(), SIZE)
            x = self.xs[first] + PAD
            if centred or columns > 1:
                x = (self.xs[first] + self.xs[first + columns] - width) / 2
            elif text[-1].isdigit() and "." in text:
                x = self.xs[first + 1] - PAD - width
            text_line(canvas, page, x, y, line, SIZE)
            y += LEADING

    def rule(self, canvas: Canvas, page: float, y: float) -> None:
        canvas.line(self.xs[0], page - y, self.xs[-1], page - y)

    def page(self, head: Sequence[Sequence[str]], rows: Sequence[Sequence[Cell]], *, header: bool = False) -> Draw:
        def draw(canvas: Canvas, page: float) -> None:
            canvas.setLineWidth(0.7)
            if header:
                text_line(canvas, page, self.xs[0], 40, "柳溪县信访局部门预算", 8)
                self.rule(canvas, page, 46)
            top = 70.0
            self.rule(canvas, page, top)
            for number, cells in enumerate((*plain(*head), *rows)):
                bottom = top + self.height(cells)
                for cell in cells:
                    self.text(canvas, page, cell, top, bottom, centred=number < len(head))
                top = bottom
                if number == len(head) - 1:
                    self.rule(canvas, page, top)
            self.rule(canvas, page, top)

        return draw


def plain(*rows: Sequence[str]) -> list[list[Cell]]:
    return [[(column, 1, text) for column, text in enumerate(row)] for row in rows]


HEAD = ["功能科目编码", "功能科目名称", "本年支出合计", "基本支出", "项目支出"]
LIST = Sheet([60, 74, 60, 60, 60])
FIRST = [
    ["213", "农林水支出（本级）", "96.40", "41.15", "55.25"],
    ["21305", "巩固脱贫攻坚成果衔接乡村振兴", "96.40", "41.15", "55.25"],
    ["2130504", "农村基础设施建设", "55.25", "", "55.25"],
    ["2130599", "其他巩固脱贫攻坚成果衔接乡村振兴支出", "41.15", "41.15", ""],
]
SECOND = [
    ["224", "灾害防治及应急管理支出", "17.08", "17.08", ""],
    ["22401", "应急管理事务", "17.08", "17.08", ""],
]


THIRD = [
    ["229", "其他支出", "3.30", "", "3.30"],
    ["22999", "其他支出", "3.30", "", "3.30"],
]


def unwrapped(table: Table) -> list[list[str]]:
    """The texts of a table; inferred columns are too narrow or too wide to know where a line goes on."""
    return [[text.replace("\n", "") for text in row] for row in rows_of(table)]


def test_a_label_that_begins_above_its_figures_is_whole_also_in_the_first_row() -> None:
    (table,) = read(make_pdf(LIST.page([HEAD], plain(*FIRST)))).tables
    assert rows_of(table) == [HEAD, *FIRST]


def test_the_first_label_below_a_head_that_the_next_page_repeats_is_whole() -> None:
    (table,) = read(make_pdf(LIST.page([HEAD], plain(*FIRST)), LIST.page([HEAD], plain(*SECOND)))).tables
    assert rows_of(table) == [HEAD, *FIRST, *SECOND]


def test_a_rule_under_a_running_header_draws_no_rows() -> None:
    parts = [LIST.page([HEAD], plain(*rows), header=True) for rows in (FIRST, SECOND, THIRD)]
    (table,) = read(make_pdf(*parts)).tables
    assert rows_of(table) == [HEAD, *FIRST, *SECOND, *THIRD]


def test_last_characters_of_heads_side_by_side_spell_no_word() -> None:
    sheet = Sheet([56, 90, 40, 40, 40, 40])
    head = ["科目编码", "科目名称", "事业收入额", "经营收入额", "上缴收入额", "其他收入额"]
    rows = [
        ["213", "农林水支出", "96.40", "41.15", "55.25", "1.00"],
        ["224", "应急管理支出", "17.08", "17.08", "2.00", "3.40"],
        ["229", "其他支出", "4.10", "5.25", "2.00", "3.40"],
    ]
    (table,) = read(make_pdf(sheet.page([head], plain(*rows)))).tables
    assert unwrapped(table) == [head, *rows]


def test_three_heads_that_nearly_touch_stand_over_a_column_each() -> None:
    sheet = Sheet([50, 90, 76, 76, 76])
    head = ["编码", "名称", "县级财力补助款", "乡级财力补助款", "村级财力补助款"]
    rows = [
        ["213", "农林水支出", "96.40", "41.15", "55.25"],
        ["224", "应急管理支出", "17.08", "17.08", "2.00"],
        ["229", "其他支出", "4.10", "5.25", "2.00"],
    ]
    widths = [pdfmetrics.stringWidth(text, font(), SIZE) for text in head[2:]]
    assert all(2 < 76 - width < 0.6 * SIZE + 8 for width in widths)
    sheet.xs[3:] = [sheet.xs[2] + step for step in accumulate(width + 5.6 for width in widths)]
    (table,) = read(make_pdf(sheet.page([head], plain(*rows)))).tables
    assert [cell for cell in rows_of(table)[0] if cell] == head
    assert rows_of(table)[1:] == rows


def test_a_total_in_the_middle_of_code_and_name_parts_no_columns() -> None:
    sheet = Sheet([52, 60, 60, 60])
    head = ["科目编码", "科目名称", "预算数", "上年数"]
    names = [
        "农林水支出",
        "乡村振兴",
        "农村设施",
        "应急支出",
        "应急事务",
        "安全监管",
        "其他支出",
        "杂项支出",
        "预备支出",
    ]
    rows = [[str(213 + n), name, f"{n + 1}.40", f"{n + 2}.10"] for n, name in enumerate(names)]
    total: list[Cell] = [(0, 2, "合计"), (2, 1, "45.60"), (3, 1, "54.90")]
    (table,) = read(make_pdf(sheet.page([head], [total, *plain(*rows)]))).tables
    assert rows_of(table)[0] == head
    assert rows_of(table)[2:] == rows
    assert [text for text in rows_of(table)[1] if text] == ["合计", "45.60", "54.90"]


def test_few_rows_on_the_next_page_stand_in_the_columns_of_the_page_before() -> None:
    sheet = Sheet([30, 30, 30, 90, 60, 60])
    head = ["类", "款", "项", "科目名称", "合计数", "项目支出"]
    first = [["213", "05", f"{n:02}", f"第{n}项农村事务", f"{n}.40", f"{n}.10"] for n in range(1, 15)]
    last = [["213", "05", "99", "其他农村事务", "1.40", "1.10"]]
    total: list[Cell] = [(0, 4, "本年支出合计"), (4, 1, "106.40"), (5, 1, "106.10")]
    model = read(make_pdf(sheet.page([head], plain(*first)), sheet.page([head], [*plain(*last), total])))
    (table,) = model.tables
    assert rows_of(table)[:-1] == [head, *first, *last]
    assert [text for text in rows_of(table)[-1] if text] == ["本年支出合计", "106.40", "106.10"]


def test_another_head_at_the_top_of_the_next_page_keeps_columns_of_its_own() -> None:
    other = ["功能科目编码", "功能科目名称", "上年结转", "基本支出", "项目支出"]
    model = read(make_pdf(LIST.page([HEAD], plain(*FIRST)), LIST.page([other], plain(*SECOND))))
    assert [rows_of(table)[0] for table in model.tables] == [HEAD, other]


def test_a_text_over_the_last_level_and_those_before_it_leaves_the_rows_as_they_are() -> None:
    def piece(text: str, column: int, row: int, columns: int = 1) -> Piece:
        return Piece([], 80.0 * column, 20.0 * row, 80.0 * (column + columns) - 4, 20.0 * row + 9, text)

    levels = ["一级指标", "二级指标", "三级指标", "指标值"]
    heads = [Head(piece(text, column, 0), column, column) for column, text in enumerate(levels)]
    rows = [
        Row([Block([piece("产出指标", 0, 1)], 0, 0), Block([piece("接待场所按时开放天数", 2, 1)], 2, 2)]),
        Row([Block([piece("上级另行下达的目标", 1, 2, 2)], 1, 2)]),
        Row([Block([piece("群众满意率", 2, 3)], 2, 2), Block([piece("≥95%", 3, 3)], 3, 3)]),
    ]
    assert over_rows(rows, heads) == rows
