"""One night's harvest over many workers: ``dispatch`` cuts the due portals into shares, workers take them as ``share``
runs, then it publishes once.

What stands between them is the store: ``state/runs/{run_id}/plan.json`` fixes the shares, and every portal's outcome is
kept there as soon as it is known. So a dispatch or a share that dies and is started anew goes on where it was: the same
shares are asked for, and a portal that was watched in this run is not watched again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
from prefect import flow, runtime
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from pydantic import BaseModel, ConfigDict

from domain.divisions import load_divisions
from domain.ports import ObjectExists, Store
from flows import artifacts, names
from flows.batches import host_batches, of_province, shares
from flows.clock import SystemClock
from flows.harvest import tell, watch_safely
from flows.patience import MOST_STARTS, stop_a_poison_run
from flows.pipeline import Tools
from flows.publishing import publish_if_told
from flows.schedule import due_portals
from flows.settings import Settings
from flows.summary import PortalRun, PublishOutcome, PublishRun, RunSummary, load_summary, save_summary
from flows.tools import open_tools, portals_of, store_of
from scrapers.declaration import Portal

log = logging.getLogger("xinfang.dispatch")

SHARE = "share/share"
SHARE_SIZE = 25
_POLL_S = 5.0
#: How long a Prefect server may be away before a dispatch gives up; the shares go on without it.
_SERVER_AWAY_S = 1800.0
#: A crashed share that nobody started anew for so long stays crashed.
_GIVEN_UP = timedelta(minutes=10)


class Plan(BaseModel):
    """Which portals each share of a run watches; fixed when the run begins."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run_id: str
    started_at: datetime
    shares: tuple[tuple[str, ...], ...]

    def share_id(self, number: int) -> str:
        return f"{self.run_id}-s{number:03d}"


def _create(store: Store, key: str, value: BaseModel) -> bytes:
    """Create the object if absent and return what is there now: the first writer decides."""
    data = value.model_dump_json(indent=1).encode()
    try:
        store.put_new(key, data, content_type="application/json")
    except ObjectExists:
        stored = store.get(key)
        if stored is not None:
            return stored.data
    return data


def _outcome_key(run_id: str, portal_id: str) -> str:
    return f"state/runs/{run_id}/{portal_id}.json"


# ---------------------------------------------------------------- a share: some portals, on one worker


def watch_share(run_id: str, portals: Sequence[Portal], tools: Tools, *, threads: int) -> tuple[PortalRun, ...]:
    """Watch ``portals``, hosts side by side; one that was watched in this run already is not watched again."""

    def work(batch: Iterable[Portal]) -> list[PortalRun]:
        return [_once(run_id, portal, tools) for portal in batch]

    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="share") as pool:
        runs = [run for batch in pool.map(work, host_batches(portals)) for run in batch]
    return tuple(sorted(runs, key=lambda run: run.portal_id))


def _once(run_id: str, portal: Portal, tools: Tools) -> PortalRun:
    key = _outcome_key(run_id, portal.id)
    known = tools.store.get(key)
    if known is not None:
        return PortalRun.model_validate_json(known.data)
    run = watch_safely(portal, tools, full=False)
    return PortalRun.model_validate_json(_create(tools.store, key, run))


def share_plainly(run_id: str, portals: Sequence[str], settings: Settings) -> RunSummary:
    """The share ``run_id`` without any engine; nothing is published."""
    clock = SystemClock()
    started = clock.now()
    store = store_of(settings)
    with open_tools(settings, store, tell) as tools:
        runs = watch_share(run_id, portals_of(settings, portals), tools, threads=settings.portal_workers)
    summary = RunSummary(
        run_id=run_id,
        flow="share",
        started_at=started,
        ended_at=clock.now(),
        store=store.location,
        parameters={"portals": ",".join(portals)},
        portals=runs,
        publish=PublishRun(outcome=PublishOutcome.SKIPPED),
    )
    try:
        save_summary(store, summary)
    except ObjectExists:
        log.info("share %s was finished before", run_id)
    return summary


def _share_name() -> str:
    parameters = runtime.flow_run.parameters
    where = names.places(parameters.get("portals"), parameters.get("settings"))
    return f"share {str(parameters.get('run_id'))[-4:]} {where} {names.today()}"


@flow(name="share", flow_run_name=_share_name, persist_result=False, timeout_seconds=20 * 3600)
def share(run_id: str, portals: list[str], settings: Settings | None = None) -> None:
    """Watch a share of the portals on this worker. Started by ``dispatch``.

    Args:
        run_id: id of the share; its summary is ``runs/{run_id}.json``.
        portals: ids of portals.
        settings: store, declarations, egress …; the environment's when absent.
    """
    stop_a_poison_run()
    # The work is done and in the store, whether the server is there to hear of it or not.
    artifacts.leave(share_plainly(run_id, portals, settings or Settings()))


# ---------------------------------------------------------------- dispatch: all shares, then one publish


