"""Still more sound files whose figures are at risk: two versions side by side, units of single columns and rows,
columns in another order, pages that carry sums over, content controls, merged cells, and words of forms left in the
text.

As in ``blind_faults_two`` all print 襄垣县信访局, 2023年度部门决算, 收入总计 233.67 万元 unless said otherwise;
888.88 is a figure that nobody who looks at the file takes for the report's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import xlwt
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.hostile.blind_faults import (
    CID_FONT,
    FONT,
    HIDDEN,
    SENTENCE,
    SHEET,
    TITLE,
    TOTAL,
    book,
    packed,
    page,
    parts_of,
    raw_pdf,
    saved,
    stream,
)
from tests.parsers.hostile.blind_faults_three import (
    HUGE,
    NAME,
    OPERATING,
    UNREAD,
    copy,
    run,
    seen,
    sentence,
    with_xml,
)
from tests.parsers.hostile.blind_faults_two import (
    ALONE,
    BASIC,
    CHANGES,
    INCOME,
    OLD,
    OTHER,
    OUTGO,
    PROJECTS,
    READ,
    SPENDING,
    SPENT,
    Cell,
    Key,
    Risk,
    Rows,
    changes,
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

PURCHASED: Key = ("procurement", "政府采购支出总额", "amount")
RECEPTION: Key = ("three_public", "公务接待费", "amount")
RECEPTION_PLANNED: Key = ("three_public", "公务接待费", "budget")
SPENT_12 = {OPERATING: "123400.00"}
#: What is left of 12.34 when it is read in pieces.
PIECES = ((NAME, "120000.00"), (NAME, "340000.00"), (NAME, "40000.00"), (NAME, "12340000.00"))
NO_YUAN = (("*", HUGE), ("*", "233.67"))
EARLIER: list[Cell] = ["总计", "31", HIDDEN, "总计", "62", HIDDEN]


def with_earlier() -> Rows:
    """Above the total stands that of an earlier state."""
    rows = copy()
    rows.insert(11, list(EARLIER))
    return rows


def titled(title: str, unit: str, head: Rows, *rows: list[Cell], body: str = "部门：襄垣县信访局") -> Rows:
    gap = [""] * (len(head[0]) - 1)
    return [[title, *gap], [body, *gap[1:], unit], *head, *rows]


# --- Tables of every kind of file -----------------------------------------------------------------------------------


def public(head: list[Cell], *rows: list[Cell], unit: str = "单位：万元") -> bytes:
    return plain(titled("2023年度财政拨款“三公”经费支出决算表", unit, [head], *rows))


def two_sided(title: str, head: list[Cell], *figures: list[Cell]) -> Rows:
    """Income and expenditure, each side with the columns of ``head``; a list of figures for 233.67, one for 191.41 …"""
    wide: Rows = [["收入", *[""] * len(head), "支出", *[""] * len(head)], ["项目", *head, "项目", *head]]
    total, first, second, third = figures
    blank: list[Cell] = [""] * len(head)
    return titled(
        title,
        "单位：万元",
        wide,
        ["一、一般公共预算财政拨款收入", *total, "一、一般公共服务支出", *first],
        ["二、政府性基金预算财政拨款收入", *blank, "八、社会保障和就业支出", *second],
        ["三、国有资本经营预算财政拨款收入", *blank, "十九、住房保障支出", *third],
        ["本年收入合计", *total, "本年支出合计", *total],
        ["年初结转和结余", *blank, "年末结转和结余", *blank],
        ["收入总计", *total, "支出总计", *total],
    )


def carried_over() -> Rows:
    """The table goes on below a sum of the page, with its head and that sum once more."""
    over: list[Cell] = ["191.41", "107.08", "84.33", "", "", ""]
    again = [["", "承前页", *over], *copy(SPENDING[10:])]
    return [*copy(SPENDING[:10]), ["", "本页小计", *over], ["", "过次页", *over], *copy(SPENDING[3:5]), *again]


def shares() -> Rows:
    head: Rows = [["科目代码", "科目名称", "本年支出合计", "基本支出", "占比（%）", "项目支出", "占比（%）"]]
    return titled(
        "2023年度支出决算表",
        "金额单位：万元",
        head,
        ["", "合计", 233.67, 149.34, 63.91, 84.33, 36.09],
        ["2010301", "行政运行", 107.08, 107.08, 100.00, "", ""],
        ["2010308", "信访事务", 84.33, "", "", 84.33, 100.00],
        ["2080505", "机关事业单位基本养老保险缴费支出", 20.26, 20.26, 100.00, "", ""],
        ["2210201", "住房公积金", 22.00, 22.00, 100.00, "", ""],
    )


def in_yuan(rows: Rows) -> Rows:
    """The table of functions (its figures are text) in yuan."""
    return [[f"{float(c) * 10000:.2f}" if re.fullmatch(r"\d+\.\d\d", str(c)) else c for c in row] for row in rows]


def hundredfold(rows: Rows) -> Rows:
    return [[round(c * 100.0, 2) if isinstance(c, float) else c for c in row] for row in rows]


def name_over_two_rows() -> Rows:
    rows = copy(SPENDING)
    rows[12][1] = "机关事业单位基本养老保险"
    rows.insert(13, ["", "缴费支出", "", "", "", "", "", ""])
    return rows


def vertical() -> Rows:
    """Narrow columns whose heads are set one character below the other."""
    rows = copy(SPENDING)
    rows[3] = ["\n".join(str(cell)) for cell in rows[3]]
    return rows


def units_of_columns() -> Rows:
    """Income in ten thousand yuan, expenditure in yuan; only the heads say it."""
    rows = without_unit(copy())
    rows[4] = ["项目", "行次", "金额（万元）", "项目", "行次", "金额（元）"]
    return [[round(c * 10000) if x == 5 and isinstance(c, float) else c for x, c in enumerate(row)] for row in rows]


# --- Workbooks ------------------------------------------------------------------------------------------------------


def covered_by_a_merge() -> bytes:
    """Two rows of totals are merged cell by cell; the lower ones, which nobody sees, still hold their values."""
    made = saved(book([*copy(), list(EARLIER)]))
    parts = parts_of(made)
    more = "".join(f'<mergeCell ref="{x}12:{x}13"/>' for x in "ABCDEF")
    old = parts[SHEET].decode()
    new = old.replace('<mergeCells count="3">', '<mergeCells count="9">').replace(
        "</mergeCells>", more + "</mergeCells>"
    )
    assert len(new) > len(old) + 100
    return packed({**parts, SHEET: new.encode()})


def result_is_text() -> bytes:
    """The totals are results of TEXT(), stored as strings."""
    rows = copy()
    rows[-1][2], rows[-1][5] = '=TEXT(C10,"0.00")', '=TEXT(F10,"0.00")'
    parts = parts_of(saved(book(rows)))
    old = parts[SHEET].decode()
    new = re.sub(
        r'(<c r="[CF]12"[^>]*?)(?: t="\w+")?>(<f>[^<]*</f>)<v\s*(?:/>|></v>)', r'\1 t="str">\2<v>233.67</v>', old
    )
    assert new.count('t="str"') == 2
    return packed({**parts, SHEET: new.encode()})


def by_format(look: str, rows: Rows) -> bytes:
    made = book(rows)
    for row in made.active.iter_rows(min_row=7):
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = look
    return saved(made)


def signs_in_words() -> bytes:
    made = changes(CHANGES)
    for number in range(5, 10):
        made.active.cell(number, 7).number_format = '"增加"0.00;"减少"0.00'
    return saved(made)


def sheets_of_years() -> bytes:
    """The same table on two sheets; only their names say the years."""
    made = openpyxl.load_workbook(io.BytesIO(plain(swapped("2023年度", "", OLD), ("2023", swapped("2023年度", "")))))
    made.worksheets[0].title = "2022"
    return saved(made)


def numbers_for_codes() -> bytes:
    """Codes stored as numbers, shown with separators; the column has no head."""
    made = openpyxl.Workbook()
    for row in replaced((3, 0), "", SPENDING):
        made.active.append([None if c == "" else float(c) if re.fullmatch(r"[\d.]+", str(c)) else c for c in row])
    for cells in made.active.iter_rows(min_row=6):
        for x, cell in enumerate(cells):
            cell.number_format = "#,##0.00" if x else "#,##0"
    return saved(made)


def old_excel_text() -> bytes:
    """Excel 97: figures typed as text with blanks around them, in a sheet where one row has no height."""
    made, target = xlwt.Workbook(), io.BytesIO()
    one = made.add_sheet("收支总表")
    for y, row in enumerate(with_earlier()):
        for x, cell in enumerate(row):
            if cell != "":
                one.write(y, x, f" {cell:.2f} " if isinstance(cell, float) else cell)
    one.row(11).hidden = True
    made.save(target)
    return target.getvalue()


def open_sheet(rows: Rows, hide: int = -1) -> bytes:
    """An OpenDocument sheet: empty cells are written once with their number; row ``hide`` is not shown."""
    spaces = "urn:oasis:names:tc:opendocument:xmlns:"

    def cell(value: Cell) -> str:
        if isinstance(value, float):
            kind = f'office:value-type="float" office:value="{value}"'
            return f"<table:table-cell {kind}><text:p>{value:.2f}</text:p></table:table-cell>"
        kind = 'office:value-type="string"'
        return (
            f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>" if value else "<table:table-cell/>"
        )

    def line(y: int, row: list[Cell]) -> str:
        made = "".join(map(cell, row))
        for number in range(6, 1, -1):
            again = f'<table:table-cell table:number-columns-repeated="{number}"/>'
            made = made.replace("<table:table-cell/>" * number, again)
        look = ' table:visibility="collapse"' if y == hide else ""
        return f"<table:table-row{look}>{made}</table:table-row>"

    names = " ".join(f'xmlns:{x}="{spaces}{x}:1.0"' for x in ("office", "text", "table"))
    body = "".join(line(y, row) for y, row in enumerate(rows))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        '<office:spreadsheet><table:table table:name="01"><table:table-column table:number-columns-repeated="8"/>'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = f'<manifest:manifest xmlns:manifest="{spaces}manifest:1.0" manifest:version="1.2">'
    manifest += entry.format("/", kind) + entry.format("content.xml", "text/xml") + "</manifest:manifest>"
    return packed(
        {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


# --- Word -----------------------------------------------------------------------------------------------------------


def edited(rows: Rows, change: Callable[[Document], object]) -> bytes:
    """The table in Word, changed by hand."""
    made, target = docx.Document(io.BytesIO(word(table=rows))), io.BytesIO()
    change(made)
    made.save(target)
    return target.getvalue()


def controlled(element: Any) -> None:
    """Put a cell or a row into a content control."""
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr><w:id w:val='7'/></w:sdtPr><w:sdtContent/></w:sdt>")
    element.addprevious(control)
    control[-1].append(element)


def hidden_line(made: Document) -> None:
    """Word hides a row whose words are all hidden and which is marked so."""
    row = made.tables[0].rows[11]
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
    for cell in row.cells:
        for one in cell.paragraphs[0].runs:
            one.font.hidden = True


def tracked_figure(made: Document) -> None:
    """The total was overwritten with changes tracked."""
    for x in (2, 5):
        paragraph = made.tables[0].cell(11, x).paragraphs[0]._p
        for one in list(paragraph.r_lst):
            paragraph.remove(one)
        for number, kind, tag, words in ((x, "del", "delText", "888.88"), (x + 10, "ins", "t", "233.67")):
            xml = f"<w:r><w:{tag}>{words}</w:{tag}></w:r>"
            paragraph.append(parse_xml(f'<w:{kind} {nsdecls("w")} w:id="{number}" w:author="a">{xml}</w:{kind}>'))


def nested(made: Document) -> None:
    """The cell of the total holds a table of one cell, pasted from a workbook."""
    cell = made.tables[0].cell(11, 2)
    cell.paragraphs[0].text = ""
    cell.add_table(1, 1).cell(0, 0).text = "233.67"


def head_of_the_page(made: Document) -> None:
    made.sections[0].header.paragraphs[0].text = "公开01表　　金额单位：万元"


def remark(made: Document) -> None:
    one = made.add_paragraph(SENTENCE)
    made.add_comment(one.runs, text=f"核对：{ALONE}", author="预算股")


def box_for_two_programs() -> bytes:
    """A text box, written once for new and once for old programs, as Word does."""
    inner = f"<w:txbxContent><w:p>{run('2023年度机关运行经费支出12.34万元。')}</w:p></w:txbxContent>"
    draw = "http://schemas.openxmlformats.org/drawingml/2006/"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    new = (
        f'<w:drawing><wp:inline xmlns:wp="{draw}wordprocessingDrawing"><wp:extent cx="3000000" cy="400000"/>'
        f'<wp:docPr id="9" name="文本框 9"/><a:graphic xmlns:a="{draw}main"><a:graphicData uri="{shape}"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="400000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = (
        '<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape type="#_x0000_t202" style="width:236pt;height:32pt">'
        f"<v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    )
    return with_xml(
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:wps="{shape}"><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


def over_two_lines() -> bytes:
    return word(SENTENCE, [text("2023年度机关运行经费支出12."), "<w:br/>", text("34万元，比上年增加1.20万元。")])


# --- Pages ----------------------------------------------------------------------------------------------------------


def below(words: str, rows: Rows) -> bytes:
    return html(rows).replace(b"</table>", f"</table>{words}".encode())


def table_of(rows: Rows) -> str:
    shown = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table border=1>{shown}</table>"


def before_and_after() -> bytes:
    """A notice of correction with the wrong table and, below it, the right one."""
    words = "<p>更正公告：我局公开的2023年度收入支出决算总表数据有误，现更正如下。</p><p>更正前：</p>"
    return below(f"<p>更正后：</p>{table_of(copy())}", OLD).replace(b"<table", words.encode() + b"<table", 1)


def without_charset() -> bytes:
    made = html(copy()).decode()
    return re.sub(r"<meta[^>]*>", "", made).encode("gbk")


def fields() -> bytes:
    """The page of a reporting system saved as it was on the screen: amounts stand in fields that cannot be edited."""
    rows: Rows = [[f"<input readonly value='{c:.2f}'>" if isinstance(c, float) else c for c in row] for row in copy()]
    return html(rows)


# --- PDF ------------------------------------------------------------------------------------------------------------


def left_and_right() -> bytes:
    """A wide table: its left half on the first page, its right half, without names, on the second."""
    right = [[cell or "0.00" for cell in row[3:]] for row in SPENDING[5:]]
    head = [row[3:] for row in SPENDING[3:5]]
    left = replaced((2, 2), "金额单位：万元", replaced((1, 2), "公开03表", [row[:3] for row in SPENDING]))
    return pages(lambda c: ruled(c, left, 800), lambda c: ruled(c, head + right, 746))


def number_of_the_page() -> bytes:
    """The number of the page stands close below the total, in the column of the amounts."""

    def draw(canvas: Canvas) -> None:
        said(canvas, "二、收入支出决算总表")
        bottom = ruled(canvas, copy(), 270)
        canvas.setFont("STSong-Light", 8)
        canvas.drawString(270, bottom - 12, "12")

    return pages(draw)


def by_character() -> bytes:
    """Every character is placed for itself, with wide gaps."""

    def draw(canvas: Canvas) -> None:
        said(canvas, "")
        at = 60.0
        for one in SENTENCE:
            canvas.drawString(at, 740, one)
            at += 10 if one.isascii() else 15

    return pages(draw)


def struck_out() -> bytes:
    def draw(canvas: Canvas) -> None:
        said(canvas)
        canvas.drawString(60, 700, "2023年度机关运行经费支出")
        start = 60 + canvas.stringWidth("2023年度机关运行经费支出", "STSong-Light", 12)
        end = start + canvas.stringWidth("888.88", "STSong-Light", 12)
        canvas.drawString(start, 700, "888.88")
        canvas.line(start - 1, 704, end + 1, 704)
        canvas.drawString(end + 6, 700, "12.34万元。")

    return pages(draw)


def two_columns() -> bytes:
    """An article in two columns whose lines stand at the same height."""
    left = ("2023年度机关运行经费支出", "12.34万元，比上年增加", "1.20万元。")
    right = ("2022年度政府采购支出总额", "888.88万元，均为货物", "采购。")

    def draw(canvas: Canvas) -> None:
        said(canvas)
        for number, both in enumerate(zip(left, right, strict=True)):
            for x, words in zip((60, 320), both, strict=True):
                canvas.drawString(x, 690 - 20 * number, words)

    return pages(draw)


def cropped_column() -> bytes:
    """Right of the edge of the visible page stands a column of the first draft."""
    rows = [[*row, "888.88" if y > 5 else ""] for y, row in enumerate(copy())]
    rows[4][6] = "初稿"

    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((0, 0, 505, 842))
        ruled(canvas, rows, 800, 40, 545)

    return pages(draw)


def made_of(
    *words: tuple[int, int, str],
    leaf: str = "",
    font: str = FONT,
    fonts: str = "",
    behind: str = "",
    more: tuple[str | bytes, ...] = (),
) -> bytes:
    shown = "".join(f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm <{t.encode('utf-16-be').hex()}> Tj ET\n" for x, y, t in words)
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R {fonts} >> >>"
        f" /Contents 4 0 R {leaf} >>",
        stream((shown + behind).encode()),
        font,
        CID_FONT,
        *more,
    )


def drawn_digits() -> bytes:
    """An amount in a font of drawings, in which the code of a digit draws another one: 47.03 is seen as 12.34."""
    right, left = ((360, 400, 60, 400), (360, 0, 60, 400)), ((0, 0, 60, 400), (0, 400, 60, 400))
    segments = ((0, 760, 400, 60), *right, (0, 0, 400, 60), *left, (0, 380, 400, 60))
    drawn = {"1": (1, 2), "2": (0, 1, 6, 4, 3), "3": (0, 1, 6, 2, 3), "4": (5, 6, 1, 2)}
    codes = {"1": "4", "2": "7", "3": "0", "4": "3"}
    made = [
        stream(
            ("600 0 0 0 420 820 d1\n" + "".join("{} {} {} {} re f\n".format(*segments[x]) for x in drawn[d])).encode()
        )
        for d in drawn
    ]
    made.append(stream(b"300 0 0 0 420 820 d1 60 0 90 90 re f"))
    names = " ".join(f"{ord(codes[d])} /g{n}" for n, d in enumerate(drawn)) + " 46 /g4"
    procs = " ".join(f"/g{n} {8 + n} 0 R" for n in range(5))
    widths = " ".join("300" if code == 46 else "600" for code in range(46, 58))
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 420 820] /FontMatrix [0.001 0 0 0.001 0 0]"
        f" /CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [{names}] >>"
        f" /FirstChar 46 /LastChar 57 /Widths [{widths}] /Resources << >> >>"
    )
    return made_of(
        (60, 780, TITLE),
        (60, 740, SENTENCE),
        (60, 700, "2023年度机关运行经费支出"),
        (266, 700, "万元。"),
        fonts="/F2 7 0 R",
        behind="BT /F2 12 Tf 1 0 0 1 230 700 Tm (47.03) Tj ET\n",
        more=(font, *made),
    )


def wrong_characters() -> bytes:
    """The page shows 233.67; the table of characters in its font says that a 6 is an 8."""
    used = sorted(set(TITLE + SENTENCE))
    lines = "".join(f"<{ord(c):04x}> <{ord('8' if c == '6' else c):04x}>\n" for c in used)
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{lines}endbfchar\nendcmap end end"
    )
    font = FONT.replace(" >>", " /ToUnicode 7 0 R >>")
    return made_of((60, 780, TITLE), (60, 740, SENTENCE), font=font, more=(stream(table.encode()),))


def note_at_the_margin() -> bytes:
    """A closed note of the proofreader hangs at the sentence."""
    words = "feff" + f"核对：{ALONE}".encode("utf-16-be").hex()
    note = f"<< /Type /Annot /Subtype /Text /Contents <{words}> /Rect [560 736 580 756] /Open false /F 4 /P 3 0 R >>"
    return made_of((60, 780, TITLE), (60, 740, SENTENCE), leaf="/Annots [7 0 R]", more=(note,))


PLAN: Rows = two_sided("2024年部门收支预算总表", ["2024年预算数"], [888.88], [846.62], [20.26], [22.00])
HALVES: Key = ("expenditure_by_function", "机关事业单位基本养老保险缴费支出/本年支出合计", "amount")
CHANGED: Key = ("general_by_function", "行政运行/增减", "change")
PUBLIC: tuple[list[Cell], ...] = (
    ["合计", 8.00, 6.25],
    ["因公出国（境）费", 0.00, 0.00],
    ["公务用车购置及运行维护费", 6.00, 5.00],
    ["公务接待费", 2.00, 1.25],
)
BOTH = {RECEPTION: "12500.00", RECEPTION_PLANNED: "20000.00"}
HEAD: list[Cell] = ["项目", "预算数", "决算数"]


def two_states(title: str, heads: list[Cell]) -> bytes:
    """An earlier state, with the figure that is not the report's, beside the one that holds."""
    return plain(two_sided(title, heads, [888.88, 233.67], [846.62, 191.41], [20.26, 20.26], [22.00, 22.00]))


