"""DOCX: merged cells, nested tables, tracked changes, text boxes, content controls, lists, headings, charts."""

import base64
import io
import zipfile

import pytest
from hypothesis import given, settings

from domain.records import DocumentState
from parsers.model import Chart, Paragraph, Table, UnreadableDocument
from parsers.readers import office_suite, read
from tests.parsers.readers.pdf_maker import Spec
from tests.parsers.readers.shapes import Layout, as_set, layouts, rows_of, texts
from tests.parsers.readers.word_maker import cell, docx, paragraph, row, run, table


def table_of(body: str) -> Table:
    (found,) = read(docx(body)).tables
    return found


def as_word(layout: Layout) -> str:
    """The layout as Word writes it: a grid, spans, and vertical merges continued in every row."""
    rows = []
    for number in range(layout.rows):
        cells: list[tuple[int, str]] = []
        for spec in layout.cells:
            if spec.row <= number < spec.row + spec.row_span:
                merge = None
                if spec.row_span > 1:
                    merge = "restart" if number == spec.row else "continue"
                text = spec.text if number == spec.row else ""
                cells.append((spec.column, cell(text or paragraph(), spec.column_span, merge)))
        rows.append(row(*[text for _, text in sorted(cells)]))
    return table(*rows)


@settings(max_examples=60)
@given(layouts())
def test_every_cell_and_merge_of_a_word_table_is_read(layout: Layout) -> None:
    assert as_set(table_of(as_word(layout))) == as_set(layout.cells)


def test_rows_that_begin_further_right_keep_their_columns() -> None:
    found = table_of(table(row(cell("项目"), cell("金额")), row(cell("1.00"), before=1)))
    assert as_set(found) == as_set((Spec(0, 0, "项目"), Spec(0, 1, "金额"), Spec(1, 1, "1.00")))


def test_a_grid_finer_than_the_cells_is_no_column_and_a_fully_merged_row_no_row() -> None:
    found = table_of(
        table(
            row(cell("项目", 3, "restart"), cell("金额", 2, "restart")),
            row(cell("", 3, "continue"), cell("", 2, "continue")),
            row(cell("信访事务", 3), cell("76.61", 2)),
        )
    )
    assert (found.rows, found.columns) == (2, 2)
    assert rows_of(found) == [["项目", "金额"], ["信访事务", "76.61"]]


def test_paragraphs_and_line_breaks_of_a_cell_are_its_lines() -> None:
    inner = paragraph("第一段") + paragraph() + paragraph(inside=f"{run('第二')}<w:r><w:br/></w:r>{run('段')}")
    assert rows_of(table_of(table(row(cell(inner), cell("1"))))) == [["第一段\n第二\n段", "1"]]


def test_inserted_text_is_read_and_deleted_or_moved_text_is_not() -> None:
    body = paragraph(
        inside=run("预算")
        + f"<w:ins>{run('233.67')}</w:ins>"
        + "<w:del><w:r><w:delText>999.99</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('888.88')}</w:moveFrom><w:moveTo>{run('万元')}</w:moveTo>"
    )
    rows = table(row(cell("留下"), cell("1")), row(cell("删去"), cell("2"), deleted=True))
    model = read(docx(body + rows))
    assert texts(model) == ["预算233.67万元"]
    assert rows_of(model.tables[0]) == [["留下", "1"]]


def test_field_codes_and_hidden_text_are_not_shown_but_field_results_are() -> None:
    body = paragraph(
        inside='<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>'
        + run("12")
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        + '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>页</w:t></w:r>'
    )
    assert texts(read(docx(body))) == ["12页"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('金额单位：万元')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(docx(paragraph("支出决算表", inside=drawing)))) == ["支出决算表", "金额单位：万元"]


def test_content_controls_are_transparent_around_paragraphs_rows_cells_and_runs() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = control(paragraph("第一部分")) + table(
        row(control(cell("项目")), cell(paragraph(inside=control(run("金额"))))), control(row(cell("甲"), cell("1.00")))
    )
    model = read(docx(body))
    assert texts(model) == ["第一部分"]
    assert rows_of(model.tables[0]) == [["项目", "金额"], ["甲", "1.00"]]


