"""What could never work is refused when a declaration is loaded, with file, line, field and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scrapers.declaration import load_portals, portal_from
from scrapers.misdeclared import DeclarationError
from tests.scrapers.written import GOOD, write


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('list: {rows: ["ul li", "div[["]}', "list.rows.1"),
        ('list: {link: "a["}', "list.link"),
        ('list: {ignore: "li:hoover"}', "list.ignore.0"),
        ('list: {title: ["css:p["]}', "list.title.0"),
        ("list: {title: [p.tit]}", "list.title.0"),
        ('list: {date: {select: "span["}}', "list.date.select.0"),
        ('list: {date: {format: "%Q"}}', "list.date.format"),
        ('list: {date: {format: "%H:%M"}}', "list.date.format"),
        ('list: {address: "("}', "list.address"),
        ('detail: {body: "#zoom["}', "detail.body.0"),
        ('detail: {title: ["meta:doctitle", "css:p["]}', "detail.title.1"),
        ('detail: {date: "label:"}', "detail.date.0"),
        ('detail: {publisher: ".unit["}', "detail.publisher.0"),
        ('attachments: {extra_patterns: ["*.do"]}', "attachments.extra_patterns.0"),
        ('attachments: {ignore: "[a-"}', "attachments.ignore.0"),
        ('title: {include: "预算("}', "title.include.0"),
        ('title: {exclude: ["绩效", "+"]}', "title.exclude.1"),
        ('expect: {list_must_have: "[("}', "expect.list_must_have.0"),
        ('expect: {detail_must_have: "createPageHTML("}', "expect.detail_must_have.0"),
        ('page: {total: "total=("}', "page.total"),
        ('page: {total: "createPageHTML[(]"}', "page.total"),
        ("page: {rule: template}", "page"),
        ('page: {rule: template, template: "list_1.html"}', "page.template"),
        ('page: {rule: template, template: "list_{page}.html"}', "page.template"),
        ("api: {posted: '{p'}", "api.posted"),
        ("egress: socks9://x", "egress"),
        ("egress: http://", "egress"),
        ("egress: proxy.test:3128", "egress"),
        ('pace: {window: "25:99-99:00"}', "pace.window"),
        ('pace: {window: "08:30-08:30"}', "pace.window"),
        ("charset: utf-9", "charset"),
        ("charset: rot13", "charset"),
        ("state: nonsense", "state"),
        ('state: "wall:"', "state"),
    ],
)
def test_what_could_never_work_is_refused_with_its_remedy(tmp_path: Path, line: str, field: str) -> None:
    path = write(tmp_path, "x.yaml", f"{line}\n{GOOD.format(id='x').replace('vsb', 'static')}")
    with pytest.raises(DeclarationError) as caught:
        load_portals(path)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{path}:1: {field}: ")
    zh, _, en = problem.rpartition(f": {field}: ")[2].partition(" / ")
    assert re.search("请|须|可写|不是", zh), problem
    assert re.search("write|one of|put|use|needs|no group", en), problem


@pytest.mark.parametrize(
    "host",
    [
        *("*.gov.cn", "www.a.test/zwgk", "WWW.a.test", "www.a.test.", "www.a.test:0", "www.a.test:70000", "a b.test"),
        *("gov.cn", "com", "www.a.test:http", "user@www.a.test", "10.1.2.3", "192.168.1.5:8080", "[fe80::1]", "[::1"),
    ],
)
def test_hosts_are_bare_names_of_public_sites(tmp_path: Path, host: str) -> None:
    path = write(tmp_path, "x.yaml", GOOD.format(id="x").replace("[www.a.test]", f"[www.a.test, '{host}']"))
    with pytest.raises(DeclarationError) as caught:
        load_portals(path)
    assert [one.startswith(f"{path}:6: hosts.1: ") for one in caught.value.problems] == [True]


@pytest.mark.parametrize("host", ["xfj.a.gov.cn:8080", "219.145.244.73:88", "localhost:8017", "127.0.0.1", "[::1]:80"])
def test_unusual_ports_numbers_and_loopback_are_hosts(host: str) -> None:
    portal_from({"id": "x", "division": "140423", "family": "vsb", "entry": [{"url": f"http://{host}/"}],
                 "hosts": [host, host.removesuffix(":80")]})  # fmt: skip


def test_what_works_is_let_through() -> None:
    """Every form that the documentation names."""
    portal = portal_from(
        {
            "id": "x",
            "division": "140423",
            "family": "static",
            "entry": [{"url": "http://a.test/"}],
            "hosts": ["a.test"],
            "list": {"rows": "li:-soup-contains('预算')", "title": ["css:p.t", "attr:data-t", "text"]},
            "detail": {"title": ["meta", "label:标题", "css:h1", "h1.t"], "body": "#zoom"},
            "page": {"rule": "template", "template": "?start={p0}", "total": r"共(\d+)页"},
            "title": {"include": "三公", "exclude": ["绩效(?:评价|目标)"]},
            "pace": {"window": "20:00-06:00"},
            "charset": "gb2312",
            "egress": "http://name:secret@proxy.test:3128",
            "state": "wall:412",
        }
    )
    assert (portal.title.include, portal.state) == (("三公",), "wall:412")
    for egress in ("", "direct", "https://proxy.test"):
        portal_from({**portal.model_dump(exclude_defaults=True), "egress": egress})


def test_a_login_of_a_proxy_is_not_told(tmp_path: Path) -> None:
    path = write(tmp_path, "x.yaml", GOOD.format(id="x") + "egress: socks9://name:secret@proxy.test\n")
    with pytest.raises(DeclarationError) as caught:
        load_portals(path)
    assert "secret" not in str(caught.value)


def test_one_column_is_declared_once_for_a_division_and_bureaus_of_two_may_share_it(tmp_path: Path) -> None:
    first = write(tmp_path, "a.yaml", GOOD.format(id="a"))
    other = write(tmp_path, "b.yaml", GOOD.format(id="b").replace("140423", "140424"))
    assert len(load_portals(tmp_path)) == 2
    other.write_text(GOOD.format(id="b").replace("http://", "https://"), encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"b\.yaml: entry\.0\.url: .*read twice") as caught:
        load_portals(tmp_path)
    assert str(first) in caught.value.problems[0]
