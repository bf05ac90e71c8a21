"""Calls that go through functions of the page's own, in one script or between the modules and parts of a bundle."""

from __future__ import annotations

import pytest

from scrapers.adapters.bundles import base_of, instances_of, scopes_of
from scrapers.adapters.calls import page_calls, unread_lists
from scrapers.adapters.chunks import chunk_addresses
from scrapers.adapters.item_calls import calls_of_item
from scrapers.adapters.linked import linked
from scrapers.adapters.page_call import PageCall
from scrapers.html import parse
from scrapers.rules import ItemCall

URL = "http://www.a.test/list?code=bmyjs"
SHELL = "<html><body><div id='app'></div></body></html>"
LIST = PageCall("/api/list", {"channel": "31", "pageNo": "{p}"}, True, {})


def page(script: str) -> str:
    return f"<html><body><ul id='list'></ul><script>{script}</script></body></html>"


@pytest.mark.parametrize(
    "script",
    [
        """function ajaxPost(path, data, done) { $.ajax({url: '/api' + path, type: 'post', data: JSON.stringify(data),
        success: function (r) { done(r) }}) }
        function hot() { ajaxPost('/hot', {top: 5}, function (r) {}) }
        function load(n) { ajaxPost('/list', {channel: '31', pageNo: n}, function (r) {}) } load(1)""",
        """const BASE = '/api'; function request(options) { return new Promise((resolve) => {
        axios({url: BASE + options.url, method: options.method || 'get', data: options.data}).then(resolve) }) }
        const hot = () => request({url: '/hot'}); let pageNo = 1;
        const load = () => request({url: '/list', method: 'post', data: {channel: '31', pageNo}})""",
        """const send = ({url, data, method = 'post'}) => axios({url: `/api${url}`, method, data});
        const hot = () => send({url: '/hot', data: {top: 5}}); let page = 1;
        const load = () => send({url: '/list', data: {channel: '31', pageNo: page}})""",
        """const api = {list(data) { return axios.post('/api/list', data) }, hot(data) { return axios.post('/api/hot',
 data) }};
        new Vue({data() { return {query: {channel: '31', pageNo: 1}} }, methods: {load() { api.list(this.query) }}})""",
        """const http = axios.create({baseURL: '/api'}); const post = (url, data, more = {}) => http.post(url, {
...data, ...more});
        const load = (n) => post('/list', {channel: '31'}, {pageNo: page}); const hot = () => post('/hot', {});
 let page = 1;""",
        """function post(path, query) { var url = '/api' + path, sent = JSON.stringify(query); return $.ajax({url: url,
        type: 'POST', contentType: 'application/json', data: JSON.stringify(query)}) }
        function hot() { post('/hot', {top: 5}) } function load(n) { post('/list', {channel: '31', pageNo: n}) }
        load(1)""",
    ],
    ids=[
        "an ajax of the page's own",
        "options",
        "taken apart",
        "an object of calls",
        "merged",
        "an address made before",
    ],
)
def test_a_call_is_read_where_a_function_that_hands_on_is_called(script: str) -> None:
    assert [one for one in page_calls(page(script)) if one.is_paged] == [LIST]


def test_an_address_that_is_made_before_the_call_holds_the_query_too() -> None:
    script = """async function ask(path, query) { const url = '/api' + path + '?' + new URLSearchParams(query);
    const answer = await fetch(url, {headers: {Accept: 'application/json'}}); return answer.json(); }
    ask('/hot', {top: 5}); function load(n) { ask('/list', {channel: '31', pageNo: n}) } load(0)"""
    paged = [one.url for one in page_calls(page(script)) if one.is_paged]
    assert paged == ["/api/list?channel=31&pageNo={p0}"]


STATE = """(function (win) { const state = win.__STATE__; async function ask(path, query) {
const url = state.api + path + (query ? '?' + new URLSearchParams(query) : ''); return (await fetch(url)).json(); }
win.App = {state, ask}; ask('/menu'); })(window);"""


