"""Options of a select that lead elsewhere: addresses, scripts that join one, forms; nothing is guessed."""

from __future__ import annotations

import pytest

from scrapers.adapters.model import Source
from scrapers.adapters.options import options_of
from scrapers.adapters.pagers import read_pager
from scrapers.columns import column_links, unreached_years
from scrapers.html import parse

BASE = "http://www.a.test/zwgk/bmyjs/"
YEARS = '<option value="2026" selected>2026年</option><option value="2025">2025年</option>'


def led(body: str, script: str = "") -> list[str | None]:
    source = f"<html><body>{body}<script>{script}</script></body></html>"
    return [option.url for option in options_of(source, parse(source), BASE)]


@pytest.mark.parametrize(
    ("action", "url"),
    [
        ("window.location.href='list.jsp?cid=7&amp;year='+this.value", "list.jsp?cid=7&year=2025"),
        ("if(this.value) location = './' + this.options[this.selectedIndex].value + '/'", "2025/"),
        ("javascript:window.open('?nd=' + encodeURIComponent(value))", "?nd=2025"),
        ("self.location.href=`${this.value}.html`", "2025.html"),
    ],
)
def test_a_script_of_the_select_joins_the_chosen_value(action: str, url: str) -> None:
    assert led(f'<select onchange="{action}">{YEARS}</select>') == [BASE + url]


@pytest.mark.parametrize(
    ("action", "script"),
    [
        ('onchange="go(this.value)"', "var t = 1; function go(y){ if (y) { location.href = '?year=' + y; } }"),
        (
            'onchange="go(this)"',
            "function go(obj){ var y = obj.options[obj.selectedIndex].value; location='?year='+y }",
        ),
        ("", "$('#nd').change(function () { window.location.href = '?year=' + $(this).val(); });"),
        ("", "$(\"select[name='nd']\").on('change', function(){ location.assign('?year=' + $('#nd').val()) });"),
        ("", "document.getElementById('nd').onchange = function (e) { location.href = '?year=' + e.target.value };"),
    ],
)
def test_the_script_may_be_a_function_or_be_bound_to_the_select(action: str, script: str) -> None:
    assert led(f'<select id="nd" name="nd" {action}>{YEARS}</select>', script) == [f"{BASE}?year=2025"]


def test_a_form_is_asked_by_address_with_its_fields() -> None:
    form = (
        '<form action="/list.do"><input type="hidden" name="cid" value="7"><input name="title">'
        '<select name="kind"><option value="1">部门预决算</option></select>'
        '<select name="nd" onchange="this.form.submit()">' + YEARS + "</select></form>"
    )
    assert led(form) == ["http://www.a.test/list.do?cid=7&kind=1&nd=2025"]


@pytest.mark.parametrize(
    "body",
    [
        f'<select onchange="load(this.value)">{YEARS}</select>',
        f"<select onchange=\"setTimeout('__doPostBack(\\'nd\\',\\'\\')', 0)\">{YEARS}</select>",
        f'<select onchange="location.href = prefix + this.value">{YEARS}</select>',
        f"<select onchange=\"location.href = '?year=' + document.getElementById('other').value\">{YEARS}</select>",
        f'<form method="post"><select name="nd" onchange="this.form.submit()">{YEARS}</select></form>',
        f"<select>{YEARS}</select>",
    ],
)
def test_what_is_not_stated_leads_nowhere(body: str) -> None:
    assert led(body, "// $('#nd').change(function(){ location.href = '?y=' + this.value })") == [None]


def column(select: str) -> Source:
    path = "<div>当前位置：<a href='/'>首页</a> &gt; 部门预决算</div>"
    return Source(f"<html><body>{path}{select}</body></html>", BASE)


def test_years_of_a_select_are_columns_unless_the_list_holds_them_all() -> None:
    of_years = "<select onchange='location.href=this.value'>{}<option value='./2025n/'>2025年</option></select>"
    shown = column(of_years.format("<option value='./2026n/'>2026年</option>"))
    assert [(one.url, one.is_year) for one in column_links(shown, ("www.a.test",))] == [(BASE + "2025n/", True)]
    assert column_links(column(of_years.format("<option value=''>全部年份</option>")), ("www.a.test",)) == ()


def test_departments_of_a_select_are_columns_and_what_a_search_looks_through_is_not() -> None:
    select = "<select onchange='location.href=this.value'><option>--请选择部门--</option>{}</select>"
    options = (
        "<option value='/xfj/'>县信访局</option><option value='/slj/'>县水利局</option>"
        "<option value='http://xfj.b.test/'>市信访局</option><option value='/s/'>信息公开</option>"
    )
    links = column_links(column(select.format(options)), ("www.a.test",))
    assert [one.url for one in links] == ["http://www.a.test/xfj/"]


def test_years_that_no_address_leads_to_are_told() -> None:
    select = f'<select onchange="load(this.value)">{YEARS}</select>'
    assert unreached_years(column(select)) == ("2025年",)
    assert unreached_years(column(select + "<a href='./2025n/'>2025年</a>")) == ()
    assert unreached_years(Source(f"<html><body>{select}</body></html>", BASE)) == ()


def test_a_pager_of_options_may_join_its_addresses() -> None:
    options = '<option value="1" selected>第1页</option><option value="2">第2页</option>'
    source = f"<select onchange=\"location.href='list.asp?classid=9&amp;page='+this.value\">{options}</select>"
    pager = read_pager(
        source, parse(source), "http://www.a.test/list.asp?classid=9", "http://www.a.test/list.asp?classid=9"
    )
    assert pager.links.numbered == {2: "http://www.a.test/list.asp?classid=9&page=2"}
