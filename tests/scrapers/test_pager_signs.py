"""Signs of further pages that nothing leads to: the column is partial, never "ok"; and what is no such sign."""

from __future__ import annotations

import pytest

from domain.divisions import load_divisions
from scrapers.adapters.linked_pagers import linked_rules
from scrapers.adapters.model import PageRequest
from scrapers.propose import first_portal, propose
from tests.scrapers.fakes import FakeClock, Web, open_client, page
from tests.scrapers.listing import portal_of, read
from tests.scrapers.visits import BASE, ENTRY, World, article, listing, row, world

URL = "http://www.sxxiangyuan.gov.cn/yjs/list.html"
ROWS = "".join(
    f"<li><a href='{number}.html'>襄垣县信访局20{number}年度部门决算</a><span>20{number + 1}-09-24</span></li>"
    for number in range(17, 23)
)
STATIC = portal_of("static", URL)


def promised(pager: str, number: int = 1) -> tuple[int | None, int | None]:
    """Pages and rows that the list is told to have, beyond the six rows of this page."""
    text = f"<html><body><ul>{ROWS}</ul>{pager}</body></html>"
    told = read(STATIC, text, PageRequest(URL, number))
    assert told.next is None
    return told.claimed_pages, told.claimed_rows


@pytest.mark.parametrize(
    ("pager", "told"),
    [
        ("<div id='turn'></div><script>turnPage('turn', {total: 3, current: 1, count: 17})</script>", (3, None)),
        ("<script>$('#p').showPager({totalCount: 17, pageSize: 6, pageIndex: 1});</script>", (3, None)),
        ("<script>fenye(17, 6, 1)</script>", (None, 17)),
        ("<script>goToPage(3, 1, 'list', '.html')</script>", (3, None)),
        ("<script>var total_page = 3, cur = 1;</script>", (3, None)),
        ("<div class='page-content'>信访局</div><p>共<b>3</b>页</p>", (3, None)),
        ("<p>共17条记录 每页6条 第1/3页</p>", (3, 17)),
        ("<div><span>共17条信息</span></div>", (None, 17)),
        ("<a href='javascript:nextPage()'>下一页</a>", (2, None)),
        ("<a href='#' class='next-page'>下一页</a>", (2, None)),
        ("<span onclick='load(2)'>下页</span>", (2, None)),
        ("<a href='javascript:void(0)' onclick='go(4)'>尾页</a>", (2, None)),
        ("<div class='pages'><a href='javascript:;'>1</a><a href='javascript:;'>2</a></div>", (2, None)),
        ("<span class='go-on'>下一页</span><script>$('.go-on').on('click', more)</script>", (2, None)),
        ("<li @click='next'>下一页</li>", (2, None)),
    ],
)
def test_a_list_that_shows_signs_of_further_pages_is_not_complete(
    pager: str, told: tuple[int | None, int | None]
) -> None:
    assert promised(pager) == told


@pytest.mark.parametrize(
    "pager",
    [
        "",
        "<p>共1页</p><a href='#'>下一页</a>",
        "<p>共6条 第1/1页</p><a href='javascript:;'>下一页</a>",
        "<a href='list.html'>下一页</a>",
        "<span>下一页</span>",
        "<span class='p_next_d'>下页</span>",
        "<li class='disabled'><a href='#'>下一页</a></li>",
        "<a href='#' style='display:none'>下一页</a>",
        "<div id='page' class='page'></div>",
        "<script>turnPage('turn', {total: 1, current: 1, count: 6})</script>",
        "<script>showPager({count: 6, limit: 15, curr: 1})</script>",
        "<script>showPage(1, 15); addPageView(12345); setPageSize(50); var pageSize = 20;</script>",
        "<script>/* turnPage('turn', {total: 3}) */ function turnPage(box, o) {}</script>",
        "<table class='cal'><tr><td><a href='#'>1</a></td><td><a href='#'>2</a></td></tr></table>",
        "<a href='9.pdf'>襄垣县信访局2016年度部门决算（共32页）</a>",
    ],
)
def test_what_promises_nothing_lets_a_list_of_one_page_be_complete(pager: str) -> None:
    pages, rows = promised(pager)
    assert (pages or 1) <= 1
    assert (rows or 0) <= 6


@pytest.mark.parametrize(("pager", "told"), [("<a href='#'>下一页</a>", None), ("<a onclick='go(3)'>下页</a>", 3)])
def test_on_later_pages_only_a_call_of_a_later_page_is_a_sign(pager: str, told: int | None) -> None:
    assert promised(pager, number=2) == (told, None)


def test_a_harvest_of_such_a_list_is_partial_and_says_how_many_pages_it_claims() -> None:
    pager = "<script>turnPage('turn', {total: 3, current: 1, count: 2})</script>"
    rows = [row(f"{year}.html", f"襄垣县水利局{year}年度部门决算") for year in (2021, 2022, 2023, 2024)]
    harvest = world({ENTRY: page(listing(*rows, pager=pager))}, family="static").visit()
    assert (harvest.outcome.value, harvest.columns[0].message_zh) == ("partial", "列表声称3页，只找到1页")