def test_what_the_page_is_may_stand_in_an_object_of_the_window() -> None:
    said = 'window.__STATE__ = {"api": "/open", "column": {"id": "c31"}, "size": 10};'
    script = """const {state, ask} = window.App; function load(page) {
    ask('/articles', {columnId: state.column.id, page, size: state.size}) } load(0)"""
    (call,) = (one for one in page_calls(page(said + STATE + script)) if one.is_paged)
    assert call == PageCall("/open/articles?columnId=c31&page={p0}&size=10", None, False, {})


def test_the_page_of_an_item_may_say_so_which_it_is() -> None:
    said = 'window.__STATE__ = {"api": "/open", "articleId": "9f31c2"};'
    source = page(said + STATE + "const {state, ask} = window.App; ask('/articles/' + state.articleId).then(show)")
    assert calls_of_item(source, "http://www.a.test/article/9f31c2").article == ItemCall(url="/open/articles/9f31c2")
    assert calls_of_item(source, "http://www.a.test/article/777777").article is None


def test_what_such_a_function_is_handed_is_no_variable_that_is_called_so() -> None:
    script = """var query = {channel: '31', pageNo: 1}; var api = {all: query => axios.post('/api/all', query)};"""
    assert page_calls(page(script)) == ()


def test_a_call_through_a_function_is_told_where_it_is_not_stated() -> None:
    script = """function send(url, data) { return axios.post('/api' + url, data) }
    function hot() { send('/hot', {top: 5}) } function load(n) { send('/list', {pageNo: n, sign: md5(n)}) } load(1)"""
    assert [one for one in page_calls(page(script)) if one.is_paged] == []
    assert unread_lists(page(script)) == ("'/api' + '/list'",)


#: What webpack 5 and 4 make of the same four modules: an instance of axios, two calls, a list and an article.
WEBPACK_5 = """(function(){"use strict";var t={12:function(t,e,n){n.d(e,{Z:function(){return s}});var r=n(99),
o=n.n(r);const i=o().create({baseURL:"/gw",timeout:3e4});var s=i},
34:(t,e,n)=>{n.d(e,{Xq:()=>i,eR:()=>a});var r=n(12);function i(t){return(0,r.Z)({url:"/page",method:"post",data:t})}
function a(t){return(0,r.Z)({url:"/article",method:"get",params:{id:t}})}},
56:function(t,e,n){var i=n(34),s={data(){return{query:{site:"7",code:this.$route.query.code,current:1,size:9}}},
created(){(0,i.Xq)(this.query).then((t=>{this.list=t.rows}))},render(e){return e("a",{attrs:{
href:"/detail?id="+t.docId}})}}},
78:function(t,e,n){var i=n(34);const s={created(){(0,i.eR)(this.$route.query.id).then((t=>{this.doc=t}))}}}}})();"""
WEBPACK_4 = """(function(e){})({"0a12":function(e,t,n){"use strict";var r=n("bc3a"),a=n.n(r),o=a.a.create({
baseURL:"/gw"});t["a"]=o},
"1f34":function(e,t,n){"use strict";n.d(t,"b",(function(){return o})),n.d(t,"a",(function(){return c}));
var r=n("0a12"),p="/page";function o(e){return Object(r["a"])({url:p,method:"post",data:e})}function c(e){
return Object(r["a"])({url:"/article",method:"get",params:{id:e}})}},
"2c56":function(e,t,n){"use strict";n.r(t);var o=n("1f34"),s={data:function(){return{form:{site:"7",
code:this.$route.query.code},page:{current:1,size:9}}},methods:{load:function(){var e=this;
Object(o["b"])(Object(x["a"])(Object(x["a"])({},this.form),this.page)).then((function(t){e.list=t.rows}))},
go:function(e){window.open("/detail?id="+e.docId)}}};t["default"]=s},
"3d78":function(e,t,n){"use strict";n.r(t);var o=n("1f34"),s={created:function(){Object(o["a"])(this.$route.query.id)}
};t["default"]=s}});"""


