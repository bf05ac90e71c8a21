"""What an application of one page says of its addresses, and what its functions hand on to their calls."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import page_calls, unread_lists
from scrapers.adapters.item_calls import call_of_item, calls_of_item
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.routes import held_by, route_at, routes_of
from scrapers.rules import DetailRule, ItemCall

ROUTES = """new VueRouter({mode: "history", base: "/openness/", routes: [{path: "/", redirect: "/list/1"},
{path: "/list/:channelId", component: ListPage}, {path: "/detail/:articleId", component: DetailPage}]});"""
LIST = "http://www.a.test/openness/list/31"
ITEM = "http://www.a.test/openness/detail/7701"
SERVICE = """var cfg = window.SITE; var service = axios.create({baseURL: cfg.base});
function articles(data) { return service({url: "/page", method: "post", data: data}); }
function article(articleId) { return service({url: "/article", params: {articleId: articleId}}); }
"""
CONFIG = '<script>window.SITE = {site: "330", base: "/api"};</script>'
QUERY = "query: {site: cfg.site, channel: this.$route.params.channelId, title: '', pageNum: 1}"


def page(script: str, config: str = CONFIG) -> str:
    return f"<html><body><div id='app'></div>{config}<script>{script}{ROUTES}</script></body></html>"


def test_routes_are_read_with_their_base_and_only_where_addresses_are_real() -> None:
    assert routes_of(ROUTES) == ("/openness/list/{channelId}", "/openness/detail/{articleId}")
    assert routes_of(ROUTES.replace('mode: "history", ', "")) == ()
    assert routes_of('createWebHistory("/a/"); [{path: "/d/:id"}, {path: "/about"}]') == ("/a/d/{id}",)
    assert route_at(ROUTES, ITEM) == "/openness/detail/{articleId}"
    assert route_at(ROUTES, "http://www.a.test/openness/detail/7701/2") is None
    assert held_by("/openness/detail/{articleId}", ITEM) == {"articleId": "7701"}
    assert held_by("/openness/detail/{articleId}", LIST) == {}


def test_a_list_asks_by_a_function_of_its_own_for_what_its_address_holds() -> None:
    script = f"""{SERVICE} var ListPage = {{data() {{ return {{{QUERY}}} }}, watch: {{$route(to) {{
    this.query.channel = to.params.channelId; this.load() }}}}, methods: {{load() {{ var that = this;
    articles(that.query).then(draw) }}, open(row) {{ window.open("/openness/detail/" + row.articleId) }},
    other(node) {{ this.$router.push("/list/" + node.id) }}}}}};"""
    sent = {"site": "330", "channel": "{channel}", "title": "", "pageNum": "{p}"}
    (call,) = page_calls(page(script), url=LIST)
    assert call == PageCall("/api/page", sent, True, {"channel": "31"})
    assert call.item_url == "/openness/detail/{articleId}"
    # Where the page's own address is not one of the list's, nothing says what is asked for.
    assert [one for one in page_calls(page(script), url=ITEM) if one.is_paged] == []
    assert unread_lists(page(script), url=ITEM) == ('"/api" + "/page"',)


@pytest.mark.parametrize(
    "calls",
    ["articles(this.first); articles(this.other)", "cfg.site = next(); articles(this.query)", "articles(made())"],
    ids=["handed two things that are not stated", "set again", "handed what is not stated"],
)
def test_what_is_not_stated_whole_is_told_and_not_asked(calls: str) -> None:
    script = f"{SERVICE} var ListPage = {{data: {{{QUERY}}}, methods: {{load() {{ {calls} }}}}}};"
    assert [one for one in page_calls(page(script), url=LIST) if one.is_paged] == []


def test_an_article_is_asked_for_by_what_the_address_of_its_page_holds() -> None:
    script = f"{SERVICE} var DetailPage = {{created() {{ article(this.$route.params.articleId).then(draw) }}}};"
    told = ItemCall(url="/api/article?articleId={articleId}", path="/openness/detail/{articleId}")
    assert calls_of_item(page(script), ITEM).declared.article == told
    assert DetailRule.model_validate({"api": told.declared}).api == told
    asked = call_of_item(told, "http://www.a.test/openness/detail/7702")
    assert asked is not None
    assert asked.url == "/api/article?articleId=7702"
    assert call_of_item(told, "http://www.a.test/openness/other/7702") is None


def test_a_list_may_be_asked_for_by_the_query_of_its_own_address() -> None:
    script = f"""{SERVICE} var api = {{list: function (p) {{ return service({{url: "/list", params: p}}) }}}};
    var ListPage = {{data() {{ return {{cid: this.$route.query.cid, pageNum: 1}} }}, methods: {{load() {{
    api.list({{cid: this.cid, pageNum: this.pageNum}}).then(draw) }}, draw(r) {{
    return '<a href="/show?cid=' + cid + '&id=' + r.id + '">' }}, other(c) {{ return '/list?cid=' + c.id }}}}}};"""
    (call,) = page_calls(page(script), url="http://www.a.test/list?cid=31")
    assert call == PageCall("/api/list?cid={cid}&pageNum={p}", None, False, {"cid": "31"})
    assert call.item_url == "/show?cid=31&id={id}"
    assert [one for one in page_calls(page(script), url="http://www.a.test/list") if one.is_paged] == []


def test_of_the_calls_of_one_script_that_for_a_page_of_the_list_is_no_article() -> None:
    script = f"""{SERVICE}
    function list() {{ service({{url: "/page", params: {{cid: this.$route.query.cid, pageNum: 1}}}}) }}
    var DetailPage = {{created() {{ article(this.$route.query.id).then(draw) }}}};"""
    read = calls_of_item(page(script), "http://www.a.test/show?cid=31&id=7")
    assert read.article == ItemCall(url="/api/article?articleId={id}")
