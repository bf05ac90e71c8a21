"""The labelled lines as one set of final accounts, in every file format: forms, sentences, notes, heads and feet."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice

from docx import Document

from infra.samples.build.package import with_fixed_dates
from tests.parsers.readers.ocr import scans
from tests.parsers.readers.word_maker import docx as chart_docx
from tests.privacy.planted import Line
from tests.unseen import render_docx, render_html, render_ofd, render_pdf, render_xls, render_xlsx
from tests.unseen.model import Block, Cell, File, Table

#: What each kind of file is called. ``doc`` is a Word file under the name of the older format, as offices post it.
FORMATS = ("html", "docx", "xlsx", "xls", "doc", "pdf", "ofd", "scan")
_SENTENCES_EACH = 14
SCAN_DPI = 150


def file_bytes(kind: str, name: str, given: Sequence[Line]) -> bytes:
    """The document in one format; ``name`` is the agency's."""
    blocks = list(_blocks(name, given))
    if kind in {"xlsx", "xls"}:
        blocks = [Block("break", "sheet", "公开表"), *blocks]
        render = render_xlsx.render if kind == "xlsx" else render_xls.render
        return render(File(f"a.{kind}", {}, blocks))
    if kind in {"docx", "doc"}:
        return with_fixed_dates(_with_heads(render_docx.render(File("a.docx", {}, blocks)), given))
    if kind == "html":
        return render_html.render(File("a.html", {"look": "wps"}, blocks))
    pdf = render_pdf.render(File("a.pdf", {"size": "9", "margin": "1.6"}, blocks))
    if kind == "ofd":
        return render_ofd.render(pdf)
    return scanned(pdf) if kind == "scan" else pdf


