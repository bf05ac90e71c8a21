"""Pagers of few words: arrows, pictures of arrows, the words of blogs. Two arrows may be the last page or the next."""

from __future__ import annotations

import pytest

from tests.scrapers.listing import following, portal_of, read

_URL = "http://www.gov.test/open/bmjs/index.html"
_PAGE_2 = "http://www.gov.test/open/bmjs/index_2.html"
_ROWS = "".join(
    f"<li><a href='/art/{n}.html'>县第{n}中学2025年度部门决算</a><span>2026-09-1{n}</span></li>" for n in range(3)
)


def _following(pager: str, url: str = _URL, head: str = "") -> str | None:
    page = f"<html><head>{head}</head><body><ul>{_ROWS}</ul><div class='fy'>{pager}</div></body></html>"
    return following(read(portal_of("static", url), page))


@pytest.mark.parametrize(
    "link",
    [
        "<a href='index_2.html'><img src='/i/a.gif' alt='下一页'></a>",
        "<a href='index_2.html'><img src='/i/a.gif' title='后一页'></a>",
        "<a href='index_2.html' title='下一页'><i class='icon'></i></a>",
        "<a href='index_2.html'><img src='/i/next_01.gif' alt=''></a>",
        "<a href='index_2.html'><img src='/i/xyy.png'></a>",
        "<a href='index_2.html'>→</a>",
        "<a href='index_2.html'>›</a>",
        "<a href='index_2.html'>＞</a>",
        "<a href='index_2.html'>»</a>",
        "<a href='index.html'>«</a> <a href='index_2.html'>»</a>",
        "<a href='index_2.html'>【下一页】</a>",
        "<a href='index_2.html'>下一页 →</a>",
        "<a href='index_2.html'>&larr; 更早的文章</a>",
        "<a href='index_2.html'>« Older Entries</a>",
    ],
)
def test_the_next_page_is_found_by_whatever_says_it(link: str) -> None:
    assert _following(link) == _PAGE_2


@pytest.mark.parametrize(
    "link",
    [
        "<a href='index_9.html'>»</a>",  # the last page
        "<a href='index_2.html'>»</a> 共3页",  # counted from 0 it is the last of three
        "<a href='/zt/index_2.html'>→</a>",  # another column
        "<a href='index_2.html'>←</a>",
        "<a href='index_2.html'>较新的文章 →</a>",
        "<a href='index_2.html'><img src='/i/banner.gif'></a>",
        "<a href='index_2.html'>→</a> <a href='index_3.html'>→</a>",
    ],
)
def test_what_may_lead_elsewhere_is_not_followed(link: str) -> None:
    assert _following(link) is None


def test_one_arrow_goes_before_two() -> None:
    assert _following("<a href='index_2.html'>→</a> <a href='index_7.html'>»</a>") == _PAGE_2


def test_an_arrow_goes_on_from_the_page_that_it_stands_on() -> None:
    url = "http://www.gov.test/list/3.html"
    assert _following("<a href='2.html'>«</a><a href='4.html'>»</a>", url) == "http://www.gov.test/list/4.html"
    assert _following("<a href='2.html'>«</a><a href='8.html'>»</a>", url) is None
    url = "http://www.gov.test/list.php?cat=5&paged=2"
    assert _following("<a href='list.php?cat=5&paged=3'>»</a>", url) == "http://www.gov.test/list.php?cat=5&paged=3"


def test_the_head_of_a_page_names_the_next_page_and_beside_an_article_the_next_article() -> None:
    assert _following("", head="<link rel='next' href='/open/bmjs/index_2.html'>") == _PAGE_2
    url = "http://www.gov.test/2026/09/4930.html"
    assert _following("", url, "<link rel='next' href='/2026/09/4931.html'>") is None
