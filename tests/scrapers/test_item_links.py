"""Which fields of its records a page writes the links of its list of."""

from __future__ import annotations

import pytest

from scrapers.adapters.item_links import link_fields


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
    assert link_fields(f"<div><a href='/index.html'>首页</a>{written}</div>") == ("filePath", "reportTitle")


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ('<a href="{{ d.url }}">下载</a>', ("url", None)),
        ('<a href="/article/{{ d.id }}.html">{{ d.title }}</a>', None),
        ('<a href="{{ d.url }}">{{ d.title }}</a><a href="{{ d.link }}">{{ d.name }}</a>', None),
        ("<a href='/index.html'>{{ d.title }}</a>", None),
    ],
    ids=["a button", "an address of several parts", "two links", "a link of the page's own"],
)
def test_a_link_that_is_not_one_field_or_not_the_only_one_tells_nothing_more(
    written: str, fields: tuple[str, str | None] | None
) -> None:
    assert link_fields(written) == fields
