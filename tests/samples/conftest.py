"""Running sample portals and a client that goes through them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from infra.samples.server import SamplePortals


@pytest.fixture
def portals() -> Iterator[SamplePortals]:
    with SamplePortals() as running:
        yield running


@pytest.fixture
def client(portals: SamplePortals) -> Iterator[httpx.Client]:
    with httpx.Client(proxy=portals.proxy_url, trust_env=False, timeout=10) as session:
        yield session
