"""What orchestration costs: Prefect's share measured, reports an hour, growth of its database, requests to the store.

Usage: python -m bench.operation [--portals 24] [--rounds 1] [--tasks 40 200] [--json]

The same harvest, portals with two reports as PDF of 33 pages each, goes through the plain functions and through the
Prefect flow, turn about, each in a process of its own on a fresh store after a small harvest that warms readers and
server. CPU is told (wall time beside it): that of the visits and the publish by their threads and readers, that of the
Prefect server, and the rest of the process. Orchestration is what the rest is more than in the plain run, what the
server spends on the run, and what it spends by only being there while the cores are busy with the work. So other work
on the machine, which makes the same visit dearer or cheaper and the run longer, does not hide it. Of several rounds the
least counts. Portals whose visit does nothing give the cost of a task apart; a second, quiet harvest what a
usual night asks of the store.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import flows.harvest
from flows.engine import make_home, one_off_run
from flows.harvest import harvest, harvest_plainly
from flows.settings import Settings
from flows.summary import PortalRun, PublishOutcome, PublishRun, RunSummary
from publish.store.local import LocalStore
from scrapers.declaration import Portal
from tests.operation.machines import descendants
from tests.operation.simulated import REPORTS_EACH, WatchedWeb, counties, declare_portals, portal_id, routes_of

#: US dollars for a million requests and for a gigabyte-month, price list of S3 Standard in us-east-1.
_PUT, _GET, _STORED = 5.0, 0.4, 0.023
#: A report of 33 pages with some 800 figures, as counties publish it.
_PDF = Path(__file__).resolve().parents[1] / "infra" / "samples" / "files" / "004_xiangyuan_2023_final.pdf"
#: Portals due in a usual night, portals of the nation, its past reports, and those of one county over the years.
DUE, NIGHT, NATION, REPORTS_A_COUNTY = 430, 3000, 77000, 26
#: Seconds between two requests to a host; cores of a worker.
GAP_S, CORES = 6.0, 2
_VERBS = {"put_new": "put", "swap": "put", "get": "get", "list": "list"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.operation", description=__doc__)
    parser.add_argument("--portals", type=int, default=24, help="portals of one harvest, each with two reports")
    parser.add_argument("--rounds", type=int, default=1, help="how often each way is gone")
    parser.add_argument("--tasks", type=int, nargs=2, default=(40, 200), metavar=("FEW", "MANY"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_child(**json.loads(options.child))))
        return 0
    shown = measure(options.portals, options.rounds, tuple(options.tasks))
    lines = [f"{key:<38} {value}" for key, value in shown.items()]
    print(json.dumps(shown, indent=1) if options.json else "\n".join(lines))
    return 0


def measure(portals: int, rounds: int, tasks: tuple[int, ...]) -> dict[str, Any]:
    """All figures by name; ``overhead_pct`` is what the flow adds to the CPU of the plain functions."""
    plain: list[dict[str, Any]] = []
    prefect: list[dict[str, Any]] = []
    for turn in range(rounds):
        for runs, engine in ((plain, False), (prefect, True)) if turn % 2 == 0 else ((prefect, True), (plain, False)):
            runs.append(_in_child(portals, engine=engine, idle=False))
            _tell(f"round {turn + 1} of {rounds}, {'flow' if engine else 'plain'}: {json.dumps(runs[-1])}")
    idle_plain = [_in_child(count, engine=False, idle=True) for count in tasks]
    idle = [_in_child(count, engine=True, idle=True) for count in tasks]
    more_tasks = tasks[1] - tasks[0]

    def each_task(runs: list[dict[str, Any]], key: str) -> float:
        return float(runs[1][key] - runs[0][key]) / more_tasks

    def least(runs: list[dict[str, Any]], key: str) -> float:
        return min(float(run[key]) for run in runs)

    work = min(least(plain, "work_cpu_s"), least(prefect, "work_cpu_s"))
    visit = work / portals
    standby = least(prefect, "server_standby")
    by_server = min(max(0.0, run["server_cpu_s"] - standby * run["wall_s"]) for run in prefect)
    added = by_server + max(0.0, least(prefect, "rest_cpu_s") - least(plain, "rest_cpu_s"))
    there = 100 * standby / CORES
    task = each_task(idle, "cpu_s") - standby * each_task(idle, "wall_s") - each_task(idle_plain, "cpu_s")
    kb_task = each_task(idle, "database_run") / 1000
    kb_run = idle[0]["database_run"] / 1000 - kb_task * tasks[0]
    first = {verb: least(plain, f"first_{verb}") for verb in ("put", "get", "list")}
    quiet = {verb: least(plain, f"quiet_{verb}") for verb in ("put", "get", "list")}
    asked = least(prefect, "asked_total") / (portals + 1)  # the portal of the small harvest was asked twice
    stored = least(plain, "stored")
    return {
        "overhead_pct_of_this_run": round(100 * added / work + there, 2),
        "overhead_pct_of_a_night": round(100 * (added + max(0, DUE - portals) * task) / (visit * DUE) + there, 2),
        "cpu_s_added_by_prefect": round(added, 2),
        "server_standby_pct_of_a_core": round(100 * standby, 2),
        "cpu_s_of_the_work": round(work, 1),
        "wall_s_plain_and_flow": [round(least(plain, "wall_s"), 1), round(least(prefect, "wall_s"), 1)],
        "cpu_s_per_report": round(visit / REPORTS_EACH, 2),
        "reports_per_hour_and_core": round(3600 * REPORTS_EACH / visit),
        "reports_per_hour_and_worker_as_run": round(3600 * REPORTS_EACH * portals / least(prefect, "wall_s")),
        "prefect_cpu_ms_per_task": round(1000 * task, 1),
        "overhead_pct_of_a_task": round(100 * task / visit, 2),
        "cpu_s_of_prefects_start": round(least(prefect, "start_cpu_s") - least(plain, "start_cpu_s"), 1),
        "prefect_database_kb_per_task": round(kb_task, 1),
        "prefect_database_kb_per_run": round(kb_run, 1),
        "prefect_database_mb_per_night": round((kb_run + kb_task * DUE) / 1000, 1),
        "store_requests_per_report": {verb: round(count / portals / REPORTS_EACH, 1) for verb, count in first.items()},
        "store_requests_per_quiet_visit": {verb: round(count / portals, 1) for verb, count in quiet.items()},
        "store_kb_per_report": round(stored / portals / REPORTS_EACH / 1000, 1),
        "usd_of_requests_per_1000_reports": round(1000 * _dollars(first) / portals / REPORTS_EACH, 4),
        "usd_of_requests_per_quiet_night": round(NIGHT * _dollars(quiet) / portals, 4),
        "usd_per_month_and_1000_reports": round(stored / portals / REPORTS_EACH * 1000 / 1e9 * _STORED, 4),
        **_bottleneck(visit / REPORTS_EACH, asked / REPORTS_EACH, kb_task),
    }


def _bottleneck(cpu_s: float, requests: float, kb_task: float) -> dict[str, Any]:
    """Hours that each part of one worker needs for the nation's past reports; the longest is the first bottleneck."""
    workers = Settings().portal_workers
    hours = {
        f"reading, {CORES} cores": NATION * cpu_s / CORES / 3600,
        f"waiting for hosts, {workers} at a time, {GAP_S:.0f} s apart": NATION * requests * GAP_S / workers / 3600,
    }
    return {
        f"hours_for_{NATION}_reports": {name: round(value, 1) for name, value in hours.items()},
        "prefect_database_mb_for_them": round(kb_task * NATION / REPORTS_A_COUNTY / 1000),
        "first_bottleneck": max(hours, key=lambda name: hours[name]),
    }


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _dollars(requests: dict[str, float]) -> float:
    return ((requests["put"] + requests["list"]) * _PUT + requests["get"] * _GET) / 1e6


