"""Deciding on one item of a made-up portal."""

from __future__ import annotations

from typing import Any

from domain.divisions import load_divisions
from scrapers.classify import decide
from scrapers.decision import Candidate, Decision
from tests.scrapers.fakes import declare

DIVISIONS = load_divisions()


def decided(candidate: Candidate, *, entry: dict[str, Any] | None = None, **fields: Any) -> Decision:
    """What becomes of an item in a mixed column of a portal; ``fields`` and ``entry`` change these."""
    portal = declare(
        entry=[{"url": "http://www.a.test/czxx/index.html", "name": "部门预决算"} | (entry or {})], **fields
    )
    return decide(candidate, portal, portal.entry[0], DIVISIONS)
