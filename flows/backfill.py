"""The backfill flow: every year that a portal's columns hold, over as many days as its host's budget needs.

It is a visit like any other, repeated until the portal is read to its end. What is left stands in the portal's own
state, so a backfill that is stopped, killed or out of budget goes on where it was when it is started again; a portal
that is done is not asked for anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from domain.ports import Store
from flows import artifacts, names
from flows.batches import host_batches, of_province
from flows.clock import SystemClock
from flows.defaults import MAX_HOURS, REQUESTS_PER_HOST
from flows.engine import drain
from flows.harvest import new_run_id, tell, watch_safely
from flows.patience import stop_a_poison_run
from flows.pipeline import Tools
from flows.publishing import publish_if_told
from flows.settings import Settings
from flows.summary import BackfillRun, PortalRun, RunSummary, save_summary
from flows.tools import open_tools, portals_of, store_of
from scrapers.declaration import Portal
from scrapers.state import ItemVerdict, PortalState, load_state

log = logging.getLogger("xinfang.backfill")

#: Pages of one column: every year is wanted, not only the last few.
_PAGES = 500
#: Visits of one portal in one backfill; each reads at least forty undecided pages or ends.
_MOST_VISITS = 50


def unread(state: PortalState) -> int | None:
    """How many items of a portal are still to be fetched or read; ``None`` when its columns are not read to the end.

    A column that does not exist, or that one cannot get into, is not waited for; nor is a file that is missing. What
    was only not reached (the budget was spent, the host went silent) is.
    """
    columns = [entry for entry in state.entries.values() if entry.last_success is not None]
    if not columns or not all(entry.history_read for entry in columns):
        return None
    return sum(
        (item.fetched_at is None and (item.decision.verdict is ItemVerdict.TAKE or item.decision.look))
        or any(problem.next_look is None for problem in item.problems)
        or (item.disclosure is not None and bool(item.disclosure.documents) and item.report is None)
        for item in state.items.values()
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one backfill works through: batches of one host, and when to begin nothing more."""

    batches: tuple[tuple[Portal, ...], ...]
    tools: Tools
    until: datetime


_plans: dict[str, _Plan] = {}


def _work(plan: _Plan, number: int) -> list[PortalRun]:
    """One batch: its portals in turn, each until it is read, out of budget, or no longer moving."""
    runs = []
    for portal in plan.batches[number]:
        run = _read_to_the_end(portal, plan)
        if run is not None:
            runs.append(run)
    return runs


def _read_to_the_end(portal: Portal, plan: _Plan) -> PortalRun | None:
    tools = plan.tools
    merged: PortalRun | None = None
    before: tuple[int | None, int] | None = None
    for _ in range(_MOST_VISITS):
        if tools.clock.now() >= plan.until:
            break
        run = watch_safely(portal, tools, full=False)
        merged = run if merged is None else _added(merged, run)
        state, _ = load_state(tools.store, portal.id)
        left = unread(state)
        progress = (left, len(state.items))
        if left == 0 or run.failed or run.incomplete or progress == before:
            break
        before = progress
    return merged


def _added(before: PortalRun, run: PortalRun) -> PortalRun:
    """Two visits as one: counts and reports add up, the rest is the later one's."""
    counts = {name: getattr(before, name) + getattr(run, name) for name in ("pages_fetched", "files_fetched")}
    lists = {name: (*getattr(before, name), *getattr(run, name)) for name in ("reports", "events", "failed_checks")}
    return run.model_copy(update={**counts, **lists})


@task(name="backfill-batch", task_run_name="backfill {first}", persist_result=False, cache_policy=NO_CACHE)
def backfill_batch_task(run_id: str, number: int, first: str) -> list[PortalRun]:
    log.info("batch %s begins with %s", number, first)
    return _work(_plans[run_id], number)


def _flow_run_name() -> str:
    parameters = runtime.flow_run.parameters
    where = parameters.get("province") or names.places(parameters.get("portals"), parameters.get("settings"))
    return f"backfill {where} {names.today()}"


