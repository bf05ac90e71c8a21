"""Shares of a night's harvest: planned once, each portal watched once, gathered into one run and one version."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.schemas.objects import FlowRun, State, StateType

from flows import dispatch
from flows.dispatch import Plan, finish_dispatch, make_plan, share_plainly
from flows.summary import PortalRun, PublishOutcome, load_summary
from publish.store import LocalStore

STARTED = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)


@pytest.fixture
def watched(monkeypatch):
    """Visits are only counted; ``sample-maoxian`` kills its worker at the first visit."""
    seen: list[str] = []

    def watch(portal, _tools, *, full):
        seen.append(portal.id)
        if portal.id == "sample-maoxian" and seen.count(portal.id) == 1:
            raise SystemExit("killed")
        return PortalRun(portal_id=portal.id, outcome="ok", items_seen=1)

    monkeypatch.setattr(dispatch, "watch_safely", watch)
    return seen


def test_a_share_started_anew_watches_only_what_it_had_not_watched(tmp_path, settings_for, watched):
    settings = settings_for(tmp_path, portal_workers=1)
    portals = ["sample-etuokeqianqi", "sample-maoxian", "sample-quyang"]
    with pytest.raises(SystemExit):
        share_plainly("r-s000", portals, settings)
    finished = list(watched)
    summary = share_plainly("r-s000", portals, settings)
    assert [run.portal_id for run in summary.portals] == portals
    again = watched[len(finished) :]
    assert "sample-maoxian" in again
    assert set(again).isdisjoint({portal for portal in finished if portal != "sample-maoxian"})
    assert load_summary(LocalStore(tmp_path), "r-s000") == summary
    assert share_plainly("r-s000", portals, settings).portals == summary.portals, "nothing is left to do"
    assert watched[len(finished) :] == again


def test_the_plan_of_a_run_stays_what_it_was_when_the_run_began(tmp_path, settings_for):
    settings = settings_for(tmp_path)
    store = LocalStore(tmp_path)
    plan = make_plan("r", STARTED, settings, store, province=None, size=2)
    assert [len(one) for one in plan.shares] == [2, 2, 1]
    later = STARTED + timedelta(hours=1)
    assert make_plan("r", later, settings, store, province="山西", size=5) == plan
    with ThreadPoolExecutor(4) as pool:
        plans = list(pool.map(lambda _: make_plan("q", STARTED, settings, store, province=None, size=2), range(4)))
    assert len({plan.model_dump_json() for plan in plans}) == 1


def test_a_dispatch_gathers_finished_and_broken_shares_and_publishes_once(tmp_path, settings_for, watched):
    settings = settings_for(tmp_path, portal_workers=1)
    store = LocalStore(tmp_path)
    plan = Plan(run_id="r", started_at=STARTED, shares=(("sample-quyang",), ("sample-etuokeqianqi", "sample-maoxian")))
    share_plainly(plan.share_id(0), ["sample-quyang"], settings)
    with pytest.raises(SystemExit):
        share_plainly(plan.share_id(1), ["sample-etuokeqianqi", "sample-maoxian"], settings)
    summary = finish_dispatch(plan, settings, store)
    outcomes = {run.portal_id: run.outcome for run in summary.portals}
    assert outcomes == {"sample-quyang": "ok", "sample-etuokeqianqi": "ok", "sample-maoxian": "failed"}
    assert summary.publish.outcome in {PublishOutcome.NOTHING_NEW, PublishOutcome.PUBLISHED}
    assert finish_dispatch(plan, settings, store).run_id == "r"


@pytest.mark.parametrize(
    ("state", "starts", "age_s", "ended"),
    [
        (StateType.RUNNING, 1, 0, False),
        (StateType.COMPLETED, 1, 0, True),
        (StateType.FAILED, 1, 0, True),
        (StateType.CRASHED, 1, 5, False),  # an automation starts it anew
        (StateType.CRASHED, 4, 5, True),  # three starts were enough
        (StateType.CRASHED, 1, 3600, True),  # nobody started it anew
    ],
)
def test_a_crashed_share_is_waited_for_only_while_it_may_be_started_anew(state, starts, age_s, ended):
    moment = datetime.now(UTC) - timedelta(seconds=age_s)
    run = FlowRun(
        flow_id="00000000-0000-0000-0000-000000000001", run_count=starts, state=State(type=state, timestamp=moment)
    )
    assert dispatch._ended(run) is ended
