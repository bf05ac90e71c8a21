"""What orchestration costs: reports an hour and core, Prefect's share, growth of its database, requests to the store.

Usage: python -m bench.operation [--portals 2 8] [--json]

The same simulated portals (one list, two reports as PDF, no gap between requests) are read by plain functions and under
Prefect, few and many of them; the difference of both sizes is the cost of a portal, without the cost of the start. CPU
is that of the process, its readers and the temporary server; it is told rather than wall time, which other work on the
machine would change. A quiet second night is counted too.
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

from flows.engine import make_home, one_off_run
from flows.harvest import harvest, harvest_plainly
from flows.settings import Settings
from publish.store.local import LocalStore
from tests.operation.machines import descendants
from tests.operation.simulated import WatchedWeb, counties, declare_portals, routes_of

#: US dollars for a million requests and for a gigabyte-month, price list of S3 Standard in us-east-1.
_PUT, _GET, _STORED = 5.0, 0.4, 0.023
#: A report of 33 pages with some 800 figures, as counties publish it.
_PDF = Path(__file__).resolve().parents[1] / "infra" / "samples" / "files" / "004_xiangyuan_2023_final.pdf"
_VERBS = {"put_new": "put", "swap": "put", "get": "get", "list": "list"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.operation", description=__doc__)
    parser.add_argument("--portals", type=int, nargs=2, default=(2, 8), metavar=("FEW", "MANY"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_child(**json.loads(options.child))))
        return 0
    shown = measure(*options.portals)
    print(
        json.dumps(shown, indent=1) if options.json else "\n".join(f"{key:<34} {value}" for key, value in shown.items())
    )
    return 0


def measure(few: int, many: int) -> dict[str, Any]:
    """Costs by portal; ``overhead_pct`` is Prefect's CPU over that of the plain path."""
    plain_few, plain = _in_child(few, engine=False), _in_child(many, engine=False)
    engine_few, engine = _in_child(few, engine=True), _in_child(many, engine=True)
    more = many - few

    def each(small: dict[str, Any], large: dict[str, Any], key: str) -> float:
        return float(large[key] - small[key]) / more

    plain_cpu, engine_cpu = each(plain_few, plain, "cpu_s"), each(engine_few, engine, "cpu_s")
    first = {verb: each(plain_few, plain, f"first_{verb}") for verb in ("put", "get", "list")}
    quiet = {verb: each(plain_few, plain, f"quiet_{verb}") for verb in ("put", "get", "list")}
    return {
        "portals": f"{few} and {many}",
        "cpu_s_per_portal_plain": round(plain_cpu, 3),
        "cpu_s_per_portal_prefect": round(engine_cpu, 3),
        "prefect_cpu_ms_per_task": round(1000 * (engine_cpu - plain_cpu), 1),
        "overhead_pct": round(100 * (engine_cpu - plain_cpu) / plain_cpu, 1),
        "cpu_s_per_run_prefect": round(engine_few["cpu_s"] - plain_few["cpu_s"], 1),
        "reports_per_hour_and_core": round(3600 * 2 / plain_cpu),
        "prefect_database_kb_per_task": round(each(engine_few, engine, "database") / 2 / 1000, 1),
        "prefect_database_kb_per_run": round(engine_few["database_run"] / 1000, 1),
        "store_requests_per_portal_first": {verb: round(count, 1) for verb, count in first.items()},
        "store_requests_per_portal_quiet": {verb: round(count, 1) for verb, count in quiet.items()},
        "store_kb_per_report": round(each(plain_few, plain, "stored") / 2000, 1),
        "usd_per_1000_reports_first": round(1000 / 2 * _dollars(first), 4),
        "usd_per_1000_portals_quiet": round(1000 * _dollars(quiet), 4),
        "usd_per_month_and_1000_reports": round(each(plain_few, plain, "stored") / 2 * 1000 / 1e9 * _STORED, 4),
    }


def _dollars(requests: dict[str, float]) -> float:
    return ((requests["put"] + requests["list"]) * _PUT + requests["get"] * _GET) / 1e6


def _in_child(portals: int, *, engine: bool) -> dict[str, Any]:
    divisions = counties(portals)
    with (
        tempfile.TemporaryDirectory() as folder,
        WatchedWeb(routes_of(divisions, pdf=_PDF.read_bytes()), latency_s=0.0) as web,
    ):
        declare_portals(Path(folder) / "portals", divisions)
        given = json.dumps({"folder": folder, "egress": web.proxy_url, "engine": engine})
        environment = {**os.environ, "PREFECT_HOME": f"{folder}/prefect"}
        done = subprocess.run(
            [sys.executable, "-m", "bench.operation", "--child", given],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _child(folder: str, egress: str, engine: bool) -> dict[str, Any]:
    """Two harvests of all portals: the first reads everything, the second finds nothing new."""
    make_home()
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
