"""Every family end to end: one command makes the declaration, and what it harvests is exactly the bureau's reports.

Each file of ``portals/`` describes one invented portal: its routes, the address given to ``portals new``, and what must
come out.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import trustme

from domain.declared import from_yaml
from domain.divisions import load_divisions
from infra.routes.server import RoutesServer
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import portal_from
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.propose import Proposal, first_portal, propose
from scrapers.state import PortalState
from tests.scrapers.fakes import FakeClock, MemoryStore

HERE = Path(__file__).resolve().parent / "portals"
PORTALS: dict[str, dict[str, Any]] = {
    path.stem: from_yaml(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.yaml"))
}
DIVISIONS = load_divisions()


@pytest.fixture(params=PORTALS)
def described(request: pytest.FixtureRequest) -> dict[str, Any]:
    return PORTALS[request.param] | {"path": HERE / f"{request.param}.yaml"}


@pytest.fixture
def web(described: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[RoutesServer]:
    """The portal's routes; over https, too, where one of them is written so."""
    secure = any(route["url"].startswith("https:") for route in described["routes"])
    tls = partial(_context, request.getfixturevalue("authority")) if secure else None
    with RoutesServer([described["path"]], tls=tls) as server:
        yield server


def _context(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


def proposed(described: dict[str, Any], web: RoutesServer) -> Proposal:
    division = described.get("say_division")
    with PoliteClient(
        first_portal(described["new"]), clock=FakeClock(), egress=web.proxy_url, limiter=HostLimiter()
    ) as client:
        return propose(
            client,
            described["new"],
            divisions=DIVISIONS,
            clock=FakeClock(),
            division=DIVISIONS.resolve(division) if division else None,
        )


def harvested(proposal: Proposal, web: RoutesServer, state: PortalState | None = None) -> PortalHarvest:
    clock = FakeClock()
    with PoliteClient(proposal.portal, clock=clock, egress=web.proxy_url, limiter=HostLimiter()) as client:
        return harvest_portal(
            proposal.portal,
            client=client,
            archive=Archive(MemoryStore(), clock),
            state=state or PortalState(portal_id=proposal.portal.id),
            divisions=DIVISIONS,
            clock=clock,
        )


def test_one_command_recognises_the_portal_and_reads_its_first_pages(
    described: dict[str, Any], web: RoutesServer
) -> None:
    proposal = proposed(described, web)
    assert (proposal.portal.family, proposal.portal.division) == (described["family"], described["division"])
    found = [[one.row.url, one.row.title, one.row.date] for one in proposal.rows]
    assert found == described["rows"]
    if "told" in described:
        lines = ("建站系统", "栏目 ", "区划")
        assert [one for one in proposal.evidence[:-1] if not one.startswith(lines)] == described["told"]


def test_its_harvest_holds_exactly_the_bureaus_reports(described: dict[str, Any], web: RoutesServer) -> None:
    harvest = harvested(proposed(described, web), web)
    taken = {one.title: [document.file_name for document in one.documents] for one in harvest.disclosures}
    assert taken == described["taken"]
    assert (harvest.outcome.value, [one.state for one in harvest.problems]) == (
        described["outcome"],
        described.get("problems", []),
    )


DECLARED: dict[str, dict[str, Any]] = {
    path.stem: from_yaml(path.read_text(encoding="utf-8")) for path in sorted((HERE / "declared").glob("*.yaml"))
}


@pytest.mark.parametrize("name", DECLARED)
def test_a_declared_portal_gives_exactly_the_bureaus_reports(name: str) -> None:
    described = DECLARED[name]
    clock = FakeClock()
    portal = portal_from({"pace": {"gap_s": 0}} | described["portal"])
    with (
        RoutesServer([HERE / "declared" / f"{name}.yaml"]) as web,
        PoliteClient(portal, clock=clock, egress=web.proxy_url, limiter=HostLimiter()) as client,
    ):
        harvest = harvest_portal(
            portal,
            client=client,
            archive=Archive(MemoryStore(), clock),
            state=PortalState(portal_id=portal.id),
            divisions=DIVISIONS,
            clock=clock,
        )
    taken = {one.title: [document.file_name for document in one.documents] for one in harvest.disclosures}
    assert taken == described["taken"]
    assert (harvest.outcome.value, harvest.problems) == (described["outcome"], ())
