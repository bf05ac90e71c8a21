"""The retry flow: repeat exactly what failed of one run, as its summary tells, and nothing that is done.

Portals that could not be watched are watched again; pages and files that could not be had are asked for again, whenever
they were to be looked at next; reports our own code failed on are read again from the archive; then it is published.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from prefect import flow, runtime

from flows import artifacts, names
from flows.clock import SystemClock
from flows.harvest import new_run_id, tell, watch_safely
from flows.patience import stop_a_poison_run
from flows.pipeline import Tools, fetch_items, read_pending, report_runs
from flows.publishing import publish_if_told
from flows.runs import Failures, failures_of, find_run
from flows.settings import Settings
from flows.summary import DocumentProblem, PortalRun, PublishOutcome, PublishRun, RunSummary, save_summary
from flows.tools import open_tools, portals_of, store_of
from scrapers.declaration import Portal
from scrapers.disclosure import Disclosure
from scrapers.state import load_state

log = logging.getLogger("xinfang.retry")


def _flow_run_name() -> str:
    parameters = runtime.flow_run.parameters
    return f"retry {names.of_run(str(parameters.get('run')), parameters.get('settings'))}"


@flow(
    name="retry",
    flow_run_name=_flow_run_name,
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=22 * 3600,
)
def retry(run: str, settings: Settings | None = None) -> RunSummary:
    """Repeat exactly what failed of a run.

    Args:
        run: id of the run, the beginning or end of it, or ``last``.
        settings: store, declarations, egress …; the environment's when absent.
    """
    stop_a_poison_run()
    summary = retry_plainly(run, settings or Settings(), step=artifacts.Progress("retry", "门户 portals"))
    artifacts.leave(summary)
    return summary


def retry_plainly(run: str, settings: Settings, *, step: artifacts.Step = artifacts.no_step) -> RunSummary:
    """The same without any engine. Raises ``UnknownRun``.

    A run of which nothing failed is repeated in nothing: the publish of the summary is ``skipped``.
    """
    clock = SystemClock()
    started = clock.now()
    store = store_of(settings)
    before = find_run(store, run)
    failed = failures_of(before)
    declared = portals_of(settings)
    run_id = new_run_id(started)
    runs: tuple[PortalRun, ...] = ()
    published = PublishRun(outcome=PublishOutcome.SKIPPED)
    if failed:
        with open_tools(settings, store, tell) as tools:
            runs = tuple(_repeat(failed, {portal.id: portal for portal in declared}, tools, step))
            published = publish_if_told(
                settings, store, run_id=run_id, clock=clock, divisions=tools.divisions, portals=declared
            )
    summary = RunSummary(
        run_id=run_id,
        flow="retry",
        started_at=started,
        ended_at=clock.now(),
        store=store.location,
        parameters={"run": before.run_id},
        portals=runs,
        publish=published,
    )
    save_summary(store, summary)
    return summary


def _repeat(failed: Failures, declared: dict[str, Portal], tools: Tools, step: artifacts.Step) -> list[PortalRun]:
    runs: list[PortalRun] = []
    wanted = sorted({*failed.portals, *failed.incomplete, *failed.documents, *failed.reports})
    for portal_id in wanted:
        portal = declared.get(portal_id)
        if portal is None:
            if portal_id in failed.reports:
                runs.append(_read(portal_id, failed.reports[portal_id], tools))
            else:
                runs.append(_undeclared(portal_id))
        elif portal_id in failed.portals or portal_id in failed.incomplete:
            runs.append(watch_safely(portal, tools, full=False))
        else:
            runs.append(_items(portal, _Wanted.of(failed, portal_id), tools))
        tell(portal_id, "done")
        step(len(runs), len(wanted))
    return runs


@dataclass(frozen=True, slots=True)
class _Wanted:
    documents: tuple[DocumentProblem, ...]
    reports: tuple[str, ...]

    @staticmethod
    def of(failed: Failures, portal_id: str) -> _Wanted:
        return _Wanted(failed.documents.get(portal_id, ()), failed.reports.get(portal_id, ()))


def _items(portal: Portal, wanted: _Wanted, tools: Tools) -> PortalRun:
    """Fetch the items whose documents are still missing, then read those and the reports that failed."""
    state, _ = load_state(tools.store, portal.id)
    urls = {one.url for one in wanted.documents}
    keys = [key for key, item in state.items.items() if any(problem.url in urls for problem in item.problems)]
    run = fetch_items(portal, keys, tools) if keys else None
    if not wanted.reports:
        return run or PortalRun(
            portal_id=portal.id,
            outcome="ok",
            message_zh="所缺文件此后已取得，无需重试",
            message_en="what was missing has been had since",
        )
    read = _read(portal.id, wanted.reports, tools)
    if run is None:
        return read
    return run.model_copy(
        update={
            "reports": (*run.reports, *read.reports),
            "problems": (*run.problems, *read.problems),
            "failed_checks": (*run.failed_checks, *read.failed_checks),
        }
    )


def _read(portal_id: str, reports: tuple[str, ...], tools: Tools) -> PortalRun:
    def wanted(disclosure: Disclosure) -> bool:
        return disclosure.report_id in reports

    state, tag = load_state(tools.store, portal_id)
    return report_runs(portal_id, read_pending(state, tag, tools, only=wanted, force=True))


def _undeclared(portal_id: str) -> PortalRun:
    return PortalRun(
        portal_id=portal_id,
        outcome="failed",
        message_zh="该门户已不在登记表中",
        message_en="this portal is no longer declared",
    )
