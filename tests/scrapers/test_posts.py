"""Lists of whole posts: a post is its heading and the day beside it, whatever else it links to or dates."""

from __future__ import annotations

import pytest

from tests.scrapers.listing import items, portal_of, read

_URL = "http://www.blog.test/gov/"


def _post(number: int, title: str, body: str, meta: str) -> str:
    return (
        f"<div class='hentry' id='p{number}'><h3 class='tt'><a href='/p/{number}/'>{title}</a></h3>{meta}"
        f"<div class='entry-content'>{body}</div>"
        f"<div class='foot'><a href='/c/cz/'>财政信息</a> <a href='/t/js/'>部门决算</a> "
        f"<a href='/p/{number}/#c'>发表评论</a></div></div>"
    )


_BODY = (
    "<p>截至2025年12月31日，现公开如下。</p>"
    "<p><a href='/f/{0}.pdf'>县信访局2025年度部门决算公开说明及附表全文.pdf</a></p>"
    "<p>2026年8月1日</p>"
)
_METAS = {
    "time": "<p class='entry-meta'><a href='/p/{0}/'><time datetime='2026-09-1{0}T08:00:00+08:00'>九月</time></a></p>",
    "class": "<div class='post-info'>管理员 于 2026-09-1{0} 发表</div>",
    "words": "<div class='x9'>二〇二六年九月1{0}日</div>",
    "changed": "<p class='meta-line'><time class='entry-date published'>2026-09-1{0}</time></p>"
    "<p><time class='updated'>2026-10-11</time></p>",
}


@pytest.mark.parametrize("meta", ["time", "class", "words", "changed"])
def test_a_post_is_one_row_titled_by_its_heading_and_dated_beside_it(meta: str) -> None:
    posts = "".join(
        _post(n, f"县第{n}信访接待中心2025年度决算", _BODY.format(n), _METAS[meta].format(n)) for n in (3, 2, 1)
    )
    page = read(portal_of("static", _URL), f"<html><body><div id='main'>{posts}</div></body></html>")
    assert items(page) == [
        {"url": f"http://www.blog.test/p/{n}/", "title": f"县第{n}信访接待中心2025年度决算", "date": f"2026-09-1{n}"}
        for n in (3, 2, 1)
    ]


def test_a_post_that_is_dated_in_its_text_only_has_no_day_from_there() -> None:
    posts = "".join(_post(n, f"县第{n}信访接待中心2025年度决算", _BODY.format(n), "") for n in (3, 2, 1))
    page = read(portal_of("static", _URL), f"<html><body><div id='main'>{posts}</div></body></html>")
    assert not [row for row in page.rows if row.url.endswith("/p/3/") and row.date is not None]


def test_the_files_below_a_heading_that_speaks_of_no_report_stay_rows() -> None:
    block = (
        "<div class='post'><h3><a href='/d/{0}/'>县第{0}信访接待中心信息公开</a></h3>"
        "<span class='date'>2026-09-1{0}</span>"
        "<p><a href='/f/{0}a.pdf'>县第{0}信访接待中心2026年部门预算</a></p>"
        "<p><a href='/f/{0}b.pdf'>县第{0}信访接待中心2025年部门决算</a></p></div>"
    )
    blocks = "".join(block.format(n) for n in (2, 1))
    page = read(portal_of("static", _URL), f"<html><body><div id='main'>{blocks}</div></body></html>")
    assert {"/f/2a.pdf", "/f/2b.pdf", "/f/1a.pdf", "/f/1b.pdf"} <= {
        row.url.removeprefix("http://www.blog.test") for row in page.rows
    }


@pytest.mark.parametrize("attributes", ["class='post-{0} post type-post'", "id='node_{0}'", "class='wz'", ""])
@pytest.mark.parametrize("closed", ["011", "101", "000"])
def test_a_post_that_is_not_closed_takes_no_other_post_away(attributes: str, closed: str) -> None:
    posts = "".join(
        f"<article {attributes.format(n)}><h3 class='tt'><a href='/p/{n}/'>县第{n}信访接待中心2025年度决算</a></h3>"
        f"{_METAS['class'].format(n)}<div class='entry-content'>{_BODY.format(n)}</div>"
        f"<div class='foot'><a href='/t/js/'>部门决算</a></div>{'</article>' * int(end)}"
        for n, end in zip((3, 2, 1), closed, strict=True)
    )
    page = read(portal_of("static", _URL), f"<html><body><div id='main'>{posts}</div></body></html>")
    assert items(page) == [
        {"url": f"http://www.blog.test/p/{n}/", "title": f"县第{n}信访接待中心2025年度决算", "date": f"2026-09-1{n}"}
        for n in (3, 2, 1)
    ]
