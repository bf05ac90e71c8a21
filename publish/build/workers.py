"""Blocks made in several processes, in the order of the work, with a bounded number of batches in flight."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain

from publish.build.blocks import Block, BlockMaker, DivisionWork

#: Reports made in one go: enough that judging them together pays, little enough to hold.
REPORTS_IN_A_BATCH = 96
#: Up to so many reports both judges see all of them; of more, Frictionless sees every n-th batch, about so many
#: reports. It needs some 20 ms a report, the generated gate 3: the nation would take it half an hour.
SEEN_BY_BOTH = 2_000
#: Below this many reports starting processes costs more than it saves.
_WORTH_PROCESSES = 200
_AHEAD = 3

_maker: BlockMaker | None = None


def batches(works: Iterable[DivisionWork]) -> Iterator[list[DivisionWork]]:
    """Divisions in order, some :data:`REPORTS_IN_A_BATCH` reports in each batch; read as they are asked for."""
    batch: list[DivisionWork] = []
    size = 0
    for work in works:
        batch.append(work)
        size += len(work.records)
        if size >= REPORTS_IN_A_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def make_blocks(maker: BlockMaker, works: Iterable[DivisionWork], reports: int) -> Iterator[Block]:
    """One block for each work, in order. ``reports``: about how many there are in all."""
    processes = min(os.cpu_count() or 1, reports // _WORTH_PROCESSES)
    every = max(1, reports // SEEN_BY_BOTH)
    numbered = enumerate(batches(works))
    if processes < 2:
        yield from chain.from_iterable(maker.make(batch, both=number % every == 0) for number, batch in numbered)
        return
    # Forking a process that has threads is not safe, and Prefect's have many.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=_start, initargs=(maker,))
    try:
        running: deque[Future[list[Block]]] = deque()
        for number, batch in numbered:
            running.append(pool.submit(_make, batch, number % every == 0))
            if len(running) > _AHEAD * processes:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(maker: BlockMaker) -> None:
    global _maker  # noqa: PLW0603  # one for the life of a worker process
    _maker = maker


def _make(works: Sequence[DivisionWork], both: bool) -> list[Block]:
    assert _maker is not None
    return _maker.make(works, both=both)
