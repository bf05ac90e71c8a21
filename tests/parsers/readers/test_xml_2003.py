"""XML Spreadsheet 2003: every cell at its place, as its format shows it; what is wrong with one is named."""

from __future__ import annotations

import pytest

from domain.records import DocumentState
from parsers.model import DEFAULT_LIMITS, Limits, Paragraph, UnreadableDocument
from parsers.readers import media, read, sniff
from tests.parsers.readers.shapes import as_set, rows_of

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
HEAD = '<?xml version="1.0" encoding="{}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
STYLES = (
    '<Style ss:ID="Default" ss:Name="Normal"/>'
    '<Style ss:ID="m"><NumberFormat ss:Format="Standard"/></Style>'
    '<Style ss:ID="p" ss:Parent="m"><NumberFormat ss:Format="0.0%"/></Style>'
    '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
    '<Style ss:ID="b"><Borders><Border ss:Position="Left" ss:LineStyle="Continuous"/></Borders></Style>'
    '<Style ss:ID="bm" ss:Parent="b"><NumberFormat ss:Format="#,##0.00;-#,##0.00;&quot;-&quot;"/></Style>'
)


def cell(text: str | None = None, kind: str = "String", **stated: object) -> str:
    attributes = "".join(f' ss:{name}="{value}"' for name, value in stated.items())
    return f"<Cell{attributes}/>" if text is None else f'<Cell{attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **stated: object) -> str:
    attributes = "".join(f' ss:{name}="{value}"' for name, value in stated.items())
    return f"<Row{attributes}>{''.join(cells)}</Row>"


def workbook(*sheets: str, styles: str = STYLES, head: str = HEAD.format("UTF-8")) -> str:
    return f'{head}<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}"><Styles>{styles}</Styles>{"".join(sheets)}</Workbook>'


