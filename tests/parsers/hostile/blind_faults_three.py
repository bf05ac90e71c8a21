"""More sound files whose figures are at risk: spans nobody sees, formats that scale, stale results of formulas and
fields, sheets that are samples, pages in another order, and sentences whose amount is not the report's.

As in ``blind_faults_two`` all print 襄垣县信访局, 2023年度部门决算, 收入总计 233.67 万元 unless said otherwise;
888.88 is a figure that nobody who looks at the file takes for the report's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.styles import Font
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.hostile.blind_faults import (
    HIDDEN,
    ROWS,
    SENTENCE,
    SHEET,
    TOTAL,
    book,
    packed,
    parts_of,
    saved,
)
from tests.parsers.hostile.blind_faults_two import (
    ALONE,
    BASIC,
    INCOME,
    OLD,
    OTHER,
    OUTGO,
    PROJECTS,
    PURCHASES,
    READ,
    SPENDING,
    SPENT,
    Key,
    Risk,
    Rows,
    html,
    pages,
    plain,
    replaced,
    ruled,
    said,
    swapped,
    text,
    without_unit,
    word,
)

OPERATING: Key = ("agency_operating", "机关运行经费", "amount")
NAME = OPERATING[1]
SUM = "<td>总计</td><td>31</td><td>233.67</td>"


def copy(rows: Iterable[Iterable[Any]] = ROWS) -> Rows:
    return [list(row) for row in rows]


# --- Pages ----------------------------------------------------------------------------------------------------------


def seen(cell: str, before: str = "") -> bytes:
    """The total of the income is this piece of a page."""
    return html(copy(), (SUM, f"<td>总计</td><td>31</td><td>{cell}</td>"), before)


def hidden_by_a_class() -> bytes:
    """A row of an earlier state, hidden by a rule of the page's style sheet."""
    rows = copy()
    rows.insert(11, ["总计", "31", HIDDEN, "总计", "62", HIDDEN])
    mark = "<tr><td>总计</td><td>31</td><td>888.88"
    style = "<style>table td{border:1px solid #000} tr.old{display:none}</style>"
    return html(rows, (mark, mark.replace("<tr>", "<tr class='old'>")), style)


def hidden_article() -> bytes:
    """Last year's article, left in the page in a part that is not shown."""
    old = SENTENCE.replace("233.67", "888.88") + "机关运行经费支出888.88万元。"
    return html(copy(), before=f"<div style='display: none;'><p>{old}</p></div>")


def last_year_below() -> bytes:
    """The table of last year was left below the new one."""
    both = [
        "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        for rows in (copy(), swapped("2023年度", "2022年度", OLD))
    ]
    return html([["1"]], ("<tr><td>1</td></tr>", both[0] + "</table><p>&nbsp;</p><table border=1>" + both[1]))


def spans_beyond() -> bytes:
    """The editor's spans reach far beyond the table."""
    made = html(copy(), ("<td>收入支出决算总表</td>", "<td colspan=60>收入支出决算总表</td>")).decode()
    return made.replace("<td>总计</td><td>31</td>", "<td rowspan=9>总计</td><td>31</td>").encode()


def layout() -> bytes:
    """The table stands in a layout of tables, beside a menu with numbers."""
    menu = "<table><tr><td>信息公开</td><td>128</td></tr><tr><td>累计访问（万次）</td><td>888.88</td></tr></table>"
    made = html(copy()).decode()
    start = made.index("<table border=1>")
    end = made.index("</table>") + len("</table>")
    outer = f"<table width=100%><tr><td width=20%>{menu}</td><td>{made[start:end]}</td></tr></table>"
    return (made[:start] + outer + made[end:]).encode()


def span_of_two_classes() -> bytes:
    """One amount for two classes, by a cell over two rows."""
    rows = replaced((6, 5), 211.67)
    rows[7][3:6] = ["四、公共安全支出", "35", ""]
    made = html(rows).decode().replace("<td>211.67</td>", "<td rowspan=2>211.67</td>")
    return made.replace("<td>35</td><td></td>", "<td>35</td>").encode()


