"""The disk below a folder store goes bad in mid-run: full, read only, closed to us, or cut off by a kill."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

#: Errors of the disk: their number, and whether reading ends as well.
FAULTS: dict[str, tuple[int, bool]] = {
    "full": (errno.ENOSPC, False),
    "read_only": (errno.EROFS, False),
    "permission_lost": (errno.EACCES, True),
    "broken": (errno.EIO, True),
}


@dataclass
class BadDisk:
    """Counts what a run does to the files below ``root``; from step ``first`` on, ``count`` steps fail as ``fault``.

    Writing is taken apart (opening, flushing, naming), so that a run can also be killed between two of its parts:
    ``fault`` is then ``kill``.
    """

    root: Path
    fault: str
    first: int
    count: int
    steps: int = 0

    def _step(self, path: object, *, reading: bool) -> None:
        if not str(path).startswith(str(self.root)):
            return
        if reading and (self.fault not in FAULTS or not FAULTS[self.fault][1]):
            return
        self.steps += 1
        if not self.first <= self.steps < self.first + self.count:
            return
        if self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        number = FAULTS[self.fault][0]
        raise OSError(number, os.strerror(number), str(path))

    @contextmanager
    def below(self) -> Iterator[None]:
        """The store of this process stands on this disk while the block runs."""
        opened, read, link, fsync, renamed, scanned = (
            Path.open, Path.read_bytes, os.link, os.fsync, Path.replace, os.scandir,
        )  # fmt: skip

        def open_file(path: Path, mode: str = "r", *arguments: Any, **more: Any) -> Any:
            self._step(path, reading="r" in mode)
            return opened(path, mode, *arguments, **more)

        def read_bytes(path: Path) -> bytes:
            self._step(path, reading=True)
            return read(path)

        def name_file(source: Any, target: Any, **more: Any) -> None:
            self._step(target, reading=False)
            link(source, target, **more)
            self._step(target, reading=False)

        def flush(handle: int) -> None:
            self._step(self.root, reading=False)  # nobody else flushes
            fsync(handle)

        def rename(path: Path, target: Any) -> Path:
            self._step(target, reading=False)
            return renamed(path, target)

        def scan(path: Any = ".") -> Any:
            self._step(path, reading=True)
            return scanned(path)

        doubles: list[tuple[object, str, Callable[..., Any]]] = [
            (Path, "open", open_file),
            (Path, "read_bytes", read_bytes),
            (Path, "replace", rename),
            (os, "link", name_file),
            (os, "fsync", flush),
            (os, "scandir", scan),
        ]
        patches = [patch.object(where, name, double) for where, name, double in doubles]
        for one in patches:
            one.start()
        try:
            yield
        finally:
            for one in patches:
                one.stop()
