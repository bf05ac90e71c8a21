"""What orchestration costs: reports an hour and core, Prefect's share, growth of its database, requests to the store.

Usage: python -m bench.operation [--portals 2 6] [--tasks 40 200] [--json]

Two things are measured by the difference of a small and a large run, so that the cost of the start is left out:
portals with two reports as PDF of 33 pages, read by plain functions; and portals whose visit does nothing, by plain
functions and under Prefect, which leaves the cost of a task. CPU is told (of the process, its readers and the temporary
server) rather than wall time, which other work on the machine would change. A quiet second night is counted too.
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
from flows.summary import PortalRun, PublishOutcome, PublishRun
from publish.store.local import LocalStore
from scrapers.declaration import Portal
from tests.operation.machines import descendants
from tests.operation.simulated import WatchedWeb, counties, declare_portals, routes_of

#: US dollars for a million requests and for a gigabyte-month, price list of S3 Standard in us-east-1.
_PUT, _GET, _STORED = 5.0, 0.4, 0.023
#: A report of 33 pages with some 800 figures, as counties publish it.
_PDF = Path(__file__).resolve().parents[1] / "infra" / "samples" / "files" / "004_xiangyuan_2023_final.pdf"
_VERBS = {"put_new": "put", "swap": "put", "get": "get", "list": "list"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.operation", description=__doc__)
    parser.add_argument("--portals", type=int, nargs=2, default=(2, 6), metavar=("FEW", "MANY"))
    parser.add_argument("--tasks", type=int, nargs=2, default=(40, 200), metavar=("FEW", "MANY"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_child(**json.loads(options.child))))
        return 0
    shown = measure(tuple(options.portals), tuple(options.tasks))
    lines = [f"{key:<34} {value}" for key, value in shown.items()]
    print(json.dumps(shown, indent=1) if options.json else "\n".join(lines))
    return 0


def measure(portals: tuple[int, ...], tasks: tuple[int, ...]) -> dict[str, Any]:
    """Costs by portal and task; ``overhead_pct`` is the CPU of a task over that of a portal's visit."""
    few, many = (_in_child(count, engine=False, idle=False) for count in portals)
    plain = [_in_child(count, engine=False, idle=True) for count in tasks]
    prefect = [_in_child(count, engine=True, idle=True) for count in tasks]
    more, more_tasks = portals[1] - portals[0], tasks[1] - tasks[0]

    def each(key: str) -> float:
        return float(many[key] - few[key]) / more

    def each_task(runs: list[dict[str, Any]], key: str) -> float:
        return float(runs[1][key] - runs[0][key]) / more_tasks

    visit = each("cpu_s")
    task = each_task(prefect, "cpu_s") - each_task(plain, "cpu_s")
    in_run = each_task(prefect, "database_run")
    first = {verb: each(f"first_{verb}") for verb in ("put", "get", "list")}
    quiet = {verb: each(f"quiet_{verb}") for verb in ("put", "get", "list")}
    return {
        "cpu_s_per_visit_of_two_reports": round(visit, 2),
        "reports_per_hour_and_core": round(3600 * 2 / visit),
        "prefect_cpu_ms_per_task": round(1000 * task, 1),
        "overhead_pct": round(100 * task / visit, 2),
        "cpu_s_per_run_with_its_server": round(prefect[0]["cpu_s"] - plain[0]["cpu_s"] - task * tasks[0], 1),
        "prefect_database_kb_per_task": round(in_run / 1000, 1),
        "prefect_database_kb_per_run": round((prefect[0]["database_run"] - in_run * tasks[0]) / 1000, 1),
        "store_requests_per_visit_first": {verb: round(count, 1) for verb, count in first.items()},
        "store_requests_per_visit_quiet": {verb: round(count, 1) for verb, count in quiet.items()},
        "store_kb_per_report": round(each("stored") / 2000, 1),
        "usd_per_1000_reports_first": round(1000 / 2 * _dollars(first), 4),
        "usd_per_1000_portals_quiet": round(1000 * _dollars(quiet), 4),
        "usd_per_month_and_1000_reports": round(each("stored") / 2 * 1000 / 1e9 * _STORED, 4),
    }


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
        environment = {**os.environ, "PREFECT_HOME": f"{folder}/prefect"}
        done = subprocess.run(
            [sys.executable, "-m", "bench.operation", "--child", given],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _child(folder: str, egress: str, engine: bool, idle: bool) -> dict[str, Any]:
    """Two harvests of all portals: the first reads everything, the second finds nothing new; ``idle``: neither does."""
    make_home()
    if idle:
        for name, idle_step in (("watch_safely", _idle_visit), ("publish_current", _idle_publish)):
            setattr(flows.harvest, name, idle_step)
    counts = _counted()
    settings = Settings(store=f"{folder}/store", declarations=(f"{folder}/portals",), egress=egress, reader_workers=1)

    def database() -> int:
        return sum(path.stat().st_size for path in (Path(folder) / "prefect").glob("prefect.db*"))

    surroundings: AbstractContextManager[None] = one_off_run() if engine else nullcontext()
    run: Callable[[], object] = (lambda: harvest(None, settings)) if engine else (lambda: harvest_plainly([], settings))
    with surroundings:
        before = _cpu()
        started = time.perf_counter()
        run()
        measured: dict[str, Any] = {"cpu_s": _cpu() - before, "wall_s": time.perf_counter() - started}
        measured |= {f"first_{verb}": counts[verb] for verb in ("put", "get", "list")}
        size = database()
        counts.clear()
        run()
        measured |= {f"quiet_{verb}": counts[verb] for verb in ("put", "get", "list")}
    measured["database"] = database()
    measured["database_run"] = measured["database"] - size
    measured["stored"] = sum(path.stat().st_size for path in Path(settings.store).rglob("*") if path.is_file())
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


def _cpu() -> float:
    """Seconds of this process, of the children it has waited for, and of those that still live."""
    spent = sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    ticks = os.sysconf("SC_CLK_TCK")
    for pid in descendants(os.getpid()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        spent += (int(fields[11]) + int(fields[12])) / ticks
    return spent


if __name__ == "__main__":
    sys.exit(main())