def make_plan(
    run_id: str, started: datetime, settings: Settings, store: Store, *, province: str | None, size: int
) -> Plan:
    """The plan of the run, as it was made when the run began first."""
    with open_tools(settings, store) as tools:
        portals = of_province(portals_of(settings), province, tools.divisions)
        if settings.due_only:
            portals = due_portals(portals, store, tools.divisions, now=tools.clock.now())
    plan = Plan(run_id=run_id, started_at=started, shares=shares(portals, size=size))
    return Plan.model_validate_json(_create(store, f"state/runs/{run_id}/plan.json", plan))


def _dispatch_name() -> str:
    return f"dispatch {runtime.flow_run.parameters.get('province') or 'all portals'} {names.today()}"


@flow(name="dispatch", flow_run_name=_dispatch_name, persist_result=False, timeout_seconds=22 * 3600)
def dispatch(
    province: str | None = None,
    share_size: int = SHARE_SIZE,
    deployment: str = SHARE,
    settings: Settings | None = None,
) -> None:
    """Harvest all due portals over all workers of a pool, then publish once.

    Args:
        province: only portals of this province.
        share_size: about how many portals one share run watches.
        deployment: deployment of the shares, which decides the work pool and so the egress region.
        settings: store, declarations, egress …; the environment's when absent.
    """
    stop_a_poison_run()
    settings = settings or Settings()
    store = store_of(settings)
    begun = runtime.flow_run.scheduled_start_time or datetime.now(UTC)
    run_id = f"{begun.astimezone(UTC):%Y%m%dT%H%M%SZ}-{str(runtime.flow_run.id)[:6]}"
    plan = make_plan(run_id, begun, settings, store, province=province, size=share_size)
    flow_runs = [_start(deployment, plan.share_id(number), ids, settings) for number, ids in enumerate(plan.shares)]
    _wait_for(flow_runs)
    artifacts.leave(finish_dispatch(plan, settings, store))


def _start(deployment: str, share_id: str, portals: Sequence[str], settings: Settings) -> UUID:
    """Ask for one share. The same share of a dispatch that was started anew is the same flow run."""
    started = run_deployment(
        deployment,
        parameters={
            "run_id": share_id,
            "portals": list(portals),
            # Only what was given to us: store and egress are the worker's own.
            "settings": settings.model_dump(mode="json", exclude_unset=True),
        },
        idempotency_key=share_id,
        timeout=0,
        as_subflow=False,
    )
    assert isinstance(started, FlowRun)  # called from a synchronous flow
    return started.id


def _wait_for(flow_runs: Sequence[UUID]) -> None:
    """Until every share has ended; one that crashed and will be started anew has not. A server that is away is too."""
    with get_client(sync_client=True) as client:
        for start in range(0, len(flow_runs), 200):
            wanted = FlowRunFilter(id=FlowRunFilterId(any_=list(flow_runs[start : start + 200])))
            last_heard = time.monotonic()
            while True:
                try:
                    if all(map(_ended, client.read_flow_runs(flow_run_filter=wanted, limit=200))):
                        break
                    last_heard = time.monotonic()
                except httpx.HTTPError:
                    if time.monotonic() - last_heard > _SERVER_AWAY_S:
                        raise
                    log.warning("the Prefect server does not answer; waiting for it")
                time.sleep(_POLL_S)


def _ended(flow_run: FlowRun) -> bool:
    state = flow_run.state
    if state is None or not state.is_final():
        return False
    if not state.is_crashed() or flow_run.run_count > MOST_STARTS:
        return True
    # Where no automation starts crashed runs anew, nobody will.
    return datetime.now(UTC) - state.timestamp > _GIVEN_UP


def finish_dispatch(plan: Plan, settings: Settings, store: Store) -> RunSummary:
    """Gather what the shares left in the store, publish, and save the summary of the whole run."""
    clock = SystemClock()
    runs: list[PortalRun] = []
    for number, portals in enumerate(plan.shares):
        summary = load_summary(store, plan.share_id(number))
        if summary is not None:
            runs += summary.portals
            continue
        for portal_id in portals:
            known = store.get(_outcome_key(plan.share_id(number), portal_id))
            runs.append(PortalRun.model_validate_json(known.data) if known else _unwatched(portal_id))
    published = publish_if_told(
        settings, store, run_id=plan.run_id, clock=clock, divisions=load_divisions(), portals=portals_of(settings)
    )
    summary = RunSummary(
        run_id=plan.run_id,
        flow="dispatch",
        started_at=plan.started_at,
        ended_at=clock.now(),
        store=store.location,
        parameters={"shares": str(len(plan.shares))},
        portals=tuple(sorted(runs, key=lambda run: run.portal_id)),
        publish=published,
    )
    try:
        save_summary(store, summary)
    except ObjectExists:
        log.info("run %s was finished before", plan.run_id)
    return summary


def _unwatched(portal_id: str) -> PortalRun:
    return PortalRun(
        portal_id=portal_id,
        outcome="failed",
        message_zh="承担该门户的任务未能完成",
        message_en="the share with this portal never came to its end",
    )
