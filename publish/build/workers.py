"""Work shared out over several processes, its results in the order of the work, with a bounded part of it in flight."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import chain
from types import TracebackType
from typing import TypeVar

from publish.build.blocks import Block, BlockMaker, DivisionWork

#: Reports made in one go: enough that judging them together pays (the judges take a third of a second to begin),
#: little enough to hold: a process takes about 1 MB for each.
REPORTS_IN_A_BATCH = 240
#: Below this many reports, or places, starting processes costs more than it saves.
WORTH_PROCESSES = 200
#: Batches of reports, and places, that lie ready or under way for each process.
_BATCHES_AHEAD = 2
_PLACES_AHEAD = 8

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

_maker: BlockMaker | None = None


class Crew:
    """The processes of one publish, started when there is enough to do for them. Closed with the ``with`` block."""

    def __init__(self, maker: BlockMaker) -> None:
        self._maker = maker
        self._pool: ProcessPoolExecutor | None = None
        self._processes = os.cpu_count() or 1

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def blocks(self, works: Iterable[DivisionWork], reports: int) -> Iterator[Block]:
        """One block for each work, in order. ``reports``: about how many there are in all."""
        several = batches(works)
        pool = self._enough(reports)
        if pool is None:
            return chain.from_iterable(self._maker.make(batch) for batch in several)
        return chain.from_iterable(self._in_order(pool, _make, several, _BATCHES_AHEAD))

    def each(self, make: Callable[[_Task], _Result], tasks: Iterable[_Task], count: int) -> Iterator[_Result]:
        """``make`` of each task, in order; ``count``: how many there are. Both go to other processes."""
        pool = self._pool if count > 1 else None
        pool = pool or self._enough(count)
        return map(make, tasks) if pool is None else self._in_order(pool, partial(_made, make), tasks, _PLACES_AHEAD)

    def _enough(self, count: int) -> ProcessPoolExecutor | None:
        if self._pool is None and count >= WORTH_PROCESSES and self._processes > 1:
            # Forking a process that has threads is not safe, and Prefect's have many.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, initializer=_start, initargs=(self._maker,))
        return self._pool

    def _in_order(
        self,
        pool: ProcessPoolExecutor,
        make: Callable[[_Task], _Result],
        tasks: Iterable[_Task],
        ahead: int,
    ) -> Iterator[_Result]:
        running: deque[Future[_Result]] = deque()
        for task in tasks:
            running.append(pool.submit(make, task))
            if len(running) > ahead * self._processes:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


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


def _start(maker: BlockMaker) -> None:
    global _maker  # noqa: PLW0603  # one for the life of a worker process
    _maker = maker
    threading.Thread(target=_end_with_the_publisher, daemon=True).start()


def _end_with_the_publisher() -> None:
    """A publisher that is killed closes nothing: its processes would wait for work for ever, with all they hold."""
    publisher = multiprocessing.parent_process()
    if publisher is not None:
        publisher.join()
        os._exit(1)


def _made(make: Callable[[_Task], _Result], task: _Task) -> _Result:
    # As below; a place leaves little behind, which is looked through at once.
    gc.disable()
    try:
        return make(task)
    finally:
        gc.collect(1)
        gc.enable()


def _make(works: Sequence[DivisionWork]) -> list[Block]:
    assert _maker is not None
    # A batch makes millions of objects that all live until its end: looking through them for rings again and again
    # takes a fifth of the time. It is done once at the end, and what is left then (libraries) is not looked at again.
    gc.disable()
    try:
        return _maker.make(works)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