@flow(
    name="backfill",
    flow_run_name=_flow_run_name,
    task_runner=ThreadPoolTaskRunner(max_workers=Settings().portal_workers),  # type: ignore[arg-type]  # its type parameter is invariant
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=48 * 3600,
)
def backfill(
    portals: list[str] | None = None,
    province: str | None = None,
    requests_per_host: int = REQUESTS_PER_HOST,
    max_hours: float = MAX_HOURS,
    settings: Settings | None = None,
) -> RunSummary:
    """Read all years of all portals, of a province or of the named ones, and publish.

    Args:
        portals: ids of portals; all when empty.
        province: only portals of this province.
        requests_per_host: at most so many requests a day to one host, all other runs included.
        max_hours: begin nothing after so many hours; what is left waits for the next backfill.
        settings: store, declarations, egress …; the environment's when absent.
    """
    stop_a_poison_run()

    def over_tasks(run_id: str) -> list[PortalRun]:
        plan = _plans[run_id]
        progress = artifacts.Progress("backfill", "批次 batches of one host")
        futures: list[PrefectFuture[list[PortalRun]]] = [
            backfill_batch_task.submit(run_id, number, batch[0].id) for number, batch in enumerate(plan.batches)
        ]
        runs: list[PortalRun] = []
        for done, future in enumerate(as_completed(futures), start=1):
            runs += future.result()
            progress(done, len(futures))
        drain(UUID(str(runtime.flow_run.id)), len(futures))
        return runs

    summary = _run(
        portals or [],
        settings or Settings(),
        over_tasks,
        province=province,
        requests_per_host=requests_per_host,
        max_hours=max_hours,
    )
    artifacts.leave(summary)
    return summary


def backfill_with(settings: Settings) -> Callable[..., RunSummary]:
    """The flow with as many threads as ``settings`` say; a deployed one has those of its worker's environment."""
    runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=settings.portal_workers)
    return backfill.with_options(task_runner=runner)  # type: ignore[arg-type]  # its type parameter is invariant


def backfill_plainly(
    portals: Sequence[str],
    settings: Settings,
    *,
    province: str | None = None,
    requests_per_host: int = REQUESTS_PER_HOST,
    max_hours: float = MAX_HOURS,
) -> RunSummary:
    """The same without any engine, one host after the other. Raises ``LookupError`` for unknown portals."""

    def in_turn(run_id: str) -> list[PortalRun]:
        plan = _plans[run_id]
        return [run for number in range(len(plan.batches)) for run in _work(plan, number)]

    return _run(
        portals,
        settings,
        in_turn,
        province=province,
        requests_per_host=requests_per_host,
        max_hours=max_hours,
    )


def chosen_portals(settings: Settings, only: Sequence[str], province: str | None, tools: Tools) -> tuple[Portal, ...]:
    """The portals a backfill is about. Raises ``LookupError`` for an unknown id or a province without portals."""
    return of_province(portals_of(settings, only), province, tools.divisions)


def _run(
    only: Sequence[str],
    settings: Settings,
    execute: Callable[[str], list[PortalRun]],
    *,
    province: str | None,
    requests_per_host: int,
    max_hours: float,
) -> RunSummary:
    clock = SystemClock()
    started = clock.now()
    run_id = new_run_id(started)
    store = store_of(settings)
    with open_tools(settings, store, tell) as tools:
        wanted = chosen_portals(settings, only, province, tools)
        waiting = [
            _within(portal, requests_per_host) for portal in wanted if unread(load_state(store, portal.id)[0]) != 0
        ]
        until = tools.clock.now() + timedelta(hours=max_hours)
        _plans[run_id] = _Plan(host_batches(waiting), replace(tools), until)
        try:
            runs = execute(run_id)
        finally:
            del _plans[run_id]
        published = publish_if_told(
            settings, store, run_id=run_id, clock=clock, divisions=tools.divisions, portals=portals_of(settings)
        )
    parameters = {"portals": ",".join(only), "province": province or "", "requests_per_host": str(requests_per_host)}
    summary = RunSummary(
        run_id=run_id,
        flow="backfill",
        started_at=started,
        ended_at=clock.now(),
        store=store.location,
        parameters=parameters,
        portals=tuple(sorted(runs, key=lambda run: run.portal_id)),
        publish=published,
        backfill=_progress(store, wanted, waiting),
    )
    save_summary(store, summary)
    return summary


def _within(portal: Portal, requests_per_host: int) -> Portal:
    """The portal with the backfill's budget, where that is smaller than its own, and its columns read to the end."""
    per_day = min(portal.pace.requests_per_day, requests_per_host)
    pace = portal.pace.model_copy(update={"requests_per_day": per_day, "requests": per_day})
    page = portal.page.model_copy(update={"first_pages": max(portal.page.first_pages, _PAGES)})
    return portal.model_copy(update={"pace": pace, "page": page})


def _progress(store: Store, wanted: Sequence[Portal], waiting: Sequence[Portal]) -> BackfillRun:
    left = {portal.id: unread(load_state(store, portal.id)[0]) for portal in waiting}
    return BackfillRun(
        portals=len(wanted),
        done_before=len(wanted) - len(waiting),
        done_now=sum(items == 0 for items in left.values()),
        left=tuple(sorted(portal_id for portal_id, items in left.items() if items != 0)),
        items_left=sum(items or 0 for items in left.values()),
    )
