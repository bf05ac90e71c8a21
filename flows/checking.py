"""The check-portals flow: is every portal still as declared? One look at its first pages, nothing is taken."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import flow, runtime

from flows import artifacts, names
from flows.clock import SystemClock
from flows.harvest import new_run_id
from flows.patience import stop_a_poison_run
from flows.portal_checks import check_all
from flows.settings import Settings
from flows.summary import CheckedPortal, PublishOutcome, PublishRun, RunSummary, save_summary
from flows.tools import store_of
from scrapers.check import PortalCheck
from scrapers.shared_limiter import SharedHostLimiter


def _flow_run_name() -> str:
    parameters = runtime.flow_run.parameters
    return f"check {names.places(parameters.get('portals'), parameters.get('settings'))} {names.today()}"


@flow(name="check-portals", flow_run_name=_flow_run_name, persist_result=False, timeout_seconds=12 * 3600)
def check_portals(portals: list[str] | None = None, settings: Settings | None = None) -> RunSummary:
    """Look at all declared portals, or the named ones, and compare with their declarations and samples.

    Args:
        portals: ids of portals; all when empty.
        settings: store, declarations, egress …; the environment's when absent.
    """
    stop_a_poison_run()
    summary = check_portals_plainly(portals or [], settings or Settings())
    artifacts.leave(summary)
    return summary


def check_portals_plainly(portals: Sequence[str], settings: Settings) -> RunSummary:
    """The same without any engine. Requests take their turns with those of all other workers of the store."""
    clock = SystemClock()
    started = clock.now()
    store = store_of(settings)
    checks = check_all(
        portals, declarations=settings.declarations, egress=settings.egress, limiter=SharedHostLimiter(store)
    )
    summary = RunSummary(
        run_id=new_run_id(started),
        flow="check-portals",
        started_at=started,
        ended_at=clock.now(),
        store=store.location,
        parameters={"portals": ",".join(portals)} if portals else {},
        checked_portals=tuple(map(_checked, checks)),
        publish=PublishRun(outcome=PublishOutcome.SKIPPED),
    )
    save_summary(store, summary)
    return summary


def _checked(check: PortalCheck) -> CheckedPortal:
    words = [(zh, en) for column in check.columns for zh, en in column.drift]
    words += [(column.note_zh, column.note_en) for column in check.columns if column.note_zh]
    return CheckedPortal(
        portal_id=check.portal_id,
        outcome=check.outcome.value,
        ok=check.ok,
        wall=check.wall,
        drifted=check.drifted,
        message_zh="；".join(zh for zh, _ in words) or None,
        message_en="; ".join(en for _, en in words) or None,
    )
