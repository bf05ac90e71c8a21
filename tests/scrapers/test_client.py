"""The polite client: listed public hosts only, a gap, robots, conditional requests, retries that can heal, walls."""

from __future__ import annotations

import gzip
import random
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx
import pytest

from domain.identifiers import sha256_hex
from scrapers.answers import Exchange, Kind, Validators
from scrapers.client import PoliteClient
from scrapers.limiter import HostLimiter
from scrapers.refusals import (
    BudgetSpent,
    CertificateRefused,
    EmptyBody,
    FetchError,
    HandshakeRefused,
    Moved,
    NotAllowed,
    NotFound,
    PrivateAddress,
    RateLimited,
    RedirectLoop,
    RobotsDenied,
    SoftNotFound,
    TooLarge,
    TooSlow,
    UnexpectedStatus,
    Unreachable,
    Wall,
    WrongBytes,
)
from tests.scrapers.fakes import START, FakeClock, Web, declare, file, open_client, page

URL = "http://www.a.test/czxx/index.html"
ROBOTS = "http://www.a.test/robots.txt"


def test_every_request_says_who_we_are() -> None:
    web = Web({URL: page("列表")})
    open_client(declare(), web, user_agent="xinfang-budgets/0.1 (+ops@example.org)").get(URL, kind=Kind.LIST)
    assert {request.headers["user-agent"] for request in web.requests} == {"xinfang-budgets/0.1 (+ops@example.org)"}
    assert [str(request.url) for request in web.requests] == [ROBOTS, URL]


def test_an_answer_carries_bytes_hash_headers_and_transport() -> None:
    web = Web({URL: page("列表", etag='"1"')})
    answer = open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert answer.body == "列表".encode()
    assert answer.sha256 == sha256_hex("列表".encode())
    assert (answer.status, answer.validators, answer.transport) == (200, Validators('"1"', None), "http")


def test_a_conditional_request_comes_back_as_not_modified() -> None:
    web = Web({URL: page("列表", etag='"1"')})
    answer = open_client(declare(), web).get(
        URL, kind=Kind.LIST, validators=Validators('"1"', "Fri, 20 Nov 2026 01:00:00 GMT")
    )
    assert (answer.not_modified, answer.body) == (True, b"")
    assert web.requests[-1].headers["if-modified-since"] == "Fri, 20 Nov 2026 01:00:00 GMT"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.b.test/x",
        "http://a.test/x",
        "http://www.a.test:8080/x",
        "ftp://www.a.test/x",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "file://www.a.test/etc/passwd",
        "gopher://www.a.test/x",
        "http://www.a.test@evil.test/x",
        "http://www.a.test.evil.test/x",
        "http://www.a.test%2eevil.test/x",
        "http://www.а.test/x",  # a Cyrillic letter
        "http://2130706433/x",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
    ],
)
def test_hosts_that_are_not_listed_are_never_asked(url: str) -> None:
    web = Web()
    with pytest.raises(NotAllowed):
        open_client(declare(), web).get(url, kind=Kind.DETAIL)
    assert web.requests == []


def test_a_portal_of_one_scheme_is_asked_in_that_scheme_only() -> None:
    web = Web({"http://www.a.test/x.html": page("x")})
    answer = open_client(declare(scheme="http"), web).get("https://www.a.test/x.html", kind=Kind.DETAIL)
    assert (answer.url, answer.final_url) == ("https://www.a.test/x.html", "http://www.a.test/x.html")


def redirect(target: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"location": target})


def test_redirects_are_followed_inside_the_list_of_hosts() -> None:
    portal = declare(hosts=["www.a.test", "a.test"])
    web = Web(
        {
            URL: redirect("http://a.test/new/"),
            "http://a.test/new/": redirect("index.html"),
            "http://a.test/new/index.html": page("新"),
        }
    )
    answer = open_client(portal, web).get(URL, kind=Kind.LIST)
    assert (answer.url, answer.final_url) == (URL, "http://a.test/new/index.html")


def test_a_redirect_to_another_host_is_a_move_for_a_person_to_look_at() -> None:
    web = Web({URL: redirect("http://www.elsewhere.test/index.html")})
    with pytest.raises(Moved) as caught:
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert caught.value.target == "http://www.elsewhere.test/index.html"
    assert all(request.url.host == "www.a.test" for request in web.requests)


def test_more_than_five_redirects_are_given_up() -> None:
    web = Web({URL: redirect("/1")} | {f"http://www.a.test/{n}": redirect(f"/{n + 1}") for n in range(1, 9)})
    with pytest.raises(RedirectLoop):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 6


def test_a_page_that_redirects_to_itself_for_a_cookie_is_a_wall() -> None:
    web = Web({URL: redirect(URL)})
    with pytest.raises(Wall, match="cookie_loop"):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 2