def test_a_table_inside_a_cell_is_a_table_of_its_own_and_a_frame_around_a_table_is_none() -> None:
    inner = table(row(cell("内一"), cell("内二")))
    outer = table(row(cell(paragraph("外") + inner + paragraph()), cell("1")))
    assert [rows_of(found) for found in read(docx(outer)).tables] == [[["外", "1"]], [["内一", "内二"]]]
    framed = table(row(cell(paragraph("表前") + inner)))
    model = read(docx(framed))
    assert texts(model) == ["表前"]
    assert [rows_of(found) for found in model.tables] == [[["内一", "内二"]]]


STYLES = (
    "<w:styles>"
    '<w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="a2"><w:name w:val="部分"/><w:basedOn w:val="a1"/></w:style>'
    '<w:style w:styleId="a3"><w:name w:val="小节"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    "</w:styles>"
)


def test_heading_levels_come_from_the_paragraph_or_its_styles() -> None:
    body = (
        paragraph("一", '<w:pStyle w:val="a1"/>')
        + paragraph("二", '<w:pStyle w:val="a2"/>')
        + paragraph("三", '<w:pStyle w:val="a3"/>')
        + paragraph("四", '<w:pStyle w:val="a3"/><w:outlineLvl w:val="9"/>')
        + paragraph("五", '<w:outlineLvl w:val="1"/>')
        + paragraph("六")
    )
    levels = [found.level for found in read(docx(body, {"word/styles.xml": STYLES})).paragraphs]
    assert levels == [1, 1, 3, None, 2, None]


