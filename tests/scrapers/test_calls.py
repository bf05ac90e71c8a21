"""Calls of inline scripts that fetch a list: what is read from them, and what is left alone rather than guessed."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import own_scripts, page_calls, unread_lists
from scrapers.adapters.page_call import PageCall
from scrapers.html import parse


def calls(script: str) -> tuple[PageCall, ...]:
    return page_calls(f"<html><body><ul id='list'></ul><script>{script}</script></body></html>")


@pytest.mark.parametrize(
    ("script", "url", "parameters"),
    [
        (
            "var id = '31'; function load(n){ $.ajax({url: '/api/list', data: {cid: id, pageNo: n, size: 9}})} load(1)",
            "/api/list?cid={cid}&pageNo={p}&size=9",
            {"cid": "31"},
        ),
        (
            "var p = 0; $.get('/api/list?cid=31&page=' + p + '&size=10', function(r){ draw(r) });",
            "/api/list?cid=31&page={p0}&size=10",
            {},
        ),
        (
            """var size = 15; function load(no) {
            $.get('/api/list', {cid: 31, start: (no - 1) * size, end: no * size}, draw) } load(1)""",
            "/api/list?cid=31&start={p0*15}&end={p*15}",
            {},
        ),
        (
            "function load(n){ $.ajax({url: '/api/list?offset=' + n * 20 + '&limit=20'}) } load(0)",
            "/api/list?offset={p0*20}&limit=20",
            {},
        ),
        ("$.getJSON('/api/list?pageNum=1&cid=31', (r) => draw(r));", "/api/list?pageNum={p}&cid=31", {}),
        (
            """new Vue({data: {pageNum: 1, cid: '31'}, methods: {load() {
            axios.get('/api/list', {params: {pageNum: this.pageNum, cid: this.cid}}).then(draw) }}})""",
            "/api/list?pageNum={p}&cid={cid}",
            {"cid": "31"},
        ),
        (
            """new Vue({data: {current: 1, size: 5}, methods: {load: function (current) { var _this = this;
            axios.get('/api/list?cid=31&current=' + current + '&size=' + _this.size).then(draw) }},
            mounted: function () { this.load(1) }})""",
            "/api/list?cid=31&current={p}&size={size}",
            {"size": "5"},
        ),
        (
            """new Vue({data: {query: {pageNum: 1, pageSize: 10, title: undefined, top: false, channelId: '31'}},
            methods: {turn(n) { this.query.pageNum = n; this.load() }, load() {
            this.$http.get('/api/list', {params: this.query}).then(draw) }}})""",
            "/api/list?pageNum={p}&pageSize=10&top=false&channelId=31",
            {},
        ),
        (
            """var params = {channelId: '', pageSize: 10}; params.channelId = '31';
            function load(no) { params.pageNo = no; $.get('/api/list', params, draw) } load(0)""",
            "/api/list?channelId=31&pageSize=10&pageNo={p0}",
            {},
        ),
        (
            "function load(n){ $.ajax({url: '/api/list', data: 'cid=31&pageNo=' + n + '&rows=9'}) } load(1)",
            "/api/list?cid=31&pageNo={p}&rows=9",
            {},
        ),
        (
            "function load(n){ $.ajax({url: '/api/list', data: {cid: 31, pageNo: n - 1}}) } load(1);",
            "/api/list?cid=31&pageNo={p0}",
            {},
        ),
        ("let p = 1; fetch(`/api/list?cid=31&page=${p}`).then(draw)", "/api/list?cid=31&page={p}", {}),
        ("function go(n){ $('#list').load('/api/list?cid=31&page=' + n) } go(1)", "/api/list?cid=31&page={p}", {}),
        (
            "function go(n){ jQuery( '.list' ).load('/api/list', 'cid=31&page=' + n, draw) } go(1)",
            "/api/list?cid=31&page={p}",
            {},
        ),
        (
            "$.get(location.origin + '/api/list?cid=31&page=1', draw); function draw(d){}",
            "/api/list?cid=31&page={p}",
            {},
        ),
        ("let p = 1; fetch(`${window.location.origin}/api/list?cid=31&page=${p}`)", "/api/list?cid=31&page={p}", {}),
        (
            "var u = 'http://' + location.host + '/api/list?page='; let n = 1; $.getJSON(u + n, {cid: 31})",
            "/api/list?page={p}&cid=31",
            {},
        ),
        (
            "$.get(location.protocol + '//' + location.host + '/api/list', {page: 1})",
            "/api/list?page={p}",
            {},
        ),
        (
            "$.get(location.protocol + '//searchapi.a.test/api/list', {page: 1})",
            "//searchapi.a.test/api/list?page={p}",
            {},
        ),
        (
            "var p = 1; var url = '/api/list?t=' + new Date().getTime() + '&cid=31&page=' + p; $.get(url, (r) => {})",
            "/api/list?cid=31&page={p}",
            {},
        ),
        (
            "var base = '/api'; var page = 1; $.get(base + '/list', {cid: 31, page: page, _: Math.random()}, draw)",
            "/api/list?cid=31&page={p}",
            {},
        ),
        (
            """// var cid = '30'; $.get('/old/list', {cid: cid, page: 1});
            var cid = '31'; /* cid = '29' */ $.get('/api/list', {cid: cid, page: 1})""",
            "/api/list?cid={cid}&page={p}",
            {"cid": "31"},
        ),
    ],
)
def test_a_call_whose_values_the_page_states_is_read(script: str, url: str, parameters: dict[str, str]) -> None:
    assert calls(script) == (PageCall(url, None, False, parameters),)


@pytest.mark.parametrize(
    "read", ["$.trim($('#kw').val())", "document.getElementById('kw').value.trim()", "$('#kw').val() || ''"]
)
def test_what_is_searched_for_is_sent_as_it_is_before_anybody_searches(read: str) -> None:
    script = f"""var kw = ''; function load(n) {{ $.get('/api/list', {{cid: 31, title: kw, pageNo: n}}) }}
    function find() {{ kw = {read}; load(1) }} load(1)"""
    page = "<html><body>{}<script>" + script.replace("{", "{{").replace("}", "}}") + "</script></body></html>"
    (found,) = page_calls(page.format("<input id='kw'>"))
    assert (found.url, found.parameters) == ("/api/list?cid=31&title={title}&pageNo={p}", {"title": ""})
    assert page_calls(page.format("")) == page_calls(page.format("<input id='kw' value='财政局'>")) == ()


@pytest.mark.parametrize(
    ("script", "as_json"),
    [
        ("$.ajax({type: 'post', url: '/api/list', data: {cid: '31', pageIndex: 1}, success: draw})", False),
        (
            """$.ajax({method: 'POST', url: '/api/list', contentType: 'application/json',
            data: JSON.stringify({cid: '31', pageIndex: 1})})""",
            True,
        ),
        ("axios.post('/api/list', {cid: '31', pageIndex: 1})", True),
        ("axios({method: 'post', url: '/api/list', data: {cid: '31', pageIndex: 1}})", True),
        ("$.post('/api/list', {cid: '31', pageIndex: 1}, draw)", False),
        ("$.ajax({type: 'POST', url: '/api/list', data: 'cid=31&pageIndex=1', success: draw})", False),
        ("var q = {cid: '31', pageIndex: 1}; $.post('/api/list', q, draw)", False),
        ("fetch('/api/list', {method: 'POST', body: JSON.stringify({cid: '31', pageIndex: 1})})", True),
        ("axios.post('/api/list', new URLSearchParams({cid: '31', pageIndex: 1}))", False),
    ],
)
def test_a_posted_call_carries_its_fields_as_it_says(script: str, as_json: bool) -> None:
    assert calls(script) == (PageCall("/api/list", {"cid": "31", "pageIndex": "{p}"}, as_json, {}),)


@pytest.mark.parametrize(
    "script",
    [
        "var size = '²'; function load(n){ $.get('/api/list', {start: n * size}) } load(0)",
        "function load(n){ $.get('/api/list', {start: n * " + "9" * 3000 + "}) } load(0)",
        "function load(n){ $.ajax({url: '/api/list', data: {pageNo: n}}) }",  # never called: from 0 or from 1?
        "function load(n){ $.ajax({url: '/api/list', data: {pageNo: n - 1}}) } load(0);",
        "function load(n){ $.ajax({url: '/api/list', data: {pageNo: n * 10}}) } load(1);",
        "var c = '/api/' + type; $.get(c, {pageNo: 1})",
        "var q = {cid: '1', pageNo: 1}; q.cid = '2'; $.get('/api/list', q)",
        "var q = {cid: '', pageNo: 1}; q.cid = tree.id; $.get('/api/list', q)",
        "// $.get('/api/list', {pageNo: 1})",
        "var html = \"$.get('/api/list', {pageNo: 1})\";",
        "var c = '1'; c = '2'; $.ajax({url: '/api/list', data: {cid: c, pageNo: 1}})",
        "$.ajax({url: '/api/list', data: {cid: getQuery('cid'), pageNo: 1}})",
        "$.ajax({url: base + '/api/list', data: {pageNo: 1}})",
        "$.get('/api' + location.origin + '/list', {pageNo: 1})",
        "$.get('/api/list', draw)",
        "$('#cover').load(function () { $(this).show(pageNo) })",
        "$.ajax({url: '/api/hits', data: {id: 31}})",
        "$.ajax({url: '/api/list', data: $('#form').serialize()})",
    ],
)
def test_a_call_that_is_not_stated_whole_is_left_alone(script: str) -> None:
    assert calls(script) == ()


def test_a_call_for_a_whole_list_is_read_where_none_asks_for_a_page() -> None:
    script = "$.getJSON('data/list.json', (r) => draw(r)); $.get('/api/hits?id=31'); $.post('/api/user/login', {a: 1});"
    assert [(one.url, one.is_paged) for one in calls(script)] == [("data/list.json", False)]
    assert [one.url for one in calls(script + "$.get('/api/list?page=1', (r) => draw(r))")] == ["/api/list?page={p}"]


def module(body: str) -> str:
    return f'function(e,t,n){{"use strict";{body}}}'


def test_every_module_of_a_bundle_is_read_by_itself() -> None:
    listed = 'n.d(t,{list:function(){return this.$axios.post("/list",{pageNum:this.pageNum,cid:this.cid,open:!0})}})'
    news = module(f'data=function(){{return{{pageNum:1,cid:"12"}}}};{listed}')
    budgets = module(f"data=function(){{return{{pageNum:1,cid:\"31\"}}}};{listed};go('/detail?id='+r.id)")
    bundle = f"webpackJsonp([1],{{a1:{news},b2:{budgets}}})"
    told = page_calls("<div id='app'></div>", [bundle])
    assert [(one.fields, one.parameters, one.item_url) for one in told] == [
        ({"pageNum": "{p}", "cid": "{cid}", "open": "true"}, {"cid": "12"}, None),
        ({"pageNum": "{p}", "cid": "{cid}", "open": "true"}, {"cid": "31"}, "/detail?id={id}"),
    ]


@pytest.mark.parametrize(
    ("script", "url"),
    [
        ('axios.defaults.baseURL = "/prod-api"; axios.get("/list?page=1")', "/prod-api/list?page={p}"),
        ('a.a.defaults.baseURL="/api/";var t=this;t.$http.get("list",{params:{page:1}})', "/api/list?page={p}"),
        ('n.default.get("/list/".concat("31","?page=1"))', "/list/31?page={p}"),
        (
            'const s = axios.create({timeout: 5000, baseURL: "/gw"}); request({url: "/list", params: {page: 1}})',
            "/gw/list?page={p}",
        ),
        ('axios.defaults.baseURL = "/api"; $.get("/list?page=1")', "/list?page={p}"),
        ('axios.defaults.baseURL = "/api"; axios.get("http://b.test/list?page=1")', "http://b.test/list?page={p}"),
    ],
)
def test_axios_puts_its_base_before_an_address(script: str, url: str) -> None:
    assert [one.url for one in calls(script)] == [url]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("axios.defaults.baseURL = base(); axios.get('/a', {params: {pageNum: 1}})", "'/a', {params: {pageNum: 1}}"),
        ("$.post('/list', {pageNo: 1, sign: md5(1)})", "'/list'"),
        ("$.get(api + '/list?cid=' + cid, {curPage: n})", "api + '/list?cid=' + cid"),
    ],
)  # fmt: skip
def test_a_call_for_a_page_that_is_not_stated_whole_is_told(script: str, told: str) -> None:
    source = f"<script>$.get('/hits?id=' + id()); {script}</script>"
    assert (page_calls(source), unread_lists(source)) == ((), (told,))


def test_scripts_of_the_portal_are_told_from_libraries() -> None:
    names = [
        "/js/jquery-3.1.js",
        "/static/vue/index.js",
        "/js/chunk-vendors.7b.js",
        "/js/runtime.1.js",
        "/js/app.6a.js",
    ]
    names += ["/js/app.6a.js", "/lib/x.js", "/vue-portal/js/list.js", "/js/a.min.js", "/site/gkml.js?v=2"]
    page = parse("".join(f"<script src='{one}'></script>" for one in names))
    own = own_scripts(page, "http://a.test/")
    assert [one.removeprefix("http://a.test") for one in own] == [
        "/js/app.6a.js",
        "/vue-portal/js/list.js",
        "/site/gkml.js?v=2",
    ]
