"""What is tried again, how often and after what pause; and when a run is given up for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.ports import StoreError
from scrapers.state import DamagedState

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

#: Pauses before a task is tried again, for what may heal by itself. The store's own client has waited a while before.
PATIENCE_S = [30.0, 120.0]
PATIENCE_JITTER = 0.5
#: How often one flow run is started, by a person or after its worker died, before it counts as poison.
MOST_STARTS = 3


class PoisonRun(Exception):
    """This flow run has been started again and again and never came to its end."""


def can_heal(problem: BaseException) -> bool:
    """True for a store that is away for a moment; a damaged object or a fault of ours stays what it is."""
    return isinstance(problem, StoreError) and not isinstance(problem, DamagedState)


def may_heal(_task: object, _task_run: object, state: State[object]) -> bool:
    """``retry_condition_fn`` of our tasks: :func:`can_heal` of what the task raised."""
    raised = state.result(raise_on_failure=False)
    return isinstance(raised, BaseException) and can_heal(raised)


def stop_a_poison_run() -> None:
    """First line of every flow: raises :class:`PoisonRun` when Prefect starts this run for the fourth time.

    A run whose worker dies is started anew by an automation; one that kills its workers would be so for ever.
    """
    from prefect import runtime

    if (runtime.flow_run.run_count or 0) > MOST_STARTS:
        raise PoisonRun(
            f"该运行已启动{MOST_STARTS}次均未完成，不再自动重试，请查看日志 / "
            f"this run was started {MOST_STARTS} times and never ended; it is not tried again, see its log"
        )
