"""Lists of five families come out exactly as their manifests say; pagers in all their forms; hazards are visible."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scrapers.adapters.model import ListPage, PageRequest, Source, UnreadableList
from scrapers.adapters.pagers import read_pager
from scrapers.adapters.registry import engine_of
from scrapers.addresses import host_of
from scrapers.declaration import Portal, portal_from
from scrapers.html import parse

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "portals"
MANIFESTS = {
    name: json.loads((FIXTURES / name / "manifest.json").read_text())
    for name in ("trs", "hanweb", "vsb", "ucap", "gkmlpt")
}


def portal_of(family: str, url: str, **fields: Any) -> Portal:
    base = {"id": "x", "division": "140423", "family": family, "entry": [{"url": url}], "hosts": [host_of(url)]}
    return portal_from(base | fields)


def text_at(folder: str, url: str) -> str:
    route = next(route for route in MANIFESTS[folder]["routes"] if route["url"] == url)
    return (FIXTURES / str(route["file"])).read_text(encoding=str(route["encoding"]))


def read(portal: Portal, text: str, request: PageRequest | None = None) -> ListPage:
    engine = engine_of(portal.adapter)
    request = request or engine.first(portal, portal.entry[0])
    return engine.read(Source(text, request.url), request, portal, portal.entry[0])


def items(page: ListPage) -> list[dict[str, str | None]]:
    return [
        {"url": row.url, "title": row.title, "date": row.date.isoformat() if row.date else None} for row in page.rows
    ]


def expected(folder: str, name: str) -> list[dict[str, str | None]]:
    return [{key: item[key] for key in ("url", "title", "date")} for item in MANIFESTS[folder]["expect"][name]["items"]]


def following(page: ListPage) -> str | None:
    return page.next.url if page.next else None


@pytest.mark.parametrize(
    ("folder", "family"), [("trs", "trs"), ("vsb", "vsb"), ("ucap", "ucap"), ("hanweb", "hanweb_jpage")]
)
def test_page_1_and_page_2_of_a_family_come_out_as_in_its_manifest(folder: str, family: str) -> None:
    expect = MANIFESTS[folder]["expect"]
    portal = portal_of(family, expect["list_p1"]["url"])
    first = read(portal, text_at(folder, expect["list_p1"]["url"]))
    assert items(first) == expected(folder, "list_p1")
    assert following(first) == expect["list_p1"]["next"]
    assert first.next is not None
    second = read(portal, text_at(folder, expect["list_p2"]["url"]), first.next)
    assert items(second) == expected(folder, "list_p2")
    assert following(second) == expect["list_p2"]["next"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("trs", "list_p1"),
        ("trs", "list_p2"),
        ("vsb", "list_p1"),
        ("vsb", "list_p2"),
        ("ucap", "list_p1"),
        ("ucap", "list_p2"),
        ("trs", "list_jsrows"),
    ],
)
def test_rows_are_recognised_by_their_shape_where_no_family_is_known(folder: str, name: str) -> None:
    url = MANIFESTS[folder]["expect"][name]["url"]
    assert items(read(portal_of("static", url), text_at(folder, url))) == expected(folder, name)


def test_rows_written_by_inline_script_are_read_without_running_it() -> None:
    url = MANIFESTS["trs"]["expect"]["list_jsrows"]["url"]
    page = read(portal_of("trs", url), text_at("trs", url))
    assert items(page) == expected("trs", "list_jsrows")
    assert (following(page), page.claimed_pages, page.claimed_rows) == (
        MANIFESTS["trs"]["expect"]["list_jsrows"]["next"],
        25,
        490,
    )


def test_a_hanweb_group_is_asked_for_by_post_with_the_pages_own_parameters() -> None:
    expect = MANIFESTS["hanweb"]["expect"]
    route = next(one for one in MANIFESTS["hanweb"]["routes"] if one["url"] == expect["list_p2"]["url"])
    first = read(portal_of("hanweb_jpage", expect["list_p1"]["url"]), text_at("hanweb", expect["list_p1"]["url"]))
    assert first.next is not None
    assert (first.next.form, first.next.referer) == (route["request_body"], expect["list_p1"]["url"])
    assert first.claimed_rows == 10


def test_a_hanweb_answer_without_a_record_set_is_no_list() -> None:
    expect = MANIFESTS["hanweb"]["expect"]
    portal = portal_of("hanweb_jpage", expect["list_p1"]["url"])
    first = read(portal, text_at("hanweb", expect["list_p1"]["url"]))
    assert first.next is not None
    with pytest.raises(UnreadableList):
        read(portal, "<html>访问出错</html>", first.next)
    empty = read(portal, (FIXTURES / "hanweb" / "list_p2_empty.xml").read_text(), first.next)
    assert (empty.rows, empty.declared_empty) == ((), False)  # "not supported", not "end of list"


def test_a_hanweb_column_without_a_record_set_is_read_as_a_plain_list() -> None:
    url = "http://www.w.test/col/col1/index.html"
    text = (
        "<ul><li><a href='/art/2026/9/18/art_1_2.html'>甲县信访局2025年度部门决算</a><span>2026-09-18</span></li></ul>"
    )
    assert [row.url for row in read(portal_of("hanweb_jpage", url), text).rows] == [
        "http://www.w.test/art/2026/9/18/art_1_2.html"
    ]


def test_the_xxgk_module_is_a_fragment_and_can_be_kept_to_its_column() -> None:
    expect = MANIFESTS["hanweb"]["expect"]["xxgk_search_p2"]
    route = next(one for one in MANIFESTS["hanweb"]["routes"] if one["url"] == expect["url"])
    fields = {
        name: value.replace("2", "{p}") if name == "currpage" else value
        for name, value in route["request_body"].items()
    }
    portal = portal_of(
        "hanweb_xxgk",
        "http://www.wangchuan.test/col/col30777/index.html",
        api={"url": expect["url"].replace("currpage=2", "currpage={p}"), "fields": fields},
    )
    request = PageRequest(expect["url"], 2, form=route["request_body"])
    page = read(portal, text_at("hanweb", expect["url"]), request)
    assert items(page) == expected("hanweb", "xxgk_search_p2")
    assert (page.number, page.claimed_pages, following(page)) == (2, 2, None)
    first = engine_of(portal.adapter).first(portal, portal.entry[0])
    assert first.form is not None
    assert (first.url, first.form["currpage"]) == (expect["url"].replace("currpage=2", "currpage=1"), "1")
    kept = portal.model_copy(update={"list": portal.list.model_copy(update={"address": "art_30777_"})})
    assert [row.title for row in read(kept, text_at("hanweb", expect["url"]), request).rows] == [
        "区信访局2024年度部门决算"
    ]


def test_a_ucap_search_is_json_with_tags_taken_out_of_titles() -> None:
    expect = MANIFESTS["ucap"]["expect"]["search_p2"]
    portal = portal_of("ucap_json", expect["url"].replace("page=2", "page=1"))
    page = read(portal, text_at("ucap", expect["url"]), PageRequest(expect["url"], 2))
    assert items(page) == expected("ucap", "search_p2")
    assert (page.claimed_rows, page.next) == (17, None)
    first = read(portal, text_at("ucap", expect["url"]))
    assert first.next is not None
    assert "page=2" in first.next.url


def test_gkmlpt_leads_from_its_shell_to_the_column_and_through_its_pages() -> None:
    expect = MANIFESTS["gkmlpt"]["expect"]
    portal = portal_of("gkmlpt", expect["index"]["url"])
    shell = read(portal, text_at("gkmlpt", expect["index"]["url"]))
    assert (shell.leads_on, shell.rows, following(shell)) == (True, (), expect["index"]["first_api"])
    first = read(portal, text_at("gkmlpt", expect["api_p1"]["url"]), shell.next)
    assert items(first) == expected("gkmlpt", "api_p1")
    assert (following(first), first.site, first.rows[0].publisher) == (
        expect["api_p1"]["next"],
        "南汐市信访局",
        "南汐市信访局",
    )
    second = read(portal, text_at("gkmlpt", expect["api_p2"]["url"]), first.next)
    assert items(second) == expected("gkmlpt", "api_p2")
    assert second.next is None


def test_gkmlpt_with_declared_parameters_needs_no_shell() -> None:
    entry = [{"url": "http://www.nanxi.test/gkmlpt/index", "parameters": {"sid": "755999", "classify": "6114"}}]
    portal = portal_of("gkmlpt", "http://www.nanxi.test/gkmlpt/index", entry=entry)
    assert (
        engine_of(portal.adapter).first(portal, portal.entry[0]).url == MANIFESTS["gkmlpt"]["expect"]["api_p1"]["url"]
    )


JPAAS = """<html><body><div class="list" querydata="{'webId':'3185','pageId':'1229847292','parseType':'bulidstatic',
'pageType':'column','tagId':'信息列表','tplSetId':'abc'}" count="31" rows="15"
unitUrl="/api-gateway/jpaas-publish-server/front/page/build/unit"><ul><li class="clearfix">
<a class="bt-left" href="/col/col1229847292/art/2026/art_0123456789abcdef0123456789abcdef.html"
title="望川区信访局2025年度部门决算">望川区信访局2025年…</a>
<span class="bt-right">2026-09-18</span></li></ul></div></body></html>"""


def test_jpaas_asks_for_page_2_inside_paramjson_and_reads_html_inside_json() -> None:
    url = "http://www.w.test/col/col1229847292/index.html"
    portal = portal_of("hanweb_jpaas", url)
    first = read(portal, JPAAS)
    assert [(row.title, str(row.date)) for row in first.rows] == [("望川区信访局2025年度部门决算", "2026-09-18")]
    assert first.next is not None
    assert first.next.url == (
        "http://www.w.test/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=bulidstatic&webId=3185&tplSetId=abc"
        "&pageType=column&tagId=%E4%BF%A1%E6%81%AF%E5%88%97%E8%A1%A8&editType=null&pageId=1229847292"
        "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A15%7D"
    )
    assert first.next.referer == url
    answer = {
        "success": True,
        "data": {
            "html": "<p class='lb-list'><a href='/x/art_1.html'>望川区信访局2024年度部门决算</a> [2025-09-30]</p>"
        },
    }
    second = read(portal, json.dumps(answer), first.next)
    assert [(row.url, row.title, str(row.date)) for row in second.rows] == [
        ("http://www.w.test/x/art_1.html", "望川区信访局2024年度部门决算", "2025-09-30")
    ]
    assert second.next is not None
    third = read(portal, json.dumps(answer), second.next)
    assert third.next is None  # 3 x 15 covers the 31 that are claimed
    with pytest.raises(UnreadableList):
        read(portal, "<html>403</html>", first.next)


TITLE = "甲县信访局2023年度部门决算"
ROW = "<li><a href='./202609/t20260918_1.html' title='{t}'>{t}</a><b>2026-09-18</b></li>"
LIST = "<html><body><ul class='list-t'>" + ROW.format(t="甲县信访局2025年度部门决算") + "</ul>{pager}</body></html>"
BASE = "http://www.a.test/czxx/"


@pytest.mark.parametrize(
    ("pager", "page_2", "pages"),
    [
        ("<script>createPageHTML(28, 0, 'index', 'html');</script>", "index_1.html", 28),
        ('<script>createPageHTML(25, 0, "index", "shtml", "black2", 490);</script>', "index_1.shtml", 25),
        ("<script>createPageHTML('paging', 25, 1, 'index', 'html', 500);</script>", "index_2.html", 25),
        ("<script>createPageHTML('page_div',10, 1,'xlist','shtml',189);</script>", "xlist_2.shtml", 10),
        ("<script>createPage(5, 0, 'index_10954', 'html')</script>", "index_10954_1.html", 5),
        ("<script>$('.pagination').pagination('setPage', 1, 12)</script>", "index_2.html", 12),
        ("<div class='page'><a href='list_2.html'>下一页</a> 共3页</div>", "list_2.html", 3),
        ("<div class='pages'><a class='next' href='javascript:go(2)'>下一页</a></div>", None, None),
        ("<script>createPageHTML(1, 0, 'index', 'html');</script>", None, 1),
    ],
)
def test_page_2_follows_from_what_the_pager_prints(pager: str, page_2: str | None, pages: int | None) -> None:
    page = read(portal_of("trs", BASE + "index.html"), LIST.replace("{pager}", pager))
    assert following(page) == (BASE + page_2 if page_2 else None)
    assert page.claimed_pages == pages


@pytest.mark.parametrize(
    ("rule", "entry", "pager", "page_2"),
    [
        ({"rule": "suffix_zero_based", "prefix": "index"}, BASE, "<script>var countPage = 9</script>", "index_1.html"),
        ({"rule": "suffix_one_based", "ext": "shtml"}, BASE + "list.html", "", "list_2.shtml"),
        ({"rule": "path", "ext": "html"}, BASE + "1.html", "", "2.html"),
        ({"rule": "query", "parameter": "pageIndex"}, BASE + "x?type=4", "", "x?type=4&pageIndex=2"),
        ({"rule": "template", "template": "page_{p}.html"}, BASE, "", "page_2.html"),
        ({"rule": "reverse"}, BASE + "czyjs.htm", "<span class='p_t'>1/11</span>", "czyjs/10.htm"),
        ({"rule": "none"}, BASE, "<script>createPageHTML(9, 0, 'index', 'html')</script>", None),
    ],
)
def test_a_declared_page_rule_builds_the_next_address(
    rule: dict[str, str], entry: str, pager: str, page_2: str | None
) -> None:
    page = read(portal_of("static", entry, page=rule), LIST.replace("{pager}", pager))
    assert following(page) == (BASE + page_2 if page_2 else None)


def test_lonsun_counts_the_current_page_as_a_sum() -> None:
    source = "Ls.pagination('#page_1', function(i){}, {currPage:(0+1),pageCount:66});"
    pager = read_pager(source, parse(""), BASE, BASE)
    assert (pager.number, pager.pages) == (1, 66)


@pytest.mark.parametrize(
    ("row", "title", "date"),
    [
        (
            "<li><a href='1.html' title='甲县信访局2023年度部门决算公开'>甲县信访局2023年…</a><b>2024-09-24</b></li>",
            "甲县信访局2023年度部门决算公开",
            "2024-09-24",
        ),
        (
            "<li><a href='1.html'>甲县信访局2023年度部门决算<span class='date'>2024/09/24</span></a></li>",
            "甲县信访局2023年度部门决算",
            "2024-09-24",
        ),
        (
            "<li><a href='1.html'>甲县信访局2023年度部门决算 2024-09-24</a></li>",
            "甲县信访局2023年度部门决算",
            "2024-09-24",
        ),
        (
            "<li><i>24</i><em>2024-09</em><a href='1.html'>甲县信访局2023年度部门决算</a></li>",
            "甲县信访局2023年度部门决算",
            "2024-09-24",
        ),
        (
            "<li><a href='1.html'>甲县信访局2023年度部门决算</a><span>[09-24]</span></li>",
            "甲县信访局2023年度部门决算",
            None,
        ),
        ("<li><a href='1.html'>甲县信访局2023年度部门决算</a><span>2024-02-30</span></li>", TITLE, None),
        (
            "<tr><td>1</td><td><a href='1.html'>甲县信访局2023年度部门决算</a></td><td>2024年9月24日</td></tr>",
            "甲县信访局2023年度部门决算",
            "2024-09-24",
        ),
        (
            "<li><a href='1.html'><img src='x.png' alt='甲县信访局2023年度部门决算'></a><b>2024-09-24</b></li>",
            "甲县信访局2023年度部门决算",
            "2024-09-24",
        ),
        (
            "<li><a href='1.html' title='文章标题：甲县信访局2023年度部门决算\n作  者：佚名'>甲县…</a>2024-09-24</li>",
            "甲县信访局2023年度部门决算",
            "2024-09-24",
        ),
        (
            "<li><a href='1.html' title='标题：甲县信访局2023年度部门决算 点击数：12'>甲县</a><b>2024-09-24</b></li>",
            "甲县信访局2023年度部门决算",
            "2024-09-24",
        ),
        ("<li><a href='/f/%E5%86%B3%E7%AE%97.pdf'></a><b>2024-09-24</b></li>", "决算.pdf", "2024-09-24"),
        ("<li><a href='1.html'></a><b>2024-09-24</b></li>", "", "2024-09-24"),
    ],
)
def test_titles_and_dates_of_rows_in_their_many_forms(row: str, title: str, date: str | None) -> None:
    holder = f"<table>{row}</table>" if row.startswith("<tr") else f"<ul>{row}</ul>"
    selector = "table tr" if row.startswith("<tr") else "ul li"
    portal = portal_of("static", BASE, list={"rows": [selector], "date": {"select": []}})
    page = read(portal, f"<html><body>{holder}</body></html>")
    assert [(one.title, str(one.date) if one.date else None) for one in page.rows] == [(title, date)]


@pytest.mark.parametrize(
    ("function", "method", "asked"),
    [
        ("document.f.pageNo.value=p; document.f.submit();", "post", ("list.jsp", {"catid": "3", "pageNo": "2"})),
        ("$('#pageNo').val(p); $('#f').submit();", "get", ("list.jsp?catid=3&pageNo=2", None)),
        ("document.getElementById('pageNo').value = p;\n document.forms[0].submit()", "GET",
         ("list.jsp?catid=3&pageNo=2", None)),
        ("document.f.pageNo.value=p;", "post", None),
        ("document.f.other.value=p; document.f.submit();", "post", None),
    ],
)  # fmt: skip
def test_a_pager_may_set_a_field_and_submit_its_form(function: str, method: str, asked: tuple[str, Any] | None) -> None:
    fields = "<input type='hidden' name='catid' value='3'><input type='hidden' name='pageNo' id='pageNo' value='1'>"
    text = (
        f"<ul><li><a href='1.html'>{TITLE}</a><b>2024-09-24</b></li></ul><form name='f' id='f' method='{method}' "
        f"action='list.jsp'>{fields}第1/2页 <a href='javascript:go(2)'>下一页</a></form>"
        f"<script>function go(p){{ {function} }} function other(p){{ document.f.submit() }}</script>"
    )
    following = read(portal_of("static", BASE), text).next
    assert (following and (following.url.removeprefix(BASE), following.form)) == asked


def test_an_unclosed_link_ends_at_the_next_one() -> None:
    text = (
        f"<ul><li><a href='1.html' title='{TITLE}'>甲县<b>2024-09-24</b></li>"
        f"<li><a href='2.html'>{TITLE}</a><b>2024-09-23</b></li></ul>"
    )
    page = read(portal_of("static", BASE), text)
    assert [(row.url, str(row.date)) for row in page.rows] == [
        (BASE + "1.html", "2024-09-24"),
        (BASE + "2.html", "2024-09-23"),
    ]


def test_templates_that_no_script_filled_are_no_rows() -> None:
    row = "<li ms-repeat='list'><a href='{{el.url}}'>{{el.title}}</a></li>"
    text = f"<ul class='gl-ul'>{row}</ul><div class='page'>共1页</div>"
    page = read(portal_of("trs", BASE), text)
    assert (page.rows, page.recognised) == ((), True)


def test_navigation_is_not_taken_for_a_list() -> None:
    text = (
        "<div class='nav'><ul>"
        + "".join(f"<li><a href='/n{n}/'>政府信息公开专栏第{n}号</a></li>" for n in range(8))
        + "</ul></div><p>没有内容</p>"
    )
    page = read(portal_of("static", BASE), text)
    assert (page.rows, page.recognised, page.declared_empty) == ((), False, True)


def test_an_empty_column_says_so_or_stays_unexplained() -> None:
    pager = "<script>createPageHTML(0, 0, 'index', 'html')</script>"
    silent = read(portal_of("trs", BASE), f"<div class='zfxxgk_zdgkc'><ul></ul></div>{pager}")
    told = read(portal_of("trs", BASE), f"<div class='zfxxgk_zdgkc'><ul>暂无相关信息</ul></div>{pager}")
    assert (silent.rows, silent.recognised, silent.declared_empty) == ((), True, False)
    assert (told.rows, told.recognised, told.declared_empty) == ((), True, True)


def test_a_column_that_is_only_an_iframe_leads_to_it() -> None:
    portal = portal_of("iframe", BASE)
    shell = read(portal, "<html><body><iframe src='/inner/list.html'></iframe></body></html>")
    assert (shell.leads_on, following(shell)) == (True, "http://www.a.test/inner/list.html")
    foreign = read(portal, "<html><body><iframe src='http://www.other.test/list.html'></iframe></body></html>")
    assert not foreign.leads_on


@pytest.mark.parametrize(
    "script",
    [
        f"<script>document.writeln(\"<li><a href='1.html'>{TITLE}</a><span>2024-09-24</span></li>\");</script>",
        f'<script>var d=[{{infolist:[{{"title":"{TITLE}","daytime":"2024-09-24","url":"1.html"}}]}}];</script>',
    ],
)
def test_rows_in_scripts_are_read_from_literals(script: str) -> None:
    page = read(portal_of("static", BASE), f"<html><body>{script}</body></html>")
    assert [(row.url, row.title, str(row.date)) for row in page.rows] == [
        (BASE + "1.html", "甲县信访局2023年度部门决算", "2024-09-24")
    ]


def test_a_json_list_is_read_by_declared_names_also_as_jsonp() -> None:
    portal = portal_of(
        "ucap_json",
        "http://www.a.test/igs/front/search.jhtml",
        api={
            "url": "/igs/front/search.jhtml?code={code}&pageNumber={p}&pageSize={per_page}",
            "items_path": "page.content",
            "title_key": ["DOCTITLE"],
            "url_key": ["DOCPUBURL"],
            "date_key": ["PUBDATE"],
            "total_key": "page.total",
            "per_page": 2,
        },
        entry=[{"url": "http://www.a.test/igs/front/search.jhtml", "parameters": {"code": "f0e1"}}],
    )
    request = engine_of(portal.adapter).first(portal, portal.entry[0])
    assert request.url == "http://www.a.test/igs/front/search.jhtml?code=f0e1&pageNumber=1&pageSize=2"
    answer = {
        "page": {
            "total": 3,
            "content": [
                {"DOCTITLE": "甲<em>信访局</em>2023年部门预算", "DOCPUBURL": "/1.html", "PUBDATE": 1708650000000}
            ],
        }
    }
    page = read(portal, f"cb({json.dumps(answer)});", request)
    assert [(row.url, row.title, str(row.date)) for row in page.rows] == [
        ("http://www.a.test/1.html", "甲信访局2023年部门预算", "2024-02-23")
    ]
    assert following(page) == "http://www.a.test/igs/front/search.jhtml?code=f0e1&pageNumber=2&pageSize=2"
    with pytest.raises(UnreadableList):
        read(portal, '{"page": {}}', request)


def test_pasted_addresses_are_items_themselves() -> None:
    portal = portal_of(
        "manual", BASE + "1.html", entry=[{"url": BASE + "1.html", "name": "甲县信访局2023年度部门决算"}]
    )
    assert [(row.url, row.title) for row in read(portal, "<html></html>").rows] == [
        (BASE + "1.html", "甲县信访局2023年度部门决算")
    ]
