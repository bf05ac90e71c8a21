"""Tabs of years that a script opens: where they lead, what their script is handed, and which are none."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import page_calls
from scrapers.adapters.model import Source
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.year_forms import year_form
from scrapers.columns import column_links, unreached_years
from scrapers.html import parse

BASE = "http://www.a.test/zwgk/bmyjs/"


def column(body: str, script: str = "") -> Source:
    path = "<div>当前位置：<a href='/'>首页</a> &gt; 部门预决算</div>"
    return Source(f"<html><body>{path}{body}<script>{script}</script></body></html>", BASE)


def strip(action: str) -> str:
    tabs = "".join(
        f"<li {action.replace('YYYY', str(year))}{' class=on' if year == 2026 else ''}>{year}年</li>"
        for year in (2026, 2025)
    )
    return f"<ul class='nd'>{tabs}</ul><ul id='list'></ul>"


CHANGED = strip('onclick="changeYear(YYYY)"')


@pytest.mark.parametrize(
    ("action", "script"),
    [
        ('onclick="changeYear(YYYY)"', "function changeYear(y) { location.href = '?year=' + y; }"),
        ("onclick=\"go(this, 'YYYY')\"", "var go = function (o, y) { window.location.href = './?year=' + y }"),
        ('data-year="YYYY"', "$('.nd li').click(function () { location.href = '?year=' + $(this).attr('data-year') })"),
        ('data-nd="YYYY"', "$(document).on('click', '.nd>li', function(){ location = '?year=' + $(this).data('nd') })"),
        (
            'onclick="go(this)" nd="YYYY"',
            "function go(o) { var y = o.getAttribute('nd'); location.href = '?year=' + y }",
        ),
    ],
)
def test_a_tab_leads_where_its_script_joins_one_address(action: str, script: str) -> None:
    shown = column(strip(action), script)
    assert [(one.url, one.is_year) for one in column_links(shown, ("www.a.test",))] == [(f"{BASE}?year=2025", True)]
    assert unreached_years(shown) == ()


@pytest.mark.parametrize(
    ("body", "script"),
    [
        (CHANGED, ""),
        (CHANGED, "function changeYear(y) { year = y; load(1); } function load(p) { $.get(u + y) }"),
        (strip('data-year="YYYY"'), ""),
        (strip(""), ""),
        (strip("").replace("2025年", "<a href='javascript:;' onclick='turn(\"2025\")'>2025年</a>"), ""),
        (strip(""), "$('.nd li').on('click', function () { load($(this).text()) })"),
    ],
)
def test_a_year_that_no_address_leads_to_is_told(body: str, script: str) -> None:
    assert unreached_years(column(body, script)) == ("2025年",)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("部门决算", ("2025年",)),
        ("财政预决算-襄垣县人民政府", ("2025年",)),
        ("预算公开_襄垣县信访局", ("2025年",)),
        ("政策文件-襄垣县财政预算局", ()),
        ("襄垣县信访局2025年度部门决算公开及情况说明_襄垣县人民政府", ()),
    ],
)
def test_a_page_without_a_path_is_called_after_its_title(title: str, told: tuple[str, ...]) -> None:
    text = f"<html><head><title>{title}</title></head><body>{CHANGED}</body></html>"
    assert unreached_years(Source(text, BASE)) == told


@pytest.mark.parametrize(
    ("body", "script"),
    [
        (strip("onclick=\"setTab('one',1,2)\"") + "<ul><li><a href='/1.html'>甲</a></li></ul>" * 2, ""),
        (strip("onclick=\"show('YYYY')\""), "function show(y) { $('.con').hide(); $('#c' + y).show(); }"),
        (strip(""), "$('.nd li').click(function () { $('.con').eq($(this).index()).show().siblings().hide() })"),
        (strip("").replace("2025年", "<a href='./2025/'>2025年</a>"), ""),
        (CHANGED.replace("class=on", "").replace("<ul class='nd'>", "<ul><li class=on>全部</li>"), ""),
        ("<table><tr><td>2025年</td><td>312.64</td></tr><tr><td>2026年</td><td>320.00</td></tr></table>", ""),
        ("<p>2026年</p><p>现将部门预算予以公开。</p><p>2025年</p>", ""),
    ],
)
def test_tabs_that_show_what_is_there_and_bare_years_are_none(body: str, script: str) -> None:
    assert unreached_years(column(body, script)) == ()


@pytest.mark.parametrize(
    "script",
    [
        """var year = '2026'; function changeYear(y) { year = y; load(1); }
        function load(p) { $.post('/list', {cid: 7, nd: year, pageNo: p}, draw) }""",
        """function changeYear(y) { load(y, 1) }
        function load(n, p) { $.ajax({type: 'post', url: '/list', data: {cid: 7, nd: n, pageNo: p}}) }
        load('2026', 1);""",
        """var q = {cid: 7, nd: '2026', pageNo: 1};
        function changeYear(y) { q.nd = y; q.pageNo = 1; $.post('/list', q, draw) }""",
    ],
)
def test_a_call_that_sends_the_chosen_year_is_read_with_its_place(script: str) -> None:
    shown = column(CHANGED, script)
    assert page_calls(shown.text) == (
        PageCall("/list", {"cid": "7", "nd": "{nd}", "pageNo": "{p}"}, False, {"nd": "{yyyy}"}, 2025),
    )


def test_a_year_may_be_sent_as_it_is_written_and_without_a_page() -> None:
    script = "$('.nd li').click(function () { $.getJSON('/list?nd=' + $(this).text(), (r) => draw(r)) })"
    assert page_calls(column(strip(""), script).text) == (
        PageCall("/list?nd={nd}", None, False, {"nd": "{yyyy}年"}, 2025),
    )


@pytest.mark.parametrize(
    "script",
    [
        "function changeYear(y) { $.post('/list', {nd: y - 1, pageNo: 1}) }",
        "function changeYear(y) { $.post('/list', {nd: y, sign: md5(y), pageNo: 1}) }",
        "function changeYear(y) { $.post('/list', {dept: y, pageNo: 1}) }",
        "function changeYear(y) { other = y; $.post('/list', {nd: year, pageNo: 1}) } var year = z;",
    ],
)
def test_a_year_that_is_computed_signed_or_sent_by_an_unknown_field_is_not_read(script: str) -> None:
    shown = column(CHANGED, script)
    assert (page_calls(shown.text), unreached_years(shown)) == ((), ("2025年",))


@pytest.mark.parametrize(
    ("chooser", "script"),
    [
        (
            "<select name='nd' onchange='this.form.submit()'><option>2026</option><option>2025</option></select>",
            "",
        ),
        (
            "<input type='hidden' name='nd' value='2026'>" + CHANGED,
            "function changeYear(y) { document.f.nd.value = y; document.f.submit(); }",
        ),
    ],
)
def test_a_form_is_posted_for_the_year_with_its_own_fields(chooser: str, script: str) -> None:
    form = f"<form name='f' method='post' action='/list.do'><input type='hidden' name='cid' value='7'>{chooser}</form>"
    shown = column(form, script)
    sent = {"cid": "7", "nd": "{nd}"}
    assert year_form(shown.text, parse(shown.text), BASE) == PageCall(
        "http://www.a.test/list.do", sent, False, {"nd": "{yyyy}"}, 2025
    )
    session = shown.text.replace("name='cid'", "name='__VIEWSTATE'")
    assert year_form(session, parse(session), BASE) is None


VUE = """new Vue({el: '#app', data: {years: ['2026', '2025', '2024'], query: {pageNum: 1, cid: '7', year: '2026'}},
methods: {change(y) { this.query.year = y; this.query.pageNum = 1; this.load() },
load() { this.$http.post('/list', this.query).then((r) => show(r)) }}})"""


@pytest.mark.parametrize(
    ("body", "script"),
    [
        ('<span v-for="y in years" :key="y" @click="change(y)">{{ y }}年</span>', VUE),
        ('<li v-for="(y, i) in years"><a @click="query.year = y; load()">{{ y }}</a></li>', VUE),
        ('<el-select v-model="query.year"><el-option v-for="y in years" :value="y"></el-option></el-select>', VUE),
        (
            '<a v-for="o in years" v-on:click="change(o.value)">{{ o.label }}</a>',
            VUE.replace(
                "['2026', '2025', '2024']", "[{label: '2026年', value: '2026'}, {label: '2024年', value: '2024'}]"
            ),
        ),
    ],
)
def test_years_of_a_template_are_those_of_the_array_that_the_script_states(body: str, script: str) -> None:
    shown = column(f"<div id='app'>{body}</div>", script)
    sent = {"pageNum": "{p}", "cid": "7", "year": "{year}"}
    assert page_calls(shown.text) == (PageCall("/list", sent, True, {"year": "{yyyy}"}, 2024),)


def test_years_of_a_template_that_no_stated_call_sends_are_told() -> None:
    body = '<span v-for="y in years" @click="change(y)">{{ y }}年</span>'
    script = "new Vue({data: {years: [2026, 2025]}, methods: {change(y) { ask({year: y, sign: sign(y)}) }}})"
    assert unreached_years(column(body, script)) == ("2025年",)
    assert unreached_years(column(body, script.replace("[2026, 2025]", "['全部', 2026, 2025]"))) == ()
