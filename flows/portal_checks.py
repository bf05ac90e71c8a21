"""Check declared portals one after another, with the operator's egress and contact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from domain.divisions import load_divisions
from flows.clock import SystemClock
from flows.settings import Settings
from flows.tools import portals_of, user_agent
from scrapers.check import PortalCheck, check_portal
from scrapers.client import PoliteClient
from scrapers.limiter import SHARED_LIMITER, HostLimiter
from scrapers.sample import PortalSample, read_sample, sample_folder


def check_all(
    only: Sequence[str] = (),
    *,
    declarations: Sequence[str] = (),
    egress: str | None = None,
    limiter: HostLimiter = SHARED_LIMITER,
    tell: Callable[[str], None] = lambda _portal_id: None,
) -> list[PortalCheck]:
    """Check the portals named in ``only`` (none: all declared). ``tell`` gets the id of each before it is asked.

    Raises ``LookupError`` for unknown ids, ``DeclarationError`` for wrong files, ``ValueError`` for a damaged sample.
    """
    given = Settings()
    settings = Settings(declarations=tuple(declarations) or given.declarations, egress=egress or given.egress)
    portals = portals_of(settings, only)
    samples = {portal.id: recorded_sample(portal.id, settings.declarations) for portal in portals}
    divisions, clock = load_divisions(), SystemClock()
    checks = []
    for portal in portals:
        tell(portal.id)
        agent = user_agent(settings.contact)
        with PoliteClient(portal, clock=clock, user_agent=agent, egress=settings.egress, limiter=limiter) as client:
            checks.append(
                check_portal(portal, client=client, divisions=divisions, clock=clock, sample=samples[portal.id])
            )
    return checks


def recorded_sample(portal_id: str, declarations: Sequence[str]) -> PortalSample | None:
    """The sample that lies beside the portal's declaration."""
    for given in map(Path, declarations):
        beside = given.is_file()
        folders = [sample_folder(given, portal_id)] if beside else sorted(given.rglob(f"{portal_id}.sample"))
        for folder in folders:
            sample = read_sample(folder)
            if sample is not None:
                return sample
    return None
