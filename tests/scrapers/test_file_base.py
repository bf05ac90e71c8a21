"""Where addresses of items and files begin: at the page that draws them, behind what its script puts before them."""

from __future__ import annotations

import pytest

from domain.answered import article_page
from scrapers.adapters.calls import page_calls
from scrapers.adapters.chunks import chunk_addresses
from scrapers.adapters.file_base import file_base
from scrapers.adapters.item_address import item_address
from scrapers.adapters.item_calls import call_of_item, calls_of_item
from scrapers.adapters.json_list import JsonList
from scrapers.adapters.model import PageRequest, Source
from scrapers.adapters.routes import asked_of, at_base, route_at
from scrapers.addresses import resolve
from scrapers.declaration import portal_from
from scrapers.html import parse

SET = "data() { return {fileHost: '/oa/files/', one: {}} }"


@pytest.mark.parametrize(
    ("source", "base"),
    [
        (f'<a :href="fileHost + f.filePath">x</a><b>y</b><script>{SET}</script>', "/oa/files/"),
        ("e('a',{attrs:{href:t.fileHost+n.url,id:1}}); data:function(){return{fileHost:'/oa/files'}}", "/oa/files"),
        ("var root = '/up'; h += '<a href=\"' + root + f.attachPath + '\">'", "/up"),
        ("h += '<a href=\"/up/' + f.attachPath + '\">'", "/up/"),
        ("const root = 'http://f.a.test'; h += `<a href=\"${root}${f.fileUrl}\">`", "http://f.a.test"),
        ("function get(f) { window.open(this.fileHost + f.downloadUrl) } " + SET, "/oa/files/"),
        ("h += `<a href=\"/up/${f.filePath}\">` + `<a href=\"${f.url}\">`", ""),
        ("h += '<a href=\"/up/' + f.filePath + '\">'; g += '<a href=\"/down/' + f.filePath + '\">'", ""),
        ("h += `<a href=\"${root()}${f.filePath}\">`", ""),
        ("h += '<a href=\"' + unknown + f.filePath + '\">'", ""),
        ('<a :href="\'list.html?c=\' + one.channelId">x</a>', ""),
        ('<a :href="fileHost + f.filePath">x</a><a :href="next.url">y</a><script>' + SET + "</script>", "/oa/files/"),
    ],
)  # fmt: skip
def test_what_stands_before_the_addresses_of_files_is_read_where_all_begin_so(source: str, base: str) -> None:
    assert file_base([source]) == base


def test_files_of_an_answered_article_stand_behind_it_and_whole_addresses_are_left() -> None:
    answer = """{"data": {"title": "部门决算", "content": "x", "files": [
        {"fileName": "a.pdf", "filePath": "2025/a.pdf"}, {"fileName": "b.pdf", "filePath": "https://f.a.test/b.pdf"}]}}"""
    drawn = article_page(answer, "/oa/files/") or ""
    assert 'href="/oa/files/2025/a.pdf"' in drawn
    assert 'href="https://f.a.test/b.pdf"' in drawn


@pytest.mark.parametrize(
    ("link", "made"),
    [
        ("'view.html?aid=' + o.id", "/gk/bm/view.html?aid={id}"),
        ("'../view/' + o.id", "/gk/view/{id}"),
        ("'./view/' + o.id", "/gk/bm/view/{id}"),
        ("'/view/' + o.id", "/view/{id}"),
        ("'http://b.test/view/' + o.id", "http://b.test/view/{id}"),
    ],
)
def test_the_address_of_an_item_begins_at_the_page_and_not_at_its_call(link: str, made: str) -> None:
    script = f"$.get('/srv/api/rows', {{c: 5, pageNo: 1}}, function (o) {{ h += '<a href=\"' + {link} + '\">' }})"
    script = script.replace("'<a href=\"' + ", "").replace(" + '\">'", "")
    (call,) = page_calls(f"<script>{script}</script>", url="http://www.a.test/gk/bm/list.html")
    assert call.item_url == made


def test_addresses_of_records_begin_at_the_page_too() -> None:
    entry = {"url": "http://www.a.test/gk/list.html?c=5"}
    declared = {"id": "a", "division": "110101", "hosts": ["www.a.test"], "family": "json", "entry": [entry]}
    portal = portal_from({**declared, "api": {"url": "/srv/api/rows?c=5&page={p}"}})
    source = Source(
        '{"rows": [{"title": "部门预算", "url": "show.html?id=3"}]}', "http://www.a.test/srv/api/rows?c=5&page=1"
    )
    (row,) = JsonList().read(source, PageRequest(source.url), portal, portal.entry[0]).rows
    assert row.url == "http://www.a.test/gk/show.html?id=3"


HASH = "http://www.a.test/open/#/column?code=66"
ROUTER = 'new VueRouter({routes: [{path: "/column", component: A}, {path: "/piece/:no", component: B}]});'


def test_routes_behind_a_hash_are_addresses_of_items_on_a_page_that_is_there_itself() -> None:
    pushed = "this.$router.push({path: '/show', query: {no: row.pieceId}})"
    assert item_address(pushed, ROUTER, HASH) == "#/show?no={pieceId}"
    assert item_address(pushed, ROUTER, "http://www.a.test/open/") is None
    assert at_base("/piece/{id}", ROUTER, HASH) == "#/piece/{id}"
    assert at_base("/elsewhere/{id}", ROUTER, HASH) == "/elsewhere/{id}"
    assert asked_of(HASH, ROUTER)["query.code"] == "66"
    assert route_at(ROUTER, "http://www.a.test/open/#/piece/9?from=list") == "#/piece/{no}"
    assert resolve("#/piece/9", HASH, routed=True) == "http://www.a.test/open/#/piece/9"
    assert resolve("#/piece/9", HASH) is None
    assert resolve("#top", HASH, routed=True) is None


def test_the_call_of_an_item_behind_a_hash_is_declared_with_its_route() -> None:
    source = (
        f"<div id='app'></div><script>{ROUTER} axios.get('/api/piece/' + this.$route.params.no).then(show)</script>"
    )
    article = calls_of_item(source, "http://www.a.test/open/#/piece/9").article
    assert article is not None
    assert (article.url, article.path) == ("/api/piece/{no}", "#/piece/{no}")
    asked = call_of_item(article, "http://www.a.test/open/#/piece/12")
    assert asked is not None
    assert asked.url == "/api/piece/12"


def test_the_part_of_a_bundle_is_that_of_the_route_behind_the_hash() -> None:
    script = """var r=[{path:"/column",component:function(){return n.e(7).then(n)}},{path:"/piece/:no",
        component:function(){return n.e(8).then(n)}}]; n.p="/open/";
        n.u=function(e){return"js/"+e+"."+{7:"aa",8:"bb"}[e]+".js"}"""
    soup = parse("<script src='/open/app.js'></script>")
    assert chunk_addresses(soup, HASH, HASH, [script]) == ("http://www.a.test/open/js/7.aa.js",)


def test_a_call_for_files_sends_what_an_element_of_the_page_says() -> None:
    page = "<div id='fj' data-info-id='4410'></div>"
    script = "const el = document.getElementById('fj'); fetch(`/api/attach/list?infoId=${el.dataset.infoId}`).then(put)"
    files = calls_of_item(page, "http://www.a.test/info/4410.html", [script]).files
    assert files is not None
    assert files.url == "/api/attach/list?infoId=4410"
    assert calls_of_item("<div></div>", "http://www.a.test/info/4410.html", [script]).files_unread
