"""What is deployed on one machine and on many is one list, and every entry of it can be started."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, StateType
from prefect.server.schemas.schedules import CronSchedule

from domain.ports import StoreError
from flows import patience
from flows.backfill import backfill_batch_task
from flows.harvest import publish_task, watch_portal_task
from flows.operation.deployments import declared, prefect_yaml
from scrapers.state import DamagedState


def failed(problem: BaseException) -> State[object]:
    return State(type=StateType.FAILED, data=problem)


ROOT = Path(__file__).parents[2]
HOURS = {"harvest": 9.5, "dispatch": 9.5, "check-portals": 6, "verify": 3, "oversee": 8}


def test_the_file_for_workers_is_made_from_the_same_declarations():
    assert (ROOT / "prefect.yaml").read_text(encoding="utf-8") == prefect_yaml()


@pytest.mark.parametrize("one", declared().deployments, ids=lambda one: one.name)
def test_an_entry_point_is_the_flow_it_is_named_after(one):
    flow = one.load_flow()
    assert flow.name == one.name
    assert "xinfang" in one.tags
    assert ("settings" in flow.parameters.properties) is True


@pytest.mark.parametrize("one", declared().deployments, ids=lambda one: one.name)
def test_a_flow_ends_some_day_keeps_no_results_and_has_names_that_tell_runs_apart(one):
    flow = one.load_flow()
    assert flow.timeout_seconds, "a run that hangs does not hang for ever"
    assert flow.persist_result is False, "what was done stands in the store"
    assert flow.flow_run_name, "not one of Prefect's two-word names"


def test_only_what_can_heal_is_tried_again_after_pauses_that_differ_and_no_cache_grows():
    tasks: dict[str, Any] = {"watch": watch_portal_task, "publish": publish_task, "backfill": backfill_batch_task}
    for task in tasks.values():
        assert (task.persist_result, task.cache_policy) == (False, NO_CACHE)
    assert {name: task.retries for name, task in tasks.items()} == {"watch": 2, "publish": 2, "backfill": 0}
    for name in ("watch", "publish"):
        assert (tasks[name].retry_delay_seconds, tasks[name].retry_jitter_factor) == ([30.0, 120.0], 0.5)
        again = {
            type(problem): tasks[name].retry_condition_fn(tasks[name], None, failed(problem))
            for problem in (StoreError("503"), DamagedState("half"), ValueError("ours"))
        }
        assert again == {StoreError: True, DamagedState: False, ValueError: False}


async def _next(cron: str) -> datetime:
    (moment,) = await CronSchedule(cron=cron, timezone=declared().timezone).get_dates(
        n=1, start=datetime(2026, 11, 28, tzinfo=UTC)
    )
    return moment


@pytest.mark.parametrize("one", [one for one in declared().deployments if one.cron], ids=lambda one: one.name)
def test_a_schedule_means_the_clock_in_china(one):
    import asyncio

    moment = asyncio.run(_next(one.cron)).astimezone(ZoneInfo("Asia/Shanghai"))
    assert moment.hour + moment.minute / 60 == HOURS[one.name]
    assert one.slug


def test_only_one_deployment_harvests_by_schedule_wherever_it_runs():
    nightly = [one for one in declared().deployments if one.due_only]
    assert {one.name for one in nightly} == {"harvest", "dispatch"}
    assert [one.name for one in nightly if not one.workers_only] == ["harvest"]
    assert "slug: nightly-harvest\n    active: false" in prefect_yaml()
    assert "slug: nightly-dispatch\n    active: true" in prefect_yaml()


@pytest.mark.parametrize(("starts", "poison"), [(None, False), (1, False), (3, False), (4, True)])
def test_a_run_that_was_started_three_times_is_not_started_again(monkeypatch, starts, poison):
    monkeypatch.setattr("prefect.runtime.flow_run.run_count", starts, raising=False)
    if poison:
        with pytest.raises(patience.PoisonRun, match="3 times"):
            patience.stop_a_poison_run()
    else:
        patience.stop_a_poison_run()
