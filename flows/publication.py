"""The publish flow: a version of what the store holds, or none when nothing changed."""

from __future__ import annotations

from prefect import flow

from domain.divisions import load_divisions
from flows import artifacts, names
from flows.clock import SystemClock
from flows.harvest import new_run_id
from flows.patience import stop_a_poison_run
from flows.publishing import publish_current
from flows.settings import Settings
from flows.summary import RunSummary, save_summary
from flows.tools import portals_of, store_of


def _flow_run_name() -> str:
    return f"publish what the store holds {names.today()}"


@flow(name="publish", flow_run_name=_flow_run_name, persist_result=False, timeout_seconds=6 * 3600)
def publish(accept: str | None = None, settings: Settings | None = None) -> RunSummary:
    """Publish what the store holds.

    Args:
        accept: reason for passing the limits that stop a publish which would drop too much; recorded in the version.
        settings: store and declarations; the environment's when absent.
    """
    stop_a_poison_run()
    summary = publish_plainly(settings or Settings(), accept=accept)
    artifacts.leave(summary)
    return summary


def publish_plainly(settings: Settings, *, accept: str | None = None) -> RunSummary:
    """The same without any engine."""
    clock = SystemClock()
    started = clock.now()
    store = store_of(settings)
    run_id = new_run_id(started)
    outcome = publish_current(
        store,
        run_id=run_id,
        clock=clock,
        divisions=load_divisions(),
        portals=portals_of(settings),
        accept=accept,
    )
    summary = RunSummary(
        run_id=run_id, flow="publish", started_at=started, ended_at=clock.now(), store=store.location, publish=outcome
    )
    save_summary(store, summary)
    return summary
