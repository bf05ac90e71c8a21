"""Lists of any page: pagers in all their forms, rows in scripts and JSON, what is no row; hazards are visible."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scrapers.adapters.model import UnreadableList
from scrapers.adapters.pagers import read_pager
from scrapers.adapters.registry import engine_of
from scrapers.html import parse
from tests.scrapers.listing import following, portal_of, read

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
        ("<div class='pages'><a class='next' href='javascript:go(2)'>下一页</a></div>", None, 2),
        ("<div class='pages'><a class='next' href='javascript:go(1)'>下一页</a></div>", None, None),
        ("<div class='pages'><a class='next disabled' href='javascript:go(2)'>下一页</a></div>", None, None),
        ("<div id='pageDec' pagesize='15' pagecount='4'></div>", None, 4),
        ("<script>createPageHTML(1, 0, 'index', 'html');</script>", None, 1),
        (
            "<script>laypage.render({count: 31, limit: 15, jump: (o) => go('index.html?page=' + o.curr)})</script>",
            "index.html?page=2",
            3,
        ),
        (
            "<script>$('#p').Paging({pagesize: 10, count: 85, callback: (n) => go('list_' + n + '.html')})</script>",
            "list_2.html",
            9,
        ),
        (
            "<script>var pageCount = 3,nm = 'list', ext = '.html'; go(n == 1 ? nm + ext : nm + '_' + n + ext)</script>",
            "list_2.html",
            3,
        ),
        ("<script>var pageCount = 3; open(name + '_' + n + ext)</script>", None, 3),
        ("<script>var pageCount = 3; open(dir + 'list_' + n + '.html')</script>", "list_2.html", 3),
        ("<script>/* laypage({count: 31, limit: 15}) */ laypage({count: n, limit: 15})</script>", None, None),
        ("<a href='index_2.html'>加载更多</a>", "index_2.html", None),
        ("<a href='javascript:;' data-url='index_2.html'>点击加载更多</a>", "index_2.html", None),
        ("<a href='/zwgk/'>查看更多</a>", None, None),
        ("<button onclick='more()'>加载更多</button>", None, 2),
        ("<div style='display: none'><button onclick='more()'>加载更多</button></div>", None, None),
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
        (
            f"<li><a href='1.html'><h5>{TITLE}</h5><p>现将我局决算予以公开，含说明。</p><i>2024-09-24</i></a></li>",
            TITLE,
            "2024-09-24",
        ),
        (
            (
                f"<li><a href='1.html'><div class='tit'>{TITLE}</div><div>包括收入支出决算总表等共计九张表格</div>"
                "<i>2024-09-24</i></a></li>"
            ),
            TITLE,
            "2024-09-24",
        ),
        (
            f"<li><a href='1.html'><b>{TITLE}</b><p>现将我局决算予以公开，含说明。</p><i>2024-09-24</i></a></li>",
            TITLE,
            "2024-09-24",
        ),
        (
            f"<li><a href='1.html'>{TITLE}</a>2024-09-24<p><a href='1.html'>现将本局决算公开，含说明。</a></p></li>",
            TITLE,
            "2024-09-24",
        ),
        (
            "<li><a href='1.html'>关于批复部门预算，并公开的通知</a>2024-09-24<a href='1.html'>[点击查看详细]</a></li>",
            "关于批复部门预算，并公开的通知",
            "2024-09-24",
        ),
        (f"<li onclick=\"window.open('1.html')\"><p>{TITLE}</p><b>2024-09-24</b></li>", TITLE, "2024-09-24"),
        (f"<li><a href='#' onclick=\"openArticle('1.html', 3)\">{TITLE}</a>2024-09-24</li>", TITLE, "2024-09-24"),
        (f"<li><a href=\"javascript:go('1.html')\">{TITLE}</a>2024-09-24</li>", TITLE, "2024-09-24"),
        (f"<li><a data-href='1.html'>{TITLE}</a>2024-09-24</li>", TITLE, "2024-09-24"),
        (
            f"<tr onclick=\"location.href='1.html'\"><td>1</td><td>{TITLE}</td><td>2024-09-24</td></tr>",
            TITLE,
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


def test_what_a_click_opens_is_a_row_only_where_its_address_is_stated_whole() -> None:
    clicks = (
        "show(31)",
        "window.open('/a/' + id)",
        "window.open(url)",
        "share('决算公开')",
        "open('/a/' + id + '.html')",
    )
    rows = "".join(f'<li onclick="{click}">{TITLE}<b>2024-09-24</b></li>' for click in clicks)
    assert read(portal_of("static", BASE), f"<ul>{rows}</ul>").rows == ()


def test_a_box_of_rows_that_a_click_opens_is_no_row_itself() -> None:
    rows = "".join(
        f"<li data-url='{n}.html'>{TITLE}{n}<b>2024-09-24</b><i data-url='x.pdf'>↓</i></li>" for n in range(3)
    )
    page = read(portal_of("static", BASE), f"<div onclick=\"open('all.html')\"><ul>{rows}</ul></div>")
    assert [row.url for row in page.rows] == [f"{BASE}{n}.html" for n in range(3)]


def test_neither_the_path_above_a_list_nor_its_pager_is_a_row() -> None:
    rows = (
        "<td>您现在的位置：<a href='/'>首页</a> &gt;&gt; <a href='/zwgk/'>政务公开</a> &gt;&gt; 部门预决算</td>",
        f"<td><a href='1.html'>{TITLE}</a></td><td>2024-09-24</td>",
        f"<td><a href='2.html'>{TITLE}说明</a></td><td>2024-09-23</td>",
        "<td>共 4 条　首页 上一页 <a href='list_2.html'>下一页</a> <a href='list_2.html'>尾页</a></td>",
    )
    page = read(portal_of("static", BASE), "".join(f"<table><tr>{row}</tr></table>" for row in rows))
    assert [row.url for row in page.rows] == [BASE + "1.html", BASE + "2.html"]
    assert following(page) == BASE + "list_2.html"


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
