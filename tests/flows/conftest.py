"""The whole pipeline on the sample portals, without an engine unless a test says so."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

# Consoles take their width from here when the commands are imported; the test runner's is not ours.
os.environ.pop("COLUMNS", None)

from flows.clock import SystemClock
from flows.demo import SAMPLE_DECLARATIONS, SAMPLE_FAULTS
from flows.harvest import harvest_plainly
from flows.settings import Settings
from flows.summary import RunSummary
from infra.samples.server import SamplePortals
from publish.gate import judge_tables
from tests.flows.kept_readers import KeptReaders
from tests.publish.conftest import gateway, moto_endpoint
from tests.shared import made_once

__all__ = [
    "first_harvest",
    "gateway",
    "harvested",
    "moto_endpoint",
    "office_hours",
    "portals",
    "sample_store",
    "settings_for",
]


#: A pause between requests is waited for so long; the rest of it is only added to the clock.
_LONGEST_PAUSE_S = 0.2


class OfficeHours(SystemClock):
    """The real clock moved to noon in Beijing, so that a silent portal is down and not closed for the night; the second
    that a sample portal asks for between requests passes at once.
    """

    #: What has been slept through since the test began, for all clocks of the process.
    skipped = timedelta(0)

    def __init__(self) -> None:
        present = super().now()
        self._shift = present.replace(hour=4, minute=0, second=0, microsecond=0) - present

    def now(self) -> datetime:
        return super().now() + self._shift + OfficeHours.skipped

    def sleep(self, seconds: float) -> None:
        waited = min(seconds, _LONGEST_PAUSE_S)
        super().sleep(waited)
        OfficeHours.skipped += timedelta(seconds=seconds - waited)


@pytest.fixture(autouse=True)
def office_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visits of every test happen in office hours, whenever the tests run."""
    monkeypatch.setattr(OfficeHours, "skipped", timedelta(0))
    for module in ("tools", "portal_new", "portal_checks"):
        monkeypatch.setattr(f"flows.{module}.SystemClock", OfficeHours)


@pytest.fixture(autouse=True)
def kept_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and flows read in processes that earlier tests started."""
    monkeypatch.setattr("parsers.isolation.ReaderPool", KeptReaders)
    monkeypatch.setattr("flows.tools.ReaderPool", KeptReaders)


@pytest.fixture(autouse=True)
def one_judge(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions are judged by the generated gate alone, which is the stricter of the two: Frictionless takes half of a
    small harvest's time. Both judge the first harvest that all workers share, and where a test is marked so.
    """
    if request.node.get_closest_marker("both_judges") is None:
        monkeypatch.setattr("publish.gate.tables.judge_tables", lambda files: ())


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


@dataclass(frozen=True)
class FirstHarvest:
    """What a first harvest of the five sample portals left; the store is only to be read."""

    store: Path
    summary: RunSummary
    #: Addresses asked for that are none of our business.
    unwanted: list[str]


@pytest.fixture(scope="session")
def first_harvest(tmp_path_factory: pytest.TempPathFactory) -> FirstHarvest:
    """Made once for all workers."""

    def make(folder: Path) -> None:
        with SamplePortals() as running, pytest.MonkeyPatch.context() as both:
            both.setattr("publish.gate.tables.judge_tables", judge_tables)
            both.setattr("flows.tools.SystemClock", OfficeHours)  # what follows it is no answer of the future
            settings = Settings(
                store=str(folder / "store"),
                declarations=(str(SAMPLE_DECLARATIONS),),
                egress=running.proxy_url,
                reader_workers=2,
            )
            summary = harvest_plainly([], settings)
            unwanted = running.unwanted()
        (folder / "summary.json").write_text(summary.model_dump_json(), encoding="utf-8")
        (folder / "unwanted.json").write_text(json.dumps(unwanted), encoding="utf-8")

    folder = made_once(tmp_path_factory, "first-harvest", make)
    return FirstHarvest(
        folder / "store",
        RunSummary.model_validate_json((folder / "summary.json").read_bytes()),
        json.loads((folder / "unwanted.json").read_bytes()),
    )


@pytest.fixture(scope="session")
def harvested(first_harvest: FirstHarvest) -> Path:
    """A store with the five sample reports, harvested and published once: only to be read."""
    return first_harvest.store


@pytest.fixture
def sample_store(harvested: Path, tmp_path: Path) -> Path:
    """A copy of the harvested store for a test that writes."""
    return Path(shutil.copytree(harvested, tmp_path / "sample-store"))
