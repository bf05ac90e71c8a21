"""Every page of the sample portals can be visited, and shows what its manifest says, faults included."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup

from infra.samples.pages import Site, load_sites
from infra.samples.server import SamplePortals

SITES = load_sites()
HOSTS = sorted(SITES)
#: Linked on purpose although nothing is there.
DEAD = {
    "http://www.huairou-faults.test/zwgk/czxx/bmyjs/201508/t20150826_9011.html",
    "http://www.huairou-faults.test/zwgk/czxx/bmyjs/201708/P020170830000000000001.pdf",
}


def list_pages(site: Site) -> dict[str, bytes]:
    """Path and body of each list page, and of the rows that come by POST."""
    pages = {path: r.body for path, r in site.resources.items() if r.kind == "list" and not path.endswith("/")}
    if site.family == "hanweb":
        column = site.manifest["column"]
        form = {"columnid": [column["column_id"]], "unitid": [column["unit_id"]]}
        rest = site.post("/module/web/jpage/dataproxy.jsp?startrecord=7&endrecord=12&perpage=3", form, "http://x/")
        assert rest is not None
        pages["/module/web/jpage/dataproxy.jsp"] = rest
    return pages


def decoded(site: Site, body: bytes) -> str:
    return body.decode("gb18030" if site.manifest.get("charset") else "utf-8")


def links(text: str) -> set[str]:
    """Link targets, also of rows hidden in data sections."""
    plain = text.replace("<![CDATA[", "").replace("]]>", "").replace('<script type="text/xml">', "<div>")
    soup = BeautifulSoup(plain, "lxml")
    found = {str(tag[name]) for name in ("href", "src") for tag in soup.find_all(attrs={name: True})}
    return {link for link in found if not link.startswith(("javascript:", "#"))}


@pytest.mark.parametrize("host", HOSTS)
def test_every_link_of_every_page_resolves(portals: SamplePortals, client: httpx.Client, host: str) -> None:
    site = SITES[host]
    waiting = [site.entry_url, f"http://{host}/index.html"]
    waiting += [urljoin(f"http://{host}", path) for path in list_pages(site) if "dataproxy" not in path]
    for record in site.records:
        waiting += [urljoin(site.entry_url, link) for link in links(record)]
    seen: set[str] = set()
    dead: set[str] = set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        assert urlsplit(url).hostname == host
        answer = client.get(url, headers={"Referer": site.entry_url})
        if answer.status_code != 200:
            dead.add(url)
        elif answer.headers["Content-Type"].startswith("text/html"):
            waiting += [urljoin(url, link) for link in links(decoded(site, answer.content))]
    assert dead == {url for url in DEAD if urlsplit(url).hostname == host}
    served = {f"http://{host}{path}" for path, r in site.resources.items() if r.label}
    assert served <= {unquote(url) for url in seen}


@pytest.mark.parametrize("host", [host for host in HOSTS if host != "www.empty-list.test"])
def test_there_are_two_list_pages_that_hold_every_item_once(host: str) -> None:
    site = SITES[host]
    pages = list_pages(site)
    assert len(pages) == 2
    shown = [title for body in pages.values() for title in re.findall(r'<a [^>]*title="([^"]+)"', decoded(site, body))]
    assert shown == [item["title"] for item in site.manifest["items"]]


def test_each_family_numbers_its_pages_in_its_own_way() -> None:
    paths = {host: [path for path in list_pages(SITES[host]) if "dataproxy" not in path] for host in HOSTS}
    assert paths["www.xiangyuan.test"] == [
        "/zwgk/fdzdgknr/czxx/bmyjs/index.html",
        "/zwgk/fdzdgknr/czxx/bmyjs/index_1.html",
    ]
    assert paths["www.maoxian.test"] == ["/zfxxgk/fdzdgknr/bmyjs.htm", "/zfxxgk/fdzdgknr/bmyjs/1.htm"]
    assert paths["www.quyang.test"] == ["/col/col1573/index.html"]
    entry = SITES["www.xiangyuan.test"].get("/zwgk/fdzdgknr/czxx/bmyjs/index.html")
    assert entry is not None
    assert b'createPageHTML(2, 0, "index", "html");' in entry.body
    second = SITES["www.maoxian.test"].get("/zfxxgk/fdzdgknr/bmyjs/1.htm")
    assert second is not None
    assert '<span class="p_next_d p_fun_d">下页</span>'.encode() in second.body


def test_exactly_the_five_reports_and_the_broken_ones_are_targets() -> None:
    targets = {
        (host, item["title"], item["date"])
        for host in HOSTS
        for item in SITES[host].manifest["items"]
        if item["label"] == "target" and host != "www.huairou-faults.test"
    }
    assert targets == {
        ("www.etuokeqianqi.test", "鄂托克前旗信访局2020年度部门决算公开报告", date(2021, 9, 28)),
        ("www.maoxian.test", "茂县信访局2019年度部门决算编制说明", date(2020, 10, 15)),
        ("www.quyang.test", "曲阳县信访局2020年部门预算信息公开情况说明", date(2020, 2, 14)),
        ("www.urumqi-xinshi.test", "乌鲁木齐高新区（新市区）信访局2021年度部门决算公开说明", date(2022, 9, 16)),
        ("www.xiangyuan.test", "襄垣县信访局2023年度单位决算公开", date(2024, 9, 24)),
    }
    broken = [item for item in SITES["www.huairou-faults.test"].manifest["items"] if item["label"] == "target"]
    assert sorted(item["expect"] for item in broken) == [
        "attachment_404",
        "damaged",
        "empty_file",
        "html_named_pdf",
        "image_only",
        "no_document",
        "page_404",
        "password",
        "robots_disallowed",
        "wrong_type",
    ]


@pytest.mark.parametrize(
    "host", [host for host in HOSTS if host not in ("www.empty-list.test", "www.huairou-faults.test")]
)
def test_every_portal_has_look_alikes_whose_pages_would_do_harm(host: str) -> None:
    site = SITES[host]
    items = site.manifest["items"]
    assert {"other_dept", "county_total", "news", "lookalike"} <= {item["label"] for item in items}
    assert sum("信访局" in item["title"] and item["label"] == "lookalike" for item in items) >= 2
    for item in items:
        resource = site.get(item["path"])
        assert resource is not None
        if resource.kind == "detail" and item["label"] != "target":
            assert "收入总计999.99万元" in decoded(site, resource.body)


def meta_names(host: str, path: str) -> set[str]:
    resource = SITES[host].get(path)
    assert resource is not None
    soup = BeautifulSoup(
        resource.body, "lxml", from_encoding="gb18030" if SITES[host].manifest.get("charset") else "utf-8"
    )
    return {str(tag["name"]) for tag in soup.find_all("meta", attrs={"name": True})}


def test_the_tags_of_the_pages_have_the_usual_faults() -> None:
    assert {"ArticleTitle", "PubDate", "ContentSource"} <= meta_names(
        "www.xiangyuan.test", "/zwgk/fdzdgknr/czxx/bmyjs/202409/t20240924_3271865.html"
    )
    assert {"articletitle", "pubdate"} <= meta_names("www.maoxian.test", "/info/1271/43022.htm")
    assert "PubDate" not in meta_names("www.urumqi-xinshi.test", "/art/2022/9/16/art_8812_549655.html")
    cloned = SITES["www.quyang.test"].get("/art/2020/2/14/art_1573_401203.html")
    assert cloned is not None
    assert "content='安国市人民政府'" in decoded(SITES["www.quyang.test"], cloned.body)


def test_one_row_never_closes_its_link_and_one_title_is_cut() -> None:
    site = SITES["www.xiangyuan.test"]
    page = decoded(site, list_pages(site)["/zwgk/fdzdgknr/czxx/bmyjs/index.html"])
    rows = page.split("<li>")[1:]
    assert [row.count("</a>") for row in rows] == [1, 1, 1, 1, 1, 0, 1]
    assert ">襄垣县信访局2023年度部门整体支出绩...</a>" in page


def test_the_whole_report_stands_in_the_gbk_page() -> None:
    site = SITES["www.etuokeqianqi.test"]
    page = site.get("/zfxxgk/fdzdgknr/czyjs/bmjs/202110/t20211012_2984903.html")
    assert page is not None
    body = BeautifulSoup(page.body, "lxml", from_encoding="gb18030").get_text("")
    for words in ("第二部分 2020年度部门决算情况说明", "项目支出绩效自评表", "第四部分决算公开联系方式及信息反馈渠道"):
        assert words in body
    assert "≥2件" in body
    assert page.body.count(b'appendix="true"') == 2  # appendix and data-appendix of the one attachment


def test_the_empty_list_has_a_pager_and_no_row() -> None:
    site = SITES["www.empty-list.test"]
    (page,) = list_pages(site).values()
    assert b"<li>" not in page
    assert b"createPageHTML(1, 0" in page
