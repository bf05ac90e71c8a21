"""A nightly check of simulated portals, nothing new: requests, bytes and CPU per portal, wall time, memory.

The rate without gaps is compared with a bare asyncio httpx loop that fetches the same addresses. A visit loads and
saves the portal's state in a local store and writes the record of every request, as a real one does.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bench.discovery.web import SimulatedPortal, SimulatedWeb, simulated
from domain.divisions import load_divisions
from flows.clock import SystemClock
from publish.store import open_store
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import Portal, portal_from
from scrapers.harvest import harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.state import load_state, save_state

#: Turns of the comparison with the bare loop.
_TURNS = 5
_WORKERS = 4
REQUESTS_GOAL, RATE_GOAL, MEMORY_GOAL_MB = 2.0, 0.6, 60.0


@dataclass(frozen=True, slots=True)
class LaterClock:
    """The system's clock, some days on: what was read a moment ago was read the night before."""

    days: int

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(days=self.days)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Night:
    """What one worker's part of a night cost."""

    portals: int
    requests: int
    bytes: int
    cpu_s: float
    wall_s: float
    grown_mb: float
    unlike: int


@dataclass(frozen=True, slots=True)
class Result:
    portals: int
    gap_s: float
    at_once: int
    requests_per_portal: float
    bytes_per_portal: float
    cpu_ms_per_portal: float
    wall_1_worker_s: float
    wall_4_workers_s: float
    rate_per_s: float
    bare_rate_per_s: float
    rate_of_bare: float
    #: The same by four workers that are already running, as they are at night.
    rate_4_workers_per_s: float
    rate_4_workers_of_bare: float
    #: CPU of one request without gaps: what the rates are on a core of one's own, whatever else the machine does.
    cpu_ms_per_request: float
    bare_cpu_ms_per_request: float
    memory_grown_mb: float
    not_quiet: int

    @property
    def met(self) -> bool:
        return (
            self.requests_per_portal <= REQUESTS_GOAL
            and max(self.rate_of_bare, self.rate_4_workers_of_bare) >= RATE_GOAL
            and self.memory_grown_mb <= MEMORY_GOAL_MB
            and self.not_quiet == 0
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"met": self.met}


def quiet_night(portals: int, gap_s: float, at_once: int) -> Night:
    """A first visit without gaps and latency, then a night, by this process alone."""
    web_of = simulated(portals)
    with tempfile.TemporaryDirectory() as folder, SimulatedWeb(latency_s=0.0) as web:
        _share(web_of, web.proxy_url, folder, 0.0, at_once, days=0)
        return _share(web_of, web.proxy_url, folder, gap_s, at_once, days=2)


def run(portals: int, gap_s: float, at_once: int, *, rate_portals: int = 600) -> Result:
    """Measure everything; the states of a first visit are made without gaps and latency first."""
    web_of = simulated(portals)
    with tempfile.TemporaryDirectory() as folder:
        with SimulatedWeb(latency_s=0.0) as web:
            _share(web_of, web.proxy_url, folder, 0.0, 16, days=0)
        with SimulatedWeb() as web:
            turns = _rates(web_of[:rate_portals], web.proxy_url, folder, at_once)
            night = _share(web_of, web.proxy_url, folder, gap_s, at_once, days=2 + 4 * _TURNS)
            started = time.perf_counter()
            _four(web_of, web.proxy_url, folder, gap_s, at_once, days=4 + 4 * _TURNS)
            four = time.perf_counter() - started
    one, bare = _middle([(turn.ours, turn.bare) for turn in turns])
    fours, bare_beside = _middle([(turn.four, turn.bare) for turn in turns])
    return Result(
        portals=portals,
        gap_s=gap_s,
        at_once=at_once,
        requests_per_portal=round(night.requests / portals, 3),
        bytes_per_portal=round(night.bytes / portals, 1),
        cpu_ms_per_portal=round(night.cpu_s * 1000 / portals, 2),
        wall_1_worker_s=round(night.wall_s, 1),
        wall_4_workers_s=round(four, 1),
        rate_per_s=round(one.per_s, 1),
        bare_rate_per_s=round(bare.per_s, 1),
        rate_of_bare=round(one.per_s / bare.per_s, 3),
        rate_4_workers_per_s=round(fours.per_s, 1),
        rate_4_workers_of_bare=round(fours.per_s / bare_beside.per_s, 3),
        cpu_ms_per_request=round(one.cpu_ms, 2),
        bare_cpu_ms_per_request=round(bare.cpu_ms, 2),
        memory_grown_mb=round(night.grown_mb, 1),
        not_quiet=night.unlike,
    )


@dataclass(frozen=True, slots=True)
class _Rate:
    """Requests a second, and the CPU of one of them in milliseconds."""

    per_s: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class _Turn:
    bare: _Rate
    ours: _Rate
    four: _Rate


