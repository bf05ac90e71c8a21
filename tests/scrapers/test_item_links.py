"""Which fields of its records a page writes the links of its list of."""

from __future__ import annotations

import pytest

from scrapers.adapters.held_texts import with_held
from scrapers.adapters.item_links import date_field, link_fields
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.script_values import Values


@pytest.mark.parametrize(
    "written",
    [
        '<a class="t" href="{{ d.filePath }}" target="_blank">{{ d.reportTitle }}</a>',
        "<script>s += '<li><a href=\"' + data.rows[i].filePath + '\">' + data.rows[i].reportTitle + '</a>'</script>",
        """<script>s += "<a href='" + one.filePath + "'><b>" + one.reportTitle + "</b></a>"</script>""",
        "<script>s += `<a href='${one.filePath}' target='_blank'>${one.reportTitle}</a>`</script>",
        '<script type="text/html"><a href="<%= item.filePath %>"><%= item.reportTitle %></a></script>',
        '<a :href="item.filePath" target="_blank">{{ item.reportTitle }}</a>',
        '<el-link :href="scope.row.filePath">{{ scope.row.reportTitle }}</el-link>',
    ],
)
def test_the_fields_of_address_and_title_are_read_in_every_way_of_writing(written: str) -> None:
    assert link_fields(f"<div><a href='/index.html'>首页</a>{written}</div>") == ("filePath", "reportTitle", "")


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ('<a href="{{ d.url }}">下载</a>', ("url", None, "")),
        ('<a href="/article/{{ d.id }}.html">{{ d.title }}</a>', None),
        ('<a href="{{ d.url }}">{{ d.title }}</a><a href="{{ d.link }}">{{ d.name }}</a>', None),
        ("<a href='/index.html'>{{ d.title }}</a>", None),
    ],
    ids=["a button", "an address of several parts", "two links", "a link of the page's own"],
)
def test_a_link_that_is_not_one_field_or_not_the_only_one_tells_nothing_more(
    written: str, fields: tuple[str, str | None, str] | None
) -> None:
    assert link_fields(written) == fields


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ("""<a :href="'/gk' + scope.row.filePath">{{ scope.row.title }}</a>""", ("filePath", "title", "/gk")),
        ("<a href='/gk/{{ d.fileUrl }}'>{{ d.title }}</a>", ("fileUrl", "title", "/gk/")),
        ('<a href="/channel/{{ c.code }}">{{ c.name }}</a>', None),
        ('<a href="/gk{{ d.path }}">{{ d.name }}</a><a href="{{ d.url }}">{{ d.title }}</a>', ("url", "title", "")),
    ],
    ids=["bound", "a folder", "no address", "beside a whole address"],
)
def test_what_stands_before_the_field_of_an_address_is_read_with_it(
    written: str, fields: tuple[str, str | None, str] | None
) -> None:
    assert link_fields(written) == fields


def test_a_record_s_address_is_asked_for_with_its_base_first() -> None:
    link = link_fields("<a href='/gk{{ d.filePath }}'>{{ d.title }}</a>")
    told = {"url_key": ["filePath"], "title_key": ["title"], "url_base": "/gk"}
    assert PageCall("/list?p={p}", None, False, {}, link=link).apis == [
        {"url": "/list?p={p}"} | told,
        {"url": "/list?p={p}"},
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("""'<a href="' + ctx + '/view/' + d.id + '">'""", """'<a href="/app/view/' + d.id + '">'"""),
        ("ctx + '/view/' + d.id", "'/app/view/' + d.id"),
        (':href="ctx + row.path" ', """:href="'/app' + row.path" """),
        (r"\'/list?cid=\'+cid+\'&id=\'+r.id", r"\'/list?cid=31&id=\'+r.id"),
        ("twice + '/view/' + d.id", "twice + '/view/' + d.id"),
        ("asked + '/view/' + d.id", "asked + '/view/' + d.id"),
        ("row.ctx + '/view/' + d.id", "row.ctx + '/view/' + d.id"),
    ],
)
def test_variables_of_an_address_are_written_out_where_they_hold_one_text(written: str, read: str) -> None:
    script = "var ctx = '/app'; var twice = 'a'; twice = 'b'; var asked = ask(); data = {cid: this.$route.query.cid}"
    assert with_held(written, Values(script, route={"query.cid": "31"})) == read


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("cols: [[{field: 'bmmc', title: '部门'}, {field: 'fbsj', title: '发布时间', width: 140}]]", "fbsj"),
        ('<el-table-column label="公开日期" prop="gkrq"></el-table-column>', "gkrq"),
        ("cols: [[{field: 'publishTime', title: '发布时间'}]]", None),
        ("cols: [[{field: 'a', title: '发布时间'}, {field: 'b', title: '公开时间'}]]", None),
        ("cols: [[{field: 'sj', title: '更新时间'}]]", None),
    ],
    ids=["layui", "element", "its name says so", "two of them", "another day"],
)
def test_the_heading_of_a_table_names_the_field_of_the_day(table: str, named: str | None) -> None:
    assert date_field(table) == named
    dated = {"date_key": [named]} if named else {}
    assert PageCall("/list?p={p}", None, False, {}, dated=named).apis == [{"url": "/list?p={p}"} | dated]


@pytest.mark.parametrize(
    ("shown", "named"),
    [
        ("<span>{{ item.year }}-{{ item.day }}</span>", "{year}-{day}"),
        ("<script>s += '<i>' + d.pubYear + '/' + d.monthDay + '</i>'</script>", "{pubYear}-{monthDay}"),
        ("<script>s += `<i>${d.year}年${d.md}</i>`</script>", "{year}-{md}"),
        ("<script>var day = d.nian + '-' + d.yueri; show(day)</script>", "{nian}-{yueri}"),
        ("<i>{{ a.year }}-{{ a.day }}</i><i>{{ b.year }}-{{ b.md }}</i>", None),
        ("<i>{{ item.year }}-{{ item.month }}-{{ item.day }}</i>", None),
        ("<i>{{ item.name }}-{{ item.day }}</i>", None),
    ],
)
def test_a_day_may_be_put_together_of_a_year_and_the_rest(shown: str, named: str | None) -> None:
    assert date_field(shown) == named
