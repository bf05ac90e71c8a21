"""Declarations: family defaults below, helpful errors, the bundled files load."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from domain.divisions import load_divisions
from flows.settings import Settings
from flows.tools import portals_of
from scrapers.adapters.model import PageRequest, Source
from scrapers.adapters.registry import engine_of
from scrapers.addresses import host_of
from scrapers.declaration import NO_COLUMN, families, load_portals, portal_from
from scrapers.detail import read_detail
from scrapers.misdeclared import DeclarationError
from scrapers.rules import Adapter, PageRuleName
from tests.scrapers.written import GOOD, write

ROOT = Path(__file__).resolve().parents[2]


def test_a_portal_inherits_from_its_family_and_states_only_what_differs() -> None:
    portal = portal_from(
        {
            "id": "x",
            "division": "140423",
            "family": "vsb",
            "entry": [{"url": "http://a.test/c.htm"}],
            "hosts": ["a.test"],
            "page": {"max_pages": 7},
        }
    )
    assert portal.adapter is Adapter.STATIC_LIST
    assert portal.page.rule is PageRuleName.REVERSE  # from the family, beside the portal's own field
    assert portal.page.max_pages == 7
    assert portal.list.rows[0] == "li[id^=line_]"


def test_a_family_may_inherit_from_another() -> None:
    portal = portal_from(
        {
            "id": "x",
            "division": "140423",
            "family": "vsb_egov",
            "entry": [{"url": "http://a.test/x.jsp"}],
            "hosts": ["a.test"],
        }
    )
    assert (portal.page.rule, portal.page.parameter) == (PageRuleName.QUERY, "ainfolist1501p")
    assert portal.list.rows[0] == "li[id^=line_]"


def test_every_family_file_gives_a_valid_portal() -> None:
    assert len(families()) >= 15
    for family in families():
        portal_from(
            {
                "id": "x",
                "division": "140423",
                "family": family,
                "entry": [{"url": "http://a.test/c"}],
                "hosts": ["a.test"],
            }
        )


def test_folders_are_read_with_all_below_them_in_order_of_id(tmp_path: Path) -> None:
    write(tmp_path, "shanxi/b.yaml", GOOD.format(id="b-portal").replace("czyjs", "bmyjs"))
    write(tmp_path, "a.yaml", GOOD.format(id="a-portal"))
    assert [portal.id for portal in load_portals(tmp_path)] == ["a-portal", "b-portal"]
    assert [portal.id for portal in load_portals(tmp_path / "a.yaml", tmp_path)] == ["a-portal", "b-portal"]


def test_a_publisher_may_be_a_name_or_a_name_with_years() -> None:
    portal = portal_from(
        {
            "id": "x",
            "division": "140423",
            "family": "trs",
            "entry": [{"url": "http://a.test/"}],
            "hosts": ["a.test"],
            "publisher": ["襄垣县信访局", {"name": "襄垣县群众工作部", "valid_to": 2013}],
        }
    )
    assert [(one.name, one.valid_to) for one in portal.publisher] == [
        ("襄垣县信访局", None),
        ("襄垣县群众工作部", 2013),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "hots: [www.a.test]",
            "hots: 没有这个字段，是否指 hosts？可用 / unknown field, did you mean hosts? allowed: id, ",
        ),
        (
            "page: {rul: auto}",
            "page.rul: 没有这个字段，是否指 rule？可用 / unknown field, did you mean rule? allowed: rule",
        ),
        ("zzzz: 1", "zzzz: 没有这个字段；可用 / unknown field; allowed: id, division"),
        ("page: {rule: sometimes}", "page.rule: sometimes 不可用；可写：'auto', 'suffix_zero_based', "),
        (
            "scheme: ftp",
            "scheme: ftp 不可用；可写：'http', 'https', 'both' / ftp is unknown; one of: 'http', 'https', 'both'",
        ),
        ("pace: {gap_s: -1}", "pace.gap_s: 不得小于 0.0（现为 -1） / must be 0.0 or more (found -1)"),
        ("pace: {per_day: often}", "pace.per_day: 应为整数（现为 often） / a whole number is meant (found often)"),
        ("pace: slow", "pace: 应为一组“名称: 值”（现为 slow） / a mapping of fields is meant (found slow)"),
        ("list: {frame: maybe}", "list.frame: 应为 true 或 false（现为 maybe） / true or false is meant (found maybe)"),
        ("list: {date: {selct: b}}", "list.date.selct: 没有这个字段，是否指 select？"),
        ("robots: {checked: autumn}", "robots.checked: 应为日期，如 2026-11-20（现为 autumn） / a day is meant"),
        (
            "publisher: 襄垣县信访局",
            "publisher: 应为列表，请写成 [襄垣县信访局] / a list is meant: write [襄垣县信访局]",
        ),
        ("note: 2026", 'note: 应为一段文本，请加引号："2026" / a text is meant: put it in quotes: "2026"'),
        ("list: {rows: 7}", "list.rows: 应为列表，请写成 [7] / a list is meant: write [7]"),
        ("title: {exclude: [1.5]}", 'title.exclude.0: 应为一段文本，请加引号："1.5" / a text is meant: '),
    ],
)
def test_a_mistake_is_told_with_file_line_field_and_what_is_allowed(tmp_path: Path, line: str, told: str) -> None:
    path = write(tmp_path, "x.yaml", line + "\n" + GOOD.format(id="x"))
    with pytest.raises(DeclarationError) as caught:
        load_portals(path)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{path}:1: {told}")
    assert "Input should" not in problem


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "family: vsb",
            "family: vsbb",
            ":3: family: 没有建站系统 'vsbb'，是否指 vsb？可用 / is unknown, did you mean vsb?",
        ),
        (
            '"140423"',
            "襄垣",
            ':2: division: 襄垣 的代码是 "140423"，请写代码 / the code of 襄垣 is "140423": write the code',
        ),
        ('"140423"', "襄坦县", ":2: division: 没有找到区划“襄坦县”，是否指：140423 "),
        ('"140423"', "城关区", "add the parent or give the six-digit code"),
        (
            '"140423"',
            '"999999"',
            ":2: division: 没有找到区划“999999”；请写六位代码 / no division '999999'; write the six-digit",
        ),
        ('"140423"', "140423", ':2: division: 应为一段文本，请加引号："140423" / a text is meant: put it in quotes'),
        ("id: x", "id: Shanxi_Lishi", ":1: id: Shanxi_Lishi 不能作 id；只用小写字母"),
        (
            "http://www.a.test/zfxxgk",
            "www.a.test/zfxxgk",
            ":5: entry.0.url: www.a.test/zfxxgk/czyjs.htm 不是地址；请写全",
        ),
        ("//www.a.test/zfxxgk", "//www.b.test/x", ":5: entry.0.url: http://www.b.test/x/czyjs.htm 不在本门户的主机上"),
        (
            "//www.a.test/",
            "//www.a.test:99999/",
            ":5: entry.0.url: http://www.a.test:99999/zfxxgk/czyjs.htm 不是可用的地址",
        ),
        ("[www.a.test]", "[http://www.a.test/]", "write the bare host"),
        ("hosts: [www.a.test]", "", "hosts: 缺少必填项 / required and missing"),
        ("hosts: [www.a.test]", "hosts: []", ":6: hosts: 至少写 1 项 / write 1 at least"),
        (
            "family: vsb",
            "family: vsb\nid: y",
            ":4: id: 第1行已写过，请删去其一 / written in line 1 already: delete one",
        ),
        ("hosts:", "pace: {gap_s: 6, gap_s: 1}\nhosts:", ":6: pace.gap_s: 第6行已写过"),
        (GOOD[:1], "- " + GOOD[:1], "not readable as YAML in UTF-8"),
        (GOOD.format(id="x"), "", "门户声明应为一组字段，这里是空文件"),
    ],
)
def test_what_cannot_work_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = write(tmp_path, "x.yaml", GOOD.format(id="x").replace(old, new))
    with pytest.raises(DeclarationError, match="1 mistakes") as caught:
        load_portals(path)
    assert told in caught.value.problems[0]
    assert caught.value.problems[0].startswith(f"{path}:")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD.format(id="same"))
    write(tmp_path, "b.yaml", GOOD.format(id="same"))
    write(tmp_path, "c.yaml", "id: [\n")
    write(tmp_path, "d.yaml", "- not a portal\n")
    with pytest.raises(DeclarationError) as caught:
        load_portals(tmp_path, tmp_path / "missing")
    text = "\n".join(caught.value.problems)
    assert "b.yaml: id: 'same' 已用于" in text
    assert "c.yaml: 不是可读的 YAML" in text
    assert "d.yaml: 门户声明应为一组字段，这里是别的内容 / a portal is a mapping of fields, this is a list" in text
    assert "no such file or folder" in text
    assert len(caught.value.problems) == 4


def test_the_sample_declarations_load() -> None:
    samples = ROOT / "infra" / "samples"
    assert [portal.id for portal in load_portals(samples / "declarations", samples / "faults")] == [
        "sample-down",
        "sample-empty",
        "sample-etuokeqianqi",
        "sample-faults",
        "sample-maoxian",
        "sample-quyang",
        "sample-urumqi-xinshi",
        "sample-xiangyuan",
    ]


REGISTRY = ROOT / "scrapers" / "portals"


def test_every_portal_of_the_registry_is_valid_and_lies_where_its_id_says() -> None:
    portals = load_portals(REGISTRY)
    assert len(portals) >= 60
    paths = {path.stem: path for path in REGISTRY.rglob("*.yaml")}
    assert set(paths) == {portal.id for portal in portals}
    for portal in portals:
        assert portal.id.startswith(paths[portal.id].parent.name + "-")
        assert load_divisions().get(portal.division) is not None, portal.id
        assert portal.verified == "never"  # nobody has looked at them live yet


def test_no_portal_of_the_registry_leads_to_a_commercial_host() -> None:
    hosts = {host.partition(":")[0] for portal in load_portals(REGISTRY) for host in portal.hosts}
    # One county government answers under its number only.
    assert {host for host in hosts if not host.endswith(".gov.cn")} == {
        "219.145.244.73",
        "117.141.250.58",
        "219.148.175.179",
        "60.31.144.131",
    }


WHOLE = """
id: cq-fuling-xfb
division: "500102"
publisher: [涪陵区信访办公室, {name: 区信访办, valid_from: 2010, valid_to: 2023}]
entry:
  - url: http://www.fl.test/bm/xfb/ysjs_46602/jsgk/
    role: bureau
    mixed: false
    year_in_url: false
