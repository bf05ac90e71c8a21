"""Tables typed as lines of text: read where every line tells its columns, else reported; sentences are left alone."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from parsers.examine import Source, examine
from parsers.model import DocumentModel, Paragraph, ReportContext, Ruling, Table
from parsers.readers import read
from parsers.readers.codec import dump_model, load_model

FINAL = ReportContext(fiscal_year=2021, report_type="final_accounts")
SPENT = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "84.60", "60.20", "24.40"],
    ["2010301", "行政运行", "60.20", "60.20", "0.00"],
    ["2010308", "信访事务", "24.40", "0.00", "24.40"],
    ["合　计", "84.60", "60.20", "24.40"],
]


def _typed(rows: list[list[str]], gap: str) -> str:
    return "\n".join(gap.join(row) for row in rows)


def _text(lines: str) -> DocumentModel:
    return read(lines.encode(), file_name="a.txt")


def _page(body: str) -> bytes:
    return f"<html><body><div>{body}</div></body></html>".encode()


def _word(lines: str) -> bytes:
    made, data = docx.Document(), BytesIO()
    for line in lines.split("\n"):
        made.add_paragraph(line)
    made.save(data)
    return data.getvalue()


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


@pytest.mark.parametrize("gap", ["　　", "　　　　", "    ", "\u00a0\u00a0\u00a0", " \u3000 ", "\u2003\u2003"])
def test_wide_blanks_part_cells(gap):
    model = _text(f"支出决算表\n单位：万元\n{_typed(SPENT, gap)}\n注：本表反映各项支出。")
    (table,) = model.tables
    assert (table.ruling, _rows(table)) == (Ruling.INFERRED, SPENT)
    assert [paragraph.text for paragraph in model.paragraphs] == ["支出决算表", "单位：万元", "注：本表反映各项支出。"]
    assert [paragraph.number for paragraph in model.paragraphs] == [1, 2, 3]
    assert load_model(dump_model(model)) == model


LINES = f"支出决算表\n单位：万元\n{_typed(SPENT, '　　')}"
FILES = {
    "a.html": _page("".join(f"<p>{line}</p>" for line in LINES.split("\n"))),
    "b.html": _page(LINES.replace("\n", "<br>")),
    "c.html": _page(f"<p>决算说明</p><pre>\n{LINES.replace('　　', '    ')}\n</pre>"),
    "d.docx": _word(LINES),
    "e.docx": _word(LINES.replace("　　", "\t")),
    "f.txt": LINES.encode("gb18030"),
}


@pytest.mark.parametrize("name", FILES)
def test_they_say_in_every_format_what_a_table_says(name):
    document = examine(Source(FILES[name], name), FINAL, keep_model=True)
    reading = document.reading
    assert reading is not None
    assert (reading.unrecognised, reading.unused_rows) == ((), ())
    said = {fact.item: (fact.printed, fact.printed_unit, fact.row_no) for fact in reading.facts}
    assert len(said) == 12
    assert said["合计/项目支出"] == ("24.40", "万元", 5)
    assert said["行政运行/基本支出"] == ("60.20", "万元", 3)
    assert {str(fact.confidence) for fact in reading.facts} == {"0.60"}
    assert any("以空格分列的文字行" in note for note in document.notes)


def test_a_line_without_a_figure_makes_the_table_a_reported_one():
    """Between blanks nobody sees which cell is empty."""
    rows = [*SPENT[:2], ["2010301", "行政运行", "60.20", "60.20"], *SPENT[3:]]
    document = examine(Source(f"支出决算表\n单位：万元\n{_typed(rows, '　　')}".encode(), "a.txt"), FINAL)
    assert document.reading is not None
    assert document.reading.facts == ()
    (table,) = document.reading.unrecognised
    assert (table.title, table.header) == ("支出决算表", tuple(SPENT[0]))
    assert table.reason == "the columns of these lines of text are not certain"
    assert any("各列无法确定" in note for note in document.notes)


@pytest.mark.parametrize(
    "rows",
    [
        # The name goes on in the next line.
        ["项目　　预算数　　决算数", "公务用车购置及运行", "维护费　　2.50　　1.98", "公务接待费　　0.60　　0.35"],
        # Of two sides only one is left.
        ["项目　　决算数　　项目　　决算数", "一、财政拨款　　9.00　　一、公共安全　　9.00", "二、事业收入　　0.00"],
        # A blank within a name and a lost figure.
        ["科目名称　　合计　　基本支出", "信访　　事务　　9.00", "行政运行　　9.00　　9.00"],
        # A word where the others have a figure.
        ["项目　　预算数　　决算数", "会议费　　见附件　　1.00", "培训费　　2.00　　1.00"],
        # The code without its name.
        ["科目编码　　科目名称　　决算数", "201　　一般公共服务支出　　9.00", "2010301　　9.00"],
        # Figures that one blank parts may be one number or two.
        ["项目　　预算数　　决算数　　结余", "会议费　　12 345.00　　1.00", "培训费　　2.00　　1.00　　1.00"],
    ],
)  # fmt: skip
def test_lines_whose_columns_are_not_certain_are_never_read(rows):
    (table,) = _text("\n".join(["“三公”经费支出决算表", *rows])).tables
    assert (table.ruling, table.rows) == (Ruling.UNCERTAIN, len(rows))


def test_one_ideographic_space_parts_known_headings_a_code_and_figures():
    model = _text(
        "表\n科目编码　科目名称　　决算数\n30201　办公费　　2.16\n30217　公务接待费　　0.35\n合　　计　　2.51"
    )
    assert _rows(model.tables[0])[1:] == [
        ["30201", "办公费", "2.16"],
        ["30217", "公务接待费", "0.35"],
        ["合　计", "2.51"],
    ]
    model = _text("“三公”经费\n项目　预算数　决算数\n公务接待费　0.60　0.35\n其中：\n　国内接待费　0.60　0.35")
    assert [len(row) for row in _rows(model.tables[0])] == [3, 3, 1, 3]


def test_one_blank_parts_figures_with_decimals_from_each_other_and_from_a_name():
    lines = "支出决算表\n科目编码　科目名称　　合计　　项目支出\n201 公共安全支出 1,084.60 24.40\n合 计 1,084.60 24.40"
    (table,) = _text(lines).tables
    assert _rows(table)[1:] == [["201", "公共安全支出", "1,084.60", "24.40"], ["合 计", "1,084.60", "24.40"]]


def test_signs_between_cells_show_the_blank_ones():
    model = _text("“三公”经费\n| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 会议费 | | 1.00 |\n| 培训费 | 2.00 | |")
    (table,) = model.tables
    assert [(c.row, c.column, c.text) for c in table.cells if c.row] == [
        (1, 0, "会议费"), (1, 2, "1.00"), (2, 0, "培训费"), (2, 1, "2.00"),
    ]  # fmt: skip
    made = read(_word("“三公”经费\n项目\t预算数\t决算数\n会议费\t\t1.00\n培训费\t2.00\t1.00"), file_name="a.docx")
    assert [(c.row, c.column, c.text) for c in made.tables[0].cells if c.row == 1] == [(1, 0, "会议费"), (1, 2, "1.00")]


def test_two_tables_below_each_other_are_two():
    two = (
        "支出决算表\n"
        + _typed(SPENT, "　　")
        + "\n“三公”经费支出决算表\n项目　　预算数　　决算数\n会议费　　2.00　　1.00"
    )
    assert [(table.number, table.rows) for table in _text(two).tables] == [(1, 5), (2, 2)]


def test_rows_that_stand_apart_from_their_head_are_reported():
    cut = _typed(SPENT[:3], "　　") + "\n注：接下页\n单位：万元\n" + _typed(SPENT[3:4] * 2, "　　")
    first, rest = _text("支出决算表\n" + cut).tables
    assert (first.ruling, first.rows) == (Ruling.INFERRED, 3)
    assert (rest.ruling, rest.rows) == (Ruling.UNCERTAIN, 2)


def test_many_lines_that_may_be_heads_take_no_time():
    model = _text("\n".join(["支出　　甲　　乙", "丙　　丁　　1.00", "戊　　2.00"] * 2_000))
    assert sum(table.rows for table in model.tables) + len(model.paragraphs) == 6_000


@pytest.mark.parametrize(
    "lines",
    [
        "目　　录\n第一部分　　部门概况\n收入支出决算总表　　3\n支出决算表　　5",
        "填报单位：某县信访局　　　　　　单位：万元\n编制日期：2021年　　第1页",
        "一、收入决算情况说明　　　　\n2021年度收入合计84.60万元，其中：财政拨款收入84.60万元。",
        "项目支出　　主要用于信访维稳。\n基本支出　　主要用于人员经费。",
    ],
)
def test_other_lines_stay_lines(lines):
    model = _text(lines)
    assert model.tables == ()
    assert [one.text for one in model.blocks if isinstance(one, Paragraph)] == [
        line.strip() for line in lines.split("\n")
    ]
