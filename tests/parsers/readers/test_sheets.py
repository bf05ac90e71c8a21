"""Workbooks: numbers as the sheet shows them, captions and notes apart from the table, merged cells."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Border, Side

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, Paragraph, Table, UnreadableDocument
from parsers.readers import office_suite, read
from tests.parsers.readers.pdf_maker import Spec
from tests.parsers.readers.shapes import as_set, rows_of, texts

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
Value = object


def xlsx(
    rows: list[list[Value]], *, merged: tuple[str, ...] = (), formats: dict[str, str] | None = None, box: str = ""
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "GK01"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column, value)
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"
    for area in merged:
        sheet.merge_cells(area)
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    for line in sheet[box] if box else ():
        for cell in line:
            cell.border = BOX
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xls(rows: list[list[Value]], *, merged: tuple[tuple[int, int, int, int], ...] = (), money: str = "0.00") -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("GK01")
    covered = {
        (r, c) for r0, r1, c0, c1 in merged for r in range(r0, r1 + 1) for c in range(c0, c1 + 1) if (r, c) != (r0, c0)
    }
    spans = {(r0, c0): (r0, r1, c0, c1) for r0, r1, c0, c1 in merged}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            style = xlwt.easyxf(num_format_str=money if isinstance(value, float) else "General")
            if (r, c) in spans:
                sheet.write_merge(*spans[r, c], value, style)
            elif value is not None and (r, c) not in covered:
                sheet.write(r, c, value, style)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def first_table(data: bytes) -> Table:
    return read(data).tables[0]


def shape(model: DocumentModel) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else type(block).__name__ for block in model.blocks]


FORM: list[list[Value]] = [
    ["支出决算表", None, None],
    [None, None, "公开03表"],
    ["部门：襄垣县信访局", None, "金额单位：万元"],
    ["项目", None, "合计"],
    ["科目代码", "科目名称", None],
    ["201", "一般公共服务支出", 188.0],
    ["2010308", "信访事务", 76.61],
    ["注：本表反映部门本年度各项支出情况。", None, None],
]


def test_captions_and_notes_stand_around_the_table_of_a_sheet_with_borders() -> None:
    data = xlsx(FORM, merged=("A1:C1", "A4:B4", "C4:C5", "A8:C8"), formats={"C6": "0.00"}, box="A4:C7")
    model = read(data)
    assert shape(model) == [
        "支出决算表", "公开03表", "部门：襄垣县信访局\t金额单位：万元", "Table", "注：本表反映部门本年度各项支出情况。",
    ]  # fmt: skip
    (table,) = model.tables
    assert as_set(table) == as_set((
        Spec(0, 0, "项目", 1, 2), Spec(0, 2, "合计", 2, 1), Spec(1, 0, "科目代码"), Spec(1, 1, "科目名称"),
        Spec(2, 0, "201"), Spec(2, 1, "一般公共服务支出"), Spec(2, 2, "188.00"),
        Spec(3, 0, "2010308"), Spec(3, 1, "信访事务"), Spec(3, 2, "76.61"),
    ))  # fmt: skip
    assert (table.name, table.page, model.pages) == ("GK01", 1, 1)


def test_captions_and_notes_are_told_by_words_where_there_are_no_borders() -> None:
    merged = ((0, 0, 0, 2), (3, 3, 0, 1), (3, 4, 2, 2), (7, 7, 0, 2))
    model = read(xls(FORM, merged=merged))
    assert shape(model) == [
        "支出决算表", "公开03表", "部门：襄垣县信访局\t金额单位：万元", "Table", "注：本表反映部门本年度各项支出情况。",
    ]  # fmt: skip
    assert rows_of(model.tables[0])[2] == ["201", "一般公共服务支出", "188.00"]


def test_stacked_tables_of_one_sheet_are_split_at_their_titles() -> None:
    part = FORM[:7]
    for data in (xls([*part, [], *part]), xlsx([*part, [], *part])):
        model = read(data)
        assert [type(block).__name__ for block in model.blocks] == [*["Paragraph"] * 3, "Table"] * 2
        assert [table.rows for table in model.tables] == [4, 4]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (188, "General", "188"),
        (188, "0.00", "188.00"),
        (233.67, "General", "233.67"),
        (0.1 + 0.2, "General", "0.3"),
        (233.674999, "0.00", "233.67"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-12.5, "#,##0.00;(#,##0.00)", "(12.50)"),
        (-12.5, "0.00", "-12.50"),
        (0.95234, "0.00%", "95.23%"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (12.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50"),
        (3, '0"人"', "3人"),
        (7, "000", "007"),
        (0.5, "#.00", ".50"),
        (1.5, "0.0##", "1.5"),
        (2336700, '0.00,,"百万"', "2.34百万"),
        (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        (45000, "yyyy-mm-dd", "2023-03-15"),
        (0.000001, "General", "0.000001"),
        (20200131, "@", "20200131"),
        (2336700, "0!.0000", "233.6700"),
        (2336700, "0!.00,", "23.37"),
        (2336700, '0!.0,"万"', "233.7万"),
        (2336700, "#0\\.0,", "233.7"),
        (5, "0!.0000", "0.0005"),
        (-2336700, "0!.0000", "-233.6700"),
        (2336700, "#,##0.00,", "2,336.70"),
        (2336700, "#,##0,.00", "2,336.70"),
        (233.67, '0.00"万元"', "233.67万元"),
        (1234.5, "#,##0.00_);(#,##0.00)", "1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00);0.00", "(1,234.50)"),
        (-1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "(1,234.50)"),
        (0, '#,##0.00;-#,##0.00;"—"', "—"),
        (5, 'General"人"', "5人"),
        (5, 'G/通用格式"人"', "5人"),
        (12.5, ".00", "12.50"),
        (5, "0,000", "0,005"),
        (45000, '[$-804]yyyy"年"m"月"d"日";@', "2023年3月15日"),
    ],
)
def test_a_number_is_printed_as_its_format_shows_it(value: float, code: str, shown: str) -> None:
    for data in (xlsx([["项目", "金额"], ["甲", value]], formats={"B2": code}),):
        assert rows_of(first_table(data))[1] == ["甲", shown]


def test_xls_numbers_of_every_record_kind_are_printed_as_shown() -> None:
    rows: list[list[Value]] = [["项目", "一", "二"], ["甲", 188.0, 76.61], ["乙", 1 / 3, -2.5], ["丙", 1e9, 0.0]]
    found = rows_of(first_table(xls(rows)))
    assert found[1:] == [["甲", "188.00", "76.61"], ["乙", "0.33", "-2.50"], ["丙", "1000000000.00", "0.00"]]


def test_text_that_looks_like_a_formula_or_a_number_stays_text() -> None:
    data = xlsx([["指标", "目标"], ["人数", "=4人"], ["比率", "=100%"], ["编码", "0210"]])
    assert rows_of(first_table(data))[1:] == [["人数", "=4人"], ["比率", "=100%"], ["编码", "0210"]]


def test_error_cells_are_shown_and_formulas_without_result_are_noted() -> None:
    data = xlsx([["项目", "金额"], ["甲", 1.5]])
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["GK01"]
    sheet["B3"] = "#DIV/0!"
    sheet["B3"].data_type = "e"
    sheet["A3"] = "乙"
    sheet["A4"] = "丙"
    sheet["B4"] = "=B2*2"
    target = io.BytesIO()
    book.save(target)
    model = read(target.getvalue())
    assert rows_of(model.tables[0])[1:] == [["甲", "1.5"], ["乙", "#DIV/0!"], ["丙", ""]]
    assert model.notes == ("sheet 'GK01': 1 formulas have no stored result",)


def test_hidden_sheets_are_named_and_not_read_and_empty_ones_give_nothing() -> None:
    book = openpyxl.Workbook()
    shown = book.active
    assert shown is not None
    shown.append(["项目", "金额"])
    shown.append(["甲", dt.date(2023, 1, 5)])
    hidden = book.create_sheet("底稿")
    hidden.append(["不", "看"])
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    target = io.BytesIO()
    book.save(target)
    model = read(target.getvalue())
    assert [table.name for table in model.tables] == ["Sheet"]
    assert rows_of(model.tables[0])[1][0] == "甲"
    assert model.notes == ("sheet '底稿' is hidden and was not read",)


def test_a_chart_of_a_sheet_is_read_with_its_values() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["年度", "收入"], ["2022", 212.3], ["2023", 233.67]):
        sheet.append(row)
    chart = BarChart()
    chart.title = "收入变动"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E5")
    target = io.BytesIO()
    book.save(target)
    (found,) = read(target.getvalue()).charts
    assert found.title == "收入变动"


def test_a_cell_at_the_end_of_the_world_does_not_eat_the_memory() -> None:
    data = xlsx([["项目", "金额"]])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["GK01"]["XFD1048576"] = 1
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(UnreadableDocument) as caught:
        read(target.getvalue())
    assert caught.value.state is DocumentState.TOO_LARGE


def test_more_cells_than_allowed_are_too_large() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(xlsx([["甲", "乙"]] * 50), limits=Limits(cells=60))
    assert caught.value.state is DocumentState.TOO_LARGE


def test_a_damaged_workbook_is_named() -> None:
    data = xls(FORM)
    broken = data[:520] + b"\xff" * 3000 + data[3520:]
    with pytest.raises(UnreadableDocument) as caught:
        read(broken)
    assert caught.value.state is DocumentState.DAMAGED
    assert texts(read(data))[0] == "支出决算表"


def test_a_number_that_its_format_hides_is_blank() -> None:
    data = xlsx([["项目", "金额"], ["甲", 0], ["乙", 5]], formats={"B2": "0.00;-0.00;;@", "B3": "0.00;-0.00;;@"})
    assert rows_of(first_table(data))[1:] == [["甲", ""], ["乙", "5.00"]]


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


WORKING_PAPER: list[list[Value]] = [
    ["收入支出决算总表", None, None, None],
    ["项目", "行次", "上年数（底稿）", "决算数"],
    ["一般公共预算收入", 1, 212.3, 233.67],
    ["调整（内部）", 2, 9.0, 9.0],
    ["事业收入", 3, 0.0, 0.5],
]


def test_hidden_rows_and_columns_are_not_read_and_it_is_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(WORKING_PAPER, merged=("A1:D1",))))
    sheet = book["GK01"]
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    old = xlwt.Workbook(encoding="utf-8")
    page = old.add_sheet("GK01")
    page.write_merge(0, 0, 0, 3, WORKING_PAPER[0][0])
    for number, row in enumerate(WORKING_PAPER[1:], 1):
        for column, value in enumerate(row):
            page.write(number, column, value)
    page.row(3).hidden = True
    page.row(3).height_mismatch = True
    page.col(2).hidden = True
    target = io.BytesIO()
    old.save(target)
    for data in (saved(book), target.getvalue()):
        model = read(data)
        assert shape(model) == ["收入支出决算总表", "Table"]
        assert rows_of(model.tables[0]) == [
            ["项目", "行次", "决算数"], ["一般公共预算收入", "1", "233.67"], ["事业收入", "3", "0.5"],
        ]  # fmt: skip
        assert model.notes == ("sheet 'GK01': 1 rows and 1 columns are hidden and were not read",)


def test_a_merged_label_that_begins_in_a_hidden_row_is_shown_where_it_is_seen() -> None:
    rows: list[list[Value]] = [["项目", "金额"], ["基本支出", 1.0], [None, 2.0], [None, 3.0], ["项目支出", 4.0]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows, merged=("A2:A4",))))
    book["GK01"].row_dimensions[2].hidden = True
    (table,) = read(saved(book)).tables
    assert as_set(table) == as_set((
        Spec(0, 0, "项目"), Spec(0, 1, "金额"), Spec(1, 0, "基本支出", 2, 1), Spec(1, 1, "2"), Spec(2, 1, "3"),
        Spec(3, 0, "项目支出"), Spec(3, 1, "4"),
    ))  # fmt: skip


def test_hidden_rows_and_columns_without_content_are_no_news() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([["项目", "金额"], ["甲", 1.5]])))
    book["GK01"].row_dimensions[9].hidden = True
    book["GK01"].column_dimensions["H"].hidden = True
    model = read(saved(book))
    assert (rows_of(model.tables[0]), model.notes) == ([["项目", "金额"], ["甲", "1.5"]], ())


def test_a_binary_workbook_names_the_program_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_suite, "suite_program", lambda: None)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(UnreadableDocument) as caught:
        read(target.getvalue())
    assert caught.value.state is DocumentState.UNSUPPORTED
    assert "LibreOffice" in caught.value.message


def test_text_marked_with_an_apostrophe_is_read_without_it_and_stays_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["科目编码", "金额"], ["0201", "233.670"]):
        sheet.append(row)
    sheet["A2"].quotePrefix = True
    sheet["B2"].number_format = "0.0"
    assert rows_of(first_table(saved(book))) == [["科目编码", "金额"], ["0201", "233.670"]]


def test_tables_far_down_a_sheet_keep_their_titles_and_stay_apart() -> None:
    rows: list[list[Value]] = [[] for _ in range(40)]
    rows += [["支出决算表"], ["项目", "金额"], ["信访事务", 76.61], [], ["人员情况表"], ["类别", "人数"], ["在职", 12]]
    for data in (xlsx(rows), xls(rows)):
        model = read(data)
        assert shape(model) == ["支出决算表", "Table", "人员情况表", "Table"]
        assert [rows_of(table)[0] for table in model.tables] == [["项目", "金额"], ["类别", "人数"]]
