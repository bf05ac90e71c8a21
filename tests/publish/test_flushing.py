"""Names of new files on the disk: whoever waits for a flush of a folder may share one, but none that began before."""

from __future__ import annotations

import errno
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier, Event, Lock

import pytest

from publish.store.flushing import SharedFlush

FOLDER = Path("raw")


class SlowDisk:
    """Flushes that take a while, each with the moments of its beginning and end."""

    def __init__(self) -> None:
        self.moment = count()
        self.flushes: list[tuple[int, int]] = []
        self._one_at_a_time = Lock()

    def __call__(self, _: Path) -> None:
        with self._one_at_a_time:
            begun = next(self.moment)
            time.sleep(0.05)  # the others come meanwhile
            self.flushes.append((begun, next(self.moment)))


def test_each_returns_after_a_flush_that_began_after_its_call_and_many_share_one() -> None:
    disk = SlowDisk()
    flush, together = SharedFlush(disk), Barrier(17)

    def write(_: int) -> tuple[int, int]:
        called = next(disk.moment)
        together.wait(5)
        flush(FOLDER)
        return called, next(disk.moment)

    with ThreadPoolExecutor(16) as pool:
        writes = [pool.submit(write, number) for number in range(16)]
        together.wait(5)
        calls = [one.result(10) for one in writes]
    assert 1 <= len(disk.flushes) < 16
    for called, returned in calls:
        assert any(called < begun and ended < returned for begun, ended in disk.flushes)


def test_folders_do_not_wait_for_each_other() -> None:
    held, other = Event(), Event()

    def slow(folder: Path) -> None:
        if folder == FOLDER:
            held.set()
            assert other.wait(5)

    flush = SharedFlush(slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(flush, FOLDER)
        assert held.wait(5)
        flush(Path("state"))  # does not wait for the other folder's
        other.set()
        first.result(5)


def test_an_error_is_told_to_whoever_flushed_and_the_next_flushes_for_itself() -> None:
    problems = [OSError(errno.EIO, "broken")]

    def broken_once(_: Path) -> None:
        if problems:
            raise problems.pop()

    flush = SharedFlush(broken_once)
    with pytest.raises(OSError, match="broken"):
        flush(FOLDER)
    flush(FOLDER)
