"""Items of pages drawn by script: addresses and calls that the pages state are read, all others are left alone."""

from __future__ import annotations

import json

import httpx
import pytest

from domain.answered import article_page, publisher_of
from domain.divisions import load_divisions
from scrapers.adapters.item_address import item_address
from scrapers.adapters.item_calls import call_of_item, calls_of_item, filled
from scrapers.adapters.model import Source
from scrapers.archive import Archive
from scrapers.charset import Decoded
from scrapers.declaration import portal_from
from scrapers.detail import read_detail
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.listed_files import files_listed
from scrapers.rules import AttachmentRule, ItemCall
from scrapers.state import PortalState
from tests.scrapers.fakes import FakeClock, MemoryStore, Web, open_client, page

URL = "http://www.a.test/detail.html?id=88&cid=3"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("""<a :href="'/zwgk/detail.html?id=' + item.id">{{ item.title }}</a>""", "/zwgk/detail.html?id={id}"),
        ("""<script>h += '<a href="/a/' + o.articleId + '.html" target="_blank">'</script>""", "/a/{articleId}.html"),
        ("""<script>h += "<a href=\\"a.jsp?id=" + o.id + "\\">"</script>""", "a.jsp?id={id}"),
        ("""<script>h += '<a href="/a.jsp?id=' + o.id + '&cid=' + o.cid + '">'</script>""", None),
        ("<script>location.href = `/detail?id=${row.id}`</script>", "/detail?id={id}"),
        ("<script>h += '<a href=\"/a/' + res.data.rows[i].id + '.html\">'</script>", "/a/{id}.html"),
        ("<script>mode: 'history'; go({path: '/a', query: {id: e.id}})</script>", "/a?id={id}"),
        ("{{# layui.each(d.rows, function (i, one) { }}<a href='/i.php?s=/show/{{ one.id }}'>", "/i.php?s=/show/{id}"),
        ("<script>go({path: '/a', query: {id: e.id}})</script>", None),
        ("<script>open('/#/a?id=' + e.id)</script>", None),
        ("<script>axios.get('/api/article/' + row.id).then(show)</script>", None),
        ("<script>$.ajax({url: '/api/article/' + row.id, success: show})</script>", None),
        ("<script>open('/a.html?id=' + row.id); open('/b.html?id=' + row.id)</script>", None),
        ("<script>open('/a.html?id=' + row.id + '&cid=' + row.cid)</script>", "/a.html?id={id}&cid={cid}"),
        ("<script>open('/a.html?id=' + row.id + '&cid=' + other.cid)</script>", None),
        ("<script>open('/list.html?site=' + row.siteId + '&column=' + row.columnId)</script>", None),
        (
            "<script>function to(r) { return r.out ? r.out : '/a/' + r.cid + '/' + r.id + '.html'; }</script>",
            "/a/{cid}/{id}.html",
        ),
        ("<script>const to = (r) => `/a/${r.cid}/${r.id}.html`</script>", "/a/{cid}/{id}.html"),
        ("<script>open('标题' + row.title)</script>", None),
    ],
)
def test_the_address_of_an_item_is_read_where_the_list_makes_one_of_its_id(source: str, address: str | None) -> None:
    assert item_address(source) == address


@pytest.mark.parametrize(
    ("script", "call"),
    [
        ("axios.get('/api/article/' + getParam('id')).then(show)", "/api/article/{id}"),
        (
            "var id = util.getQueryString('id'); $.getJSON('/api/article', {id: id, type: '1'})",
            "/api/article?id={id}&type=1",
        ),
        ("this.$axios.get('/api/one', {params: {articleId: getParam('id')}})", "/api/one?articleId={id}"),
        ("$.ajax({type: 'get', url: '/api/article', data: {id: getParam('id')}})", "/api/article?id={id}"),
        (
            "const id = new URLSearchParams(window.location.search).get('id'); fetch(`/api/article/${id}`).then(show)",
            "/api/article/{id}",
        ),
        (
            """new Vue({data: {id: ''}, created() { this.id = this.$route.query.id; this.load() },
            methods: {load() { this.$axios.get('/api/article', {params: {id: this.id}}).then(show) }}})""",
            "/api/article?id={id}",
        ),
        ("$.getJSON('/api/article', {id: getParam('id'), _: Math.random()}, show)", "/api/article?id={id}"),
        ("$.get('/api/article?t=' + Date.now(), 'id=' + getParam('id'), show)", "/api/article?id={id}"),
        ("axios.get('/api/article/' + getParam('uid')).then(show)", None),
        ("axios.get('/api/article/' + getParam('id')); axios.get('/api/article/' + getParam('cid'))", None),
        ("axios.get('/api/article/' + getParam('id')); axios.get('/api/hits/' + getParam('id'))", "/api/article/{id}"),
        ("axios.get('/api/article/' + this.token)", None),
        ("axios.get('/api/links')", None),
    ],
)
def test_the_call_for_an_article_is_read_where_it_sends_what_the_address_says(script: str, call: str | None) -> None:
    read = calls_of_item(f"<div id='app'></div><script>{script}</script>", URL).article
    assert (read.declared if read else None) == call


