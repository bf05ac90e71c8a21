"""Pagers whose links only call a function: where it goes, what it says of the last page, and what is not read."""

from __future__ import annotations

import pytest

from scrapers.adapters.model import PageRequest
from scrapers.adapters.pager_actions import pager_calls
from scrapers.adapters.pager_guards import guarded_pages
from scrapers.html import parse
from tests.scrapers.listing import following, portal_of, read

BASE = "http://www.a.test/35048/40823/"
ROW = "<li><a href='content_220731{n}.html'>甲县信访局202{n}年度部门决算</a><span>2026-09-1{n}</span></li>"
ROWS = "<ul>" + "".join(ROW.format(n=n) for n in range(4)) + "</ul>"


def target(function: str, link: str = "<a href='javascript:void(0)' onclick='topage(2)'>下一页</a>") -> str | None:
    page = read(portal_of("static", BASE + "index.htm"), f"{ROWS}<div>{link}</div><script>{function}</script>")
    found = following(page)
    return found.removeprefix(BASE) if found else None


@pytest.mark.parametrize(
    ("function", "page_2"),
    [
        ('function topage(num){ location.href = num == 1 ? "index.htm" : "index_" + num + ".htm"; }', "index_2.htm"),
        ('function topage(num){ location.href = "index" + (num > 1 ? "_" + num : "") + ".htm"; }', "index_2.htm"),
        ('var topage = function(n){ var to = "index_" + n + ".htm"; window.location = to; }', "index_2.htm"),
        ('function topage(n){ if(n==1){location="index.htm"}else{location="index_"+(n-1)+".htm"} }', "index_1.htm"),
        ('function topage(n){ location.replace("index_" + (parseInt(n) - 1) + ".htm") }', "index_1.htm"),
        (
            "const topage = (n) => { jump(n, true); }; function jump(p, x){ location.href = `index_${p}.htm`; }",
            "index_2.htm",
        ),
        ('var stem = "index"; function topage(n){ location.href = stem + "_" + n + ".htm"; }', "index_2.htm"),
        ('function topage(n){ location.href = "?pageNo=" + n; }', "index.htm?pageNo=2"),
        # What is not stated, or leads to another list, is no page of this one.
        ('function topage(n){ location.href = stem + "_" + n + ".htm"; }', None),
        ('function topage(n){ location.href = "/news/list_" + n + ".htm"; }', None),
        ('function topage(n){ if(x){location.href="index_"+n+".htm"}else{location.href="index_"+n+"_wap.htm"} }', None),
        ('/* function topage(n){ location.href = "index_" + n + ".htm"; } */', None),
    ],
)
def test_a_next_link_that_calls_a_function_leads_where_the_function_goes(function: str, page_2: str | None) -> None:
    assert target(function) == page_2


@pytest.mark.parametrize(
    "link",
    [
        "<a href=\"javascript:topage('2')\">下一页</a>",
        "<span onclick='topage(2);'>下一页</span>",
        "<input type='button' value='下一页' onclick='return topage(2)'>",
        "<a onclick='topage(2)'>2</a><a onclick='topage(3)'>3</a>",
        "<a href='javascript:;' onclick='topage(2, this)' title='下一页'><i></i></a>",
    ],
)
def test_the_link_may_be_any_element_and_may_only_be_a_number(link: str) -> None:
    assert target('function topage(n){ location.href = "index_" + n + ".htm"; }', link) == "index_2.htm"


def test_the_link_of_the_last_page_back_to_itself_leads_nowhere() -> None:
    function = 'function topage(n){ location.href = "index_" + n + ".htm"; }'
    soup = parse(f"<a onclick='topage(3)'>下一页</a><script>{function}</script>")
    calls = pager_calls(soup, function, BASE + "index_3.htm", BASE)
    assert (set(calls.targets.values()), calls.unread) == ({BASE + "index_3.htm"}, None)
    page = read(
        portal_of("static", BASE + "index_3.htm"),
        ROWS + "<a onclick='topage(3)'>下一页</a>" + f"<script>{function}</script>",
    )
    assert following(page) is None


GO = 'function go(n){ location.href = n == 1 ? "index.htm" : "index_" + n + ".htm"; }'


@pytest.mark.parametrize(
    ("function", "pages"),
    [
        (
            (
                "function jump(){ var n = parseInt($('#p').val()); "
                "if(isNaN(n) || n<1){alert('x')} else if(n>3){alert('y');} else { go(n); } }"
            ),
            3,
        ),
        ("function jump(){ var n = $('#p').val(); if(n > total){ n = total; } go(n); } var total = 12;", 12),
        (
            (
                "function jump(){ var v = document.getElementById('p').value; "
                "if(v && v>0 && v<=3){ location.href='?page='+v; } else { alert('x'); } }"
            ),
            3,
        ),
        ("function jump(n){ if(n<1 || n>=8) return; go(n); }", 7),
        (
            (
                "function jump(n){ if(n==1){location='index.htm'} "
                "else if(Number(n) > 5){alert('x')} else {location='index_'+n+'.htm'} }"
            ),
            5,
        ),
        # Bounds that say something else.
        ("function jump(n){ if(n>1){ location='index_'+n+'.htm' } else { location='index.htm' } }", None),
        ("function jump(n){ if(n<=1){ location='index.htm' } else { location='index_'+n+'.htm' } }", None),
        ("function next(){ if(page<3){ page++; location='index_'+page+'.htm' } } var page = 1;", None),
        ("function next(page){ if(page>=3){ alert('last'); return; } location='index_'+(page+1)+'.htm' }", None),
        ("function jump(n){ if(n>2){ alert('x'); return; } location = n==0 ? 'index.htm' : 'index_'+n+'.htm' }", None),
        ("function jump(n){ if(n>3 && quick){ alert('x') } else if(n>0) { go(n) } }", None),
        ("function grow(n){ if(n>3 || n<1){ alert('x') } else { box.width(n) } }", None),
        ("function a(n){ if(n<1||n>3){return} go(n) } function b(n){ if(n<1||n>4){return} go(n) }", None),
    ],
)
def test_the_number_beyond_which_a_function_refuses_to_go_is_the_last_page(function: str, pages: int | None) -> None:
    assert guarded_pages(f"{GO} {function}") == pages


def test_a_next_link_goes_further_than_the_script_would() -> None:
    script = "function go(n){ if(n<1||n>1){alert('x')} else {location.href='index_'+n+'.htm'} }"
    page = read(
        portal_of("static", BASE + "index.htm"), f"{ROWS}<a href='index_2.htm'>下一页</a><script>{script}</script>"
    )
    assert following(page) == BASE + "index_2.htm"


def test_a_guard_gives_page_2_where_only_a_box_for_the_number_leads_on() -> None:
    script = GO + " function jump(){ var n = $('#p').val(); if(n<1||n>2){alert('x')} else {go(n)} }"
    html = f"{ROWS}<input id='p'><button onclick='jump()'>GO</button><script>{script}</script>"
    page = read(portal_of("static", BASE + "index.htm"), html)
    assert (following(page), page.claimed_pages) == (BASE + "index_2.htm", 2)


def test_a_link_that_is_not_read_promises_a_page_only_beyond_this_one() -> None:
    html = ROWS + "<a onclick='topage(3)'>下一页</a>"
    rule = portal_of("static", BASE + "index.htm")
    claimed = [read(rule, html, request=PageRequest(BASE, number)).claimed_pages for number in (1, 2, 3)]
    assert claimed == [2, 3, None]
