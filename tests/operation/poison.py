"""A flow that kills its own process at every start, as a document that exhausts the machine would."""

from __future__ import annotations

import os
import signal

from prefect import flow

from flows.patience import stop_a_poison_run


@flow(name="poison", persist_result=False)
def poison() -> None:
    stop_a_poison_run()
    os.kill(os.getpid(), signal.SIGKILL)
