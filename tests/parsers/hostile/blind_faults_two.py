"""Sound files whose figures are at risk: each may make a reader state a wrong or an incomplete set of facts in silence.

Unless said otherwise all print 襄垣县信访局, 2023年度部门决算, 收入总计 233.67 万元; 888.88 is a figure that nobody who
looks at the file takes for the report's.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.hostile.blind_faults import (
    CID_FONT,
    FONT,
    HIDDEN,
    ROWS,
    SENTENCE,
    TITLE,
    TOTAL,
    book,
    packed,
    page,
    parts_of,
    pdf,
    picture,
    raw_pdf,
    saved,
    stream,
)

Cell = str | float
Rows = list[list[Cell]]
Key = tuple[str, str, str]
OTHER = "8888800.00"
INCOME: Key = ("summary", "收入总计", "amount")
OUTGO: Key = ("summary", "支出总计", "amount")


@dataclass(frozen=True)
class Risk:
    """``facts``: what must be stated. ``or_told``: it may be missing if the file is said not to be read in full.
    ``never``: (item or "*", amount or value, "*" for any number) that must not be stated without a flag on that fact
    (a confidence below 1.00, a dispute, text recognition, a check that warns). ``told``: something must be said beside
    the facts (note, message, unread, unused, a check that does not pass); ``says``: one of these words in it.
    ``once``: items that are stated once. ``not_so``: what must not be stated at all.
    ``cells``: the state of the cell of an item; None is no fact."""

    file: str
    make: Callable[[], bytes]
    facts: Mapping[Key, str] = field(default_factory=dict)
    never: tuple[tuple[str, str], ...] = ()
    told: bool = False
    says: tuple[str, ...] = ()
    or_told: bool = False
    once: tuple[Key, ...] = ()
    not_so: tuple[Key, ...] = ()
    cells: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.file.replace(".", "_")


def swapped(old: Cell, new: Cell, rows: Sequence[Sequence[Cell]] = ROWS) -> Rows:
    return [[new if cell == old else cell for cell in row] for row in rows]


def replaced(at: tuple[int, int], new: Cell, rows: Sequence[Sequence[Cell]] = ROWS) -> Rows:
    made = [list(row) for row in rows]
    made[at[0]][at[1]] = new
    return made


OLD = swapped(233.67, HIDDEN)
#: 05表 of a budget with the change on last year; ten thousand yuan.
CHANGES: Rows = [
    ["一般公共预算支出表", "", "", "", "", "", "", ""],
    ["部门：襄垣县信访局", "", "", "", "", "", "", "单位：万元"],
    ["功能分类科目", "", "2022年执行数", "2023年预算数", "", "", "2023年预算数比2022年执行数", ""],
    ["科目编码", "科目名称", "", "小计", "基本支出", "项目支出", "增减额", "增减%"],
    ["", "合计", 200.00, 150.80, 113.10, 37.70, -49.20, -24.60],
    ["2010301", "行政运行", 50.00, 37.70, 37.70, "", -12.30, -24.60],
    ["2010302", "一般行政管理事务", 50.00, 37.70, 37.70, "", -12.30, -24.60],
    ["2010308", "信访事务", 50.00, 37.70, "", 37.70, -12.30, -24.60],
    ["2210201", "住房公积金", 50.00, 37.70, 37.70, "", -12.30, -24.60],
]
#: 03表.
SPENDING: Rows = [
    ["支出决算表", "", "", "", "", "", "", ""],
    ["部门：襄垣县信访局", "", "", "", "", "", "", "公开03表"],
    ["2023年度", "", "", "", "", "", "", "金额单位：万元"],
    ["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
    ["栏次", "", "1", "2", "3", "4", "5", "6"],
    ["", "合计", "233.67", "149.34", "84.33", "", "", ""],
    ["201", "一般公共服务支出", "191.41", "107.08", "84.33", "", "", ""],
    ["20103", "政府办公厅（室）及相关机构事务", "191.41", "107.08", "84.33", "", "", ""],
    ["2010301", "行政运行", "107.08", "107.08", "", "", "", ""],
    ["2010308", "信访事务", "84.33", "", "84.33", "", "", ""],
    ["208", "社会保障和就业支出", "20.26", "20.26", "", "", "", ""],
    ["20805", "行政事业单位养老支出", "20.26", "20.26", "", "", "", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "20.26", "20.26", "", "", "", ""],
    ["221", "住房保障支出", "22.00", "22.00", "", "", "", ""],
    ["22102", "住房改革支出", "22.00", "22.00", "", "", "", ""],
    ["2210201", "住房公积金", "22.00", "22.00", "", "", "", ""],
]
SPENT: Key = ("expenditure_by_function", "合计/本年支出合计", "amount")
BASIC: Key = ("expenditure_by_function", "合计/基本支出", "amount")
PROJECTS: Key = ("expenditure_by_function", "合计/项目支出", "amount")


# --- Workbooks ------------------------------------------------------------------------------------------------------


def plain(rows: Rows, *more: tuple[str, Rows]) -> bytes:
    """A workbook without merged cells, a sheet for each table."""
    made = openpyxl.Workbook()
    for number, (name, table) in enumerate((("01", rows), *more)):
        sheet = made.active if number == 0 else made.create_sheet(name)
        for row in table:
            sheet.append([None if cell == "" else cell for cell in row])
    return saved(made)


def hidden_rows() -> bytes:
    """Above the total stands a total of an earlier state, in a row of no height."""
    rows = [list(row) for row in ROWS]
    rows.insert(11, ["总计", "31", HIDDEN, "总计", "62", HIDDEN])
    made = book(rows)
    made.active.row_dimensions[12].hidden = True
    return saved(made)


def hidden_columns() -> bytes:
    """Each amount has a column of the first draft beside it, hidden before the file was published."""
    rows: Rows = []
    for number, row in enumerate(ROWS):
        draft = [HIDDEN if cell == 233.67 else cell for cell in row]
        rows.append([*row[:2], draft[2], row[2], *row[3:5], draft[5], row[5]])
        if number in (0, 1, 2, 3):
            rows[-1] = [*row[:3], "", *row[3:5], "", row[5]]
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append([None if cell == "" else cell for cell in row])
    for letter in "CG":
        made.active.column_dimensions[letter].hidden = True
    return saved(made)


def struck() -> bytes:
    made = book()
    for where in ("C12", "F12"):
        made.active[where] = CellRichText(TextBlock(InlineFont(strike=True), "888.88"), " ", "233.67")
    return saved(made)


def commented() -> bytes:
    made = book()
    made.active["C12"].comment = Comment("核对：收入总计888.88万元", "预算股")
    return saved(made)


def text_box() -> bytes:
    """A text box with the corrected figure covers the total."""
    made = saved(book())
    parts = parts_of(made)
    draw = "http://schemas.openxmlformats.org/drawingml/2006/"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    off = "<xdr:{}Off>0</xdr:{}Off>"
    spot = "<xdr:{0}><xdr:col>{1}</xdr:col>" + off.format("col", "col")
    spot += "<xdr:row>{2}</xdr:row>" + off.format("row", "row") + "</xdr:{0}>"
    parts["xl/drawings/drawing1.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{draw}spreadsheetDrawing" xmlns:a="{draw}main"><xdr:twoCellAnchor>'
        + spot.format("from", 2, 11)
        + spot.format("to", 3, 12)
        + '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr>'
        '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>888.88'
        "</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    ).encode()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{rel}/drawing" Target="/xl/drawings/drawing1.xml"/></Relationships>'
    ).encode()
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</worksheet>", f'<drawing xmlns:r="{rel}" r:id="rId1"/></worksheet>'.encode())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument'
        b'.drawing+xml"/></Types>',
    )
    return packed(parts)


def dates() -> bytes:
    """3-5 typed into the cell for 20.26 became the fifth of March."""
    made = book()
    made.active["F8"] = date(2024, 3, 5)
    made.active["F8"].number_format = 'm"月"d"日"'
    return saved(made)


def changes(rows: Rows) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append([None if cell == "" else cell for cell in row])
    for where in ("A1:H1", "A3:B3", "C3:C4", "D3:F3", "G3:H3"):
        made.active.merge_cells(where)
    return made


def percents() -> bytes:
    """Shares of one, shown as percentages by the format."""
    made = changes(CHANGES)
    for number in range(5, 10):
        cell = made.active.cell(number, 8, -0.246)
        cell.number_format = "0.00%"
    return saved(made)


def red_only() -> bytes:
    """A format that shows negatives in red and without a minus."""
    made = changes(CHANGES)
    for number in range(5, 10):
        made.active.cell(number, 7).number_format = "0.00_);[Red]0.00"
    return saved(made)


def more_digits() -> bytes:
    """Stored with more digits than the two that are shown."""
    made = book(swapped(233.67, 233.6651))
    for row in made.active.iter_rows(min_row=7):
        for cell in row:
            cell.number_format = "0.00"
    return saved(made)


def errors() -> bytes:
    """The totals are errors, as the program stored them."""
    made = book()
    for where, what in (("C12", "#REF!"), ("F12", "#VALUE!")):
        made.active[where] = what
        made.active[where].data_type = "e"
    return saved(made)


def merged_amount() -> bytes:
    """One amount stands for two classes; nobody can say how much is whose."""
    rows = [list(row) for row in ROWS]
    rows[6][5] = 211.67
    rows[7][3:6] = ["四、公共安全支出", "35", ""]
    made = book(rows)
    made.active.merge_cells("F7:F8")
    return saved(made)


def two_departments_in_one_book() -> bytes:
    other = [
        [str(c).replace("襄垣县信访局", "襄垣县机关事务服务中心") if isinstance(c, str) else c for c in r] for r in OLD
    ]
    return plain(ROWS, ("机关事务", other))


def zeros() -> bytes:
    rows = [list(row) for row in ROWS]
    for at, cell in ((6, 233.67), (7, "-"), (8, "——"), (10, "0.00")):
        rows[at][2] = cell
    rows[10][5] = "/"
    rows.insert(9, ["四、上级补助收入", "4", "", "", "", ""])
    return plain(rows)


def negatives() -> bytes:
    rows = [list(row) for row in CHANGES]
    for at, cell in ((5, "(12.30)"), (6, "△12.30"), (7, "负12.30"), (8, "12.30-")):
        rows[at][6] = cell
    return saved(changes(rows))


def numbered_without_head() -> bytes:
    """The column of line numbers has no head of its own."""
    rows = [
        [("" if cell == "行次" else float(cell) if str(cell).isdigit() and n > 5 else cell) for cell in row]
        for n, row in enumerate(ROWS)
    ]
    return plain(rows)


PURCHASES: Rows = [
    ["部门政府采购预算表", "", "", "", "", "", ""],
    ["部门：襄垣县信访局", "", "", "", "", "", "2023年"],
    ["项目名称", "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价（元）", "合计（万元）"],
    ["合计", "", "", "", "", "", 1.26],
    ["办公设备购置", "台式计算机", "A02010105", "台", 2, 4500, 0.90],
    ["办公设备购置", "打印机", "A02010601", "台", 2, 1800, 0.36],
]


# --- Word -----------------------------------------------------------------------------------------------------------


def word(*paragraphs: str | list[str], table: Rows | None = None, more: Rows | None = None) -> bytes:
    """Paragraphs (a list: pieces of XML of one paragraph) and up to two tables."""
    made, target = docx.Document(), io.BytesIO()
    made.add_heading(TITLE, 1)
    for one in paragraphs:
        if isinstance(one, str):
            made.add_paragraph(one)
        else:
            made.add_paragraph()._p.extend(parse_xml(f"<w:r {nsdecls('w')}>{x}</w:r>") for x in one)
    for rows in (table, more):
        if rows is None:
            continue
        grid = made.add_table(len(rows), len(rows[0]), style="Table Grid")
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                grid.cell(y, x).text = f"{cell:.2f}" if isinstance(cell, float) else str(cell)
        made.add_paragraph("")
    made.save(target)
    return target.getvalue()


def text(words: str, look: str = "") -> str:
    return f"<w:rPr>{look}</w:rPr><w:t>{words}</w:t>"


def looks(look: str) -> bytes:
    """The old figure stands before the new one, in a run of that look."""
    parts = [text("2023年度收入总计"), text("888.88", look), text("233.67"), text("万元，支出总计233.67万元。")]
    return word(parts)


def superscript() -> bytes:
    """The mark of a footnote is a raised 1 behind the figure."""
    raised = '<w:vertAlign w:val="superscript"/>'
    return word([text("2023年度收入总计233.67"), text("1", raised), text("万元，支出总计233.67万元。")])


def superscript_in_a_cell() -> bytes:
    made = docx.Document(io.BytesIO(word(table=[list(row) for row in ROWS])))
    raised = made.tables[0].cell(11, 2).paragraphs[0].add_run("1")
    raised.font.superscript = True
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def deleted_row() -> bytes:
    """A row whose deletion is tracked stands above the total."""
    rows = [list(row) for row in ROWS]
    rows.insert(11, ["总计", "31", HIDDEN, "总计", "62", HIDDEN])
    made = docx.Document(io.BytesIO(word(table=rows)))
    row = made.tables[0].rows[11]._tr
    row.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="a"/>'))
    for run in list(row.iter(qn("w:r"))):
        for one in run:
            if one.tag.endswith("}t"):
                one.tag = one.tag[:-1] + "delText"
        around = parse_xml(f'<w:del {nsdecls("w")} w:id="10" w:author="a"/>')
        run.addprevious(around)
        around.append(run)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def broken_in_a_cell() -> bytes:
    """A narrow cell whose figure the typist broke by hand."""
    return word(table=swapped(233.67, "233.\n67"))


def correcting_box() -> bytes:
    """A text box at the margin corrects the figure of the sentence."""
    box = (
        '<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape type="#_x0000_t202" style="width:200pt;height:30pt">'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>更正：收入总计应为235.67万元</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict>"
    )
    return word([text(SENTENCE), box])


DRAFT = "（初稿，以正式公开为准）"


# --- PDF ------------------------------------------------------------------------------------------------------------


def ruled(canvas: Canvas, rows: Rows, top: float, left: float = 40, width: float = 515, size: float = 8) -> float:
    """A table with rules; what stands above its head (rows with one or two cells) is set as free text."""
    step, at = 18.0, top
    each = width / len(rows[0])
    for row in rows:
        canvas.setFont("STSong-Light", size)
        free = (
            sum(cell != "" for cell in row) <= 2
            and "合计" not in row
            and "栏次" not in row
            and row[0] not in ("", "总计")
        )
        if not free:
            canvas.rect(left, at - step, width, step)
        for x, cell in enumerate(row):
            if not free and x:
                canvas.line(left + x * each, at, left + x * each, at - step)
            shown = f"{cell:.2f}" if isinstance(cell, float) else str(cell)
            place = min(left + x * each + 2, left + width - 60) if free else left + x * each + 2
            if shown:
                canvas.setFont(
                    "STSong-Light",
                    min(size, (each - 4) / max(len(shown), 1) * (1 if free else 1.0)) if not free else size,
                )
                canvas.drawString(place, at - step + 5, shown)
        at -= step
    return at


def pages(*drawn: Callable[[Canvas], object]) -> bytes:
    def first(canvas: Canvas) -> None:
        for number, one in enumerate(drawn):
            if number:
                canvas.showPage()
            canvas.setFont("STSong-Light", 12)
            one(canvas)

    return pdf(draw=first)


def said(canvas: Canvas, words: str = SENTENCE, top: float = 740) -> None:
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(150, 780, TITLE)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(60, top, words)


def last_page_missing() -> bytes:
    """The first of two pages: the total and the first class; the other classes stood on the lost one."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, SPENDING[:10], 800)
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(260, 30, "第1页 共2页")

    return pages(draw)


