"""Portals that only a browser shows: what is watched becomes a declaration that the harvest follows without a browser.

Each file of ``portals/watched/`` describes one: no reading of its scripts tells its calls. Chromium is the system's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.declared import from_yaml
from domain.divisions import load_divisions
from infra.routes.server import RoutesServer
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.harvest import harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.propose import NoColumn, Proposal, first_portal, propose
from scrapers.state import PortalState
from scrapers.watched.chromium import Chromium, missing_parts
from tests.scrapers.fakes import FakeClock, MemoryStore

HERE = Path(__file__).resolve().parent / "portals" / "watched"
PORTALS: dict[str, dict[str, Any]] = {
    path.stem: from_yaml(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.yaml"))
}
DECLARED = [name for name, described in PORTALS.items() if "rows" in described]
REFUSED = [name for name, described in PORTALS.items() if "rows" not in described]
DIVISIONS = load_divisions()

# The browser is an extra: who has none may run all other tests. In CI a missing one fails.
pytestmark = pytest.mark.skipif(
    missing_parts() is not None and not os.environ.get("CI"), reason=missing_parts() or "there is a browser"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    with Chromium() as running:
        yield running


def proposed(name: str, web: RoutesServer, browser: Chromium | None) -> Proposal:
    url = PORTALS[name]["new"]
    with PoliteClient(first_portal(url), clock=FakeClock(), egress=web.proxy_url, limiter=HostLimiter()) as client:
        return propose(client, url, divisions=DIVISIONS, clock=FakeClock(), browser=browser)


@pytest.mark.parametrize("name", DECLARED)
def test_what_a_browser_saw_is_declared_and_harvested_without_one(name: str, chromium: Chromium) -> None:
    described = PORTALS[name]
    with RoutesServer([HERE / f"{name}.yaml"]) as web:
        proposal = proposed(name, web, chromium)
        assert (proposal.portal.family, proposal.portal.division) == (described["family"], described["division"])
        assert [[one.row.url, one.row.title, one.row.date] for one in proposal.rows] == described["rows"]
        assert [one for one in proposal.evidence if one.startswith("看浏览器")] == described["watched"]
        assert proposal.declaration["api"] == described["api"]
        assert proposal.declaration.get("detail") == described["detail"]
        clock = FakeClock()
        with PoliteClient(proposal.portal, clock=clock, egress=web.proxy_url, limiter=HostLimiter()) as client:
            harvest = harvest_portal(
                proposal.portal,
                client=client,
                archive=Archive(MemoryStore(), clock),
                state=PortalState(portal_id=proposal.portal.id),
                divisions=DIVISIONS,
                clock=clock,
            )
    taken = {one.title: [document.file_name for document in one.documents] for one in harvest.disclosures}
    assert (taken, harvest.outcome.value, harvest.problems) == (described["taken"], described["outcome"], ())


@pytest.mark.parametrize("name", DECLARED)
def test_no_reading_of_its_scripts_finds_the_column(name: str) -> None:
    with RoutesServer([HERE / f"{name}.yaml"]) as web, pytest.raises(NoColumn):
        proposed(name, web, None)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_asked_without_the_page_is_told_and_not_declared(name: str, chromium: Chromium) -> None:
    with RoutesServer([HERE / f"{name}.yaml"]) as web:
        with pytest.raises(NoColumn) as found:
            proposed(name, web, chromium)
        assert set(PORTALS[name]["told"]) <= set(found.value.told)
        own = PORTALS[name]["new"].split("/")[2]
        assert not [one for one in web.requests if f"//{own}/" not in one]
        assert not [
            one for one in web.requests if any(word in one for word in ("hits", "seen", "beacon", "k=2", "k=3"))
        ]
