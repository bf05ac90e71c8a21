"""Web pages: the article without the portal around it, tables on their full grid, every encoding in use."""

import json

import pytest
from hypothesis import given, settings

from parsers.model import Table
from parsers.readers import read
from parsers.readers.html.decoding import decode
from tests.parsers.readers.pdf_maker import Spec
from tests.parsers.readers.shapes import Layout, as_set, layouts, rows_of, texts

PORTAL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>襄垣县信访局_政府信息公开</title>
<meta name="ArticleTitle" content="襄垣县信访局2023年度部门决算公开">
<style>p{{color:red}}</style><script>var a="<p>脚本</p>";</script></head><body>
<div class="header"><a href="/">首页</a><a href="/zw">政务公开</a><p>网站头部2023年</p></div>
<div class="nav"><ul><li><a href="/1">部门预算</a></li></ul></div>
<div class="position">当前位置：首页 &gt; 决算公开</div>
<div class="wrap"><h1>襄垣县信访局2023年度部门决算公开</h1>{body}</div>
<div class="share">分享到：微信 微博</div>
<div id="footer"><p>主办：襄垣县人民政府 备案号：晋ICP备00000000号</p></div></body></html>"""
ARTICLE = "<p>　　一、收入支出决算总体情况说明</p><p>2023年度收入总计233.67万元，支出总计233.67万元，增长10.07%。</p>"


def page(article: str, container: str = '<div class="TRS_Editor">{}</div>') -> bytes:
    return PORTAL.format(body=container.format(article)).encode()


def only_table(html: str) -> Table:
    (table,) = read(page(ARTICLE + html)).tables
    return table


@pytest.mark.parametrize(
    "container",
    [
        '<div class="TRS_Editor">{}</div>',
        '<div id="zoom">{}</div>',
        '<div class="v_news_content">{}</div>',
        '<div id="UCAP-CONTENT">{}</div>',
        '<div class="bt_content">{}</div>',
        '<div class="pages_content"><table><tr><td>{}</td></tr></table></div>',
        '<div class="x1"><div class="x2">{}</div></div>',
        "<article>{}</article>",
    ],
)
def test_the_article_is_found_and_the_portal_around_it_left_away(container: str) -> None:
    model = read(page(ARTICLE * 3, container))
    wanted = ["一、收入支出决算总体情况说明", "2023年度收入总计233.67万元，支出总计233.67万元，增长10.07%。"] * 3
    assert [text for text in texts(model) if text != "襄垣县信访局2023年度部门决算公开"] == wanted
    assert model.title == "襄垣县信访局2023年度部门决算公开"


def test_an_empty_container_does_not_hide_the_article_beside_it() -> None:
    model = read(page(ARTICLE, '<div class="TRS_Editor"></div><div class="main">{}</div>'))
    assert any("233.67万元" in text for text in texts(model))


@settings(max_examples=60)
@given(layouts())
def test_every_cell_and_span_of_a_web_table_is_read(layout: Layout) -> None:
    rows = []
    for number in range(layout.rows):
        cells = sorted((cell for cell in layout.cells if cell.row == number), key=lambda cell: cell.column)
        rows.append(
            "<tr>"
            + "".join(f'<td rowspan="{c.row_span}" colspan={c.column_span}><p>{c.text}</p></td>' for c in cells)
            + "</tr>"
        )
    figures = Spec(layout.rows, 0, "1.00", 1, layout.columns)
    last = f'<tr><td colspan="{layout.columns}">1.00</td></tr>'
    found = only_table(f"<table><tbody>{''.join(rows)}{last}</tbody></table>")
    assert as_set(found) == as_set((*layout.cells, figures))


def test_a_span_that_reaches_below_the_table_is_cut_and_a_span_of_zero_reaches_its_end() -> None:
    found = only_table('<table><tr><td rowspan="9">甲</td><td>1</td></tr><tr><td rowspan="0">2</td></tr></table>')
    assert as_set(found) == as_set((Spec(0, 0, "甲", 2), Spec(0, 1, "1"), Spec(1, 1, "2")))


def test_markup_pasted_from_word_leaves_no_traces() -> None:
    html = """<table class=MsoNormalTable border=1><tr><td width=100 style='mso-border-alt:solid'><p class=MsoNormal>
    <span style='font-family:宋体'>项<o:p></o:p></span><span lang=EN-US>&nbsp;</span><span>目</span></p></td>
    <td><p><!--[if !supportLists]-->金额<!--[endif]--></p></td></tr>
    <tr><td>信访事务<span style="display:none">隐藏</span></td><td>76.61</td></tr>
    <tr height=0><td width=100 style='border:none'></td><td style='border:none'></td></tr></table>"""
    assert [["".join(text.split()) for text in row] for row in rows_of(only_table(html))] == [
        ["项目", "金额"],
        ["信访事务", "76.61"],
    ]


def test_source_line_ends_inside_chinese_text_are_no_spaces_but_between_words_they_are() -> None:
    model = read(
        page("<p>收入总计\r\n   233.67万元，主要\n原因是增加\n项目。</p><p>GK\nform</p><p>甲&nbsp;乙</p>" + ARTICLE)
    )
    assert texts(model)[-5:-2] == ["收入总计 233.67万元，主要原因是增加项目。", "GK form", "甲\xa0乙"]


def test_line_breaks_and_block_elements_end_a_paragraph_and_inline_elements_do_not() -> None:
    html = "<div>一、职责<br>（一）受理<b>来信</b>来访<br/><br/>二、<span>机构</span><p>三</p>四</div>"
    assert texts(read(page(html + ARTICLE)))[-7:-2] == ["一、职责", "（一）受理来信来访", "二、机构", "三", "四"]


def test_headings_have_levels() -> None:
    levels = {
        p.text: p.level for p in read(page("<h2>第一部分</h2><h3><span>一、职责</span></h3>" + ARTICLE)).paragraphs
    }
    assert (levels["第一部分"], levels["一、职责"]) == (2, 3)


def test_a_table_that_only_holds_the_page_together_is_no_table() -> None:
    prose = "".join(
        f"<p>第{n}段，2023年度部门决算公开说明的文字，说明收入支出情况和增减变化的主要原因，以及其他情况。</p>"
        for n in range(12)
    )
    figures = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>信访事务</td><td>76.61</td></tr></table>"
    html = f"<table><tr><td>左栏</td><td>{prose}{figures}</td></tr></table>"
    model = read(page(html))
    assert [rows_of(table) for table in model.tables] == [[["项目", "金额"], ["信访事务", "76.61"]]]
    assert sum("段，2023年度" in text for text in texts(model)) == 12


def test_a_table_inside_a_data_table_is_a_table_of_its_own() -> None:
    html = (
        "<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲<table><tr><td>内</td><td>2.00</td></tr></table></td>"
        "<td>1.00</td></tr></table>"
    )
    found = read(page(ARTICLE + html)).tables
    assert [rows_of(table) for table in found] == [[["项目", "金额"], ["甲", "1.00"]], [["内", "2.00"]]]


def test_an_article_of_scanned_pages_is_noted() -> None:
    model = read(page('<p>2023年度决算</p><img src="1.jpg"><img src="2.jpg">'))
    assert model.notes == ("the page holds 2 images and little text",)


TEXT = "决算——“三公”经费㎡ 镕"


@pytest.mark.parametrize(
    ("codec", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "gb2312", "gb2312"),
        ("gb18030", "gb2312", None),
        ("gb18030", "gbk", "utf-8"),
        ("gb18030", "", None),
        ("utf-8-sig", "gbk", None),
        ("utf-16", "", None),
        ("gb18030", "", "ISO-8859-1"),
        ("gb18030", "iso-8859-1", None),
        ("gb18030", "windows-1252", "big5"),
        ("gb18030", "big5", None),
        ("gb18030", "shift_jis", None),
    ],
)
def test_the_bytes_decide_the_encoding_before_any_declaration(codec: str, declared: str, header: str | None) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    data = f"<html><head>{meta}</head><body><p>{TEXT}</p></body></html>".encode(codec)
    model = read(data, charset=header)
    assert texts(model) == [TEXT]
    assert model.notes == ()


def test_a_broken_byte_costs_one_character_and_is_noted() -> None:
    data = f'<html><head><meta charset="utf-8"></head><body><p>{TEXT * 5}</p></body></html>'.encode()
    model = read(data.replace("三".encode(), b"\xe4\xb8", 1))
    assert texts(model)[0].count("\ufffd") == 1
    assert "utf-8" in model.notes[0]


def test_unknown_encodings_are_no_error() -> None:
    assert decode(b"abc\xff\xfe\xfa", "x-unknown")[0].startswith("abc")


def test_plain_text_and_single_file_pages_are_read() -> None:
    assert texts(read("收入总计233.67万元\n\n支出总计233.67万元".encode("gb18030"))) == [
        "收入总计233.67万元",
        "支出总计233.67万元",
    ]
    mhtml = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<html><body><p>=E5=86=B3=E7=AE=97233.67=E4=B8=87=E5=85=83</p></body></html>\r\n--x--\r\n"
    )
    model = read(mhtml, file_name="决算.mht")
    assert (texts(model), model.media_type) == (["决算233.67万元"], "multipart/related")


TRADITIONAL = "本部門2023年度決算收入總計233.67萬元，支出總計233.67萬元"


@pytest.mark.parametrize("declared", ["big5", "gb2312", "utf-8", "iso-8859-1", ""])
def test_a_page_in_big5_is_read_whatever_it_declares(declared: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    data = f"<html><head>{meta}</head><body><p>{TRADITIONAL}</p></body></html>".encode("big5")
    assert texts(read(data)) == [TRADITIONAL]


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [
        ('style="width:90%; display: table"', 'style="display:table-row"', 'style="DISPLAY:table-cell;padding:2px"'),
        ('role="table"', 'role="row"', 'role="cell"'),
    ],
)
def test_a_table_made_of_other_elements_is_a_table(table: str, row: str, cell: str) -> None:
    def line(*words: str) -> str:
        return f"<div {row}>{''.join(f'<div {cell}><p>{word}</p></div>' for word in words)}</div>"

    html = f"<div {table}>{line('项目', '金额')}{line('信访事务', '76.61')}</div>"
    (found,) = read(page(ARTICLE + html)).tables
    assert rows_of(found) == [["项目", "金额"], ["信访事务", "76.61"]]


def test_cells_without_rows_that_only_stand_side_by_side_are_no_table() -> None:
    cells = "".join(f'<div style="display:table-cell">{word}</div>' for word in "左右")
    html = f'<div style="display:table">{cells}</div>'
    model = read(page(ARTICLE + html))
    assert model.tables == ()
    assert texts(model)[-2:] == ["左", "右"]


@pytest.mark.parametrize(
    "hidden",
    ['style="display:none"', 'style="Display : None !important"', "hidden", 'hidden="hidden"',
     'style="position:absolute;left:-9999px"', 'style="text-indent:-999em"',
     'style="height:0;overflow:hidden;opacity:0"', 'style="position:absolute; clip: rect(0 0 0 0)"',
     'style="visibility:collapse"', 'style="visibility:hidden"', 'style="font-size:0"', 'style="font-size:0px;"',
     'style="mso-hide:all"'],
)  # fmt: skip
def test_what_a_page_hides_is_not_read(hidden: str) -> None:
    html = (
        f"<table><tr><td>项目</td><td>金额</td></tr><tr {hidden}><td>内部</td><td>9.99</td></tr>"
        f"<tr><td>甲</td><td>1.00<span {hidden}>8.88</span></td></tr></table><p {hidden}>支出7.77万元</p>"
    )
    model = read(page(ARTICLE + html))
    assert rows_of(model.tables[0]) == [["项目", "金额"], ["甲", "1.00"]]
    assert not any("7.77" in text for text in texts(model))


def test_small_type_is_not_hidden() -> None:
    assert texts(read(page(ARTICLE + '<p style="font-size:0.9em">支出76.61万元</p>')))[-1] == "支出76.61万元"


@pytest.mark.parametrize("span", ["0", "-3", "", "x", "1.9", "1px", "²"])
def test_a_span_that_is_none_is_one(span: str) -> None:
    found = only_table(
        f'<table><tr><td colspan="{span}">项目</td><td>金额</td></tr><tr><td>甲</td><td>1.00</td></tr></table>'
    )
    assert rows_of(found) == [["项目", "金额"], ["甲", "1.00"]]


def test_a_span_of_a_thousand_ends_with_the_table() -> None:
    found = only_table(
        '<table><tr><td colspan="1000">支出决算表</td></tr><tr><td>项目</td><td colspan="99">金额</td></tr>'
        "<tr><td>甲</td><td>1.00</td></tr></table>"
    )
    assert found.columns == 2
    assert as_set(found) == as_set((
        Spec(0, 0, "支出决算表", 1, 2), Spec(1, 0, "项目"), Spec(1, 1, "金额"), Spec(2, 0, "甲"), Spec(2, 1, "1.00"),
    ))  # fmt: skip


def test_a_cell_never_lies_over_one_that_reaches_down_from_above() -> None:
    found = only_table(
        "<table><tr><td>项目</td><td rowspan=3>12.00</td><td>备注</td></tr><tr><td colspan=3>基本支出</td></tr>"
        "<tr><td>甲</td><td>3.00</td></tr></table>"
    )
    assert as_set(found) == as_set((
        Spec(0, 0, "项目"), Spec(0, 1, "12.00", 3, 1), Spec(0, 2, "备注"), Spec(1, 0, "基本支出"), Spec(2, 0, "甲"),
        Spec(2, 2, "3.00"),
    ))  # fmt: skip


def mail(kind: str, *parts: str) -> bytes:
    body = "".join(f"--x\r\n{part}\r\n" for part in parts)
    return (
        f'From: a@example.com\r\nSubject: x\r\nContent-Type: {kind};\r\n boundary="x"\r\n\r\n{body}--x--\r\n'.encode()
    )


def html_part(words: str) -> str:
    page_of = f"<html><body>{words}</body></html>" if words else "<html><frameset></frameset></html>"
    return f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page_of}"


def test_every_sheet_of_a_workbook_saved_as_one_file_is_read() -> None:
    sheet = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>{}</td><td>{}</td></tr></table>"
    data = mail(
        "multipart/related", html_part(""), html_part(sheet.format("甲", "1.00")), html_part(sheet.format("乙", "2.00"))
    )
    assert [rows_of(table)[1] for table in read(data).tables] == [["甲", "1.00"], ["乙", "2.00"]]


def test_a_mail_is_read_and_what_it_carries_is_named() -> None:
    attachment = 'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF'
    model = read(mail("multipart/mixed", html_part("<p>支出233.67万元</p>"), attachment))
    assert texts(model) == ["支出233.67万元"]
    assert model.notes == ("the attachment a.pdf was not read",)


TABLE = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>本年收入合计</td><td>233.67</td></tr></table>"


def scripted(content: str, shown: str = '<div id="app"></div>') -> bytes:
    detail = json.dumps({"title": "襄垣县信访局2023年度部门决算", "content": content})
    config = f"window._CONFIG = {{SID: '755999', TREE: [{{\"id\": 1}}], DETAIL: {detail}}};"
    nav = '<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a></div>'
    return (
        '<html><head><meta charset="utf-8"><title>襄垣县信访局2023年度部门决算</title>'
        f"<script>{config}</script></head><body>{nav}{shown}</body></html>"
    ).encode()


def test_an_article_that_only_a_script_would_draw_is_read() -> None:
    model = read(scripted(ARTICLE + TABLE))
    assert texts(model) == [
        "一、收入支出决算总体情况说明",
        "2023年度收入总计233.67万元，支出总计233.67万元，增长10.07%。",
    ]
    assert rows_of(model.tables[0]) == [["项目", "金额"], ["本年收入合计", "233.67"]]
    assert model.title == "襄垣县信访局2023年度部门决算"


def test_an_article_that_is_drawn_already_is_read_once() -> None:
    drawn = f'<div class="article-content">{ARTICLE}</div>'
    assert texts(read(scripted(ARTICLE, drawn))) == [
        "一、收入支出决算总体情况说明",
        "2023年度收入总计233.67万元，支出总计233.67万元，增长10.07%。",
    ]


@pytest.mark.parametrize("detail", ["", "null", '{"content": 5}', '{"content": "<p>'])
def test_a_script_without_an_article_changes_nothing(detail: str) -> None:
    drawn = f'<script>window._CONFIG = {{DETAIL: {detail}}};</script><div id="zoom">{ARTICLE}</div>'
    assert texts(read(f"<html><body>{drawn}</body></html>".encode())) == [
        "一、收入支出决算总体情况说明",
        "2023年度收入总计233.67万元，支出总计233.67万元，增长10.07%。",
    ]


def test_a_table_of_boxes_that_a_style_sheet_makes_one_is_read() -> None:
    style = "<style>.t{display:table;width:100%}.t-r{display:table-row}.t-c,#last{ display : table-cell }</style>"
    rows = "".join(
        f"<div class='t-r x'><p class='t-c'>{name}</p><p class='t-c'>{amount}</p></div>"
        for name, amount in (("项目", "金额"), ("甲", "1.00"))
    )
    table = only_table(f"{style}<div class='t'>{rows}</div>")
    assert rows_of(table) == [["项目", "金额"], ["甲", "1.00"]]


def test_a_style_sheet_for_print_makes_no_table() -> None:
    style = "<style media='print'>.t{display:table}.r{display:table-row}.c{display:table-cell}</style>"
    model = read(
        page(f"{ARTICLE}{style}<div class='t'><div class='r'><p class='c'>甲</p><p class='c'>1.00</p></div></div>")
    )
    assert model.tables == ()


def test_amounts_that_stand_in_a_script_alone_are_told() -> None:
    rows = ",".join(f'["一般公共服务支出","{number}.50"]' for number in range(6))
    model = read(page(f"{ARTICLE}<script>var rows=[{rows}];draw(rows);</script>"))
    assert model.notes == ("6 amounts that stand in scripts of the page were not read",)


@pytest.mark.parametrize("script", ["var version='1.25',width=[3.50,4.50,5.50,6.50,7.50]", '["支出合计","3.50"]'])
def test_other_numbers_of_scripts_are_none(script: str) -> None:
    assert read(page(f"{ARTICLE}<script>{script}</script>")).notes == ()
