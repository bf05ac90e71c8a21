"""Addresses: what a page prints becomes what is asked for, and items have one identity."""

from __future__ import annotations

import pytest

from scrapers.addresses import extension, host_of, identity, is_front_page, resolve, with_scheme

PAGE = "http://www.a.test/zwgk/czxx/index.html"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("./202409/t20240924_1.html", "http://www.a.test/zwgk/czxx/202409/t20240924_1.html"),
        ("../../../../xw/1.html", "http://www.a.test/xw/1.html"),
        ("//www.b.test/art/1.html", "http://www.b.test/art/1.html"),
        ("//qy/bmys/1.shtml", "http://www.a.test/qy/bmys/1.shtml"),  # a doubled slash, not a host
        (" \n/a b.pdf\t", "http://www.a.test/a%20b.pdf"),
        ("..\\img\\P0.PDF", "http://www.a.test/zwgk/img/P0.PDF"),
        ("/d.jsp?a=1&amp;b=2#top", "http://www.a.test/d.jsp?a=1&b=2"),
        ("http://www.a.test:80/x/../y.html", "http://www.a.test/y.html"),
        ("HTTP://WWW.A.TEST/X.html", "http://www.a.test/X.html"),
        ("http://www.a.test./x.html", "http://www.a.test/x.html"),
        ("决算.pdf", "http://www.a.test/zwgk/czxx/%E5%86%B3%E7%AE%97.pdf"),
    ],
)
def test_a_link_resolves_as_in_a_browser(href: str, expected: str) -> None:
    assert resolve(href, PAGE) == expected


@pytest.mark.parametrize(
    "href", ["", "#", "javascript:void(0)", "mailto:a@b.c", "tel:110", "ftp://a.test/x", "/x/null.shtml", "http://[bad"]
)
def test_links_that_lead_to_no_page_are_none(href: str) -> None:
    assert resolve(href, PAGE) is None


def test_chinese_letters_of_a_query_are_sent_in_the_charset_of_the_page() -> None:
    assert resolve("/d.jsp?n=决算", PAGE, encoding="gb18030") == "http://www.a.test/d.jsp?n=%BE%F6%CB%E3"


def test_http_https_sessions_fragments_and_mobile_twins_are_one_item() -> None:
    same = {
        identity(url)
        for url in (
            "http://www.a.test/zwgk/t20240924_1.html",
            "https://www.a.test/zwgk/t20240924_1.html",
            "https://www.a.test:443/zwgk/t20240924_1_wap.html#x",
            "http://www.a.test/zwgk/t20240924_1.html;jsessionid=0A1B",
            "http://www.a.test/(S(abc123))/zwgk/t20240924_1.html",
        )
    }
    assert same == {"http://www.a.test/zwgk/t20240924_1.html"}
    assert identity("http://g.test/x/content/mpost_12.html") == "http://g.test/x/content/post_12.html"


def test_paths_keep_their_case_and_queries_their_order() -> None:
    assert identity("http://A.test/P0.PDF?b=2&a=1") == "http://a.test/P0.PDF?b=2&a=1"
    assert identity("http://a.test/P0.PDF") != identity("http://a.test/p0.pdf")


def test_an_unusual_port_is_part_of_the_host() -> None:
    assert host_of("http://1.2.3.4:8080/x") == "1.2.3.4:8080"
    assert host_of("https://www.a.test:443/x") == "www.a.test"
    assert with_scheme("http://www.a.test/x?y=1", "https") == "https://www.a.test/x?y=1"
    assert with_scheme("http://www.a.test:8080/x", "https") == "http://www.a.test:8080/x"


def test_extensions_are_compared_in_lower_case() -> None:
    assert extension("http://a.test/P0.XLS?x=1.pdf") == "xls"
    assert extension("http://a.test/download") == ""


@pytest.mark.parametrize(
    ("url", "front"),
    [
        ("http://www.a.gov.cn/", True),
        ("http://www.a.gov.cn", True),
        ("http://www.a.gov.cn/index.html", True),
        ("http://www.a.gov.cn/Default.aspx", True),
        ("http://www.a.gov.cn/index.html?id=7", False),
        ("http://www.a.gov.cn/czyjs/index.html", False),
        ("http://www.a.gov.cn/#/detail?id=7", False),
        ("http://www.a.gov.cn/indexes.html", False),
    ],
)
def test_the_front_page_of_a_site_is_told_by_its_address(url: str, front: bool) -> None:
    assert is_front_page(url) is front


def test_a_session_in_a_query_is_no_part_of_an_items_identity() -> None:
    plain = identity("http://www.a.gov.cn/show.php?id=7")
    assert identity("http://www.a.gov.cn/show.php?id=7&PHPSESSID=a1b2") == plain
    assert identity("http://www.a.gov.cn/show.php?PHPSESSID=ffff&id=7") == plain
    assert identity("http://www.a.gov.cn/show.php?id=8&PHPSESSID=a1b2") != plain