# --- Word -----------------------------------------------------------------------------------------------------------


def saying(*sentences: str) -> bytes:
    return word(SENTENCE, *sentences)


def field(code: str, result: str) -> list[str]:
    return [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        text(result),
        '<w:fldChar w:fldCharType="end"/>',
    ]


def in_a_cell(y: int, x: int, pieces: list[str]) -> bytes:
    """The table, with the content of one cell put in as pieces of XML."""
    made = docx.Document(io.BytesIO(word(table=replaced((y, x), ""))))
    paragraph = made.tables[0].cell(y, x).paragraphs[0]._p
    paragraph.extend(parse_xml(f"<w:r {nsdecls('w')}>{x}</w:r>") for x in pieces)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def with_xml(piece: str) -> bytes:
    """The sentence, and behind it a paragraph of XML."""
    made = docx.Document(io.BytesIO(word(SENTENCE)))
    made.paragraphs[-1]._p.addnext(parse_xml(f"<w:p {nsdecls('w')}>{piece}</w:p>"))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def moved_away() -> bytes:
    words = run("2023年度机关运行经费支出888.88万元。")
    return with_xml(f'<w:moveFrom w:id="7" w:author="a">{words}</w:moveFrom>')


def placeholder() -> bytes:
    """A form whose field nobody filled; Word shows the words of the template."""
    control = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>{run('000.00')}</w:sdtContent></w:sdt>"
    )
    return with_xml(run("2023年度机关运行经费支出") + control + run("万元。"))


def merged_columns() -> bytes:
    """One amount over the columns of basic and of project expenditure."""
    rows = copy(SPENDING)
    rows[9][3:5] = ["", ""]
    made = docx.Document(io.BytesIO(word(table=rows)))
    grid = made.tables[0]
    grid.cell(9, 3).merge(grid.cell(9, 4)).text = "84.33"
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


# --- Workbooks ------------------------------------------------------------------------------------------------------


def stale() -> bytes:
    """A sum whose stored result is that of an earlier state; programs show it as it is stored."""
    rows = copy()
    rows[-1][2] = "=C10+C11"
    parts = parts_of(saved(book(rows)))
    old = parts[SHEET].decode()
    new = re.sub(r"(<f>C10\+C11</f>)<v\s*(/>|></v>)", r"\1<v>888.88</v>", old)
    assert new != old
    return packed({**parts, SHEET: new.encode()})


def formatted(factor: int, look: str, unit: str = "金额单位：万元") -> bytes:
    """Figures stored in yuan that a format shows in another unit."""
    rows = [[cell * factor if isinstance(cell, float) else cell for cell in row] for row in ROWS]
    made = book(swapped("金额单位：万元", unit, rows))
    for row in made.active.iter_rows(min_row=7):
        for cell in row:
            if isinstance(cell.value, float):
                cell.value, cell.number_format = round(cell.value), look
    return saved(made)


def shown_as_zero() -> bytes:
    made = book()
    made.active["C11"], made.active["F11"] = 0.004, 0.004
    for row in made.active.iter_rows(min_row=7):
        for cell in row:
            cell.number_format = "0.00"
    return saved(made)


def not_shown(how: str) -> bytes:
    """A row with the total of an earlier state, made invisible by a format or by white letters."""
    rows = copy()
    rows.insert(11, ["总计", "31", HIDDEN, "总计", "62", HIDDEN])
    made = book(rows)
    for cell in made.active[12]:
        if how == "format":
            cell.number_format = ";;;"
        else:
            cell.font = Font(color="FFFFFFFF")
    return saved(made)


def white_alone() -> bytes:
    """A sheet of purchases whose only lines are written in white."""
    made = openpyxl.load_workbook(io.BytesIO(plain(copy(), ("采购", PURCHASES))))
    for row in made["采购"].iter_rows(min_row=4):
        for cell in row:
            cell.font = Font(color="FFFFFFFF")
    return saved(made)


def beside_the_print_area() -> bytes:
    """Right of what is printed the clerk kept a column to compare with."""
    made = book()
    made.active["H5"] = "核对数"
    for y in (10, 12):
        made.active.cell(y, 8, HIDDEN)
    made.active.print_area = "A1:F12"
    return saved(made)