def repeated_at_the_break() -> bytes:
    """Page 2 repeats the head and the last row of page 1."""
    return pages(lambda c: ruled(c, SPENDING[:13], 800), lambda c: ruled(c, SPENDING[3:5] + SPENDING[12:], 800))


def beside_itself() -> bytes:
    """The table goes on in a second column of the same page."""
    head = [row[:3] for row in SPENDING[3:4]]
    rows = [row[:3] for row in SPENDING[5:]]

    def draw(canvas: Canvas) -> None:
        said(canvas, "2023年度支出决算表（公开03表）  金额单位：万元")
        ruled(canvas, head + rows[:6], 720, 40, 250)
        ruled(canvas, head + rows[6:], 720, 300, 250)

    return pages(draw)


def unit_on_page_one() -> bytes:
    return pages(
        lambda c: ruled(c, [list(row) for row in ROWS], 800),
        lambda c: ruled(c, [*SPENDING[:2], ["2023年度", *[""] * 7], *SPENDING[3:]], 800),
    )


#: A sentence that nothing else in the file could contradict.
ALONE = "2023年度机关运行经费支出888.88万元。"


def white_text(words: str = SENTENCE.replace("233.67", "888.88")) -> bytes:
    def draw(canvas: Canvas) -> None:
        said(canvas)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(60, 700, words)

    return pages(draw)


