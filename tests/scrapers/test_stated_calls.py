"""Calls for a list in the ways in which pages write them: what is sent, by which library, through whose functions."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import page_calls, unread_lists
from scrapers.adapters.page_call import PageCall

URL = "http://www.a.test/list.html?channelId=77&type=2"
HTML = (
    "<input id='kw'><input type='hidden' name='site' value='3'><meta name='site-id' content='9'>"
    "<div id='list' class='box' data-channel-code='55' data-site='4'></div>"
)


def page(script: str) -> str:
    return f"<html><body>{HTML}<script>{script}</script></body></html>"


def sent(script: str, url: str = URL) -> dict[str, str]:
    """What the one call of the page sends, with the values of its parameters."""
    (call,) = page_calls(page(script), url=url)
    fields = call.fields
    if fields is None:
        fields = dict(one.split("=", 1) for one in call.url.partition("?")[2].split("&"))
    return {name: call.parameters.get(value.strip("{}"), value) for name, value in fields.items()}


def asking(value: str, before: str = "") -> str:
    return f"{before} function load(n) {{ $.get('/api/list', {{cid: {value}, pageNo: n}}) }} load(1)"


READER = """function GetRequest() { var url = location.search, found = new Object(); return found; }
var Request = GetRequest();"""


@pytest.mark.parametrize(
    ("value", "before", "told"),
    [
        ("getQueryString('channelId')", "", "77"),
        ("$.getUrlParam('channelId')", "", "77"),
        ("cid", "var cid = getQueryVariable('cid') || '31';", "31"),
        ("cid", "var cid = getQueryString('channelId') ?? '31';", "77"),
        ("cid", "var cid = getQueryString('cid'); if (!cid) { cid = '31'; }", "31"),
        ("cid", "var cid = getQueryString('channelId'); if (cid == null) cid = '31';", "77"),
        ("cid", "var cid = ''; cid = getQueryString('channelId');", "77"),
        ("Request['channelId']", READER, "77"),
        ("Request.channelId", READER, "77"),
        ("of('channelId')", "function of(name) { return new RegExp(name).exec(location.search)[1]; }", "77"),
        ("new URLSearchParams(location.search).get('channelId')", "", "77"),
        ("new URL(window.location.href).searchParams.get('channelId')", "", "77"),
        ("asked.get('channelId')", "const asked = new URLSearchParams(window.location.search);", "77"),
        ("location.search.split('channelId=')[1].split('&')[0]", "", "77"),
        ("location.pathname.split('/').pop().replace('.html', '')", "", "list"),
        ("$('#list').data('channelCode')", "", "55"),
        ("$('.box').attr('data-channel-code')", "", "55"),
        ("document.getElementById('list').dataset.site", "", "4"),
        ("document.querySelector('#list').getAttribute('data-site')", "", "4"),
        ("$('meta[name=\"site-id\"]').attr('content')", "", "9"),
        ("document.getElementsByName('site')[0].value", "", "3"),
        ("APP.ids.list", "window.APP = {ids: {list: '31'}};", "31"),
        ("String(cid)", "var cid = 31;", "31"),
        ("encodeURIComponent($.trim(cid))", "var cid = '31';", "31"),
        ("isOpen ? '1' : '31'", "var isOpen = '';", "31"),
    ],
)
def test_a_value_is_read_where_the_page_states_it(value: str, before: str, told: str) -> None:
    assert sent(asking(value, before)) == {"cid": told, "pageNo": "{p}"}


@pytest.mark.parametrize(
    ("value", "before"),
    [
        ("getQueryString('cid')", ""),
        ("getCookie('channelId')", ""),
        ("of('channelId')", "function of(name) { return localStorage[name]; }"),
        ("md5(n + key)", ""),
        ("cid", "var cid = ''; function choose(node) { cid = '31'; }"),
        ("cid", "var cid = getQueryString('channelId'); function choose(node) { cid = '31'; }"),
        ("isOpen ? '1' : '31'", "var isOpen = next();"),
        ("$('#other').data('site')", ""),
    ],
    ids=[
        "the address lacks it",
        "a cookie",
        "a function that reads no address",
        "signed",
        "set by a choice",
        "set again by a choice",
        "an unknown condition",
        "no such element",
    ],
)
def test_a_value_that_the_page_does_not_state_is_told_and_the_call_not_asked(value: str, before: str) -> None:
    source = page(asking(value, before))
    assert page_calls(source, url=URL) == ()
    assert unread_lists(source, url=URL) == ("'/api/list'",)


@pytest.mark.parametrize(
    "filled",
    [
        "if (kw) { param.title = kw; }",
        "if (kw) param.title = kw; else delete param.title;",
        "if (kw !== '' && kw != null) { param.type = 1; param.title = kw; }",
        "if ($('#kw').val().length > 0) param.title = $('#kw').val();",
        "param.title = kw || undefined;",
        "param.title = kw ? kw : null;",
    ],
)
def test_what_is_searched_for_is_left_out_where_its_field_is_empty(filled: str) -> None:
    script = f"""function load(n) {{ var kw = $.trim($('#kw').val()), param = {{cid: 31, pageNo: n}}; {filled}
    $.post('/api/list', param) }} load(1)"""
    assert sent(script) == {"cid": "31", "pageNo": "{p}"}


def test_of_two_branches_the_one_is_read_that_is_taken_as_the_page_is_opened() -> None:
    script = """function load(n) {{ var kw = {kw}, param = {{cid: 31, pageNo: n}};
    if (kw) {{ param.org = 'A' }} else {{ param.org = 'B' }} $.post('/api/list', param) }} load(1)"""
    assert sent(script.format(kw="$('#kw').val()")) == {"cid": "31", "pageNo": "{p}", "org": "B"}
    assert sent(script.format(kw="'x'")) == {"cid": "31", "pageNo": "{p}", "org": "A"}
    assert page_calls(page(script.format(kw="next()"))) == ()


def test_what_is_sent_without_a_condition_must_be_stated() -> None:
    script = "function load(n) { var param = {pageNo: n}; param.sign = md5(n); $.post('/api/list', param) } load(1)"
    assert page_calls(page(script), url=URL) == ()
    assert unread_lists(page(script), url=URL) == ("'/api/list'",)


def test_a_call_that_names_no_page_is_told_where_none_does() -> None:
    hidden = "function load(n) { $.post('/api/list', sealed(n), draw); $.post('/api/hits', sealed(7)) } load(1)"
    assert unread_lists(page(hidden), url=URL) == ("'/api/list'",)
    named = "function turn(n) { $.get('/api/other', {pageNo: n, key: md5(n)}) }"
    assert unread_lists(page(hidden + named), url=URL) == ("'/api/other'",)


@pytest.mark.parametrize(
    ("script", "call"),
    [
        (
            "xhr.open('GET', '/api/list?cid=31&page=' + page, true); xhr.send(null)",
            PageCall("/api/list?cid=31&page={p}", None, False, {}),
        ),
        (
            """x.open("POST", "/api/list"); x.setRequestHeader("Content-Type", "application/json");
            x.send(JSON.stringify({cid: "31", pageNo: page}))""",
            PageCall("/api/list", {"cid": "31", "pageNo": "{p}"}, True, {}),
        ),
        (
            "x.open('POST', '/api/list'); x.send('cid=31&pn=' + page)",
            PageCall("/api/list", {"cid": "31", "pn": "{p}"}, False, {}),
        ),
        ("window.open('/api/list?cid=31&page=' + page)", None),
        (
            "$.ajax('/api/list', {type: 'post', data: {cid: 31, pageNo: page}})",
            PageCall("/api/list", {"cid": "31", "pageNo": "{p}"}, False, {}),
        ),
        (
            "layui.$.post('/api/list', {cid: 31, pageNo: page})",
            PageCall("/api/list", {"cid": "31", "pageNo": "{p}"}, False, {}),
        ),
        (
            "uni.request({url: '/api/list', method: 'POST', data: {cid: '31', pageNo: page}})",
            PageCall("/api/list", {"cid": "31", "pageNo": "{p}"}, True, {}),
        ),
        (
            "axios('/api/list', {params: {cid: '31', pageNo: page}})",
            PageCall("/api/list?cid=31&pageNo={p}", None, False, {}),
        ),
        (
            "axios.post('/api/list', null, {params: {cid: '31', pageNo: page}})",
            PageCall("/api/list", {"cid": "31", "pageNo": "{p}"}, False, {}),
        ),
        (
            "fetch(`/api/list?${new URLSearchParams({cid: 31, page: page})}`)",
            PageCall("/api/list?cid=31&page={p}", None, False, {}),
        ),
        (
            """const form = new URLSearchParams(); form.append('cid', 31); form.append('pageNo', page);
            fetch('/api/list', {method: 'POST', body: form})""",
            PageCall("/api/list", {"cid": "31", "pageNo": "{p}"}, False, {}),
        ),
        (
            "const base = {cid: 31}; axios.get('/api/list', {params: {...base, page, size: 9}})",
            PageCall("/api/list?cid=31&page={p}&size=9", None, False, {}),
        ),
        (
            "var base = {cid: 31, size: 9}; $.get('/api/list', $.extend({}, base, {page: page}))",
            PageCall("/api/list?cid=31&size=9&page={p}", None, False, {}),
        ),
        (
            "axios.get('/api/list?cid=31&page=' + page + (kw ? '&title=' + kw : ''))",
            PageCall("/api/list?cid=31&page={p}", None, False, {}),
        ),
        (
            "axios.get('/api/'.concat('list').concat('?page=', page))",
            PageCall("/api/list?page={p}", None, False, {}),
        ),
    ],
)
def test_a_call_is_read_in_the_way_of_every_library(script: str, call: PageCall | None) -> None:
    assert page_calls(page(f"var page = 1, kw = ''; {script}")) == ((call,) if call is not None else ())


def test_where_the_page_begins_may_be_a_default_or_stand_in_for_what_the_address_lacks() -> None:
    call = PageCall("/api/list?pageNo={p}", None, False, {})
    asked = "$.get('/api/list', {pageNo: page})"
    for script in (
        f"function load(page = 1) {{ {asked} }} load()",
        f"function load(page) {{ page = page || 1; {asked} }} load()",
        f"var page = parseInt(getQueryString('page')) || 1; {asked}",
        f"const page = Number(getQueryString('page') ?? 1); {asked}",
    ):
        assert page_calls(page(script), url=URL) == (call,)


def test_a_member_of_a_component_is_what_its_data_say_and_no_member_of_another_object() -> None:
    script = """new Vue({data: {pageNum: 1, size: 8, kw: ''}, methods: {
    latest() { axios.get('/api/latest', {params: {size: 4}}) },
    load() { axios.get('/api/list', {params: {page: this.pageNum - 1, size: this.size, title: this.kw || undefined}}) }
    }})"""
    (call,) = page_calls(page(script))
    assert (call.url, call.parameters) == ("/api/list?page={p0}&size={size}", {"size": "8"})


def test_what_vue_3_keeps_is_read_by_its_value() -> None:
    script = """const page = ref(1), kw = ref(''), query = reactive({cid: '31', size: 9});
    axios.get('/api/list', {params: {...query, page: page.value, kw: kw.value || undefined}})"""
    assert page_calls(page(script)) == (PageCall("/api/list?cid=31&size=9&page={p}", None, False, {}),)


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ("dataType: 'jsonp'", "callback=callback"),
        ("dataType: 'jsonp', jsonp: 'cb'", "cb=callback"),
        ("dataType: 'JSONP', jsonp: 'cb', jsonpCallback: 'fill'", "cb=fill"),
        ("dataType: 'jsonp', jsonpCallback: name", "callback=callback"),
        ("dataType: 'json'", ""),
    ],
)
def test_jsonp_is_asked_for_as_its_options_say(options: str, sent: str) -> None:
    (call,) = page_calls(page(f"$.ajax({{url: '/api/list?pageNo=1', {options}}})"), url=URL)
    assert (call.url, call.fields) == (f"/api/list?pageNo={{p}}{'&' if sent else ''}{sent}", None)


def test_any_function_answers_where_jquery_would_name_one_of_its_own() -> None:
    (call,) = page_calls(page("$.getJSON('/api/list?cb=?&pageNo=1', (d) => fill(d))"), url=URL)
    assert call.url == "/api/list?cb=callback&pageNo={p}"


def test_a_member_of_another_call_is_no_value_of_a_declared_variable() -> None:
    script = """var size = 12, cid = '31'; $.get('/api/top', {cid: '9', size: 5});
    function load(n) { $.get('/api/list', {cid: cid, size: size, pageNo: n}) } load(1)"""
    assert sent(script) == {"cid": "31", "size": "12", "pageNo": "{p}"}


NESTED = """var http = axios.create({baseURL: root}); var root = '/api';
new Vue({data: function () {
  return {params: {page: {current: 1, size: 15}, query: {cid: '', word: '', open: true}}};
}, created: function () { this.params.query.cid = getQueryString('channelId'); this.load(); },
methods: {turn: function (n) { this.params.page.current = n; },
load: function () { http.post('/list', this.params) }}})"""


def test_objects_in_a_posted_object_are_read_with_what_is_set_later() -> None:
    (call,) = page_calls(page(NESTED), url=URL)
    posted = '{"page":{"current":{p},"size":15},"query":{"cid":"77","word":"","open":true}}'
    assert (call.url, call.posted, call.is_paged) == ("/api/list", posted, True)


@pytest.mark.parametrize(
    ("member", "posted"),
    [
        ("{page: {no: 0}, on: ['a', 7], key: null}", '{"page":{"no":{p0}},"on":["a",7]}'),
        ("{page: {no: 1}, query: {key: md5(word)}}", None),
        ("{page: {no: 1}, on: [word()]}", None),
    ],
)
def test_a_posted_object_is_read_where_all_of_it_is_stated(member: str, posted: str | None) -> None:
    script = f"$.ajax({{url: '/list', type: 'POST', contentType: 'application/json', data: JSON.stringify({member})}})"
    assert [one.posted for one in page_calls(page(script), url=URL)] == ([posted] if posted else [])


def test_items_of_other_calls_are_none_of_the_list_s() -> None:
    script = """function load(n) { ask('/list', {pageNo: n}, function (d) { $('#list').html(tpl(d)); }); } load(1);
    function ask(url, sent, then) {
      $.ajax({url: url, data: sent, error: function () { $('#list').html('') }, success: then});
    }
    ask('/top', {size: 5}, function (d) { s += "<a href='/news/info.html?id=" + d[0].id + "'>热</a>"; });"""
    shown = '<script type="text/x-jsrender"><a href="info.html?id={{:id}}&cid={{:cid}}">{{>title}}</a></script>'
    (call,) = page_calls(page(script) + shown, url="http://www.a.test/gk/list.html")
    assert (call.url, call.item_url) == ("/list?pageNo={p}", "/gk/info.html?id={id}&cid={cid}")


LOAD = "function load(n) { $.get('/api/list?t=' + Math.random(), {cid: '31', pageIndex: n}) }"


@pytest.mark.parametrize(
    ("pager", "place"),
    [
        ("Ls.pagination('#page', function (i, $this) { load(i); }, {currPage:(0+1),pageCount:3})", "{p}"),
        ("$('#page').pagination({pageCount: 3, current: 1, callback: function (api, i) { load(i) }})", "{p}"),
        ("$('#page').pagination(33, {current_page: 0, items_per_page: 15, callback: load})", "{p0}"),
        ("$('.fy').createPage({pageCount: 3, current: 1, backFn: (i) => load(i)})", "{p}"),
        ("kkpager.generPageHtml({pno: 1, total: 3, click: i => { load(i) }})", "{p}"),
        ("new Paging({el: '#page', nowPage: '1', onChange: load})", "{p}"),
        ("laypage.render({elem: 'page', count: 33, curr: 1, jump: function (obj) { load(obj.curr) }})", "{p}"),
        ("$('#page').pagination({pageCount: 3, callback: function (i) { load(i) }})", None),  # shown is which page?
        ("$('#page').pagination({pageCount: 3, current: 2, callback: load})", None),
        ("Ls.pagination('#page', function (i) { other(i); }, {currPage:(0+1),pageCount:3})", None),
    ],
)
def test_a_pager_that_says_which_page_is_shown_says_where_its_numbers_begin(pager: str, place: str | None) -> None:
    calls = page_calls(page(f"{LOAD} $(function () {{ {pager} }})"), url=URL)
    assert [one.url for one in calls] == ([f"/api/list?cid=31&pageIndex={place}"] if place else [])


def test_pagers_that_count_otherwise_say_nothing() -> None:
    both = "$('#a').pagination({current: 1, callback: load}); $('#b').pagination({current: 0, callback: load})"
    assert page_calls(page(f"{LOAD} {both}"), url=URL) == ()