def unit_in_the_print_header() -> bytes:
    made = book(without_unit(copy()))
    made.active.oddHeader.right.text = "单位：万元"
    return saved(made)


def unit_in_the_name() -> bytes:
    rows = [[cell * 10000 if isinstance(cell, float) else cell for cell in row] for row in without_unit(copy())]
    made = book([[round(c, 2) if isinstance(c, float) else c for c in row] for row in rows])
    made.active.title = "收支总表（单位：元）"
    return saved(made)


def wide_head() -> bytes:
    """The heads of two columns are merged over a narrow one beside them; the amounts stand in the right one."""
    made = openpyxl.Workbook()
    for row in SPENDING:
        cells = [*row[:3], "", row[3], "", row[4], *row[5:]]
        if row[0] == "科目代码":
            cells = [*row[:3], row[3], "", row[4], "", *row[5:]]
        made.active.append([None if c == "" else float(c) if re.fullmatch(r"\d+\.\d\d", str(c)) else c for c in cells])
    for where in ("D4:E4", "F4:G4"):
        made.active.merge_cells(where)
    return saved(made)


# --- PDF ------------------------------------------------------------------------------------------------------------


def page_twice() -> bytes:
    def one(canvas: Canvas) -> None:
        ruled(canvas, SPENDING, 800)

    return pages(one, one)


def wrong_order() -> bytes:
    """The second page of the table comes first; it has no head."""
    return pages(lambda c: ruled(c, SPENDING[12:], 800), lambda c: ruled(c, SPENDING[:12], 800))


def other_order() -> bytes:
    """On the second page the heads (and the amounts below them) of two columns have changed places."""
    behind = [[*row[:3], row[4], row[3], *row[5:]] for row in SPENDING[3:5] + SPENDING[12:]]
    behind[1] = SPENDING[4]
    return pages(lambda c: ruled(c, SPENDING[:12], 800), lambda c: ruled(c, behind, 800))


def watermark(words: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, copy(), 800)
        canvas.saveState()
        canvas.translate(120, 560)
        canvas.rotate(35)
        canvas.setFillGray(0.85)
        canvas.setFont("STSong-Light", 70)
        canvas.drawString(0, 0, words)
        canvas.restoreState()

    return pages(draw)


def wrapped() -> bytes:
    """A narrow cell: the last digit of the total stands on a second line."""

    def draw(canvas: Canvas) -> None:
        rows = swapped(191.41, "1191.41", swapped(233.67, "1233.67"))
        rows[11][2] = rows[11][5] = ""
        ruled(canvas, rows, 800)
        canvas.setFont("STSong-Light", 7)
        for x in (2, 5):
            left = 40 + x * 515 / 6 + 2
            canvas.drawString(left, 595, "1,233.6")
            canvas.drawString(left, 587, "7")

    return pages(draw)


def narrow_gap() -> bytes:
    """A table without rules; the numbers of the lines stand close to the amounts."""

    def draw(canvas: Canvas) -> None:
        at = 790
        for row in ROWS:
            canvas.setFont("STSong-Light", 8)
            for x, cell in zip((40, 205, 216, 300, 465, 476), row, strict=True):
                if cell != "":
                    away = 10 if cell == "金额" else 0
                    canvas.drawString(x + away, at, f"{cell:.2f}" if isinstance(cell, float) else str(cell))
            at -= 16

    return pages(draw)


def turned() -> bytes:
    """The table lies on its side on an upright page."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        ruled(canvas, copy(), 560, 40, 760)

    return pages(draw)


def printed(rows: Rows) -> bytes:
    return pages(lambda canvas: ruled(canvas, rows, 800))


def two_bodies_on_a_page() -> bytes:
    """Two tables side by side: the bureau's and that of its neighbour."""
    mine = [row[:3] for row in ROWS[4:] if row[2] != ""]
    other = swapped(233.67, HIDDEN, mine)

    def draw(canvas: Canvas) -> None:
        said(canvas, "2023年度收入决算表  金额单位：万元")
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, 715, "部门：襄垣县信访局")
        canvas.drawString(320, 715, "部门：襄垣县机关事务服务中心")
        ruled(canvas, mine, 705, 40, 250)
        ruled(canvas, other, 705, 310, 250)

    return pages(draw)


