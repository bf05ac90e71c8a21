"""Propose a declaration for a portal that is not watched yet, with the operator's egress and contact."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

from domain.divisions import Division, load_divisions
from flows.clock import SystemClock
from flows.settings import REGISTRY, Settings
from flows.tools import user_agent
from scrapers.addresses import host_of
from scrapers.client import PoliteClient
from scrapers.declaration import load_portals
from scrapers.propose import NoColumn, Proposal, first_portal, propose, would_be_called
from scrapers.watched.chromium import Chromium, missing_parts


def propose_portal(
    url: str, *, division: str | None = None, egress: str | None = None, browser: bool = True
) -> Proposal:
    """Look at ``url`` and propose its declaration; ``division`` is a name or code given by a person.

    ``browser``: where it is installed and nothing is found otherwise, pages are watched in it.

    Raises ``DivisionError`` for a name that is unknown or ambiguous, and what :func:`scrapers.propose.propose` raises.
    """
    divisions, clock = load_divisions(), SystemClock()
    stated: Division | None = divisions.resolve(division) if division else None
    settings = Settings(egress=egress or Settings().egress)
    agent = user_agent(settings.contact)
    with ExitStack() as stack:
        client = stack.enter_context(
            PoliteClient(first_portal(url), clock=clock, user_agent=agent, egress=settings.egress)
        )
        watcher = stack.enter_context(Chromium()) if browser and missing_parts() is None else None
        return propose(client, url, divisions=divisions, clock=clock, division=stated, browser=watcher)


def how_to_watch(problem: NoColumn) -> tuple[str, ...]:
    """What to install, where nothing was found, scripts draw the pages and no browser could watch them."""
    missing = missing_parts()
    if missing is None or not problem.told:
        return ()
    return (f"{missing}\n然后再试：页面自己的请求会在 Chromium 里被看到 then again: Chromium shows what pages ask for",)


def declared_on(url: str, folder: Path = REGISTRY) -> tuple[str, ...]:
    """Ids of the portals declared in ``folder`` that read the host of ``url`` already."""
    host = host_of(url)
    return tuple(portal.id for portal in load_portals(folder) if host in portal.hosts) if folder.is_dir() else ()


def in_the_way(url: str, folder: Path, division: str | None = None) -> str | None:
    """The declared portal whose file would stand in the way of a new one for ``url``; ``None`` where that is not sure.

    A platform has a portal for each of its divisions: there it is the one of ``division``.
    """
    code = load_divisions().resolve(division).code if division else None
    for known in declared_on(url, folder):
        of_division = re.search(r"-(\d{6})$", known)
        if would_be_called(known, url) and (of_division is None or of_division.group(1) == code):
            return known
    return None
