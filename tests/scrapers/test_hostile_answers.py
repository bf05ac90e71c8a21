"""Whatever a server answers, a visit and a check end by name: nothing a portal does ends as an exception."""

from __future__ import annotations

import random

import httpx
import pytest

from domain.divisions import load_divisions
from scrapers.answers import Kind
from scrapers.check import check_portal
from scrapers.client import MAX_CRAWL_DELAY_S
from scrapers.html import DEEPEST
from scrapers.refusals import FetchError
from scrapers.robots import MAX_BYTES
from tests.scrapers.fakes import Web, declare, file, open_client, page
from tests.scrapers.visits import ENTRY, PDF, TITLE, World, article, listing, pages_of, row, world

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:bs4", "ignore::UserWarning:scrapers")
LIST = listing(row("1.html", TITLE), row("2.html", "襄垣县信访局2022年度部门决算"), pager=pages_of(3, 0))
BODIES = [
    b"", b"\x00", b"\xff\xfe<\x00h\x00", b"null", b"[]", b"{}", b'{"data":{"records":[null,1,{"title":null}]}}', b"<",
    b"<?xml version='1.0'?><a/>", b"<datastore><recordset><record><![CDATA[", LIST.encode(), LIST.encode("gb18030"),
    LIST.encode("utf-16"), article().encode(), PDF, b"<html><base href='http://[::1'>" + LIST.encode(),
    listing(*(row(f"{place}.html?x={'9' * 5000}", TITLE) for place in range(3))).encode(),
    f"<html>共{'9' * 5000}页<script>createPageHTML({'9' * 5000}, 0, 'index', 'html')</script>".encode() + LIST.encode(),
    b"<html><meta http-equiv=refresh content='0;url=http://[bad'></html>", b"<a href='http://www.a.test:99999/1'>x</a>",
    ("<html><body>" + "<div>" * (DEEPEST + 9) + "x").encode(), "<html><body>您的访问被拦截".encode(),
]  # fmt: skip
HEADERS = [
    ("content-type", b"text/html; charset=\xff\xfe"), ("content-type", b"x; charset=idna"), ("content-type", b""),
    ("content-type", b"text/html; charset=base64"), ("etag", b"\xe4\xb8\xad"), ("etag", b'"a"'), ("etag", b"x" * 9000),
    ("last-modified", b"yesterday"), ("location", b"http://[::1"), ("location", b""), ("location", b"//"),
    ("location", b"http://www.a.test:99999/"), ("location", b"http://\xff/"), ("location", b"index.html"),
    ("retry-after", b"-5"), ("retry-after", b"9" * 400), ("content-disposition", b"attachment; filename*=x''%zz"),
    ("content-disposition", b"attachment; filename*=utf-16''%00"), ("content-encoding", b"gzip"),
    ("content-encoding", b"br"), ("content-length", b"-1"), ("content-length", "²".encode("latin-1")),
    ("content-length", b"9" * 5000), ("set-cookie", b"\xff=\xfe; expires=nonsense"),
]  # fmt: skip
STATUSES = [200] * 14 + [304, 304, 204, 206, 301, 302, 303, 307, 400, 403, 404, 412, 418, 429, 468, 500, 503, 567, 999]
ROBOTS = [b"User-agent: *\nCrawl-delay: " + told for told in (b"1e309", b"9" * 17, b"nan", b"-3", b"x")]


class Wild(Web):
    """Answers anything with anything; more often than not what was asked for."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.choices = random.Random(seed)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        choose = self.choices
        if request.url.path == "/robots.txt" and choose.random() < 0.8:
            return httpx.Response(200, content=choose.choice([b"", *ROBOTS]))
        if choose.random() < 0.1:
            raise choose.choice(
                [httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadTimeout, httpx.DecodingError]
            )("broken")
        usual = (LIST if "index" in request.url.path else article()).encode()
        body = choose.choice(BODIES) if choose.random() < 0.6 else usual
        headers = [(name.encode(), value) for name, value in choose.sample(HEADERS, choose.choice([0, 0, 1, 2]))]
        return httpx.Response(choose.choice(STATUSES), headers=headers, stream=httpx.ByteStream(body))


@pytest.mark.parametrize("seed", range(8))
def test_a_visit_ends_by_name_whatever_is_answered(seed: int) -> None:
    for round_ in range(15):
        visit = World(Wild(seed * 100 + round_), declare())
        for days in (1, 40, 8):
            assert visit.visit(full=days == 40).outcome.value
            visit.clock.sleep(days * 86400)
        with open_client(visit.portal, Wild(round_)) as client:
            assert check_portal(visit.portal, client=client, divisions=load_divisions(), clock=visit.clock).outcome


def test_a_page_nested_beyond_all_reason_is_named() -> None:
    deep = "<html><body>" + "<div>" * (DEEPEST + 9) + "x"
    harvest = world({"index.html": page(deep)}).visit()
    assert (harvest.outcome.value, "nested" in harvest.message_en) == ("drift", True)
    item = world({"index.html": page(listing(row("1.html", TITLE))), "1.html": page(deep)}).visit()
    assert [(one.state, one.url) for one in item.problems] == [("unreadable_page", ENTRY.replace("index", "1"))]


@pytest.mark.parametrize(("forbids", "outcome"), [("/czxx/", "robots_denied"), ("/other/", "ok")])
def test_a_huge_robots_txt_is_obeyed_as_far_as_the_limit(forbids: str, outcome: str) -> None:
    lines = [b"User-agent: *", b"Disallow: " + forbids.encode()]
    lines += [b"Disallow: /x%07d/" % place for place in range(60_000)]  # 1.3 MB
    robots = b"\n".join(lines)
    cut = robots[:MAX_BYTES]
    assert not cut.endswith(b"/")  # the limit falls into a line
    replies = {"http://www.a.test/robots.txt": file(robots), "index.html": page(listing(row("1.html", TITLE)))}
    visit = world(replies)
    assert visit.visit().outcome.value == outcome


def test_half_a_line_of_a_huge_robots_txt_forbids_nothing() -> None:
    filled = b"User-agent: *\n" + b"#" * (MAX_BYTES - 14 - len(b"\nDisallow: /")) + b"\nDisallow: /"
    assert len(filled) == MAX_BYTES
    replies = {
        "http://www.a.test/robots.txt": file(filled + b"admin/\n"),
        "index.html": page(listing(row("1.html", TITLE))),
    }
    assert world(replies).visit().outcome.value == "ok"


def test_a_damaged_robots_txt_allows_nothing() -> None:
    damaged = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip"))
    visit = world({"http://www.a.test/robots.txt": lambda _: damaged, "index.html": page(LIST)})
    assert (visit.visit().outcome.value, visit.asked) == ("unreachable", [])


def test_a_host_that_wants_pauses_of_hours_is_not_asked() -> None:
    robots = f"User-agent: *\nCrawl-delay: {MAX_CRAWL_DELAY_S + 1:.0f}\n".encode()
    visit = world({"http://www.a.test/robots.txt": file(robots), "index.html": page(LIST)})
    harvest = visit.visit()
    assert (harvest.outcome.value, visit.asked) == ("robots_denied", [])
    assert "601 s between requests" in harvest.message_en


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_wall_is_asked_once_though_its_status_may_heal(status: int) -> None:
    web = Web({ENTRY: page("<html><script>window._cf_chl_opt={}</script></html>", status=status)})
    with pytest.raises(FetchError, match="script_cookie"):
        open_client(declare(), web).get(ENTRY, kind=Kind.LIST)
    assert len(web.asked) == 1
