"""Every family end to end: one command makes the declaration, and what it harvests is exactly the bureau's reports.

Each file of ``portals/`` describes one invented portal: its routes, the address given to ``portals new``, and what must
come out.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache, partial
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
from tests.scrapers.conftest import trusted_alone
from tests.scrapers.fakes import FakeClock, MemoryStore

HERE = Path(__file__).resolve().parent / "portals"
PORTALS = sorted(path.stem for path in HERE.glob("*.yaml"))
DIVISIONS = load_divisions()


@cache
def portal(name: str) -> dict[str, Any]:
    """What the file of that name says, and where it is."""
    path = HERE / f"{name}.yaml"
    said: dict[str, Any] = from_yaml(path.read_text(encoding="utf-8"))
    return said | {"path": path}


@pytest.fixture(scope="module", params=PORTALS)
def described(request: pytest.FixtureRequest) -> dict[str, Any]:
    return portal(request.param)


@pytest.fixture(scope="module")
def web(described: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutesServer]:
    """The portal's routes; over https, too, where one of them is written so."""
    with ExitStack() as held:
        tls = None
        if any(route["url"].startswith("https:") for route in described["routes"]):
            tls = partial(_context, held.enter_context(trusted_alone(tmp_path_factory.mktemp("authority"))))
        yield held.enter_context(RoutesServer([described["path"]], tls=tls))


def _context(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def proposal(described: dict[str, Any], web: RoutesServer) -> Proposal:
    """What the one command proposes, once for both tests of a portal."""
    return proposed(described, web)


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
    described: dict[str, Any], proposal: Proposal
) -> None:
    assert (proposal.portal.family, proposal.portal.division) == (described["family"], described["division"])
    found = [[one.row.url, one.row.title, one.row.date] for one in proposal.rows]
    assert found == described["rows"]
    if "told" in described:
        lines = ("建站系统", "栏目 ", "区划")
        assert [one for one in proposal.evidence[:-1] if not one.startswith(lines)] == described["told"]


def test_its_harvest_holds_exactly_the_bureaus_reports(
    described: dict[str, Any], proposal: Proposal, web: RoutesServer
) -> None:
    harvest = harvested(proposal, web)
    taken = {one.title: [document.file_name for document in one.documents] for one in harvest.disclosures}
    assert taken == described["taken"]
    assert (harvest.outcome.value, [one.state for one in harvest.problems]) == (
        described["outcome"],
        described.get("problems", []),
    )


DECLARED = sorted(f"declared/{path.stem}" for path in (HERE / "declared").glob("*.yaml"))


@pytest.mark.parametrize("name", DECLARED)
def test_a_declared_portal_gives_exactly_the_bureaus_reports(name: str) -> None:
    described = portal(name)
    clock = FakeClock()
    declared = portal_from({"pace": {"gap_s": 0}} | described["portal"])
    with (
        RoutesServer([described["path"]]) as web,
        PoliteClient(declared, clock=clock, egress=web.proxy_url, limiter=HostLimiter()) as client,
    ):
        harvest = harvest_portal(
            declared,
            client=client,
            archive=Archive(MemoryStore(), clock),
            state=PortalState(portal_id=declared.id),
            divisions=DIVISIONS,
            clock=clock,
        )
    taken = {one.title: [document.file_name for document in one.documents] for one in harvest.disclosures}
    assert taken == described["taken"]
    assert (harvest.outcome.value, harvest.problems) == (described["outcome"], ())