def _in_child(portals: int, *, engine: bool, idle: bool) -> dict[str, Any]:
    divisions = counties(portals)
    with (
        tempfile.TemporaryDirectory() as folder,
        WatchedWeb(routes_of(divisions, pdf=_PDF.read_bytes()), latency_s=0.0) as web,
    ):
        declare_portals(Path(folder) / "portals", divisions)
        given = json.dumps({"folder": folder, "egress": web.proxy_url, "engine": engine, "idle": idle})
        environment = {**os.environ, "PREFECT_HOME": f"{folder}/prefect", "PREFECT_LOGGING_LEVEL": "WARNING"}
        done = subprocess.run(
            [sys.executable, "-m", "bench.operation", "--child", given],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["reports"] == (0 if idle else portals * REPORTS_EACH), "every report was read and published"
    found["asked_total"] = len(web.asked())
    return found


def _child(folder: str, egress: str, engine: bool, idle: bool) -> dict[str, Any]:
    """A harvest of one portal to warm up, the one that counts, and a quiet one; ``idle``: visits that do nothing."""
    make_home()
    if idle:
        for name, idle_step in (("watch_safely", _idle_visit), ("publish_if_told", _idle_publish)):
            setattr(flows.harvest, name, idle_step)
    else:
        _watched()
    counts = _counted()
    declarations = (f"{folder}/portals",)

    def database() -> int:
        return sum(path.stat().st_size for path in (Path(folder) / "prefect").glob("prefect.db*"))

    def run(store: str, portals: list[str] | None = None) -> RunSummary:
        settings = Settings(store=f"{folder}/{store}", declarations=declarations, egress=egress, reader_workers=1)
        counts.clear()
        return harvest(portals, settings) if engine else harvest_plainly(portals or [], settings)

    surroundings: AbstractContextManager[None] = one_off_run() if engine else nullcontext()
    with surroundings:
        begun = _cpu()
        run("warm", [portal_id(0)])
        measured: dict[str, Any] = {"start_cpu_s": _cpu() - begun}
        before, server, size, started = _cpu(), _server_cpu(), database(), time.perf_counter()
        _spent.clear()
        own, readers = resource.getrusage(resource.RUSAGE_SELF), _readers_cpu()
        summary = run("store")
        measured |= {"cpu_s": _cpu() - before, "wall_s": time.perf_counter() - started}
        spent_by_readers = _readers_cpu() - readers
        measured["server_cpu_s"] = _server_cpu() - server
        measured["work_cpu_s"] = sum(_spent) + spent_by_readers
        measured["rest_cpu_s"] = _seconds(resource.getrusage(resource.RUSAGE_SELF)) - _seconds(own) - sum(_spent)
        if engine and not idle:
            measured["server_standby"] = _standby(10.0)
        measured |= {f"first_{verb}": counts[verb] for verb in ("put", "get", "list")}
        measured["database_run"] = database() - size
        measured["stored"] = sum(path.stat().st_size for path in Path(folder, "store").rglob("*") if path.is_file())
        measured["reports"] = summary.publish.reports
        if not engine:
            run("store")
            measured |= {f"quiet_{verb}": counts[verb] for verb in ("put", "get", "list")}
    return measured


def _idle_visit(portal: Portal, _tools: object, **_options: object) -> PortalRun:
    return PortalRun(portal_id=portal.id, outcome="not_modified")


def _idle_publish(*_given: object, **_options: object) -> PublishRun:
    return PublishRun(outcome=PublishOutcome.SKIPPED)


def _counted() -> Counter[str]:
    """Counts what is asked of the store from now on, as requests to a bucket would be."""
    counts: Counter[str] = Counter()

    def counting(verb: str) -> None:
        plain = getattr(LocalStore, verb)

        def call(store: LocalStore, *arguments: object, **options: object) -> object:
            counts[_VERBS[verb]] += 1
            return plain(store, *arguments, **options)

        setattr(LocalStore, verb, call)

    for verb in _VERBS:
        counting(verb)
    return counts


#: Seconds of CPU of each visit and publish, in the thread that did it.
_spent: list[float] = []


def _watched() -> None:
    """From now on the visits and the publish of a harvest note what their threads spend."""

    def noting(work: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            begun = time.thread_time()
            try:
                return work(*arguments, **options)
            finally:
                _spent.append(time.thread_time() - begun)

        return call

    for name in ("watch_safely", "publish_if_told"):
        setattr(flows.harvest, name, noting(getattr(flows.harvest, name)))


def _cpu() -> float:
    """Seconds of this process, of the children it has waited for, and of those that still live."""
    return _seconds(resource.getrusage(resource.RUSAGE_SELF)) + _readers_cpu() + _server_cpu()


def _readers_cpu() -> float:
    """Seconds of the readers, those that have ended included."""
    living = sum(_of_process(pid) for pid in descendants(os.getpid()) if not _is_server(pid))
    return _seconds(resource.getrusage(resource.RUSAGE_CHILDREN)) + living


def _server_cpu() -> float:
    """Seconds of the temporary Prefect server, which lives as long as this process."""
    return sum(_of_process(pid) for pid in descendants(os.getpid()) if _is_server(pid))


def _standby(seconds: float) -> float:
    """Share of a core that the server takes while nothing is asked of it."""
    time.sleep(5.0)  # it still writes down what happened
    before, started = _server_cpu(), time.monotonic()
    time.sleep(seconds)
    return (_server_cpu() - before) / (time.monotonic() - started)


def _is_server(pid: int) -> bool:
    try:
        return b"prefect.server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _of_process(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _seconds(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