RISKS: tuple[Risk, ...] = (
    # --- two versions, two years, plan and execution ---
    Risk("before_and_after.html", before_and_after, READ, never=(("收入总计", OTHER),), told=True),
    Risk(
        "columns_of_a_correction.xlsx",
        lambda: two_states("2023年度收入支出决算总表（更正）", ["更正前金额", "更正后金额"]),
        READ,
        never=(("收入总计", OTHER), ("支出总计", OTHER)),
        or_told=True,
    ),
    Risk(
        "submitted_and_approved.xlsx",
        lambda: two_states("2023年度收入支出决算总表", ["送审数", "审定数"]),
        READ,
        never=(("收入总计", OTHER), ("支出总计", OTHER)),
        or_told=True,
    ),
    Risk(
        "next_budget_behind.docx",
        lambda: word(table=copy(), more=PLAN),
        READ,
        never=(("收入总计", OTHER), ("支出总计", OTHER)),
        told=True,
    ),
    Risk(
        "this_year_first.xlsx",
        lambda: plain(
            two_sided(
                "2024年部门收支预算总表",
                ["2024年预算数", "2023年预算数"],
                [233.67, 888.88],
                [191.41, 846.62],
                [20.26, 20.26],
                [22.00, 22.00],
            )
        ),
        READ,
        once=(INCOME, OUTGO),
    ),
    Risk(
        "three_stages.xlsx",
        lambda: plain(
            two_sided(
                "2023年度收入支出决算总表",
                ["年初预算数", "全年预算数", "决算数"],
                [210.00, 240.00, 233.67],
                [170.00, 197.74, 191.41],
                [20.00, 20.26, 20.26],
                [20.00, 22.00, 22.00],
            )
        ),
        READ,
        once=(INCOME, OUTGO),
    ),
    Risk(
        "executed_before_planned.xlsx",
        lambda: public(["项目", "决算数", "预算数"], *[[a, c, b] for a, b, c in PUBLIC]),
        BOTH,
        once=tuple(BOTH),
    ),
    Risk(
        "years_in_a_row.xlsx",
        lambda: public(
            ["项目", "2022年决算数", "2023年决算数", "增减额", "增减（%）"],
            ["合计", 8.00, 6.25, -1.75, -21.88],
            ["公务用车购置及运行维护费", 6.00, 5.00, -1.00, -16.67],
            ["公务接待费", 2.00, 1.25, -0.75, -37.50],
        ),
        {
            RECEPTION: "12500.00",
            ("three_public", "公务接待费", "prior_amount"): "20000.00",
            ("three_public", "公务接待费", "change"): "-7500.00",
            ("three_public", "公务接待费", "change_pct"): "-37.50",
        },
        never=(("公务接待费", "-375000.00"),),
        once=(RECEPTION,),
        or_told=True,
    ),
    Risk(
        "years_below_each_other.xlsx",
        lambda: public(
            ["年度＼项目", "合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"],
            ["2022年决算数", 10.00, 0.00, 7.00, 3.00],
            ["2023年预算数", 8.00, 0.00, 6.00, 2.00],
            ["2023年决算数", 6.25, 0.00, 5.00, 1.25],
        ),
        BOTH,
        or_told=True,
    ),
    Risk("sheets_of_years.xlsx", sheets_of_years, READ, never=(("收入总计", OTHER),), told=True, or_told=True),
    # --- units ---
    Risk(
        "units_of_columns.html",
        lambda: html(units_of_columns()),
        {INCOME: TOTAL, OUTGO: TOTAL},
        never=NO_YUAN,
        or_told=True,
    ),
    Risk(
        "units_of_rows.xlsx",
        lambda: public(
            HEAD, *PUBLIC, ["公务接待批次（批）", "", 12.0], ["公务接待人次（人）", "", 96.0], unit="单位：万元、批、人"
        ),
        {RECEPTION: "12500.00", ("three_public_counts", "公务接待人次", "count"): "96"},
        never=(("*", "960000.00"), ("*", "120000.00"), ("*", "1.25")),
        or_told=True,
    ),
    Risk(
        "units_of_two_tables.docx",
        lambda: word(table=copy(), more=swapped("金额单位：万元", "金额单位：元", in_yuan(SPENDING))),
        {INCOME: TOTAL, SPENT: TOTAL},
        never=NO_YUAN,
    ),
    Risk(
        "second_without_a_unit.docx",
        lambda: word(table=copy(), more=without_unit(in_yuan(SPENDING))),
        {INCOME: TOTAL, SPENT: TOTAL},
        never=NO_YUAN,
        or_told=True,
    ),
    Risk(
        "unit_in_a_note.html",
        lambda: below("<p>注：本表金额单位为万元，因四舍五入存在尾差。</p>", without_unit(copy())),
        READ,
        never=(("*", "233.67"),),
        or_told=True,
    ),
    Risk(
        "unit_at_the_head_of_the_page.docx",
        lambda: edited(without_unit(copy()), head_of_the_page),
        READ,
        never=(("*", "233.67"),),
        or_told=True,
    ),
    Risk(
        "unit_against_the_text.docx",
        lambda: word(SENTENCE, table=swapped("金额单位：万元", "金额单位：元")),
        READ,
        never=(("收入总计", "233.67"), ("支出总计", "233.67")),
        told=True,
    ),
    Risk(
        "hundreds.xlsx",
        lambda: plain(swapped("金额单位：万元", "金额单位：百元", hundredfold(copy()))),
        READ,
        never=(("*", "23367.00"), ("*", "233670000.00")),
        or_told=True,
    ),
    Risk(
        "unit_by_format.xlsx",
        lambda: by_format('0.00"万元"', without_unit(copy())),
        READ,
        never=(("*", "233.67"),),
        or_told=True,
    ),
    # --- how a table lies ---
    Risk(
        "carried_over.docx",
        lambda: word(table=carried_over()),
        {SPENT: TOTAL, BASIC: "1493400.00"},
        never=tuple((f"{x}/本年支出合计", "*") for x in ("本页小计", "过次页", "承前页")),
        once=(SPENT,),
    ),
    Risk(
        "shares_beside.xlsx",
        lambda: plain(shares()),
        {SPENT: TOTAL, BASIC: "1493400.00", PROJECTS: "843300.00"},
        never=(("*", "639100.00"), ("*", "360900.00"), ("*", "1000000.00")),
    ),
    Risk(
        "percent_below_amounts.xlsx",
        lambda: public(HEAD, *PUBLIC, ["决算数比上年增减（%）", "", -37.50]),
        BOTH,
        never=(("*", "-375000.00"),),
    ),
    Risk(
        "name_over_two_rows.xlsx",
        lambda: plain(name_over_two_rows()),
        {SPENT: TOTAL, HALVES: "202600.00"},
        never=(("机关事业单位基本养老保险/本年支出合计", "202600.00"),),
        or_told=True,
    ),
    Risk(
        "ditto.xlsx",
        lambda: plain(replaced((12, 2), "〃", replaced((12, 3), "同上", SPENDING))),
        {SPENT: TOTAL},
        never=((HALVES[1], "0.00"),),
        told=True,
    ),
    Risk("vertical_heads.docx", lambda: word(table=vertical()), {SPENT: TOTAL, BASIC: "1493400.00"}, or_told=True),
    Risk(
        "numbers_for_codes.xlsx",
        numbers_for_codes,
        {SPENT: TOTAL, BASIC: "1493400.00"},
        never=(("*", "2010000.00"), ("*", "201030000.00"), ("*", "20103080000.00")),
        or_told=True,
    ),
    Risk("covered_by_a_merge.xlsx", covered_by_a_merge, READ, never=(("*", OTHER),)),
    Risk("result_is_text.xlsx", result_is_text, {INCOME: TOTAL, OUTGO: TOTAL}),
    Risk(
        "signs_in_words.xlsx",
        signs_in_words,
        {CHANGED: "-123000.00"},
        never=((CHANGED[1], "123000.00"),),
    ),
    Risk("old_excel.xls", old_excel_text, READ, never=(("*", OTHER),)),
    Risk("collapsed.ods", lambda: open_sheet(with_earlier(), 11), READ, never=(("*", OTHER),), or_told=True),
    Risk(
        "repeated_cells.ods",
        lambda: open_sheet([[float(c) if re.fullmatch(r"\d+\.\d\d", str(c)) else c for c in r] for r in SPENDING]),
        {SPENT: TOTAL, ("expenditure_by_function", "信访事务/项目支出", "amount"): "843300.00"},
        never=(("信访事务/基本支出", "*"),),
        or_told=True,
    ),
    # --- Word ---
    Risk(
        "cell_in_a_control.docx",
        lambda: edited(copy(), lambda made: controlled(made.tables[0].rows[11]._tr.tc_lst[2])),
        {INCOME: TOTAL, OUTGO: TOTAL},
    ),
    Risk(
        "row_in_a_control.docx",
        lambda: edited(copy(), lambda made: controlled(made.tables[0].rows[11]._tr)),
        {INCOME: TOTAL, OUTGO: TOTAL},
    ),
    Risk("hidden_line.docx", lambda: edited(with_earlier(), hidden_line), READ, never=(("*", OTHER),)),
    Risk(
        "tracked_figure.docx",
        lambda: edited(copy(), tracked_figure),
        {INCOME: TOTAL, OUTGO: TOTAL},
        never=(("*", OTHER), ("*", "88888233.67")),
    ),
    Risk("nested_table.docx", lambda: edited(copy(), nested), READ, or_told=True),
    Risk("remark.docx", lambda: edited(copy(), remark), READ, never=(("*", OTHER),)),
    Risk("box_for_two_programs.docx", box_for_two_programs, READ | SPENT_12, or_told=True),
    Risk("over_two_lines.docx", over_two_lines, READ | SPENT_12, never=PIECES, or_told=True),
    Risk(
        "over_two_paragraphs.docx",
        lambda: word(SENTENCE, "2023年度机关运行经费支出12.", "34万元，比上年增加1.20万元。"),
        READ | SPENT_12,
        never=PIECES,
        or_told=True,
    ),
    # --- pages ---
    Risk(
        "figure_in_spans.html",
        lambda: seen("<span>23</span><span>3.6</span>\n<span>7</span>"),
        READ,
        never=(("收入总计", "2336000.00"), ("收入总计", "70000.00"), ("收入总计", "230000.00")),
        or_told=True,
    ),
    Risk("fields.html", fields, READ, or_told=True),
    Risk("without_charset.html", without_charset, READ),
    Risk(
        "template_element.html",
        lambda: html(copy(), before=f"<template><p>{ALONE}</p></template><script type='text/html'>{ALONE}</script>"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "off_the_screen.html",
        lambda: html(copy(), before=f"<div style='position:absolute;left:-9999px'><p>{ALONE}</p></div>"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "opacity.html",
        lambda: html(copy(), before=f"<p style='opacity:0;height:0;overflow:hidden'>{ALONE}</p>"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "another_article_linked.html",
        lambda: page(
            "utf-8",
            f"<p>{SENTENCE}</p><div class='related'><h4>相关阅读</h4><ul><li><a href='b.html'>襄垣县财政局："
            "2023年度机关运行经费支出888.88万元</a></li></ul></div>",
        ).encode(),
        READ,
        never=(("*", OTHER),),
    ),
    # --- PDF ---
    Risk(
        "left_and_right.pdf",
        left_and_right,
        {SPENT: TOTAL, BASIC: "1493400.00", PROJECTS: "843300.00"},
        never=(("一般公共服务支出/基本支出", "1493400.00"), ("合计/基本支出", "1070800.00")),
        or_told=True,
    ),
    Risk("number_of_the_page.pdf", number_of_the_page, READ, never=(("*", "120000.00"), ("*", "12.00"))),
    Risk(
        "by_character.pdf",
        by_character,
        READ,
        never=(("*", "70000.00"), ("*", "670000.00"), ("*", "2330000.00"), ("*", "30000.00")),
        or_told=True,
    ),
    Risk(
        "struck_out.pdf",
        struck_out,
        READ | SPENT_12,
        never=((NAME, OTHER), (NAME, "8888812340000.00"), (NAME, "88888123400.00")),
        or_told=True,
    ),
    Risk(
        "two_columns.pdf",
        two_columns,
        READ | SPENT_12,
        never=((NAME, OTHER), ("政府采购支出总额", "123400.00")),
        not_so=(PURCHASED,),
        or_told=True,
    ),
    Risk("cropped_column.pdf", cropped_column, READ, never=(("*", OTHER),)),
    Risk("wrong_characters.pdf", wrong_characters, never=(("*", "2338700.00"),)),
    Risk("drawn_digits.pdf", drawn_digits, READ | SPENT_12, never=((NAME, "470300.00"),), or_told=True),
    Risk(
        "units_of_two_pages.pdf",
        lambda: pages(
            lambda c: ruled(c, copy(), 800),
            lambda c: ruled(c, swapped("金额单位：万元", "金额单位：元", in_yuan(SPENDING)), 800),
        ),
        {INCOME: TOTAL, SPENT: TOTAL},
        never=NO_YUAN,
    ),
    Risk("note_at_the_margin.pdf", note_at_the_margin, READ, never=(("*", OTHER),)),
    # --- how a figure is written ---
    Risk(
        "wide_comma.docx",
        lambda: word("2023年度收入总计1，233.67万元，支出总计1，233.67万元。"),
        {INCOME: "12336700.00"},
        never=(("收入总计", TOTAL), ("收入总计", "10000.00"), ("支出总计", TOTAL)),
        or_told=True,
    ),
    Risk(
        "wide_comma_in_a_cell.html",
        lambda: seen("1，233.67"),
        {INCOME: "12336700.00"},
        never=(("收入总计", TOTAL), ("收入总计", "10000.00")),
        or_told=True,
    ),
    Risk(
        # Both are printed figures and both are stated; the check that compares them says that one is rounded.
        "rounded_in_the_text.docx",
        lambda: word("2023年度收入总计234万元，支出总计234万元。", table=copy()),
        READ,
    ),
    *(
        sentence(name, f"2023年度机关运行经费支出{figure}。", facts=SPENT_12, never=PIECES, or_told=True)
        for name, figure in (
            ("middle_dot", "12·34万元"),
            ("full_stop_for_point", "12。34万元"),
            ("comma_for_point_in_text", "12，34万元"),
            ("gap_behind_the_point", "12. 34 万元"),
            ("wan_and_yuan", "12万3400元"),
            ("words_to_the_yuan", "十二万三千四百元"),
        )
    ),
    sentence("two_points", "2023年度机关运行经费支出1.2.34万元。", never=((NAME, "*"),), told=True),
    sentence("unit_twice", "2023年度机关运行经费支出12.34万万元。", never=((NAME, "*"),), told=True),
    # --- sentences ---
    sentence(
        "three_names_two_figures",
        "2023年度政府采购货物、工程、服务支出分别为2.10万元、3.50万元。",
        never=(("货物", "*"), ("工程", "*"), ("服务", "*")),
        told=True,
    ),
    sentence(
        "each_its_change",
        "2023年度机关运行经费支出和政府采购支出总额分别为12.34万元和5.60万元，比上年分别增加1.20万元和减少0.40万元。",
        facts=SPENT_12 | {PURCHASED: "56000.00"},
        never=(
            (NAME, "56000.00"),
            ("政府采购支出总额", "123400.00"),
            (NAME, "-4000.00"),
            ("政府采购支出总额", "12000.00"),
        ),
        or_told=True,
    ),
    sentence(
        "against_the_plan",
        "2023年度机关运行经费支出12.34万元，较年初预算增加2.00万元，增长19.34%。",
        facts=SPENT_12,
        not_so=(("agency_operating", NAME, "change"), ("agency_operating", NAME, "change_pct")),
    ),
    sentence(
        "without_the_units_below",
        "2023年度机关运行经费支出12.34万元（不含下属事业单位日常公用经费888.88万元）。",
        facts=SPENT_12,
        or_told=True,
        **UNREAD,
    ),
    sentence(
        "called_off",
        "原定采购车辆888.88万元的计划已取消，2023年度政府采购支出总额5.60万元。",
        facts={PURCHASED: "56000.00"},
        **UNREAD,
    ),
    sentence(
        "how_to_fill_in",
        "2023年度机关运行经费支出12.34万元。（填报说明：有此项支出的填写“2023年度机关运行经费支出888.88万元”，无此项支出的"
        "填写“本部门无机关运行经费”。）",
        facts=SPENT_12,
    ),
    sentence("for_example", "注：金额保留两位小数（例：2023年度机关运行经费支出888.88万元）。", not_so=(OPERATING,)),
    sentence(
        "sign_left_open",
        "2023年度机关运行经费支出12.34万元，比上年增加（减少）1.20万元，增长（下降）10.77%。",
        facts=SPENT_12,
        never=((NAME, "-12000.00"), (NAME, "12000.00")),
        told=True,
    ),
    sentence(
        "points_of_a_share",
        "2023年度机关运行经费支出12.34万元，占本年支出的5.28%，占比较上年提高0.66个百分点。",
        facts=SPENT_12,
        never=((NAME, "0.66"),),
    ),
    sentence(
        "one_quarter", "2023年第四季度机关运行经费支出888.88万元，环比增长30.00%。", not_so=(OPERATING,), **UNREAD
    ),
    sentence("until_june", "2023年1—6月机关运行经费支出888.88万元。", not_so=(OPERATING,), **UNREAD),
    sentence("a_month", "2023年度平均每月机关运行经费支出888.88元。", not_so=(OPERATING,), never=((NAME, "*"),)),
    sentence("owed", "截至2023年底，尚有机关运行经费888.88万元未支付。", not_so=(OPERATING,), **UNREAD),
    sentence("would_have_saved", "与改革前相比，2023年度可节约机关运行经费888.88万元。", not_so=(OPERATING,), **UNREAD),
    sentence(
        "total_at_the_end",
        "2023年度政府采购支出货物2.10万元、工程1.20万元、服务2.30万元，合计5.60万元。",
        facts={PURCHASED: "56000.00", ("procurement", "服务", "amount"): "23000.00"},
        never=(("服务", "56000.00"), ("政府采购支出总额", "21000.00")),
        or_told=True,
    ),
    sentence(
        "parts_of_parts",
        "2023年度公务用车购置及运行维护费支出6.00万元，其中公务用车购置费支出2.00万元，其中上牌及附加费用0.15万元；公务用车"
        "运行维护费支出4.00万元，其中燃料费1.10万元、维修费0.90万元。",
        facts={
            ("three_public", "公务用车购置及运行维护费", "amount"): "60000.00",
            ("three_public", "公务用车购置费", "amount"): "20000.00",
            ("three_public", "公务用车运行维护费", "amount"): "40000.00",
        },
        never=(("公务用车购置费", "1500.00"), ("公务用车运行维护费", "11000.00"), ("公务用车运行维护费", "9000.00")),
    ),
    sentence(
        "visitors_of_the_bureau",
        "2023年度公务接待费支出1.25万元。全年接待来访群众320批次、1888人次，其中集体访12批次。",
        facts={RECEPTION: "12500.00"},
        never=tuple(
            (f"{kind}{what}", figure)
            for kind in ("公务接待", "国内接待")
            for what, figure in (("批次", "320"), ("批次", "12"), ("人次", "1888"))
        ),
    ),
    sentence(
        "ten_thousand_people",
        "2023年度接待来访群众1.2万人次，公务接待费支出0.80万元。",
        facts={RECEPTION: "8000.00"},
        never=(("公务接待费", "12000.00"), ("公务接待人次", "12000"), ("国内接待人次", "12000")),
    ),
    sentence(
        "bureau_and_centre",
        "2023年度局机关机关运行经费支出5.00万元，下属信访接待中心机关运行经费支出7.34万元，合计12.34万元。",
        facts=SPENT_12,
        never=((NAME, "50000.00"), (NAME, "73400.00")),
        or_told=True,
    ),
)
