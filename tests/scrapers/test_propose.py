"""``portals new``: from an address to a declaration that harvests, for every family with test pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.divisions import load_divisions
from infra.samples.server import SamplePortals
from scrapers.adapters.model import Source
from scrapers.archive import Archive
from scrapers.check import check_portal
from scrapers.client import PoliteClient
from scrapers.columns import column_links, weight_of
from scrapers.declaration import Portal, load_portals
from scrapers.fingerprint import fingerprints, parameters_of
from scrapers.harvest import harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.propose import NoColumn, Proposal, first_portal, propose, write_proposal
from scrapers.refusals import Moved, NotFound, Unreachable, Wall
from scrapers.sample import read_sample
from scrapers.state import load_state
from scrapers.whose import DivisionUnclear
from tests.scrapers.fakes import FakeClock, MemoryStore, Web, open_client, page

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "portals"
SAMPLES = Path(__file__).resolve().parents[2] / "infra" / "samples" / "declarations"
DIVISIONS = load_divisions()
SAMPLE_ENTRIES = {portal.id: portal for portal in load_portals(SAMPLES)}


@pytest.fixture
def portals() -> Iterator[SamplePortals]:
    with SamplePortals() as running:
        yield running


def proposed(portals: SamplePortals, url: str, division: str | None = None) -> Proposal:
    clock = FakeClock()
    with PoliteClient(first_portal(url), clock=clock, egress=portals.proxy_url, limiter=HostLimiter()) as client:
        stated = DIVISIONS.resolve(division) if division else None
        return propose(client, url, divisions=DIVISIONS, clock=clock, division=stated)


def proposed_on(web: Web, url: str, division: str | None = None) -> Proposal:
    stated = DIVISIONS.resolve(division) if division else None
    with open_client(first_portal(url), web) as client:
        return propose(client, url, divisions=DIVISIONS, clock=FakeClock(), division=stated)


def web_of(folder: str) -> Web:
    """The pages of one family as its manifest routes them; a POST answers by its address alone."""
    manifest = json.loads((FIXTURES / folder / "manifest.json").read_text())
    replies: dict[str, Callable[[httpx.Request], httpx.Response]] = {}
    for route in manifest["routes"]:
        if route.get("file") and route.get("encoding"):
            replies.setdefault(route["url"], page((FIXTURES / route["file"]).read_text(encoding=route["encoding"])))
    return Web(replies)


@pytest.mark.parametrize("portal_id", sorted(set(SAMPLE_ENTRIES) - {"sample-quyang"}))
def test_a_column_becomes_the_declaration_a_person_wrote(portals: SamplePortals, portal_id: str) -> None:
    by_hand: Portal = SAMPLE_ENTRIES[portal_id]
    proposal = proposed(portals, by_hand.entry[0].url)
    portal = proposal.portal
    assert (portal.division, portal.family) == (by_hand.division, by_hand.family)
    assert [(one.url, one.role, one.mixed, one.name) for one in portal.entry] == [
        (one.url, one.role, one.mixed, one.name) for one in by_hand.entry
    ]
    assert {one.name for one in portal.publisher} <= {one.name for one in by_hand.publisher}
    assert len(portal.publisher) == 1
    assert [one.decision.verdict.value for one in proposal.rows].count("take") == 1


def test_the_columns_of_a_home_page_are_found(portals: SamplePortals) -> None:
    by_hand = SAMPLE_ENTRIES["sample-xiangyuan"]
    proposal = proposed(portals, "http://www.xiangyuan.test/index.html")
    assert [one.url for one in proposal.portal.entry] == [by_hand.entry[0].url]


def test_a_column_is_read_with_three_requests_and_no_item(portals: SamplePortals) -> None:
    proposed(portals, SAMPLE_ENTRIES["sample-xiangyuan"].entry[0].url)
    assert [one.path for one in portals.requests] == [
        "/robots.txt",
        "/zwgk/fdzdgknr/czxx/bmyjs/index.html",
        "/zwgk/fdzdgknr/czxx/bmyjs/index_1.html",
    ]


def test_a_site_name_that_contradicts_its_rows_is_asked_of_a_person(portals: SamplePortals) -> None:
    url = SAMPLE_ENTRIES["sample-quyang"].entry[0].url
    with pytest.raises(DivisionUnclear, match="130634") as caught:
        proposed(portals, url)
    assert {one.code for one in caught.value.candidates} == {"130634", "130683"}
    proposal = proposed(portals, url, division="河北省曲阳县")
    assert (proposal.portal.division, proposal.portal.family) == ("130634", "hanweb_jpage")
    assert [one.row.title for one in proposal.rows if one.decision.taken] == [
        "曲阳县信访局2020年部门预算信息公开情况说明"
    ]


@pytest.mark.parametrize("portal_id", sorted(SAMPLE_ENTRIES))
def test_a_written_declaration_harvests_what_the_one_by_hand_does(
    portals: SamplePortals, tmp_path: Path, portal_id: str
) -> None:
    by_hand = SAMPLE_ENTRIES[portal_id]
    path = write_proposal(proposed(portals, by_hand.entry[0].url, by_hand.division), tmp_path)
    (written,) = load_portals(tmp_path)
    assert path.parent.parent == tmp_path
    found = []
    for portal in (by_hand, written):
        store, clock = MemoryStore(), FakeClock()
        state, _ = load_state(store, portal.id)
        with PoliteClient(portal, clock=clock, egress=portals.proxy_url, limiter=HostLimiter()) as client:
            harvest = harvest_portal(
                portal,
                client=client,
                archive=Archive(store, clock),
                state=state,
                divisions=DIVISIONS,
                clock=clock,
            )
        found.append([(one.report_id, [doc.sha256 for doc in one.documents]) for one in harvest.disclosures])
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_the_recorded_sample_shows_no_drift_at_the_next_check(portals: SamplePortals, tmp_path: Path) -> None:
    proposal = proposed(portals, SAMPLE_ENTRIES["sample-xiangyuan"].entry[0].url)
    path = write_proposal(proposal, tmp_path)
    folder = path.parent / f"{proposal.portal.id}.sample"
    assert sorted(one.name for one in folder.iterdir()) == ["column1-page1.txt", "column1-page2.txt", "sample.json"]
    clock = FakeClock()
    with PoliteClient(proposal.portal, clock=clock, egress=portals.proxy_url, limiter=HostLimiter()) as client:
        sample = read_sample(folder)
        check = check_portal(proposal.portal, client=client, divisions=DIVISIONS, clock=clock, sample=sample)
    assert (check.ok, [one.compared for one in check.columns]) == (True, [True])


def test_a_declaration_is_never_overwritten(portals: SamplePortals, tmp_path: Path) -> None:
    proposal = proposed(portals, SAMPLE_ENTRIES["sample-maoxian"].entry[0].url)
    path = write_proposal(proposal, tmp_path)
    path.write_text("# by hand\n")
    with pytest.raises(FileExistsError, match="sichuan-maoxian"):
        write_proposal(proposal, tmp_path)
    assert path.read_text() == "# by hand\n"


@pytest.mark.parametrize(
    ("folder", "family", "listed"),
    [
        ("trs", "trs", "list_p1"),
        ("ucap", "ucap", "list_p1"),
        ("vsb", "vsb", "list_p1"),
        ("hanweb", "hanweb_jpage", "list_p1"),
    ],
)
def test_every_family_with_pages_is_recognised(folder: str, family: str, listed: str) -> None:
    expect = json.loads((FIXTURES / folder / "manifest.json").read_text())["expect"]
    proposal = proposed_on(web_of(folder), expect[listed]["url"], division="山西省襄垣县")
    assert proposal.portal.family == family
    first = [item["title"] for item in expect["list_p1"]["items"]]
    assert [one.row.title for one in proposal.rows][: len(first)] == first


def test_a_gkmlpt_shell_is_recognised_with_its_column() -> None:
    manifest = json.loads((FIXTURES / "gkmlpt" / "manifest.json").read_text())
    url = next(route["url"] for route in manifest["routes"] if route["url"].endswith(("/gkmlpt/index", "index")))
    proposal = proposed_on(web_of("gkmlpt"), url, division="广东省深圳市罗湖区")
    assert proposal.portal.family == "gkmlpt"
    assert len(proposal.rows) > 0


def listing(names: str, pager: str = "") -> str:
    rows = "".join(
        f'<li><a href="/a/{name}{n}.html">襄垣县第{name}{n}局2024年度部门预算公开</a> 2024-03-0{n}</li>'
        for name in names
        for n in (1, 2, 3)
    )
    return f'<meta name="SiteName" content="襄垣县人民政府"><ul>{rows}</ul><div class="page">{pager}</div>'


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ("http://www.a.test/czxx/index_1.html", {"rule": "suffix_zero_based"}),
        ("http://www.a.test/czxx/index_2.html", {"rule": "suffix_one_based"}),
        ("http://www.a.test/czxx/index.html?page=2", {"rule": "query", "parameter": "page"}),
        ("http://www.a.test/czxx/2.html", {"rule": "path"}),
    ],
)
def test_a_pager_that_only_prints_totals_is_tried_out(second: str, rule: dict[str, Any]) -> None:
    url = "http://www.a.test/czxx/index.html"
    web = Web({url: page(listing("a", "共 2 页")), second: page(listing("b", "共 2 页"))})
    proposal = proposed_on(web, url)
    assert proposal.declaration["page"] == rule
    assert proposal.declaration["verified"]["page2"] == 3
    assert proposal.portal.division == "140423"


def test_where_no_page_rule_works_none_is_declared() -> None:
    url = "http://www.a.test/czxx/index.html"
    proposal = proposed_on(Web({url: page(listing("a", "共 2 页"))}), url)
    assert "page" not in proposal.declaration
    assert "page2" not in proposal.declaration["verified"]


def test_several_columns_of_one_portal_are_all_declared() -> None:
    home = '<a href="/ys/">部门预算</a><a href="/js/">部门决算</a><a href="/jx/">部门绩效</a><a href="/xw/">新闻</a>'
    final = listing("b").replace("预算", "决算")
    web = Web(
        {
            "http://www.a.test/": page(home),
            "http://www.a.test/ys/": page(listing("a")),
            "http://www.a.test/js/": page(final),
        }
    )
    proposal = proposed_on(web, "http://www.a.test/")
    assert [(one.url, one.name) for one in proposal.portal.entry] == [
        ("http://www.a.test/ys/", "部门预算"),
        ("http://www.a.test/js/", "部门决算"),
    ]
    assert not any("/jx/" in one or "/xw/" in one for one in web.asked)


def test_a_list_that_a_script_file_fetches_is_declared_with_the_call_it_states() -> None:
    url = "http://www.a.test/czxx/list.html"
    shell = (
        "<meta name='SiteName' content='襄垣县人民政府'><meta name='ColumnName' content='部门预决算'><ul id='l'></ul>"
        "<script>var cid = '31';</script><script src='/js/jquery.min.js'></script><script src='/js/list.js'></script>"
    )
    script = (
        "function load(n){$.post('/api/list', {cid: cid, pageNo: n, size: 1}, function(r){ draw(r.data) })} load(1)"
    )

    def answer(request: httpx.Request) -> httpx.Response:
        asked = dict(httpx.QueryParams(request.content.decode()))
        assert (asked["cid"], asked["size"], request.headers["referer"]) == ("31", "1", url)
        row = {"title": f"襄垣县信访局202{asked['pageNo']}年度部门决算", "url": f"/a/{asked['pageNo']}.html"}
        return httpx.Response(200, json={"data": {"list": [row], "total": 2}})

    web = Web({url: page(shell), "http://www.a.test/js/list.js": page(script), "http://www.a.test/api/list": answer})
    proposal = proposed_on(web, url)
    assert [one.row.title[-10:] for one in proposal.rows] == ["2021年度部门决算", "2022年度部门决算"]
    assert proposal.portal.family == "json"
    assert proposal.portal.api.fields == {"cid": "{cid}", "pageNo": "{p}", "size": "1"}
    assert proposal.portal.entry[0].parameters == {"cid": "31"}
    assert not any("jquery" in one for one in web.asked)


def test_a_page_without_budgets_gives_no_declaration() -> None:
    rows = "".join(f'<li><a href="/a/{n}.html">襄垣县召开第{n}次工作会议</a> 2024-03-0{n}</li>' for n in (1, 2, 3))
    with pytest.raises(NoColumn):
        proposed_on(Web({"http://www.a.test/": page(f"<ul>{rows}</ul>")}), "http://www.a.test/")


def test_a_report_with_its_files_is_no_column() -> None:
    files = "".join(f"<p><a href='/f/{n}.doc'>襄垣县信访局2026年部门预算{n}.doc</a></p>" for n in (1, 2))
    home = "<html><body><a href='/xfj.htm'>襄垣县信访局</a></body></html>"
    report = f"<html><body><h1>襄垣县信访局2026年部门预算公开</h1><p>发布时间：2026-02-13</p>{files}</body></html>"
    web = Web({"http://a.test/": page(home), "http://a.test/xfj.htm": page(report)})
    with pytest.raises(NoColumn):
        proposed_on(web, "http://a.test/")


def test_a_wall_or_a_missing_page_is_told_by_name() -> None:
    with pytest.raises(Wall):
        proposed_on(Web({"http://www.a.test/": page("", status=412)}), "http://www.a.test/")
    with pytest.raises(NotFound):
        proposed_on(Web(), "http://www.a.test/")


def test_a_site_that_moved_is_told_with_its_new_address() -> None:
    notice = "<html><body>本网站已迁移至 <a href='http://www.newhome.test/'>新网站</a></body></html>"
    with pytest.raises(Moved) as caught:
        proposed_on(Web({"http://www.a.test/": page(notice)}), "http://www.a.test/")
    assert caught.value.target == "http://www.newhome.test/"


def test_an_answer_that_nothing_was_compared_for_is_no_page() -> None:
    with pytest.raises(Unreachable):
        proposed_on(Web({"http://www.a.test/": page("", status=304)}), "http://www.a.test/")


def test_a_site_that_names_no_division_is_asked_of_a_person() -> None:
    url = "http://www.a.test/czxx/index.html"
    nameless = listing("a").replace("襄垣县", "某某")
    with pytest.raises(DivisionUnclear):
        proposed_on(Web({url: page(nameless)}), url)
    assert proposed_on(Web({url: page(nameless)}), url, division="140423").portal.division == "140423"


def test_a_namesake_is_told_by_its_city() -> None:
    url = "http://www.a.test/czxx/index.html"
    text = listing("a").replace("襄垣县人民政府", "乌鲁木齐市新市区人民政府").replace("襄垣县", "新市区")
    assert proposed_on(Web({url: page(text)}), url).portal.division == "650104"


def test_a_page_of_no_known_system_goes_by_its_shape() -> None:
    assert [one.family for one in fingerprints("<html></html>", "http://www.a.test/")] == ["static"]


def test_the_plain_family_is_always_the_last_resort() -> None:
    text = '<a href="/202409/t20240924_1.html">x</a><script>createPageHTML(3, 0, "index", "html")</script>'
    assert [one.family for one in fingerprints(text, "http://www.a.test/")] == ["trs", "static"]


def test_parameters_of_a_family_are_read_from_the_page() -> None:
    text = 'labelName=publicInfoList&siteId=123&x; organId : \'77\', "catId": "9"'
    assert parameters_of("lonsun_label", text) == {"siteId": "123", "organId": "77", "catId": "9"}


def test_links_to_columns_come_best_first_and_never_off_the_portal() -> None:
    text = (
        '<a href="/xxgk/">政府信息公开</a><a href="/zf/">政府预算</a><a href="/b/">部门预决算</a>'
        '<a href="http://www.b.test/c/">部门决算</a><a href="/d.pdf">部门预算表</a><a href="/e/">2024年部门决算</a>'
    )
    links = column_links(Source(text, "http://www.a.test/"), ("www.a.test",))
    assert [(one.url, one.weight) for one in links] == [
        ("http://www.a.test/b/", 4),
        ("http://www.a.test/e/", 4),
        ("http://www.a.test/xxgk/", 1),
    ]


@pytest.mark.parametrize("label", ["财务公开", "财政信息", "资金信息", "部门收支", "“三公”经费公开", "收支公开"])
def test_what_a_small_site_calls_the_column_of_its_finances_may_be_one(label: str) -> None:
    assert weight_of(label) > weight_of("信息公开")


@pytest.mark.parametrize("label", ["财务制度", "财政局", "财政补贴政策", "政府收支分类"])
def test_other_columns_about_money_are_none(label: str) -> None:
    assert weight_of(label) <= weight_of("信息公开")


def test_more_of_a_department_leads_to_its_own_column() -> None:
    block = "<dl><dt>{0}</dt><dd><a href='/{1}.pdf'>2025年部门决算</a><a href='/{1}/'>更多&gt;&gt;</a></dd></dl>"
    text = block.format("县信访局", "xfj") + block.format("县水利局", "slj")
    links = column_links(Source(text, "http://www.a.test/"), ("www.a.test",))
    assert [(one.url, one.label) for one in links] == [("http://www.a.test/xfj/", "县信访局")]


def test_the_nodes_of_a_tree_lead_to_columns_and_the_items_of_a_script_do_not() -> None:
    nodes = '{id: 11, name: "县水利局", url: "/slj/"}, {id: 12, name: "县信访局", url: "/xfj/"}'
    item = '{title: "2025年部门决算", url: "/1.html", pubDate: "2026-09-11"}'
    text = f"<script>var zNodes = [{nodes}]; var list = [{item}]; // {{name: '部门预决算', url: ''}}</script>"
    links = column_links(Source(text, "http://www.a.test/"), ("www.a.test",))
    assert [(one.url, one.label) for one in links] == [("http://www.a.test/xfj/", "县信访局")]


def test_a_tree_whose_call_is_not_stated_whole_is_told() -> None:
    script = "var s = {async: {enable: true, url: treeUrl(site)}}; $.fn.zTree.init($('#tree'), s);"
    web = Web({"http://www.a.test/": page(f"<html><body><ul id='tree'></ul><script>{script}</script></body></html>")})
    with pytest.raises(NoColumn) as problem:
        proposed_on(web, "http://www.a.test/")
    assert problem.value.told == (
        "目录树的请求没有写明 a tree whose call the page does not state whole: http://www.a.test/",
    )


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (
            'function l(e){return Object(n["a"])({url:"/article/list",method:"get",params:e})}',
            "页面由脚本绘制，没有写明列表的请求 drawn by script, no call for a list is stated: http://www.a.test/bmyjs",
        ),
        (
            'axios.post("/article/list",{pageNum:1,sign:sign()})',
            '列表的请求没有写明 a call for a list that is not stated whole: "/article/list" (http://www.a.test/bmyjs)',
        ),
        (
            'axios.post("http://api.b.test/article/list",{pageNum:1})',
            "列表在其他主机 a list on a host that is not the portal's: http://api.b.test/article/list (http://www.a.test/bmyjs)",
        ),
    ],
)
def test_a_page_that_a_script_draws_is_told_with_what_it_asks_for(script: str, told: str) -> None:
    shell = "<html><body><div id='app'></div><script src='/js/app.1.js'></script></body></html>"
    web = Web({"http://www.a.test/bmyjs": page(shell), "http://www.a.test/js/app.1.js": page(script)})
    with pytest.raises(NoColumn) as problem:
        proposed_on(web, "http://www.a.test/bmyjs")
    assert problem.value.told == (told,)
    assert {one.rsplit("/", 1)[1] for one in web.asked} == {"bmyjs", "app.1.js"}


def of_years(options: str, name: str) -> str:
    path = "<p>当前位置：<a href='/'>首页</a> &gt; 部门预决算</p>"
    return f"{path}<select onchange='{name}'>{options}</select>{listing('a')}"


def test_years_of_a_column_are_declared_and_those_beyond_the_limit_told() -> None:
    url, years = "http://www.a.test/czxx/", range(2026, 2010, -1)
    options = "".join(f'<option value="/czxx/n{year % 100}/">{year}年</option>' for year in years)
    text = of_years(options, "location.href=this.value")
    pages = {f"{url}n{year % 100}/": page(text.replace("/a/a", f"/a/{year}")) for year in years}
    proposal = proposed_on(Web({url: page(text)} | pages), url)
    assert [one.url for one in proposal.portal.entry] == [url] + [f"{url}n{year % 100}/" for year in years[1:13]]
    told = [line for line in proposal.evidence if line.startswith("未查看")]
    assert [line.rsplit("/", 2)[1] for line in told] == ["n13", "n12", "n11"]


def test_years_that_no_address_leads_to_are_told_to_the_person() -> None:
    url = "http://www.a.test/czxx/"
    text = of_years("<option>2026年</option><option>2025年</option>", "load(this.value)")
    proposal = proposed_on(Web({url: page(text)}), url)
    assert [line for line in proposal.evidence if "2025年" in line] == [
        "页面提供但没有地址可达的年份 years that the page offers and no address leads to: 2025年"
    ]
