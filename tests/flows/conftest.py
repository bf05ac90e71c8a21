"""The whole pipeline on the sample portals, without an engine unless a test says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

# Consoles take their width from here when the commands are imported; the test runner's is not ours.
os.environ.pop("COLUMNS", None)

from flows.clock import SystemClock
from flows.demo import SAMPLE_DECLARATIONS, SAMPLE_FAULTS
from flows.harvest import harvest_plainly
from flows.settings import Settings
from infra.samples.server import SamplePortals
from tests.flows.kept_readers import KeptReaders
from tests.publish.conftest import gateway, moto_endpoint

__all__ = ["gateway", "harvested", "moto_endpoint", "office_hours", "portals", "sample_store", "settings_for"]


class OfficeHours(SystemClock):
    """The real clock moved to noon in Beijing, so that a silent portal is down and not closed for the night."""

    def __init__(self) -> None:
        present = super().now()
        self._shift = present.replace(hour=4, minute=0, second=0, microsecond=0) - present

    def now(self) -> datetime:
        return super().now() + self._shift


@pytest.fixture(autouse=True)
def office_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visits of every test happen in office hours, whenever the tests run."""
    monkeypatch.setattr("flows.tools.SystemClock", OfficeHours)


@pytest.fixture(autouse=True)
def kept_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and flows read in processes that earlier tests started."""
    monkeypatch.setattr("parsers.isolation.ReaderPool", KeptReaders)
    monkeypatch.setattr("flows.tools.ReaderPool", KeptReaders)


@pytest.fixture(scope="session", autouse=True)
def readers_end() -> Iterator[None]:
    yield
    KeptReaders.end()


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


@pytest.fixture(scope="session")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the five sample reports, harvested and published once: only to be read."""
    folder = tmp_path_factory.mktemp("harvested") / "store"
    with SamplePortals() as running:
        settings = Settings(
            store=str(folder), declarations=(str(SAMPLE_DECLARATIONS),), egress=running.proxy_url, reader_workers=2
        )
        harvest_plainly([], settings)
    return folder


@pytest.fixture
def sample_store(harvested: Path, tmp_path: Path) -> Path:
    """A copy of the harvested store for a test that writes."""
    return Path(shutil.copytree(harvested, tmp_path / "sample-store"))
