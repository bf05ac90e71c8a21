"""Folders of this machine for the files of one publish, and an end of those that killed publishers left behind.

A killed process removes nothing, and a national build holds some gigabytes: each later publish sweeps first. Who uses
a folder holds a lock on a file in it, which the system lets go of when the process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "xinfang-"
_IN_USE = ".in-use"


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """An empty folder (but for its lock) that goes with the block, or with a later :func:`sweep`."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{purpose}-"))
    made = folder / f"{_IN_USE}.new"
    with made.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            made.rename(folder / _IN_USE)  # nobody ever sees it without its lock
            yield folder
        finally:
            shutil.rmtree(folder)  # still locked: nobody sweeps it at the same time


def sweep() -> int:
    """Remove the folders that nobody uses any more; how many there were. Those of other users are left alone."""
    swept = 0
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_IN_USE}"):
        try:
            with lock.open("r+") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent)
        except OSError:  # in use, swept by another publisher at this moment, or another user's
            continue
        swept += 1
    return swept