@pytest.mark.parametrize(
    ("call", "function", "template"),
    [
        (
            "turnPage('turn', {total: 3, current: 1, name: 'list', ext: '.shtml'})",
            """function url(o, n) { return n == 1 ? o.name + o.ext : o.name + "_" + n + o.ext; }
            function turnPage(box, o) { if (o.total < 2) return; var h = '';
              h += '<a href="' + url(o, o.current + 1) + '">下一页</a>'; $(box).html(h); }""",
            "list_{p}.shtml",
        ),
        (
            "showPage(1, 3, 'list', 'html')",
            """function showPage(cur, total, name, ext) { for (var i = 1; i <= total; i++) {
              document.write("<a href='" +
                (i == 1 ? name + "." + ext : name + "_" + (i - 1) + "." + ext) + "'>" + i + "</a>"); } }""",
            "list_{p}.html",
        ),
        (
            "$('#page').pager({pageCount: 3, current: 1})",
            """$.fn.pager = function (o) { go(o.current + 1);
              function go(n) { location.href = n == 1 ? 'index.html' : 'index_' + n + '.html'; } }""",
            "index_{p}.html",
        ),
        (
            "fenye(3, 0)",
            """function fenye(t, c) { var s = ''; for (var i = 0; i < t; i++) {
              s += "<a href=\\"?page=" + (i + 1) + "\\">" + (i + 1) + "</a>"; } }""",
            "?page={p}",
        ),
        (
            "pageNav('/col/12/', 1, 4)",
            """function pageNav(base, cur, total) { var next = cur + 1; var url = base + 'p' + next + '.html';
              $('#n').attr('href', url); }""",
            "/col/12/p{p}.html",
        ),
    ],
)
def test_a_pagers_function_in_a_linked_script_says_how_pages_are_called(
    call: str, function: str, template: str
) -> None:
    rules = list(linked_rules(f"<script>{call};</script>", [function], rows=6))
    assert [rule["template"] for rule in rules] == [template.replace("{p}", "{p0}"), template]
    assert all(rule["rule"] == "template" and "(\\d+)" in rule["total"] for rule in rules)


@pytest.mark.parametrize(
    "function",
    [
        "",
        "function turnPage(box, o) { location.href = sign(o.name) + '.html'; }",
        "function turnPage(box, o) { $(box).html('<a href=\"' + o.home + '\">首页</a>'); }",
    ],
)
def test_what_no_number_goes_into_or_is_not_read_suggests_no_address(function: str) -> None:
    call = "<script>turnPage('turn', {total: 3, home: '/index.html'});</script>"
    assert list(linked_rules(call, [function], rows=6)) == []


def test_an_article_beside_the_list_is_not_taken_for_its_second_page() -> None:
    rows = [row(f"{number}.html", f"襄垣县信访局{2015 + number}年度部门决算") for number in (9, 8, 7)]
    more = [row(f"{number}.html", f"襄垣县信访局{2015 + number}年部门预算") for number in (3, 4)]
    pages = {ENTRY: listing(*rows, pager="<a href='#'>下一页</a>"), BASE + "2.html": article(body="".join(more))}
    web = Web({url: page(text) for url, text in pages.items()})
    with open_client(first_portal(ENTRY), web) as client:
        proposal = propose(client, ENTRY, divisions=load_divisions(), clock=FakeClock())
    assert "page" not in proposal.declaration
    assert [one.row.title for one in proposal.rows] == [
        f"襄垣县信访局{year}年度部门决算" for year in (2024, 2023, 2022)
    ]


def test_a_pager_of_a_script_file_is_tried_and_declared_with_its_total() -> None:
    lists = {}
    for number in (1, 2, 3):
        call = f"<script src='/js/turn.js'></script><script>turnPage(3, {number}, 'index')</script>"
        rows = [row(f"{number}{one}.html", f"襄垣县信访局20{number}{one}年部门预算") for one in range(4)]
        lists[ENTRY if number == 1 else f"{BASE}index-p{number}.html"] = page(listing(*rows, pager=call))
    function = """function turnPage(total, cur, name) { var h = "";
        for (var i = 1; i <= total; i++)
            h += "<a href='" + (i > 1 ? name + "-p" + i : name) + ".html'>" + i + "</a>"; }"""
    web = Web({**lists, "http://www.a.test/js/turn.js": page(function)})
    with open_client(first_portal(ENTRY), web) as client:
        proposal = propose(client, ENTRY, divisions=load_divisions(), clock=FakeClock())
    assert proposal.declaration["page"]["template"] == "index-p{p}.html"
    portal = proposal.portal.model_copy(update={"pace": proposal.portal.pace.model_copy(update={"gap_s": 0})})
    visited = World(web, portal).visit()
    assert (visited.items_seen, [one.outcome.value for one in visited.columns]) == (12, [])


@pytest.mark.parametrize(
    ("pager", "told"),
    [
        ("<div id='pagination'></div><script>$('#pagination').fill(total)</script>", True),
        ("<ul id='fenye_box'> </ul><script>draw(document.getElementById('fenye_box'))</script>", True),
        ("<div id='pagination'></div>", False),  # no script speaks of it
        ("<div id='pagination'><a href='list_2.html'>2</a></div><script>$('#pagination').on('x')</script>", False),
        ("<div id='pagination' style='display:none'></div><script>$('#pagination').hide()</script>", False),
        ("<div id='homepage-banner'>信访局</div><script>$('#homepage-banner').show()</script>", False),
    ],
)
def test_an_empty_box_that_a_script_fills_with_a_pager_is_told_to_who_declares_the_portal(
    pager: str, told: bool
) -> None:
    rows = [row(f"{year}.html", f"襄垣县信访局{year}年度部门决算") for year in range(2019, 2025)]
    web = Web({ENTRY: page(listing(*rows, pager=pager)), f"{BASE}list_2.html": page(listing())})
    with open_client(first_portal(ENTRY), web) as client:
        proposal = propose(client, ENTRY, divisions=load_divisions(), clock=FakeClock())
    assert any("分页由脚本绘制" in line for line in proposal.evidence) is told