def covered() -> bytes:
    """The old figure is painted over with white, the new one written on it."""

    def draw(canvas: Canvas) -> None:
        said(canvas, SENTENCE.replace("233.67", "888.88"))
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(50, 734, 500, 20, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(60, 740, SENTENCE)

    return pages(draw)


def outside_the_crop() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((0, 421, 595, 842))
        said(canvas)
        canvas.drawString(60, 200, "2023年度收入总计888.88万元，支出总计888.88万元。")

    return pages(draw)


def layer_switched_off(hidden: str = SENTENCE.replace("233.67", "888.88")) -> bytes:
    def shown(words: str, top: int) -> str:
        return f"BT /F1 12 Tf 1 0 0 1 60 {top} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"

    words = shown(TITLE, 780) + shown(SENTENCE, 740)
    words += "/OC /L1 BDC\n" + shown(hidden, 700) + "EMC\n"
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [7 0 R] /D << /Order [7 0 R] /OFF [7 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /Properties"
        " << /L1 7 0 R >> >> /Contents 4 0 R >>",
        stream(words.encode()),
        FONT,
        CID_FONT,
        "<< /Type /OCG /Name (old) >>",
    )


def typed_upon() -> bytes:
    """The figure was left blank and is typed upon the page as a FreeText annotation."""
    look = stream(
        f"BT /F1 12 Tf 2 4 Td <{'233.67'.encode('utf-16-be').hex()}> Tj ET".encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 76 20] /Resources << /Font << /F1 5 0 R >> >>",
    )
    shown = "".join(
        f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm <{t.encode('utf-16-be').hex()}> Tj ET\n"
        for x, y, t in ((60, 780, TITLE), (60, 740, "2023年度收入总计"), (258, 740, "万元，支出总计233.67万元。"))
    )
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R"
        " /Annots [7 0 R] >>",
        stream(shown.encode()),
        FONT,
        CID_FONT,
        "<< /Type /Annot /Subtype /FreeText /Contents (233.67) /DA (/F1 12 Tf) /Rect [182 736 258 756] /F 4 /P 3 0 R"
        " /AP << /N 8 0 R >> >>",
        look,
    )


