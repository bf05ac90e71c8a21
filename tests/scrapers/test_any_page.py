"""Whatever bytes a portal sends, reading ends: rows, a detail, or a named refusal; never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers import walls
from scrapers.adapters.model import ListPage, Source, UnreadableList
from scrapers.adapters.registry import engine_of
from scrapers.charset import decode
from scrapers.detail import Detail, read_detail
from scrapers.rules import Adapter
from tests.scrapers.fakes import declare

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:bs4", "ignore::UserWarning:scrapers")
URL = "http://www.a.test/czxx/index.html"
PIECES = [
    "<ul>", "</ul>", "<li>", "</li>", "<a href='", "'>", "</a>", "./t20240924_1.html", "P0.pdf", "//", "http://[",
    "襄垣县信访局2023年度部门决算", "2024-09-24", "2024-13-45", "<script>", "</script>", "\\", "9" * 40, "null",
    "createPageHTML(3, 0, 'index', 'html')", "var url='x'; var title='决算';", "<datastore>", "</datastore>",
    "document.writeln(\"<li><a href='1'>决算</a></li>\")", "<recordset>", "<record><![CDATA[", "]]></record>",
    "<totalrecord>99</totalrecord>", "$('#1').jpage({totalRecord:9,perPage:3,", "ajaxParam:{col:1}", "})",
    "window._CONFIG = {SID: '1', TREE: [", "]}", "{\"articles\": [", "{\"total\": ", "<!--", "-->", "<iframe src='",
    "<meta http-equiv='refresh' content='0;url=", "<td>[ 发布日期 ]</td>", "：", "\x00", "\ud7ff", " ",
    "querydata=\"{'pageId':'1'}\"", "\\u003Ca href=\\u0022x.pdf\\u0022\\u003E",
]  # fmt: skip
SOURCES = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ENGINES = [adapter for adapter in Adapter if adapter is not Adapter.MANUAL]


@settings(max_examples=150, deadline=None)
@given(SOURCES, st.sampled_from(ENGINES))
def test_any_list_page_gives_rows_or_says_that_it_is_no_list(text: str, adapter: Adapter) -> None:
    portal = declare(adapter=adapter.value, api={"items_path": "articles", "url": "/api?p={p}"})
    engine = engine_of(adapter)
    try:
        page = engine.read(Source(text, URL), engine.first(portal, portal.entry[0]), portal, portal.entry[0])
    except UnreadableList:
        return
    assert isinstance(page, ListPage)
    assert all(row.url.startswith(("http://", "https://")) for row in page.rows)
    assert len({row.key for row in page.rows}) == len(page.rows)


@settings(max_examples=150, deadline=None)
@given(SOURCES)
def test_any_detail_page_is_read(text: str) -> None:
    detail = read_detail(Source(text, URL), declare())
    assert isinstance(detail, Detail)
    assert all(file.url.startswith(("http://", "https://")) for file in detail.files)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_can_be_looked_at(data: bytes) -> None:
    text = decode(data).text
    walls.by_content(text)
    assert isinstance(read_detail(Source(text, URL), declare()), Detail)
