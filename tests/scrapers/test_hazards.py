"""Every hazard of the portal notes has a page, and the verdict it must get: named, recorded, never worked around."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
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
SECOND = [
    case
    for name in ("second.yaml", "third.yaml", "fourth.yaml", "fifth.yaml")
    for case in from_yaml((HAZARDS / name).read_text("utf-8"))
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
    return visits(case, web)[-1]


def visits(case: dict[str, Any], web: RoutesServer) -> list[PortalHarvest]:
    """What is found at each visit, a day (or ``apart`` days) after the one before, with what was remembered of it."""
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
    state, store, found = PortalState(portal_id=portal.id), MemoryStore(), []
    for number in range(case.get("visits", 1)):
        day = timedelta(days=number * case.get("apart", 1))
        clock = FakeClock(datetime(2026, 11, 20, case.get("at", 10) - 8, 0, tzinfo=UTC) + day)
        with PoliteClient(portal, clock=clock, egress=web.proxy_url, limiter=HostLimiter()) as client:
            harvest = harvest_portal(
                portal,
                client=client,
                archive=Archive(store, clock),
                state=state,
                divisions=load_divisions(),
                clock=clock,
            )
        state = harvest.state
        found.append(harvest)
    return found


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
    if harvest.outcome.value not in ("ok", "partial", "page_ignored", "declared_empty"):
        assert harvest.message_zh
        assert harvest.message_en
        assert harvest.disclosures == ()
    if "files" in case:
        assert [len(one.documents) for one in harvest.disclosures] == [case["files"]]


def named(harvest: PortalHarvest) -> list[str]:
    """All that is said of a visit beside its reports."""
    told = [f"{one.state} {one.url} {one.message}" for one in harvest.problems]
    told += [f"{one.title} {one.reason} {one.message_en}" for one in (*harvest.left, *harvest.ambiguous)]
    told += [f"{one.kind} {one.title}" for one in harvest.events]
    told += [f"{one.url} {one.message_en}" for one in harvest.columns]
    usual = ("agency: ", "year: ", "type: ", "the portal's own place printed")  # how an ordinary report was known
    told += [note for one in harvest.disclosures for note in one.notes if not note.startswith(usual)]
    told += [one.note for one in harvest.state.entries.values() if one.note]
    quiet = harvest.outcome.value in ("ok", "not_modified")  # neither says that anything was the matter
    return told if quiet else [*told, f"{harvest.outcome.value} {harvest.message_en}"]


@pytest.mark.parametrize("case", SECOND, ids=lambda case: case["name"])
def test_no_report_is_lost_or_mistaken_in_silence(case: dict[str, Any]) -> None:
    with RoutesServer(routes=[route_of(one, Path()) for one in routes_of(case)]) as web:
        found = visits(case, web)
        asked = list(web.requests)
    last, told = found[-1], named(found[-1])
    disclosures = {one.page_url: one for harvest in found for one in harvest.disclosures}
    years = sorted(year for _, year, _ in {(x.agency, x.fiscal_year, x.report_type) for x in disclosures.values()})
    files = [document for one in disclosures.values() for document in one.documents]
    seen = (last.outcome.value, last.message_en, years, [(one.url, one.file_name) for one in files], told)
    assert last.outcome.value in any_of(case["outcome"]), seen
    assert all(f" http://{HOST}/" in one for one in asked)
    if "reports" in case:
        assert years == case["reports"], seen
    if "reports_or_named" in case:
        assert years == case["reports_or_named"] or told, seen
    if "years" in case:
        assert set(years) == set(case["years"]), seen
    if "distinct" in case:
        assert len({one.sha256 for one in files}) == case["distinct"], seen
    if "items" in case:
        assert len(last.state.items) == case["items"], (seen, sorted(last.state.items))
    if "unlisted" in case:
        assert sum(one.unlisted_since is not None for one in last.state.items.values()) == case["unlisted"], seen
    for end in case.get("has", ()):
        assert any(one.url.endswith(end) for one in files), seen
    for end in case.get("hasnt", ()):
        assert not any(one.url.endswith(end) for one in files), seen
    for end in case.get("hasnt_unless_named", ()):
        assert not any(one.url.endswith(end) for one in files) or any(end in one for one in told), seen
    if case.get("named"):
        words = case["named"] if isinstance(case["named"], list) else [""]
        assert any(word in one for one in told for word in words), seen
