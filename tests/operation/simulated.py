"""Simulated county portals, each on a host of its own with two small reports, and a web that watches its visitors."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml

from domain.divisions import Division, load_divisions
from domain.records import Level
from infra.routes.manifest import Reply, Route, target_of
from infra.routes.server import RoutesServer

REPORTS_EACH = 2


class WatchedWeb(RoutesServer):
    """Answers after ``latency_s`` and counts how many requests to one host were open at the same time."""

    def __init__(self, routes: list[Route], *, latency_s: float = 0.02) -> None:
        super().__init__(routes=routes)
        self._latency_s = latency_s
        self._open: Counter[str] = Counter()
        self._guard = threading.Lock()
        self.most_at_once: Counter[str] = Counter()

    def reply(
        self, method: str, host: str, target: str, form: Mapping[str, str], *, referer: bool
    ) -> tuple[Reply, bool]:
        with self._guard:
            self._open[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self._open[host])
        try:
            time.sleep(self._latency_s)
            return super().reply(method, host, target, form, referer=referer)
        finally:
            with self._guard:
                self._open[host] -= 1


def counties(count: int) -> list[Division]:
    """``count`` counties of today, spread over the country."""
    found = [one for one in load_divisions().rows if one.level is Level.COUNTY and one.current]
    step = max(1, len(found) // count)
    return found[::step][:count]


def host_of(number: int) -> str:
    return f"www.county{number:03d}.test"


def portal_id(number: int) -> str:
    return f"county-{number:03d}"


def declare_portals(folder: Path, divisions: list[Division]) -> None:
    """Write one declaration for each county."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, division in enumerate(divisions):
        declaration = {
            "id": portal_id(number),
            "division": division.code,
            "family": "trs",
            "publisher": [f"{division.name}信访局"],
            "entry": [{"url": f"http://{host_of(number)}/czyjs/index.html", "role": "county_column", "mixed": True}],
            "hosts": [host_of(number)],
            "scheme": "http",
            "pace": {"gap_s": 0},
        }
        (folder / f"{portal_id(number)}.yaml").write_text(
            yaml.safe_dump(declaration, allow_unicode=True), encoding="utf-8"
        )


def routes_of(divisions: list[Division], *, pdf: bytes | None = None) -> list[Route]:
    """A list and two reports for each county: a budget and final accounts, each a page with one table.

    With ``pdf`` that file is attached to both, for work as real reports make it.
    """
    routes = []
    for number, division in enumerate(divisions):
        titles = [
            (f"{division.name}信访局2026年部门预算公开", "2026-02-20", _page("收支预算总表", 300 + number)),
            (f"{division.name}信访局2024年度部门决算公开", "2025-09-18", _page("收入支出决算总表", 200 + number)),
        ]
        rows = "".join(
            f"<li><a href='/d/{place}.html' title='{title}'>{title}</a><b>{day}</b></li>"
            for place, (title, day, _) in enumerate(titles)
        )
        pager = '<script>createPageHTML(1, 0, "index", "html")</script>'
        routes.append(_route(host_of(number), "/robots.txt", "User-agent: *\nAllow: /\n"))
        routes.append(_route(host_of(number), "/czyjs/index.html", f"<html><body><ul>{rows}</ul>{pager}</body></html>"))
        for place, (title, _, table) in enumerate(titles):
            body = table if pdf is None else f"<a href='/f/{place}.pdf'>{title}.pdf</a>"
            if pdf is not None:
                routes.append(_route(host_of(number), f"/f/{place}.pdf", pdf, kind=b"application/pdf"))
            article = f"<html><body><h1>{title}</h1><div id='zoom'><p>{title}</p>{body}</div></body></html>"
            routes.append(_route(host_of(number), f"/d/{place}.html", article))
    return routes


def _page(name: str, total: int) -> str:
    """A table of income and expenditure that adds up, in 万元."""
    rows = [
        ("一、一般公共预算财政拨款收入", total, "一、一般公共服务支出", total - 50),
        ("二、其他收入", 0, "二、社会保障和就业支出", 50),
        ("本年收入合计", total, "本年支出合计", total),
        ("总计", total, "总计", total),
    ]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = "<tr><td>项目</td><td>金额</td><td>项目</td><td>金额</td></tr>"
    return f"<p>{name}</p><p>单位：万元</p><table border='1'>{head}{body}</table>"


def _route(host: str, path: str, text: str | bytes, *, kind: bytes = b"text/html; charset=utf-8") -> Route:
    host, target = target_of(f"http://{host}{path}")
    body = text.encode() if isinstance(text, str) else text
    reply = Reply(200, ((b"Content-Type", kind),), body, validators=True)
    return Route("GET", host, target, None, requires_referer=False, replies=[reply])
