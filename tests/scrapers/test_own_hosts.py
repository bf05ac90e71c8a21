"""Lists on hosts beside the portal's: its own domain is read and declared, any other is told and never asked."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pytest

from domain.divisions import load_divisions
from scrapers.own_hosts import is_own_host, registered_domain
from scrapers.propose import NoColumn, Proposal, first_portal, propose
from tests.scrapers.fakes import FakeClock, Web, open_client, page

DIVISIONS = load_divisions()
CALL = "open/api/external"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("zfxxgk.lishi.gov.cn", "lishi.gov.cn"),
        ("lishi.gov.cn:8080", "lishi.gov.cn"),
        ("www.a.edu.cn", "a.edu.cn"),
        ("www.xian.ha.cn", "xian.ha.cn"),
        ("www.a.co.uk", "a.co.uk"),
        ("www.a.com", "a.com"),
        ("gov.cn", None),
        ("ha.cn", None),
        ("cn", None),
        ("localhost", None),
        ("10.1.2.3:8080", None),
        ("[2001:db8::1]:80", None),
        ("a..cn", None),
    ],
)
def test_the_domain_that_somebody_registered(host: str, domain: str | None) -> None:
    assert registered_domain(host) == domain


@pytest.mark.parametrize(
    ("host", "portal", "own"),
    [
        ("searchapi.huaibin.gov.cn", "www.huaibin.gov.cn", True),
        ("searchapi.huaibin.gov.cn:8081", "xfj.huaibin.gov.cn", True),
        ("huaibin.gov.cn", "www.huaibin.gov.cn", True),
        ("www.gushi.gov.cn", "www.huaibin.gov.cn", False),
        ("gov.cn", "www.gov.cn", False),
        ("huaibin.gov.cn.a.com", "www.huaibin.gov.cn", False),
        ("wwwhuaibin.gov.cn", "www.huaibin.gov.cn", False),
        ("searchapi.huaibin.com.cn", "www.huaibin.gov.cn", False),
        ("10.1.2.3", "11.1.2.3", False),
        # A province's domain is one portal's only below that portal's own name.
        ("searchapi.henan.gov.cn", "www.henan.gov.cn", True),
        ("searchapi.henan.gov.cn", "xfj.henan.gov.cn", False),
        ("api.xfj.henan.gov.cn", "xfj.henan.gov.cn", True),
        ("czj.cq.gov.cn", "xfb.cq.gov.cn", False),
        ("axfb.cq.gov.cn", "xfb.cq.gov.cn", False),
    ],
)
def test_hosts_of_the_portals_own(host: str, portal: str, own: bool) -> None:
    assert is_own_host(host, portal) is own


def web_of(host: str, listed_at: str, *, stated: str = "call") -> Web:
    """A column of ``host`` whose rows come from ``listed_at``: a call of its script, or an address in it."""
    call = f"""function load(n){{ $.ajax({{url: "http://{listed_at}/{CALL}",
        data: {{siteId: "41", pageNumber: n, pageSize: 1}}, success: draw}}) }} load(1)"""
    held = f'var u = "//{listed_at}/{CALL}?siteId=41"; list(u, 1)'
    shell = (
        "<meta name='SiteName' content='淮滨县人民政府'><meta name='ColumnName' content='部门预决算'><ul id='l'></ul>"
        f"<script>{call if stated == 'call' else held}</script>"
    )

    def answer(request: httpx.Request) -> httpx.Response:
        number = dict(request.url.params)["pageNumber"]
        row = {"title": f"淮滨县信访局202{number}年度部门决算", "selfUrl": f"http://{host}/a/{number}.html"}
        return httpx.Response(200, json={"data": {"datas": [row], "total": 2, "totalPage": 2}})

    asked = (f"http://{listed_at}/{CALL}?siteId=41&pageNumber={n}&pageSize={size}" for n in (1, 2) for size in (1, 15))
    return Web({f"http://{host}/bmyjs/": page(shell), **dict.fromkeys(asked, answer)})


def proposed(web: Web, host: str) -> Proposal:
    url = f"http://{host}/bmyjs/"
    with open_client(first_portal(url), web) as client:
        return propose(client, url, divisions=DIVISIONS, clock=FakeClock())


@pytest.mark.parametrize("stated", ["call", "address"])
def test_a_list_on_a_host_of_the_portals_own_domain_is_read_and_the_host_declared(stated: str) -> None:
    web = web_of("www.huaibin.gov.cn", "searchapi.huaibin.gov.cn", stated=stated)
    proposal = proposed(web, "www.huaibin.gov.cn")
    assert [one.row.title for one in proposal.rows] == [f"淮滨县信访局202{n}年度部门决算" for n in (1, 2)]
    assert proposal.portal.family == "henan_api"
    assert proposal.portal.hosts == ("www.huaibin.gov.cn", "huaibin.gov.cn", "searchapi.huaibin.gov.cn")
    assert any("searchapi.huaibin.gov.cn" in one for one in proposal.evidence)
    # Its robots.txt is asked before it is.
    there = [one.url.path for one in web.requests if one.url.host == "searchapi.huaibin.gov.cn"]
    assert there[0] == "/robots.txt"


@pytest.mark.parametrize("stated", ["call", "address"])
@pytest.mark.parametrize(
    ("host", "listed_at"),
    [
        ("www.huaibin.gov.cn", "searchapi.gushi.gov.cn"),
        ("www.huaibin.gov.cn", "searchapi.huaibin.gov.cn.example.com"),
        ("xfj.henan.gov.cn", "searchapi.henan.gov.cn"),
    ],
)
def test_a_list_on_any_other_host_is_told_and_never_asked(host: str, listed_at: str, stated: str) -> None:
    web = web_of(host, listed_at, stated=stated)
    with pytest.raises(NoColumn) as refused:
        proposed(web, host)
    assert any(f"http://{listed_at}/{CALL}" in line for line in refused.value.told)
    assert {urlsplit(str(one.url)).hostname for one in web.requests} <= {host, host.removeprefix("www.")}


@pytest.mark.parametrize("frame", ["http://xxgk.huaibin.gov.cn/list.html", "//www.example.com/list.html?id=1"])
def test_a_frame_on_another_host_is_told_where_the_page_has_no_rows(frame: str) -> None:
    head = "<meta name='SiteName' content='淮滨县人民政府'><meta name='ColumnName' content='部门预决算'>"
    web = Web({"http://www.huaibin.gov.cn/bmyjs/": page(f"{head}<iframe src='{frame}'></iframe>")})
    with pytest.raises(NoColumn) as refused:
        proposed(web, "www.huaibin.gov.cn")
    assert any(frame.split("?", maxsplit=1)[0] in line for line in refused.value.told)


def scripted_by(script: str) -> Web:
    """A column of www.huaibin.gov.cn whose list is asked for by the script file at ``script``."""
    call = "function load(n){ $.ajax({url: '/api/list', data: {pageNo: n}, success: draw}) } load(1)"

    def answer(request: httpx.Request) -> httpx.Response:
        number = dict(request.url.params)["pageNo"]
        row = {"title": f"淮滨县信访局202{number}年度部门决算", "url": f"/a/{number}.html"}
        return httpx.Response(200, json={"rows": [row], "total": 2})

    head = "<meta name='SiteName' content='淮滨县人民政府'><meta name='ColumnName' content='部门预决算'>"
    return Web(
        {
            "http://www.huaibin.gov.cn/bmyjs/": page(f"{head}<ul id='l'></ul><script src='{script}'></script>"),
            script: page(call),
            **{f"http://www.huaibin.gov.cn/api/list?pageNo={n}": answer for n in (1, 2)},
        }
    )


def test_a_script_on_a_host_of_the_portals_own_domain_is_read() -> None:
    proposal = proposed(scripted_by("http://static.huaibin.gov.cn/js/list.js"), "www.huaibin.gov.cn")
    assert [one.row.title for one in proposal.rows] == [f"淮滨县信访局202{n}年度部门决算" for n in (1, 2)]
    assert proposal.portal.hosts == ("www.huaibin.gov.cn", "huaibin.gov.cn")


def test_a_script_on_any_other_host_is_told_and_never_asked() -> None:
    web = scripted_by("http://static.example.com/js/list.js")
    with pytest.raises(NoColumn) as refused:
        proposed(web, "www.huaibin.gov.cn")
    assert any("http://static.example.com/js/list.js" in line for line in refused.value.told)
    assert "static.example.com" not in {one.url.host for one in web.requests}
