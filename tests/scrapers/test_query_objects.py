"""Queries and addresses that scripts keep as objects, parts of objects taken apart, and elements kept in variables."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import page_calls, unread_lists

URL = "http://www.a.test/gk/list.html?lm=82"
HTML = """<input id="lm" value="82"><input id="ym" value="1"><input id="other" value="4">
<ul id="rows" data-lm="82" data-page-size="15"></ul>"""


#: A field of the page keeps its number.
PIECE = """function turn(n) { $('#ym').val(n); show() } function show() { $.ajax({url: '/rows.do', dataType: 'html',
data: {lm: $('#lm').val(), pageNo: $('#ym').val()}, success: function (piece) { $('#rows').html(piece) }}) }"""
LAYPAGE = """$.get('/rows', {lm: 82, pageNo: pageNo}, put);
laypage.render({jump: function (o, first) { if (!first) turn(o.curr) }})"""

JUMPS = "laypage.render({elem: 'y', count: 40, jump: function (o) { $.get('/rows', {lm: 82, page: o.curr}, put) }})"


def asked(script: str, url: str = URL) -> list[tuple[str, dict[str, str] | None]]:
    """Address and posted fields of every call, with the values of parameters."""
    found = []
    for call in page_calls(f"{HTML}<script>{script}</script>", url=url):
        address, fields = call.url, call.fields
        for name, value in call.parameters.items():
            address = address.replace(f"{{{name}}}", value)
            fields = fields and {key: value if one == f"{{{name}}}" else one for key, one in fields.items()}
        found.append((address, fields))
    return found


def turning(body: str, first: int = 1, before: str = "") -> str:
    return f"{before} function turn(pageNo) {{ {body} }} turn({first});"


@pytest.mark.parametrize(
    ("script", "address"),
    [
        (turning("const q = new URLSearchParams(); q.append('lm', 82); q.set('pageNo', pageNo); fetch('/rows?' + q)"),
         "/rows?lm=82&pageNo={p}"),
        (turning("const q = new URLSearchParams({lm: 82, pageNo}); fetch(`/api/rows?${q.toString()}`)", 0),
         "/api/rows?lm=82&pageNo={p0}"),
        (turning("const q = new URLSearchParams('lm=82'); q.set('pageNo', pageNo); fetch(`/api/rows?${q}`)"),
         "/api/rows?lm=82&pageNo={p}"),
        (turning("const q = new URLSearchParams(location.search); q.set('pageNo', pageNo); fetch('/api/rows?' + q)"),
         "/api/rows?lm=82&pageNo={p}"),
        (turning("fetch('/api/rows?' + new URLSearchParams({...fixed, pageNo}))", before="const fixed = {lm: 82};"),
         "/api/rows?lm=82&pageNo={p}"),
        (turning("const u = new URL('/api/rows', location.origin); u.searchParams.set('lm', 82);"
                 "u.searchParams.append('pageNo', pageNo); fetch(u)"),
         "/api/rows?lm=82&pageNo={p}"),
        (turning("axios.get('/api/rows', {params: {...fixed, pageNo}})", before="var fixed = {lm: 82, rows: 9};"),
         "/api/rows?lm=82&rows=9&pageNo={p}"),
        (turning("var d = {lm: 82, pageNo: pageNo}; $.get('/api/rows?' + $.param(d))"), "/api/rows?lm=82&pageNo={p}"),
        (turning("$.get('/api/rows', {lm, pageSize, pageNo})",
                 before="const box = document.querySelector('#rows'); const {lm, pageSize} = box.dataset;"),
         "/api/rows?lm=82&pageSize=15&pageNo={p}"),
        (turning("$.get('/api/rows', {lm: code, pageNo: pageNo})",
                 before="const box = document.getElementById('rows'); const {lm: code} = box.dataset;"),
         "/api/rows?lm=82&pageNo={p}"),
        (turning("$.get('/api/rows', {lm: box.data('lm'), pageNo: pageNo})", before="var box = $('#rows');"),
         "/api/rows?lm=82&pageNo={p}"),
        (turning("$.get('/api/rows', {lm: lm, pageNo: pageNo})", before="const {lm} = this.$route.query;"),
         "/api/rows?lm=82&pageNo={p}"),
        (PIECE, "/rows.do?lm=82&pageNo={p}"),
        (turning(LAYPAGE), "/rows?lm=82&pageNo={p}"),
        (JUMPS, "/rows?lm=82&page={p}"),
    ],
)  # fmt: skip
def test_what_is_kept_as_an_object_is_asked_whole(script: str, address: str) -> None:
    assert asked(script) == [(address, None)]


def test_a_form_is_posted_with_all_that_is_appended() -> None:
    script = turning(
        "f.set('pageNo', pageNo); fetch('/api/rows', {method: 'POST', body: f})",
        before="const f = new FormData(); f.append('lm', 82);",
    )
    assert asked(script) == [("/api/rows", {"lm": "82", "pageNo": "{p}"})]


@pytest.mark.parametrize(
    "script",
    [
        turning("var f = new FormData(forms[0]); f.set('pageNo', pageNo); fetch('/x', {method: 'POST', body: f})"),
        turning("const q = new URLSearchParams(saved()); q.set('pageNo', pageNo); fetch('/api/rows?' + q)"),
        turning("var q = new URLSearchParams({}); q.set('s', md5(pageNo)); q.set('pageNo', pageNo); fetch('/r?' + q)"),
        turning("var u = new URL('/rows', 'http://www.b.test'); u.searchParams.set('pageNo', pageNo); fetch(u)"),
        turning("const q = new URLSearchParams({lm: 82}); q.set('pageNo', pageNo); fetch('/a?' + q)",
                before="const q = new URLSearchParams({other: 1});"),
        turning("$.get('/api/rows', {lm: lm, pageNo: pageNo})", before="const {lm} = await load();"),
        JUMPS.replace("laypage", "other"),
        JUMPS.replace("82", "o.limit"),
        "function show() { $.get('/rows.do', {lm: $('#lm').val(), pageNo: $('#other').val()}) }",
    ],
)  # fmt: skip
def test_what_is_not_stated_whole_is_told(script: str) -> None:
    page = f"{HTML}<script>{script}</script>"
    assert asked(script) == []
    assert unread_lists(page, (), URL)


def test_what_an_answer_is_taken_apart_into_is_nothing_that_is_sent() -> None:
    script = turning("const {data: pageNumber, lm: x} = res; $.get('/api/rows', {lm: '82', pageNo: pageNo})")
    assert asked(script) == [("/api/rows?lm=82&pageNo={p}", None)]
