"""Detail pages: title, dates, publisher, files and images of five families, and the many places where files hide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scrapers.adapters.model import Source
from scrapers.addresses import host_of
from scrapers.attachments import is_file_address
from scrapers.declaration import portal_from
from scrapers.detail import Detail, read_detail

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "portals"
URL = "http://www.a.test/zwgk/czxx/202409/t20240924_1.html"


def read(text: str, url: str = URL, **fields: Any) -> Detail:
    base = {"id": "x", "division": "140423", "family": "static", "entry": [{"url": url}], "hosts": [host_of(url)]}
    return read_detail(Source(text, url), portal_from(base | fields))


@pytest.mark.parametrize("folder", ["trs", "hanweb", "vsb", "ucap", "gkmlpt"])
def test_a_detail_page_comes_out_as_in_its_manifest(folder: str) -> None:
    manifest = json.loads((FIXTURES / folder / "manifest.json").read_text())
    expect = manifest["expect"]["detail"]
    route = next(route for route in manifest["routes"] if route["url"] == expect["url"])
    detail = read((FIXTURES / str(route["file"])).read_text(encoding="utf-8"), expect["url"])
    assert (detail.title, str(detail.published_on), detail.publisher) == (
        expect["title"],
        expect["pub_date"],
        expect["publisher"],
    )
    assert detail.index_no == expect.get("index_no")
    assert [{"url": file.url, "name": file.name} for file in detail.files] == [
        {"url": file["url"], "name": file["name"]} for file in expect["attachments"]
    ]
    assert detail.images == tuple(expect.get("body_images", ()))
    if "written_date" in expect:
        assert str(detail.written_on) == expect["written_date"]
    if "body_tables" in expect:
        assert detail.tables == expect["body_tables"]
    assert detail.notes == ()


def test_all_parts_of_a_split_ucap_article_are_in_one_body() -> None:
    text = (FIXTURES / "ucap" / "detail.html").read_text(encoding="utf-8")
    detail = read(text, "https://www.luping.test/luping/qxfj/czyjs/202609/4c1f8b0e7d2a4936a5b1c0e9f7d3286a.shtml")
    assert all(part in detail.text for part in ("第一部分", "第二部分", "第三部分"))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='./P0.pdf'>决算公开.pdf</a>", [("P0.pdf", "决算公开.pdf")]),
        ("<a href='./P0.PDF' download='决算公开.pdf'></a>", [("P0.PDF", "决算公开.pdf")]),
        ("<a appendix='true' href='./file?id=3' title='决算公开表'>下载</a>", [("file?id=3", "决算公开表")]),
        ("<a href='#' onclick=\"window.open('/f/1.docx')\">决算公开</a>", [("/f/1.docx", "决算公开")]),
        (
            "<a onclick=\"ztbfjyz('/x/downloadztbattach?attachGuid=a','1')\">决算公开表</a>",
            [("/x/downloadztbattach?attachGuid=a", "决算公开表")],
        ),
        ("<a href=\"javascript:location.href='/f/2.xls'\">公开表</a>", [("/f/2.xls", "公开表")]),
        ("<iframe src='/pdfjs/web/viewer.html?file=/f/3.pdf'></iframe>", [("/f/3.pdf", None)]),
        (
            "<iframe src='https://view.officeapps.live.com/op/embed.aspx?src=http%3A%2F%2Fwww.a.test%2Ff%2F5.doc'></iframe>",
            [("/f/5.doc", None)],
        ),
        ("<a href='//ow365.cn/?i=27&furl=http://www.a.test/f/5.xls'>决算公开</a>", [("/f/5.xls", "决算公开")]),
        ("<iframe src='/kk/onlinePreview?url=aHR0cDovL3d3dy5hLnRlc3QvZi81LmRvY3g='></iframe>", [("/f/5.docx", None)]),
        ("<iframe src='/kk/onlinePreview?url=aHR0cDov'></iframe>", []),
        ("<a href='javascript:;' onclick=\"downFile('8a8b','县信访局2025年度部门决算.pdf')\">县信访局决算.pdf</a>", []),
        ("<a href='/pdfjs/viewer.html?file=..%2Ff%2F4.pdf'>决算公开</a>", [("/f/4.pdf", "决算公开")]),
        (
            "<a href='/gw/front/file-download?fileUrl=%2Fattach%2F1.pdf&amp;fileName=a.pdf'>决算公开.pdf</a>",
            [("/gw/front/file-download?fileUrl=%2Fattach%2F1.pdf&fileName=a.pdf", "决算公开.pdf")],
        ),
        ("<a href='/jsp/downFile.jsp?file=/f/1.xls'>公开表</a>", [("/jsp/downFile.jsp?file=/f/1.xls", "公开表")]),
        (
            "<a href='/do.php?job=download&amp;url=aHR0cDovL2E='>表.xls</a>",
            [("/do.php?job=download&url=aHR0cDovL2E=", "表.xls")],
        ),
        ("<iframe src='/api/download/pub?url=/f/2.pdf'></iframe>", [("/api/download/pub?url=/f/2.pdf", None)]),
        ("<iframe src='/file/downView?url=/f/2.pdf'></iframe>", [("/f/2.pdf", None)]),
        ("<a href='/download/pdfjs/web/viewer.html?file=/f/3.pdf'>决算公开</a>", [("/f/3.pdf", "决算公开")]),
        ("<embed src='/f/5.pdf'>", [("/f/5.pdf", None)]),
        ("<a href='javascript:;' data-url='/f/10.pdf'>决算公开.pdf</a>", [("/f/10.pdf", "决算公开.pdf")]),
        ("<div class='file' data-path='/f/11.xls?v=1'>公开表</div>", [("/f/11.xls?v=1", "公开表")]),
        ("<div class='aside'><p data-url='/f/12.pdf'>公开表</p></div><img data-original='/f/1.jpg'>", []),
        ("<object data='/f/6.pdf'></object>", [("/f/6.pdf", None)]),
        ('<script>showVsbpdfIframe("/__local/7.pdf","100%","600","0","",[]);</script>', [("/__local/7.pdf", None)]),
        ('<script>var d = {"url":"\\/f\\/8.docx"};</script>', [("/f/8.docx", None)]),
        (
            '<script>var c = "\\u003Ca href=\\u0022\\/f\\/9.pdf\\u0022\\u003E决算公开\\u003C\\/a\\u003E";</script>',
            [("/f/9.pdf", "决算公开")],
        ),
        (
            "<a href='/system/_content/download.jsp?wbfileid=1'>表.xlsx</a>",
            [("/system/_content/download.jsp?wbfileid=1", "表.xlsx")],
        ),
        ("<a href='/group6/M00/01/x.doc'>说明</a>", [("/group6/M00/01/x.doc", "说明")]),
        ("<a href='/upload/1234'>附件：决算公开表.xls</a>", [("/upload/1234", "附件：决算公开表.xls")]),
        (
            "<a href='/f/a.pdf'>甲</a><a href='/f/a.pdf'>甲</a><a href='https://www.a.test/f/a.pdf'>甲</a>",
            [("/f/a.pdf", "甲")],
        ),
        ("<a href='./a.html'>附件说明</a>", []),
        ("<div class='footer'><a href='/help.pdf'>公开指南</a></div>", []),
        ("<a href='/soft/AdobeReader.zip'>阅读器下载</a>", []),
    ],
)
def test_files_are_found_wherever_they_hide(markup: str, expected: list[tuple[str, str | None]]) -> None:
    detail = read(
        f"<html><body><h1>甲县信访局2023年度部门决算</h1><div id='zoom'><p>正文</p>{markup}</div></body></html>"
    )
    base = "http://www.a.test"
    assert [(file.url, file.name) for file in detail.files] == [
        (base + path if path.startswith("/") else f"{base}/zwgk/czxx/202409/{path}", name) for path, name in expected
    ]


def test_an_unclosed_link_does_not_take_the_name_of_the_next_file() -> None:
    detail = read("<div id='zoom'><a href='1.pdf'>决算公开<p><a href='2.xls'>决算公开表</a></p></div>")
    assert [(file.url.rsplit("/", 1)[1], file.name) for file in detail.files] == [
        ("1.pdf", "决算公开"),
        ("2.xls", "决算公开表"),
    ]


def test_extra_patterns_of_a_portal_name_its_downloads() -> None:
    text = "<div id='zoom'><a href='/fileDown?k=1'>决算公开</a></div>"
    assert read(text).files == ()
    assert [file.url for file in read(text, attachments={"extra_patterns": ["/fileDown"]}).files] == [
        "http://www.a.test/fileDown?k=1"
    ]


@pytest.mark.parametrize(
    ("head", "body", "published", "notes"),
    [
        ("", "<table><tr><td>[ 发布日期 ]</td><td>2024-09-24</td></tr></table>", "2024-09-24", 0),
        ("", "<ul><li><b>发布日期</b>2024-09-24</li></ul>", "2024-09-24", 0),
        ("", "<p>发布时间：2024年9月24日 10:21  来源：县信访局  浏览次数：12</p>", "2024-09-24", 0),
        ("", "<p>发 布 日 期 ： <span>2024/09/24</span></p>", "2024-09-24", 0),
        ("<meta name='pubdate' content='2024-09-24 16:05'>", "", "2024-09-24", 0),
        ("<meta name='PubDate' content='<%=date%>'>", "", None, 0),
        ("<meta name='PubDate' content='2024-09-25'>", "<p>发布日期：2024-09-24</p>", "2024-09-24", 1),
        ("", "<p>成文日期：2024-09-20</p><p>归档时间：2024-10-01</p><p>生成日期：2024-09-21</p>", None, 0),
        ("", "<p>时间：2024-09-24</p><p>发布日期：2024-09-23</p>", "2024-09-23", 0),
        ("", "<p>办公时间：9:00-17:00</p>", None, 0),
    ],
)
def test_the_publication_date_is_read_and_never_made_up(
    head: str, body: str, published: str | None, notes: int
) -> None:
    detail = read(
        f"<html><head>{head}</head><body><h1>甲县2023年度部门决算</h1>{body}<div id='zoom'>正文</div></body></html>"
    )
    assert (str(detail.published_on) if detail.published_on else None, len(detail.notes)) == (published, notes)


def test_labels_without_a_value_do_not_take_the_next_label() -> None:
    table = "<tr><td>[ 发文字号 ]</td><td></td><td>[ 发布机构 ]</td><td></td></tr><tr><td>[ 主题分类 ]</td></tr>"
    detail = read(f"<table>{table}</table><div id='zoom'>正文</div>")
    assert (detail.publisher, detail.index_no) == (None, None)


def test_a_source_label_inside_contentsource_is_cut_off() -> None:
    detail = read("<meta name='ContentSource' content='来源：旗信访局'><div id='zoom'>正文</div>")
    assert detail.publisher == "旗信访局"


@pytest.mark.parametrize(
    ("text", "title", "notes"),
    [
        (
            "<title>甲县信访局2023年度决算_甲县</title><meta name='articletitle' content='甲县信访局2023年度决算'>",
            "甲县信访局2023年度决算",
            0,
        ),
        (
            "<title>政府网</title><meta name='ArticleTitle' content='上级文件模板标题'><h1>甲县信访局2023年度决算</h1>",
            "甲县信访局2023年度决算",
            1,
        ),
        ("<title>甲县信访局2023年度决算 - 甲县政府网</title><p>x</p>", "甲县信访局2023年度决算 - 甲县政府网", 0),
        ("<h2>部门概况与职责</h2><h2>甲县信访局2023年度决算公开</h2>", "甲县信访局2023年度决算公开", 0),
        (
            "<title>甲县信访局2023年决算-甲县预决算平台</title><h1>甲县预决算平台</h1><h2>甲县信访局2023年决算</h2>",
            "甲县信访局2023年决算",
            0,
        ),
        (
            "<title>部门预决算公开平台</title><h1>甲县部门预决算公开平台</h1><h2>甲县信访局2023年度决算</h2>",
            "甲县部门预决算公开平台",
            0,
        ),
    ],
)
def test_the_title_is_trusted_only_when_the_page_shows_it(text: str, title: str, notes: int) -> None:
    detail = read(f"<html><body>{text}<div id='zoom'>正文</div></body></html>")
    assert (detail.title, len(detail.notes)) == (title, notes)


@pytest.mark.parametrize(
    ("body", "figures"),
    [
        ("详见附件。", False),
        ("现将我局2023年度部门决算公开如下，详见附件。联系电话：0355-1234567", False),
        ("2023年度收入总计311.63万元，支出总计311.63万元。", True),
        ("<table><tr><td>单位：万元</td></tr><tr><td>信访事务</td><td>241.70</td><td>12.00</td></tr></table>", True),
        (
            "<table><tr><td>序号</td><td>文件</td></tr><tr><td>1</td><td>决算.pdf</td></tr><tr><td>2</td><td>表.xls</td></tr></table>",
            False,
        ),
    ],
)
def test_a_page_is_a_document_when_its_body_states_figures(body: str, figures: bool) -> None:
    assert read(f"<div id='zoom'>{body}</div>").has_figures is figures


def test_icons_and_tiny_pictures_are_no_scans() -> None:
    small = "<img src='icon_pdf.png'><img src='a.gif'><img src='s.jpg' width='20' height='20'>"
    body = f"{small}<img src='./W0.jpg' width='900'>"
    assert read(f"<div id='zoom'>{body}</div>").images == ("http://www.a.test/zwgk/czxx/202409/W0.jpg",)


def test_the_parts_of_a_split_trs_article_follow_its_own_pager() -> None:
    text = "<div id='zoom'>第一页</div><script>createPageHTML(3, 0, 't20240924_1', 'html');</script>"
    folder = "http://www.a.test/zwgk/czxx/202409/"
    assert read(text).parts == (folder + "t20240924_1_1.html", folder + "t20240924_1_2.html")
    assert read("<script>createPageHTML(3, 0, 'index', 'html');</script>").parts == ()


def test_a_stub_page_tells_where_it_leads() -> None:
    target = "http://www.a.test/new.html"
    assert read("<html><head><meta http-equiv='Refresh' content='0; url=/new.html'></head></html>").leads_to == target
    assert read("<html><script>location.replace('/new.html')</script></html>").leads_to == target
    assert read("<div id='zoom'>" + "正文" * 60 + "</div><script>location.href='/new.html'</script>").leads_to is None


def test_relative_links_follow_the_base_of_the_page() -> None:
    detail = read(
        "<html><head><base href='/other/'></head><body><div id='zoom'><a href='a.pdf'>决算公开</a></div></body></html>"
    )
    assert [file.url for file in detail.files] == ["http://www.a.test/other/a.pdf"]


@pytest.mark.parametrize(
    "address",
    ["/x/a.ofd", "/attach/-1/240215.pdf", "/module/download/downfile.jsp?classid=0&filename=0c6b", "/d?file=x.wps"],
)
def test_addresses_of_files_are_told_from_pages(address: str) -> None:
    assert is_file_address("http://www.a.test" + address)


@pytest.mark.parametrize(
    "address",
    ["/info/1271/43372.htm", "/content.jsp?urltype=news.NewsContentUrl&wbnewsid=1", "/art/2026/art_1.html", "/"],
)
def test_addresses_of_pages_are_no_files(address: str) -> None:
    assert not is_file_address("http://www.a.test" + address)