def scanned(pdf: bytes) -> bytes:
    """The PDF as a scanner returns it."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        pages = range(1, len(document) + 1)
    turned = (scans.page_image(pdf, page, dpi=SCAN_DPI, skew=0.3 * (-1) ** page, noise=1.0) for page in pages)
    return scans.image_pdf(turned, dpi=SCAN_DPI, quality=55)


def chart(given: Sequence[Line]) -> bytes | None:
    """A Word file with one chart whose categories are the lines for charts."""
    names = [line.text for line in given if line.place == "charts"]
    if not names:
        return None
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>' for at, name in enumerate(names))
    values = "".join(f'<c:pt idx="{at}"><c:v>{at + 1}.5</c:v></c:pt>' for at in range(len(names)))
    part = (
        "<c:chartSpace><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>项目支出（单位：万元）</a:t></a:r></a:p></c:rich></c:tx>"
        "</c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:ptCount val='1'/><c:pt idx='0'>"
        f"<c:v>支出</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>{points}</c:strCache></c:strRef>"
        f"</c:cat><c:val><c:numRef><c:numCache>{values}</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea>"
        "</c:chart></c:chartSpace>"
    )
    drawing = (
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="
        '"http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rId9"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart" Target="charts/chart1.xml"/>'
        "</Relationships>"
    )
    return chart_docx(
        f"<w:p><w:r><w:t>项目支出情况图</w:t></w:r></w:p>{drawing}",
        {"word/charts/chart1.xml": part, "word/_rels/document.xml.rels": relations},
    )


def _blocks(agency: str, given: Sequence[Line]) -> Iterator[Block]:
    at = {place: [line for line in given if line.place == place] for place in {line.place for line in given}}
    sentences = iter(at.get("sentences", ()))
    notes = iter(at.get("notes", ()))
    yield Block("text", "title", f"{agency}2024年度部门决算")
    for line in at.get("heads", ()):
        yield Block("text", "line", line.text)
    yield Block("text", "part", "第一部分 部门概况")
    yield from _said(sentences)
    yield Block("text", "part", "第二部分 2024年度部门决算表")
    yield Block("text", "title", "收入支出决算总表")
    yield Block("text", "right", "金额单位：万元")
    yield _table(
        [
            ["收入", "", "支出", ""],
            ["项目", "金额", "项目", "金额"],
            ["一、一般公共预算财政拨款收入", "233.67", "一、一般公共服务支出", "233.67"],
            ["本年收入合计", "233.67", "本年支出合计", "233.67"],
            ["总计", "233.67", "总计", "233.67"],
        ],
        head=2,
    )
    yield from _noted(notes)
    yield Block("text", "part", "第三部分 2024年度部门决算情况说明")
    yield Block("text", "plain", "2024年度收入总计233.67万元，支出总计233.67万元。")
    for heading in ("信访工作情况", "“三公”经费情况说明", "预算绩效情况说明", "国有资产占用情况说明"):
        yield Block("text", "section", heading)
        yield from _said(sentences)
    yield Block("text", "section", "名词解释")
    yield from _said(sentences, every=True)
    yield Block("text", "title", "项目支出表")
    yield Block("text", "right", "金额单位：万元")
    names = [line.text for line in at.get("projects", ())]
    rows = [[name, "2.00", "1.50"] for name in names]
    yield _table(
        [["项目名称", "年初预算数", "决算数"], *rows, ["合计", f"{2 * len(rows)}.00", f"{1.5 * len(rows):.2f}"]]
    )
    yield from _noted(notes)
    for line in at.get("tables", ()):
        yield Block("text", "title", "项目支出明细表")
        yield Block("text", "right", "金额单位：万元")
        yield _table(line.rows)
    yield from _forms(agency, at.get("cells", ()), at.get("targets", ()), notes)
    for line in notes:
        yield Block("text", "line", line.text)


def _said(sentences: Iterator[Line], *, every: bool = False) -> Iterator[Block]:
    for line in sentences if every else islice(sentences, _SENTENCES_EACH):
        yield Block("text", "plain", line.text)


def _noted(notes: Iterator[Line]) -> Iterator[Block]:
    for line in islice(notes, 2):
        yield Block("text", "line", line.text)


def _forms(agency: str, cells: Sequence[Line], targets: Sequence[Line], notes: Iterator[Line]) -> Iterator[Block]:
    """Self-evaluation forms of projects, each with a share of the labelled cells and of the targets."""
    each = 14
    left = iter(targets)
    for start in range(0, max(len(cells), 1), each):
        pairs = [(line.label, line.text) for line in cells[start : start + each]]
        if len(pairs) % 2:
            pairs.append(("", ""))
        rows = [["项目名称", f"信访工作经费{start // each + 1}", "主管部门", agency]]
        rows += [[*pairs[at], *pairs[at + 1]] for at in range(0, len(pairs), 2)]
        rows += [
            ["项目资金（万元）", "年初预算数", "全年执行数", "执行率"],
            ["年度资金总额", "20.00", "10.00", "50.00%"],
            ["一级指标", "三级指标", "年度指标值", "实际完成值"],
        ]
        share = -(-len(targets) // max(1, -(-len(cells) // each)))
        rows += [["产出指标", line.text, "≥1件", line.text] for line in islice(left, share)]
        yield Block("text", "title", "项目支出绩效自评表")
        yield Block("text", "right", "（2024年度）")
        yield _table(rows, head=0)
        yield from _noted(notes)


def _table(rows: Sequence[Sequence[str]], head: int = 1) -> Block:
    width = max(map(len, rows))
    cells = [Cell(text, row, column) for row, one in enumerate(rows) for column, text in enumerate(one)]
    return Block("table", table=Table(cells, len(rows), width, head, {}))


def _with_heads(data: bytes, given: Sequence[Line]) -> bytes:
    """The Word file with the lines for heads and feet where Word keeps them."""
    document = Document(io.BytesIO(data))
    lines = [line.text for line in given if line.place == "heads"]
    document.sections[0].header.paragraphs[0].text = " ".join(lines)
    document.sections[0].footer.paragraphs[0].text = " ".join(lines)
    document.core_properties.title = "部门决算"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