@pytest.mark.parametrize("bundle", [WEBPACK_5, WEBPACK_4], ids=["webpack 5", "webpack 4"])
def test_a_list_and_an_article_are_read_through_the_modules_of_a_bundle(bundle: str) -> None:
    (call,) = page_calls(SHELL, [bundle], url=URL)
    assert call == PageCall(
        "/gw/page", {"site": "7", "code": "{code}", "current": "{p}", "size": "9"}, True, {"code": "bmyjs"}
    )
    assert call.item_url == "/detail?id={docId}"
    told = calls_of_item(SHELL, "http://www.a.test/detail?id=77", [bundle])
    assert told.declared.article == ItemCall(url="/gw/article?id={id}")


def test_modules_of_several_scripts_know_each_other_and_scripts_that_are_none_stay_as_they_are() -> None:
    part = "(self.webpackChunka=self.webpackChunka||[]).push([[9],"
    part += "{91:function(t,e,n){var i=n(34);(0,i.Xq)({code:1})}}]);"
    app, later, plain = linked([WEBPACK_5, part, "$.ajax({success:function(t,e,n){ draw(t) }})"])
    assert (len(app), later, plain) == (4, ("var i=n(34);m34_Xq({code:1})",), ())
    whole = "\n".join(scopes_of("", [WEBPACK_5]))
    assert instances_of(whole) == {"m12_Z"}
    assert base_of(whole, "m12_Z") == "/gw"


ROUTER = """o.p="/web/";function u(e){return o.p+"js/"+({list:"open-list"}[e]||e)+"."+{list:"77aa",file:"31bc"}
[e]+".js"}
new R({mode:"history",base:"/web/",routes:[{path:"/open/file",component:function(){
return n.e("file").then(n.bind(null,"a"))}},
{path:"/open/list/:id",component:function(){return n.e("list").then(n.bind(null,"b"))}}]})"""


def test_the_part_that_the_router_shows_at_an_address_is_loaded_or_all_where_they_are_few() -> None:
    shell = parse("<script src='/web/js/app.js'></script>")
    base = "http://www.a.test/web/open/list/31"
    assert chunk_addresses(shell, base, base, [ROUTER]) == ("http://www.a.test/web/js/open-list.77aa.js",)
    both = ("http://www.a.test/web/js/open-list.77aa.js", "http://www.a.test/web/js/file.31bc.js")
    assert chunk_addresses(shell, base, "http://www.a.test/web/other", [ROUTER]) == both
    links = "".join(f"<link rel='prefetch' href='/js/{n}.js'>" for n in range(3))
    assert len(chunk_addresses(parse(links), base, base, [])) == 3
    assert (
        chunk_addresses(parse(links.replace("/js/", "/js/a") + links + links.replace("/js/", "/js/b")), base, base, [])
        == ()
    )


@pytest.mark.parametrize(
    ("script", "made"),
    [
        (
            """$.post('/hot', {n: 5}, r => { h += '<a href="/hot/' + r.id + '.html">' });
            $.post('/list', {pageNo: 1}, r => { h += '<a href="/view/' + r.id + '.html">' });""",
            "/view/{id}.html",
        ),
        (
            """$.post('/list', {pageNo: 1}); var t = '<a href="/gk/{{d.code}}/{{d.uid}}.html">{{d.bt}}</a>'""",
            "/gk/{code}/{uid}.html",
        ),
        (
            """$.post('/list', {pageNo: 1}); h += "<a onclick='view(" + d.infoid + ")'>"; function view(id) {
 window.open("/view/" + id + ".html") }""",
            "/view/{infoid}.html",
        ),
        ("""$.post('/list', {pageNo: 1}); h += '<a href="/list/' + d.channelCode + '">' + d.name + '</a>'""", None),
        (
            """$.post('/list', {pageNo: 1}); new R({mode: "history", base: "/web/", routes: [{path: "/d/:id"}]});
 to = "/d/" + t.id""",
            "/web/d/{id}",
        ),
    ],
    ids=["the call's own answer", "two fields", "a function that opens it", "another list", "the router's base"],
)
def test_the_address_of_an_item_is_read_where_the_script_makes_it(script: str, made: str | None) -> None:
    call = next(one for one in page_calls(page(script)) if one.is_paged)
    assert call.item_url == made