def test_a_form_is_posted_with_the_column_as_referer_and_a_303_is_fetched_by_get() -> None:
    web = Web(
        {
            "http://www.a.test/proxy.jsp": redirect("/answer.xml", 303),
            "http://www.a.test/answer.xml": file(b"<datastore/>"),
        }
    )
    open_client(declare(), web).post(
        "http://www.a.test/proxy.jsp", {"columnid": "1", "名": "值"}, kind=Kind.LIST, referer=URL
    )
    assert web.asked == ["POST http://www.a.test/proxy.jsp", "GET http://www.a.test/answer.xml"]
    assert web.requests[1].headers["referer"] == URL
    assert web.requests[1].content == b"columnid=1&%E5%90%8D=%E5%80%BC"


def test_the_gap_is_kept_per_host_and_doubles_after_a_sign_of_being_too_fast() -> None:
    clock, limiter = FakeClock(), HostLimiter()
    web = Web({URL: page("列表"), ROBOTS: httpx.Response(404)})
    client = open_client(declare(pace={"gap_s": 6}), web, clock, limiter=limiter)
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [6, 6]
    limiter.slow_down("www.a.test")
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [6, 6, 6, 12]


def test_two_clients_on_one_host_share_its_gap() -> None:
    clock, limiter, web = FakeClock(), HostLimiter(), Web({URL: page("列表")})
    for _ in range(2):
        open_client(declare(pace={"gap_s": 6}), web, clock, limiter=limiter).get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [6, 6, 6]


def test_crawl_delay_of_robots_txt_widens_the_gap() -> None:
    clock = FakeClock()
    web = Web({URL: page("列表"), ROBOTS: file(b"User-agent: *\nCrawl-delay: 9\n")})
    client = open_client(declare(pace={"gap_s": 1}), web, clock)
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    assert [round(one) for one in clock.slept] == [1, 9]


def test_robots_txt_is_obeyed_and_read_once_a_day() -> None:
    clock = FakeClock()
    web = Web(
        {
            URL: page("列表"),
            ROBOTS: file(b"User-agent: *\nDisallow: /nbzl/\n"),
            "http://www.a.test/nbzl/1.html": page("内部"),
        }
    )
    client = open_client(declare(), web, clock)
    client.get(URL, kind=Kind.LIST)
    with pytest.raises(RobotsDenied):
        client.get("http://www.a.test/nbzl/1.html", kind=Kind.DETAIL)
    clock.sleep(23 * 3600)
    client.get(URL, kind=Kind.LIST)
    assert len([one for one in web.requests if one.url.path == "/robots.txt"]) == 1
    clock.sleep(2 * 3600)
    client.get(URL, kind=Kind.LIST)
    assert len([one for one in web.requests if one.url.path == "/robots.txt"]) == 2
    assert "GET http://www.a.test/nbzl/1.html" not in web.asked


def test_a_group_for_our_own_name_beats_the_one_for_all() -> None:
    web = Web(
        {URL: page("列表"), ROBOTS: file(b"User-agent: *\nAllow: /\n\nUser-agent: xinfang-budgets\nDisallow: /\n")}
    )
    with pytest.raises(RobotsDenied):
        open_client(declare(), web).get(URL, kind=Kind.LIST)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (httpx.Response(404), True),
        (httpx.Response(410), True),
        (httpx.Response(403), False),
        (httpx.Response(401), False),
        (page("<html>首页</html>"), True),  # a home page served for every address has no rules
        (redirect("http://www.elsewhere.test/robots.txt"), True),
        (file(b""), True),
    ],
)
def test_what_an_unusual_robots_txt_means(robots: object, allowed: bool) -> None:
    web = Web({URL: page("列表"), ROBOTS: robots})  # type: ignore[dict-item]  # all are replies
    client = open_client(declare(), web)
    if allowed:
        assert client.get(URL, kind=Kind.LIST).status == 200
    else:
        with pytest.raises(RobotsDenied):
            client.get(URL, kind=Kind.LIST)
        assert web.asked == []


def test_a_host_that_is_down_is_unreachable_and_not_forbidden() -> None:
    web = Web({URL: page("列表"), ROBOTS: httpx.Response(503)})
    with pytest.raises(Unreachable):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert web.asked == []


@pytest.mark.parametrize("status", [502, 503, 504])
def test_what_can_heal_is_tried_three_times_with_growing_pauses(status: int) -> None:
    clock = FakeClock()
    web = Web({URL: [httpx.Response(status), httpx.Response(status), page("列表")]})
    answer = open_client(declare(), web, clock, jitter=random.Random(1)).get(URL, kind=Kind.LIST)
    assert answer.status == 200
    assert len(web.asked) == 3
    assert 1.0 <= clock.slept[0] < 2.0 <= clock.slept[1] < 3.0


def test_a_broken_connection_is_tried_again() -> None:
    web = Web({URL: [httpx.ReadError("reset"), page("列表")]})
    assert open_client(declare(), web).get(URL, kind=Kind.LIST).status == 200


def test_three_failures_are_unreachable() -> None:
    web = Web({URL: httpx.ConnectTimeout("slow")})
    with pytest.raises(Unreachable, match="ConnectTimeout"):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 3


@pytest.mark.parametrize("status", [400, 500, 501])
def test_what_cannot_heal_is_asked_once(status: int) -> None:
    web = Web({URL: httpx.Response(status, text="x")})
    with pytest.raises((UnexpectedStatus, Unreachable)):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 1


