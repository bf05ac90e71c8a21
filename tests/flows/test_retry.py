"""``retry`` repeats exactly what failed of a run, and ``runs`` tells what there is to repeat."""

from __future__ import annotations

import json
import logging

import pytest
from typer.testing import CliRunner

from domain.ports import StoreError
from flows import pipeline
from flows.assemble import assemble
from flows.cli import app
from flows.harvest import harvest_plainly
from flows.log_context import install, log_about
from flows.patience import can_heal
from flows.retry import retry_plainly
from flows.runs import UnknownRun, failures_of, find_run
from flows.summary import PublishOutcome
from publish.store import LocalStore
from scrapers.state import DamagedState, load_state

DOC, PDF = "130634-2020-budget-3f08c984", "140423-2023-final-952d7f9d"
FILE = "http://www.xiangyuan.test/zwgk/fdzdgknr/czxx/bmyjs/202409/P020240924365512407788.pdf"


def test_a_retry_repeats_the_portal_the_file_and_the_report_that_failed_and_asks_for_nothing_else(
    tmp_path, portals, settings_for, monkeypatch, caplog
):
    """A portal that is down, a file that is missing for a while, and a report that our own code fails on."""
    caplog.set_level(logging.DEBUG, logger="xinfang")
    settings = settings_for(tmp_path)
    portals.set_fault("www.maoxian.test", "down")
    portals.set_fault(FILE, "404")

    def broken(disclosure, *arguments, **options):
        if disclosure.portal_id == "sample-quyang":
            raise ZeroDivisionError(disclosure.report_id)
        return assemble(disclosure, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "assemble", broken)
        before = harvest_plainly(["sample-maoxian", "sample-quyang", "sample-xiangyuan"], settings)
    lines = [record for record in caplog.records if record.name.startswith("xinfang")]
    told = {(getattr(line, "portal_id", ""), getattr(line, "report_id", "")) for line in lines}
    assert told == {
        *((portal, "") for portal in ("sample-maoxian", "sample-quyang", "sample-xiangyuan")),
        *(("sample-quyang", DOC), ("sample-xiangyuan", PDF)),
    }, "the visit of each portal, and each report"
    assert all(line.getMessage().startswith(f"[{getattr(line, 'portal_id', '?')}") for line in lines)
    failed = failures_of(before)
    assert failed.portals == ("sample-maoxian",)
    assert failed.reports == {"sample-quyang": (DOC,)}
    assert {one.url for one in failed.documents["sample-xiangyuan"]} == {FILE}

    portals.clear_faults()
    visited, _ = load_state(LocalStore(tmp_path), "sample-xiangyuan")
    asked = len(portals.requests)
    summary = retry_plainly(before.run_id, settings)
    requests = [request for request in portals.requests[asked:] if request.path != "/robots.txt"]
    assert {request.host for request in requests} == {"www.maoxian.test", "www.xiangyuan.test"}
    on_xiangyuan = [request.url for request in requests if request.host == "www.xiangyuan.test"]
    assert FILE in on_xiangyuan
    assert not [url for url in on_xiangyuan if url.endswith(("/", "index.html"))], "lists are no part of what failed"
    assert {report.report_id for report in summary.reports} == {DOC, PDF, "513223-2019-final-1a88b578"}
    assert (summary.publish.outcome, summary.parameters) == (PublishOutcome.PUBLISHED, {"run": before.run_id})
    assert not failures_of(summary)
    after, _ = load_state(LocalStore(tmp_path), "sample-xiangyuan")
    assert after.last_run_at == visited.last_run_at, "the schedule does not take it for a visit"
    assert [problem for item in after.items.values() for problem in item.problems] == []


def test_runs_are_listed_found_by_a_part_of_their_id_and_nothing_is_repeated_in_vain(sample_store):
    run = CliRunner().invoke(app, ["runs", "--store", str(sample_store), "--json"])
    (row,) = json.loads(run.stdout)
    assert (row["flow"], row["failed"], row["publish"], row["version"]) == ("harvest", [], "published", 1)
    store = LocalStore(sample_store)
    assert find_run(store, row["run_id"][-6:]) == find_run(store, "last") == find_run(store, row["run_id"])
    with pytest.raises(UnknownRun, match=row["run_id"]):
        find_run(store, "nowhere")
    again = CliRunner().invoke(app, ["retry", "last", "--store", str(sample_store)])
    assert (again.exit_code, "nothing to repeat" in again.stderr) == (0, True)
    assert CliRunner().invoke(app, ["retry", "nowhere", "--store", str(sample_store)]).exit_code == 2
    assert CliRunner().invoke(app, ["runs", "nowhere", "--store", str(sample_store)]).exit_code == 2
    shown = CliRunner().invoke(app, ["runs", "last", "--store", str(sample_store)])
    assert "sample-quyang" in shown.stdout
    failed = CliRunner().invoke(app, ["runs", "--failed", "--store", str(sample_store), "--json"])
    assert json.loads(failed.stdout) == []


def test_each_log_line_of_ours_names_its_portal_and_report(caplog):
    install()
    with caplog.at_level(logging.INFO), log_about(portal="sample-quyang", report=PDF):
        logging.getLogger("xinfang.pipeline").info("reading %s", 1)
        logging.getLogger("httpx").info("their own")
    logging.getLogger("xinfang.pipeline").warning("outside")
    assert [record.getMessage() for record in caplog.records] == [
        f"[sample-quyang {PDF}] reading 1",
        "their own",
        "outside",
    ]


def test_patience_is_for_a_store_that_is_away_and_not_for_what_stays_broken():
    assert can_heal(StoreError("503"))
    assert not can_heal(DamagedState("not JSON"))
    assert not can_heal(KeyError("ours"))
