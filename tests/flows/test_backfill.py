"""A backfill reads a portal to its end over as many runs as its host's budget needs, and then asks nothing more."""

from __future__ import annotations

from collections import Counter

import pytest
from typer.testing import CliRunner

from domain.divisions import load_divisions
from flows.backfill import backfill_plainly, unread
from flows.batches import host_batches, of_province, shares
from flows.cli import app
from flows.demo import SAMPLE_DECLARATIONS
from publish.store import LocalStore
from scrapers.state import EntryState, PortalState, load_state
from tests.scrapers.fakes import START, declare

PORTAL = "sample-xiangyuan"


def test_a_backfill_out_of_budget_goes_on_where_it_was_and_a_finished_one_asks_nothing(tmp_path, portals, settings_for):
    settings = settings_for(tmp_path)
    first = backfill_plainly([PORTAL], settings, requests_per_host=4)
    assert first.backfill is not None
    assert (first.backfill.left, first.backfill.done_now) == ((PORTAL,), 0)
    assert len(portals.requests) <= 4, "all visits of the run share the budget"
    assert first.reports == ()

    second = backfill_plainly([PORTAL], settings)
    assert second.backfill is not None
    assert (second.backfill.left, second.backfill.done_now, second.backfill.items_left) == ((), 1, 0)
    assert [report.report_id for report in second.reports] == ["140423-2023-final-952d7f9d"]
    assert second.publish.version == 1
    received = Counter(request.path for request in portals.requests if request.status == 200)
    assert [path for path, times in received.items() if times > 1 and path != "/robots.txt"] == []
    assert unread(load_state(LocalStore(tmp_path), PORTAL)[0]) == 0

    asked = len(portals.requests)
    third = backfill_plainly([PORTAL], settings)
    assert third.backfill is not None
    assert (third.backfill.done_before, third.backfill.done_now, third.portals) == (1, 0, ())
    assert portals.requests[asked:] == []


def test_what_is_left_of_a_portal_is_told_from_its_state():
    read = EntryState(last_outcome="ok", last_run_at=START, last_success=START, history_read=True)
    gone = EntryState(last_outcome="gone", last_run_at=START, failure_streak=3)
    assert unread(PortalState(portal_id="p")) is None
    assert unread(PortalState(portal_id="p", entries={"a": read})) == 0
    assert unread(PortalState(portal_id="p", entries={"a": read, "b": gone})) == 0, "a column that is gone"
    assert unread(PortalState(portal_id="p", entries={"a": gone})) is None
    half = read.model_copy(update={"history_read": False})
    assert unread(PortalState(portal_id="p", entries={"a": read, "b": half})) is None


def test_the_command_says_how_far_it_came_and_a_spent_budget_is_no_failure(tmp_path, portals):
    options = ["--declarations", str(SAMPLE_DECLARATIONS), "--egress", portals.proxy_url, "--no-engine"]
    options += ["--store", str(tmp_path)]
    half = CliRunner().invoke(app, ["backfill", PORTAL, "--requests-per-host", "3", *options])
    assert half.exit_code == 0, half.output
    assert "left 1" in half.stderr
    assert CliRunner().invoke(app, ["backfill", PORTAL, *options]).exit_code == 0
    done = CliRunner().invoke(app, ["backfill", PORTAL, *options])
    assert (done.exit_code, "全部已读完" in done.stderr, "Everything is read" in done.stderr) == (0, True, True)
    assert "门户 Portals (0)" not in done.stderr
    assert CliRunner().invoke(app, ["backfill", "sample-nowhere", *options]).exit_code == 2
    assert CliRunner().invoke(app, ["backfill", "--province", "西藏", *options]).exit_code == 2


def on(identifier: str, *hosts: str, **more: object):
    entry = [{"url": f"http://{hosts[0]}/list.html", "role": "county_column"}]
    return declare(id=identifier, hosts=list(hosts), entry=entry, **more)


def test_portals_that_share_a_host_stand_in_one_batch_and_in_one_share():
    portals = [on("a", "a.test"), on("b", "b.test", "shared.test"), on("c", "c.test"), on("d", "shared.test", "c.test")]
    batches = [[portal.id for portal in batch] for batch in host_batches(portals)]
    assert batches == [["a"], ["b", "c", "d"]]
    assert shares(portals, size=3) == (("a",), ("b", "c", "d"))
    assert shares(portals, size=4) == (("a", "b", "c", "d"),)
    assert shares([], size=4) == ()


def test_a_province_is_named_as_people_name_it_and_one_without_portals_is_refused():
    divisions = load_divisions()
    portals = [on("shanxi", "a.test", division="140423"), on("sichuan", "b.test", division="513223")]
    assert [portal.id for portal in of_province(portals, "山西", divisions)] == ["shanxi"]
    assert [portal.id for portal in of_province(portals, "四川省", divisions)] == ["sichuan"]
    assert len(of_province(portals, None, divisions)) == 2
    with pytest.raises(LookupError, match="西藏"):
        of_province(portals, "西藏", divisions)