def sheet(*rows: str, name: str = "GK03", options: str = "", columns: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{columns}{"".join(rows)}</Table>{options}</Worksheet>'


HEADS = row(cell("项目", MergeDown=1), cell("本年支出", MergeAcross=1)), row(cell("基本", Index=2), cell("项目"))
LINES = (
    row(cell("信访事务"), cell("76.610000000000014", "Number", StyleID="m"), cell("0.4", "Number", StyleID="p")),
    row(cell("2010308"), cell("1234.5", "Number", StyleID="m"), cell("0", "Number", StyleID="bm"), Index=5),
)
SEEN = [
    ["项目", "本年支出"],
    ["基本", "项目"],
    ["信访事务", "76.61", "40.0%"],
    ["", "", ""],
    ["2010308", "1,234.50", "-"],
]


def state_of(text: str, limits: Limits = DEFAULT_LIMITS) -> DocumentState:
    with pytest.raises(UnreadableDocument) as caught:
        read(text.encode(), limits=limits)
    return caught.value.state


@pytest.mark.parametrize("name", ["03表.xls", "03表.xml", None])
@pytest.mark.parametrize(
    ("declared", "codec"),
    [("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig"), ("gb2312", "gb18030"), ("GBK", "gbk"), ("UTF-16", "utf-16")],
)
def test_cells_stand_where_their_indexes_and_merges_put_them(declared: str, codec: str, name: str | None) -> None:
    data = workbook(sheet(*HEADS, *LINES), head=HEAD.format(declared)).encode(codec)
    assert sniff(data) == media.EXCEL_XML
    model = read(data, file_name=name)
    (table,) = model.tables
    assert (model.media_type, model.reader, model.pages) == (media.EXCEL_XML, "xml_2003", 1)
    assert rows_of(table) == SEEN
    assert as_set(table) >= {(0, 0, "项目", 2, 1), (0, 1, "本年支出", 1, 2), (1, 1, "基本", 1, 1)}


def test_a_file_without_a_declaration_or_with_a_prefix_is_known() -> None:
    bare = workbook(sheet(*HEADS, *LINES), head="")
    prefixed = bare.replace("<", "<ss:").replace("<ss:/", "</ss:").replace('xmlns="', 'xmlns:o="')
    assert [rows_of(read(one.encode()).tables[0]) for one in (bare, prefixed)] == [SEEN, SEEN]


def test_values_are_printed_as_excel_shows_them() -> None:
    marked = '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">收入<B>合</B>计</ss:Data></Cell>'
    values = row(
        marked,
        cell("45291", "Number", StyleID="d"),
        cell("2023-12-31T00:00:00.000", "DateTime", StyleID="d"),
        cell("2023-12-31T00:00:00.000", "DateTime"),
        cell("#DIV/0!", "Error", Formula="=A1/0"),
        cell("1", "Boolean"),
        cell("&#160;=4人&#10;", "String"),
        cell("1.2E2", "Number"),
    )
    (table,) = read(workbook(sheet(row(cell("甲"), cell("乙")), values)).encode()).tables
    assert rows_of(table)[1] == [
        "收入合计", "2023/12/31", "2023/12/31", "2023-12-31", "#DIV/0!", "TRUE", "=4人", "120",
    ]  # fmt: skip


def test_styles_of_rows_and_columns_hold_where_a_cell_has_none() -> None:
    columns = '<Column ss:StyleID="p"/><Column ss:Index="3" ss:StyleID="m" ss:Span="1"/>'
    numbers = [cell("0.5", "Number") for _ in range(5)]
    book = workbook(sheet(row(*numbers), row(*numbers, StyleID="m"), columns=columns))
    assert rows_of(read(book.encode()).tables[0]) == [["50.0%", "0.5", "0.50", "0.50", "0.5"], ["0.50"] * 5]


def test_borders_tell_the_table_from_its_captions() -> None:
    framed = [row(*(cell(text, StyleID="b") for text in line)) for line in (("科目", "金额"), ("教育", "12.00"))]
    blocks = read(workbook(sheet(row(cell("支出表"), cell("甲")), *framed)).encode()).blocks
    assert isinstance(blocks[0], Paragraph)
    assert rows_of(read(workbook(sheet(*framed)).encode()).tables[0]) == [["科目", "金额"], ["教育", "12.00"]]


def test_what_is_hidden_or_not_computed_is_said_and_comments_are_not_read() -> None:
    options = 'WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"'
    hidden = f"<{options}><Visible>SheetVeryHidden</Visible></WorksheetOptions>"
    comment = '<Cell><Data ss:Type="String">合计</Data><Comment><ss:Data>核对 999</ss:Data></Comment></Cell>'
    model = read(
        workbook(
            sheet(
                row(cell("项目"), cell("旧数"), cell("金额")),
                row(cell("内部"), cell("1", "Number"), cell("2", "Number"), Hidden=1),
                row(comment, cell("3", "Number"), '<Cell ss:Formula="=SUM(C1)"/>'),
                row(cell("其他"), cell("3", "Number"), cell("4", "Number")),
                columns='<Column ss:Index="2" ss:Hidden="1"/>',
            ),
            sheet(row(cell("旧"), cell("888.88", "Number")), name="旧表", options=hidden),
        ).encode()
    )
    assert rows_of(model.tables[0]) == [["项目", "金额"], ["合计", ""], ["其他", "4"]]
    assert model.notes == (
        "sheet 'GK03': 1 formulas have no stored result",
        "sheet 'GK03': 1 rows and 1 columns are hidden and were not read",
        "sheet '旧表' is hidden and was not read",
    )


def test_a_file_that_excel_would_not_open_is_damaged() -> None:
    over = row(cell("项目", MergeDown=1)), row(cell("甲"))
    back = row(cell("甲", Index=3), cell("乙", Index=2))
    whole = workbook(sheet(*HEADS, *LINES))
    for text in (workbook(sheet(*over)), workbook(sheet(back)), whole[: len(whole) * 2 // 3]):
        assert state_of(text) is DocumentState.DAMAGED


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("甲", MergeDown=1048575, MergeAcross=16383)),
        row(cell("甲")) + row(cell("乙", Index=16384), Index=1048576),
    ],
)
def test_a_sheet_that_spans_too_much_is_too_large(rows: str) -> None:
    assert state_of(workbook(sheet(rows))) is DocumentState.TOO_LARGE


def test_an_empty_workbook_is_empty_and_an_entity_is_not_resolved() -> None:
    assert state_of(workbook(sheet(row(cell())))) is DocumentState.EMPTY
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    book = workbook(sheet(row(cell("甲"), cell("&a;")), row(cell("乙"), cell("2"))), head=entity)
    assert rows_of(read(book.encode()).tables[0]) == [["甲", "&a;"], ["乙", "2"]]
