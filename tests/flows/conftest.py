"""The whole pipeline on the sample portals, without an engine unless a test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.demo import SAMPLE_DECLARATIONS, SAMPLE_FAULTS
from flows.settings import Settings
from infra.samples.server import SamplePortals
from tests.publish.conftest import gateway, moto_endpoint

__all__ = ["gateway", "moto_endpoint", "portals", "settings_for"]


@pytest.fixture
def portals() -> Iterator[SamplePortals]:
    """The sample portals on loopback, fresh for every test."""
    with SamplePortals() as running:
        yield running


@pytest.fixture
def settings_for(portals: SamplePortals) -> Callable[..., Settings]:
    """Settings of a run against the sample portals: ``settings_for(store, with_faults=True, full=True)``."""

    def make(store: Path | str, *, with_faults: bool = False, **more: object) -> Settings:
        declarations = [str(SAMPLE_DECLARATIONS), *([str(SAMPLE_FAULTS)] if with_faults else [])]
        return Settings.model_validate(
            {
                "store": str(store),
                "declarations": tuple(declarations),
                "egress": portals.proxy_url,
                "reader_workers": 2,
                **more,
            }
        )

    return make
