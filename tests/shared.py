"""What is made once for a whole run of the tests, however many workers share them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

#: What stands for the whole run, one JSON object a line.
_LASTING = "lasting.jsonl"


def common_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run know."""
    own = factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name``, only to be read: filled by ``make`` for the first worker that asks; the others wait."""
    folder = common_folder(factory) / name
    made = folder.with_name(f"{name}.made")
    with _alone(folder):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed on the way
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


def told_once(factory: pytest.TempPathFactory, name: str, tell: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``tell`` says when the first worker asks; the same for all others."""
    place = common_folder(factory) / f"{name}.json"
    with _alone(place):
        if not place.exists():
            place.write_text(json.dumps(tell()), encoding="utf-8")
    told: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return told


def remember(factory: pytest.TempPathFactory, processes: list[int], folder: Path) -> None:
    """These processes and their folder outlive the worker that made them and end with the run."""
    with (common_folder(factory) / _LASTING).open("a", encoding="utf-8") as known:
        known.write(json.dumps({"processes": processes, "folder": str(folder)}) + "\n")


def end_what_lasted(base: Path) -> None:
    """End what was remembered in a run's folder ``base``."""
    known = base / _LASTING
    for line in known.read_text(encoding="utf-8").splitlines() if known.exists() else ():
        lasting = json.loads(line)
        for number in reversed(lasting["processes"]):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(number, 0)
        shutil.rmtree(lasting["folder"], ignore_errors=True)
