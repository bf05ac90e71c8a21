"""Hazards by name: the sentence for a person says what was seen in place of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.declared import from_yaml
from infra.routes.manifest import route_of
from infra.routes.server import RoutesServer
from tests.scrapers.test_hazards import HAZARDS, routes_of, test_a_hazard_gets_its_verdict, visited

NAMED = from_yaml((HAZARDS / "named.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", NAMED, ids=lambda case: case["name"])
def test_a_named_hazard_says_what_was_seen(case: dict[str, Any]) -> None:
    with RoutesServer(routes=[route_of(one, Path()) for one in routes_of(case)]) as web:
        harvest = visited(case, web)
    said = harvest.problems[0].message if harvest.problems else harvest.message_en
    assert case.get("says", "") in said
    test_a_hazard_gets_its_verdict(case)