def _rates(few: Sequence[SimulatedPortal], proxy: str, folder: str, at_once: int) -> list[_Turn]:
    """The bare loop, ours by one worker and by four in turns without gaps: whatever else the machine does meets all."""
    turns = []
    with multiprocessing.get_context("spawn").Pool(_WORKERS) as workers:
        workers.map(_ready, range(_WORKERS), chunksize=1)
        for turn in range(_TURNS):
            bare = _bare_rate(few, proxy, at_once)
            ours = _share(few, proxy, folder, 0.0, at_once, days=2 + 4 * turn)
            started = time.perf_counter()
            shares = [
                workers.apply_async(
                    _share, (few[n::_WORKERS], proxy, folder, 0.0, at_once // _WORKERS), {"days": 4 + 4 * turn}
                )
                for n in range(_WORKERS)
            ]
            nights = [share.get() for share in shares]
            four_s, requests = time.perf_counter() - started, sum(night.requests for night in nights)
            four = _Rate(requests / four_s, sum(night.cpu_s for night in nights) * 1000 / requests)
            turns.append(_Turn(bare, _Rate(ours.requests / ours.wall_s, ours.cpu_s * 1000 / ours.requests), four))
    return turns


def _ready(number: int) -> int:
    """A worker that has read the table of divisions and waits."""
    load_divisions()
    time.sleep(0.5)
    return number


def _middle(pairs: Sequence[tuple[_Rate, _Rate]]) -> tuple[_Rate, _Rate]:
    """The pair whose ratio is the median."""
    return sorted(pairs, key=lambda pair: pair[0].per_s / pair[1].per_s)[len(pairs) // 2]


def _four(web_of: Sequence[SimulatedPortal], proxy: str, folder: str, gap_s: float, at_once: int, *, days: int) -> None:
    """The same night by four worker processes, each with its share of the portals."""
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_share, args=(web_of[n::_WORKERS], proxy, folder, gap_s, at_once), kwargs={"days": days})
        for n in range(_WORKERS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _share(
    web_of: Sequence[SimulatedPortal], proxy: str, folder: str, gap_s: float, at_once: int, *, days: int
) -> Night:
    """Visit every portal once, ``at_once`` of them at the same time."""
    store, clock, divisions = open_store(folder), LaterClock(days), load_divisions()
    limiter = HostLimiter()

    def visit(one: SimulatedPortal) -> tuple[int, int, bool]:
        portal: Portal = portal_from(one.declaration | {"pace": {"gap_s": gap_s}})
        state, tag = load_state(store, portal.id)
        with PoliteClient(portal, clock=clock, egress=proxy, limiter=limiter) as client:
            harvest = harvest_portal(
                portal, client=client, archive=Archive(store, clock), state=state, divisions=divisions, clock=clock
            )
            received = client.bytes_received
        save_state(store, harvest.state, tag)
        return harvest.requests, received, harvest.outcome.value == "not_modified"

    before, cpu, started = _memory_mb(), time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        visits = list(pool.map(visit, web_of))
    return Night(
        portals=len(web_of),
        requests=sum(requests for requests, _, _ in visits),
        bytes=sum(received for _, received, _ in visits),
        cpu_s=time.process_time() - cpu,
        wall_s=time.perf_counter() - started,
        grown_mb=_memory_mb() - before,
        unlike=sum(not quiet for _, _, quiet in visits),
    )


def _bare_rate(web_of: Sequence[SimulatedPortal], proxy: str, at_once: int) -> _Rate:
    """A bare loop: robots.txt and the list of every portal, one client, no thought."""
    urls = [url for one in web_of for url in (f"http://{one.host}/robots.txt", f"http://{one.host}{one.path}")]

    async def fetch_all() -> None:
        room = asyncio.Semaphore(at_once)
        limits = httpx.Limits(max_connections=at_once)
        async with httpx.AsyncClient(proxy=proxy, limits=limits, trust_env=False, timeout=30) as client:

            async def fetch(url: str) -> None:
                async with room:
                    await client.get(url)

            await asyncio.gather(*(fetch(url) for url in urls))

    started, cpu = time.perf_counter(), time.process_time()
    asyncio.run(fetch_all())
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return _Rate(len(urls) / seconds, cpu * 1000 / len(urls))


def _memory_mb() -> float:
    """Resident memory now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1024 / 1024


def shown(result: Result) -> str:
    requests = f"requests per portal {result.requests_per_portal} (goal ≤ {REQUESTS_GOAL:g})"
    walls = f"wall {result.wall_1_worker_s} s with 1 worker, {result.wall_4_workers_s} s with 4, their start included"
    rates = (
        f"without gaps, of the bare httpx loop's {result.bare_rate_per_s} requests/s (goal ≥ {RATE_GOAL:.0%}): "
        f"1 worker {result.rate_per_s} = {result.rate_of_bare:.0%}, "
        f"4 running workers {result.rate_4_workers_per_s} = {result.rate_4_workers_of_bare:.0%}"
    )
    work = f"CPU per request {result.cpu_ms_per_request} ms, bare {result.bare_cpu_ms_per_request} ms"
    costs = f"bytes {result.bytes_per_portal}, CPU {result.cpu_ms_per_portal} ms, not quiet {result.not_quiet}"
    return "\n".join(
        [
            f"nightly check of {result.portals} portals, gap {result.gap_s} s, {result.at_once} at once",
            f"  {requests}, {costs}",
            f"  {walls}; memory grew by {result.memory_grown_mb} MB (goal ≤ {MEMORY_GOAL_MB:g})",
            f"  {rates}",
            f"  {work}",
        ]
    )
