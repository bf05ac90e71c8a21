"""Propose a declaration for a portal that is not watched yet, with the operator's egress and contact."""

from __future__ import annotations

from domain.divisions import Division, load_divisions
from flows.clock import SystemClock
from flows.settings import REGISTRY, Settings
from flows.tools import user_agent
from scrapers.addresses import host_of
from scrapers.client import PoliteClient
from scrapers.declaration import load_portals
from scrapers.propose import Proposal, first_portal, propose


def propose_portal(url: str, *, division: str | None = None, egress: str | None = None) -> Proposal:
    """Look at ``url`` and propose its declaration; ``division`` is a name or code given by a person.

    Raises ``DivisionError`` for a name that is unknown or ambiguous, and what :func:`scrapers.propose.propose` raises.
    """
    divisions, clock = load_divisions(), SystemClock()
    stated: Division | None = divisions.resolve(division) if division else None
    settings = Settings(egress=egress or Settings().egress)
    agent = user_agent(settings.contact)
    with PoliteClient(first_portal(url), clock=clock, user_agent=agent, egress=settings.egress) as client:
        return propose(client, url, divisions=divisions, clock=clock, division=stated)


def declared_on(url: str) -> tuple[str, ...]:
    """Ids of registered portals that read the host of ``url`` already."""
    host = host_of(url)
    return tuple(portal.id for portal in load_portals(REGISTRY) if host in portal.hosts)