@pytest.mark.parametrize(
    ("script", "body"),
    [
        ("$.ajax({type: 'post', url: '/api/article', data: {id: getParam('id'), type: 1}})", "form"),
        ("axios.post('/api/article', {id: this.$route.query.id, type: '1'}).then(show)", "json"),
        (
            "var q = {id: get('id'), type: 1}; $.ajax({type: 'POST', url: '/api/article', data: JSON.stringify(q)})",
            "json",
        ),
        ("fetch('/api/article', {method: 'POST', body: new URLSearchParams({id: getParam('id'), type: 1})})", "form"),
        ("$.post('/api/article', 'id=' + getParam('id') + '&type=1', function (r) { show(r) })", "form"),
    ],
)
def test_an_article_may_be_asked_for_by_post(script: str, body: str) -> None:
    read = calls_of_item(f"<div id='app'></div><script>{script}</script>", URL)
    assert read.declared.article == ItemCall(
        url="/api/article", method="POST", body=body, fields={"id": "{id}", "type": "1"}
    )
    assert not read.unread


STATIC = "http://www.a.test/zwgk/show-88213.html"


@pytest.mark.parametrize(
    ("page", "article", "files"),
    [
        ("<script>$.getJSON('/attachment/list', {articleId: '88213'}, (r) => show(r))</script>", None, True),
        ("<script>var id = 88213; $.post('/cms/queryFiles', {id: id}, (r) => show(r))</script>", None, True),
        (
            '<input id="aid" type="hidden" value="0a9"><script>$.get("/fj/list?aid=" + $("#aid").val())</script>',
            None,
            True,
        ),
        (
            "<script>var id = '88213'; $.getJSON('/api/article/' + id, (r) => show(r))</script>",
            "/api/article/88213",
            False,
        ),
        ("<script>$.getJSON('/api/article/77', (r) => show(r)); $.get('/api/hits?id=88213')</script>", None, False),
    ],
)
def test_what_a_page_states_itself_is_read_there(page: str, article: str | None, *, files: bool) -> None:
    read = calls_of_item(page, STATIC)
    assert (read.article.url if read.article else None, read.files is not None) == (article, files)
    assert (read.unread, read.files_unread, read.declared.article, read.declared.files) == (False, False, None, None)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("$.post('/attachment/list', {id: 88213, sign: md5('88213')})", (False, True)),
        ("$.get('/attachment/list?id=1'); $.get('/annex/list?id=1')", (False, True)),
        ("$.get('/api/article', {id: 88213, token: token()})", (True, False)),
        ("$.get('/api/hits?id=' + id()); $.get('/weather/' + city)", (False, False)),
    ],
)
def test_calls_that_are_not_stated_whole_are_told_apart(script: str, told: tuple[bool, bool]) -> None:
    read = calls_of_item(f"<script>{script}</script>", STATIC)
    assert ((read.article, read.files), (read.unread, read.files_unread)) == ((None, None), told)


@pytest.mark.parametrize(
    ("answer", "links"),
    [
        ('{"data": [{"fileName": "甲.pdf", "fileUrl": "/f/1.pdf"}]}', [("http://www.a.test/f/1.pdf", "甲.pdf")]),
        ('[{"name": "甲.pdf", "id": 7}]', [("http://www.a.test/down?id=7", "甲.pdf")]),
        ('<p><a href="/f/1.pdf">甲.pdf</a></p>', [("http://www.a.test/f/1.pdf", "甲.pdf")]),
        ('{"code": 200, "rows": []}', []),
        ('{"code": 200, "rows": [{"fileName": "甲.pdf"}]}', None),
        ('{"code": 500, "msg": "系统繁忙"}', None),
        ("<p>请登录</p>", None),
    ],
)
def test_a_list_of_files_is_understood_or_told(answer: str, links: list[tuple[str, str]] | None) -> None:
    page = Source("<script>function down(f) { open('/down?id=' + f.id) }</script>", STATIC)
    found = files_listed(Decoded(answer, "utf-8"), page, AttachmentRule())
    assert (None if found is None else [(one.url, one.name) for one in found]) == links


