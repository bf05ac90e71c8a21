"""Answers that are none: walls, missing pages, bodies that are too large, damaged or slow."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import httpx
import pytest

from scrapers.answers import Kind
from scrapers.refusals import (
    EmptyBody,
    NotFound,
    SoftNotFound,
    TooLarge,
    TooSlow,
    Wall,
    WrongBytes,
)
from tests.scrapers.fakes import FakeClock, Web, declare, file, open_client, page

URL = "http://www.a.test/czxx/index.html"
ROBOTS = "http://www.a.test/robots.txt"


@pytest.mark.parametrize(
    ("reply", "kind", "challenge"),
    [
        (httpx.Response(412, text="x"), "412", True),
        (httpx.Response(521, text="x"), "521", True),
        (httpx.Response(403, text="x"), "403", False),
        (httpx.Response(405, text="x"), "405", False),
        (page("<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>", status=202), "412", True),
        (
            page("<html><script>document.cookie='C3VK=1';window.location.href='/';</script></html>"),
            "script_cookie",
            True,
        ),
        (page("<html><body>您的请求已被拦截，请求编号 0000</body></html>"), "waf", False),
        (page("<html><body><img src='/createimage.jsp'>请输入验证码</body></html>"), "captcha", True),
    ],
)
def test_walls_are_named_and_never_tried_again(reply: object, kind: str, challenge: bool) -> None:
    web = Web({URL: reply})  # type: ignore[dict-item]  # all are replies
    with pytest.raises(Wall) as caught:
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert (caught.value.kind, caught.value.challenge) == (kind, challenge)
    assert len(web.asked) == 1


def test_a_download_behind_a_captcha_concerns_that_file_only() -> None:
    captcha = (
        "<html><form><img src='/system/resource/js/filedownload/createimage.jsp'><input name='codeValue'></form></html>"
    )
    web = Web({"http://www.a.test/download.jsp?wbfileid=1": page(captcha)})
    with pytest.raises(Wall) as caught:
        open_client(declare(), web).get("http://www.a.test/download.jsp?wbfileid=1", kind=Kind.FILE)
    assert (caught.value.kind, caught.value.challenge) == ("captcha", False)


def test_ordinary_pages_with_a_login_form_are_no_wall() -> None:
    text = (
        "<html><head><title>部门预决算</title></head><body>"
        + "<p>襄垣县信访局2023年度部门决算</p>" * 80
        + "请输入验证码 页面不存在</body></html>"
    )
    web = Web({URL: page(text)})
    assert open_client(declare(), web).get(URL, kind=Kind.LIST).status == 200


def test_missing_pages_hard_and_soft_are_told_apart_from_walls() -> None:
    soft = "<html><title>提示</title><body><h2>您访问的页面不存在或已被删除</h2></body></html>"
    web = Web(
        {
            "http://www.a.test/2": httpx.Response(410),
            "http://www.a.test/3": page(soft),
            "http://www.a.test/4": file(b""),
        }
    )
    client = open_client(declare(), web)
    for path, error in (("1", NotFound), ("2", NotFound), ("3", SoftNotFound), ("4", EmptyBody)):
        with pytest.raises(error):
            client.get(f"http://www.a.test/{path}", kind=Kind.DETAIL)


def test_a_declared_oversize_is_refused_before_its_body() -> None:
    portal = declare(limits={"file_bytes": 2048})
    web = Web({URL: file(b"%PDF" + b"x" * 4000)})
    with pytest.raises(TooLarge):
        open_client(portal, web).get(URL, kind=Kind.FILE)


def test_a_compression_bomb_stops_at_the_cap_of_decoded_bytes() -> None:
    portal = declare(limits={"page_bytes": 100_000})
    bomb = gzip.compress(b"0" * 50_000_000)
    web = Web({URL: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(bomb))})
    web.replies[URL] = lambda request: httpx.Response(
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(bomb)
    )
    with pytest.raises(TooLarge):
        open_client(portal, web).get(URL, kind=Kind.LIST)


def test_a_damaged_compressed_body_is_named() -> None:
    web = Web(
        {
            URL: lambda request: httpx.Response(
                200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
            )
        }
    )
    with pytest.raises(WrongBytes):
        open_client(declare(), web).get(URL, kind=Kind.LIST)


def test_a_body_that_drips_is_cut_by_the_total_time() -> None:
    clock = FakeClock()

    class Drip(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(100):
                clock.sleep(20)
                yield b"x" * 70_000

    web = Web({URL: lambda request: httpx.Response(200, stream=Drip())})
    with pytest.raises(TooSlow):
        open_client(declare(limits={"total_s": 60}), web, clock).get(URL, kind=Kind.FILE)
