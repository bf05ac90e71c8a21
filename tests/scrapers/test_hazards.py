"""Every hazard of the portal notes has a page, and the verdict it must get: named, recorded, never worked around."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.declared import from_yaml
from domain.divisions import load_divisions
from infra.routes.manifest import route_of
from infra.routes.server import RoutesServer
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import portal_from
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.state import PortalState
from tests.scrapers.fakes import FakeClock, MemoryStore

HAZARDS = Path(__file__).resolve().parent / "portals" / "hazards"
CASES = [
    case for name in ("cases.yaml", "more.yaml") for case in from_yaml((HAZARDS / name).read_text(encoding="utf-8"))
]
HOST = "www.hazard.test"
HTML = {"Content-Type": "text/html; charset=utf-8"}
ROW = "<li><a href='/czyjs/1.html'>襄垣县信访局2025年度部门决算公开</a><span>2026-09-18</span></li>"
FILE = "<a href='/f/1.pdf'>襄垣县信访局2025年度部门决算.pdf</a>"


def routes_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    good = {
        "list": f"<html><body><ul class='list'>{ROW}</ul><script>{case.get('pager', '')}</script></body></html>",
        "item": f"<html><body><h1>襄垣县信访局2025年度部门决算公开</h1><div id='zoom'>{FILE}</div></body></html>",
        "file": "%PDF-1.4 good",
        "robots": "User-agent: *\nAllow: /",
    }
    paths = {"list": "/czyjs/index.html", "item": "/czyjs/1.html", "file": "/f/1.pdf", "robots": "/robots.txt"}
    routes = [{"path": path, **case.get(name, {"text": good[name]})} for name, path in paths.items()]
    for extra in case.get("more", ()):
        same = {"list": "list", "item": "item"}.get(extra.get("same", ""))
        routes.append({**extra, **({"text": good[same]} if same else {})})
    return [
        {
            "headers": HTML if "Content-Type" not in one.get("headers", {}) else {},
            **one,
            "url": f"http://{HOST}{one['path']}",
        }
        for one in routes
    ]


def visited(case: dict[str, Any], web: RoutesServer) -> PortalHarvest:
    clock = FakeClock(datetime(2026, 11, 20, case.get("at", 10) - 8, 0, tzinfo=UTC))
    portal = portal_from(
        {
            "id": "hazard",
            "division": "140423",
            "family": "static",
            "entry": [{"url": f"http://{HOST}/czyjs/index.html"}],
            "hosts": [HOST],
            "pace": {"gap_s": 0},
            **case.get("portal", {}),
        }
    )
    with PoliteClient(portal, clock=clock, egress=web.proxy_url, limiter=HostLimiter()) as client:
        return harvest_portal(
            portal,
            client=client,
            archive=Archive(MemoryStore(), clock),
            state=PortalState(portal_id=portal.id),
            divisions=load_divisions(),
            clock=clock,
        )


def any_of(said: Any) -> list[Any]:
    """What a case allows: a list as it is, anything else alone."""
    return said if isinstance(said, list) else [said]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_hazard_gets_its_verdict(case: dict[str, Any]) -> None:
    routes = [route_of(one, Path()) for one in routes_of(case)]
    with RoutesServer(routes=routes) as web:
        harvest = visited(case, web)
        asked = list(web.requests)
    assert harvest.outcome.value in any_of(case["outcome"]), harvest.message_en
    assert harvest.state.wall in any_of(case.get("wall"))
    problems = [problem.state for problem in harvest.problems]
    if "problem_of" in case:
        assert len(problems) == 1
        assert problems[0] in case["problem_of"]
    elif case.get("told"):
        assert problems or harvest.outcome.value == "wall"
    else:
        assert problems == case.get("problems", [])
    assert len(asked) <= case.get("asked", 12), asked
    assert all(f" http://{HOST}/" in one for one in asked)
    if harvest.outcome.value not in ("ok", "partial", "page_ignored"):
        assert harvest.message_zh
        assert harvest.message_en
        assert harvest.disclosures == ()
    if "files" in case:
        assert [len(one.documents) for one in harvest.disclosures] == [case["files"]]