def recognised_wrongly() -> bytes:
    """A photograph with a layer of recognised text that nobody sees: 238.61 for 233.67 in one of two places."""

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture()), 0, 0, 595, 842)
        for top, words in ((780, TITLE), (740, "2023年度收入总计238.61万元，支出总计233.67万元。")):
            hidden = canvas.beginText(60, top)
            hidden.setFont("STSong-Light", 12)
            hidden.setTextRenderMode(3)
            hidden.textLine(words)
            canvas.drawText(hidden)

    return pages(draw)


def printed_twice() -> bytes:
    """Two figures on one place: the old one was not taken away when the new one was set."""

    def draw(canvas: Canvas) -> None:
        said(canvas, "2023年度收入总计")
        canvas.drawString(156, 740, "888.88万元。")
        canvas.drawString(156.4, 740.3, "233.67万元。")

    return pages(draw)


# --- Pages ----------------------------------------------------------------------------------------------------------


def html(rows: Rows, change: tuple[str, str] = ("", ""), before: str = "") -> bytes:
    shown = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return page("utf-8", f"{before}<table border=1>{shown.replace(*change) if change[0] else shown}</table>").encode()


def hidden_in_a_page() -> bytes:
    rows = [list(row) for row in ROWS]
    rows.insert(11, ["总计", "31", HIDDEN, "总计", "62", HIDDEN])
    mark = "<tr><td>总计</td><td>31</td><td>888.88"
    return html(rows, (mark, mark.replace("<tr>", "<tr style='display:none'>")))