def test_retry_after_is_honoured_in_both_forms() -> None:
    clock = FakeClock()
    late = "Fri, 20 Nov 2026 02:01:00 GMT"
    web = Web(
        {
            URL: [
                httpx.Response(429, headers={"retry-after": "7"}),
                httpx.Response(503, headers={"retry-after": late}),
                page("列表"),
            ]
        }
    )
    open_client(declare(), web, clock).get(URL, kind=Kind.LIST)
    assert clock.slept[0] == 7
    assert 50 < clock.slept[1] < 54  # until one minute after START, seven seconds of which are over


def test_a_long_retry_after_ends_the_run() -> None:
    web = Web({URL: httpx.Response(429, headers={"retry-after": "3600"})})
    with pytest.raises(RateLimited) as caught:
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert caught.value.ends_run
    assert len(web.asked) == 1


def test_three_signs_of_being_too_fast_end_the_run() -> None:
    web = Web({URL: httpx.Response(429)})
    with pytest.raises(RateLimited, match="several times"):
        open_client(declare(), web).get(URL, kind=Kind.LIST)
    assert len(web.asked) == 3


def test_a_page_that_says_too_fast_with_status_200_is_a_rate_limit() -> None:
    web = Web({URL: page("<html><body>您的访问过于频繁，请稍后再试</body></html>")})
    with pytest.raises(RateLimited):
        open_client(declare(), web).get(URL, kind=Kind.LIST)


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


def test_the_requests_of_one_visit_are_limited() -> None:
    web = Web({URL: page("列表")})
    client = open_client(declare(pace={"gap_s": 0, "requests": 3}), web)
    client.get(URL, kind=Kind.LIST)
    client.get(URL, kind=Kind.LIST)
    with pytest.raises(BudgetSpent) as caught:
        client.get(URL, kind=Kind.LIST)
    assert caught.value.ends_run


def test_every_request_is_recorded_with_its_end_and_without_cookies() -> None:
    class Kept:
        def __init__(self) -> None:
            self.records: list[Exchange] = []

        def record(self, exchange: Exchange) -> None:
            self.records.append(exchange)

    kept = Kept()
    web = Web({URL: [httpx.ReadError("reset"), page("列表", cookie="JSESSIONID=secret")]})
    client = open_client(declare(), web)
    client.recorder = kept
    client.get(URL, kind=Kind.LIST)
    assert [(one.url, one.status, one.error) for one in kept.records] == [
        (ROBOTS, 404, None),
        (URL, None, "ReadError: reset"),
        (URL, 200, None),
    ]
    assert kept.records[2].sha256 is not None
    assert "secret" not in repr(kept.records)
    assert all(one.requested_at > START for one in kept.records)


def test_certificates_are_checked_and_their_fault_is_named() -> None:
    broken = ssl.SSLCertVerificationError(1, "certificate has expired")
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = broken
    web = Web({"https://www.a.test/x": error, "https://www.a.test/robots.txt": error})
    with pytest.raises(CertificateRefused):
        open_client(declare(), web).get("https://www.a.test/x", kind=Kind.DETAIL)
    assert len(web.requests) == 1  # a bad certificate does not heal


def test_a_failed_handshake_is_named_so_that_a_person_can_declare_a_profile() -> None:
    error = httpx.ConnectError("handshake")
    error.__cause__ = ssl.SSLError(1, "UNSAFE_LEGACY_RENEGOTIATION_DISABLED")
    web = Web({"https://www.a.test/robots.txt": error})
    with pytest.raises(HandshakeRefused):
        open_client(declare(), web).get("https://www.a.test/x", kind=Kind.DETAIL)


class _Quiet(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>inside</html>")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def loopback() -> Iterator[int]:
    _Quiet.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_a_listed_name_that_leads_to_a_private_address_is_refused_at_the_connection(
    loopback: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    portal = declare(hosts=[f"localhost:{loopback}"], entry=[{"url": f"http://localhost:{loopback}/x"}])
    with PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter()) as client, pytest.raises(PrivateAddress):
        client.get(f"http://localhost:{loopback}/x", kind=Kind.LIST)
    assert _Quiet.asked == []


def test_a_configured_proxy_resolves_names_itself(loopback: int) -> None:
    portal = declare()
    with PoliteClient(
        portal, clock=FakeClock(), limiter=HostLimiter(), egress=f"http://127.0.0.1:{loopback}"
    ) as client:
        assert client.get(URL, kind=Kind.LIST).body == b"<html>inside</html>"
    assert _Quiet.asked == [ROBOTS, URL]


def test_the_proxy_of_the_environment_is_used_unless_the_portal_says_direct(
    loopback: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{loopback}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with PoliteClient(declare(), clock=FakeClock(), limiter=HostLimiter()) as client:
        assert client.get(URL, kind=Kind.LIST).status == 200
    with (
        PoliteClient(declare(egress="direct"), clock=FakeClock(), limiter=HostLimiter()) as client,
        pytest.raises(FetchError),
    ):
        client.get(URL, kind=Kind.LIST)
    assert _Quiet.asked == [ROBOTS, URL]
