"""What a run shows in Prefect's UI: a bar, tables, failed checks, links; and what it is called there."""

from __future__ import annotations

import json
from collections import defaultdict
from concurrent.futures import Future, as_completed
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from prefect import runtime

from flows import artifacts, names
from flows import backfill as backfill_module
from flows.audit import verify
from flows.backfill import backfill
from flows.demo import SAMPLE_DECLARATIONS
from flows.rerun import rerun
from flows.retry import retry
from flows.runs import find_run
from flows.settings import Settings
from flows.summary import (
    PARSE_FAILED,
    DocumentProblem,
    FailedCheck,
    PortalRun,
    PublishOutcome,
    PublishRun,
    RunSummary,
    save_summary,
)
from publish.store import LocalStore

QUYANG = "130634-2020-budget-3f08c984"


class Pages:
    """Prefect's artifacts as far as a run makes them."""

    def __init__(self) -> None:
        self.made: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.bars: dict[UUID, list[float]] = {}
        self.away = False

    def create(self, **artifact: Any) -> UUID:
        self._answer()
        self.made[artifact["key"]].append(artifact)
        made = uuid4()
        if "progress" in artifact:
            self.bars[made] = [artifact["progress"]]
        return made

    def update(self, artifact_id: UUID, progress: float) -> None:
        self._answer()
        self.bars[artifact_id].append(progress)

    def _answer(self) -> None:
        if self.away:
            raise httpx.ConnectError("no server")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    pages = Pages()
    for kind in ("link", "markdown", "progress", "table"):
        monkeypatch.setattr(artifacts, f"create_{kind}_artifact", pages.create)
    monkeypatch.setattr(artifacts, "update_progress_artifact", pages.update)
    return pages


def settings(store: object) -> Settings:
    return Settings(store=str(store), declarations=(str(SAMPLE_DECLARATIONS),), reader_workers=1)


def test_a_rerun_shows_its_progress_its_reports_and_leads_to_version_catalogue_and_source(
    pages, sample_store, monkeypatch
):
    monkeypatch.setenv("XINFANG_SITE_URL", "https://data.example.org/xinfang")
    rerun.fn("曲阳县", 2020, from_archive=True, settings=settings(sample_store))
    assert set(pages.made) >= {"rerun", "run-summary", "portals", "reports", "version", "run-record", "report-source"}
    (bar,) = pages.bars.values()
    assert (bar[0], bar[-1], bar == sorted(bar)) == (0.0, 100.0, True)
    (row,) = pages.made["reports"][0]["table"]
    assert row["report"] == QUYANG
    (source,) = pages.made["report-source"]
    assert source["link"] == row["source"]
    assert source["link"].startswith("http://www.quyang.test/")
    (version,) = pages.made["version"]
    assert version["link"] == "https://data.example.org/xinfang/v1.datapackage.json"
    (record,) = pages.made["run-record"]
    run_id = find_run(LocalStore(sample_store), "last").run_id
    assert record["link"] == (sample_store / "runs" / f"{run_id}.json").as_uri(), "no part of what is public"


def test_a_retry_shows_what_it_repeated(pages, sample_store):
    problem = DocumentProblem(report_id=QUYANG, url="http://www.quyang.test/", state=PARSE_FAILED)
    failed = PortalRun(portal_id="sample-quyang", outcome="ok", problems=(problem,))
    moment = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
    before = RunSummary(
        run_id="20261128T013000Z-3fa9c1",
        flow="rerun",
        started_at=moment,
        ended_at=moment,
        store="x",
        parameters={"county": "130634", "year": "2020"},
        portals=(failed,),
        publish=PublishRun(outcome=PublishOutcome.NOTHING_NEW),
    )
    save_summary(LocalStore(sample_store), before)
    retry.fn("3fa9c1", settings=settings(sample_store))
    assert [row["report"] for row in pages.made["reports"][0]["table"]] == [QUYANG]
    assert [bar[-1] for bar in pages.bars.values()] == [100.0]
    assert pages.made["report-source"]
    assert names.of_run("3fa9c1", settings(sample_store)) == "20261128T013000Z-3fa9c1 (rerun 河北省保定市曲阳县 2020)"