hosts: [fl.test, www.fl.test]
scheme: http
adapter: static_list
list:
  rows: "div.zfxxgk_zdgkc li"
  link: "a[href]"
  title: [attr:title, text]
  date: {select: b, format: "%d/%m/%Y", partial: false}
page: {rule: suffix_zero_based, prefix: index, ext: html, total: createPageHTML, max_pages: 3}
detail: {title: meta, date: [label:发布日期, meta:PubDate], publisher: [label:发布机构, meta:ContentSource],
         index_no: label:索引号, body: [".TRS_Editor", "#zoom"]}
attachments: {extra_patterns: [], names_from: [title, text, header]}
title: {include: [预算, 决算], exclude: [绩效评价报告, 信息公开工作年度报告], body_match: publisher}
expect: {list_must_have: "createPageHTML", detail_must_have: "ArticleTitle"}
charset: auto
tls: standard
pace: {gap_s: 6, window: "08:30-18:00", per_day: 2}
robots: {checked: 2026-11-20, result: allow}
state: ok
verified: {page1: 15, page2: 15, last: 404, on: 2026-11-20}
note: ""
"""


def test_a_portal_may_state_everything_itself(tmp_path: Path) -> None:
    path = tmp_path / "cq-fuling-xfb.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    (portal,) = load_portals(path)
    assert (portal.family, portal.adapter.value, portal.page.total) == ("static", "static_list", "createPageHTML")
    page = Source(
        '<div class="zfxxgk_zdgkc"><ul><li><a href="./202608/t1.html" title="2025年部门决算">2025年…</a>'
        "<b>03/09/2026</b></li></ul></div><script>createPageHTML(2, 0, 'index', 'html');</script>",
        portal.entry[0].url,
    )
    listed = engine_of(portal.adapter).read(page, PageRequest(page.url), portal, portal.entry[0])
    assert [(row.title, str(row.date)) for row in listed.rows] == [("2025年部门决算", "2026-09-03")]
    assert listed.next is not None
    assert listed.next.url.endswith("/jsgk/index_1.html")


@pytest.mark.parametrize(
    ("adapter", "family", "engine"),
    [
        ("static_list", "static", "static_list"),
        ("hanweb_jpage", "hanweb_jpage", "hanweb_jpage"),
        ("hanweb_xxgk", "hanweb_xxgk", "fragment"),
        ("jpaas_unit", "hanweb_jpaas", "jpaas_unit"),
        ("vsb_egov", "vsb_egov", "static_list"),
        ("ucap_json", "ucap_json", "json_list"),
        ("gkmlpt", "gkmlpt", "gkmlpt"),
        ("lonsun_label", "lonsun_label", "fragment"),
        ("epoint_json", "epoint", "json_list"),
        ("json_list", "json", "json_list"),
        ("embedded_rows", "static", "static_list"),
        ("block_list", "hebei_blocks", "fragment"),
        ("iframe_list", "iframe", "static_list"),
        ("platform_jiangsu", "platform_jiangsu", "platform_jiangsu"),
        ("yearly_column", "yearly_column", "static_list"),
        ("manual", "manual", "manual"),
    ],
)
def test_naming_an_adapter_is_enough(adapter: str, family: str, engine: str) -> None:
    portal = portal_from(
        {
            "id": "x",
            "division": "140423",
            "adapter": adapter,
            "entry": [{"url": "http://www.a.test/x/"}],
            "hosts": ["www.a.test"],
        }
    )
    assert (portal.family, portal.adapter.value) == (family, engine)


def test_declared_places_of_a_detail_page_come_first() -> None:
    portal = portal_from(
        {
            "id": "x",
            "division": "140423",
            "family": "static",
            "entry": [{"url": "http://www.a.test/x/"}],
            "hosts": ["www.a.test"],
            "detail": {
                "title": ["meta:doctitle", "css:p.t"],
                "date": ["label:上网日期", "meta:PubDate"],
                "publisher": ["css:.unit"],
                "index_no": ["label:编号"],
                "date_labels": ["上网日期"],
            },
        }
    )
    text = (
        '<html><head><meta name="DocTitle" content="甲县信访局2025年部门决算">'
        '<meta name="PubDate" content="2026-01-01">'
        '</head><body><h1>栏目标题在这里写着</h1><p>上网日期：2026-09-18</p><p class="unit">县信访局</p></body></html>'
    )
    detail = read_detail(Source(text, "http://www.a.test/x/1.html"), portal)
    assert (detail.title, str(detail.published_on), detail.publisher) == (
        "甲县信访局2025年部门决算",
        "2026-09-18",
        "县信访局",
    )


def test_every_official_host_that_was_met_is_in_the_registry() -> None:
    portals = load_portals(ROOT / "scrapers" / "portals")
    registered = {host: portal for portal in portals for host in portal.hosts}
    with (ROOT / "tests" / "fixtures" / "portals" / "official_hosts.csv").open(encoding="utf-8") as rows:
        hosts = [(row["host"], row["division"]) for row in csv.DictReader(rows)]
    with (ROOT / "tests" / "fixtures" / "portals" / "known_pages.csv").open(encoding="utf-8") as rows:
        pages = {host_of(row["url"]) for row in csv.DictReader(rows)}
    assert len(hosts) == 106
    assert [host for host, _ in hosts if host not in registered] == []
    assert [(host, code) for host, code in hosts if registered[host].division != code] == []
    assert sorted(pages - set(registered)) == []


def test_a_portal_without_a_known_column_is_asked_nothing_unless_named() -> None:
    settings = Settings()
    unnamed = portals_of(settings)
    assert all(portal.state != NO_COLUMN for portal in unnamed)
    assert portals_of(settings, ["shanghai-shanghai"])[0].state == NO_COLUMN
