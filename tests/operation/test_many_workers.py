"""Three worker processes on one store, one of them killed in the middle: nothing is lost, nothing is done twice.

Without Prefect: what stands between the workers is the store. With Prefect, PostgreSQL, Redis and the server killed too
it is ``python -m tests.operation.soak``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from flows.dispatch import Plan, finish_dispatch, make_plan
from flows.settings import Settings
from flows.summary import PublishOutcome
from publish.store import LocalStore
from publish.versions import list_versions, verify_version
from scrapers.shared_limiter import HostTurn, turn_key
from scrapers.state import load_state
from tests.operation.machines import wait_for
from tests.operation.simulated import REPORTS_EACH, WatchedWeb, counties, declare_portals, host_of, portal_id, routes_of

PORTALS, SHARE = 9, 3
ROOT = Path(__file__).parents[2]


def test_a_killed_worker_costs_nothing_but_its_time(tmp_path):
    divisions = counties(PORTALS)
    declare_portals(tmp_path / "portals", divisions)
    store = LocalStore(tmp_path / "store")
    with WatchedWeb(routes_of(divisions), latency_s=0.1) as web:
        settings = Settings(
            store=str(tmp_path / "store"), declarations=(str(tmp_path / "portals"),), egress=web.proxy_url
        )
        plan = make_plan("r", datetime.now(UTC), settings, store, province=None, size=SHARE)
        assert [len(share) for share in plan.shares] == [SHARE] * 3
        workers = [start(plan, number, settings) for number in range(3)]
        try:
            second = plan.share_id(1)
            wait_for(lambda: bool(outcomes(store, second)), "the first portal of the second share", 300, every=0.02)
            os.killpg(workers[1].pid, signal.SIGKILL)
            workers[1].wait()
            finished = outcomes(store, second)
            asked = len(web.asked())
            # A host that was being asked at that moment stays taken until its lease ends; nobody waits for it here.
            release_hosts(store, plan.shares[1])
            workers[1] = start(plan, 1, settings)
            assert [worker.wait(timeout=180) for worker in workers] == [0, 0, 0]
        finally:
            for worker in workers:
                if worker.poll() is None:
                    os.killpg(worker.pid, signal.SIGKILL)
        again = {line.split("/")[2] for line in web.asked()[asked:]}
        assert len(finished) < SHARE
        assert again.isdisjoint({f"www.county{portal[-3:]}.test" for portal in finished})

        summary = finish_dispatch(plan, settings, store)
        ended = {run.portal_id: run.outcome for run in summary.portals}
        in_hand = set(plan.shares[1]) - finished
        # The visit that was cut short may have been over but for the reading: then the portal shows nothing new.
        assert {portal: outcome for portal, outcome in ended.items() if portal not in in_hand} == {
            portal_id(n): "ok" for n in range(PORTALS) if portal_id(n) not in in_hand
        }
        assert {ended[portal] for portal in in_hand} <= {"ok", "not_modified"}
        assert (summary.publish.outcome, summary.publish.reports) == (PublishOutcome.PUBLISHED, PORTALS * REPORTS_EACH)
        assert set(web.most_at_once.values()) == {1}, "one connection to a host, whoever asks"
    assert [version.number for version in list_versions(store)] == [1]
    assert verify_version(store).ok
    reports = Counter(
        item.report.report_id
        for number in range(PORTALS)
        for item in load_state(store, portal_id(number))[0].items.values()
        if item.report is not None
    )
    assert (len(reports), set(reports.values())) == (PORTALS * REPORTS_EACH, {1})


def start(plan: Plan, number: int, settings: Settings) -> subprocess.Popen[bytes]:
    """A worker process in a session of its own, so that killing it kills its readers too."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.operation.share_worker", plan.share_id(number), *plan.shares[number]],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PREFECT_HOME": str(Path(settings.store).parent / "prefect"),
            "XINFANG_STORE": settings.store,
            "XINFANG_EGRESS": settings.egress or "",
            "DECLARATIONS": settings.declarations[0],
        },
        start_new_session=True,
    )


def outcomes(store: LocalStore, share_id: str) -> set[str]:
    return {key.rsplit("/", 1)[-1].removesuffix(".json") for key in store.list(f"state/runs/{share_id}/")}


def release_hosts(store: LocalStore, portals: tuple[str, ...]) -> None:
    """End the leases of the portals' hosts, as a minute would."""
    for portal in portals:
        key = turn_key(host_of(int(portal[-3:])))
        stored = store.get(key)
        if stored is None:
            continue
        turn = HostTurn.model_validate_json(stored.data)
        store.swap(key, turn.model_copy(update={"held_until": None}).model_dump_json().encode(), tag=stored.tag)
