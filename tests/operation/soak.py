"""Many machines: PostgreSQL, Redis, a Prefect server, three process workers and sixty simulated portals on loopback. A
worker is killed in the middle of its share, the server once, and a poison run is let loose.

``python -m tests.operation.soak [--portals 60] [--workers 3] [--folder DIR]``; ends with 0 when everything that
docs/operations.md promises held, and prints what was measured. It takes some minutes; part of ``make soak``.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import yaml

from flows.operation.automations import AGAIN, ZOMBIES
from flows.operation.deployments import for_workers
from flows.runs import summaries
from flows.summary import PublishOutcome
from publish.store import LocalStore
from publish.versions import list_versions, verify_version
from scrapers.state import load_state
from tests.operation.machines import Machines, descendants, wait_for
from tests.operation.simulated import REPORTS_EACH, WatchedWeb, counties, declare_portals, portal_id, routes_of

NOTICED_S = 120
SHARE = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.operation.soak", description=__doc__)
    parser.add_argument("--portals", type=int, default=60)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep logs and store here")
    options = parser.parse_args()
    # Told to end, it ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        measured = soak(options.folder or Path(temporary), portals=options.portals, workers=options.workers)
    sys.stdout.write(json.dumps(measured, indent=1) + "\n")
    return 0


def soak(folder: Path, *, portals: int, workers: int) -> dict[str, object]:
    """Run it; raises AssertionError naming the promise that did not hold."""
    divisions = counties(portals)
    declare_portals(folder / "portals", divisions)
    store = LocalStore(folder / "store")
    with WatchedWeb(routes_of(divisions), latency_s=0.15) as web:
        machines = Machines(folder, {"XINFANG_STORE": str(folder / "store"), "XINFANG_EGRESS": web.proxy_url})
        try:
            return _run(machines, web, store, portals=portals, workers=workers)
        finally:
            machines.close()


def _run(machines: Machines, web: WatchedWeb, store: LocalStore, *, portals: int, workers: int) -> dict[str, object]:
    database = machines.postgres()
    broker = machines.redis()
    settings = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": database, **broker}
    machines.server(**settings)
    _deploy(machines)
    for number in range(workers):
        machines.worker(f"worker-{number}", "xinfang-cn")
    machines.worker("core", "xinfang-core", limit=3)  # the dispatch, and the poison beside it

    started = time.monotonic()
    parameters = json.dumps({"declarations": [str(machines.folder / "portals")], "portal_workers": 2})
    machines.prefect(
        *("deployment", "run", "dispatch/dispatch"),
        *("-p", f"share_size={SHARE}", "-p", f"settings={parameters}"),
    )
    machines.prefect("deployment", "run", "poison/poison")

    def until(holds: Callable[[], bool], what: str, seconds: float, *, every: float = 0.2) -> None:
        """Wait as :func:`wait_for`, and do what the units of systemd do meanwhile."""

        def still() -> bool:
            machines.revive()
            return holds()

        wait_for(still, what, seconds, every=every)

    # A worker in the middle of its share loses its power.
    until(lambda: len(_outcomes(store)) >= portals // 6, "the first portals", 600)
    victim = wait_for_victim(machines)
    machines.kill(victim)
    killed = time.monotonic()
    done_before = set(_outcomes(store))

    # The server too, once, and comes back.
    until(lambda: len(_outcomes(store)) >= portals // 3, "more portals", 600)
    machines.kill("server")
    time.sleep(5)
    machines.server(**settings)

    until(lambda: _zombie(machines), "the zombie is noticed", 600, every=1)
    noticed = time.monotonic() - killed
    until(lambda: any(one.flow == "dispatch" for one in summaries(store)), "the end of the dispatch", 1200, every=1)
    seconds = time.monotonic() - started
    until(lambda: _states(machines, "poison") == ["FAILED"], "the poison run is given up", 600, every=1)

    asked = Counter(line.split(" ")[1] for line in web.asked())
    repeated = {url: times for url, times in asked.items() if times > 1}
    again = {portal for portal in done_before if any(f"county{portal[-3:]}." in url for url in repeated)}
    measured = {
        "portals": portals,
        "workers": workers,
        "reports": portals * REPORTS_EACH,
        "seconds": round(seconds, 1),
        "zombie_noticed_after_s": round(noticed, 1),
        "requests": sum(asked.values()),
        "asked_twice": len(repeated),
        "connections_at_once": max(web.most_at_once.values()),
        "versions": len(list_versions(store)),
        "flow_runs": dict(Counter(str(run["state_type"]) for run in _runs(machines, "share"))),
        "workers_started_again": machines.revived,
        "load_of_the_machine": os.getloadavg()[1],
    }
    # Told before it is judged: what held is of use beside what did not.
    sys.stderr.write(json.dumps(measured, indent=1) + "\n")
    _check_store(store, portals, done_before)
    assert again == set(), f"finished portals were asked again: {sorted(again)}"
    assert set(web.most_at_once.values()) == {1}, "two connections to one host at once"
    assert noticed <= NOTICED_S, f"the dead run was noticed after {noticed:.0f} s"
    (poison,) = _runs(machines, "poison")
    assert poison["run_count"] == 4, "three starts, and a fourth that only says that it is enough"
    return measured


def _deploy(machines: Machines) -> None:
    """Pools, the deployments of workers without their schedules, the poison, the automations."""
    for pool in ("xinfang-cn", "xinfang-core"):
        machines.prefect("work-pool", "create", pool, "--type", "process")
    declared = for_workers()
    wanted = [one for one in declared["deployments"] if one["name"] in {"dispatch", "share"}]
    for one in wanted:
        one.pop("schedules", None)
    poison = {
        **{key: wanted[0][key] for key in ("work_pool", "tags")},
        "name": "poison",
        "entrypoint": "tests/operation/poison.py:poison",
    }
    file = machines.folder / "prefect.yaml"
    file.write_text(yaml.safe_dump({"name": "xinfang", "deployments": [*wanted, poison]}), encoding="utf-8")
    machines.prefect("--no-prompt", "deploy", "--all", "--prefect-file", str(file))
    machines.start("automations", [sys.executable, "-m", "flows.cli", "automations"])
    wait_for(
        lambda: {one["name"] for one in machines.ask("/automations/filter")} == {ZOMBIES, AGAIN}, "automations", 120
    )


def wait_for_victim(machines: Machines) -> str:
    """The name of a worker that has a share in hand this very moment."""
    found: list[str] = []

    def busy() -> bool:
        for name, process in machines.running("worker-"):
            if len(descendants(process.pid)) > 1:
                found.append(name)
                return True
        return False

    wait_for(busy, "a worker with a share", 300)
    return found[0]


def _outcomes(store: LocalStore) -> list[str]:
    """Portals whose outcome in this run is kept."""
    keys = [key for key in store.list("state/runs/") if not key.endswith("/plan.json")]
    return [key.rsplit("/", 1)[-1].removesuffix(".json") for key in keys]


def _runs(machines: Machines, flow: str) -> list[dict[str, object]]:
    return machines.ask("/flow_runs/filter", flows={"name": {"any_": [flow]}})


def _states(machines: Machines, flow: str) -> list[object]:
    return [run["state_type"] for run in _runs(machines, flow)]


def _zombie(machines: Machines) -> bool:
    """A share was marked as crashed by the automation: it has been started more than once, or waits for it."""
    again = {"Crashed", "AwaitingRetry", "Retrying"}
    return any(run["state_name"] in again or str(run["run_count"]) > "1" for run in _runs(machines, "share"))


def _check_store(store: LocalStore, portals: int, done_before: set[str]) -> None:
    (summary,) = [one for one in summaries(store) if one.flow == "dispatch"]
    outcomes = {run.portal_id: run.outcome for run in summary.portals}
    assert set(outcomes) == {portal_id(n) for n in range(portals)}
    # Whoever takes over a portal that the dead worker had in hand may find that the visit itself was over: the portal
    # shows nothing new, and what is left to do is reading. All of it was read, see below.
    assert {outcomes[portal] for portal in done_before} == {"ok"}
    assert set(outcomes.values()) <= {"ok", "not_modified"}, outcomes
    assert summary.publish.outcome is PublishOutcome.PUBLISHED
    assert summary.publish.reports == portals * REPORTS_EACH
    versions = list_versions(store)
    assert [version.number for version in versions] == [1], "one night, one version"
    assert verify_version(store).ok
    for number in range(portals):
        state, _ = load_state(store, portal_id(number))
        assert sum(item.report is not None for item in state.items.values()) == REPORTS_EACH, portal_id(number)


if __name__ == "__main__":
    raise SystemExit(main())
