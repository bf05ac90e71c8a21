"""Writes a Word document (WordprocessingML) with real merged cells, bookmarks, page breaks and charts."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from infra.samples.build import charts
from infra.samples.build.content import ChartData, Content, Line
from infra.samples.build.grid import Grid
from infra.samples.build.package import zip_bytes

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"
TABLE_WIDTH = 9060  # twentieths of a point
HEADING_1 = re.compile(r"^\s*第[一二三四五六七八]部分")
HEADING_2 = re.compile(r"^\s*[一二三四五六七八九十]+、[^。，；：]{2,30}$")

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
STYLES = f"""{XML}<w:styles xmlns:w="{W}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"
 w:eastAsia="仿宋_GB2312"/>
<w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
<w:pPr><w:widowControl w:val="0"/><w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="TableText"><w:name w:val="Table Text"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>
<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>
{BORDERS}
</w:tblBorders></w:tblPr></w:style></w:styles>"""


def run(text: str) -> str:
    """Runs of one paragraph's text; tabs become tab elements."""
    pieces = [f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in text.split("\t")]
    return f"<w:r>{'<w:tab/>'.join(pieces)}</w:r>" if text else ""


def split_run(text: str) -> str:
    """The text in two runs, as an editor leaves it after a correction; a reader must join them."""
    if len(text) < 24:
        return run(text)
    middle = len(text) // 2
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return run(text[:middle]) + run(text[middle:]).replace("<w:r>", f"<w:r>{hint}", 1)


class DocxWriter:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.bookmarks = 0
        self.parts: dict[str, bytes] = {}
        self.relations = [
            ("rId1", f"{R}/styles", "styles.xml"),
        ]
        self.overrides = [
            ("/word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
            ("/word/styles.xml", f"{OFFICE}.wordprocessingml.styles+xml"),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ]

    def build(self) -> bytes:
        body, previous_table = [], False
        for block in self.content.blocks:
            if isinstance(block, Grid):
                if previous_table:
                    body.append("<w:p/>")
                body.append(self.table(block))
            elif isinstance(block, ChartData):
                body.append(self.chart(block))
            else:
                body.append(self.paragraph(block))
            previous_table = isinstance(block, Grid)
        section = (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1440" w:right="1420" w:bottom="1440" w:left="1420"'
            ' w:header="851" w:footer="992" w:gutter="0"/>'
            "</w:sectPr>"
        )
        document = (
            f'{XML}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}{section}</w:body></w:document>'
        )
        return zip_bytes(
            {
                "[Content_Types].xml": self.content_types().encode(),
                "_rels/.rels": self.relationships(
                    [
                        ("rId1", f"{R}/officeDocument", "word/document.xml"),
                        ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                    ]
                ).encode(),
                "docProps/core.xml": self.core().encode(),
                "word/document.xml": document.encode(),
                "word/_rels/document.xml.rels": self.relationships(self.relations).encode(),
                "word/styles.xml": STYLES.encode(),
                **self.parts,
            }
        )

    def paragraph(self, line: Line) -> str:
        text = line.text
        style = ""
        if line.title:
            style = "Title"
        elif HEADING_1.match(text):
            style = "Heading1"
        elif HEADING_2.match(text) or (any(mark.startswith("_Toc") for mark in line.bookmarks) and len(text) < 40):
            style = "Heading2"
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        if not style and len(text) > 30 and not text.startswith(" "):
            properties = '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
        marks = ""
        for name in line.bookmarks:
            number = self.bookmarks
            marks += f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/><w:bookmarkEnd w:id="{number}"/>'
            self.bookmarks += 1
        new_page = '<w:r><w:br w:type="page"/></w:r>' if line.page_break else ""
        return f"<w:p>{properties}{new_page}{marks}{split_run(text)}</w:p>"

    def table(self, grid: Grid) -> str:
        scale = TABLE_WIDTH / sum(grid.widths)
        widths = [round(width * scale) for width in grid.widths]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(self.row(grid, index, widths) for index in range(grid.rows))
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def row(self, grid: Grid, index: int, widths: list[int]) -> str:
        cells = []
        for cell, starts in grid.in_row(index):
            wide = sum(widths[cell.column : cell.column + cell.column_span])
            span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
            merge = ""
            if cell.row_span > 1:
                merge = '<w:vMerge w:val="restart"/>' if starts else "<w:vMerge/>"
            text = cell.text if starts else ""
            align = '<w:jc w:val="center"/>' if len(text) < 12 else ""
            lines = "".join(
                f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{align}</w:pPr>{run(line)}</w:p>'
                for line in text.split("\n")
            )
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
                f"{lines}</w:tc>"
            )
        head = "<w:trPr><w:tblHeader/></w:trPr>" if index < grid.header_rows else ""
        return f"<w:tr>{head}{''.join(cells)}</w:tr>"

    def chart(self, data: ChartData) -> str:
        number = sum(name.startswith("word/charts/chart") for name in self.parts) + 1
        relation = f"rId{len(self.relations) + 1}"
        self.relations.append((relation, f"{R}/chart", f"charts/chart{number}.xml"))
        self.overrides.append((f"/word/charts/chart{number}.xml", f"{OFFICE}.drawingml.chart+xml"))
        self.parts[f"word/charts/chart{number}.xml"] = charts.chart_xml(data).encode()
        self.parts[f"word/charts/_rels/chart{number}.xml.rels"] = self.relationships(
            [("rId1", f"{R}/package", f"../embeddings/Microsoft_Excel_Sheet{number}.xlsx")]
        ).encode()
        self.parts[f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"] = charts.workbook(data)
        return charts.drawing(relation, number, data.title)

    def relationships(self, relations: list[tuple[str, str, str]]) -> str:
        items = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in relations)
        return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'

    def content_types(self) -> str:
        overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in self.overrides)
        defaults = (
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="xlsx" ContentType="{OFFICE}.spreadsheetml.sheet"/>'
        )
        return f'{XML}<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'

    def core(self) -> str:
        return (
            f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(self.content.title)}</dc:title><dc:creator>Administrator</dc:creator>"
            '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
            '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
        )


def build(content: Content) -> bytes:
    """The Word file of ``content``."""
    return DocxWriter(content).build()
