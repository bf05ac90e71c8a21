"""The bureau among departments that a page lets a person choose: by selects, tabs and trees; read whole, or told."""

from __future__ import annotations

import pytest

from domain.divisions import load_divisions
from scrapers.adapters.bureau_choice import bureau_choices
from scrapers.adapters.calls import page_calls
from scrapers.adapters.model import Source
from scrapers.adapters.page_fields import shown_fields
from scrapers.archive import Archive
from scrapers.columns import unreached_bureaus
from scrapers.declaration import portal_from
from scrapers.harvest import harvest_portal
from scrapers.html import parse
from scrapers.state import PortalState
from tests.scrapers.fakes import FakeClock, MemoryStore, Web, open_client, page

BASE = "http://www.a.test/bmyjs/"
OPTIONS = '<option value="d1">县教育局</option><option value="d2">县信访局</option>'


def column(body: str, script: str = "") -> str:
    path = "<div>当前位置：<a href='/'>首页</a> &gt; 部门预决算</div>"
    return f"<html><body>{path}{body}<script>{script}</script></body></html>"


@pytest.mark.parametrize(
    ("body", "script"),
    [
        (f'<select id="dept">{OPTIONS}</select>', "$.post('/list', {dept: $('#dept').val(), pageNo: 1}, (r) => r)"),
        (
            f'<select name="org" onchange="go(this.value)">{OPTIONS}</select>',
            """var org = 'd1'; function go(v) { org = v; load(1) }
            function load(p) { $.post('/list', {dept: org, pageNo: p}) }""",
        ),
        (
            """<li onclick="show('d1', '县教育局')">县教育局</li><li onclick="show('d2', '县信访局')">县信访局</li>""",
            "function show(code, name) { $('h2').text(name); $.post('/list', {dept: code, pageNo: 1}, (r) => r) }",
        ),
        (
            "<ul id='tree'></ul>",
            """var nodes = [{id: 1, name: "县直部门", open: true}, {id: "d1", pId: 1, name: "县教育局"},
            {id: "d2", pId: 1, name: "县信访局"}];
            var setting = {callback: {onClick: function (e, t, node) { ask(node.id) }}};
            function ask(id) { $.ajax({type: 'post', url: '/list', data: {dept: id, pageNo: 1}}) }""",
        ),
    ],
)
def test_a_call_that_sends_the_chosen_department_is_read_for_the_bureau(body: str, script: str) -> None:
    source = column(body, script)
    (found,) = bureau_choices(source, parse(source), BASE)
    assert found.other is not None
    assert (found.label, found.choice.template, found.other.template) == ("县信访局", "d2", "d1")
    (call,) = page_calls(source, (), (found.choice,))
    assert (call.fields, call.parameters) == ({"dept": "{dept}", "pageNo": "{p}"}, {"dept": "d2"})


def test_nodes_that_a_call_lists_are_chosen_as_those_of_the_page() -> None:
    source = column(
        "", "var s = {callback: {onClick: go}}; function go(e, t, n) { $.get('/list', {dept: n.code, page: 1}) }"
    )
    nodes = [{"code": "d1", "name": "县教育局"}, {"code": "d2", "name": "县信访局"}]
    (found,) = bureau_choices(source, parse(source), BASE, nodes)
    (call,) = page_calls(source, (), (found.choice,))
    assert (call.url, call.parameters) == ("/list?dept={dept}&page={p}", {"dept": "d2"})


def test_of_several_bureaus_none_is_chosen() -> None:
    several = OPTIONS + '<option value="d3">南靖县信访局</option>'
    source = column(f'<select id="dept">{several}</select>')
    assert bureau_choices(source, parse(source), BASE) == ()
    assert unreached_bureaus(Source(source, BASE)) == ("县信访局", "南靖县信访局")


def test_a_list_that_shows_all_departments_is_asked_for_as_it_is_shown() -> None:
    chosen = f'<select id="dept"><option value="">全部单位</option>{OPTIONS}</select><input id="kw" value="">'
    source = column(chosen, "$.post('/list', {dept: $('#dept').val(), kw: $('#kw').val(), pageNo: 1}, (r) => show(r))")
    assert bureau_choices(source, parse(source), BASE) == ()
    assert [one.fields for one in page_calls(source)] == [{"dept": "", "kw": "", "pageNo": "{p}"}]
    assert unreached_bureaus(Source(source, BASE)) == ()


def test_fields_hold_what_is_shown() -> None:
    fields = "<input id='a' value='1'><input name='b'><textarea id='c'>x</textarea><select id='d'>{}</select>"
    twice = (
        "<input type='hidden' name='e' value='1'><input type='hidden' name='e' value='2'><input type='radio' name='f'>"
    )
    shown = shown_fields(parse(fields.format("<option value='2026' selected>甲</option><option>乙</option>") + twice))
    assert shown == {"a": "1", "b": "", "c": "x", "d": "2026"}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<a href="javascript:show(12)">县信访局</a>', ("县信访局",)),
        (f'<select onchange="load(this.value)">{OPTIONS}</select>', ("县信访局",)),
        ("<script>var nodes = [{id: 12, name: '县信访局'}]; init(nodes)</script>", ("县信访局",)),
        ('<a href="javascript:show(12)">县信访局</a><a href="/xfj/">县信访局</a>', ()),
        ('<li class="active" onclick="show(12)">县信访局</li>', ()),
        ('<a href="javascript:show(12)">县信访局2026年部门预算</a><p>县信访局</p>', ()),
    ],
)
def test_a_bureau_that_no_address_leads_to_is_told(body: str, told: tuple[str, ...]) -> None:
    assert unreached_bureaus(Source(column(body), BASE)) == told


def test_what_a_column_offers_and_nothing_reads_is_partial_at_a_full_reading() -> None:
    row = '<li><a href="/1.html">县教育局2026年部门预算公开</a><span>2026-02-03</span></li>'
    text = column(f'<a href="javascript:show(12)">县信访局</a><ul>{row}</ul>')
    portal = portal_from(
        {"id": "x", "division": "140423", "family": "static", "entry": [{"url": BASE}], "hosts": ["www.a.test"]}
    )
    clock = FakeClock()
    with open_client(portal, Web({BASE: page(text)})) as client:
        harvest = harvest_portal(
            portal,
            client=client,
            archive=Archive(MemoryStore(), clock),
            state=PortalState(portal_id="x"),
            divisions=load_divisions(),
            clock=clock,
        )
    assert harvest.outcome.value == "partial"
    assert [one.message_en for one in harvest.columns] == ["the page offers and nothing reads: 县信访局"]
