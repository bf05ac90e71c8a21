"""The oversee flow: every half hour, how things stand: ``status.json``, alarms, counts for Prometheus."""

from __future__ import annotations

import os
from pathlib import Path

from prefect import flow

from flows.clock import SystemClock
from flows.operation import notify
from flows.operation.alarms import Alarm, Send, situation_of, standing, tell
from flows.operation.status import Status, update_status
from flows.patience import stop_a_poison_run
from flows.settings import Settings
from flows.tools import store_of

#: Where the text file for Prometheus' node exporter is written; nowhere if empty.
METRICS_FILE = "XINFANG_METRICS_FILE"


@flow(name="oversee", flow_run_name="status and alarms", persist_result=False, timeout_seconds=1800)
def oversee(settings: Settings | None = None) -> list[str]:
    """Bring the status up to date, tell a person of what is new, write the counts.

    Args:
        settings: the store; the environment's when absent.
    """
    stop_a_poison_run()
    _, alarms, _ = oversee_plainly(settings or Settings(), scheduled=True)
    return [alarm.id for alarm in alarms]


def oversee_plainly(
    settings: Settings, *, send: Send | None = notify.send, scheduled: bool = False
) -> tuple[Status, tuple[Alarm, ...], tuple[Alarm, ...]]:
    """The status, the alarms that stand, and those that were sent now. ``send=None`` sends nothing.

    ``scheduled``: a schedule looks, not a person, so that the runs of the other schedules are waited for too.
    """
    clock = SystemClock()
    now = clock.now()
    store = store_of(settings)
    status = update_status(store, now=now, scheduled=scheduled)
    alarms = standing(situation_of(store, status, now=now, location=settings.store))
    status = update_status(store, now=now, alarms=[alarm.id for alarm in alarms])
    sent = tell(store, alarms, send, now=now) if send is not None else ()
    file = os.environ.get(METRICS_FILE)
    if file:
        from flows.operation.metrics import write_metrics

        write_metrics(Path(file), status)
    return status, alarms, sent
