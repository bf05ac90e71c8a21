"""Prefect as this project runs it: settings that must stand before the first import, and a drain at the end.

The temporary server drops most task records unless its recorder writes in batches and is given time to finish;
telemetry is off for client and server; a new home may take longer than Prefect's own start-up limit on a busy machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from scrapers.loopback import exempt_loopback

#: Environment of every Prefect process we start. ``setdefault`` only: an operator's own settings win.
ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    # Prefect keeps its records of runs, logs and artifacts for ever unless told otherwise; ours stand in the store.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(90 * 24 * 3600),
    "PREFECT_LOGGING_EXTRA_LOGGERS": "xinfang",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_CLI_PROMPT": "false",
    # A run that gives no sign of life for 75 s is taken for dead (flows/operation/automations.py).
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def prepare_environment() -> None:
    """Set :data:`ENVIRONMENT` where the operator has not; call before Prefect is imported.

    Prefect's database cannot be opened by an older Prefect, so ours lives beside the store unless told otherwise. A
    proxy for the portals is none for Prefect's server on loopback.
    """
    exempt_loopback(os.environ)
    os.environ.setdefault("PREFECT_HOME", str(Path.cwd() / "data" / "prefect"))
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def make_home() -> None:
    """Create Prefect's home; its server waits for ever on a home whose parent folder does not exist."""
    prepare_environment()
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)


@contextmanager
def one_off_run() -> Iterator[None]:
    """A single run from the command line: no heartbeat thread, which costs a second per flow."""
    make_home()
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def drain(flow_run_id: UUID, tasks: int, *, seconds: float = 30.0) -> int:
    """Wait until the temporary server has recorded the end of ``tasks`` task runs; return how many it has.

    Without this the temporary server is stopped before it has read its own queue. A server that stays needs no
    waiting for, so nothing is done then and ``tasks`` is returned.
    """
    from prefect.settings import PREFECT_API_URL

    if PREFECT_API_URL.value():
        return tasks
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        FlowRunFilter,
        FlowRunFilterId,
        TaskRunFilter,
        TaskRunFilterState,
        TaskRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType

    ended = [StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED]
    deadline = time.monotonic() + seconds
    recorded = 0
    with get_client(sync_client=True) as client:
        while time.monotonic() < deadline:
            recorded = len(
                client.read_task_runs(
                    flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id])),
                    task_run_filter=TaskRunFilter(
                        state=TaskRunFilterState(type=TaskRunFilterStateType(any_=ended)),
                    ),
                )
            )
            if recorded >= tasks:
                break
            time.sleep(0.25)
    return recorded