def sentence(
    name: str,
    words: str,
    *,
    make: Callable[[str], bytes] = saying,
    never: tuple[tuple[str, str], ...] = (("*", OTHER),),
    facts: dict[Key, str] | None = None,
    **more: Any,
) -> Risk:
    """The report's sentence stands above: what it says must be read whatever follows it."""
    return Risk(f"{name}.docx", lambda: make(words), READ | (facts or {}), never=never, **more)


UNREAD: dict[str, Any] = {"told": True, "says": ("888.88",)}
HUGE = "23367000000.00"
LINE_RAN_IN = tuple(("*", x) for x in ("312336700.00", "3123300.00", "310000.00", "272336700.00"))

RISKS: tuple[Risk, ...] = (
    # --- pages ---
    Risk(
        "hidden_span.html",
        lambda: seen("<span style='display:none'>888.88</span>233.67"),
        READ,
        never=(("*", OTHER), ("收入总计", "8888823.00")),
    ),
    Risk("no_size.html", lambda: seen("<span style='font-size:0px'>888.88</span>233.67"), READ, never=(("*", OTHER),)),
    Risk(
        "invisible_span.html",
        lambda: seen("233.67<font style='visibility:hidden'>888.88</font>"),
        READ,
        never=(("*", OTHER), ("收入总计", "2336788.00")),
    ),
    Risk("hidden_by_a_class.html", hidden_by_a_class, READ, never=(("*", OTHER),)),
    Risk("hidden_article.html", hidden_article, READ, never=(("*", OTHER),)),
    Risk(
        "comments.html",
        lambda: seen("<!-- 888.88 --><!--[if !mso]>888.88<![endif]-->233.67"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk("last_year_below.html", last_year_below, READ, never=(("收入总计", OTHER), ("支出总计", OTHER)), told=True),
    Risk("spans_beyond.html", spans_beyond, {**READ, OUTGO: TOTAL}),
    Risk("layout.html", layout, READ, never=(("*", OTHER),), once=(INCOME,)),
    Risk(
        "span_of_two_classes.html",
        span_of_two_classes,
        READ,
        never=(("支出/公共安全支出", "*"), ("支出/一般公共服务支出", "2116700.00")),
    ),
    Risk(
        "two_figures_in_a_cell.html",
        lambda: seen("<p>233.67</p><p>（2336700.00元）</p>"),
        READ,
        never=(("*", HUGE), ("*", "233.67")),
        or_told=True,
    ),
    Risk(
        "broken_figure.html",
        lambda: seen("1<br>,233.67"),
        {INCOME: "12336700.00"},
        never=(("收入总计", "10000.00"), ("收入总计", TOTAL)),
        or_told=True,
    ),
    # --- Word ---
    Risk(
        "stale_sum.docx",
        lambda: in_a_cell(11, 2, field("=SUM(ABOVE)", "888.88")),
        never=(("收入总计", "*"),),
        told=True,
    ),
    Risk(
        "code_of_a_field.docx",
        lambda: in_a_cell(11, 2, field('= 888.88 \\# "0.00"', "233.67")),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "broken_reference.docx",
        lambda: word(
            SENTENCE,
            [
                text("2023年度机关运行经费支出"),
                *field("REF jg", "错误!未找到引用源。"),
                text("万元，比上年增加2.00万元。"),
            ],
        ),
        READ,
        never=((NAME, "888.88"),),
        not_so=(OPERATING,),
    ),
    Risk("moved_away.docx", moved_away, READ, never=(("*", OTHER),)),
    Risk("placeholder.docx", placeholder, READ, never=((NAME, "*"),), told=True),
    Risk(
        "merged_columns.docx",
        merged_columns,
        {SPENT: TOTAL},
        never=(("信访事务/基本支出", "*"), ("信访事务/项目支出", "*")),
        told=True,
    ),
    # --- workbooks ---
    Risk("stale_sum.xlsx", stale, never=(("收入总计", "*"),), told=True),
    Risk("point_by_format.xlsx", lambda: formatted(10000, "0!.0000"), READ, never=(("*", HUGE),), or_told=True),
    Risk(
        "thousands_by_format.xlsx",
        lambda: formatted(10000, "#,##0.00,", "金额单位：千元"),
        READ,
        never=(("*", "2336700000.00"),),
        or_told=True,
    ),
    Risk("apostrophe.xlsx", lambda: plain(swapped(233.67, "'233.67")), READ, or_told=True),
    Risk("shown_as_zero.xlsx", shown_as_zero, READ, never=(("*", "40.00"),)),
    Risk("format_of_nothing.xlsx", lambda: not_shown("format"), READ, never=(("*", OTHER),)),
    Risk("white_letters.xlsx", lambda: not_shown("white"), READ, never=(("*", OTHER),)),
    Risk("beside_the_print_area.xlsx", beside_the_print_area, READ, never=(("*", OTHER),)),
    Risk("void_sheet.xlsx", lambda: plain(copy(), ("作废", OLD)), READ, never=(("*", OTHER),), told=True),
    Risk(
        "sample_sheet_alone.xlsx",
        lambda: plain(copy(), ("填报示例", PURCHASES)),
        READ,
        never=(("*", "9000.00"), ("*", "12600.00")),
        told=True,
    ),
    Risk("unit_in_the_print_header.xlsx", unit_in_the_print_header, READ, never=(("*", "233.67"),), or_told=True),
    Risk("unit_in_the_name.xlsx", unit_in_the_name, READ, never=(("*", HUGE),), or_told=True),
    Risk("wide_head.xlsx", wide_head, {SPENT: TOTAL, BASIC: "1493400.00", PROJECTS: "843300.00"}),
    # --- PDF ---
    Risk("page_twice.pdf", page_twice, {SPENT: TOTAL, BASIC: "1493400.00"}, once=(SPENT, BASIC)),
    Risk(
        "wrong_order.pdf",
        wrong_order,
        {SPENT: TOTAL, ("expenditure_by_function", "住房公积金/基本支出", "amount"): "220000.00"},
        never=(("住房公积金/项目支出", "220000.00"),),
        or_told=True,
    ),
    Risk(
        "other_order.pdf",
        other_order,
        {SPENT: TOTAL, ("expenditure_by_function", "住房公积金/基本支出", "amount"): "220000.00"},
        never=(("住房公积金/项目支出", "220000.00"),),
        or_told=True,
    ),
    Risk("watermark.pdf", lambda: watermark("样本 仅供参考"), READ),
    Risk(
        "watermark_of_digits.pdf",
        lambda: watermark("2024-888"),
        {**READ, OUTGO: TOTAL},
        never=(("*", "8880000.00"),),
        or_told=True,
    ),
    Risk(
        "wrapped.pdf",
        wrapped,
        {INCOME: "12336700.00"},
        never=(("收入总计", "12336000.00"), ("收入总计", "70000.00"), ("收入总计", TOTAL)),
        or_told=True,
    ),
    Risk("narrow_gap.pdf", narrow_gap, READ, never=LINE_RAN_IN, or_told=True),
    Risk("turned.pdf", turned, READ, or_told=True),
    Risk(
        "letters_for_digits.pdf",
        lambda: printed(swapped(20.26, "2O.26", swapped(22.00, "2l.OO"))),
        READ,
        never=(("支出/社会保障和就业支出", "*"), ("支出/住房保障支出", "*")),
        told=True,
    ),
    Risk("two_bodies_on_a_page.pdf", two_bodies_on_a_page, READ, never=(("*", OTHER),), or_told=True),
    Risk("starred.pdf", lambda: printed(replaced((11, 2), "233.67*", replaced((9, 2), "233.67※"))), READ, or_told=True),
    # --- sentences ---
    Risk(
        "same_in_two_units.docx",
        lambda: word("2023年度收入总计233.67万元（2336700.00元），支出总计233.67万元。"),
        READ,
        never=(("*", HUGE), ("*", "233.67")),
        once=(INCOME,),
    ),
    sentence(
        "units_that_differ", "2023年度机关运行经费支出12.34万元（1234000.00元）。", never=((NAME, "*"),), told=True
    ),
    sentence("range", "2023年度机关运行经费支出100-888.88万元。", never=((NAME, "*"),), **UNREAD),
    sentence(
        "range_in_words", "2023年度公务接待费支出在8万元至888.88万元之间。", never=(("公务接待费", "*"),), **UNREAD
    ),
    sentence(
        "not_but",
        "2023年度机关运行经费支出不是888.88万元，而是12.34万元。",
        facts={OPERATING: "123400.00"},
        or_told=True,
    ),
    sentence("planned", "2024年计划安排机关运行经费888.88万元。", not_so=(OPERATING,), **UNREAD),
    sentence("if_money_comes", "如上级补助资金全部到位，机关运行经费支出可达888.88万元。", **UNREAD),
    sentence("whole_system", "2023年度全市信访系统机关运行经费支出888.88万元。", **UNREAD),
    sentence("whole_county", "2023年度全县政府采购支出总额888.88万元，其中我局占比较小。", **UNREAD),
    sentence("another_office", "审计报告指出，县财政局2023年度机关运行经费支出888.88万元，应予压减。", **UNREAD),
    sentence("since_2019", "自2019年以来，我局机关运行经费累计支出888.88万元。", **UNREAD),
    sentence("per_head", "2023年度机关运行经费支出人均888.88元。", never=((NAME, "888.88"), (NAME, "8888800.00"))),
    sentence(
        "correction",
        "更正：原公开的2023年度机关运行经费支出888.88万元有误，应为12.34万元。",
        facts={OPERATING: "123400.00"},
        or_told=True,
    ),
    sentence("dollars", "2023年度因公出国（境）费支出888.88万美元。", **UNREAD),
    sentence(
        "capital_numerals",
        "2023年度机关运行经费支出壹佰贰拾万元整。",
        facts={OPERATING: "1200000.00"},
        or_told=True,
    ),
    sentence("numerals", "2023年度机关运行经费支出一百二十万元。", facts={OPERATING: "1200000.00"}, or_told=True),
    sentence(
        "point_in_words",
        "2023年度机关运行经费支出12点5万元。",
        facts={OPERATING: "125000.00"},
        never=((NAME, "50000.00"), (NAME, "120000.00")),
        or_told=True,
    ),
    sentence("nearly", "2023年度机关运行经费支出近13万元。", never=((NAME, "130000.00"),)),
    sentence("more_than", "2023年度机关运行经费支出超过13万元。", never=((NAME, "130000.00"),)),
    sentence("odd", "2023年度机关运行经费支出13万余元。", never=((NAME, "130000.00"),)),
    sentence("no_more_than", "2023年度公务接待费支出控制在13万元以内。", never=(("公务接待费", "130000.00"),)),
    # --- hidden or void figures that no sum of the table contradicts ---
    Risk(
        "hidden_class_alone.html",
        lambda: html(copy(), before=f"<style>.old{{display:none}}</style><p class='old'>{ALONE}</p>"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "white_words.html",
        lambda: html(copy(), before=f"<p style='color:#ffffff'>{ALONE}</p>"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "folded_alone.html",
        lambda: html(copy(), before=f"<div hidden><p>{ALONE}</p></div>"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "white_run.docx",
        lambda: word(SENTENCE, [text(ALONE, '<w:color w:val="FFFFFF"/>')]),
        READ,
        never=(("*", OTHER),),
    ),
    Risk("white_cell_alone.xlsx", white_alone, READ, never=(("*", "9000.00"),)),
    Risk(
        "void_sheet_alone.xlsx",
        lambda: plain(copy(), ("作废", PURCHASES)),
        READ,
        never=(("*", "9000.00"), ("*", "12600.00")),
        told=True,
    ),
)
