"""What a self-hosted Prefect lacks: it notices runs whose worker died, and starts them anew.

Two automations, made by name and safe to make again. A run that comes to nothing three times ends as Failed by its own
guard (``flows.patience``), so neither of them loops.
"""

from __future__ import annotations

from datetime import timedelta

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

#: Runs say that they live every 30 s (``flows.engine``). Two signs that did not come, and the next one late, mean that
#: nobody is there; with what the server needs to see it, even one that was away itself, that is within two minutes.
SILENCE = timedelta(seconds=75)
#: How long a crashed run waits before it starts anew.
BREATH = timedelta(seconds=15)
ZOMBIES = "xinfang: 失联的运行 runs whose worker died"
AGAIN = "xinfang: 崩溃的运行重新开始 crashed runs start anew"
_OURS = ResourceSpecification.model_validate(
    {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.xinfang"}
)
_RUNS = ResourceSpecification.model_validate({"prefect.resource.id": ["prefect.flow-run.*"]})


def automations(silence: timedelta = SILENCE) -> tuple[AutomationCore, ...]:
    """The automations as they should be."""
    ended = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
    return (
        AutomationCore(
            name=ZOMBIES,
            description="A run that has given no sign of life for a while is marked as crashed.",
            trigger=EventTrigger(
                after={"prefect.flow-run.heartbeat"},
                expect={"prefect.flow-run.heartbeat", *ended},
                match=_RUNS,
                match_related=_OURS,
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=silence,
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.CRASHED,
                    message="工作节点失联 the worker gave no sign of life",
                )
            ],
        ),
        AutomationCore(
            name=AGAIN,
            description="A crashed run starts anew; what it had finished stands in the store and is not done again.",
            # Not at once: a worker of Prefect 3.8 whose run died ends with an error when it is offered the same run
            # before it has put the first one away.
            trigger=EventTrigger(
                after={"prefect.flow-run.Crashed"},
                expect={f"prefect.flow-run.{state}" for state in ("AwaitingRetry", "Scheduled", "Pending", "Running")},
                match=_RUNS,
                match_related=_OURS,
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=BREATH,
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.SCHEDULED,
                    name="AwaitingRetry",
                    message="崩溃后自动重新开始 starts anew after a crash",
                    force=True,
                )
            ],
        ),
    )


def ensure_automations(silence: timedelta = SILENCE) -> dict[str, str]:
    """Make or renew the automations at the server of ``PREFECT_API_URL``; name to ``made``, ``renewed`` or ``kept``."""
    with get_client(sync_client=True) as client:
        return {wanted.name: _ensure(client, wanted) for wanted in automations(silence)}


def _ensure(client: SyncPrefectClient, wanted: AutomationCore) -> str:
    known = client.read_automations_by_name(wanted.name)
    if not known:
        client.create_automation(wanted)
        return "made"
    first, *more = known
    for double in more:  # two machines that made it at the same moment
        client.delete_automation(double.id)
    if AutomationCore.model_validate(first.model_dump(exclude={"id"})) == wanted:
        return "kept"
    client.update_automation(first.id, wanted)
    return "renewed"
