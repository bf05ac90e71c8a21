"""The harvest flow: every portal in its own task, then one publish.

Prefect gives the schedule, the record of each portal and the page in its UI; what is done stands in
``flows.pipeline``. ``harvest_plainly`` runs the same without any engine.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from prefect import flow, runtime, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import artifacts, names
from flows.clock import SystemClock
from flows.engine import drain
from flows.log_context import log_about
from flows.patience import PATIENCE_JITTER, PATIENCE_S, can_heal, may_heal, stop_a_poison_run
from flows.pipeline import Notify, Tools, watch_portal
from flows.publishing import publish_if_told
from flows.schedule import due_portals
from flows.settings import Settings
from flows.summary import PortalRun, PublishRun, RunSummary, save_summary
from flows.tools import open_tools, portals_of, store_of
from scrapers.declaration import Portal

log = logging.getLogger("xinfang.harvest")

#: Progress callbacks of the command line that started this process; a deployed flow has none.
_listeners: list[Notify] = []


@dataclass(frozen=True, slots=True)
class RunContext:
    """What the tasks of one run share; tasks receive its id, so that Prefect never walks through these objects."""

    portals: dict[str, Portal]
    tools: Tools
    publish: Callable[[], PublishRun]
    full: bool


_runs: dict[str, RunContext] = {}


@contextmanager
def listening(listener: Notify) -> Iterator[None]:
    """Tell ``listener`` (portal id, what is happening) while the block runs."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def new_run_id(now: datetime) -> str:
    """Sorts by time, unique without coordination."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def tell(portal_id: str, doing: str) -> None:
    """Tell all listeners; used by every flow of this room."""
    for listener in tuple(_listeners):
        listener(portal_id, doing)


def watch_safely(portal: Portal, tools: Tools, *, full: bool, last_try: bool = True) -> PortalRun:
    """``watch_portal`` with the last resort: whatever goes wrong at one portal becomes that portal's outcome.

    Unless it is the ``last_try``, what a little patience may heal (a store that is away) is raised instead.
    """
    try:
        run = watch_portal(portal, tools, full=full, proof=full)
    except Exception as problem:
        if not last_try and can_heal(problem):
            raise
        with log_about(portal=portal.id):
            log.exception("the portal failed")
        run = PortalRun(
            portal_id=portal.id,
            outcome="failed",
            message_zh=f"处理该门户时出错：{type(problem).__name__}: {problem}",
            message_en=f"this portal failed: {type(problem).__name__}: {problem}",
        )
    tell(portal.id, "done")
    return run


@task(
    name="watch-portal",
    task_run_name="watch {place} {portal_id}",
    persist_result=False,
    cache_policy=NO_CACHE,
    retries=len(PATIENCE_S),
    retry_delay_seconds=PATIENCE_S,
    retry_jitter_factor=PATIENCE_JITTER,
    retry_condition_fn=may_heal,
)
def watch_portal_task(run_id: str, portal_id: str, place: str) -> PortalRun:  # noqa: ARG001 - part of its name
    context = _runs[run_id]
    last_try = runtime.task_run.run_count > len(PATIENCE_S)
    return watch_safely(context.portals[portal_id], context.tools, full=context.full, last_try=last_try)


@task(
    name="publish",
    persist_result=False,
    cache_policy=NO_CACHE,
    retries=len(PATIENCE_S),
    retry_delay_seconds=PATIENCE_S,
    retry_jitter_factor=PATIENCE_JITTER,
    retry_condition_fn=may_heal,
)
def publish_task(run_id: str) -> PublishRun:
    return _runs[run_id].publish()


def _flow_run_name() -> str:
    parameters = runtime.flow_run.parameters
    return f"harvest {names.places(parameters.get('portals'), parameters.get('settings'))} {names.today()}"


@flow(
    name="harvest",
    flow_run_name=_flow_run_name,
    task_runner=ThreadPoolTaskRunner(max_workers=Settings().portal_workers),  # type: ignore[arg-type]  # its type parameter is invariant
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=22 * 3600,
)
def harvest(portals: list[str] | None = None, settings: Settings | None = None) -> RunSummary:
    """Watch all declared portals (or the named ones), read what is new, publish a version if rows changed.

    Args:
        portals: ids of portals; all when empty.
        settings: store, declarations, egress …; the environment's when absent.
    """
    stop_a_poison_run()
    settings = settings or Settings()

    def over_tasks(run_id: str) -> tuple[list[PortalRun], PublishRun]:
        context, progress = _runs[run_id], artifacts.Progress("harvest", "门户 portals")
        futures = [_watch(context, run_id, portal) for portal in context.portals.values()]
        for done, _ in enumerate(as_completed(futures), start=1):
            progress(done, len(futures))
        return [future.result() for future in futures], publish_task(run_id)

    summary = _run(portals or [], settings, over_tasks)
    artifacts.leave(summary)
    drain(UUID(str(runtime.flow_run.id)), len(summary.portals) + 1)
    return summary


def _watch(context: RunContext, run_id: str, portal: Portal) -> PrefectFuture[PortalRun]:
    """The portal's task, named and tagged by its county."""
    division = context.tools.divisions.get(portal.division)
    place = division.name if division else portal.division
    province = [f"province:{division.province}"] if division else []
    with tags(*province, f"county:{portal.division}"):
        return watch_portal_task.submit(run_id, portal.id, place)


def harvest_with(settings: Settings) -> Callable[[list[str], Settings], RunSummary]:
    """The flow with as many threads as ``settings`` say; a deployed one has those of its worker's environment."""
    runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=settings.portal_workers)
    return harvest.with_options(task_runner=runner)  # type: ignore[arg-type]  # its type parameter is invariant


def harvest_plainly(portals: Sequence[str], settings: Settings) -> RunSummary:
    """The same run without any engine: one portal after the other in this process."""

    def in_turn(run_id: str) -> tuple[list[PortalRun], PublishRun]:
        context = _runs[run_id]
        runs = [watch_safely(portal, context.tools, full=context.full) for portal in context.portals.values()]
        return runs, context.publish()

    return _run(portals, settings, in_turn)


def _run(
    only: Sequence[str], settings: Settings, execute: Callable[[str], tuple[list[PortalRun], PublishRun]]
) -> RunSummary:
    clock = SystemClock()
    started = clock.now()
    run_id = new_run_id(started)
    store = store_of(settings)
    declared = portals_of(settings)
    with open_tools(settings, store, tell) as tools:

        def publish() -> PublishRun:
            tell("publish", "publish")
            outcome = publish_if_told(
                settings, store, run_id=run_id, clock=clock, divisions=tools.divisions, portals=declared
            )
            tell("publish", "done")
            return outcome

        chosen = {portal.id: portal for portal in _chosen(settings, only, tools, clock.now())}
        _runs[run_id] = RunContext(portals=chosen, tools=tools, publish=publish, full=settings.full)
        try:
            runs, published = execute(run_id)
        finally:
            del _runs[run_id]
    summary = RunSummary(
        run_id=run_id,
        flow="harvest",
        started_at=started,
        ended_at=clock.now(),
        store=store.location,
        parameters={"portals": ",".join(only)} if only else {},
        portals=tuple(runs),
        publish=published,
    )
    save_summary(store, summary)
    return summary


def _chosen(settings: Settings, only: Sequence[str], tools: Tools, now: datetime) -> Sequence[Portal]:
    portals = portals_of(settings, only)
    if only or not settings.due_only or settings.full:
        return portals
    return due_portals(portals, tools.store, tools.divisions, now=now)