NUMBERING = (
    '<w:numbering><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def test_numbers_that_word_counts_are_part_of_the_text() -> None:
    def item(text: str, level: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')

    body = (
        item("职责", 0)
        + item("甲", 1)
        + item("乙", 1)
        + item("丙", 2)
        + item("点", 3)
        + item("机构", 0)
        + item("丁", 1)
    )
    found = texts(read(docx(body, {"word/numbering.xml": NUMBERING})))
    assert found == ["一、职责", "（一）甲", "（二）乙", "二.3丙", "点", "二、机构", "（一）丁"]


CHART = (
    "<c:chartSpace><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>收、支决算</a:t></a:r><a:r><a:t>总计变动情况</a:t></a:r></a:p>"
    "</c:rich></c:tx></c:title><c:plotArea><c:barChart>"
    "<c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>收入</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    "<c:cat><c:strRef><c:strCache><c:pt idx='0'><c:v>2018年</c:v></c:pt>"
    "<c:pt idx='1'><c:v>2019年</c:v></c:pt></c:strCache>"
    "</c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>0.00</c:formatCode>"
    "<c:pt idx='0'><c:v>310.17</c:v></c:pt><c:pt idx='1'><c:v>382.3</c:v></c:pt></c:numCache></c:numRef></c:val>"
    "</c:ser>"
    "<c:ser><c:val><c:numRef><c:numCache><c:formatCode>0%</c:formatCode><c:pt idx='1'><c:v>0.83</c:v></c:pt>"
    "</c:numCache></c:numRef></c:val></c:ser>"
    "</c:barChart></c:plotArea></c:chart></c:chartSpace>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId4" Type="chart" Target="charts/chart1.xml"/></Relationships>'
)


def test_a_chart_gives_title_series_categories_and_printed_values_where_it_stands() -> None:
    drawing = (
        '<w:r><w:drawing><a:graphic><a:graphicData><c:chart r:id="rId4"/></a:graphicData></a:graphic></w:drawing></w:r>'
    )
    body = paragraph("图1") + paragraph(inside=drawing) + paragraph("图后")
    model = read(docx(body, {"word/charts/chart1.xml": CHART, "word/_rels/document.xml.rels": RELATIONS}))
    assert [type(block) for block in model.blocks] == [Paragraph, Chart, Paragraph]
    assert model.charts[0].title == "收、支决算总计变动情况"
    assert model.charts[0].points == (
        ("收入", "2018年", "310.17"),
        ("收入", "2019年", "382.30"),
        ("", "2", "83%"),
    )


def test_title_of_the_file_is_told() -> None:
    core = '<cp:p xmlns:cp="x" xmlns:dc="y"><dc:title>襄垣县信访局决算</dc:title></cp:p>'
    assert read(docx(paragraph("一"), {"docProps/core.xml": core})).title == "襄垣县信访局决算"


def related(target: str, kind: str = "aFChunk") -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


WEB = (
    "<html><body><p>二、支出决算</p><table><tr><td>项目</td><td>金额</td></tr><tr><td>信访事务</td><td>76.61</td></tr>"
)


MULTIPART = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Transfer-Encoding: 8bit\n"


@pytest.mark.parametrize(
    "chunk",
    [
        WEB + "</table></body></html>",
        f"{MULTIPART}Content-Type: text/html; charset=utf-8\n\n{WEB}</table></body></html>\n--x--\n",
    ],
    ids=["html", "mht"],
)
def test_a_chunk_in_another_format_is_read_where_it_stands(chunk: str) -> None:
    body = paragraph("一、概况") + '<w:altChunk r:id="rId7"/>' + paragraph("三、名词解释")
    parts = {"word/chunk.mht": chunk, "word/_rels/document.xml.rels": related("chunk.mht")}
    model = read(docx(body, parts))
    assert texts(model) == ["一、概况", "二、支出决算", "三、名词解释"]
    assert [type(block).__name__ for block in model.blocks] == ["Paragraph", "Paragraph", "Table", "Paragraph"]
    assert rows_of(model.tables[0]) == [["项目", "金额"], ["信访事务", "76.61"]]


def test_a_chunk_that_is_not_read_or_not_there_is_noted() -> None:
    body = paragraph("一、概况") + '<w:altChunk r:id="rId7"/><w:altChunk r:id="rId8"/>'
    parts = {"word/chunk.rtf": "{\\rtf1 1}", "word/_rels/document.xml.rels": related("chunk.rtf")}
    assert read(docx(body, parts)).notes == (
        "a part of the text (altChunk, application/rtf) was not read",
        "a part of the text (altChunk) is missing in the file",
    )


def package_of(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def test_the_strict_variant_of_the_format_reads_as_the_usual_one() -> None:
    body = paragraph("支出决算表") + table(
        row(cell("项目", 2), cell("金额")), row(cell("201"), cell("信访"), cell("76.61"))
    )
    space = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" w:conformance="strict"'
    document = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    model = read(package_of({"[Content_Types].xml": "<Types/>", "word/document.xml": document}))
    assert texts(model) == ["支出决算表"]
    assert as_set(model.tables[0]) == as_set((
        Spec(0, 0, "项目", 1, 2), Spec(0, 2, "金额"), Spec(1, 0, "201"), Spec(1, 1, "信访"), Spec(1, 2, "76.61"),
    ))  # fmt: skip


def test_a_file_with_macros_is_read_like_any_other() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("支出233.67万元")))) as usual:
        parts = {name: usual.read(name).decode("utf-8") for name in usual.namelist()}
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert parts["[Content_Types].xml"] != types
    data = package_of({**parts, "word/vbaProject.bin": "macros"})
    assert texts(read(data, file_name="决算.docm")) == ["支出233.67万元"]


def test_text_and_rows_that_a_style_or_the_row_hides_are_not_shown() -> None:
    styles = (
        '<w:styles><w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Draft"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="DraftNote"><w:basedOn w:val="Draft"/></w:style></w:styles>'
    )
    secret = '<w:r><w:rPr><w:rStyle w:val="Secret"/>{}</w:rPr><w:t>{}</w:t></w:r>'
    hidden_row = row(cell("内部"), cell("9.00")).replace("<w:trPr>", "<w:trPr><w:hidden/>")
    body = (
        paragraph(inside=run("支出") + secret.format("", "999") + secret.format('<w:vanish w:val="0"/>', "76.61"))
        + paragraph("草稿", '<w:pStyle w:val="DraftNote"/>')
        + table(row(cell("项目"), cell("金额")), hidden_row, row(cell("甲"), cell("1.00")))
    )
    model = read(docx(body, {"word/styles.xml": styles}))
    assert texts(model) == ["支出76.61"]
    assert rows_of(model.tables[0]) == [["项目", "金额"], ["甲", "1.00"]]


