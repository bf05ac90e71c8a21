"""Watches over a worker process while it has a document: ends it when its time or its memory is used up."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from enum import Enum
from pathlib import Path

#: Seconds between two looks at the memory; an allocation of a gigabyte takes longer than a few of them.
_PERIOD = 0.05


class Overrun(Enum):
    """Which bound a process was ended for."""

    TIME = "time"
    MEMORY = "memory"


def resident_mb(process: int) -> float:
    """Memory a process holds, in MB; 0 where the platform does not say (only Linux does) or the process is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that leads its own group, and the programs that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


class Watch:
    """Kills a process after ``seconds`` or when it holds more than ``memory_mb``, unless ended before.

    The memory is looked at from outside and counts what is really held: the bound on the address space that a worker
    sets itself cannot be tight where a library reserves much more than it uses.
    """

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, memory_mb: float) -> None:
        self._process = process
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._overran: Overrun | None = None
        self._give(seconds, memory_mb)
        threading.Thread(target=self._look, daemon=True).start()

    def _give(self, seconds: float, memory_mb: float) -> None:
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._end = time.monotonic() + seconds

    def give(self, seconds: float, memory_mb: float) -> None:
        """Sets the time that is left and the memory, unless one is over."""
        with self._lock:
            if self._overran is None:
                self._give(seconds, memory_mb)

    def _look(self) -> None:
        while not self._over.wait(min(max(self._end - time.monotonic(), 0.0), _PERIOD)):
            with self._lock:
                if self._over.is_set():
                    return
                if time.monotonic() >= self._end:
                    self._overran = Overrun.TIME
                elif resident_mb(self._process.pid) > self.memory_mb:
                    self._overran = Overrun.MEMORY
                if self._overran is not None:
                    kill_group(self._process)
                    return

    def end(self) -> Overrun | None:
        """Ends the watch; says for which bound the process was ended before, if it was."""
        with self._lock:
            self._over.set()
            return self._overran
