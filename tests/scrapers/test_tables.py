"""Tables that a library fills by its own call: what is read from their options, and what is left alone."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import page_calls
from scrapers.adapters.item_address import item_address
from scrapers.adapters.page_call import PageCall


def calls(script: str, body: str = "<table id='list'></table>") -> tuple[PageCall, ...]:
    path = "<div>当前位置：<a href='/'>首页</a> &gt; 部门预决算</div>"
    return page_calls(f"<html><body>{path}{body}<script>{script}</script></body></html>")


@pytest.mark.parametrize(
    ("script", "url"),
    [
        (
            """layui.use('table', function () { var table = layui.table;
            table.render({elem: '#list', url: '/api/list', where: {cid: '31'}, page: true,
            cols: [[{field: 'title', title: '标题, 名称'}]], parseData: function (r) { return {data: r.rows} }}) })""",
            "/api/list?cid=31&page={p}&limit=10",
        ),
        (
            """var base = '/api'; layui.table.render({url: base + '/list?cid=31', page: {limit: 15},
            request: {pageName: 'pageNum', limitName: 'pageSize'}})""",
            "/api/list?cid=31&pageNum={p}&pageSize=15",
        ),
        (
            "$('#a').datagrid({url: '/a/list', method: 'get', queryParams: {cid: 31}, pagination: true, pageSize: 9})",
            "/a/list?cid=31&page={p}&rows=9",
        ),
        (
            """$('#a').bootstrapTable({url: '/api/list', pagination: true, pageSize: 8, queryParams: function (params) {
            return {size: params.limit, pageNum: params.offset / params.limit + 1, at: params.offset, cid: '31'} }})""",
            "/api/list?size=8&pageNum={p}&at={p0*8}&cid=31",
        ),
        (
            """function ask(p) { var temp = {rows: p.limit, page: (p.offset / p.limit) + 1}; return temp; }
            $('#list').bootstrapTable({url: '/api/list', method: 'get', pagination: true, queryParams: ask})""",
            "/api/list?rows=10&page={p}",
        ),
    ],
)
def test_a_table_is_asked_for_as_its_library_does(script: str, url: str) -> None:
    told = calls(script)
    assert [(one.url, one.fields, one.is_paged) for one in told] == [(url, None, True)]


@pytest.mark.parametrize(
    ("script", "as_json"),
    [
        ("table.render({url: '/api/list', method: 'post', where: {cid: '31'}, page: true})", False),
        (
            """table.render({url: '/api/list', method: 'post', contentType: 'application/json',
            where: {cid: '31'}, page: true})""",
            True,
        ),
        ("$('#list').datagrid({url: '/api/list', queryParams: {cid: '31'}, pagination: true, pageSize: 10,})", False),
        (
            """$('#list').bootstrapTable({url: '/api/list', method: 'post', pagination: true, queryParams: (q) => ({
            cid: '31', page: q.pageNumber, limit: q.pageSize})})""",
            True,
        ),
    ],
)
def test_a_posted_table_carries_its_fields_as_its_library_does(script: str, as_json: bool) -> None:
    told = calls(script.replace("datagrid({", "datagrid({ "))
    sent = {"cid": "31", "page": "{p}", "rows" if "datagrid" in script else "limit": "10"}
    assert told == (PageCall("/api/list", sent, as_json, {}),)


def test_a_table_that_asks_again_for_the_chosen_year_is_one_of_every_year() -> None:
    tabs = "<p><a class='on' onclick='nd(2026)'>2026年</a><a onclick='nd(2025)'>2025年</a></p>"
    script = """table.render({elem: '#list', id: 'list', url: '/api/list', where: {cid: '31', year: 2026}, page: true});
    function nd(y) { table.reload('list', {where: {year: y, title: $('#kw').val()}, page: {curr: 1}}) }"""
    sent = PageCall("/api/list?cid=31&year={year}&page={p}&limit=10", None, False, {"year": "{yyyy}"}, 2025)
    assert calls(script, tabs) == (sent,)


@pytest.mark.parametrize(
    "script",
    [
        "// table.render({url: '/api/list', page: true})",
        "table.render({url: base + '/api/list', page: true})",
        "table.render({url: '/api/list', page: true, where: {cid: tree.id}})",
        "table.render({url: '/api/list', page: true, limit: count()})",
        "$('#list').bootstrapTable({url: '/api/list', pagination: true})",
        "$('#list').bootstrapTable({url: '/api/list', queryParams: function (p) { return {page: p.offset} }})",
        "$('#list').bootstrapTable({url: '/api/list', pagination: true, queryParams: (p) => ({sign: sign(p)})})",
        "$('#list').datagrid('load', {page: 1})",
    ],
)
def test_a_table_that_is_not_stated_whole_is_left_alone(script: str) -> None:
    assert calls(script) == ()


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("""<a href="/info/{{d.id}}.html" title="{{d.title}}">{{d.title}}</a>""", "/info/{id}.html"),
        (
            """templet: '<div><a href="/detail.html?id={{ d.articleId }}">{{ d.title }}</a></div>'""",
            "/detail.html?id={articleId}",
        ),
        ("<a href='detail.jsp?id=<%= item.ID %>' target='_blank'>", "detail.jsp?id={ID}"),
        ("""<a href="/info/{{d.id}}/{{d.cid}}.html">""", None),
        ("""<a href="/info/{{d.code}}.html">""", None),
    ],
)
def test_the_address_of_an_item_may_stand_in_a_template(template: str, address: str | None) -> None:
    assert item_address(f"<script type='text/html'>{template}</script>") == address