@pytest.mark.parametrize(
    ("font", "char", "shown"),
    [
        ("Wingdings 2", "F052", "支出1☑5万元"),
        ("Symbol", "F02E", "支出1.5万元"),
        ("Symbol", "F037", "支出175万元"),
        ("宋体", "FF0E", "支出1．5万元"),
        ("Wingdings", "F037", "支出1\ufffd5万元"),
        ("Private", "F02E", "支出1\ufffd5万元"),
        ("", "", "支出1\ufffd5万元"),
    ],
)
def test_a_symbol_is_shown_or_marked_so_that_no_figure_closes_over_it(font: str, char: str, shown: str) -> None:
    symbol = f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'
    assert texts(read(docx(paragraph(inside=run("支出1") + symbol + run("5万元"))))) == [shown]


def flat(data: bytes) -> str:
    """A DOCX as one XML file."""
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != "[Content_Types].xml"}
    held = {
        name: f"<pkg:xmlData>{content.decode()}</pkg:xmlData>"
        if name.endswith((".xml", ".rels"))
        else f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
        for name, content in parts.items()
    }
    written = "".join(f'<pkg:part pkg:name="/{name}">{content}</pkg:part>' for name, content in held.items())
    return f'<?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="{space}">{written}</pkg:package>'


def test_a_word_file_as_one_xml_file_is_read_with_its_lists_and_tables() -> None:
    body = paragraph("职责", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>') + table(
        row(cell("项目"), cell("金额")), row(cell("基本支出"), cell("76.61"))
    )
    data = docx(body, {"word/numbering.xml": NUMBERING, "word/media/a.png": "x"})
    for head in ("", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', "\ufeff"):
        model = read((head + flat(data)).encode(), file_name="公开.doc")
        assert (model.media_type, model.blocks) == ("application/vnd.ms-word.xml", read(data).blocks)


def test_the_older_word_xml_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_suite, "suite_program", lambda: None)
    old = '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
    with pytest.raises(UnreadableDocument, match="LibreOffice") as caught:
        read(old.encode())
    assert caught.value.state is DocumentState.UNSUPPORTED


def test_footnotes_stand_after_the_text_and_their_marks_touch_no_figure() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    footnotes = (
        f'<w:footnotes {space}><w:footnote w:id="-1" w:type="separator">{paragraph("----")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("含上年结转12.50万元。")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("无人引用")}</w:footnote></w:footnotes>'
    )
    body = paragraph(inside=run("支出233.67") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("万元。"))
    model = read(docx(body + paragraph("二、其他"), {"word/footnotes.xml": footnotes}))
    assert texts(model) == ["支出233.67万元。", "二、其他", "含上年结转12.50万元。"]


def test_tables_in_heads_of_pages_and_embedded_objects_are_noted() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = f"<w:hdr {space}>{table(row(cell('预算数'), cell('233.67')))}</w:hdr>"
    plain = f"<w:hdr {space}>{table(row(cell('某县信访局'), cell('决算公开')))}</w:hdr>"
    sheet = '<w:r><w:object><o:OLEObject xmlns:o="urn:o" ProgID="Excel.Sheet.12" r:id="rId9"/></w:object></w:r>'
    parts = {"word/header1.xml": head, "word/header2.xml": plain}
    assert read(docx(paragraph("支出决算表", inside=sheet), parts)).notes == (
        "an embedded object (Excel.Sheet.12) was not read",
        "a table in word/header1.xml (head or foot of the pages) was not read",
    )
