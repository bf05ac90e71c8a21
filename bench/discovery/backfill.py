"""A first reading of one portal with twelve years of items, killed again and again: what is fetched twice.

The process is ended with SIGKILL before an item is fetched; the next one starts from the store. Goal: no item page and
no file that is archived is asked for again, and in the end every report is there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from domain.divisions import load_divisions
from flows.clock import SystemClock
from infra.routes.manifest import Reply, Route, target_of
from infra.routes.server import RoutesServer
from publish.store import open_store
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import portal_from
from scrapers.harvest import harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.state import PortalState, load_state, save_state

HOST, YEARS, PER_PAGE = "www.backfill.test", range(2014, 2026), 4
_HTML = ((b"Content-Type", b"text/html; charset=utf-8"),)


@dataclass(frozen=True, slots=True)
class Resumed:
    """``repeated``: item pages and files that were asked for again after they had been archived."""

    reports: int
    found: int
    kills: int
    requests: int
    list_requests: int
    repeated: int

    @property
    def met(self) -> bool:
        return self.repeated == 0 and self.found == self.reports

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"met": self.met}


def run(kills: int) -> Resumed:
    """Read the portal with ``kills`` kills spread over the reading."""
    routes = _routes()
    with tempfile.TemporaryDirectory() as folder, RoutesServer(routes=routes) as web:
        items = [one for one in routes if "/d/" in one.target or "/f/" in one.target]
        steps = max(1, len(items) // (kills + 1))
        for _ in range(kills):
            _visit_in_child(folder, web, stop_after=steps)
        found = _visit_in_child(folder, web, stop_after=None)
        asked = [one.split(" ")[1] for one in web.asked()]
    counted = Counter(url for url in asked if "/d/" in url or "/f/" in url)
    again = sum(count - 1 for count in counted.values())
    return Resumed(
        reports=len(YEARS) * 2,
        found=found,
        kills=kills,
        requests=len(asked),
        list_requests=sum("/czyjs/" in url for url in asked),
        repeated=again,
    )


def _visit_in_child(folder: str, web: RoutesServer, *, stop_after: int | None) -> int:
    """One visit in a process of its own, killed after so many saved items; the number of reports in the state."""
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=_visit, args=(folder, web.proxy_url, stop_after))
    child.start()
    child.join()
    state, _ = load_state(open_store(folder), "backfill")
    return sum(item.disclosure is not None and bool(item.disclosure.documents) for item in state.items.values())


def _visit(folder: str, proxy: str, stop_after: int | None) -> None:
    store, clock = open_store(folder), SystemClock()
    portal = portal_from(
        {
            "id": "backfill",
            "division": "140423",
            "family": "trs",
            "entry": [{"url": f"http://{HOST}/czyjs/index.html"}],
            "hosts": [HOST],
            "pace": {"gap_s": 0},
        }
    )
    state, tag = load_state(store, portal.id)
    saved = 0

    def checkpoint(so_far: PortalState) -> None:
        nonlocal tag, saved
        _, tag = save_state(store, so_far, tag)
        saved += 1

    def progress(doing: str) -> None:
        if stop_after is not None and saved >= stop_after and doing.startswith("item"):
            os.kill(os.getpid(), signal.SIGKILL)

    with PoliteClient(portal, clock=clock, egress=proxy, limiter=HostLimiter()) as client:
        harvest = harvest_portal(
            portal,
            client=client,
            archive=Archive(store, clock),
            state=state,
            divisions=load_divisions(),
            clock=clock,
            progress=progress,
            checkpoint=checkpoint,
        )
    save_state(store, harvest.state, tag)


def _routes() -> list[Route]:
    titles = []
    for year in YEARS:
        titles.append((f"襄垣县信访局{year}年部门预算公开", date(year, 2, 20)))
        titles.append((f"襄垣县信访局{year}年度部门决算公开", date(year + 1, 9, 18)))
        titles += [(f"襄垣县第{n}局{year}年部门预算公开", date(year, 2, 20) + timedelta(days=n)) for n in range(6)]
    titles.sort(key=lambda pair: pair[1], reverse=True)
    pages = [titles[start : start + PER_PAGE] for start in range(0, len(titles), PER_PAGE)]
    routes = []
    for number, page in enumerate(pages):
        rows = "".join(
            f"<li><a href='/d/{number}-{place}.html' title='{title}'>{title}</a><b>{day}</b></li>"
            for place, (title, day) in enumerate(page)
        )
        pager = f'<script>createPageHTML({len(pages)}, {number}, "index", "html")</script>'
        name = "index.html" if number == 0 else f"index_{number}.html"
        routes.append(_route(f"/czyjs/{name}", f"<html><body><ul>{rows}</ul>{pager}</body></html>"))
        for place, (title, _) in enumerate(page):
            link = f"<a href='/f/{number}-{place}.pdf'>{title}.pdf</a>"
            article = f"<html><h1>{title}</h1><div id='zoom'>{link}</div></html>"
            routes.append(_route(f"/d/{number}-{place}.html", article))
            routes.append(_route(f"/f/{number}-{place}.pdf", f"%PDF-1.4 {title}"))
    return routes


def _route(path: str, text: str) -> Route:
    host, target = target_of(f"http://{HOST}{path}")
    reply = Reply(200, _HTML, text.encode(), validators=True)
    return Route("GET", host, target, None, requires_referer=False, replies=[reply])


def shown(resumed: Resumed) -> str:
    return (
        f"backfill of {resumed.reports} reports, killed {resumed.kills} times: {resumed.found} found,"
        f" {resumed.requests} requests ({resumed.list_requests} for lists), asked again after they were archived:"
        f" {resumed.repeated} (goal 0)"
    )
