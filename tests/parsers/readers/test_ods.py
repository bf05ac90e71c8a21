"""OpenDocument spreadsheets: texts as shown, repeated and hidden rows, spans, borders."""

import io
import zipfile

import pytest

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers import media, read
from tests.parsers.readers.pdf_maker import Spec
from tests.parsers.readers.shapes import as_set, rows_of, texts


def ods(tables: str, styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument spreadsheet with the given ``table:table`` elements."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"),
        )
    )  # fmt: skip
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def ods_row(*cells: str, settings: str = "") -> str:
    """A row of cells; each is a text, or the attributes and the text separated by ``|``."""
    made = []
    for cell in cells:
        attributes, _, words = cell.rpartition("|")
        made.append(f"<table:table-cell {attributes}>{f'<text:p>{words}</text:p>' if words else ''}</table:table-cell>")
    end = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row {settings}>{''.join(made)}{end}</table:table-row>"


TWICE = 'table:number-rows-repeated="2"'


def test_an_opendocument_sheet_is_read_as_it_shows_its_cells() -> None:
    remark = "<office:annotation><text:p>内部批注</text:p></office:annotation>"
    first = "".join((
        '<table:table table:name="GK01"><table:table-column/><table:table-column table:visibility="collapse"/>',
        ods_row("", "", "公开01表"),
        ods_row("部门：某县信访局", "", "金额单位：万元"),
        "<table:table-header-rows>", ods_row("项目", "底稿", "金额"), "</table:table-header-rows>",
        ods_row("一般公共预算<text:s/>收入", "9", 'office:value-type="float" office:value="2336700"|233.67'),
        ods_row("", "", 'office:value-type="percentage" office:value="0.95"|95.00%', settings=TWICE),
        ods_row("内部", "1", "1", settings='table:visibility="collapse"'),
        ods_row("合计", "", f"100{remark}"),
        ods_row("", settings='table:number-rows-repeated="1048000"'),
        "</table:table>",
    ))  # fmt: skip
    hidden = f'<table:table table:name="底稿" table:style-name="h">{ods_row("不", "看")}</table:table>'
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    model = read(ods(first + hidden, style))
    assert texts(model) == ["公开01表", "部门：某县信访局\t金额单位：万元"]
    assert rows_of(model.tables[0]) == [
        ["项目", "金额"], ["一般公共预算 收入", "233.67"], ["", "95.00%"], ["", "95.00%"], ["合计", "100"],
    ]  # fmt: skip
    assert (model.media_type, model.reader, model.pages, model.tables[0].name) == (media.ODS, "ods", 1, "GK01")
    assert model.notes == (
        "sheet 'GK01': 1 rows and 1 columns are hidden and were not read", "sheet '底稿' is hidden and was not read",
    )  # fmt: skip


def test_merged_and_bordered_cells_of_an_opendocument_sheet() -> None:
    style = (
        '<style:style style:name="b"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>'
        '<style:style style:name="n"><style:table-cell-properties fo:border="none"/></style:style>'
    )
    box = 'table:style-name="b"'
    covered = f"<table:covered-table-cell {box}/>"
    table = (
        '<table:table table:name="表">'
        + ods_row('table:style-name="n"|本表单位为元', 'table:style-name="n"|2023')
        + f'<table:table-row><table:table-cell {box} table:number-columns-spanned="2"><text:p>项目</text:p>'
        f'</table:table-cell>{covered}<table:table-cell {box} table:number-rows-spanned="2"><text:p>合计</text:p>'
        "</table:table-cell></table:table-row>"
        f"<table:table-row><table:table-cell {box}><text:p>编码</text:p></table:table-cell><table:table-cell {box}>"
        f"<text:p>名称</text:p></table:table-cell>{covered}</table:table-row>"
        + ods_row(f"{box}|201", f"{box}|信访", f"{box}|3.50")
        + "</table:table>"
    )
    (found,) = read(ods(table, style)).tables
    assert as_set(found) == as_set((
        Spec(0, 0, "项目", 1, 2), Spec(0, 2, "合计", 2, 1), Spec(1, 0, "编码"), Spec(1, 1, "名称"),
        Spec(2, 0, "201"), Spec(2, 1, "信访"), Spec(2, 2, "3.50"),
    ))  # fmt: skip


LONG = ods_row("1", settings='table:number-rows-repeated="99999999"')
WIDE = ods_row('table:number-columns-repeated="999999999"|1')


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (ods("", manifest="<encryption-data/>"), DocumentState.ENCRYPTED),
        (ods(f"<table:table>{LONG}</table:table>"), DocumentState.TOO_LARGE),
        (ods(f"<table:table>{WIDE}</table:table>"), DocumentState.TOO_LARGE),
        (ods(""), DocumentState.EMPTY),
    ],
)
def test_opendocument_sheets_that_cannot_be_read_are_named(data: bytes, state: DocumentState) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(data)
    assert caught.value.state is state