def test_a_place_without_a_value_makes_no_address() -> None:
    assert filled("/a/{id}.html", {"id": 31}) == "/a/31.html"
    assert filled("/a/{id}.html", {"id": None}) is filled("/a/{id}.html", {}) is None
    told = call_of_item(ItemCall(url="/api/{id}", method="POST", fields={"c": "{cid}"}), URL)
    assert told == ItemCall(url="/api/88", method="POST", fields={"c": "3"})
    assert call_of_item(ItemCall(url="/api/{uid}"), URL) is None
    assert call_of_item(ItemCall(url="/api", method="POST", fields={"c": "{uid}"}), URL) is None


def test_an_answered_article_is_read_as_its_page() -> None:
    article = {
        "title": "襄垣县信访局2026年部门预算<公开>",
        "publishTime": "2026-02-11 15:20:00",
        "source": "县信访局",
        "content": "<p>现予以公开。<a href='/f/2.xlsx'>公开表.xlsx</a></p>",
        "attachList": [{"name": "部门预算.pdf", "url": "/f/1.pdf"}, {"name": "", "url": "/f/3.pdf"}],
    }
    drawn = article_page(json.dumps({"code": 200, "data": {"article": article}}))
    assert drawn is not None
    portal = portal_from(
        {"id": "x", "division": "140423", "family": "json", "entry": [{"url": URL}], "hosts": ["www.a.test"]}
    )
    detail = read_detail(Source(drawn, URL), portal)
    assert (detail.title, str(detail.published_on), detail.publisher) == (article["title"], "2026-02-11", "县信访局")
    assert [(file.url, file.name) for file in detail.files] == [
        ("http://www.a.test/f/2.xlsx", "公开表.xlsx"),
        ("http://www.a.test/f/1.pdf", "部门预算.pdf"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        'show({"data": {"title": "甲", "content": "<p>乙</p>"}});',
        '/**/jQuery1_2({"title": "甲", "html": "<p>乙</p>"})',
        '{"d": "{\\"Title\\": \\"甲\\", \\"ArticleBody\\": \\"<p>乙</p>\\"}"}',
        '{"data": {"title": "甲", "content": "<p>乙</p>", "publisher": {"id": "p7", "name": "县信访局"}}}',
    ],
    ids=["JSONP", "jQuery's JSONP", "a service of .NET", "a publisher that is a record"],
)
def test_an_article_is_read_in_every_wrapping(answer: str) -> None:
    drawn = article_page(answer)
    assert drawn is not None
    assert "<h1>甲</h1>" in drawn
    assert "<p>乙</p>" in drawn
    assert ('content="县信访局"' in drawn) is ("县信访局" in answer)


def test_an_article_without_a_word_is_one_where_it_has_files() -> None:
    files = [{"fileName": "部门预算.pdf", "filePath": "/f/1.pdf"}]
    drawn = article_page(json.dumps({"data": {"title": "甲", "content": None, "attachments": files}}))
    assert drawn is not None
    assert "None" not in drawn
    assert '<a href="/f/1.pdf">部门预算.pdf</a>' in drawn
    assert article_page(json.dumps({"data": {"title": "甲", "content": None, "attachments": []}})) is None


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"orgName": "县信访局"}, "县信访局"),
        ({"source": "县政府网", "publish_dept": "县财政局"}, "县财政局"),
        ({"source": "县政府网", "departName": "县信访局"}, "县信访局"),
        ({"dept": {"code": "07", "deptName": "县信访局"}}, "县信访局"),
        ({"department": 7, "issuer": "admin"}, None),
    ],
)
def test_who_publishes_is_told_by_the_field_that_names_a_body(record: dict[str, object], name: str | None) -> None:
    assert publisher_of(record) == name


