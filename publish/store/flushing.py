"""Names of new files, flushed to the disk: threads that wait for one folder share a flush."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Condition


def flush_entries(folder: Path) -> None:
    """Flush the names in ``folder``; raises :class:`OSError`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class SharedFlush:
    """Each caller returns after a flush of its folder that began after its call; a flush serves all who waited for it.

    An error of the flush is raised to the caller that made it; those who waited flush for themselves.
    """

    def __init__(self, flush: Callable[[Path], None] = flush_entries) -> None:
        self._flush = flush
        self._changed = Condition()
        self._asked: dict[Path, int] = {}
        self._done: dict[Path, int] = {}
        self._busy: set[Path] = set()

    def __call__(self, folder: Path) -> None:
        with self._changed:
            mine = self._asked.get(folder, 0) + 1
            self._asked[folder] = mine
            while folder in self._busy and self._done.get(folder, 0) < mine:
                self._changed.wait()
            if self._done.get(folder, 0) >= mine:
                return
            self._busy.add(folder)
            serves = self._asked[folder]
        try:
            self._flush(folder)
        except BaseException:
            self._end(folder, None)
            raise
        self._end(folder, serves)

    def _end(self, folder: Path, served: int | None) -> None:
        with self._changed:
            self._busy.discard(folder)
            if served is not None:
                self._done[folder] = max(served, self._done.get(folder, 0))
            self._changed.notify_all()