def test_a_verification_shows_its_progress_and_every_problem(pages, sample_store, monkeypatch):
    # What the judges of the whole say of a version is tested where they are (test_audit.py).
    monkeypatch.setattr("flows.audit.judged_whole", lambda _reader, checked: checked)
    verify.fn(raw_shares=256, settings=settings(sample_store))
    (bar,) = pages.bars.values()
    assert bar[-1] == 100.0
    assert len(bar) <= 101, "moved by whole per cents"
    assert "audit-problems" not in pages.made
    archived = next(sample_store.glob("raw/sha256/*/*"))
    archived.write_bytes(b"other bytes")
    verify.fn(raw_shares=256, settings=settings(sample_store))
    (row,) = pages.made["audit-problems"][0]["table"]
    assert archived.name in row["what"]


def test_a_backfill_shows_how_many_hosts_are_read(pages, sample_store, monkeypatch):
    run_now = backfill_module.backfill_batch_task.fn

    class Task:
        """Has run as soon as it is asked for, without a server."""

        @staticmethod
        def submit(*arguments: Any) -> Future[Any]:
            done: Future[Any] = Future()
            done.set_result(run_now(*arguments))
            return done

    monkeypatch.setattr(backfill_module, "backfill_batch_task", Task)
    monkeypatch.setattr(backfill_module, "as_completed", as_completed)
    monkeypatch.setattr(backfill_module, "drain", lambda *_: 0)
    monkeypatch.setattr(
        backfill_module, "watch_safely", lambda portal, *_, **__: PortalRun(portal_id=portal.id, outcome="wall")
    )
    monkeypatch.setattr(backfill_module, "unread", lambda _: None)
    monkeypatch.setattr(runtime.flow_run, "id", str(uuid4()), raising=False)
    backfill.fn(settings=settings(sample_store))
    (bar,) = pages.bars.values()
    assert bar == [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    assert {row["outcome"] for row in pages.made["portals"][0]["table"]} == {"wall"}


def test_tables_and_links_of_a_run_of_any_size_are_bounded_and_the_failed_checks_are_among_them(pages, harvested):
    known = find_run(LocalStore(harvested), "last")
    portal = next(run for run in known.portals if run.reports)
    many = portal.model_copy(update={"reports": portal.reports * 700, "failed_checks": ()})
    artifacts.leave(known.model_copy(update={"portals": (many,)}))
    assert len(pages.made["reports"][0]["table"]) == artifacts.MOST_ROWS
    assert len(pages.made["report-source"]) == artifacts.MOST_LINKS
    assert "failed-checks" not in pages.made, "no empty tables"
    checks = tuple(
        FailedCheck(
            report_id=QUYANG,
            agency="曲阳县信访局",
            fiscal_year=2020,
            rule=rule,
            verdict="fail",
            message_zh=f"合计不符 {rule}",
            message_en="the total differs",
        )
        for rule in ("I01", "W03")
    )
    artifacts.leave(known.model_copy(update={"portals": (portal.model_copy(update={"failed_checks": checks}),)}))
    (table,) = pages.made["failed-checks"]
    assert json.loads(json.dumps(table["table"])) == [
        {"report": QUYANG, "rule": rule, "verdict": "fail", "what": f"合计不符 {rule}"} for rule in ("I01", "W03")
    ]


def test_a_server_that_is_away_costs_the_picture_and_not_the_run(pages, harvested):
    pages.away = True
    progress = artifacts.Progress("harvest", "x")
    progress(1, 1)
    artifacts.leave(find_run(LocalStore(harvested), "last"))
    assert not pages.made


@pytest.mark.parametrize(
    ("portals", "called"),
    [
        (None, "all portals"),
        (["sample-quyang", "sample-xiangyuan"], "曲阳县, 襄垣县"),
        (["no-such-portal"], "no-such-portal"),
    ],
)
def test_a_run_is_called_by_the_counties_of_its_portals(portals, called):
    assert names.places(portals, settings("x")) == called
    assert names.places(portals, settings("x").model_dump(mode="json")) == called


def test_a_county_that_is_none_is_named_as_it_was_given():
    assert names.county_and_year("襄垣县", 2023) == "山西省长治市襄垣县 2023"
    assert names.county_and_year("没有的县", 2023) == "没有的县 2023"