def test_files_of_an_answered_article_may_be_listed_beside_it_or_as_text() -> None:
    beside = [{"fileName": "部门预算.pdf", "filePath": "/f/1.pdf"}]
    others = [{"title": "县水利局部门预算.pdf", "url": "/f/3.pdf"}]
    written = json.dumps([{"name": "公开表.xlsx", "url": "/f/2.xlsx"}])
    article = {"title": "甲", "content": "乙", "fj": written}
    drawn = article_page(json.dumps({"data": {"files": beside, "related": others, "info": article}}))
    assert drawn is not None
    assert '<a href="/f/1.pdf">部门预算.pdf</a>' in drawn
    assert '<a href="/f/2.xlsx">公开表.xlsx</a>' in drawn
    assert "县水利局" not in drawn


@pytest.mark.parametrize(
    "answer", ["", "<html></html>", '{"code": 404, "msg": "不存在"}', '{"title": "无正文"}', "[1]"]
)
def test_an_answer_without_an_article_is_none(answer: str) -> None:
    assert article_page(answer) is None


def harvested(answer: dict[str, object], *, shown: str = "<div id='app'>{{ article.title }}</div>") -> PortalHarvest:
    listed = {"total": 1, "rows": [{"id": 88, "title": "襄垣县信访局2026年部门预算公开", "publishTime": "2026-02-11"}]}
    portal = portal_from(
        {
            "id": "x",
            "division": "140423",
            "family": "json",
            "entry": [{"url": "http://www.a.test/list.html"}],
            "hosts": ["www.a.test"],
            "api": {"url": "/api/list?pageNum={p}", "item_url": "/detail.html?id={id}"},
            "detail": {"api": "/api/article/{id}"},
        }
    )
    web = Web(
        {
            "http://www.a.test/api/list?pageNum=1": lambda _: httpx.Response(200, json=listed),
            "http://www.a.test/detail.html?id=88": page(shown),
            "http://www.a.test/api/article/88": lambda _: httpx.Response(200, json=answer),
        }
    )
    clock = FakeClock()
    with open_client(portal, web) as client:
        return harvest_portal(
            portal,
            client=client,
            archive=Archive(MemoryStore(), clock),
            state=PortalState(portal_id="x"),
            divisions=load_divisions(),
            clock=clock,
        )


def test_a_call_that_answers_no_article_is_told_by_name() -> None:
    harvest = harvested({"code": 500, "msg": "系统繁忙"})
    assert ([one.state for one in harvest.problems], harvest.disclosures) == (["soft_not_found"], ())


def test_a_body_that_only_a_call_answers_is_the_document_where_it_states_figures() -> None:
    rows = "<tr><td>收入总计</td><td>312.64</td></tr><tr><td>支出总计</td><td>312.64</td></tr>"
    body = f"<table><tr><td>单位：万元</td></tr>{rows}</table>"
    harvest = harvested({"data": {"title": "襄垣县信访局2026年部门预算公开", "content": body}})
    assert [(one.page_url, [(file.role.value, file.url, file.page_url) for file in one.documents])
            for one in harvest.disclosures] == [
        ("http://www.a.test/detail.html?id=88",
         [("page", "http://www.a.test/api/article/88", "http://www.a.test/detail.html?id=88")])
    ]  # fmt: skip
    assert harvest.problems == ()


def test_a_body_that_only_a_call_answers_without_figures_is_no_document() -> None:
    harvest = harvested({"data": {"title": "襄垣县信访局2026年部门预算公开", "content": "<p>现予以公开。</p>"}})
    assert [one.state for one in harvest.problems] == ["no_document"]


ROWS = "<tr><td>收入总计</td><td>312.64</td></tr><tr><td>支出总计</td><td>312.64</td></tr>"
BODY = f"<table><tr><td>单位：万元</td></tr>{ROWS}</table>"
SIGNED = "<script>$.post('/attachment/list', {id: 88, sign: md5('88')})</script>"


def test_figures_are_kept_beside_files_that_no_stated_call_lists() -> None:
    harvest = harvested({"data": {"title": "襄垣县信访局2026年部门预算公开", "content": BODY}}, shown=SIGNED)
    assert [len(one.documents) for one in harvest.disclosures] == [1]
    assert [one.state for one in harvest.problems] == ["files_unread"]


def test_an_empty_page_whose_call_is_not_stated_whole_is_told_as_drawn_by_script() -> None:
    shown = "<html><h1>襄垣县信访局2026年部门预算公开</h1><script>$.get('/detail', {id: 88, sign: sign()})</script>"
    harvest = harvested({"data": {"title": "襄垣县信访局2026年部门预算公开", "content": "<p>公开。</p>"}}, shown=shown)
    assert ([one.state for one in harvest.problems], harvest.disclosures) == (["drawn_by_script"], ())
