"""The rerun flow: one county and year again, from its portals or from the archive, then publish."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from prefect import flow, runtime

from domain.records import ReportType
from flows import artifacts, names
from flows.clock import SystemClock
from flows.county import county_of
from flows.harvest import new_run_id, tell
from flows.patience import stop_a_poison_run
from flows.pipeline import Tools, portal_ids, read_pending, report_runs, watch_portal
from flows.publishing import publish_if_told
from flows.settings import Settings
from flows.summary import PortalRun, RunSummary, save_summary
from flows.tools import open_tools, portals_of, store_of
from scrapers.declaration import Portal
from scrapers.disclosure import Disclosure
from scrapers.state import load_state

log = logging.getLogger("xinfang.rerun")


def _flow_run_name() -> str:
    parameters = runtime.flow_run.parameters
    return f"rerun {names.county_and_year(str(parameters.get('county')), int(parameters.get('year') or 0))}"


@flow(
    name="rerun",
    flow_run_name=_flow_run_name,
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=12 * 3600,
)
def rerun(
    county: str,
    year: int,
    report_type: ReportType | None = None,
    from_archive: bool = False,
    settings: Settings | None = None,
) -> RunSummary:
    """Harvest and read one county and fiscal year again, and publish if rows changed.

    Args:
        county: name or 6-digit code; an ambiguous or unknown one fails with its candidates.
        year: fiscal year (the year of the title, not of publication).
        report_type: only 预算 (budget) or 决算 (final_accounts); both when absent.
        from_archive: read the archived files again, without any request to a portal.
        settings: store, declarations, egress …; the environment's when absent.
    """
    stop_a_poison_run()
    summary = rerun_plainly(
        county,
        year,
        report_type,
        from_archive=from_archive,
        settings=settings or Settings(),
        step=artifacts.Progress("rerun", "门户 portals"),
    )
    artifacts.leave(summary)
    return summary


def rerun_plainly(
    county: str,
    year: int,
    report_type: ReportType | None,
    *,
    from_archive: bool,
    settings: Settings,
    step: artifacts.Step = artifacts.no_step,
) -> RunSummary:
    """The same without any engine. Raises ``AmbiguousDivision`` / ``UnknownDivision`` for the county."""
    clock = SystemClock()
    started = clock.now()
    division = county_of(county, year)
    store = store_of(settings)
    declared = portals_of(settings)

    def wanted(disclosure: Disclosure) -> bool:
        return (
            disclosure.division_code == division.code
            and disclosure.fiscal_year == year
            and (report_type is None or disclosure.report_type is report_type)
        )

    run_id = new_run_id(started)
    with open_tools(settings, store, tell) as tools:
        watching = [] if from_archive else [portal for portal in declared if portal.division == division.code]
        known = sorted({*portal_ids(store), *(portal.id for portal in watching)})
        runs: dict[str, PortalRun] = {}
        steps = len(watching) + len(known) + 1
        for portal in watching:
            runs[portal.id] = _watch_all_of(portal, tools)
            step(len(runs), steps)
        for done, portal_id in enumerate(known, start=len(watching) + 1):
            again = _read_again(portal_id, tools, wanted)
            step(done, steps)
            if again is not None:
                runs[portal_id] = _merged(runs.get(portal_id), again)
        published = publish_if_told(
            settings, store, run_id=run_id, clock=clock, divisions=tools.divisions, portals=declared
        )
        step(steps, steps)
    summary = RunSummary(
        run_id=run_id,
        flow="rerun",
        started_at=started,
        ended_at=clock.now(),
        store=store.location,
        parameters={
            "county": division.code,
            "year": str(year),
            "report_type": report_type.value if report_type else "",
            "from_archive": str(from_archive).lower(),
        },
        portals=tuple(runs.values()),
        publish=published,
    )
    save_summary(store, summary)
    return summary


def _watch_all_of(portal: Portal, tools: Tools) -> PortalRun:
    return watch_portal(portal, tools, full=True)


def _read_again(portal_id: str, tools: Tools, wanted: Callable[[Disclosure], bool]) -> PortalRun | None:
    """Read all wanted disclosures of one portal again; ``None`` when it has none."""
    state, tag = load_state(tools.store, portal_id)
    disclosures: Sequence[Disclosure] = [
        item.disclosure for item in state.items.values() if item.disclosure and wanted(item.disclosure)
    ]
    if not disclosures:
        return None
    return report_runs(portal_id, read_pending(state, tag, tools, only=wanted, force=True))


def _merged(watched: PortalRun | None, again: PortalRun) -> PortalRun:
    """Requests of the visit, results of the reading."""
    if watched is None:
        return again
    return watched.model_copy(
        update={"reports": again.reports, "problems": again.problems, "failed_checks": again.failed_checks}
    )