def without_unit(rows: Rows) -> Rows:
    return [["" if str(cell).startswith("金额单位") else cell for cell in row] for row in rows]


def columns_against_the_head() -> bytes:
    """The heads of two columns changed places; the sentence above the table says how it is."""
    rows = [list(row) for row in SPENDING]
    rows[3][3:5] = ["项目支出", "基本支出"]
    words = "本年支出合计233.67万元，其中：基本支出149.34万元，占63.91%；项目支出84.33万元，占36.09%。"
    return word("三、支出决算情况说明", words, table=rows)


READ = {INCOME: TOTAL}
LATER = ("change", "行政运行", "一般行政管理事务", "信访事务", "住房公积金")

RISKS: tuple[Risk, ...] = (
    # --- what nobody sees ---
    Risk("hidden_rows.xlsx", hidden_rows, READ, never=(("*", OTHER),)),
    Risk("hidden_columns.xlsx", hidden_columns, READ, never=(("*", OTHER),)),
    Risk("commented.xlsx", commented, READ, never=(("*", OTHER),)),
    Risk("vanished_run.docx", lambda: looks("<w:vanish/>"), READ, never=(("*", OTHER), ("*", "88888233670000.00"))),
    Risk("deleted_row.docx", deleted_row, READ, never=(("*", OTHER),)),
    Risk("hidden_row.html", hidden_in_a_page, READ, never=(("*", OTHER),)),
    Risk("white_text.pdf", white_text, READ, never=(("*", OTHER),)),
    Risk("white_text_alone.pdf", lambda: white_text(ALONE), READ, never=(("*", OTHER),)),
    Risk("layer_off_alone.pdf", lambda: layer_switched_off(ALONE), READ, never=(("*", OTHER),)),
    Risk("outside_the_crop.pdf", outside_the_crop, READ, never=(("*", OTHER),)),
    Risk("layer_switched_off.pdf", layer_switched_off, READ, never=(("*", OTHER),)),
    Risk("recognised_wrongly.pdf", recognised_wrongly, never=(("*", "2386100.00"),)),
    # --- what is struck, covered, corrected ---
    Risk("struck.xlsx", struck, READ, never=(("*", OTHER), ("*", "88888233.67"), ("*", "8888823367.00")), or_told=True),
    Risk("struck_run.docx", lambda: looks("<w:strike/>"), READ, never=(("*", OTHER),), or_told=True),
    Risk(
        "deleted.html",
        lambda: html(swapped(233.67, "<del>888.88</del>233.67")),
        READ,
        never=(("*", OTHER),),
        or_told=True,
    ),
    Risk("covered.pdf", covered, READ, never=(("*", OTHER),)),
    Risk("printed_twice.pdf", printed_twice, never=(("收入总计", "*"),)),
    Risk(
        "text_box_over_the_total.xlsx", text_box, told=True, says=("888.88", "文本框", "text box", "drawing", "shape")
    ),
    # The sentence stands as printed; the correction is no second figure and is told.
    Risk("correcting_box.docx", correcting_box, READ, never=(("收入总计", "2356700.00"),), told=True),
    Risk("typed_upon.pdf", typed_upon, READ, or_told=True),
    # --- versions, other bodies, other years ---
    Risk(
        "draft_and_final.xlsx",
        lambda: plain(OLD, ("定稿", [list(row) for row in ROWS])),
        READ,
        never=(("*", OTHER),),
        told=True,
    ),
    Risk(
        "draft_and_final.docx",
        lambda: word(DRAFT, table=OLD, more=[list(row) for row in ROWS]),
        READ,
        never=(("*", OTHER),),
        told=True,
    ),
    Risk("two_departments.xlsx", two_departments_in_one_book, READ, never=(("收入总计", OTHER),), told=True),
    Risk(
        "another_county.docx",
        lambda: word(SENTENCE, "曲阳县信访局2023年度收入总计888.88万元，支出总计888.88万元。"),
        READ,
        never=(("*", OTHER),),
        told=True,
    ),
    Risk(
        "another_county_alone.docx",
        lambda: word(SENTENCE, "曲阳县信访局2023年度机关运行经费支出888.88万元，比上年增加2.00万元。"),
        READ,
        never=(("*", OTHER),),
    ),
    Risk(
        "another_department_alone.xlsx",
        lambda: plain(
            [list(row) for row in ROWS],
            ("采购", swapped("部门：襄垣县信访局", "部门：襄垣县机关事务服务中心", PURCHASES)),
        ),
        READ,
        never=(("*", "9000.00"),),
        or_told=True,
    ),
    Risk(
        "last_year_alone.docx",
        lambda: word(SENTENCE, "2022年度政府采购支出总额100.00万元，机关运行经费支出888.88万元。"),
        READ | {("agency_operating", "机关运行经费", "prior_amount"): OTHER},
        not_so=(("agency_operating", "机关运行经费", "amount"), ("procurement", "政府采购支出总额", "amount")),
        or_told=True,
    ),
    Risk(
        "last_year_in_the_text.docx",
        lambda: word("2022年度收入总计888.88万元，支出总计888.88万元。", SENTENCE),
        READ,
        never=(("*", OTHER),),
        told=True,
    ),
    Risk(
        "last_year_in_the_head.xlsx",
        lambda: plain(swapped("2023年度", "2022年度", [[TITLE, *[""] * 5], *ROWS])),
        told=True,
        says=("2022",),
    ),
    # --- units ---
    Risk("unit_on_page_one.pdf", unit_on_page_one, READ, never=(("*", "233.67"), ("*", "84.33"))),
    Risk(
        "no_unit.xlsx",
        lambda: plain(without_unit([list(row) for row in ROWS])),
        told=True,
        never=(("*", "233.67"), ("*", TOTAL)),
    ),
    Risk(
        "unit_against_unit.xlsx",
        lambda: plain(swapped("金额", "金额（万元）", swapped("金额单位：万元", "金额单位：元"))),
        never=(("*", "233.67"),),
        told=True,
    ),
    Risk(
        "units_in_the_head.xlsx",
        lambda: plain(PURCHASES),
        {
            ("procurement_item", "1/台式计算机", "unit_price"): "4500.00",
            ("procurement_item", "1/台式计算机", "amount"): "9000.00",
        },
        never=(("*", "45000000.00"), ("*", "0.90")),
    ),
    # --- how a figure is written ---
    Risk("more_digits.xlsx", more_digits, READ, never=(("*", "2336651.00"),)),
    Risk(
        "comma_for_point.html",
        lambda: html(swapped(233.67, "1.234,56")),
        told=True,
        never=(("*", "12340.00"), ("*", "12345600.00"), ("*", "12300.00")),
    ),
    Risk(
        "space_for_comma.html",
        lambda: html(swapped(233.67, "1 233.67")),
        {INCOME: "12336700.00"},
        never=(("*", TOTAL), ("*", "10000.00")),
        or_told=True,
    ),
    Risk("hard_spaces.xlsx", lambda: plain(swapped(233.67, "233.67\u00a0\u3000")), READ),
    Risk("broken_in_a_cell.docx", broken_in_a_cell, READ, never=(("*", "2330000.00"), ("*", "670000.00"))),
    Risk(
        "negatives.xlsx",
        negatives,
        never=tuple((f"{name}/增减", "123000.00") for name in LATER[1:]),
        told=False,
        facts={("general_by_function", f"{name}/增减", "change"): "-123000.00" for name in LATER[1:]},
        or_told=True,
    ),
    Risk(
        "negative_in_red.xlsx",
        red_only,
        {("general_by_function", "行政运行/增减", "change"): "-123000.00"},
        never=(("行政运行/增减", "123000.00"),),
    ),
    Risk(
        "percents.xlsx",
        percents,
        {("general_by_function", "行政运行/增减", "change_pct"): "-24.60"},
        never=(("*", "-0.246"), ("*", "-0.25")),
    ),
    Risk(
        "scientific.html",
        lambda: html(swapped("金额单位：万元", "金额单位：元", swapped(233.67, "2.34E+06"))),
        never=(("*", "2.34"), ("*", "2.00"), ("*", "234.06"), ("*", "6.00")),
        or_told=True,
        facts={INCOME: "2340000.00"},
    ),
    Risk("made_a_date.xlsx", dates, READ, told=True, never=(("支出/社会保障和就业支出", "*"),)),
    Risk("errors.xlsx", errors, told=True, never=(("收入总计", "*"), ("支出总计", "*"))),
    Risk("too_narrow.html", lambda: html(replaced((11, 2), "########")), told=True, never=(("收入总计", "*"),)),
    Risk(
        "zeros.xlsx",
        zeros,
        READ,
        cells={
            "收入/政府性基金预算财政拨款收入": ("not_applicable",),
            "收入/国有资本经营预算财政拨款收入": ("not_applicable",),
            "收入/上级补助收入": (None,),
            "年初结转和结余": ("zero",),
            "年末结转和结余": ("not_applicable", None),
        },
    ),
    Risk(
        "footnote_mark.html",
        lambda: html(replaced((11, 2), "233.67①", replaced((11, 5), "233.67注1"))),
        READ,
        never=(("*", "2336710.00"), ("*", "2336700.10")),
        or_told=True,
    ),
    Risk("raised_mark.docx", superscript, READ, never=(("*", "2336710.00"),), or_told=True),
    Risk("raised_mark_in_a_cell.docx", superscript_in_a_cell, READ, never=(("*", "2336710.00"),), or_told=True),
    # --- how a table lies ---
    Risk("last_page_missing.pdf", last_page_missing, {SPENT: TOTAL}, told=True),
    Risk(
        "repeated_at_the_break.pdf",
        repeated_at_the_break,
        {SPENT: TOTAL},
        once=(("expenditure_by_function", "机关事业单位基本养老保险缴费支出/本年支出合计", "amount"),),
    ),
    Risk(
        "beside_itself.pdf",
        beside_itself,
        {SPENT: TOTAL, ("expenditure_by_function", "住房公积金/本年支出合计", "amount"): "220000.00"},
        or_told=True,
    ),
    Risk(
        "merged_amount.xlsx",
        merged_amount,
        READ,
        never=(("支出/公共安全支出", "*"), ("支出/一般公共服务支出", "2116700.00")),
    ),
    Risk(
        "columns_against_the_head.docx",
        columns_against_the_head,
        told=True,
        never=((BASIC[1], "843300.00"), (PROJECTS[1], "1493400.00")),
    ),
    Risk(
        "line_numbers.xlsx",
        numbered_without_head,
        READ,
        never=(("*", "10000.00"), ("*", "310000.00"), ("*", "270000.00"), ("*", "620000.00"), ("*", "20000.00")),
    ),
)
