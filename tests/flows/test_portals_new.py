"""``xinfang portals new`` on what is no list, and on a portal that is declared already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from infra.routes.manifest import route_of
from infra.routes.server import RoutesServer

HOST = "http://www.yi.test"
ROWS = "".join(
    f'<li><a href="t{n}.html">乙县信访局202{n}年部门预算</a><span>202{n}-02-01</span></li>' for n in range(4)
)
LIST = (
    '<html><head><title>部门预决算</title><meta name="ColumnName" content="部门预决算">'
    f'<meta name="SiteName" content="襄垣县人民政府"></head><body><ul class="list">{ROWS}</ul></body></html>'
)
ARTICLE = (
    '<html><head><meta name="ArticleTitle" content="襄垣县2023年工作总结"><meta name="PubDate" content="2024-01-05">'
    "</head><body><h1>襄垣县2023年工作总结</h1><div class='TRS_Editor'>"
    + "全县各项工作稳步推进。" * 40
    + "</div></body></html>"
)


@pytest.fixture
def web() -> Iterator[RoutesServer]:
    routes: list[dict[str, Any]] = [
        {"url": f"{HOST}/czyjs/", "text": LIST},
        {"url": f"{HOST}/t20240105_1.html", "text": ARTICLE},
        {
            "url": f"{HOST}/download?id=7",
            "headers": {"Content-Type": "application/pdf"},
            "text": "%PDF-1.7 \x00\x01\x02",
        },
        {"url": f"{HOST}/old/", "status": 302, "headers": {"Location": "http://www.bing.test/czyjs/"}, "text": "moved"},
    ]
    with RoutesServer(routes=[route_of(one, Path()) for one in routes]) as running:
        yield running


def new(url: str, web: RoutesServer, *options: object) -> Any:
    arguments = ["portals", "new", url, "--no-browser", "--egress", web.proxy_url, *map(str, options)]
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(
    ("path", "code", "told"),
    [
        (
            "/t20240105_1.html",
            1,
            ("这是一篇文章（襄垣县2023年工作总结）", "give the address of the column that lists it"),
        ),
        ("/download?id=7", 1, ("这是一份文件", "this is a file and no page")),
        ("/files/P020240105.pdf", 2, ("这是文件的地址", "give that of the column that lists it")),
        ("/old/", 1, ("请改用它", "xinfang portals new http://www.bing.test/czyjs/")),
    ],
)
def test_what_is_no_list_is_called_by_its_name(
    web: RoutesServer, tmp_path: Path, path: str, code: int, told: tuple[str, ...]
) -> None:
    answer = new(HOST + path, web, "--write-to", tmp_path)
    assert answer.exit_code == code, answer.output
    for words in told:
        assert words in answer.stderr
    assert "xinfang[browser]" not in answer.stderr
    assert (code == 2) is (web.requests == [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["http://", "https:///x", "http://[::1", "http://a.test:99999/", "ftp://a.test/"])
def test_what_is_no_address_is_wrong_use(web: RoutesServer, url: str) -> None:
    answer = new(url, web)
    assert (answer.exit_code, "不是可用的地址" in answer.stderr, web.requests) == (2, True, [])


def test_no_page_is_asked_for_twice(web: RoutesServer) -> None:
    answer = new(f"{HOST}/czyjs/", web, "--division", "140423", "--dry-run")
    assert answer.exit_code == 0, answer.output
    asked = [line.split()[1] for line in web.requests]
    assert asked == [f"{HOST}/robots.txt", f"{HOST}/czyjs/"]


def test_a_declared_portal_is_refused_before_any_request(web: RoutesServer, tmp_path: Path) -> None:
    url = f"{HOST}/czyjs/"
    written = new(url, web, "--division", "140423", "--write-to", tmp_path)
    assert written.exit_code == 0, written.output
    asked = len(web.requests)
    again = new(url, web, "--division", "140423", "--write-to", tmp_path)
    assert (again.exit_code, len(web.requests)) == (2, asked)
    assert "shanxi-yi 的声明文件已存在" in again.stderr
    assert "--dry-run" in again.stderr
    assert new(url, web, "--division", "140423", "--write-to", tmp_path, "--dry-run").exit_code == 0


def test_a_column_that_another_file_reads_is_not_written_a_second_time(web: RoutesServer, tmp_path: Path) -> None:
    url = f"{HOST}/czyjs/"
    (tmp_path / "by-hand.yaml").write_text(
        f'id: by-hand\ndivision: "140423"\nfamily: static\nentry: [{{url: "{url}"}}]\nhosts: [www.yi.test]\n', "utf-8"
    )
    answer = new(url, web, "--division", "140423", "--write-to", tmp_path)
    assert (answer.exit_code, "by-hand 已采集这一栏目" in answer.stderr) == (2, True), answer.output
    assert [one.name for one in tmp_path.iterdir()] == ["by-hand.yaml"]
